// Pairs of schemas of which a person knows the answer: `eq` where each holds the other, `sub` where the first holds the
// second and more, `dis` where neither holds the other, `empty` and `full` where nothing and everything is valid. Each in the
// dialects that say it.

import type { Dialect, Json } from '../../src/schema/index.ts';

export interface KnownPair {
  readonly name: string;
  readonly first: Json;
  readonly second: Json;
  /** Whether the first holds the second, and the second the first. */
  readonly holds: readonly [boolean, boolean];
  readonly dialects: readonly Dialect[];
  readonly assertFormats: boolean;
}

export const knownPairs: KnownPair[] = [];

const all: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];
const [old, d6, d7, d19, d20] = [all.slice(0, 4), all.slice(1), all.slice(2), all.slice(3), all.slice(4)];
const [d4, d67] = [all.slice(0, 1), all.slice(1, 3)];

function pair(holds: KnownPair['holds']) {
  return (name: string, first: unknown, second: unknown, dialects = all, assertFormats = false) =>
    knownPairs.push({ name, first: first as Json, second: second as Json, holds, dialects, assertFormats });
}
const eq = pair([true, true]);
const sub = pair([true, false]);
const dis = pair([false, false]);
const empty = (name: string, schema: unknown, dialects = all) => eq(`${name}: nothing`, { not: {} }, schema, dialects);
const full = (name: string, schema: unknown) => eq(`${name}: everything`, {}, schema);

const int = { type: 'integer' },
  num = { type: 'number' },
  str = { type: 'string' },
  nul = { type: 'null' },
  bool = { type: 'boolean' },
  arr = { type: 'array' },
  obj = { type: 'object' };
