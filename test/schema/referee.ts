// The referee: judges an answer about a pair of schemas with an ajv of its own, which shares nothing with the engine, and calls
// the specification's own words in where ajv objects.

import type { AnySchema, Options } from 'ajv';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Containment, Dialect, Json } from '../../src/schema/index.ts';
import { decideContainment } from '../../src/schema/index.ts';
import { isValidByTheBook, LeadsNowhere } from './by-the-book.ts';
import type { Pair } from './random-schemas.ts';
import { keywordsOf } from './random-schemas.ts';
import { valuesFor } from './random-values.ts';

const options: Options = {
  strict: false,
  validateSchema: false,
  meta: false,
  logger: false,
  code: { optimize: false },
  validateFormats: false,
  unicodeRegExp: true,
  multipleOfPrecision: 9,
};
function fresh(dialect: Dialect, assertFormats: boolean): Ajv {
  const own = {
    ...options,
    ...(assertFormats && { validateFormats: true, formats: fullFormats as Options['formats'] }),
  };
  if (dialect === '2020-12') return new Ajv2020(own);
  if (dialect === '2019-09') return new Ajv2019(own);
  return new Ajv({ ...own, ignoreKeywordsWithRef: true });
}
const judges = new Map<string, { ajv: Ajv; used: number }>();

/** An ajv keeps what it compiled for good, so that one serves for some hundred schemas only; and for one that has a name. */
function judgeOf(schema: Json, dialect: Dialect, assertFormats: boolean): Ajv {
  if (/"\$?id":/.test(JSON.stringify(schema))) return fresh(dialect, assertFormats);
  const key = `${dialect} ${assertFormats}`;
  let judge = judges.get(key);
  if (!judge || judge.used >= 300) {
    judge = { ajv: fresh(dialect, assertFormats), used: 0 };
    judges.set(key, judge);
  }
  judge.used += 1;
  return judge.ajv;
}

/** draft-04 in the words of draft-07; only its exclusive flags and `id` are written differently in the generated schemas. */
function modernised(schema: Json): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(modernised);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, id, ...rest } = schema as { [keyword: string]: Json };
  const result: { [keyword: string]: Json } = {};
  if (id !== undefined) result.$id = id;
  for (const [keyword, inner] of Object.entries(rest)) result[keyword] = keyword === 'enum' ? inner : modernised(inner);
  if (minimum !== undefined) result[exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'] = modernised(minimum);
  if (maximum !== undefined) result[exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum'] = modernised(maximum);
  return result;
}

/** Losing one's way costs a whole stack; a schema in which it happens is not asked for ever. */
const mostLost = 5;

/** An independent check of one schema; undefined where ajv cannot read it or loses its way in it. */
export function referee(schema: Json, dialect: Dialect, assertFormats = false): (value: Json) => boolean | undefined {
  const read = dialect === 'draft-04' ? modernised(schema) : schema;
  const check = judgeOf(read, dialect, assertFormats).compile(read as AnySchema);
  let lost = 0;
  return (value) => {
    if (lost === mostLost) return undefined;
    try {
      return check(value) === true;
    } catch (error) {
      // A schema without end, or ajv's own failure to merge what was evaluated.
      if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
      lost += 1;
      return undefined;
    }
  };
}

/** What came of judging one pair. */
export interface Ruling {
  readonly answer: Containment['answer'] | 'unreadable';
  readonly because?: string;
  /** A value that proves the answer wrong, or undefined. */
  readonly contradiction?: { readonly value: Json; readonly says: string };
  /** A value by which ajv objects and the specification does not. */
  readonly ajvDiffers?: Json;
  readonly keywords: ReadonlySet<string>;
}

/** Decides a pair and looks for a value that contradicts the answer, among `tries` values drawn for it. */
export function rule(pair: Pair, tries: number, random: () => number): Ruling {
  const { outer, inner, dialect, family, assertFormats, world } = pair;
  const keywords = keywordsOf(outer, keywordsOf(inner));
  let inOuter: ReturnType<typeof referee>;
  let inInner: ReturnType<typeof referee>;
  try {
    inOuter = referee(outer, dialect, assertFormats);
    inInner = referee(inner, dialect, assertFormats);
  } catch {
    return { answer: 'unreadable', keywords };
  }
  const result = decideContainment(outer, inner, { dialect, assertFormats });
  if (result.answer === 'unknown') return { answer: 'unknown', because: result.because, keywords };
  const disproves = (value: Json): boolean =>
    result.answer === 'yes'
      ? inInner(value) === true && inOuter(value) === false
      : inInner(value) === false || inOuter(value) === true;
  const disprovesByTheBook = (value: Json): boolean => {
    const holds = (schema: Json) => isValidByTheBook(schema, dialect, value, assertFormats);
    try {
      return (holds(inner) && !holds(outer)) === (result.answer === 'yes');
    } catch (error) {
      if (error instanceof RangeError) return false; // a schema without end
      throw error;
    }
  };
  const says = result.answer === 'yes' ? 'inner accepts and outer refuses' : 'the witness is none:';
  // What a dynamic reference leads to is where ajv strays most: there the specification's words are asked of every value.
  const isSuspect = family === 'dynamic' ? (value: Json) => disproves(value) || disprovesByTheBook(value) : disproves;
  let ajvDiffers: Json | undefined;
  try {
    const tried = result.answer === 'no' ? [result.witness] : (world ?? valuesFor([outer, inner], tries, random));
    for (const value of tried) {
      if (!isSuspect(value)) continue;
      if (disprovesByTheBook(value)) return { answer: result.answer, keywords, contradiction: { value, says } };
      ajvDiffers ??= value;
    }
  } catch (error) {
    if (error instanceof LeadsNowhere) return { answer: 'unreadable', keywords };
    throw error;
  }
  return { answer: result.answer, keywords, ...(ajvDiffers !== undefined && { ajvDiffers }) };
}
