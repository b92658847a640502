// Who is on duty by a team's on-call calendar (iCalendar, RFC 5545), as PagerDuty, Opsgenie, Nextcloud and others publish
// it. Recurrence, exceptions and time zones are ical.js's; a zone that the file names and does not describe is looked up
// by its IANA name.

import ICAL from 'ical.js';
import { DateTime, IANAZone } from 'luxon';
import type { Instant } from '../base/index.ts';

/** One stretch in which one is on duty. */
export interface OnDuty {
  readonly start: Instant;
  readonly end: Instant;
  /** The event's words: `On Call - Ada Byron`. */
  readonly summary: string;
  /** Those of the attendees, in lower case. */
  readonly emails: readonly string[];
}

/** So many occurrences are looked at: a calendar that has more between its beginning and the deploy is no roster. */
const mostOccurrences = 20_000;

/**
 * What of the calendar lies between `from` and `until`, in order. `zone` is in which a day without a time, and a time
 * without a zone, is meant.
 * @throws Error with a reason in words, where the text is no calendar
 */
export function readOnCall(text: string, hours: { from: Instant; until: Instant; zone: string }): readonly OnDuty[] {
  const calendars = calendarsOf(text);
  const from = Date.parse(hours.from);
  const until = Date.parse(hours.until);
  const found: OnDuty[] = [];
  let left = mostOccurrences;
  const zoned = (event: ICAL.Event, property: string) =>
    namedZone(event.component.getFirstProperty(property)) ?? hours.zone;
  const add = (event: ICAL.Event, startsAt: ICAL.Time, endsAt: ICAL.Time) => {
    const zone = zoned(event, 'dtstart');
    const start = Math.max(from, momentOf(startsAt, zone));
    const end = Math.min(until, momentOf(endsAt, namedZone(event.component.getFirstProperty('dtend')) ?? zone));
    if (start >= end || event.component.getFirstPropertyValue('status') === 'CANCELLED') return;
    found.push({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      summary: event.summary ?? '',
      emails: event.attendees.flatMap((attendee) => {
        const value = String(attendee.getFirstValue() ?? '');
        return /^mailto:/i.test(value) ? value.slice('mailto:'.length).toLowerCase() : [];
      }),
    });
  };
  for (const component of calendars.flatMap((calendar) => calendar.getAllSubcomponents('vevent'))) {
    const event = new ICAL.Event(component);
    if (event.startDate === null || event.isRecurrenceException()) continue;
    if (!event.isRecurring()) {
      add(event, event.startDate, event.endDate);
      continue;
    }
    const occurrences = event.iterator();
    for (let next = occurrences.next(); next; next = occurrences.next()) {
      left -= 1;
      if (left < 0) throw new Error(`it has more than ${mostOccurrences} occurrences before the deploy`);
      if (momentOf(next, zoned(event, 'dtstart')) >= until) break;
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      add(item, startDate, endDate);
    }
    // One that was moved into these hours from behind them.
    for (const moved of Object.values(event.exceptions)) {
      const { recurrenceId, startDate, endDate } = moved;
      if (momentOf(recurrenceId, zoned(moved, 'recurrence-id')) >= until) add(moved, startDate, endDate);
    }
  }
  return found.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end < b.end ? -1 : 1));
}

function calendarsOf(text: string): readonly ICAL.Component[] {
  let parsed: ReturnType<typeof ICAL.parse>;
  try {
    parsed = ICAL.parse(text);
  } catch {
    throw new Error('it is no iCalendar file');
  }
  // Several calendars come as a list of them, one alone as itself.
  const all = Array.isArray(parsed[0]) ? (parsed as unknown as ReturnType<typeof ICAL.parse>[]) : [parsed];
  const calendars = all.filter(([name]) => name === 'vcalendar').map((one) => new ICAL.Component(one));
  if (calendars.length === 0) throw new Error('it holds no calendar');
  return calendars;
}

/** The zone that a property names, as far as it is known by its IANA name. */
function namedZone(property: ICAL.Property | null): string | null {
  const named = property?.getParameter('tzid');
  return typeof named === 'string' && IANAZone.isValidZone(named) ? named : null;
}

/** `zone` is for what has none of its own: a day, or a zone that the file does not describe. */
function momentOf(time: ICAL.Time, zone: string): number {
  if (!time.isDate && time.zone !== ICAL.Timezone.localTimezone) return time.toUnixTime() * 1000;
  const { year, month, day, hour, minute, second } = time;
  const local = time.isDate ? { year, month, day } : { year, month, day, hour, minute, second };
  return DateTime.fromObject(local, { zone }).toMillis();
}
