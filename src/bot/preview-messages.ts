// What would be sent, without sending: the same composing as the real thing, on a plan that is not written.

import type { Message, MessageKind } from '../announce/index.ts';
import { type Instant, TocsinError } from '../base/index.ts';
import type { House } from './house.ts';
import { openIssues, owedIssues } from './put-porting-issues.ts';
import { readRelease } from './read-release.ts';
import { calledShifts, planFor, rosterFor } from './schedule-release.ts';
import type { AnnouncementPreview } from './tocsin.ts';
import { type Occasion, writeMessages } from './write-messages.ts';

/** @throws TocsinError `message-refused`, `date-unlawful`, `policy-no-date` as the real thing would */
export async function previewMessages(
  house: House,
  id: string,
  kind: MessageKind | null,
  input: { readonly deployAt?: Instant } = {},
): Promise<AnnouncementPreview> {
  const prepared = await house.store.read(async (records) => {
    const view = await readRelease(house, records, id);
    const old = view.plan;
    const asked = input.deployAt !== undefined && input.deployAt !== old?.deployAt;
    const plan = old === null || asked ? await planFor(house, records, view, input.deployAt ?? null) : old;
    const threads = new Map<string, Awaited<ReturnType<typeof records.threadReceipts>>>();
    for (const { message } of view.deliveries) {
      if (!threads.has(message.thread)) threads.set(message.thread, await records.threadReceipts(message.thread));
    }
    return { view, old, plan, threads };
  });
  const { view, old, plan, threads } = prepared;
  const moves = old !== null && plan.deployAt !== old.deployAt;
  const release = moves ? { ...view.release, revision: view.release.revision + 1 } : view.release;
  const planned = { ...view, release, plan, shifts: rosterFor(house, view, plan) };

  const messages: { message: Message; dueAt: Instant }[] = [];
  const add = (written: readonly Message[], dueAt: Instant) => {
    for (const message of written) messages.push({ message, dueAt });
  };
  const write = (occasion: Occasion, dueAt: Instant) => add(writeMessages(house, planned, occasion), dueAt);
  if (kind === 'moved') {
    if (!moves || old === null) {
      throw new TocsinError('usage', 'Where to it would be moved is not said.', { hint: 'Give the new date.' });
    }
    const previous = { deployAt: old.deployAt, deployUntil: old.deployUntil };
    write({ kind, step: kind, previous, called: calledShifts(view) }, house.now());
  } else if (kind === 'cancelled') {
    write({ kind, step: kind, called: calledShifts(view) }, house.now());
  } else if (kind === 'porting-issue') {
    // Readable before the policy switches them on, which is when somebody asks what they would say.
    add(openIssues(house, planned), house.now());
  } else {
    for (const step of plan.steps) {
      if (step.kind === 'deploy' || (kind !== null && step.kind !== kind)) continue;
      write({ kind: step.kind, step: step.id }, step.at);
    }
    if (kind === null && house.policy.portingIssues) add(owedIssues(house, planned), house.now());
  }
  return {
    messages: await Promise.all(
      messages.map(async ({ message, dueAt }) => {
        const thread = { ...(threads.get(message.thread) ?? { first: null, latest: null }), mayHaveBeenSent: false };
        return {
          message,
          dueAt,
          artefact: await house.media.artefact(message, thread),
          preview: house.media.preview(message, thread),
        };
      }),
    ),
  };
}
