// Findings joined with what is known of their use: who is hurt, how sure that is, and who is not and why.
// `tocsin impact --json` prints `consumers` and `unknownCallers`; their names and meanings are a contract.

import type { Instant } from '../base/index.ts';

/** How sure it is that a finding meets a consumer: seen using the very field, the operation, only declared, or not known. */
export type Certainty = 'field' | 'operation' | 'declared' | 'unknown';

export interface Hit {
  /** The finding's fingerprint. */
  readonly finding: string;
  readonly certainty: Certainty;
  readonly environments: readonly { readonly name: string; readonly requests: number; readonly lastSeen: Instant }[];
  readonly because: string;
}

export interface ConsumerImpact {
  readonly consumer: string;
  readonly team: string;
  /** The services through which the risk comes, the one that the consumer itself calls first; empty for a direct consumer. */
  readonly via: readonly string[];
  readonly hits: readonly Hit[];
  /** Null where it is hit, and where the releases could not be compared: then nobody is known to be safe. */
  readonly notAffectedBecause: string | null;
  /** Declared operations that the document does not hold: what they call cannot be told. */
  readonly notInDocument: readonly string[];
}

export interface UnknownCaller {
  /** A hash, never a credential. */
  readonly key: string;
  readonly requests: number;
  readonly lastSeen: Instant;
  readonly operations: readonly string[];
  readonly guess: { readonly team: string; readonly because: string } | null;
}

export interface Impact {
  readonly service: string;
  readonly consumers: readonly ConsumerImpact[];
  readonly unknownCallers: readonly UnknownCaller[];
}
