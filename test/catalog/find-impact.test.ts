import { describe, expect, test } from 'vitest';
import {
  affectedTeams,
  anyOperation,
  type CallerDecision,
  type Catalog,
  findImpact,
  type Impact,
  type ImpactSources,
  type UseEvidence,
} from '../../src/catalog/index.ts';
import { listOperations } from '../../src/compare/index.ts';
import type { Comparison, Finding, OperationRef } from '../../src/rules/index.ts';
import { specFromText } from '../../src/spec/index.ts';
import { sampleComparison } from '../support/sample-release.ts';
import { sampleUse } from '../support/sample-use.ts';
import { smallCatalog } from '../support/small-catalog.ts';

function catalogOf(consumers: string, services = 'pkgdb: { owner: apps }'): Catalog {
  const text = `
teams: { apps: { email: apps@example.org }, releng: { email: releng@example.org }, docs: { email: docs@example.org } }
services:
  ${services}
consumers:
  ${consumers}
`;
  return smallCatalog(text);
}

function operation(method: string, path: string, operationId: string | null = null): OperationRef {
  return { kind: 'path', method, path, name: null, operationId };
}

function finding(fingerprint: string, operation: OperationRef | null, changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint,
    severity: 'breaking',
    exemption: null,
    operation,
    message: fingerprint,
    facts: {},
    ...changes,
  } as Finding;
}

function compared(findings: readonly Finding[], changes: Partial<Comparison> = {}): Comparison {
  return sampleComparison({ findings, ...changes });
}

function of(impact: Impact, consumer: string) {
  const found = impact.consumers.find((one) => one.consumer === consumer);
  if (found === undefined) throw new Error(`${consumer} is not in the impact`);
  return found;
}

const ownerGone = finding('owner-gone', operation('GET', '/packages/{name}', 'getPackage'));
const listGone = finding('list-gone', operation('GET', '/lists/vcs', 'listVcs'));
const document = [
  operation('GET', '/packages/{name}', 'getPackage'),
  operation('GET', '/lists/vcs', 'listVcs'),
  operation('GET', '/version'),
];

function impactOf(
  consumers: string,
  findings: readonly Finding[] = [ownerGone, listGone],
  sources: ImpactSources = {},
) {
  return findImpact(compared(findings), catalogOf(consumers), 'pkgdb', { operations: document, ...sources });
}

