// What has become of a message of the plan, or when it goes: read from the outbox and from which steps were written, so
// that whoever reads the messages beforehand is not shown what went out last week as if it were still to come.

import { type Message, recipientKey } from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import { isEnded, type Plan, type ReleaseState, type Step } from '../plan/index.ts';
import { type Delivery, hasGone, type WrittenStep } from '../store/index.ts';
import { dueSteps, occasionOf } from './due-steps.ts';
import type { Outlook } from './tocsin.ts';

export interface Standing {
  readonly state: ReleaseState;
  readonly plan: Plan;
  readonly written: readonly WrittenStep[];
  readonly deliveries: readonly Delivery[];
  readonly now: Instant;
}

/** Whether the clock sends nothing of it yet. */
export function isBeforeAnnouncing(state: ReleaseState): boolean {
  return state === 'draft' || state === 'assessed' || state === 'proposed' || state === 'approved';
}

/** What stands in the outbox of it, if anything does: a message that went is shown as it went. */
export function outlookOf(
  step: Step,
  message: Message,
  { state, plan, written, deliveries, now }: Standing,
): { readonly outlook: Outlook; readonly delivery: Delivery | null } {
  const isWritten = written.some((one) => one.step === step.id && one.occasion === occasionOf(step, plan));
  // Its end is a person's word, and no step that is written by the clock.
  const delivery = isWritten || step.kind === 'done' ? latestOf(message, deliveries) : null;
  if (delivery !== null) return { outlook: outlookOfDelivery(delivery), delivery };
  const next = ahead();
  return { outlook: { ...next, at: next.state === 'due' ? now : step.at }, delivery };

  function ahead(): Pick<Outlook, 'state' | 'because'> {
    if (isEnded(state)) return { state: 'left-out', because: `the release is ${state}` };
    if (step.kind === 'done') return { state: 'planned', because: 'once somebody says that it is done' };
    if (isWritten) return { state: 'left-out', because: 'it went out before this recipient was one' };
    if (isBeforeAnnouncing(state)) {
      return step.at <= now
        ? { state: 'due', because: 'with the announcement' }
        : { state: 'planned', because: 'once it is announced' };
    }
    if (state !== 'announced') return { state: 'left-out', because: 'the deploy has begun' };
    if (step.at > now) return { state: 'planned', because: null };
    return dueSteps(plan, written, now).some(({ id }) => id === step.id)
      ? { state: 'due', because: null }
      : {
          state: 'left-out',
          because: step.kind === 'agenda' ? 'the meeting was held' : 'a later one has overtaken it',
        };
  }
}

/** `at` is when it went, or when it is tried. */
export function outlookOfDelivery({ state, dueAt, lastAttemptAt, because }: Delivery): Outlook {
  const tried = hasGone(state) || state === 'refused';
  return { state, at: tried ? (lastAttemptAt ?? dueAt) : dueAt, because };
}

/** There are several reminders, and a person may hold two shifts; of the rest one went to each. */
function latestOf(message: Message, deliveries: readonly Delivery[]): Delivery | null {
  const several = message.kind === 'reminder' || message.kind === 'roster-call';
  const own = deliveries.filter(
    ({ state, message: said }) =>
      state !== 'withdrawn' &&
      said.kind === message.kind &&
      recipientKey(said.recipient) === recipientKey(message.recipient) &&
      (!several || stepOf(said) === stepOf(message)),
  );
  return own.at(-1) ?? null;
}

/** A key is made of release, step, revision and recipient. */
function stepOf({ key, release, revision, recipient }: Message): string {
  return key.slice(release.length + 1, -`/r${revision}/${recipientKey(recipient)}`.length);
}
