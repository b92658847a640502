// A keyword of the wrong shape says nothing to the model, so it is said with its place and the verdict is not "fine".

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSpec, specFromText } from '../../src/spec/index.ts';
import { compare } from '../rules/compare.ts';
import { emptyFolder } from '../support/run-cli.ts';

const api = (schema: unknown) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0.0' },
  paths: {
    '/a': { get: { responses: { '200': { description: 'x', content: { 'application/json': { schema } } } } } },
  },
});
const at = '/paths/~1a/get/responses/200/content/application~1json/schema';

describe('an exclusive bound as another version writes it', () => {
  const marked = { type: 'number', minimum: 1, exclusiveMinimum: true };
  const bound = { type: 'number', exclusiveMinimum: 1 };
  const old = (schema: object) => ({ ...api(schema), openapi: '3.0.3' });
  const told = async (document: object) =>
    (await specFromText(JSON.stringify(document), 'a.json')).problems.map(({ message }) => message);

  it('is compared as it is meant, and told once for all places', async () => {
    expect((await compare(api(marked), api(bound))).verdict).toBe('identical');
    expect(await told(api({ type: 'object', properties: { a: marked, b: { ...marked } } }))).toEqual([
      'a.json marks a bound as exclusive by true or false in 2 places, which OpenAPI knows until 3.0 only. It is compared as it is meant.',
    ]);
    expect(await told(old(bound))).toEqual([
      'a.json has a number as an exclusive bound in one place, which OpenAPI knows since 3.1 only. It is compared as it is meant.',
    ]);
  });

  it('is right in its own version, and where draft 4 is asked for', async () => {
    expect(await told(api(bound))).toEqual([]);
    expect(await told(old(marked))).toEqual([]);
    expect(await told(api({ ...marked, $schema: 'http://json-schema.org/draft-04/schema#' }))).toEqual([]);
  });
});

describe('what is misspelt, and can only mean one thing', () => {
  it.each([
    [{ type: 'String' }, { type: 'string' }, 'type-unknown'],
    [{ type: 'any' }, {}, 'type-unknown'],
    [{ type: 'int' }, { type: 'integer' }, 'type-unknown'],
    [{ type: 'Double' }, { type: 'number' }, 'type-unknown'],
    [{ type: 'bool' }, { type: 'boolean' }, 'type-unknown'],
    [{ type: ['String', 'null'] }, { type: ['string', 'null'] }, 'type-unknown'],
    [{ type: ['any', 'null'] }, {}, 'type-unknown'],
    [{ type: 'list', items: {} }, { type: 'array', items: {} }, 'type-unknown'],
    [{ type: 'string', enum: [1, true, 'a'] }, { type: 'string', enum: ['1', 'true', 'a'] }, 'enum-value-misspelt'],
    [{ type: 'integer', enum: ['1', '2'] }, { type: 'integer', enum: [1, 2] }, 'enum-value-misspelt'],
    [{ type: ['boolean', 'null'], enum: ['true', null] }, { enum: [true, null] }, 'enum-value-misspelt'],
    [{ type: 'string', maxLength: '50' }, { type: 'string', maxLength: 50 }, 'part-misshapen'],
  ])('is compared as it is meant, and told: %j', async (misspelt, meant, code) => {
    for (const [before, after] of [
      [misspelt, meant],
      [meant, misspelt],
    ]) {
      const { verdict, problems } = await compare(api(before), api(after));
      expect(verdict).toBe('identical');
      expect(problems).toMatchObject([{ code, hides: false }]);
    }
  });

  it('is the file of Swagger 2 and its name of a discriminator, where they are left in later versions', async () => {
    const file = (schema: object) => api({ type: 'object', properties: { a: schema } });
    expect((await compare(file({ type: 'file' }), file({ type: 'string', format: 'binary' }))).verdict).toBe(
      'identical',
    );
    const form = (kind: string) => ({ type: 'object', properties: { kind: { const: kind } }, required: ['kind'] });
    const told = (discriminator: unknown) => api({ oneOf: [form('a'), form('b')], discriminator });
    expect((await compare(told('kind'), told({ propertyName: 'kind' }))).verdict).toBe('identical');
  });

  it.each(['true', 'yes', 'True'])('is %s in quotes, or as YAML 1.1 has it', async (truth) => {
    const body = (said: unknown) => ({
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1.0.0' },
      paths: {
        '/a': {
          post: {
            deprecated: said,
            parameters: [
              { name: 'q', in: 'query', required: said, schema: { type: 'string' } },
              { name: 'tags', in: 'query', explode: said, schema: { type: 'array', items: { type: 'string' } } },
            ],
            requestBody: {
              required: said,
              content: {
                'application/json': {
                  schema: {
                    type: 'array',
                    uniqueItems: said,
                    items: { type: 'object', nullable: said, properties: { a: { type: 'string', readOnly: said } } },
                  },
                },
              },
            },
            responses: { 204: { description: 'Done.' } },
          },
        },
      },
    });
    expect((await compare(body(truth), body(true))).verdict).toBe('identical');
    expect((await compare(body('no'), body(false))).verdict).toBe('identical');
  });

  it('is left as it is where a value fits one of the types, or none', async () => {
    const fitting = api({ type: ['string', 'integer'], enum: [1, '2'] });
    const { verdict } = await compare(fitting, api({ type: ['string', 'integer'], enum: ['1', '2'] }));
    expect(verdict).toBe('breaking');
    expect((await compare(fitting, fitting)).problems).toEqual([]);
    const word = await compare(api({ type: 'integer' }), api({ type: 'integer', enum: ['one', '2'] }));
    expect(word.findings[0]?.facts).toMatchObject({ values: ['one', 2] });
  });
});

