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
  /** When the pull requests of the consumers' porting issues were asked for. */
  portingReads(release: string): Promise<readonly RepositoryRead[]>;
  /** When the consumers' deployments were asked for. */
  deploymentReads(release: string): Promise<readonly RepositoryRead[]>;
}

/** When something was asked for in a consumer's repository. */
export interface RepositoryRead {
  readonly consumer: string;
  readonly triedAt: Instant;
  /** When it could be read last; null where it never could. */
  readonly readAt: Instant | null;
  /** Why it could not be read when that was tried last; null where it could. */
  readonly because: string | null;
}

export interface LadderChanges {
  /** A later word replaces an earlier one; the log keeps both. */
  setRungClaim(release: string, claim: RungClaim): Promise<void>;
  /** False where nobody had claimed it. */
  dropRungClaim(release: string, consumer: string, rung: Rung): Promise<boolean>;
  /** False where that very deployment was on record already, and no more is known of it now. */
  setDeployment(release: string, deployment: Deployment): Promise<boolean>;
  setPorting(release: string, porting: Porting): Promise<void>;
  /** What GitHub told of an environment that is no more; false where there was nothing. */
  dropDeployments(release: string, consumer: string, environment: string): Promise<boolean>;
  setPortingRead(release: string, read: RepositoryRead): Promise<void>;
  setDeploymentRead(release: string, read: RepositoryRead): Promise<void>;
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
        .select(['consumer', 'environment', 'version', 'at', 'by', 'source', 'url', 'holds_port'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('consumer')
        .execute();
      return rows.map(({ holds_port, ...row }) => ({
        ...row,
        holdsPort: holds_port === null ? null : holds_port === 1,
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
    portingReads: (release) => readsOf('porting_reads', release),
    deploymentReads: (release) => readsOf('deployment_reads', release),
  };

  async function readsOf(table: ReadsTable, release: string): Promise<readonly RepositoryRead[]> {
    const rows = await db.selectFrom(table).selectAll().where('release', '=', release).orderBy('consumer').execute();
    return rows.map((row) => ({
      consumer: row.consumer,
      triedAt: row.tried_at,
      readAt: row.read_at,
      because: row.because,
    }));
  }
}

type ReadsTable = 'porting_reads' | 'deployment_reads';

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
    async setDeployment(release, { holdsPort, ...deployment }) {
      const holds_port = holdsPort === null ? null : Number(holdsPort);
      const row = {
        ...deployment,
        release,
        version: deployment.version ?? '',
        at: instantText(deployment.at),
        holds_port,
      };
      const result = await db
        .insertInto('deployments')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['release', 'consumer', 'environment', 'version', 'at'])
            .doUpdateSet({ holds_port })
            .where((eb) => eb('deployments.holds_port', 'is distinct from', holds_port)),
        )
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async dropDeployments(release, consumer, environment) {
      const result = await db
        .deleteFrom('deployments')
        .where('release', '=', release)
        .where('consumer', '=', consumer)
        .where('environment', '=', environment)
        .where('source', '=', 'github')
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
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
    setPortingRead: (release, read) => setRead('porting_reads', release, read),
    setDeploymentRead: (release, read) => setRead('deployment_reads', release, read),
  };

  async function setRead(table: ReadsTable, release: string, read: RepositoryRead): Promise<void> {
    const { consumer, triedAt, readAt, because } = read;
    const values = {
      tried_at: instantText(triedAt),
      read_at: readAt === null ? null : instantText(readAt),
      because,
    };
    await db
      .insertInto(table)
      .values({ release, consumer, ...values })
      .onConflict((conflict) => conflict.columns(['release', 'consumer']).doUpdateSet(values))
      .execute();
  }
}
