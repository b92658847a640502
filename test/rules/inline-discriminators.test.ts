// A discriminator may stand in a part of an `allOf` that is written in place, beside what the schema takes over itself: it
// means there what it means beside the `allOf`.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const shared = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const entity = { type: 'object', properties: { id: { type: 'string' } } };
const own = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } };
const heir = (part: object, of = 'Pet') => ({ allOf: [shared(of), { type: 'object', ...part }] });

type Holder = (discriminator: object) => object;
const beside: Holder = (discriminator) => ({ discriminator, allOf: [shared('Entity'), own] });
const places: readonly (readonly [string, Holder])[] = [
  ['in a part', (discriminator) => ({ allOf: [shared('Entity'), { ...own, discriminator }] })],
  ['in a part of a part', (discriminator) => ({ allOf: [{ allOf: [shared('Entity'), { ...own, discriminator }] }] })],
];
const mappings: readonly (readonly [string, object])[] = [
  ['the names of the schemas', {}],
  ['a mapping', { mapping: { cat: '#/components/schemas/Cat' } }],
];

function api(place: 'request' | 'response', pet: object, cat: object) {
  const content = { content: { 'application/json': { schema: shared('Pet') } } };
  const post =
    place === 'request'
      ? { requestBody: content, responses: { 204: { description: 'Done.' } } }
      : { responses: { 200: { description: 'Fine.', ...content } } };
  const schemas = {
    Entity: entity,
    Pet: pet,
    Cat: cat,
    Lion: heir({ properties: { mane: { type: 'string' } } }, 'Cat'),
  };
  return { openapi: '3.0.3', paths: { '/pets': { post } }, components: { schemas } };
}

const changes: readonly (readonly [string, 'request' | 'response', object, object])[] = [
  [
    'another type',
    'response',
    { properties: { lives: { type: 'integer' } } },
    { properties: { lives: { type: 'string' } } },
  ],
  ['a required property that is gone', 'response', { properties: { lives: {} }, required: ['lives'] }, {}],
  ['a required property that is new', 'request', {}, { properties: { lives: {} }, required: ['lives'] }],
];

describe.each(places)('a discriminator %s of an allOf', (_, holding) => {
  describe.each(mappings)('that goes by %s', (_, mapping) => {
    it.each(changes)('tells of an heir what it tells beside the allOf: %s', async (_, place, before, after) => {
      const told = async (holder: Holder) => {
        const pet = holder({ propertyName: 'kind', ...mapping });
        const { verdict, findings } = await compare(api(place, pet, heir(before)), api(place, pet, heir(after)));
        return { verdict, findings: findings.map(({ rule, severity, subject }) => `${severity} ${rule} ${subject}`) };
      };
      const expected = await told(beside);
      expect(expected.verdict).toBe('breaking');
      expect(await told(holding)).toEqual(expected);
    });
  });
});
