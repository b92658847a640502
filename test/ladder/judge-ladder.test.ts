import { describe, expect, test } from 'vitest';
import { findImpact, sentKey, type UseEvidence } from '../../src/catalog/index.ts';
import {
  judgeLadder,
  type LadderInput,
  type LinkedPullRequest,
  type Rung,
  type RungClaim,
  sayStanding,
} from '../../src/ladder/index.ts';
import type { OperationRef } from '../../src/rules/index.ts';
import { compare } from '../rules/compare.ts';
import { sampleUse } from '../support/sample-use.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const answer = (fields: readonly string[]) => ({
  200: {
    description: 'OK',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: fields,
          properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
        },
      },
    },
  },
});
const query = (name: string) => ({ name, in: 'query', schema: { type: 'string' } });
const comparison = await compare(
  {
    openapi: '3.0.3',
    paths: {
      '/packages': { get: { parameters: [query('owner')], responses: answer(['owner', 'name']) } },
      '/lists/bugzilla': { get: { responses: answer(['text']) } },
      '/version': { get: { responses: answer(['version']) } },
    },
  },
  {
    openapi: '3.0.3',
    info: { title: 'Package database', version: '2.0' },
    paths: {
      '/packages': { get: { responses: answer(['name']) } },
      '/bugzilla/owners': { get: { responses: answer(['text']) } },
      '/version': { get: { responses: answer(['version']) } },
    },
  },
);

const operations = ['/packages', '/lists/bugzilla', '/bugzilla/owners', '/version'].map(
  (path): OperationRef => ({ kind: 'path', method: 'GET', path, name: null, operationId: null }),
);

const catalog = smallCatalog(`
teams: { apps: { email: apps@example.org }, releng: { email: releng@example.org }, qa: { email: qa@example.org } }
services:
  pkgdb:
    owner: apps
    environments: { production: 'https://pkgdb.example.org', staging: 'https://pkgdb.stg.example.org' }
    stagingGaps: [Staging has a tenth of the repositories.]
consumers:
  fedpkg: { team: releng, uses: { pkgdb: [GET /packages] } }
  bugzilla-sync: { team: qa, uses: { pkgdb: [GET /lists/bugzilla] } }
  koji-sync: { team: releng, stagingGap: Koji in staging has no tags., uses: { pkgdb: [GET /packages] } }
  beats: { team: qa, uses: { pkgdb: [GET /version] } }
`);

const use = (consumer: string, operation: string, lastSeen: string, changes: Partial<UseEvidence> = {}): UseEvidence =>
  sampleUse({
    consumer,
    operation,
    requests: 3,
    answers: [{ status: 200, requests: 3, lastSeen }],
    firstSeen: lastSeen,
    lastSeen,
    ...changes,
  });
const staging = { environment: 'staging' } as const;
const claim = (rung: Rung, at: string, changes: Partial<RungClaim> = {}): RungClaim => ({
  consumer: 'fedpkg',
  rung,
  by: 'Denise',
  at,
  via: 'cli',
  why: null,
  version: null,
  ...changes,
});
const pull = (changes: Partial<LinkedPullRequest> = {}): LinkedPullRequest => ({
  repository: 'tarn/fedpkg',
  number: 7,
  url: 'https://github.example.org/tarn/fedpkg/pull/7',
  state: 'merged',
  mergedAt: '2026-03-05T10:00:00.000Z',
  ...changes,
});
const portedBy = (...pullRequests: LinkedPullRequest[]) => [
  { consumer: 'fedpkg', pullRequests, readAt: '2026-03-06T10:00:00.000Z' },
];
const deployment = (at: string, version: string | null = null, environment = 'production') => ({
  consumer: 'fedpkg',
  environment,
  version,
  at,
  by: 'ci',
  source: 'report' as const,
  url: null,
  holdsPort: null,
});

/** As GitHub tells of it, whatever it was for. */
const onGithub = (at: string, holdsPort: boolean | null, version: string | null = null) => ({
  ...deployment(at, version),
  source: 'github' as const,
  by: 'GitHub',
  holdsPort,
});

function ladderOf(consumer: string, changes: Partial<LadderInput> = {}) {
  const evidence = changes.evidence ?? [];
  const ladder = judgeLadder({
    release: { service: 'pkgdb', version: '2.0', stagedAt: '2026-02-20T00:00:00.000Z' },
    comparison,
    impact: findImpact(comparison, catalog, 'pkgdb', { operations, evidence }),
    catalog,
    policy: { ladder: { staleAfterDays: 30, deployWithinDays: 7, githubDeployments: false } },
    now: '2026-03-08T12:00:00.000Z',
    deployBegunAt: changes.liveSince ?? null,
    liveSince: null,
    takenBackAt: null,
    deployAt: null,
    understandings: [],
    claims: [],
    portings: [],
    deployments: [],
    deploymentReads: [],
    evidence,
    ...changes,
  });
  const found = ladder.consumers.find((one) => one.consumer === consumer);
  if (found === undefined) throw new Error(`${consumer} is not on the ladder`);
  return { ...found, states: Object.fromEntries(found.rungs.map(({ rung, state }) => [rung, state])) };
}
const because = (ladder: ReturnType<typeof ladderOf>, rung: Rung) =>
  ladder.rungs.find((one) => one.rung === rung)?.because ?? '';

