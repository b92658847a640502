// Counts calls as evidence, one after the other and in bounded memory: a gigabyte of log comes down to who called which
// operation where, how often and when last. What is too much to be told apart is folded together and said so; what fits
// no operation is listed; nothing is dropped without being counted.

import { hash } from 'node:crypto';
import {
  type Answers,
  type Catalog,
  foldedCallers,
  isNamedProduction,
  isStaging,
  isSuccess,
  type UsedFields,
  type UseEvidence,
  unknownEnvironment,
} from '../catalog/index.ts';
import { pathUnder } from '../spec/index.ts';
import { clientAddress, plainAddress, rangeMatcher } from './client-address.ts';
import type { DocumentedApi, DocumentedOperation } from './documented-api.ts';
import type { EvidenceBatch, UnmatchedRequests } from './evidence-batch.ts';
import { type Caller, type CallerTraits, callerIdentifier, hashedKey } from './identify-caller.ts';
import { plainPathWords } from './plain-path-words.ts';

/** One request, as a source tells of it. */
export interface Call extends CallerTraits {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Path with or without a query, or a whole address. */
  readonly target: string;
  /** Whether a query would stand in the target: false where the source has only the path, or may have. */
  readonly targetIsWhole: boolean;
  /**
   * The X-Forwarded-For that came with it; null where there was none, or the source does not tell. Then `address` is who
   * opened the connection, or null.
   */
  readonly forwarded: string | null;
  /** The host that was called, with or without its port. */
  readonly host: string | null;
  /** 0 where no answer came; null where that is not told. */
  readonly status: number | null;
  /** The members of a body that was sent. */
  readonly sentBody: unknown;
  /** Told by the caller's side: then a host that the catalogue does not know is some other server's. */
  readonly fromClient: boolean;
  /** The environment of the service, where the source itself names it. */
  readonly environment: string | null;
}

export interface TallyOptions {
  readonly service: string;
  readonly source: string;
  readonly catalog: Catalog;
  readonly api: DocumentedApi;
  /** Which of the service's environments was called, where the host does not tell. */
  readonly environment: string | null;
  readonly salt: string;
  /** Calls before are as good as forgotten already. Milliseconds since 1970. */
  readonly oldest: number;
  /** Besides the documents' own, what is kept of paths that fit no operation. */
  readonly pathWords: readonly string[];
  /** Addresses and CIDR ranges of the proxies whose word on who called is believed. */
  readonly trustedProxies: readonly string[];
  /** Operations that production cannot have yet, by the version that brings each; by title, as `GET /things/{id}`. */
  readonly notYetLive?: ReadonlyMap<string, string> | undefined;
}

export interface Tally {
  count(call: Call): void;
  /** Something in the request's place that is none, such as a TLS greeting on a plain port. */
  countNoRequest(): void;
  result(): Pick<EvidenceBatch, 'uses' | 'unmatched' | 'notes'>;
}

const limits = {
  unknownCallers: 10_000,
  /** Callers times operations times environments. */
  uses: 200_000,
  /** Of one consumer, by name and version. */
  guises: 50,
  unmatched: 2_000,
  cached: 20_000,
  /** Characters by which a caller is remembered; what is longer, by its digest. */
  traits: 500,
};

interface Seen {
  readonly caller: Caller;
  readonly uses: Map<number, Use>;
  requests: number;
  /** Counted with others from now on; whoever comes again is told apart anew. */
  folded: boolean;
}

interface Use {
  readonly operation: DocumentedOperation;
  readonly environment: string;
  requests: number;
  first: number;
  last: number;
  /** One for each status, of which there are few. */
  readonly answers: Answered[];
  /** Whether of all its calls the whole query is known. */
  queryTold: boolean;
  sent: Map<string, readonly string[]> | null;
}

interface Answered {
  readonly status: number;
  requests: number;
  last: number;
}

interface Address {
  readonly service: string;
  readonly environment: string;
  readonly path: string;
}

