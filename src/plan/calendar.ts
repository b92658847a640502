// Local wall-clock times as instants. The one decision: a time that the clocks skip happens as much later as they
// skip, and a time that comes twice happens the first time (as RFC 5545, section 3.3.5, reads both).

import { DateTime } from 'luxon';
import type { Instant, IsoDate } from '../base/index.ts';
import { type Meeting, type Weekday, weekdays } from '../catalog/index.ts';

/** The instant of a local day and time (`18:00`) in a zone. */
export function localInstant(day: IsoDate, time: string, zone: string): Instant {
  const local = DateTime.fromISO(`${day}T${time}`, { zone });
  return toInstant(Math.min(...local.getPossibleOffsets().map((time) => time.toMillis())));
}

/** The local day of an instant. */
export function localDay(instant: Instant, zone: string): IsoDate {
  return inZone(instant, zone).toISODate();
}

/** The same local time so many calendar days later (or earlier), whatever the clocks do in between. */
export function addDays(instant: Instant, days: number, zone: string): Instant {
  const local = inZone(instant, zone);
  return localInstant(local.plus({ days }).toISODate(), local.toFormat('HH:mm:ss.SSS'), zone);
}

export function addHours(instant: Instant, hours: number): Instant {
  return toInstant(Date.parse(instant) + Math.round(hours * 3_600_000));
}

/** `Tuesdays, Wednesdays` */
export function sayWeekdays(days: readonly Weekday[]): string {
  return days.map((day) => `${day[0]!.toUpperCase()}${day.slice(1)}s`).join(', ');
}

export function weekdayOf(day: IsoDate): Weekday {
  return weekdays[DateTime.fromISO(day, { zone: 'UTC' }).weekday - 1] as Weekday;
}

/** The days from `first` on, one after the other. */
export function* daysFrom(first: IsoDate, count: number): Generator<IsoDate> {
  const start = DateTime.fromISO(first, { zone: 'UTC' });
  for (let index = 0; index < count; index++) yield start.plus({ days: index }).toISODate() as IsoDate;
}

export interface Occurrence {
  readonly at: Instant;
  readonly until: Instant;
  /** From then on its agenda takes no more items. */
  readonly agendaClosesAt: Instant;
}

/** The first occurrence of a meeting that begins after `after` and whose agenda is still open then. */
export function nextOccurrence(meeting: Meeting, after: Instant): Occurrence {
  // Seven days hold one occurrence; the agenda may close up to six days before it, and the zone may shift the day by one.
  for (const day of daysFrom(localDay(addHours(after, -24), meeting.zone), 18)) {
    if (weekdayOf(day) !== meeting.weekday) continue;
    const at = localInstant(day, meeting.time, meeting.zone);
    const agendaClosesAt = addHours(at, -meeting.agendaClosesHours);
    if (at > after && agendaClosesAt >= after) {
      return { at, until: addHours(at, meeting.durationMinutes / 60), agendaClosesAt };
    }
  }
  throw new Error(`meeting ${meeting.name} has no occurrence within 18 days`);
}

/** The occurrence that a record of `heldAt` is about: the last that had begun by then, or that moment itself. */
export function occurrenceAt(
  meeting: Meeting,
  after: Instant,
  heldAt: Instant,
): Pick<Occurrence, 'at' | 'agendaClosesAt'> {
  let found: Occurrence | null = null;
  for (let next = nextOccurrence(meeting, after); next.at <= heldAt; next = nextOccurrence(meeting, next.at))
    found = next;
  return found ?? { at: heldAt, agendaClosesAt: addHours(heldAt, -meeting.agendaClosesHours) };
}

/** Midnight after the local day of an instant. */
export function dayAfter(instant: Instant, zone: string): Instant {
  return addDays(localInstant(localDay(instant, zone), '00:00', zone), 1, zone);
}

export function laterOf(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function inZone(instant: Instant, zone: string): DateTime<true> {
  const time = DateTime.fromISO(instant, { zone });
  if (!time.isValid) throw new RangeError(`${instant} in ${zone} is no moment: ${time.invalidExplanation}`);
  return time as DateTime<true>;
}

/** The last that sorts as text: the year after has a sign and six digits. */
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

export function toInstant(milliseconds: number): Instant {
  return new Date(Math.min(milliseconds, lastMoment)).toISOString();
}
