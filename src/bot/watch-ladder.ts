// Notes in the log who came to stand where, whatever moved them: a claim, a log that was read, or the days that pass.
// The burn-down is drawn from these notes, so that it shows what was known then.

import type { Instant } from '../base/index.ts';
import type { ReleaseState } from '../plan/index.ts';
import type { Records } from '../store/index.ts';
import { alterByClock } from './by-clock.ts';
import type { House } from './house.ts';
import { movesOf } from './judge-standing.ts';
import type { Refusal, ReleaseView } from './tocsin.ts';

/** Before that there is nobody to port; after it nobody who has to. */
const watched: readonly ReleaseState[] = [
  'assessed',
  'proposed',
  'approved',
  'announced',
  'deploying',
  'verifying',
  'done',
];
/** So long after the watch of a release that is done its stragglers are still looked at. */
const afterwardsDays = 30;

/** Queues nothing: it only takes notes. */
export async function watchLadders(house: House, refusals: Refusal[]): Promise<number> {
  for (const id of await house.store.read((records) => watchedReleases(house, records))) {
    const moves = (view: ReleaseView) => movesSince(view, house.now());
    const owes = (view: ReleaseView) => moves(view).length > 0;
    await alterByClock(house, id, refusals, owes, async (work) => {
      for (const move of moves(work.view)) await work.record('ladder.moved', move);
      return 0;
    });
  }
  return 0;
}

/** Releases whose consumers may still climb. */
export async function watchedReleases(house: House, records: Records): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { id, state } of await records.releases()) {
    if (!watched.includes(state)) continue;
    const until = state === 'done' ? (await records.plan(id))?.watchUntil : undefined;
    const past = until !== undefined && Date.parse(house.now()) > Date.parse(until) + afterwardsDays * 86_400_000;
    if (!past) ids.push(id);
  }
  return ids;
}

function movesSince({ ladder, history }: ReleaseView, now: Instant): readonly Readonly<Record<string, unknown>>[] {
  const last = new Map(movesOf(history, now).map((move) => [move.consumer, move]));
  const moves = ladder.consumers.flatMap(({ consumer, standsOn, contradictions, steps }) => {
    const before = last.get(consumer);
    const now = { standsOn: standsOn ?? 'ground', contradicted: contradictions.length > 0, ...steps };
    const same =
      before !== undefined &&
      before.to === now.standsOn &&
      before.contradicted === now.contradicted &&
      before.steps.done === now.done &&
      before.steps.of === now.of;
    return same ? [] : [{ consumer, ...now }];
  });
  const present = new Set(ladder.consumers.map(({ consumer }) => consumer));
  const gone = [...last.values()].filter(({ consumer, to }) => to !== null && !present.has(consumer));
  return [
    ...moves,
    ...gone.map(({ consumer }) => ({ consumer, standsOn: 'gone', contradicted: false, done: 0, of: 0 })),
  ];
}
