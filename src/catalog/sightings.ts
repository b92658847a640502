import { sumAnswers } from './answers.ts';
import type { Sighting } from './impact.ts';
import { lastSeen, type UseEvidence } from './use-evidence.ts';

/** Calls summed by the environment that was called, the busiest first. */
export function sumByEnvironment(calls: readonly UseEvidence[]): Sighting[] {
  return [...Map.groupBy(calls, (use) => use.environment)]
    .map(([name, group]) => ({
      name,
      requests: group.reduce((sum, use) => sum + use.requests, 0),
      answers: sumAnswers(group),
      lastSeen: lastSeen(group),
    }))
    .sort((a, b) => b.requests - a.requests || (a.name < b.name ? -1 : 1));
}

/**
 * The sources, each once, in the order of the alphabet: `access log, pact`. What was seen of a caller that somebody
 * claimed for a consumer is said to be: `access log, from the claimed caller label-printer`.
 */
export function sourcesOf(calls: readonly UseEvidence[]): string {
  const claimed = calls.flatMap(({ callerKey, callerName, consumer }) => {
    const name = callerName ?? callerKey?.slice(0, 8);
    // One that was claimed without a consumer is called so itself.
    return callerKey === null || consumer === null || !name || consumer.startsWith(name) ? [] : [name];
  });
  const from = [...new Set(claimed)].sort();
  return [
    ...[...new Set(calls.map(({ source }) => source))].sort(),
    ...(from.length === 0
      ? []
      : [`from the claimed ${from.length === 1 ? 'caller' : 'callers'} ${from.join(' and ')}`]),
  ].join(', ');
}
