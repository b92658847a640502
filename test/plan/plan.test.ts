import { describe, expect, test } from 'vitest';
import type { TocsinError } from '../../src/base/index.ts';
import {
  approvalFingerprint,
  assertTransition,
  computePlan,
  nextStates,
  type PlanInput,
  releaseStates,
} from '../../src/plan/index.ts';
import type { Finding } from '../../src/rules/index.ts';
import { sampleComparison, sampleImpact, samplePlan, sampleRelease } from '../support/sample-release.ts';
import { sampleOrganisation } from './sample-organisation.ts';

const now = '2026-02-10T09:00:00.000Z';
const leafExemption = { id: 'leaf', when: 'leaf', reason: 'Nothing hangs on it.', owner: 'apps' } as const;
const minorExemption = { id: 'minor', when: 'minor', reason: 'Minor releases break nobody.', owner: 'apps' } as const;
const noBreakExemption = { id: 'no-break', when: 'no-break', reason: 'Nobody notices.', owner: 'apps' } as const;
const compatible = sampleComparison({
  verdict: 'compatible',
  summary: { breaking: 0, risky: 0, safe: 3, refactors: 0, exempted: 0 },
});

function input(policy: Parameters<typeof sampleOrganisation>[0], changes: Partial<PlanInput> = {}): PlanInput {
  return {
    release: sampleRelease({ dependsOn: [], declared: 'unknown' }),
    comparison: sampleComparison(),
    impact: sampleImpact,
    ...sampleOrganisation(policy),
    now,
    ...changes,
  };
}

function thrown(act: () => unknown): TocsinError {
  try {
    act();
  } catch (error) {
    return error as TocsinError;
  }
  throw new Error('nothing was thrown');
}

