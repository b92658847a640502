// What would be sent, without sending: the same composing as the real thing, on a plan that is not written.

import type { Message, MessageKind } from '../announce/index.ts';
import { counted, type Instant, TocsinError } from '../base/index.ts';
import { livingCatalog } from '../catalog/index.ts';
import { sayState } from '../plan/index.ts';
import { calledForTesting, callsForTesting, dueSteps } from './due-steps.ts';
import type { House } from './house.ts';
import { isBeforeAnnouncing, outlookOf, outlookOfDelivery, type Standing } from './outlook-of.ts';
import { openIssues, owedIssues } from './put-porting-issues.ts';
import { readRelease } from './read-release.ts';
import { readRollback } from './read-rollback.ts';
import { listOfTeam, sayListOfTeam } from './recipients.ts';
import { calledShifts, planFor, rosterFor } from './schedule-release.ts';
import { deliveriesOfNow } from './taken-up-again.ts';
import type { AnnouncementPreview, Outlook } from './tocsin.ts';
import { writeMessages } from './write-messages.ts';

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
    const rollback = kind === 'rolled-back' ? await readRollback(house, records, id, view.release.service) : null;
    return { view, old, plan, threads, rollback, written: await records.writtenSteps(id) };
  });
  const { view, old, plan, threads, rollback, written } = prepared;
  const moves = old !== null && plan.deployAt !== old.deployAt;
  const release = moves ? { ...view.release, revision: view.release.revision + 1 } : view.release;
  const then = kind === 'cancelled' || kind === 'rolled-back' ? { ...release, state: kind } : release;
  const planned = { ...view, release: then, plan, shifts: rosterFor(house, view, plan) };

  const now = house.now();
  const isOut = view.release.state === 'verifying' || view.release.state === 'done';
  const messages: { message: Message; dueAt: Instant; outlook: Outlook }[] = [];
  const add = (news: readonly Message[], outlook: Outlook) => {
    for (const message of news) messages.push({ message, dueAt: outlook.at, outlook });
  };
  const atOnce: Outlook = { state: 'due', at: now, because: null };
  if (kind === 'moved') {
    if (!moves || old === null) {
      throw new TocsinError('usage', 'Where to it would be moved is not said.', { hint: 'Give the new date.' });
    }
    const previous = { deployAt: old.deployAt, deployUntil: old.deployUntil };
    add(writeMessages(house, planned, { kind, step: kind, previous, called: calledShifts(view) }), atOnce);
  } else if (kind === 'cancelled' || kind === 'rolled-back') {
    add(writeMessages(house, planned, { kind, step: kind, called: calledShifts(view), rollback }), atOnce);
  } else if (kind === 'porting-issue') {
    // Readable before the policy switches them on, which is when somebody asks what they would say.
    for (const message of openIssues(house, planned)) add([message], outlookOfIssue(message));
  } else {
    const standing = { state: release.state, plan, written, deliveries: deliveriesOfNow(view), now };
    const calling = stepsThatCall(standing);
    for (const step of plan.steps) {
      if (calling.length > 0 && step.kind === 'call-for-testing') continue;
      if (step.kind === 'deploy' || (kind !== null && step.kind !== kind)) continue;
      const then = step.kind === 'done' && !isOut ? { ...planned, ladder: { ...view.ladder, consumers: [] } } : planned;
      // Written when it goes: a reminder counts the days from then.
      const at = step.at > now ? { ...house, now: () => step.at } : house;
      const occasion = { kind: step.kind, step: step.id, callsForTesting: calling.includes(step.id) };
      for (const composed of writeMessages(at, then, occasion)) {
        const { outlook, delivery } = outlookOf(step, composed, standing);
        messages.push({ message: delivery?.message ?? composed, dueAt: step.at, outlook });
      }
    }
    if (kind === null && house.policy.portingIssues) {
      for (const message of owedIssues(house, planned)) add([message], outlookOfIssue(message));
    }
  }
  const catalog = livingCatalog(house.catalog);
  const notes = catalog.teams.flatMap((team) => {
    const list = view.affectedTeams.includes(team.name) ? listOfTeam(team, catalog) : null;
    if (list === null) return [];
    const { because, hint } = sayListOfTeam(team, list);
    return [`${because} ${hint}`];
  });
  const foretold = !isOut && messages.some(({ message: { kind: shown } }) => shown === 'done');
  return {
    notes: [
      ...notes,
      ...(foretold
        ? [
            `${id} is not out yet: the message that it is done will also name who is then seen not to be right in production, which nobody can know now.`,
          ]
        : []),
      ...sayUnsetChannels(house, messages),
    ],
    messages: await Promise.all(
      messages.map(async ({ message, dueAt, outlook }) => {
        const thread = { ...(threads.get(message.thread) ?? { first: null, latest: null }), mayHaveBeenSent: false };
        return {
          message,
          dueAt,
          outlook,
          artefact: await house.media.artefact(message, thread),
          preview: house.media.preview(message, thread),
          text: house.media.text(message, thread),
        };
      }),
    ),
  };
  function outlookOfIssue(message: Message): Outlook {
    if (!house.policy.portingIssues) return { ...atOnce, state: 'left-out', because: 'policy.portingIssues is off' };
    if (owedIssues(house, planned).some(({ key }) => key === message.key)) {
      return { ...atOnce, because: isBeforeAnnouncing(release.state) ? 'with the announcement' : null };
    }
    const said = view.deliveries.findLast(
      ({ state, message: { porting } }) => state !== 'withdrawn' && porting?.consumer === message.porting?.consumer,
    );
    return said === undefined
      ? { ...atOnce, state: 'left-out', because: `the release is ${sayState(release.state)}` }
      : outlookOfDelivery(said);
  }
}

/** What is still to go, and would go into files alone. */
function sayUnsetChannels(
  { media }: House,
  messages: readonly { readonly message: Message; readonly outlook: Outlook }[],
): readonly string[] {
  const states: readonly Outlook['state'][] = ['due', 'planned', 'queued', 'deferred'];
  const local = messages.filter(
    ({ message, outlook: { state } }) => states.includes(state) && media.of(message.recipient.channel)?.local === true,
  );
  if (local.length === 0) return [];
  const names = [...new Set(local.map(({ message }) => message.recipient.channel))].join(', ');
  return [
    `No channel is set for ${names}: ${counted(local.length, 'message')} would only be written to ${media.outbox}, and nobody told by that. \`tocsin doctor\` says what to set.`,
  ];
}

/** The notice or the reminder that is the call for testing as well, as it went or as both will go; none where the call goes alone. */
function stepsThatCall({ plan, written, deliveries, now }: Standing): readonly string[] {
  const call = plan.steps.find(({ kind }) => kind === 'call-for-testing');
  if (call === undefined) return [];
  if (written.some(({ step }) => step === call.id)) {
    return calledForTesting(written, deliveries) ? ['break-notice'] : [];
  }
  const goesAt = ({ at }: { readonly at: Instant }) => (at < now ? now : at);
  const inOneGo = dueSteps(plan, written, goesAt(call)).filter((step) => goesAt(step) === goesAt(call));
  return callsForTesting(inOneGo) ? inOneGo.filter(({ kind }) => kind !== call.kind).map(({ id }) => id) : [];
}
