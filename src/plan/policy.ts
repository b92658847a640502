// What an organisation has agreed on: how long before a breaking deploy people are told, where it is discussed, who
// approves, when nobody deploys, and what may skip all that. Data under review, with a version to which plans are pinned.

import type { Instant, IsoDate } from '../base/index.ts';
import type { Tier, Weekday } from '../catalog/index.ts';

export const gateModes = ['advise', 'warn', 'enforce'] as const;

/** How strictly a gate is meant: told only, warned, or held. */
export type GateMode = (typeof gateModes)[number];

export interface Policy {
  readonly version: string;
  /** Where and when the group agreed on it (A27). */
  readonly ratified: { readonly at: IsoDate; readonly where: string } | null;
  /** Where comments on the policy itself go (A28). */
  readonly commentsTo: string | null;
  /** Calendar days in the deploy window's zone, from the moment the break notice is out to the deploy. */
  readonly noticeDays: Readonly<Record<Tier, number>>;
  /** The weekly meeting that must lie between announcement and deploy; null where none is asked for. */
  readonly meeting: string | null;
  readonly approvals: { readonly needed: number; readonly otherThanAuthor: boolean };
  readonly freezes: readonly Freeze[];
  readonly deployWindow: {
    readonly weekdays: readonly Weekday[];
    /** Local time at which a deploy starts, `14:00`, and its zone. */
    readonly time: string;
    readonly zone: string;
    readonly durationHours: number;
  };
  readonly callForTestingDays: number;
  /** Days before the deploy at which reminders go out. */
  readonly reminderDays: readonly number[];
  /** Days before the deploy at which those on the roster are asked to keep it free. */
  readonly rosterCallDays: number;
  /** Days before the deploy at which the outage is announced. */
  readonly outageNoticeDays: number;
  /** For how long after the deploy those on the roster stay at hand. */
  readonly watchHours: number;
  /** So many days after the last word about it an announcement counts as stale (A11). */
  readonly staleAfterDays: number;
  readonly ladder: {
    /** So many days after something was last seen or said it no longer shows where a consumer stands. */
    readonly staleAfterDays: number;
    /** So many days after its merge a port that nobody has seen deployed is asked about. */
    readonly deployWithinDays: number;
    /** Whether deployments are read from GitHub: off until the organisation wants it. */
    readonly githubDeployments: boolean;
  };
  /** Whether issues are opened in the repositories of consumers: off until the organisation wants it. */
  readonly portingIssues: boolean;
  readonly exemptions: readonly PolicyExemption[];
  /** Services for which the group has not decided yet whether the policy holds (A26): an open question, not a pass. */
  readonly undecided: readonly { readonly service: string; readonly question: string }[];
  readonly gates: Readonly<Record<GateName, GateMode>>;
}

/** In the order in which a release meets them. */
export const gateNames = [
  'assessed',
  'intended',
  'approved',
  'announced',
  'notice',
  'discussed',
  'understood',
  'callers',
  'ported',
  'staffed',
  'dependencies',
] as const;

export type GateName = (typeof gateNames)[number];

export interface Freeze {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
  /** Empty for all. */
  readonly services: readonly string[];
}

/** A recorded reason to skip the ceremony (A25). */
export interface PolicyExemption {
  readonly id: string;
  readonly when: 'no-break' | 'minor' | 'leaf';
  /** Empty for all services to which `when` applies. */
  readonly services: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly until: IsoDate | null;
}
