export type { EvidenceBatch, ReadMark, UnmatchedRequests } from './evidence-batch.ts';
export { type EvidenceSettings, evidenceSettings } from './evidence-settings.ts';
export { operationMatcher, type Route, type RouteMatcher, routeMatcher } from './match-operation.ts';
export { evidenceOfPacts, type PactEvidence } from './pact.ts';
