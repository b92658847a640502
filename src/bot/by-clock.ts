// What the clock does of itself. A look goes over all releases, so it is only taken where something can have changed: the
// log has grown, or, for what ages, the hour has passed.

import type { Actor } from '../store/index.ts';
import { type Alteration, alterRelease } from './alter-release.ts';
import type { House, Look } from './house.ts';
import { readRelease } from './read-release.ts';
import type { Refusal, ReleaseView } from './tocsin.ts';

export const clockActor: Actor = { name: 'tocsin', via: 'clock' };

const looksAtWhatAges: readonly Look[] = ['ladders', 'portings'];

/**
 * Changes one release where it owes something, which is asked again before anything is written, since another process
 * may have paid meanwhile; `work` answers how many messages it queued. A template that refuses this
 * release's message is told in `refusals`, and keeps no other from going.
 */
export async function alterByClock(
  house: House,
  release: string,
  refusals: Refusal[],
  owes: (view: ReleaseView) => boolean,
  work: (alteration: Alteration) => Promise<number>,
): Promise<number> {
  let queued = 0;
  try {
    if (!owes(await house.store.read((records) => readRelease(house, records, release)))) return 0;
    await alterRelease(house, release, { actor: clockActor }, async (alteration) => {
      if (owes(alteration.view)) queued = await work(alteration);
    });
    return queued;
  } catch (error) {
    refusals.push({ release, because: (error as Error).message });
    return 0;
  }
}

/**
 * Answers how many messages the look queued. It has come as far as the log was before it, so that what it writes itself,
 * or another process meanwhile, is looked at once more; nowhere, where a release was refused.
 */
export async function lookAgain(
  house: House,
  name: Look,
  refusals: Refusal[],
  take: (house: House, refused: Refusal[]) => Promise<number>,
): Promise<number> {
  const cursor = await house.store.read((records) => records.cursor());
  const moment = looksAtWhatAges.includes(name) ? `${cursor} ${house.now().slice(0, 13)}` : `${cursor}`;
  if (house.looksTaken.get(name) === moment) return 0;
  const refused: Refusal[] = [];
  const queued = await take(house, refused);
  if (refused.length === 0) house.looksTaken.set(name, moment);
  const told = new Set(refusals.map((refusal) => JSON.stringify(refusal)));
  refusals.push(...refused.filter((refusal) => !told.has(JSON.stringify(refusal))));
  return queued;
}
