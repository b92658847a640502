import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog, Consumer, ConsumerImpact, Impact, Person, Team } from '../../src/catalog/index.ts';
import { makeRoster, type RosterInput, type Shift } from '../../src/roster/index.ts';
import { slugOf } from '../../src/roster/make-roster.ts';
import type { Finding } from '../../src/rules/index.ts';
import { sampleComparison, samplePlan, sampleRelease } from '../support/sample-release.ts';

const finding = {
  fingerprint: 'a',
  severity: 'breaking',
  operation: { kind: 'path', method: 'GET', path: '/packages/{name}', name: null, operationId: null },
} as Finding;

function person(name: string, zone: string): Person {
  return { name, zone, email: `${name.toLowerCase().replace(' ', '.')}@example.org`, slack: null };
}

function team(name: string, members: readonly Person[], zone = 'UTC'): Team {
  return {
    name,
    title: `the ${name} team`,
    inside: true,
    zone,
    email: `${name}@example.org`,
    lists: [],
    chat: [],
    members,
    handles: [],
    onCall: null,
    deleted: false,
  };
}

function consumer(name: string, team: string, stagingGap: string | null = null): Consumer {
  return {
    name,
    title: name,
    team,
    stagingGap,
    repository: null,
    uses: [{ service: 'pkgdb', operations: [] }],
    seenAs: [],
    path: null,
    alsoKnownAs: [],
    deleted: false,
  };
}

function hit(consumer: string, team: string, certainty: 'declared' | 'unknown' = 'declared'): ConsumerImpact {
  const hits = [{ finding: 'a', certainty, environments: [], because: '' }];
  return { consumer, team, via: [], hits, notAffectedBecause: null, notInDocument: [], spared: [], contradictions: [] };
}

function spared(consumer: string, team: string): ConsumerImpact {
  return {
    consumer,
    team,
    via: [],
    hits: [],
    notAffectedBecause: 'It uses nothing that changes.',
    notInDocument: [],
    spared: [],
    contradictions: [],
  };
}

const pauline = person('Pauline Roche', 'Europe/Paris');
const tadeo = person('Tadeo Ibarra', 'America/Los_Angeles');
const denise = person('Denise Gilmour', 'Australia/Brisbane');

function input(
  impacts: readonly ConsumerImpact[],
  { teams = [], consumers = [] }: { teams?: readonly Team[]; consumers?: readonly Consumer[] } = {},
  changes: Partial<RosterInput> = {},
): RosterInput {
  const catalog: Catalog = {
    organisation: { name: 'Example', zone: 'UTC' },
    services: [
      {
        name: 'pkgdb',
        title: 'Package database',
        tier: 'critical',
        owner: 'apps',
        environments: [],
        audience: { lists: [], chat: [] },
        dependsOn: [],
        stagingGaps: [],
        seenAs: [],
        document: { base: null, revision: null },
        sdk: [],
        alsoKnownAs: [],
        deleted: false,
      },
    ],
    teams: [team('apps', [pauline]), ...teams],
    consumers,
    meetings: [],
    lists: [],
    chat: [],
  };
  const impact: Impact = { service: 'pkgdb', consumers: impacts, unknownCallers: [], observed: true };
  return {
    release: sampleRelease(),
    plan: samplePlan({
      deployAt: '2026-03-12T09:00:00.000Z',
      deployUntil: '2026-03-12T13:00:00.000Z',
      watchUntil: '2026-03-12T17:00:00.000Z',
    }),
    comparison: sampleComparison({ findings: [finding] }),
    impact,
    catalog,
    ...changes,
  };
}

const hours = (shifts: readonly Shift[]) =>
  shifts.map(({ person, start, end }) => [person.name, start.slice(5, 16), end.slice(5, 16)]);

