// Releases as they stand, each with the stamp that keeps two deciders from overwriting one another.

import type { Kysely, Selectable, Transaction } from 'kysely';
import { type Instant, TocsinError } from '../base/index.ts';
import type { Release } from '../plan/index.ts';
import type { Comparison } from '../rules/index.ts';
import { readEvents } from './event-records.ts';
import { instantText } from './instant-text.ts';
import type { ReleaseTable, Tables } from './tables.ts';

/** A release and the stamp that must still be the same when it is changed. */
export interface StampedRelease {
  readonly release: Release;
  readonly stamp: number;
}

/** What a list of releases shows, without reading their documents. */
export interface ReleaseLine {
  readonly release: Release;
  readonly verdict: Comparison['verdict'] | null;
  readonly breaking: number;
  readonly affectedTeams: readonly string[];
  readonly deployAt: Instant | null;
}

export interface ReleaseRecords {
  release(id: string): Promise<StampedRelease | null>;
  releases(): Promise<readonly Release[]>;
  releaseLines(): Promise<readonly ReleaseLine[]>;
}

export interface ReleaseChanges {
  addRelease(release: Release): Promise<void>;
  /** Refused as `conflict` where the release has changed since `stamp` was read. */
  changeRelease(release: Release, stamp: number): Promise<void>;
}

export function readReleases(db: Kysely<Tables>): ReleaseRecords {
  return {
    async release(id) {
      const row = await db.selectFrom('releases').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? { release: releaseOf(row), stamp: row.stamp } : null;
    },
    async releases() {
      const rows = await db.selectFrom('releases').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(releaseOf);
    },
    async releaseLines() {
      const rows = await db
        .selectFrom('releases')
        .selectAll()
        .select((eb) => [
          eb
            .selectFrom('assessments')
            .select('verdict')
            .whereRef('assessments.release', '=', 'releases.id')
            .orderBy('number', 'desc')
            .limit(1)
            .as('verdict'),
          eb
            .selectFrom('assessments')
            .select('breaking')
            .whereRef('assessments.release', '=', 'releases.id')
            .orderBy('number', 'desc')
            .limit(1)
            .as('breaking'),
          eb
            .selectFrom('assessments')
            .select('affected_teams')
            .whereRef('assessments.release', '=', 'releases.id')
            .orderBy('number', 'desc')
            .limit(1)
            .as('affected_teams'),
          eb
            .selectFrom('plans')
            .select('deploy_at')
            .whereRef('plans.release', '=', 'releases.id')
            .orderBy('number', 'desc')
            .limit(1)
            .as('deploy_at'),
        ])
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        release: releaseOf(row),
        verdict: row.verdict as Comparison['verdict'] | null,
        breaking: row.breaking ?? 0,
        affectedTeams: row.affected_teams === null ? [] : (JSON.parse(row.affected_teams) as string[]),
        deployAt: row.deploy_at,
      }));
    },
  };
}

export function changeReleases(db: Transaction<Tables>): ReleaseChanges {
  const records = readReleases(db);
  return {
    async addRelease(release) {
      if (await records.release(release.id)) {
        throw new TocsinError('conflict', `The release ${release.id} has just been created by someone else.`);
      }
      await db
        .insertInto('releases')
        .values({ ...releaseRow(release), stamp: 1 })
        .execute();
    },
    async changeRelease(release, stamp) {
      const { id, ...columns } = releaseRow(release);
      const result = await db
        .updateTable('releases')
        .set({ ...columns, stamp: stamp + 1 })
        .where('id', '=', id)
        .where('stamp', '=', stamp)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) {
        const [latest] = (await readEvents(db).history(id)).slice(-1);
        const change = latest ? `: ${latest.actor.name} (${latest.type}, ${latest.at})` : '';
        throw new TocsinError('conflict', `The release ${id} was changed while you decided${change}.`);
      }
    },
  };
}

function releaseOf(row: Selectable<ReleaseTable>): Release {
  return {
    id: row.id,
    service: row.service,
    version: row.version,
    author: row.author,
    state: row.state as Release['state'],
    declared: row.declared as Release['declared'],
    minor: row.minor === 1,
    createdAt: row.created_at,
    stagedAt: row.staged_at,
    revision: row.revision,
    dependsOn: JSON.parse(row.depends_on) as string[],
  };
}

function releaseRow(release: Release): Omit<ReleaseTable, 'stamp'> {
  return {
    id: release.id,
    service: release.service,
    version: release.version,
    author: release.author,
    state: release.state,
    declared: release.declared,
    minor: release.minor ? 1 : 0,
    created_at: instantText(release.createdAt),
    staged_at: release.stagedAt === null ? null : instantText(release.stagedAt),
    revision: release.revision,
    depends_on: JSON.stringify(release.dependsOn),
  };
}
