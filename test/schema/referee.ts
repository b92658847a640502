// The referee: judges an answer about a pair of schemas with an ajv of its own, which shares nothing with the engine, and calls
// the specification's own words in where ajv objects.

import type { AnySchema, Options } from 'ajv';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Containment, Dialect, Json } from '../../src/schema/index.ts';
import { decideContainment } from '../../src/schema/index.ts';
import { isValidByTheBook } from './by-the-book.ts';
import type { Pair } from './random-schemas.ts';
import { keywordsOf } from './random-schemas.ts';
import { valuesFor } from './random-values.ts';

const options: Options = {
  strict: false,
  validateSchema: false,
  meta: false,
  logger: false,
  addUsedSchema: false,
  code: { optimize: false },
  validateFormats: false,
  unicodeRegExp: true,
  multipleOfPrecision: 9,
};
const fresh = (dialect: Dialect): Ajv =>
  dialect === '2020-12'
    ? new Ajv2020(options)
    : dialect === '2019-09'
      ? new Ajv2019(options)
      : new Ajv({ ...options, ignoreKeywordsWithRef: true });
const judges = new Map<Dialect, { ajv: Ajv; used: number }>();

/** An ajv keeps what it compiled for good, so that one serves for some hundred schemas only. */
function judgeOf(dialect: Dialect): Ajv {
  let judge = judges.get(dialect);
  if (!judge || judge.used >= 300) {
    judge = { ajv: fresh(dialect), used: 0 };
    judges.set(dialect, judge);
  }
  judge.used += 1;
  return judge.ajv;
}

/** draft-04 in the words of draft-07; only its exclusive flags are written differently in the generated schemas. */
function modernised(schema: Json): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(modernised);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema as { [keyword: string]: Json };
  const result: { [keyword: string]: Json } = {};
  for (const [keyword, inner] of Object.entries(rest)) result[keyword] = keyword === 'enum' ? inner : modernised(inner);
  if (minimum !== undefined) result[exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'] = modernised(minimum);
  if (maximum !== undefined) result[exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum'] = modernised(maximum);
  return result;
}

/** An independent check of one schema; undefined where ajv cannot read it or loses its way in it. */
export function referee(schema: Json, dialect: Dialect): (value: Json) => boolean | undefined {
  const read = dialect === 'draft-04' ? modernised(schema) : schema;
  const check = judgeOf(dialect).compile(read as AnySchema);
  return (value) => {
    try {
      return check(value) === true;
    } catch (error) {
      // A schema without end, or ajv's own failure to merge what was evaluated.
      if (error instanceof RangeError || error instanceof TypeError) return undefined;
      throw error;
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
  const { outer, inner, dialect } = pair;
  const keywords = keywordsOf(outer, keywordsOf(inner));
  let inOuter: ReturnType<typeof referee>;
  let inInner: ReturnType<typeof referee>;
  try {
    inOuter = referee(outer, dialect);
    inInner = referee(inner, dialect);
  } catch {
    return { answer: 'unreadable', keywords };
  }
  const result = decideContainment(outer, inner, { dialect });
  if (result.answer === 'unknown') return { answer: 'unknown', because: result.because, keywords };
  const disproves = (value: Json): boolean =>
    result.answer === 'yes'
      ? inInner(value) === true && inOuter(value) === false
      : inInner(value) === false || inOuter(value) === true;
  const disprovesByTheBook = (value: Json): boolean => {
    const counters = isValidByTheBook(inner, dialect, value) && !isValidByTheBook(outer, dialect, value);
    return counters === (result.answer === 'yes');
  };
  const says = result.answer === 'yes' ? 'inner accepts and outer refuses' : 'the witness is none:';
  let ajvDiffers: Json | undefined;
  for (const value of result.answer === 'no' ? [result.witness] : valuesFor([outer, inner], tries, random)) {
    if (!disproves(value)) continue;
    if (disprovesByTheBook(value)) return { answer: result.answer, keywords, contradiction: { value, says } };
    ajvDiffers ??= value;
  }
  return { answer: result.answer, keywords, ...(ajvDiffers !== undefined && { ajvDiffers }) };
}
