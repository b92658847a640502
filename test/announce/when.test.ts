import { describe, expect, test } from 'vitest';
import { sayWhen } from '../../src/announce/index.ts';

describe('A window in words', () => {
  test.each([
    [
      '2026-03-12T14:00:00.000Z',
      '2026-03-12T22:00:00.000Z',
      'Europe/Paris',
      'Thursday 12 March 2026, 15:00 to 23:00 in Europe/Paris (UTC+1)',
      '8 hours',
    ],
    [
      '2026-03-12T14:00:00.000Z',
      '2026-03-12T15:30:00.000Z',
      'Asia/Kolkata',
      'Thursday 12 March 2026, 19:30 to 21:00 in Asia/Kolkata (UTC+5:30)',
      '1 hour 30 minutes',
    ],
    [
      '2026-03-12T20:00:00.000Z',
      '2026-03-13T04:00:00.000Z',
      'America/New_York',
      'Thursday 12 March 2026, 16:00 to Friday 13 March 2026, 00:00 in America/New_York (UTC-4)',
      '8 hours',
    ],
    // The night in which Europe's clocks go forward: an hour is missing from the wall, not from the window.
    [
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T03:00:00.000Z',
      'Europe/Paris',
      'Sunday 29 March 2026, 00:00 (UTC+1) to 05:00 (UTC+2) in Europe/Paris',
      '4 hours',
    ],
    // And back: two o'clock comes twice.
    [
      '2026-10-24T23:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      'Europe/Paris',
      'Sunday 25 October 2026, 01:30 (UTC+2) to 02:30 (UTC+1) in Europe/Paris',
      '2 hours',
    ],
    // New York changes two weeks before Paris.
    [
      '2026-03-08T06:30:00.000Z',
      '2026-03-08T07:30:00.000Z',
      'America/New_York',
      'Sunday 8 March 2026, 01:30 (UTC-5) to 03:30 (UTC-4) in America/New_York',
      '1 hour',
    ],
    [
      '2026-07-01T00:00:00.000Z',
      '2026-07-03T00:00:00.000Z',
      'Australia/Lord_Howe',
      'Wednesday 1 July 2026, 10:30 to Friday 3 July 2026, 10:30 in Australia/Lord_Howe (UTC+10:30)',
      '2 days',
    ],
  ])('from %s to %s as %s reads it', (start, end, zone, local, duration) => {
    expect(sayWhen({ start, end }, zone)).toMatchObject({ local, duration });
  });

  test('has no second line for who reads UTC, nor for a zone that nobody knows', () => {
    const window = { start: '2026-03-12T14:00:00.000Z', end: '2026-03-12T22:00:00.000Z' };
    expect(sayWhen(window, 'UTC').local).toBeNull();
    expect(sayWhen(window, 'Mars/Olympus').local).toBeNull();
    expect(sayWhen(window, 'UTC')).toMatchObject({
      utc: 'Thursday 12 March 2026, 14:00 to 22:00 UTC',
      command: "date -d '2026-03-12 14:00 UTC'",
    });
  });
});