describe('a consumer that declares its operations', () => {
  test.each([
    ['as the document writes it', 'GET /packages/{name}'],
    ['with another name for the parameter', 'GET /packages/{package}'],
    ['in lower case and with a slash at the end', 'get /packages/{name}/'],
    ['by its operationId', 'getPackage'],
  ])('is hit by their findings and by no others, when it names the operation %s', (_, declared) => {
    const bodhi = of(impactOf(`bodhi: { team: releng, uses: { pkgdb: ['${declared}'] } }`), 'bodhi');
    expect(bodhi.hits.map(({ finding, certainty }) => [finding, certainty])).toEqual([['owner-gone', 'declared']]);
    expect(bodhi.notAffectedBecause).toBeNull();
    expect(bodhi.notInDocument).toEqual([]);
  });

  test('is hit where its operationId was given to another operation, since it calls what the name meant before', () => {
    const moved = [...document, operation('GET', '/v2/packages/{name}', 'getPackage')];
    const bodhi = of(
      impactOf('bodhi: { team: releng, uses: { pkgdb: [getPackage] } }', [ownerGone], { operations: moved }),
      'bodhi',
    );
    expect(bodhi.hits.map(({ finding }) => finding)).toEqual(['owner-gone']);
  });

  test('is not hit by another method on the same path', () => {
    const impact = findImpact(
      compared([ownerGone]),
      catalogOf("bodhi: { team: releng, uses: { pkgdb: ['PUT /packages/{name}'] } }"),
      'pkgdb',
      { operations: [...document, operation('PUT', '/packages/{name}')] },
    );
    expect(of(impact, 'bodhi').hits).toEqual([]);
  });

  test('is hit by another way to authenticate unless it only calls what does without', () => {
    const keyMoved = finding('key-moved', null, { facts: { use: 'asked', unasked: ['GET /version'] } });
    const impact = impactOf(
      `bodhi: { team: releng, uses: { pkgdb: [GET /version] } }
  fedpkg: { team: releng, uses: { pkgdb: [GET /version, listVcs] } }
  koji: { team: releng, uses: { pkgdb: [] } }`,
      [keyMoved],
    );
    const hitsOf = (name: string) => of(impact, name).hits.map(({ finding }) => finding);
    expect([hitsOf('bodhi'), hitsOf('fedpkg'), hitsOf('koji')]).toEqual([[], ['key-moved'], ['key-moved']]);
    expect(of(impact, 'bodhi').notAffectedBecause).not.toBeNull();
  });

  test('is not affected where it uses only what stays, and that is said', () => {
    const bodhi = of(impactOf('bodhi: { team: releng, uses: { pkgdb: [GET /version] } }'), 'bodhi');
    expect(bodhi.hits).toEqual([]);
    expect(bodhi.notAffectedBecause).toBe('The one operation that it uses is not among those that change.');
  });

  test('cannot be told to be safe where it names an operation that the document does not hold', () => {
    const bodhi = of(
      impactOf("bodhi: { team: releng, uses: { pkgdb: [GET /list/vcs, 'GET /packages/{name}'] } }"),
      'bodhi',
    );
    expect(bodhi.notInDocument).toEqual(['GET /list/vcs']);
    expect(bodhi.hits.map(({ finding, certainty }) => [finding, certainty])).toEqual([
      ['owner-gone', 'declared'],
      ['list-gone', 'unknown'],
    ]);
    expect(bodhi.hits[1]?.because).toContain('the nearest is GET /lists/vcs');
  });

  test('cannot be told to be safe where the assessment is too old to hold the list of operations', () => {
    const declared = (operations: string, findings = [ownerGone, listGone]) =>
      of(impactOf(`bodhi: { team: releng, uses: { pkgdb: ${operations} } }`, findings, { operations: null }), 'bodhi');
    expect(declared('[GET /version]')).toMatchObject({
      notInDocument: [],
      notAffectedBecause: null,
      hits: [
        { finding: 'owner-gone', certainty: 'unknown', because: expect.stringContaining('Assess the release again.') },
        { finding: 'list-gone', certainty: 'unknown' },
      ],
    });
    expect(declared("['GET /packages/{name}']").hits.map(({ finding }) => finding)).toEqual(['owner-gone']);
    expect(declared('[GET /version]', []).notAffectedBecause).toContain('Nothing in this release');
  });

  test('is hit by what changes for the whole API', () => {
    const bodhi = of(
      impactOf('bodhi: { team: releng, uses: { pkgdb: [GET /version] } }', [finding('https-only', null), ownerGone]),
      'bodhi',
    );
    expect(bodhi.hits.map(({ finding, certainty }) => [finding, certainty])).toEqual([['https-only', 'declared']]);
  });

  test('is hit by the callbacks of the operations that it uses, and by no others', () => {
    const callback = { kind: 'callback', method: 'POST', name: 'onChange', operationId: null } as const;
    const findings = [
      finding('told-otherwise', { ...callback, path: '/packages/{name} → {$request.body#/url}' }),
      finding('elsewhere', { ...callback, path: '/lists/vcs → {$request.body#/url}' }),
    ];
    const bodhi = of(impactOf("bodhi: { team: releng, uses: { pkgdb: ['GET /packages/{x}'] } }", findings), 'bodhi');
    expect(bodhi.hits.map(({ finding }) => finding)).toEqual(['told-otherwise']);
  });

  test('is hit by the webhooks that it takes', () => {
    const webhook = { kind: 'webhook', method: 'POST', path: 'retired', name: 'retired', operationId: null } as const;
    const bodhi = of(
      impactOf('bodhi: { team: releng, uses: { pkgdb: [webhook retired] } }', [finding('hook', webhook)]),
      'bodhi',
    );
    expect(bodhi.hits.map(({ finding }) => finding)).toEqual(['hook']);
  });

  test('is hit by what is risky, and neither by what is safe nor by what is exempted', () => {
    const here = operation('GET', '/version');
    const findings = [
      finding('risky', here, { severity: 'risky' }),
      finding('safe', here, { severity: 'safe' }),
      finding('exempted', here, { exemption: { reason: 'unused', owner: 'apps', until: null } }),
    ];
    const bodhi = of(impactOf('bodhi: { team: releng, uses: { pkgdb: [GET /version] } }', findings), 'bodhi');
    expect(bodhi.hits.map(({ finding }) => finding)).toEqual(['risky']);
  });
});

