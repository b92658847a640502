import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Catalog, findImpact, type UsedFields, type UseEvidence } from '../../src/catalog/index.ts';
import { compareReadSpecs, listOperations } from '../../src/compare/index.ts';
import type { Comparison, OperationRef } from '../../src/rules/index.ts';
import { specFromText } from '../../src/spec/index.ts';
import { sampleUse } from '../support/sample-use.ts';
import { smallCatalog } from '../support/small-catalog.ts';

function catalogOf(uses: string): Catalog {
  const text = `
teams: { apps: { email: apps@example.org }, releng: { email: releng@example.org } }
services: { pkgdb: { owner: apps } }
consumers: { bodhi: { team: releng, uses: { ${uses} } } }
`;
  return smallCatalog(text);
}

const declared = catalogOf("pkgdb: ['GET /pets']");

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };
const list = (items: object) => object({ pets: { type: 'array', items } }, { required: ['pets'] });
const answering = (schema: object, more: object = {}) => ({
  responses: { 200: { description: 'The pets.', ...json(schema) } },
  ...more,
});
const taking = (schema: object, more: object = {}) => ({
  requestBody: json(schema),
  responses: { 204: { description: 'Done.' } },
  ...more,
});
const query = (...parameters: object[]) => ({
  parameters: parameters.map((one) => ({ in: 'query', ...one })),
  responses: { 204: { description: 'Done.' } },
});

async function compared(before: object, after: object) {
  const document = (get: object) =>
    specFromText(
      JSON.stringify({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths: { '/pets': { get } } }),
      'x.json',
    );
  const [base, revision] = [await document(before), await document(after)];
  return {
    comparison: await compareReadSpecs(base, revision, { asOf: '2026-03-01' }),
    operations: listOperations([base, revision]),
  };
}

const seen = sampleUse({ consumer: 'bodhi', operation: 'GET /pets', requests: 410 });

function contract(fields: { sent?: string[]; read?: string[] }, complete = true): UseEvidence {
  const paths = (all: string[] = []) => all.map((path) => path.split(' '));
  return {
    ...seen,
    fields: {
      sent: paths(fields.sent),
      read: paths(fields.read),
      complete: { sent: complete, query: complete, read: complete },
    },
    environment: 'any',
    requests: 0,
    source: 'pact',
  };
}

function bodhi(
  { comparison, operations }: { comparison: Comparison; operations: readonly OperationRef[] },
  evidence: readonly UseEvidence[],
  catalog: Catalog = declared,
) {
  const [found] = findImpact(comparison, catalog, 'pkgdb', { operations, evidence }).consumers;
  if (found === undefined) throw new Error('bodhi is not in the impact');
  return found;
}

const pet = { name: text, owner: text, keeper: object({ phone: text, mail: text }) };
const required = { required: ['name', 'owner', 'keeper'] };
const ownerGone = await compared(
  answering(list(object(pet, required))),
  answering(list(object({ name: text, keeper: pet.keeper }, { required: ['name', 'keeper'] }))),
);

