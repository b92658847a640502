// The policy's part of `tocsin.yaml`. Numbers carry their unit in their name, days are calendar days, and every
// field has a default that a cautious group would choose, so that a policy of three lines is a policy.

import { z } from 'zod';
import type { Instant } from '../base/index.ts';
import { type Catalog, type Reference, timeOfDaySetting, weekdaySetting, zoneSetting } from '../catalog/index.ts';
import { addDays, localInstant, toInstant } from './calendar.ts';
import { type GateMode, type GateName, gateModes, gateNames, type Policy } from './policy.ts';

const isoDate = z.iso.date('must be a day such as 2026-12-24');
const days = z.number().int().min(0).max(365);
const names = z.array(z.string()).default([]);

const freezeEdge = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/,
    'must be a day such as 2026-12-24, or a moment with its offset such as 2026-12-24T18:00Z',
  )
  .refine((value) => !Number.isNaN(Date.parse(value)), { error: 'must be a day that exists' });

const freeze = z
  .strictObject({
    name: z.string().min(1),
    from: freezeEdge.describe('The first day, or a moment'),
    until: freezeEdge.describe('The last day, that day included, or a moment'),
    services: names.describe('Empty for all'),
  })
  .refine(({ from, until }) => !(Date.parse(from) > Date.parse(until)), { error: 'must not end before it begins' });

const exemption = z.strictObject({
  id: z.string().min(1),
  when: z.enum(['no-break', 'minor', 'leaf']),
  services: names.describe('Empty for all services to which it applies'),
  reason: z.string().min(1),
  owner: z.string().min(1).describe('Who answers for this exemption'),
  until: isoDate.optional(),
});

const mode = z.enum(gateModes);

const defaultModes: Readonly<Record<GateName, GateMode>> = {
  assessed: 'enforce',
  intended: 'enforce',
  approved: 'enforce',
  announced: 'enforce',
  notice: 'enforce',
  discussed: 'enforce',
  understood: 'enforce',
  callers: 'warn',
  ported: 'warn',
  staffed: 'warn',
  dependencies: 'enforce',
};

const gates = z.strictObject(
  Object.fromEntries(gateNames.map((name) => [name, mode.default(defaultModes[name])])) as Record<
    GateName,
    z.ZodDefault<typeof mode>
  >,
);

/** The value of `policy:` in `tocsin.yaml`. */
export const policySettings = z
  .strictObject({
    version: z
      .string()
      .min(1)
      .default('1')
      .describe('Raised when the group changes the policy; plans are pinned to it'),
    ratified: z.strictObject({ at: isoDate, where: z.string().min(1) }).optional(),
    commentsTo: z.string().optional().describe('Where comments on the policy go'),
    noticeDays: z
      .strictObject({ critical: days.default(28), standard: days.default(14), leaf: days.default(7) })
      .prefault({})
      .describe('Days from the break notice to the deploy, by the tier of the service'),
    meeting: z
      .string()
      .nullable()
      .optional()
      .describe(
        'The meeting at which a dated release is discussed; the only one there is where not said; null for none',
      ),
    approvals: z
      .strictObject({ needed: z.number().int().min(0).max(10).default(1), otherThanAuthor: z.boolean().default(true) })
      .prefault({}),
    freezes: z.array(freeze).default([]),
    deployWindow: z
      .strictObject({
        weekdays: z.array(weekdaySetting).min(1).default(['monday', 'tuesday', 'wednesday', 'thursday']),
        time: timeOfDaySetting.default('14:00'),
        zone: zoneSetting.optional(),
        durationHours: z.number().min(0.25).max(72).default(4),
      })
      .prefault({}),
    callForTestingDays: days.default(14),
    reminderDays: z.array(days).default([7, 1]),
    rosterCallDays: days.default(7),
    outageNoticeDays: days.default(2),
    watchHours: z.number().min(0).max(96).default(8),
    staleAfterDays: z.number().min(1).max(365).default(60),
    ladder: z
      .strictObject({
        staleAfterDays: z.number().int().min(1).max(365).default(30),
        deployWithinDays: z.number().int().min(1).max(365).default(7),
        githubDeployments: z
          .boolean()
          .default(false)
          .describe("Whether the deployments of consumers' repositories are read from GitHub, once an hour"),
      })
      .prefault({})
      .describe('How long what was seen of a consumer counts, and how soon a merged port should be deployed'),
    portingIssues: z
      .boolean()
      .default(false)
      .describe('Whether each consumer that is hit gets an issue in its own repository once the release is announced'),
    exemptions: z
      .array(exemption)
      .default([
        { id: 'no-break', when: 'no-break', services: [], reason: 'Nothing breaks a caller.', owner: 'policy' },
      ]),
    undecided: z.array(z.strictObject({ service: z.string(), question: z.string().min(1) })).default([]),
    gates: gates.prefault({}),
  })
  .prefault({});

export type PolicySettings = z.output<typeof policySettings>;

/** Which values of the policy name something in the catalogue. */
export const policyReferences: readonly Reference[] = [
  { at: 'policy.meeting', to: 'meetings', what: 'meeting' },
  { at: 'policy.freezes.*.services.*', to: 'services', what: 'service' },
  { at: 'policy.exemptions.*.services.*', to: 'services', what: 'service' },
  { at: 'policy.undecided.*.service', to: 'services', what: 'service' },
];

/** The policy that checked settings describe, with the catalogue's zone and meeting where they name none. */
export function resolvePolicy(settings: PolicySettings, catalog: Catalog): Policy {
  const zone = settings.deployWindow.zone ?? catalog.organisation.zone;
  const onlyMeeting = catalog.meetings.length === 1 ? (catalog.meetings[0]?.name ?? null) : null;
  return {
    ...settings,
    ratified: settings.ratified ?? null,
    commentsTo: settings.commentsTo ?? null,
    meeting: settings.meeting === undefined ? onlyMeeting : settings.meeting,
    deployWindow: { ...settings.deployWindow, zone },
    freezes: settings.freezes.map(({ from, until, ...freeze }) => ({
      ...freeze,
      from: edge(from, zone, 0),
      until: edge(until, zone, 1),
    })),
    exemptions: settings.exemptions.map((exemption) => ({ ...exemption, until: exemption.until ?? null })),
  };
}

/** A moment as written; a day begins at local midnight, and as an end it is over at the next. */
function edge(written: string, zone: string, addedDays: number): Instant {
  if (written.includes('T')) return toInstant(Date.parse(written));
  return addDays(localInstant(written, '00:00', zone), addedDays, zone);
}
