// The catalogue's part of `tocsin.yaml`: everything that has a name is a key, so that YAML itself keeps names unique
// and a reference is just that name. What a small organisation does not say has a default that does no harm.

import { isIP } from 'node:net';
import { z } from 'zod';
import { type Catalog, type SeenAs, tiers } from './catalog.ts';
import { importSetting } from './imports/import-setting.ts';
import type { Reference } from './read-settings.ts';
import { timeOfDaySetting, weekdaySetting, zoneSetting } from './time-settings.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be of lower-case letters, digits, dots and dashes');
const text = z.string().min(1);
const names = z.array(text).default([]);

/** Every named thing may be retired, and no name is given away twice unnoticed (see `compareCatalog`). */
const lifetime = {
  deleted: z
    .boolean()
    .default(false)
    .describe('Retired: nothing is announced to it any more; after one `tocsin catalog sync` it may be left out'),
  revive: z.boolean().default(false).describe('Takes up a name that was retired and left out before'),
};

const alsoKnownAs = names.describe('Other names by which contracts and the files of others know it');

const email = z.email('must be an e-mail address');

const person = z
  .strictObject({
    name: text,
    email,
    slack: text.optional().describe('Slack member id, U…'),
    zone: zoneSetting.optional().describe("Where they live; the team's zone where it is not said"),
  })
  .describe('Someone who can be asked to keep the deploy day free');

const team = z.strictObject({
  title: text.optional(),
  inside: z
    .boolean()
    .default(true)
    .describe('false for people outside the infrastructure: they are reached on purpose'),
  zone: zoneSetting.optional(),
  email,
  lists: names.describe('Mailing lists that the team reads, by their names under lists'),
  chat: names.describe('Chat channels that the team reads, by their names under chat'),
  members: z.array(person).default([]),
  handles: names.describe('As CODEOWNERS names it: @organisation/team, @login or an e-mail address'),
  onCall: text
    .refine(
      (value) =>
        !/^[a-z][a-z0-9+.-]*:/i.test(value) ||
        /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/]|env:\w)/i.test(value),
      {
        error: 'must be the https address of an iCalendar feed, a file, or env:NAME',
      },
    )
    .optional()
    .describe(
      'iCalendar feed that says who is on duty: https://…, a file beside this one, or env:NAME where the address is secret',
    ),
  ...lifetime,
});

/** An address or CIDR range, IPv4 or IPv6. */
export const addressRangeSetting = text.refine(isAddressOrRange, {
  error: 'must be an address or a range such as 10.5.126.0/24 or 2001:db8::/32',
});

const seenAs = z
  .array(
    z
      .strictObject({
        environment: name.optional().describe('Where the caller itself runs when it looks like this'),
        agents: names.describe('User agents, with * for anything: bodhi/*'),
        users: names.describe('Names by which it logs in'),
        addresses: z.array(addressRangeSetting).default([]).describe('Addresses and CIDR ranges'),
        services: names.describe('Its names in traces (service.name)'),
      })
      .refine(({ agents, users, addresses, services }) => [agents, users, addresses, services].flat().length > 0, {
        error: 'must name agents, users, addresses or services',
      }),
  )
  .default([])
  .describe('By what it is recognised in logs and traces: all kinds named in one entry must fit');

const service = z.strictObject({
  title: text.optional(),
  tier: z.enum(tiers).default('standard').describe('How much stands still when it does; a leaf may skip the ceremony'),
  owner: text.describe('The team that answers for it'),
  environments: z.record(name, z.url('must be an address such as https://pkgdb.example.org')).default({}),
  audience: z
    .strictObject({ lists: names, chat: names })
    .default({ lists: [], chat: [] })
    .describe("Where its announcements go besides the organisation's own lists"),
  dependsOn: names.describe('Services that it calls'),
  stagingGaps: z.array(text).default([]).describe('What staging cannot replicate of it'),
  seenAs,
  document: z
    .strictObject({
      base: text.optional().describe('The document of what runs now'),
      revision: text.optional().describe('The document of the next release'),
    })
    .prefault({})
    .describe('What `tocsin release assess` compares where it is not told: named as for `tocsin diff`'),
  sdk: names.describe('Packages by which code calls it, for the search in code: tarn-pkgdb-client'),
  alsoKnownAs,
  ...lifetime,
});

const operation = z
  .string()
  .regex(
    /^([A-Za-z]+ \/\S*|webhook \S+|[^\s/]+)$/,
    "must be a method and a path such as 'GET /packages/{name}', an operationId, or 'webhook NAME'",
  );

const consumer = z.strictObject({
  title: text.optional(),
  team: text.describe('The team that has to port it'),
  uses: z
    .record(z.string(), z.array(operation).nullable())
    .describe('Service → the operations called; an empty list where only the service is known'),
  repository: text.optional(),
  path: text.optional().describe('Where in the repository it lies, if not at the top'),
  stagingGap: text.optional().describe('Why staging cannot show whether it works'),
  seenAs,
  alsoKnownAs,
  ...lifetime,
});

