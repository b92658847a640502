// What people decided of callers that the catalogue did not know. One row a caller: the last word holds, the log keeps
// the words before it.

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { CallerDecision } from '../catalog/index.ts';
import { instantText } from './instant-text.ts';
import type { CallerTable, Tables } from './tables.ts';

export interface CallerRecords {
  /** By key. */
  callerDecisions(): Promise<readonly CallerDecision[]>;
}

export interface CallerChanges {
  /** Replaces what was decided of that caller before. */
  decideCaller(decision: CallerDecision): Promise<void>;
  /** False where nothing was decided of it. */
  reopenCaller(key: string): Promise<boolean>;
}

export function readCallers(db: Kysely<Tables>): CallerRecords {
  return {
    async callerDecisions() {
      return (await db.selectFrom('callers').selectAll().orderBy('key').execute()).map(decisionOf);
    },
  };
}

export function changeCallers(db: Transaction<Tables>): CallerChanges {
  return {
    async decideCaller({ key, decision, team, consumer, reason, by, at, seen }) {
      const word = { decision, team, consumer, reason, by, at: instantText(at), seen: JSON.stringify(seen) };
      await db
        .insertInto('callers')
        .values({ key, ...word })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(word))
        .execute();
    },
    async reopenCaller(key) {
      const result = await db.deleteFrom('callers').where('key', '=', key).executeTakeFirst();
      return result.numDeletedRows === 1n;
    },
  };
}

function decisionOf({ seen, decision, ...row }: Selectable<CallerTable>): CallerDecision {
  return {
    ...row,
    decision: decision as CallerDecision['decision'],
    seen: JSON.parse(seen) as CallerDecision['seen'],
  };
}
