// Moments for a terminal: UTC first, since that is what everybody shares, and the reader's own zone beside it.

import { DateTime } from 'luxon';
import type { Instant } from '../base/index.ts';

/** `Wed 10:00 America/New_York`, or nothing where the zone reads the same as UTC at that moment. */
export function showLocal(at: Instant, zone: string): string {
  const local = DateTime.fromISO(at, { zone, locale: 'en' });
  return local.offset === 0 ? '' : `${local.toFormat('ccc HH:mm')} ${zone}`;
}

const instants = /\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2} UTC\b/g;

/** A sentence with the zone's time beside each moment in it: `Wait until Wed 11 Mar 2026 14:00 UTC (Wed 10:00 America/New_York).` */
export function besideUtc(sentence: string, zone: string): string {
  return sentence.replace(instants, (said) => {
    const at = DateTime.fromFormat(said, "ccc d LLL yyyy HH:mm 'UTC'", { zone: 'utc', locale: 'en' });
    const local = at.isValid ? showLocal(at.toISO(), zone) : '';
    return local === '' ? said : `${said} (${local})`;
  });
}

/** `Wed 11 Mar 2026 14:00 to 22:00 UTC`. */
export function showSpan(start: Instant, end: Instant): string {
  const from = DateTime.fromISO(start, { zone: 'utc', locale: 'en' });
  const to = DateTime.fromISO(end, { zone: 'utc', locale: 'en' });
  const last = from.hasSame(to, 'day') ? to.toFormat('HH:mm') : to.toFormat('ccc d LLL yyyy HH:mm');
  return `${from.toFormat('ccc d LLL yyyy HH:mm')} to ${last} UTC`;
}

/** The zone of whoever sits at this terminal. */
export function readersZone(env: Readonly<Record<string, string | undefined>>): string {
  return env.TZ !== undefined && env.TZ !== '' ? env.TZ : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
