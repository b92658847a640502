import { describe, expect, test } from 'vitest';
import type { Person, Team } from '../../src/catalog/index.ts';
import { makeRoster, type OnCallFeed } from '../../src/roster/index.ts';
import { readOnCall } from '../../src/roster/read-on-call.ts';
import { sampleComparison, samplePlan, sampleRelease } from '../support/sample-release.ts';

const calendar = (...events: readonly string[]) =>
  `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\n${events.map((event) => `BEGIN:VEVENT\n${event.trim()}\nEND:VEVENT\n`).join('')}END:VCALENDAR\n`.replaceAll(
    '\n',
    '\r\n',
  );
const read = (text: string, zone = 'UTC') =>
  readOnCall(text, { from: '2026-03-16T00:00:00.000Z', until: '2026-04-06T00:00:00.000Z', zone }).map(
    ({ start, end, summary }) => `${start.slice(5, 16)} ${end.slice(5, 16)} ${summary}`,
  );

describe('an on-call calendar', () => {
  test.each<[string, string, string[]]>([
    [
      'a week that comes again, across the change of the clocks, but for one that is left out',
      `UID:1
DTSTART;TZID=Europe/Paris:20260302T090000
DTEND;TZID=Europe/Paris:20260302T170000
RRULE:FREQ=WEEKLY;UNTIL=20260430T000000Z
EXDATE;TZID=Europe/Paris:20260316T090000
SUMMARY:Ada`,
      ['03-23T08:00 03-23T16:00 Ada', '03-30T07:00 03-30T15:00 Ada'],
    ],
    [
      'a day, as the team counts it',
      'UID:2\nDTSTART;VALUE=DATE:20260320\nSUMMARY:Eve',
      ['03-19T18:30 03-20T18:30 Eve'],
    ],
    [
      'a time without a zone',
      'UID:3\nDTSTART:20260320T060000\nDTEND:20260320T070000\nSUMMARY:Eve',
      ['03-20T00:30 03-20T01:30 Eve'],
    ],
    [
      'in UTC with a length',
      'UID:4\nDTSTART:20260320T060000Z\nDURATION:PT2H\nSUMMARY:Eve',
      ['03-20T06:00 03-20T08:00 Eve'],
    ],
    [
      'what began before, from then on',
      'UID:5\nDTSTART:20260310T000000Z\nDTEND:20260317T000000Z\nSUMMARY:Eve',
      ['03-16T00:00 03-17T00:00 Eve'],
    ],
    [
      'nothing of what is cancelled',
      'UID:6\nSTATUS:CANCELLED\nDTSTART:20260320T060000Z\nDURATION:PT2H\nSUMMARY:Eve',
      [],
    ],
    ['nothing of what is past', 'UID:7\nDTSTART:20250320T060000Z\nDURATION:PT2H\nSUMMARY:Eve', []],
  ])('tells %s', (_, event, expected) => {
    expect(read(calendar(event), 'Asia/Kolkata')).toEqual(expected);
  });

  test('takes an occurrence that was swapped as it is now, wherever it was moved from', () => {
    const week = 'UID:1\nDTSTART:20260302T090000Z\nDURATION:PT8H\nRRULE:FREQ=WEEKLY\nSUMMARY:Ada';
    const swapped = 'UID:1\nRECURRENCE-ID:20260323T090000Z\nDTSTART:20260323T100000Z\nDURATION:PT1H\nSUMMARY:Bob';
    const moved = 'UID:1\nRECURRENCE-ID:20260413T090000Z\nDTSTART:20260401T090000Z\nDURATION:PT1H\nSUMMARY:Eve';
    expect(read(calendar(week, swapped, moved))).toEqual([
      '03-16T09:00 03-16T17:00 Ada',
      '03-23T10:00 03-23T11:00 Bob',
      '03-30T09:00 03-30T17:00 Ada',
      '04-01T09:00 04-01T10:00 Eve',
    ]);
  });

  test.each([
    ['a web page', '<!doctype html><p>Sign in', 'it is no iCalendar file'],
    ['nothing', '', 'it holds no calendar'],
    [
      'a calendar without an end to its occurrences',
      calendar('UID:1\nDTSTART:19900101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY\nSUMMARY:x'),
      'it has more than 20000 occurrences before the deploy',
    ],
  ])('says what is wrong with %s', (_, text, because) => {
    expect(() => read(text)).toThrow(because);
  });
});