describe('what cannot be told is never fine', () => {
  test('a consumer that declares only the service may be hit by everything', () => {
    const bodhi = of(impactOf('bodhi: { team: releng, uses: { pkgdb: [] } }'), 'bodhi');
    expect(bodhi.hits.map(({ finding, certainty }) => [finding, certainty])).toEqual([
      ['owner-gone', 'unknown'],
      ['list-gone', 'unknown'],
    ]);
    expect(bodhi.notAffectedBecause).toBeNull();
  });

  test('nobody is unaffected where the releases could not be compared', () => {
    const catalog = catalogOf('bodhi: { team: releng, uses: { pkgdb: [GET /version] } }');
    const impact = findImpact(compared([], { verdict: 'unknown' }), catalog, 'pkgdb', { operations: document });
    expect(of(impact, 'bodhi')).toMatchObject({ hits: [], notAffectedBecause: null });
    expect(affectedTeams(impact)).toEqual(['releng']);
  });

  test('nobody is unaffected where a part of the API could not be read', () => {
    const problem = { code: 'x', message: 'a $ref leads nowhere', hint: '', position: null, hides: true };
    const catalog = catalogOf('bodhi: { team: releng, uses: { pkgdb: [GET /version] } }');
    const impact = findImpact(compared([ownerGone], { problems: [problem] }), catalog, 'pkgdb', {
      operations: document,
    });
    expect(of(impact, 'bodhi').notAffectedBecause).toBeNull();
  });

  test('a service that the catalogue does not know is an error that names the nearest', () => {
    expect(() => findImpact(compared([]), catalogOf('x: { team: docs, uses: {} }'), 'pkgbd')).toThrow(
      expect.objectContaining({ code: 'not-found', hint: expect.stringContaining('"pkgdb"') }),
    );
  });
});

describe('a service that is itself a consumer passes the risk on', () => {
  const services = [
    'fas: { owner: apps }',
    'pkgdb: { owner: apps, dependsOn: [fas] }',
    'bodhi: { owner: releng, dependsOn: [pkgdb] }',
    'wiki: { owner: docs, dependsOn: [bodhi, wiki] }',
  ].join('\n  ');
  const consumers = [
    'notes: { team: docs, uses: { pkgdb: [GET /version] } }',
    'mirror: { team: docs, uses: { bodhi: [GET /updates] } }',
    'script: { team: releng, uses: { fas: [GET /version], pkgdb: [] } }',
  ].join('\n  ');
  const impact = findImpact(compared([ownerGone]), catalogOf(consumers, services), 'fas', { operations: document });

  test('with the chain that leads to each, the service that it calls itself first', () => {
    expect(impact.consumers.map(({ consumer, via }) => [consumer, via])).toEqual([
      ['script', ['pkgdb']],
      ['pkgdb', []],
      ['notes', ['pkgdb']],
      ['bodhi', ['pkgdb']],
      ['mirror', ['bodhi', 'pkgdb']],
      ['wiki', ['bodhi', 'pkgdb']],
    ]);
  });

  test('as something that cannot be told', () => {
    expect(of(impact, 'mirror').hits).toEqual([
      {
        finding: 'owner-gone',
        certainty: 'unknown',
        environments: [],
        because: 'bodhi depends on pkgdb, which depends on fas, and may pass the change on.',
      },
    ]);
  });

  test('while only those who call the changed service itself have to act', () => {
    expect(affectedTeams(impact)).toEqual(['apps']);
  });

  test('and passes nothing on where it is not affected itself', () => {
    const declared =
      'pkgdb: { team: apps, uses: { fas: [GET /version] } }\n  notes: { team: docs, uses: { pkgdb: [] } }';
    const spared = findImpact(compared([ownerGone]), catalogOf(declared, services), 'fas', { operations: document });
    expect(of(spared, 'notes')).toMatchObject({ via: ['pkgdb'], hits: [] });
    expect(of(spared, 'notes').notAffectedBecause).toContain('pkgdb');
  });
});

