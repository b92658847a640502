// What travels as text is text: the number 1 and the string "1" are written alike. For all values of a schema there is a
// schema of texts, which holds all that they are written as, perhaps more: whoever accepts all of these refuses nothing.

import type { FormFields } from '../diff/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../schema/index.ts';

/** How JSON writes a number. */
export const numberPattern = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$';

type Texts = Readonly<Record<string, JsonObject>>;

/** An integer is also written as `1e21`; a null has no agreed form. */
const texts: Texts = {
  integer: { type: 'string', pattern: numberPattern },
  number: { type: 'string', pattern: numberPattern },
  boolean: { enum: ['true', 'false'] },
};

/** The texts that are most likely written: good for an example, and no proof. */
export const usualTexts: Texts = {
  ...texts,
  integer: { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' },
  number: { type: 'string', pattern: '^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)[.][0-9]*[1-9])$' },
};

/** They hold texts alone: of the number 12345 a `maxLength` of 2 says nothing, and of its text neither. */
const ofTexts = new Set(['minLength', 'maxLength', 'pattern', 'format']);

const schemaKeywords = new Set(['items', 'additionalProperties']);

const listKeywords = new Set(['allOf', 'anyOf']);

export const mapKeywords = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

/** Of text they say nothing, or they only make less of what is written. */
const dropped = new Set([
  'not',
  'if',
  'then',
  'else',
  'contains',
  'minContains',
  'maxContains',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'uniqueItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]);

/** `form` says which fields of the form that this is are JSON; then without references. */
export function asText(schema: Json, form: FormFields | null = null, written = texts): Json {
  const within = (each: Json) => asText(each, null, written);
  const inPlace = (each: Json) => asText(each, form, written);
  if (!isJsonObject(schema)) return schema;
  const { type, enum: values, const: only, oneOf, ...others } = schema;
  const held = Object.fromEntries(Object.entries(others).filter(([keyword]) => ofTexts.has(keyword)));
  const kept = Object.entries(others).flatMap(([keyword, value]): [string, Json][] => {
    if (keyword === 'unevaluatedProperties' && value === false && saysAlikeOfTexts(schema)) return [[keyword, value]];
    if (dropped.has(keyword) || ofTexts.has(keyword)) return [];
    if (schemaKeywords.has(keyword)) return [[keyword, within(value as Json)]];
    if (keyword === 'prefixItems' && Array.isArray(value)) return [[keyword, value.map(within)]];
    if (listKeywords.has(keyword) && Array.isArray(value)) return [[keyword, value.map(inPlace)]];
    if (mapKeywords.has(keyword) && typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([name, each]): [string, Json] => {
        return [name, form !== null && mayBeJson(name, each as Json, form) ? (each as Json) : within(each as Json)];
      });
      return [[keyword, Object.fromEntries(entries)]];
    }
    return [[keyword, value as Json]];
  });
  const demands: Json[] = [];
  if (type !== undefined) {
    const ofType = (each: Json): Json => written[String(each)] ?? { type: each, ...(each === 'string' && held) };
    demands.push({ anyOf: ([type].flat() as Json[]).map(ofType) });
  } else if (Object.keys(held).length > 0) {
    demands.push({ anyOf: [...Object.values(written), held] });
  }
  if (Array.isArray(values)) demands.push({ enum: values.map(writtenAs) });
  if (only !== undefined) demands.push({ const: writtenAs(only as Json) });
  if (Array.isArray(oneOf)) demands.push({ anyOf: oneOf.map(inPlace) });
  const bare = Object.fromEntries(kept);
  return demands.length === 0 ? bare : { ...bare, allOf: [...((bare.allOf as Json[] | undefined) ?? []), ...demands] };
}

/** Whether what describes the properties of an object describes them of its texts, too: none of it is dropped. */
function saysAlikeOfTexts(schema: JsonObject): boolean {
  const written = JSON.stringify(schema);
  const isWhole = schema.$defs !== undefined || !written.includes('"$ref":');
  return isWhole && !/"(if|dependentSchemas)":/.test(written);
}

/** Whether a field of this schema is, or may hold, JSON. */
export function mayBeJson(name: string, schema: Json, form: FormFields): boolean {
  return isJsonField(name, form, !isOfScalars(schema));
}

/** Which fields of a form are JSON: those that are called so, and those that hold objects where nothing else is said. */
export function isJsonField(name: string, { json, objectsAsJson, other }: FormFields, holdsObjects: boolean): boolean {
  return json.includes(name) || (objectsAsJson && !other.includes(name) && holdsObjects);
}

/** Whether nothing but lists of texts, numbers and booleans fit, or, among several forms, such values by themselves. */
export function isListOfScalars(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  const forms = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(forms)) return forms.some(isListOfScalars) && forms.every(isOfScalars);
  if (Array.isArray(schema.allOf) && schema.allOf.some(isListOfScalars)) return true;
  return isOneType(schema.type, 'array') && isOfScalars(schema.items ?? true);
}

/**
 * A list of whose items nothing is said, as one of texts: each is written as one, and what is no plain value has no agreed
 * form. The same where they are described.
 */
export function withPlainItems(schema: Json): Json {
  if (!isJsonObject(schema) || !isOneType(schema.type, 'array') || schema.prefixItems !== undefined) return schema;
  const { items = true } = schema;
  const isUndescribed = items === true || (isJsonObject(items) && Object.keys(items).length === 0);
  return isUndescribed ? { ...schema, items: { type: 'string' } } : schema;
}

/** Whether nothing but objects of texts, numbers and booleans fit, all described in one piece. */
export function isObjectOfScalars(schema: Json): boolean {
  if (!isJsonObject(schema) || !isOneType(schema.type, 'object')) return false;
  const { properties = {}, additionalProperties = true, unevaluatedProperties = true } = schema;
  const others = [additionalProperties, unevaluatedProperties].filter((each) => each !== false);
  const isClosed = others.length < 2;
  return (
    Object.keys(schema).every((keyword) => ofObjects.has(keyword)) &&
    isJsonObject(properties) &&
    [...Object.values(properties), ...(isClosed ? [] : others)].every(isScalar)
  );
}

/** Of a list of one plain value at most, and at least, that value: it is written alike. Null where it is none. */
export function soleItem(schema: Json): Json | null {
  if (!isJsonObject(schema) || schema.maxItems !== 1 || !(Number(schema.minItems) >= 1)) return null;
  return isListOfScalars(schema) && schema.items !== undefined ? schema.items : null;
}

const ofObjects = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'unevaluatedProperties',
  'minProperties',
  'maxProperties',
]);

