// Searches that are under way: not evidence yet, only how far they have come, so that one that was cut off goes on.

import type { Kysely } from 'kysely';
import type { Instant } from '../base/index.ts';
import type { SearchProgress } from '../evidence/index.ts';
import { instantText } from './instant-text.ts';
import type { Tables } from './tables.ts';

export interface KeptSearch {
  /** Of what was to be searched: another plan begins anew. */
  readonly plan: string;
  readonly at: Instant;
  readonly progress: SearchProgress;
}

export interface SearchRecords {
  searchUnderWay(service: string): Promise<KeptSearch | null>;
  /** Whether there is one that was begun before. */
  hasSearchBefore(at: Instant): Promise<boolean>;
}

export interface SearchChanges {
  keepSearch(service: string, search: KeptSearch): Promise<void>;
  endSearch(service: string): Promise<void>;
  /** Those that were begun before, with the lines of code that they found. */
  forgetSearches(before: Instant): Promise<void>;
}

export function readSearches(db: Kysely<Tables>): SearchRecords {
  return {
    async searchUnderWay(service) {
      const row = await db.selectFrom('code_searches').selectAll().where('service', '=', service).executeTakeFirst();
      return row ? { plan: row.plan, at: row.at, progress: JSON.parse(row.progress) as SearchProgress } : null;
    },
    async hasSearchBefore(at) {
      const row = await db
        .selectFrom('code_searches')
        .select('service')
        .where('at', '<', instantText(at))
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

export function changeSearches(db: Kysely<Tables>): SearchChanges {
  return {
    async keepSearch(service, { plan, at, progress }) {
      const values = { plan, at: instantText(at), progress: JSON.stringify(progress) };
      await db
        .insertInto('code_searches')
        .values({ service, ...values })
        .onConflict((conflict) => conflict.column('service').doUpdateSet(values))
        .execute();
    },
    async endSearch(service) {
      await db.deleteFrom('code_searches').where('service', '=', service).execute();
    },
    async forgetSearches(before) {
      await db.deleteFrom('code_searches').where('at', '<', instantText(before)).execute();
    },
  };
}
