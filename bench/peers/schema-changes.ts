// What may change in a schema, keyword by keyword. Each is tried in both directions and in every place.

type Schema = object | boolean;

export interface SchemaChange {
  readonly name: string;
  readonly left: Schema;
  readonly right: Schema;
  /** Keywords that 3.0 does not have, or that it alone spells so. */
  readonly only?: '3.0' | '3.1';
}

const text = { type: 'string' };
const whole = { type: 'integer' };
const real = { type: 'number' };
const flag = { type: 'boolean' };
const texts = { type: 'array', items: text };
const object = (properties: object = {}, more: object = {}) => ({ type: 'object', properties, ...more });
const cat = object({ meows: flag }, { title: 'Cat' });
const dog = object({ barks: flag }, { title: 'Dog' });
const cow = object({ moos: flag }, { title: 'Cow' });
const pair = object({ one: text, two: whole });

function set(name: string, around: object, keyword: object, only?: SchemaChange['only']): SchemaChange {
  return { name: `${name}/set`, left: around, right: { ...around, ...keyword }, ...(only && { only }) };
}

function moved(name: string, around: object, low: object, high: object, only?: SchemaChange['only']): SchemaChange[] {
  return [
    set(name, around, low, only),
    { name: `${name}/moved`, left: { ...around, ...low }, right: { ...around, ...high }, ...(only && { only }) },
  ];
}

function changed(name: string, left: Schema, right: Schema, only?: SchemaChange['only']): SchemaChange {
  return { name, left, right, ...(only && { only }) };
}

const bounds: readonly SchemaChange[] = [
  ...moved('max-length', text, { maxLength: 5 }, { maxLength: 9 }),
  ...moved('min-length', text, { minLength: 2 }, { minLength: 4 }),
  set('min-length zero', text, { minLength: 0 }),
  ...moved('max', whole, { maximum: 5 }, { maximum: 9 }),
  ...moved('min', whole, { minimum: 2 }, { minimum: 4 }),
  ...moved('max of a number', real, { maximum: 5.5 }, { maximum: 9.25 }),
  set('min zero', whole, { minimum: 0 }),
  ...moved('exclusive-max', whole, { exclusiveMaximum: 5 }, { exclusiveMaximum: 9 }, '3.1'),
  ...moved('exclusive-min', whole, { exclusiveMinimum: 2 }, { exclusiveMinimum: 4 }, '3.1'),
  changed('max becomes exclusive', { ...whole, maximum: 5 }, { ...whole, exclusiveMaximum: 5 }, '3.1'),
  changed('exclusive flag', { ...whole, maximum: 5 }, { ...whole, maximum: 5, exclusiveMaximum: true }, '3.0'),
  changed('exclusive min flag', { ...whole, minimum: 5 }, { ...whole, minimum: 5, exclusiveMinimum: true }, '3.0'),
  changed(
    'exclusive bound moved',
    { ...whole, maximum: 5, exclusiveMaximum: true },
    { ...whole, maximum: 9, exclusiveMaximum: true },
    '3.0',
  ),
  ...moved('max-items', texts, { maxItems: 5 }, { maxItems: 9 }),
  ...moved('min-items', texts, { minItems: 2 }, { minItems: 4 }),
  ...moved('max-properties', object(), { maxProperties: 5 }, { maxProperties: 9 }),
  ...moved('min-properties', object(), { minProperties: 2 }, { minProperties: 4 }),
  ...moved('multiple-of', whole, { multipleOf: 2 }, { multipleOf: 6 }),
  changed('multiple-of other', { ...whole, multipleOf: 2 }, { ...whole, multipleOf: 3 }),
  set('unique-items', texts, { uniqueItems: true }),
  ...moved('pattern', text, { pattern: '^[a-z]+$' }, { pattern: '^[0-9]+$' }),
  changed('pattern to any', { ...text, pattern: '^[a-z]+$' }, { ...text, pattern: '.*' }),
  changed('two bounds', { ...whole, minimum: 1, maximum: 5 }, { ...whole, minimum: 2, maximum: 4 }),
];

