// The result of comparing two releases: what `tocsin diff --json` prints. Its names and meanings are a contract that
// other programs read; fields may be added within a schemaVersion, none changes its meaning.

import type { IsoDate, Position } from '../base/index.ts';
import type { Direction, OperationRef } from '../diff/index.ts';
import type { SpecProblem } from '../spec/index.ts';

export type { Direction, OperationRef } from '../diff/index.ts';

export type Severity = 'breaking' | 'risky' | 'safe';
/** The worst first. */
export const severityRank: Readonly<Record<Severity, number>> = { breaking: 0, risky: 1, safe: 2 };
export type Verdict = 'breaking' | 'unknown' | 'risky' | 'compatible' | 'identical';
export interface Exemption {
  readonly reason: string;
  readonly owner: string;
  readonly until: IsoDate | null;
}

/** A call that is refused now, or an answer that could not come before. Shown only after ajv judged it against both sides. */
export interface Witness {
  readonly kind: 'request' | 'response';
  /** The whole call or answer as text: request line or status line, headers, body. */
  readonly http: string;
  /** JSON Pointer into the body of the offending place, or '' where it is not in the body. */
  readonly at: string;
  readonly value: unknown;
}

/** One difference that a caller could meet. */
export interface Finding {
  /** Made of rule, normalised operation, direction, subject path and identifying facts: stable across re-wordings. */
  readonly fingerprint: string;
  readonly cause: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly breaks: { readonly wire: Severity; readonly codegen: Severity };
  readonly ruleSeverity: Severity;
  /** Settings gave it another severity than it would have: the one it would have, and why. Null where they did not. */
  readonly setting?: { readonly from: Severity; readonly reason: string | null } | null | undefined;
  readonly exemption: Exemption | null;
  readonly direction: Direction;
  readonly operation: OperationRef | null;
  /** For people: `200.body.items[].owner`. */
  readonly subject: string;
  readonly subjectPath: readonly string[];
  readonly base: Position | null;
  readonly revision: Position | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly advice: string;
  readonly proof: 'witness' | 'rule';
  readonly undecidedBecause: string | null;
  readonly witness: Witness | null;
  readonly lifecycle: {
    readonly deprecated: boolean;
    readonly sunset: IsoDate | null;
    readonly kept: boolean | null;
    /** `x-stability-level` in the base, where that is why it does not break; absent otherwise. */
    readonly stability?: string | undefined;
  } | null;
  /** Ids of comparable checks in the field's leading tool, for this very finding. */
  readonly peers: readonly string[];
}

/** A difference that settings turned off: it counts for nothing, and is not forgotten. */
export interface Silenced
  extends Pick<Finding, 'fingerprint' | 'rule' | 'direction' | 'operation' | 'subject' | 'message'> {
  /** What it would be. */
  readonly severity: Severity;
  /** Why it was turned off; null where nobody said. */
  readonly reason: string | null;
}

/** One change in the documents and every finding that it causes: a shared schema used by 40 operations is one cause. */
export interface Cause {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly base: Position | null;
  readonly revision: Position | null;
  readonly message: string;
  readonly findings: readonly string[];
  readonly count: number;
}

export interface Refactor {
  readonly operation: OperationRef | null;
  readonly subject: string;
  readonly message: string;
  /** Where code that uses a client generated from the document no longer compiles, though the same values pass. */
  readonly breaks?: { readonly wire: 'safe'; readonly codegen: 'breaking' } | undefined;
  /** Ids of peer-rule-ids.tsv under which the leading tool reports the same change; see summary.silenced. */
  readonly peers?: readonly string[] | undefined;
}

export interface SpecIdentity {
  readonly source: string;
  readonly sources: readonly string[];
  readonly title: string | null;
  readonly version: string | null;
  readonly digest: string;
}

export interface BlindSpot {
  readonly operation: OperationRef | null;
  readonly subject: string;
  readonly reason: string;
  /** In how many more parameters and bodies the same schema stands; absent where in none. */
  readonly alsoIn?: number | undefined;
}

export type SemverLevel = 'major' | 'minor' | 'patch' | 'none';

export interface Comparison {
  readonly schemaVersion: 1;
  readonly engine: { readonly name: 'tocsin'; readonly version: string };
  readonly asOf: IsoDate;
  readonly base: SpecIdentity;
  readonly revision: SpecIdentity;
  readonly verdict: Verdict;
  readonly summary: {
    readonly breaking: number;
    readonly risky: number;
    readonly safe: number;
    readonly refactors: number;
    readonly exempted: number;
    /** Absent, as what is marked so below, in comparisons that were stored before there was such a thing. */
    readonly silenced?: number | undefined;
  };
  /** True where it was asked what breaks when the base is taken back to the revision, an older release. */
  readonly reversed: boolean;
  readonly semver: {
    /** Null where either side has no version that can be compared. */
    readonly declared: SemverLevel | null;
    readonly required: SemverLevel;
    /** The lowest version that would say what changed; null where none is needed or nobody can tell. */
    readonly next: string | null;
    /** A sentence where the version does not say what changed. */
    readonly complaint: string | null;
  };
  readonly causes: readonly Cause[];
  readonly findings: readonly Finding[];
  readonly refactors: readonly Refactor[];
  /** Since schemaVersion 1 was first written; see summary.silenced. */
  readonly silenced?: readonly Silenced[] | undefined;
  /** Null where all paths are compared; see summary.silenced. */
  readonly pathFilters?: PathFiltersUsed | null | undefined;
  readonly blindSpots: { readonly share: number; readonly places: readonly BlindSpot[] };
  readonly secondOpinion: SecondOpinion | null;
  readonly problems: readonly SpecProblem[];
}

/** Settings that compare a part of the API alone. */
export interface PathFiltersUsed {
  readonly includePaths: readonly string[];
  readonly excludePaths: readonly string[];
  /** Of how many operations, callbacks aside; one that both releases have counts once. */
  readonly operations: number;
  /** How many of these were left out of the comparison. */
  readonly leftOut: number;
}

/** What openapi-diff says of the changed operations. Shown beside our verdict; it never lowers it. */
export interface SecondOpinion {
  readonly agrees: number;
  /** As many as `agrees` counts. */
  readonly agreesOn: readonly OperationRef[];
  readonly disagrees: readonly { readonly operation: OperationRef; readonly theirs: string; readonly ours: string }[];
  readonly notConsulted: readonly { readonly operation: OperationRef; readonly because: string }[];
  readonly failed: readonly { readonly operation: OperationRef; readonly because: string }[];
}
