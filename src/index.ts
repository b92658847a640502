// The package's entry.

import './refuse-older-node.ts';

export { type CompareSpecsOptions, compareSpecs, type SpecInput } from './compare/index.ts';
export type {
  BlindSpot,
  Cause,
  Comparison,
  Direction,
  Exemption,
  ExemptionEntry,
  Finding,
  OperationRef,
  Refactor,
  SecondOpinion,
  SemverLevel,
  Severity,
  SeveritySetting,
  SpecIdentity,
  Verdict,
  Witness,
} from './rules/index.ts';
export { schemaContains } from './schema/index.ts';
