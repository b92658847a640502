import { describe, expect, test } from 'vitest';
import { findGaps } from '../../src/roster/find-gaps.ts';

const hour = (at: number) => `2026-03-10T${String(at).padStart(2, '0')}:00:00.000Z`;
const shift = (start: number, end: number, given = false) => ({
  start: hour(start),
  end: hour(end),
  releasedAt: given ? hour(start) : null,
});
const day = { from: hour(8), until: hour(20) };
const gaps = (...shifts: readonly ReturnType<typeof shift>[]) =>
  findGaps(shifts, day).map(({ start, end }) => [Number(start.slice(11, 13)), Number(end.slice(11, 13))]);

describe('hours in which nobody of a team is there', () => {
  test.each([
    ['none where one follows the other', [shift(8, 14), shift(14, 20)], []],
    ['between two shifts', [shift(16, 20), shift(8, 12)], [[12, 16]]],
    ['before the first and after the last', [shift(10, 12)], [[8, 10], [12, 20]]], // biome-ignore format: a row
    ['none where a longer shift holds a shorter', [shift(8, 20), shift(9, 10)], []],
    ['all of them where nobody is asked', [], [[8, 20]]],
    ['where hours were given back', [shift(8, 14, true), shift(14, 20)], [[8, 14]]],
    ['only those asked about', [shift(2, 9), shift(21, 23)], [[9, 20]]],
  ])('%s', (_, shifts, expected) => {
    expect(gaps(...shifts)).toEqual(expected);
  });
});
