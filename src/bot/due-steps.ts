// Which steps of a plan are to be put into words now. A step is remembered by what it was for: the break notice once,
// the agenda once for each meeting, the rest once for each deploy date, so that a date that moves is reminded of anew.

import type { MessageKind } from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import type { Plan, Step } from '../plan/index.ts';
import type { Delivery, WrittenStep } from '../store/index.ts';
import type { DatedStep } from './tocsin.ts';

export interface DueStep extends Step {
  readonly kind: Exclude<Step['kind'], 'deploy' | 'done'> & MessageKind;
}

/** What a step is for: written once for each occasion. */
export function occasionOf(step: Pick<Step, 'kind'>, plan: Plan): string {
  switch (step.kind) {
    case 'break-notice':
    case 'call-for-testing':
      return 'once';
    case 'agenda':
      return plan.meeting?.at ?? 'once';
    default:
      return plan.deployAt;
  }
}

/** All of them in order, each at when it goes, or at when it went. */
export function datedSteps(plan: Plan, written: readonly WrittenStep[]): readonly DatedStep[] {
  return plan.steps
    .map((step) => {
      const went = written.find((one) => one.step === step.id && one.occasion === occasionOf(step, plan));
      return went === undefined
        ? { ...step, isWritten: false }
        : { ...step, at: went.writtenAt, because: 'It went out.', isWritten: true };
    })
    .toSorted((a, b) => a.at.localeCompare(b.at));
}

/** Steps that are words and not written yet, in order. The deploy itself and its end are a person's, not the clock's. */
function openSteps(plan: Plan, written: readonly WrittenStep[]): readonly DueStep[] {
  return plan.steps.filter(
    (step): step is DueStep =>
      step.kind !== 'deploy' &&
      step.kind !== 'done' &&
      !written.some((one) => one.step === step.id && one.occasion === occasionOf(step, plan)),
  );
}

/**
 * Open steps whose time has come. After a pause of the clock a reminder that a later one has overtaken is left out:
 * nobody wants to be told of seven days when one is left. Nor does an item go to a meeting that was held. After the deploy
 * window nothing is due.
 */
export function dueSteps(plan: Plan, written: readonly WrittenStep[], now: Instant): readonly DueStep[] {
  if (now >= plan.deployUntil) return [];
  const lastReminder = plan.steps.findLast(({ kind, at }) => kind === 'reminder' && at <= now);
  return openSteps(plan, written).filter(
    ({ id, kind, at }) =>
      at <= now && (kind !== 'reminder' || id === lastReminder?.id) && (kind !== 'agenda' || !isHeld(plan, now)),
  );
}

/** A meeting that sits, or sat, reads its agenda no more. */
export function isHeld({ meeting }: Pick<Plan, 'meeting'>, now: Instant): boolean {
  return meeting !== null && meeting.at <= now;
}

/**
 * Whether the break notice, or a reminder, calls for testing as well: where both are due at once, each reader gets one
 * message that says both. `steps` are those that are written in one go.
 */
export function callsForTesting(steps: readonly { readonly kind: string }[]): boolean {
  return (
    steps.some(({ kind }) => kind === 'break-notice' || kind === 'reminder') &&
    steps.some(({ kind }) => kind === 'call-for-testing')
  );
}

/** Whether the notice or reminder that was written was the call for testing as well, so that none of its own was. */
export function calledForTesting(written: readonly WrittenStep[], deliveries: readonly Delivery[]): boolean {
  return (
    written.some(({ step }) => step === 'call-for-testing') &&
    !deliveries.some(({ message, state }) => message.kind === 'call-for-testing' && state !== 'withdrawn')
  );
}

/** When the next open step becomes due; null where none is left. */
export function nextStepAt(plan: Plan, written: readonly WrittenStep[], now: Instant): Instant | null {
  return openSteps(plan, written).find(({ at }) => at > now)?.at ?? null;
}
