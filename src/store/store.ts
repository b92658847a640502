// The store: rows and events in one transaction, and the claims of the outbox.
//
// Order of the log: every writing transaction first locks the row that counts events and holds it until it commits,
// so numbers are given in the order of commits and without gaps. A reader who has seen number 7 will never find a
// later-committed 6. The price is that writers queue behind each other. So nothing that takes long is done in between:
// for milliseconds each, and longer only where the messages of a change are worded. Reading and talking to media queue
// behind nobody.

import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { type Instant, TocsinError } from '../base/index.ts';
import { instantText } from './instant-text.ts';
import type { Delivery } from './ledger.ts';
import { deliveryOf, isNextOfThread, threadSpokenUntil, unsettled } from './message-records.ts';
import { migrations } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import { type Changes, changeRecords, type Records, readRecords } from './records.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** A message taken out of the queue for one attempt. The attempt is already on record. */
export interface Claim {
  readonly delivery: Delivery;
  /** True where an earlier attempt began: the medium may have it already. */
  readonly mayHaveBeenSent: boolean;
  readonly leasedBy: string;
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** Where it lies, for people: a file, or the server's address without user and password. */
  readonly place: string;
  /** Reads within one snapshot. */
  read<T>(work: (records: Records) => Promise<T>): Promise<T>;
  /** One transaction: all of it or nothing. Do not wait for anything but the store in it. */
  write<T>(work: (changes: Changes) => Promise<T>): Promise<T>;
  /**
   * Takes due messages for an attempt, the earliest first and only the first unsettled one of each thread, none of
   * whose messages is being spoken, and records the attempt before anyone speaks to a medium. Two processes never hold
   * the same message; a claim whose holder died is free again after `leaseSeconds`. With `triedBefore`, what was tried
   * since then is left alone, unless a person asked for it.
   */
  claim(input: {
    readonly now: Instant;
    readonly triedBefore?: Instant;
    readonly limit: number;
    readonly leaseSeconds: number;
  }): Promise<readonly Claim[]>;
  close(): Promise<void>;
}

/** A PostgreSQL advisory lock of our own, held while the schema is made. */
const migrationLock = 7_062_046_253;

/**
 * Opens the store and brings its schema up to date; safe where several processes start at once.
 * @throws TocsinError `store-unavailable`
 */
export async function openStore(place: { readonly file: string } | { readonly databaseUrl: string }): Promise<Store> {
  const engine = 'file' in place ? 'sqlite' : 'postgres';
  const name = 'file' in place ? place.file : withoutCredentials(place.databaseUrl);
  const db = 'file' in place ? openSqlite(place.file) : openPostgres(place.databaseUrl);
  try {
    await migrate(db, engine);
  } catch (cause) {
    await db.destroy();
    throw new TocsinError('store-unavailable', `The store ${name} cannot be used: ${sentenceOf(cause)}`, { cause });
  }
  const holder = randomUUID();

  return {
    engine,
    place: name,
    read: (work) =>
      (engine === 'postgres'
        ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
        : db.transaction().setAccessMode('read only')
      ).execute((transaction) => work(readRecords(transaction))),
    write: (work) =>
      db.transaction().execute(async (transaction) => {
        if (engine === 'postgres') {
          await sql`select value from counters where name = 'events' for update`.execute(transaction);
        }
        return work(changeRecords(transaction));
      }),
    claim: ({ now, triedBefore, limit, leaseSeconds }) =>
      db.transaction().execute(async (transaction) => {
        const present = instantText(now);
        let due = transaction
          .selectFrom('messages')
          .selectAll('messages')
          .where('state', 'in', unsettled)
          .where('due_at', '<=', present)
          .where(isNextOfThread)
          .where((eb) => eb(eb.fn.coalesce(threadSpokenUntil(eb), eb.val('')), '<=', present))
          // The row's own lease as well: of a row that another process took meanwhile PostgreSQL looks at its columns anew,
          // and at no other row.
          .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', present)]))
          .orderBy('due_at')
          .orderBy('number')
          .limit(limit);
        if (triedBefore !== undefined) {
          const moment = instantText(triedBefore);
          due = due.where((eb) =>
            eb.or([eb('attempts', '=', 0), eb('last_attempt_at', 'is', null), eb('last_attempt_at', '<', moment)]),
          );
        }
        if (engine === 'postgres') due = due.forUpdate().skipLocked();
        const rows = await due.execute();
        if (rows.length === 0) return [];
        await transaction
          .updateTable('messages')
          .set((eb) => ({
            attempts: eb('attempts', '+', 1),
            last_attempt_at: present,
            lease_until: new Date(Date.parse(present) + leaseSeconds * 1000).toISOString(),
            leased_by: holder,
          }))
          .where(
            'key',
            'in',
            rows.map((row) => row.key),
          )
          .execute();
        return rows.map((row) => ({
          delivery: deliveryOf({ ...row, attempts: row.attempts + 1, last_attempt_at: present }),
          mayHaveBeenSent: row.last_attempt_at !== null,
          leasedBy: holder,
        }));
      }),
    close: () => db.destroy(),
  };
}

async function migrate(db: Kysely<Tables>, engine: Store['engine']): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
}

function withoutCredentials(databaseUrl: string): string {
  const { protocol, host, pathname } = URL.parse(databaseUrl) ?? {};
  return host === undefined ? 'at DATABASE_URL' : `${protocol}//${host}${pathname}`;
}

function sentenceOf(cause: unknown): string {
  const error = cause as Error & { code?: string };
  const words = error.message || error.code || String(cause);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
