import type { UnknownCaller } from './impact.ts';

/** Whose a caller is that nobody answers for: the one phrase of gates, lists and pages, which follows its name. */
export function sayClaim({ forwarded, lapsed }: Pick<UnknownCaller, 'forwarded' | 'lapsed'>): string {
  if (forwarded !== null) return `forwarded to ${forwarded.team} and not yet claimed`;
  if (lapsed !== null) {
    return `nobody claims it any more: ${lapsed.by} did for ${lapsed.owner}, which the catalogue no longer has`;
  }
  return 'nobody has claimed it';
}
