import type { Instant } from '../base/index.ts';

/** What a meeting did with a release: somebody's record, with the minutes where there are any. */
export interface DiscussionRecord {
  readonly meeting: string;
  readonly at: Instant;
  readonly outcome: 'agreed' | 'objected' | 'not-reached';
  readonly minutes?: string | null;
}

/** The record that counts: the latest decision after the announcement, or else the latest time it was not reached. */
export function decisiveDiscussion(
  discussions: readonly DiscussionRecord[],
  meeting: string,
  announcedAt: Instant,
): DiscussionRecord | undefined {
  const held = discussions
    .filter((one) => one.meeting === meeting && one.at > announcedAt)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return held.findLast(({ outcome }) => outcome !== 'not-reached') ?? held[held.length - 1];
}

export function sayOutcome(outcome: DiscussionRecord['outcome']): string {
  return { agreed: 'it was agreed', objected: 'there were objections', 'not-reached': 'it was not reached' }[outcome];
}
