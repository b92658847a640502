import type { Instant, IsoDate } from './clock.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12 Mar 2026`, in UTC: the month is spelled out, so that nobody takes it for a day. */
export function sayDay(at: Instant | IsoDate): string {
  const day = new Date(at);
  return `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/** `Thu 12 Mar 2026 14:00 UTC`, for sentences. */
export function sayInstant(at: Instant): string {
  const moment = new Date(at);
  return `${weekdays[moment.getUTCDay()]} ${sayDay(at)} ${moment.toISOString().slice(11, 16)} UTC`;
}
