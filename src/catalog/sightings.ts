import type { Instant } from '../base/index.ts';
import { bracketAnswers, sumAnswers } from './answers.ts';
import { sayEnvironment } from './environments.ts';
import type { Sighting } from './impact.ts';
import type { UseEvidence } from './use-evidence.ts';

/** Calls summed by the environment that was called, the busiest first. */
export function sumByEnvironment(calls: readonly UseEvidence[]): Sighting[] {
  const sums: { name: string; requests: number; answers: Sighting['answers']; lastSeen: Instant }[] = []; // of few
  for (const { environment, requests, lastSeen } of calls) {
    const sum = sums.find(({ name }) => name === environment);
    if (sum === undefined) sums.push({ name: environment, requests, answers: null, lastSeen });
    else {
      sum.requests += requests;
      if (lastSeen > sum.lastSeen) sum.lastSeen = lastSeen;
    }
  }
  if (calls.some(({ answers }) => answers !== null)) {
    for (const sum of sums) sum.answers = sumAnswers(calls.filter(({ environment }) => environment === sum.name));
  }
  if (sums.length === 1) return sums;
  return sums.sort((a, b) => b.requests - a.requests || (a.name < b.name ? -1 : 1));
}

/**
 * Where calls were seen, as a clause: `410 requests in production, 20 in staging (all answered 404)`. What is only named,
 * in code or in a contract, is said to be: `no call seen`.
 */
export function saySightings(environments: readonly Sighting[]): string {
  const seen = environments.filter(({ requests }) => requests > 0);
  if (seen.length === 0) return 'no call seen';
  const words = seen.map(({ name, requests, answers }, at) => {
    const what = at > 0 ? '' : requests === 1 ? ' request' : ' requests';
    return `${requests}${what} in ${sayEnvironment(name)}${bracketAnswers(requests, answers)}`;
  });
  return words.join(', ');
}

/**
 * The sources, each once, in the order of the alphabet: `access log, pact`. What was seen of a caller that somebody
 * claimed for a consumer is said to be: `access log, from the claimed caller label-printer`.
 */
export function sourcesOf(calls: readonly UseEvidence[]): string {
  let sources: Set<string> | null = null; // of one kind most often
  let claimed: Set<string> | null = null;
  for (const { callerKey, callerName, consumer, source } of calls) {
    if (source !== calls[0]!.source) sources ??= new Set(calls.map((call) => call.source));
    if (callerKey === null || consumer === null) continue;
    const name = callerName ?? callerKey.slice(0, 8);
    // One that was claimed without a consumer is called so itself.
    if (name === '' || consumer.startsWith(name)) continue;
    claimed ??= new Set();
    claimed.add(name);
  }
  const named = sources === null ? (calls[0]?.source ?? '') : [...sources].sort().join(', ');
  if (claimed === null) return named;
  return `${named}, from the claimed ${claimed.size === 1 ? 'caller' : 'callers'} ${[...claimed].sort().join(' and ')}`;
}
