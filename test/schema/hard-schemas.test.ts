// Schemas whose alternatives multiply: each question about them ends, with an answer or with the reason why there is none.

import { expect, test } from 'vitest';
import { decideContainment, type Json } from '../../src/schema/index.ts';

const to = (name: string) => ({ $ref: `#/$defs/${name}` });

test('a definition that is its own alternative twice over says nothing of any value', () => {
  const $defs: Json = { A: { oneOf: [to('A'), to('A')] } };
  const patternProperties: Json = { '\\bab': { enum: ['1', 'ab'] }, '^[ab]*$': to('A'), '^[^a]*$': to('A') };
  const inner: Json = { allOf: [{ patternProperties }, { dependentRequired: { a: ['a'] } }], $defs };
  expect(decideContainment({ patternProperties, $defs }, inner).answer).toBe('unknown');
});

/** Each definition leads to the next by two alternatives, of which one asks for more. */
const doubling = (levels: number, more: Json, end: Json): Json => {
  const step = (level: number): Json => ({ oneOf: [to(`D${level + 1}`), { allOf: [to(`D${level + 1}`), more] }] });
  const steps = Array.from({ length: levels }, (_, level): [string, Json] => [`D${level}`, step(level)]);
  return { ...to('D0'), $defs: Object.fromEntries([...steps, [`D${levels}`, end]]) };
};

test('sixty levels of two alternatives each are proven like one', () => {
  const schema = doubling(60, { type: 'string' }, { enum: [1, 'a', null] });
  expect(decideContainment({ enum: [1, 'a', null] }, schema)).toEqual({ answer: 'yes' });
});

test('an example that would take ajv minutes to check is not shown', () => {
  const schema = doubling(60, { type: 'string' }, { type: ['null', 'number'] });
  expect(decideContainment({ type: 'string' }, schema)).toEqual({
    answer: 'unknown',
    because: 'no example could be checked: its alternatives multiply beyond what can be checked',
  });
});

test('an object of thousands of properties is checked like one of few', () => {
  const names = Array.from({ length: 3000 }, (_, index) => `p${index}`);
  const wide = (odd: Json): Json => {
    const entries = names.map((name): [string, Json] => [name, name === 'p1999' ? odd : { type: 'integer' }]);
    return { type: 'object', properties: Object.fromEntries(entries) };
  };
  expect(decideContainment(wide({ type: 'integer' }), wide({ type: ['integer', 'null'] }))).toEqual({
    answer: 'no',
    witness: { p1999: null },
  });
});