const types: readonly SchemaChange[] = [
  changed('type string-integer', text, whole),
  changed('type string-number', text, real),
  changed('type string-boolean', text, flag),
  changed('type integer-number', whole, real),
  changed('type integer-boolean', whole, flag),
  changed('type string-array', text, texts),
  changed('type string-object', text, pair),
  changed('type array-object', texts, pair),
  changed('type integer-array of integers', whole, { type: 'array', items: whole }),
  changed('type absent-string', {}, text),
  changed('type string-array of strings', text, texts),
  changed('type map-object', object({}, { additionalProperties: text }), pair),
  changed('type boolean-enum', flag, { ...text, enum: ['yes', 'no'] }),
  changed('format date dropped', { ...text, format: 'date' }, text),
  changed('format int64-string', { ...whole, format: 'int64' }, text),
  changed('type absent-object', {}, object()),
  changed('type with bound', { ...text, maxLength: 5 }, whole),
  changed('type with pattern', { ...text, pattern: '^a' }, whole),
  changed('type with values', { ...text, enum: ['a', 'b'] }, whole),
  changed('type with bounds', { ...whole, minimum: 1, maximum: 9 }, { type: 'array', items: whole, minItems: 2 }),
  changed('type with enum', { ...text, enum: ['a', 'b'] }, { ...whole, enum: [1, 2] }),
  changed('type with format', { ...text, format: 'date' }, { ...whole, format: 'int32' }),
  changed('items type', texts, { type: 'array', items: whole }),
  changed('items type wider', { type: 'array', items: whole }, { type: 'array', items: real }),
  changed('items of items', { type: 'array', items: texts }, { type: 'array', items: { type: 'array', items: whole } }),
  set('format date', text, { format: 'date' }),
  set('format uuid', text, { format: 'uuid' }),
  set('format int32', whole, { format: 'int32' }),
  set('format of its own', text, { format: 'sort-code' }),
  changed('format date-date-time', { ...text, format: 'date' }, { ...text, format: 'date-time' }),
  changed('format uuid-email', { ...text, format: 'uuid' }, { ...text, format: 'email' }),
  changed('format int32-int64', { ...whole, format: 'int32' }, { ...whole, format: 'int64' }),
  changed('format float-double', { ...real, format: 'float' }, { ...real, format: 'double' }),
  changed('type and format', { ...whole, format: 'int32' }, { ...real, format: 'double' }),
  changed('type and same format', { ...text, format: 'int32' }, { ...whole, format: 'int32' }),
  changed('nullable', text, { ...text, nullable: true }, '3.0'),
  changed('nullable object', pair, { ...pair, nullable: true }, '3.0'),
  changed('nullable enum', { ...text, enum: ['a'] }, { ...text, enum: ['a', null], nullable: true }, '3.0'),
  changed('type list null', text, { type: ['string', 'null'] }, '3.1'),
  changed('type list object null', pair, { ...pair, type: ['object', 'null'] }, '3.1'),
  changed('type list one more', text, { type: ['string', 'integer'] }, '3.1'),
  changed('type list widened', { type: ['string', 'integer'] }, { type: ['string', 'integer', 'boolean'] }, '3.1'),
  changed('type list exchanged', { type: ['string', 'integer'] }, { type: ['string', 'boolean'] }, '3.1'),
  changed('type list order', { type: ['string', 'integer'] }, { type: ['integer', 'string'] }, '3.1'),
  changed('type list integer-number', { type: ['string', 'integer'] }, { type: ['string', 'number'] }, '3.1'),
  changed('type list to other', { type: ['string', 'integer'] }, flag, '3.1'),
  changed('type null', text, { type: 'null' }, '3.1'),
  changed('anyOf null', text, { anyOf: [text, { type: 'null' }] }, '3.1'),
  changed('oneOf null', pair, { oneOf: [pair, { type: 'null' }] }, '3.1'),
  changed('boolean schema', text, true, '3.1'),
  changed('false schema', text, false, '3.1'),
];