describe('who stands behind a service', () => {
  const services = ['fas: { owner: apps }', 'wiki: { owner: docs }', 'pkgdb: { owner: apps }'].join('\n  ');
  const consumers = [
    'wiki: { team: docs, uses: { fas: [GET /version] } }',
    "pkgdb: { team: apps, uses: { fas: ['GET /packages/{name}'] } }",
    'notes: { team: docs, uses: { wiki: [], pkgdb: [] } }',
  ].join('\n  ');

  test('that is spared and one that is hit is reached through the one that is hit, whichever comes first', () => {
    const impact = findImpact(compared([ownerGone]), catalogOf(consumers, services), 'fas', { operations: document });
    expect(of(impact, 'wiki').notAffectedBecause).not.toBeNull();
    expect(of(impact, 'notes')).toMatchObject({ via: ['pkgdb'], notAffectedBecause: null });
    expect(of(impact, 'notes').hits).toHaveLength(1);
  });

  test('that is hit is not known to be safe, though its own calls are spared', () => {
    const both = [
      consumers.replace('notes: { team: docs, uses: { wiki: [], pkgdb: [] } }', ''),
      'mirror: { team: docs, uses: { fas: [GET /version], notes: [] } }',
      'notes: { team: docs, uses: { fas: [GET /version], pkgdb: [] } }',
      'quiet: { team: docs, uses: { fas: [GET /version], wiki: [] } }',
    ].join('\n  ');
    const catalog = catalogOf(both, `${services}\n  notes: { owner: docs }`);
    const impact = findImpact(compared([ownerGone]), catalog, 'fas', { operations: document });
    expect(impact.consumers.map(({ consumer }) => consumer)).toEqual(['wiki', 'pkgdb', 'mirror', 'notes', 'quiet']);
    expect(of(impact, 'notes')).toMatchObject({
      via: ['pkgdb'],
      notAffectedBecause: null,
      hits: [
        {
          finding: 'owner-gone',
          certainty: 'unknown',
          because:
            'pkgdb depends on fas, and may pass the change on. For its own calls: The one operation that it uses is not among those that change.',
        },
      ],
    });
    expect(of(impact, 'mirror')).toMatchObject({ via: ['notes', 'pkgdb'], hits: [{ certainty: 'unknown' }] });
    expect(of(impact, 'quiet')).toMatchObject({ via: [], hits: [] });
    expect(affectedTeams(impact)).toEqual(['apps']);
  });

  test('that was only seen calling, and declares nothing, is reached as well', () => {
    const calls = sampleUse({ consumer: 'pkgdb', service: 'fas', requests: 3 });
    const behind = catalogOf('notes: { team: docs, uses: { pkgdb: [] } }', services);
    const impact = findImpact(compared([ownerGone]), behind, 'fas', { operations: document, evidence: [calls] });
    expect(of(impact, 'notes')).toMatchObject({ via: ['pkgdb'], notAffectedBecause: null });
  });
});

