// A plan is a plain value computed before anything is done: the earliest lawful date and why, the steps with their
// dates, and the gates with what would open them.

import type { Instant, IsoDate } from '../base/index.ts';
import type { GateMode, GateName } from './policy.ts';

export type StepKind =
  | 'break-notice'
  | 'call-for-testing'
  | 'agenda'
  | 'reminder'
  | 'roster-call'
  | 'outage-notice'
  | 'deploy'
  | 'done';

/** One dated thing to do. `id` is stable over re-planning, so that a moved step is known as the same. */
export interface Step {
  readonly id: string;
  readonly kind: StepKind;
  readonly at: Instant;
  readonly because: string;
}

export type DateConstraint = 'notice' | 'meeting' | 'freeze' | 'window' | 'dependency' | 'none';

/** One thing that holds the date back. */
export interface DateReason {
  readonly constraint: DateConstraint;
  /** No earlier than this, as far as this constraint goes. */
  readonly notBefore: Instant;
  readonly because: string;
}

export interface Plan {
  readonly release: string;
  readonly policyVersion: string;
  /** Set where the policy lets this release skip the ceremony. */
  readonly exemption: { readonly id: string; readonly reason: string; readonly until: IsoDate | null } | null;
  /** Exemptions that do not hold and why, questions not decided yet, dependencies without a date: to be shown beside the date. */
  readonly remarks: readonly string[];
  /** Reasons in the order in which they push the date: the last one decides. */
  readonly earliest: { readonly at: Instant; readonly reasons: readonly DateReason[] };
  readonly deployAt: Instant;
  readonly deployUntil: Instant;
  /** Until when the roster stays at hand. */
  readonly watchUntil: Instant;
  /** What the chosen date goes against, where the policy only advises or warns. */
  readonly against: readonly DateReason[];
  /** The meeting occurrence at which the release is to be discussed. */
  readonly meeting: { readonly name: string; readonly at: Instant } | null;
  readonly steps: readonly Step[];
}

/** `unknown` is its own state: never shown as open, and it says what would answer it. */
export type GateState = 'open' | 'closed' | 'unknown';

export interface Gate {
  readonly name: GateName;
  readonly title: string;
  readonly state: GateState;
  readonly mode: GateMode;
  readonly because: string;
  /** What opens it, and who can; null where it is open. */
  readonly wouldOpen: string | null;
  /** Why one that is open is not to be shown as fine; null where nothing speaks against it. */
  readonly caution: string | null;
  /** Requirement letters and numbers that it answers, `A6`. */
  readonly requirements: readonly string[];
}
