import { createHash } from 'node:crypto';
import type { Instant } from '../base/index.ts';
import type { UseEvidence } from './use-evidence.ts';

/** What people decided of a caller that the catalogue did not know; it holds for what is imported later as well. */
export interface CallerDecision {
  readonly key: string;
  /** In which service it holds, as noise does: what is noise to one may be work to another. Null: in every one. */
  readonly service: string | null;
  readonly decision: 'claimed' | 'forwarded' | 'noise';
  /** Whose it is, or who was asked; null for noise. */
  readonly team: string | null;
  /** The consumer whose calls these are; null where only the team is known. */
  readonly consumer: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Instant;
  /** As it was when it was decided: noise that grows tenfold, or calls something else that breaks, is listed again. */
  readonly seen: { readonly requests: number; readonly operations: readonly string[] };
}

/** What was decided of a caller as one service sees it: the word about that service goes before the word about all. */
export function decisionsIn(
  service: string,
  decisions: readonly CallerDecision[],
): ReadonlyMap<string, CallerDecision> {
  const general = decisions.filter((one) => one.service === null);
  const own = decisions.filter((one) => one.service === service);
  return new Map([...general, ...own].map((one) => [one.key, one]));
}

/**
 * By what decisions about a caller are kept. A source may name a consumer, as a contract does, that the catalogue does
 * not know: then it is a hash of that name.
 */
export function callerKeyOf({ callerKey, consumer, callerName }: UseEvidence): string {
  if (callerKey !== null) return callerKey;
  return createHash('sha256')
    .update(`caller\0${consumer ?? callerName ?? ''}`)
    .digest('hex')
    .slice(0, 16);
}