describe('evidence of use', () => {
  const seen = sampleUse({ consumer: 'bodhi', requests: 410 });

  test('is surer than a declaration and says where and when', () => {
    const evidence = [seen, { ...seen, requests: 5, lastSeen: '2026-02-03T00:00:00.000Z' }];
    const bodhi = of(
      impactOf("bodhi: { team: releng, uses: { pkgdb: ['GET /packages/{name}'] } }", [ownerGone], { evidence }),
      'bodhi',
    );
    expect(bodhi.hits).toEqual([
      {
        finding: 'owner-gone',
        certainty: 'operation',
        environments: [{ name: 'production', requests: 415, answers: null, lastSeen: '2026-02-03T00:00:00.000Z' }],
        because: expect.stringContaining('access log'),
      },
    ]);
  });

  test('finds a consumer that declared nothing of the kind', () => {
    const impact = impactOf('bodhi: { team: releng, uses: {} }', [ownerGone], { evidence: [seen] });
    expect(of(impact, 'bodhi').hits.map(({ certainty }) => certainty)).toEqual(['operation']);
  });

  test('of callers that nobody claimed is listed, the busiest first', () => {
    const stranger = { ...seen, consumer: null, callerKey: 'k1' };
    const evidence = [
      stranger,
      { ...stranger, callerKey: 'k2', requests: 900 },
      { ...stranger, operation: 'GET /version' },
    ];
    const { unknownCallers } = impactOf('bodhi: { team: releng, uses: {} }', [ownerGone], { evidence });
    expect(unknownCallers.map(({ key, requests, operations }) => [key, requests, operations])).toEqual([
      ['k2', 900, ['GET /packages/{name}']],
      ['k1', 820, ['GET /packages/{name}', 'GET /version']],
    ]);
  });
});

