// How calls were answered, and what that proves. A redirect and "not modified" are answers that a caller works with
// (RFC 9110, section 15). Where nothing is told of any answer that is said; it is never taken for success in words.

import type { Instant } from '../base/index.ts';
import { type Answers, lastSeen, type UseEvidence } from './use-evidence.ts';

export function isSuccess(status: number): boolean {
  return status >= 100 && status < 400;
}

/** Answers that say nothing of the call itself: too slow, too early, too many; 499 is nginx's word for a caller that left. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 499]);

/** Whether the service takes the call for a wrong one: nothing there, not allowed, not understood. */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !passing.has(status);
}

/** By status; null where none of them tells any. */
export function sumAnswers(calls: readonly Pick<UseEvidence, 'answers'>[]): readonly Answers[] | null {
  if (calls.every(({ answers }) => answers === null)) return null;
  const sums = new Map<number, Answers>();
  for (const one of calls.flatMap(({ answers }) => answers ?? [])) {
    const before = sums.get(one.status);
    sums.set(
      one.status,
      before === undefined
        ? one
        : {
            status: one.status,
            requests: before.requests + one.requests,
            lastSeen: lastSeen([before, one]),
          },
    );
  }
  return [...sums.values()].sort((a, b) => a.status - b.status);
}

/**
 * When a call was last known to work, or, where the source does not tell how calls were answered, when one was last
 * seen: nothing speaks against it. Null where every call of which that is told failed.
 */
export function lastWorked({ answers, lastSeen }: Pick<UseEvidence, 'answers' | 'lastSeen'>): Instant | null {
  return answers === null ? lastSeen : lastAnswered(answers, isSuccess);
}

export function lastAnswered(answers: readonly Answers[], which: (status: number) => boolean): Instant | null {
  let last: Instant | null = null;
  for (const { status, lastSeen } of answers) {
    if (which(status) && (last === null || lastSeen > last)) last = lastSeen;
  }
  return last;
}

/** So many statuses are told apart in a sentence. */
const namedStatuses = 3;

/**
 * What failed of them, to be put between brackets: `all answered 404`, `12 answered 404, 3 without an answer`,
 * `how they were answered is not known`. Null where nothing failed of what is told, and that is all of them.
 */
export function sayAnswers(requests: number, answers: readonly Answers[] | null): string | null {
  if (requests === 0) return null;
  if (answers === null) return `how ${requests === 1 ? 'it was' : 'they were'} answered is not known`;
  const bad = answers.filter(({ status }) => !isSuccess(status)).toSorted((a, b) => b.requests - a.requests);
  const told = answers.reduce((sum, one) => sum + one.requests, 0);
  const untold = requests > told ? [`of ${requests - told} it is not known`] : [];
  const [first] = bad;
  if (first === undefined) return untold.length === 0 ? null : `${untold[0]} how they were answered`;
  if (bad.length === 1 && first.requests === requests) {
    return `${requests === 1 ? '' : 'all '}${sayStatus(first.status)}`;
  }
  const rest = bad.slice(namedStatuses).reduce((sum, one) => sum + one.requests, 0);
  return [
    ...bad.slice(0, namedStatuses).map((one) => `${one.requests} ${sayStatus(one.status)}`),
    ...(rest === 0 ? [] : [`${rest} with other errors`]),
    ...untold,
  ].join(', ');
}

/** `answered 404`, `without an answer` */
function sayStatus(status: number): string {
  return status === 0 ? 'without an answer' : `answered ${status}`;
}

/** The same behind a space and in brackets, or nothing: ` (all answered 404)`. */
export function bracketAnswers(requests: number, answers: readonly Answers[] | null): string {
  const said = sayAnswers(requests, answers);
  return said === null ? '' : ` (${said})`;
}
