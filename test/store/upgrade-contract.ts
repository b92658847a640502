// What becomes of a store that an earlier Tocsin made, as one suite: test/store runs it over SQLite, test/edges over
// PostgreSQL.

import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { migrations } from '../../src/store/migrations.ts';

/** `fresh` makes an empty place: a bare connection to it, and the store over it. */
export function upgradeContract(
  fresh: () => Promise<{ readonly connect: () => Kysely<unknown>; readonly open: () => Promise<Store> }>,
): void {
  test('evidence from before answers were kept stays, and how its calls were answered is not known', async () => {
    const { connect, open } = await fresh();
    const db = connect();
    await migrateBefore(db, '0054');
    await sql`insert into evidence_imports (id, service, source, origin, at, "by", unmatched, notes)
      values ('sha256:1', 'pkgdb', 'access log', 'a', '2026-02-03T00:00:00.000Z', 'pingou', '[]', '[]')`.execute(db);
    await sql`insert into evidence
      (import, number, consumer, service, operation, environment, requests, first_seen, last_seen, source)
      values ('sha256:1', 0, 'fedpkg', 'pkgdb', 'GET /packages', 'staging', 12,
        '2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z', 'access log')`.execute(db);
    await db.destroy();
    const store = await open();
    expect(await store.read((records) => records.useEvidence('pkgdb'))).toMatchObject([
      { consumer: 'fedpkg', requests: 12, answers: null, lastSeen: '2026-02-02T00:00:00.000Z' },
    ]);
    await store.close();
  });
}

async function migrateBefore(db: Kysely<unknown>, first: string): Promise<void> {
  const earlier = Object.entries(migrations).filter(([name]) => name < first);
  const provider = { getMigrations: async () => Object.fromEntries(earlier) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}
