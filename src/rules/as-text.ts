// What travels as text is text: the number 1 and the string "1" are written alike. A schema of texts that holds all that
// a schema's values are written as, perhaps more: whoever accepts all of these refuses nothing.

import type { FormFields } from '../diff/index.ts';
import type { Json, JsonObject } from '../schema/index.ts';

const number = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$';
/** An integer is also written as `1e21`; a null has no agreed form. */
const texts: Readonly<Record<string, JsonObject>> = {
  integer: { type: 'string', pattern: number },
  number: { type: 'string', pattern: number },
  boolean: { enum: ['true', 'false'] },
};

const schemaKeywords = new Set(['items', 'additionalProperties']);
const listKeywords = new Set(['allOf', 'anyOf']);
const mapKeywords = new Set(['properties', 'patternProperties', '$defs']);
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
export function asText(schema: Json, form: FormFields | null = null): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const { type, enum: values, const: only, oneOf, ...others } = schema as JsonObject;
  const kept = Object.entries(others).flatMap(([keyword, value]): [string, Json][] => {
    if (dropped.has(keyword)) return [];
    if (schemaKeywords.has(keyword)) return [[keyword, asText(value as Json)]];
    if (keyword === 'prefixItems' && Array.isArray(value)) return [[keyword, value.map((each) => asText(each))]];
    if (listKeywords.has(keyword) && Array.isArray(value)) return [[keyword, value.map((each) => asText(each, form))]];
    if (mapKeywords.has(keyword) && typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([name, each]): [string, Json] => {
        return [name, form !== null && mayBeJson(name, each as Json, form) ? (each as Json) : asText(each as Json)];
      });
      return [[keyword, Object.fromEntries(entries)]];
    }
    return [[keyword, value as Json]];
  });
  const demands: Json[] = [];
  if (type !== undefined) {
    demands.push({ anyOf: [type].flat().map((each) => texts[String(each)] ?? { type: each as Json }) });
  }
  if (Array.isArray(values)) demands.push({ enum: values.map(writtenAs) });
  if (only !== undefined) demands.push({ const: writtenAs(only as Json) });
  if (Array.isArray(oneOf)) demands.push({ anyOf: oneOf.map((each) => asText(each, form)) });
  const bare = Object.fromEntries(kept);
  return demands.length === 0 ? bare : { ...bare, allOf: [...((bare.allOf as Json[] | undefined) ?? []), ...demands] };
}

function mayBeJson(name: string, schema: Json, { json, objectsAsJson, other }: FormFields): boolean {
  return json.includes(name) || (objectsAsJson && !other.includes(name) && !isOfScalars(schema));
}

function isOfScalars(schema: Json): boolean {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false;
  const { type, items } = schema as JsonObject;
  if (type === 'array') return items !== undefined && isOfScalars(items);
  return type !== undefined && [type].flat().every((each) => each === 'string' || Object.hasOwn(texts, String(each)));
}

function writtenAs(value: Json): Json {
  if (Array.isArray(value)) return value.map(writtenAs);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, writtenAs(each as Json)]));
  }
  return value === null ? null : String(value);
}
