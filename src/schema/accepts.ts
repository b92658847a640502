// Whether one value satisfies a formula. The prover uses it wherever a finite list of candidates decides, and for names of
// properties; it is not the judge of witnesses, which is ajv.

import { PatternNotUnderstood, unicodePattern } from './automaton.ts';
import { formatAccepts, formatOfPattern } from './formats.ts';
import type { Constraint, Formula, Formulas } from './formula.ts';
import { jsonTypes, typeOf } from './formula.ts';
import type { Json } from './json-value.ts';
import { codePointLength, isJsonObject, jsonKey } from './json-value.ts';
import { patternTest } from './pattern-test.ts';
import { compare, isMultiple, rationalOf } from './rational.ts';

/** True or false, or undefined where an opaque part decides. */
export type Acceptance = boolean | undefined;

const patterns = new Map<string, ((text: string) => boolean) | undefined>();

function patternMatches(source: string, text: string): Acceptance {
  const format = formatOfPattern(source);
  if (format !== undefined) return formatAccepts(format, text);
  if (!patterns.has(source)) {
    if (patterns.size > 5000) patterns.clear();
    const usable = unicodePattern(source);
    patterns.set(source, usable === undefined ? undefined : patternTest(usable));
  }
  try {
    return patterns.get(source)?.(text);
  } catch (error) {
    if (error instanceof PatternNotUnderstood) return undefined;
    throw error;
  }
}

const not = (acceptance: Acceptance): Acceptance => (acceptance === undefined ? undefined : !acceptance);

function every(acceptances: Iterable<Acceptance>): Acceptance {
  let result: Acceptance = true;
  for (const acceptance of acceptances) {
    if (acceptance === false) return false;
    if (acceptance === undefined) result = undefined;
  }
  return result;
}

const some = (acceptances: Iterable<Acceptance>): Acceptance => not(every(map(acceptances, not)));

function* map<From, To>(items: Iterable<From>, change: (item: From) => To): Generator<To> {
  for (const item of items) yield change(item);
}

/** Evaluates a formula on a value. */
export function accepts(formulas: Formulas, formula: Formula, value: Json): Acceptance {
  /** What a formula with parts says of a value, asked once: alternatives of shared alternatives would multiply. */
  const asked = new Map<Json, Map<number, Acceptance>>();
  return judge(formula, value);

  function judge(formula: Formula, value: Json): Acceptance {
    switch (formula.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'opaque':
        return undefined;
      case 'types':
        return (formula.mask & (1 << jsonTypes.indexOf(typeOf(value)))) !== 0;
      case 'in':
        return formula.values.has(jsonKey(value));
      case 'not-in':
        return !formula.values.has(jsonKey(value));
      case 'atom':
        return formula.constraint.on === typeOf(value) ? satisfies(formula.constraint, value) : true;
      default: {
        let known = asked.get(value);
        if (!known) {
          known = new Map();
          asked.set(value, known);
        }
        if (known.has(formula.id)) return known.get(formula.id);
        known.set(formula.id, undefined); // what leads back to itself says nothing of the value
        const acceptance = judgeParts(formula, value);
        known.set(formula.id, acceptance);
        return acceptance;
      }
    }
  }

  function judgeParts(
    formula: Formula & { kind: 'and' | 'or' | 'one-of' | 'not-one-of' | 'ref' },
    value: Json,
  ): Acceptance {
    switch (formula.kind) {
      case 'and':
        return every(map(formula.parts, (part) => judge(part, value)));
      case 'or':
        return some(map(formula.parts, (part) => judge(part, value)));
      case 'ref':
        return judge(formulas.target(formula), value);
      default: {
        let yes = 0;
        let unsure = 0;
        for (const part of formula.parts) {
          const acceptance = judge(part, value);
          if (acceptance === undefined) unsure += 1;
          else if (acceptance) yes += 1;
        }
        const one: Acceptance = yes > 1 ? false : unsure > 0 ? undefined : yes === 1;
        return formula.kind === 'one-of' ? one : not(one);
      }
    }
  }

  function satisfies(c: Constraint, value: Json): Acceptance {
    switch (c.on) {
      case 'number': {
        const number = rationalOf(value as number);
        if ('step' in c) return isMultiple(number, c.step) === (c.is === 'multiple');
        const order = compare(number, c.bound) * (c.is === 'above' ? 1 : -1);
        return c.exclusive ? order > 0 : order >= 0;
      }
      case 'string': {
        const text = value as string;
        if ('count' in c) {
          const length = codePointLength(text);
          return c.is === 'min-length' ? length >= c.count : length <= c.count;
        }
        if ('source' in c) {
          const matches = patternMatches(c.source, text);
          return c.is === 'pattern' ? matches : not(matches);
        }
        return c.is === 'format' ? formatAccepts(c.name, text) : not(formatAccepts(c.name, text));
      }
      case 'array':
        return satisfiesArray(c, value as readonly Json[]);
      case 'object':
        return isJsonObject(value) ? satisfiesObject(c, value) : true;
    }
  }

  function satisfiesArray(c: Constraint & { on: 'array' }, items: readonly Json[]): Acceptance {
    switch (c.is) {
      case 'min-items':
        return items.length >= c.count;
      case 'max-items':
        return items.length <= c.count;
      case 'unique':
        return new Set(items.map(jsonKey)).size === items.length;
      case 'repeated':
        return new Set(items.map(jsonKey)).size < items.length;
      case 'each':
      case 'some': {
        const range = items.slice(c.from, c.to + 1);
        const judged = map(range, (item) => judge(c.value, item));
        return c.is === 'each' ? every(judged) : some(judged);
      }
      default: {
        let yes = 0;
        let unsure = 0;
        for (const item of items) {
          const acceptance = judge(c.value, item);
          if (acceptance === undefined) unsure += 1;
          else if (acceptance) yes += 1;
        }
        if (c.is === 'at-least') return yes >= c.count ? true : yes + unsure < c.count ? false : undefined;
        return yes > c.count ? false : yes + unsure <= c.count ? true : undefined;
      }
    }
  }

  function satisfiesObject(c: Constraint & { on: 'object' }, value: { readonly [key: string]: Json }): Acceptance {
    switch (c.is) {
      case 'has':
        return Object.hasOwn(value, c.name);
      case 'lacks':
        return !Object.hasOwn(value, c.name);
      case 'min-properties':
        return Object.keys(value).length >= c.count;
      case 'max-properties':
        return Object.keys(value).length <= c.count;
      case 'each':
        return every(
          map(Object.keys(value), (name) => some([not(judge(c.names, name)), judge(c.value, value[name] as Json)])),
        );
      case 'some':
        return some(
          map(Object.keys(value), (name) => every([judge(c.names, name), judge(c.value, value[name] as Json)])),
        );
    }
  }
}
