import { describe, expect, test } from 'vitest';
import { backOffSeconds } from '../../src/bot/back-off.ts';
import { dueSteps, nextStepAt, occasionOf } from '../../src/bot/due-steps.ts';
import type { Plan, Step } from '../../src/plan/index.ts';
import { samplePlan } from '../support/sample-release.ts';

const step = (id: string, kind: Step['kind'], at: string): Step => ({ id, kind, at: `${at}:00.000Z`, because: '' });

const plan: Plan = samplePlan({
  deployAt: '2026-03-12T14:00:00.000Z',
  deployUntil: '2026-03-12T22:00:00.000Z',
  meeting: { name: 'weekly', at: '2026-03-05T18:00:00.000Z' },
  steps: [
    step('break-notice', 'break-notice', '2026-02-20T09:00'),
    step('agenda', 'agenda', '2026-03-04T18:00'),
    step('reminder-7', 'reminder', '2026-03-05T14:00'),
    step('reminder-1', 'reminder', '2026-03-11T14:00'),
    step('deploy', 'deploy', '2026-03-12T14:00'),
    step('done', 'done', '2026-03-12T22:00'),
  ],
});
const written = (...ids: string[]) =>
  plan.steps
    .filter(({ id }) => ids.includes(id))
    .map((one) => ({ step: one.id, occasion: occasionOf(one, plan), writtenAt: one.at }));
const dueAt = (now: string, ...ids: string[]) => dueSteps(plan, written(...ids), now).map(({ id }) => id);

describe('a step is due', () => {
  test.each([
    ['not before its time', '2026-02-20T08:59:59.999Z', [], []],
    ['from its time on', '2026-02-20T09:00:00.000Z', [], ['break-notice']],
    ['once', '2026-03-01T00:00:00.000Z', ['break-notice'], []],
    ['late rather than never', '2026-03-05T17:00:00.000Z', [], ['break-notice', 'agenda', 'reminder-7']],
    ['unless a later reminder is due', '2026-03-11T15:00:00.000Z', ['break-notice', 'agenda'], ['reminder-1']],
    ['no earlier reminder after a later one', '2026-03-11T15:00:00.000Z', ['break-notice', 'agenda', 'reminder-1'], []],
    ['unless the meeting was held', '2026-03-06T00:00:00.000Z', ['break-notice', 'reminder-7'], []],
    ['never as the deploy itself', '2026-03-12T15:00:00.000Z', ['break-notice', 'agenda', 'reminder-1'], []],
    ['not after the deploy window', '2026-03-12T22:00:00.000Z', [], []],
  ])('%s', (_, now, done, expected) => {
    expect(dueAt(now, ...done)).toEqual(expected);
  });

  test('again for another date, but the break notice only once', () => {
    const moved = { ...plan, deployAt: '2026-03-19T14:00:00.000Z', deployUntil: '2026-03-19T22:00:00.000Z' };
    const done = written('break-notice', 'agenda', 'reminder-7', 'reminder-1');
    expect(dueSteps(moved, done, '2026-03-11T15:00:00.000Z').map(({ id }) => id)).toEqual(['reminder-1']);
  });

  test('again for the next meeting', () => {
    const carried = { ...plan, meeting: { name: 'weekly', at: '2026-03-12T18:00:00.000Z' } };
    expect(
      dueSteps(carried, written('break-notice', 'agenda'), '2026-03-05T00:00:00.000Z').map(({ id }) => id),
    ).toEqual(['agenda']);
  });
});

test('the next moment is that of the first step that is still to come', () => {
  expect(nextStepAt(plan, written('break-notice'), '2026-02-21T00:00:00.000Z')).toBe('2026-03-04T18:00:00.000Z');
  expect(nextStepAt(plan, [], '2026-03-12T00:00:00.000Z')).toBeNull();
});

describe('the pause before the next attempt', () => {
  test.each([
    [1, 0, 15],
    [1, 0.999, 29.985],
    [2, 0, 30],
    [5, 0, 240],
    [30, 0, 1800],
    [30, 0.5, 2700],
  ])('after attempt %i with chance %f is %f seconds', (attempt, random, seconds) => {
    expect(backOffSeconds(attempt, random, null)).toBeCloseTo(seconds, 6);
  });

  test('is never shorter than the medium asks for', () => {
    for (const random of [0, 0.3, 0.999]) {
      for (const asked of [0, 1, 60, 3600]) {
        expect(backOffSeconds(1, random, asked)).toBeGreaterThanOrEqual(asked);
        expect(backOffSeconds(1, random, asked)).toBeLessThanOrEqual(asked + 30);
      }
    }
  });
});
