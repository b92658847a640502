// The calls of a consumer that were seen, each with the shape that it is in and when one like it last worked.

import { type Instant, sayDay, sayInstant } from '../base/index.ts';
import {
  bracketAnswers,
  isNamedProduction,
  isSuccess,
  lastWorked,
  sentKey,
  type UseEvidence,
} from '../catalog/index.ts';
import type { Finding } from '../rules/index.ts';
import { type Shape, shapeOfUse } from './shape-of-use.ts';

export interface SeenCall {
  readonly use: UseEvidence;
  readonly shape: Shape;
  /** See `lastWorked`. */
  readonly worked: Instant | null;
}

/** A call that is known to have worked, or of which nothing says that it did not. */
export interface WorkingCall extends SeenCall {
  readonly worked: Instant;
}

/**
 * `findings` are those that meet the consumer; `added` are the release's, which tell what is new. Whoever sent something
 * until some day and calls without it since is seen twice: until then in the one shape, and after it in another.
 */
export function seeCalls(
  uses: readonly UseEvidence[],
  findings: readonly Finding[],
  added: readonly Finding[],
): readonly SeenCall[] {
  return uses.flatMap((use) => {
    const shape = shapeOfUse(use, findings, added);
    const path = 'sent' in shape ? shape.sent : null;
    const lastSent = path === null ? undefined : use.fields?.lastSent?.[sentKey(path)];
    if (path === null || lastSent === undefined || lastSent >= use.lastSeen) {
      return [{ use, shape, worked: lastWorked(use) }];
    }
    const until = endingAt(use, lastSent);
    return [{ use: until, shape, worked: lastWorked(until) }, ...seeCalls([withoutSent(use, path)], findings, added)];
  });
}

/** Evidence keeps sums: of calls until then it is not known which answers were theirs, but none came later. */
function endingAt(use: UseEvidence, lastSeen: Instant): UseEvidence {
  const answers = use.answers?.map((each) => (each.lastSeen > lastSeen ? { ...each, lastSeen } : each)) ?? null;
  return { ...use, lastSeen, answers };
}

/** The calls after those that sent it, of which one is known: the last. */
function withoutSent(use: UseEvidence, path: readonly string[]): UseEvidence {
  const sent = use.fields?.sent.filter((each) => sentKey(each) !== sentKey(path)) ?? [];
  return { ...use, fields: use.fields && { ...use.fields, sent }, firstSeen: use.lastSeen };
}

export function latest(calls: readonly SeenCall[]): SeenCall | null {
  return calls.reduce<SeenCall | null>(
    (best, one) => (best === null || one.use.lastSeen > best.use.lastSeen ? one : best),
    null,
  );
}

export function workingSince(calls: readonly SeenCall[], since: Instant): readonly WorkingCall[] {
  return calls.filter((one): one is WorkingCall => one.worked !== null && one.worked > since);
}

export function latestWorking(calls: readonly WorkingCall[]): WorkingCall | null {
  return calls.reduce<WorkingCall | null>(
    (best, one) => (best === null || one.worked > best.worked ? one : best),
    null,
  );
}

export function runsInProduction({ environment, callerEnvironment }: UseEvidence): boolean {
  return isNamedProduction(environment) && (callerEnvironment === null || isNamedProduction(callerEnvironment));
}

export function sayUntold(calls: readonly SeenCall[]): string {
  return calls.some(({ use }) => use.answers === null) ? '; how it was answered is not known' : '';
}

const nearDeployMillis = 48 * 3_600_000;

/** A day, but with its hour around the deploy: then it matters whether a call came before or after. */
export function sayWhenSeen(at: Instant, deployBegunAt: Instant | null): string {
  const near = deployBegunAt !== null && Math.abs(Date.parse(at) - Date.parse(deployBegunAt)) < nearDeployMillis;
  return near ? sayInstant(at) : sayDay(at);
}

/**
 * Of calls in the old shape: how those since the moment fared, where that is known. How many they are is only known where
 * none was before it: evidence keeps sums.
 */
export function bracketTold({ requests, answers, firstSeen }: UseEvidence, since: Instant): string {
  if (answers === null) return '';
  if (firstSeen >= since) return bracketAnswers(requests, answers);
  const bad = answers.filter(({ status, lastSeen }) => !isSuccess(status) && lastSeen > since);
  if (bad.length === 0) return '';
  const words = bad.map(({ status }) => (status === 0 ? 'not at all' : String(status))).sort();
  return ` (since then answered ${words.join(' or ')})`;
}
