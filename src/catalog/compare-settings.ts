// The comparison's part of `tocsin.yaml`: what this organisation thinks of rules, which findings it has accepted, and
// which paths it compares. It stands with the catalogue because it speaks of services and of the teams that own them.

import { z } from 'zod';
import { type CompareOptions, catalogue, type ExemptionEntry, type SeveritySetting } from '../rules/index.ts';
import { catalogReferences, catalogSettings } from './catalog-settings.ts';
import { readLayers, type SettingsFile } from './read-layers.ts';
import { checkSettings, type Reference } from './read-settings.ts';
import { placeIn } from './settings-layer.ts';

const text = z.string().min(1);
const texts = z.array(text).min(1).optional();
const forWhom = {
  services: texts.describe('Only for releases of these services'),
  teams: texts.describe('Only for releases of services that these teams own'),
};
const prefix = z
  .string()
  .regex(/^\/[^{}*]*$/, 'must begin with / and hold no {…}, such as /api/v1')
  .optional();

const severity = z.strictObject({
  rules: z.array(text).min(1).describe('Ids as in `tocsin rules`, with * for anything'),
  direction: z.enum(['request', 'response']).optional().describe('Who sends: request is the client to the server'),
  paths: texts.describe('Only on these paths; * stands for anything'),
  tags: texts.describe('Only on operations with one of these tags'),
  ...forWhom,
  severity: z.enum(['breaking', 'risky', 'safe', 'off']),
  reason: text.optional(),
});

const exemption = z.strictObject({
  fingerprint: z
    .string('must stand in quotes where it is of digits alone')
    .regex(/^[0-9a-f]{16}$/, 'must be a fingerprint as `tocsin diff --json` prints it'),
  severity: z.enum(['breaking', 'risky']).optional().describe('The worst that was accepted; any where it is not said'),
  allPlaces: z
    .boolean()
    .optional()
    .describe('Wherever the same change is met by the same sender and is no worse, not in this one place alone'),
  reason: text,
  owner: text.describe('Who answers for this exemption'),
  until: z.iso.date('must be a day such as 2026-12-24').optional().describe('The last day on which it holds'),
  ...forWhom,
});

const paths = {
  includePaths: z.array(text).default([]).describe('Paths to compare, all where empty; * stands for anything'),
  excludePaths: z.array(text).default([]),
  stripPrefix: z
    .strictObject({ base: prefix, revision: prefix })
    .prefault({})
    .describe('What comes before the paths of each side and is no part of the comparison'),
};

/** The value of `compare:` in `tocsin.yaml`. */
export const compareSettings = z
  .strictObject({
    severities: z.array(severity).default([]).describe('The last that fits decides'),
    exemptions: z.array(exemption).default([]),
    ...paths,
    services: z
      .record(text, z.strictObject(paths))
      .default({})
      .describe('What holds for one service more: its includePaths and prefixes stand in place of those for all'),
  })
  .prefault({});

type Checked = z.output<typeof compareSettings>;

/** `written` is the place of an exemption in its file, as `tocsin.yaml:12`, where that is at hand. */
export type CompareSettings = Omit<Checked, 'exemptions'> & {
  readonly exemptions: readonly (Checked['exemptions'][number] & { readonly written?: string })[];
};

/** Which values of the settings name something elsewhere. */
export const compareReferences: readonly Reference[] = [
  {
    at: 'compare.severities.*.rules.*',
    among: () => catalogue.map(({ id }) => id),
    what: 'rule',
    where: 'in `tocsin rules`',
  },
  { at: 'compare.services.(key)', to: 'services', what: 'service' },
  { at: 'compare.severities.*.services.*', to: 'services', what: 'service' },
  { at: 'compare.severities.*.teams.*', to: 'teams', what: 'team' },
  { at: 'compare.exemptions.*.services.*', to: 'services', what: 'service' },
  { at: 'compare.exemptions.*.teams.*', to: 'teams', what: 'team' },
];

/**
 * What a configuration says of comparisons, and which team owns which service. The parts that are no concern of a
 * comparison (evidence, policy, delivery) are not looked at. Throws as `readLayers` and `checkSettings`.
 */
