// A value may be what a discriminator leads to though no `oneOf` lists it. What changes there is never called identical.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Json = Record<string, unknown>;
const shared = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function document(lives: string, used: string, discriminator: Json, pet: Json = {}): Json {
  const content = { 'application/json': { schema: shared(used) } };
  return {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: { '/pets': { get: { responses: { '200': { description: 'x', content } } } } },
    components: {
      schemas: {
        Pet: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' }, ...pet }, discriminator },
        Cat: { allOf: [shared('Pet'), { type: 'object', properties: { lives: { type: lives } } }] },
      },
    },
  };
}

describe.each([
  ['a mapping', { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } }],
  ['its name', { propertyName: 'kind' }],
])('a subtype that is known by %s alone', (_, discriminator) => {
  it('leaves the verdict open where it changes and its base is used', async () => {
    const both = ['integer', 'string'].map((type) => document(type, 'Pet', discriminator));
    const { verdict, problems } = await compare(both[0], both[1]);
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([
      { code: 'subtype-not-compared', position: { pointer: '/components/schemas/Pet/discriminator' } },
    ]);
  });

  it('is compared as ever where it is used itself', async () => {
    const both = ['integer', 'string'].map((type) => document(type, 'Cat', discriminator));
    expect(await compare(both[0], both[1])).toMatchObject({ verdict: 'breaking', problems: [] });
  });

  it('is nothing to speak of where only its base changes', async () => {
    const after = document('integer', 'Pet', discriminator, { age: { type: 'integer' } });
    const result = await compare(document('integer', 'Pet', discriminator), after);
    expect(result).toMatchObject({ verdict: 'compatible', problems: [] });
  });
});