function isScalar(schema: Json): boolean {
  return isOfScalars(schema) && isJsonObject(schema) && !isOneType(schema.type, 'array') && schema.type !== undefined;
}

function isOneType(type: Json | undefined, name: string): boolean {
  return type === name || (Array.isArray(type) && type.length === 1 && type[0] === name);
}

/** Whether nothing but texts, numbers and booleans fit, alone or in lists. */
export function isOfScalars(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  const { type, items } = schema;
  const forms = schema.anyOf ?? schema.oneOf;
  if (type === undefined && Array.isArray(forms)) return forms.length > 0 && forms.every(isOfScalars);
  if (isOneType(type, 'array')) return items !== undefined && isOfScalars(items);
  return type !== undefined && [type].flat().every((each) => each === 'string' || Object.hasOwn(texts, String(each)));
}

/** A value with the texts that stand for what is in it; a null has none, and stays. */
export function writtenAs(value: Json): Json {
  if (Array.isArray(value)) return value.map(writtenAs);
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, writtenAs(each)]));
  return value === null ? null : String(value);
}

/**
 * Without what is not written, a null, also in a list, or an empty list, where that leaves something: in the schema's own
 * words, since `asText` keeps nothing of what `withoutFormless` says under `not`.
 */
export function asWritten(field: Json): Json {
  if (!isJsonObject(field)) return field;
  const { type, enum: values, items, minItems, anyOf, oneOf } = field;
  const types = [type ?? []].flat().filter((each) => each !== 'null');
  const listed = Array.isArray(values) ? values.filter((value) => value !== null) : [];
  const each = items === undefined ? undefined : asWritten(items);
  const among = (forms: Json | undefined) =>
    Array.isArray(forms) ? forms.filter((form) => !isNull(form)).map(asWritten) : [];
  return {
    ...field,
    ...(types.length > 0 && { type: types.length === 1 ? types[0]! : types }),
    ...(types.includes('array') && { minItems: Math.max(1, Number(minItems ?? 0)) }),
    ...(each !== undefined && isOfScalars(each) && { items: each }),
    ...(listed.length > 0 && { enum: listed }),
    ...(anyOf !== undefined && { anyOf: among(anyOf) }),
    ...(oneOf !== undefined && { oneOf: among(oneOf) }),
  };
}

export function isNull(schema: Json): boolean {
  return isJsonObject(schema) && schema.type === 'null';
}

/** Where a name that is written once is a list of one. */
export function listOfOne(schema: Json): Json {
  if (!isJsonObject(schema)) return { type: 'array', prefixItems: [schema], minItems: 1, maxItems: 1 };
  const { $defs, ...texts } = schema;
  return { type: 'array', prefixItems: [texts], minItems: 1, maxItems: 1, ...($defs === undefined ? {} : { $defs }) };
}

/** As listOfOne; what is a list already stays one. */
export function aloneInLists(schema: Json): Json {
  const { $defs, ...bare } = isJsonObject(schema) ? schema : { allOf: [schema] };
  const alone = listOfOne({ allOf: [bare, { not: { type: 'array' } }] });
  return { anyOf: [alone, { allOf: [bare, { type: 'array' }] }], ...($defs !== undefined && { $defs }) };
}
