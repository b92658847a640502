// The log of events: who did what, in the order of commits.

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Event, EventType } from './event.ts';
import { instantText } from './instant-text.ts';
import { countOn } from './numbers.ts';
import type { EventTable, Tables } from './tables.ts';

export interface EventRecords {
  history(release: string): Promise<readonly Event[]>;
  events(after: number, limit: number): Promise<readonly Event[]>;
  cursor(): Promise<number>;
  /** Whether the log holds one of these types behind that place. */
  hasEvent(types: readonly EventType[], after: number): Promise<boolean>;
}

export interface EventChanges {
  append(event: Omit<Event, 'sequence'>): Promise<Event>;
}

export function readEvents(db: Kysely<Tables>): EventRecords {
  const eventRows = () => db.selectFrom('events').selectAll().orderBy('sequence');

  return {
    async history(release) {
      return (await eventRows().where('subject', '=', release).execute()).map(eventOf);
    },
    async events(after, limit) {
      return (await eventRows().where('sequence', '>', after).limit(limit).execute()).map(eventOf);
    },
    async cursor() {
      const row = await db
        .selectFrom('counters')
        .select('value')
        .where('name', '=', 'events')
        .executeTakeFirstOrThrow();
      return row.value;
    },
    async hasEvent(types, after) {
      const found = await db
        .selectFrom('events')
        .select('sequence')
        .where('sequence', '>', after)
        .where('type', 'in', types)
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },
  };
}

export function changeEvents(db: Transaction<Tables>): EventChanges {
  return {
    async append(event) {
      const sequence = await countOn(db, 'events');
      await db
        .insertInto('events')
        .values({
          sequence,
          at: instantText(event.at),
          type: event.type,
          subject: event.subject,
          actor: event.actor.name,
          via: event.actor.via,
          why: event.why,
          data: JSON.stringify(event.data),
        })
        .execute();
      return { ...event, sequence };
    },
  };
}

function eventOf(row: Selectable<EventTable>): Event {
  return {
    sequence: row.sequence,
    at: row.at,
    type: row.type as Event['type'],
    subject: row.subject,
    actor: { name: row.actor, via: row.via as Event['actor']['via'] },
    why: row.why,
    data: JSON.parse(row.data) as Event['data'],
  };
}
