// The deploy day and the ways out: start, verify, done, rolled back, cancelled.

import { type Instant, sayInstant, TocsinError } from '../base/index.ts';
import { type Ladder, sayWrong, wrongInProduction } from '../ladder/index.ts';
import { assertTransition, blockingGates, sayPurpose } from '../plan/index.ts';
import { instantText } from '../store/index.ts';
import { type Alteration, alterRelease } from './alter-release.ts';
import { dueSteps } from './due-steps.ts';
import type { House } from './house.ts';
import { putIntoOutbox, withdrawUnsent } from './put-into-outbox.ts';
import { readRollback } from './read-rollback.ts';
import { calledShifts, toldRecipients } from './schedule-release.ts';
import type { Change, ReleaseView } from './tocsin.ts';
import { demandDecider } from './vouch-for-actor.ts';
import { type Occasion, writeMessages } from './write-messages.ts';

/**
 * @throws TocsinError `gate-closed`, which names the gates and what opens them; `date-unlawful` outside the window of
 * which people were told
 */
export async function startDeploy(house: House, id: string, change: Change): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    const { release, gates, plan } = work.view;
    assertTransition(release, 'deploying');
    const blocking = blockingGates(gates);
    if (blocking.length > 0) {
      const reasons = blocking.map((gate) => `${gate.name} (${gate.state}; it ${sayPurpose(gate)}): ${gate.because}`);
      throw new TocsinError('gate-closed', `${id} may not be deployed.\n${reasons.join('\n')}`, {
        hint: blocking.flatMap(({ wouldOpen }) => (wouldOpen === null ? [] : [wouldOpen])).join(' '),
      });
    }
    // Nobody keeps hours free for an exempt release, so it may go at any time.
    const now = house.now();
    if (plan !== null && plan.exemption === null && (now < plan.deployAt || now >= plan.deployUntil)) {
      throw new TocsinError(
        'date-unlawful',
        `${id} is announced for ${sayInstant(plan.deployAt)} to ${sayInstant(plan.deployUntil)}, and it is ${sayInstant(now)} now.`,
        {
          hint: `Deploy within that window, or move the date, so that everyone hears of it: \`tocsin release move ${id} --deploy-at DATE\`.`,
        },
      );
    }
    // A reminder that has not gone is of no use once it happens; that it has not gone is said all the same.
    const unwritten = plan === null ? [] : dueSteps(plan, await work.changes.writtenSteps(id), now);
    const withdrawn = await withdrawUnsent(work, 'The deploy has begun.');
    const unsent = [...new Set([...unwritten, ...withdrawn].map(({ kind }) => kind))];
    await work.save({ ...release, state: 'deploying' });
    const warned = gates.filter(({ state, mode }) => state !== 'open' && mode !== 'enforce');
    await work.record('release.deploying', {
      from: release.state,
      to: 'deploying',
      unsent,
      notOpen: warned.map(({ name, state, mode }) => ({ name, state, mode })),
    });
  });
}

/** @throws TocsinError `usage` where `at` lies before the deploy or is still to come */
export function startVerifying(
  house: House,
  id: string,
  input: { readonly at?: Instant },
  change: Change,
): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    const { release, history } = work.view;
    assertTransition(release, 'verifying');
    const liveAt = input.at === undefined ? house.now() : instantText(input.at);
    const begunAt = history.findLast(({ type }) => type === 'release.deploying')?.at;
    if (liveAt > house.now() || (begunAt !== undefined && liveAt < begunAt)) {
      throw new TocsinError('usage', `${id} cannot have been out on ${sayInstant(liveAt)}.`, {
        hint: `Its deploy began on ${begunAt === undefined ? 'a day that is not known' : sayInstant(begunAt)}, and it is ${sayInstant(house.now())} now.`,
      });
    }
    await work.save({ ...release, state: 'verifying' });
    await work.record('release.verifying', { from: release.state, to: 'verifying', liveAt });
  });
}

/** Whoever was told of the break is told that the old API is back: what was ported in between may fail now. */
export async function rollBack(house: House, id: string, change: Change): Promise<ReleaseView> {
  // Remembered for the transaction, in which others wait.
  await house.store.read(async (records) => {
    const known = await records.release(id);
    if (known !== null) await readRollback(house, records, id, known.release.service);
  });
  return alterRelease(house, id, change, async (work) => {
    const { release } = work.view;
    assertTransition(release, 'rolled-back');
    // Raised, so that calendars take the end of it for newer than what they have.
    await work.save({ ...release, state: 'rolled-back', revision: release.revision + 1 });
    await work.record('release.rolled-back', { from: release.state, to: 'rolled-back' });
    const called = calledShifts(work.view).filter(({ releasedAt }) => releasedAt === null);
    const held = work.view.shifts.filter(({ releasedAt }) => releasedAt === null);
    for (const shift of held) await work.changes.changeShift({ ...shift, releasedAt: house.now() });
    for (const [team, own] of Map.groupBy(held, (shift) => shift.team)) {
      await work.record('shift.released', { team, shifts: own.map((shift) => shift.id) });
    }
    const rollback = await readRollback(house, work.changes, release.id, release.service);
    await tellTheEnd(house, work, 'rolled-back', change, { called, rollback });
  });
}

