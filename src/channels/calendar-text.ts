// Calendar objects (RFC 5545, iTIP RFC 5546): a hold for a person is an invitation that may be declined, everything
// else is only published. The UID stays for ever and SEQUENCE follows the release's revision, so that a move corrects
// the entry that people already have instead of adding a second one.

import ical, {
  ICalAlarmType,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
} from 'ical-generator';
import { type CalendarEvent, cleanText } from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import type { Sender } from './channel.ts';

export interface CalendarObject {
  /** Must also stand as the `method` parameter of the MIME part. */
  readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH';
  /** CRLF lines, folded at 75 octets. */
  readonly text: string;
}

/** One invitation, or its cancellation; `stamp` is when it was written. */
export function invitation(event: CalendarEvent, sender: Sender, stamp: Instant): CalendarObject {
  const method = event.attendee === null ? 'PUBLISH' : event.cancelled ? 'CANCEL' : 'REQUEST';
  return { method, text: calendarText([event], method, sender, stamp) };
}

/** Events for everyone to subscribe to: no attendees, whoever they were meant for. */
export function calendarFeed(events: readonly CalendarEvent[], sender: Sender, stamp: Instant): CalendarObject {
  const published = events.map((event) => ({ ...event, attendee: null }));
  return { method: 'PUBLISH', text: calendarText(published, 'PUBLISH', sender, stamp) };
}

/** As a file for whoever it is meant for: nobody is asked by it, and hours that somebody keeps are theirs all the same. */
export function calendarEntry(event: CalendarEvent, sender: Sender, stamp: Instant): CalendarObject {
  const isHold = event.attendee !== null;
  return { method: 'PUBLISH', text: calendarText([{ ...event, attendee: null }], 'PUBLISH', sender, stamp, isHold) };
}

function calendarText(
  events: readonly CalendarEvent[],
  method: CalendarObject['method'],
  sender: Sender,
  stamp: Instant,
  isHold = method !== 'PUBLISH',
): string {
  const domain = sender.email.slice(sender.email.lastIndexOf('@') + 1);
  const calendar = ical({
    prodId: { company: 'tocsin', product: 'tocsin', language: 'EN' },
    method: ICalCalendarMethod[method],
  });
  if (method === 'PUBLISH') calendar.name(cleanText(sender.name)).ttl(3600);
  for (const event of events) {
    const entry = calendar.createEvent({
      id: `${cleanText(event.uid).replace(/[^\w./-]/g, '-')}@${domain}`,
      sequence: event.sequence,
      stamp: new Date(stamp),
      start: new Date(event.start),
      end: new Date(event.end),
      summary: cleanText(event.title),
      description: event.description
        .split('\n')
        .map((line) => cleanText(line))
        .join('\n'),
      url: event.url,
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      busystatus: event.cancelled || !isHold ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
      organizer: { name: cleanText(sender.name), email: sender.email },
    });
    if (event.attendee !== null) {
      entry.createAttendee({
        name: cleanText(event.attendee.name),
        email: event.attendee.email,
        rsvp: !event.cancelled,
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.NEEDSACTION,
      });
    }
    if (!event.cancelled) {
      for (const secondsBefore of [24 * 3600, 3600]) {
        entry.createAlarm({ type: ICalAlarmType.display, trigger: secondsBefore, description: cleanText(event.title) });
      }
    }
  }
  return `${calendar.toString().trimEnd()}\r\n`;
}