describe('a policy lets a release skip the ceremony (A25)', () => {
  test('a release that breaks nobody is deployed in the next window, without notice or meeting', () => {
    const plan = computePlan(input({}, { comparison: compatible }));
    expect(plan.exemption?.id).toBe('no-break');
    expect(plan.deployAt).toBe('2026-02-10T14:00:00.000Z');
    expect(plan.meeting).toBeNull();
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['outage-notice', 'deploy', 'done']);
  });

  test('a step that the policy wants earlier than the announcement comes at once, and says that', () => {
    const whys = (plan: ReturnType<typeof computePlan>) =>
      Object.fromEntries(plan.steps.map(({ kind, because }) => [kind, because]));
    const short = computePlan(
      input({ noticeDays: { critical: 1 }, callForTestingDays: 14, rosterCallDays: 1, meeting: null }),
    );
    expect(whys(short)['call-for-testing']).toBe('At once: the deploy is less than 14 days after the announcement.');
    expect(whys(short)['roster-call']).toBe('1 day before the deploy.');
    const long = computePlan(input({ noticeDays: { critical: 30 }, callForTestingDays: 14, meeting: null }));
    expect(whys(long)['call-for-testing']).toBe('14 days before the deploy.');
  });

  test('a release of which nobody can tell whether it breaks is not exempt', () => {
    const plan = computePlan(input({}, { comparison: sampleComparison({ verdict: 'unknown' }) }));
    expect(plan.exemption).toBeNull();
    expect(plan.meeting).not.toBeNull();
  });

  test('a release that its author says breaks is not exempt, whatever the documents show', () => {
    const release = sampleRelease({ dependsOn: [], declared: 'breaks', author: 'pingou' });
    const plan = computePlan(input({}, { comparison: compatible, release }));
    expect(plan.exemption).toBeNull();
    expect(plan.remarks).toEqual([expect.stringContaining('pingou says that it breaks')]);
  });

  test('a breaking release that is marked minor is not exempt, and the plan says why', () => {
    const release = sampleRelease({ dependsOn: [], minor: true });
    const plan = computePlan(input({ exemptions: [minorExemption] }, { release }));
    expect(plan.exemption).toBeNull();
    expect(plan.remarks).toEqual([expect.stringContaining('marked minor, but one difference breaks')]);
  });

  test('a minor release that breaks nobody is exempt', () => {
    const release = sampleRelease({ dependsOn: [], minor: true, declared: 'does-not-break' });
    const plan = computePlan(input({ exemptions: [minorExemption] }, { release, comparison: compatible }));
    expect(plan.exemption?.id).toBe('minor');
  });

  test('a breaking release of a leaf service skips notice and meeting, and is announced all the same', () => {
    const release = sampleRelease({ id: 'paste-2', service: 'paste', dependsOn: [] });
    const plan = computePlan(input({ exemptions: [leafExemption] }, { release }));
    expect(plan.exemption?.id).toBe('leaf');
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['break-notice', 'outage-notice', 'deploy', 'done']);
  });

  test('an exemption for named services holds for no other leaf', () => {
    const release = sampleRelease({ id: 'paste-2', service: 'paste', dependsOn: [] });
    const plan = computePlan(input({ exemptions: [{ ...leafExemption, services: ['fas'] }] }, { release }));
    expect(plan.exemption).toBeNull();
  });

  test('an expired exemption does not hold and says whose it was', () => {
    const release = sampleRelease({ id: 'paste-2', service: 'paste', dependsOn: [] });
    const plan = computePlan(input({ exemptions: [{ ...leafExemption, until: '2026-02-09' }] }, { release }));
    expect(plan.exemption).toBeNull();
    expect(plan.remarks).toEqual([expect.stringMatching(/ended on 9 Feb 2026: apps has to renew it/)]);
  });

  test('an exemption holds on its last day', () => {
    const policy = { exemptions: [{ ...noBreakExemption, until: '2026-02-10' }] };
    expect(computePlan(input(policy, { comparison: compatible })).exemption?.id).toBe('no-break');
  });

  test('an exemption that ends before the deploy does not hold', () => {
    const policy = {
      exemptions: [{ ...noBreakExemption, until: '2026-02-10' }],
      deployWindow: { weekdays: ['thursday' as const] },
    };
    const plan = computePlan(input(policy, { comparison: compatible }));
    expect(plan.exemption).toBeNull();
    expect(plan.remarks).toEqual([expect.stringContaining('before the deploy')]);
  });

  test('a service for which the group has not decided is named as an open question (A26)', () => {
    const plan = computePlan(input({ undecided: [{ service: 'pkgdb', question: 'Is it essential?' }] }));
    expect(plan.exemption).toBeNull();
    expect(plan.remarks).toEqual([expect.stringContaining('Is it essential?')]);
  });
});

describe('a date that someone wishes for', () => {
  const policy = {
    noticeDays: { critical: 14 },
    deployWindow: { weekdays: ['tuesday', 'wednesday'] as ('tuesday' | 'wednesday')[], time: '14:00' },
    freezes: [{ name: 'Beta freeze', from: '2026-03-16', until: '2026-03-18' }],
  };

  test('is taken where it is lawful', () => {
    const plan = computePlan(input(policy, { deployAt: '2026-03-11T14:00:00.000Z' }));
    expect(plan.deployAt).toBe('2026-03-11T14:00:00.000Z');
    expect(plan.deployUntil).toBe('2026-03-11T18:00:00.000Z');
    expect(plan.earliest.at).toBe('2026-02-24T14:00:00.000Z');
    expect(plan.against).toEqual([]);
  });

  test.each([
    { date: '2026-02-17T14:00:00.000Z', because: '14 days of notice' },
    { date: '2026-03-12T14:00:00.000Z', because: 'Deploys start on Tuesdays, Wednesdays at 14:00' },
    { date: '2026-03-11T15:00:00.000Z', because: 'Deploys start on Tuesdays, Wednesdays at 14:00' },
    { date: '2026-03-17T14:00:00.000Z', because: 'Beta freeze' },
    { date: '2026-02-03T14:00:00.000Z', because: 'past' },
  ])('$date is refused, because of: $because', ({ date, because }) => {
    const error = thrown(() => computePlan(input(policy, { deployAt: date })));
    expect(error.code).toBe('date-unlawful');
    expect(error.exit).toBe(1);
    expect(error.message).toContain(because);
    expect(error.hint).toContain('2026-02-24T14:00:00.000Z');
  });

  test('in a freeze is answered with the first lawful one from then on, and the earliest of all', () => {
    const error = thrown(() => computePlan(input(policy, { deployAt: '2026-03-17T14:00:00.000Z' })));
    expect(error.hint).toBe(
      'The first lawful date from then on is Tue 24 Mar 2026 14:00 UTC (2026-03-24T14:00:00.000Z). The earliest lawful date is Tue 24 Feb 2026 14:00 UTC (2026-02-24T14:00:00.000Z).',
    );
  });

  test('is taken, with what it goes against, where the policy only warns', () => {
    const warned = { ...policy, gates: { notice: 'warn' as const } };
    const plan = computePlan(input(warned, { deployAt: '2026-02-17T14:00:00.000Z' }));
    expect(plan.deployAt).toBe('2026-02-17T14:00:00.000Z');
    expect(plan.against.map(({ constraint }) => constraint)).toEqual(['notice']);
  });
});

