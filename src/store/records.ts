// Every query that the use cases ask, written once for both engines, in a file for each noun. `Records` reads within one
// snapshot; `Changes` also writes, within the one transaction that appends the event.

import type { Kysely, Transaction } from 'kysely';
import { type CallerChanges, type CallerRecords, changeCallers, readCallers } from './caller-records.ts';
import { type CatalogChanges, type CatalogRecords, changeCatalog, readCatalog } from './catalog-records.ts';
import { changeDecisions, type DecisionChanges, type DecisionRecords, readDecisions } from './decision-records.ts';
import { changeEvents, type EventChanges, type EventRecords, readEvents } from './event-records.ts';
import { changeEvidence, type EvidenceChanges, type EvidenceRecords, readEvidence } from './evidence-records.ts';
import { changeLadder, type LadderChanges, type LadderRecords, readLadder } from './ladder-records.ts';
import { changeMessages, type MessageChanges, type MessageRecords, readMessages } from './message-records.ts';
import { changePlans, type PlanChanges, type PlanRecords, readPlans } from './plan-records.ts';
import { changeReleases, type ReleaseChanges, type ReleaseRecords, readReleases } from './release-records.ts';
import { changeSearches, readSearches, type SearchChanges, type SearchRecords } from './search-records.ts';
import { changeShifts, readShifts, type ShiftChanges, type ShiftRecords } from './shift-records.ts';
import type { Tables } from './tables.ts';
import { changeTokens, readTokens, type TokenChanges, type TokenRecords } from './token-records.ts';

export interface Records
  extends CallerRecords,
    CatalogRecords,
    DecisionRecords,
    EventRecords,
    EvidenceRecords,
    LadderRecords,
    MessageRecords,
    PlanRecords,
    ReleaseRecords,
    SearchRecords,
    ShiftRecords,
    TokenRecords {}

export interface Changes
  extends Records,
    CallerChanges,
    CatalogChanges,
    DecisionChanges,
    EventChanges,
    EvidenceChanges,
    LadderChanges,
    MessageChanges,
    PlanChanges,
    ReleaseChanges,
    SearchChanges,
    ShiftChanges,
    TokenChanges {}

export function readRecords(db: Kysely<Tables>): Records {
  return {
    ...readCallers(db),
    ...readCatalog(db),
    ...readDecisions(db),
    ...readEvents(db),
    ...readEvidence(db),
    ...readLadder(db),
    ...readMessages(db),
    ...readPlans(db),
    ...readReleases(db),
    ...readSearches(db),
    ...readShifts(db),
    ...readTokens(db),
  };
}

export function changeRecords(db: Transaction<Tables>): Changes {
  return {
    ...readRecords(db),
    ...changeCallers(db),
    ...changeCatalog(db),
    ...changeDecisions(db),
    ...changeEvents(db),
    ...changeEvidence(db),
    ...changeLadder(db),
    ...changeMessages(db),
    ...changePlans(db),
    ...changeReleases(db),
    ...changeSearches(db),
    ...changeShifts(db),
    ...changeTokens(db),
  };
}
