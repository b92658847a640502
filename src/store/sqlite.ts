// The embedded store: one file, safe with a second process on the same machine. Kysely's own dialect begins every
// transaction deferred, so that two writers who both read first fail instead of waiting; ours says at the beginning
// what it is. A writer who has to wait does so without blocking the event loop, on which the holder of the lock may
// be running: SQLite's own waiting would.

import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { TocsinError } from '../base/index.ts';
import { makeFolder } from './make-folder.ts';
import type { Tables } from './tables.ts';

/** How long a writer waits for others' transactions, which last milliseconds each. */
const writerPatienceMs = 30_000;
/** For what is not a writer's turn: opening, and the moment in which another process closes or recovers the file. */
const busyTimeoutMs = 5_000;

class ExplicitSqliteDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    if (settings?.accessMode === 'read only') {
      await connection.executeQuery(CompiledQuery.raw('begin deferred'));
      return;
    }
    const deadline = performance.now() + writerPatienceMs;
    while (!this.#tryBeginWriting()) {
      if (performance.now() > deadline) {
        throw new TocsinError('store-unavailable', 'Another process has been writing to the store for half a minute.', {
          hint: 'See which process holds the store open, and end it if it hangs; nothing was changed.',
        });
      }
      await delay(2 + Math.random() * 8);
    }
  }

  #tryBeginWriting(): boolean {
    this.#database.pragma('busy_timeout = 0');
    try {
      this.#database.exec('begin immediate');
      return true;
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return false;
      throw error;
    } finally {
      this.#database.pragma(`busy_timeout = ${busyTimeoutMs}`);
    }
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Opens, and creates where it is not there, the database file. */
export function openSqlite(file: string): Kysely<Tables> {
  let database: Database.Database;
  try {
    makeFolder(dirname(file));
    database = new Database(file, { timeout: busyTimeoutMs });
    chmodSync(file, 0o600);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  } catch (cause) {
    throw new TocsinError('store-unavailable', `The store ${file} cannot be opened: ${(cause as Error).message}.`, {
      hint: 'Check that the folder can be written and that the file is a tocsin store, or set TOCSIN_HOME.',
      cause,
    });
  }
  const dialect: Dialect = {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new ExplicitSqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}
