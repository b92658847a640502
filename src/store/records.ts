// Every query that the use cases ask, written once for both engines. `Records` reads within one snapshot; `Changes`
// also writes, within the one transaction that appends the event.

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Message } from '../announce/index.ts';
import { type Instant, TocsinError } from '../base/index.ts';
import type { Receipt } from '../channels/index.ts';
import type { Plan, Release } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import { type CallerChanges, type CallerRecords, changeCallers, readCallers } from './caller-records.ts';
import { type CatalogChanges, type CatalogRecords, catalogChanges, catalogRecords } from './catalog-records.ts';
import type { Event } from './event.ts';
import { changeEvidence, type EvidenceChanges, type EvidenceRecords, readEvidence } from './evidence-records.ts';
import { instantText } from './instant-text.ts';
import { changeLadderRecords, type LadderChanges, type LadderRecords, readLadderRecords } from './ladder-records.ts';
import type {
  Approval,
  Delivery,
  DeliveryState,
  Discussion,
  Intended,
  Principal,
  Role,
  Understanding,
  WrittenStep,
} from './ledger.ts';
import { type SearchChanges, type SearchRecords, searchChanges, searchRecords } from './search-records.ts';
import type { EventTable, MessageTable, ReleaseTable, ShiftTable, Tables } from './tables.ts';

/** A release and the stamp that must still be the same when it is changed. */
export interface StampedRelease {
  readonly release: Release;
  readonly stamp: number;
}

export interface Assessment {
  readonly at: Instant;
  readonly comparison: Comparison;
  /** Those of both documents; null where it was made before they were kept. */
  readonly operations: readonly OperationRef[] | null;
}

/** An assessment as it is made: with what taking the release back would break, which only that reads. */
export interface FullAssessment extends Assessment {
  readonly rollback: Comparison | null;
}

/** What a list of releases shows, without reading their documents. */
export interface ReleaseLine {
  readonly release: Release;
  readonly verdict: Comparison['verdict'] | null;
  readonly breaking: number;
  readonly affectedTeams: readonly string[];
  readonly deployAt: Instant | null;
}

export interface Records extends CallerRecords, CatalogRecords, EvidenceRecords, LadderRecords, SearchRecords {
  release(id: string): Promise<StampedRelease | null>;
  releases(): Promise<readonly Release[]>;
  releaseLines(): Promise<readonly ReleaseLine[]>;
  /** Without what taking it back breaks, which only that asks for. */
  assessment(release: string): Promise<Assessment | null>;
  /** What taking it back breaks, as it was last assessed. */
  rollback(release: string): Promise<Comparison | null>;
  plan(release: string): Promise<Plan | null>;
  writtenSteps(release: string): Promise<readonly WrittenStep[]>;
  intended(release: string): Promise<readonly Intended[]>;
  approvals(release: string): Promise<readonly Approval[]>;
  understandings(release: string): Promise<readonly Understanding[]>;
  discussions(release: string): Promise<readonly Discussion[]>;
  /** In the order of the roster. */
  shifts(release: string): Promise<readonly Shift[]>;
  shift(id: string): Promise<Shift | null>;
  shiftsAt(at: Instant): Promise<readonly Shift[]>;
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
  history(release: string): Promise<readonly Event[]>;
  events(after: number, limit: number): Promise<readonly Event[]>;
  cursor(): Promise<number>;
  tokenPrincipal(hash: string): Promise<Principal | null>;
}

