// What everyone can check by hand: pairs of schemas with the answer that containment has to give, by keyword, with the traps
// that such comparisons fall into.

import type { Dialect, Json } from '../../src/schema/index.ts';

/** One pair and its answer; a witness is given where only one is possible. */
export interface Law {
  readonly says: string;
  readonly outer: Json;
  readonly inner: Json;
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly witness?: Json;
  readonly dialect?: Dialect;
}

const yes = (says: string, outer: Json, inner: Json, dialect?: Dialect): Law => ({
  says,
  outer,
  inner,
  answer: 'yes',
  ...(dialect && { dialect }),
});
const no = (says: string, outer: Json, inner: Json, witness?: Json, dialect?: Dialect): Law => ({
  says,
  outer,
  inner,
  answer: 'no',
  ...(witness !== undefined && { witness }),
  ...(dialect && { dialect }),
});
const unknown = (says: string, outer: Json, inner: Json, dialect?: Dialect): Law => ({
  says,
  outer,
  inner,
  answer: 'unknown',
  ...(dialect !== undefined && { dialect }),
});

const node = (value: Json): Json => ({
  $ref: '#/$defs/node',
  $defs: {
    node: {
      type: 'object',
      properties: { value, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
      required: ['value', 'next'],
      additionalProperties: false,
    },
  },
});

/** Needs a value of A and one of B, which lead to each other; only A can end. */
const pairOfNodes: Json = {
  type: 'object',
  required: ['x', 'y'],
  properties: { x: { $ref: '#/$defs/A' }, y: { $ref: '#/$defs/B' } },
  $defs: {
    A: {
      type: 'object',
      anyOf: [{ required: ['b'], properties: { b: { $ref: '#/$defs/B' } } }, { required: ['end'] }],
    },
    B: { type: 'object', required: ['a'], properties: { a: { $ref: '#/$defs/A' } } },
  },
};

export const laws: Readonly<Record<string, readonly Law[]>> = {
  types: [
    yes('everything is in the empty schema', {}, { type: 'string' }),
    yes('nothing is in every schema', { type: 'string' }, false),
    no('the empty schema holds more than strings', { type: 'string' }, {}),
    yes('an integer is a number', { type: 'number' }, { type: 'integer' }),
    no('a number need not be an integer', { type: 'integer' }, { type: 'number' }),
    yes('a number that is a multiple of 2 is an integer', { type: 'integer' }, { type: 'number', multipleOf: 2 }),
    yes('number beside integer adds nothing', { type: 'number' }, { type: ['integer', 'number'] }),
    yes(
      'a list of types is the union of them',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      { type: ['string', 'null'] },
    ),
    yes('keywords of another type demand nothing', { minLength: 5, minimum: 3 }, { type: 'boolean' }),
  ],
  'enum and const': [
    yes('fewer values are in more values', { enum: [1, 2, 3] }, { enum: [1, 3] }),
    no('a value that is not listed', { enum: [1, 3] }, { enum: [1, 2, 3] }, 2),
    yes('an integer range is its list', { enum: [1, 2, 3] }, { type: 'integer', minimum: 1, maximum: 3 }),
    yes('booleans are two', { enum: [true, false] }, { type: 'boolean' }),
    yes('objects are equal whatever the order of keys', { const: { a: 1, b: 2 } }, { const: { b: 2, a: 1 } }),
    no('arrays are not equal in another order', { const: [1, 2] }, { const: [2, 1] }, [2, 1]),
    yes(
      'an array that is not this one',
      { not: { const: [1, 2] } },
      { type: 'array', prefixItems: [{ const: 1 }], maxItems: 1 },
    ),
    no('null is not false', { const: false }, { enum: [false, null] }, null),
    no('a list of no values has none', { enum: [] }, { type: 'boolean' }),
    yes('and is part of everything', { type: 'string' }, { enum: [], type: 'object' }),
  ],
  numbers: [
    yes('an exclusive bound is inside the inclusive one', { minimum: 3 }, { exclusiveMinimum: 3 }),
    no('the inclusive bound has one value more', { exclusiveMinimum: 3 }, { type: 'number', minimum: 3 }, 3),
    yes('between two integers there is none', false, { type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 4 }),
    yes('0.3 is a multiple of 0.1', { multipleOf: 0.1 }, { const: 0.3 }),
    yes('a multiple of 6 is one of 2 and 3', { allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, { multipleOf: 6 }),
    yes('a multiple of 4 and 6 is one of 12', { multipleOf: 12 }, { allOf: [{ multipleOf: 4 }, { multipleOf: 6 }] }),
    no('a multiple of 2 need not be one of 4', { multipleOf: 4 }, { multipleOf: 2 }, 2),
    yes('a single multiple in reach', { const: 10 }, { type: 'integer', multipleOf: 5, minimum: 6, maximum: 14 }),
    yes(
      'draft-04 writes exclusive bounds as a flag',
      { minimum: 4, type: 'integer' },
      { type: 'integer', minimum: 3, exclusiveMinimum: true },
      'draft-04',
    ),
  ],
  strings: [
    no('one character too few', { minLength: 2 }, { type: 'string', pattern: '^a?$', minLength: 1 }, 'a'),
    no('one character too many', { maxLength: 1 }, { type: 'string', pattern: '^a*$', maxLength: 2 }, 'aa'),
    yes('longer is in shorter', { minLength: 2 }, { minLength: 5 }),
    yes('a pattern bounds the length', { maxLength: 3 }, { type: 'string', pattern: '^[a-c]{2,3}$' }),
    no('a pattern is searched, not matched from the start', { pattern: '^b' }, { type: 'string', pattern: 'b' }),
    yes('a pattern in a wider one', { pattern: '^[a-z]+$' }, { type: 'string', pattern: '^(foo|bar)$' }),
    yes('a finite pattern is its list', { enum: ['a', 'b'] }, { type: 'string', pattern: '^[ab]$' }),
    yes('length counts code points', { maxLength: 1 }, { const: '😀' }),
    yes('a dot is one code point', { maxLength: 1 }, { type: 'string', pattern: '^.$' }),
    no('a dot is not a line break', { pattern: '^.*$' }, { const: 'a\nb' }, 'a\nb'),
    yes('look-ahead at the start', { pattern: '\\d' }, { type: 'string', pattern: '^(?=.*\\d)[a-z\\d]+$' }),
    yes('a word boundary', { pattern: 'foo' }, { type: 'string', pattern: '\\bfoo\\b' }),
    yes('escapes that need none', { pattern: '^a\\-b\\_$' }, { const: 'a-b_' }),
    yes('a class beside a hyphen', { pattern: '^[\\w-.]+$' }, { type: 'string', pattern: '^[a-z.-]+$' }),
    yes('a bare brace', { pattern: '^{[a-z]{2}}$' }, { const: '{ab}' }),
    unknown('look-behind in the middle', { pattern: 'a(?<!aa)b' }, { type: 'string', pattern: 'a(?<!ba)b' }),
  ],
  arrays: [
    no(
      'one item more than is contained at most',
      { contains: { const: 1 }, maxContains: 1 },
      { type: 'array', items: { const: 1 }, minItems: 1, maxItems: 2 },
      [1, 1],
    ),
    no('one item too few', { minItems: 2 }, { type: 'array', items: { const: 1 }, minItems: 1, maxItems: 1 }, [1]),
    no('length', { maxItems: 2 }, { type: 'array', maxItems: 3 }),
    yes('items', { items: { type: 'number' } }, { type: 'array', items: { type: 'integer' } }),
    yes('items false is an empty array', { maxItems: 0 }, { type: 'array', items: false }),
    yes(
      'items without a value leave only []',
      { maxItems: 0 },
      { type: 'array', items: { allOf: [{ type: 'string' }, { type: 'null' }] } },
    ),
    yes(
      'a tuple in a list',
      { items: { type: ['string', 'number'] } },
      { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } },
    ),
    no(
      'a list is no tuple',
      { prefixItems: [{ type: 'string' }] },
      { type: 'array', items: { type: 'number' }, minItems: 1 },
    ),
    yes(
      'draft-07 tuples',
      { items: [{ type: 'number' }], additionalItems: false },
      { type: 'array', items: [{ type: 'integer' }], maxItems: 1 },
      'draft-07',
    ),
    yes(
      'contains is given by a prefix',
      { contains: { type: 'string' } },
      { type: 'array', prefixItems: [true, { type: 'string' }], minItems: 2 },
    ),
    yes('two of one kind are at least one', { contains: { const: 1 } }, { contains: { const: 1 }, minContains: 2 }),
    no('minContains 0 demands nothing', { contains: { const: 1 } }, { contains: { const: 1 }, minContains: 0 }),
    yes(
      'different booleans are at most two',
      { maxItems: 2 },
      { type: 'array', items: { type: 'boolean' }, uniqueItems: true },
    ),
    no('and two are possible', { maxItems: 1 }, { type: 'array', items: { type: 'boolean' }, uniqueItems: true }),
    no(
      'a hundred items that differ are one too few',
      { type: 'array', uniqueItems: true, minItems: 101 },
      { type: 'array', uniqueItems: true, minItems: 100, items: { type: 'integer' } },
    ),
    no('a list may repeat', { uniqueItems: true }, { type: 'array', minItems: 2 }),
  ],
  objects: [
    no(
      'a name that several demands could share goes to the one that has no other',
      { patternProperties: { '^a$': { not: { const: 2 } } } },
      { type: 'object', not: { patternProperties: { '^aa?$': { not: { const: 1 } } } } },
      { a: 2, aa: 1 },
    ),
    no(
      'one property meets several demands where there is room for no more',
      { anyOf: ['a', 'b', 'c'].map((part) => ({ patternProperties: { [part]: { not: { const: 1 } } } })) },
      { type: 'object', maxProperties: 1, additionalProperties: { const: 1 } },
    ),
    yes(
      'demands for three values do not fit into two properties',
      { anyOf: ['a', 'b', 'c'].map((part, at) => ({ patternProperties: { [part]: { not: { const: at } } } })) },
      { type: 'object', maxProperties: 2 },
    ),
    no(
      'two patterns of names are two',
      { patternProperties: { '^a': { type: 'string' }, '^b': {} } },
      { type: 'object', patternProperties: { '^a': {}, '^b': { type: 'string' } } },
    ),
    no(
      'one property too few',
      { minProperties: 2 },
      { type: 'object', properties: { a: { const: 1 } }, required: ['a'], additionalProperties: false },
      { a: 1 },
    ),
    no('what every object inherits is not a property', { required: ['toString'] }, { type: 'object' }, {}),
    no(
      'an open object is not closed',
      { properties: { a: {} }, additionalProperties: false },
      { type: 'object', properties: { a: {} } },
    ),
    yes(
      'fewer optional properties when closed',
      { properties: { a: {}, b: {} }, additionalProperties: false },
      { type: 'object', properties: { a: {} }, additionalProperties: false },
    ),
    no('an optional property may be missing', { required: ['a'] }, { type: 'object', properties: { a: {} } }, {}),
    yes(
      'a required property without a value leaves no object',
      { type: 'null' },
      { type: ['object', 'null'], required: ['a'], properties: { a: false } },
    ),
    yes(
      'names are finite, so is their number',
      { maxProperties: 2 },
      { type: 'object', propertyNames: { enum: ['a', 'b'] } },
    ),
    no('but both can be there', { maxProperties: 1 }, { type: 'object', propertyNames: { enum: ['a', 'b'] } }),
    yes(
      'patternProperties reach a named property',
      { properties: { ab: { type: 'number' } } },
      { type: 'object', patternProperties: { '^a': { type: 'integer' } } },
    ),
    yes(
      'additionalProperties leave out patterns',
      { additionalProperties: { type: 'string' }, patternProperties: { '^x-': {} } },
      { type: 'object', patternProperties: { '^x-': { type: 'number' } }, additionalProperties: { type: 'string' } },
    ),
    yes(
      'a dependency whose name is required',
      { required: ['b'] },
      { type: 'object', required: ['a'], dependentRequired: { a: ['b'] } },
    ),
    yes(
      'dependencies in draft-07',
      { required: ['b'] },
      { type: 'object', required: ['a'], dependencies: { a: ['b'] } },
      'draft-07',
    ),
    yes(
      'dependentSchemas',
      { properties: { b: { type: 'string' } } },
      { type: 'object', required: ['a'], dependentSchemas: { a: { properties: { b: { const: 'x' } } } } },
    ),
  ],
  combinations: [
    yes(
      'allOf split',
      { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { required: ['a'] }] },
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
    ),
    yes(
      'oneOf in another order',
      { oneOf: [{ type: 'string' }, { type: 'number' }] },
      { oneOf: [{ type: 'number' }, { type: 'string' }] },
    ),
    no(
      'oneOf refuses what two branches accept',
      { oneOf: [{ type: 'number' }, { type: 'integer' }] },
      { type: 'integer' },
    ),
    yes('not not', { not: { not: { type: 'string' } } }, { type: 'string' }),
    yes('if without then and else says nothing', { if: { type: 'string' } }, {}),
    yes(
      'then where if must hold',
      { minLength: 2 },
      { type: 'string', if: { type: 'string' }, then: { minLength: 2 } },
    ),
    yes('a union of two halves is the whole', { anyOf: [{ minimum: 0 }, { maximum: 0 }] }, { type: 'number' }),
  ],
  references: [
    no('what has no value inside another may have one beside it', false, pairOfNodes),
    yes('a recursive list of integers is one of numbers', node({ type: 'number' }), node({ type: 'integer' })),
    no('and not the other way round', node({ type: 'integer' }), node({ type: 'number' })),
    yes('a recursion without an end has no value', false, {
      $ref: '#/$defs/a',
      $defs: { a: { type: 'object', required: ['a'], properties: { a: { $ref: '#/$defs/a' } } } },
    }),
    yes(
      'siblings of $ref count since 2019-09',
      { type: 'string', minLength: 2 },
      { $ref: '#/$defs/s', minLength: 2, $defs: { s: { type: 'string' } } },
    ),
    no(
      'and are ignored before',
      { type: 'string', minLength: 2 },
      { $ref: '#/definitions/s', minLength: 2, definitions: { s: { type: 'string' } } },
      'a',
      'draft-07',
    ),
    ...(['draft-04', 'draft-07', '2020-12'] as const).map((dialect) =>
      no(
        `a list that leads back to a root without a name, in ${dialect}`,
        { type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#' } } },
        { type: 'object', properties: { value: { type: 'number' }, next: { $ref: '#' } } },
        undefined,
        dialect,
      ),
    ),
    no(
      'an anchor of the root itself',
      { $anchor: 'node', type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#node' } } },
      { $anchor: 'node', type: 'object', properties: { value: { type: 'number' }, next: { $ref: '#node' } } },
    ),
    no(
      'a dynamic anchor of the root itself',
      { $dynamicAnchor: 'node', properties: { value: { type: 'null' }, next: { $dynamicRef: '#node' } } },
      { $dynamicAnchor: 'node', properties: { value: { enum: [null, 1] }, next: { $dynamicRef: '#node' } } },
    ),
    no(
      'an anchor of the root, from a resource within',
      {
        $id: 'https://s.example/tree',
        $anchor: 'node',
        properties: { value: { type: 'integer' }, children: { $ref: 'list' } },
        $defs: { list: { $id: 'list', type: 'array', items: { $ref: 'tree#node' } } },
      },
      {
        $id: 'https://s.example/tree',
        $anchor: 'node',
        properties: { value: { type: 'number' }, children: { $ref: 'list' } },
        $defs: { list: { $id: 'list', type: 'array', items: { $ref: 'tree#node' } } },
      },
    ),
    no(
      'an identifier of draft-07 that is only a fragment, of the root',
      { $id: '#node', type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#node' } } },
      { $id: '#node', type: 'object', properties: { value: { type: 'number' }, next: { $ref: '#node' } } },
      undefined,
      'draft-07',
    ),
    yes('an anchor', { type: 'string' }, { $ref: '#s', $defs: { s: { $anchor: 's', const: 'x' } } }),
    yes(
      'the same anchor in an embedded resource is another one',
      { $ref: '#s', $defs: { s: { $anchor: 's', type: 'string' }, r: { $id: 'r', $anchor: 's', type: 'null' } } },
      { type: 'string' },
    ),
    no(
      'an embedded resource is reached by its identifier, and its own references stay in it',
      {
        $id: 'https://s.example/root',
        type: 'string',
        $defs: { r: { $id: 'r', items: { $ref: '#' }, type: 'array' } },
      },
      { $id: 'https://s.example/root', $ref: 'r', $defs: { r: { $id: 'r', items: { $ref: '#' }, type: 'array' } } },
      [],
    ),
    yes(
      'what a dynamic reference leads to where only one anchor answers to it',
      { $dynamicAnchor: 'node', type: 'object', additionalProperties: { $dynamicRef: '#node' } },
      { title: 'A tree', $dynamicAnchor: 'node', type: 'object', additionalProperties: { $dynamicRef: '#node' } },
    ),
    no(
      'a value that a dynamic reference alone refuses is no example',
      {
        propertyNames: { const: 'a' },
        properties: { c: { $dynamicRef: '#node' } },
        $defs: { s: { $dynamicAnchor: 'node', type: 'string' } },
      },
      {
        properties: { c: { $dynamicRef: '#node' } },
        $defs: { s: { $dynamicAnchor: 'node', type: 'string' } },
        required: ['c'],
        additionalProperties: false,
      },
      { c: 'a' },
    ),
    unknown(
      'what a dynamic reference leads to where that depends on the path',
      { items: { type: 'string' } },
      {
        $ref: 'r',
        $defs: {
          a: { $dynamicAnchor: 'node', type: 'string' },
          r: { $id: 'r', items: { $dynamicRef: '#node' }, $defs: { b: { $dynamicAnchor: 'node', type: 'null' } } },
        },
      },
    ),
    unknown(
      'what a recursive reference leads to where that depends on the path',
      { items: { type: 'array' } },
      {
        $id: 'https://s.example/root',
        $recursiveAnchor: true,
        $ref: 'r',
        $defs: { r: { $id: 'r', $recursiveAnchor: true, type: ['array', 'null'], items: { $recursiveRef: '#' } } },
      },
      '2019-09',
    ),
    unknown('a reference that leads nowhere', { $ref: '#/$defs/missing' }, { type: 'string' }),
  ],
  unevaluated: [
    yes(
      'over allOf',
      { unevaluatedProperties: false, allOf: [{ properties: { a: true } }], properties: { b: true } },
      { type: 'object', properties: { a: {}, b: {} }, additionalProperties: false },
    ),
    no(
      'a branch that does not hold evaluates nothing',
      { unevaluatedProperties: false, anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, {}] },
      { type: 'object', properties: { a: { type: 'number' } }, additionalProperties: false },
      { a: 0 },
    ),
    yes('items', { unevaluatedItems: false, allOf: [{ prefixItems: [true] }] }, { type: 'array', maxItems: 1 }),
    no(
      'more items than were looked at',
      { unevaluatedItems: false, allOf: [{ prefixItems: [true] }] },
      { type: 'array', maxItems: 2 },
    ),
  ],
};
