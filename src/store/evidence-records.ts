// Evidence of use as it is kept: one row for all calls of one caller to one operation that one import knows of. What is
// asked for is joined over the imports, so that taking an import back is deleting its rows.

import type { Kysely, Selectable, Transaction } from 'kysely';
import { type Instant, TocsinError } from '../base/index.ts';
import { type Answers, lastSeen, sentKey, sumAnswers, type UsedFields, type UseEvidence } from '../catalog/index.ts';
import type { EvidenceBatch, KnownMarks, UnmatchedRequests } from '../evidence/index.ts';
import { instantText } from './instant-text.ts';
import type { EvidenceTable, Tables } from './tables.ts';

/** One import, without its rows. */
export interface EvidenceImport {
  readonly id: string;
  readonly service: string;
  readonly source: string;
  readonly origin: string;
  /** Which of the service's environments it was said to be of, see `EvidenceBatch`. */
  readonly environment: string | null;
  /** Those of what is kept, whoever told them. */
  readonly environments: readonly string[];
  readonly at: Instant;
  readonly by: string;
  /** Still kept of it: requests, and rows. */
  readonly requests: number;
  readonly uses: number;
  readonly lastSeen: Instant | null;
  readonly unmatched: readonly UnmatchedRequests[];
  readonly notes: readonly string[];
}

/** What is to be forgotten: all that fits everything that is said. */
export interface Forgetting {
  readonly service?: string | undefined;
  readonly import?: string | undefined;
  /** Only what was last seen before. Without it the imports themselves go too, and their files may be imported anew. */
  readonly seenBefore?: Instant | undefined;
}

export interface EvidenceRecords {
  /**
   * Everything known of a service's use, over all imports: one record for a caller, operation, environment and source,
   * and another for those of its calls of which no import told how they were answered.
   */
  useEvidence(service: string): Promise<readonly UseEvidence[]>;
  /** Newest first. */
  evidenceImports(service: string | null): Promise<readonly EvidenceImport[]>;
  /** Which parts of growing files were read. */
  readMarks(service: string): Promise<KnownMarks>;
  /** Whether there is anything that was last seen before. */
  hasEvidenceBefore(at: Instant): Promise<boolean>;
}

export interface EvidenceChanges {
  /**
   * False where this very import is there already, and then nothing changes.
   * Refused as `conflict` where one of its files was read further meanwhile.
   */
  addEvidence(batch: EvidenceBatch, at: Instant, by: string): Promise<boolean>;
  /** How many rows and imports went. */
  forgetEvidence(what: Forgetting): Promise<{ readonly uses: number; readonly imports: number }>;
}

/** SQLite and PostgreSQL both take this many rows of the widest table in one statement. */
const rowsAtOnce = 500;

export function readEvidence(db: Kysely<Tables>): EvidenceRecords {
  return {
    async useEvidence(service) {
      const rows = await db
        .selectFrom('evidence')
        .selectAll()
        .where('service', '=', service)
        .orderBy('import')
        .orderBy('number')
        .execute();
      return joinUses(rows.map(useOf));
    },
    async evidenceImports(service) {
      const rows = await db
        .selectFrom('evidence_imports')
        .selectAll()
        .$if(service !== null, (query) => query.where('service', '=', service as string))
        .select((eb) => {
          const kept = eb.selectFrom('evidence').whereRef('evidence.import', '=', 'evidence_imports.id');
          return [
            kept.select((one) => one.fn.countAll<number>().as('count')).as('uses'),
            kept.select((one) => one.cast<number>(one.fn.sum('requests'), 'bigint').as('sum')).as('requests'),
            kept.select((one) => one.fn.max('last_seen').as('last')).as('last_seen'),
          ];
        })
        .orderBy('at', 'desc')
        .orderBy('id')
        .execute();
      const places = await db
        .selectFrom('evidence')
        .select(['import', 'environment'])
        .distinct()
        .$if(service !== null, (query) => query.where('service', '=', service as string))
        .orderBy('environment')
        .execute();
      const placesOf = Map.groupBy(places, (place) => place.import);
      return rows.map((row) => ({
        id: row.id,
        service: row.service,
        source: row.source,
        origin: row.origin,
        environment: row.environment,
        environments: (placesOf.get(row.id) ?? []).map(({ environment }) => environment),
        at: row.at,
        by: row.by,
        requests: row.requests ?? 0,
        uses: row.uses ?? 0,
        lastSeen: row.last_seen,
        unmatched: JSON.parse(row.unmatched) as UnmatchedRequests[],
        notes: JSON.parse(row.notes) as string[],
      }));
    },
    async readMarks(service) {
      const rows = await db
        .selectFrom('evidence_parts')
        .select(['head', 'start_byte', 'end_byte', 'digest', 'import'])
        .where('service', '=', service)
        .orderBy('start_byte')
        .execute();
      const parts = rows.map(({ head, start_byte, end_byte, digest, import: id }) => ({
        import: id,
        head,
        from: start_byte,
        length: end_byte,
        digest,
      }));
      return Map.groupBy(parts, ({ head }) => head);
    },
    async hasEvidenceBefore(at) {
      const row = await db
        .selectFrom('evidence')
        .select('import')
        .where('last_seen', '<', instantText(at))
        .limit(1)
        .executeTakeFirst();
      if (row !== undefined) return true;
      const unmatched = await db
        .selectFrom('evidence_imports')
        .select('id')
        .where('at', '<', instantText(at))
        .where('unmatched', '!=', '[]')
        .limit(1)
        .executeTakeFirst();
      return unmatched !== undefined;
    },
  };
}

