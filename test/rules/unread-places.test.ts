// What stands where a description cannot be read is not called gone, and nothing is called fine because of it.

import { describe, expect, it } from 'vitest';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { loadSpec } from '../../src/spec/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { compare, compareOptions } from './compare.ts';

const shared = (section: string) => ({ $ref: `#/components/${section}/it` });
const nowhere = { $ref: '#/components/nowhere' };
const done = { responses: { 204: { description: 'Done.' } } };
const api = (paths: unknown, more: object = {}) => ({ paths, ...more });
const post = (operation: object, more: object = {}) => api({ '/birds': { post: { ...done, ...operation } } }, more);
const answer = (response: object) => post({ responses: { 200: { description: 'A bird.', ...response } } });
const body = (mediaType: unknown) => ({ content: { 'application/json': mediaType } });
const text = { schema: { type: 'string' } };
const name = { name: 'name', in: 'query', ...text };
const ring = { ring: { '{$request.body#/url}': { post: done } } };
const key = { components: { securitySchemes: { key: { type: 'http', scheme: 'basic' } } } };
const secured = { ...key, security: [{ key: [] }] };

const cases: readonly (readonly [string, object, object])[] = [
  ['an operation under a misspelt method', api({ '/birds': { get: done } }), api({ '/birds': { gte: done } })],
  [
    'one of two under a misspelt method',
    api({ '/birds': { get: done, put: done } }),
    api({ '/birds': { gte: done, put: done } }),
  ],
  [
    'one in a shared path item',
    api({ '/birds': { $ref: '#/components/pathItems/B' } }, { components: { pathItems: { B: { get: done } } } }),
    api({ '/birds': { $ref: '#/components/pathItems/B' } }, { components: { pathItems: { B: { gte: done } } } }),
  ],
  ['a webhook', api({}, { webhooks: { seen: { post: done } } }), api({}, { webhooks: { seen: { psot: done } } })],
  ['an operation that is a list', api({ '/birds': { get: done } }), api({ '/birds': { get: [] } })],
  ['a path item that is a list', api({ '/birds': { get: done } }), api({ '/birds': [] })],
  ['a path item that is nowhere', api({ '/birds': { get: done } }), api({ '/birds': nowhere })],
  ['paths that are a list', api({ '/birds': { get: done } }), api([])],
  ['misspelt answers', post({}), api({ '/birds': { post: { respnses: done.responses } } })],
  ['answers that are a list', post({}), post({ responses: [] })],
  ['an answer that is nowhere', answer(body(text)), post({ responses: { 200: nowhere } })],
  ['a misspelt body', answer(body(text)), answer({ contnt: {} })],
  ['bodies that are a list', answer(body(text)), answer({ content: [] })],
  ['a schema that is a list', answer(body(text)), answer(body({ schema: [] }))],
  ['misspelt headers', answer({ headers: { X: { ...text, required: true } } }), answer({ headrs: { X: {} } })],
  [
    'a header that is nowhere',
    answer({ headers: { X: { ...text, required: true } } }),
    answer({ headers: { X: nowhere } }),
  ],
  ['misspelt parameters', post({ parameters: [name] }), post({ paramters: [name] })],
  ['a parameter that is nowhere', post({ parameters: [name] }), post({ parameters: [nowhere] })],
  [
    'a shared parameter without a name',
    post({ parameters: [shared('parameters')] }, { components: { parameters: { it: name } } }),
    post({ parameters: [shared('parameters')] }, { components: { parameters: { it: { in: 'query', ...text } } } }),
  ],
  [
    'a parameter of the path that is nowhere',
    api({ '/birds': { post: done, parameters: [name] } }),
    api({ '/birds': { post: done, parameters: [nowhere] } }),
  ],
  [
    'a shared request body that is a list',
    post({ requestBody: shared('requestBodies') }, { components: { requestBodies: { it: body(text) } } }),
    post({ requestBody: shared('requestBodies') }, { components: { requestBodies: { it: [] } } }),
  ],
  ['a request body that is nowhere', post({ requestBody: body(text) }), post({ requestBody: nowhere })],
  ['a callback that is nowhere', post({ callbacks: ring }), post({ callbacks: { ring: nowhere } })],
  ['callbacks that are a list', post({ callbacks: ring }), post({ callbacks: [] })],
  [
    'a callback under a misspelt method',
    post({ callbacks: ring }),
    post({ callbacks: { ring: { '{$request.body#/url}': { psot: done } } } }),
  ],
  ['security that is an object', post({}, secured), post({}, { ...key, security: { key: [] } })],
  ['misspelt security', post({ security: [] }, secured), post({ secrity: [] }, secured)],
  [
    'a scheme that is nowhere',
    post({}, secured),
    post({}, { ...secured, components: { securitySchemes: { key: nowhere } } }),
  ],
  ['servers that are an object', api({}, { servers: [{ url: 'https://a.example' }] }), api({}, { servers: {} })],
  ['links that are a list', answer({ links: { next: { operationId: 'a' } } }), answer({ links: [] })],
  [
    'properties that are a list',
    answer(body({ schema: { type: 'object', properties: { a: { type: 'string' } } } })),
    answer(body({ schema: { type: 'object', properties: [] } })),
  ],
  [
    'required names that are a text',
    answer(body({ schema: { type: 'object', properties: { a: {} }, required: ['a'] } })),
    answer(body({ schema: { type: 'object', properties: { a: {} }, required: 'a' } })),
  ],
];

