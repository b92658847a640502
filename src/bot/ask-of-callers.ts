// A caller that was forwarded is asked of its team: by mail and in its own rooms, once, with the soonest release of the
// service that it calls which breaks what it calls, or of which that is not known. Who was asked stands in the outbox, so
// a restart asks nobody twice; without a release on its way nothing breaks, and the question only stands on the team's page.

import type { CallerQuestion } from '../announce/index.ts';
import { type CallerReport, livingCatalog } from '../catalog/index.ts';
import { isEnded } from '../plan/index.ts';
import type { Delivery } from '../store/index.ts';
import { alterByClock } from './by-clock.ts';
import { listCallers } from './decide-callers.ts';
import type { House } from './house.ts';
import { putIntoOutbox } from './put-into-outbox.ts';
import { recipientsOfTeam } from './recipients.ts';
import type { Refusal, ReleaseView } from './tocsin.ts';
import { writeMessages } from './write-messages.ts';

/** Answers how many messages were queued. */
export async function askOfCallers(house: House, refusals: Refusal[]): Promise<number> {
  const decisions = await house.store.read((records) => records.callerDecisions());
  if (!decisions.some(({ decision }) => decision === 'forwarded')) return 0;
  let queued = 0;
  const all = (await house.store.read((records) => records.releaseLines())).toSorted((a, b) =>
    (a.deployAt ?? '9').localeCompare(b.deployAt ?? '9'),
  );
  const said: Delivery[] = [];
  for (const { release } of all) said.push(...(await house.store.read((records) => records.deliveries(release.id))));
  for (const caller of (await listCallers(house, null)).filter(({ forwarded }) => forwarded !== null)) {
    if (wasAsked(said, caller)) continue;
    const lines = all.filter(({ release }) => release.service === caller.service && !isEnded(release.state));
    for (const { release } of lines) {
      const asked = await alterByClock(
        house,
        release.id,
        refusals,
        (view) => mayHurt(view, caller) && !wasAsked(view.deliveries, caller),
        (work) => putIntoOutbox(house, work, questionOf(house, work.view, caller)),
      );
      queued += asked;
      // Another service that it calls asks no second time.
      if (asked > 0) {
        said.push(...(await house.store.read((records) => records.deliveries(release.id))));
        break;
      }
    }
  }
  return queued;
}

/** Whether the release breaks something that the caller calls, or that is not known. */
function mayHurt({ comparison, impact }: ReleaseView, { key }: CallerReport): boolean {
  if (comparison.verdict === 'unknown') return true;
  return (impact.unknownCallers.find((caller) => caller.key === key)?.breaking.length ?? 0) > 0;
}

function wasAsked(deliveries: readonly Delivery[], { key, decision }: CallerReport): boolean {
  return deliveries.some(
    ({ message, state }) =>
      message.caller?.key === key &&
      message.caller.askedAt === decision?.at &&
      message.recipient.team === decision.team &&
      state !== 'withdrawn',
  );
}

function questionOf(house: House, view: ReleaseView, report: CallerReport) {
  const { decision, guess, key, name, requests, lastSeen, operations } = report;
  const breaking = view.impact.unknownCallers.find((caller) => caller.key === key)?.breaking ?? [];
  const catalog = livingCatalog(house.catalog);
  const team = catalog.teams.find((one) => one.name === decision?.team);
  if (team === undefined || decision === null) return [];
  const { at: askedAt, by, reason: why } = decision;
  const known = { name, requests, lastSeen, operations, breaking, guess: guess?.because ?? null };
  const caller: CallerQuestion = { key, askedAt, by, why, ...known };
  const step = `caller/${key}/${askedAt}`;
  return writeMessages(house, view, { kind: 'caller-question', step, caller, to: recipientsOfTeam(team, catalog) });
}
