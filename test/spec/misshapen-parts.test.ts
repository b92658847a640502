// What has the wrong shape is passed over by the model, so it is said: what it describes is never taken for fine.

import { describe, expect, it } from 'vitest';
import { specFromText } from '../../src/spec/index.ts';
import { compare } from '../rules/compare.ts';

const answer = { responses: { '204': { description: 'Done.' } } };
const api = (paths: unknown, more: object = {}) => ({ paths, ...more });

describe('what is left of Swagger 2 in a later version', () => {
  const at = (path: object) => api({ '/a': { post: { ...answer, ...path } } });
  const json = { type: 'string' };

  it('is the type of a parameter or header, which is compared as it is meant, and told', async () => {
    const header = (fields: object) => ({ responses: { 200: { description: 'x', headers: { 'X-A': fields } } } });
    const parameter = (fields: object) => ({ parameters: [{ name: 'q', in: 'query', ...fields }] });
    for (const holding of [header, parameter]) {
      const [left, mended] = [at(holding(json)), at(holding({ schema: json }))];
      const { verdict, problems } = await compare(left, mended);
      expect(verdict).toBe('identical');
      expect(problems).toMatchObject([{ code: 'part-misshapen', hides: false, position: { source: 'base.json' } }]);
      expect(problems[0]?.message).toMatch(/has a type at .*\/type without a `schema` around it, as in Swagger 2\./);
      for (const type of ['boolean', ['boolean', 'integer']]) {
        expect((await compare(left, at(holding({ type })))).findings.map(({ rule }) => rule)).toEqual(['type-changed']);
      }
    }
  });

  it.each([
    ['an answer', { responses: { 200: { description: 'x', schema: json } } }, '/responses/200/schema'],
    ['a body', { requestBody: { schema: json } }, '/requestBody/schema'],
    ['a content', { requestBody: { content: { schema: json } } }, '/requestBody/content/schema'],
  ])('is the schema of %s, which keeps the verdict from being fine', async (_, part, pointer) => {
    const { verdict, problems } = await compare(at(part), at(part));
    expect(verdict).toBe('unknown');
    expect(problems[0]).toMatchObject({ code: 'part-misshapen', position: { pointer: `/paths/~1a/post${pointer}` } });
  });
});

describe('what there is since OpenAPI 3 only, in Swagger 2', () => {
  const at = (path: object) => ({
    swagger: '2.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: { '/a': { post: { ...answer, ...path } } },
  });
  const json = { 'application/json': { schema: { type: 'string' } } };

  it('is the schema of a parameter or header, which is compared as it is meant, and told', async () => {
    const header = (fields: object) => ({ responses: { 200: { description: 'x', headers: { 'X-A': fields } } } });
    const parameter = (fields: object) => ({ parameters: [{ name: 'q', in: 'query', ...fields }] });
    for (const holding of [header, parameter]) {
      const left = at(holding({ schema: { type: 'string' } }));
      const { verdict, problems } = await compare(left, at(holding({ type: 'string' })));
      expect(verdict).toBe('identical');
      expect(problems).toMatchObject([{ code: 'part-misshapen', hides: false, position: { source: 'base.json' } }]);
    }
  });

  it('is the schema of a field of a form, which is compared as it is meant', async () => {
    const field = (fields: object) => at({ parameters: [{ name: 'q', in: 'formData', ...fields }] });
    const left = field({ schema: { type: 'string' } });
    expect((await compare(left, field({ type: 'string' }))).verdict).toBe('identical');
    for (const right of [field({ schema: { type: 'boolean' } }), field({ type: 'boolean' })]) {
      expect((await compare(left, right)).findings.map(({ rule }) => rule)).toEqual(['type-changed']);
    }
  });

  it('is a list that is written as its `collectionFormat` says all the same', async () => {
    const list = { type: 'array', items: { type: 'string' } };
    const holders: readonly ((fields: object) => object)[] = [
      (fields) => at({ parameters: [{ name: 'q', in: 'query', ...fields }] }),
      (fields) => at({ parameters: [{ name: 'q', in: 'formData', ...fields }] }),
      (fields) => at({ responses: { 200: { description: 'x', headers: { 'X-A': fields } } } }),
    ];
    for (const holding of holders) {
      const plain = (collectionFormat: string) => holding({ ...list, collectionFormat });
      const around = (collectionFormat: string) => holding({ schema: list, collectionFormat });
      const within = (collectionFormat: string) => holding({ schema: { ...list, collectionFormat } });
      expect((await compare(plain('pipes'), around('pipes'))).verdict).toBe('identical');
      expect((await compare(plain('pipes'), within('pipes'))).verdict).toBe('identical');
      expect((await compare(around('pipes'), around('csv'))).verdict).toBe('breaking');
    }
  });

  it.each([
    ['an answer', { responses: { 200: { description: 'x', content: json } } }, '/responses/200/content'],
    ['a body', { requestBody: { content: json } }, '/requestBody'],
  ])('is the content of %s, which keeps the verdict from being fine', async (_, part, pointer) => {
    const { verdict, problems } = await compare(at(part), at(part));
    expect(verdict).toBe('unknown');
    expect(problems[0]).toMatchObject({ code: 'part-misshapen', position: { pointer: `/paths/~1a/post${pointer}` } });
  });
});

