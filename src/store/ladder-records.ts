// What people and pipelines say of consumers on their way up: claims, deployments, and what repositories answered.

import type { Kysely } from 'kysely';
import type { Instant } from '../base/index.ts';
import type { Deployment, Porting, Rung, RungClaim } from '../ladder/index.ts';
import { instantText } from './instant-text.ts';
import type { Tables } from './tables.ts';

export interface LadderRecords {
  /** The latest word for each consumer and rung. */
  rungClaims(release: string): Promise<readonly RungClaim[]>;
  deployments(release: string): Promise<readonly Deployment[]>;
  portings(release: string): Promise<readonly Porting[]>;
  portingReads(release: string): Promise<readonly PortingRead[]>;
}

/** When the pull requests of a consumer's porting issue were asked for. */
export interface PortingRead {
  readonly consumer: string;
  readonly triedAt: Instant;
  /** When they could be read last; null where they never could. */
  readonly readAt: Instant | null;
  /** Why they could not be read when it was tried last; null where they could. */
  readonly because: string | null;
}

export interface LadderChanges {
  /** A later word replaces an earlier one; the log keeps both. */
  setRungClaim(release: string, claim: RungClaim): Promise<void>;
  /** False where nobody had claimed it. */
  dropRungClaim(release: string, consumer: string, rung: Rung): Promise<boolean>;
  /** False where that very deployment was on record already. */
  addDeployment(release: string, deployment: Deployment): Promise<boolean>;
  setPorting(release: string, porting: Porting): Promise<void>;
  setPortingRead(release: string, read: PortingRead): Promise<void>;
}

export function readLadder(db: Kysely<Tables>): LadderRecords {
  return {
    async rungClaims(release) {
      const rows = await db
        .selectFrom('rung_claims')
        .select(['consumer', 'rung', 'by', 'at', 'via', 'why', 'version'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('consumer')
        .orderBy('rung')
        .execute();
      return rows.map((row) => ({ ...row, rung: row.rung as Rung }));
    },
    async deployments(release) {
      const rows = await db
        .selectFrom('deployments')
        .select(['consumer', 'environment', 'version', 'at', 'by', 'source', 'url'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('consumer')
        .execute();
      return rows.map((row) => ({
        ...row,
        version: row.version === '' ? null : row.version,
        source: row.source as Deployment['source'],
      }));
    },
    async portings(release) {
      const rows = await db
        .selectFrom('portings')
        .select('document')
        .where('release', '=', release)
        .orderBy('consumer')
        .execute();
      return rows.map(({ document }) => JSON.parse(document) as Porting);
    },
    async portingReads(release) {
      const rows = await db
        .selectFrom('porting_reads')
        .selectAll()
        .where('release', '=', release)
        .orderBy('consumer')
        .execute();
      return rows.map((row) => ({
        consumer: row.consumer,
        triedAt: row.tried_at,
        readAt: row.read_at,
        because: row.because,
      }));
    },
  };
}

export function changeLadder(db: Kysely<Tables>): LadderChanges {
  return {
    async setRungClaim(release, claim) {
      const row = { release, ...claim, at: instantText(claim.at) };
      const { by, at, via, why, version } = row;
      await db
        .insertInto('rung_claims')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['release', 'consumer', 'rung']).doUpdateSet({ by, at, via, why, version }),
        )
        .execute();
    },
    async dropRungClaim(release, consumer, rung) {
      const result = await db
        .deleteFrom('rung_claims')
        .where('release', '=', release)
        .where('consumer', '=', consumer)
        .where('rung', '=', rung)
        .executeTakeFirst();
      return result.numDeletedRows === 1n;
    },
    async addDeployment(release, deployment) {
      const row = { ...deployment, release, version: deployment.version ?? '', at: instantText(deployment.at) };
      const result = await db
        .insertInto('deployments')
        .values(row)
        .onConflict((conflict) => conflict.columns(['release', 'consumer', 'environment', 'version', 'at']).doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async setPorting(release, porting) {
      const document = JSON.stringify(porting);
      await db
        .insertInto('portings')
        .values({ release, consumer: porting.consumer, read_at: instantText(porting.readAt), document })
        .onConflict((conflict) =>
          conflict.columns(['release', 'consumer']).doUpdateSet({ read_at: instantText(porting.readAt), document }),
        )
        .execute();
    },
    async setPortingRead(release, { consumer, triedAt, readAt, because }) {
      const values = {
        tried_at: instantText(triedAt),
        read_at: readAt === null ? null : instantText(readAt),
        because,
      };
      await db
        .insertInto('porting_reads')
        .values({ release, consumer, ...values })
        .onConflict((conflict) => conflict.columns(['release', 'consumer']).doUpdateSet(values))
        .execute();
    },
  };
}