const values: readonly SchemaChange[] = [
  set('enum', text, { enum: ['a', 'b'] }),
  changed('enum value', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['a', 'b', 'c'] }),
  changed('enum two values', { ...text, enum: ['a'] }, { ...text, enum: ['a', 'b', 'c'] }),
  changed('enum exchanged', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['a', 'c'] }),
  changed('enum order', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['b', 'a'] }),
  changed('enum integers', { ...whole, enum: [1, 2] }, { ...whole, enum: [1, 2, 3] }),
  changed(
    'enum in items',
    { type: 'array', items: { ...text, enum: ['a'] } },
    { type: 'array', items: { ...text, enum: ['a', 'b'] } },
  ),
  changed('enum set in items', texts, { type: 'array', items: { ...text, enum: ['a'] } }),
  changed('enum without type', { enum: ['a', 'b'] }, { enum: ['a', 'b', 'c'] }),
  set('const', text, { const: 'a' }, '3.1'),
  changed('const changed', { ...text, const: 'a' }, { ...text, const: 'b' }, '3.1'),
  changed('const-enum', { ...text, const: 'a' }, { ...text, enum: ['a', 'b'] }, '3.1'),
  changed(
    'x-extensible-enum',
    { ...text, 'x-extensible-enum': ['a', 'b'] },
    { ...text, 'x-extensible-enum': ['a', 'b', 'c'] },
  ),
  set('x-extensible-enum', text, { 'x-extensible-enum': ['a', 'b'] }),
  changed('enum-x-extensible-enum', { ...text, enum: ['a', 'b'] }, { ...text, 'x-extensible-enum': ['a', 'b'] }),
  set('default', text, { default: 'a' }),
  changed('default changed', { ...text, default: 'a' }, { ...text, default: 'b' }),
  set('default of a number', whole, { default: 0 }),
  set('default null', { ...text, nullable: true }, { default: null }, '3.0'),
  set('description', text, { description: 'Said.' }),
  set('example', text, { example: 'a' }),
  set('title', text, { title: 'Text' }),
  set('xml', text, { xml: { attribute: true } }),
  set('comment', text, { $comment: 'said' }, '3.1'),
];

