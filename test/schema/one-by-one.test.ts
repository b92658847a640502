// Definitions compiled one by one judge each value as the whole schema does, compiled in one piece.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createProjector, type Json, validator } from '../../src/schema/index.ts';
import { schemaOf } from './random-schemas.ts';
import { randomFrom, valuesFor } from './random-values.ts';

type Members = { readonly [name: string]: Json };

const shareDefinitionsOf = (definitions: Members) =>
  createProjector({ $defs: definitions }, { sender: 'client', side: 'receiver' });

/** As it stands, with definitions of its own: nothing tells that others share them. */
const alone = (schema: Json): Json => JSON.parse(JSON.stringify(schema)) as Json;

/** A schema that stands for itself and nothing else cannot be checked. */
function verdict(schema: Json, value: Json, as: 'specified' | 'stock'): boolean | 'cannot be checked' {
  try {
    return validator(schema, {}, as)(value);
  } catch {
    return 'cannot be checked';
  }
}

test.each(['specified', 'stock'] as const)('whatever the schemas say of one another, as %s', (as) => {
  let judged = 0;
  const random = randomFrom(7);
  for (const schema of fc.sample(schemaOf('2020-12', 'references'), { numRuns: 150, seed: 20261121 })) {
    if (typeof schema !== 'object' || JSON.stringify(schema).includes('"#"')) continue;
    const projected = createProjector(schema, { sender: 'client', side: 'receiver' })(schema);
    const values = valuesFor([projected], 20, random);
    for (const value of values) {
      judged += 1;
      const [shared, whole] = [projected, alone(projected)].map((each) => verdict(each, value, as));
      expect([projected, value, shared]).toEqual([projected, value, whole]);
    }
  }
  expect(judged).toBeGreaterThan(500);
});

test.each<[string, Json, readonly Json[], readonly Json[]]>([
  ['by a reference', { $ref: '#/$defs/Named', unevaluatedProperties: false }, [{ name: 'a' }], [{ name: 'a', b: 1 }]],
  [
    'by a reference behind a reference in an alternative',
    { anyOf: [{ $ref: '#/$defs/Called' }, { required: ['z'] }], unevaluatedProperties: false },
    [{ name: 'a' }, {}],
    [{ name: 'a', z: 1 }, { y: 1 }],
  ],
  [
    'by a reference of a property, where they are counted anew',
    { properties: { in: { $ref: '#/$defs/Closed' } }, unevaluatedProperties: false },
    [{ in: { name: 'a' } }],
    [{ in: { name: 'a', more: 1 } }, { name: 'a' }],
  ],
  [
    'in a list',
    { type: 'array', allOf: [{ $ref: '#/$defs/Tuple' }], unevaluatedItems: false },
    [['a']],
    [['a', 'b'], [1]],
  ],
])('what is met %s counts as evaluated', (_, schema, accepted, refused) => {
  const project = shareDefinitionsOf({
    Named: { type: 'object', properties: { name: { type: 'string' } } },
    Called: { $ref: '#/$defs/Named' },
    Closed: { $ref: '#/$defs/Named', unevaluatedProperties: false },
    Tuple: { type: 'array', prefixItems: [{ type: 'string' }] },
  });
  const accepts = validator(project(schema));
  expect(accepted.map((value) => accepts(value))).toEqual(accepted.map(() => true));
  expect(refused.map((value) => accepts(value))).toEqual(refused.map(() => false));
});

test('ajv as most people run it judges by its own multipleOf, whichever definition a value comes to first', () => {
  const project = shareDefinitionsOf({ Name: { type: 'string' }, Price: { multipleOf: 0.01 } });
  const schema = project({ properties: { name: { $ref: '#/$defs/Name' }, price: { $ref: '#/$defs/Price' } } });
  const [specified, stock] = [validator(schema), validator(schema, {}, 'stock')];
  const values = [{ name: 'a' }, { price: 17.01 }, { name: 'a' }] as const;
  expect(values.map((value) => [specified(value), stock(value)])).toEqual([
    [true, true],
    [true, false],
    [true, true],
  ]);
});

test('schemas that multiply their ways are given up, and not tried for minutes', () => {
  const names = Array.from({ length: 40 }, (_, index) => `Level${index}`);
  const levels = names.map((name, index) => {
    const next = { $ref: `#/$defs/${names[index + 1]}` };
    return [name, index === names.length - 1 ? { const: 'never' } : { anyOf: [next, { allOf: [next] }] }] as const;
  });
  const accepts = validator(
    shareDefinitionsOf(Object.fromEntries(levels) as unknown as Members)({ $ref: '#/$defs/Level0' }),
  );
  expect(() => accepts('a')).toThrow('multiply');
});