export interface Changes extends Records, CallerChanges, CatalogChanges, EvidenceChanges, LadderChanges, SearchChanges {
  addRelease(release: Release): Promise<void>;
  /** Refused as `conflict` where the release has changed since `stamp` was read. */
  changeRelease(release: Release, stamp: number): Promise<void>;
  addAssessment(release: string, assessment: FullAssessment, affectedTeams: readonly string[]): Promise<void>;
  addPlan(plan: Plan, at: Instant): Promise<void>;
  addWrittenStep(release: string, step: WrittenStep): Promise<void>;
  /** Steps of these ids count as not written: what they said no longer holds. */
  forgetSteps(release: string, steps: readonly string[]): Promise<void>;
  addIntended(release: string, intended: Intended): Promise<void>;
  addApproval(release: string, approval: Approval): Promise<void>;
  /** A team's later word replaces its earlier one; the log keeps both. */
  setUnderstanding(release: string, understanding: Understanding): Promise<void>;
  addDiscussion(release: string, discussion: Discussion): Promise<void>;
  /** The release's whole roster: what is not named is gone. */
  setShifts(release: string, shifts: readonly Shift[]): Promise<void>;
  changeShift(shift: Shift): Promise<void>;
  /** Writes messages into the outbox; those whose key is already there stay as they are. Answers the new ones. */
  queue(messages: readonly Message[], dueAt: Instant): Promise<readonly Message[]>;
  /** Takes back what has not gone yet; answers the keys. */
  withdraw(release: string, because: string): Promise<readonly string[]>;
  /** Puts a refused message back into the queue; false where it is not refused. */
  requeue(key: string, dueAt: Instant): Promise<boolean>;
  /** Records how an attempt ended, see `settle` of the outbox. */
  settle(key: string, settlement: Settlement): Promise<boolean>;
  append(event: Omit<Event, 'sequence'>): Promise<Event>;
  addToken(hash: string, principal: Principal, at: Instant): Promise<void>;
  revokeTokens(name: string, at: Instant): Promise<number>;
}

export type Settlement =
  | { readonly state: 'delivered'; readonly receipt: Receipt }
  | { readonly state: 'deferred'; readonly because: string; readonly dueAt: Instant; readonly leasedBy: string }
  | { readonly state: 'refused'; readonly because: string; readonly hint: string; readonly leasedBy: string };

const unsettled = ['queued', 'deferred'] as const;

export function readRecords(db: Kysely<Tables>): Records {
  const shiftsWhere = (narrow: (query: ReturnType<typeof allShiftRows>) => ReturnType<typeof allShiftRows>) =>
    narrow(allShiftRows())
      .execute()
      .then((rows) => rows.map(shiftOf));
  const allShiftRows = () =>
    db.selectFrom('shifts').selectAll().orderBy('release').orderBy('place').orderBy('start_at');
  const eventRows = () => db.selectFrom('events').selectAll().orderBy('sequence');

  return {
    ...readEvidence(db),
    ...catalogRecords(db),
    ...searchRecords(db),
    ...readCallers(db),
    ...readLadderRecords(db),
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
    async assessment(release) {
      const row = await db
        .selectFrom('assessments')
        .select(['at', 'comparison', 'operations'])
        .where('release', '=', release)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row
        ? {
            at: row.at,
            comparison: JSON.parse(row.comparison) as Comparison,
            operations: row.operations === null ? null : (JSON.parse(row.operations) as OperationRef[]),
          }
        : null;
    },
    async rollback(release) {
      const row = await db
        .selectFrom('assessments')
        .select('rollback')
        .where('release', '=', release)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.rollback == null ? null : (JSON.parse(row.rollback) as Comparison);
    },
    async plan(release) {
      const row = await db
        .selectFrom('plans')
        .select('document')
        .where('release', '=', release)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? (JSON.parse(row.document) as Plan) : null;
    },
    async writtenSteps(release) {
      const rows = await db
        .selectFrom('written_steps')
        .selectAll()
        .where('release', '=', release)
        .orderBy('written_at')
        .orderBy('step')
        .execute();
      return rows.map((row) => ({ step: row.step, occasion: row.occasion, writtenAt: row.written_at }));
    },
    async intended(release) {
      return db
        .selectFrom('intended_findings')
        .select(['finding', 'by', 'at'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('finding')
        .execute();
    },
    async approvals(release) {
      return db
        .selectFrom('approvals')
        .select(['by', 'at', 'why', 'fingerprint'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('by')
        .execute();
    },
    async understandings(release) {
      const rows = await db
        .selectFrom('understandings')
        .select(['team', 'by', 'at', 'via', 'note'])
        .where('release', '=', release)
        .orderBy('at')
        .orderBy('team')
        .execute();
      return rows.map((row) => ({ ...row, via: row.via as Understanding['via'] }));
    },
    async discussions(release) {
      const rows = await db
        .selectFrom('discussions')
        .selectAll()
        .where('release', '=', release)
        .orderBy('number')
        .execute();
      return rows.map((row) => ({
        meeting: row.meeting,
        at: row.at,
        outcome: row.outcome as Discussion['outcome'],
        minutes: row.minutes,
        recordedBy: row.recorded_by,
      }));
    },
    shifts: (release) => shiftsWhere((query) => query.where('release', '=', release)),
    async shift(id) {
      const [shift] = await shiftsWhere((query) => query.where('id', '=', id));
      return shift ?? null;
    },
    shiftsAt: (at) =>
      shiftsWhere((query) => query.where('start_at', '<=', instantText(at)).where('end_at', '>', instantText(at))),
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
        .select(['receipt', 'state', 'attempts'])
        .where('thread', '=', thread)
        .orderBy('number')
        .execute();
      const receipts = rows
        .flatMap(({ receipt, state }) => (state === 'delivered' && receipt ? [JSON.parse(receipt) as Receipt] : []))
        .filter(counts);
      const uncertain = rows.some(
        ({ state, attempts }) => (state === 'withdrawn' || state === 'refused') && attempts > 0,
      );
      return { first: receipts[0] ?? null, latest: receipts.at(-1) ?? null, uncertain };
    },
    async deliveryCounts() {
      const rows = await db
        .selectFrom('messages')
        .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute();
      const counts = { queued: 0, delivered: 0, deferred: 0, refused: 0, withdrawn: 0 };
      for (const row of rows) counts[row.state as DeliveryState] = row.count;
      return counts;
    },
    async nextDelivery() {
      const rows = await db
        .selectFrom('messages')
        .select(['due_at', 'lease_until'])
        .where('state', 'in', unsettled)
        // What waits for an earlier message of its thread is not tried before that one.
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('messages as earlier')
                .select('earlier.key')
                .whereRef('earlier.thread', '=', 'messages.thread')
                .whereRef('earlier.number', '<', 'messages.number')
                .where('earlier.state', 'in', unsettled),
            ),
          ),
        )
        .execute();
      const moments = rows.map((row) =>
        row.lease_until !== null && row.lease_until > row.due_at ? row.lease_until : row.due_at,
      );
      return moments.toSorted()[0] ?? null;
    },
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
    async tokenPrincipal(hash) {
      const row = await db
        .selectFrom('api_tokens')
        .select(['name', 'role', 'team'])
        .where('hash', '=', hash)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return row ? { name: row.name, role: row.role as Role, team: row.team } : null;
    },
  };
}

