// What travels as text is text: the number 1 and the string "1" are written alike. A schema of texts that holds all that
// a schema's values are written as, perhaps more: whoever accepts all of these refuses nothing.

import type { Json, JsonObject } from '../schema/index.ts';

const number = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$';
/** An integer is also written as `1e21`; a null has no agreed form. */
const texts: Readonly<Record<string, JsonObject>> = {
  integer: { type: 'string', pattern: number },
  number: { type: 'string', pattern: number },
  boolean: { enum: ['true', 'false'] },
};

const schemaKeywords = new Set(['items', 'additionalProperties']);
const listKeywords = new Set(['allOf', 'anyOf', 'prefixItems']);
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

export function asText(schema: Json): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const { type, enum: values, const: only, oneOf, ...others } = schema as JsonObject;
  const kept = Object.entries(others).flatMap(([keyword, value]): [string, Json][] => {
    if (dropped.has(keyword)) return [];
    if (schemaKeywords.has(keyword)) return [[keyword, asText(value as Json)]];
    if (listKeywords.has(keyword) && Array.isArray(value)) return [[keyword, value.map(asText)]];
    if (mapKeywords.has(keyword) && typeof value === 'object' && value !== null) {
      return [[keyword, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asText(each as Json)]))]];
    }
    return [[keyword, value as Json]];
  });
  const demands: Json[] = [];
  if (type !== undefined) {
    demands.push({ anyOf: [type].flat().map((each) => texts[String(each)] ?? { type: each as Json }) });
  }
  if (Array.isArray(values)) demands.push({ enum: values.map(writtenAs) });
  if (only !== undefined) demands.push({ const: writtenAs(only as Json) });
  if (Array.isArray(oneOf)) demands.push({ anyOf: oneOf.map(asText) });
  const bare = Object.fromEntries(kept);
  return demands.length === 0 ? bare : { ...bare, allOf: [...((bare.allOf as Json[] | undefined) ?? []), ...demands] };
}

function writtenAs(value: Json): Json {
  if (Array.isArray(value)) return value.map(writtenAs);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, writtenAs(each as Json)]));
  }
  return value === null ? null : String(value);
}
