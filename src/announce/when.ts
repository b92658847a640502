// Dates as people read them: UTC always, the reader's own zone beside it, a line that any shell turns into local time,
// and how long it takes. Weekday and month are spelled out, so that no reader takes a month for a day.

import { DateTime, Duration } from 'luxon';
import { type Instant, sayDay, sayInstant } from '../base/index.ts';

/** A span of time in words. */
export interface When {
  /** `Thursday 12 March 2026, 14:00 to 22:00 UTC`; the second day is named where it is another. */
  readonly utc: string;
  /** The same in the reader's zone, `Thursday 12 March 2026, 15:00 to 23:00 in Europe/Paris (UTC+1)`; null for UTC or an unknown zone. */
  readonly local: string | null;
  /** Only the beginning: `Thursday 12 March 2026, 14:00 UTC`. */
  readonly start: string;
  readonly localStart: string | null;
  /** `Thu 12 Mar 2026 14:00 UTC`. */
  readonly short: string;
  /** `12 Mar 2026`, in UTC. */
  readonly day: string;
  /** `date -d '2026-03-12 14:00 UTC'`: what a shell answers with local time. */
  readonly command: string;
  /** `8 hours`, elapsed time. */
  readonly duration: string;
}

export function sayWhen(window: { readonly start: Instant; readonly end: Instant }, zone: string): When {
  const [start, end] = [utc(window.start), utc(window.end)];
  const [localStart, localEnd] = [start.setZone(zone), end.setZone(zone)];
  const hasLocal = localStart.isValid && localEnd.isValid && !isUtc(zone);
  return {
    utc: `${span(start, end)} UTC`,
    local: hasLocal ? localSpan(localStart, localEnd, zone) : null,
    start: `${moment(start)} UTC`,
    localStart: hasLocal ? `${moment(localStart)} in ${zone} (${offset(localStart)})` : null,
    short: sayInstant(window.start),
    day: sayDay(window.start),
    command: `date -d '${start.toFormat("yyyy-MM-dd HH:mm 'UTC'")}'`,
    duration: sayDuration(end.toMillis() - start.toMillis()),
  };
}

/** Whole days from one moment to a later one, as people count nights: 0 means on the same UTC day. */
export function daysUntil(now: Instant, then: Instant): number {
  return Math.round(utc(then).startOf('day').diff(utc(now).startOf('day'), 'days').days);
}

function utc(instant: Instant): DateTime {
  return DateTime.fromISO(instant, { zone: 'utc', locale: 'en-GB' });
}

function isUtc(zone: string): boolean {
  return /^(utc|etc\/utc|etc\/gmt|gmt)$/i.test(zone);
}

const moment = (at: DateTime): string => at.toFormat('cccc d MMMM yyyy, HH:mm');
const offset = (at: DateTime): string => `UTC${at.toFormat('Z').replace(':00', '')}`;

function span(start: DateTime, end: DateTime): string {
  return `${moment(start)} to ${start.hasSame(end, 'day') ? end.toFormat('HH:mm') : moment(end)}`;
}

function localSpan(start: DateTime, end: DateTime, zone: string): string {
  if (offset(start) === offset(end)) return `${span(start, end)} in ${zone} (${offset(start)})`;
  // The clocks change in between: each end says its own offset.
  const last = start.hasSame(end, 'day') ? end.toFormat('HH:mm') : moment(end);
  return `${moment(start)} (${offset(start)}) to ${last} (${offset(end)}) in ${zone}`;
}

function sayDuration(milliseconds: number): string {
  const parts = Duration.fromMillis(Math.max(0, milliseconds)).shiftTo('days', 'hours', 'minutes');
  const words = (['days', 'hours', 'minutes'] as const)
    .map((unit) => [Math.floor(parts.get(unit)), unit] as const)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  return words.join(' ') || '0 minutes';
}
