// Dates: proposing one, moving one, and what approves it.

import { isForOneTeam, recipientKey } from '../announce/index.ts';
import { type Instant, sayInstant, TocsinError } from '../base/index.ts';
import { samePerson } from '../catalog/index.ts';
import { approvalFingerprint, assertTransition, computePlan, type Plan } from '../plan/index.ts';
import { makeRoster, type Shift } from '../roster/index.ts';
import { hasGone, instantText, type Records } from '../store/index.ts';
import { type Alteration, alterRelease } from './alter-release.ts';
import { calledForTesting } from './due-steps.ts';
import type { House } from './house.ts';
import { putDueSteps, putIntoOutbox, withdrawUnsent } from './put-into-outbox.ts';
import { announcedAtOf, dependenciesOf } from './read-release.ts';
import { deliveriesOfNow } from './taken-up-again.ts';
import type { Change, ReleaseView } from './tocsin.ts';
import { demandDecider, demandKnownPerson } from './vouch-for-actor.ts';
import { writeMessages } from './write-messages.ts';

/** The plan for a date, or for the earliest lawful one. Nothing is written. */
export async function planFor(
  house: House,
  records: Records,
  view: ReleaseView,
  deployAt: Instant | null,
  announcedAt: Instant | null = announcedAtOf(house, view),
): Promise<Plan> {
  return computePlan({
    release: view.release,
    comparison: view.comparison,
    impact: view.impact,
    catalog: house.catalog,
    policy: house.policy,
    now: house.now(),
    deployAt: deployAt === null ? null : instantText(deployAt),
    announcedAt,
    discussions: view.discussions,
    dependencies: await dependenciesOf(records, view.release.dependsOn),
  });
}

export function rosterFor(
  house: House,
  { release, comparison, impact, shifts }: Pick<ReleaseView, 'release' | 'comparison' | 'impact' | 'shifts'>,
  plan: Plan,
): readonly Shift[] {
  const onCall = house.onCall.known();
  return makeRoster({ release, plan, comparison, impact, catalog: house.catalog, onCall, previous: shifts });
}

export async function proposeRelease(
  house: House,
  id: string,
  input: { readonly deployAt?: Instant },
  change: Change,
): Promise<ReleaseView> {
  demandDecider(change, 'propose a date');
  await house.onCall.refresh();
  return alterRelease(house, id, change, async (work) => {
    assertTransition(work.view.release, 'proposed');
    const plan = await planFor(house, work.changes, work.view, input.deployAt ?? null);
    await work.save({ ...work.view.release, state: 'proposed' });
    await work.changes.addPlan(plan, house.now());
    await work.record('release.proposed', {
      deployAt: plan.deployAt,
      deployUntil: plan.deployUntil,
      earliest: plan.earliest.at,
      policyVersion: plan.policyVersion,
      exemption: plan.exemption?.id ?? null,
      against: plan.against.map(({ because }) => because),
      from: work.view.release.state,
      to: 'proposed',
    });
    await planShifts(house, work, plan);
  });
}

async function planShifts(house: House, work: Alteration, plan: Plan): Promise<void> {
  const roster = rosterFor(house, work.view, plan);
  await work.changes.setShifts(work.view.release.id, roster);
  await work.record('shift.planned', { shifts: roster.map(({ id }) => id) });
}

export async function approveRelease(house: House, id: string, change: Change): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    const { release, comparison, plan } = work.view;
    const by = change.actor.name;
    // An announced release whose date has moved is approved anew without leaving its state.
    const mayBeApproved = release.state === 'proposed' || release.state === 'approved' || release.state === 'announced';
    if (!mayBeApproved || plan === null) assertTransition(release, 'approved');
    if (plan === null) throw new TocsinError('release-state', `${id} has no plan that could be approved.`);
    demandKnownPerson(house.catalog, change, release.author);
    if (house.policy.approvals.otherThanAuthor && samePerson(house.catalog, by, release.author)) {
      throw new TocsinError('not-allowed', `${by} is the author of ${id} and cannot approve it.`, {
        hint: `Ask someone else: the policy wants a second pair of eyes. Where somebody else wrote it, \`tocsin release author ${id} --to NAME --why …\` puts that right.`,
      });
    }
    const fingerprint = approvalFingerprint(comparison, plan);
    await work.changes.addApproval(id, { by, at: house.now(), why: change.why ?? null, fingerprint });
    const gate = (await work.reread()).gates.find(({ name }) => name === 'approved');
    const state = release.state === 'proposed' && gate?.state === 'open' ? 'approved' : release.state;
    await work.save({ ...release, state });
    await work.record('release.approved', { fingerprint, deployAt: plan.deployAt, from: release.state, to: state });
  });
}