const never = { not: {} };
// types
const types: { readonly type: string }[] = [num, str, nul, bool, arr, obj];
for (const [at, one] of types.entries()) {
  for (const other of types.slice(at + 1)) dis(`type ${one.type}/${other.type}`, one, other);
}
for (const t of [...types, int]) {
  sub(`any > ${t.type}`, {}, t);
  sub(`${t.type} > nothing`, t, never);
  eq(`${t.type} self`, t, { ...t, title: 'x', description: 'y', default: 3 });
}
sub('number > integer', num, int);
sub('integer 1.0', int, { enum: [1.0, 2] });
eq('type list integer+number = number', { type: ['integer', 'number'] }, num);
eq('all types = any', { type: ['null', 'boolean', 'number', 'string', 'array', 'object'] }, {});
eq('type list = anyOf', { type: ['string', 'null'] }, { anyOf: [str, nul] });
eq('type list = oneOf', { type: ['string', 'null'] }, { oneOf: [str, nul] });
eq('allOf of disjoint = nothing', { allOf: [str, nul] }, never);
eq('number and not integer, and integer', { anyOf: [{ type: 'number', not: int }, int] }, num);
sub('not string > number', { not: str }, num);
dis('not string, string', { not: str }, str);
eq('not not', { not: { not: str } }, str);
eq('not all but one', { not: { type: ['null', 'boolean', 'number', 'array', 'object'] } }, str);
dis('not integer vs number', { not: int }, num);
eq('empty type list-single', { type: ['string'] }, str);
full('empty schema', {});
full('not never', { not: { not: {} } });
full('anyOf with {}', { anyOf: [str, {}] });
full('description only', { description: 'x' });
empty('not {}', never);
empty('allOf int str', { allOf: [int, str] });
empty('anyOf of nevers', { anyOf: [never, { allOf: [int, str] }] });
empty('oneOf of the same', { oneOf: [str, str] });
empty('oneOf {} {}', { oneOf: [{}, {}] });
sub('oneOf three overlapping', num, { oneOf: [num, int] });
eq('oneOf number integer = non-integers', { oneOf: [num, int] }, { type: 'number', not: { multipleOf: 1 } });
// boolean schemas
eq('true = {}', true, {}, d6);
eq('false = not {}', false, never, d6);
sub('true > false', true, false, d6);
sub('true > str', true, str, d6);
sub('str > false', str, false, d6);
eq('true true', true, true, d6);
eq('false false', false, false, d6);
eq('properties false', { properties: { a: false } }, { not: { type: 'object', required: ['a'] } }, d6);
eq('items false', { items: false }, { maxItems: 0 }, d6);
eq('not true', { not: true }, false, d6);
eq('not false', { not: false }, true, d6);
eq('anyOf [true,false]', { anyOf: [true, false] }, true, d6);
eq('allOf [true,false]', { allOf: [true, false] }, false, d6);
eq('oneOf [true,true]', { oneOf: [true, true] }, false, d6);
eq('oneOf [true,false]', { oneOf: [true, false] }, true, d6);
eq('additionalProperties true', { additionalProperties: true }, {});
eq('additionalItems alone is nothing', { additionalItems: { not: {} } }, {}, old);
// enum, const
sub('enum subset', { enum: [1, 2, 3] }, { enum: [1, 2] });
eq('enum order', { enum: [1, 2, 3] }, { enum: [3, 1, 2] });
dis('enum overlap', { enum: [1, 2] }, { enum: [2, 3] });
dis('enum disjoint', { enum: ['a'] }, { enum: ['b'] });
eq('1 and 1.0', { enum: [1] }, { enum: [1.0] });
eq('const enum', { const: 1 }, { enum: [1] }, d6);
eq('const 1.0', { const: 1.0 }, { enum: [1] }, d6);
eq('const null', { const: null }, nul, d6);
eq('const undefined key null enum', { enum: [null] }, nul);
eq('const false', { const: false }, { enum: [false] }, d6);
eq('bool enum', { enum: [true, false] }, bool);
sub('bool > true', bool, { enum: [true] });
dis('0 vs false', { enum: [0] }, { enum: [false] });
dis('1 vs true', { enum: [1] }, { enum: [true] });
dis('"1" vs 1', { enum: ['1'] }, { enum: [1] });
dis('[] vs {}', { enum: [[]] }, { enum: [{}] });
dis('[0] vs [false]', { enum: [[0]] }, { enum: [[false]] });
dis('null vs ""', { enum: [null] }, { enum: [''] });
eq('enum filtered by type', { type: 'string', enum: ['a', 1, null] }, { enum: ['a'] });
eq('enum filtered by minimum', { enum: [1, 5, 10], minimum: 5 }, { enum: [5, 10] });
eq('enum filtered by pattern', { enum: ['ab', 'b', 3], pattern: '^a' }, { enum: ['ab', 3] });
eq('enum filtered by multipleOf', { enum: [1, 2, 3, 4], multipleOf: 2 }, { enum: [2, 4] });
eq('enum filtered by not', { enum: [1, 2, 3], not: { enum: [2] } }, { enum: [1, 3] });
eq('enum meets enum', { allOf: [{ enum: [1, 2] }, { enum: [2, 3] }] }, { enum: [2] });
eq('enum joins enum', { anyOf: [{ enum: [1, 2] }, { enum: [2, 3] }] }, { enum: [1, 2, 3] });
eq('oneOf enum', { oneOf: [{ enum: [1, 2] }, { enum: [2, 3] }] }, { enum: [1, 3] });
empty('enum of another type', { type: 'integer', enum: ['a', 1.5] });
empty('empty enum', { enum: [] });
sub('empty enum in all', str, { enum: [] });
eq('enum of object deep equal', { enum: [{ a: 1, b: [1, 2] }] }, { enum: [{ b: [1, 2], a: 1 }] });
dis('enum of array order', { enum: [[1, 2]] }, { enum: [[2, 1]] });
sub(
  'object schema > enum object',
  { type: 'object', required: ['a'], properties: { a: int } },
  { enum: [{ a: 1 }, { a: 2, b: 'x' }] },
);
dis(
  'object schema vs enum',
  { type: 'object', required: ['a'], properties: { a: int } },
  { enum: [{ a: 1 }, { a: 'x' }] },
);
sub('array schema > enum', { type: 'array', items: int }, { enum: [[1], [], [1, 2]] });
eq(
  'closed object is one constant',
  { enum: [{ a: 1 }] },
  { type: 'object', required: ['a'], properties: { a: { enum: [1] } }, additionalProperties: false },
);
eq(
  'tuple of constants is one constant',
  { enum: [[1, 'x']] },
  { type: 'array', minItems: 2, maxItems: 2, items: [{ enum: [1] }, { enum: ['x'] }] },
  old,
);
eq(
  'prefixItems of constants',
  { enum: [[1, 'x']] },
  { type: 'array', minItems: 2, maxItems: 2, prefixItems: [{ enum: [1] }, { enum: ['x'] }] },
  d20,
);
eq('arrays of bool by enum', { enum: [[], [true], [false]] }, { type: 'array', items: bool, maxItems: 1 });
sub('duplicate enum values', { enum: [1, 1, 2] }, { enum: [2, 2] });
sub('string > enum of strings', str, { enum: ['a', 'b'] });
sub('integer > enum with 2.0', int, { enum: [2.0] });
dis('integer vs enum with 2.5', int, { enum: [2.5, 1] });
eq('not enum complement', { not: { not: { enum: ['a', 1] } } }, { enum: ['a', 1] });
sub('not const', { not: { enum: ['a'] } }, { type: 'string', minLength: 2 });
// numbers
sub('minimum', { minimum: 1, type: 'number' }, { minimum: 2, type: 'number' });
sub('maximum', { maximum: 5, type: 'number' }, { maximum: 4, type: 'number' });
dis('ranges overlap', { type: 'number', minimum: 0, maximum: 5 }, { type: 'number', minimum: 3, maximum: 8 });
sub('range in range', { type: 'number', minimum: 0, maximum: 10 }, { type: 'number', minimum: 3, maximum: 8 });
dis('ranges apart', { type: 'number', maximum: 0 }, { type: 'number', minimum: 1 });
empty('range empty', { type: 'number', minimum: 3, maximum: 2 });
full('minimum alone and non-numbers', { anyOf: [{ minimum: 3 }, { maximum: 3 }] });
full('minimum alone or below', { anyOf: [{ minimum: 3 }, { maximum: 2.9 }, { type: 'number' }] });
dis('minimum without type vs number range', { minimum: 3 }, { type: ['number', 'string'], maximum: 5 });
sub('minimum without type holds strings', { minimum: 3 }, str);
eq('exclusive draft4', { type: 'integer', minimum: 3, exclusiveMinimum: true }, { type: 'integer', minimum: 4 }, d4);
sub(
  'exclusive draft4 number',
  { type: 'number', minimum: 3 },
  { type: 'number', minimum: 3, exclusiveMinimum: true },
  d4,
);
eq(
  'exclusive false draft4',
  { type: 'number', minimum: 3 },
  { type: 'number', minimum: 3, exclusiveMinimum: false },
  d4,
);
eq('exclusiveMinimum alone draft4 is nothing', { type: 'number', exclusiveMinimum: true }, num, d4);
eq('exclusive integers', { type: 'integer', exclusiveMinimum: 3 }, { type: 'integer', minimum: 4 }, d6);
eq('exclusive integers frac', { type: 'integer', exclusiveMinimum: 3.5 }, { type: 'integer', minimum: 4 }, d6);
eq('exclusive max integers', { type: 'integer', exclusiveMaximum: 3 }, { type: 'integer', maximum: 2 }, d6);
eq('minimum frac integers', { type: 'integer', minimum: 3.2 }, { type: 'integer', minimum: 4 });
sub('exclusive inclusive', { type: 'number', minimum: 3 }, { type: 'number', exclusiveMinimum: 3 }, d6);
sub(
  'both bounds',
  { type: 'number', minimum: 3, exclusiveMinimum: 1 },
  { type: 'number', minimum: 4, exclusiveMinimum: 3 },
  d6,
);
eq(
  'exclusive stronger than min',
  { type: 'number', minimum: 3, exclusiveMinimum: 3 },
  { type: 'number', exclusiveMinimum: 3 },
  d6,
);
empty('exclusive meets', { type: 'number', minimum: 3, exclusiveMaximum: 3 }, d6);
eq('point', { type: 'number', minimum: 3, maximum: 3 }, { enum: [3] });
empty('between integers', { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 }, d6);
eq('integer range enum', { type: 'integer', minimum: 1, maximum: 3 }, { enum: [1, 2, 3] });
sub('multiple', { type: 'number', multipleOf: 2 }, { type: 'number', multipleOf: 4 });
dis('multiples 2 3', { type: 'number', multipleOf: 2 }, { type: 'number', multipleOf: 3 });
eq('lcm', { allOf: [{ multipleOf: 2 }, { multipleOf: 3 }], type: 'number' }, { type: 'number', multipleOf: 6 });
eq('integer=multipleOf 1', { type: 'number', multipleOf: 1 }, int);
eq('integer beside multipleOf 0.5', { type: 'integer', multipleOf: 0.5 }, int);
eq('integer beside multipleOf 1.5', { type: 'integer', multipleOf: 1.5 }, { type: 'integer', multipleOf: 3 });
eq('integer beside multipleOf 0.3', { type: 'integer', multipleOf: 0.3 }, { type: 'number', multipleOf: 3 });
sub('0.1 > 0.3', { type: 'number', multipleOf: 0.1 }, { type: 'number', multipleOf: 0.3 });
sub('0.01 > 0.1', { type: 'number', multipleOf: 0.01 }, { type: 'number', multipleOf: 0.1 });
sub('0.5 > int', { type: 'number', multipleOf: 0.5 }, int);
dis('2.5 vs int', { type: 'number', multipleOf: 2.5 }, int);
eq('multiple in range', { type: 'number', multipleOf: 10, minimum: 5, maximum: 25 }, { enum: [10, 20] });
empty('no multiple in range', { type: 'number', multipleOf: 10, minimum: 11, maximum: 19 });
eq(
  'multiples exclude by not',
  { type: 'integer', not: { multipleOf: 2 } },
  { type: 'integer', allOf: [{ not: { multipleOf: 2 } }] },
);
eq(
  'even or odd',
  {
    anyOf: [
      { type: 'integer', multipleOf: 2 },
      { type: 'integer', not: { multipleOf: 2 } },
    ],
  },
  int,
);
empty('multiple of 4 not of 2', { type: 'number', multipleOf: 4, not: { multipleOf: 2 } });
sub(
  'multiple of 2 not of 4',
  { type: 'integer', multipleOf: 2 },
  { type: 'number', multipleOf: 2, not: { multipleOf: 4 } },
);
eq(
  'mult 2 and 4 in enum',
  { multipleOf: 2, not: { multipleOf: 4 }, type: 'integer', minimum: 1, maximum: 11 },
  { enum: [2, 6, 10] },
);
sub(
  'union covers',
  {
    anyOf: [
      { type: 'number', maximum: 5 },
      { type: 'number', minimum: 3 },
    ],
  },
  { type: 'number', minimum: 2, maximum: 7 },
);
eq(
  'union covers all',
  {
    anyOf: [
      { type: 'number', maximum: 5 },
      { type: 'number', minimum: 3 },
    ],
  },
  num,
);
dis(
  'gap',
  {
    anyOf: [
      { type: 'number', maximum: 3 },
      { type: 'number', minimum: 5 },
    ],
  },
  { type: 'number', minimum: 2, maximum: 7 },
);
eq('gap without integers', { type: 'integer', anyOf: [{ maximum: 3 }, { minimum: 4 }] }, int);
eq(
  'adjacent ranges',
  { type: 'integer', minimum: 1, maximum: 10 },
  {
    anyOf: [
      { type: 'integer', minimum: 1, maximum: 5 },
      { type: 'integer', minimum: 6, maximum: 10 },
    ],
  },
);
eq('range minus point', { type: 'integer', minimum: 1, maximum: 3, not: { enum: [2] } }, { enum: [1, 3] });
sub('huge minimum', { type: 'number', minimum: 1e300 }, { type: 'number', minimum: 1e301 });
sub('huge integers', { type: 'integer', maximum: 9007199254740992 }, { type: 'integer', maximum: 9007199254740991 });
sub('tiny', { type: 'number', minimum: 0 }, { type: 'number', minimum: 5e-324 });
eq('-0', { enum: [0] }, { enum: [-0] });
eq('minimum -0', { type: 'number', minimum: -0 }, { type: 'number', minimum: 0 });
eq('multipleOf 1e-8 and int', { type: 'integer', multipleOf: 1e-8 }, int);
sub('multipleOf huge', { type: 'integer', multipleOf: 1e15 }, { type: 'integer', multipleOf: 1e16 });
eq('multipleOf on other types vacuous', { type: 'string', multipleOf: 3 }, str);
sub(
  'int32 in int64',
  { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 - 1 },
  { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
);
eq('not minimum', { type: 'number', not: { minimum: 3 } }, { type: 'number', exclusiveMaximum: 3 }, d6);
eq('not maximum', { type: 'number', not: { maximum: 3 } }, { type: 'number', exclusiveMinimum: 3 }, d6);
eq(
  'not range',
  { type: 'number', not: { minimum: 3, maximum: 5 } },
  { type: 'number', anyOf: [{ exclusiveMaximum: 3 }, { exclusiveMinimum: 5 }] },
  d6,
);
eq('nested not of bounds', { type: 'integer', not: { anyOf: [{ maximum: 0 }, { minimum: 4 }] } }, { enum: [1, 2, 3] });
dis(
  'integer range vs multiples',
  { type: 'integer', multipleOf: 5, minimum: 0 },
  { type: 'integer', minimum: 10, maximum: 15 },
);
// strings
sub('minLength', { type: 'string', minLength: 1 }, { type: 'string', minLength: 2 });
sub('maxLength', { type: 'string', maxLength: 5 }, { type: 'string', maxLength: 4 });
eq('maxLength 0', { type: 'string', maxLength: 0 }, { enum: [''] });
empty('length empty', { type: 'string', minLength: 3, maxLength: 2 });
eq('minLength 0', { type: 'string', minLength: 0 }, str);
eq('minLength 2.0', { type: 'string', minLength: 2.0 }, { type: 'string', minLength: 2 });
eq('pattern any', { type: 'string', pattern: '' }, str);
eq('pattern .*', { type: 'string', pattern: '.*' }, str);
sub('pattern ^.*$ no newline', str, { type: 'string', pattern: '^.*$' });
eq('pattern + vs minLength', { type: 'string', pattern: '^[\\s\\S]+$' }, { type: 'string', minLength: 1 });
eq('pattern . search', { type: 'string', pattern: '[\\s\\S]' }, { type: 'string', minLength: 1 });
sub('a* a+', { type: 'string', pattern: '^a*$' }, { type: 'string', pattern: '^a+$' });
eq('(ab)*|', { type: 'string', pattern: '^(ab)*$' }, { type: 'string', pattern: '^(|(ab)+)$' });
eq('a|b class', { type: 'string', pattern: '^(a|b)$' }, { type: 'string', pattern: '^[ab]$' });
eq('\\d class', { type: 'string', pattern: '^\\d{3}$' }, { type: 'string', pattern: '^[0-9]{3}$' });
eq('\\w class', { type: 'string', pattern: '^\\w$' }, { type: 'string', pattern: '^[A-Za-z0-9_]$' });
eq('quantifier', { type: 'string', pattern: '^a{2,3}$' }, { enum: ['aa', 'aaa'] });
eq(
  'lengths from pattern',
  { type: 'string', pattern: '^[\\s\\S]{2,4}$' },
  { type: 'string', minLength: 2, maxLength: 4 },
);
sub('pattern with length', { type: 'string', pattern: '^a*$' }, { type: 'string', pattern: '^a*$', maxLength: 10 });
eq('pattern with length = enum', { type: 'string', pattern: '^a*$', maxLength: 2 }, { enum: ['', 'a', 'aa'] });
empty('pattern too short for min', { type: 'string', pattern: '^a{0,3}$', minLength: 4 });
empty('pattern conflict', { allOf: [{ type: 'string', pattern: '^a' }, { pattern: '^b' }] });
eq(
  'two patterns',
  { type: 'string', allOf: [{ pattern: '^a' }, { pattern: 'b$' }] },
  { type: 'string', pattern: '^a([\\s\\S]*b)$' },
);
eq('complement pattern', { type: 'string', not: { pattern: '^a*$' } }, { type: 'string', pattern: '[^a]' });
sub('search pattern', { type: 'string', pattern: 'b' }, { type: 'string', pattern: 'abc' });
sub('anchored', { type: 'string', pattern: 'foo' }, { type: 'string', pattern: '^foo' });
sub(
  'uuid in hex',
  { type: 'string', pattern: '^[0-9a-f-]+$' },
  { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' },
);
sub(
  'date-like',
  { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  { type: 'string', pattern: '^20\\d{2}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$' },
);
sub('slug', { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }, { type: 'string', pattern: '^[a-z]+(-[a-z]+)?$' });
dis(
  'slug dis',
  { type: 'string', pattern: '^[a-z]+$' },
  { type: 'string', pattern: '^[a-z0-9]+$', maxLength: 3, minLength: 3, not: { pattern: '^[a-z]+$' } },
);
sub('case', { type: 'string', pattern: '^[A-Za-z]+$' }, { type: 'string', pattern: '^[a-z]+$' });
sub('email-ish', { type: 'string', pattern: '@' }, { type: 'string', pattern: '^[^@]+@[^@]+\\.[^@]+$' });
sub('lookahead password', { type: 'string', minLength: 8 }, { type: 'string', pattern: '^(?=.*[A-Z])(?=.*\\d).{8,}$' });
eq(
  'negative lookahead',
  { type: 'string', pattern: '^(?!foo)[a-z]{3}$' },
  { type: 'string', pattern: '^[a-z]{3}$', not: { enum: ['foo'] } },
);
eq('unicode length', { type: 'string', pattern: '^[\\s\\S]$' }, { type: 'string', minLength: 1, maxLength: 1 });
eq('emoji', { enum: ['😀'] }, { type: 'string', pattern: '^😀$' });
sub('unicode prop', { type: 'string', pattern: '^\\p{L}+$' }, { type: 'string', pattern: '^[a-zäöü]+$' });
eq('escaped slash', { type: 'string', pattern: '^\\/a$' }, { enum: ['/a'] });
eq('dollar mid', { type: 'string', pattern: '^a$|^b$' }, { enum: ['a', 'b'] });
eq('nongreedy', { type: 'string', pattern: '^a*?b$' }, { type: 'string', pattern: '^a*b$' });
eq('empty alt', { type: 'string', pattern: '^(a|)$' }, { enum: ['', 'a'] });
eq('noncapturing', { type: 'string', pattern: '^(?:ab)+$' }, { type: 'string', pattern: '^(ab)(ab)*$' });
eq('hex escape', { type: 'string', pattern: '^\\x41\\u0042$' }, { enum: ['AB'] });
sub('backreference in str', str, { type: 'string', pattern: '^(a)\\1$' });
eq(
  'pattern without type',
  { pattern: '^a', type: ['string', 'number'] },
  { anyOf: [num, { type: 'string', pattern: '^a' }] },
);
sub(
  'string patterns long alternation',
  { type: 'string', pattern: '^(GET|PUT|POST|DELETE|HEAD|OPTIONS|PATCH)$' },
  { enum: ['GET', 'PUT'] },
);
sub('big quantifier', { type: 'string', maxLength: 300 }, { type: 'string', pattern: '^[a-z0-9]{1,255}$' });
eq(
  'big quantifier 2',
  { type: 'string', pattern: '^[a-z]{0,1000}$' },
  { type: 'string', pattern: '^[a-z]*$', maxLength: 1000 },
);
sub(
  'arn',
  { type: 'string', pattern: '^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\\d{12}:.+$' },
  { type: 'string', pattern: '^arn:aws:iam::\\d{12}:role/[\\w+=,.@-]{1,64}$' },
);
sub('two long', { type: 'string', maxLength: 65535 }, { type: 'string', maxLength: 65534 });
eq(
  'semver',
  { type: 'string', pattern: '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)$' },
  { type: 'string', pattern: '^(?:0|[1-9][0-9]*)[.](?:0|[1-9][0-9]*)$' },
);
eq(
  'ip octet',
  { type: 'string', pattern: '^(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)$' },
  { enum: Array.from({ length: 256 }, (_, i) => String(i)) },
);
// formats not asserted
eq('format is annotation', { type: 'string', format: 'date' }, str);
eq('unknown format annotation', { type: 'string', format: 'pet-name' }, str);
sub('format date asserted', str, { type: 'string', format: 'date' }, all, true);
sub(
  'date pattern',
  { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  { type: 'string', format: 'date' },
  all,
  true,
);
dis('date vs date-time', { type: 'string', format: 'date' }, { type: 'string', format: 'date-time' }, all, true);
dis('ipv4 vs ipv6', { type: 'string', format: 'ipv4' }, { type: 'string', format: 'ipv6' }, all, true);
sub('uri-reference > uri', { type: 'string', format: 'uri-reference' }, { type: 'string', format: 'uri' }, all, true);
sub('uuid length', { type: 'string', minLength: 36, maxLength: 36 }, { type: 'string', format: 'uuid' }, all, true);
sub('hostname', { type: 'string', format: 'hostname' }, { enum: ['example.org'] }, all, true);
eq('format on numbers nothing', { type: 'number', format: 'date' }, num, all, true);
sub('email has @', { type: 'string', pattern: '@' }, { type: 'string', format: 'email' }, all, true);

const A = (x: object) => ({ type: 'array', ...x });
const O = (properties: object, x: object = {}) => ({ type: 'object', properties, ...x });
const R = (properties: object, x: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...x,
});
const C = (properties: object, x: object = {}) => R(properties, { additionalProperties: false, ...x });
// arrays
sub('items', A({ items: num }), A({ items: int }));
dis('items types', A({ items: num, minItems: 1 }), A({ items: str, minItems: 1 }));
dis('items types share []', A({ items: num }), A({ items: str }));
eq('items never', A({ items: never }), { enum: [[]] });
eq('items never and minItems', A({ items: never, minItems: 1 }), never);
eq('minItems 0', A({ minItems: 0 }), arr);
sub('minItems', A({ minItems: 1 }), A({ minItems: 2 }));
sub('maxItems', A({ maxItems: 3 }), A({ maxItems: 2 }));
empty('min>max items', A({ minItems: 3, maxItems: 2 }));
eq('maxItems 0 ignores items', A({ maxItems: 0, items: str }), A({ maxItems: 0, items: num }));
eq('tuple', A({ items: [str, num] }), A({ items: [str, num, {}] }), old);
sub('tuple longer', A({ items: [str] }), A({ items: [str, num] }), old);
sub('tuple closed', A({ items: [str] }), A({ items: [str], additionalItems: false }), old);
eq('tuple closed maxItems', A({ items: [str], maxItems: 1 }), A({ items: [str], additionalItems: false }), old);
sub('additionalItems', A({ items: [str], additionalItems: num }), A({ items: [str], additionalItems: int }), old);
eq('tuple all the same', A({ items: [str, str], additionalItems: str }), A({ items: str }), old);
sub(
  'list holds tuple',
  A({ items: { type: ['string', 'number'] } }),
  A({ items: [str, num], additionalItems: false }),
  old,
);
eq('additionalItems ignored with items object', A({ items: str, additionalItems: false }), A({ items: str }), old);
eq('items [] empty tuple', A({ items: [] }), arr, old);
eq('items [] and additionalItems', A({ items: [], additionalItems: str }), A({ items: str }), old);
eq('tuple never at 2 caps length', A({ items: [str, never] }), A({ items: [str], maxItems: 1 }), old);
sub('prefixItems', A({ prefixItems: [num] }), A({ prefixItems: [int] }), d20);
eq('prefixItems items false', A({ prefixItems: [str], items: false }), A({ prefixItems: [str], maxItems: 1 }), d20);
sub('prefixItems items', A({ prefixItems: [str], items: num }), A({ prefixItems: [str], items: int }), d20);
eq('prefixItems same as items', A({ prefixItems: [str], items: str }), A({ items: str }), d20);
eq('prefixItems ignored before 2020', A({ prefixItems: [str] }), arr, ['2019-09', 'draft-07']);
sub('contains', arr, A({ contains: str }), d6);
sub('contains > items min', A({ contains: str }), A({ items: str, minItems: 1 }), d6);
eq('contains {}', A({ contains: {} }), A({ minItems: 1 }), d6);
empty('contains never', A({ contains: never }), d6);
empty('contains conflicting items', A({ contains: str, items: num }), d6);
sub('contains narrower', A({ contains: num }), A({ contains: int }), d6);
dis('contains two', A({ contains: num }), A({ contains: str }), d6);
sub('contains both', A({ contains: num }), A({ allOf: [{ contains: num }, { contains: str }] }), d6);
eq('contains ignored in draft4', A({ contains: str }), arr, d4);
eq('not contains = items not', A({ not: { contains: str } }), A({ items: { not: str } }), d6);
sub('both contains need two', A({ minItems: 2 }), A({ allOf: [{ contains: num }, { contains: str }] }), d6);
dis('both contains overlapping need one', A({ minItems: 2 }), A({ allOf: [{ contains: num }, { contains: int }] }), d6);
sub('minContains', A({ contains: str, minContains: 1 }), A({ contains: str, minContains: 2 }), d19);
sub('minContains needs length', A({ minItems: 2 }), A({ contains: str, minContains: 2 }), d19);
eq('minContains 0', A({ contains: str, minContains: 0 }), arr, d19);
eq('maxContains 0 min 0', A({ contains: str, minContains: 0, maxContains: 0 }), A({ items: { not: str } }), d19);
empty('maxContains 0', A({ contains: str, maxContains: 0 }), d19);
empty('minContains > maxContains', A({ contains: str, minContains: 3, maxContains: 2 }), d19);
sub('maxContains', A({ contains: str, maxContains: 3 }), A({ contains: str, maxContains: 2 }), d19);
eq(
  'maxContains with all items',
  A({ items: str, contains: str, maxContains: 2 }),
  A({ items: str, minItems: 1, maxItems: 2 }),
  d19,
);
eq('minContains without contains', A({ minContains: 3 }), arr, d19);
eq('minContains ignored in draft 7', A({ contains: str, minContains: 2 }), A({ contains: str }), d67);
empty('contains beyond maxItems', A({ contains: str, minContains: 3, maxItems: 2 }), d19);
sub(
  'contains counts',
  A({ contains: { enum: [1, 2] }, minContains: 2 }),
  A({ allOf: [{ contains: { enum: [1] } }, { contains: { enum: [2] } }] }),
  d19,
);
sub('unique', arr, A({ uniqueItems: true }));
eq('unique false', A({ uniqueItems: false }), arr);
eq('unique short', A({ uniqueItems: true, maxItems: 1 }), A({ maxItems: 1 }));
eq('unique bool', A({ items: bool, uniqueItems: true }), A({ items: bool, uniqueItems: true, maxItems: 2 }));
empty('unique too many', A({ items: bool, uniqueItems: true, minItems: 3 }));
empty('unique enum too many', A({ items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 4 }));
empty(
  'unique integer range',
  A({ items: { type: 'integer', minimum: 1, maximum: 3 }, uniqueItems: true, minItems: 4 }),
);
eq('unique const', A({ items: { enum: [1] }, uniqueItems: true }), { enum: [[], [1]] });
eq('unique enum full', A({ items: { enum: [1, 2] }, uniqueItems: true }), { enum: [[], [1], [2], [1, 2], [2, 1]] });
empty('unique tuple of consts', A({ items: [{ enum: [1] }, { enum: [1] }], uniqueItems: true, minItems: 2 }), old);
eq(
  'unique tuple disjoint',
  A({ items: [str, num], additionalItems: false, uniqueItems: true }),
  A({ items: [str, num], additionalItems: false }),
  old,
);
empty('unique with contains count', A({ contains: { enum: [1] }, minContains: 2, uniqueItems: true }), d19);
dis('unique 1 1.0', A({ uniqueItems: true, minItems: 2 }), {
  enum: [
    [1, 1.0],
    [1, 2],
  ],
});
sub('unique pattern items', A({ items: { enum: ['a', 'b'] }, uniqueItems: true }), { enum: [['a'], ['b', 'a']] });
eq('unique nulls', A({ items: nul, uniqueItems: true }), A({ items: nul, maxItems: 1 }));
eq('unique strings length', A({ items: { type: 'string', pattern: '^[ab]$' }, uniqueItems: true, minItems: 3 }), never);
sub('items of items', A({ items: A({ items: num }) }), A({ items: A({ items: int }) }));
sub('items anyOf > anyOf items', A({ items: { anyOf: [str, num] } }), {
  anyOf: [A({ items: str }), A({ items: num })],
});
eq(
  'items allOf',
  A({ items: { allOf: [num, { minimum: 3 }] } }),
  A({ allOf: [{ items: num }, { items: { minimum: 3 } }] }),
);
eq('array without type', { items: str, type: 'array' }, { allOf: [arr, { items: str }] });
sub('items without type', { items: str }, A({ items: str }));
sub('items vacuous on strings', { items: str }, str);
eq('not items', A({ not: { items: num } }), A({ contains: { not: num } }), d6);
eq('not minItems', A({ not: { minItems: 3 } }), A({ maxItems: 2 }));
eq('not uniqueItems with maxItems 1', A({ not: { uniqueItems: true }, maxItems: 1 }), never);
sub('large min', A({ minItems: 1000 }), A({ minItems: 1001 }));
sub('large contains', A({ contains: num, minContains: 30 }), A({ contains: int, minContains: 40 }), d19);
sub(
  'large unique ints',
  A({ uniqueItems: true, minItems: 100, items: int }),
  A({ uniqueItems: true, minItems: 101, items: int }),
);
sub('matrix', A({ items: A({ items: num, minItems: 3, maxItems: 3 }), minItems: 3, maxItems: 3 }), {
  enum: [
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
});
// objects
sub('open props', O({ a: str }), O({ a: str, b: num }));
sub('required', O({ a: str }), R({ a: str }));
eq('required only', { type: 'object', required: ['a'] }, { type: 'object', required: ['a'], properties: { a: {} } });
sub('additional false', O({ a: str }), O({ a: str }, { additionalProperties: false }));
sub(
  'closed more',
  O({ a: str, b: str }, { additionalProperties: false }),
  O({ a: str }, { additionalProperties: false }),
);
eq(
  'closed never prop',
  O({ a: str, b: never }, { additionalProperties: false }),
  O({ a: str }, { additionalProperties: false }),
);
eq('forbidden = not required', O({ b: never }), { type: 'object', not: { required: ['b'] } });
empty('required never', R({ a: never }));
empty('required not allowed', { type: 'object', required: ['b'], properties: { a: {} }, additionalProperties: false });
sub('additional schema', { type: 'object', additionalProperties: num }, { type: 'object', additionalProperties: int });
sub(
  'additional schema holds closed',
  { type: 'object', additionalProperties: { type: ['string', 'number'] } },
  C({ a: str, b: num }),
);
dis('additional vs props', { type: 'object', additionalProperties: num }, R({ a: num }));
eq('additional with props same', O({ a: num }, { additionalProperties: num }), {
  type: 'object',
  additionalProperties: num,
});
sub('property types', R({ a: num }), R({ a: int }));
dis('property types 2', R({ a: str }), R({ a: num }));
sub('property added nullable', R({ a: { type: ['string', 'null'] } }), R({ a: str }));
sub('nested', R({ a: R({ b: num }) }), R({ a: R({ b: int, c: str }) }));
eq('allOf split', { allOf: [R({ a: str }), R({ b: num })] }, R({ a: str, b: num }));
empty('allOf closed conflict', { allOf: [C({ a: str }), C({ b: num })] });
eq(
  'allOf closed meet',
  {
    allOf: [
      O({ a: str, b: num }, { additionalProperties: false }),
      O({ a: str, c: num }, { additionalProperties: false }),
    ],
  },
  O({ a: str }, { additionalProperties: false }),
);
sub('minProperties', { type: 'object', minProperties: 1 }, { type: 'object', minProperties: 2 });
sub('maxProperties', { type: 'object', maxProperties: 3 }, { type: 'object', maxProperties: 2 });
eq('maxProperties 0', { type: 'object', maxProperties: 0 }, { enum: [{}] });
sub('required implies minProperties', { type: 'object', minProperties: 2 }, { type: 'object', required: ['a', 'b'] });
eq('duplicates in required', { type: 'object', required: ['a'] }, { type: 'object', required: ['a', 'a'] }, [
  '2020-12',
]);
sub(
  'closed implies maxProperties',
  { type: 'object', maxProperties: 2 },
  O({ a: {}, b: {} }, { additionalProperties: false }),
);
eq('closed full', C({ a: str, b: str }), O({ a: str, b: str }, { additionalProperties: false, minProperties: 2 }));
empty('minProperties above closed', O({ a: {} }, { additionalProperties: false, minProperties: 2 }));
eq(
  'required max',
  { type: 'object', required: ['a', 'b'], maxProperties: 2 },
  { type: 'object', required: ['a', 'b'], properties: { a: {}, b: {} }, additionalProperties: false },
);
empty('required too many', { type: 'object', required: ['a', 'b', 'c'], maxProperties: 2 });
sub(
  'pattern props',
  { type: 'object', patternProperties: { '^a': num } },
  { type: 'object', patternProperties: { '^a': int } },
);
sub(
  'pattern props wider name',
  { type: 'object', patternProperties: { '^ab': num } },
  { type: 'object', patternProperties: { '^a': num } },
);
eq(
  'pattern all = additional',
  { type: 'object', patternProperties: { '': num } },
  { type: 'object', additionalProperties: num },
);
eq(
  'pattern .* = additional except newline?',
  { type: 'object', patternProperties: { '[\\s\\S]*': num } },
  { type: 'object', additionalProperties: num },
);
eq('pattern exact = property', { type: 'object', patternProperties: { '^a$': num } }, O({ a: num }));
eq(
  'pattern overlap',
  {
    type: 'object',
    patternProperties: { '^a': { minimum: 3 }, b$: { maximum: 5 } },
    properties: { ab: num },
    required: ['ab'],
  },
  {
    type: 'object',
    patternProperties: { '^a': { minimum: 3 }, b$: { maximum: 5 } },
    properties: { ab: { type: 'number', minimum: 3, maximum: 5 } },
    required: ['ab'],
  },
);
empty('pattern conflict required', { type: 'object', patternProperties: { '^a': str, b$: num }, required: ['ab'] });
sub(
  'additional beside pattern',
  { type: 'object', patternProperties: { '^x-': {} }, additionalProperties: str },
  { type: 'object', patternProperties: { '^x-': num }, additionalProperties: str },
);
sub(
  'closed pattern',
  { type: 'object', patternProperties: { '^x-': {} }, additionalProperties: false },
  { type: 'object', patternProperties: { '^x-a': {} }, additionalProperties: false },
);
eq(
  'propertyNames pattern',
  { type: 'object', propertyNames: { pattern: '^x-' } },
  { type: 'object', patternProperties: { '^x-': {} }, additionalProperties: false },
  d6,
);
eq(
  'propertyNames enum',
  { type: 'object', propertyNames: { enum: ['a', 'b'] } },
  O({ a: {}, b: {} }, { additionalProperties: false }),
  d6,
);
eq('propertyNames false', { type: 'object', propertyNames: false }, { enum: [{}] }, d6);
eq('propertyNames true', { type: 'object', propertyNames: true }, obj, d6);
sub(
  'propertyNames length',
  { type: 'object', propertyNames: { maxLength: 3 } },
  { type: 'object', propertyNames: { maxLength: 2 } },
  d6,
);
empty('propertyNames vs required', { type: 'object', propertyNames: { maxLength: 2 }, required: ['abc'] }, d6);
eq('propertyNames number', { type: 'object', propertyNames: { type: 'number' } }, { enum: [{}] }, d6);
eq(
  'propertyNames const count',
  { type: 'object', propertyNames: { const: 'a' }, minProperties: 1 },
  { type: 'object', required: ['a'], maxProperties: 1 },
  d6,
);
empty('propertyNames limit min', { type: 'object', propertyNames: { enum: ['a', 'b'] }, minProperties: 3 }, d6);
empty('propertyNames pattern finite', { type: 'object', propertyNames: { pattern: '^[ab]$' }, minProperties: 3 }, d6);
eq('propertyNames ignored draft4', { type: 'object', propertyNames: { maxLength: 3 } }, obj, d4);
sub(
  'dependentRequired',
  { type: 'object', dependentRequired: { a: ['b'] } },
  { type: 'object', required: ['a', 'b'] },
  d19,
);
eq(
  'dependentRequired anyOf',
  { type: 'object', dependentRequired: { a: ['b'] } },
  { type: 'object', anyOf: [{ not: { required: ['a'] } }, { required: ['b'] }] },
  d19,
);
eq(
  'dependentRequired chain',
  { type: 'object', required: ['a'], dependentRequired: { a: ['b'], b: ['c'] } },
  { type: 'object', required: ['a', 'b', 'c'] },
  d19,
);
eq('dependentRequired ignored draft7', { type: 'object', dependentRequired: { a: ['b'] } }, obj, d67);
eq(
  'dependencies list',
  { type: 'object', dependencies: { a: ['b'] } },
  { type: 'object', anyOf: [{ not: { required: ['a'] } }, { required: ['b'] }] },
  ['draft-04', 'draft-06', 'draft-07'],
);
eq(
  'dependencies schema',
  { type: 'object', dependencies: { a: { required: ['b'] } } },
  { type: 'object', dependencies: { a: ['b'] } },
  ['draft-04', 'draft-06', 'draft-07'],
);
eq(
  'dependencies as dependentSchemas',
  { type: 'object', dependentSchemas: { a: { required: ['b'] } } },
  { type: 'object', dependentRequired: { a: ['b'] } },
  d19,
);
eq(
  'dependentSchemas ifthen',
  { type: 'object', dependentSchemas: { a: { properties: { b: num } } } },
  { type: 'object', if: { required: ['a'] }, then: { properties: { b: num } } },
  d19,
);
eq('dependencies empty list', { type: 'object', dependencies: { a: [] } }, obj, d67);
eq(
  'dependentSchemas false',
  { type: 'object', dependentSchemas: { a: false } },
  { type: 'object', not: { required: ['a'] } },
  d19,
);
eq(
  'not properties',
  { type: 'object', not: { properties: { a: num } } },
  { type: 'object', required: ['a'], properties: { a: { not: num } } },
);
eq(
  'not required',
  { type: 'object', not: { required: ['a', 'b'] } },
  { type: 'object', anyOf: [{ not: { required: ['a'] } }, { not: { required: ['b'] } }] },
);
eq(
  'not additional',
  { type: 'object', not: { additionalProperties: num }, maxProperties: 1, propertyNames: { const: 'z' } },
  { type: 'object', required: ['z'], maxProperties: 1, properties: { z: { not: num } } },
  d6,
);
sub('__proto__', O({ __proto__x: num }), R({ __proto__x: int }));
sub(
  'proto property',
  JSON.parse('{"type":"object","properties":{"__proto__":{"type":"number"}}}'),
  JSON.parse('{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"integer"}}}'),
);
sub('constructor', obj, { type: 'object', required: ['constructor'] });
sub('hasOwnProperty', O({ hasOwnProperty: num }), O({ hasOwnProperty: int }));
eq('empty name', O({ '': num }), { type: 'object', patternProperties: { '^$': num } });
sub('numeric names', O({ 1: num }), O({ 1: int }));
eq('properties {}', { type: 'object', properties: {} }, obj);
eq('required []', { type: 'object', required: [] }, obj, d6);
eq('patternProperties {}', { type: 'object', patternProperties: {} }, obj);
sub('properties without type', { properties: { a: num } }, O({ a: num }));
sub('string in properties schema', { properties: { a: num }, required: ['a'] }, str);
sub(
  'map of maps',
  { type: 'object', additionalProperties: { type: 'object', additionalProperties: num } },
  { type: 'object', additionalProperties: { type: 'object', additionalProperties: int } },
);
sub(
  'wide object',
  O(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`p${i}`, num]))),
  O(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`p${i}`, i === 150 ? int : num]))),
);
sub(
  'deep object',
  Array.from({ length: 60 }).reduce<object>((s) => R({ a: s }), num),
  Array.from({ length: 60 }).reduce<object>((s) => R({ a: s }), int),
);
// combinators
eq('oneOf disjoint = anyOf', { oneOf: [str, num] }, { anyOf: [num, str] });
sub('anyOf > oneOf', { anyOf: [num, int] }, { oneOf: [num, int] });
sub('anyOf member', { anyOf: [str, num] }, str);
sub('anyOf wider', { anyOf: [str, num, bool] }, { anyOf: [bool, int] });
eq('anyOf [x, never]', { anyOf: [str, never] }, str);
eq('allOf [x, {}]', { allOf: [str, {}] }, str);
eq('single anyOf', { anyOf: [str] }, str);
eq('single oneOf', { oneOf: [str] }, str);
eq('single allOf', { allOf: [str] }, str);
eq('nested allOf', { allOf: [{ allOf: [{ allOf: [str] }] }, { minLength: 1 }] }, { type: 'string', minLength: 1 });
eq('nested anyOf', { anyOf: [{ anyOf: [str, nul] }, num] }, { type: ['string', 'null', 'number'] });
eq('distribute', { allOf: [{ anyOf: [str, num] }, { anyOf: [num, nul] }] }, num);
eq(
  'distribute objects',
  { allOf: [{ anyOf: [R({ a: str }), R({ b: str })] }, R({ c: num })] },
  { anyOf: [R({ a: str, c: num }), R({ b: str, c: num })] },
);
eq('de morgan', { not: { anyOf: [str, num] } }, { allOf: [{ not: str }, { not: num }] });
eq(
  'de morgan 2',
  { not: { allOf: [{ minimum: 3 }, { type: 'number' }] } },
  { anyOf: [{ not: num }, { not: { minimum: 3 } }] },
);
eq(
  'xor',
  {
    oneOf: [
      { type: 'integer', multipleOf: 2 },
      { type: 'integer', multipleOf: 3 },
    ],
  },
  {
    anyOf: [
      { type: 'integer', multipleOf: 2, not: { multipleOf: 3 } },
      { type: 'integer', multipleOf: 3, not: { multipleOf: 2 } },
    ],
  },
);
eq(
  'not oneOf',
  { type: 'integer', not: { oneOf: [{ multipleOf: 2 }, { multipleOf: 3 }] } },
  { type: 'integer', anyOf: [{ multipleOf: 6 }, { not: { anyOf: [{ multipleOf: 2 }, { multipleOf: 3 }] } }] },
);
eq('if then', { if: str, then: { minLength: 2 } }, { anyOf: [{ not: str }, { minLength: 2 }] }, d7);
eq(
  'if then else',
  { if: { type: 'string' }, then: { minLength: 2 }, else: num },
  { anyOf: [{ type: 'string', minLength: 2 }, num] },
  d7,
);
eq('if true', { if: true, then: str, else: num }, str, d7);
eq('if false', { if: false, then: str, else: num }, num, d7);
eq('if only', { if: str }, {}, d7);
eq('then only', { then: str }, {}, d7);
eq('else only', { else: str }, {}, d7);
eq('if ignored draft6', { if: true, then: str }, {}, ['draft-04', 'draft-06']);
eq(
  'if discriminated',
  {
    type: 'object',
    required: ['t'],
    properties: { t: { enum: ['a', 'b'] } },
    if: { properties: { t: { enum: ['a'] } } },
    then: { required: ['x'] },
    else: { required: ['y'] },
  },
  {
    type: 'object',
    oneOf: [
      { properties: { t: { enum: ['a'] } }, required: ['t', 'x'] },
      { properties: { t: { enum: ['b'] } }, required: ['t', 'y'] },
    ],
  },
  d7,
);
const shapes = (n: number, t = num) =>
  Array.from({ length: n }, (_, i) => R({ kind: { enum: [`k${i}`] }, v: i === 0 ? t : num }));
