/// <reference lib="esnext.temporal" />
// The referee tries one day after the other with Temporal, which the planner does not use.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Weekday } from '../../src/catalog/index.ts';
import { weekdays } from '../../src/catalog/index.ts';
import { computePlan, type PlanInput } from '../../src/plan/index.ts';
import { sampleComparison, sampleImpact, sampleRelease } from '../support/sample-release.ts';
import { sampleOrganisation } from './sample-organisation.ts';

type PolicyInput = Parameters<typeof sampleOrganisation>[0];

function planInput(policy: PolicyInput, now: string, changes: Partial<PlanInput> = {}): PlanInput {
  return {
    release: sampleRelease({ dependsOn: [] }),
    comparison: sampleComparison(),
    impact: sampleImpact,
    ...sampleOrganisation(policy),
    now,
    ...changes,
  };
}

function earliest(policy: PolicyInput, now: string, changes: Partial<PlanInput> = {}): string {
  return computePlan(planInput(policy, now, changes)).earliest.at;
}

const everyDay = [...weekdays];

describe('the earliest lawful date', () => {
  test.each([
    {
      name: 'comes so many days of notice after the announcement',
      policy: { meeting: null, noticeDays: { critical: 14 }, deployWindow: { weekdays: everyDay, time: '09:00' } },
      now: '2026-02-02T09:00:00.000Z',
      at: '2026-02-16T09:00:00.000Z',
    },
    {
      name: 'waits for the next window where the notice ends in the afternoon',
      policy: { meeting: null, noticeDays: { critical: 14 }, deployWindow: { weekdays: everyDay, time: '09:00' } },
      now: '2026-02-02T09:00:00.001Z',
      at: '2026-02-17T09:00:00.000Z',
    },
    {
      name: 'waits for a weekday of the window',
      policy: { meeting: null, noticeDays: { critical: 0 }, deployWindow: { weekdays: ['tuesday'], time: '14:00' } },
      now: '2026-02-04T09:00:00.000Z',
      at: '2026-02-10T14:00:00.000Z',
    },
    {
      name: 'keeps the local hour of the window when clocks go forward in Europe',
      policy: {
        meeting: null,
        noticeDays: { critical: 14 },
        deployWindow: { weekdays: everyDay, time: '14:00', zone: 'Europe/Paris' },
      },
      now: '2026-03-16T13:00:00.000Z', // 14:00 in winter time; fourteen days later 14:00 is 12:00 UTC
      at: '2026-03-30T12:00:00.000Z',
    },
    {
      name: 'keeps the local hour of the window when clocks go back in Europe',
      policy: {
        meeting: null,
        noticeDays: { critical: 14 },
        deployWindow: { weekdays: everyDay, time: '14:00', zone: 'Europe/Paris' },
      },
      now: '2026-10-12T12:00:00.000Z',
      at: '2026-10-26T13:00:00.000Z',
    },
    {
      name: 'keeps the local hour of the window when clocks go forward in America, two weeks before Europe',
      policy: {
        meeting: null,
        noticeDays: { critical: 7 },
        deployWindow: { weekdays: everyDay, time: '10:00', zone: 'America/New_York' },
      },
      now: '2026-03-02T15:00:00.000Z',
      at: '2026-03-09T14:00:00.000Z',
    },
    {
      name: 'keeps the local hour of the window when clocks go back in America',
      policy: {
        meeting: null,
        noticeDays: { critical: 7 },
        deployWindow: { weekdays: everyDay, time: '10:00', zone: 'America/New_York' },
      },
      now: '2026-10-26T14:00:00.000Z',
      at: '2026-11-02T15:00:00.000Z',
    },
    {
      name: 'starts an hour later where the clocks skip the hour of the window',
      policy: {
        meeting: null,
        noticeDays: { critical: 0 },
        deployWindow: { weekdays: ['sunday'], time: '02:30', zone: 'Europe/Paris' },
      },
      now: '2026-03-28T12:00:00.000Z',
      at: '2026-03-29T01:30:00.000Z',
    },
    {
      name: 'takes the first of two equal hours where the clocks go back in the window',
      policy: {
        meeting: null,
        noticeDays: { critical: 0 },
        deployWindow: { weekdays: ['sunday'], time: '02:30', zone: 'Europe/Paris' },
      },
      now: '2026-10-24T12:00:00.000Z',
      at: '2026-10-25T00:30:00.000Z',
    },
    {
      name: 'waits until the end of the meeting that still takes items',
      policy: { noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '18:00' } },
      now: '2026-03-24T09:00:00.000Z',
      at: '2026-03-26T18:00:00.000Z', // Thursday 18:00 in Paris, winter time, until 18:00 UTC
    },
    {
      name: 'knows that the same meeting is an hour earlier in UTC once the clocks went forward',
      policy: { noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '17:00' } },
      now: '2026-03-30T09:00:00.000Z',
      at: '2026-04-02T17:00:00.000Z', // 18:00 in Paris, summer time, until 17:00 UTC
    },
    {
      name: 'waits for the meeting of the next week where the agenda is closed',
      policy: { noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '18:00' } },
      now: '2026-03-25T17:00:00.001Z', // a millisecond after the agenda of 26 March closed
      at: '2026-04-02T18:00:00.000Z',
    },
    {
      name: 'takes the meeting whose agenda closes at that very moment',
      policy: { noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '18:00' } },
      now: '2026-03-25T17:00:00.000Z',
      at: '2026-03-26T18:00:00.000Z',
    },
    {
      name: 'may end at the moment at which a freeze begins',
      policy: {
        meeting: null,
        noticeDays: { critical: 0 },
        deployWindow: { weekdays: everyDay, time: '20:00', durationHours: 4 },
        freezes: [{ name: 'Mass rebuild', from: '2026-02-03', until: '2026-02-03' }],
      },
      now: '2026-02-02T12:00:00.000Z',
      at: '2026-02-02T20:00:00.000Z',
    },
    {
      name: 'lies after a freeze, whose last day is frozen too',
      policy: {
        meeting: null,
        noticeDays: { critical: 0 },
        deployWindow: { weekdays: everyDay, time: '00:00', durationHours: 1 },
        freezes: [{ name: 'Christmas', from: '2026-12-20', until: '2027-01-03' }],
      },
      now: '2026-12-20T00:00:00.000Z',
      at: '2027-01-04T00:00:00.000Z',
    },
    {
      name: 'avoids a freeze that begins while the deploy would last',
      policy: {
        meeting: null,
        noticeDays: { critical: 0 },
        deployWindow: { weekdays: everyDay, time: '20:00', durationHours: 5 },
        freezes: [{ name: 'Mass rebuild', from: '2026-02-03', until: '2026-02-03' }],
      },
      now: '2026-02-02T12:00:00.000Z',
      at: '2026-02-04T20:00:00.000Z',
    },
    {
      name: 'is not held by a freeze of another service',
      policy: {
        meeting: null,
        noticeDays: { critical: 0 },
        deployWindow: { weekdays: everyDay, time: '14:00' },
        freezes: [{ name: 'FAS moves', from: '2026-02-01', until: '2026-03-01', services: ['fas'] }],
      },
      now: '2026-02-02T12:00:00.000Z',
      at: '2026-02-02T14:00:00.000Z',
    },
  ] satisfies { name: string; policy: PolicyInput; now: string; at: string }[])('$name', ({ policy, now, at }) => {
    expect(earliest(policy, now)).toBe(at);
  });

  test.each([
    ['the last day that is written in four digits', '9999-12-31'],
    ['a moment that UTC counts to the year after', '9999-12-31T23:00-05:00'],
  ])('is none where a freeze lasts until %s', (_, until) => {
    const policy = { meeting: null, freezes: [{ name: 'Until further notice', from: '2026-02-01', until }] };
    expect(() => earliest(policy, '2026-02-02T12:00:00.000Z')).toThrow(/The freeze "Until further notice" lasts/);
  });

  test('lies after the deploy of the release that it depends on', () => {
    const policy = { meeting: null, noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '14:00' } };
    const at = earliest(policy, '2026-02-02T12:00:00.000Z', {
      release: sampleRelease({ dependsOn: ['fas-0.9'] }),
      dependencies: [{ release: 'fas-0.9', state: 'announced', deployUntil: '2026-02-05T18:00:00.000Z' }],
    });
    expect(at).toBe('2026-02-06T14:00:00.000Z');
  });

  test('does not wait for a dependency that is done', () => {
    const policy = { meeting: null, noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '14:00' } };
    const at = earliest(policy, '2026-02-02T12:00:00.000Z', {
      release: sampleRelease({ dependsOn: ['fas-0.9'] }),
      dependencies: [{ release: 'fas-0.9', state: 'done', deployUntil: '2026-02-05T18:00:00.000Z' }],
    });
    expect(at).toBe('2026-02-02T14:00:00.000Z');
  });

  test('says that it stands on a dependency that has no date', () => {
    const plan = computePlan(
      planInput({ meeting: null }, '2026-02-02T12:00:00.000Z', { release: sampleRelease({ dependsOn: ['fas-0.9'] }) }),
    );
    expect(plan.remarks).toEqual([expect.stringContaining('fas-0.9')]);
  });

  test('counts the notice from the delivery once the break notice is out, so that the date stays', () => {
    const policy = { meeting: null, noticeDays: { critical: 14 }, deployWindow: { weekdays: everyDay, time: '09:00' } };
    const at = earliest(policy, '2026-02-10T09:00:00.000Z', { announcedAt: '2026-02-02T09:00:00.000Z' });
    expect(at).toBe('2026-02-16T09:00:00.000Z');
  });

  test('moves to the meeting after one at which it was not reached', () => {
    const policy = { noticeDays: { critical: 0 }, deployWindow: { weekdays: everyDay, time: '19:00' } };
    const at = earliest(policy, '2026-03-06T09:00:00.000Z', {
      announcedAt: '2026-03-02T09:00:00.000Z',
      discussions: [{ meeting: 'weekly', at: '2026-03-05T17:00:00.000Z', outcome: 'not-reached' }],
    });
    expect(at).toBe('2026-03-12T19:00:00.000Z');
  });

  test('gives the reasons in the order in which they push the date, the deciding one last', () => {
    const { earliest } = computePlan(
      planInput(
        {
          noticeDays: { critical: 14 },
          deployWindow: { weekdays: ['tuesday', 'wednesday', 'thursday'], time: '14:00' },
          freezes: [{ name: 'Beta freeze', from: '2026-02-24', until: '2026-03-09' }],
        },
        '2026-02-10T09:00:00.000Z',
      ),
    );
    expect(earliest.at).toBe('2026-03-10T14:00:00.000Z');
    expect(earliest.reasons.map(({ constraint, notBefore }) => [constraint, notBefore])).toEqual([
      ['meeting', '2026-02-12T18:00:00.000Z'],
      ['notice', '2026-02-24T09:00:00.000Z'],
      ['window', '2026-02-24T14:00:00.000Z'],
      ['freeze', '2026-03-10T00:00:00.000Z'],
      ['window', '2026-03-10T14:00:00.000Z'],
    ]);
    expect(earliest.reasons[3]?.because).toContain('Beta freeze');
  });

  test('a policy that never lets anybody deploy names the freeze that forbids it', () => {
    const policy = { freezes: [{ name: 'The long winter', from: '2026-01-01', until: '2999-12-31' }] };
    expect(() => earliest(policy, '2026-02-10T09:00:00.000Z')).toThrow(
      expect.objectContaining({ code: 'policy-no-date', exit: 3, message: expect.stringContaining('The long winter') }),
    );
  });

  test('a policy whose window names no day says so', () => {
    const input = planInput({}, '2026-02-10T09:00:00.000Z');
    const policy = { ...input.policy, deployWindow: { ...input.policy.deployWindow, weekdays: [] } };
    expect(() => computePlan({ ...input, policy })).toThrow(
      expect.objectContaining({ code: 'policy-no-date', message: expect.stringContaining('deployWindow.weekdays') }),
    );
  });

  test('a policy that asks for a meeting that is not held says so', () => {
    const input = planInput({}, '2026-02-10T09:00:00.000Z');
    expect(() => computePlan({ ...input, catalog: { ...input.catalog, meetings: [] } })).toThrow(
      expect.objectContaining({ code: 'policy-no-date', message: expect.stringContaining('"weekly"') }),
    );
  });
});

