// The frame of every use case that changes a release: read, decide, write and log in one transaction, then pass the
// events on. A decision is thus always made on what is there when it is written. Others wait while somebody writes, so
// whom the release hurts is found out before, where it is remembered (see join-impact.ts), and what came of it is read
// after.

import { sayInstant, TocsinError } from '../base/index.ts';
import type { Release } from '../plan/index.ts';
import type { Changes, Event, EventType } from '../store/index.ts';
import type { House } from './house.ts';
import { readHurt, readRelease } from './read-release.ts';
import type { Change, ReleaseView } from './tocsin.ts';

/** What a use case works with inside its transaction. */
export interface Alteration {
  readonly changes: Changes;
  /** As it was when the transaction began. */
  readonly view: ReleaseView;
  /** Writes the release's own row; the stamp guards it. */
  save(next: Release): Promise<void>;
  /** One event, by the one who asked and for the reason given. */
  record(type: EventType, data: Event['data'], by?: Partial<Pick<Event, 'actor' | 'why'>>): Promise<void>;
  /** The release as it is now, after what was written so far. */
  reread(): Promise<ReleaseView>;
}

/** @throws TocsinError `not-found`, `conflict` and what `work` throws; then nothing is changed */
export async function alterRelease(
  house: House,
  id: string,
  change: Change,
  work: (alteration: Alteration) => Promise<void>,
): Promise<ReleaseView> {
  await house.store.read((records) => readHurt(house, records, id));
  return writeAndRead(house, id, async (changes) => {
    const view = await readRelease(house, changes, id);
    if (change.stamp !== undefined && change.stamp !== view.stamp) {
      const latest = view.history.at(-1);
      throw new TocsinError(
        'conflict',
        `${id} has changed since you looked at it${latest ? `: ${latest.type} by ${latest.actor.name} on ${sayInstant(latest.at)}` : ''}.`,
      );
    }
    let { stamp } = view;
    await work({
      changes,
      view,
      save: async (next) => {
        await changes.changeRelease(next, stamp);
        stamp += 1;
      },
      record: async (type, data, by = {}) => {
        await changes.append({
          at: house.now(),
          type,
          subject: id,
          actor: by.actor ?? change.actor,
          why: by.why === undefined ? (change.why ?? null) : by.why,
          data,
        });
      },
      reread: () => readRelease(house, changes, id),
    });
  });
}

/** One transaction, and the release as it is after it: of what is not kept that is read within. */
export async function writeAndRead(
  house: House,
  id: string,
  work: (changes: Changes) => Promise<void>,
): Promise<ReleaseView> {
  const within = await house.store.write(async (changes) => {
    await work(changes);
    return house.dryRun ? readRelease(house, changes, id) : null;
  });
  await house.relay.catchUp();
  return within ?? house.store.read((records) => readRelease(house, records, id));
}
