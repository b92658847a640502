// What the keywords of one schema object say in its dialect, in the spelling of JSON Schema 2020-12.

import type { ReferenceKeyword, SourceDocument, SpecDialect } from './source-document.ts';
import { isObject, isTrue, type JsonObject, type Spot } from './spot.ts';

/** Keywords that document a schema and constrain nothing. */
export const documentation = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  'summary',
  'title',
]);

const annotations = new Set([
  ...documentation,
  'deprecated',
  'readOnly',
  'writeOnly',
  'default',
  'allOf',
  'discriminator',
  'xml',
  '$schema',
  '$id',
  '$anchor',
  '$defs',
  'definitions',
]);

/** Whether none of the keywords constrains a value; what an `allOf` joins is another question. */
export function constrainsNothing(keywords: JsonObject): boolean {
  return Object.keys(keywords).every((keyword) => annotations.has(keyword) || keyword.startsWith('x-'));
}

/** Whether a schema lets no value pass: `false`, or what says so where there is no such schema, `not: {}`. */
export function refusesAll(value: unknown): boolean {
  if (!isObject(value)) return value === false;
  const { not, ...others } = value;
  const isAnything = not === true || (isObject(not) && Object.keys(not).every((keyword) => documentation.has(keyword)));
  return isAnything && Object.keys(others).every((keyword) => documentation.has(keyword));
}

/**
 * The keywords of one schema object in 2020-12 spelling, one level deep: `nullable` becomes a type, boolean exclusive
 * bounds become numbers, Swagger's `file` a binary string, a tuple in `items` is `prefixItems`, what vendors' extensions say
 * about values counts, and documentation goes. What is misspelt is read as it is meant; misshapen-schemas.ts tells of it.
 */
export function normaliseKeywords(value: JsonObject, dialect: SpecDialect): JsonObject {
  const result: Record<string, unknown> = {};
  for (const [keyword, each] of Object.entries(value)) {
    if (each === undefined || documentation.has(keyword) || keyword === '$ref' || keyword === '$dynamicRef') continue;
    result[keyword] = typeof each === 'string' ? textAsMeant(keyword, each) : each;
  }
  if ('required' in result && !Array.isArray(result.required)) delete result.required; // Swagger 2 parameters
  // Also in 3.1 and later, where a schema's `$schema` may name draft-04.
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (result[exclusive] === true && typeof result[bound] === 'number') {
      result[exclusive] = result[bound];
      delete result[bound];
    } else if (typeof result[exclusive] === 'boolean') {
      delete result[exclusive];
    }
  }
  const orNull = saysNullable(value, dialect);
  delete result.nullable;
  if (isOld(dialect)) delete result['x-nullable'];
  if (typeof result.type === 'string') {
    result.type = typeAsMeant(result.type);
    if (result.type === null) delete result.type;
  } else if (Array.isArray(result.type)) {
    result.type = typesAsMeant(result.type);
    if (result.type === null) delete result.type;
  }
  if (result.type === 'file') {
    result.type = 'string';
    result.format = 'binary';
  }
  const types = typeof result.type === 'string' ? [result.type] : result.type;
  if (orNull && Array.isArray(types) && !types.includes('null')) result.type = [...types, 'null'];
  if (Array.isArray(result.enum)) result.enum = valuesAsMeant(result.enum, types);
  if (result.const !== undefined) [result.const] = valuesAsMeant([result.const], types);
  if (isOpenList(value)) {
    result['x-extensible-enum'] = result.enum;
    delete result.enum;
  }
  if (isIntegerOrString(value)) {
    const hasNull = orNull || (Array.isArray(types) && types.includes('null'));
    result.type = ['integer', 'string', ...(hasNull ? ['null'] : [])];
    delete result.format;
  }
  // Who came from Swagger 2.0 may have left it.
  if (typeof result.discriminator === 'string') {
    result.discriminator = { propertyName: result.discriminator };
  }
  return result;
}

/** Types of JSON Schema, and the `file` of Swagger 2.0. */
export const types: ReadonlySet<string> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'array',
  'object',
  'null',
  'file',
]);

/** Keywords whose value is a number. */
export const countsOrBounds: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);

/** Keywords whose value is true or false. */
const marks: ReadonlySet<string> = new Set(['uniqueItems', 'readOnly', 'writeOnly', 'deprecated']);

function textAsMeant(keyword: string, text: string): unknown {
  if (marks.has(keyword)) return isTrue(text);
  return countsOrBounds.has(keyword) ? (numberIn(text) ?? text) : text;
}

/** The number that stands in quotes; null where none does. */
export function numberIn(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** What other languages call them. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['str', 'string'],
  ['text', 'string'],
  ['int', 'integer'],
  ['long', 'integer'],
  ['float', 'number'],
  ['double', 'number'],
  ['decimal', 'number'],
  ['bool', 'boolean'],
  ['list', 'array'],
  ['map', 'object'],
]);

/** `String` is the `string` of other languages, and `any` no type: null. What is none otherwise stays as it is. */
export function typeAsMeant(type: string): string | null {
  if (types.has(type)) return type;
  const lower = type.toLowerCase();
  if (lower === 'any') return null;
  return types.has(lower) ? lower : (otherNames.get(lower) ?? type);
}