export function changeEvidence(db: Transaction<Tables>): EvidenceChanges {
  return {
    async addEvidence(batch, at, by) {
      const known = await db.selectFrom('evidence_imports').select('id').where('id', '=', batch.id).executeTakeFirst();
      if (known !== undefined) return false;
      const marks = await readEvidence(db).readMarks(batch.service);
      for (const { head, from, length, name } of batch.marks) {
        if (marks.get(head)?.some((one) => one.from < length && from < one.length)) {
          throw new TocsinError('conflict', `${name} was imported by someone else while it was read here.`, {
            hint: 'Import it again: only what is new will be counted. Nothing was recorded.',
          });
        }
      }
      if (batch.replaces) {
        const before = await db
          .selectFrom('evidence_imports')
          .select('id')
          .where('service', '=', batch.service)
          .where('source', '=', batch.source)
          .where('origin', '=', batch.origin)
          .execute();
        for (const { id } of before) await this.forgetEvidence({ import: id });
      }
      await db
        .insertInto('evidence_imports')
        .values({
          id: batch.id,
          service: batch.service,
          source: batch.source,
          origin: batch.origin,
          environment: batch.environment ?? null,
          at: instantText(at),
          by,
          unmatched: JSON.stringify(batch.unmatched),
          notes: JSON.stringify(batch.notes),
        })
        .execute();
      const rows = batch.uses.map((use, number) => rowOf(use, batch.id, number));
      for (let start = 0; start < rows.length; start += rowsAtOnce) {
        await db
          .insertInto('evidence')
          .values(rows.slice(start, start + rowsAtOnce))
          .execute();
      }
      const parts = batch.marks.map(({ head, name, from, length, digest }) => ({
        service: batch.service,
        head,
        name,
        start_byte: from,
        end_byte: length,
        digest,
        import: batch.id,
      }));
      for (let first = 0; first < parts.length; first += rowsAtOnce) {
        await db
          .insertInto('evidence_parts')
          .values(parts.slice(first, first + rowsAtOnce))
          .execute();
      }
      return true;
    },
    async forgetEvidence({ service, import: id, seenBefore }) {
      let uses = db.deleteFrom('evidence');
      let parts = db.deleteFrom('evidence_parts');
      let imports = db.deleteFrom('evidence_imports');
      if (service !== undefined) {
        uses = uses.where('service', '=', service);
        parts = parts.where('service', '=', service);
        imports = imports.where('service', '=', service);
      }
      if (id !== undefined) {
        uses = uses.where('import', '=', id);
        parts = parts.where('import', '=', id);
        imports = imports.where('id', '=', id);
      }
      if (seenBefore !== undefined) {
        // What fitted no operation is as old as the import; the import itself stays known, so that it is not counted anew.
        await db
          .updateTable('evidence_imports')
          .set({ unmatched: '[]', notes: '[]' })
          .where('at', '<', instantText(seenBefore))
          .$if(service !== undefined, (query) => query.where('service', '=', service as string))
          .$if(id !== undefined, (query) => query.where('id', '=', id as string))
          .execute();
        const gone = await uses.where('last_seen', '<', instantText(seenBefore)).executeTakeFirst();
        return { uses: Number(gone.numDeletedRows), imports: 0 };
      }
      await parts.execute();
      const gone = await uses.executeTakeFirst();
      const forgotten = await imports.executeTakeFirst();
      return { uses: Number(gone.numDeletedRows), imports: Number(forgotten.numDeletedRows) };
    },
  };
}