const zones = ['UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Santiago'];
const zone = fc.constantFrom(...zones);
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const instant = fc
  .integer({ min: Date.parse('2025-01-01T00:00:00Z') / 60_000, max: Date.parse('2028-01-01T00:00:00Z') / 60_000 })
  .map((minutes) => Temporal.Instant.fromEpochMilliseconds(minutes * 60_000));

interface Situation {
  readonly now: Temporal.Instant;
  readonly noticeDays: number;
  readonly window: { weekdays: Weekday[]; time: string; zone: string; durationHours: number };
  readonly meeting: {
    weekday: Weekday;
    time: string;
    zone: string;
    durationMinutes: number;
    agendaClosesHours: number;
  } | null;
  readonly freezes: { from: Temporal.Instant; hours: number }[];
  readonly dependency: Temporal.Instant | null;
}

const situation: fc.Arbitrary<Situation> = instant.chain((now) =>
  fc.record({
    now: fc.constant(now),
    noticeDays: fc.integer({ min: 0, max: 60 }),
    window: fc.record({
      weekdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
      time,
      zone,
      durationHours: fc.integer({ min: 1, max: 30 }),
    }),
    meeting: fc.option(
      fc.record({
        weekday: fc.constantFrom(...weekdays),
        time,
        zone,
        durationMinutes: fc.integer({ min: 5, max: 180 }),
        agendaClosesHours: fc.integer({ min: 0, max: 144 }),
      }),
    ),
    freezes: fc.array(
      fc.record({
        from: fc.integer({ min: -10, max: 90 }).map((days) => now.add({ hours: days * 24 })),
        hours: fc.integer({ min: 1, max: 24 * 40 }),
      }),
      { maxLength: 4 },
    ),
    dependency: fc.option(fc.integer({ min: -5, max: 90 }).map((days) => now.add({ hours: days * 24 }))),
  }),
);

