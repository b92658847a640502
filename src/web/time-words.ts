// Moments as a reader of the board meets them: UTC first, the reader's own zone beside it, and how far away it is.

import { DateTime } from 'luxon';
import type { Instant } from '../base/index.ts';

/** `Thu 12 Mar 2026`, in UTC. */
export function day(at: Instant): string {
  return DateTime.fromISO(at, { zone: 'UTC' }).setLocale('en-GB').toFormat('ccc d LLL yyyy');
}

/** `Thu 12 Mar 2026 14:00 UTC`. */
export function dayAndTime(at: Instant): string {
  return `${day(at)} ${DateTime.fromISO(at, { zone: 'UTC' }).toFormat('HH:mm')} UTC`;
}

/** The same moment for a reader in `zone`, only what differs from UTC: `15:00 CET`, or `Fri 13 Mar 01:00 GMT+11`. */
export function localTime(at: Instant, zone: string): string {
  const local = DateTime.fromISO(at, { zone }).setLocale('en-GB');
  const sameDay = local.toISODate() === local.toUTC().toISODate();
  return local.toFormat(sameDay ? "HH:mm 'XX'" : "ccc d LLL HH:mm 'XX'").replace('XX', local.offsetNameShort ?? zone);
}

/** `in 19 days`, `in 5 hours`, `3 days ago`, `now`. Days are nights in between, as messages count them. */
export function howFar(at: Instant, now: Instant): string {
  const base = DateTime.fromISO(now, { zone: 'utc' });
  const moment = DateTime.fromISO(at, { zone: 'utc' });
  const hours = Math.abs(moment.diff(base).as('hours'));
  if (hours < 45 / 3600) return 'now';
  if (hours >= 24) return moment.startOf('day').toRelative({ base: base.startOf('day'), locale: 'en' }) ?? '';
  return moment.toRelative({ base, locale: 'en' }) ?? '';
}

/** True where the runtime knows the IANA zone. */
export function isZone(zone: string): boolean {
  return DateTime.fromMillis(0, { zone }).isValid;
}

/**
 * Hours of a shift in one zone: `Tue 10 Mar 15:00 – 22:00 CET`, with the second day where there is one. Where the clocks
 * change in between, each end says its own: the same hour may come twice. The pages' short form of what `sayWhen` of the
 * announcements says at length.
 */
export function hoursBetween(start: Instant, end: Instant, zone: string): string {
  const from = DateTime.fromISO(start, { zone }).setLocale('en-GB');
  const until = DateTime.fromISO(end, { zone }).setLocale('en-GB');
  const day = 'ccc d LLL HH:mm';
  const begins = from.offset === until.offset ? '' : ` ${from.offsetNameShort ?? zone}`;
  const ends = until.toFormat(from.hasSame(until, 'day') ? 'HH:mm' : day);
  return `${from.toFormat(day)}${begins} – ${ends} ${until.offsetNameShort ?? zone}`;
}

/** The spellings of UTC in the IANA database are one zone to a reader. */
export function plainZone(zone: string): string {
  return ['Etc/UTC', 'Etc/UCT', 'Etc/Universal', 'Etc/Zulu', 'UCT', 'Universal', 'Zulu'].includes(zone) ? 'UTC' : zone;
}