describe('a part of the wrong shape', () => {
  const cases: readonly (readonly [string, object, string, RegExp])[] = [
    ['a list of paths', api([]), '/paths', /has a list at \/paths, where there must be an object/],
    ['a path that is a text', api({ '/a': 'soon' }), '/paths/~1a', /a text/],
    ['an operation that is a number', api({ '/a': { get: 5 } }), '/paths/~1a/get', /a number/],
    [
      'parameters by name',
      api({ '/a': { get: { ...answer, parameters: { q: {} } } } }),
      '/paths/~1a/get/parameters',
      /an object at .*, where there must be a list/,
    ],
    [
      'a parameter that is a text',
      api({ '/a': { parameters: ['q'], get: answer } }),
      '/paths/~1a/parameters/0',
      /a text/,
    ],
    ['a list of responses', api({ '/a': { get: { responses: [] } } }), '/paths/~1a/get/responses', /a list/],
    [
      'a body that is true',
      api({ '/a': { post: { ...answer, requestBody: true } } }),
      '/paths/~1a/post/requestBody',
      /true/,
    ],
    ['a webhook that is a list', api({}, { webhooks: { sold: [] } }), '/webhooks/sold', /a list/],
    ['a list of schemas', api({}, { components: { schemas: [] } }), '/components/schemas', /a list/],
  ];

  it.each(cases)('%s keeps the verdict from being fine', async (_, document, pointer, says) => {
    const { verdict, problems } = await compare(document, document);
    expect(verdict).toBe('unknown');
    expect(problems.map(({ code, position }) => [code, position?.pointer])).toEqual([
      ['part-misshapen', pointer],
      ['part-misshapen', pointer],
    ]);
    expect(problems[0]?.message).toMatch(says);
  });

  it('is a description without any of its parts', async () => {
    const nothing = { openapi: '3.1.0', info: { title: 'Pets', version: '1.0.0' } };
    const { verdict, problems } = await compare(nothing, api({ '/a': { get: answer } }));
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([{ code: 'description-empty', position: { source: 'base.json', line: 1 } }]);
  });

  it('is no part that was left empty, and nothing of the author’s own', async () => {
    const text = 'openapi: 3.1.0\ninfo: { title: T, version: 1 }\nx-notes: []\npaths:\n  x-more: 5\n  /a:\n';
    expect((await specFromText(text, 'a.yaml')).problems).toEqual([]);
  });
});

describe('an operationId that two operations have', () => {
  it('is named where it stands the second time in the newer release, and hides nothing', async () => {
    const twice = api({
      '/a': { get: { ...answer, operationId: 'read' } },
      '/b': { get: { ...answer, operationId: 'read' } },
    });
    const { verdict, problems } = await compare(twice, twice);
    expect(verdict).toBe('identical');
    expect(problems).toMatchObject([
      {
        code: 'operation-id-duplicate',
        message: 'GET /b has the operationId "read", which GET /a has too.',
        position: { source: 'revision.json', pointer: '/paths/~1b/get/operationId', exact: true },
      },
    ]);
  });

  it('is told however much is told beside it that hides nothing', async () => {
    const odd = { get: { responses: { OK: { description: 'Done.' } } } };
    const odds = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`/odd/${at}`, odd]));
    const document = api({ ...odds, '/z': { get: 'soon' } });
    const { verdict, problems } = await compare(document, document);
    expect(verdict).toBe('unknown');
    expect(problems.filter(({ hides }) => hides).map(({ position }) => position?.pointer)).toContain('/paths/~1z/get');
  });
});