describe('who is on the roster', () => {
  test.each([
    ['Jürgen Weiß', 'jurgen-weiss'],
    ['Łukasz Østergård', 'lukasz-ostergard'],
    ['李明', 'someone'],
  ])('%s stands in the id of a shift as %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test('the owners always, even where nobody is hit', () => {
    expect(
      makeRoster(input([spared('bodhi', 'releng')], { teams: [team('releng', [pauline])] })).map(({ team }) => team),
    ).toEqual(['apps']);
  });

  test('the team of each consumer that is hit, because of what it uses', () => {
    const teams = [team('releng', [pauline])];
    const roster = makeRoster(input([hit('bodhi', 'releng')], { teams, consumers: [consumer('bodhi', 'releng')] }));
    expect(roster.map(({ team }) => team)).toContain('releng');
    expect(roster.find(({ team }) => team === 'releng')?.because).toBe(
      'bodhi uses GET /packages/{name}, which changes.',
    );
  });

  test('by the consumer’s name, and says of each operation whether it is gone or changes', () => {
    const at = (fingerprint: string, path: string, rule: string): Finding => ({
      ...finding,
      fingerprint,
      rule,
      operation: { ...finding.operation!, path },
    });
    const met = [at('a', '/lists/bugzilla', 'operation-removed'), at('b', '/packages', 'x'), at('c', '/acls', 'x')];
    const because = (...findings: Finding[]) => {
      const hits = findings.map(({ fingerprint }) => ({ ...hit('sync', 'releng').hits[0]!, finding: fingerprint }));
      const consumers = [{ ...consumer('sync', 'releng'), title: 'Sync of owners' }];
      const impacts = [{ ...hit('sync', 'releng'), hits }];
      const comparison = sampleComparison({ findings });
      const given = input(impacts, { teams: [team('releng', [pauline])], consumers }, { comparison });
      return makeRoster(given).find(({ team }) => team === 'releng')?.because;
    };
    expect(because(met[0]!)).toBe('sync uses GET /lists/bugzilla, which is gone.');
    expect(because(met[1]!, met[2]!)).toBe('sync uses GET /packages and GET /acls, which change.');
    expect(because(...met)).toBe(
      'sync uses GET /lists/bugzilla, which is gone, and GET /packages and GET /acls, which change.',
    );
    // As the reports and messages call it.
    const sold = { kind: 'callback', method: 'POST', name: 'sold', ofMethod: 'PUT' } as const;
    const path = '/pets/{id} → {$request.body#/url}';
    const callback = { ...met[1]!, operation: { ...finding.operation!, ...sold, path } };
    expect(because(callback)).toBe('sync uses callback sold of PUT /pets/{id} (POST), which changes.');
  });

  test('the team of a consumer of which nothing is known', () => {
    const teams = [team('releng', [pauline])];
    const roster = makeRoster(
      input([hit('bodhi', 'releng', 'unknown')], { teams, consumers: [consumer('bodhi', 'releng')] }),
    );
    expect(roster.find(({ team }) => team === 'releng')?.because).toBe('Whether bodhi is affected cannot be told.');
  });

  test('first those whose consumers staging cannot replicate, even where no finding hits them (A15)', () => {
    const teams = [team('mirrors', [tadeo]), team('docs', [denise])];
    const consumers = [consumer('notes', 'docs'), consumer('mirror-map', 'mirrors', 'Staging has no mirrors.')];
    const roster = makeRoster(input([hit('notes', 'docs'), spared('mirror-map', 'mirrors')], { teams, consumers }));
    expect([...new Set(roster.map(({ team }) => team))]).toEqual(['mirrors', 'apps', 'docs']);
    expect(roster[0]?.because).toContain('Staging has no mirrors.');
  });

  test('not those whom it reaches only through another service', () => {
    const behind = { ...hit('wiki', 'docs'), via: ['bodhi'] };
    const roster = makeRoster(
      input([behind], { teams: [team('docs', [denise])], consumers: [consumer('wiki', 'docs')] }),
    );
    expect(roster.map(({ team }) => team)).not.toContain('docs');
  });

  test('nobody where an exemption lifts the ceremony', () => {
    const plan = samplePlan({ exemption: { id: 'leaf', reason: 'A leaf.', until: null } });
    expect(makeRoster(input([hit('bodhi', 'apps')], {}, { plan }))).toEqual([]);
  });

  test('a team that names nobody as a whole, at its own address and zone', () => {
    const roster = makeRoster(input([hit('bodhi', 'qa')], { teams: [team('qa', [], 'Asia/Kolkata')] }));
    const qa = roster.find(({ team }) => team === 'qa');
    expect(qa?.person).toEqual({ name: 'the qa team', email: 'qa@example.org', slack: null });
    expect(qa?.zone).toBe('Asia/Kolkata');
  });
});