function isAddressOrRange(value: string): boolean {
  const [host = '', bits, ...rest] = value.split('/');
  const family = isIP(host);
  return (
    family !== 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
  );
}

const meeting = z.strictObject({
  title: text.optional(),
  weekday: weekdaySetting,
  time: timeOfDaySetting,
  zone: zoneSetting.optional(),
  durationMinutes: z.number().int().min(5).max(600).default(60),
  agendaClosesHours: z.number().min(0).max(144).default(24).describe('So long before its start the agenda is closed'),
  place: text.default(''),
  agendaRepository: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, 'must be owner/repository')
    .optional()
    .describe('owner/repository in which the agenda issue is kept'),
  ...lifetime,
});

/** The top-level keys of `tocsin.yaml` that make the catalogue. */
export const catalogSettings = {
  include: names.describe('Further files of the catalogue, from the folder of this one; * stands for anything'),
  imports: z.array(importSetting).default([]).describe('Facts that stand in files of other kinds already'),
  organisation: z
    .strictObject({
      name: text.default('our organisation'),
      zone: zoneSetting.default('UTC'),
      onCallHosts: z
        .array(text)
        .default([])
        .describe('Hosts from which on-call feeds may be read: calendar.example.org'),
    })
    .default({ name: 'our organisation', zone: 'UTC', onCallHosts: [] }),
  lists: z
    .record(
      name,
      z.strictObject({
        address: email,
        always: z.boolean().default(false).describe('Every announcement goes there'),
        ...lifetime,
      }),
    )
    .default({}),
  chat: z
    .record(
      name,
      z.strictObject({
        slack: text.describe('Slack channel, id or name'),
        always: z.boolean().default(false),
        ...lifetime,
      }),
    )
    .default({}),
  teams: z.record(name, team).default({}),
  services: z.record(name, service).default({}),
  consumers: z.record(name, consumer).default({}),
  meetings: z.record(name, meeting).default({}),
} as const;

const catalogSchema = z.strictObject(catalogSettings);

export type CatalogSettings = z.output<typeof catalogSchema>;

/** Which values of the catalogue's settings name something else in them. */
export const catalogReferences: readonly Reference[] = [
  { at: 'teams.*.lists.*', to: 'lists', what: 'mailing list' },
  { at: 'teams.*.chat.*', to: 'chat', what: 'chat channel' },
  { at: 'services.*.owner', to: 'teams', what: 'team' },
  { at: 'services.*.dependsOn.*', to: 'services', what: 'service' },
  { at: 'services.*.audience.lists.*', to: 'lists', what: 'mailing list' },
  { at: 'services.*.audience.chat.*', to: 'chat', what: 'chat channel' },
  { at: 'consumers.*.team', to: 'teams', what: 'team' },
  { at: 'consumers.*.uses.(key)', to: 'services', what: 'service' },
];

/** The catalogue that checked settings describe, in the order in which they were written. */
export function resolveCatalog(settings: CatalogSettings): Catalog {
  const home = settings.organisation.zone;
  return {
    organisation: { name: settings.organisation.name, zone: settings.organisation.zone },
    lists: Object.entries(settings.lists).map(([name, { revive, ...list }]) => ({ name, ...list })),
    chat: Object.entries(settings.chat).map(([name, { revive, ...channel }]) => ({ name, ...channel })),
    teams: Object.entries(settings.teams).map(([name, { revive, ...team }]) => {
      const zone = team.zone ?? home;
      return {
        ...team,
        onCall: team.onCall ?? null,
        name,
        title: team.title ?? name,
        zone,
        members: team.members.map((member) => ({
          ...member,
          slack: member.slack ?? null,
          zone: member.zone ?? zone,
        })),
      };
    }),
    services: Object.entries(settings.services).map(([name, { revive, ...service }]) => ({
      ...service,
      document: { base: service.document.base ?? null, revision: service.document.revision ?? null },
      name,
      title: service.title ?? name,
      environments: Object.entries(service.environments).map(([name, url]) => ({ name, url })),
      seenAs: resolveSeenAs(service.seenAs),
    })),
    consumers: Object.entries(settings.consumers).map(([name, consumer]) => ({
      name,
      title: consumer.title ?? name,
      team: consumer.team,
      uses: Object.entries(consumer.uses).map(([service, operations]) => ({ service, operations: operations ?? [] })),
      repository: consumer.repository ?? null,
      path: consumer.path ?? null,
      alsoKnownAs: consumer.alsoKnownAs,
      deleted: consumer.deleted,
      stagingGap: consumer.stagingGap ?? null,
      seenAs: resolveSeenAs(consumer.seenAs),
    })),
    meetings: Object.entries(settings.meetings).map(([name, { revive, ...meeting }]) => ({
      ...meeting,
      name,
      title: meeting.title ?? name,
      zone: meeting.zone ?? home,
      agendaRepository: meeting.agendaRepository ?? null,
    })),
  };
}

function resolveSeenAs(entries: z.output<typeof seenAs>): SeenAs[] {
  return entries.map((entry) => ({ ...entry, environment: entry.environment ?? null }));
}
