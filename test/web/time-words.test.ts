import { expect, test } from 'vitest';
import { hoursBetween } from '../../src/web/time-words.ts';

test.each([
  ['2026-03-10T14:00:00Z', '2026-03-10T21:00:00Z', 'Tue 10 Mar 15:00 – 22:00 CET'],
  ['2026-03-10T14:00:00Z', '2026-03-11T02:00:00Z', 'Tue 10 Mar 15:00 – Wed 11 Mar 03:00 CET'],
  ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'Sun 25 Oct 02:30 CEST – 02:30 CET'],
  ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z', 'Sun 29 Mar 01:30 CET – 03:30 CEST'],
])('hours of a shift from %s to %s read in Paris as %s', (start, end, words) => {
  expect(hoursBetween(start, end, 'Europe/Paris')).toBe(words);
});
