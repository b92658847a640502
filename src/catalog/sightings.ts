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

/** The sources, each once, in the order of the alphabet: `access log, pact`. */
export function sourcesOf(calls: readonly UseEvidence[]): string {
  return [...new Set(calls.map(({ source }) => source))].sort().join(', ');
}