describe('an unknown caller', () => {
  const stranger = sampleUse({ callerKey: 'k1', callerName: 'python-requests' });
  const consumers = [
    "bodhi: { team: releng, repository: tarn/updates, uses: { pkgdb: ['GET /packages/{name}', GET /lists/vcs] } }",
    'release-notes: { team: docs, title: Release notes, uses: {} }',
  ].join('\n  ');

  test('is not broken by a callback that another method of the same path registers, and neither is a consumer', () => {
    const paid = { kind: 'callback', method: 'POST', name: 'paid', operationId: null, ofMethod: 'POST' } as const;
    const found = (calls: string) => {
      const { consumers, unknownCallers } = impactOf(
        `bodhi: { team: releng, uses: { pkgdb: ['${calls}'] } }`,
        [finding('told-otherwise', { ...paid, path: '/orders → {$request.body#/url}' })],
        {
          operations: ['GET', 'POST'].map((method) => operation(method, '/orders')),
          evidence: [{ ...stranger, operation: calls }],
        },
      );
      return { hits: of({ consumers } as Impact, 'bodhi').hits.length, breaking: unknownCallers[0]?.breaking };
    };
    expect(found('POST /orders')).toEqual({ hits: 1, breaking: ['POST /orders'] });
    expect(found('GET /orders')).toEqual({ hits: 0, breaking: [] });
  });

  test('is not broken by the address of an environment that it was never seen in', () => {
    const url = 'https://stg.example.org/api';
    const left = finding('left', null, { rule: 'server-removed', facts: { url: `${url}/`, still: [] } });
    const services = `pkgdb: { owner: apps, environments: { production: https://example.org/api, staging: ${url} } }`;
    const seenIn = (environment: string) => {
      const seen = { ...stranger, environment };
      const evidence = [seen, { ...seen, callerKey: null, consumer: 'bodhi' }];
      const impact = findImpact(compared([left]), catalogOf(consumers, services), 'pkgdb', {
        operations: document,
        evidence,
      });
      const [hit] = of(impact, 'bodhi').hits;
      return [impact.unknownCallers[0]?.breaking, hit?.certainty, hit?.because];
    };
    const whole = 'The whole of pkgdb changes, whatever operation is called.';
    expect(seenIn('staging')).toEqual([['GET /packages/{name}'], 'operation', whole]);
    expect(seenIn('unknown')).toEqual([['GET /packages/{name}'], 'operation', whole]);
    // By a name that the catalogue does not have, which may be that of either.
    expect(seenIn('stg-eu')).toEqual([['GET /packages/{name}'], 'operation', whole]);
    // It may try things in staging all the same, so that it is told; but not as somebody who was seen there.
    const elsewhere = 'The address of staging is gone, whatever operation is called; it was seen only in production.';
    expect(seenIn('production')).toEqual([[], 'declared', elsewhere]);
  });

  test('calls nothing that breaks where only a way to authenticate changes that its operation does without', () => {
    const keyMoved = finding('key-moved', null, { facts: { use: 'asked', unasked: ['GET /version'] } });
    const breakingOf = (operation: string) =>
      impactOf(consumers, [keyMoved], { evidence: [{ ...stranger, operation }] }).unknownCallers[0]?.breaking;
    expect(breakingOf('GET /version')).toEqual([]);
    expect(breakingOf('GET /packages/{name}')).toEqual(['GET /packages/{name}']);
  });

  const decision: CallerDecision = {
    key: 'k1',
    service: null,
    decision: 'claimed',
    team: 'docs',
    consumer: null,
    reason: null,
    by: 'siobhan',
    at: '2026-02-02T00:00:00.000Z',
    seen: { requests: 900, operations: ['GET /packages/{name}'] },
  };
  const guessFor = (changes: Partial<UseEvidence>, more: readonly Partial<UseEvidence>[] = []) =>
    impactOf(consumers, [ownerGone], {
      evidence: [{ ...stranger, ...changes }, ...more.map((one) => ({ ...stranger, ...one }))],
    }).unknownCallers[0]?.guess;

  test('is shown with what it calls, where, since when, and what of it breaks', () => {
    const evidence = [
      stranger,
      { ...stranger, operation: 'GET /version', environment: 'staging', firstSeen: '2025-12-01T00:00:00.000Z' },
    ];
    expect(impactOf(consumers, [ownerGone], { evidence }).unknownCallers).toEqual([
      {
        key: 'k1',
        name: 'python-requests',
        requests: 1800,
        firstSeen: '2025-12-01T00:00:00.000Z',
        lastSeen: '2026-02-01T00:00:00.000Z',
        operations: ['GET /packages/{name}', 'GET /version'],
        breaking: ['GET /packages/{name}'],
        environments: [
          { name: 'production', requests: 900, answers: null, lastSeen: '2026-02-01T00:00:00.000Z' },
          { name: 'staging', requests: 900, answers: null, lastSeen: '2026-02-01T00:00:00.000Z' },
        ],
        sources: ['access log'],
        guess: null,
        forwarded: null,
        lapsed: null,
        backBecause: null,
      },
    ]);
  });

  test.each([
    ['bodhi-client', { team: 'releng', consumer: 'bodhi', because: expect.stringContaining('bodhi') }],
    ['ReleaseNotesBot', { team: 'docs', consumer: 'release-notes', because: expect.stringContaining('ReleaseNotes') }],
    ['tarn/updates', { team: 'releng', consumer: 'bodhi', because: expect.stringContaining('repository') }],
    ['tarn/other', { team: 'releng', consumer: null, because: expect.stringContaining('repository') }],
    ['releng-cron', { team: 'releng', consumer: null, because: expect.stringContaining('team releng') }],
    ['python-requests', null],
    ['pkgdb-client', null],
    ['curl', null],
  ])('that calls itself %s may be guessed', (callerName, guess) => {
    expect(guessFor({ callerName })).toEqual(guess);
  });

  test('that calls the very operations of one consumer may be that one', () => {
    expect(guessFor({}, [{ operation: 'GET /lists/vcs' }])).toMatchObject({ team: 'releng', consumer: 'bodhi' });
  });

  test('that a team claims is hit like a consumer of its own, whenever it was imported', () => {
    const impact = impactOf(consumers, [ownerGone], { evidence: [stranger], decisions: [decision] });
    expect(impact.unknownCallers).toEqual([]);
    expect(of(impact, 'python-requests (k1)')).toMatchObject({ team: 'docs', hits: [{ certainty: 'operation' }] });
    expect(affectedTeams(impact)).toEqual(['docs', 'releng']);
  });

  test('that is claimed for a consumer counts as its calls', () => {
    const decisions = [{ ...decision, consumer: 'release-notes' }];
    const impact = impactOf(consumers, [ownerGone], { evidence: [stranger], decisions });
    expect(of(impact, 'release-notes').hits).toMatchObject([{ finding: 'owner-gone', certainty: 'operation' }]);
  });

  test('is nobody’s again where the claimant has left the catalogue', () => {
    const decisions = [{ ...decision, team: 'gone', consumer: 'gone' }];
    expect(impactOf(consumers, [ownerGone], { evidence: [stranger], decisions }).unknownCallers).toHaveLength(1);
  });

  test('that was forwarded is still unknown, and says to whom', () => {
    const decisions = [{ ...decision, decision: 'forwarded' as const }];
    expect(impactOf(consumers, [ownerGone], { evidence: [stranger], decisions }).unknownCallers).toMatchObject([
      { forwarded: { team: 'docs', at: decision.at } },
    ]);
  });

  test.each([
    ['stays away while it is as it was', {}, [], null],
    ['stays away while it grows little', { requests: 8999 }, [], null],
    ['comes back when it has grown tenfold', { requests: 9000 }, [], 'It has grown from 900 to 9000 requests'],
    ['stays away when it calls something else that stays', {}, [{ operation: 'GET /version' }], null],
    ['comes back when it calls something else that breaks', {}, [{ operation: 'GET /lists/vcs' }], 'GET /lists/vcs'],
  ])('that was called noise %s', (_, changes, more, because) => {
    const { unknownCallers } = impactOf(consumers, [ownerGone, listGone], {
      evidence: [{ ...stranger, ...changes }, ...more.map((one) => ({ ...stranger, requests: 1, ...one }))],
      decisions: [{ ...decision, decision: 'noise', team: null }],
    });
    expect(unknownCallers.map((caller) => caller.backBecause)).toEqual(
      because === null ? [] : [expect.stringContaining(because)],
    );
  });

  test('may be a consumer that a contract names and the catalogue does not know', () => {
    const contract = { ...stranger, consumer: 'mystery', callerKey: null, callerName: null, requests: 0 };
    const [caller] = impactOf(consumers, [ownerGone], { evidence: [contract] }).unknownCallers;
    expect(caller).toMatchObject({ name: 'mystery', key: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });
});

test('the operations of a document are those that it describes, with their ids', async () => {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'x', version: '1' },
    paths: { '/a/{id}': { get: { operationId: 'getA', responses: {} }, parameters: [] } },
    webhooks: { gone: { post: { responses: {} } } },
  });
  expect(listOperations([await specFromText(text, 'x.json')])).toEqual([
    { kind: 'path', method: 'GET', path: '/a/{id}', name: null, operationId: 'getA' },
    { kind: 'webhook', method: 'POST', path: 'gone', name: 'gone', operationId: null },
  ]);
});

describe('a source that shows no operation', () => {
  const named = (consumer: string | null) =>
    sampleUse({
      consumer,
      callerName: consumer === null ? 'eve/script' : null,
      operation: anyOperation,
      environment: 'any',
      requests: 0,
      firstSeen: '2026-02-01T00:00:00.000Z',
      source: 'code search',
    });

  test('says of an undeclared consumer that nothing can be told, never that it is fine', () => {
    const impact = impactOf('bodhi: { team: apps, uses: {} }', undefined, { evidence: [named('bodhi')] });
    expect(of(impact, 'bodhi')).toMatchObject({
      hits: [{ certainty: 'unknown', because: expect.stringContaining('no operation') }, { certainty: 'unknown' }],
      notAffectedBecause: null,
    });
  });

  test('adds nothing to what a consumer declares', () => {
    const impact = impactOf("bodhi: { team: apps, uses: { pkgdb: ['GET /version'] } }", undefined, {
      evidence: [named('bodhi')],
    });
    expect(of(impact, 'bodhi').hits).toEqual([]);
  });
});
