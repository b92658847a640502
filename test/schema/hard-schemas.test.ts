// Schemas whose alternatives multiply: each question about them ends, with an answer or with the reason why there is none.

import { expect, test } from 'vitest';
import { decideContainment, type Json, validator } from '../../src/schema/index.ts';

const to = (name: string) => ({ $ref: `#/$defs/${name}` });

test('a definition that is its own alternative twice over says nothing of any value', () => {
  const $defs: Json = { A: { oneOf: [to('A'), to('A')] } };
  const patternProperties: Json = { '\\bab': { enum: ['1', 'ab'] }, '^[ab]*$': to('A'), '^[^a]*$': to('A') };
  const inner: Json = { allOf: [{ patternProperties }, { dependentRequired: { a: ['a'] } }], $defs };
  expect(decideContainment({ patternProperties, $defs }, inner).answer).toBe('unknown');
});

test('a list of no types, which is no schema, is neither held to hold anything nor said not to', () => {
  const none: Json = { type: [] };
  const others: readonly Json[] = [{ type: 'string' }, { enum: ['a', 1] }];
  for (const other of others) {
    expect(decideContainment(other, none).answer).toBe('unknown');
    expect(decideContainment(none, other).answer).toBe('unknown');
  }
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

test('hundreds of patterns that name different properties take as many steps as there are', () => {
  const patterns = (odd: number): Json => {
    const entries = Array.from({ length: 300 }, (_, index): [string, Json] => [
      `^p${index}$`,
      { type: 'string', maxLength: index === 200 ? odd : 10 },
    ]);
    return { type: 'object', patternProperties: Object.fromEntries(entries) };
  };
  expect(decideContainment(patterns(1), patterns(2), { steps: 2_000 })).toEqual({
    answer: 'no',
    witness: { p200: 'aa' },
  });
});

test('nor does it take more where the names that they match overlap', () => {
  const patterns = (odd: number): Json => {
    const entries = Array.from({ length: 60 }, (_, index): [string, Json] => [
      `n${index}`,
      { type: 'string', maxLength: index === 30 ? odd : 10 },
    ]);
    return { type: 'object', patternProperties: Object.fromEntries(entries) };
  };
  expect(decideContainment(patterns(1), patterns(2), { steps: 500 })).toEqual({
    answer: 'no',
    witness: { n30: 'aa' },
  });
});

test('the tiniest number is found among the multiples of the tiniest step', () => {
  const tiniest: Json = { type: 'number', multipleOf: 5e-324 };
  const witness = 5e-324;
  expect(decideContainment({ type: 'number', multipleOf: 1e-323 }, tiniest)).toEqual({ answer: 'no', witness });
  expect(decideContainment({ type: 'integer' }, { anyOf: [{ type: 'integer' }, tiniest] })).toMatchObject({
    answer: 'no',
    witness,
  });
});

test('an object all of whose thousands of properties are asked for at once is compared in the time of one pass', () => {
  const names = Array.from({ length: 6_000 }, (_, index) => `p${index}`);
  const properties = Object.fromEntries(names.map((name): [string, Json] => [name, { type: 'null' }]));
  expect(decideContainment({ not: { required: names } }, { type: 'object', properties }).answer).toBe('no');
}, 30_000);

/** Each of so many definitions may hold some of the others in place of their names, as in descriptions of payments. */
const webOf = (size: number, last: { readonly [name: string]: Json }): Json => {
  const definition = (number: number): Json => {
    const held = [7, 11, 17, 29, 41].map((step) => `W${(number * 3 + step) % size}`);
    const links = held.flatMap((name, at): [string, Json][] => [
      [`link${at}`, { anyOf: [{ type: 'string' }, to(name), to(`W${(number + at) % size}`)] }],
      [`list${at}`, { type: 'array', items: to(name) }],
    ]);
    const properties = {
      object: { enum: [`w${number}`] },
      ...Object.fromEntries(links),
      ...(number === size - 1 ? last : {}),
    };
    return { type: 'object', required: ['object'], properties };
  };
  const names = Array.from({ length: size }, (_, number): [string, Json] => [`W${number}`, definition(number)]);
  return { ...to('W0'), $defs: Object.fromEntries(names) };
};

test('schemas that nearly all lead to one another are proven one by one', () => {
  expect(decideContainment(webOf(60, {}), webOf(60, { since: { type: 'integer' } }))).toEqual({ answer: 'yes' });
});

test('of schemas that nearly all lead to one another the one that takes more is found', () => {
  const held = decideContainment(webOf(20, { size: { type: 'integer' } }), webOf(20, { size: { type: 'number' } }));
  expect(held.answer).toBe('no');
  expect(JSON.stringify(held)).toContain('"object":"w19"');
});

test('of all the ways through such schemas to the one that takes more, the shortest is shown', () => {
  const held = decideContainment(webOf(60, { size: { type: 'integer' } }), webOf(60, { size: { type: 'number' } }), {
    steps: 20_000, // each question of a comparison has as many
  });
  expect(held).toMatchObject({ answer: 'no', witness: { object: 'w0' } });
  // w0 holds w17, that holds w58, and that w59.
  expect(JSON.stringify(held).match(/"object"/g)).toHaveLength(4);
});

test('the null is the only value of its type, however that is said', () => {
  const withNulls = (none: Json) => webOf(60, { since: { anyOf: [{ type: 'integer' }, none] } });
  const [byType, byValue] = [withNulls({ type: 'null' }), withNulls({ enum: [null] })];
  expect(decideContainment(byValue, byType, { steps: 1_000 })).toEqual({ answer: 'yes' });
  expect(decideContainment(byType, byValue, { steps: 1_000 })).toEqual({ answer: 'yes' });
});

test('nor are there too many of them', () => {
  const [few, many] = [webOf(1_000, { size: { type: 'integer' } }), webOf(1_000, { size: { type: 'number' } })];
  expect(decideContainment(many, few)).toEqual({ answer: 'yes' });
});

/** So many closed forms that each hold the next, in a circle. */
const circleOf = (size: number, odd: Json): Json => {
  const form = (number: number): Json => ({
    type: 'object',
    properties: { [`p${number}`]: number === 1 ? odd : {}, next: to(`F${(number + 1) % size}`) },
    additionalProperties: false,
  });
  const names = Array.from({ length: size }, (_, number) => `F${number}`);
  return { anyOf: names.map(to), $defs: Object.fromEntries(names.map((name, number) => [name, form(number)])) };
};

test('alternatives are not gone through as long as what is chosen already lies too deep', () => {
  const [any, some] = [circleOf(12, {}), circleOf(12, { type: 'null' })];
  const held = decideContainment(some, any, { steps: 20_000 });
  expect(held).toMatchObject({ answer: 'no', witness: { p1: expect.anything() } });
  expect(decideContainment(any, some)).toEqual({ answer: 'yes' });
});

test('more patterns in one object than can be checked leave undecided what an example would have to show', () => {
  const object = (count: number, maxLength: number): Json => {
    const names = Array.from({ length: count }, (_, number) => `^p${number}_`);
    const patternProperties = Object.fromEntries(names.map((name) => [name, { type: 'string', maxLength }]));
    return { type: 'object', patternProperties };
  };
  expect(decideContainment(object(500, 3), object(500, 4))).toMatchObject({ answer: 'no' });
  expect(() => validator(object(501, 3))).toThrow('it has more than 500 `patternProperties` in one object');
  expect(decideContainment(object(501, 3), object(501, 4))).toMatchObject({ answer: 'unknown' });
  expect(decideContainment(object(501, 4), object(501, 3))).toEqual({ answer: 'yes' });
});

test('thousands of forms told apart by their ranges alone are given up before each is put beside all others', () => {
  const forms = (width: number): Json => ({
    oneOf: Array.from({ length: 3_000 }, (_, at) => ({
      type: 'object',
      required: ['size'],
      properties: { size: { type: 'integer', minimum: at * 10, maximum: at * 10 + width } },
    })),
  });
  expect(decideContainment(forms(4), forms(5), { steps: 20_000 })).toEqual({
    answer: 'unknown',
    because: 'the work limit was reached',
  });
});