export function changeRecords(db: Transaction<Tables>): Changes {
  const records = readRecords(db);

  const nextNumber = async (table: 'assessments' | 'plans' | 'discussions', release: string): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.max('number').as('number'))
      .where('release', '=', release)
      .executeTakeFirst();
    return (row?.number ?? 0) + 1;
  };

  /** The counter's row was locked when the transaction began, so numbers follow the order of commits. */
  const count = async (name: 'events' | 'messages'): Promise<number> => {
    const row = await db
      .updateTable('counters')
      .set((eb) => ({ value: eb('value', '+', 1) }))
      .where('name', '=', name)
      .returning('value')
      .executeTakeFirstOrThrow();
    return row.value;
  };

  return {
    ...records,
    ...changeEvidence(db),
    ...catalogChanges(db),
    ...searchChanges(db),
    ...changeCallers(db),
    ...changeLadderRecords(db),
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
        const [latest] = (await records.history(id)).slice(-1);
        const change = latest ? `: ${latest.actor.name} (${latest.type}, ${latest.at})` : '';
        throw new TocsinError('conflict', `The release ${id} was changed while you decided${change}.`);
      }
    },
    async addAssessment(release, assessment, affectedTeams) {
      await db
        .insertInto('assessments')
        .values({
          release,
          number: await nextNumber('assessments', release),
          at: instantText(assessment.at),
          verdict: assessment.comparison.verdict,
          breaking: assessment.comparison.summary.breaking,
          affected_teams: JSON.stringify(affectedTeams),
          comparison: JSON.stringify(assessment.comparison),
          operations: assessment.operations === null ? null : JSON.stringify(assessment.operations),
          rollback: assessment.rollback === null ? null : JSON.stringify(assessment.rollback),
        })
        .execute();
    },
    async addPlan(plan, at) {
      await db
        .insertInto('plans')
        .values({
          release: plan.release,
          number: await nextNumber('plans', plan.release),
          at: instantText(at),
          deploy_at: instantText(plan.deployAt),
          document: JSON.stringify(plan),
        })
        .execute();
    },
    async addWrittenStep(release, { step, occasion, writtenAt }) {
      await db
        .insertInto('written_steps')
        .values({ release, step, occasion, written_at: instantText(writtenAt) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async forgetSteps(release, steps) {
      await db.deleteFrom('written_steps').where('release', '=', release).where('step', 'in', steps).execute();
    },
    async addIntended(release, { finding, by, at }) {
      await db
        .insertInto('intended_findings')
        .values({ release, finding, by, at: instantText(at) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async addApproval(release, { by, at, why, fingerprint }) {
      await db
        .insertInto('approvals')
        .values({ release, by, fingerprint, at: instantText(at), why })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async setUnderstanding(release, { team, by, at, via, note }) {
      const word = { by, at: instantText(at), via, note };
      await db
        .insertInto('understandings')
        .values({ release, team, ...word })
        .onConflict((conflict) => conflict.columns(['release', 'team']).doUpdateSet(word))
        .execute();
    },
    async addDiscussion(release, discussion) {
      await db
        .insertInto('discussions')
        .values({
          release,
          number: await nextNumber('discussions', release),
          meeting: discussion.meeting,
          at: instantText(discussion.at),
          outcome: discussion.outcome,
          minutes: discussion.minutes,
          recorded_by: discussion.recordedBy,
        })
        .execute();
    },
    async setShifts(release, shifts) {
      await db.deleteFrom('shifts').where('release', '=', release).execute();
      if (shifts.length > 0)
        await db
          .insertInto('shifts')
          .values(shifts.map((shift, place) => ({ ...shiftRow(shift), place })))
          .execute();
    },
    async changeShift(shift) {
      const { id, ...columns } = shiftRow(shift);
      await db.updateTable('shifts').set(columns).where('id', '=', id).execute();
    },
    async queue(messages, dueAt) {
      const fresh: Message[] = [];
      for (const message of messages) {
        if (await records.delivery(message.key)) continue;
        await db
          .insertInto('messages')
          .values({
            key: message.key,
            number: await count('messages'),
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
    async withdraw(release, because) {
      const rows = await db
        .updateTable('messages')
        .set({ state: 'withdrawn', because })
        .where('release', '=', release)
        .where('state', 'in', unsettled)
        .returning('key')
        .execute();
      return rows.map((row) => row.key).toSorted();
    },
    async requeue(key, dueAt) {
      const result = await db
        .updateTable('messages')
        .set({ state: 'queued', due_at: instantText(dueAt), because: null, hint: null, lease_until: null })
        .where('key', '=', key)
        .where('state', '=', 'refused')
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async settle(key, settlement) {
      const released = { lease_until: null, leased_by: null };
      const result =
        settlement.state === 'delivered'
          ? await db
              .updateTable('messages')
              .set({
                state: 'delivered',
                receipt: JSON.stringify(settlement.receipt),
                because: null,
                hint: null,
                ...released,
              })
              .where('key', '=', key)
              .where('state', '!=', 'delivered')
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
      return result.numUpdatedRows === 1n;
    },
    async append(event) {
      const sequence = await count('events');
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
    async addToken(hash, principal, at) {
      await db
        .insertInto('api_tokens')
        .values({ hash, ...principal, created_at: instantText(at), revoked_at: null })
        .execute();
    },
    async revokeTokens(name, at) {
      const result = await db
        .updateTable('api_tokens')
        .set({ revoked_at: instantText(at) })
        .where('name', '=', name)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
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

function shiftOf(row: Selectable<ShiftTable>): Shift {
  return JSON.parse(row.document) as Shift;
}

function shiftRow(shift: Shift): Omit<ShiftTable, 'place'> {
  return {
    id: shift.id,
    release: shift.release,
    team: shift.team,
    start_at: instantText(shift.start),
    end_at: instantText(shift.end),
    released_at: shift.releasedAt === null ? null : instantText(shift.releasedAt),
    document: JSON.stringify(shift),
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
