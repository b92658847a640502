import { sumAnswers } from './answers.ts';
import type { Sighting } from './impact.ts';
import { lastSeen, type UseEvidence } from './use-evidence.ts';

/** Calls summed by the environment that was called, the busiest first. */
export function sumByEnvironment(calls: readonly UseEvidence[]): Sighting[] {
  const groups: UseEvidence[][] = []; // of few environments
  for (const use of calls) {
    const group = groups.find(([first]) => first!.environment === use.environment);
    if (group === undefined) groups.push([use]);
    else group.push(use);
  }
  return groups
    .map((group) => ({
      name: group[0]!.environment,
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
  const [only] = calls;
  if (calls.length === 1 && only!.callerKey === null) return only!.source;
  const sources = new Set<string>();
  const claimed = new Set<string>();
  for (const { callerKey, callerName, consumer, source } of calls) {
    sources.add(source);
    if (callerKey === null || consumer === null) continue;
    const name = callerName ?? callerKey.slice(0, 8);
    // One that was claimed without a consumer is called so itself.
    if (name !== '' && !consumer.startsWith(name)) claimed.add(name);
  }
  const named = [...sources].sort().join(', ');
  if (claimed.size === 0) return named;
  return `${named}, from the claimed ${claimed.size === 1 ? 'caller' : 'callers'} ${[...claimed].sort().join(' and ')}`;
}