export async function readCompareSettings(
  file: SettingsFile,
): Promise<{ readonly settings: CompareSettings; readonly owners: ReadonlyMap<string, string> }> {
  const unread = z.unknown().optional();
  const parts = { ...catalogSettings, compare: compareSettings, evidence: unread, policy: unread, delivery: unread };
  const schema = z.strictObject(parts);
  const { layers } = await readLayers(file);
  const { compare, services } = checkSettings(layers, schema, [...catalogReferences, ...compareReferences]);
  return {
    settings: {
      ...compare,
      exemptions: compare.exemptions.map((exemption, index) => {
        const { source, line } = placeIn(layers, ['compare', 'exemptions', index], 'value');
        return { ...exemption, written: `${source}:${line}` };
      }),
    },
    owners: new Map(Object.entries(services).map(([name, { owner }]) => [name, owner])),
  };
}

/** Whose release is compared: what is meant for other services and teams does not apply. */
export interface ComparedService {
  readonly name: string;
  /** The team that owns it. */
  readonly owner: string;
}

/** How many settings only count where a service is named. */
export function countForServices({ severities, exemptions, services }: CompareSettings): number {
  const isForSome = ({ services, teams }: { services?: unknown; teams?: unknown }) => (services ?? teams) !== undefined;
  return [...severities, ...exemptions].filter(isForSome).length + Object.keys(services).length;
}

/**
 * The settings of several services that fit one API alone and do not say whose: since each comparison takes them for
 * another's, none tells where they fit nothing. Each by what it is known by.
 */
export function settingsForNobody({ severities, exemptions }: CompareSettings, services: number): readonly string[] {
  if (services < 2) return [];
  const isForAny = ({ services: named, teams }: { services?: unknown; teams?: unknown }) =>
    (named ?? teams) === undefined;
  return [
    ...exemptions.filter(isForAny).map(({ fingerprint, owner }) => `the exemption of ${fingerprint} (${owner})`),
    ...severities
      .filter((each) => isForAny(each) && (each.paths ?? each.tags) !== undefined)
      .map(({ paths = [], tags = [] }) => `the severity for ${[...paths, ...tags].join(', ')}`),
  ];
}

/** What stands before the paths of a service on either side. */
export function strippedPrefixes(settings: CompareSettings, service: string): readonly string[] {
  return Object.values(pathsOf(settings, service).stripPrefix);
}

function pathsOf({ includePaths, excludePaths, stripPrefix, services }: CompareSettings, service: string | null) {
  const own = Object.entries(services).find(([name]) => name === service)?.[1];
  return {
    includePaths: own === undefined || own.includePaths.length === 0 ? includePaths : own.includePaths,
    excludePaths: [...excludePaths, ...(own?.excludePaths ?? [])],
    stripPrefix: { ...dropUndefined(stripPrefix), ...dropUndefined(own?.stripPrefix ?? {}) },
  };
}

/**
 * Null where no service was named: what is meant for some only does not apply then. Where there are several services,
 * a setting that names none of them may be for another one, and need not fit anything here.
 */
export function compareOptionsOf(
  settings: CompareSettings,
  service: ComparedService | null,
  severalServices: boolean,
): Required<Pick<CompareOptions, 'severities' | 'exemptions' | 'includePaths' | 'excludePaths' | 'stripPrefix'>> {
  const { severities, exemptions } = settings;
  const isShared = ({ services, teams }: { services?: unknown; teams?: unknown }) =>
    severalServices && (services ?? teams) === undefined ? { shared: true } : {};
  const applies = ({ services, teams }: { services?: string[] | undefined; teams?: string[] | undefined }) =>
    (services === undefined || (service !== null && services.includes(service.name))) &&
    (teams === undefined || (service !== null && teams.includes(service.owner)));
  return {
    severities: severities
      .filter(applies)
      .map(
        ({ services, teams, ...setting }) =>
          ({ ...dropUndefined(setting), ...isShared({ services, teams }) }) satisfies SeveritySetting,
      ),
    exemptions: exemptions.filter(applies).map(
      ({ services, teams, until, ...entry }) =>
        ({
          ...dropUndefined(entry),
          until: until ?? null,
          ...isShared({ services, teams }),
        }) satisfies ExemptionEntry,
    ),
    ...pathsOf(settings, service?.name ?? null),
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function dropUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}