const objects: readonly SchemaChange[] = [
  changed('property optional', object(), object({ it: text })),
  changed('property required', object(), object({ it: text }, { required: ['it'] })),
  changed('property required with default', object(), object({ it: { ...text, default: 'a' } }, { required: ['it'] })),
  changed('property optional with default', object(), object({ it: { ...text, default: 'a' } })),
  changed('property required readOnly', object(), object({ it: { ...text, readOnly: true } }, { required: ['it'] })),
  changed('property required writeOnly', object(), object({ it: { ...text, writeOnly: true } }, { required: ['it'] })),
  changed('property optional readOnly', object(), object({ it: { ...text, readOnly: true } })),
  changed('property optional writeOnly', object(), object({ it: { ...text, writeOnly: true } })),
  changed(
    'property required nullable',
    object(),
    object({ it: { ...text, nullable: true } }, { required: ['it'] }),
    '3.0',
  ),
  changed('property deprecated', object(), object({ it: { ...text, deprecated: true } })),
  changed(
    'property deprecated sunset past',
    object(),
    object({ it: { ...text, deprecated: true, 'x-sunset': '2020-01-01' } }),
  ),
  changed(
    'property deprecated sunset ahead',
    object(),
    object({ it: { ...text, deprecated: true, 'x-sunset': '2099-01-01' } }),
  ),
  changed('property of a property', object({ in: object() }), object({ in: object({ it: text }) })),
  changed(
    'property of a property required',
    object({ in: object() }),
    object({ in: object({ it: text }, { required: ['it'] }) }),
  ),
  changed('property with properties', object(), object({ in: object({ it: text }, { required: ['it'] }) })),
  changed('property exchanged', object({ one: text }), object({ two: text })),
  changed(
    'property required exchanged',
    object({ one: text }, { required: ['one'] }),
    object({ two: text }, { required: ['two'] }),
  ),
  changed('became-required', object({ it: text }), object({ it: text }, { required: ['it'] })),
  changed(
    'became-required with default',
    object({ it: { ...text, default: 'a' } }),
    object({ it: { ...text, default: 'a' } }, { required: ['it'] }),
  ),
  changed(
    'became-required readOnly',
    object({ it: { ...text, readOnly: true } }),
    object({ it: { ...text, readOnly: true } }, { required: ['it'] }),
  ),
  changed(
    'became-required writeOnly',
    object({ it: { ...text, writeOnly: true } }),
    object({ it: { ...text, writeOnly: true } }, { required: ['it'] }),
  ),
  changed('became-required undescribed', object(), object({}, { required: ['it'] })),
  changed('became-required and type', object({ it: text }), object({ it: whole }, { required: ['it'] })),
  changed('readOnly optional', object({ it: text }), object({ it: { ...text, readOnly: true } })),
  changed(
    'readOnly required',
    object({ it: text }, { required: ['it'] }),
    object({ it: { ...text, readOnly: true } }, { required: ['it'] }),
  ),
  changed('writeOnly optional', object({ it: text }), object({ it: { ...text, writeOnly: true } })),
  changed(
    'writeOnly required',
    object({ it: text }, { required: ['it'] }),
    object({ it: { ...text, writeOnly: true } }, { required: ['it'] }),
  ),
  changed(
    'readOnly-writeOnly',
    object({ it: { ...text, readOnly: true } }),
    object({ it: { ...text, writeOnly: true } }),
  ),
  changed(
    'readOnly and enum',
    object({ it: { ...text, readOnly: true, enum: ['a'] } }),
    object({ it: { ...text, readOnly: true, enum: ['a', 'b'] } }),
  ),
  changed(
    'writeOnly and enum',
    object({ it: { ...text, writeOnly: true, enum: ['a'] } }),
    object({ it: { ...text, writeOnly: true, enum: ['a', 'b'] } }),
  ),
  changed(
    'readOnly and max-length',
    object({ it: { ...text, readOnly: true, maxLength: 5 } }),
    object({ it: { ...text, readOnly: true, maxLength: 9 } }),
  ),
  changed(
    'readOnly and min',
    object({ it: { ...whole, readOnly: true, minimum: 5 } }),
    object({ it: { ...whole, readOnly: true, minimum: 9 } }),
  ),
  changed(
    'readOnly and max',
    object({ it: { ...whole, readOnly: true, maximum: 5 } }),
    object({ it: { ...whole, readOnly: true, maximum: 9 } }),
  ),
  changed(
    'readOnly and min-items',
    object({ it: { ...texts, readOnly: true, minItems: 5 } }),
    object({ it: { ...texts, readOnly: true, minItems: 9 } }),
  ),
  changed(
    'readOnly and min-length',
    object({ it: { ...text, readOnly: true, minLength: 5 } }),
    object({ it: { ...text, readOnly: true, minLength: 9 } }),
  ),
  changed(
    'readOnly and type',
    object({ it: { ...text, readOnly: true } }),
    object({ it: { ...whole, readOnly: true } }),
  ),
  changed(
    'writeOnly and type',
    object({ it: { ...text, writeOnly: true } }),
    object({ it: { ...whole, writeOnly: true } }),
  ),
  changed(
    'readOnly and max-length set',
    object({ it: { ...text, readOnly: true } }),
    object({ it: { ...text, readOnly: true, maxLength: 9 } }),
  ),
  changed(
    'readOnly and exclusive',
    object({ it: { ...whole, readOnly: true, exclusiveMaximum: 5 } }),
    object({ it: { ...whole, readOnly: true, exclusiveMaximum: 9 } }),
    '3.1',
  ),
  changed('additionalProperties false', object({ it: text }), object({ it: text }, { additionalProperties: false })),
  changed(
    'additionalProperties true-false',
    object({ it: text }, { additionalProperties: true }),
    object({ it: text }, { additionalProperties: false }),
  ),
  changed('additionalProperties true', object({ it: text }), object({ it: text }, { additionalProperties: true })),
  changed('additionalProperties schema', object(), object({}, { additionalProperties: text })),
  changed(
    'additionalProperties typed',
    object({}, { additionalProperties: text }),
    object({}, { additionalProperties: whole }),
  ),
  changed(
    'additionalProperties property',
    object({}, { additionalProperties: object() }),
    object({}, { additionalProperties: object({ it: text }, { required: ['it'] }) }),
  ),
  changed('pattern-properties', object(), object({}, { patternProperties: { '^x-': text } }), '3.1'),
  changed(
    'pattern-properties typed',
    object({}, { patternProperties: { '^x-': text } }),
    object({}, { patternProperties: { '^x-': whole } }),
    '3.1',
  ),
  changed('property-names', object(), object({}, { propertyNames: { pattern: '^[a-z]+$' } }), '3.1'),
  changed(
    'property-names changed',
    object({}, { propertyNames: { maxLength: 5 } }),
    object({}, { propertyNames: { maxLength: 9 } }),
    '3.1',
  ),
  changed(
    'dependent-required',
    object({ one: text, two: text }),
    object({ one: text, two: text }, { dependentRequired: { one: ['two'] } }),
    '3.1',
  ),
  changed(
    'dependent-required more',
    object({ one: text, two: text }, { dependentRequired: { one: [] } }),
    object({ one: text, two: text }, { dependentRequired: { one: ['two'] } }),
    '3.1',
  ),
  changed(
    'dependent-required moved',
    object({ one: text, two: text, three: text }, { dependentRequired: { one: ['two'] } }),
    object({ one: text, two: text, three: text }, { dependentRequired: { one: ['two', 'three'] } }),
    '3.1',
  ),
  changed(
    'dependent-schemas',
    object({ one: text, two: text }),
    object({ one: text, two: text }, { dependentSchemas: { one: { required: ['two'] } } }),
    '3.1',
  ),
  changed(
    'dependent-schemas changed',
    object({ one: text, two: text }, { dependentSchemas: { one: { minProperties: 2 } } }),
    object({ one: text, two: text }, { dependentSchemas: { one: { required: ['two'] } } }),
    '3.1',
  ),
  changed(
    'if',
    object({ one: text, two: text }),
    object({ one: text, two: text }, { if: { required: ['one'] }, then: { required: ['two'] } }),
    '3.1',
  ),
  changed(
    'then',
    object({ one: text, two: text }, { if: { required: ['one'] } }),
    object({ one: text, two: text }, { if: { required: ['one'] }, then: { required: ['two'] } }),
    '3.1',
  ),
  changed(
    'else',
    object({ one: text, two: text }, { if: { required: ['one'] }, then: {} }),
    object({ one: text, two: text }, { if: { required: ['one'] }, then: {}, else: { required: ['two'] } }),
    '3.1',
  ),
  changed(
    'if changed',
    object({ one: text, two: text }, { if: { required: ['one'] }, then: { required: ['two'] } }),
    object({ one: text, two: text }, { if: { minProperties: 1 }, then: { required: ['two'] } }),
    '3.1',
  ),
  changed(
    'unevaluated-properties',
    object({ one: text }),
    object({ one: text }, { unevaluatedProperties: false }),
    '3.1',
  ),
  changed(
    'unevaluated-properties schema',
    object({ one: text }),
    object({ one: text }, { unevaluatedProperties: text }),
    '3.1',
  ),
];

