import { expect, test } from 'vitest';
import { SharedPlaces } from '../../src/rules/shared-places.ts';

/** So many bodies, each of which holds so many changes; of each third body the last one alarms. */
const bodies = (count: number, changes: number) =>
  Array.from({ length: count }, (_, body) =>
    Array.from({ length: changes }, (_, change) => ({
      body,
      change,
      alarms: body % 3 === 0 && change === changes - 1,
    })),
  );
const share = (most: number, each: ReturnType<typeof bodies>, weight = 1) => {
  const places = new SharedPlaces<(typeof each)[number][number]>(
    most,
    ({ alarms }) => alarms,
    ({ change }) => String(change),
    () => weight,
  );
  for (const body of each) places.add(body);
  return places;
};

test('what all bodies may list together is listed as it stands', () => {
  const all = bodies(10, 10);
  const places = share(100, all);
  expect({ listed: places.listed, isCut: places.isCut }).toEqual({ listed: all.flat(), isCut: false });
});

test('of more each body has the same share, whatever their order, and its alarms come first', () => {
  const all = bodies(30, 100);
  const [forward, backward] = [share(500, all), share(500, all.toReversed())];
  expect(forward.isCut).toBe(true);
  expect(forward.lacksAlarms).toBe(false);
  const sharesOf = ({ listed }: typeof forward) =>
    all.map((_, body) => listed.filter((place) => place.body === body).map(({ change }) => change));
  for (const [body, changes] of sharesOf(forward).entries()) {
    expect(changes.length).toBeGreaterThanOrEqual(8);
    if (body % 3 === 0) expect(changes).toContain(99);
  }
  const least = (shares: number[][]) => Math.min(...shares.map(({ length }) => length));
  expect(least(sharesOf(backward))).toBe(least(sharesOf(forward)));
  expect(forward.listed.length).toBeLessThanOrEqual(500 + 100);
});

test('it is known of which bodies something was left out', () => {
  const places = share(500, bodies(30, 100));
  const cut = [...places.cutBodies].map(([first]) => first!.body).sort((left, right) => left - right);
  const whole = [...share(10_000, bodies(30, 100)).cutBodies];
  expect([cut.length, whole]).toEqual([30, []]);
});

test('no change is left without a place', () => {
  const { listed } = share(500, bodies(30, 100));
  expect(new Set(listed.map(({ change }) => change)).size).toBe(100);
});

test('where a body has more alarms than its share, that is known', () => {
  const all = bodies(30, 100).map((body) => body.map((place) => ({ ...place, alarms: true })));
  expect(share(500, all).lacksAlarms).toBe(true);
});

test('no more places are made of a change that was left out, and its alarms are not forgotten', () => {
  const all = bodies(30, 100).map((body) => body.map((place) => ({ ...place, alarms: true })));
  const whole = share(10_000, all);
  expect([whole.share, whole.passesOver('99')]).toEqual([Number.POSITIVE_INFINITY, false]);
  const cut = share(500, bodies(30, 100));
  expect([cut.passesOver('50'), cut.lacksAlarms]).toEqual([true, false]);
  expect([cut.passesOver('100'), share(500, all).passesOver('99')]).toEqual([false, true]);
});

test('of places that take the room of several fewer are listed', () => {
  const { listed, isCut } = share(100, bodies(10, 10), 10);
  expect(isCut).toBe(true);
  expect(listed.length).toBeLessThanOrEqual(10 + 10); // and one of each change
});
