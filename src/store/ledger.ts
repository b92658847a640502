// What stands in the store beside release, comparison, plan and shift, which lower rooms define.

import type { Message } from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import type { Receipt } from '../channels/index.ts';
import type { Actor } from './event.ts';

/**
 * `written` became a file in the local outbox and told nobody, for want of a channel; `deferred` was tried and will be
 * tried again; `refused` waits for a person; `withdrawn` was overtaken before it went.
 */
export type DeliveryState = 'queued' | 'written' | 'delivered' | 'deferred' | 'refused' | 'withdrawn';

/** With these nothing is left to do for a message: plans and later messages build on it, whoever may have read it. */
export const gone = ['delivered', 'written'] as const satisfies readonly DeliveryState[];

export function hasGone(state: DeliveryState): boolean {
  return gone.some((each) => each === state);
}

/** A message and how far it has come. */
export interface Delivery {
  readonly message: Message;
  readonly state: DeliveryState;
  /** Not before this moment. */
  readonly dueAt: Instant;
  /** Since it was queued, or since a person had it tried again. */
  readonly attempts: number;
  readonly lastAttemptAt: Instant | null;
  readonly because: string | null;
  readonly hint: string | null;
  readonly receipt: Receipt | null;
}

export interface Approval {
  readonly by: string;
  readonly at: Instant;
  readonly why: string | null;
  /** What was approved: an approval falls when the findings or the date change. */
  readonly fingerprint: string;
}

/** A team's word that it has understood that its consumers break (A8). Counted, unlike mails sent. */
export interface Understanding {
  readonly team: string;
  readonly by: string;
  readonly at: Instant;
  readonly via: Actor['via'];
  readonly note: string | null;
}

/** Proof that a meeting discussed the release (A6). */
export interface Discussion {
  readonly meeting: string;
  readonly at: Instant;
  readonly outcome: 'agreed' | 'objected' | 'not-reached';
  /** Link to the minutes or to their very line. */
  readonly minutes: string | null;
  readonly recordedBy: string;
}

/** A finding that someone confirmed as intended; the rest is not yet said to be (A10). */
export interface Intended {
  readonly finding: string;
  readonly by: string;
  readonly at: Instant;
}

/** A step of a plan whose messages were written, and for which occasion: a meeting, a deploy date, or once. */
export interface WrittenStep {
  readonly step: string;
  readonly occasion: string;
  readonly writtenAt: Instant;
}

/**
 * What a token may do, each including the one before: `reader` looks, `member` speaks for a team (understands,
 * acknowledges), `manager` runs releases. `ci` assesses, and may start, verify and end deploys, but decides nothing.
 */
export type Role = 'reader' | 'member' | 'manager' | 'ci';

/** Whom a token stands for. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  /** The team that a member speaks for; null for all of which its person is a member. */
  readonly team: string | null;
}