const arrays: readonly SchemaChange[] = [
  changed('items described', { type: 'array' }, texts, '3.1'),
  changed('items false', texts, { type: 'array', items: false }, '3.1'),
  changed('contains', texts, { ...texts, contains: { const: 'a' } }, '3.1'),
  changed('contains changed', { ...texts, contains: { const: 'a' } }, { ...texts, contains: { const: 'b' } }, '3.1'),
  ...moved('min-contains', { ...texts, contains: { const: 'a' } }, { minContains: 2 }, { minContains: 4 }, '3.1'),
  ...moved('max-contains', { ...texts, contains: { const: 'a' } }, { maxContains: 5 }, { maxContains: 9 }, '3.1'),
  changed('prefix-items', { type: 'array', items: real }, { type: 'array', prefixItems: [whole], items: real }, '3.1'),
  changed(
    'prefix-items one more',
    { type: 'array', prefixItems: [text] },
    { type: 'array', prefixItems: [text, whole] },
    '3.1',
  ),
  changed('prefix-items alone', { type: 'array' }, { type: 'array', prefixItems: [text] }, '3.1'),
  changed('prefix-items typed', { type: 'array', prefixItems: [text] }, { type: 'array', prefixItems: [whole] }, '3.1'),
  changed(
    'unevaluated-items',
    { type: 'array', prefixItems: [text] },
    { type: 'array', prefixItems: [text], unevaluatedItems: false },
    '3.1',
  ),
  changed('content-media-type', text, { ...text, contentMediaType: 'application/json' }, '3.1'),
  changed(
    'content-media-type changed',
    { ...text, contentMediaType: 'image/png' },
    { ...text, contentMediaType: 'application/json' },
    '3.1',
  ),
  changed('content-encoding', text, { ...text, contentEncoding: 'base64' }, '3.1'),
  changed(
    'content-encoding changed',
    { ...text, contentEncoding: 'base64' },
    { ...text, contentEncoding: 'base16' },
    '3.1',
  ),
  changed(
    'content-schema',
    { ...text, contentMediaType: 'application/json' },
    { ...text, contentMediaType: 'application/json', contentSchema: whole },
    '3.1',
  ),
  changed(
    'content-schema changed',
    { ...text, contentMediaType: 'application/json', contentSchema: text },
    { ...text, contentMediaType: 'application/json', contentSchema: whole },
    '3.1',
  ),
  changed('list of lists', { type: 'array', items: texts }, texts),
  changed('list of objects', texts, { type: 'array', items: object({ it: text }) }),
  changed(
    'item enum value',
    { type: 'array', items: { ...text, enum: ['a'] } },
    { type: 'array', items: { ...text, enum: ['a', 'b'] }, maxItems: 3 },
  ),
  changed('item nullable', texts, { type: 'array', items: { ...text, nullable: true } }, '3.0'),
  changed(
    'map value',
    object({}, { additionalProperties: text }),
    object({}, { additionalProperties: { ...text, maxLength: 5 } }),
  ),
  changed('map value typed', object({}, { additionalProperties: text }), object({}, { additionalProperties: whole })),
  changed(
    'map of objects',
    object({}, { additionalProperties: object() }),
    object({}, { additionalProperties: object({ it: text }, { required: ['it'] }) }),
  ),
  changed('item property', { type: 'array', items: object() }, { type: 'array', items: object({ it: text }) }),
  changed(
    'item property required',
    { type: 'array', items: object({ it: text }) },
    { type: 'array', items: object({ it: text }, { required: ['it'] }) },
  ),
  changed(
    'item max-length',
    { type: 'array', items: { ...text, maxLength: 5 } },
    { type: 'array', items: { ...text, maxLength: 9 } },
  ),
];