/** The same list where it has nothing else than types; null where one of its words stands for any. */
function typesAsMeant(listed: readonly unknown[]): readonly unknown[] | null {
  const isMisspelt = (type: unknown) => typeof type === 'string' && !types.has(type);
  if (!listed.some(isMisspelt)) return listed;
  const meant = listed.map((type) => (isMisspelt(type) ? typeAsMeant(type as string) : type));
  return meant.some((type, index) => type === null && listed[index] !== null) ? null : meant;
}

/**
 * Values that are listed, as values of a type that is written beside them: in YAML `[1, 2]` is a list of numbers also where
 * texts are meant, and generators write all in quotes. What fits none of the types stays as it is. The same list where all
 * fit.
 */
export function valuesAsMeant(values: readonly unknown[], types: unknown): readonly unknown[] {
  if (!Array.isArray(types)) return values;
  const asMeant = values.map((value) => valueAsMeant(value, types));
  return asMeant.every((value, index) => value === values[index]) ? values : asMeant;
}

function valueAsMeant(value: unknown, types: readonly unknown[]): unknown {
  const isNumeric = types.includes('number') || types.includes('integer');
  if (typeof value === 'number' || typeof value === 'boolean') {
    const fits = typeof value === 'number' ? isNumeric : types.includes('boolean');
    return !fits && types.includes('string') ? String(value) : value;
  }
  if (typeof value !== 'string' || types.includes('string')) return value;
  const number = isNumeric ? numberIn(value) : null;
  if (number !== null) return types.includes('number') || Number.isSafeInteger(number) ? number : value;
  return types.includes('boolean') && (value === 'true' || value === 'false') ? value === 'true' : value;
}

/**
 * Whether the value is marked as possibly null. OpenAPI 3.1 knows `nullable` no more; where it stands all the same, null
 * is meant, and most tools take it so. misshapen-schemas.ts tells of it.
 */
export function saysNullable(value: unknown, dialect: SpecDialect): boolean {
  return isObject(value) && (isTrue(value.nullable) || (isOld(dialect) && isTrue(value['x-nullable'])));
}

/** A list that says of itself that other values may come: `x-ms-enum` with `modelAsString` (AutoRest's extensions). */
function isOpenList(value: JsonObject): boolean {
  const said = value['x-ms-enum'];
  return Array.isArray(value.enum) && isObject(said) && said.modelAsString === true;
}

/** Written as a string, or without a type, and a number as well (Kubernetes' API conventions, IntOrString). */
function isIntegerOrString(value: JsonObject): boolean {
  return value.format === 'int-or-string' || value['x-kubernetes-int-or-string'] === true;
}

/**
 * Whether null is let in beside what the schema is composed of. By the letter a part that knows no null keeps it out; but
 * whoever wraps a reference in an `allOf` to write `nullable` beside it means null, and linters ask for a `type` there.
 */
export function letsNullInBeside(value: unknown, dialect: SpecDialect): boolean {
  // A `not` of its own may be there to keep null out.
  if (!isObject(value) || value.not !== undefined) return false;
  const { allOf } = value;
  if (Array.isArray(allOf) && allOf.some((part) => isNullAmong(allOf, part))) return true;
  if (!saysNullable(value, dialect)) return false;
  return value.type === undefined || ['allOf', 'oneOf', 'anyOf'].some((keyword) => Array.isArray(value[keyword]));
}

/**
 * Whether one of several alternatives or parts is `nullable: true` and nothing else. By the letter that lets anything
 * through; but generators write so for OpenAPI 3.0 what they call `type: 'null'` for 3.1.
 */
export function isNullAmong(others: unknown, value: unknown): boolean {
  if (!Array.isArray(others) || others.length < 2 || !isObject(value) || value.nullable !== true) return false;
  return Object.keys(value).every((keyword) => keyword === 'nullable' || documentation.has(keyword));
}

/** What a reference leads to, whichever keyword it stands under; null where it leads nowhere, or where depends on the way. */
export function targetOf(document: SourceDocument, keyword: ReferenceKeyword, reference: string): Spot | null {
  if (keyword === '$ref') return document.resolve(reference);
  const [only, another] = document.dynamicTargets(reference);
  return another === undefined ? (only ?? null) : null;
}

/** The keywords of a schema that refer to another, which then applies as a branch of an `allOf` would. */
export function referencesOf(value: JsonObject, dialect: SpecDialect): readonly ReferenceKeyword[] {
  const known = isOld(dialect) ? (['$ref'] as const) : (['$ref', '$dynamicRef'] as const);
  return known.filter((keyword) => typeof value[keyword] === 'string');
}

/** In 3.1 and later the keywords beside a `$ref` apply too; before, they are ignored. Documentation alone is nothing. */
export function hasSiblings(value: JsonObject, dialect: SpecDialect): boolean {
  return !isOld(dialect) && Object.keys(value).some((key) => key !== '$ref' && !documentation.has(key));
}

function isOld(dialect: SpecDialect): boolean {
  return dialect === 'swagger-2.0' || dialect === 'openapi-3.0';
}

/** Whether a parameter or header says its type as in Swagger 2, without a `schema`. misshapen-parts.ts tells of it. */
export function saysTypeItself(value: unknown): boolean {
  if (!isObject(value) || value.schema !== undefined || value.content !== undefined) return false;
  return typeof value.type === 'string' || Array.isArray(value.type);
}

/** Whether a parameter or header of Swagger 2, but a body, says its type as in OpenAPI 3. */
export function saysTypeInSchema(value: unknown): boolean {
  return isObject(value) && value.in !== 'body' && value.type === undefined && isObject(value.schema);
}
