import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const text = { type: 'string' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const api = (schema: object, Node: object = {}) => ({
  paths: {
    '/pets': { get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } } },
  },
  components: { schemas: { Tag: object({ name: text }), Node } },
});

describe('what is found of a property', () => {
  test('is found as well beside one whose items are described no longer', async () => {
    const pet = object({ kind: { type: 'integer', enum: [1, 2] } });
    const tags = { type: 'array', items: { $ref: '#/components/schemas/Tag' } };
    const before = api(object({ tags, pet }));
    const after = api(object({ tags: { type: 'array' }, pet: object({}) }));
    const { findings } = await compare(before, after);
    expect(findings.map(({ rule, severity, subject }) => [rule, severity, subject])).toContainEqual([
      'values-narrowed',
      'breaking',
      '200.body',
    ]);
  });

  test('is found as well beside many that break', async () => {
    const pet = (properties: object, type: string) => api(object({ pet: object(properties), ...many(type) }));
    const { findings } = await compare(pet({ kind: { enum: [1, 2] } }, 'string'), pet({}, 'integer'));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['values-narrowed', 'breaking']);
  });

  test('is found as well where no rule has a word for it', async () => {
    const listed = object({ kind: { enum: ['a', 'b'] } });
    const pet = { allOf: [object({ kind: { const: 'a' } }), listed] };
    const before = api(object({ pet, other: text }));
    const { findings } = await compare(before, api(object({ pet: { allOf: [listed] }, other: { type: 'integer' } })));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['values-narrowed', 'breaking']);
  });

  test('is found as well where schemas lead back to themselves', async () => {
    const node = { $ref: '#/components/schemas/Node' };
    const tree = (left: object) => object({ left, right: node }, { required: ['id'] });
    const before = api(object({ node, other: text }), tree(node));
    const after = api(object({ node, other: { type: 'integer' } }), tree(object({ id: text })));
    const { findings } = await compare(before, after);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['values-narrowed', 'breaking']);
  });

  test('is as grave beside what breaks further down in another of its forms', async () => {
    const charge = (forms: readonly string[], states: readonly string[]) => {
      const customer = { anyOf: [text, ...forms.map((name) => ({ $ref: `#/components/schemas/${name}` }))] };
      const document = api({ $ref: '#/components/schemas/Charge' });
      const Charge = object({ customer, state: { enum: states } });
      const Customer = object({ id: text, charge: { $ref: '#/components/schemas/Charge' } }, { required: ['id'] });
      const Gone = object({ id: text, gone: { enum: [true] } }, { required: ['id', 'gone'] });
      return { ...document, components: { schemas: { Charge, Customer, Gone } } };
    };
    const before = charge(['Customer'], ['paid']);
    const severityOf = async (after: object) =>
      (await compare(before, after)).findings.find(({ rule }) => rule === 'alternative-added')?.severity;
    expect(await severityOf(charge(['Customer', 'Gone'], ['paid']))).toBe('risky');
    expect(await severityOf(charge(['Customer', 'Gone'], ['paid', 'open']))).toBe('risky');
  });

  test('is found as well where no message can be written around it', async () => {
    const post = (pet: object, other: object) => ({
      ...api({}),
      paths: {
        '/pets': {
          post: {
            parameters: [{ name: 'q', in: 'query', required: true, schema: { not: {} } }],
            requestBody: { required: true, content: { 'application/json': { schema: object({ pet, other }) } } },
            responses: { 204: { description: 'x' } },
          },
        },
      },
    });
    const pet = object({ kind: text });
    const before = post({ ...pet, type: ['object', 'null'] }, text);
    const { findings } = await compare(before, post({ properties: pet.properties }, { type: 'integer' }));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['values-narrowed', 'breaking']);
  });

  test.each([
    ['a type', text, { type: 'integer' }],
    ['a demand', object({ a: text }, { required: ['a'] }), object({ b: text }, { required: ['b'] })],
    ['many', object(many('string')), object(many('integer'))],
  ])('is as severe beside one that breaks: %s', async (_, before, after) => {
    // A map without further words takes any text in its place, but does not describe it.
    const pet = (name: object) => ({ anyOf: [object({ name }), object({ age: { type: 'integer' } })] });
    const told = async (other: object) => {
      const base = api(object({ pet: pet(text), other: before }));
      const { findings } = await compare(base, api(object({ pet: pet({ type: ['string', 'null'] }), other })));
      const ofPet = findings.filter(({ subject }) => subject.startsWith('200.body.pet'));
      return ofPet.map(({ rule, severity, undecidedBecause }) => [rule, severity, undecidedBecause]);
    };
    const alone = await told(before);
    expect(alone).toEqual([['became-nullable', 'risky', expect.stringContaining('does not describe all of it')]]);
    expect(await told(after)).toEqual(alone);
  });
});

test('a part is not blamed for what breaks around it where its form leads back to itself', async () => {
  const node = { $ref: '#/components/schemas/Node' };
  const answer = api(object({ nodes: { items: node } }), { anyOf: [{ pattern: '^a' }, node] });
  const nullable = { type: ['array', 'null'], items: node };
  const { findings } = await compare(
    answer,
    api(object({ nodes: nullable }), { anyOf: [{ ...text, pattern: '^a' }, node] }),
  );
  expect(findings.filter(({ severity }) => severity === 'breaking').map(({ subject }) => subject)).toEqual([
    '200.body',
  ]);
});

/** More than are looked at one by one. */
function many(type: string): object {
  return Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, { type }]));
}