/** Another branch: of another type, but not in an `allOf`, which would then let nothing through. */
const beside = (keyword: 'oneOf' | 'anyOf' | 'allOf') => (keyword === 'allOf' ? { minLength: 1 } : flag);

const forms: readonly SchemaChange[] = (['oneOf', 'anyOf', 'allOf'] as const).flatMap((keyword) => [
  changed(`${keyword} one more`, { [keyword]: [cat] }, { [keyword]: [cat, dog] }),
  changed(`${keyword} third`, { [keyword]: [cat, dog] }, { [keyword]: [cat, dog, cow] }),
  changed(`${keyword} exchanged`, { [keyword]: [cat, dog] }, { [keyword]: [cat, cow] }),
  changed(`${keyword} order`, { [keyword]: [cat, dog] }, { [keyword]: [dog, cat] }),
  changed(`${keyword} of types`, { [keyword]: [text] }, { [keyword]: [text, whole] }),
  changed(`${keyword} of types third`, { [keyword]: [text, flag] }, { [keyword]: [text, flag, whole] }),
  changed(
    `${keyword} of types with titles`,
    { [keyword]: [{ ...text, title: 'Text' }] },
    {
      [keyword]: [
        { ...text, title: 'Text' },
        { ...flag, title: 'Flag' },
      ],
    },
  ),
  changed(
    `${keyword} of bounded types`,
    { [keyword]: [{ ...text, maxLength: 4 }] },
    {
      [keyword]: [
        { ...text, maxLength: 4 },
        { ...whole, maximum: 4 },
      ],
    },
  ),
  changed(`${keyword} added`, object(), object({}, { [keyword]: [cat, dog] })),
  changed(`${keyword} around`, cat, { [keyword]: [cat, dog] }),
  changed(`${keyword} around another`, cat, { [keyword]: [dog, cow] }),
  changed(`${keyword} around one`, cat, { [keyword]: [cat] }),
  changed(`${keyword} around type`, text, { [keyword]: [text, whole] }),
  changed(`${keyword} instead of type`, text, { [keyword]: [cat, dog] }),
  changed(
    `${keyword} branch property`,
    { [keyword]: [cat, dog] },
    { [keyword]: [cat, { ...dog, properties: { barks: flag, bites: flag } }] },
  ),
  changed(
    `${keyword} branch property type`,
    { [keyword]: [cat, dog] },
    { [keyword]: [cat, { ...dog, properties: { barks: text } }] },
  ),
  changed(
    `${keyword} branch property required`,
    { [keyword]: [cat, dog] },
    { [keyword]: [cat, { ...dog, required: ['barks'] }] },
  ),
  changed(
    `${keyword} branch bound`,
    { [keyword]: [{ ...text, maxLength: 4 }, beside(keyword)] },
    { [keyword]: [{ ...text, maxLength: 5 }, beside(keyword)] },
  ),
]);

const otherForms: readonly SchemaChange[] = [
  changed('oneOf-anyOf', { oneOf: [cat, dog] }, { anyOf: [cat, dog] }),
  changed('oneOf-allOf', { oneOf: [cat, dog] }, { allOf: [cat, dog] }),
  changed('not', text, { ...text, not: { enum: ['a'] } }),
  changed('not changed', { ...text, not: { enum: ['a'] } }, { ...text, not: { enum: ['a', 'b'] } }),
];

export const schemaChanges: readonly SchemaChange[] = [
  ...bounds,
  ...types,
  ...values,
  ...objects,
  ...arrays,
  ...forms,
  ...otherForms,
];