describe('a contract that names every field that is read', () => {
  test('spares the consumer what it does not read, and says what it reads instead', () => {
    const impact = bodhi(ownerGone, [contract({ read: ['200 body pets [] name'] })]);
    expect(impact.hits).toEqual([]);
    expect(impact.notAffectedBecause).toBe(
      'Of GET /pets its contract (pact) reads only 200.body.pets[].name, and never 200.body.pets[].owner.',
    );
    expect(impact.spared).toMatchObject([{ findings: ownerGone.comparison.findings.map((one) => one.fingerprint) }]);
  });

  test.each([
    ['the very field', ['200 body pets [] owner'], 'field'],
    ['the field of the second item', ['200 body pets [1] owner'], 'field'],
    ['something in the field', ['200 body pets [] owner name'], 'field'],
    ['the whole list that holds it', ['200 body pets'], 'operation'],
    ['the whole body', ['200 body'], 'operation'],
  ])('hits it where it reads %s', (_, read, certainty) => {
    const [hit] = bodhi(ownerGone, [contract({ read })]).hits;
    expect(hit).toMatchObject({ certainty, because: expect.stringContaining('200.body.pets[].owner') });
  });

  test('counts a path from which another goes on as the way there', () => {
    const read = ['200', '200 body', '200 body pets', '200 body pets []', '200 body pets [] name'];
    expect(bodhi(ownerGone, [contract({ read })]).hits).toEqual([]);
  });

  test('tells that it was seen elsewhere than it says', () => {
    const watched = { ...contract({ read: ['200 body pets [] owner'] }, false), requests: 5, source: 'trace' };
    const impact = bodhi(ownerGone, [contract({ read: ['200 body pets [] name'] }), watched]);
    expect(impact.hits).toMatchObject([{ certainty: 'field' }]);
    expect(impact.contradictions).toEqual([
      'Its contract (pact) leaves 200.body.pets[].owner of GET /pets out, but it was seen (trace).',
    ]);
  });

  test('spares it in one operation while it is hit in another', () => {
    const other = { ...seen, operation: 'GET /owners', source: 'access log' };
    const owners = ownerGone.comparison.findings.map((finding) => ({
      ...finding,
      fingerprint: `${finding.fingerprint}x`,
      operation: { ...(finding.operation as OperationRef), path: '/owners' },
    }));
    const both = {
      comparison: { ...ownerGone.comparison, findings: [...ownerGone.comparison.findings, ...owners] },
      operations: [...ownerGone.operations, { ...(ownerGone.operations[0] as OperationRef), path: '/owners' }],
    };
    const impact = bodhi(both, [contract({ read: ['200 body pets [] name'] }), other]);
    expect(impact.hits.map(({ finding }) => finding)).toEqual(owners.map(({ fingerprint }) => fingerprint));
    expect(impact.notAffectedBecause).toBeNull();
    expect(impact.spared).toHaveLength(1);
    expect(impact.contradictions).toContainEqual(expect.stringContaining('does not name GET /owners'));
  });

  test('spares nobody who declares the service as a whole anything else', () => {
    const impact = bodhi(ownerGone, [contract({ read: ['200 body pets [] name'] })], catalogOf('pkgdb: []'));
    expect(impact).toMatchObject({ hits: [], spared: [{}] });
  });
});

describe('what does not show all that is used excuses nobody', () => {
  test.each([
    ['nothing but the declaration', [], 'declared'],
    ['calls without fields', [seen], 'operation'],
    [
      'calls in which other fields were seen',
      [{ ...contract({ read: ['200 body pets [] name'] }, false), requests: 3 }],
      'operation',
    ],
    ['a line of code', [{ ...seen, requests: 0, source: 'code search' }], 'declared'],
  ])('%s', (_, evidence, certainty) => {
    expect(bodhi(ownerGone, evidence).hits).toMatchObject([{ certainty }]);
  });
});

describe('calls of which the whole query is known', () => {
  const limit = { name: 'limit', schema: { type: 'integer' } };
  const sending = (names: readonly string[], changes: Partial<UseEvidence> = {}): UseEvidence => ({
    ...seen,
    fields: {
      sent: names.map((name) => ['query', name]),
      read: [],
      complete: { sent: false, query: true, read: false },
    },
    ...changes,
  });

  test.each([
    ['is newly asked for', query(), query({ ...limit, required: true })],
    ['is no longer optional', query(limit), query({ ...limit, required: true })],
    [
      'has another default',
      query({ name: 'limit', schema: { type: 'integer', default: 10 } }),
      query({ name: 'limit', schema: { type: 'integer', default: 20 } }),
    ],
  ])('surely hit by a parameter that %s, where none was sent', async (_, before, after) => {
    const change = await compared(before, after);
    expect(bodhi(change, [sending([])]).hits).toMatchObject([
      { certainty: 'field', because: 'Calls GET /pets without query.limit (access log).' },
    ]);
    expect(bodhi(change, [sending(['limit'])]).hits).toMatchObject([{ certainty: 'operation' }]);
    expect(bodhi(change, [seen]).hits).toMatchObject([{ certainty: 'operation' }]);
  });

  test('spare the consumer a parameter that goes away, and none of them sent', async () => {
    const change = await compared(query(limit, { name: 'page' }), query({ name: 'page' }));
    const impact = bodhi(change, [sending(['page'])]);
    expect(impact).toMatchObject({
      hits: [],
      notAffectedBecause:
        'None of the 410 calls to GET /pets that were seen from 1 Jan 2026 to 1 Feb 2026 (access log) sent query.limit.',
    });
    expect(bodhi(change, [sending(['page', 'limit'])]).hits).toMatchObject([{ certainty: 'field' }]);
  });

  test.each<[string, readonly UseEvidence[]]>([
    ['they were seen for less than a week', [sending([], { firstSeen: '2026-01-30T00:00:00.000Z' })]],
    ['they were seen in staging only', [sending([], { environment: 'staging' })]],
    ['of others the query is not known', [sending([]), { ...seen, source: 'trace' }]],
  ])('spare nobody anything where %s', async (_, evidence) => {
    const change = await compared(query(limit), query());
    expect(bodhi(change, evidence).hits).toMatchObject([{ certainty: 'operation' }]);
  });

  test('do not speak for what is sent elsewhere', async () => {
    const change = await compared(
      taking(object({ size: text })),
      taking(object({ size: text }, { required: ['size'] })),
    );
    expect(bodhi(change, [sending([])]).hits).toMatchObject([{ certainty: 'operation' }]);
  });
});

