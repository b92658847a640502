// Counts calls as evidence, one after the other and in bounded memory: a gigabyte of log comes down to who called which
// operation where, how often and when last. What is too much to be told apart is folded together and said so; what fits
// no operation is listed; nothing is dropped without being counted.

import { hash } from 'node:crypto';
import {
  type Catalog,
  foldedCallers,
  isNamedProduction,
  isSuccess,
  type UseEvidence,
  unknownEnvironment,
} from '../catalog/index.ts';
import { pathUnder } from '../spec/index.ts';
import { clientAddress, plainAddress, rangeMatcher } from './client-address.ts';
import type { DocumentedApi, DocumentedOperation } from './documented-api.ts';
import type { EvidenceBatch } from './evidence-batch.ts';
import { type Caller, type CallerTraits, callerIdentifier, hashedKey } from './identify-caller.ts';
import {
  evidenceOf,
  foldUse,
  isStatus,
  noteAnswer,
  noteQuery,
  noteSent,
  noteServer,
  startUse,
  type Use,
} from './operation-use.ts';
import { owned } from './owned.ts';
import { addressesByHost, bareHost, splitTarget } from './service-addresses.ts';
import { strayNotes, type TallyCounts, tallyNotes } from './tally-notes.ts';
import { tallyUnmatched } from './unmatched-paths.ts';

/** One request, as a source tells of it. */
export interface Call extends CallerTraits {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether the source wrote `at` without a zone: then it was taken for UTC. */
  readonly zoneUntold: boolean;
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

export function tallyCalls(options: TallyOptions): Tally {
  const { service, source, catalog, api, oldest } = options;
  const identify = callerIdentifier(catalog);
  const isTrusted = rangeMatcher(options.trustedProxies);
  const addresses = addressesByHost(catalog);
  const named = new Set(catalog.services.find(({ name }) => name === service)?.environments.map(({ name }) => name));
  const otherwise = options.environment ?? unknownEnvironment;

  /** By user agent, of which there are few, and then by all else that a call tells of its caller. */
  const cachedCallers = new Map<string | null, Map<string | null, Seen>>();
  const seen = new Map<string, Seen>();
  const unmatched = tallyUnmatched(api.words.union(new Set(options.pathWords)));
  const guises = new Map<string, number>();
  /** A place is an operation in an environment. */
  const operations = new Map<DocumentedOperation, number>();
  const environments = new Map<string, number>();
  const held = { uses: 0, cached: 0, unknown: 0 };
  /** Calls of what production cannot have, and that were answered all the same. */
  const early = new Map<DocumentedOperation, number>();
  const counts: Omit<TallyCounts, 'unmatchedFolded'> = {
    noRequest: 0,
    tooOld: 0,
    preflight: 0,
    elsewhere: 0,
    untrusted: 0,
    queryUntold: 0,
    zoneUntold: 0,
    unknownPlace: 0,
    folded: 0,
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
    if (claimed !== null && claimed !== plainAddress(client)) counts.untrusted += 1;
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
    if (ofAgent !== undefined && held.cached < limits.cached) ofAgent.set(owned(rest), found);
    else {
      if (held.cached >= limits.cached) {
        cachedCallers.clear();
        held.cached = 0;
      }
      cachedCallers.set(owned(agent), new Map([[owned(rest), found]]));
    }
    held.cached += 1;
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
        counts.guises += 1;
        return seenFor({ ...caller, name: null, version: null });
      }
      guises.set(caller.consumer, count);
    } else held.unknown += 1;
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
        held.uses -= 1;
        if (into === undefined) {
          folded.uses.set(place, use);
          held.uses += 1;
          continue;
        }
        foldUse(into, use);
      }
      seen.delete(key);
    }
    counts.folded += small.length;
    held.unknown -= small.length;
  }

  function keyOf(stranger: string): string {
    return stranger === foldedCallers ? foldedCallers : hashedKey(stranger, options.salt);
  }

  return {
    countNoRequest: () => {
      counts.noRequest += 1;
    },
    count: (call) => {
      if (call.at < oldest) {
        counts.tooOld += 1;
        return;
      }
      const { path, query, host } = splitTarget(call.target, call.host);
      const environment = environmentOf(call, host, path);
      if (environment === null) {
        counts.elsewhere += 1;
        return;
      }
      const operation = api.match(call.method, path);
      if (operation === null) {
        if (call.method === 'OPTIONS') counts.preflight += 1;
        else unmatched.count(call.method, path, (call.status ?? 0) >= 400);
        return;
      }
      if (environment === unknownEnvironment) counts.unknownPlace += 1;
      if (call.zoneUntold) counts.zoneUntold += 1;
      if (options.notYetLive?.has(operation.title) && isSuccess(call.status ?? 0) && isNamedProduction(environment)) {
        early.set(operation, (early.get(operation) ?? 0) + 1);
      }
      if (held.unknown > limits.unknownCallers || (held.uses > limits.uses && held.unknown > 1)) foldSmallCallers();
      const who = seenAs(call);
      const place = numberOf(operations, operation) * mostEnvironments + numberOf(environments, environment);
      let use = who.uses.get(place);
      who.requests += 1;
      if (use === undefined) {
        use = startUse(operation, environment, call.at);
        who.uses.set(place, use);
        held.uses += 1;
      }
      use.requests += 1;
      if (call.at < use.first) use.first = call.at;
      if (call.at > use.last) use.last = call.at;
      if (call.status !== null && isStatus(call.status)) noteAnswer(use, call.status, 1, call.at);
      const server = api.serverOf(path);
      if (server !== null) noteServer(use, server, call.at);
      if (query !== null) noteQuery(use, query, call.at);
      else if (!call.targetIsWhole) {
        use.queryTold = false;
        counts.queryUntold += 1;
      }
      if (call.sentBody !== undefined) {
        for (const path of operation.bodyPaths(call.sentBody)) noteSent(use, JSON.stringify(path), path, call.at);
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
        unmatched: unmatched.result(),
        notes: [
          ...strayNotes(uses, early, options.notYetLive ?? new Map()),
          ...tallyNotes({ ...counts, unmatchedFolded: unmatched.folded() }, service, source, limits.guises),
        ],
      };
    },
  };
}

/** More than any service has. */
const mostEnvironments = 1_000;

function numberOf<T>(numbers: Map<T, number>, one: T): number {
  const known = numbers.get(one);
  if (known !== undefined) return known;
  numbers.set(one, numbers.size);
  return numbers.size - 1;
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

function short(text: string | null): string | null {
  return text !== null && text.length > limits.traits ? hash('sha256', text) : text;
}
