// The schema's history, run at start. A migration that has been released is never edited: a change is a new one,
// whose name sorts after the last.

import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-the-first-house': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('releases')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('version', 'text', (column) => column.notNull())
        .addColumn('author', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('declared', 'text', (column) => column.notNull())
        .addColumn('minor', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('staged_at', 'text')
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('depends_on', 'text', (column) => column.notNull())
        .addColumn('stamp', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('assessments')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addColumn('breaking', 'integer', (column) => column.notNull())
        .addColumn('affected_teams', 'text', (column) => column.notNull())
        .addColumn('comparison', 'text', (column) => column.notNull())
        .addColumn('impact', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('assessments_key', ['release', 'number'])
        .execute();
      await db.schema
        .createTable('plans')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('deploy_at', 'text', (column) => column.notNull())
        .addColumn('document', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('plans_key', ['release', 'number'])
        .execute();
      await db.schema
        .createTable('written_steps')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('step', 'text', (column) => column.notNull())
        .addColumn('occasion', 'text', (column) => column.notNull())
        .addColumn('written_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('written_steps_key', ['release', 'step', 'occasion'])
        .execute();
      await db.schema
        .createTable('intended_findings')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('finding', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('intended_findings_key', ['release', 'finding'])
        .execute();
      await db.schema
        .createTable('approvals')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('why', 'text')
        .addPrimaryKeyConstraint('approvals_key', ['release', 'by', 'fingerprint'])
        .execute();
      await db.schema
        .createTable('understandings')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('team', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('via', 'text', (column) => column.notNull())
        .addColumn('note', 'text')
        .addPrimaryKeyConstraint('understandings_key', ['release', 'team'])
        .execute();
      await db.schema
        .createTable('discussions')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('meeting', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('minutes', 'text')
        .addColumn('recorded_by', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('discussions_key', ['release', 'number'])
        .execute();
      await db.schema
        .createTable('shifts')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('team', 'text', (column) => column.notNull())
        .addColumn('start_at', 'text', (column) => column.notNull())
        .addColumn('end_at', 'text', (column) => column.notNull())
        .addColumn('released_at', 'text')
        .addColumn('document', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('messages')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('number', 'integer', (column) => column.notNull().unique())
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('thread', 'text', (column) => column.notNull())
        .addColumn('document', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('due_at', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('last_attempt_at', 'text')
        .addColumn('lease_until', 'text')
        .addColumn('leased_by', 'text')
        .addColumn('because', 'text')
        .addColumn('hint', 'text')
        .addColumn('receipt', 'text')
        .execute();
      await db.schema.createIndex('messages_by_thread').on('messages').columns(['thread', 'number']).execute();
      await db.schema.createIndex('messages_by_due').on('messages').columns(['state', 'due_at']).execute();
      await db.schema.createIndex('messages_by_release').on('messages').columns(['release', 'number']).execute();
      await db.schema.createIndex('shifts_by_release').on('shifts').column('release').execute();
      await db.schema
        .createTable('events')
        .addColumn('sequence', 'integer', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('via', 'text', (column) => column.notNull())
        .addColumn('why', 'text')
        .addColumn('data', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('events_by_subject').on('events').columns(['subject', 'sequence']).execute();
      await db.schema
        .createTable('counters')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('api_tokens')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('team', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('revoked_at', 'text')
        .execute();
      await (db as Kysely<{ counters: { name: string; value: number } }>)
        .insertInto('counters')
        .values([
          { name: 'events', value: 0 },
          { name: 'messages', value: 0 },
        ])
        .execute();
    },
  },
  '0002-the-order-of-a-roster': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('shifts')
        .addColumn('place', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
  '0010-evidence-of-use': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('evidence_imports')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('origin', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('unmatched', 'text', (column) => column.notNull())
        .addColumn('notes', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('evidence')
        .addColumn('import', 'text', (column) => column.notNull().references('evidence_imports.id'))
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('consumer', 'text')
        .addColumn('caller_key', 'text')
        .addColumn('caller_name', 'text')
        .addColumn('caller_version', 'text')
        .addColumn('caller_environment', 'text')
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('operation', 'text', (column) => column.notNull())
        .addColumn('fields', 'text')
        .addColumn('environment', 'text', (column) => column.notNull())
        .addColumn('requests', 'bigint', (column) => column.notNull())
        .addColumn('first_seen', 'text', (column) => column.notNull())
        .addColumn('last_seen', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('evidence_key', ['import', 'number'])
        .execute();
      await db.schema
        .createTable('evidence_marks')
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('head', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('length', 'bigint', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('import', 'text', (column) => column.notNull().references('evidence_imports.id'))
        .addPrimaryKeyConstraint('evidence_marks_key', ['service', 'head'])
        .execute();
      await db.schema.createIndex('evidence_by_service').on('evidence').column('service').execute();
      await db.schema.createIndex('evidence_by_age').on('evidence').column('last_seen').execute();
    },
  },
  '0020-the-names-of-the-catalogue': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('catalog_entries')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('settings', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('catalog_entries_key', ['kind', 'name'])
        .execute();
    },
  },
  '0021-searches-under-way': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('code_searches')
        .addColumn('service', 'text', (column) => column.primaryKey())
        .addColumn('plan', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('progress', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0030-callers': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('callers')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('decision', 'text', (column) => column.notNull())
        .addColumn('team', 'text')
        .addColumn('consumer', 'text')
        .addColumn('reason', 'text')
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('seen', 'text', (column) => column.notNull())
        .execute();
      // Whom it hurts is joined anew from what is known by then; an assessment keeps what that needs of the documents.
      await db.schema.alterTable('assessments').addColumn('operations', 'text').execute();
      await db.schema.alterTable('assessments').dropColumn('impact').execute();
    },
  },
  '0040-the-ladder': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('rung_claims')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('rung', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('via', 'text', (column) => column.notNull())
        .addColumn('why', 'text')
        .addColumn('version', 'text')
        .addPrimaryKeyConstraint('rung_claims_key', ['release', 'consumer', 'rung'])
        .execute();
      await db.schema
        .createTable('deployments')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('environment', 'text', (column) => column.notNull())
        .addColumn('version', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('url', 'text')
        .addPrimaryKeyConstraint('deployments_key', ['release', 'consumer', 'environment', 'version', 'at'])
        .execute();
      await db.schema
        .createTable('portings')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('read_at', 'text', (column) => column.notNull())
        .addColumn('document', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('portings_key', ['release', 'consumer'])
        .execute();
    },
  },
  '0050-parts-that-were-read': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('evidence_parts')
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('head', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('start_byte', 'bigint', (column) => column.notNull())
        .addColumn('end_byte', 'bigint', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('import', 'text', (column) => column.notNull().references('evidence_imports.id'))
        .addPrimaryKeyConstraint('evidence_parts_key', ['service', 'head', 'start_byte'])
        .execute();
      // Which import had read what of a file was not kept before: the last one stands for all of it.
      const old = db as Kysely<Record<'evidence_marks' | 'evidence_parts', Record<string, string | number>>>;
      for (const { length, ...mark } of await old.selectFrom('evidence_marks').selectAll().execute()) {
        await old
          .insertInto('evidence_parts')
          .values({ ...mark, start_byte: 0, end_byte: length as number })
          .execute();
      }
      await db.schema.dropTable('evidence_marks').execute();
    },
  },
  '0051-when-pull-requests-were-read': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('porting_reads')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('tried_at', 'text', (column) => column.notNull())
        .addColumn('read_at', 'text')
        .addColumn('because', 'text')
        .addPrimaryKeyConstraint('porting_reads_key', ['release', 'consumer'])
        .execute();
    },
  },
  '0052-environment-of-imports': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('evidence_imports').addColumn('environment', 'text').execute();
    },
  },
  '0053-noise-of-one-service': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('caller_decisions')
        .addColumn('key', 'text', (column) => column.notNull())
        // Empty for what holds in every service.
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('decision', 'text', (column) => column.notNull())
        .addColumn('team', 'text')
        .addColumn('consumer', 'text')
        .addColumn('reason', 'text')
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('seen', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('caller_decisions_key', ['key', 'service'])
        .execute();
      // Whose owner called a caller noise stands in the log only. Where it does not, it is asked about again.
      const old = db as Kysely<
        Record<'callers' | 'caller_decisions', Record<string, string | null>> & {
          events: { sequence: number; type: string; subject: string; data: string };
        }
      >;
      const said = await old
        .selectFrom('events')
        .select(['subject', 'data'])
        .where('type', '=', 'caller.noise')
        .orderBy('sequence')
        .execute();
      const serviceOf = new Map(said.map(({ subject, data }) => [subject, JSON.parse(data).service as unknown]));
      for (const row of await old.selectFrom('callers').selectAll().execute()) {
        const service = row.decision === 'noise' ? serviceOf.get(row.key ?? '') : '';
        if (typeof service !== 'string') continue;
        await old
          .insertInto('caller_decisions')
          .values({ ...row, service })
          .execute();
      }
      await db.schema.dropTable('callers').execute();
    },
  },
  '0054-how-calls-were-answered': {
    async up(db: Kysely<unknown>): Promise<void> {
      // Of what was imported before nobody kept it: null, not known.
      await db.schema.alterTable('evidence').addColumn('answers', 'text').execute();
    },
  },
  '0055-what-taking-back-breaks': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('assessments').addColumn('rollback', 'text').execute();
    },
  },
  '0056-paths-of-servers': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('assessments').addColumn('server_paths', 'text').execute();
    },
  },
  '0057-deployments-on-github': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('deployments').addColumn('holds_port', 'integer').execute();
      await db.schema
        .createTable('deployment_reads')
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('tried_at', 'text', (column) => column.notNull())
        .addColumn('read_at', 'text')
        .addColumn('because', 'text')
        .addPrimaryKeyConstraint('deployment_reads_key', ['release', 'consumer'])
        .execute();
    },
  },
};