export function tallyCalls(options: TallyOptions): Tally {
  const { service, source, catalog, api, oldest } = options;
  const identify = callerIdentifier(catalog);
  const isTrusted = rangeMatcher(options.trustedProxies);
  const addresses = addressesByHost(catalog);
  const named = new Set(catalog.services.find(({ name }) => name === service)?.environments.map(({ name }) => name));
  const otherwise = options.environment ?? unknownEnvironment;
  const words = api.words.union(new Set(options.pathWords));

  /** By user agent, of which there are few, and then by all else that a call tells of its caller. */
  const cachedCallers = new Map<string | null, Map<string | null, Seen>>();
  const seen = new Map<string, Seen>();
  const unmatched = new Map<string, { requests: number; failed: number }>();
  const guises = new Map<string, number>();
  /** A place is an operation in an environment. */
  const operations = new Map<DocumentedOperation, number>();
  const environments = new Map<string, number>();
  const counts = { uses: 0, cached: 0, unknown: 0, folded: 0, foldings: 0, unmatchedFolded: 0 };
  /** Calls of what production cannot have, and that were answered all the same. */
  const early = new Map<DocumentedOperation, number>();
  const left = {
    noRequest: 0,
    tooOld: 0,
    preflight: 0,
    elsewhere: 0,
    unknownPlace: 0,
    queryUntold: 0,
    untrusted: 0,
    guises: 0,
  };

  function environmentOf(call: Call, host: string | null, path: string): string | null {
    if (call.environment !== null && named.has(call.environment)) return call.environment;
    const places = host === null ? undefined : addresses.get(bareHost(host));
    if (places === undefined) {
      return call.fromClient && host !== null && options.environment === null && named.size > 0 ? null : otherwise;
    }
    const under = places.find((place) => pathUnder(place.path, path) !== null);
    const place = under ?? places.find((one) => one.service === service);
    return place?.service === service ? place.environment : null;
  }

  function addressOf({ address, forwarded }: Call): string | null {
    if (forwarded === null) return address;
    const client = clientAddress(address, forwarded, isTrusted);
    const claimed = plainAddress(forwarded.split(',', 1)[0]?.trim() ?? null);
    if (claimed !== null && claimed !== plainAddress(client)) left.untrusted += 1;
    return client;
  }

  function seenAs(call: Call): Seen {
    const { user, traceService, traceVersion, traceEnvironment } = call;
    const address = addressOf(call);
    const agent = short(call.agent);
    const rest = short(
      user === null && traceService === null
        ? address
        : JSON.stringify([address, user, traceService, traceVersion, traceEnvironment]),
    );
    const ofAgent = cachedCallers.get(agent);
    const cached = ofAgent?.get(rest);
    if (cached !== undefined && !cached.folded) return cached;
    const found = seenFor(cached?.caller ?? identify({ ...call, address }));
    if (ofAgent !== undefined && counts.cached < limits.cached) ofAgent.set(owned(rest), found);
    else {
      if (counts.cached >= limits.cached) {
        cachedCallers.clear();
        counts.cached = 0;
      }
      cachedCallers.set(owned(agent), new Map([[owned(rest), found]]));
    }
    counts.cached += 1;
    return found;
  }

  function seenFor(caller: Caller): Seen {
    const { consumer, stranger, name, version, environment } = caller;
    const key = stranger === null ? `${consumer}\n${name}\n${version}\n${environment}` : `${stranger}\n${environment}`;
    const before = seen.get(key);
    if (before !== undefined) return before;
    if (caller.consumer !== null) {
      const count = (guises.get(caller.consumer) ?? 0) + 1;
      if (count > limits.guises && (caller.name !== null || caller.version !== null)) {
        left.guises += 1;
        return seenFor({ ...caller, name: null, version: null });
      }
      guises.set(caller.consumer, count);
    } else counts.unknown += 1;
    const fresh: Seen = { caller, uses: new Map(), requests: 0, folded: false };
    seen.set(key, fresh);
    return fresh;
  }

  /** The half of the unknown callers that called least lose their names; their calls keep being counted. */
  function foldSmallCallers(): void {
    const strangers = [...seen].filter(
      ([, { caller }]) => caller.consumer === null && caller.stranger !== foldedCallers,
    );
    const small = strangers.sort(([, a], [, b]) => a.requests - b.requests).slice(0, Math.ceil(strangers.length / 2));
    const folded: Seen = seen.get(foldedCallers) ?? {
      caller: { consumer: null, stranger: foldedCallers, name: null, version: null, environment: null },
      uses: new Map(),
      requests: 0,
      folded: false,
    };
    seen.set(foldedCallers, folded);
    for (const [key, one] of small) {
      const { uses, requests } = one;
      one.folded = true;
      folded.requests += requests;
      for (const [place, use] of uses) {
        const into = folded.uses.get(place);
        counts.uses -= 1;
        if (into === undefined) {
          folded.uses.set(place, use);
          counts.uses += 1;
          continue;
        }
        into.requests += use.requests;
        into.first = Math.min(into.first, use.first);
        into.last = Math.max(into.last, use.last);
        into.queryTold &&= use.queryTold;
        for (const { status, requests, last } of use.answers) noteAnswer(into, status, requests, last);
        for (const [name, path] of use.sent ?? []) noteSent(into, name, path);
      }
      seen.delete(key);
    }
    counts.folded += small.length;
    counts.unknown -= small.length;
    counts.foldings += 1;
  }

  function countUnmatched(method: string, path: string, failed: boolean): void {
    const key = `${/^[A-Z]{1,20}$/.test(method) ? method : '?'} ${shapeOf(path, words)}`;
    const before = unmatched.get(key);
    if (before !== undefined) {
      before.requests += 1;
      before.failed += failed ? 1 : 0;
      return;
    }
    unmatched.set(owned(key), { requests: 1, failed: failed ? 1 : 0 });
    if (unmatched.size <= limits.unmatched) return;
    const small = [...unmatched]
      .filter(([key]) => key !== otherPaths)
      .sort(([, a], [, b]) => a.requests - b.requests)
      .slice(0, limits.unmatched / 2);
    const rest = unmatched.get(otherPaths) ?? { requests: 0, failed: 0 };
    for (const [key, { requests, failed }] of small) {
      rest.requests += requests;
      rest.failed += failed;
      unmatched.delete(key);
    }
    unmatched.set(otherPaths, rest);
    counts.unmatchedFolded += small.length;
  }

  function keyOf(stranger: string): string {
    return stranger === foldedCallers ? foldedCallers : hashedKey(stranger, options.salt);
  }

  return {
    countNoRequest: () => {
      left.noRequest += 1;
    },
    count: (call) => {
      if (call.at < oldest) {
        left.tooOld += 1;
        return;
      }
      const { path, query, host } = splitTarget(call.target, call.host);
      const environment = environmentOf(call, host, path);
      if (environment === null) {
        left.elsewhere += 1;
        return;
      }
      const operation = api.match(call.method, path);
      if (operation === null) {
        if (call.method === 'OPTIONS') left.preflight += 1;
        else countUnmatched(call.method, path, (call.status ?? 0) >= 400);
        return;
      }
      if (environment === unknownEnvironment) left.unknownPlace += 1;
      if (options.notYetLive?.has(operation.title) && isSuccess(call.status ?? 0) && isNamedProduction(environment)) {
        early.set(operation, (early.get(operation) ?? 0) + 1);
      }
      if (counts.unknown > limits.unknownCallers || (counts.uses > limits.uses && counts.unknown > 1))
        foldSmallCallers();
      const who = seenAs(call);
      const place = numberOf(operations, operation) * mostEnvironments + numberOf(environments, environment);
      let use = who.uses.get(place);
      who.requests += 1;
      if (use === undefined) {
        use = {
          operation,
          environment,
          requests: 0,
          first: call.at,
          last: call.at,
          answers: [],
          queryTold: true,
          sent: null,
        };
        who.uses.set(place, use);
        counts.uses += 1;
      }
      use.requests += 1;
      if (call.at < use.first) use.first = call.at;
      if (call.at > use.last) use.last = call.at;
      if (call.status !== null && isStatus(call.status)) noteAnswer(use, call.status, 1, call.at);
      if (query !== null) noteQuery(use, query);
      else if (!call.targetIsWhole) {
        use.queryTold = false;
        left.queryUntold += 1;
      }
      if (call.sentBody !== undefined) {
        for (const path of operation.bodyPaths(call.sentBody)) noteSent(use, JSON.stringify(path), path);
      }
    },
    result: () => {
      const uses = [...seen.values()].flatMap(({ caller, uses }) => {
        const many = caller.stranger === foldedCallers;
        const key = caller.stranger === null ? null : keyOf(caller.stranger);
        const shown = many ? { ...caller, name: `${counts.folded} more callers` } : caller;
        return [...uses.values()].map((use) => evidenceOf(shown, key, use, service, source));
      });
      return {
        uses: inOrder(uses),
        unmatched: [...unmatched]
          .map(unmatchedOf)
          .sort((a, b) => b.requests - a.requests || (a.path < b.path ? -1 : 1)),
        notes: [
          ...strayNotes(uses, early, options.notYetLive ?? new Map()),
          ...note(left.noRequest, 'request was none that HTTP knows', 'requests were none that HTTP knows'),
          ...note(left.tooOld, 'call was older than evidence is kept', 'calls were older than evidence is kept'),
          ...note(
            left.preflight,
            'OPTIONS request of a browser was left out',
            'OPTIONS requests of browsers were left out',
          ),
          ...note(left.elsewhere, 'request was to another service or host', 'requests were to other services or hosts'),
          ...note(
            left.untrusted,
            'call came through a proxy that evidence.trustedProxies does not name, and is taken for the proxy’s own',
            'calls came through proxies that evidence.trustedProxies does not name, and are taken for the proxies’ own',
          ),
          ...(source === 'access log'
            ? note(
                left.queryUntold,
                'call is logged with a path that may lack its query, so which parameters it left out cannot be told: log the whole request target, or say with --map query=NAME where the query stands',
                'calls are logged with a path that may lack its query, so which parameters they left out cannot be told: log the whole request target, or say with --map query=NAME where the query stands',
              )
            : []),
          ...note(
            left.unknownPlace,
            `call does not say which environment of ${service} it was to: give --environment, or the host's address under services.${service}.environments`,
            `calls do not say which environment of ${service} they were to: give --environment, or the hosts' addresses under services.${service}.environments`,
          ),
          ...note(
            counts.folded,
            'unknown caller with few calls was folded into one called "folded"',
            'unknown callers with few calls were folded into one called "folded"; one that came back later may be counted in both',
          ),
          ...note(
            counts.unmatchedFolded,
            `path that fits no operation was folded into "${otherPaths}"`,
            `paths that fit no operation were folded into "${otherPaths}"`,
          ),
          ...note(
            left.guises,
            `name or version of a consumer was not told apart: it has more than ${limits.guises}`,
            `names or versions of consumers were not told apart: there are more than ${limits.guises} of one`,
          ),
        ],
      };
    },
  };
}