describe('from when to when', () => {
  const plan = samplePlan({
    deployAt: '2026-03-12T14:00:00.000Z',
    deployUntil: '2026-03-12T20:00:00.000Z',
    watchUntil: '2026-03-13T06:00:00.000Z',
  });

  test('one person alone stays until going to bed, and is not asked to watch by night', () => {
    const shifts = makeRoster(input([], {}, { plan }));
    expect(hours(shifts)).toEqual([['Pauline Roche', '03-12T14:00', '03-12T21:00']]); // 22:00 in Paris
  });

  test('the watch is handed over with the sun', () => {
    const teams = [team('releng', [pauline, tadeo, denise])];
    const shifts = makeRoster(input([hit('bodhi', 'releng')], { teams }, { plan })).filter(
      ({ team }) => team === 'releng',
    );
    expect(hours(shifts)).toEqual([
      ['Pauline Roche', '03-12T14:00', '03-12T21:00'], // until 22:00 in Paris
      ['Tadeo Ibarra', '03-12T21:00', '03-13T05:00'], // from 14:00 to 22:00 in Los Angeles, summer time there already
      ['Denise Gilmour', '03-13T05:00', '03-13T06:00'], // 15:00 in Brisbane
    ]);
  });

  test('while the deploy lasts somebody is there even by night, and it is said that this is asked', () => {
    const night = samplePlan({
      deployAt: '2026-03-12T02:00:00.000Z',
      deployUntil: '2026-03-12T06:00:00.000Z',
      watchUntil: '2026-03-12T10:00:00.000Z',
    });
    const shifts = makeRoster(input([], {}, { plan: night }));
    expect(hours(shifts)).toEqual([
      ['Pauline Roche', '03-12T02:00', '03-12T06:00'],
      ['Pauline Roche', '03-12T07:00', '03-12T10:00'], // from 08:00 in Paris
    ]);
    expect(shifts[0]?.because).toContain('Everybody of the apps team would sleep then');
    expect(shifts[1]?.because).not.toContain('sleep');
  });

  test('of two who would sleep alike, the night is asked of whoever keeps fewer hours of that day', () => {
    const members = [person('Mei Tan', 'Asia/Singapore'), person('Raj Pillai', 'Asia/Singapore')];
    const late = samplePlan({
      deployAt: '2026-03-12T08:00:00.000Z',
      deployUntil: '2026-03-12T16:00:00.000Z',
      watchUntil: '2026-03-12T16:00:00.000Z',
    });
    const given = input([], {}, { plan: late });
    const teams = given.catalog.teams.map((one) => (one.name === 'apps' ? { ...one, members } : one));
    expect(hours(makeRoster({ ...given, catalog: { ...given.catalog, teams } }))).toEqual([
      ['Mei Tan', '03-12T08:00', '03-12T14:00'], // until 22:00 in Singapore
      ['Raj Pillai', '03-12T14:00', '03-12T16:00'],
    ]);
  });

  test('a waking day has its local hours on the day on which the clocks change', () => {
    const change = samplePlan({
      deployAt: '2026-03-29T05:00:00.000Z',
      deployUntil: '2026-03-29T05:30:00.000Z',
      watchUntil: '2026-03-29T23:00:00.000Z',
    });
    const shifts = makeRoster(input([], {}, { plan: change }));
    expect(hours(shifts)).toEqual([
      ['Pauline Roche', '03-29T05:00', '03-29T05:30'],
      ['Pauline Roche', '03-29T06:00', '03-29T20:00'], // 08:00 to 22:00, summer time since 01:00 UTC
    ]);
  });

  test('colleagues in one zone share a long day', () => {
    const long = samplePlan({
      deployAt: '2026-03-12T08:00:00.000Z',
      deployUntil: '2026-03-12T12:00:00.000Z',
      watchUntil: '2026-03-12T20:00:00.000Z',
    });
    const teams = [team('releng', [pauline, person('Ana Lind', 'Europe/Berlin')])];
    const shifts = makeRoster(input([hit('bodhi', 'releng')], { teams }, { plan: long })).filter(
      ({ team }) => team === 'releng',
    );
    expect(hours(shifts)).toEqual([
      ['Pauline Roche', '03-12T08:00', '03-12T16:00'],
      ['Ana Lind', '03-12T16:00', '03-12T20:00'],
    ]);
  });
});

