// What people decided of callers that the catalogue did not know. One row a caller for what holds in
// every service, and one for each service where it is something else: the last word holds, the log keeps those before it.

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { CallerDecision } from '../catalog/index.ts';
import { instantText } from './instant-text.ts';
import type { CallerDecisionTable, Tables } from './tables.ts';

export interface CallerRecords {
  /** By key; what holds in every service first. */
  callerDecisions(): Promise<readonly CallerDecision[]>;
}

export interface CallerChanges {
  /** Replaces what was decided of that caller before: in that service, or, where it is of none, altogether. */
  decideCaller(decision: CallerDecision): Promise<void>;
  /** In every service. False where nothing was decided of it. */
  reopenCaller(key: string): Promise<boolean>;
}

export function readCallers(db: Kysely<Tables>): CallerRecords {
  return {
    async callerDecisions() {
      const rows = await db.selectFrom('caller_decisions').selectAll().orderBy('key').orderBy('service').execute();
      return rows.map(decisionOf);
    },
  };
}

export function changeCallers(db: Transaction<Tables>): CallerChanges {
  return {
    async decideCaller({ key, service, decision, team, consumer, reason, by, at, seen }) {
      const word = { decision, team, consumer, reason, by, at: instantText(at), seen: JSON.stringify(seen) };
      if (service === null) await db.deleteFrom('caller_decisions').where('key', '=', key).execute();
      await db
        .insertInto('caller_decisions')
        .values({ key, service: service ?? '', ...word })
        .onConflict((conflict) => conflict.columns(['key', 'service']).doUpdateSet(word))
        .execute();
    },
    async reopenCaller(key) {
      const result = await db.deleteFrom('caller_decisions').where('key', '=', key).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

function decisionOf({ seen, service, decision, ...row }: Selectable<CallerDecisionTable>): CallerDecision {
  return {
    ...row,
    service: service === '' ? null : service,
    decision: decision as CallerDecision['decision'],
    seen: JSON.parse(seen) as CallerDecision['seen'],
  };
}
