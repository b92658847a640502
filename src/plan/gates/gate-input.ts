// What the gates of a release are judged on: the release itself, and the records of what was said, sent and shown.

import type { Instant } from '../../base/index.ts';
import type { Catalog, Impact } from '../../catalog/index.ts';
import type { Comparison } from '../../rules/index.ts';
import type { Dependency } from '../compute-plan.ts';
import type { DiscussionRecord } from '../discussion.ts';
import type { Plan } from '../plan.ts';
import type { Policy } from '../policy.ts';
import type { Release } from '../release.ts';

/** What became of one message of the release to one recipient. */
export interface NoticeRecord {
  /** The message's kind: `break-notice`, `moved`, `reminder`. */
  readonly kind: string;
  /** The recipient as the catalogue calls it: the name of a list, channel, team or person. */
  readonly recipient: string;
  readonly revision: number;
  readonly state: 'queued' | 'written' | 'delivered' | 'deferred' | 'refused' | 'withdrawn';
  /** When it was delivered, or written to the outbox where there is no channel; null before that. */
  readonly wentAt: Instant | null;
}

export interface GateInput {
  readonly release: Release;
  readonly comparison: Comparison | null;
  readonly impact: Impact | null;
  readonly plan: Plan | null;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly now: Instant;
  readonly intended: readonly { readonly finding: string }[];
  readonly approvals: readonly { readonly by: string; readonly fingerprint: string }[];
  readonly notices: readonly NoticeRecord[];
  readonly discussions: readonly DiscussionRecord[];
  readonly understandings: readonly { readonly team: string }[];
  readonly shifts: readonly {
    readonly team: string;
    readonly person: { readonly name: string };
    readonly acknowledged: object | null;
    readonly releasedAt: Instant | null;
  }[];
  /** Teams of which every consumer is shown to be done: nobody waits for their word, as the roster says. */
  readonly doneTeams: readonly string[];
  readonly dependencies: readonly Dependency[];
  /** Every consumer that has to be ported, and what shows that it is. */
  readonly ports: readonly PortRecord[];
}

export interface PortRecord {
  readonly consumer: string;
  /** `claimed` is somebody's word alone. */
  readonly ported: 'proven' | 'claimed' | 'no';
  /** Sentences that speak against what is said or seen of it. */
  readonly contradictions: readonly string[];
}