/** One action that corrects every artefact: what is queued is withdrawn, and whoever was told is told of the new date. */
export async function rescheduleRelease(
  house: House,
  id: string,
  input: { readonly deployAt: Instant },
  change: Change,
): Promise<ReleaseView> {
  demandDecider(change, 'move a date');
  await house.onCall.refresh();
  return alterRelease(house, id, change, async (work) => {
    const { release, plan: old } = work.view;
    if (old === null) {
      throw new TocsinError('release-state', `${id} has no date that could be moved.`, { hint: 'Propose one first.' });
    }
    const told = release.state === 'announced';
    assertTransition(release, told ? 'announced' : 'proposed');
    const plan = await planFor(house, work.changes, work.view, input.deployAt);
    if (plan.deployAt === old.deployAt) {
      throw new TocsinError('usage', `${id} is planned for ${sayInstant(plan.deployAt)} already.`, {
        hint: 'Give another date.',
      });
    }
    const called = calledShifts(work.view);
    const unsent = await withdrawUnsent(work, `The deploy was moved to ${plan.deployAt}.`);
    await work.save({
      ...release,
      state: told ? 'announced' : 'proposed',
      revision: told ? release.revision + 1 : release.revision,
    });
    await work.changes.addPlan(plan, house.now());
    await work.record('release.moved', {
      deployAt: plan.deployAt,
      deployUntil: plan.deployUntil,
      previously: old.deployAt,
      from: release.state,
      to: told ? 'announced' : 'proposed',
    });
    await planShifts(house, work, plan);
    if (!told) return;
    const view = await work.reread();
    // Whoever was about to hear of it for the first time hears of it with the new date instead.
    const inOne = calledForTesting(await work.changes.writtenSteps(id), deliveriesOfNow(work.view));
    const again = (['break-notice', 'call-for-testing', 'agenda'] as const).flatMap((kind) =>
      writeMessages(house, view, {
        kind,
        step: kind,
        callsForTesting: inOne,
        to: unsent.filter((message) => message.kind === kind).map(({ recipient }) => recipient),
      }),
    );
    const anew = new Set(again.map(({ recipient }) => recipientKey(recipient)));
    const heard = recipientsWhoHeard(work.view);
    const moved = writeMessages(house, view, {
      kind: 'moved',
      step: 'moved',
      why: change.why ?? null,
      previous: { deployAt: old.deployAt, deployUntil: old.deployUntil },
      called,
      to: toldRecipients(work.view).filter((one) => heard.has(recipientKey(one)) || !anew.has(recipientKey(one))),
    });
    await putIntoOutbox(house, work, [...moved, ...again]);
    await putDueSteps(house, work);
  });
}

/** Shifts whose people were asked to keep them free. */
export function calledShifts(view: ReleaseView): readonly Shift[] {
  const asked = new Set(
    deliveriesOfNow(view)
      .filter(({ message, state }) => message.recipient.audience === 'person' && state !== 'withdrawn')
      .map(({ message }) => message.recipient.address),
  );
  return view.shifts.filter(({ person }) => asked.has(person.email));
}

/** Whom something has reached, or may be reaching while this is asked; not those of whom it is known that it did not. */
function recipientsWhoHeard(view: ReleaseView): ReadonlySet<string> {
  const spoken = deliveriesOfNow(view).filter(
    ({ state, lastAttemptAt }) => hasGone(state) || (state === 'queued' && lastAttemptAt !== null),
  );
  return new Set(spoken.map(({ message }) => recipientKey(message.recipient)));
}

/** Everyone, people of the roster and the one team of an issue or question aside, who has heard of the release or is about to. */
export function toldRecipients(
  view: ReleaseView,
): readonly ReleaseView['deliveries'][number]['message']['recipient'][] {
  return deliveriesOfNow(view)
    .filter(
      ({ message, state, lastAttemptAt }) =>
        message.recipient.audience !== 'person' &&
        !isForOneTeam(message.kind) &&
        (hasGone(state) || lastAttemptAt !== null),
    )
    .map(({ message }) => message.recipient);
}