describe('the steps', () => {
  const policy = { noticeDays: { critical: 28 }, reminderDays: [7, 1], deployWindow: { zone: 'Europe/Paris' } };

  test('keep their local hour over a change of the clocks', () => {
    const { steps, deployAt } = computePlan(input(policy, { now: '2026-03-02T08:00:00.000Z' }));
    const at = Object.fromEntries(steps.map((step) => [step.id, step.at]));
    expect(deployAt).toBe('2026-03-30T12:00:00.000Z'); // Monday, 14:00 in summer time
    expect(at['reminder-1']).toBe('2026-03-29T12:00:00.000Z'); // the day of the change, 14:00 in summer time
    expect(at['reminder-7']).toBe('2026-03-23T13:00:00.000Z'); // 14:00 in winter time
  });

  test('have a notice of their own besides the outage notice (A3), and the agenda before it closes (A6)', () => {
    const { steps, meeting, earliest } = computePlan(input(policy, { now: '2026-03-02T08:00:00.000Z' }));
    expect(meeting).toEqual({ name: 'weekly', at: '2026-03-05T17:00:00.000Z' });
    // Not before its end: the sentence says how the one moment leads to the other.
    expect(earliest.reasons.find(({ constraint }) => constraint === 'meeting')).toMatchObject({
      notBefore: '2026-03-05T18:00:00.000Z',
      because: expect.stringMatching(/it meets on Thu 5 Mar 2026 17:00 UTC, for 60 minutes\.$/),
    });
    const kinds = steps.map(({ kind }) => kind);
    expect(kinds).toContain('break-notice');
    expect(kinds).toContain('outage-notice');
    const agenda = steps.find(({ kind }) => kind === 'agenda');
    expect(agenda?.at).toBe('2026-03-03T17:00:00.000Z');
    expect(agenda?.because).toMatch(/^A day before the agenda of [A-Z]/); // its title, as people call it
  });

  test('a moved date moves the steps and keeps their names', () => {
    const before = computePlan(input(policy));
    const after = computePlan(input(policy, { deployAt: '2026-04-07T12:00:00.000Z' }));
    expect(after.steps.map(({ id }) => id).sort()).toEqual(before.steps.map(({ id }) => id).sort());
    expect(after.steps.find(({ id }) => id === 'reminder-7')?.at).toBe('2026-03-31T12:00:00.000Z');
  });

  test('a reminder that would come before the announcement is left out', () => {
    const { steps } = computePlan(
      input({ ...policy, noticeDays: { critical: 3 }, meeting: null, reminderDays: [7, 1] }),
    );
    expect(steps.map(({ id }) => id)).not.toContain('reminder-7');
    expect(steps.map(({ id }) => id)).toContain('reminder-1');
  });

  test('a recorded discussion leaves the agenda where it was', () => {
    const announcedAt = '2026-03-02T08:00:00.000Z';
    const before = computePlan(input(policy, { now: announcedAt, announcedAt }));
    const discussed = { meeting: 'weekly', at: '2026-03-05T17:41:00.000Z', outcome: 'agreed' as const };
    const now = '2026-03-06T08:00:00.000Z';
    const after = computePlan(input(policy, { now, announcedAt, deployAt: before.deployAt, discussions: [discussed] }));
    expect(after.steps).toEqual(before.steps);
    expect(after.meeting).toEqual(before.meeting);
  });
});

