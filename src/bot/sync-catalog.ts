// The catalogue and the store. The files under review are the home of every fact, and the server reads its own when it
// starts; the store remembers what was synced, and a running server takes that up at once. A name that was synced and is missing from the files is still there for
// everything that speaks of it: as it was, where nobody marked it as deleted, so that an accident silences nobody.

import {
  type Catalog,
  type CatalogDifference,
  type CatalogSettings,
  catalogEntries,
  compareCatalog,
  resolveCatalog,
  type SyncedEntry,
  withDefaults,
  withEntries,
} from '../catalog/index.ts';
import type { Records } from '../store/index.ts';
import type { House } from './house.ts';
import { readSentCatalog, type SentFiles } from './read-sent-catalog.ts';
import type { Change } from './tocsin.ts';

/** What the files say, over what was synced before and is not in them. */
export async function catalogOf(settings: CatalogSettings, records: Records): Promise<Catalog> {
  const remembered = (await syncedEntries(records)).map((entry) => ({
    ...entry,
    settings: { ...entry.settings, deleted: entry.state !== 'living' },
  }));
  return resolveCatalog(withEntries(settings, remembered));
}

/** What `syncCatalog` would change or refuse now. @throws TocsinError `usage` where files that were sent have faults */
export async function catalogDifference(house: House, sent: SentFiles | null = null): Promise<CatalogDifference> {
  const written = await writtenOf(house, sent);
  return house.store.read(async (records) => compareCatalog(await syncedEntries(records), catalogEntries(written)));
}

/**
 * Brings the files into the store, those that were sent or else our own, all or nothing: where anything is refused,
 * nothing is changed. @throws TocsinError `usage` where files that were sent have faults
 */
export async function syncCatalog(
  house: House,
  change: Change,
  sent: SentFiles | null = null,
): Promise<CatalogDifference> {
  const written = await writtenOf(house, sent);
  const difference = await house.store.write(async (changes) => {
    const { changes: steps, refusals } = compareCatalog(await syncedEntries(changes), catalogEntries(written));
    if (steps.length === 0 || refusals.length > 0) return { changes: steps, refusals };
    const at = house.now();
    await changes.setSyncedEntries(
      steps.map(({ step, kind, name, before, after }): SyncedEntry => {
        const settings = { ...(after ?? before)!, revive: false };
        return {
          kind,
          name,
          settings,
          state: step === 'retired' ? 'retired' : settings.deleted ? 'deleted' : 'living',
        };
      }),
      at,
    );
    await changes.append({
      at,
      type: 'catalog.synced',
      subject: 'catalog',
      actor: change.actor,
      why: change.why ?? null,
      data: {
        ...Object.fromEntries(
          Map.groupBy(steps, ({ step }) => step)
            .entries()
            .map(([step, group]) => [step, group.map(({ kind, name }) => `${kind} ${name}`)]),
        ),
        sent: sent !== null,
      },
    });
    return { changes: steps, refusals };
  });
  await house.relay.catchUp();
  await house.catalogRenewed();
  return difference;
}

async function writtenOf(house: House, sent: SentFiles | null): Promise<CatalogSettings> {
  return sent === null ? house.written : (await readSentCatalog(sent)).settings;
}

async function syncedEntries(records: Records): Promise<readonly SyncedEntry[]> {
  return (await records.syncedCatalog()).map((entry) => ({ ...entry, settings: withDefaults(entry) }));
}