describe('whom a finding meets', () => {
  const harmless: UsedFields = {
    sent: [
      ['query', 'other'],
      ['body', 'other'],
    ],
    read: [['200', 'body', 'other']],
    complete: { sent: true, query: true, read: true },
  };
  const everybody: [string, object, object][] = [
    ['an operation that is gone', answering(text), {}],
    ['the type of the whole answer', answering(list(text)), answering({ type: 'array', items: text })],
    ['a status that is gone', answering(text), { responses: { 204: { description: 'None.' } } }],
    [
      'a media type that is gone',
      answering(text),
      { responses: { 200: { description: 'x', content: { 'text/plain': { schema: text } } } } },
    ],
    [
      'a parameter that is newly asked for',
      query({ name: 'limit', schema: text }),
      query({ name: 'limit', schema: text, required: true }),
    ],
    ['a new parameter that is asked for', query(), query({ name: 'limit', schema: text, required: true })],
    [
      'another default',
      query({ name: 'limit', schema: { type: 'integer', default: 10 } }),
      query({ name: 'limit', schema: { type: 'integer', default: 5 } }),
    ],
    [
      'a property of the body that is newly asked for',
      taking(object({ name: text })),
      taking(object({ name: text }, { required: ['name'] })),
    ],
    ['the whole body', taking(object({ name: text })), taking({ type: 'array', items: text })],
    [
      'a body that is asked for',
      taking(object({ name: text })),
      taking(object({ name: text }), { requestBody: { ...json(object({ name: text })), required: true } }),
    ],
  ];
  test.each(everybody)('%s meets also those who use other fields only', async (_, before, after) => {
    const difference = Object.keys(after).length === 0 ? await gone(before) : await compared(before, after);
    expect(bodhi(difference, [{ ...contract({}), fields: harmless }]).hits.length).toBeGreaterThan(0);
  });

  async function gone(before: object) {
    const other = { '/other': { get: answering(text) } };
    const document = (paths: object) =>
      specFromText(JSON.stringify({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths }), 'x.json');
    const [base, revision] = [await document({ '/pets': { get: before }, ...other }), await document(other)];
    return {
      comparison: await compareReadSpecs(base, revision, { asOf: '2026-03-01' }),
      operations: listOperations([base, revision]),
    };
  }

  const onlyUsers: [string, object, object, string][] = [
    ['a parameter that is gone', query({ name: 'limit', schema: text }), query(), 'query limit'],
    [
      'a parameter that takes less',
      query({ name: 'limit', schema: { type: 'integer' } }),
      query({ name: 'limit', schema: { type: 'integer', maximum: 5 } }),
      'query limit',
    ],
    [
      'a property that takes less',
      taking(object({ kind: text })),
      taking(object({ kind: { enum: ['cat'] } })),
      'body kind',
    ],
    [
      'a demand in an object',
      taking(object({ kind: object({ of: text }) })),
      taking(object({ kind: object({ of: text }, { required: ['of'] }) })),
      'body kind colour',
    ],
    [
      'a further value of an answer',
      answering(object({ kind: { enum: ['cat'] } })),
      answering(object({ kind: { enum: ['cat', 'dog'] } })),
      '200 body kind',
    ],
    [
      'an alternative of an answer',
      answering(object({ kind: { oneOf: [object({ a: text }), { type: 'integer' }] } })),
      answering(object({ kind: { oneOf: [object({ a: { type: 'integer' } }), { type: 'integer' }] } })),
      '200 body kind a',
    ],
    [
      'a header that is gone',
      { responses: { 200: { description: 'x', headers: { 'X-Total': { schema: text } } } } },
      { responses: { 200: { description: 'x' } } },
      '200 header x-total',
    ],
  ];
  test.each(onlyUsers)('%s meets those who use it', async (_, before, after, used) => {
    const difference = await compared(before, after);
    const fields = used.startsWith('200') ? { read: [used] } : { sent: [used] };
    expect(bodhi(difference, [contract(fields)]).hits).toMatchObject([{ certainty: 'field' }]);
  });
  test.each(onlyUsers)('%s passes the others by', async (_, before, after) => {
    const difference = await compared(before, after);
    expect(bodhi(difference, [{ ...contract({}), fields: harmless }])).toMatchObject({ hits: [], spared: [{}] });
  });
});

