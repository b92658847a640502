// Where the API is: `servers`, or in Swagger 2 `host`, `basePath` and `schemes`. The document's list is judged once; an
// operation is asked only where it has a list of its own.

import { type FindContext, oncePerPair, type Pairs } from '../../../diff/index.ts';
import { type Api, addressAsMeant, normalisePath, type OperationEntry, type Server } from '../../../spec/index.ts';
import { documents, operations } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

const at = (...urls: readonly string[]) => ({ servers: urls.map((url) => ({ url })) });
const variable = (fields: object) => ({
  servers: [{ url: 'https://{region}.example.com', variables: { region: fields } }],
});
const get = { responses: { '204': { description: 'Done.' } } };
const [production, staging] = ['https://api.example.com/v1', 'https://staging.example.com/v1'];

/** Null where the operation only repeats the document's servers, which are judged there. */
function serversOf(pair: Pairs['servers'], { direction, base, revision }: FindContext): Pairs['servers'] | null {
  const isOneApi = [base, revision].every(isAtOnePlace);
  if (direction === 'none') return isOneApi && [base, revision].every(isUsed) ? pair : null;
  return isOneApi && isSame(pair.before, base.servers) && isSame(pair.after, revision.servers) ? null : pair;
}

/** The documents of a folder may be about several APIs, each with an address of its own. */
function isAtOnePlace({ roots: [first, ...others], servers }: Api): boolean {
  const addresses = String(servers.map(({ url }) => url));
  return first === undefined || others.every((root) => String(root.servers.map(({ url }) => url)) === addresses);
}

/** Where each operation has servers of its own, the document's are nobody's. */
function isUsed({ operations: all }: Api): boolean {
  const callable = [...all.values()].filter(({ kind }) => kind === 'path');
  return callable.length === 0 || !callable.every(namesOwnServers);
}

function namesOwnServers({ spot, inherited }: OperationEntry): boolean {
  return inherited.servers !== null || 'servers' in (spot.value as object);
}

/** The same places in the document, not only the same addresses. */
function isSame(left: readonly Server[], right: readonly Server[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ spot }, index) => {
      const other = right[index]!.spot;
      return spot.document === other.document && spot.pointer === other.pointer;
    })
  );
}

/** What an empty list means (OpenAPI, OpenAPI Object), else each server by its address as written. */
function templatesOf(servers: readonly Server[]): ReadonlyMap<string, Server | null> {
  if (servers.length === 0) return new Map([['/', null]]);
  const alike = Map.groupBy(servers, ({ url }) => normalise(url));
  return new Map([...alike].flatMap(([template, same]) => (same.length === 1 ? [[template, same[0]!]] : apart(same))));
}

/** Servers whose addresses are written alike, and whose variables tell them apart: each address by itself. */
function apart(servers: readonly Server[]): [string, Server | null][] {
  return servers.flatMap((server) =>
    addressesOf(normalise(server.url), server, { written: true }).map((address): [string, null] => [address, null]),
  );
}

const usualPorts: Readonly<Record<string, string>> = { http: '80', https: '443', ws: '80', wss: '443' };

/** Case, the port that goes without saying and a slash at the end do not tell addresses apart (RFC 3986, section 6.2). */
function normalise(url: string): string {
  const trimmed = addressAsMeant(url).replace(/\/+$/, '');
  if (trimmed === '') return '/';
  return trimmed.replace(/^(?:([a-z][a-z0-9+.-]*):)?\/\/[^/]*/i, (origin, scheme: string = '') => {
    const lower = origin.replace(/\{[^{}]*\}|[^{}]+/g, (part) => (part.startsWith('{') ? part : part.toLowerCase()));
    const port = usualPorts[scheme.toLowerCase()];
    return port === undefined ? lower : lower.replace(new RegExp(`:${port}$`), '');
  });
}

/** A server that stands for more addresses than this is compared by the text of its template. */
const mostAddresses = 500;

