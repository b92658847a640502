import { type Instant, sayInstant } from '../base/index.ts';
import type { Meeting } from '../catalog/index.ts';
import { addHours, nextOccurrence, sayWeekdays } from './calendar.ts';

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

/** Nobody writes minutes while the meeting lasts: what is recorded within a day counts as said there. */
const recordedWithinHours = 24;

/** Why no sitting of the meeting can have discussed anything at that moment, and when it sat last; null where one can. */
export function whyNotHeld(meeting: Meeting, at: Instant): { because: string; lastAt: Instant } | null {
  const weekAgo = addHours(at, -7 * 24);
  // Its agenda may have closed days before; that it sat is what counts.
  const sat = nextOccurrence({ ...meeting, agendaClosesHours: 0 }, addHours(weekAgo, -1));
  const next = nextOccurrence({ ...meeting, agendaClosesHours: 0 }, sat.at);
  const last = next.at <= at ? next : sat;
  if (at < addHours(last.at, recordedWithinHours)) return null;
  return {
    because: `${meeting.title} did not sit on ${sayInstant(at)}: it meets on ${sayWeekdays([meeting.weekday])} at ${meeting.time} (${meeting.zone})`,
    lastAt: last.at,
  };
}

export function sayOutcome(outcome: DiscussionRecord['outcome']): string {
  return { agreed: 'it was agreed', objected: 'there were objections', 'not-reached': 'it was not reached' }[outcome];
}
