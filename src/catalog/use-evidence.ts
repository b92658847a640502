import type { Instant } from '../base/index.ts';

/**
 * That somebody called an operation, or says that it does: what every adapter for logs, traces, contracts and code
 * yields, and what the impact is joined from. One record stands for all calls of one caller to one operation in one
 * environment that one source knows of.
 */
export interface UseEvidence {
  /** The consumer's name in the catalogue, or null for a caller that nobody has claimed. */
  readonly consumer: string | null;
  /** For a caller without a name: a hash, never a credential. */
  readonly callerKey: string | null;
  /** What the caller calls itself: a user agent's product, a repository, a trace's service name. Never a person's data. */
  readonly callerName: string | null;
  /** The version that the caller says it has, as in a user agent `bodhi/2.1`. */
  readonly callerVersion: string | null;
  /** Where the caller itself runs, where its identity says so: a production identity that calls staging is a find. */
  readonly callerEnvironment: string | null;
  readonly service: string;
  /** `GET /packages/{name}`, matched to a path template already; `anyOperation` where the source shows none. */
  readonly operation: string;
  /** What of the operation is used; null where the source cannot see so far. */
  readonly fields: UsedFields | null;
  /** The service's environment that was called: `production`, `staging`; `any` for a source that says nothing of it, such as a contract. */
  readonly environment: string;
  /** 0 for what is only said (a contract, a line of code). */
  readonly requests: number;
  /** How they were answered; null where the source does not tell. What no status is told of is left out. */
  readonly answers: readonly Answers[] | null;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** The kind of source: `access log`, `pact`, `har`, `trace`, `code search`, `backstage`. */
  readonly source: string;
}

/** As an operation: the service is used, but nothing shows which operation. */
export const anyOperation = '*';

/**
 * Fields as findings name them in `subjectPath`: `['query', 'limit']`, `['body', 'owner']` for what is sent;
 * `['200', 'body', 'packages', '[]', 'owner']` for what is read. Where releases are at different addresses,
 * `['server', '/v1']` is sent too: the path of the one by which a call came.
 */
export interface UsedFields {
  readonly sent: readonly (readonly string[])[];
  /**
   * When each of these was sent last, by `sentKey`. Absent where the source is no record of calls, or was imported before
   * this was kept: then it may have been with any of them.
   */
  readonly lastSent?: Readonly<Record<string, Instant>>;
  readonly read: readonly (readonly string[])[];
  /**
   * Whether the source names everything that is used, as a contract does: then what it leaves out is not used. Calls
   * that were watched show only what they happened to hold, but of each the whole query where the source has the whole
   * request target: `query` says that no other documented parameter was sent with any of them.
   */
  readonly complete: { readonly sent: boolean; readonly query: boolean; readonly read: boolean };
}

/** By which `lastSent` knows a path of `sent`. */
export function sentKey(path: readonly string[]): string {
  return path.join('\n');
}

/** The calls that were answered with one status. */
export interface Answers {
  /** 0 where no answer came. */
  readonly status: number;
  readonly requests: number;
  readonly lastSeen: Instant;
}

/** When the latest of them was seen. */
export function lastSeen(calls: readonly Pick<UseEvidence, 'lastSeen'>[]): Instant {
  let latest = '';
  for (const call of calls) if (call.lastSeen > latest) latest = call.lastSeen;
  return latest;
}

/** When the first of them was seen. */
export function firstSeen(calls: readonly UseEvidence[]): Instant {
  let first = calls[0]?.firstSeen ?? '';
  for (const call of calls) if (call.firstSeen < first) first = call.firstSeen;
  return first;
}

/**
 * The key under which an import counts the callers together that were too many to be told apart. Their `callerName` says
 * how many they were: `12000 more callers`.
 */
export const foldedCallers = 'folded';
