// What was assessed and planned of a release, of which the latest counts, and which steps of it were written.

import type { Kysely, Transaction } from 'kysely';
import type { Instant } from '../base/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import { instantText } from './instant-text.ts';
import type { WrittenStep } from './ledger.ts';
import { nextNumber } from './numbers.ts';
import type { Tables } from './tables.ts';

export interface Assessment {
  readonly at: Instant;
  readonly comparison: Comparison;
  /** Those of both documents; null where it was made before they were kept. */
  readonly operations: readonly OperationRef[] | null;
  /** What stands before their paths, by the documents' servers; null where it was made before that was kept. */
  readonly serverPaths: readonly string[] | null;
}

/** An assessment as it is made: with what taking the release back would break, which only that reads. */
export interface FullAssessment extends Assessment {
  readonly rollback: Comparison | null;
}

export interface PlanRecords {
  /** By which the latest is told from every other of the release; null where there is none. */
  assessmentNumber(release: string): Promise<number | null>;
  /** Without what taking it back breaks, which only that asks for. */
  assessment(release: string): Promise<Assessment | null>;
  /** What taking it back breaks, as it was last assessed. */
  rollback(release: string): Promise<Comparison | null>;
  plan(release: string): Promise<Plan | null>;
  writtenSteps(release: string): Promise<readonly WrittenStep[]>;
}

export interface PlanChanges {
  addAssessment(release: string, assessment: FullAssessment, affectedTeams: readonly string[]): Promise<void>;
  addPlan(plan: Plan, at: Instant): Promise<void>;
  addWrittenStep(release: string, step: WrittenStep): Promise<void>;
  /** Steps of these ids count as not written: what they said no longer holds. */
  forgetSteps(release: string, steps: readonly string[]): Promise<void>;
}

export function readPlans(db: Kysely<Tables>): PlanRecords {
  const latestAssessment = (release: string) =>
    db.selectFrom('assessments').where('release', '=', release).orderBy('number', 'desc').limit(1);
  const latestPlan = (release: string) =>
    db.selectFrom('plans').where('release', '=', release).orderBy('number', 'desc').limit(1);

  return {
    async assessmentNumber(release) {
      return (await latestAssessment(release).select('number').executeTakeFirst())?.number ?? null;
    },
    async assessment(release) {
      const row = await latestAssessment(release)
        .select(['at', 'comparison', 'operations', 'server_paths'])
        .executeTakeFirst();
      return row
        ? {
            at: row.at,
            comparison: JSON.parse(row.comparison) as Comparison,
            operations: row.operations === null ? null : (JSON.parse(row.operations) as OperationRef[]),
            serverPaths: row.server_paths === null ? null : (JSON.parse(row.server_paths) as string[]),
          }
        : null;
    },
    async rollback(release) {
      const row = await latestAssessment(release).select('rollback').executeTakeFirst();
      return row?.rollback == null ? null : (JSON.parse(row.rollback) as Comparison);
    },
    async plan(release) {
      const row = await latestPlan(release).select('document').executeTakeFirst();
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
  };
}

export function changePlans(db: Transaction<Tables>): PlanChanges {
  return {
    async addAssessment(release, assessment, affectedTeams) {
      await db
        .insertInto('assessments')
        .values({
          release,
          number: await nextNumber(db, 'assessments', release),
          at: instantText(assessment.at),
          verdict: assessment.comparison.verdict,
          breaking: assessment.comparison.summary.breaking,
          affected_teams: JSON.stringify(affectedTeams),
          comparison: JSON.stringify(assessment.comparison),
          operations: assessment.operations === null ? null : JSON.stringify(assessment.operations),
          server_paths: assessment.serverPaths === null ? null : JSON.stringify(assessment.serverPaths),
          rollback: assessment.rollback === null ? null : JSON.stringify(assessment.rollback),
        })
        .execute();
    },
    async addPlan(plan, at) {
      await db
        .insertInto('plans')
        .values({
          release: plan.release,
          number: await nextNumber(db, 'plans', plan.release),
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
  };
}