describe('`nullable`, which OpenAPI 3.1 does not know', () => {
  const before = api({ type: 'object', properties: { a: { type: 'string' }, b: { type: ['string', 'null'] } } });
  const after = api({
    type: 'object',
    properties: { a: { type: 'string', nullable: true }, b: { type: 'string', nullable: true } },
  });

  it('is compared as it is meant, and told once for all places', async () => {
    const { findings, problems, verdict } = await compare(before, after);
    expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([['became-nullable', '200.body.a']]);
    expect(verdict).toBe('breaking');
    expect(problems).toMatchObject([{ code: 'nullable-idle', position: { pointer: `${at}/properties/a/nullable` } }]);
    expect(problems[0]?.message).toMatch(/says `nullable` in 2 places, which OpenAPI knows until 3\.0 only/);
  });

  it('changes nothing where a document goes from 3.0 to 3.1 and keeps it', async () => {
    const { findings } = await compare({ ...after, openapi: '3.0.3' }, after);
    expect(findings).toEqual([]);
  });

  it('is told of neither 3.0 nor Swagger', async () => {
    expect((await specFromText(JSON.stringify({ ...after, openapi: '3.0.3' }), 'a.json')).problems).toEqual([]);
  });
});

describe('null that is listed beside a part which lets none in, as converters make it of `nullable` in 3.0', () => {
  const text = { type: 'string' };
  const told = async (schema: object, openapi?: string) =>
    (await specFromText(JSON.stringify({ ...api(schema), ...(openapi && { openapi }) }), 'a.json')).problems.map(
      ({ code }) => code,
    );

  it.each([
    { allOf: [text] },
    { allOf: [{}, { oneOf: [text, { type: 'object' }] }] },
    { anyOf: [text, { type: ['integer', 'boolean'] }] },
  ])('is told: %j', async (parts) => {
    expect(await told({ type: ['string', 'null'], ...parts })).toEqual(['null-shut-out']);
  });

  it('is compared by the letter, and says so with its place', async () => {
    const composed = { allOf: [text] };
    const before = { ...api({ type: 'string', nullable: true, ...composed }), openapi: '3.0.3' };
    const { findings, problems } = await compare(before, api({ type: ['string', 'null'], ...composed }));
    expect(findings.map(({ rule }) => rule)).toEqual(['became-not-nullable']);
    expect(problems).toMatchObject([
      { message: expect.stringContaining('By the letter'), position: { pointer: `${at}/type` } },
    ]);
  });

  it.each([
    { anyOf: [text, { type: 'null' }] },
    { allOf: [{ maxLength: 5 }, { type: ['string', 'null'] }] },
    { anyOf: [{ type: ['string', 'null'] }, text] },
    { allOf: [text], nullable: true },
  ])('is not where null may come: %j', async (parts) => {
    expect(await told({ type: ['string', 'null'], ...parts })).not.toContain('null-shut-out');
  });
});

