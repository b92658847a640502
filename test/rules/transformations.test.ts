// A whole document written anew, as converters, bundlers and tidy people do it, describes the same API. What is told may be
// that it was rewritten, or that names of generated code change; nobody's calls break, in either direction.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Members = { readonly [key: string]: Json };

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json) => ({ content: { 'application/json': { schema } } });

const pet = (kind: string, own: Members): Members => ({
  allOf: [ref('Base'), { type: 'object', required: ['size'], properties: { kind: { const: kind }, ...own } }],
});

const zoo: Members = {
  servers: [{ url: 'https://zoo.example/v1' }, { url: 'https://staging.zoo.example/v1' }],
  security: [{ key: [] }],
  paths: {
    '/pets': {
      parameters: [{ name: 'X-Trace', in: 'header', schema: { type: 'string' } }],
      get: {
        parameters: [{ name: 'sort', in: 'query', schema: { type: 'string', enum: ['name', 'size'] } }],
        responses: { 200: { description: 'Some.', ...json({ type: 'array', items: ref('Pet') }) } },
      },
      post: {
        requestBody: { required: true, ...json(ref('Pet')) },
        responses: { 201: { description: 'Made.', ...json(ref('Pet')) }, default: { description: 'Else.' } },
      },
    },
    '/photos': {
      post: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: {
                  photo: { type: 'string', format: 'binary' },
                  more: { type: 'array', items: { type: 'string', format: 'binary' } },
                },
              },
            },
          },
        },
        responses: { 204: { description: 'Kept.' } },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    schemas: {
      Base: {
        type: 'object',
        required: ['kind', 'name'],
        properties: {
          kind: { type: 'string' },
          name: { type: 'string', minLength: 1 },
          nick: { type: ['string', 'null'], maxLength: 9 },
          keeper: ref('Keeper'),
          parent: ref('Pet'),
        },
      },
      Keeper: { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, shift: ref('Shift') } },
      Shift: { type: 'string', enum: ['day', 'night'] },
      Cat: pet('cat', { size: { type: 'number', exclusiveMinimum: 0 }, lives: { type: 'integer', maximum: 9 } }),
      Dog: pet('dog', { size: { type: 'number' }, tags: { type: 'array', items: { type: 'string' } } }),
      Pet: {
        oneOf: [ref('Cat'), ref('Dog')],
        discriminator: {
          propertyName: 'kind',
          mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
        },
      },
    },
  },
};

const isMembers = (value: Json): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each value anew, the innermost first. */
function rewrite(value: Json, change: (value: Json, key: string) => Json, key = ''): Json {
  if (Array.isArray(value))
    return change(
      value.map((each: Json) => rewrite(each, change, key)),
      key,
    );
  if (!isMembers(value)) return change(value, key);
  const members = Object.entries(value).map(([name, each]) => [name, rewrite(each, change, name)]);
  return change(Object.fromEntries(members), key);
}

const eachObject = (change: (value: Members, key: string) => Json) =>
  rewrite(zoo, (value, key) => (isMembers(value) ? change(value, key) : value));
const schemasOf = (document: Json) => ((document as Members).components as Members).schemas as Members;
const pathsOf = (document: Json) => (document as Members).paths as { readonly [path: string]: Members };

function renamed(name: (old: string) => string): Json {
  const start = '#/components/schemas/';
  const document = rewrite(zoo, (value) =>
    typeof value === 'string' && value.startsWith(start) ? start + name(value.slice(start.length)) : value,
  ) as Members;
  const schemas = Object.fromEntries(Object.entries(schemasOf(document)).map(([old, schema]) => [name(old), schema]));
  return { ...document, components: { ...(document.components as Members), schemas } };
}

function inEachOperation(
  change: (operation: Members, item: Members) => Members,
  leftIn: (item: Members) => Members,
): Json {
  const paths = Object.entries(pathsOf(zoo)).map(([path, item]) => {
    const operations = Object.entries(item)
      .filter(([method]) => ['get', 'post'].includes(method))
      .map(([method, operation]) => [method, change(operation as Members, item)]);
    return [path, { ...leftIn(item), ...Object.fromEntries(operations) }];
  });
  return { ...zoo, paths: Object.fromEntries(paths) };
}

const without = (members: Members, name: string): Members =>
  Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const unordered = ['required', 'enum', 'type', 'oneOf', 'allOf', 'parameters', 'servers'];