function inputOf({ now, noticeDays, window, meeting, freezes, dependency }: Situation): PlanInput {
  const sample = sampleOrganisation();
  return {
    release: sampleRelease({ dependsOn: dependency === null ? [] : ['fas-0.9'] }),
    comparison: sampleComparison(),
    impact: sampleImpact,
    catalog: {
      ...sample.catalog,
      meetings:
        meeting === null
          ? []
          : [{ name: 'weekly', title: 'Weekly', place: '', agendaRepository: null, deleted: false, ...meeting }],
    },
    policy: {
      ...sample.policy,
      noticeDays: { critical: noticeDays, standard: 0, leaf: 0 },
      meeting: meeting === null ? null : 'weekly',
      deployWindow: window,
      freezes: freezes.map(({ from, hours }, index) => ({
        name: `freeze ${index}`,
        from: toText(from),
        until: toText(from.add({ hours })),
        services: [],
      })),
    },
    now: toText(now),
    dependencies: [
      { release: 'fas-0.9', state: 'announced', deployUntil: dependency === null ? null : toText(dependency) },
    ],
  };
}

function toText(moment: Temporal.Instant): string {
  return new Date(moment.epochMilliseconds).toISOString();
}

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0;

function* localTimes(from: Temporal.Instant, days: readonly Weekday[], time: string, zone: string, count: number) {
  const first = from.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 });
  for (let index = 0; index < count; index++) {
    const day = first.add({ days: index });
    if (!days.includes(weekdays[day.dayOfWeek - 1] as Weekday)) continue;
    yield day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
  }
}

