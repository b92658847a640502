// A schema of any dialect in the form that ajv reads as the dialect means it. Ajv is set right in six things: it reads no
// draft-04 (it is rewritten to draft-07, which can say the same); its multipleOf divides doubles (0.3 is then no multiple of
// 0.1), for which an exact one stands in; its `contains` goes wrong beside a tuple and counts as having evaluated every
// item, for which it is moved to where it cannot; its `if` counts as having evaluated what it names though it did not hold,
// and nothing where it stands alone, for which alternatives stand in; it loses sight of what dynamic references lead to,
// which are written as plain ones; and it goes round in circles where a schema with a URI of its own is nothing but a
// reference, for which that is moved into a part.

import { unicodePattern } from './automaton.ts';
import { type Dialect, isSince } from './dialect.ts';
import { isJsonObject, type Json, type JsonObject } from './json-value.ts';
import { mapKeywords } from './schema-document.ts';

const listKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const schemaKeywords = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
/** Keywords of newer dialects, or of ajv alone, by the first dialect that has them. */
const firstDialect: ReadonlyMap<string, Dialect | 'never'> = new Map<string, Dialect | 'never'>([
  ['const', 'draft-06'],
  ['contains', 'draft-06'],
  ['propertyNames', 'draft-06'],
  ['if', 'draft-07'],
  ['then', 'draft-07'],
  ['else', 'draft-07'],
  ['$schema', 'never'],
  ['$async', 'never'],
  ['nullable', 'never'],
  ['discriminator', 'never'],
  ['id', 'never'],
]);

/** In what ajv is set right: in all but what it was told itself, and where it counts what was evaluated, in that as well. */
type Mends = 'none' | 'most' | 'evaluated, too';

/**
 * A copy of a schema in the form that ajv reads as the dialect means it.
 * @throws Error where a list of types is empty, which ajv passes over
 */
export function asAjvReads(schema: Json, dialect: Dialect, mends: Mends): Json {
  if (Array.isArray(schema)) return schema.map((item) => asAjvReads(item, dialect, mends));
  if (!isJsonObject(schema)) return schema;
  const result: Record<string, Json> = {};
  const entry = (key: string, value: Json) =>
    Object.defineProperty(result, key, { value, enumerable: true, writable: true, configurable: true });
  for (const [keyword, value] of Object.entries(schema)) {
    const first = firstDialect.get(keyword);
    if (keyword === 'id' && dialect === 'draft-04' && typeof value === 'string') {
      if (schema.$ref === undefined) entry('$id', value);
    } else if (first === 'never' || (first && !isSince(dialect, first))) {
    } else if (keyword === 'type' && typeof schema.$ref === 'string' && !isSince(dialect, '2019-09')) {
      // ajv passes over all that stands beside such a reference but the type.
    } else if (
      keyword === '$id' &&
      (dialect === 'draft-04' || (schema.$ref !== undefined && !isSince(dialect, '2019-09')))
    ) {
    } else if (keyword === 'pattern' && typeof value === 'string') {
      entry(keyword, unicodePattern(value) ?? value);
    } else if (mapKeywords.has(keyword) && isJsonObject(value)) {
      const map: Record<string, Json> = {};
      for (const [name, child] of Object.entries(value)) {
        const key = keyword === 'patternProperties' ? (unicodePattern(name) ?? name) : name;
        const rewritten = Array.isArray(child) ? child : asAjvReads(child, dialect, mends);
        Object.defineProperty(map, key, { value: rewritten, enumerable: true, writable: true, configurable: true });
      }
      entry(keyword, map);
    } else if (schemaKeywords.has(keyword) || listKeywords.has(keyword)) {
      entry(keyword, asAjvReads(value, dialect, mends));
    } else if (isEmptyList(keyword, value)) {
      if (keyword === 'type') throw new Error('type lists no type');
      // Written below.
    } else if (keyword === 'enum' || keyword === 'const') {
      // ajv takes objects of different prototypes for different values, whatever they hold.
      entry(keyword, JSON.parse(JSON.stringify(value)) as Json);
    } else if (['default', 'examples', 'example', 'required', 'type', '$ref'].includes(keyword)) {
      entry(keyword, value);
    } else if (dialect === 'draft-04' && /^(minimum|maximum|exclusiveMinimum|exclusiveMaximum)$/.test(keyword)) {
      // Written below.
    } else entry(keyword, asAjvReads(value, dialect, mends));
  }
  if (dialect === 'draft-04') {
    for (const [plain, exclusive] of [
      ['minimum', 'exclusiveMinimum'],
      ['maximum', 'exclusiveMaximum'],
    ] as const) {
      const bound = schema[plain];
      if (bound !== undefined) entry(schema[exclusive] === true ? exclusive : plain, bound);
    }
  }
  // ajv takes a list of no values for a mistake.
  if (isEmptyList('enum', schema.enum)) {
    entry('allOf', [...(Array.isArray(result.allOf) ? (result.allOf as readonly Json[]) : []), { not: {} }]);
  }
  if (mends === 'none') return result;
  const counted = mends === 'most' ? result : withConditionsAsForms(withContainsBesideRest(result, dialect));
  return withPatternsApart(withContainsApart(withProtoAsPattern(withReferenceApart(counted, dialect)), dialect));
}

