import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { TocsinError } from '../../src/base/index.ts';
import { deliverySettings, editorSchema, parseConfig, readConfig } from '../../src/bot/index.ts';

const schemaFile = new URL('../../schemas/tocsin.schema.json', import.meta.url).pathname;
const example = new URL('../../examples/pkgdb2/tocsin.yaml', import.meta.url).pathname;

function read(text: string) {
  return parseConfig(text, 'tocsin.yaml', deliverySettings);
}

function faults(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    const { code, exit, message, position } = error as TocsinError;
    expect([code, exit]).toEqual(['config-invalid', 2]);
    if (position !== null) return [`${position.source}:${position.line}:${position.column}: ${message}`];
    return message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe('a small file is enough', () => {
  test('an empty one describes an organisation without services', () => {
    const { catalog, policy } = read('');
    expect(catalog.organisation.zone).toBe('UTC');
    expect(catalog.services).toEqual([]);
    expect(policy.noticeDays.critical).toBe(28);
  });

  test('titles, zones, tier and meeting have defaults', () => {
    const { catalog, policy } = read(`
organisation: { zone: Europe/Paris }
teams:
  apps: { email: apps@example.org, members: [{ name: Ana, email: ana@example.org }] }
services:
  pkgdb: { owner: apps }
meetings:
  weekly: { weekday: thursday, time: 18:00 }
`);
    expect(catalog.services[0]).toMatchObject({ title: 'pkgdb', tier: 'standard', dependsOn: [] });
    expect(catalog.teams[0]?.members[0]).toMatchObject({ zone: 'Europe/Paris', slack: null });
    expect(catalog.meetings[0]).toMatchObject({ time: '18:00', zone: 'Europe/Paris' });
    expect(policy.meeting).toBe('weekly');
    expect(policy.deployWindow.zone).toBe('Europe/Paris');
  });

  test('a policy that wants no meeting says null', () => {
    const meetings = 'meetings: { weekly: { weekday: thursday, time: "18:00" } }';
    expect(read(`${meetings}\npolicy: { meeting: null }`).policy.meeting).toBeNull();
  });

  test('a freeze of days lasts from the first midnight to the last, where the deploys are', () => {
    const { policy } = read(`
policy:
  deployWindow: { zone: Europe/Paris }
  freezes:
    - { name: Spring, from: 2026-03-28, until: 2026-03-29 }
    - { name: Short, from: 2026-05-01T08:00+02:00, until: 2026-05-01T10:00Z }
`);
    expect(policy.freezes.map(({ from, until }) => [from, until])).toEqual([
      ['2026-03-27T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
      ['2026-05-01T06:00:00.000Z', '2026-05-01T10:00:00.000Z'],
    ]);
  });
});

const head = `teams:
  apps: { email: apps@example.org }
services:
  pkgdb: { owner: apps }
`;

describe('a fault is one sentence with its place', () => {
  test.each([
    ['a misspelt key', 'polcy: {}', 'tocsin.yaml:5:1: Unknown key "polcy" at the top level; did you mean "policy"?'],
    [
      'a misspelt key further in',
      'policy:\n  noticeDays: { critcal: 3 }',
      'tocsin.yaml:6:17: Unknown key "critcal" in policy.noticeDays; did you mean "critical"?',
    ],
    [
      'a key unlike any other',
      'meetings: { weekly: { weekday: monday, time: "18:00", colour: red } }',
      'tocsin.yaml:5:55: Unknown key "colour" in meetings.weekly; known are title, weekday, time, zone, durationMinutes, agendaClosesHours, place, agendaRepository, deleted, revive.',
    ],
    [
      'a value that is not among the possible ones',
      'meetings: { weekly: { weekday: thurday, time: "18:00" } }',
      'tocsin.yaml:5:32: meetings.weekly.weekday must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday, but is "thurday"; did you mean "thursday"?',
    ],
    [
      'a number that is a word',
      'policy: { callForTestingDays: soon }',
      'tocsin.yaml:5:31: policy.callForTestingDays must be a number, but is "soon".',
    ],
    [
      'a team that is not there',
      'consumers: { bodhi: { team: ap, uses: {} } }',
      'tocsin.yaml:5:29: consumers.bodhi.team names the team "ap", which is not under teams; did you mean "apps"?',
    ],
    [
      'a service that is not there, named by a key',
      'consumers: { bodhi: { team: apps, uses: { pkgbd: [] } } }',
      'tocsin.yaml:5:43: consumers.bodhi.uses names the service "pkgbd", which is not under services; did you mean "pkgdb"?',
    ],
    [
      'a list that is not there, named in a list',
      'chat: {}\nlists: { devel: { address: d@example.org } }\nconsumers: {}\nmeetings: {}\npolicy: { freezes: [{ name: x, from: 2026-01-01, until: 2026-01-02, services: [fas] }] }',
      'tocsin.yaml:9:80: policy.freezes.0.services names the service "fas", which is not under services.',
    ],
    [
      'a meeting that is not there',
      'policy: { meeting: weekly }',
      'tocsin.yaml:5:20: policy.meeting names the meeting "weekly", which is not under meetings.',
    ],
    [
      'a zone that is none',
      'organisation: { zone: Europe/Pariss }',
      'tocsin.yaml:5:23: organisation.zone must be an IANA time zone such as Europe/Paris or UTC, but is "Europe/Pariss".',
    ],
    [
      'an operation without a path',
      'consumers: { bodhi: { team: apps, uses: { pkgdb: [GET packages] } } }',
      `tocsin.yaml:5:51: consumers.bodhi.uses.pkgdb.0 must be a method and a path such as 'GET /packages/{name}', an operationId, or 'webhook NAME', but is "GET packages".`,
    ],
    [
      'a freeze that ends before it begins',
      'policy: { freezes: [{ name: x, from: 2026-01-02, until: 2026-01-01 }] }',
      'tocsin.yaml:5:21: policy.freezes.0 must not end before it begins.',
    ],
    [
      'a day that does not exist',
      'policy: { freezes: [{ name: x, from: 2026-13-01, until: 2026-12-31 }] }',
      'tocsin.yaml:5:38: policy.freezes.0.from must be a day that exists, but is "2026-13-01".',
    ],
    [
      'a window without a day',
      'policy: { deployWindow: { weekdays: [] } }',
      'tocsin.yaml:5:37: policy.deployWindow.weekdays must hold at least 1, but is an empty list.',
    ],
    [
      'a freeze without a name',
      "policy: { freezes: [{ name: '', from: 2026-01-01, until: 2026-01-02 }] }",
      'tocsin.yaml:5:29: policy.freezes.0.name must not be empty.',
    ],
    [
      'a channel that there is not',
      'delivery: { channels: { mial: { host: mx } } }',
      'tocsin.yaml:5:25: Unknown key "mial" in delivery.channels; did you mean "mail"?',
    ],
    [
      'a setting that a channel does not have',
      "delivery:\n  channels:\n    mail: { host: mx, prot: 25, user: u, password: 'env:P' }",
      'tocsin.yaml:7:23: Unknown key "prot" in delivery.channels.mail; did you mean "port"?',
    ],
    [
      'a way to speak TLS that a mail server does not have',
      'delivery: { channels: { mail: { host: mx, tls: none., port: 25 } } }',
      'tocsin.yaml:5:48: delivery.channels.mail.tls must be one of starttls, implicit, none, but is "none."; did you mean "none"?',
    ],
    [
      'a mail server without a name',
      'delivery: { channels: { mail: { port: 25 } } }',
      'tocsin.yaml:5:31: delivery.channels.mail.host is missing.',
    ],
    [
      'a user without a password',
      'delivery: { channels: { mail: { host: mx, user: u } } }',
      'tocsin.yaml:5:31: delivery.channels.mail user and password go together: give both or neither.',
    ],
    ['a key that stands twice', 'chat: {}\nchat: {}', 'tocsin.yaml:6:1: This is not YAML: map keys must be unique.'],
    ['something missing', 'consumers: { bodhi: { uses: {} } }', 'tocsin.yaml:5:21: consumers.bodhi.team is missing.'],
  ])('%s', (_, text, expected) => {
    expect(faults(head + text)).toEqual([expected]);
  });

  test.each(['hunter2', '12345678', 'true', '[hunter2]', '{ is: hunter2 }', '2026-01-01'])(
    'a secret in the file is refused and not repeated: %s',
    (secret) => {
      const [fault, ...more] = faults(`delivery: { channels: { mail: { host: mx, user: u, password: ${secret} } } }`);
      expect(more).toEqual([]);
      expect(fault).toBe(
        'tocsin.yaml:1:62: delivery.channels.mail.password must be env:NAME or file:PATH; a secret does not belong into a file under review.',
      );
    },
  );

  test('what a name that sounds like a secret holds is repeated', () => {
    expect(faults('consumers: { distro-key: ap }')).toEqual([
      'tocsin.yaml:1:26: consumers.distro-key must be a group of keys, but is "ap".',
    ]);
  });

  test('what is not YAML at all says where', () => {
    expect(faults('teams:\n  apps: [')).toEqual([expect.stringMatching(/^tocsin\.yaml:2:\d+: This is not YAML: /)]);
  });

  test('a list instead of a file with keys is told as such', () => {
    expect(faults('- a\n- b')).toEqual(['tocsin.yaml:1:1: The file must be a group of keys, but is a list.']);
  });

  test('aliases that multiply without end are refused', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, index) => {
        const inner = `*${'abcdefghi'[index]}`;
        return `${name}: &${name} [${Array(9).fill(inner).join(',')}]`;
      }),
    ].join('\n');
    expect(faults(bomb)).toEqual([expect.stringContaining('cannot be expanded')]);
  });
});