describe('planned again', () => {
  const acknowledged = { at: '2026-03-05T09:00:00.000Z', by: 'Pauline Roche', via: 'mail' };
  const before = makeRoster(input([])).map((shift) => ({ ...shift, acknowledged }));

  test('who said yes to these hours has still said yes', () => {
    const [shift] = makeRoster(input([], {}, { previous: before }));
    expect(shift?.acknowledged).toEqual(acknowledged);
    expect(shift?.id).toBe(before[0]?.id);
  });

  test('also where the hours have become fewer', () => {
    const shorter = samplePlan({
      deployAt: '2026-03-12T10:00:00.000Z',
      deployUntil: '2026-03-12T13:00:00.000Z',
      watchUntil: '2026-03-12T16:00:00.000Z',
    });
    expect(makeRoster(input([], {}, { previous: before, plan: shorter }))[0]?.acknowledged).toEqual(acknowledged);
  });

  test('another day has to be asked for anew, under the same name', () => {
    const moved = samplePlan({
      deployAt: '2026-03-19T09:00:00.000Z',
      deployUntil: '2026-03-19T13:00:00.000Z',
      watchUntil: '2026-03-19T17:00:00.000Z',
    });
    const [shift] = makeRoster(input([], {}, { previous: before, plan: moved }));
    expect(shift?.acknowledged).toBeNull();
    expect(shift?.id).toBe(before[0]?.id);
  });

  test('another team that comes in does not touch it', () => {
    const teams = [team('docs', [denise])];
    const shifts = makeRoster(input([hit('notes', 'docs')], { teams }, { previous: before }));
    expect(shifts.find(({ team }) => team === 'apps')?.acknowledged).toEqual(acknowledged);
    expect(shifts.find(({ team }) => team === 'docs')?.acknowledged).toBeNull();
  });
});

describe('in any team and at any hour', () => {
  const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland', 'UTC'];
  const situation = fc.record({
    zones: fc.array(fc.constantFrom(...zones), { minLength: 1, maxLength: 5 }),
    start: fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-01-01T00:00:00Z') }),
    deployMinutes: fc.integer({ min: 15, max: 24 * 60 }),
    watchMinutes: fc.integer({ min: 0, max: 36 * 60 }),
  });

  test('somebody is there throughout the deploy, nobody twice at once, and nobody watches by night', () => {
    fc.assert(
      fc.property(situation, ({ zones, start, deployMinutes, watchMinutes }) => {
        const members = zones.map((zone, index) => person(`P ${index}`, zone));
        const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
        const plan = samplePlan({
          deployAt: at(0),
          deployUntil: at(deployMinutes),
          watchUntil: at(deployMinutes + watchMinutes),
        });
        const shifts = makeRoster(input([hit('x', 'crew')], { teams: [team('crew', members)] }, { plan })).filter(
          ({ team }) => team === 'crew',
        );
        expect(new Set(shifts.map(({ id }) => id)).size).toBe(shifts.length);
        for (let minute = 0; minute < deployMinutes + watchMinutes; minute += 13) {
          const moment = at(minute);
          const there = shifts.filter((shift) => shift.start <= moment && moment < shift.end);
          const awake = members.some(({ zone }) => isAwake(moment, zone));
          const wanted = minute < deployMinutes || awake ? 1 : 0;
          const restless = there.filter((shift) => awake && !isAwake(moment, shift.zone));
          if (there.length !== wanted || restless.length > 0)
            expect.fail(`${there.length} at ${moment}, not ${wanted}`);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const clocks = new Map<string, Intl.DateTimeFormat>();

function isAwake(moment: string, zone: string): boolean {
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  const hour = Number(clock.format(new Date(moment)));
  return hour >= 8 && hour < 22;
}