/** Whether every single demand of the policy is met by a deploy that begins then. */
function isLawful({ now, noticeDays, meeting, window, freezes, dependency }: Situation, at: Temporal.Instant): boolean {
  if (isAfter(now, at)) return false;
  if (isAfter(now.toZonedDateTimeISO(window.zone).add({ days: noticeDays }).toInstant(), at)) return false;
  if (dependency !== null && isAfter(dependency, at)) return false;
  const end = at.add({ hours: window.durationHours });
  if (freezes.some(({ from, hours }) => isAfter(end, from) && isAfter(from.add({ hours }), at))) return false;
  if (meeting === null) return true;
  const days = Math.ceil((at.epochMilliseconds - now.epochMilliseconds) / 86_400_000) + 3;
  for (const begins of localTimes(now, [meeting.weekday], meeting.time, meeting.zone, days)) {
    const closes = begins.subtract({ hours: meeting.agendaClosesHours });
    const ends = begins.add({ minutes: meeting.durationMinutes });
    if (isAfter(begins, now) && !isAfter(now, closes) && !isAfter(ends, at)) return true;
  }
  return false;
}

describe('in any situation', () => {
  test('the earliest date is the first window that meets every demand', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { at } = computePlan(inputOf(given)).earliest;
        const { weekdays, time, zone } = given.window;
        const first = localTimes(given.now, weekdays, time, zone, 700).find((moment) => isLawful(given, moment));
        expect(at).toBe(first === undefined ? undefined : toText(first));
      }),
      { numRuns: 400 },
    );
  });

  test('planning again with the date that came out changes nothing', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const input = inputOf(given);
        const plan = computePlan(input);
        expect(computePlan({ ...input, deployAt: plan.deployAt })).toEqual(plan);
      }),
      { numRuns: 100 },
    );
  });

  test('no reason lies after the date, and one of them is the date or its window', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { at, reasons } = computePlan(inputOf(given)).earliest;
        expect(reasons.length).toBeGreaterThan(0);
        expect(reasons.at(-1)?.notBefore).toBe(at);
      }),
      { numRuns: 200 },
    );
  });

  test('every step lies between the announcement and the end of the deploy, in order', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { steps, deployUntil } = computePlan(inputOf(given));
        const moments = steps.map((step) => step.at);
        expect(moments).toEqual([...moments].sort());
        expect(moments[0]! >= toText(given.now)).toBe(true);
        expect(moments.at(-1)! <= deployUntil).toBe(true);
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
      }),
      { numRuns: 200 },
    );
  });
});
