import { sayDay } from '../base/index.ts';
import { type CallerDecision, decisionsIn } from './caller-decision.ts';
import type { Service } from './catalog.ts';
import { environmentLeft, isLeftIn } from './environments.ts';
import type { CallerGuess, UnknownCaller } from './impact.ts';
import type { OperationIndex } from './operation-index.ts';
import { sumByEnvironment } from './sightings.ts';
import { firstSeen, foldedCallers, lastSeen, type UseEvidence } from './use-evidence.ts';

/** By so much noise must have grown to be asked about again. */
const tenfold = 10;

/**
 * Callers that belong to nobody yet, those that call what breaks first, then the busiest; what was counted together of
 * callers that were too many comes last. What was called noise stays
 * away until it has grown tenfold, or calls an operation that breaks and that it did not call when it was decided.
 */
export function listUnknownCallers(
  service: string,
  strangers: ReadonlyMap<string, readonly UseEvidence[]>,
  decisions: readonly CallerDecision[],
  index: OperationIndex,
  guess: (caller: { readonly name: string | null; readonly operations: readonly string[] }) => CallerGuess | null,
  /** Those of the service, with their addresses. */
  places: Service['environments'],
): UnknownCaller[] {
  const decided = decisionsIn(service, decisions);
  const breaks = (key: string, seenIn: readonly string[]) =>
    [
      ...index.apiWideFor([key]).filter((finding) => isLeftIn(environmentLeft(finding, places), seenIn, places)),
      ...index.findingsOf(key),
    ].some(({ severity }) => severity === 'breaking');
  const callers: UnknownCaller[] = [];
  for (const [key, calls] of strangers) {
    const keys = [...new Set(calls.map(({ operation }) => index.resolve(operation)))];
    const requests = calls.reduce((sum, use) => sum + use.requests, 0);
    const seenIn = [...new Set(calls.map(({ environment }) => environment))];
    const breaking = keys
      .filter((operation) => breaks(operation, seenIn))
      .map(index.titleOf)
      .sort();
    const decision = decided.get(key);
    const backBecause = decision?.decision === 'noise' ? whyBack(decision, requests, breaking, index) : null;
    if (decision?.decision === 'noise' && backBecause === null) continue;
    const name = key === foldedCallers ? sayHowMany(calls) : nameOf(calls);
    callers.push({
      key,
      name,
      requests,
      firstSeen: firstSeen(calls),
      lastSeen: lastSeen(calls),
      operations: [...new Set(calls.map(({ operation }) => operation))].sort(),
      breaking,
      environments: sumByEnvironment(calls),
      sources: [...new Set(calls.map(({ source }) => source))].sort(),
      guess: key === foldedCallers ? null : guess({ name, operations: keys }),
      forwarded:
        decision?.decision === 'forwarded' && decision.team !== null ? { team: decision.team, at: decision.at } : null,
      lapsed:
        decision?.decision === 'claimed' ? { by: decision.by, owner: decision.consumer ?? decision.team ?? '' } : null,
      backBecause,
    });
  }
  return callers.sort(
    (a, b) =>
      Number(a.key === foldedCallers) - Number(b.key === foldedCallers) ||
      Number(b.breaking.length > 0) - Number(a.breaking.length > 0) ||
      b.requests - a.requests ||
      (a.key < b.key ? -1 : 1),
  );
}

function nameOf(calls: readonly UseEvidence[]): string | null {
  return calls.map((use) => use.callerName ?? use.consumer).find((one) => one !== null) ?? null;
}

/** Of several imports the callers may be the same. */
function sayHowMany(calls: readonly UseEvidence[]): string {
  const counts = [...new Set(calls.map(({ callerName }) => Number.parseInt(callerName ?? '', 10)))].filter(
    (count) => count > 0,
  );
  if (counts.length === 0) return 'more callers';
  return `${counts.length > 1 ? 'at least ' : ''}${Math.max(...counts)} more ${Math.max(...counts) === 1 ? 'caller' : 'callers'}`;
}

function whyBack(
  { seen, at }: CallerDecision,
  requests: number,
  breaking: readonly string[],
  index: OperationIndex,
): string | null {
  const since = `since it was called noise on ${sayDay(at)}`;
  if (requests >= tenfold * Math.max(1, seen.requests)) {
    return `It has grown from ${seen.requests} to ${requests} requests ${since}.`;
  }
  const before = new Set(seen.operations.map(index.resolve));
  const fresh = breaking.filter((operation) => !before.has(index.resolve(operation)));
  return fresh.length === 0
    ? null
    : `It calls ${fresh.join(', ')}, which this release breaks, and did not ${since.replace('since it', 'when it')}.`;
}
