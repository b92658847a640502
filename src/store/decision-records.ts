// What people said of a release: intended breaks, approvals, understanding, what meetings decided.

import type { Kysely, Transaction } from 'kysely';
import { instantText } from './instant-text.ts';
import type { Approval, Discussion, Intended, Understanding } from './ledger.ts';
import { nextNumber } from './numbers.ts';
import type { Tables } from './tables.ts';

export interface DecisionRecords {
  intended(release: string): Promise<readonly Intended[]>;
  approvals(release: string): Promise<readonly Approval[]>;
  understandings(release: string): Promise<readonly Understanding[]>;
  discussions(release: string): Promise<readonly Discussion[]>;
}

export interface DecisionChanges {
  addIntended(release: string, intended: Intended): Promise<void>;
  addApproval(release: string, approval: Approval): Promise<void>;
  /** A team's later word replaces its earlier one; the log keeps both. */
  setUnderstanding(release: string, understanding: Understanding): Promise<void>;
  addDiscussion(release: string, discussion: Discussion): Promise<void>;
  /** Approvals and understandings: what was given for a plan that is none any more. The log keeps them. */
  forgetWords(release: string): Promise<void>;
}

export function readDecisions(db: Kysely<Tables>): DecisionRecords {
  return {
    async intended(release) {
      return db
        .selectFrom('intended_findings')
        .select(['finding', 'by', 'at'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('finding')
        .execute();
    },
    async approvals(release) {
      return db
        .selectFrom('approvals')
        .select(['by', 'at', 'why', 'fingerprint'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('by')
        .execute();
    },
    async understandings(release) {
      const rows = await db
        .selectFrom('understandings')
        .select(['team', 'by', 'at', 'via', 'note'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('team')
        .execute();
      return rows.map((row) => ({ ...row, via: row.via as Understanding['via'] }));
    },
    async discussions(release) {
      const rows = await db
        .selectFrom('discussions')
        .selectAll()
        .where('release', '=', release)
        .orderBy('number')
        .execute();
      return rows.map((row) => ({
        meeting: row.meeting,
        at: row.at,
        outcome: row.outcome as Discussion['outcome'],
        minutes: row.minutes,
        recordedBy: row.recorded_by,
      }));
    },
  };
}

export function changeDecisions(db: Transaction<Tables>): DecisionChanges {
  return {
    async addIntended(release, { finding, by, at }) {
      await db
        .insertInto('intended_findings')
        .values({ release, finding, by, at: instantText(at) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async addApproval(release, { by, at, why, fingerprint }) {
      await db
        .insertInto('approvals')
        .values({ release, by, fingerprint, at: instantText(at), why })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async forgetWords(release) {
      for (const table of ['approvals', 'understandings'] as const) {
        await db.deleteFrom(table).where('release', '=', release).execute();
      }
    },
    async setUnderstanding(release, { team, by, at, via, note }) {
      const word = { by, at: instantText(at), via, note };
      await db
        .insertInto('understandings')
        .values({ release, team, ...word })
        .onConflict((conflict) => conflict.columns(['release', 'team']).doUpdateSet(word))
        .execute();
    },
    async addDiscussion(release, discussion) {
      await db
        .insertInto('discussions')
        .values({
          release,
          number: await nextNumber(db, 'discussions', release),
          meeting: discussion.meeting,
          at: instantText(discussion.at),
          outcome: discussion.outcome,
          minutes: discussion.minutes,
          recorded_by: discussion.recordedBy,
        })
        .execute();
    },
  };
}
