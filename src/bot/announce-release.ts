// From here on people are told: now what is due, later the rest by the clock.

import { TocsinError } from '../base/index.ts';
import { assertTransition } from '../plan/index.ts';
import { alterRelease } from './alter-release.ts';
import type { House } from './house.ts';
import { putDueSteps, putIntoOutbox } from './put-into-outbox.ts';
import { announcedAtOf } from './read-release.ts';
import { calledShifts, planFor, rosterFor, toldRecipients } from './schedule-release.ts';
import { historyOfNow } from './taken-up-again.ts';
import type { Change, ReleaseView } from './tocsin.ts';
import { demandDecider } from './vouch-for-actor.ts';
import { writeMessages } from './write-messages.ts';

/**
 * @throws TocsinError `release-state` where it is not approved, `date-unlawful` where the date cannot be kept any more
 * if people are told only now, `message-refused` where a template leaves out what must be said: then nothing is queued
 */
export async function announceRelease(house: House, id: string, change: Change): Promise<ReleaseView> {
  demandDecider(change, 'announce a release');
  return alterRelease(house, id, change, async (work) => {
    const { view } = work;
    if (view.plan === null) {
      throw new TocsinError('release-state', `${id} has no date that could be announced.`, {
        hint: 'Propose one first.',
      });
    }
    const approval = view.gates.find(({ name }) => name === 'approved');
    // Where the policy asks for no approval, or only advises one, nobody has to give it.
    const free = view.release.state === 'proposed' && (approval?.state === 'open' || approval?.mode !== 'enforce');
    assertTransition(free ? { ...view.release, state: 'approved' } : view.release, 'announced');

    const previous = lastAnnounced(view);
    const plan = await planFor(
      house,
      work.changes,
      view,
      view.plan.deployAt,
      announcedAtOf(house, view) ?? house.now(),
    );
    await work.save({ ...view.release, state: 'announced' });
    await work.changes.addPlan(plan, house.now());
    await work.changes.setShifts(id, rosterFor(house, view, plan));
    await work.record('release.announced', {
      deployAt: plan.deployAt,
      deployUntil: plan.deployUntil,
      from: view.release.state,
      to: 'announced',
    });
    await putDueSteps(house, work);
    if (previous !== null && previous.deployAt !== plan.deployAt) {
      const messages = writeMessages(house, await work.reread(), {
        kind: 'moved',
        step: 'moved',
        why: change.why ?? null,
        previous,
        called: calledShifts(view),
        to: toldRecipients(view),
      });
      await putIntoOutbox(house, work, messages);
    }
  });
}

/** The window of which people were told last; null where they were told of none. */
function lastAnnounced({ history }: ReleaseView): { readonly deployAt: string; readonly deployUntil: string } | null {
  const told = historyOfNow(history).findLast(
    ({ type, data }) => type === 'release.announced' || (type === 'release.moved' && data.to === 'announced'),
  );
  const { deployAt, deployUntil } = told?.data ?? {};
  return typeof deployAt === 'string' && typeof deployUntil === 'string' ? { deployAt, deployUntil } : null;
}