describe('environments', () => {
  test('are summed each for itself, and a contract says nothing of them', () => {
    const evidence = [
      seen,
      { ...seen, requests: 5, lastSeen: '2026-02-03T00:00:00.000Z', source: 'trace' },
      { ...seen, environment: 'staging', requests: 20 },
      contract({ read: ['200 body pets [] owner'] }),
    ];
    expect(bodhi(ownerGone, evidence).hits[0]?.environments).toEqual([
      { name: 'production', requests: 415, answers: null, lastSeen: '2026-02-03T00:00:00.000Z' },
      { name: 'staging', requests: 20, answers: null, lastSeen: '2026-02-01T00:00:00.000Z' },
      { name: 'any', requests: 0, answers: null, lastSeen: '2026-02-01T00:00:00.000Z' },
    ]);
  });

  test('that are only for trying things are said to be', () => {
    expect(bodhi(ownerGone, [{ ...seen, environment: 'staging' }]).hits[0]?.because).toMatch(
      /GET \S+ was seen only in staging\./,
    );
    expect(bodhi(ownerGone, [seen]).hits[0]?.because).not.toContain('seen only');
  });
});

describe('whatever the evidence', () => {
  const path = fc.constantFrom(
    '200 body pets [] owner',
    '200 body pets [] name',
    '200 body pets',
    '200 body',
    '200',
    'default body pets [] owner',
  );
  const record = fc
    .record({
      read: fc.array(path, { maxLength: 3 }),
      hasFields: fc.boolean(),
      complete: fc.boolean(),
      environment: fc.constantFrom('production', 'staging', 'any'),
      requests: fc.nat(5),
      source: fc.constantFrom('access log', 'pact', 'trace'),
      operation: fc.constantFrom('GET /pets', 'GET /elsewhere'),
    })
    .map(({ read, hasFields, complete, ...rest }): UseEvidence => {
      const use = contract({ read }, complete);
      return { ...use, ...rest, fields: hasFields ? use.fields : null };
    });

  test('its order does not matter', () => {
    fc.assert(
      fc.property(
        fc
          .array(record, { maxLength: 6 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(bodhi(ownerGone, shuffled)).toEqual(bodhi(ownerGone, all));
        },
      ),
    );
  });

  test('only a source that names everything makes a hit go away, and then it says so', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), record, (some, one) => {
        const before = bodhi(ownerGone, some);
        const after = bodhi(ownerGone, [...some, one]);
        if (before.hits.length > 0 && after.hits.length === 0) {
          expect(one.fields?.complete.read).toBe(true);
          expect(after.notAffectedBecause).toContain('200.body.pets[].owner');
        }
        expect(after.hits.length + after.spared.length).toBeGreaterThan(0);
      }),
    );
  });

  test('who is seen using the very field is hit', () => {
    const shown = record.map((use) => ({
      ...use,
      operation: 'GET /pets',
      fields: contract({ read: ['200 body pets [] owner'] }, false).fields,
    }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), shown, (some, one) => {
        expect(bodhi(ownerGone, [...some, one]).hits).toMatchObject([{ certainty: 'field' }]);
      }),
    );
  });
});
