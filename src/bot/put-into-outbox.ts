// Messages enter the outbox in the transaction of the change that they tell of, each with its event.

import type { Message, MessageKind } from '../announce/index.ts';
import type { Alteration } from './alter-release.ts';
import { callsForTesting, dueSteps, occasionOf } from './due-steps.ts';
import type { House } from './house.ts';
import { writeMessages } from './write-messages.ts';

/** Queues messages to go at once; answers how many were new. */
export async function putIntoOutbox(house: House, work: Alteration, messages: readonly Message[]): Promise<number> {
  const fresh = await work.changes.queue(messages, house.now());
  for (const { key, kind, revision, recipient } of fresh) {
    const { channel, address, name } = recipient;
    await work.record('message.queued', { key, kind, revision, channel, address, name });
  }
  return fresh.length;
}

/** Words and queues every step of the plan whose time has come; answers how many messages were new. */
export async function putDueSteps(house: House, work: Alteration): Promise<number> {
  const view = await work.reread();
  if (view.plan === null || view.release.state !== 'announced') return 0;
  let queued = 0;
  const steps = dueSteps(view.plan, await work.changes.writtenSteps(view.release.id), house.now());
  const inOne = callsForTesting(steps);
  for (const step of steps) {
    // An item that one meeting did not reach goes to the next: that is another message.
    const meeting = step.kind === 'agenda' ? `-${view.plan.meeting?.at.slice(0, 10)}` : '';
    // Two in one minute would say different days.
    if (step.kind === 'reminder') await withdrawUnsent(work, 'A later reminder took its place.', 'reminder');
    if (!(inOne && step.kind === 'call-for-testing')) {
      const occasion = { kind: step.kind, step: step.id + meeting, callsForTesting: inOne };
      queued += await putIntoOutbox(house, work, writeMessages(house, view, occasion));
    }
    await work.changes.addWrittenStep(view.release.id, {
      step: step.id,
      occasion: occasionOf(step, view.plan),
      writtenAt: house.now(),
    });
  }
  return queued;
}

/** Takes back what has not gone yet, all of it or of one kind, because something overtook it; answers what it was. */
export async function withdrawUnsent(
  work: Alteration,
  because: string,
  kind: MessageKind | null = null,
): Promise<readonly Message[]> {
  const { release, deliveries } = work.view;
  const messages = deliveries.map(({ message }) => message);
  const ofKind = messages.filter((message) => message.kind === kind).map(({ key }) => key);
  const keys = await work.changes.withdraw(release.id, because, kind === null ? undefined : ofKind);
  for (const key of keys) await work.record('message.withdrawn', { key, because });
  return messages.filter(({ key }) => keys.includes(key));
}
