// Hours that change hands: by word of those whom they concern, or because a team's on-call calendar has somebody else now.
// Both are told in the transaction that does it, so that nobody believes in hours that are another's.

import { sayInstant, TocsinError } from '../base/index.ts';
import { type Person, personCalled } from '../catalog/index.ts';
import { followOnCall, handOver, judgeFeed, overlap, type Shift } from '../roster/index.ts';
import { type Alteration, alterRelease } from './alter-release.ts';
import { alterByClock } from './by-clock.ts';
import type { House } from './house.ts';
import { putIntoOutbox } from './put-into-outbox.ts';
import { rosterFor } from './schedule-release.ts';
import { deliveriesOfNow } from './taken-up-again.ts';
import type { Change, Refusal, ReleaseView } from './tocsin.ts';
import { demandHolder } from './vouch-for-actor.ts';
import { writeMessages } from './write-messages.ts';

/**
 * `person` is one of the catalogue's, by any of their names.
 * @throws TocsinError `not-found`, `not-allowed`, `release-state`, and `usage` where no reason is given
 */
export async function substituteShift(
  house: House,
  shiftId: string,
  input: { readonly person: string },
  change: Change,
): Promise<ReleaseView> {
  const why = change.why?.trim() ?? '';
  if (why === '') {
    throw new TocsinError('usage', 'It is not said why somebody else takes the hours.', {
      hint: 'Both are told the reason: give it with --why, or in the field “Why”.',
    });
  }
  const known = await house.store.read((records) => records.shift(shiftId));
  if (known === null) {
    throw new TocsinError('not-found', `There is no shift ${shiftId}.`, { hint: '`tocsin roster` shows the shifts.' });
  }
  const person = personCalled(house.catalog, input.person);
  if (person === undefined) {
    throw new TocsinError('not-found', `The catalogue knows nobody called ${input.person}.`, {
      hint: 'Name them as a member of a team in tocsin.yaml.',
    });
  }
  return alterRelease(house, known.release, change, async (work) => {
    const shift = work.view.shifts.find(({ id }) => id === shiftId);
    if (shift === undefined) throw new TocsinError('conflict', `The shift ${shiftId} has just been planned away.`);
    demandHolder(house.catalog, change, shift);
    if (shift.releasedAt !== null || shift.end <= house.now()) {
      const ended = shift.releasedAt === null ? 'are over' : 'were given back';
      throw new TocsinError('release-state', `The hours of ${shift.person.name} ${ended}.`, {
        hint: '`tocsin roster` shows who has hours that are still to come.',
      });
    }
    if (shift.person.email === person.email) {
      throw new TocsinError('usage', `${person.name} has these hours already.`, { hint: 'Name somebody else.' });
    }
    await demandFree(house, work, person, shift);
    const next = handOver(shift, person);
    await exchange(house, work, { team: shift.team, gone: [shift], come: [next] }, why, true);
  });
}

/** @throws TocsinError `release-state` where the person keeps other hours at that time, for this release or for another */
async function demandFree(house: House, { changes }: Alteration, person: Person, shift: Shift): Promise<void> {
  for (const { id } of await changes.releases()) {
    const own = (await changes.shifts(id)).find(
      (one) =>
        one.id !== shift.id && one.person.email === person.email && one.releasedAt === null && overlap(one, shift),
    );
    if (own === undefined) continue;
    const title = house.catalog.teams.find(({ name }) => name === own.team)?.title ?? own.team;
    throw new TocsinError(
      'release-state',
      `${person.name} is asked for ${sayInstant(own.start)} to ${sayInstant(own.end)} already, by ${title} for ${id}: nobody is there for two at once.`,
      { hint: `Name somebody else, or hand those hours over first: ${own.id}.` },
    );
  }
}

/** Answers how many messages were queued. */
export async function followOnCalls(house: House, refusals: Refusal[]): Promise<number> {
  let queued = 0;
  const releases = await house.store.read((records) => records.releases());
  for (const { id, state } of releases) {
    if (!['proposed', 'approved', 'announced', 'deploying', 'verifying'].includes(state)) continue;
    queued += await alterByClock(
      house,
      id,
      refusals,
      (view) => swapsOf(house, view).length > 0,
      async (work) => {
        let told = 0;
        for (const swap of swapsOf(house, work.view)) {
          const title = house.catalog.teams.find(({ name }) => name === swap.team)?.title ?? swap.team;
          told += await exchange(house, work, swap, `The on-call calendar of ${title} has changed.`, false);
        }
        return told;
      },
    );
  }
  return queued;
}

function swapsOf(house: House, view: ReleaseView) {
  const { plan, shifts } = view;
  if (plan === null || !shifts.some(({ onDuty }) => onDuty)) return [];
  const feeds = house.onCall.known();
  const hours = { from: plan.deployAt, until: plan.watchUntil };
  const readable = (team: string) => {
    const feed = feeds.get(team);
    const zone = house.catalog.teams.find(({ name }) => name === team)?.zone ?? 'UTC';
    return feed !== undefined && 'gaps' in judgeFeed(feed, { ...hours, zone });
  };
  return followOnCall(shifts, rosterFor(house, view, plan), { now: house.now(), readable });
}

/** Whoever was not asked for the hours before is only told of them where `always`, or where the others were asked. */
async function exchange(
  house: House,
  work: Alteration,
  {
    team,
    gone,
    come: planned,
  }: { readonly team: string; readonly gone: readonly Shift[]; readonly come: readonly Shift[] },
  why: string,
  always: boolean,
): Promise<number> {
  const before = await work.reread();
  const at = before.shifts.findIndex(({ id }) => id === gone[0]?.id);
  const rest = before.shifts.filter(({ id }) => !gone.some((one) => one.id === id));
  const come = namedApart(planned, gone, rest);
  await work.changes.setShifts(work.view.release.id, rest.toSpliced(at < 0 ? rest.length : at, 0, ...come));
  const names = (some: readonly Shift[]) => some.map(({ person }) => person.name);
  const data = { team, from: names(gone), to: names(come), shifts: come.map(({ id }) => id) };
  await work.record('shift.handed-over', data, { why });
  const asked = deliveriesOfNow(before).flatMap(({ message: { kind, recipient }, state }) =>
    kind === 'roster-call' && state !== 'withdrawn' ? [recipient.address] : [],
  );
  const ended = gone.filter(({ id }) => !come.some((one) => one.id === id));
  const told = [
    ...ended.filter(({ person }) => always || asked.includes(person.email)),
    ...(always || asked.length > 0 ? come : []),
  ];
  const times = before.history.filter(({ type }) => type === 'shift.handed-over').length;
  const messages = writeMessages(house, await work.reread(), {
    kind: 'handed-over',
    step: `handed-over-${times + 1}`,
    handedOver: { gone, come, told, why },
  });
  return putIntoOutbox(house, work, messages);
}

/** One id, one calendar entry: other hours of the same person move theirs, and what has begun keeps its own. */
function namedApart(come: readonly Shift[], gone: readonly Shift[], rest: readonly Shift[]): readonly Shift[] {
  const taken = new Set(rest.map(({ id }) => id));
  return come.map((shift) => {
    let { id } = shift;
    for (let number = 2; taken.has(id); number++) id = `${shift.id}-${number}`;
    taken.add(id);
    const before = gone.find((one) => one.id === id);
    return before === undefined ? { ...shift, id } : { ...shift, id, handovers: (before.handovers ?? 0) + 1 };
  });
}
