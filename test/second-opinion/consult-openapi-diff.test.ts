import { describe, expect, it } from 'vitest';
import type { OperationRef } from '../../src/rules/index.ts';
import { consultOpenapiDiff } from '../../src/second-opinion/index.ts';
import { type LoadedSpec, loadSpec, type ResolvedReference, type SourceDocument } from '../../src/spec/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const operation: OperationRef = { kind: 'path', method: 'POST', path: '/pets/{id}', name: null, operationId: null };

function spec(value: Record<string, unknown>): LoadedSpec {
  const document: SourceDocument = {
    source: 'pets.json',
    value,
    locate: (pointer) => ({ source: 'pets.json', pointer, line: null, column: null, exact: true }),
    resolve: (ref): ResolvedReference | null => {
      let current: unknown = value;
      for (const key of ref.slice(2).split('/')) current = (current as Record<string, unknown> | undefined)?.[key];
      return current === undefined ? null : { document, pointer: ref.slice(1), value: current };
    },
    writtenAt: () => null,
    dynamicTargets: () => [],
    whyUnresolved: (ref) => ({ code: 'reference-missing', message: `Nothing is at ${ref}.`, hint: 'Mend it.' }),
  };
  const dialect = value.swagger ? 'swagger-2.0' : value.openapi === '3.1.0' ? 'openapi-3.1' : 'openapi-3.0';
  return {
    source: 'pets.json',
    roots: [{ document, dialect }],
    sources: ['pets.json'],
    digest: '',
    wideIntegers: [],
    problems: [],
  };
}

const post = (request: unknown, response: unknown = { type: 'string' }, more = {}) =>
  spec({
    openapi: '3.0.3',
    paths: {
      '/pets/{name}': {
        post: {
          requestBody: { content: { 'application/vnd.pets+json; charset=utf-8': { schema: request } } },
          responses: { 200: { description: 'ok', content: { 'application/json': { schema: response } } } },
        },
      },
    },
    ...more,
  });

const consult = (base: LoadedSpec, revision: LoadedSpec, ours: boolean, limits = {}) =>
  consultOpenapiDiff(base, revision, [operation], { breaks: async () => ours, ...limits });

const pet = (properties: object, more = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };

describe('a second opinion', () => {
  it('agrees where both see that a property became required', async () => {
    const opinion = await consult(post(pet({ a: text })), post(pet({ a: text }, { required: ['a'] })), true);
    expect(opinion).toEqual({ agrees: 1, agreesOn: [operation], disagrees: [], notConsulted: [], failed: [] });
  });

  it('agrees that a new optional request property breaks nobody, since a client sends only what was documented', async () => {
    const opinion = await consult(post(pet({ a: text })), post(pet({ a: text, b: text })), false);
    expect(opinion.agrees).toBe(1);
  });

  it('reads allOf of plain objects as the one object that it is', async () => {
    const whole = post({ allOf: [pet({ a: text }), pet({ b: text })] });
    expect((await consult(whole, post(pet({ a: text, b: text, c: text })), false)).agrees).toBe(1);
  });

  it('is asked of an operation whose parts lie in other files, each of which refers on from where it lies', async () => {
    const release = async (type: string) => {
      const files = {
        'api.json': {
          openapi: '3.0.3',
          info: { title: 'Pets', version: '1' },
          paths: { '/pets/{id}': { $ref: 'paths/pet.json' } },
        },
        'paths/pet.json': {
          post: {
            responses: {
              200: {
                description: 'ok',
                content: { 'application/json': { schema: { $ref: '../schemas/pet.json#/Pet' } } },
              },
            },
          },
        },
        'schemas/pet.json': { Pet: { allOf: [pet({ name: { $ref: '#/Name' } }), { $ref: 'tag.json' }] }, Name: text },
        'schemas/tag.json': pet({ tag: { $ref: 'words/tag-name.json' } }),
        'schemas/words/tag-name.json': { type },
      };
      const written = Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)]);
      return loadSpec('api.json', { cwd: await temporaryFolder(Object.fromEntries(written)) });
    };
    const opinion = await consult(await release('string'), await release('integer'), true);
    expect(opinion).toMatchObject({ agrees: 1, notConsulted: [], failed: [] });
  });

  it('says what the other tool sees and we do not', async () => {
    const opinion = await consult(post({}, text), post({}, { type: 'integer' }), false);
    expect(opinion.disagrees).toEqual([
      { operation, theirs: 'response.body.scope.add', ours: 'no break in the response' },
    ]);
  });

  it('says what we see and the other tool does not', async () => {
    const opinion = await consult(post(pet({ a: text })), post(pet({ a: text, b: text })), true);
    expect(opinion.disagrees).toEqual([{ operation, theirs: 'no break in the request', ours: 'the request breaks' }]);
  });

  it('does not take silence on an enum, to which the other tool is blind, for agreement', async () => {
    const opinion = await consult(
      post({ type: 'string', enum: ['a', 'b'] }),
      post({ type: 'string', enum: ['a'] }),
      true,
    );
    expect(opinion.agrees).toBe(0);
    expect(opinion.notConsulted[0]?.because).toBe('what changed is nothing that openapi-diff looks at');
  });

  const recursive = { components: { schemas: { Node: pet({ next: { $ref: '#/components/schemas/Node' } }) } } };
  it.each([
    ['a recursive schema', post({ $ref: '#/components/schemas/Node' }, text, recursive), /recursive/],
    ['a oneOf of five branches', post({ oneOf: [text, text, text, text, text] }), /5 oneOf branches/],
    ['a reference that leads nowhere', post({ $ref: '#/components/schemas/Pet' }), /leads nowhere/],
    ['a reference to nowhere', post({ $ref: '#/components/schemas/Gone' }), /leads nowhere/],
    ['OpenAPI 3.1', spec({ openapi: '3.1.0', paths: {} }), /does not read openapi 3\.1/],
    ['an operation that only one side has', spec({ openapi: '3.0.3', paths: {} }), /not on both sides/],
  ])('is not asked about %s, and says so', async (_, base, because) => {
    const opinion = await consult(base, post(pet({ a: text })), true);
    expect(opinion.notConsulted[0]?.because).toMatch(because);
  });

  it('reads Swagger 2 bodies beside OpenAPI 3.0 ones', async () => {
    const swagger = spec({
      swagger: '2.0',
      paths: {
        '/pets/{id}': {
          post: {
            parameters: [{ in: 'body', name: 'pet', schema: pet({ a: text, b: text }) }],
            responses: { 200: { description: 'ok', schema: text } },
          },
        },
      },
    });
    const closed = pet({ a: text }, { additionalProperties: false });
    expect((await consult(swagger, post(closed), true)).agrees).toBe(1);
  });

  it('kills the other tool where it takes too long, and says that it failed', async () => {
    const opinion = await consult(post(pet({ a: text })), post(pet({ a: { type: 'integer' } })), true, {
      timeoutMs: 1,
    });
    expect(opinion.failed).toEqual([{ operation, because: 'openapi-diff had no answer after 0.001 s' }]);
  });
});
