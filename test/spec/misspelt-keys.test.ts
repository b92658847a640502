// A slip of the pen makes a key that nobody reads: it is told with what was probably meant, and nothing else is.

import { describe, expect, it } from 'vitest';
import { specFromText } from '../../src/spec/index.ts';
import { compare } from '../rules/compare.ts';

const operation = { responses: { '204': { description: 'Done.' } } };
const api = (item: object, more: object = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1.0.0' },
  paths: { '/a': item },
  ...more,
});
const json = (schema: object) => ({ 'application/json': { schema } });
const body = (schema: object) => api({ post: { ...operation, requestBody: { content: json(schema) } } });
const parameter = (more: object) => api({ get: { ...operation, parameters: [{ name: 'a', in: 'query', ...more }] } });

async function problemsOf(document: object) {
  return (await specFromText(JSON.stringify(document), 'a.json')).problems;
}

describe('a key that OpenAPI does not know', () => {
  const schemaAt = '/paths/~1a/post/requestBody/content/application~1json/schema';
  const hiding: readonly (readonly [string, object, string])[] = [
    ['/paths/~1a/gte', api({ gte: operation }), 'get'],
    ['/paths/~1a/Post', api({ Post: operation }), 'post'],
    ['/paths/~1a/get/parameter', api({ get: { ...operation, parameter: [] } }), 'parameters'],
    ['/paths/~1a/get/response', api({ get: { response: {} } }), 'responses'],
    ['/paths/~1a/get/requestBdoy', api({ get: { ...operation, requestBdoy: {} } }), 'requestBody'],
    ['/paths/~1a/get/responses/200/contents', api({ get: { responses: { 200: { contents: {} } } } }), 'content'],
    ['/paths/~1a/get/responses/200/header', api({ get: { responses: { 200: { header: {} } } } }), 'headers'],
    ['/webhook', { ...api({}), webhook: {} }, 'webhooks'],
    ['/components/schema', api({}, { components: { schema: {} } }), 'schemas'],
    ['/paths/~1a/get/parameters/0/shema', parameter({ shema: { type: 'string' } }), 'schema'],
  ];
  it.each(hiding)('%s keeps the verdict from being fine', async (pointer, document, meant) => {
    const { verdict, problems } = await compare(document, document);
    expect(verdict).toBe('unknown');
    expect(problems.map(({ code, position }) => [code, position?.pointer])).toEqual([
      ['key-misspelt', pointer],
      ['key-misspelt', pointer],
    ]);
    expect(problems[0]?.hint).toContain(`Did you mean "${meant}"?`);
  });

  const telling: readonly (readonly [string, object, string])[] = [
    [`${schemaAt}/requried`, body({ requried: ['a'] }), 'required'],
    [`${schemaAt}/properties/a/maxlength`, body({ properties: { a: { maxlength: 3 } } }), 'maxLength'],
    [`${schemaAt}/additionalProperty`, body({ additionalProperty: false }), 'additionalProperties'],
    [`${schemaAt}/items/enums`, body({ items: { enums: ['a'] } }), 'enum'],
    ['/paths/~1a/get/operationID', api({ get: { ...operation, operationID: 'a' } }), 'operationId'],
    ['/paths/~1a/get/parameters/0/require', parameter({ require: true }), 'required'],
    ['/paths/a', { ...api({}), paths: { a: { get: operation } } }, '/a'],
  ];
  it.each(telling)('%s is told, and hides nothing else', async (pointer, document, meant) => {
    const { verdict, problems } = await compare(document, document);
    expect(verdict).toBe('identical');
    expect(problems[0]).toMatchObject({ code: 'key-misspelt', position: { pointer }, hides: false });
    expect(problems[0]?.hint).toContain(`Did you mean "${meant}"?`);
  });

  it('keeps the verdict from being fine where the same was spelt right before', async () => {
    const [older, newer] = [body({ maxLength: 9 }), body({ maxlength: 3 })];
    const { verdict, problems } = await compare(older, newer);
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([{ code: 'key-misspelt', hides: true }]);
    expect((await compare(newer, newer)).verdict).toBe('identical');
    expect((await compare(body({}), newer)).verdict).toBe('identical');
  });

  it('is told of the newer release where both have it in the same lines', async () => {
    const old = JSON.stringify(api({ gte: operation }), null, 2);
    const base = specFromText(old, 'base.json');
    const revision = await specFromText(old.replace('1.0.0', '1.1.0'), 'revision.json', base);
    expect(revision.problems).toMatchObject([{ code: 'key-misspelt', position: { source: 'revision.json' } }]);
  });

  it.each<[string, object]>([
    ['one of the author’s own', api({ 'x-get': operation, get: { ...operation, 'x-parameter': [] } })],
    ['one that a newer version knows', api({ query: operation, get: { ...operation, servers: [] } })],
    ['a keyword of a newer version', body({ const: 1, $defs: {}, prefixItems: [], dependentRequired: {} })],
    ['one that is like none', body({ primaryKey: true, unit: 'kg', minimal: { a: 1 }, note: 'Soon.' })],
    ['one beside that which it is like', body({ required: ['a'], require: ['b'] })],
    ['one whose value is shaped otherwise', body({ item: 'pet', type: 'object', formats: ['a'] })],
    ['one that only documents', body({ descriptoin: 'x', exmaple: 1, titel: 'x' })],
    ['a name of somebody’s own', body({ properties: { requried: {}, gte: {}, itmes: {} }, required: ['gte'] })],
    ['data', body({ example: { requried: ['a'] }, default: { itmes: {} }, enum: [{ enums: [] }] })],
    ['what an older version knew', api({ get: { ...operation, consumes: [], parameters: [{ $ref: '#/x' }] } })],
  ])('is no word about %s', async (_, document) => {
    expect((await problemsOf(document)).filter(({ code }) => code === 'key-misspelt')).toEqual([]);
  });
});

describe('a parameter that says too little to be sent', () => {
  it.each<[string, object, RegExp]>([
    ['without a name', { name: undefined }, /has a parameter at \/paths\/~1a\/get\/parameters\/0 without `name`/],
    ['without a place', { in: undefined }, /without `in`, where there must be path, query, header or cookie\./],
    ['in a place that there is not', { in: 'qeury' }, /whose `in` is "qeury"/],
    ['in the body, as in Swagger 2', { in: 'body' }, /whose `in` is "body"/],
    ['in a form, as in Swagger 2', { in: 'formData' }, /whose `in` is "formData"/],
  ])('is told where it is one %s', async (_, more, says) => {
    const { verdict, problems } = await compare(parameter({}), parameter(more));
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([{ code: 'part-misshapen', hides: true }]);
    expect(problems[0]?.message).toMatch(says);
  });
});

describe('a status that HTTP does not know', () => {
  it.each(['20', '2000', 'defualt', 'OK'])('%s is told', async (status) => {
    const problems = await problemsOf(api({ get: { responses: { [status]: { description: 'x' } } } }));
    expect(problems).toMatchObject([
      { code: 'status-unknown', position: { pointer: `/paths/~1a/get/responses/${status}` }, hides: false },
    ]);
  });

  it.each(['200', '2XX', '5xx', 'default', 'x-more'])('%s is none', async (status) => {
    expect(await problemsOf(api({ get: { responses: { [status]: { description: 'x' } } } }))).toEqual([]);
  });
});
