// Several demands at once on one object or list, over so few names and values that every one that can exist is tried: what
// drawn values miss (the one object whose only property meets three demands) is found for certain.

import fc from 'fast-check';
import type { Json } from '../../src/schema/index.ts';

type Schema = { readonly [keyword: string]: Json };

const names = ['a', 'b', 'ab', 'aa', 'c', 'ba'];
const values: readonly Json[] = [1, 2, 'x'];

/** Every object of up to three of the names. */
function* objects(from = 0, object: Schema = {}): Generator<Schema> {
  yield object;
  if (Object.keys(object).length === 3) return;
  for (const [at, name] of names.entries()) {
    if (at < from) continue;
    for (const value of values) yield* objects(at + 1, { ...object, [name]: value });
  }
}

/** Every list of up to four of the values. */
function* lists(list: readonly Json[] = []): Generator<Json> {
  yield list as Json;
  if (list.length < 4) for (const value of values) yield* lists([...list, value]);
}

const value = fc.constantFrom<Json>(
  true,
  false,
  { const: 1 },
  { const: 2 },
  { type: 'number' },
  { type: 'string' },
  { enum: [1, 'x'] },
  { not: { const: 1 } },
  { not: { const: 2 } },
  { minimum: 2 },
);
const pattern = fc.constantFrom('^a', 'b$', '^a$', '^a+$', '^[ab]$', 'a', 'b', '^aa?$', '^c$', '^.$');
const name = fc.constantFrom('a', 'b', 'ab');
const count = fc.integer({ min: 0, max: 3 });

const others = fc.record({ name, pattern, value }).map(({ name, pattern, value }) => ({
  properties: { [name]: true },
  patternProperties: { [pattern]: true },
  additionalProperties: value,
}));
const ofObjects: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ pattern, value }).map(({ pattern, value }) => ({ patternProperties: { [pattern]: value } })),
  fc.record({ name, value }).map(({ name, value }) => ({ properties: { [name]: value } })),
  others,
  name.map((one) => ({ required: [one] })),
  count.map((maxProperties) => ({ maxProperties })),
  count.map((minProperties) => ({ minProperties })),
  pattern.map((one) => ({ propertyNames: { pattern: one } })),
);
const ofLists: fc.Arbitrary<Schema> = fc.oneof(
  value.map((items) => ({ items })),
  fc.record({ first: value, items: value }).map(({ first, items }) => ({ prefixItems: [first], items })),
  fc.record({ contains: value, minContains: count }),
  fc.record({ contains: value, minContains: fc.constant(0), maxContains: count }),
  count.map((maxItems) => ({ maxItems })),
  count.map((minItems) => ({ minItems })),
  fc.boolean().map((uniqueItems) => ({ uniqueItems })),
);

/** What a demand asks for, or that it is not so: "each" turns into "some", which is where demands compete for room. */
const demands = (type: 'object' | 'array', demand: fc.Arbitrary<Schema>): fc.Arbitrary<Json> =>
  fc
    .array(
      fc.record({ demand, negated: fc.boolean() }).map(({ demand, negated }) => (negated ? { not: demand } : demand)),
      { minLength: 1, maxLength: 5 },
    )
    .map((allOf) => ({ type, allOf }));

/** Two schemas of JSON Schema 2020-12, and all the values of their world. */
export interface InSmallWorld {
  readonly outer: Json;
  readonly inner: Json;
  readonly world: readonly Json[];
}

const pairs = (schema: fc.Arbitrary<Json>, world: readonly Json[]): fc.Arbitrary<InSmallWorld> =>
  fc.record({
    outer: fc.oneof({ weight: 3, arbitrary: fc.constant<Json>(false) }, { weight: 2, arbitrary: schema }),
    inner: schema,
    world: fc.constant(world),
  });

export const inSmallWorld: fc.Arbitrary<InSmallWorld> = fc.oneof(
  pairs(demands('object', ofObjects), [...objects()]),
  pairs(demands('array', ofLists), [...lists()]),
);
