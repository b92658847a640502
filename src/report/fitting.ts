// Machines that show a report refuse one that is too large, so the tail is left out, the least severe first, and said.

import { counted } from '../base/index.ts';

export interface ReportLimit {
  /** How many results are taken. */
  readonly results: number;
  /** How many bytes of UTF-8 all results together may take. */
  readonly bytes: number;
}

interface Fitting<Result> {
  readonly kept: readonly Result[];
  readonly left: number;
}

/** As many of the results as fit, in their order; `textOf` is what of each is written. */
export function fitting<Result>(
  results: readonly Result[],
  { results: most, bytes }: ReportLimit,
  textOf: (result: Result) => string,
): Fitting<Result> {
  const encoder = new TextEncoder();
  let room = bytes;
  let end = 0;
  while (end < results.length && end < most) {
    room -= encoder.encode(textOf(results[end]!)).length;
    if (room < 0) break;
    end += 1;
  }
  return { kept: results.slice(0, end), left: results.length - end };
}

export function leftOutSentence(left: number, taker: string): string {
  return `${counted(left, 'finding')} ${left === 1 ? 'is' : 'are'} left out, the least severe ones, since ${taker} takes no more. \`tocsin diff --json\` has all of them.`;
}
