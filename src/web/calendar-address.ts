import { DateTime } from 'luxon';
import type { Clock } from '../base/index.ts';
import { signLink } from '../bot/index.ts';

interface Addressed {
  readonly reading: 'public' | 'signed-in';
  readonly secret: string;
  readonly clock: Clock;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

const linkDays = 400;

/** Where a calendar program finds it: at a signed address where reading takes signing in. */
export function calendarAddress({ reading, secret, clock, publicUrl }: Addressed, team: string | null): string {
  if (reading === 'public')
    return `${publicUrl}${team === null ? '' : `/teams/${encodeURIComponent(team)}`}/calendar.ics`;
  const until = DateTime.fromISO(clock.now(), { zone: 'utc' }).plus({ days: linkDays }).toISO() ?? clock.now();
  return `${publicUrl}/links/${signLink(secret, { for: 'calendar', team, until })}/calendar.ics`;
}