describe('the ladder of a release', () => {
  test('holds whoever is hit and nobody else', () => {
    expect(() => ladderOf('beats')).toThrow();
    expect(ladderOf('fedpkg').states).toEqual({
      aware: 'not-reached',
      ported: 'not-reached',
      tested: 'not-reached',
      deployed: 'not-reached',
      production: 'not-reached',
    });
  });

  test('is climbed by evidence, rung by rung, each with its age', () => {
    const climbing = ladderOf('fedpkg', {
      understandings: [{ team: 'releng', by: 'Denise', at: '2026-03-01T09:00:00.000Z' }],
      portings: portedBy(pull()),
      deployments: [deployment('2026-03-06T08:00:00.000Z', '1.30')],
      evidence: [
        use('fedpkg', 'GET /packages', '2026-03-04T10:00:00.000Z', staging),
        use('fedpkg', 'GET /packages', '2026-03-07T10:00:00.000Z'),
      ],
    });
    expect(climbing.states).toEqual({
      aware: 'proven',
      ported: 'proven',
      tested: 'proven',
      deployed: 'proven',
      production: 'proven',
    });
    expect(climbing).toMatchObject({ standsOn: 'production', climbed: true, steps: { done: 5, of: 5 } });
    expect(climbing.rungs.map(({ evidence }) => evidence?.at.slice(0, 10))).toEqual([
      '2026-03-01',
      '2026-03-05',
      '2026-03-04',
      '2026-03-06',
      '2026-03-07',
    ]);
  });

  test('tells somebody’s word from evidence, and counts the word for nothing', () => {
    const ladder = ladderOf('fedpkg', { claims: [claim('ported', '2026-03-01T00:00:00.000Z', { version: '1.30' })] });
    expect(ladder.states.ported).toBe('claimed');
    expect(because(ladder, 'ported')).toMatch(/^Denise says so in 1.30 on 1 Mar 2026; nothing shows it\./);
    expect(ladder).toMatchObject({ standsOn: null, steps: { done: 0, of: 5 } });
  });

  test('proves the lower rungs of code by the higher, never that people know or that it was tested', () => {
    const ladder = ladderOf('fedpkg', {
      deployments: [deployment('2026-03-06T08:00:00.000Z')],
      evidence: [use('fedpkg', 'GET /packages', '2026-03-07T10:00:00.000Z')],
    });
    expect(ladder.states).toEqual({
      aware: 'not-reached',
      ported: 'proven',
      tested: 'not-reached',
      deployed: 'proven',
      production: 'proven',
    });
  });

  test('a call that both releases take proves production only after a deployment', () => {
    const live = {
      liveSince: '2026-03-06T14:00:00.000Z',
      evidence: [use('fedpkg', 'GET /packages', '2026-03-07T10:00:00.000Z')],
    };
    const calling = ladderOf('fedpkg', live);
    expect(calling.states).toMatchObject({ ported: 'not-reached', production: 'not-reached' });
    expect(because(calling, 'production')).toBe(
      'It calls GET /packages in production, last on 7 Mar 2026 (access log), but nothing shows or says that a port of it was deployed.',
    );
    // Merged and never deployed is the very surprise: what runs may be what ran before.
    expect(ladderOf('fedpkg', { ...live, portings: portedBy(pull()) }).climbed).toBe(false);
    const said = ladderOf('fedpkg', { ...live, claims: [claim('deployed', '2026-03-01T00:00:00.000Z')] });
    expect(said.climbed).toBe(true);
    expect(because(said, 'ported')).toMatch(/^It points at production, so it is ported: /);
  });

  test('evidence goes stale, a merge does not', () => {
    const ladder = ladderOf('fedpkg', {
      now: '2026-05-01T00:00:00.000Z',
      portings: portedBy(pull()),
      deployments: [deployment('2026-03-06T08:00:00.000Z')],
      evidence: [use('fedpkg', 'GET /packages', '2026-03-04T10:00:00.000Z', staging)],
    });
    expect(ladder.states).toMatchObject({ ported: 'proven', tested: 'stale', deployed: 'stale' });
    expect(because(ladder, 'tested')).toContain('more than 30 days ago');
  });

  test('a pull request that is still open is no port, whatever else was merged', () => {
    const open = pull({ number: 8, state: 'open', mergedAt: null });
    const ladder = ladderOf('fedpkg', { portings: portedBy(pull(), open) });
    expect(ladder.states.ported).toBe('not-reached');
    expect(because(ladder, 'ported')).toContain('tarn/fedpkg#8 is open');
  });

  test.each([
    ['before the new version was there', '2026-02-10T00:00:00.000Z', 'GET /packages'],
    ['of an operation that does not change', '2026-03-01T00:00:00.000Z', 'GET /version'],
  ])('a call to staging %s tests nothing', (_, at, operation) => {
    expect(ladderOf('fedpkg', { evidence: [use('fedpkg', operation, at, staging)] }).states.tested).toBe('not-reached');
  });

  test('staging is tested when every changed operation that it uses was called there, and says which was not', () => {
    const both = smallCatalog(`
teams: { apps: { email: apps@example.org } }
services: { pkgdb: { owner: apps } }
consumers:
  fedpkg: { team: apps, uses: { pkgdb: [GET /packages, GET /version, GET /lists/bugzilla] } }
  vague: { team: apps, uses: { pkgdb: [] } }
`);
    const [gone] = comparison.findings.filter(({ rule }) => rule === 'property-removed');
    const versionChanges = { ...gone!, fingerprint: 'f9', operation: { ...gone!.operation!, path: '/version' } };
    const more = { ...comparison, findings: [...comparison.findings, versionChanges] };
    const tested = (consumer: string, evidence: readonly UseEvidence[]) => {
      const impact = findImpact(more, both, 'pkgdb', { operations, evidence });
      const ladder = ladderOf(consumer, { comparison: more, catalog: both, impact, evidence });
      return [ladder.states.tested, because(ladder, 'tested')];
    };
    const packages = use('fedpkg', 'GET /packages', '2026-03-04T10:00:00.000Z', staging);
    expect(tested('fedpkg', [packages])).toEqual([
      'not-reached',
      'It called GET /packages in staging, last on 4 Mar 2026 (access log); not seen there is GET /version, which changes too.',
    ]);
    const early = use('fedpkg', 'GET /version', '2026-02-10T10:00:00.000Z', staging);
    expect(tested('fedpkg', [packages, early])[0]).toBe('not-reached');
    const version = use('fedpkg', 'GET /version', '2026-03-02T10:00:00.000Z', staging);
    expect(tested('fedpkg', [packages, version])).toEqual([
      'proven',
      'It called GET /packages and GET /version in staging, last on 4 Mar 2026 (access log).',
    ]);
    // Of one that only names the service it cannot be told which it uses.
    expect(tested('vague', [{ ...packages, consumer: 'vague' }])[0]).toBe('proven');
  });

  test('a call to what is gone fails in staging, and the one that replaces it tests the port', () => {
    const old = use('bugzilla-sync', 'GET /lists/bugzilla', '2026-03-01T00:00:00.000Z', staging);
    const failing = ladderOf('bugzilla-sync', { evidence: [old] });
    expect(failing.states.tested).toBe('not-reached');
    expect(because(failing, 'tested')).toContain('it sends GET /lists/bugzilla, which fails there');
    const replaced = use('bugzilla-sync', 'GET /bugzilla/owners', '2026-03-03T00:00:00.000Z', staging);
    expect(ladderOf('bugzilla-sync', { evidence: [old, replaced] }).states.tested).toBe('proven');
  });

  test('nobody can test what staging cannot replicate, and the day’s roster is said to have it', () => {
    const ladder = ladderOf('koji-sync', {
      evidence: [use('koji-sync', 'GET /packages', '2026-03-04T10:00:00.000Z', staging)],
    });
    expect(ladder.states.tested).toBe('out-of-reach');
    expect(because(ladder, 'tested')).toBe(
      'Staging cannot show it: Koji in staging has no tags. It is on the roster of the deploy day.',
    );
    expect(ladder.steps.of).toBe(4);
  });

  describe('a deployed version', () => {
    const ported = [claim('ported', '2026-03-01T00:00:00.000Z', { version: '1.30' })];
    test.each([
      ['the one claimed', '1.30', 'proven'],
      ['a later one', 'v1.100.2', 'proven'],
      ['an older one', '1.9', 'not-reached'],
      ['one before it', '1.30-rc1', 'not-reached'],
    ])('%s', (_, callerVersion, expected) => {
      const evidence = [use('fedpkg', 'GET /version', '2026-03-06T10:00:00.000Z', { callerVersion })];
      expect(ladderOf('fedpkg', { claims: ported, evidence }).states.deployed).toBe(expected);
    });

    const late = '2026-03-06T08:00:00.000Z';
    test.each([
      ['holds the merge', [onGithub(late, true)], 'proven', /GitHub reports/],
      ['does not hold it, however late', [onGithub(late, false)], 'not-reached', /6 Mar 2026, does not hold the port/],
      ['is not known to', [onGithub(late, null)], 'not-reached', /may hold the port or not: no merged pull request/],
      ['took it back', [onGithub('2026-03-05T08:00:00.000Z', true), onGithub(late, false)], 'not-reached', /not hold/],
      [
        'is of one of two places',
        [
          { ...onGithub(late, true), environment: 'prod-eu' },
          { ...onGithub(late, null), environment: 'prod-us' },
        ],
        'not-reached',
        /known to be in 1 of 2 production environments, and not in prod-us\..* may hold the port or not/,
      ],
      [
        'is of one of two places, where a report speaks of production as a whole',
        [{ ...onGithub('2026-03-05T08:00:00.000Z', false), environment: 'prod-eu' }, deployment(late)],
        'proven',
        /ci reports/,
      ],
      [
        'says nothing of what a report says',
        [deployment('2026-03-05T20:00:00.000Z'), onGithub(late, null)],
        'proven',
        /ci reports/,
      ],
    ])('a deployment on GitHub that %s', (_, deployments, expected, because) => {
      const { states, rungs } = ladderOf('fedpkg', { portings: portedBy(pull()), deployments });
      expect(states.deployed).toBe(expected);
      expect(rungs.find(({ rung }) => rung === 'deployed')?.because).toMatch(because);
    });

    test.each([
      ['before it was last seen', '2026-03-05T10:00:00.000Z', 'proven'],
      ['after it was last seen', '2026-03-07T10:00:00.000Z', 'not-reached'],
    ])('is taken back by an older one that was put there %s', (_, at, expected) => {
      const evidence = [use('fedpkg', 'GET /version', '2026-03-06T10:00:00.000Z', { callerVersion: '1.30' })];
      for (const deployments of [[onGithub(at, false, '1.29')], [deployment(at, '1.29')]]) {
        expect(ladderOf('fedpkg', { claims: ported, evidence, deployments }).states.deployed).toBe(expected);
      }
    });

    test('what GitHub was asked and did not tell is said where it is missed', () => {
      const deploymentReads = [{ consumer: 'fedpkg', because: 'GitHub asks for 90 seconds of patience (rate limit).' }];
      const { rungs } = ladderOf('fedpkg', { portings: portedBy(pull()), deploymentReads });
      expect(rungs.find(({ rung }) => rung === 'deployed')?.because).toMatch(/could not be read: GitHub asks for 90/);
    });

    test('a deployment from before the merge does not hold it, nor does one to staging', () => {
      const portings = portedBy(pull());
      const early = [deployment('2026-03-04T08:00:00.000Z')];
      expect(ladderOf('fedpkg', { portings, deployments: early }).states.deployed).toBe('not-reached');
      const elsewhere = [deployment('2026-03-06T08:00:00.000Z', null, 'staging')];
      expect(ladderOf('fedpkg', { portings, deployments: elsewhere }).states.deployed).toBe('not-reached');
    });
  });
});

