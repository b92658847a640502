// Messages enter the outbox in the transaction of the change that they tell of, each with its event.

import type { Message } from '../announce/index.ts';
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

/** Takes back what has not gone yet, because something overtook it; answers what it was. */
export async function withdrawUnsent(work: Alteration, because: string): Promise<readonly Message[]> {
  const keys = await work.changes.withdraw(work.view.release.id, because);
  for (const key of keys) await work.record('message.withdrawn', { key, because });
  return work.view.deliveries.flatMap(({ message }) => (keys.includes(message.key) ? [message] : []));
}
