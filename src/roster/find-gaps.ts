// Hours in which nobody of a team is there: while the watch lasts a team of which everybody sleeps is left to sleep, and
// whoever looks for somebody then should not have to find it out by ringing.

import type { Instant } from '../base/index.ts';
import type { Shift } from './shift.ts';

/** Between `from` and `until`, in order; of one team's shifts, those that were given back aside. */
export function findGaps(
  shifts: readonly Pick<Shift, 'start' | 'end' | 'releasedAt'>[],
  { from, until }: { readonly from: Instant; readonly until: Instant },
): readonly { readonly start: Instant; readonly end: Instant }[] {
  const gaps: { start: Instant; end: Instant }[] = [];
  let at = from;
  const held = shifts
    .filter(({ releasedAt }) => releasedAt === null)
    .toSorted((a, b) => a.start.localeCompare(b.start));
  for (const { start, end } of held) {
    if (start > at) gaps.push({ start: at, end: start < until ? start : until });
    if (end > at) at = end;
    if (at >= until) return gaps;
  }
  if (at < until) gaps.push({ start: at, end: until });
  return gaps;
}