describe('what stands beside a reference, which OpenAPI passes over until 3.0', () => {
  const referring = (beside: object, openapi = '3.0.3') => ({
    ...api({ $ref: '#/components/schemas/A', ...beside }),
    openapi,
    components: { schemas: { A: { type: 'string' } } },
  });

  it.each(['2.0', '3.0.3'])('is told with its place in %s', async (version) => {
    const { openapi: _, ...swagger } = {
      ...referring({}),
      swagger: '2.0',
      paths: {
        '/a': {
          get: { responses: { 200: { description: 'x', schema: { $ref: '#/definitions/A', nullable: true } } } },
        },
      },
      definitions: { A: { type: 'string' } },
    };
    const document = version === '2.0' ? swagger : referring({ nullable: true });
    const { problems } = await specFromText(JSON.stringify(document), 'a.json');
    expect(problems.map(({ code, position }) => [code, position?.pointer.endsWith('/schema/nullable')])).toEqual([
      ['beside-reference-idle', true],
    ]);
  });

  it.each([
    ['applies', referring({ maxLength: 5 }, '3.1.0')],
    ['says nothing of values', referring({ description: 'New.', default: 'a', deprecated: true, 'x-order': 1 })],
  ])('is not where it %s', async (_, document) => {
    expect((await specFromText(JSON.stringify(document), 'a.json')).problems).toEqual([]);
  });
});