describe('calls that fail', () => {
  const answered = (lastSeen: string, ...counts: readonly (readonly [number, number, string?])[]) => ({
    requests: counts.reduce((sum, [, requests]) => sum + requests, 0),
    answers: counts.map(([status, requests, at = lastSeen]) => ({ status, requests, lastSeen: at })),
  });
  const [early, late] = ['2026-02-25T10:00:00.000Z', '2026-03-07T10:00:00.000Z'];
  const failing = (...counts: readonly (readonly [number, number, string?])[]) => ({
    ...staging,
    ...answered(late, ...counts),
    firstSeen: early,
  });
  const claimed = [claim('ported', '2026-02-21T00:00:00.000Z')];

  test.each([
    [422, 'The service refuses', 'contradicted'],
    [401, 'The service refuses', 'contradicted'],
    [503, 'A failure of its own', 'not-reached'],
    [429, 'A word on the pace', 'not-reached'],
    [302, 'A redirect', 'proven'],
  ] as const)('in staging with %d: %s, so tested is %s', (status, _, expected) => {
    const evidence = [use('fedpkg', 'GET /packages', late, failing([status, 12]))];
    expect(ladderOf('fedpkg', { claims: claimed, evidence }).states.tested).toBe(expected);
  });

  test('in staging, though it is said to be ported: the sentence says how many, since when and with what', () => {
    const evidence = [use('fedpkg', 'GET /packages', late, failing([422, 9], [404, 3]))];
    const ladder = ladderOf('fedpkg', { claims: claimed, evidence });
    expect(ladder.contradictions).toEqual([
      {
        rung: 'tested',
        harm: 'staging-fails',
        because:
          '12 of 12 calls to GET /packages in staging were answered 422 or 404 since 25 Feb 2026, the last on 7 Mar 2026.',
      },
    ]);
    // Nobody says that it is ported: that it fails there is to be expected, and no contradiction.
    const unported = ladderOf('fedpkg', { evidence });
    expect(unported.contradictions).toEqual([]);
    expect([unported.states.tested, because(unported, 'tested')]).toEqual([
      'not-reached',
      ladder.contradictions[0]?.because,
    ]);
  });

  test('in staging to what only the release has: a port that does not work', () => {
    const evidence = [use('bugzilla-sync', 'GET /bugzilla/owners', late, failing([403, 2]))];
    expect(ladderOf('bugzilla-sync', { evidence }).states.tested).toBe('contradicted');
  });

  test('one that fails now and then is tested by those that work, and the proof is as old as they are', () => {
    const evidence = [use('fedpkg', 'GET /packages', late, failing([200, 40, '2026-03-06T20:00:00.000Z'], [404, 3]))];
    const ladder = ladderOf('fedpkg', { claims: claimed, evidence });
    expect(ladder.states.tested).toBe('proven');
    expect(ladder.rungs[2]?.evidence?.at).toBe('2026-03-06T20:00:00.000Z');
  });

  test('of which it is not known how they were answered prove as they did, and that is said', () => {
    const evidence = [use('fedpkg', 'GET /packages', late, { ...staging, answers: null })];
    const ladder = ladderOf('fedpkg', { evidence });
    expect([ladder.states.tested, because(ladder, 'tested')]).toEqual([
      'proven',
      'It called GET /packages in staging, last on 7 Mar 2026 (access log; how it was answered is not known).',
    ]);
    // What is known since speaks louder.
    const since = [...evidence, use('fedpkg', 'GET /packages', late, failing([404, 5]))];
    expect(ladderOf('fedpkg', { claims: claimed, evidence: since }).states.tested).toBe('contradicted');
  });

  const live = {
    liveSince: '2026-03-05T14:00:00.000Z',
    now: '2026-03-08T12:00:00.000Z',
    deployments: [deployment('2026-03-05T15:00:00.000Z')],
  };
  const inProduction = (...counts: readonly (readonly [number, number, string?])[]) => [
    use('fedpkg', 'GET /packages', late, { ...answered(late, ...counts), firstSeen: '2026-03-01T00:00:00.000Z' }),
  ];

  test.each([404, 500, 0])(
    'in production after the deploy, with %d: it does not work, and nothing is proven',
    (status) => {
      const ladder = ladderOf('fedpkg', {
        ...live,
        evidence: inProduction([200, 90, '2026-03-05T13:00:00.000Z'], [status, 7]),
      });
      expect(ladder).toMatchObject({ climbed: false, states: { production: 'contradicted' } });
      expect(because(ladder, 'production')).toBe(
        `No call to GET /packages in production has worked since Thu 5 Mar 2026 13:00 UTC: they are answered ${status === 0 ? 'not at all' : status}, the last on Sat 7 Mar 2026 10:00 UTC.`,
      );
    },
  );

  test('in production before the deploy prove nothing, and contradict nothing', () => {
    const ladder = ladderOf('fedpkg', { ...live, liveSince: null, evidence: inProduction([404, 7]) });
    expect(ladder.contradictions).toEqual([]);
    expect(because(ladder, 'production')).toBe(
      '7 of 7 calls to GET /packages in production were answered 404 since 1 Mar 2026, the last on 7 Mar 2026.',
    );
  });

  test('in production until the port is mended: the first that works again is the proof', () => {
    const mended = inProduction([404, 7, '2026-03-06T09:00:00.000Z'], [200, 1, late]);
    expect(ladderOf('fedpkg', { ...live, evidence: mended })).toMatchObject({ climbed: true, contradictions: [] });
    const brokenAnew = inProduction([404, 7, late], [200, 9, '2026-03-06T09:00:00.000Z']);
    expect(ladderOf('fedpkg', { ...live, evidence: brokenAnew }).climbed).toBe(false);
    const nowAndThen = inProduction([404, 7, late], [200, 90, '2026-03-07T09:59:00.000Z']);
    expect(ladderOf('fedpkg', { ...live, evidence: nowAndThen }).climbed).toBe(true);
  });

  test('in production, of what the release does not touch: a surprise only where it worked before', () => {
    const version = (...counts: readonly (readonly [number, number, string?])[]) =>
      use('fedpkg', 'GET /version', late, answered(late, ...counts));
    const works = inProduction([200, 9]);
    const never = ladderOf('fedpkg', { ...live, evidence: [...works, version([401, 3])] });
    expect(never).toMatchObject({ climbed: true, contradictions: [] });
    const broke = ladderOf('fedpkg', { ...live, evidence: [...works, version([200, 5, early], [404, 3])] });
    expect(broke.contradictions.map(({ because }) => because)).toEqual([
      'No call to GET /version in production has worked since 25 Feb 2026: they are answered 404, the last on Sat 7 Mar 2026 10:00 UTC.',
    ]);
  });

  describe('between the begin of the deploy and its end', () => {
    const begun = { ...live, deployBegunAt: '2026-03-05T14:00:00.000Z', liveSince: null };
    const old = (at: string, ...counts: readonly (readonly [number, number, string?])[]) =>
      use('bugzilla-sync', 'GET /lists/bugzilla', at, answered(at, ...counts));

    test('calls that fail count at once, and still when it is over', () => {
      const failed = inProduction([200, 90, '2026-03-05T13:00:00.000Z'], [422, 7, '2026-03-05T14:20:00.000Z']);
      for (const liveSince of [null, '2026-03-05T15:00:00.000Z', '2026-03-08T11:00:00.000Z']) {
        const ladder = ladderOf('fedpkg', { ...begun, liveSince, evidence: failed });
        expect(ladder.contradictions).toMatchObject([{ rung: 'production', harm: 'production-fails' }]);
      }
      expect(ladderOf('fedpkg', { ...begun, deployBegunAt: null, evidence: failed }).contradictions).toEqual([]);
    });

    test('calls to what goes away count where they failed, not where the old release may still answer', () => {
      const at = '2026-03-05T14:20:00.000Z';
      for (const liveSince of [null, '2026-03-05T15:00:00.000Z']) {
        const fails = ladderOf('bugzilla-sync', { ...begun, liveSince, evidence: [old(at, [404, 4])] });
        expect(fails.contradictions.map(({ because }) => because)).toEqual([
          'It still sends GET /lists/bugzilla to production, last on Thu 5 Mar 2026 14:20 UTC (all answered 404); that has failed since the deploy began on Thu 5 Mar 2026 14:00 UTC.',
        ]);
        const works = ladderOf('bugzilla-sync', { ...begun, liveSince, evidence: [old(at, [200, 4])] });
        expect(works.contradictions).toEqual([]);
      }
    });

    test('what worked meanwhile proves nothing, and is not said to be unseen', () => {
      const at = '2026-03-05T14:20:00.000Z';
      const evidence = [use('fedpkg', 'GET /packages', at)];
      const deployments = [deployment('2026-03-04T15:00:00.000Z')];
      const over = ladderOf('fedpkg', { ...begun, deployments, liveSince: '2026-03-05T15:00:00.000Z', evidence });
      expect([over.states.production, because(over, 'production')]).toEqual([
        'not-reached',
        'It called GET /packages in production while the deploy was under way, last on Thu 5 Mar 2026 14:20 UTC (access log), and not since it was over, Thu 5 Mar 2026 15:00 UTC: what answered may have been the old release.',
      ]);
      const earlier = ladderOf('fedpkg', { ...begun, deployments, liveSince: '2026-03-05T14:10:00.000Z', evidence });
      expect(earlier.states.production).toBe('proven');
    });
  });

  test('to what is gone: that they fail, or are answered all the same, is said', () => {
    const old = (...counts: readonly (readonly [number, number, string?])[]) =>
      ladderOf('bugzilla-sync', {
        ...live,
        evidence: [use('bugzilla-sync', 'GET /lists/bugzilla', late, answered(late, ...counts))],
      });
    expect(because(old([410, 12]), 'production')).toBe(
      'It still sends GET /lists/bugzilla to production, last on Sat 7 Mar 2026 10:00 UTC (all answered 410); that no longer works since Thu 5 Mar 2026 14:00 UTC.',
    );
    expect(because(old([200, 12]), 'production')).toBe(
      'It still sends GET /lists/bugzilla to production, last on Sat 7 Mar 2026 10:00 UTC; 2.0 does not have that, yet it is answered: is it there?',
    );
  });

  test('to what is gone, also before the deploy: how many of them failed since is not made up from the sum', () => {
    const before = '2026-03-05T13:00:00.000Z';
    const both = ladderOf('bugzilla-sync', {
      ...live,
      evidence: [
        use('bugzilla-sync', 'GET /lists/bugzilla', late, {
          ...answered(late, [404, 9], [200, 30, before]),
          firstSeen: before,
        }),
      ],
    });
    expect(because(both, 'production')).toBe(
      'It still sends GET /lists/bugzilla to production, last on Sat 7 Mar 2026 10:00 UTC (since then answered 404); that no longer works since Thu 5 Mar 2026 14:00 UTC.',
    );
  });

  test('of a port that is gone from staging does not answer for the old calls there', () => {
    const sends = use('bugzilla-sync', 'GET /lists/bugzilla', early, { ...staging, ...answered(early, [404, 2]) });
    const claims = claimed.map((one) => ({ ...one, consumer: 'bugzilla-sync' }));
    const port = (status: number) =>
      use('bugzilla-sync', 'GET /bugzilla/owners', late, { ...staging, ...answered(late, [status, 2]) });
    expect(ladderOf('bugzilla-sync', { claims, evidence: [sends, port(200)] }).states.ported).toBe('claimed');
    expect(ladderOf('bugzilla-sync', { claims, evidence: [sends, port(404)] }).states.ported).toBe('contradicted');
  });
});