const isEmptyList = (keyword: string, value: Json | undefined): boolean =>
  (keyword === 'enum' || keyword === 'type') && Array.isArray(value) && value.length === 0;

function withPart(schema: JsonObject, part: Json): Record<string, Json> {
  return { ...schema, allOf: [...(Array.isArray(schema.allOf) ? (schema.allOf as readonly Json[]) : []), part] };
}

/** Moves a reference beside a URI, from which ajv would start anew with the same reference, into a part of its own. */
function withReferenceApart(schema: Record<string, Json>, dialect: Dialect): Record<string, Json> {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== 'string' || typeof rest.$id !== 'string' || !isSince(dialect, '2019-09')) return schema;
  return withPart(rest, { $ref });
}

/** A condition as the two forms that it tells apart: of these ajv counts only what the one that holds has evaluated. */
function withConditionsAsForms(schema: Record<string, Json>): Record<string, Json> {
  const { if: condition, then: held = true, else: otherwise = true, ...rest } = schema;
  if (condition === undefined) return schema;
  return withPart(rest, { anyOf: [{ allOf: [condition, held] }, { allOf: [{ not: condition }, otherwise] }] });
}

/** What `contains` evaluates since 2020-12 is what it holds of: it is let through by what the other items are held to. */
function withContainsBesideRest(schema: Record<string, Json>, dialect: Dialect): Record<string, Json> {
  const { unevaluatedItems, ...rest } = schema;
  if (dialect !== '2020-12' || unevaluatedItems === undefined) return schema;
  const held: Json[] = [];
  const apart = withoutContains(rest, held);
  return held.length === 0 ? schema : { ...apart, unevaluatedItems: { anyOf: [...held, unevaluatedItems] } };
}

/** Moves each `contains` of a schema and its parts to where it evaluates nothing, and notes what it holds of. */
function withoutContains(schema: Json, held: Json[]): Record<string, Json> {
  const { contains, minContains, maxContains, ...rest } = schema as Record<string, Json>;
  const isOwn = (part: Json) => isJsonObject(part) && part.unevaluatedItems === undefined;
  const parts = Array.isArray(rest.allOf)
    ? (rest.allOf as readonly Json[]).map((part) => (isOwn(part) ? withoutContains(part, held) : part))
    : null;
  const own = parts === null ? rest : { ...rest, allOf: parts };
  if (contains === undefined) return own;
  held.push(contains);
  const apart = {
    contains,
    ...(minContains !== undefined && { minContains }),
    ...(maxContains !== undefined && { maxContains }),
  };
  return withPart(own, { not: { not: apart } });
}

/** Moves `contains` into a conjunct of its own, which for 2020-12 still says what it evaluated and for others does not. */
function withContainsApart(schema: Record<string, Json>, dialect: Dialect): Record<string, Json> {
  const { contains, minContains, maxContains, ...rest } = schema;
  const isTuple = Array.isArray(schema.prefixItems) || Array.isArray(schema.items);
  if (contains === undefined || !(isTuple || dialect === '2019-09')) return schema;
  const apart: Record<string, Json> = { contains };
  if (minContains !== undefined) apart.minContains = minContains;
  if (maxContains !== undefined) apart.maxContains = maxContains;
  const conjunct = dialect === '2019-09' ? { not: { not: apart } } : apart;
  return withPart(rest, conjunct);
}

/** ajv passes over a property of this name, as it need not over a pattern that no other name matches. */
function withProtoAsPattern(schema: Record<string, Json>): Record<string, Json> {
  const proto = isJsonObject(schema.properties)
    ? new Map(Object.entries(schema.properties)).get('__proto__')
    : undefined;
  if (proto === undefined) return schema;
  const patterns = isJsonObject(schema.patternProperties) ? schema.patternProperties : {};
  return { ...schema, patternProperties: { ...patterns, '^__proto__$': proto } };
}

/**
 * Moves `patternProperties` into a conjunct of its own: ajv notes what they evaluate in a variable that is not there yet
 * where an alternative beside them did not hold. What `additionalProperties` leaves to them, they have to stand beside.
 */
function withPatternsApart(schema: Json): Json {
  if (!isJsonObject(schema) || schema.additionalProperties !== undefined) return schema;
  const { patternProperties, ...rest } = schema;
  if (patternProperties === undefined || !besidePatterns.some((keyword) => schema[keyword] !== undefined))
    return schema;
  return withPart(rest, { patternProperties });
}

const besidePatterns = ['anyOf', 'oneOf', 'if', 'dependentSchemas', 'dependencies'];

/** What is mended by writing a part twice is left alone where it has a name, or where something may refer into it. */
export function mendsOf(
  text: string,
  { exact, notesEvaluated }: { readonly exact: boolean; readonly notesEvaluated: boolean },
): Mends {
  if (!exact) return 'none';
  const isNamed = /"\$(?:id|anchor|dynamicAnchor)"|"#[^"]*\/(?:if|then|else|contains|unevaluatedItems)\b/.test(text);
  return notesEvaluated && !isNamed ? 'evaluated, too' : 'most';
}

/** Whether it has a keyword in which ajv is set right. */
export function isMended(schema: Json): boolean {
  const text = JSON.stringify(schema);
  if (text.includes('"unevaluated') && text.includes('"if"')) return true;
  return /"(?:multipleOf|contains|\$(?:dynamic|recursive)Ref)"/.test(text);
}
