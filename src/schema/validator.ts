// The judge: ajv, told to read a schema of any dialect as plain JSON Schema. Six things are set right first: ajv reads no
// draft-04 (it is rewritten to draft-07, which can say the same); its multipleOf divides doubles (0.3 is then no multiple of
// 0.1), for which an exact one stands in; its `contains` goes wrong beside a tuple and counts as having evaluated every
// item, for which it is moved to where it cannot; its `if` counts as having evaluated what it names though it did not hold,
// and nothing where it stands alone, for which alternatives stand in; it loses sight of what dynamic references lead to,
// which are written as plain ones; and it goes round in circles where a schema with a URI of its own is nothing but a
// reference, for which that is moved into a part.

import { createRequire } from 'node:module';
import type { Ajv, AnySchema, Options } from 'ajv';
import { unicodePattern } from './automaton.ts';
import type { Dialect } from './dialect.ts';
import { declaredDialect, isSince } from './dialect.ts';
import { formatAccepts, knownFormats } from './formats.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { handOn, handOnProperties, pieceOf } from './one-by-one.ts';
import { patternTest } from './pattern-test.ts';
import { isMultiple, rationalOf } from './rational.ts';
import { mapKeywords } from './schema-document.ts';
import { isShared } from './shared-definitions.ts';
import { withStaticReferences } from './static-references.ts';
import { waysThrough } from './ways-through.ts';
import { withoutUnusedDefinitions } from './without-unused-definitions.ts';

/** How a schema is to be read. */
export interface Reading {
  /** Default: what `$schema` says, else 2020-12. */
  readonly dialect?: Dialect;
  /** Whether `format` refuses values; default false. */
  readonly assertFormats?: boolean;
}

/** Whether a value is valid. */
export type Validator = (value: Json) => boolean;

/** ajv takes as long to load as a small comparison, most of which ask it nothing: each form of it comes when it is needed. */
const load = createRequire(import.meta.url);

function newAjv(dialect: Dialect, options: Options): Ajv {
  // Each class has a name of its own: tsc writes `new (load(…) as …).Ajv()` without the parentheses, which calls `load` anew.
  if (dialect === '2020-12') {
    const { Ajv2020 } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
    return new Ajv2020(options);
  }
  if (dialect === '2019-09') {
    const { Ajv2019 } = load('ajv/dist/2019.js') as typeof import('ajv/dist/2019.js');
    return new Ajv2019(options);
  }
  const { Ajv } = load('ajv') as typeof import('ajv');
  return new Ajv(options);
}

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
function asAjvReads(schema: Json, dialect: Dialect, mends: Mends): Json {
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
  const { contains, minContains, maxContains, unevaluatedItems, ...rest } = schema;
  if (dialect !== '2020-12' || contains === undefined || unevaluatedItems === undefined) return schema;
  const apart = {
    contains,
    ...(minContains !== undefined && { minContains }),
    ...(maxContains !== undefined && { maxContains }),
  };
  return withPart({ ...rest, unevaluatedItems: { anyOf: [contains, unevaluatedItems] } }, { not: { not: apart } });
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

/** Stands in for RegExp inside ajv, which tells patterns apart by their text. */
const testPatterns = Object.assign(
  (source: string) => ({ test: patternTest(source), toString: () => source }),
  { code: 'testPatterns' }, // only read where ajv writes code to a file
);

interface AjvKind {
  readonly dialect: Dialect;
  readonly assertFormats: boolean;
  readonly exact: boolean;
  /** It writes its checks one after the other, as it does where it looks for all errors. */
  readonly flat: boolean;
  /** It notes which properties and items were evaluated: for nothing else than `unevaluated*`, and at a cost. */
  readonly notesEvaluated: boolean;
}

function createAjv({ dialect, assertFormats, exact, flat, notesEvaluated }: AjvKind): Ajv {
  const options: Options = {
    strict: false,
    validateSchema: false,
    meta: false,
    logger: false,
    allErrors: flat,
    // ajv's optimiser takes time with the square of an object's width.
    code: { optimize: false, regExp: testPatterns },
    messages: false,
    // A property called toString is not there because every object inherits one.
    ownProperties: true,
    unicodeRegExp: true,
    validateFormats: assertFormats,
    ignoreKeywordsWithRef: !isSince(dialect, '2019-09'),
  };
  const ajv = newAjv(dialect, options);
  // Its classes for the dialects that have these keywords take no such option.
  if (!notesEvaluated) ajv.opts.unevaluated = false;
  if (assertFormats) {
    for (const name of knownFormats) {
      ajv.addFormat(name, { type: 'string', validate: (text: string) => formatAccepts(name, text) !== false });
    }
  }
  if (exact) {
    ajv.removeKeyword('multipleOf');
    ajv.addKeyword({
      keyword: 'multipleOf',
      type: 'number',
      schemaType: 'number',
      validate: (step: number, value: number) => isMultiple(rationalOf(value), rationalOf(step)),
    });
  }
  return ajv;
}

/** It keeps what it compiled, so that after so many schemas another one takes its place. */
const mostByOneAjv = 100;
const ajvs = new Map<string, { readonly ajv: Ajv; readonly checks: Map<string, Validator> }>();

/**
 * A schema with whatever it needs. To make an ajv takes longer than most schemas do; of those that name nothing, and refer
 * to nothing, many have the same, and alike ones are compiled once.
 */
function compileAlone(schema: Json, dialect: Dialect, assertFormats: boolean, exact: boolean): Validator {
  const text = JSON.stringify(schema);
  refuseManyPatterns(schema, text);
  const kind = { dialect, assertFormats, exact, flat: isWide(schema), notesEvaluated: asksForEvaluated(schema, text) };
  const compiledBy = (ajv: Ajv): Validator => {
    const check = ajv.compile(asAjvReads(schema, dialect, mendsOf(text, kind)) as AnySchema);
    return (value) => check(value) === true;
  };
  if (/"(?:\$|id")/.test(text)) return compiledBy(createAjv(kind));
  const key = Object.values(kind).join(' ');
  let known = ajvs.get(key);
  if (known === undefined || known.checks.size === mostByOneAjv) {
    known = { ajv: createAjv(kind), checks: new Map() };
    ajvs.set(key, known);
  }
  let check = known.checks.get(text);
  if (check === undefined) {
    // As most people run it, ajv is given the whole.
    const inParts = exact ? combined(schema, (part) => compileAlone(part, dialect, assertFormats, exact)) : null;
    check = inParts ?? compiledBy(known.ajv);
    known.checks.set(text, check);
  }
  return check;
}

