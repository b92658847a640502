// The words in which the searches for a value speak with each other: what came of one, and what one may ask the prover.

import type { Formula } from './formula.ts';
import type { Json } from './json-value.ts';

/** What came of a search: no value exists, one was found (`doubt`: unless an opaque part refuses it), or it is unknown. */
export type Found =
  | { readonly is: 'none' }
  | { readonly is: 'value'; readonly value: Json; readonly doubt?: string }
  | { readonly is: 'unsure'; readonly because: string };

export const none: Found = { is: 'none' };
export const found = (value: Json, doubt?: string): Found =>
  doubt === undefined ? { is: 'value', value } : { is: 'value', value, doubt };
export const unsure = (because: string): Found => ({ is: 'unsure', because });

/** A certain value beats a doubtful one, that beats "unsure", and that beats "none". */
export function better(left: Found, right: Found): Found {
  const rank = (each: Found) => (each.is === 'none' ? 0 : each.is === 'unsure' ? 1 : each.doubt === undefined ? 3 : 2);
  return rank(right) > rank(left) ? right : left;
}
export const isCertain = (each: Found): boolean => each.is === 'value' && each.doubt === undefined;

/** Why a value is doubtful where nothing better can be said. */
export const vague = 'a part of the schema could not be evaluated';

/** Why there is no answer where ajv did not confirm the value that was found. */
export const unconfirmed = 'the example that was found did not pass the check';

/** Examples with more parts than this are not built. */
export const maxExampleSize = 2000;

/** What the searches for objects and arrays ask about the values inside. */
export interface Asked {
  /** A value that satisfies all parts. */
  find(parts: readonly Formula[]): Found;
  /** Up to `count` different values; `complete` means that there are no others. */
  several(
    parts: readonly Formula[],
    count: number,
  ): { readonly values: Json[]; readonly complete: boolean; readonly doubt: string | undefined };
  /** Asks in a way that rests on no open question. */
  withoutAssumptions(ask: () => Found): Found;
  /** Counts work. */
  step(cost?: number): void;
}
