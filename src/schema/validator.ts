// The judge: ajv, told to read a schema of any dialect as plain JSON Schema. What is compiled is remembered with its schema;
// of schemas that share their definitions each is compiled piece by piece, and any other with whatever it needs.

import type { Ajv } from 'ajv';
import { isMended } from './as-ajv-reads.ts';
import { type Dialect, declaredDialect } from './dialect.ts';
import { isJsonObject, type Json } from './json-value.ts';
import { attempt, madeWhenAsked, type Validator } from './made-when-asked.ts';
import { ajvKindFor, compileBy, makeAjv } from './make-ajv.ts';
import { compilerOf } from './piece-by-piece.ts';
import { isShared } from './shared-definitions.ts';
import { withStaticReferences } from './static-references.ts';
import { refuseManyPatterns, refuseManyWays } from './too-much-for-ajv.ts';
import { withoutUnusedDefinitions } from './without-unused-definitions.ts';

/** How a schema is to be read. */
export interface Reading {
  /** Default: what `$schema` says, else 2020-12. */
  readonly dialect?: Dialect;
  /** Whether `format` refuses values; default false. */
  readonly assertFormats?: boolean;
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
  const kind = ajvKindFor(schema, text, { dialect, assertFormats, exact });
  if (/"(?:\$|id")/.test(text)) return compileBy(makeAjv(kind), kind, schema, text);
  const key = Object.values(kind).join(' ');
  let known = ajvs.get(key);
  if (known === undefined || known.checks.size === mostByOneAjv) {
    known = { ajv: makeAjv(kind), checks: new Map() };
    ajvs.set(key, known);
  }
  let check = known.checks.get(text);
  if (check === undefined) {
    // As most people run it, ajv is given the whole.
    const inParts = exact ? combined(schema, (part) => compileAlone(part, dialect, assertFormats, exact)) : null;
    check = inParts ?? compileBy(known.ajv, kind, schema, text);
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

const choices = new WeakMap<object, readonly Json[]>();

/**
 * Declares that a schema accepts what any of these does, each a whole document of its own: where they are asked about again
 * and again in other company, each is then compiled once.
 */
export function declareChoice(schema: object, alternatives: readonly Json[]): void {
  choices.set(schema, alternatives);
}

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
  refuseManyWays(used);
  const plain = as === 'specified' ? withStaticReferences(used, dialect) : used;
  return compileAlone(plain, dialect, assertFormats, as === 'specified');
}
