import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { migrations } from '../../src/store/migrations.ts';
import { storeContract } from './store-contract.ts';
import { upgradeContract } from './upgrade-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-store-'));
let number = 0;
const freshFile = () => {
  number += 1;
  return join(folder, String(number), 'tocsin.db');
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the store over SQLite', () => {
  storeContract(async () => {
    const file = freshFile();
    return () => openStore({ file });
  });

  upgradeContract(async () => {
    const file = freshFile();
    mkdirSync(dirname(file));
    return {
      connect: () => new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(file) }) }),
      open: () => openStore({ file }),
    };
  });

  test('is a file that only its owner reads', async () => {
    const file = freshFile();
    await (await openStore({ file })).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('of a store from before parts were kept, the last import stands for all that was read of a file', async () => {
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) });
    await migrations['0010-evidence-of-use']!.up(db);
    await sql`insert into evidence_imports values ('sha256:2', 'pkgdb', 'access log', 'a', 't', 'p', '[]', '[]')`.execute(
      db,
    );
    await sql`insert into evidence_marks values ('pkgdb', 'h1', 'access.log', 6000000000, 'd2', 'sha256:2')`.execute(
      db,
    );
    await migrations['0050-parts-that-were-read']!.up(db);
    const { rows } = await sql`select * from evidence_parts`.execute(db);
    expect(rows).toEqual([
      {
        service: 'pkgdb',
        head: 'h1',
        name: 'access.log',
        start_byte: 0,
        end_byte: 6_000_000_000,
        digest: 'd2',
        import: 'sha256:2',
      },
    ]);
    await db.destroy();
  });

  test('of a store from before noise was of one service, it stays noise for the service whose owner said so', async () => {
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) });
    await migrations['0001-the-first-house']!.up(db);
    await migrations['0030-callers']!.up(db);
    for (const [key, word] of [
      ['k1', 'claimed'],
      ['k2', 'noise'],
      ['k3', 'noise'],
    ])
      await sql`insert into callers values (${key}, ${word}, null, null, null, 'p', 't', '{}')`.execute(db);
    const said = JSON.stringify({ service: 'alpha' });
    await sql`insert into events values (1, 't', 'caller.noise', 'k2', 'Ann', 'cli', 'x', ${said})`.execute(db);
    await migrations['0053-noise-of-one-service']!.up(db);
    const { rows } = await sql`select key, service, decision from caller_decisions order by key`.execute(db);
    expect(rows).toEqual([
      { key: 'k1', service: '', decision: 'claimed' },
      { key: 'k2', service: 'alpha', decision: 'noise' },
    ]);
    await db.destroy();
  });

  test('says in a sentence when the file is something else', async () => {
    const file = join(folder, 'letter.db');
    writeFileSync(file, 'Dear list, this is no database at all, but a letter.'.repeat(100));
    await expect(openStore({ file })).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringMatching(/letter\.db cannot be opened: file is not a database/),
    });
  });

  test.runIf(existsSync('/proc/self'))('says in a sentence, and soon, where no folder can be made', async () => {
    await expect(openStore({ file: '/proc/nope/deep/tocsin.db' })).rejects.toMatchObject({
      code: 'store-unavailable',
    });
  });
});
