// Who keeps the deploy day free: born from the impact, not from habit (A19, A20).

import type { Instant } from '../base/index.ts';

export interface Shift {
  /** `release/team/person`, with `-2` for a second stretch: stable over re-planning, so that a link keeps its meaning. */
  readonly id: string;
  readonly release: string;
  readonly team: string;
  readonly person: { readonly name: string; readonly email: string; readonly slack: string | null };
  readonly start: Instant;
  readonly end: Instant;
  /** IANA zone of the person. */
  readonly zone: string;
  readonly because: string;
  readonly acknowledged: { readonly at: Instant; readonly by: string; readonly via: string } | null;
  /** Taken from the team's on-call calendar, whose later changes it follows until it begins. */
  readonly onDuty?: true | undefined;
  /** Who was planned for these hours, and under which id, where somebody else has taken them over. */
  readonly insteadOf?: { readonly shift: string; readonly name: string; readonly email: string } | undefined;
  /** How often it has changed hands: raises the sequence of its calendar entry. */
  readonly handovers?: number | undefined;
  /** Set when the team's consumers are fine and the hours are given back (A21). */
  readonly releasedAt: Instant | null;
}