sub('discriminated oneOf 40', { oneOf: shapes(40) }, { oneOf: shapes(40, int) });
sub('oneOf more branches', { oneOf: shapes(12) }, { oneOf: shapes(11) });
eq('oneOf = anyOf discriminated', { oneOf: shapes(30) }, { anyOf: shapes(30).reverse() });
eq('enum split over branches', R({ k: { enum: ['a', 'b'] }, v: num }), {
  anyOf: [R({ k: { enum: ['a'] }, v: num }), R({ k: { enum: ['b'] }, v: num })],
});
eq('optional split', O({ a: num }), { anyOf: [R({ a: num }), { type: 'object', not: { required: ['a'] } }] });
eq('range split in property', R({ a: int }), {
  anyOf: [R({ a: { type: 'integer', minimum: 0 } }), R({ a: { type: 'integer', maximum: -1 } })],
});
sub('product of anyOfs', O({ a: { anyOf: [str, num] }, b: { anyOf: [str, num] } }), {
  anyOf: [O({ a: str, b: str }), O({ a: num, b: num })],
});
eq('product of anyOfs full', O({ a: { anyOf: [str, num] }, b: { anyOf: [str, num] } }), {
  anyOf: [O({ a: str, b: str }), O({ a: num, b: num }), O({ a: str, b: num }), O({ a: num, b: str })],
});
const ladder = (n: number) => ({
  allOf: Array.from({ length: n }, (_, i) => ({ anyOf: [{ required: [`a${i}`] }, { required: [`b${i}`] }] })),
  type: 'object',
});
sub('12 independent alternatives', ladder(11), ladder(12));
sub('20 independent alternatives', ladder(19), ladder(20));
sub(
  'allOf of oneOfs',
  {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`p${i}`, { oneOf: [str, num, bool] }])),
  },
  {
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`p${i}`, { oneOf: i === 7 ? [str, num] : [str, num, bool] }]),
    ),
  },
);

