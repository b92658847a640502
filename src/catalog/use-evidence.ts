import type { Instant } from '../base/index.ts';

/** That somebody called an operation: what every adapter for logs, traces or contracts yields. */
export interface UseEvidence {
  /** The consumer's name in the catalogue, or null for a caller that nobody has claimed. */
  readonly consumer: string | null;
  /** For a caller without a name: a hash, never a credential. */
  readonly callerKey: string | null;
  readonly service: string;
  /** `GET /packages/{name}`, matched to a path template already. */
  readonly operation: string;
  readonly environment: string;
  readonly requests: number;
  readonly lastSeen: Instant;
  /** Where this is known from: `access log`, `pact`. */
  readonly source: string;
}

/** When the latest of them was seen. */
export function lastSeen(calls: readonly UseEvidence[]): Instant {
  return (
    calls
      .map(({ lastSeen }) => lastSeen)
      .sort()
      .at(-1) ?? ''
  );
}