describe('contradictions speak up', () => {
  test('merged, but not deployed for days', () => {
    const portings = portedBy(pull({ mergedAt: '2026-02-28T10:00:00.000Z' }));
    const ladder = ladderOf('fedpkg', { portings });
    expect(ladder.states.deployed).toBe('contradicted');
    expect(because(ladder, 'deployed')).toBe(
      'It was merged on 28 Feb 2026, 8 days ago, and no deployed version has been seen since.',
    );
    expect(ladder).toMatchObject({ standsOn: 'ported', climbed: false });
    expect(ladderOf('fedpkg', { portings, now: '2026-03-06T00:00:00.000Z' }).contradictions).toEqual([]);
    const deployments = ['prod-eu', 'prod-us'].map((environment) => ({
      ...onGithub('2026-03-01T08:00:00.000Z', environment === 'prod-eu'),
      environment,
    }));
    expect(because(ladderOf('fedpkg', { portings, deployments }), 'deployed')).toMatch(
      /^It was merged on 28 Feb 2026, 8 days ago\. It is known to be in 1 of 2 production environments, and not in prod-us/,
    );
  });

  test('merged, could have run before the release, and is not deployed once that is out: no days of grace', () => {
    const portings = portedBy(pull({ mergedAt: '2026-02-28T10:00:00.000Z' }));
    const soon = { portings, now: '2026-03-02T12:00:00.000Z' };
    expect(ladderOf('fedpkg', soon).contradictions).toEqual([]);
    const live = ladderOf('fedpkg', { ...soon, liveSince: '2026-03-02T11:00:00.000Z' });
    expect(live.contradictions.map(({ harm }) => harm)).toEqual(['not-deployed']);
    expect(live.contradictions[0]?.because).toContain('It was merged on 28 Feb 2026, 2 days ago');
  });

  test('merged, but what it calls comes only with the release: it waits, and is no contradiction before', () => {
    const portings = portedBy(pull({ mergedAt: '2026-02-28T10:00:00.000Z' })).map((one) => ({
      ...one,
      consumer: 'bugzilla-sync',
    }));
    const back = ladderOf('bugzilla-sync', {
      portings,
      deployAt: '2026-03-12T14:00:00.000Z',
      takenBackAt: '2026-03-02T09:00:00.000Z',
    });
    expect(back.rungs.find(({ rung }) => rung === 'deployed')?.because).toMatch(
      /was rolled back on 2 Mar 2026: what it needs is not there/,
    );
    const waiting = ladderOf('bugzilla-sync', { portings, deployAt: '2026-03-12T14:00:00.000Z' });
    expect(waiting.contradictions).toEqual([]);
    expect(waiting.states.deployed).toBe('not-reached');
    expect(because(waiting, 'deployed')).toBe(
      'It was merged on 28 Feb 2026 and waits for pkgdb 2.0, which comes on 12 Mar 2026: what it needs may not be there before.',
    );
    expect(because(ladderOf('bugzilla-sync', { portings }), 'deployed')).toContain('which has no date yet');
    const live = ladderOf('bugzilla-sync', { portings, liveSince: '2026-03-06T14:00:00.000Z' });
    expect(because(live, 'deployed')).toBe(
      'It was merged on 28 Feb 2026 and could be deployed since Fri 6 Mar 2026 14:00 UTC, when the release came; no deployed version has been seen since.',
    );
    expect(live.states.deployed).toBe('contradicted');
  });

  test('merged, and calling production in a way that only the new release has: it is deployed', () => {
    const portings = portedBy(pull({ mergedAt: '2026-02-28T10:00:00.000Z', repository: 'tarn/bugzilla-sync' })).map(
      (porting) => ({ ...porting, consumer: 'bugzilla-sync' }),
    );
    const evidence = [use('bugzilla-sync', 'GET /bugzilla/owners', '2026-03-07T10:00:00.000Z')];
    const ladder = ladderOf('bugzilla-sync', { portings, evidence, liveSince: '2026-03-06T14:00:00.000Z' });
    expect(ladder.contradictions).toEqual([]);
    expect(ladder.states).toMatchObject({ deployed: 'proven', production: 'proven' });
  });

  test('production is never proven by what production cannot have before the deploy', () => {
    const evidence = [use('bugzilla-sync', 'GET /bugzilla/owners', '2026-03-07T10:00:00.000Z')];
    for (const liveSince of [null, '2026-03-07T14:00:00.000Z']) {
      const ladder = ladderOf('bugzilla-sync', { evidence, liveSince });
      expect(ladder.states).toMatchObject({ ported: 'not-reached', production: 'not-reached' });
      expect(because(ladder, 'production')).toContain(
        'A call to GET /bugzilla/owners is recorded for production, last on 7 Mar 2026 (access log), but only 2.0 has that',
      );
    }
  });

  test('deployed, but its production identity still calls staging, until it has come home', () => {
    const astray = use('fedpkg', 'GET /packages', '2026-03-07T10:00:00.000Z', {
      ...staging,
      callerEnvironment: 'production',
    });
    const deployments = [deployment('2026-03-06T08:00:00.000Z')];
    const ladder = ladderOf('fedpkg', { deployments, evidence: [astray] });
    expect(ladder.states).toMatchObject({ deployed: 'proven', production: 'contradicted' });
    expect(because(ladder, 'production')).toContain('Its production identity calls staging: GET /packages');
    const both = use('fedpkg', 'GET /packages', '2026-03-07T11:00:00.000Z', { callerEnvironment: 'production' });
    expect(ladderOf('fedpkg', { deployments, evidence: [astray, both] }).climbed).toBe(false);
    const home = use('fedpkg', 'GET /packages', '2026-03-08T11:00:00.000Z', { callerEnvironment: 'production' });
    expect(ladderOf('fedpkg', { deployments, evidence: [astray, home] }).climbed).toBe(true);
  });

  test('environments may be called as the organisation likes, and what says nothing proves nothing', () => {
    const deployments = [deployment('2026-03-06T08:00:00.000Z', null, 'prod-eu')];
    const seenIn = (environment: string, callerEnvironment: string | null = null) =>
      use('fedpkg', 'GET /packages', '2026-03-07T10:00:00.000Z', { environment, callerEnvironment });
    const home = ladderOf('fedpkg', { deployments, evidence: [seenIn('prod-eu'), seenIn('stg')] });
    expect(home.states).toMatchObject({ tested: 'proven', deployed: 'proven', production: 'proven' });
    const astray = ladderOf('fedpkg', { deployments, evidence: [seenIn('stg', 'live')] });
    expect(because(astray, 'production')).toContain('Its production identity calls staging');
    expect(ladderOf('fedpkg', { deployments, evidence: [seenIn('unknown')] }).states).toMatchObject({
      tested: 'not-reached',
      production: 'not-reached',
    });
  });

  const sendsOwner = {
    fields: { sent: [['query', 'owner']], read: [], complete: { sent: false, query: true, read: false } },
  };
  test('claimed to be ported, yet the old parameter is still sent', () => {
    const claims = [claim('ported', '2026-03-01T00:00:00.000Z')];
    const evidence = [use('fedpkg', 'GET /packages', '2026-03-06T10:00:00.000Z', sendsOwner)];
    const ladder = ladderOf('fedpkg', { claims, evidence });
    expect(ladder.states.ported).toBe('contradicted');
    expect(because(ladder, 'ported')).toContain(
      'said to be ported by Denise since 1 Mar 2026, yet it still sends the query owner of GET /packages, last on 6 Mar 2026',
    );
    const before = [use('fedpkg', 'GET /packages', '2026-02-27T10:00:00.000Z', sendsOwner)];
    expect(ladderOf('fedpkg', { claims, evidence: before }).states.ported).toBe('claimed');
  });

  test('said to be deployed, while calls that the old program makes as well prove nothing before the release is there', () => {
    const claims = [claim('deployed', '2026-03-05T00:00:00.000Z')];
    const evidence = [use('fedpkg', 'GET /packages', '2026-03-06T10:00:00.000Z')];
    const before = ladderOf('fedpkg', { claims, evidence });
    expect(before.states).toMatchObject({ ported: 'not-reached', deployed: 'claimed', production: 'not-reached' });
    const after = ladderOf('fedpkg', { claims, evidence, liveSince: '2026-03-05T14:00:00.000Z' });
    expect(after.states).toMatchObject({ deployed: 'proven', production: 'proven' });
  });

  test('said to be deployed, and refused in staging', () => {
    const refused = { ...staging, answers: [{ status: 422, requests: 3, lastSeen: '2026-03-06T10:00:00.000Z' }] };
    const evidence = [use('fedpkg', 'GET /packages', '2026-03-06T10:00:00.000Z', refused)];
    const ladder = ladderOf('fedpkg', { claims: [claim('deployed', '2026-03-05T00:00:00.000Z')], evidence });
    expect(because(ladder, 'tested')).toContain('422');
    expect(ladder.states.tested).toBe('contradicted');
  });

  test('claimed to be ported, and called without the old parameter ever since', () => {
    const claims = [claim('ported', '2026-03-01T00:00:00.000Z')];
    const sentUntil = (last: string) => ({
      fields: { ...sendsOwner.fields, lastSent: { [sentKey(['query', 'owner'])]: last } },
    });
    const ladderUntil = (last: string) =>
      ladderOf('fedpkg', {
        claims,
        evidence: [use('fedpkg', 'GET /packages', '2026-03-06T10:00:00.000Z', sentUntil(last))],
      });
    const ported = ladderUntil('2026-02-27T10:00:00.000Z');
    expect([ported.states.ported, ported.contradictions]).toEqual(['claimed', []]);
    expect(because(ladderUntil('2026-03-02T10:00:00.000Z'), 'ported')).toContain(
      'yet it still sends the query owner of GET /packages, last on 2 Mar 2026',
    );
  });

  test('what goes away may be called in production until the deploy, and is a contradiction after it', () => {
    const claims = [claim('ported', '2026-03-01T00:00:00.000Z', { consumer: 'bugzilla-sync' })];
    const evidence = [use('bugzilla-sync', 'GET /lists/bugzilla', '2026-03-07T10:00:00.000Z')];
    expect(ladderOf('bugzilla-sync', { claims, evidence }).contradictions).toEqual([]);
    const after = ladderOf('bugzilla-sync', { claims, evidence, liveSince: '2026-03-06T14:00:00.000Z' });
    expect(after.states.production).toBe('contradicted');
    expect(because(after, 'production')).toContain('still sends GET /lists/bugzilla to production');
  });

  test('what is passed over from the deploy on is said to be ignored, as the rule has it', () => {
    const evidence = [use('fedpkg', 'GET /packages', '2026-03-07T10:00:00.000Z', sendsOwner)];
    const after = ladderOf('fedpkg', { evidence, liveSince: '2026-03-06T14:00:00.000Z' });
    expect(because(after, 'production')).toBe(
      'It still sends the query owner of GET /packages to production, last on Sat 7 Mar 2026 10:00 UTC; that is ignored since Fri 6 Mar 2026 14:00 UTC.',
    );
  });

  test('deployed, yet production still sends the old shape', () => {
    const deployments = [deployment('2026-03-06T08:00:00.000Z')];
    const evidence = [use('bugzilla-sync', 'GET /lists/bugzilla', '2026-03-07T10:00:00.000Z')];
    const ladder = ladderOf('bugzilla-sync', {
      deployments: deployments.map((one) => ({ ...one, consumer: 'bugzilla-sync' })),
      evidence,
    });
    expect(ladder.states.deployed).toBe('contradicted');
  });

  test('the worst comes first, and it is said how much more there is', () => {
    const ladder = ladderOf('fedpkg', {
      deployBegunAt: '2026-03-05T14:00:00.000Z',
      claims: [claim('tested', '2026-02-21T00:00:00.000Z')],
      portings: portedBy(pull({ mergedAt: '2026-02-22T00:00:00.000Z' })),
      evidence: [
        use('fedpkg', 'GET /packages', '2026-03-04T10:00:00.000Z', {
          ...staging,
          answers: [{ status: 422, requests: 3, lastSeen: '2026-03-04T10:00:00.000Z' }],
        }),
        use('fedpkg', 'GET /packages', '2026-03-06T10:00:00.000Z', {
          answers: [{ status: 500, requests: 3, lastSeen: '2026-03-06T10:00:00.000Z' }],
        }),
      ],
    });
    expect(ladder.contradictions.map(({ harm }) => harm)).toEqual([
      'production-fails',
      'staging-fails',
      'not-deployed',
    ]);
    expect(sayStanding(ladder).missing).toBe(
      '3 of 3 calls to GET /packages in production were answered 500 on Fri 6 Mar 2026 10:00 UTC. 2 more things speak against it.',
    );
  });

  test('what is left to climb passes over staging once the release is out', () => {
    const portings = portedBy(pull({ mergedAt: '2026-02-28T10:00:00.000Z' })).map((one) => ({
      ...one,
      consumer: 'bugzilla-sync',
    }));
    const before = ladderOf('bugzilla-sync', { portings, now: '2026-03-02T12:00:00.000Z' });
    expect(before.toClimb).toEqual(['aware', 'tested', 'deployed', 'production']);
    const out = { portings, now: '2026-03-02T12:00:00.000Z', liveSince: '2026-03-02T11:00:00.000Z' };
    const after = ladderOf('bugzilla-sync', out);
    expect(after.toClimb).toEqual(['aware', 'deployed', 'production']);
    expect(sayStanding(after).missing).toMatch(
      /It was merged on 28 Feb 2026\. No deployed version was seen or reported\.$/,
    );
    const evidence = [use('bugzilla-sync', 'GET /bugzilla/owners', '2026-03-02T11:30:00.000Z')];
    expect(ladderOf('bugzilla-sync', { ...out, evidence }).toClimb).toEqual([]);
  });

  test('those with one come first', () => {
    const { consumers } = judgeLadder({
      release: { service: 'pkgdb', version: '2.0', stagedAt: null },
      comparison,
      impact: findImpact(comparison, catalog, 'pkgdb', { operations }),
      catalog,
      policy: { ladder: { staleAfterDays: 30, deployWithinDays: 7, githubDeployments: false } },
      now: '2026-03-08T12:00:00.000Z',
      deployBegunAt: null,
      liveSince: null,
      takenBackAt: null,
      deployAt: null,
      understandings: [],
      claims: [],
      portings: [{ ...portedBy(pull({ mergedAt: '2026-02-01T00:00:00.000Z' }))[0]!, consumer: 'koji-sync' }],
      deployments: [],
      deploymentReads: [],
      evidence: [],
    });
    expect(consumers.map(({ consumer }) => consumer)).toEqual(['koji-sync', 'bugzilla-sync', 'fedpkg']);
  });
});
