// Of what the comparison could see no break, though a body as a whole is described.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Json = Readonly<Record<string, unknown>>;

const answering = (schema: unknown) => ({
  responses: { '200': { description: 'x', content: { 'application/json': { schema } } } },
});
const api = (paths: Json, schemas: Json = {}) => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: Object.fromEntries(Object.entries(paths).map(([path, schema]) => [path, { get: answering(schema) }])),
  components: { schemas },
});
const object = (properties: Json, more: Json = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };
const blindIn = async (document: object, before = document) => {
  const { share, places } = (await compare(before, document)).blindSpots;
  const rows = places.map(({ operation, subject, reason, alsoIn = 0 }) =>
    [operation?.path, subject, reason, ...(alsoIn > 0 ? [alsoIn] : [])].join(' '),
  );
  return { share, rows };
};

describe('a part of a body that says too little', () => {
  it('counts for its share of the values that the body describes', async () => {
    const { share, rows } = await blindIn(api({ '/a': object({ id: text, name: text, owner: text, more: {} }) }));
    expect(share).toBe(0.25);
    expect(rows).toEqual(['/a 200.body.more Its schema allows anything.']);
  });

  it('is all of a body that is a mere envelope', async () => {
    const { share, rows } = await blindIn(api({ '/a': object({ data: {} }), '/b': text }));
    expect(share).toBe(0.5);
    expect(rows).toEqual(['/a 200.body.data Its schema allows anything.']);
  });

  it.each<[string, unknown, string[]]>([
    [
      'an object of any properties',
      object({ a: { type: 'object', additionalProperties: true } }),
      ['/a 200.body.a It is an object that may hold anything.'],
    ],
    ['a list of anything', object({ a: { type: 'array', items: {} } }), ['/a 200.body.a It is a list of anything.']],
    [
      'a property that is only described',
      object({ a: text, b: { description: 'The b.' } }),
      ['/a 200.body.b Its schema allows anything.'],
    ],
    [
      'the values of a map',
      { type: 'object', additionalProperties: { type: 'object' } },
      ['/a 200.body.{*} It is an object that may hold anything.'],
    ],
    [
      'what a list holds in a property',
      { type: 'array', items: object({ items: {}, n: text }) },
      ['/a 200.body[].items Its schema allows anything.'],
    ],
    [
      'one alternative',
      object({ a: { anyOf: [text, { type: 'object' }] } }),
      ['/a 200.body.a It is an object that may hold anything.'],
    ],
    [
      'what is wrapped to be described',
      object({ a: { allOf: [{ $ref: '#/components/schemas/Any' }], title: 'A' } }),
      ['/a 200.body.a Its schema allows anything.'],
    ],
    [
      'what is joined of parts that say nothing',
      object({ a: { allOf: [{ $ref: '#/components/schemas/Any' }, {}] } }),
      ['/a 200.body.a Its schema allows anything.'],
    ],
  ])('is %s', async (_, schema, expected) => {
    expect((await blindIn(api({ '/a': schema }, { Any: {} }))).rows).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['what an object takes beside the properties that it names', object({ a: text }, { additionalProperties: {} })],
    [
      'a part of an allOf that another part describes',
      { allOf: [{ $ref: '#/components/schemas/Any' }, object({ a: text })] },
    ],
    ['a value from a list', object({ a: { enum: [1, 'a'] }, b: { const: 3 } })],
    ['an object that takes nothing', object({ a: { type: 'object', additionalProperties: false } })],
    ['a text or null', object({ a: { type: ['string', 'null'] }, b: { anyOf: [text, { type: 'null' }] } })],
  ])('is not %s', async (_, schema) => {
    expect(await blindIn(api({ '/a': schema }, { Any: {} }))).toEqual({ share: 0, rows: [] });
  });

  it('is told once where it is written, and in how many more bodies it is', async () => {
    const thing = { $ref: '#/components/schemas/Thing' };
    const paths = { '/a': thing, '/b': { type: 'array', items: thing }, '/c': object({ thing, n: text }), '/d': text };
    const { share, rows } = await blindIn(api(paths, { Thing: object({ id: text, data: {} }) }));
    expect(rows).toEqual(['/a 200.body.data Its schema allows anything. 2']);
    expect(share).toBeCloseTo((1 / 2 + 1 / 2 + 1 / 3) / 4, 4);
  });

  it('is shown in an operation that changed, where it is in one', async () => {
    const thing = { $ref: '#/components/schemas/Thing' };
    const of = (type: string) =>
      api({ '/a': thing, '/b': object({ thing, n: { type } }) }, { Thing: object({ id: text, data: {} }) });
    expect((await blindIn(of('string'), of('integer'))).rows).toEqual([
      '/b 200.body.thing.data Its schema allows anything. 1',
    ]);
  });

  it('is found in schemas that lead back to themselves, in whichever order they are met', async () => {
    const schemas = {
      A: object({ b: { $ref: '#/components/schemas/B' }, id: text }),
      B: object({ a: { $ref: '#/components/schemas/A' }, data: {} }),
    };
    const [a, b] = [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }];
    expect(await blindIn(api({ '/a': a, '/b': b }, schemas))).toEqual({
      share: 0.5,
      rows: ['/a 200.body.b.data Its schema allows anything. 1'],
    });
    expect((await blindIn(api({ '/b': b, '/a': a }, schemas))).share).toBe(0.5);
  });

  it('is found in Swagger 2 too, also in the fields of a form', async () => {
    const responses = { '200': { description: 'x', schema: { $ref: '#/definitions/Thing' } } };
    const field = (name: string, more: Json) => ({ in: 'formData', name, ...more });
    const document = {
      swagger: '2.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/a': {
          post: {
            parameters: [field('name', text), field('tags', { type: 'array', items: {} })],
            responses,
          },
        },
      },
      definitions: { Thing: object({ id: text, data: { type: 'object' } }) },
    };
    expect(await blindIn(document)).toEqual({
      share: 0.5,
      rows: ['/a body.tags It is a list of anything.', '/a 200.body.data It is an object that may hold anything.'],
    });
  });
});