/** The addresses that a template stands for; `{}`, or the variable as it is written, where that may have any value. */
function addressesOf(template: string, server: Server | null, { written = false } = {}): readonly string[] {
  let addresses = [''];
  for (const part of template.split(/(\{[^{}]*\})/)) {
    const isVariable = part.startsWith('{');
    const choices = isVariable ? (server?.variables.get(part.slice(1, -1))?.enum ?? [written ? part : '{}']) : [part];
    if (addresses.length * choices.length > mostAddresses) return [template];
    addresses = addresses.flatMap((address) => choices.map((choice) => `${address}${choice}`));
  }
  return [...new Set(addresses.map(normalise))];
}

/** An address, taken apart once: each of thousands may be held against each of thousands. */
interface Address {
  readonly text: string;
  readonly slashed: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** What a free variable in it may lead to; null where it has none. */
  readonly pattern: RegExp | null;
}

function readAddress(text: string): Address {
  const [, scheme = '', host = '', path = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/]*))?(.*)$/i.exec(text) ?? [];
  const fixed = text.split(/\{[^{}]*\}/).map(literally);
  const pattern = fixed.length === 1 ? null : new RegExp(`^${fixed.join('[^/]+')}$`);
  return { text, slashed: `${trim(text)}/`, scheme, host, path: trim(path), pattern };
}

function allAddresses(templates: ReadonlyMap<string, Server | null>): Address[] {
  const written = [...templates].flatMap(([template, server]) => addressesOf(template, server));
  return [...new Set(written)].map(readAddress);
}

