// Findings joined with what is known of their use: who is hurt, how sure that is, and who is not and why.
// `tocsin impact --json` prints `consumers` and `unknownCallers`; their names and meanings are a contract.

import type { Instant } from '../base/index.ts';
import type { Answers } from './use-evidence.ts';

/** How sure it is that a finding meets a consumer: seen using the very field, the operation, only declared, or not known. */
export type Certainty = 'field' | 'operation' | 'declared' | 'unknown';

/** The surest first. */
export const certainties: readonly Certainty[] = ['field', 'operation', 'declared', 'unknown'];

/** What was seen in one of the service's environments; `any` for a source that says nothing of it. */
export interface Sighting {
  readonly name: string;
  readonly requests: number;
  /** How they were answered, by status; null where no source tells. */
  readonly answers: readonly Answers[] | null;
  readonly lastSeen: Instant;
}

export interface Hit {
  /** The finding's fingerprint. */
  readonly finding: string;
  readonly certainty: Certainty;
  /** The busiest first. */
  readonly environments: readonly Sighting[];
  readonly because: string;
}

/** Findings of an operation that a consumer calls, and which pass it by. */
export interface Spared {
  readonly findings: readonly string[];
  readonly because: string;
}

export interface ConsumerImpact {
  readonly consumer: string;
  readonly team: string;
  /** The services through which the risk comes, the one that the consumer itself calls first; empty where it is met, or spared, by its own calls. */
  readonly via: readonly string[];
  readonly hits: readonly Hit[];
  /** Null where it is hit, and where the releases could not be compared: then nobody is known to be safe. */
  readonly notAffectedBecause: string | null;
  /** Declared operations, or such as were seen, that the document does not hold: what they call cannot be told. */
  readonly notInDocument: readonly string[];
  /** What changes in the operations that it calls, but not in what it uses of them. */
  readonly spared: readonly Spared[];
  /** Where what it says of itself and what was seen do not fit; what was seen counts. */
  readonly contradictions: readonly string[];
}

/** A caller that is nobody's in the catalogue, or whose claim is still waited for. */
export interface UnknownCaller {
  /** A hash, never a credential. */
  readonly key: string;
  /** What it calls itself, such as a user agent's product. */
  readonly name: string | null;
  readonly requests: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly operations: readonly string[];
  /** Those of its operations that this release breaks. */
  readonly breaking: readonly string[];
  readonly environments: readonly Sighting[];
  readonly sources: readonly string[];
  readonly guess: CallerGuess | null;
  /** The team that was asked whether it is theirs, and since when. */
  readonly forwarded: { readonly team: string; readonly at: Instant } | null;
  /** Who claimed it, and for what team or consumer, which the catalogue no longer has. */
  readonly lapsed: { readonly by: string; readonly owner: string } | null;
  /** Why it is listed again though it was called noise. */
  readonly backBecause: string | null;
}

export interface CallerGuess {
  readonly team: string;
  readonly consumer: string | null;
  readonly because: string;
}

export interface Impact {
  readonly service: string;
  readonly consumers: readonly ConsumerImpact[];
  readonly unknownCallers: readonly UnknownCaller[];
  /** Whether anybody has looked who calls the service; where not, that nobody is unknown says nothing. */
  readonly observed: boolean;
}
