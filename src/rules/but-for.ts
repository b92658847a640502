// Schemas for questions: a schema but for some of its values, and what one accepts beside what is not asked for.

import { declareChoice, isJsonObject, type Json, type JsonObject } from '../schema/index.ts';

/** What the schema accepts, but for these values. */
export function without(schema: Json, values: readonly Json[]): Json {
  if (!isJsonObject(schema)) return schema === true ? { not: { enum: values } } : schema;
  const refused = { enum: values };
  return { ...schema, not: schema.not === undefined ? refused : { anyOf: [refused, schema.not] } };
}

/** What has no agreed form as text: a null, and a list of nothing. */
const formless: readonly Json[] = [null, []];

/** Whether a value, or a part of it, has no agreed form as text. */
export function isFormless(value: Json): boolean {
  const isNone = (each: Json) => each === null || (Array.isArray(each) && each.length === 0);
  return isNone(value) || (typeof value === 'object' && Object.values(value as object).some(isNone));
}

/** Values that have a text, and so have their parts; said under `not`, so that it counts for nothing else. */
export function withoutFormless(schema: Json): Json {
  if (!isJsonObject(schema)) return schema;
  const isNone: Json = { enum: formless };
  const holds: readonly Json[] = [
    isNone,
    { type: 'array', contains: isNone },
    { type: 'object', not: { additionalProperties: { not: isNone } } },
  ];
  return { ...schema, not: { anyOf: schema.not === undefined ? holds : [...holds, schema.not] } };
}

/** What the outer side accepts, or what is not aimed at; the aim may refer to the definitions of the outer side. */
export function orElse(outer: Json, aimed: Json): JsonObject {
  const spared: Json = besideDefinitionsOf(outer, { not: aimed });
  const { $defs, ...bare } = isJsonObject(outer) ? outer : {};
  const both = {
    anyOf: [isJsonObject(outer) ? bare : outer, { not: aimed }],
    ...($defs === undefined ? {} : { $defs }),
  };
  declareChoice(both, [outer, spared]);
  return both;
}

/** The same schema in the company of another's definitions: what was proven about those counts then. */
export function besideDefinitionsOf(other: Json, schema: Json): Json {
  if (!isJsonObject(other) || other.$defs === undefined || !isJsonObject(schema)) return schema;
  return { ...schema, $defs: other.$defs };
}

/** Whether it refers to definitions, and so cannot stand inside of another schema. */
export function hasDefinitions(schema: Json): boolean {
  return isJsonObject(schema) && Object.hasOwn(schema, '$defs');
}
