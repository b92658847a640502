// The outbox: what is to be told, and what became of it.

import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool, Transaction } from 'kysely';
import type { Message } from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import type { Receipt } from '../channels/index.ts';
import { instantText } from './instant-text.ts';
import { type Delivery, type DeliveryState, gone, hasGone } from './ledger.ts';
import { countOn } from './numbers.ts';
import type { MessageTable, Tables } from './tables.ts';

export type Settlement =
  | { readonly state: (typeof gone)[number]; readonly receipt: Receipt }
  | { readonly state: 'deferred'; readonly because: string; readonly dueAt: Instant; readonly leasedBy: string }
  | { readonly state: 'refused'; readonly because: string; readonly hint: string; readonly leasedBy: string };

/** Those that may still go. */
export const unsettled = ['queued', 'deferred'] as const;

/** Whether a message waits for no earlier one of its thread: it is not tried before that one. */
export function isNextOfThread(eb: ExpressionBuilder<Tables, 'messages'>): Expression<SqlBool> {
  return eb.not(
    eb.exists(
      eb
        .selectFrom('messages as earlier')
        .select('earlier.key')
        .whereRef('earlier.thread', '=', 'messages.thread')
        .whereRef('earlier.number', '<', 'messages.number')
        .where('earlier.state', 'in', unsettled),
    ),
  );
}

/**
 * Until when somebody speaks for the message's thread; null where nobody does. Whatever became of that message
 * meanwhile: one that was withdrawn while it was spoken may yet arrive, and a second one beside it would open the
 * thread twice or arrive before it.
 */
export function threadSpokenUntil(eb: ExpressionBuilder<Tables, 'messages'>) {
  return eb
    .selectFrom('messages as spoken')
    .select((spoken) => spoken.fn.max('spoken.lease_until').as('until'))
    .whereRef('spoken.thread', '=', 'messages.thread');
}

export interface MessageRecords {
  /** In the order in which they were written. */
  deliveries(release: string): Promise<readonly Delivery[]>;
  delivery(key: string): Promise<Delivery | null>;
  /**
   * First and latest receipt of a thread, of those that count. `uncertain` where an attempt was made whose end is not
   * known to be nothing: its message was withdrawn or given up after it.
   */
  threadReceipts(
    thread: string,
    counts?: (receipt: Receipt) => boolean,
  ): Promise<{ readonly first: Receipt | null; readonly latest: Receipt | null; readonly uncertain: boolean }>;
  deliveryCounts(): Promise<Readonly<Record<DeliveryState, number>>>;
  /** The earliest moment at which an unsettled message may be tried. */
  nextDelivery(): Promise<Instant | null>;
}

export interface MessageChanges {
  /** Writes messages into the outbox; those whose key is already there stay as they are. Answers the new ones. */
  queue(messages: readonly Message[], dueAt: Instant): Promise<readonly Message[]>;
  /** Takes back what has not gone yet, of those with these keys where they are given; answers the keys. */
  withdraw(release: string, because: string, among?: readonly string[]): Promise<readonly string[]>;
  /** Puts a refused message back into the queue; false where it is not refused. */
  requeue(key: string, dueAt: Instant): Promise<boolean>;
  /** Records how an attempt ended, see `settle` of the outbox. */
  settle(key: string, settlement: Settlement): Promise<boolean>;
}