/** @throws TocsinError `release-state` where consumers are not right in production and nobody says why it is done all the same */
export async function completeRelease(house: House, id: string, change: Change): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    const { release, ladder } = work.view;
    assertTransition(release, 'done');
    const { consumers } = ladder;
    demandReasonWhereWrong(consumers, `${id} is done`, change);
    await work.save({ ...release, state: 'done' });
    await work.record('release.done', { from: release.state, to: 'done', ...unfinished(consumers) });
    await tellTheEnd(house, work, 'done', change);
  });
}

/** @throws TocsinError `release-state`, naming who is not right and how, where no reason is given */
export function demandReasonWhereWrong(consumers: Ladder['consumers'], what: string, { why }: Change): void {
  const wrong = wrongInProduction({ consumers });
  if (wrong.length === 0 || (why ?? '').trim() !== '') return;
  throw new TocsinError(
    'release-state',
    `Nobody said why ${what} although what was seen in production speaks against it.\n${wrong.map(sayWrong).join('\n')}`,
    {
      hint: 'Mend it or take the release back; or give the reason (--why, or the field “Why”), which everyone can read.',
    },
  );
}

/** Who was not done, whose calls failed (`broken`), and who was not right in another way, when it was decided: for the log. */
export function unfinished(
  consumers: Ladder['consumers'],
): Readonly<Record<'notDone' | 'broken' | 'contradicted', readonly string[]>> {
  const names = (some: Ladder['consumers']) => some.map(({ consumer }) => consumer);
  const { fails = [], other = [] } = Object.groupBy(wrongInProduction({ consumers }), ({ harm }) =>
    harm === 'production-fails' ? 'fails' : 'other',
  );
  return {
    notDone: names(consumers.filter(({ climbed }) => !climbed)),
    broken: names(fails.map(({ consumer }) => consumer)),
    contradicted: names(other.map(({ consumer }) => consumer)),
  };
}

/** To all who were told before, the meeting's agenda aside. */
async function tellTheEnd(
  house: House,
  work: Alteration,
  kind: 'done' | 'rolled-back',
  { why }: Change,
  more: Pick<Occasion, 'called' | 'rollback'> = {},
): Promise<void> {
  const to = toldRecipients(work.view).filter(({ audience }) => audience !== 'meeting');
  const messages = writeMessages(house, await work.reread(), { kind, step: kind, why: why ?? null, to, ...more });
  await putIntoOutbox(house, work, messages);
}

/**
 * Whoever was told is told that it does not happen, and why; calendars lose the entry.
 * @throws TocsinError `usage` where people were told of it and no reason is given
 */
export async function cancelRelease(house: House, id: string, change: Change): Promise<ReleaseView> {
  demandDecider(change, 'cancel a release');
  return alterRelease(house, id, change, async (work) => {
    const { release, plan } = work.view;
    assertTransition(release, 'cancelled');
    const told = toldRecipients(work.view);
    const called = calledShifts(work.view);
    if (told.length + called.length > 0 && (change.why ?? '').trim() === '') {
      throw new TocsinError('usage', `Nobody said why ${id} is called off, and those who were told of it will ask.`, {
        hint: 'Give the reason (--why, or the field “Why”): the message says it, and none can be added later.',
      });
    }
    await withdrawUnsent(work, 'The release was cancelled.');
    await work.save({ ...release, state: 'cancelled', revision: release.revision + 1 });
    await work.record('release.cancelled', { from: release.state, to: 'cancelled', deployAt: plan?.deployAt ?? null });
    if (work.view.shifts.length > 0) {
      await work.changes.setShifts(id, []);
      await work.record('shift.planned', { shifts: [] });
    }
    if (told.length === 0 && called.length === 0) return;
    const messages = writeMessages(house, await work.reread(), {
      kind: 'cancelled',
      step: 'cancelled',
      why: change.why ?? null,
      called,
      to: told,
    });
    await putIntoOutbox(house, work, messages);
  });
}
