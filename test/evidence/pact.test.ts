// Contracts of each version of the Pact specification, down to the fields that they send and read.

import { describe, expect, test } from 'vitest';
import { readPact } from '../../src/catalog/imports/pact.ts';
import type { Catalog } from '../../src/catalog/index.ts';
import { evidenceOfPacts, operationMatcher } from '../../src/evidence/index.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const catalog: Catalog = smallCatalog(`
teams: { apps: { email: apps@example.org } }
services: { pkgdb: { owner: apps, title: Package database }, fas: { owner: apps } }
consumers: { bodhi-web: { team: apps, uses: {} } }
`);

const matchOperation = operationMatcher([
  { method: 'GET', path: '/packages/{name}' },
  { method: 'POST', path: '/packages' },
  { method: 'GET', path: '/packages' },
]);

function evidence(version: string | null, interactions: readonly unknown[], more: Record<string, unknown> = {}) {
  const contract = {
    consumer: { name: 'Bodhi Web' },
    provider: { name: 'Package Database' },
    interactions,
    ...(version === null ? {} : { metadata: { pactSpecification: { version } } }),
    ...more,
  };
  const pact = readPact(JSON.stringify(contract), 'bodhi.json');
  const { uses, notes, unmatched } = evidenceOfPacts([pact], {
    service: 'pkgdb',
    catalog,
    matchOperation,
    at: '2026-02-20T10:00:00.000Z',
  });
  return { uses, unmatched, notes: [...pact.notes, ...notes] };
}

const read = (version: string, response: unknown) =>
  evidence(version, [{ description: 'one', request: { method: 'GET', path: '/packages/guake' }, response }])
    .uses[0]?.fields?.read.map((path) => path.join(' '))
    .sort();

const sent = (version: string, request: Record<string, unknown>) => {
  const { fields } =
    evidence(version, [
      { description: 'one', request: { method: 'POST', path: '/packages', ...request }, response: {} },
    ]).uses[0] ?? {};
  return [fields?.sent.map((path) => path.join(' ')).sort(), fields?.complete.sent];
};

test('a contract is a word of the consumer on one operation, in any environment', () => {
  const { uses } = evidence('2.0.0', [
    {
      description: 'one',
      request: { method: 'get', path: '/packages/guake' },
      response: { status: 200, body: { name: 'guake' } },
    },
    {
      description: 'none',
      request: { method: 'get', path: '/packages/moon' },
      response: { status: 404, body: { error: 'x' } },
    },
  ]);
  expect(uses).toEqual([
    {
      consumer: 'bodhi-web',
      callerKey: null,
      callerName: null,
      callerVersion: null,
      callerEnvironment: null,
      service: 'pkgdb',
      operation: 'GET /packages/{name}',
      fields: {
        sent: [],
        read: [
          ['200', 'body', 'name'],
          ['404', 'body', 'error'],
        ],
        complete: { sent: true, query: true, read: true },
      },
      environment: 'any',
      requests: 0,
      answers: null,
      firstSeen: '2026-02-20T10:00:00.000Z',
      lastSeen: '2026-02-20T10:00:00.000Z',
      source: 'pact',
    },
  ]);
});

describe('what is read', () => {
  test.each<[string, string, unknown, string[]]>([
    [
      'nested members and entries of lists',
      '1.0.0',
      { status: 200, body: { a: { b: 1 }, c: [{ d: 1 }, { e: 2 }] } },
      ['200 body a b', '200 body c [] d', '200 body c [] e'],
    ],
    ['a status alone', '2.0.0', { status: 204 }, ['204']],
    ['headers, whatever their case', '2.0.0', { status: 200, headers: { ETag: 'x' } }, ['200 header etag']],
    [
      'an empty list or object as a whole',
      '2.0.0',
      { status: 200, body: { a: [], b: {} } },
      ['200 body a', '200 body b'],
    ],
    ['a null in the place of a value', '2.0.0', { status: 200, body: { a: null } }, ['200 body a']],
    [
      'what is no JSON as a whole',
      '2.0.0',
      { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'text' },
      ['200 body', '200 header content-type'],
    ],
    [
      'what only a rule of version 2 names',
      '2.0.0',
      {
        status: 200,
        body: { items: [] },
        matchingRules: { '$.body.items[*].id': { match: 'type' }, '$.header.X': { match: 'regex' } },
      },
      ['200 body items', '200 body items [] id'],
    ],
    [
      'what only a rule of version 3 names',
      '3.0.0',
      {
        status: 200,
        body: { items: [] },
        matchingRules: { body: { "$.items[*]['the id']": { matchers: [{ match: 'type' }] } } },
      },
      ['200 body items', '200 body items [] the id'],
    ],
    [
      'any key where a rule says so',
      '3.0.0',
      {
        status: 200,
        body: { people: { ana: { mail: 'x' } } },
        matchingRules: { body: { '$.people': { matchers: [{ match: 'values' }] } } },
      },
      ['200 body people {*} mail'],
    ],
    [
      'any key where a path of version 2 says so',
      '2.0.0',
      {
        status: 200,
        body: { people: { ana: { mail: 'x' } } },
        matchingRules: { '$.body.people.*': { match: 'type' } },
      },
      ['200 body people {*} mail'],
    ],
    [
      'the body of version 4 in its envelope',
      '4.0',
      { status: 200, body: { contentType: 'application/json', content: { name: 'x' }, encoded: false } },
      ['200 body name'],
    ],
    [
      'the same in Base64',
      '4.0',
      { status: 200, body: { contentType: 'application/json', content: 'eyJuYW1lIjoieCJ9', encoded: 'base64' } },
      ['200 body name'],
    ],
    [
      'an XML body of version 4 as a whole',
      '4.0',
      { status: 200, body: { contentType: 'application/xml', content: '<a/>', encoded: false } },
      ['200 body'],
    ],
  ])('%s', (_, version, response, expected) => {
    expect(read(version, response)).toEqual(expected);
  });
});

describe('what is sent', () => {
  test.each<[string, string, Record<string, unknown>, string[], boolean]>([
    ['a body', '2.0.0', { body: { name: 'x', owner: { login: 'y' } } }, ['body name', 'body owner login'], true],
    ['nothing said of the body leaves it open', '2.0.0', {}, [], false],
    ['an empty body is said', '2.0.0', { body: null }, [], true],
    [
      'a query of version 2',
      '2.0.0',
      { query: 'limit=1&branch=f40&branch=f41', body: '' },
      ['query branch', 'query limit'],
      true,
    ],
    [
      'a query of version 3',
      '3.0.0',
      { query: { limit: ['1'], 'ids[]': ['1', '2'] }, body: null },
      ['query ids', 'query limit'],
      true,
    ],
    ['headers', '3.0.0', { headers: { 'X-Trace': 'x' }, body: null }, ['header x-trace'], true],
  ])('%s', (_, version, request, fields, complete) => {
    expect(sent(version, request)).toEqual([fields, complete]);
  });
});

test('messages are no calls and are left out with a word', () => {
  const call = {
    description: 'one',
    type: 'Synchronous/HTTP',
    request: { method: 'GET', path: '/packages' },
    response: {},
  };
  const { uses, notes } = evidence('4.0', [call, { type: 'Asynchronous/Messages', contents: {} }]);
  expect(uses).toHaveLength(1);
  expect(notes).toEqual(['bodhi.json: 1 messages are no HTTP calls and were left out.']);
  expect(evidence('3.0.0', [], { messages: [{}, {}] }).notes[0]).toContain('2 messages');
});

test('a request that fits no operation is listed, not dropped', () => {
  const request = { method: 'GET', path: '/moon' };
  const { uses, unmatched, notes } = evidence('2.0.0', [{ description: 'the moon', request, response: {} }]);
  expect(uses).toEqual([]);
  expect(unmatched).toEqual([{ method: 'GET', path: '/moon', requests: 0, failed: 0 }]);
  expect(notes).toEqual(['bodhi.json: GET /moon (the moon) fits no operation of pkgdb.']);
});

test('a consumer that the catalogue does not know is an unknown caller under its own name', () => {
  const call = { request: { method: 'GET', path: '/packages' }, response: {} };
  const { uses } = evidence('2.0.0', [call], { consumer: { name: 'stranger' } });
  expect(uses).toMatchObject([{ consumer: null, callerName: 'stranger' }]);
});

test.each([
  ['another service', 'fas', 'bodhi.json is a contract with "fas", which is fas.'],
  [
    'a stranger',
    'PackageDB',
    'bodhi.json is a contract with "PackageDB", which the catalogue does not know; write it under services.pkgdb.alsoKnownAs if it is pkgdb.',
  ],
])('a contract with %s is left out with a word', (_, name, expected) => {
  const { uses, notes } = evidence('2.0.0', [], { provider: { name } });
  expect([uses, notes]).toEqual([[], [expected]]);
});

test.each(['5.0', '0.9', 'latest', '2'])('the version %s', (version) => {
  const attempt = () => evidence(version, []);
  if (version === '2') expect(attempt().notes).toEqual([]);
  else expect(attempt).toThrow(`bodhi.json follows the Pact specification ${version}, which is not known here.`);
});

test('a contract that does not say its version is read as version 2, and that is said', () => {
  expect(evidence(null, []).notes).toEqual([
    'bodhi.json does not say which Pact specification it follows; it was read as version 2.',
  ]);
});
