// What the clock does: steps that are due become messages, messages go to their media. Called by `serve` as often as
// it says, by `tocsin tick` from cron, or by a test; doing it twice, or in two processes at once, does no more.

import type { Instant } from '../base/index.ts';
import type { Records } from '../store/index.ts';
import { askOfCallers } from './ask-of-callers.ts';
import { alterByClock, lookAgain } from './by-clock.ts';
import { callNewcomers } from './call-newcomers.ts';
import { beginRound, type DeliveryReport, deliverDue } from './deliver-due.ts';
import { dueSteps, nextStepAt } from './due-steps.ts';
import { followOnCalls } from './hand-over-shifts.ts';
import type { House } from './house.ts';
import { putDueSteps } from './put-into-outbox.ts';
import { putPortingIssues } from './put-porting-issues.ts';
import { readRepositories } from './read-repositories.ts';
import { forgetOldEvidence } from './record-evidence.ts';
import { forgetOldSearches } from './search-code.ts';
import type { Refusal, ReleaseView, TickReport } from './tocsin.ts';
import { watchLadders } from './watch-ladder.ts';

/**
 * `asksOthers`: whether on-call calendars and consumers' repositories are read again where it is their time, which takes as
 * long as they please. Nothing that is due waits for them.
 */
export async function tick(
  house: House,
  { asksOthers = true }: { readonly asksOthers?: boolean | undefined } = {},
): Promise<TickReport> {
  await house.relay.catchUp();
  await forgetOldEvidence(house);
  await forgetOldSearches(house);
  let queued = 0;
  const refusals: Refusal[] = [];
  for (const release of await house.store.read((records) => releasesWithDueSteps(house, records))) {
    const announced = ({ release: { state } }: ReleaseView) => state === 'announced';
    queued += await alterByClock(house, release, refusals, announced, (work) => putDueSteps(house, work));
  }
  const round = beginRound(house);
  const reports = [await deliverDue(house, round)];
  if (asksOthers && (await house.onCall.refresh())) queued += await followOnCalls(house, refusals);
  queued += await lookAgain(house, 'newcomers', refusals, callNewcomers);
  queued += await lookAgain(house, 'callers', refusals, askOfCallers);
  reports.push(await deliverDue(house, round));
  if (asksOthers) await readRepositories(house);
  await lookAgain(house, 'ladders', refusals, watchLadders);
  // Twice: what a repository has just refused goes to the team at once.
  for (let turn = 0; turn < 2; turn++) {
    queued += await lookAgain(house, 'portings', refusals, putPortingIssues);
    reports.push(await deliverDue(house, round));
  }
  const sum = (state: keyof DeliveryReport) => reports.reduce((total, report) => total + report[state], 0);
  const went = {
    written: sum('written'),
    delivered: sum('delivered'),
    deferred: sum('deferred'),
    refused: sum('refused'),
  };
  return { queued, ...went, refusals, nextAt: await house.store.read((records) => nextMoment(house, records)) };
}

async function releasesWithDueSteps(house: House, records: Records): Promise<readonly string[]> {
  const due: string[] = [];
  for (const { id, state } of await records.releases()) {
    if (state !== 'announced') continue;
    const plan = await records.plan(id);
    if (plan !== null && dueSteps(plan, await records.writtenSteps(id), house.now()).length > 0) due.push(id);
  }
  return due;
}

async function nextMoment(house: House, records: Records): Promise<Instant | null> {
  const moments: (Instant | null)[] = [await records.nextDelivery()];
  for (const { id, state } of await records.releases()) {
    const plan = state === 'announced' ? await records.plan(id) : null;
    if (plan !== null) moments.push(nextStepAt(plan, await records.writtenSteps(id), house.now()));
  }
  return moments.filter((moment) => moment !== null).toSorted()[0] ?? null;
}