function joinUses(uses: readonly UseEvidence[]): UseEvidence[] {
  const joined = new Map<string, UseEvidence>();
  for (const use of uses) {
    const { fields: _, requests: __, answers, firstSeen: ___, lastSeen: ____, ...identity } = use;
    const key = JSON.stringify([identity, answers === null]);
    const before = joined.get(key);
    joined.set(key, before === undefined ? use : joinTwo(before, use));
  }
  return [...joined.values()];
}

function joinTwo(one: UseEvidence, other: UseEvidence): UseEvidence {
  return {
    ...one,
    fields: joinFields(one.fields, other.fields),
    requests: one.requests + other.requests,
    answers: sumAnswers([one, other]),
    firstSeen: [one.firstSeen, other.firstSeen].sort()[0] as Instant,
    lastSeen: lastSeen([one, other]),
  };
}

/** What one import saw stays seen; all is only known to be named where each of them names all. */
function joinFields(one: UsedFields | null, other: UsedFields | null): UsedFields | null {
  if (one === null && other === null) return null;
  const paths = (side: 'sent' | 'read') => [
    ...new Map([...(one?.[side] ?? []), ...(other?.[side] ?? [])].map((path) => [JSON.stringify(path), path])).values(),
  ];
  const sent = paths('sent');
  const lastSent = joinLastSent(sent, one, other);
  return {
    sent,
    ...(lastSent !== null && sent.length > 0 && { lastSent }),
    read: paths('read'),
    complete: {
      sent: one?.complete.sent === true && other?.complete.sent === true,
      query: one?.complete.query === true && other?.complete.query === true,
      read: one?.complete.read === true && other?.complete.read === true,
    },
  };
}

/** Null where one of them does not tell: it may have sent any of these with its last call. */
function joinLastSent(
  sent: UsedFields['sent'],
  ...sides: readonly (UsedFields | null)[]
): UsedFields['lastSent'] | null {
  const told = sides.filter((side) => side !== null && side.sent.length > 0).map((side) => side?.lastSent);
  if (told.includes(undefined)) return null;
  const latest = (key: string) =>
    told
      .flatMap((each) => each?.[key] ?? [])
      .sort()
      .at(-1) as Instant;
  return Object.fromEntries(sent.map((path) => [sentKey(path), latest(sentKey(path))]));
}

function useOf(row: Selectable<EvidenceTable>): UseEvidence {
  return {
    consumer: row.consumer,
    callerKey: row.caller_key,
    callerName: row.caller_name,
    callerVersion: row.caller_version,
    callerEnvironment: row.caller_environment,
    service: row.service,
    operation: row.operation,
    fields: row.fields === null ? null : (JSON.parse(row.fields) as UsedFields),
    environment: row.environment,
    requests: row.requests,
    answers: row.answers === null ? null : (JSON.parse(row.answers) as Answers[]),
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    source: row.source,
  };
}

function rowOf(use: UseEvidence, id: string, number: number): EvidenceTable {
  return {
    import: id,
    number,
    consumer: use.consumer,
    caller_key: use.callerKey,
    caller_name: use.callerName,
    caller_version: use.callerVersion,
    caller_environment: use.callerEnvironment,
    service: use.service,
    operation: use.operation,
    fields: use.fields === null ? null : JSON.stringify(use.fields),
    environment: use.environment,
    requests: use.requests,
    answers: use.answers === null ? null : JSON.stringify(use.answers),
    first_seen: instantText(use.firstSeen),
    last_seen: instantText(use.lastSeen),
    source: use.source,
  };
}
