import { describe, expect, test } from 'vitest';
import {
  type Answers,
  isRefusal,
  isSuccess,
  lastWorked,
  type Sighting,
  sayAnswers,
  saySightings,
} from '../../src/catalog/index.ts';

const answers = (...counts: readonly (readonly [status: number, requests: number])[]): Answers[] =>
  counts.map(([status, requests], index) => ({ status, requests, lastSeen: `2026-02-0${index + 1}T00:00:00.000Z` }));

const sighting = (name: string, requests: number, status: number | null = null): Sighting => ({
  name,
  requests,
  answers: status === null ? null : [{ status, requests, lastSeen: '2026-02-09T00:00:00.000Z' }],
  lastSeen: '2026-02-09T00:00:00.000Z',
});
describe('how calls were answered', () => {
  test.each<[string, number, Answers[] | null, string | null]>([
    ['nothing where all went well', 10, answers([200, 7], [302, 2], [304, 1]), null],
    ['nothing of what is only said', 0, null, null],
    ['that it is not known', 10, null, 'how they were answered is not known'],
    ['that all failed', 10, answers([404, 10]), 'all answered 404'],
    ['that the one failed', 1, answers([404, 1]), 'answered 404'],
    [
      'which failed, the most frequent first',
      10,
      answers([200, 5], [404, 2], [503, 3]),
      '3 answered 503, 2 answered 404',
    ],
    ['what got no answer', 10, answers([0, 2], [200, 8]), '2 without an answer'],
    [
      'what else failed, in a number',
      9,
      answers([400, 4], [404, 3], [410, 1], [500, 1]),
      '4 answered 400, 3 answered 404, 1 answered 410, 1 with other errors',
    ],
    ['of how many it is not known', 10, answers([200, 4]), 'of 6 it is not known how they were answered'],
    ['of how many it is not known beside what failed', 10, answers([404, 4]), '4 answered 404, of 6 it is not known'],
  ])('says %s', (_, requests, told, words) => {
    expect(sayAnswers(requests, told)).toBe(words);
  });

  test.each([
    [200, true, false],
    [304, true, false],
    [308, true, false],
    [401, false, true],
    [404, false, true],
    [422, false, true],
    [429, false, false],
    [499, false, false],
    [500, false, false],
    [0, false, false],
  ])('%d is a success: %s, a refusal of the call: %s', (status, success, refusal) => {
    expect([isSuccess(status), isRefusal(status)]).toEqual([success, refusal]);
  });

  test('a call worked when one was last answered well; where nobody tells, when it was last seen', () => {
    const lastSeen = '2026-02-09T00:00:00.000Z';
    expect(lastWorked({ answers: null, lastSeen })).toBe(lastSeen);
    expect(lastWorked({ answers: answers([200, 1], [404, 1]), lastSeen })).toBe('2026-02-01T00:00:00.000Z');
    expect(lastWorked({ answers: answers([404, 1], [500, 1]), lastSeen })).toBeNull();
  });
});

test.each([
  ['only named in code', [sighting('any', 0)], 'no call seen'],
  [
    'seen once, and named in a contract',
    [sighting('production', 1, 200), sighting('any', 0)],
    '1 request in production',
  ],
  [
    'seen in two places, and refused in one',
    [sighting('production', 410, 200), sighting('staging', 20, 404)],
    '410 requests in production, 20 in staging (all answered 404)',
  ],
])('says where calls were seen of one that was %s', (_, environments, said) => {
  expect(saySightings(environments)).toBe(said);
});