describe('an approval', () => {
  const finding = (fingerprint: string, severity: Finding['severity']) =>
    ({ fingerprint, severity, exemption: null, message: 'as before' }) as Finding;
  const comparison = sampleComparison({ findings: [finding('a', 'breaking'), finding('b', 'safe')] });
  const plan = samplePlan();
  const approved = approvalFingerprint(comparison, plan);

  test('outlives another order, other words and another engine', () => {
    const reworded = {
      ...comparison,
      engine: { name: 'tocsin' as const, version: '9' },
      findings: [finding('b', 'safe'), { ...finding('a', 'breaking'), message: 'in other words' }],
    };
    expect(approvalFingerprint(reworded, plan)).toBe(approved);
  });

  test.each([
    ['a finding comes', { findings: [...comparison.findings, finding('c', 'risky')] }],
    ['a finding goes', { findings: comparison.findings.slice(1) }],
    ['a finding becomes worse', { findings: [finding('a', 'breaking'), finding('b', 'risky')] }],
    ['the verdict changes', { verdict: 'unknown' as const }],
  ])('falls when %s', (_, change) => {
    expect(approvalFingerprint({ ...comparison, ...change }, plan)).not.toBe(approved);
  });

  test('falls when the date changes', () => {
    expect(approvalFingerprint(comparison, samplePlan({ deployAt: '2026-03-19T14:00:00.000Z' }))).not.toBe(approved);
  });
});

describe('a release', () => {
  test('may only become what the table allows, and is told what that is', () => {
    const error = thrown(() => assertTransition({ id: 'pkgdb-2.0', state: 'announced' }, 'approved'));
    expect(error.code).toBe('release-state');
    expect(error.message).toBe('pkgdb-2.0 is announced and cannot become approved.');
    expect(error.hint).toContain('deploying');
    const twice = thrown(() => assertTransition({ id: 'pkgdb-2.0', state: 'done' }, 'done'));
    expect(twice.message).toBe('pkgdb-2.0 is done already.');
  });

  test.each([
    ['draft', 'announced', 'Assess it first: tocsin release assess.'],
    ['assessed', 'approved', 'Propose a date first: tocsin release propose r-1.'],
    ['proposed', 'announced', 'Have it approved first: tocsin release approve r-1.'],
    ['approved', 'deploying', 'Announce it first: tocsin release announce r-1.'],
    ['announced', 'done', 'Begin the deploy first: tocsin release deploy r-1.'],
    ['deploying', 'done', 'Verify it first: tocsin release verify r-1.'],
    ['announced', 'rolled-back', 'Nothing is deployed yet; to call it off: tocsin release cancel r-1.'],
    ['done', 'cancelled', 'It is past that: from done it may only become rolled back.'],
    ['rolled-back', 'proposed', 'Assess what comes instead of it first: tocsin release assess.'],
    ['cancelled', 'proposed', 'It was called off; to plan it again, assess it: tocsin release assess.'],
  ] as const)('that is %s and cannot become %s yet says what to do', (state, next, hint) => {
    expect(thrown(() => assertTransition({ id: 'r-1', state }, next)).hint).toBe(hint);
  });

  test('may do what the table allows', () => {
    for (const state of releaseStates) for (const next of nextStates[state]) assertTransition({ id: 'r', state }, next);
  });

  test('can always still be brought to an end', () => {
    const ends = new Set(['done', 'cancelled']);
    for (let size = 0; size < ends.size; ) {
      size = ends.size;
      for (const state of releaseStates) if (nextStates[state].some((next) => ends.has(next))) ends.add(state);
    }
    expect(releaseStates.filter((state) => !ends.has(state))).toEqual([]);
  });
});