/** Whether an address is one of those given, or one that a free variable in them may lead to. */
function isAmong({ text }: Address, addresses: readonly Address[]): boolean {
  return addresses.some((other) => other.text === text || other.pattern?.test(text) === true);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `/v1` of the address went over into the paths, or the other way round: callers send the same. */
function movedIntoPaths(
  { slashed }: Address,
  after: readonly Address[],
  { base, revision }: Pick<FindContext, 'base' | 'revision'>,
): boolean {
  return after.some((other) => {
    if (slashed.length === other.slashed.length) return false;
    if (slashed.startsWith(other.slashed))
      return havePrefix(base, revision, slashed.slice(other.slashed.length - 1, -1), '');
    return (
      other.slashed.startsWith(slashed) && havePrefix(base, revision, '', other.slashed.slice(slashed.length - 1, -1))
    );
  });
}

function trim(url: string): string {
  return url.replace(/\/+$/, '');
}

/** Asked of each operation that has servers of its own, and answered from all paths. */
const prefixAnswers = oncePerPair(() => new Map<string, boolean>());

function havePrefix(base: Api, revision: Api, before: string, after: string): boolean {
  const answers = prefixAnswers(base, revision);
  const question = `${before} ${after}`;
  let answer = answers.get(question);
  if (answer === undefined) {
    const served = new Set(pathsOf(revision).map((path) => normalisePath(`${after}${path}`)));
    answer = pathsOf(base).some((path) => served.has(normalisePath(`${before}${path}`)));
    answers.set(question, answer);
  }
  return answer;
}

function pathsOf({ operations: all }: Api): string[] {
  return [...all.values()].flatMap(({ kind, path }) => (kind === 'path' ? [path] : []));
}

/** An address that leaves out what the other says: the scheme, or the host, which are then those of the document. */
function isSpeltOut(one: Address, other: Address): boolean {
  return one.path === other.path && (one.host === '' || other.host === '' || isSameHost(one, other));
}

function isSameHost(one: Address, other: Address): boolean {
  const [bare, named] = one.scheme === '' ? [one, other] : [other, one];
  if (bare.scheme !== '') return false;
  return bare.host === named.host || bare.host === `${named.host}:${usualPorts[named.scheme]}`;
}

/** Where the addresses that leave the host out are, of documents that were fetched: at the host that they came from. */
function hostsOfDocuments(servers: readonly Server[]): ReadonlySet<string> {
  const sources = servers.flatMap(({ spot }) => URL.parse(spot.document.source) ?? []);
  return new Set(sources.map(({ host }) => host));
}

/** It named the host, and what is left of it does not: `https://api.example.com/v1` and `/v1`. */
function isHostLeftOut(address: Address, served: readonly Address[], hosts: ReadonlySet<string>): boolean {
  if (address.host === '' || hosts.has(address.host) || isAmong(address, served)) return false;
  const kept = served.filter((other) => isSpeltOut(address, other));
  return kept.length > 0 && kept.every(({ host }) => host === '');
}

/** Where both were served, plain HTTP is given up; where there was but the one, the other took its place. */
function isSecuredNow({ text }: Address, before: readonly Address[], after: readonly Address[]): boolean {
  const secured = text.replace(/^http:/, 'https:');
  const isAt = (addresses: readonly Address[]) => addresses.some((each) => each.text === secured);
  return secured !== text && isAt(after) && !isAt(before);
}

/**
 * Where nothing is named, `/` is meant (OpenAPI, OpenAPI Object), which is another place than `/api` of the same host. A host
 * that is named for the first time takes nothing back: by `/` alone nobody could call, and who did so had it from elsewhere.
 */
function isWithinHost(url: string): boolean {
  return /^\/(?!\/)/.test(url);
}

type Found = {
  readonly url: string;
  readonly still: readonly string[];
  /** The document names no address any more. */
  readonly isUnsaid: boolean;
  /** The path is named still, and no longer at which host. Which it is then goes by where the document is served. */
  readonly isHostUnsaid: boolean;
  readonly isSecured: boolean;
  /** It was not written, but meant as long as no address was. */
  readonly wasUnsaid: boolean;
};

/** Who called production is not led to staging, as long as production is still there. Of many the first. */
function insteadOf(url: string, still: readonly Address[]): readonly string[] {
  const { host } = readAddress(url);
  const same = still.filter((other) => other.host === host);
  return (same.length > 0 ? same : still).slice(0, mostNamed).map(({ text }) => text);
}

const mostNamed = 10;

export const serverRemoved = defineRule({
  id: 'server-removed',
  on: 'servers',
  purpose: 'Reports an address at which the API is no longer served.',
  about: 'presence',
  // Who listens to plain HTTP usually leads on to HTTPS; and what is named for the first time is often where it always was.
  severity: ({ isUnsaid, isHostUnsaid, isSecured, wasUnsaid }: Found) =>
    isUnsaid || isHostUnsaid || isSecured || wasUnsaid ? 'risky' : 'breaking',
  advice: ({ still, isUnsaid, isHostUnsaid, wasUnsaid }) =>
    isUnsaid || isHostUnsaid
      ? 'Ask where the API is. Whoever runs it: name its address under `servers`.'
      : wasUnsaid
        ? `Call ${still.join(' or ')} from the release on, if you do not yet.`
        : `Call ${still.join(' or ')} from the release on. Whoever runs the API: let the old address answer until a sunset date.`,
  identifying: ['url'],
  *find(pair, context): Iterable<Found> {
    const servers = serversOf(pair, context);
    if (servers === null) return;
    const wasUnsaid = servers.before.length === 0;
    if (wasUnsaid && !servers.after.every(({ url }) => isWithinHost(url))) return;
    const [before, after] = [templatesOf(servers.before), templatesOf(servers.after)];
    const still = [...after.keys()].map(readAddress);
    const isUnsaid = servers.after.length === 0;
    const [called, served] = [allAddresses(before), allAddresses(after)];
    const hosts = hostsOfDocuments(servers.after);
    const isHostLost = (address: Address) => !isUnsaid && isHostLeftOut(address, served, hosts);
    const isLost = (address: Address) =>
      !isAmong(address, served) &&
      (isUnsaid || !served.some((other) => isSpeltOut(address, other))) &&
      !movedIntoPaths(address, served, context);
    for (const [template, server] of before) {
      if (server !== null && after.get(template)) continue; // it is told what became of its variables
      const addresses = addressesOf(template, server).map(readAddress);
      for (const isHostUnsaid of [false, true]) {
        const lost = addresses.filter(isHostUnsaid ? isHostLost : isLost);
        if (lost.length === 0) continue;
        const isSecured = lost.every((each) => isSecuredNow(each, called, served));
        for (const url of lost.length === addresses.length ? [template] : lost.map(({ text }) => text)) {
          yield { url, still: insteadOf(url, still), isUnsaid, isHostUnsaid, isSecured, wasUnsaid };
        }
      }
    }
  },
  say: ({ url, isUnsaid, isHostUnsaid, wasUnsaid }, { operation }) => {
    if (isUnsaid) return `it is no longer said where the API is; it was at \`${url}\``;
    const what = operation === null ? 'the API' : `${operation.method} ${operation.path}`;
    if (isHostUnsaid) return `it is no longer said at which host ${what} is; it was at \`${url}\``;
    return `${what} is no longer at \`${url}\`${wasUnsaid ? ', as was meant while no address was named' : ''}`;
  },
  examples: () => ({
    reports: [
      documents(at(production, staging), at(production), 'breaking', []),
      documents(
        { swagger: '2.0', host: 'api.example.com', basePath: '/v1', schemes: ['https', 'http'] },
        { swagger: '2.0', host: 'api.example.com', basePath: '/v1', schemes: ['https'] },
        'breaking',
      ),
      operations(at(production, staging), at(production), 'breaking'),
      documents(region(['eu', 'us']), at('https://eu.example.com'), 'breaking'),
      documents(at('http://example.com'), at('https://example.com'), 'risky', [], ['server-added']),
      documents(at(production), {}, 'risky'),
      documents(at(production), at('/v1'), 'risky', []),
      documents({}, at('/api'), 'risky', [], ['server-added']),
    ],
    silent: [
      documents(at(production), at(`${production}/`, staging)),
      documents({}, at('/')),
      documents({}, at(production)),
      documents({}, at('/api', '/')),
      documents({ paths: { '/api/pets': { get } } }, { ...at('/api'), paths: { '/pets': { get } } }),
      documents(at('/v1'), at(production)),
      documents(at('https://eu.example.com'), variable({ default: 'eu' })),
      documents(region(['eu', 'us']), at('https://eu.example.com', 'https://US.example.com:443/')),
      documents(at('https://eu.example.com', 'https://us.example.com'), region(['eu', 'us'])),
      documents(at('https://eu.example.com', 'https://us.example.com'), {
        servers: [...region(['eu']).servers, ...region(['us'], 'us').servers],
      }),
      documents(at('https://eu.example.com'), {
        servers: [{ url: 'https://{Area}.example.com', variables: { Area: { default: 'eu', enum: ['eu'] } } }],
      }),
      documents(
        { ...at(production), paths: { '/pets': { get } } },
        { paths: { '/pets': { get: { ...get, ...at(production) } } } },
      ),
      documents(
        { ...at('https://example.com/v1'), paths: { '/pets': { get } } },
        { ...at('https://example.com'), paths: { '/v1/pets': { get } } },
      ),
    ],
  }),
});

export const serverAdded = defineRule({
  id: 'server-added',
  on: 'servers',
  purpose: 'Reports a further address at which the API is served.',
  about: 'presence',
  severity: 'safe',
  advice: 'Nothing to do; it may be called.',
  identifying: ['url'],
  *find(pair, context): Iterable<{ readonly url: string; readonly isOnly: boolean }> {
    const servers = serversOf(pair, context);
    if (servers === null || servers.after.length === 0) return;
    const before = allAddresses(templatesOf(servers.before));
    const after = allAddresses(templatesOf(servers.after));
    const isOnly = !before.some((address) => isAmong(address, after));
    const old = servers.before.map(({ url }) => readAddress(normalise(url)));
    const isNew = (address: Address) =>
      !isAmong(address, before) &&
      !old.some((each) => isSpeltOut(each, address)) &&
      !before.some((each) => movedIntoPaths(each, [address], context));
    for (const [template, server] of templatesOf(servers.after)) {
      const addresses = addressesOf(template, server).map(readAddress);
      const added = addresses.filter(isNew).map(({ text }) => text);
      for (const url of added.length === addresses.length ? [template] : added) yield { url, isOnly };
    }
  },
  say: ({ url, isOnly }, { operation }) =>
    `${operation === null ? 'the API' : `${operation.method} ${operation.path}`} is at \`${url}\` ${isOnly ? 'now' : 'too'}`,
  examples: () => ({
    reports: [documents(at(production), at(production, staging), 'safe', [])],
    silent: [documents(at(production, staging), at(staging, production))],
  }),
});

type Choice = {
  readonly url: string;
  readonly variable: string;
  /** Null where it could have any value. */
  readonly before: string | null;
  readonly after: readonly string[];
};

type Default = {
  readonly url: string;
  readonly variable: string;
  readonly before: string;
  readonly after: string | null;
};

/** The variables of servers that kept their address. */
function* keptVariables(servers: Pairs['servers']) {
  const after = templatesOf(servers.after);
  for (const [url, server] of templatesOf(servers.before)) {
    if (server === null) continue;
    for (const [name, now] of after.get(url)?.variables ?? []) {
      const before = server.variables.get(name) ?? { default: null, enum: null };
      yield { url, server, variable: name, before, after: now };
    }
  }
}

const region = (choices: readonly string[], usual = 'eu') => variable({ default: usual, enum: choices });

export const serverChoiceRemoved = defineRule({
  id: 'server-choice-removed',
  on: 'servers',
  purpose: 'Reports a value that a variable of a server’s address could have and no longer can.',
  about: 'presence',
  severity: 'breaking',
  advice: 'Call one of the remaining addresses from the release on.',
  identifying: ['url', 'variable', 'before'],
  *find(pair, context): Iterable<Choice> {
    const servers = serversOf(pair, context);
    if (servers === null) return;
    const served = allAddresses(templatesOf(servers.after));
    for (const { url, server, variable: name, before, after } of keptVariables(servers)) {
      const left = after.enum;
      if (left === null) continue;
      if (before.enum === null) yield { url, variable: name, before: null, after: left };
      for (const value of before.enum ?? []) {
        const chosen = { ...server, variables: new Map(server.variables).set(name, { ...before, enum: [value] }) };
        const isServed = () => addressesOf(url, chosen).every((address) => isAmong(readAddress(address), served));
        if (!left.includes(value) && !isServed()) yield { url, variable: name, before: value, after: left };
      }
    }
  },
  say: ({ url, variable: name, before, after }) =>
    before === null
      ? `\`${name}\` in the address \`${url}\` could have any value and can now only be ${after.map((value) => `\`${value}\``).join(' or ')}`
      : `\`${name}\` in the address \`${url}\` can no longer be \`${before}\``,
  examples: () => ({
    reports: [
      documents(region(['eu', 'us']), region(['eu']), 'breaking', []),
      documents(variable({ default: 'eu' }), region(['eu']), 'breaking', []),
    ],
    silent: [
      documents(region(['eu', 'us']), {
        servers: [...region(['eu']).servers, ...at('https://us.example.com').servers],
      }),
      documents(region(['eu']), region(['us', 'eu'])),
      documents(region(['eu']), variable({ default: 'eu' })),
    ],
  }),
});

export const serverDefaultChanged = defineRule({
  id: 'server-default-changed',
  on: 'servers',
  purpose: 'Reports a server variable with another default: a client that does not set it calls another address.',
  about: 'negotiation',
  severity: 'risky',
  advice: 'Set the variable instead of relying on its default.',
  identifying: ['url', 'variable', 'before', 'after'],
  *find(pair, context): Iterable<Default> {
    const servers = serversOf(pair, context);
    for (const { url, variable: name, before, after } of servers === null ? [] : keptVariables(servers)) {
      if (before.default !== null && before.default !== after.default) {
        yield { url, variable: name, before: before.default, after: after.default };
      }
    }
  },
  say: ({ url, variable: name, before, after }) =>
    `the default of \`${name}\` in the address \`${url}\` ${after === null ? `is gone; it was \`${before}\`` : `changed from \`${before}\` to \`${after}\``}`,
  examples: () => ({
    reports: [documents(region(['eu', 'us']), region(['eu', 'us'], 'us'), 'risky', [])],
    silent: [documents(region(['eu']), region(['eu', 'us']))],
  }),
});

export const serverRules: readonly Rule[] = [serverAdded, serverChoiceRemoved, serverDefaultChanged, serverRemoved];
