// Who turns out to be hurt after the roster was planned joins it: a caller that a team has claimed, a consumer that a log
// showed. Whoever is on it stays where they are, since they may have said yes; only teams that are not there are added,
// and asked at once where the others were asked before.

import type { ReleaseState } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';
import { alterByClock } from './by-clock.ts';
import type { House } from './house.ts';
import { putIntoOutbox } from './put-into-outbox.ts';
import { rosterFor } from './schedule-release.ts';
import type { Refusal, ReleaseView } from './tocsin.ts';
import { writeMessages } from './write-messages.ts';

const staffed: readonly ReleaseState[] = ['proposed', 'approved', 'announced', 'deploying', 'verifying'];

/** Answers how many people were asked. */
export async function callNewcomers(house: House, refusals: Refusal[]): Promise<number> {
  let called = 0;
  await house.onCall.refresh();
  const releases = await house.store.read((records) => records.releases());
  for (const { id } of releases.filter(({ state }) => staffed.includes(state))) {
    const owes = (view: ReleaseView) => newcomers(house, view).length > 0;
    called += await alterByClock(house, id, refusals, owes, async (work) => {
      const added = newcomers(house, work.view);
      await work.changes.setShifts(id, inRosterOrder(house, work.view, added));
      const joined = [...new Set(added.map(({ team }) => team))];
      await work.record('shift.planned', { shifts: added.map((shift) => shift.id), team: joined.join(', ') });
      const steps = await work.changes.writtenSteps(id);
      const { plan } = work.view;
      const step = plan?.steps.find(({ kind }) => kind === 'roster-call');
      if (step === undefined || !steps.some((one) => one.step === step.id && one.occasion === plan?.deployAt)) return 0;
      const messages = writeMessages(house, await work.reread(), { kind: 'roster-call', step: step.id, called: added });
      return putIntoOutbox(house, work, messages);
    });
  }
  return called;
}

/** Shifts still to come of teams that should be on the roster and are not. */
function newcomers(house: House, view: ReleaseView): readonly Shift[] {
  const { plan, shifts } = view;
  // An empty roster was lifted by an exemption, or given up with the release.
  if (plan === null || shifts.length === 0) return [];
  const present = new Set(shifts.map(({ team }) => team));
  return rosterFor(house, view, plan).filter(({ team, end }) => !present.has(team) && end > house.now());
}

function inRosterOrder(house: House, view: ReleaseView, added: readonly Shift[]): readonly Shift[] {
  const wanted = view.plan === null ? [] : rosterFor(house, view, view.plan).map(({ team }) => team);
  const placeOf = (shift: Shift) => (wanted.includes(shift.team) ? wanted.indexOf(shift.team) : wanted.length);
  return [...view.shifts, ...added].toSorted((a, b) => placeOf(a) - placeOf(b));
}
