import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const done = { '204': { description: 'x' } };
const info = { title: 'T', version: '1' };

const api = (openapi: string, operation: object, parts: object = {}) => ({
  openapi,
  info,
  paths: { '/p': { post: { responses: done, ...operation } } },
  ...parts,
});

const saidOf = async (before: object, after: object) =>
  (await compare(before, after)).findings.map(({ severity, rule }) => `${severity} ${rule}`);

describe('a field that few documents have', () => {
  it('is compared: the x-ms-paths of Azure, which a query tells apart', async () => {
    const parameters = (maximum: number) => [{ name: 'limit', in: 'query', type: 'integer', maximum }];
    const api = (overloads: object) => ({
      swagger: '2.0',
      info,
      paths: {
        '/disks/{name}': {
          get: { parameters: [{ name: 'name', in: 'path', required: true, type: 'string' }], responses: done },
        },
      },
      'x-ms-paths': overloads,
    });
    const listed = (maximum: number) => ({
      '/disks?comp=list': { get: { parameters: parameters(maximum), responses: done } },
    });
    expect(await saidOf(api(listed(9)), api(listed(9)))).toEqual([]);
    const { findings } = await compare(api(listed(9)), api(listed(5)));
    expect(findings.map(({ rule, witness }) => [rule, witness?.http])).toEqual([
      ['maximum-decreased', 'GET /disks?comp=list&limit=6 HTTP/1.1'],
    ]);
    const [gone] = (await compare(api(listed(9)), api({}))).findings;
    expect([gone?.rule, gone?.severity, gone?.revision?.pointer]).toEqual([
      'operation-removed',
      'breaking',
      '/x-ms-paths',
    ]);
  });

  it('is compared: a method of its own, in the capitals that are sent', async () => {
    const calling = (method: string) => ({
      openapi: '3.2.0',
      info,
      paths: { '/p': { additionalOperations: { [method]: { responses: done } } } },
    });
    expect(await saidOf(calling('Link'), calling('LINK'))).toEqual([
      'breaking operation-removed',
      'safe operation-added',
    ]);
  });

  it('is passed over: an encoding of what is no form', async () => {
    const content = (type: string, encoding: object) => ({
      [type]: {
        schema: { type: 'object', properties: { tags: { type: 'array', items: { type: 'string' } } } },
        encoding,
      },
    });
    const sent = (type: string, encoding: object) =>
      api('3.1.0', { requestBody: { content: content(type, encoding) } });
    const joined = { tags: { explode: false } };
    expect((await compare(sent('application/json', {}), sent('application/json', joined))).verdict).toBe('identical');
    const form = 'application/x-www-form-urlencoded';
    expect((await compare(sent(form, {}), sent(form, joined))).verdict).toBe('breaking');
  });

  it.each(['itemEncoding', 'prefixEncoding'])('is compared: %s', async (field) => {
    const parts = (contentType: string) => {
      const encoding = field === 'itemEncoding' ? { contentType } : [{ contentType }];
      const mixed = { itemSchema: {}, schema: { type: 'array' }, [field]: encoding };
      return api('3.2.0', { requestBody: { content: { 'multipart/mixed': mixed } } });
    };
    const { findings } = await compare(parts('image/png'), parts('image/jpeg'));
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      expect.stringMatching(/^breaking: (Each further part|Part 1) of the request body must be sent as image\/jpeg/),
    ]);
    const bare = api('3.2.0', {
      requestBody: { content: { 'multipart/mixed': { itemSchema: {}, schema: { type: 'array' } } } },
    });
    expect((await compare(bare, parts('image/jpeg'))).verdict).toBe('breaking');
  });

  it('is compared: what a value stands for that names no form', async () => {
    const pets = (defaultMapping?: string) => {
      const discriminator = { propertyName: 'kind', ...(defaultMapping && { defaultMapping }) };
      const schema = {
        oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
        discriminator,
      };
      const form = (name: string) => ({ type: 'object', properties: { kind: { type: 'string' }, [name]: {} } });
      const schemas = { Cat: form('lives'), Dog: form('tricks') };
      return api(
        '3.2.0',
        { requestBody: { content: { 'application/json': { schema } } } },
        { components: { schemas } },
      );
    };
    const [cat, dog] = [pets('Cat'), pets('Dog')];
    expect(await saidOf(cat, dog)).toEqual(['risky discriminator-default-changed']);
    expect(await saidOf(cat, pets())).toEqual(['risky discriminator-default-changed']);
    expect(await saidOf(cat, cat)).toEqual([]);
  });

  it('is compared: how Swagger 2 sets the values of a list in a header apart', async () => {
    const header = (collectionFormat?: string) => ({
      swagger: '2.0',
      info,
      paths: {
        '/p': {
          get: {
            responses: {
              '200': {
                description: 'x',
                headers: {
                  'X-Tags': { type: 'array', items: { type: 'string' }, ...(collectionFormat && { collectionFormat }) },
                },
              },
            },
          },
        },
      },
    });
    expect(await saidOf(header('csv'), header('pipes'))).toEqual(['breaking header-style-changed']);
    expect(await saidOf(header(), header('csv'))).toEqual([]);
  });

  it.each(['title', 'description', 'x-page'])(
    'is compared: what a link gives to a parameter called %s',
    async (name) => {
      const link = (value: string, field: string) => {
        const links = { next: { operationId: 'list', [field]: { [name]: value } } };
        return api('3.1.0', { responses: { '200': { description: 'x', links } } });
      };
      for (const field of ['parameters', 'requestBody']) {
        expect(await saidOf(link('$response.body#/a', field), link('$response.body#/b', field))).toEqual([
          'risky link-changed',
        ]);
      }
    },
  );

  it('is compared: the whole query, whatever its parameter is called', async () => {
    const query = (name: string, type: string) => {
      const content = { 'application/json': { schema: { type: 'object', properties: { a: { type } } } } };
      return api('3.2.0', { parameters: [{ name, in: 'querystring', required: true, content }] });
    };
    expect(await saidOf(query('all', 'integer'), query('filter', 'integer'))).toEqual([]);
    expect(await saidOf(query('all', 'integer'), query('filter', 'string'))).toEqual(['breaking type-changed']);
  });

  it('is compared: security that is left empty, as if it were left out', async () => {
    const document = { ...api('3.1.0', {}), security: [{ key: [] }] };
    const empty = { ...api('3.1.0', { security: null }), security: [{ key: [] }] };
    expect(await saidOf(document, empty)).toEqual([]);
  });

  it('is compared: whether a bound of draft-04 is itself allowed', async () => {
    const count = (exclusiveMinimum: boolean) => {
      const schema = {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'integer',
        minimum: 1,
        exclusiveMinimum,
      };
      return api('3.1.0', { requestBody: { required: true, content: { 'application/json': { schema } } } });
    };
    expect((await compare(count(false), count(true))).verdict).toBe('breaking');
    expect((await compare(count(true), count(false))).summary).toMatchObject({ breaking: 0, risky: 0 });
  });
});
