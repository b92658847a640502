// Where the API is: `servers`, or in Swagger 2 `host`, `basePath` and `schemes`. The document's list is judged once; an
// operation is asked only where it has a list of its own.

import type { FindContext, Pairs } from '../../../diff/index.ts';
import { type Api, normalisePath, type Server } from '../../../spec/index.ts';
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
  if (direction === 'response') return null; // a webhook or callback goes to an address of its own
  if (direction === 'none') return pair;
  return isSame(pair.before, base.servers) && isSame(pair.after, revision.servers) ? null : pair;
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

/** What an empty list means (OpenAPI, OpenAPI Object). */
function addressesOf(servers: readonly Server[]): ReadonlyMap<string, Server | null> {
  if (servers.length === 0) return new Map([['/', null]]);
  return new Map(servers.map((server) => [normalise(server.url), server]));
}

function normalise(url: string): string {
  const trimmed = url.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, (origin) => origin.toLowerCase());
}

/** Whether an address is among those that a template with variables stands for. */
function isServedBy(url: string, template: string, server: Server | null): boolean {
  if (server === null || server.variables.size === 0) return false;
  const pattern = template
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      const choices = part.startsWith('{') ? server.variables.get(part.slice(1, -1))?.enum : undefined;
      if (!part.startsWith('{')) return literally(part);
      return choices ? `(?:${choices.map(literally).join('|')})` : '[^/]+';
    })
    .join('');
  return new RegExp(`^${pattern}$`).test(url);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `/v1` of the address went over into the paths, or the other way round: callers send the same. */
function movedIntoPaths(url: string, after: readonly string[], { base, revision }: FindContext): boolean {
  return after.some((other) => {
    const [short, long] = [trim(url), trim(other)];
    if (short.startsWith(`${long}/`)) return havePrefix(base, revision, short.slice(long.length), '');
    if (long.startsWith(`${short}/`)) return havePrefix(base, revision, '', long.slice(short.length));
    return false;
  });
}

function trim(url: string): string {
  return url.replace(/\/+$/, '');
}

function havePrefix(base: Api, revision: Api, before: string, after: string): boolean {
  const served = new Set(pathsOf(revision).map((path) => normalisePath(`${after}${path}`)));
  return pathsOf(base).some((path) => served.has(normalisePath(`${before}${path}`)));
}

function pathsOf({ operations: all }: Api): string[] {
  return [...all.values()].flatMap(({ kind, path }) => (kind === 'path' ? [path] : []));
}

/** An address that leaves out what the other says: the scheme, or the host, which are then those of the document. */
function isSpeltOut(left: string, right: string): boolean {
  const [one, other] = [partsOf(left), partsOf(right)];
  return one.path === other.path && (one.host === '' || other.host === '' || isSameHost(one, other));
}

function isSameHost(one: AddressParts, other: AddressParts): boolean {
  return one.host === other.host && (one.scheme === '' || other.scheme === '');
}

interface AddressParts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

function partsOf(url: string): AddressParts {
  const [, scheme = '', host = '', path = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/]*))?(.*)$/i.exec(url) ?? [];
  return { scheme, host, path: trim(path) };
}

/** Where both were served, plain HTTP is given up; where there was but the one, the other took its place. */
function isSecuredNow(url: string, before: readonly string[], after: readonly string[]): boolean {
  const secured = url.replace(/^http:/, 'https:');
  return secured !== url && after.includes(secured) && !before.includes(secured);
}

type Found = {
  readonly url: string;
  readonly still: readonly string[];
  /** The document names no address any more. */
  readonly isUnsaid: boolean;
  readonly isSecured: boolean;
};