function note(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}.`];
}

/** What speaks for another environment than the one that the evidence is said to be of. */
function strayNotes(
  uses: readonly UseEvidence[],
  early: ReadonlyMap<DocumentedOperation, number>,
  versions: ReadonlyMap<string, string>,
): string[] {
  const remedy = 'If this is a log of staging, forget the import and import it with --environment staging.';
  const stray = uses.filter(
    ({ environment, callerEnvironment }) =>
      isNamedProduction(environment) && callerEnvironment !== null && isStaging(callerEnvironment),
  );
  const names = [...new Set(stray.map(({ consumer, callerName }) => consumer ?? callerName ?? 'a caller'))].sort();
  const calls = stray.reduce((sum, { requests }) => sum + requests, 0);
  return [
    ...(calls === 0
      ? []
      : [
          `${calls} ${calls === 1 ? 'call comes' : 'calls come'} to production from staging identities (${names.join(', ')}). ${remedy}`,
        ]),
    ...[...early].map(
      ([{ title }, count]) =>
        `${title} succeeded ${count === 1 ? 'once' : `${count} times`} in production, but only ${versions.get(title)} has it, and that is not deployed. ${remedy}`,
    ),
  ];
}

const otherPaths = '* (other paths)';

function noteSent(use: Use, name: string, path: readonly string[]): void {
  use.sent ??= new Map();
  use.sent.set(name, path);
}

/** More than any service has. */
const mostEnvironments = 1_000;

function numberOf<T>(numbers: Map<T, number>, one: T): number {
  const known = numbers.get(one);
  if (known !== undefined) return known;
  numbers.set(one, numbers.size);
  return numbers.size - 1;
}

/** A field of that name may hold anything. */
function isStatus(status: number): boolean {
  return status === 0 || (Number.isInteger(status) && status >= 100 && status < 1000);
}

function noteAnswer({ answers }: Use, status: number, requests: number, at: number): void {
  for (const answer of answers) {
    if (answer.status !== status) continue;
    answer.requests += requests;
    if (at > answer.last) answer.last = at;
    return;
  }
  answers.push({ status, requests, last: at });
}

function noteQuery(use: Use, query: string): void {
  for (let start = 0; start < query.length; ) {
    const end = query.indexOf('&', start);
    const stop = end === -1 ? query.length : end;
    const equals = query.indexOf('=', start);
    const name = query.slice(start, equals === -1 || equals > stop ? stop : equals);
    start = stop + 1;
    // Only documented names are noted, and as they are: one that is noted needs no second look.
    if (name === '' || name.length > 200 || use.sent?.has(name) === true) continue;
    const known = use.operation.queryParameter(decoded(name));
    if (known !== null && use.sent?.has(known) !== true) noteSent(use, known, ['query', known]);
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

function splitTarget(target: string, host: string | null): { path: string; query: string | null; host: string | null } {
  let rest = target;
  let named = host;
  if (!rest.startsWith('/')) {
    const [, authority, after] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(rest) ?? [];
    if (authority !== undefined) {
      named = authority.slice(authority.lastIndexOf('@') + 1);
      rest = after === '' ? '/' : (after as string);
    }
  }
  const fragment = rest.indexOf('#');
  if (fragment !== -1) rest = rest.slice(0, fragment);
  const mark = rest.indexOf('?');
  return mark === -1
    ? { path: rest, query: null, host: named }
    : { path: rest.slice(0, mark), query: rest.slice(mark + 1), host: named };
}

/** Of several services under one host, the one whose address goes deepest is looked at first. */
function addressesByHost(catalog: Catalog): Map<string, Address[]> {
  const hosts = new Map<string, Address[]>();
  for (const { name, environments } of catalog.services) {
    for (const environment of environments) {
      const url = URL.parse(environment.url);
      if (url === null) continue;
      const address = { service: name, environment: environment.name, path: url.pathname };
      hosts.set(url.hostname.toLowerCase(), [...(hosts.get(url.hostname.toLowerCase()) ?? []), address]);
    }
  }
  for (const places of hosts.values()) places.sort((a, b) => b.path.length - a.path.length);
  return hosts;
}

function bareHost(host: string): string {
  const port = /:\d+$/.exec(host);
  return (port === null ? host : host.slice(0, port.index)).toLowerCase();
}

/**
 * The path with only those words that are known to be none of a person and no secret: `/jo/api/users/jo/keys` →
 * `/{}/api/users/{}/keys`. How a word looks does not tell: a login may stand anywhere and be letters only.
 */
function shapeOf(path: string, words: ReadonlySet<string>): string {
  const parts = path
    .split('/')
    .slice(0, 12)
    .map((part) =>
      part === '' || /^v\d{1,2}$/i.test(part) || words.has(part) || plainPathWords.has(part.toLowerCase())
        ? part
        : '{}',
    );
  return parts.join('/').slice(0, 200) || '/';
}

function unmatchedOf([key, { requests, failed }]: readonly [
  string,
  { readonly requests: number; readonly failed: number },
]): UnmatchedRequests {
  const space = key.indexOf(' ');
  return { method: key.slice(0, space), path: key.slice(space + 1), requests, failed };
}

function evidenceOf(caller: Caller, key: string | null, use: Use, service: string, source: string): UseEvidence {
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
  const paths = [...(sent?.values() ?? [])].sort((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1));
  return { sent: paths, read: [], complete: { sent: false, query, read: false } };
}

/** Known ones first, by name; then by key: the order of a log decides nothing. */
function inOrder(uses: readonly UseEvidence[]): UseEvidence[] {
  return uses
    .map((use) => ({ use, key: sortKey(use) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ use }) => use);
}

function sortKey(use: UseEvidence): string {
  const who = use.consumer ?? `~${use.callerKey}`;
  return [who, use.environment, use.operation, use.callerName, use.callerVersion, use.callerEnvironment].join('\n');
}

/** A part of a longer text keeps all of it in memory; what is remembered must stand alone. */
function owned<T extends string | null>(text: T): T {
  return text === null ? text : (Buffer.from(text).toString() as T);
}

function short(text: string | null): string | null {
  return text !== null && text.length > limits.traits ? hash('sha256', text) : text;
}
