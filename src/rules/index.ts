export { catalogue } from './catalogue/index.ts';
export { type CompareOptions, compareLoadedSpecs } from './compare-specs.ts';
export {
  type BlindSpot,
  type Cause,
  type Comparison,
  type Direction,
  type Exemption,
  type Finding,
  type OperationRef,
  type Refactor,
  type SecondOpinion,
  type SemverLevel,
  type Severity,
  type Silenced,
  type SpecIdentity,
  severityRank,
  type Verdict,
  type Witness,
} from './comparison.ts';
export type { Example } from './example.ts';
export type { ExemptionEntry } from './exemptions.ts';
export { hurtsUsersOnly } from './hurts-users-only.ts';
export { globPattern, type PathFilterOptions, sayPathFilters } from './path-filter.ts';
export { peerRuleIds } from './peer-rule-ids.ts';
export type { Facts, PeerQuery, Rule } from './rule.ts';
export type { SeveritySetting } from './severity-settings.ts';
export { waivedPeers } from './waived-peers.ts';
export { adviceForCallers, wordAdviceOnceBack, wordAdviceOnceOut } from './word-advice.ts';