/**
 * The check of a schema that only combines others, each compiled by itself when a value first comes to it, since what is
 * aimed at is combined of a few that are asked for again and again. Null where a schema says anything else.
 */
function combined(schema: Json, compile: (part: Json) => Validator): Validator | null {
  const [[keyword, value] = [], ...others] = isJsonObject(schema) ? Object.entries(schema) : [];
  const parts = keyword === 'not' ? [value] : keyword === 'allOf' || keyword === 'anyOf' ? value : null;
  const isSchema = (part: unknown) => typeof part === 'boolean' || isJsonObject(part as Json);
  if (others.length > 0 || !Array.isArray(parts) || parts.length === 0 || !parts.every(isSchema)) return null;
  const checks = (parts as Json[]).map((part) => madeWhenAsked(() => compile(part)));
  if (keyword === 'anyOf') return (each) => checks.some((check) => check(each));
  return (each) => checks.every((check) => check(each)) !== (keyword === 'not');
}

/** More schemas side by side than this, and ajv's checks, each written into the one before, may be deeper than the stack is. */
const mostSideBySide = 500;

/** More schemas in one list than this, of all of which is noted what they evaluated, and V8 takes minutes over ajv's check. */
const mostNoted = 1_000;
const tooManyParts = `it has a list of more than ${mostNoted} schemas beside unevaluated properties or items`;

/**
 * Whether it may matter what was evaluated, by the text of a schema: a property may be called so as well.
 * @throws Error where a check would take too long
 */
function asksForEvaluated(schema: Json, text: string): boolean {
  if (!text.includes('"unevaluated')) return false;
  if (hasLongList(schema)) throw new Error(tooManyParts);
  return true;
}

/** What is mended by writing a part twice is left alone where it has a name, or where something may refer into it. */
function mendsOf(text: string, { exact, notesEvaluated }: Pick<AjvKind, 'exact' | 'notesEvaluated'>): Mends {
  if (!exact) return 'none';
  const isNamed = /"\$(?:id|anchor|dynamicAnchor)"|"#[^"]*\/(?:if|then|else|contains|unevaluatedItems)\b/.test(text);
  return notesEvaluated && !isNamed ? 'evaluated, too' : 'most';
}

/** More patterns in one object than this, and V8 takes gigabytes over ajv's check, which has a loop for each. */
const mostPatterns = 500;

/** @throws Error where a check would take too much memory */
function refuseManyPatterns(schema: Json, text: string): void {
  if (text.includes('"patternProperties"') && hasManyPatterns(schema)) {
    throw new Error(`it has more than ${mostPatterns} \`patternProperties\` in one object`);
  }
}