export function readMessages(db: Kysely<Tables>): MessageRecords {
  return {
    async deliveries(release) {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('release', '=', release)
        .orderBy('number')
        .execute();
      return rows.map(deliveryOf);
    },
    async delivery(key) {
      const row = await db.selectFrom('messages').selectAll().where('key', '=', key).executeTakeFirst();
      return row ? deliveryOf(row) : null;
    },
    async threadReceipts(thread, counts = () => true) {
      const rows = await db
        .selectFrom('messages')
        .select(['receipt', 'state', 'last_attempt_at'])
        .where('thread', '=', thread)
        .orderBy('number')
        .execute();
      const receipts = rows
        .flatMap(({ receipt, state }) =>
          hasGone(state as DeliveryState) && receipt ? [JSON.parse(receipt) as Receipt] : [],
        )
        .filter(counts);
      const uncertain = rows.some(
        ({ state, last_attempt_at }) => (state === 'withdrawn' || state === 'refused') && last_attempt_at !== null,
      );
      return { first: receipts[0] ?? null, latest: receipts.at(-1) ?? null, uncertain };
    },
    async deliveryCounts() {
      const rows = await db
        .selectFrom('messages')
        .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute();
      const counts = { queued: 0, written: 0, delivered: 0, deferred: 0, refused: 0, withdrawn: 0 };
      for (const row of rows) counts[row.state as DeliveryState] = row.count;
      return counts;
    },
    async nextDelivery() {
      const rows = await db
        .selectFrom('messages')
        .select((eb) => ['due_at', threadSpokenUntil(eb).as('spoken_until')])
        .where('state', 'in', unsettled)
        .where(isNextOfThread)
        .execute();
      const moments = rows.map(({ due_at, spoken_until }) =>
        spoken_until !== null && spoken_until > due_at ? spoken_until : due_at,
      );
      return moments.toSorted()[0] ?? null;
    },
  };
}

export function changeMessages(db: Transaction<Tables>): MessageChanges {
  const records = readMessages(db);
  return {
    async queue(messages, dueAt) {
      const fresh: Message[] = [];
      for (const message of messages) {
        if (await records.delivery(message.key)) continue;
        await db
          .insertInto('messages')
          .values({
            key: message.key,
            number: await countOn(db, 'messages'),
            release: message.release,
            thread: message.thread,
            document: JSON.stringify(message),
            state: 'queued',
            due_at: instantText(dueAt),
            attempts: 0,
            last_attempt_at: null,
            lease_until: null,
            leased_by: null,
            because: null,
            hint: null,
            receipt: null,
          })
          .execute();
        fresh.push(message);
      }
      return fresh;
    },
    async withdraw(release, because, among) {
      if (among?.length === 0) return []; // PostgreSQL knows no empty list
      const unsent = db
        .updateTable('messages')
        .set({ state: 'withdrawn', because })
        .where('release', '=', release)
        // Also what was refused: tried again by a person, it would say what no longer holds.
        .where('state', 'in', [...unsettled, 'refused']);
      const asked = among === undefined ? unsent : unsent.where('key', 'in', among);
      const rows = await asked.returning('key').execute();
      return rows.map((row) => row.key).toSorted();
    },
    async requeue(key, dueAt) {
      const result = await db
        .updateTable('messages')
        .set({ state: 'queued', due_at: instantText(dueAt), attempts: 0, because: null, hint: null, lease_until: null })
        .where('key', '=', key)
        .where('state', '=', 'refused')
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async settle(key, settlement) {
      const released = { lease_until: null, leased_by: null };
      const result =
        'receipt' in settlement
          ? await db
              .updateTable('messages')
              .set({
                state: settlement.state,
                receipt: JSON.stringify(settlement.receipt),
                because: null,
                hint: null,
                ...released,
              })
              .where('key', '=', key)
              .where('state', 'not in', gone)
              .executeTakeFirst()
          : await db
              .updateTable('messages')
              .set({
                state: settlement.state,
                because: settlement.because,
                ...(settlement.state === 'deferred'
                  ? { due_at: instantText(settlement.dueAt) }
                  : { hint: settlement.hint }),
                ...released,
              })
              .where('key', '=', key)
              .where('state', 'in', unsettled)
              .where('leased_by', '=', settlement.leasedBy)
              .executeTakeFirst();
      if (!('receipt' in settlement)) {
        // Withdrawn while it was spoken: that it did not arrive changes nothing, but its thread may go on.
        await db
          .updateTable('messages')
          .set(released)
          .where('key', '=', key)
          .where('leased_by', '=', settlement.leasedBy)
          .execute();
      }
      return result.numUpdatedRows === 1n;
    },
  };
}

export function deliveryOf(row: Selectable<MessageTable>): Delivery {
  return {
    message: JSON.parse(row.document) as Message,
    state: row.state as DeliveryState,
    dueAt: row.due_at,
    attempts: row.attempts,
    lastAttemptAt: row.last_attempt_at,
    because: row.because,
    hint: row.hint,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
  };
}
