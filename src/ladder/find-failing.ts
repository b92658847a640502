// Calls of which none works. One answer alone says little: whoever asks for what may be missing is answered 404 every
// now and then. So an operation counts as failing where its calls are answered with errors, and none has worked since
// the moment in question, or for longer than a day.

import type { Instant } from '../base/index.ts';
import { type Answers, isRefusal, isSuccess, lastAnswered, sumAnswers, type UseEvidence } from '../catalog/index.ts';
import { sayWhenSeen } from './seen-calls.ts';
import { operationKey } from './shape-of-use.ts';

export interface Failing {
  /** See `operationKey`. */
  readonly key: string;
  readonly operation: string;
  /** Whether the service takes the calls for wrong ones (4xx); if not, the failure is its own. */
  readonly refused: boolean;
  /** When a call last worked; null where none ever did, so far as is known. */
  readonly worked: Instant | null;
  /** Since when none works. */
  readonly since: Instant;
  readonly last: Instant;
  /** The errors, with the most frequent first. */
  readonly errors: readonly Answers[];
  /** Calls of which the answer is known. */
  readonly told: number;
}

const dayMillis = 86_400_000;

/** Refused, answered with the service's own error, or not at all. */
export function isFailure(status: number): boolean {
  return isRefusal(status) || status === 0 || status >= 500;
}

/** The operations that fail since then, by their names. Calls of which no answer is known decide nothing. */
export function findFailing(calls: readonly { readonly use: UseEvidence }[], since: Instant): readonly Failing[] {
  const groups = Map.groupBy(
    calls.map(({ use }) => use),
    ({ operation }) => operationKey(operation),
  );
  return [...groups]
    .flatMap(([key, uses]) => failingOf(key, uses, since) ?? [])
    .sort((a, b) => (a.operation < b.operation ? -1 : 1));
}

function failingOf(key: string, uses: readonly UseEvidence[], since: Instant): Failing | null {
  const known = uses.filter(({ answers }) => answers !== null);
  const answers = sumAnswers(known) ?? [];
  const errors = answers
    .filter(({ status, lastSeen }) => isFailure(status) && lastSeen > since)
    .toSorted((a, b) => b.requests - a.requests);
  const last = lastAnswered(errors, isFailure);
  if (last === null) return null;
  const worked = lastAnswered(answers, isSuccess);
  const isRecent = worked !== null && Date.parse(last) - Date.parse(worked) <= dayMillis;
  if (worked !== null && worked > since && isRecent) return null;
  if (worked !== null && worked >= last) return null;
  const first = known.map(({ firstSeen }) => firstSeen).sort()[0] as Instant;
  return {
    key,
    operation: uses[0]?.operation ?? key,
    refused: errors.some(({ status }) => isRefusal(status)),
    worked,
    since: worked ?? first,
    last,
    errors,
    told: answers.reduce((sum, { requests }) => sum + requests, 0),
  };
}

/** `12 of 12 calls to GET /a in staging were answered 422 since 2026-03-01, the last on 2026-03-04.` */
export function sayFailing(
  { operation, worked, since, last, errors, told }: Failing,
  where: string,
  deployBegunAt: Instant | null = null,
): string {
  const when = (at: Instant) => sayWhenSeen(at, deployBegunAt);
  const how = errors.map(({ status }) => (status === 0 ? 'not at all' : String(status)));
  const answered = `answered ${how.length === 1 ? how[0] : `${how.slice(0, -1).join(', ')} or ${how.at(-1)}`}`;
  if (worked !== null) {
    return `No call to ${operation} in ${where} has worked since ${when(since)}: they are ${answered}, the last on ${when(last)}.`;
  }
  const failed = errors.reduce((sum, { requests }) => sum + requests, 0);
  const rest = failed < told ? ', and none worked' : '';
  const span = when(since) === when(last) ? `on ${when(last)}` : `since ${when(since)}, the last on ${when(last)}`;
  return `${failed} of ${told} ${told === 1 ? 'call' : 'calls'} to ${operation} in ${where} ${told === 1 ? 'was' : 'were'} ${answered} ${span}${rest}.`;
}