// refs
eq('ref definitions', { $ref: '#/definitions/s', definitions: { s: str } }, str);
eq('ref $defs', { $ref: '#/$defs/s', $defs: { s: str } }, str);
eq(
  'ref renamed',
  { $ref: '#/definitions/s', definitions: { s: str } },
  { $ref: '#/definitions/t', definitions: { t: str } },
);
eq('ref anywhere', { $ref: '#/x-things/s', 'x-things': { s: str } }, str);
eq('ref to property', O({ a: num, b: { $ref: '#/properties/a' } }), O({ a: num, b: num }));
eq(
  'ref chain',
  { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/c' }, c: num } },
  num,
);
eq('ref escaped', { $ref: '#/definitions/a~1b~0c%25d', definitions: { 'a/b~c%d': num } }, num);
eq('ref into list', { allOf: [{ $ref: '#/definitions/x/anyOf/1' }], definitions: { x: { anyOf: [str, num] } } }, num);
eq('ref siblings ignored', { allOf: [{ $ref: '#/definitions/n', minimum: 5 }], definitions: { n: num } }, num, [
  'draft-04',
  'draft-06',
  'draft-07',
]);
eq(
  'ref siblings honoured',
  { $ref: '#/definitions/n', minimum: 5, definitions: { n: num } },
  { type: 'number', minimum: 5 },
  d19,
);
eq('ref in properties named $ref', O({ $ref: str }), O({ $ref: str }, { title: 'x' }));
sub('property called $ref', obj, O({ $ref: R({ a: str }) }));
eq(
  'nested definitions',
  { $ref: '#/definitions/a/definitions/b', definitions: { a: { type: 'string', definitions: { b: num } } } },
  num,
);
eq('ref boolean', { $ref: '#/definitions/f', definitions: { f: false } }, never, d6);
const tree = (leaf: object, more: object = {}) => ({
  $ref: '#/definitions/node',
  definitions: {
    node: {
      type: 'object',
      required: ['v'],
      properties: { v: leaf, kids: { type: 'array', items: { $ref: '#/definitions/node' } }, ...more },
    },
  },
});
sub('tree', tree(num), tree(int));
sub('tree with more', tree(num), tree(num, { extra: num }));
eq('tree unrolled once', tree(num), {
  type: 'object',
  required: ['v'],
  properties: { v: num, kids: { type: 'array', items: { $ref: '#/definitions/node' } } },
  definitions: tree(num).definitions,
});
eq('tree by #', tree(num), {
  type: 'object',
  required: ['v'],
  properties: { v: num, kids: { type: 'array', items: { $ref: '#' } } },
});
sub(
  'linked list',
  O({ next: { $ref: '#' } }, { additionalProperties: false }),
  O({ next: { enum: [{}] } }, { additionalProperties: false }),
);
dis(
  'list of numbers and of strings',
  R({ v: num, next: { anyOf: [nul, { $ref: '#' }] } }),
  R({ v: str, next: { anyOf: [nul, { $ref: '#' }] } }),
);
empty('list without end', R({ next: { $ref: '#' } }));
sub(
  'even length inside any',
  { anyOf: [nul, C({ n: { $ref: '#' } })] },
  { anyOf: [nul, C({ n: C({ n: { $ref: '#' } }) })] },
);
eq(
  'json values',
  {
    $ref: '#/definitions/j',
    definitions: {
      j: {
        anyOf: [
          nul,
          bool,
          num,
          str,
          A({ items: { $ref: '#/definitions/j' } }),
          { type: 'object', additionalProperties: { $ref: '#/definitions/j' } },
        ],
      },
    },
  },
  {},
);
sub(
  'json values without null',
  {},
  {
    $ref: '#/definitions/j',
    definitions: {
      j: {
        anyOf: [
          bool,
          num,
          str,
          A({ items: { $ref: '#/definitions/j' } }),
          { type: 'object', additionalProperties: { $ref: '#/definitions/j' } },
        ],
      },
    },
  },
);
eq(
  'mutual recursion',
  {
    $ref: '#/definitions/a',
    definitions: { a: A({ items: { $ref: '#/definitions/b' } }), b: A({ items: { $ref: '#/definitions/a' } }) },
  },
  A({ items: { $ref: '#' } }),
);
sub(
  'expression grammar',
  {
    $ref: '#/definitions/e',
    definitions: {
      e: {
        anyOf: [num, R({ op: { enum: ['+', '-'] }, l: { $ref: '#/definitions/e' }, r: { $ref: '#/definitions/e' } })],
      },
    },
  },
  {
    $ref: '#/definitions/e',
    definitions: {
      e: { anyOf: [int, R({ op: { enum: ['+'] }, l: { $ref: '#/definitions/e' }, r: { $ref: '#/definitions/e' } })] },
    },
  },
);
eq('recursion oneOf vs anyOf', { oneOf: [nul, C({ n: { $ref: '#' } })] }, { anyOf: [nul, C({ n: { $ref: '#' } })] });
eq('recursion not', { type: 'array', items: { not: { not: { $ref: '#' } } } }, A({ items: { $ref: '#' } }));
sub(
  'recursion additionalProperties',
  { type: 'object', additionalProperties: { $ref: '#' } },
  { type: 'object', additionalProperties: { type: 'object', maxProperties: 0 } },
);
sub(
  'recursive if',
  { type: 'object', properties: { c: { $ref: '#' } }, if: { required: ['c'] }, then: { required: ['d'] } },
  { type: 'object', required: ['d'], properties: { c: { type: 'object', maxProperties: 0 } } },
  d7,
);
// ids and anchors
eq('$id root ref', { $id: 'http://x.example/a.json', $ref: '#/$defs/s', $defs: { s: str } }, str, d19);
eq(
  '$id embedded',
  { $ref: 'http://x.example/b.json', definitions: { b: { $id: 'http://x.example/b.json', type: 'string' } } },
  str,
  d6,
);
eq(
  '$id embedded relative',
  {
    $id: 'http://x.example/root.json',
    allOf: [{ $ref: 'b.json' }],
    definitions: { b: { $id: 'b.json', type: 'string' } },
  },
  str,
  d6,
);
eq(
  'id draft4',
  {
    id: 'http://x.example/root.json',
    allOf: [{ $ref: 'b.json' }],
    definitions: { b: { id: 'b.json', type: 'string' } },
  },
  str,
  d4,
);
eq('$id fragment draft7', { allOf: [{ $ref: '#foo' }], definitions: { b: { $id: '#foo', type: 'string' } } }, str, d67);
eq('id fragment draft4', { allOf: [{ $ref: '#foo' }], definitions: { b: { id: '#foo', type: 'string' } } }, str, d4);
eq('$anchor', { $ref: '#foo', $defs: { b: { $anchor: 'foo', type: 'string' } } }, str, d19);
eq(
  '$anchor in embedded',
  {
    $ref: 'http://x.example/b#foo',
    $defs: { b: { $id: 'http://x.example/b', $defs: { q: { $anchor: 'foo', type: 'string' } } } },
  },
  str,
  d19,
);
eq(
  'urn id',
  {
    $ref: 'urn:uuid:deadbeef-1234-00ff-ff00-4321feebdaed',
    $defs: { b: { $id: 'urn:uuid:deadbeef-1234-00ff-ff00-4321feebdaed', type: 'string' } },
  },
  str,
  d19,
);
eq(
  'pointer through embedded',
  { $ref: '#/$defs/b/$defs/q', $defs: { b: { $id: 'http://x.example/b', $defs: { q: { type: 'string' } } } } },
  str,
  d19,
);
eq(
  'full uri with fragment',
  { $id: 'http://x.example/root', $ref: 'http://x.example/root#/$defs/q', $defs: { q: str } },
  str,
  d19,
);
eq('definitions unused', { type: 'string', definitions: { a: num } }, str);
eq('$dynamicRef plain', { $dynamicRef: '#n', $defs: { n: { $dynamicAnchor: 'n', type: 'string' } } }, str, d20);
eq('$dynamicRef to anchor', { $dynamicRef: '#n', $defs: { n: { $anchor: 'n', type: 'string' } } }, str, d20);
eq('$ref to dynamicAnchor', { $ref: '#n', $defs: { n: { $dynamicAnchor: 'n', type: 'string' } } }, str, d20);
sub(
  '$dynamicRef tree',
  { $dynamicAnchor: 'n', type: 'object', properties: { v: num, k: A({ items: { $dynamicRef: '#n' } }) } },
  { $dynamicAnchor: 'n', type: 'object', properties: { v: int, k: A({ items: { $dynamicRef: '#n' } }) } },
  d20,
);
sub(
  '$recursiveRef tree',
  { type: 'object', properties: { v: num, k: A({ items: { $recursiveRef: '#' } }) } },
  { type: 'object', properties: { v: int, k: A({ items: { $recursiveRef: '#' } }) } },
  ['2019-09'],
);
sub(
  '$recursiveAnchor tree',
  { $recursiveAnchor: true, type: 'object', properties: { v: num, k: A({ items: { $recursiveRef: '#' } }) } },
  { $recursiveAnchor: true, type: 'object', properties: { v: int, k: A({ items: { $recursiveRef: '#' } }) } },
  ['2019-09'],
);
sub(
  'root anchor',
  { $anchor: 'n', type: 'object', properties: { v: num, k: A({ items: { $ref: '#n' } }) } },
  { $anchor: 'n', type: 'object', properties: { v: int, k: A({ items: { $ref: '#n' } }) } },
  d19,
);
sub(
  'root anchor with id',
  {
    $id: 'https://x.example/t',
    $anchor: 'n',
    type: 'object',
    properties: { v: num, k: A({ items: { $ref: 'https://x.example/t#n' } }) },
  },
  {
    $id: 'https://x.example/u',
    $anchor: 'n',
    type: 'object',
    properties: { v: int, k: A({ items: { $ref: 'u#n' } }) },
  },
  d19,
);
sub(
  'root anchor from embedded',
  {
    $id: 'https://x.example/t',
    $anchor: 'n',
    type: 'object',
    properties: { v: num, k: { $ref: 'e' } },
    $defs: { e: { $id: 'e', type: 'array', items: { $ref: 't#n' } } },
  },
  {
    $id: 'https://x.example/t',
    $anchor: 'n',
    type: 'object',
    properties: { v: int, k: { $ref: 'e' } },
    $defs: { e: { $id: 'e', type: 'array', items: { $ref: 't#n' } } },
  },
  d19,
);
sub(
  'root $id fragment',
  { $id: '#n', type: 'object', properties: { v: num, k: A({ items: { $ref: '#n' } }) } },
  { $id: '#n', type: 'object', properties: { v: int, k: A({ items: { $ref: '#n' } }) } },
  d67,
);
sub(
  'root with $id and #',
  { $id: 'https://x.example/t', type: 'object', properties: { v: num, k: A({ items: { $ref: '#' } }) } },
  { $id: 'https://x.example/u', type: 'object', properties: { v: int, k: A({ items: { $ref: '#' } }) } },
  d6,
);
sub(
  'embedded with #',
  {
    type: 'object',
    properties: { k: { $ref: 'https://x.example/e' } },
    definitions: { e: { $id: 'https://x.example/e', type: 'array', items: { anyOf: [num, { $ref: '#' }] } } },
  },
  {
    type: 'object',
    properties: { k: { $ref: 'https://x.example/e' } },
    definitions: { e: { $id: 'https://x.example/e', type: 'array', items: { anyOf: [int, { $ref: '#' }] } } },
  },
  d6,
);
sub(
  'relative id and #',
  { $id: 't', type: 'object', properties: { v: num, k: A({ items: { $ref: '#' } }) } },
  { $id: 'u', type: 'object', properties: { v: int, k: A({ items: { $ref: '#' } }) } },
  d6,
);
sub(
  'relative id by name',
  { $id: 't', type: 'object', properties: { v: num, k: A({ items: { $ref: 't' } }) } },
  { $id: 'u', type: 'object', properties: { v: int, k: A({ items: { $ref: 'u' } }) } },
  d6,
);
sub(
  'id draft4 #',
  { id: 'http://x.example/t', type: 'object', properties: { v: num, k: A({ items: { $ref: '#' } }) } },
  { id: 'http://x.example/u#', type: 'object', properties: { v: int, k: A({ items: { $ref: '#' } }) } },
  d4,
);
sub(
  'id with empty fragment',
  { $id: 'http://x.example/t#', type: 'object', properties: { v: num, k: A({ items: { $ref: '#' } }) } },
  {
    $id: 'http://x.example/u#',
    type: 'object',
    properties: { v: int, k: A({ items: { $ref: 'http://x.example/u#' } }) },
  },
  d6,
);
sub(
  'path id',
  {
    $id: '/schemas/t',
    type: 'object',
    properties: { v: { $ref: '/schemas/v' } },
    definitions: { v: { $id: '/schemas/v', type: 'number' } },
  },
  {
    $id: '/schemas/t',
    type: 'object',
    properties: { v: { $ref: 'v' } },
    definitions: { v: { $id: '/schemas/v', type: 'integer' } },
  },
  d6,
);
sub(
  'tag uri',
  { $id: 'tag:x.example,2024:t', type: 'object', properties: { v: num, k: { $ref: '#' } } },
  { $id: 'tag:x.example,2024:t', type: 'object', properties: { v: int, k: { $ref: '#' } } },
  d6,
);
sub(
  '$ref with relative file',
  {
    $id: 'http://x.example/dir/t.json',
    type: 'object',
    properties: { v: { $ref: 'item.json#/definitions/a' } },
    definitions: { i: { $id: 'item.json', definitions: { a: num } } },
  },
  {
    $id: 'http://x.example/dir/t.json',
    type: 'object',
    properties: { v: { $ref: 'item.json#/definitions/a' } },
    definitions: { i: { $id: 'item.json', definitions: { a: int } } },
  },
  d6,
);
sub(
  '$ref in not',
  { not: { $ref: '#/definitions/s' }, definitions: { s: { type: 'string', minLength: 3 } } },
  { not: { $ref: '#/definitions/s' }, definitions: { s: str } },
);
sub(
  '$ref in if',
  { if: { $ref: '#/definitions/s' }, then: { minLength: 1 }, definitions: { s: str } },
  { if: { $ref: '#/definitions/s' }, then: { minLength: 2 }, definitions: { s: str } },
  d7,
);
sub(
  '$ref in dependencies',
  { type: 'object', dependencies: { a: { $ref: '#/definitions/s' } }, definitions: { s: { required: ['b'] } } },
  { type: 'object', dependencies: { a: { $ref: '#/definitions/s' } }, definitions: { s: { required: ['b', 'c'] } } },
  ['draft-04', 'draft-06', 'draft-07'],
);
sub(
  'recursion through not not',
  { type: 'object', properties: { n: { not: { not: { $ref: '#' } } }, v: num } },
  { type: 'object', properties: { n: { not: { not: { $ref: '#' } } }, v: int } },
);
sub(
  'recursion through patternProperties',
  { type: 'object', patternProperties: { '^n': { $ref: '#' } }, properties: { v: num } },
  { type: 'object', patternProperties: { '^n': { $ref: '#' } }, properties: { v: int } },
);
sub(
  'recursion through contains',
  { type: 'array', contains: { anyOf: [nul, { $ref: '#' }] } },
  { type: 'array', contains: { anyOf: [nul, { $ref: '#' }] }, minItems: 2 },
  d6,
);
eq(
  'dynamicRef ignored in 2019',
  { $dynamicRef: '#n', type: 'string', $defs: { n: { $dynamicAnchor: 'n', type: 'number' } } },
  str,
  ['2019-09'],
);
// unevaluated
eq('unevaluatedProperties alone', { type: 'object', unevaluatedProperties: false }, { enum: [{}] }, d19);
eq(
  'unevaluatedProperties as additional',
  O({ a: num }, { unevaluatedProperties: str }),
  O({ a: num }, { additionalProperties: str }),
  d19,
);
eq(
  'unevaluatedProperties allOf',
  { type: 'object', allOf: [O({ a: num }), O({ b: num })], unevaluatedProperties: false },
  O({ a: num, b: num }, { additionalProperties: false }),
  d19,
);
eq(
  'unevaluatedProperties ref',
  {
    type: 'object',
    $ref: '#/$defs/a',
    properties: { b: num },
    unevaluatedProperties: false,
    $defs: { a: O({ a: num }) },
  },
  O({ a: num, b: num }, { additionalProperties: false }),
  d19,
);
eq(
  'unevaluatedProperties oneOf',
  { oneOf: [R({ k: { enum: ['x'] }, x: num }), R({ k: { enum: ['y'] }, y: num })], unevaluatedProperties: false },
  { oneOf: [C({ k: { enum: ['x'] }, x: num }), C({ k: { enum: ['y'] }, y: num })] },
  d19,
);
sub('unevaluatedProperties over non-objects', { unevaluatedProperties: false }, str, d19);
eq(
  'unevaluatedProperties if',
  { type: 'object', if: R({ a: num }), then: O({ b: num }), else: O({ c: num }), unevaluatedProperties: false },
  {
    anyOf: [
      { type: 'object', required: ['a'], properties: { a: num, b: num }, additionalProperties: false },
      O({ c: num }, { additionalProperties: false }),
    ],
  },
  d19,
);
sub(
  'unevaluatedProperties if alone',
  { type: 'object', if: { properties: { a: true } }, unevaluatedProperties: false },
  { enum: [{}] },
  d19,
);
sub(
  'unevaluatedItems contains, others beside it',
  { type: 'array', contains: { const: 1 }, unevaluatedItems: { const: 2 } },
  { type: 'array', contains: { const: 1 }, unevaluatedItems: false },
  d20,
);
sub(
  'unevaluatedItems contains of what need not be there',
  { type: 'array', contains: { const: 1 }, minContains: 0, unevaluatedItems: false },
  { type: 'array', maxItems: 0 },
  d20,
);
sub(
  'unevaluatedItems contains, said in a part',
  { type: 'array', contains: { const: 1 } },
  { type: 'array', allOf: [{ allOf: [{ contains: { const: 1 } }] }, { maxItems: 9 }], unevaluatedItems: false },
  d20,
);
dis(
  'a reference beside a URI',
  {
    $ref: 'https://schemas.example/a',
    $defs: { A: { $id: 'https://schemas.example/a', $ref: '#/$defs/B', $defs: { B: int } } },
  },
  str,
  d19,
);
eq(
  'unevaluatedProperties anyOf both',
  { type: 'object', anyOf: [R({ a: num }), R({ b: num })], unevaluatedProperties: false },
  { anyOf: [C({ a: num }), C({ b: num }), C({ a: num, b: num })] },
  d19,
);
eq(
  'unevaluatedProperties not',
  { type: 'object', not: { not: O({ a: num }) }, unevaluatedProperties: false },
  { enum: [{}] },
  d19,
);
eq(
  'unevaluatedProperties pattern',
  { type: 'object', patternProperties: { '^x-': {} }, unevaluatedProperties: false },
  { type: 'object', patternProperties: { '^x-': {} }, additionalProperties: false },
  d19,
);
eq(
  'unevaluatedProperties additional inner',
  { type: 'object', allOf: [{ additionalProperties: num }], unevaluatedProperties: false },
  { type: 'object', additionalProperties: num },
  d19,
);
eq(
  'unevaluatedProperties dependentSchemas',
  {
    type: 'object',
    properties: { a: num },
    dependentSchemas: { a: { properties: { b: num } } },
    unevaluatedProperties: false,
  },
  {
    anyOf: [
      { enum: [{}] },
      { type: 'object', required: ['a'], properties: { a: num, b: num }, additionalProperties: false },
    ],
  },
  d19,
);
eq(
  'unevaluatedProperties nested does not see sibling',
  { allOf: [{ type: 'object', properties: { a: num }, unevaluatedProperties: false }, O({ b: num })] },
  { type: 'object', properties: { a: num }, additionalProperties: false },
  d19,
);
eq(
  'unevaluatedProperties nested true',
  { type: 'object', allOf: [{ unevaluatedProperties: true }], unevaluatedProperties: false },
  obj,
  d19,
);
eq('unevaluatedProperties ignored in 7', { type: 'object', unevaluatedProperties: false }, obj, d67);
eq('unevaluatedItems alone', A({ unevaluatedItems: false }), { enum: [[]] }, d19);
eq(
  'unevaluatedItems prefix',
  A({ prefixItems: [str], unevaluatedItems: num }),
  A({ prefixItems: [str], items: num }),
  d20,
);
eq('unevaluatedItems items', A({ items: str, unevaluatedItems: false }), A({ items: str }), d19);
eq(
  'unevaluatedItems contains 2020',
  A({ contains: str, unevaluatedItems: false }),
  A({ items: str, minItems: 1 }),
  d20,
);
eq('unevaluatedItems contains 2019', A({ contains: str, unevaluatedItems: false }), never, ['2019-09']);
eq('unevaluatedItems items list 2019', A({ items: [str], unevaluatedItems: false }), A({ items: [str], maxItems: 1 }), [
  '2019-09',
]);
eq(
  'unevaluatedItems additionalItems 2019',
  A({ items: [str], additionalItems: num, unevaluatedItems: false }),
  A({ items: [str], additionalItems: num }),
  ['2019-09'],
);
eq(
  'unevaluatedItems allOf',
  A({ allOf: [{ prefixItems: [str, num] }], prefixItems: [{ minLength: 1 }], unevaluatedItems: false }),
  A({ prefixItems: [{ type: 'string', minLength: 1 }, num], maxItems: 2 }),
  d20,
);
eq(
  'unevaluatedItems anyOf',
  A({
    anyOf: [
      { prefixItems: [str], minItems: 1 },
      { prefixItems: [num, num], minItems: 2 },
    ],
    unevaluatedItems: false,
  }),
  {
    anyOf: [
      A({ prefixItems: [str], minItems: 1, maxItems: 1 }),
      A({ prefixItems: [num, num], minItems: 2, maxItems: 2 }),
    ],
  },
  d20,
);
sub(
  'unevaluated in tree',
  {
    $ref: '#/$defs/n',
    $defs: {
      n: {
        type: 'object',
        properties: { k: A({ items: { $ref: '#/$defs/n' } }), v: num },
        unevaluatedProperties: false,
      },
    },
  },
  {
    $ref: '#/$defs/n',
    $defs: {
      n: {
        type: 'object',
        properties: { k: A({ items: { $ref: '#/$defs/n' } }), v: int },
        unevaluatedProperties: false,
      },
    },
  },
  d19,
);
// keywords that say nothing
for (const k of [
  { title: 'x' },
  { description: 'x' },
  { default: 1 },
  { examples: [1] },
  { $comment: 'x' },
  { readOnly: true },
  { writeOnly: true },
  { deprecated: true },
  { contentMediaType: 'image/png' },
  { contentEncoding: 'base64' },
  { contentSchema: { type: 'null' } },
  { 'x-foo': { type: 'null' } },
  { nullable: true },
  { discriminator: { propertyName: 'a' } },
  { example: 3 },
  { xml: {} },
  { externalDocs: {} },
])
  eq(`says nothing: ${Object.keys(k)[0]}`, { type: 'string', ...k }, str);
eq('nullable is not JSON Schema', { type: 'string', nullable: true }, str);
// $schema
eq(
  'cross dialect tuple',
  { $schema: 'http://json-schema.org/draft-07/schema#', type: 'array', items: [str], additionalItems: false },
  A({ items: [str], maxItems: 1, $schema: 'http://json-schema.org/draft-07/schema#' }),
  ['draft-07'],
);
// real ones
const geo = (c: object) => ({
  oneOf: [
    R({ type: { enum: ['Point'] }, coordinates: A({ minItems: 2, items: c }) }),
    R({ type: { enum: ['LineString'] }, coordinates: A({ minItems: 2, items: A({ minItems: 2, items: c }) }) }),
    R({
      type: { enum: ['Polygon'] },
      coordinates: A({ items: A({ minItems: 4, items: A({ minItems: 2, items: c }) }) }),
    }),
  ],
});
sub('geojson', geo(num), geo(int));
sub(
  'geojson point',
  geo(num),
  R({ type: { enum: ['Point'] }, coordinates: A({ minItems: 2, maxItems: 3, items: num }) }),
);
sub(
  'ml pipeline input',
  A({ items: A({ items: num, minItems: 4, maxItems: 4 }) }),
  A({
    minItems: 10,
    maxItems: 150,
    items: A({ items: [{ type: 'number' }, num, num, num], minItems: 4, maxItems: 4 }),
  }),
  old,
);
sub(
  'hyperparameters',
  {
    type: 'object',
    required: ['C', 'penalty'],
    properties: {
      C: { type: 'number', minimum: 0, exclusiveMinimum: true },
      penalty: { enum: ['l1', 'l2'] },
      solver: { enum: ['liblinear', 'saga', 'lbfgs'] },
    },
    allOf: [
      {
        anyOf: [
          { properties: { penalty: { not: { enum: ['l1'] } } } },
          { properties: { solver: { enum: ['liblinear', 'saga'] } } },
        ],
      },
    ],
  },
  {
    enum: [
      { C: 1, penalty: 'l1', solver: 'saga' },
      { C: 0.1, penalty: 'l2' },
    ],
  },
  d4,
);
sub(
  'pkg json',
  {
    type: 'object',
    required: ['name', 'version'],
    properties: {
      name: { type: 'string', maxLength: 214, pattern: '^(?:@[a-z0-9-*~][a-z0-9-*._~]*/)?[a-z0-9-~][a-z0-9-._~]*$' },
      version: str,
    },
  },
  {
    type: 'object',
    required: ['name', 'version'],
    properties: {
      name: { type: 'string', pattern: '^[a-z]{1,20}$' },
      version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    },
  },
);
sub(
  'postal',
  R(
    { country: { enum: ['US', 'CA'] } },
    {
      if: { properties: { country: { const: 'US' } } },
      then: { properties: { zip: { type: 'string', pattern: '^\\d{5}$' } } },
      else: { properties: { zip: { type: 'string', pattern: '^[A-Z]\\d[A-Z] \\d[A-Z]\\d$' } } },
    },
  ),
  R({ country: { const: 'US' }, zip: { type: 'string', pattern: '^9\\d{4}$' } }),
  d7,
);
sub(
  'ifs in allOf',
  {
    type: 'object',
    required: ['t'],
    properties: { t: { enum: ['a', 'b', 'c'] } },
    allOf: ['a', 'b', 'c'].map((t) => ({ if: { properties: { t: { const: t } } }, then: { required: [`${t}1`] } })),
  },
  { type: 'object', required: ['t', 'a1', 'a2'], properties: { t: { const: 'a' } } },
  d7,
);
const metaish = {
  type: ['object', 'boolean'],
  properties: {
    type: { anyOf: [{ enum: ['a', 'b'] }, A({ items: { enum: ['a', 'b'] }, uniqueItems: true, minItems: 1 })] },
    items: { anyOf: [{ $ref: '#' }, A({ minItems: 1, items: { $ref: '#' } })] },
    properties: { type: 'object', additionalProperties: { $ref: '#' } },
    minimum: num,
  },
};
sub('a metaschema', metaish, { ...metaish, properties: { ...metaish.properties, minimum: int } });
eq('a metaschema itself', metaish, JSON.parse(JSON.stringify({ ...metaish, title: 'meta' })));
// interplay
sub(
  'number|string with bounds of both',
  { type: ['number', 'string'], minimum: 0, maxLength: 5 },
  {
    anyOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', maxLength: 4 },
    ],
  },
);
eq(
  'bounds split by type',
  { type: ['number', 'string'], minimum: 0, maxLength: 5 },
  {
    anyOf: [
      { type: 'number', minimum: 0 },
      { type: 'string', maxLength: 5 },
    ],
  },
);
sub(
  'required with anyOf required',
  { type: 'object', anyOf: [{ required: ['a'] }, { required: ['b'] }] },
  { type: 'object', required: ['a'] },
);
eq(
  'exactly one of',
  { type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] },
  {
    anyOf: [
      { type: 'object', required: ['a'], not: { required: ['b'] } },
      { type: 'object', required: ['b'], not: { required: ['a'] } },
    ],
  },
);
sub(
  'at most one of',
  { type: 'object', not: { required: ['a', 'b'] } },
  { type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] },
);
eq(
  'closed by allOf ref extension is empty of extra',
  { allOf: [O({ a: num }, { additionalProperties: false }), { type: 'object', required: ['a', 'b'] }] },
  never,
);
eq(
  'contains with tuple false rest',
  A({ items: [num, num], additionalItems: false, contains: { const: 3 } }),
  {
    anyOf: [
      A({ items: [{ const: 3 }, num], additionalItems: false, minItems: 1 }),
      A({ items: [num, { const: 3 }], additionalItems: false, minItems: 2 }),
    ],
  },
  d67,
);
sub(
  'nested anyOf in items with unique',
  A({ items: { anyOf: [bool, nul] }, uniqueItems: true }),
  A({ items: bool, uniqueItems: true }),
);
eq(
  'unique over 3',
  A({ items: { anyOf: [bool, nul] }, uniqueItems: true }),
  A({ items: { anyOf: [bool, nul] }, uniqueItems: true, maxItems: 3 }),
);
sub('unique objects', A({ items: R({ a: num }), uniqueItems: true }), A({ items: R({ a: int }), uniqueItems: true }));
sub(
  'unique objects min',
  A({ items: R({ a: num }), uniqueItems: true, minItems: 2 }),
  A({ items: R({ a: num }), uniqueItems: true, minItems: 3 }),
);
sub(
  'unique strings min',
  A({ items: str, uniqueItems: true, minItems: 5 }),
  A({ items: str, uniqueItems: true, minItems: 6 }),
);
eq(
  'unique closed objects finite',
  A({ items: C({ a: bool }), uniqueItems: true }),
  A({ items: C({ a: bool }), uniqueItems: true, maxItems: 2 }),
);
eq(
  'unique nested arrays finite',
  A({ items: A({ items: bool, maxItems: 1 }), uniqueItems: true }),
  A({ items: A({ items: bool, maxItems: 1 }), uniqueItems: true, maxItems: 3 }),
);
eq(
  'properties and pattern and additional',
  { type: 'object', properties: { ab: int }, patternProperties: { '^a': num }, additionalProperties: str },
  { type: 'object', properties: { ab: int }, patternProperties: { '^a': num, '^[^a]': str, '^$': str } },
);
eq(
  'propertyNames and required and additional',
  { type: 'object', propertyNames: { minLength: 2 }, additionalProperties: num, properties: { a: str } },
  { type: 'object', propertyNames: { minLength: 2 }, additionalProperties: num },
  d6,
);
sub(
  'minProperties vs dependent',
  { type: 'object', minProperties: 2 },
  { type: 'object', minProperties: 1, propertyNames: { enum: ['a', 'b'] }, dependentRequired: { a: ['b'], b: ['a'] } },
  d19,
);
eq(
  'format and pattern and enum',
  { type: 'string', format: 'date', enum: ['2026-01-01', 'x'] },
  { enum: ['2026-01-01'] },
  all,
  true,
);
sub('byte', { type: 'string', pattern: '^[A-Za-z0-9+/=]*$' }, { type: 'string', format: 'byte' }, all, true);
eq(
  'allOf of types number/integer list',
  { allOf: [{ type: ['integer', 'null'] }, { type: ['number', 'string'] }] },
  int,
);
eq('const object in closed', { const: { a: 1, b: 'x' } }, C({ a: { const: 1 }, b: { const: 'x' } }), d6);
eq(
  'enum vs not list',
  { type: 'integer', minimum: 0, maximum: 9, not: { enum: [3, 4] } },
  { enum: [0, 1, 2, 5, 6, 7, 8, 9] },
);
sub('const 1.0 multipleOf', { multipleOf: 0.5 }, { const: 1.5 }, d6);
sub('type any of arrays empty', { type: 'array' }, { const: [] }, d6);
eq(
  'additionalItems and contains',
  A({ items: [num], additionalItems: str, contains: str }),
  A({ items: [num, str], minItems: 2, additionalItems: str }),
  d67,
);
sub(
  'a type beside $ref counts as little as anything',
  { $ref: '#/definitions/n', type: 'null', definitions: { n: num } },
  int,
  ['draft-04', 'draft-07'],
);
dis(
  'patterns beside alternatives of which one does not hold',
  { patternProperties: { '^[a-c]{2}$': never } },
  {
    oneOf: [
      {
        patternProperties: { '^.$': {} },
        anyOf: [{ properties: { b: {} }, propertyNames: { enum: ['d'] } }, { multipleOf: 1 }],
      },
    ],
    minProperties: 3,
  },
  d19,
);
sub('any value under __proto__', {}, JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'));
dis(
  'closed but for __proto__',
  JSON.parse('{"properties":{"__proto__":{"type":"string"}},"additionalProperties":false}'),
  JSON.parse('{"properties":{"__proto__":{"type":"number"}},"additionalProperties":false}'),
);
