// What the clock does: steps that are due become messages, messages go to their media. Called by `serve` as often as
// it says, by `tocsin tick` from cron, or by a test; doing it twice, or in two processes at once, does no more.

import type { Instant } from '../base/index.ts';
import type { Records } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import { askOfCallers } from './ask-of-callers.ts';
import { callNewcomers } from './call-newcomers.ts';
import { deliverDue } from './deliver-due.ts';
import { dueSteps, nextStepAt } from './due-steps.ts';
import type { House } from './house.ts';
import { clockActor, putDueSteps } from './put-into-outbox.ts';
import { putPortingIssues } from './put-porting-issues.ts';
import { readPortings } from './read-portings.ts';
import { forgetOldEvidence } from './record-evidence.ts';
import { forgetOldSearches } from './search-code.ts';
import type { TickReport } from './tocsin.ts';
import { watchLadders } from './watch-ladder.ts';

export async function tick(house: House): Promise<TickReport> {
  await house.relay.catchUp();
  await forgetOldEvidence(house);
  await forgetOldSearches(house);
  let queued = 0;
  const refusals: { release: string; because: string }[] = [];
  for (const release of await house.store.read((records) => releasesWithDueSteps(house, records))) {
    try {
      let put = 0;
      await alterRelease(house, release, { actor: clockActor }, async (work) => {
        put = await putDueSteps(house, work);
      });
      queued += put;
    } catch (error) {
      // A template that refuses one release's message must not keep the others, and what is queued, from going.
      refusals.push({ release, because: (error as Error).message });
    }
  }
  queued += await callNewcomers(house, refusals);
  queued += await askOfCallers(house, refusals);
  await readPortings(house);
  await watchLadders(house);
  queued += await putPortingIssues(house, refusals);
  const first = await deliverDue(house);
  // What a repository has just refused goes to the team at once.
  queued += await putPortingIssues(house, refusals);
  const then = await deliverDue(house);
  const delivered = {
    delivered: first.delivered + then.delivered,
    deferred: first.deferred + then.deferred,
    refused: first.refused + then.refused,
  };
  return { queued, ...delivered, refusals, nextAt: await house.store.read((records) => nextMoment(house, records)) };
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
