import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { burnDown, drawBurnDown, type LadderMove } from '../../src/ladder/index.ts';

const deployAt = '2026-03-20T14:00:00.000Z';
const move = (at: string, consumer: string, to: LadderMove['to'], done: number): LadderMove => ({
  at: `${at}T10:00:00.000Z`,
  consumer,
  to,
  contradicted: false,
  steps: { done, of: 5 },
});
const start = [move('2026-03-01', 'a', 'ground', 0), move('2026-03-01', 'b', 'ground', 0)];

describe('the burn-down', () => {
  test('counts who stood where at each moment, from the moves of the log alone', () => {
    const { points } = burnDown(
      [...start, move('2026-03-03', 'a', 'ported', 2), move('2026-03-05', 'b', null, 0)],
      deployAt,
      '2026-03-06T10:00:00.000Z',
    );
    expect(
      points.map(({ at, counts, steps }) => [at.slice(5, 10), counts.ground, counts.ported, steps.done, steps.of]),
    ).toEqual([
      ['03-01', 2, 0, 0, 10],
      ['03-03', 1, 1, 2, 10],
      ['03-05', 0, 1, 2, 5],
      ['03-06', 0, 1, 2, 5],
    ]);
  });

  test('cannot tell from few points, nor where nothing moves', () => {
    expect(burnDown([], deployAt, '2026-03-06T10:00:00.000Z').forecast.state).toBe('cannot-tell');
    const few = burnDown([...start, move('2026-03-03', 'a', 'ported', 2)], deployAt, '2026-03-04T10:00:00.000Z');
    expect(few.forecast).toMatchObject({ state: 'cannot-tell', because: expect.stringContaining('2 of 10 steps') });
    const stuck = burnDown(
      [...start, move('2026-03-02', 'a', 'aware', 1), move('2026-03-03', 'b', 'aware', 1)],
      deployAt,
      '2026-04-01T10:00:00.000Z',
    );
    expect(stuck.forecast).toMatchObject({ state: 'cannot-tell', because: expect.stringContaining('none was gained') });
  });

  test('speaks of the deploy as past once it is', () => {
    const moves = [
      ...start,
      move('2026-03-03', 'a', 'aware', 1),
      move('2026-03-05', 'b', 'aware', 1),
      move('2026-03-06', 'a', 'deployed', 4),
    ];
    const { forecast } = burnDown(moves, '2026-03-07T14:00:00.000Z', '2026-03-08T10:00:00.000Z');
    expect(forecast.because).toMatch(/The deploy was on 7 Mar 2026\.$/);
    expect(forecast.because).not.toContain('Too late');
  });

  test.each([
    ['in time', '2026-03-20T14:00:00.000Z', 'yes'],
    ['too late', '2026-03-09T14:00:00.000Z', 'no'],
  ])('goes on as it went: %s', (_, date, inTime) => {
    const moves = [
      ...start,
      move('2026-03-03', 'a', 'aware', 1),
      move('2026-03-05', 'b', 'aware', 1),
      move('2026-03-06', 'a', 'deployed', 4),
      move('2026-03-08', 'b', 'ported', 2),
    ];
    const { forecast } = burnDown(moves, date, '2026-03-08T10:00:00.000Z');
    expect(forecast).toMatchObject({ state: 'expected', inTime });
    // 6 of 10 steps in seven days: the other four take under five more.
    expect(forecast.state === 'expected' && forecast.earliest.slice(0, 10)).toBe('2026-03-13');
  });

  test('is drawn as one image that says its counts in words', () => {
    const drawn = drawBurnDown(
      'a <b> & c',
      burnDown([...start, move('2026-03-03', 'a', 'ported', 2)], deployAt, deployAt),
    );
    const { svg } = new XMLParser({ ignoreAttributes: false }).parse(drawn) as {
      svg: { title: string; polygon: { '@_points': string }[] };
    };
    expect(svg.title).toContain('a <b> & c');
    expect(svg.title).toContain('1 ported');
    expect(svg.polygon).toHaveLength(6);
    for (const { '@_points': points } of svg.polygon) expect(points).not.toMatch(/NaN|Infinity/);
  });
});
