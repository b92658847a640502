// An ajv of the kind that a schema needs: of its dialect, with what is not left to ajv put in its place.

import { createRequire } from 'node:module';
import type { Ajv, AnySchema, Options } from 'ajv';
import { asAjvReads, mendsOf } from './as-ajv-reads.ts';
import { type Dialect, isSince } from './dialect.ts';
import { formatAccepts, knownFormats } from './formats.ts';
import type { Json } from './json-value.ts';
import type { Validator } from './made-when-asked.ts';
import { patternTest } from './pattern-test.ts';
import { isMultiple, rationalOf } from './rational.ts';
import { refuseLongLists, someWithin } from './too-much-for-ajv.ts';

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

/** Stands in for RegExp inside ajv, which tells patterns apart by their text. */
const testPatterns = Object.assign(
  (source: string) => ({ test: patternTest(source), toString: () => source }),
  { code: 'testPatterns' }, // only read where ajv writes code to a file
);

/** What an ajv reads, and how it writes its checks. */
export interface AjvKind {
  readonly dialect: Dialect;
  readonly assertFormats: boolean;
  /** It is set right in what it judges otherwise than the dialect says. */
  readonly exact: boolean;
  /** It writes its checks one after the other, as it does where it looks for all errors. */
  readonly flat: boolean;
  /** It notes which properties and items were evaluated: for nothing else than `unevaluated*`, and at a cost. */
  readonly notesEvaluated: boolean;
}

export function makeAjv({ dialect, assertFormats, exact, flat, notesEvaluated }: AjvKind): Ajv {
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

/** More schemas side by side than this, and ajv's checks, each written into the one before, may be deeper than the stack is. */
const mostSideBySide = 500;

/** Whether ajv had better write its checks one after the other. */
function isWide(schema: Json): boolean {
  return someWithin(schema, (each) => {
    const parts = Object.values(each);
    return parts.length > mostSideBySide && parts.some((part) => typeof part === 'object');
  });
}

/**
 * Whether it may matter what was evaluated, by the text of a schema: a property may be called so as well.
 * @throws Error where a check would take too long
 */
function asksForEvaluated(schema: Json, text: string): boolean {
  if (!text.includes('"unevaluated')) return false;
  refuseLongLists(schema);
  return true;
}

/**
 * The kind that a schema needs, of which the text is given too.
 * @throws Error where a check would take too long
 */
export function ajvKindFor(
  schema: Json,
  text: string,
  reading: Pick<AjvKind, 'dialect' | 'assertFormats' | 'exact'>,
): AjvKind {
  return { ...reading, flat: isWide(schema), notesEvaluated: asksForEvaluated(schema, text) };
}

/** The check of a schema, of which the text is given too, by an ajv of its kind. */
export function compileBy(ajv: Ajv, kind: AjvKind, schema: Json, text: string): Validator {
  const check = ajv.compile(asAjvReads(schema, kind.dialect, mendsOf(text, kind)) as AnySchema);
  return (value) => check(value) === true;
}