function hasManyPatterns(schema: Json): boolean {
  return someWithin(schema, (each) => {
    const patterns = isJsonObject(each) ? each.patternProperties : undefined;
    return patterns !== undefined && isJsonObject(patterns) && Object.keys(patterns).length > mostPatterns;
  });
}

function hasLongList(schema: Json): boolean {
  return someWithin(schema, (each) => Array.isArray(each) && each.length > mostNoted && each.some(isJsonObject));
}

/** Whether ajv had better write its checks one after the other. */
function isWide(schema: Json): boolean {
  return someWithin(schema, (each) => {
    const parts = Object.values(each);
    return parts.length > mostSideBySide && parts.some((part) => typeof part === 'object');
  });
}

/** Whether it holds of some object or list in a schema, at whatever depth. */
function someWithin(schema: Json, holds: (each: Json & object) => boolean): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return holds(schema) || Object.values(schema).some((part) => someWithin(part, holds));
}

const choices = new WeakMap<object, readonly Json[]>();

/**
 * Declares that a schema accepts what any of these does, each a whole document of its own: where they are asked about again
 * and again in other company, each is then compiled once.
 */
export function declareChoice(schema: object, alternatives: readonly Json[]): void {
  choices.set(schema, alternatives);
}

/** Ways through a place of a schema beyond which a check would take minutes. */
const mostWays = 1_000_000;
const tooManyWays = 'its alternatives multiply beyond what can be checked';

/** What was compiled, or why it could not be. */
const cached = new WeakMap<object, Map<string, Validator | Error>>();

/**
 * The ajv check of a schema, remembered as long as the schema object lives (which must not be changed afterwards).
 * With `as: 'stock'` ajv's own multipleOf, contains and dynamic references are left as they are, as most people run it.
 * @throws Error as ajv does where the schema is not one, or where a check would take too long; the check itself throws where
 * it cannot judge a value in time.
 */
export function validator(schema: Json, reading: Reading = {}, as: 'specified' | 'stock' = 'specified'): Validator {
  const dialect = reading.dialect ?? declaredDialect(schema) ?? '2020-12';
  const assertFormats = reading.assertFormats ?? false;
  if (!isJsonObject(schema)) return makeValidator(schema, dialect, assertFormats, as);
  const alternatives = choices.get(schema);
  if (alternatives !== undefined) {
    const checks = alternatives.map((each) => validator(each, { dialect, assertFormats }, as));
    return (value) => checks.some((check) => check(value));
  }
  const byReading = cached.get(schema) ?? new Map<string, Validator | Error>();
  cached.set(schema, byReading);
  const key = `${dialect} ${assertFormats} ${as}`;
  const made = byReading.get(key) ?? attempt(() => makeValidator(schema, dialect, assertFormats, as));
  byReading.set(key, made);
  if (made instanceof Error) throw made;
  return made;
}

/** A check that is made when a value first comes to it, or cannot be, which is found out once as well. */
function madeWhenAsked(make: () => Validator): Validator {
  let made: Validator | Error | null = null;
  return (value) => {
    made ??= attempt(make);
    if (made instanceof Error) throw made;
    return made(value);
  };
}

/** What it makes or the error that it throws, but for that of a stack which is higher elsewhere. */
function attempt(make: () => Validator): Validator | Error {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    return error;
  }
}

function makeValidator(schema: Json, dialect: Dialect, assertFormats: boolean, as: 'specified' | 'stock'): Validator {
  if (isJsonObject(schema) && isShared(schema.$defs) && dialect === '2020-12') {
    const { $defs } = schema;
    const specified = compilerOf($defs, assertFormats, true);
    if (as === 'specified') return specified.check(schema);
    // Most pieces read the same either way, and are not compiled anew.
    const check = validator(schema, { dialect, assertFormats });
    const stock = compilerOf($defs, assertFormats, false).check(schema);
    return (value) => {
      const answer = check(value);
      return specified.hasMended() ? stock(value) : answer;
    };
  }
  const used = withoutUnusedDefinitions(schema);
  if (as === 'stock' && !isMended(used)) return validator(schema, { dialect, assertFormats });
  if (waysThrough(used) > mostWays) throw new Error(tooManyWays);
  const plain = as === 'specified' ? withStaticReferences(used, dialect) : used;
  return compileAlone(plain, dialect, assertFormats, as === 'specified');
}

/** Whether it has a keyword in which ajv is set right. */
function isMended(schema: Json): boolean {
  const text = JSON.stringify(schema);
  if (text.includes('"unevaluated') && text.includes('"if"')) return true;
  return /"(?:multipleOf|contains|\$(?:dynamic|recursive)Ref)"/.test(text);
}