describe('a keyword of the wrong shape', () => {
  const cases: readonly (readonly [object, string, RegExp])[] = [
    [{ required: 'a' }, '/required', /has a text at .*, where there must be a list/],
    [{ properties: [] }, '/properties', /has a list at .*, where there must be an object/],
    [{ enum: 'x' }, '/enum', /a text at .* a list/],
    [{ items: 3 }, '/items', /a number at .* a schema/],
    [{ allOf: { type: 'string' } }, '/allOf', /an object at .* a list/],
    [{ minimum: 'three' }, '/minimum', /a text at .* a number/],
    [{ pattern: 5 }, '/pattern', /a number at .* a text/],
    [{ type: 7 }, '/type', /a number at .* a text or a list/],
    [{ type: null }, '/type', /has null at .* a text or a list/],
    [{ $ref: 5 }, '/$ref', /a number at .* a text/],
    [{ additionalProperties: 'no' }, '/additionalProperties', /a text at .* a schema/],
    [{ properties: { a: 'string' } }, '/properties/a', /a text at .* a schema/],
    [{ oneOf: [{ type: 'string' }, 3] }, '/oneOf/1', /a number at .* a schema/],
    [{ properties: { a: { items: { not: 1 } } } }, '/properties/a/items/not', /a number at .* a schema/],
  ];
  it.each(cases)('%j is told with its place', async (schema, pointer, says) => {
    const { verdict, problems } = await compare(api({}), api(schema));
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([{ code: 'part-misshapen', position: { pointer: at + pointer } }]);
    expect(problems[0]?.message).toMatch(says);
  });

  it.each([
    ['.inf', 'Infinity'],
    ['.nan', 'NaN'],
    ['1e400', 'Infinity'],
  ])('is told of the number %s, which no value can be held to', async (written, read) => {
    const text = JSON.stringify(api({ maximum: 0 })).replace('"maximum":0', `"maximum": ${written}`);
    const { problems } = await specFromText(text, 'a.yaml');
    expect(problems).toMatchObject([{ code: 'part-misshapen', position: { pointer: `${at}/maximum` } }]);
    expect(problems[0]?.message).toContain(`has ${read} at`);
  });

  it.each(['objekt', ['string', 'objekt']])(
    'is told of the type %j, which there is not, but hides nothing',
    async (type) => {
      const { verdict, problems } = await compare(api({ type }), api({ type }));
      expect(verdict).toBe('identical');
      expect(problems[0]).toMatchObject({ code: 'type-unknown', position: { pointer: `${at}/type` }, hides: false });
      expect(problems[0]?.message).toContain(`has the type "objekt" at ${at}/type, which there is not.`);
      expect(problems[0]?.hint).toBe('Did you mean "object"? It is compared as a type that no value has.');
    },
  );

  it('is told however many types, keys and patterns are odd before it', async () => {
    const odd = { type: 'objekt', requried: ['a'], pattern: '(' };
    const properties = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`odd${index}`, odd]));
    const schema = { properties: { ...properties, z: { items: 3 } } };
    const { verdict, problems } = await compare(api(schema), api(schema));
    expect(verdict).toBe('unknown');
    expect(problems.filter(({ hides }) => hides)).toMatchObject([
      { position: { pointer: `${at}/properties/z/items` } },
      { position: { pointer: `${at}/properties/z/items` } },
    ]);
  });

  it.each([{ type: 'objekt' }, { pattern: '(' }])(
    'is told of both versions where %j stands in both',
    async (schema) => {
      const text = JSON.stringify(api(schema));
      const revision = await specFromText(text, 'revision.json', specFromText(text, 'base.json'));
      expect(revision.problems).toMatchObject([{ position: { source: 'revision.json' } }]);
    },
  );

  it('is told of a type that is like none there is, with those that there are', async () => {
    const { problems } = await compare(api({}), api({ type: 'money' }));
    expect(problems[0]?.hint).toMatch(/^There are string, number, .*null, file\. It is compared/);
  });

  it.each([
    ['[a-', { pattern: '[a-' }, '/pattern'],
    ['(?i)pets', { pattern: '(?i)pets' }, '/pattern'],
    ['(', { patternProperties: { '(': {} } }, '/patternProperties/('],
  ])('is told of the pattern %s, which is no regular expression', async (pattern, schema, pointer) => {
    const { problems } = await compare(api({}), api(schema));
    expect(problems).toMatchObject([
      { code: 'pattern-unreadable', position: { source: 'revision.json', pointer: at + pointer }, hides: false },
    ]);
    expect(problems[0]?.message).toContain(`has the pattern "${pattern}" at`);
  });

  it.each(['^[\\w-.]+$', '^\\p{L}+$', '\\-', '^{', '(?<!a)b'])('says nothing of the pattern %s', async (pattern) => {
    expect((await compare(api({ pattern }), api({ pattern }))).problems).toEqual([]);
  });

  it('is found in the shared schemas of either version too', async () => {
    const parts = { info: { title: 'P', version: '1' }, paths: { '/a': { get: { responses: {} } } } };
    const modern = { openapi: '3.0.3', ...parts, components: { schemas: { A: { required: 'a' } } } };
    const old = { swagger: '2.0', ...parts, definitions: { A: { required: 'a' } } };
    const found = [modern, old].map((document) => specFromText(JSON.stringify(document), 'a.json'));
    const problems = (await Promise.all(found)).flatMap((spec) => spec.problems);
    expect(problems.map(({ position }) => position?.pointer)).toEqual([
      '/components/schemas/A/required',
      '/definitions/A/required',
    ]);
  });

  it('is found in the files that schemas refer to, even in a circle', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'api.json'), JSON.stringify(api({ $ref: 'a.json' })));
    await writeFile(join(folder, 'a.json'), '{ "items": { "$ref": "b.json#/deep" } }');
    await writeFile(join(folder, 'b.json'), '{ "deep": { "required": "a", "not": { "$ref": "a.json" } } }');
    const { problems } = await loadSpec('api.json', { cwd: folder });
    expect(problems).toMatchObject([{ position: { source: 'b.json', pointer: '/deep/required' } }]);
  });

  it('is found in the parameters and headers of Swagger 2, which are schemas themselves', async () => {
    const query = { name: 'n', in: 'query', required: true, type: 'integer' };
    const old = (parameter: object, length: object = {}) => ({
      swagger: '2.0',
      info: { title: 'P', version: '1' },
      parameters: { shared: { name: 's', in: 'header', type: 'array', items: {}, ...parameter } },
      paths: {
        '/a': {
          parameters: [
            { ...query, ...parameter },
            { name: 'b', in: 'body', schema: { required: ['a'] } },
          ],
          post: {
            parameters: [{ ...query, name: 'f', in: 'formData', ...parameter }],
            responses: {
              200: { description: 'x', headers: { 'X-A': { type: 'array', items: { type: 'string', ...length } } } },
            },
          },
        },
      },
    });
    expect((await compare(old({}), old({}))).problems).toEqual([]);
    const { verdict, problems } = await compare(old({}), old({ minimum: 'three' }, { maxLength: 'x' }));
    expect(verdict).toBe('unknown');
    expect(problems.map(({ message, position }) => [position?.pointer, /has .* at/.exec(message)?.[0]])).toEqual([
      ['/parameters/shared/minimum', 'has a text at'],
      ['/paths/~1a/parameters/0/minimum', 'has a text at'],
      ['/paths/~1a/post/parameters/0/minimum', 'has a text at'],
      ['/paths/~1a/post/responses/200/headers/X-A/items/maxLength', 'has a text at'],
    ]);
  });

  it('is no more than a hint where an old draft would have understood it', async () => {
    const { verdict, problems } = await compare(api({}), api({ properties: { a: { required: true } } }));
    expect(verdict).not.toBe('unknown');
    expect(problems).toMatchObject([{ code: 'part-misshapen', hides: false }]);
  });

  it('is not looked for in data, nor in names that are those of keywords', async () => {
    const fine = {
      type: ['object', 'null'],
      default: { schema: { required: 'x' } },
      example: { schema: { enum: 3 } },
      'x-mine': { schema: { items: 3 } },
      properties: {
        required: { type: 'string' },
        items: { type: 'array', items: true },
        enum: { enum: ['a'] },
        schema: { const: { required: 'a' } },
      },
      exclusiveMinimum: 3,
      additionalProperties: false,
    };
    expect((await compare(api(fine), api(fine))).problems).toEqual([]);
  });
});
