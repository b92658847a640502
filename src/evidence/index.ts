export { type CodeContext, evidenceOfCode } from './code-search/evidence-of-code.ts';
export { planSearch, type SearchQuery } from './code-search/plan-search.ts';
export {
  type CodeHit,
  nothingSearched,
  type SearchEnd,
  type SearchProgress,
  searchGithub,
} from './code-search/search-github.ts';
export {
  type Collected,
  type CollectOptions,
  collectEvidence,
  type EvidenceFormat,
  evidenceFormats,
} from './collect-evidence.ts';
export { type DocumentedApi, documentedApi, serverPaths, servicePrefixes } from './documented-api.ts';
export type { EvidenceBatch, ReadMark, UnmatchedRequests } from './evidence-batch.ts';
export { type EvidenceSettings, evidenceSettings } from './evidence-settings.ts';
export { operationMatcher, type Route, type RouteMatcher, routeMatcher } from './match-operation.ts';
export { type EvidenceSource, findEvidenceFiles } from './open-evidence.ts';
export { evidenceOfPacts, type PactEvidence } from './pact.ts';
export type { KnownMarks } from './read-lines.ts';