export const serverRemoved = defineRule({
  id: 'server-removed',
  on: 'servers',
  purpose: 'Reports an address at which the API is no longer served.',
  about: 'presence',
  // Who listens to plain HTTP usually leads on to HTTPS.
  severity: ({ isUnsaid, isSecured }: Found) => (isUnsaid || isSecured ? 'risky' : 'breaking'),
  advice: ({ still, isUnsaid }) =>
    isUnsaid
      ? 'Ask where the API is. Whoever runs it: name its address under `servers`.'
      : `Call ${still.join(' or ')} from the release on. Whoever runs the API: let the old address answer until a sunset date.`,
  identifying: ['url'],
  *find(pair, context): Iterable<Found> {
    const servers = serversOf(pair, context);
    if (servers === null || servers.before.length === 0) return; // no address was written, and so none is gone
    const after = addressesOf(servers.after);
    const still = [...after.keys()];
    const isUnsaid = servers.after.length === 0;
    const before = [...addressesOf(servers.before).keys()];
    for (const url of before) {
      const served = [...after].some(([template, server]) => template === url || isServedBy(url, template, server));
      const isSame = !isUnsaid && still.some((other) => isSpeltOut(url, other));
      if (served || isSame || movedIntoPaths(url, still, context)) continue;
      yield { url, still, isUnsaid, isSecured: isSecuredNow(url, before, still) };
    }
  },
  say: ({ url, isUnsaid }, { operation }) =>
    isUnsaid
      ? `it is no longer said where the API is; it was at \`${url}\``
      : operation === null
        ? `the API is no longer at \`${url}\``
        : `${operation.method} ${operation.path} is no longer at \`${url}\``,
  examples: () => ({
    reports: [
      documents(at(production, staging), at(production), { severity: 'breaking', peers: [] }),
      documents(
        { swagger: '2.0', host: 'api.example.com', basePath: '/v1', schemes: ['https', 'http'] },
        { swagger: '2.0', host: 'api.example.com', basePath: '/v1', schemes: ['https'] },
        { severity: 'breaking' },
      ),
      operations(at(production, staging), at(production), { severity: 'breaking' }),
      documents(at('http://example.com'), at('https://example.com'), {
        severity: 'risky',
        alongside: ['server-added'],
      }),
      documents(at(production), {}, { severity: 'risky' }),
    ],
    silent: [
      documents(at(production), at(`${production}/`, staging)),
      documents({}, at('/')),
      documents({}, at(production)),
      documents(at('/v1'), at(production)),
      documents(at('https://eu.example.com'), variable({ default: 'eu' })),
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
  *find(pair, context): Iterable<{ readonly url: string }> {
    const servers = serversOf(pair, context);
    if (servers === null) return;
    const before = addressesOf(servers.before);
    if (servers.after.length === 0) return;
    for (const [url, server] of addressesOf(servers.after)) {
      if (servers.before.some((old) => isSpeltOut(normalise(old.url), url))) continue;
      const isOld = [...before].some(([old]) => old === url || isServedBy(old, url, server));
      const moved = [...before.keys()].some((old) => movedIntoPaths(old, [url], context));
      if (!isOld && !moved) yield { url };
    }
  },
  say: ({ url }, { operation }) =>
    operation === null ? `the API is at \`${url}\` too` : `${operation.method} ${operation.path} is at \`${url}\` too`,
  examples: () => ({
    reports: [documents(at(production), at(production, staging), { severity: 'safe', peers: [] })],
    silent: [documents(at(production, staging), at(staging, production))],
  }),
});

type Choice = {
  readonly url: string;
  readonly variable: string;
  readonly before: string;
  readonly after: string | null;
};

/** The variables of servers that kept their address. */
function* keptVariables(pair: Pairs['servers'], context: FindContext) {
  const servers = serversOf(pair, context);
  if (servers === null) return;
  const after = addressesOf(servers.after);
  for (const [url, server] of addressesOf(servers.before)) {
    for (const [name, before] of server?.variables ?? []) {
      const now = after.get(url)?.variables.get(name);
      if (now !== undefined) yield { url, variable: name, before, after: now };
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
    for (const { url, variable: name, before, after } of keptVariables(pair, context)) {
      const left = after.enum;
      if (left === null) continue;
      for (const value of before.enum ?? []) {
        if (!left.includes(value)) yield { url, variable: name, before: value, after: null };
      }
    }
  },
  say: ({ url, variable: name, before }) => `\`${name}\` in the address \`${url}\` can no longer be \`${before}\``,
  examples: () => ({
    reports: [documents(region(['eu', 'us']), region(['eu']), { severity: 'breaking', peers: [] })],
    silent: [documents(region(['eu']), region(['us', 'eu'])), documents(region(['eu']), variable({ default: 'eu' }))],
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
  *find(pair, context): Iterable<Choice> {
    for (const { url, variable: name, before, after } of keptVariables(pair, context)) {
      if (before.default !== null && before.default !== after.default) {
        yield { url, variable: name, before: before.default, after: after.default };
      }
    }
  },
  say: ({ url, variable: name, before, after }) =>
    `the default of \`${name}\` in the address \`${url}\` ${after === null ? `is gone; it was \`${before}\`` : `changed from \`${before}\` to \`${after}\``}`,
  examples: () => ({
    reports: [documents(region(['eu', 'us']), region(['eu', 'us'], 'us'), { severity: 'risky', peers: [] })],
    silent: [documents(region(['eu']), region(['eu', 'us']))],
  }),
});

export const serverRules: readonly Rule[] = [serverAdded, serverChoiceRemoved, serverDefaultChanged, serverRemoved];