const told: Readonly<Record<string, () => Json>> = {
  'keys in another order': () => eachObject((value) => Object.fromEntries(Object.entries(value).reverse())),
  'lists in another order': () =>
    rewrite(zoo, (value, key) => (Array.isArray(value) && unordered.includes(key) ? value.toReversed() : value)),
  'a list of types where one type stood': () =>
    eachObject((value, key) =>
      typeof value.type === 'string' && key !== 'key' ? { ...value, type: [value.type] } : value,
    ),
  'what holds unwritten': () =>
    eachObject((value) =>
      value.type === 'string' ? { minLength: 0, deprecated: false, readOnly: false, ...value } : value,
    ),
  'parameters of a path at its operations': () =>
    inEachOperation(
      (operation, item) => ({
        ...operation,
        parameters: [...listOf(item.parameters), ...listOf(operation.parameters)],
      }),
      () => ({}),
    ),
  'credentials of the document at its operations': () =>
    without(
      inEachOperation(
        (operation) => ({ ...operation, security: [{ key: [] }] }),
        (item) => item,
      ) as Members,
      'security',
    ),
  'servers of the document at its paths': () =>
    without(
      inEachOperation(
        (operation) => operation,
        (item) => ({ ...item, servers: zoo.servers! }),
      ) as Members,
      'servers',
    ),
  'references written out where nothing leads back': () =>
    rewrite(zoo, (value) =>
      isMembers(value) && value.$ref === ref('Shift').$ref
        ? schemasOf(zoo).Shift!
        : isMembers(value) && value.$ref === ref('Keeper').$ref
          ? rewrite(schemasOf(zoo).Keeper!, (inner) =>
              isMembers(inner) && inner.$ref === ref('Shift').$ref ? schemasOf(zoo).Shift! : inner,
            )
          : value,
    ),
};

const rewritten: Readonly<Record<string, () => Json>> = {
  'a value listed alone for a const': () =>
    eachObject((value) => (value.const === undefined ? value : { ...without(value, 'const'), enum: [value.const] })),
  'null as an alternative': () =>
    eachObject((value) =>
      Array.isArray(value.type) && value.type.includes('null')
        ? { anyOf: [{ ...value, type: 'string' }, { type: 'null' }] }
        : value,
    ),
  'null as one of two': () =>
    eachObject((value) =>
      Array.isArray(value.type) && value.type.includes('null')
        ? { oneOf: [{ type: 'null' }, { ...value, type: 'string' }] }
        : value,
    ),
  'references wrapped': () =>
    eachObject((value, key) =>
      value.$ref !== undefined && ['keeper', 'parent', 'shift', 'schema'].includes(key)
        ? { description: 'One.', allOf: [value] }
        : value,
    ),
  'a word on each value of a list': () =>
    eachObject((value) =>
      Array.isArray(value.enum)
        ? {
            oneOf: value.enum.map((each: Json) => ({
              type: 'string',
              const: each,
              description: `Is ${String(each)}.`,
            })),
          }
        : value,
    ),
  'files as 3.1 describes them': () =>
    eachObject((value) => (value.format === 'binary' ? { contentMediaType: 'application/octet-stream' } : value)),
};

const named: Readonly<Record<string, () => Json>> = {
  'schemas of other names': () => renamed((old) => `Zoo${old}`),
};

describe('nothing is told', () => {
  test.each(Object.entries(told))('of %s', async (_, transform) => {
    const other = transform();
    expect(other).not.toBe(zoo);
    for (const [before, after] of [
      [zoo, other],
      [other, zoo],
    ]) {
      expect(await compare(before, after)).toMatchObject({ verdict: 'identical', findings: [], refactors: [] });
    }
  });
});

describe('at most a rewriting is told', () => {
  test.each(Object.entries(rewritten))('of %s', async (_, transform) => {
    const other = transform();
    expect(other).not.toEqual(zoo);
    expect(await compare(zoo, other)).toMatchObject({ verdict: 'identical', findings: [] });
    expect(await compare(other, zoo)).toMatchObject({ verdict: 'identical', findings: [] });
  });
});

describe('nothing is told but names', () => {
  test.each(Object.entries(named))('of %s', async (_, transform) => {
    for (const [before, after] of [
      [zoo, transform()],
      [transform(), zoo],
    ]) {
      const { verdict, findings } = await compare(before, after);
      expect(verdict).toBe('compatible');
      expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual([
        'discriminator-mapping-changed',
        'schema-removed',
      ]);
    }
  });
});