describe('what a description seems to lack where it cannot be read', () => {
  it.each(cases)('is neither gone nor new: %s', async (_, before, after) => {
    for (const [base, revision] of [
      [before, after],
      [after, before],
    ] as const) {
      const { verdict, findings, problems } = await compare(base, revision);
      expect(findings).toEqual([]);
      expect(verdict).toBe('unknown');
      expect(problems.filter(({ hides }) => hides)).not.toEqual([]);
    }
  });

  it('is gone where only another thing cannot be read', async () => {
    const rulesOf = async (before: object, after: object) =>
      (await compare(before, after)).findings.map(({ rule, operation }) => [rule, operation?.method]);
    const both = { get: done, post: done };
    expect(await rulesOf(api({ '/birds': both }), api({ '/birds': { gte: done } }))).toEqual([
      ['operation-removed', 'POST'],
    ]);
    expect(await rulesOf(post({ responses: { 200: {}, 201: {} } }), post({ responses: { 200: nowhere } }))).toEqual([
      ['status-removed', 'POST'],
    ]);
    const needed = { name: 'age', in: 'query', required: true };
    expect(await rulesOf(post({ parameters: [nowhere] }), post({ parameters: [nowhere, needed] }))).toEqual([
      ['parameter-added', 'POST'],
    ]);
  });
});

describe('a file that cannot be read', () => {
  const files = (shared: string) => ({
    'api.yaml': `openapi: 3.1.0
info: {title: Birds, version: "1"}
paths:
  /birds: {$ref: 'birds.yaml#/all'}
  /nests: {$ref: 'nests.yaml#/all'}
  /eggs: {$ref: 'eggs.yaml#/all'}
`,
    ...Object.fromEntries(
      ['birds', 'nests'].map((name) => [
        `${name}.yaml`,
        `all:
  get:
    parameters:
      - {$ref: 'shared.yaml#/parameters/limit'}
      - {$ref: 'shared.yaml#/parameters/cursor'}
    responses: {'200': {$ref: 'shared.yaml#/responses/some'}}
`,
      ]),
    ),
    'eggs.yaml': "all: {$ref: 'shared.yaml#/eggs'}\n",
    'shared.yaml': shared,
  });
  const shared = `parameters:
  limit: {name: limit, in: query, schema: {type: integer}}
  cursor: {name: cursor, in: query, required: true, schema: {type: string}}
responses:
  some: {description: Some., content: {application/json: {schema: {type: array, items: {type: string}}}}}
eggs:
  get: {responses: {'204': {description: None.}}}
`;
  const compareFiles = async (before: string, after: string) => {
    const base = await loadSpec('api.yaml', { cwd: await temporaryFolder(files(before)) });
    const revision = await loadSpec('api.yaml', { cwd: await temporaryFolder(files(after)) });
    return compareLoadedSpecs(base, revision, compareOptions);
  };

  it('is told once, at the place in it that is to be mended', async () => {
    const { problems } = await compareFiles(shared, `${shared}\tmore: {}\n`);
    expect(problems).toMatchObject([
      { code: 'reference-unreadable', hides: true, position: { source: 'shared.yaml', line: 8 } },
    ]);
  });

  it('makes nothing gone or new of what lies behind references to it', async () => {
    for (const [before, after] of [
      [shared, `${shared}\tmore: {}\n`],
      [`${shared}\tmore: {}\n`, shared],
    ] as const) {
      const { verdict, findings, blindSpots } = await compareFiles(before, after);
      expect(findings).toEqual([]);
      expect(verdict).toBe('unknown');
      expect(blindSpots.places.filter(({ subject }) => subject.includes('undefined'))).toEqual([]);
    }
  });

  it('that is missing is told wherever a reference leads to it', async () => {
    const { problems } = await compareFiles(shared, shared.replace('limit: {name', 'limit: {$ref: none.yaml, name'));
    expect(problems.map(({ message, position }) => [message, position?.source, position?.pointer])).toEqual([
      ['none.yaml cannot be read: there is no such file.', 'birds.yaml', '/all/get/parameters/0/$ref'],
      ['none.yaml cannot be read: there is no such file.', 'nests.yaml', '/all/get/parameters/0/$ref'],
    ]);
  });
});