describe('the roster of a team with an on-call calendar', () => {
  const person = (name: string, email: string): Person => ({ name, email, slack: null, zone: 'UTC' });
  const ada = person('Ada Byron', 'ada@example.org');
  const bob = person('Bob', 'bob@example.org');
  const plan = {
    ...samplePlan(),
    exemption: null,
    deployAt: '2026-03-16T14:00:00.000Z',
    deployUntil: '2026-03-16T16:00:00.000Z',
    watchUntil: '2026-03-16T22:00:00.000Z',
  };
  const team: Team = {
    name: 'apps',
    title: 'Applications',
    inside: true,
    zone: 'UTC',
    email: 'apps@example.org',
    lists: [],
    chat: [],
    members: [bob, ada],
    handles: [],
    onCall: 'https://calendar.example.org/apps.ics',
    deleted: false,
  };
  const release = sampleRelease();
  const rosterWith = (feed: OnCallFeed | null) =>
    makeRoster({
      release,
      plan,
      comparison: sampleComparison(),
      impact: { service: release.service, consumers: [], unknownCallers: [], observed: true },
      catalog: {
        organisation: { name: 'x', zone: 'UTC' },
        services: [
          {
            name: release.service,
            title: 'The service',
            tier: 'standard',
            owner: 'apps',
            environments: [],
            audience: { lists: [], chat: [] },
            dependsOn: [],
            stagingGaps: [],
            seenAs: [],
            document: { base: null, revision: null },
            sdk: [],
            alsoKnownAs: [],
            deleted: false,
          },
        ],
        teams: [team],
        consumers: [],
        meetings: [],
        lists: [],
        chat: [],
      },
      ...(feed === null ? {} : { onCall: new Map([['apps', feed]]) }),
    }).map(({ person, start, end, because }) => ({
      hours: `${person.name} ${start.slice(11, 16)}-${end.slice(11, 16)}`,
      because: because.replace('The service is theirs.', '').trim(),
    }));
  const duty = (words: string, from: string, until: string) =>
    calendar(`UID:1\nDTSTART:20260316T${from}00Z\nDTEND:20260316T${until}00Z\n${words}`);

  test.each([
    ['by the address of an attendee', 'SUMMARY:Primary\nATTENDEE:MAILTO:Ada@example.org'],
    ['by the name in the event', 'SUMMARY:On Call - ada byron - Applications'],
  ])('names who is on duty, %s, and its own people in the hours that are left open', (_, words) => {
    expect(rosterWith({ text: duty(words, '1500', '2100') })).toEqual([
      { hours: 'Bob 14:00-15:00', because: '' },
      { hours: 'Ada Byron 15:00-21:00', because: 'Ada Byron is on duty by the calendar of Applications.' },
      { hours: 'Bob 21:00-22:00', because: '' },
    ]);
  });

  test('takes an attendee whom the catalogue does not list by the address', () => {
    const roster = rosterWith({ text: duty('SUMMARY:x\nATTENDEE:mailto:eve@elsewhere.example', '1400', '2200') });
    expect(roster.map(({ hours }) => hours)).toEqual(['eve@elsewhere.example 14:00-22:00']);
  });

  test('asks the team, and says so, where the event names nobody', () => {
    const roster = rosterWith({ text: duty('SUMMARY:Weekly call', '1400', '2200') });
    expect(roster.map(({ hours }) => hours.slice(0, 3))).not.toContain('Ada');
    expect(roster[0]?.because).toBe(
      'The on-call calendar of Applications has "Weekly call", which names nobody of the team.',
    );
  });

  test.each<[string, OnCallFeed, string]>([
    ['was not read', { because: 'calendar.example.org is not allowed' }, 'calendar.example.org is not allowed'],
    ['is no calendar', { text: 'hello' }, 'it is no iCalendar file'],
  ])('asks the team, and says so, where the feed %s', (_, feed, because) => {
    const asked = rosterWith(feed);
    expect(asked.map(({ hours }) => hours)).toEqual(rosterWith(null).map(({ hours }) => hours));
    expect(asked[0]?.because).toBe(
      `Could not read the on-call calendar of Applications: ${because}; the team was asked instead.`,
    );
  });
});