/** Compiles schemas that share their definitions piece by piece, each when a value first comes to it, and alike ones once. */
interface PieceCompiler {
  /** What `validator` throws, the check throws on a value. */
  readonly check: (schema: Json) => Validator;
  /** Whether some piece so far was one in which ajv is set right. */
  readonly hasMended: () => boolean;
}

function listsValues(schema: Json | undefined): boolean {
  return (
    isJsonObject(schema ?? null) && ['const', 'enum'].some((keyword) => Object.hasOwn(schema as JsonObject, keyword))
  );
}

/** By the definitions that schemas share, and by reading. */
const shared = new WeakMap<object, Map<string, PieceCompiler>>();

/** More ways through the definitions than this for one value, and the checks of some values would take minutes. */
const mostHandedOn = 100_000;

function compilerOf(definitions: JsonObject, assertFormats: boolean, exact: boolean): PieceCompiler {
  const key = `${assertFormats} ${exact}`;
  const compilers = shared.get(definitions) ?? new Map<string, PieceCompiler>();
  shared.set(definitions, compilers);
  const compiler = compilers.get(key) ?? pieceCompiler(definitions, assertFormats, exact);
  compilers.set(key, compiler);
  return compiler;
}

function pieceCompiler(definitions: JsonObject, assertFormats: boolean, exact: boolean): PieceCompiler {
  const ofDefinitions = new Map<string, Validator>();
  /** Many pieces say the same. */
  const byText = new Map<string, Validator>();
  const held: JsonObject[] = [];
  const numbers = new Map<JsonObject, number>();
  /** What is aimed at deep inside says the same as what is aimed at from further inside, but for the way to it. */
  const numbersByText = new Map<string, number>();
  let handedOn = 0;
  let hasMended = false;
  const ajvs = new Map<string, Ajv>();
  const ajvOf = (flat: boolean, notesEvaluated: boolean): Ajv => {
    const key = `${flat} ${notesEvaluated}`;
    const kind = { dialect: '2020-12', assertFormats, exact, flat, notesEvaluated } as const;
    const ajv = ajvs.get(key) ?? withHandOn(createAjv(kind));
    ajvs.set(key, ajv);
    return ajv;
  };
  const numberOf = (properties: JsonObject): number => {
    let number = numbers.get(properties);
    if (number === undefined) {
      const text = JSON.stringify(properties);
      number = numbersByText.get(text) ?? held.push(properties) - 1;
      numbersByText.set(text, number);
      numbers.set(properties, number);
    }
    return number;
  };
  const compile = (schema: Json): Validator => {
    const piece = pieceOf(schema, definitions, numberOf);
    const text = JSON.stringify(piece);
    const known = byText.get(text);
    if (known !== undefined) return known;
    refuseManyPatterns(piece, text);
    hasMended ||= isMended(piece);
    if (waysThrough(piece) > mostWays) throw new Error(tooManyWays);
    const notesEvaluated = asksForEvaluated(piece, text);
    const check = ajvOf(isWide(piece), notesEvaluated).compile(
      asAjvReads(piece, '2020-12', mendsOf(text, { exact, notesEvaluated })) as AnySchema,
    );
    const made = (value: Json) => check(value) === true;
    byText.set(text, made);
    return made;
  };
  const handTo = (checks: Map<string, Validator>, name: string, schemas: JsonObject, value: Json): boolean => {
    handedOn += 1;
    if (handedOn > mostHandedOn) throw new Error(tooManyWays);
    const check = checks.get(name) ?? madeWhenAsked(() => compile(schemas[name] as Json));
    checks.set(name, check);
    return check(value);
  };
  const checkOfProperties = (number: number) => {
    const properties = held[number]!;
    const checks = new Map<string, Validator>();
    return (value: { readonly [name: string]: Json }) => {
      const names = Object.keys(value).filter((name) => Object.hasOwn(properties, name));
      // What tells alternatives apart comes first, before anything is asked of what they hold.
      const [telling, others] = [true, false].map((is) => names.filter((name) => listsValues(properties[name]) === is));
      return [...telling!, ...others!].every((name) => handTo(checks, name, properties, value[name] as Json));
    };
  };
  const withHandOn = (ajv: Ajv): Ajv =>
    ajv
      .addKeyword({
        keyword: handOn,
        schemaType: 'string',
        errors: false,
        validate: (name: string, value: Json) => handTo(ofDefinitions, name, definitions, value),
      })
      .addKeyword({
        keyword: handOnProperties,
        type: 'object',
        schemaType: 'number',
        errors: false,
        compile: checkOfProperties,
      });
  const checkOf = (schema: Json): Validator => {
    const check = madeWhenAsked(() => compile(schema));
    return (value) => {
      handedOn = 0;
      return check(value);
    };
  };
  return { check: checkOf, hasMended: () => hasMended };
}
