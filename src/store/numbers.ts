// The numbers by which rows keep their order.

import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** The number after the last one of a release. */
export async function nextNumber(
  db: Kysely<Tables>,
  table: 'assessments' | 'plans' | 'discussions',
  release: string,
): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((eb) => eb.fn.max('number').as('number'))
    .where('release', '=', release)
    .executeTakeFirst();
  return (row?.number ?? 0) + 1;
}

/** The counter's row was locked when the transaction began, so numbers follow the order of commits. */
export async function countOn(db: Transaction<Tables>, name: 'events' | 'messages'): Promise<number> {
  const row = await db
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
}
