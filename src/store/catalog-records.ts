// The catalogue as it was last synced: not the home of its facts, which are the files under review, but the memory of
// which names there were, so that none is lost or given away unnoticed.

import type { Kysely } from 'kysely';
import type { Instant } from '../base/index.ts';
import type { CatalogKind, SyncedEntry } from '../catalog/index.ts';
import { instantText } from './instant-text.ts';
import type { Tables } from './tables.ts';

export interface CatalogRecords {
  /** By kind and name. */
  syncedCatalog(): Promise<readonly SyncedEntry[]>;
}

export interface CatalogChanges {
  /** Writes these entries over those of the same kind and name. */
  setSyncedEntries(entries: readonly SyncedEntry[], at: Instant): Promise<void>;
}

export function readCatalog(db: Kysely<Tables>): CatalogRecords {
  return {
    async syncedCatalog() {
      const rows = await db.selectFrom('catalog_entries').selectAll().orderBy('kind').orderBy('name').execute();
      return rows.map(({ kind, name, state, settings }) => ({
        kind: kind as CatalogKind,
        name,
        state: state as SyncedEntry['state'],
        settings: JSON.parse(settings) as SyncedEntry['settings'],
      }));
    },
  };
}

export function changeCatalog(db: Kysely<Tables>): CatalogChanges {
  return {
    async setSyncedEntries(entries, at) {
      for (const { kind, name, state, settings } of entries) {
        const values = { state, settings: JSON.stringify(settings), changed_at: instantText(at) };
        await db
          .insertInto('catalog_entries')
          .values({ kind, name, ...values })
          .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet(values))
          .execute();
      }
    },
  };
}
