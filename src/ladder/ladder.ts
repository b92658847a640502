// Where each consumer of a release stands, and why that is believed. What somebody said and what was seen are kept
// apart to the last: a claim never looks like a proof.

import type { Instant } from '../base/index.ts';
import type { Rung } from './rung.ts';

/**
 * `claimed` is somebody's word, without evidence; `proven` rests on evidence that is fresh; `stale` on evidence that is
 * older than the policy believes; `contradicted` where what was seen goes against it; `out-of-reach` where staging
 * cannot show it.
 */
export type RungState = 'not-reached' | 'claimed' | 'proven' | 'stale' | 'contradicted' | 'out-of-reach';

/** Somebody's word that a consumer stands on a rung. */
export interface RungClaim {
  readonly consumer: string;
  readonly rung: Rung;
  readonly by: string;
  readonly at: Instant;
  readonly via: string;
  readonly why: string | null;
  /** The consumer's own version from which on it is so. */
  readonly version: string | null;
}

/** A version of a consumer that was put somewhere, as a person, a pipeline or GitHub reports it. */
export interface Deployment {
  readonly consumer: string;
  readonly environment: string;
  readonly version: string | null;
  readonly at: Instant;
  readonly by: string;
  /** `report`: by command or API; `github`: a deployment of the consumer's repository that succeeded. */
  readonly source: 'report' | 'github';
  readonly url: string | null;
  /** Whether it holds the merged pull request that ports the consumer; null where nobody could tell. */
  readonly holdsPort: boolean | null;
}

/** A pull or merge request that ports a consumer. */
export interface LinkedPullRequest {
  readonly repository: string;
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly mergedAt: Instant | null;
}

/** What is known of the requests that port a consumer. */
export interface Porting {
  readonly consumer: string;
  readonly pullRequests: readonly LinkedPullRequest[];
  readonly readAt: Instant;
}

export interface RungEvidence {
  /** A sentence. */
  readonly what: string;
  /** When it was seen last: its age counts from there. */
  readonly at: Instant;
  readonly url: string | null;
}

export interface RungStanding {
  readonly rung: Rung;
  readonly state: RungState;
  /** A sentence: what shows it, what is missing, or what speaks against it. */
  readonly because: string;
  readonly claim: RungClaim | null;
  readonly evidence: RungEvidence | null;
}

/**
 * What something that speaks against a consumer does to people, the worst first: its calls fail in production; it uses
 * there what goes away; it calls staging instead; its calls fail in staging; it is ported and does not run.
 */
export const harms = [
  'production-fails',
  'production-uses-old',
  'points-at-staging',
  'staging-fails',
  'not-deployed',
] as const;
export type Harm = (typeof harms)[number];

export interface Contradiction {
  readonly rung: Rung;
  readonly harm: Harm;
  /** A sentence. */
  readonly because: string;
}

export interface ConsumerLadder {
  readonly consumer: string;
  readonly team: string;
  /** All of them, lowest first. */
  readonly rungs: readonly RungStanding[];
  /** The highest rung that is proven and lies below whatever is contradicted; null where there is none. */
  readonly standsOn: Rung | null;
  /** The top is proven, and nothing speaks against it. */
  readonly climbed: boolean;
  /** Rungs that are proven, of those that it can reach. */
  readonly steps: { readonly done: number; readonly of: number };
  /**
   * Rungs that are still to be climbed, lowest first. A test in staging is none any more once the release is out, or
   * the consumer was seen above it.
   */
  readonly toClimb: readonly Rung[];
  /** The worst first. */
  readonly contradictions: readonly Contradiction[];
}

export interface Ladder {
  /** Those with the worst contradictions first, then the lowest. */
  readonly consumers: readonly ConsumerLadder[];
  /** What staging cannot replicate of the service itself: no proof of a test there covers it. */
  readonly stagingGaps: readonly string[];
  /** When the release was rolled back: what is shown here is then where people stood for it, and nobody has to climb. */
  readonly takenBackAt: Instant | null;
}
