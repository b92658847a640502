// How one caller used one operation in one environment: how often, when, with what parameters, and how it was answered.

import { type Answers, sentKey, type UsedFields, type UseEvidence } from '../catalog/index.ts';
import type { DocumentedOperation } from './documented-api.ts';
import type { Caller } from './identify-caller.ts';

export interface Use {
  readonly operation: DocumentedOperation;
  readonly environment: string;
  requests: number;
  first: number;
  last: number;
  /** One for each status, of which there are few. */
  readonly answers: Answered[];
  /** Whether of all its calls the whole query is known. */
  queryTold: boolean;
  sent: Map<string, Sent> | null;
}

interface Sent {
  readonly path: readonly string[];
  last: number;
}

interface Answered {
  readonly status: number;
  requests: number;
  last: number;
}

export function startUse(operation: DocumentedOperation, environment: string, at: number): Use {
  return { operation, environment, requests: 0, first: at, last: at, answers: [], queryTold: true, sent: null };
}

/** Counts what another caller did with the same operation as the first one's. */
export function foldUse(into: Use, use: Use): void {
  into.requests += use.requests;
  into.first = Math.min(into.first, use.first);
  into.last = Math.max(into.last, use.last);
  into.queryTold &&= use.queryTold;
  for (const { status, requests, last } of use.answers) noteAnswer(into, status, requests, last);
  for (const [name, { path, last }] of use.sent ?? []) noteSent(into, name, path, last);
}

export function noteSent(use: Use, name: string, path: readonly string[], at: number): void {
  use.sent ??= new Map();
  const known = use.sent.get(name);
  if (known === undefined) use.sent.set(name, { path, last: at });
  else if (at > known.last) known.last = at;
}

/** By which of the documents' servers it was called: by the path of the address. */
export function noteServer(use: Use, path: string, at: number): void {
  noteSent(use, `server ${path}`, ['server', path], at);
}

/** A field of that name may hold anything. */
export function isStatus(status: number): boolean {
  return status === 0 || (Number.isInteger(status) && status >= 100 && status < 1000);
}

export function noteAnswer({ answers }: Use, status: number, requests: number, at: number): void {
  for (const answer of answers) {
    if (answer.status !== status) continue;
    answer.requests += requests;
    if (at > answer.last) answer.last = at;
    return;
  }
  answers.push({ status, requests, last: at });
}

export function noteQuery(use: Use, query: string, at: number): void {
  for (let start = 0; start < query.length; ) {
    const end = query.indexOf('&', start);
    const stop = end === -1 ? query.length : end;
    const equals = query.indexOf('=', start);
    const name = query.slice(start, equals === -1 || equals > stop ? stop : equals);
    start = stop + 1;
    if (name === '' || name.length > 200) continue;
    // Only documented names are noted, and as they are: one that is noted needs no second look.
    const noted = use.sent?.get(name);
    if (noted !== undefined) {
      if (at > noted.last) noted.last = at;
      continue;
    }
    const known = use.operation.queryParameter(decoded(name));
    if (known !== null) noteSent(use, known, ['query', known], at);
  }
}

function decoded(name: string): string {
  if (!/[%+]/.test(name)) return name;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

export function evidenceOf(caller: Caller, key: string | null, use: Use, service: string, source: string): UseEvidence {
  return {
    consumer: caller.consumer,
    callerKey: key,
    callerName: caller.name,
    callerVersion: caller.version,
    callerEnvironment: caller.environment,
    service,
    operation: use.operation.title,
    fields: fieldsOf(use),
    environment: use.environment,
    requests: use.requests,
    answers: answersOf(use),
    firstSeen: new Date(use.first).toISOString(),
    lastSeen: new Date(use.last).toISOString(),
    source,
  };
}

function answersOf({ answers }: Use): readonly Answers[] | null {
  if (answers.length === 0) return null;
  return answers
    .map(({ status, requests, last }) => ({ status, requests, lastSeen: new Date(last).toISOString() }))
    .sort((a, b) => a.status - b.status);
}

/** Watched calls show what they happened to send, and nothing of what the caller reads of an answer. */
function fieldsOf({ operation, queryTold, sent }: Use): UsedFields | null {
  const query = queryTold && operation.queryIsNamed();
  if (sent === null && !query) return null;
  const all = [...(sent?.values() ?? [])].sort((a, b) => (sentKey(a.path) < sentKey(b.path) ? -1 : 1));
  return {
    sent: all.map(({ path }) => path),
    ...(all.length > 0 && {
      lastSent: Object.fromEntries(all.map(({ path, last }) => [sentKey(path), new Date(last).toISOString()])),
    }),
    read: [],
    complete: { sent: false, query, read: false },
  };
}