test('all faults are told at once, in the order of the file, each once', () => {
  const text = `
teams: { apps: { email: apps } }
services: { pkgdb: { ownr: apps, tier: vital, dependsOn: [fas] } }
`;
  expect(faults(text)).toEqual([
    'tocsin.yaml:2:25: teams.apps.email must be an e-mail address, but is "apps".',
    'tocsin.yaml:3:22: Unknown key "ownr" in services.pkgdb; did you mean "owner"?',
    'tocsin.yaml:3:40: services.pkgdb.tier must be one of critical, standard, leaf, but is "vital".',
    'tocsin.yaml:3:59: services.pkgdb.dependsOn names the service "fas", which is not under services.',
  ]);
});

test('a file that is not there is named', async () => {
  await expect(readConfig({ path: '/nowhere/tocsin.yaml', source: 'tocsin.yaml' }, deliverySettings)).rejects.toThrow(
    expect.objectContaining({ code: 'config-unreadable', exit: 2, message: expect.stringContaining('tocsin.yaml') }),
  );
});

describe('the published JSON Schema', () => {
  const schema = editorSchema(deliverySettings);

  test('is the one that the program checks by (vitest --update writes it anew)', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(schemaFile);
  });

  test('accepts the example and refuses a misspelt key, as an editor would', () => {
    const ajv = new Ajv2020.default({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
    const config = parse(readFileSync(example, 'utf8'));
    expect([validate(config), validate.errors]).toEqual([true, null]);
    expect(validate({ ...config, polcy: {} })).toBe(false);
    const withMail = (mail: object) => validate({ ...config, delivery: { channels: { mail } } });
    expect(withMail({ host: 'mx', port: 25, tls: 'none', user: 'u', password: 'env:P' })).toBe(true);
    expect([withMail({ host: 'mx', prot: 25 }), withMail({ host: 'mx', tls: 'no' })]).toEqual([false, false]);
  });

  test('misses nothing that an import may bring', () => {
    const { consumers } = parse(readFileSync(example, 'utf8'));
    expect(consumers['koji-sync']).not.toHaveProperty('team');
  });
});

test('the example organisation is right', async () => {
  const { catalog } = await readConfig({ path: example }, deliverySettings);
  expect(catalog.services.map(({ name }) => name)).toContain('pkgdb');
});
