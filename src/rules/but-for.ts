// Schemas for questions: a schema but for some of its values, and what one accepts beside what is not asked for.

import type { Json, JsonObject } from '../schema/index.ts';

/** What the schema accepts, but for these values. */
export function without(schema: Json, values: readonly Json[]): Json {
  if (!isObject(schema)) return schema === true ? { not: { enum: values } } : schema;
  const refused = { enum: values };
  return { ...schema, not: schema.not === undefined ? refused : { anyOf: [refused, schema.not] } };
}

export function holdsNull(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some((each: Json) => each === null));
}

/** A value, list or object of which nothing is null; said under `not`, so that it counts for nothing else. */
export function withoutNull(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const isNull = { type: 'null' };
  const holds = [
    isNull,
    { type: 'array', contains: isNull },
    { type: 'object', not: { additionalProperties: { not: isNull } } },
  ];
  return { ...schema, not: { anyOf: schema.not === undefined ? holds : [...holds, schema.not] } };
}

/** What the outer side accepts, or what is not aimed at. */
export function orElse(outer: Json, aimed: Json): JsonObject {
  if (!isObject(outer)) return { anyOf: [outer, { not: aimed }] };
  const { $defs, ...bare } = outer;
  return { anyOf: [bare, { not: aimed }], ...($defs === undefined ? {} : { $defs }) };
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
