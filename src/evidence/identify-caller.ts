// Who called: a consumer or service of the catalogue by its `seenAs`, or somebody unknown under a key that is a salted
// hash. Nothing of an unknown caller is kept but the product that it calls itself, and that only where it looks like
// one: an address, a login or a token in a user agent does not pass.

import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Catalog, SeenAs } from '../catalog/index.ts';
import { plainAddress, rangeMatcher } from './client-address.ts';

/** What a source tells of a caller; null where it does not. */
export interface CallerTraits {
  /** The whole user agent. */
  readonly agent: string | null;
  /** The name that it logged in with. */
  readonly user: string | null;
  readonly address: string | null;
  /** Its name in a trace, `service.name`. */
  readonly traceService: string | null;
  /** The version that a trace gives it. */
  readonly traceVersion: string | null;
  /** Where it runs, as a trace says. */
  readonly traceEnvironment: string | null;
}

/** Exactly one of `consumer` and `stranger` is there. */
export interface Caller {
  readonly consumer: string | null;
  /** What an unknown caller is told apart by, as JSON. It may name a person: only its `hashedKey` may leave this room. */
  readonly stranger: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly environment: string | null;
}

interface Product {
  readonly name: string | null;
  readonly version: string | null;
}

const cachedAgents = 20_000;
/** What comes after so many characters of a user agent is not looked at; longer ones are not remembered either. */
const longestAgent = 1_000;

interface Candidate {
  readonly consumer: string;
  readonly environment: string | null;
  fitsAgent(agent: string | null): boolean;
  /** But for the user agent. */
  fits(traits: CallerTraits): boolean;
}

/**
 * Consumers are tried before services, each in the catalogue's order, and the first that fits is it. A name in a trace
 * that is a consumer's or service's own name needs no `seenAs`. What is deleted in the catalogue calls nobody any more:
 * under the same `seenAs` it would take the calls of what came in its place, and alone it would hide that somebody calls.
 */
export function callerIdentifier(catalog: Pick<Catalog, 'consumers' | 'services'>): (traits: CallerTraits) => Caller {
  const known = [...catalog.consumers, ...catalog.services].filter(({ deleted }) => !deleted);
  const candidates = known.flatMap(({ name, seenAs }) => seenAs.map((entry) => candidateOf(name, entry)));
  const names = new Set(known.map(({ name }) => name));

  /** There are far fewer user agents than callers. */
  const byAgent = new Map<string | null, Product & { readonly candidates: readonly Candidate[] }>();
  const knownAgent = (agent: string | null) => {
    const before = byAgent.get(agent);
    if (before !== undefined) return before;
    const fitting = candidates.filter((candidate) => candidate.fitsAgent(agent));
    const found = { ...productOf(agent), candidates: fitting };
    if (agent !== null && agent.length > longestAgent) return found;
    if (byAgent.size >= cachedAgents) byAgent.clear();
    byAgent.set(agent === null ? null : Buffer.from(agent).toString(), found);
    return found;
  };

  return (traits) => {
    const { name, version, candidates } = knownAgent(traits.agent);
    const said = {
      name: traits.traceService === null ? name : harmless(traits.traceService),
      version: harmless(traits.traceVersion) ?? (traits.traceService === null ? version : null),
    };
    const found = candidates.find((candidate) => candidate.fits(traits));
    if (found !== undefined) {
      const environment = found.environment ?? harmless(traits.traceEnvironment);
      return { consumer: found.consumer, stranger: null, ...said, environment };
    }
    const environment = harmless(traits.traceEnvironment);
    if (traits.traceService !== null && names.has(traits.traceService)) {
      return { consumer: traits.traceService, stranger: null, ...said, environment };
    }
    const stranger =
      traits.traceService === null
        ? [traits.user ?? reduceAddress(traits.address), name]
        : ['trace', traits.traceService];
    return { consumer: null, stranger: JSON.stringify(stranger), name: said.name, version: null, environment };
  };
}

/** The key of an unknown caller; the same salt gives the same key. It is made late: most of a scan's callers need none. */
export function hashedKey(stranger: string, salt: string): string {
  const grain = JSON.stringify(salt);
  return hash('sha256', `[${grain},${stranger.slice(1, -1)},${grain}]`, 'hex').slice(0, 16);
}

function candidateOf(consumer: string, { environment, agents, users, addresses, services }: SeenAs): Candidate {
  const patterns = agents.map(globPattern);
  const isInRange = rangeMatcher(addresses);
  return {
    consumer,
    environment,
    fitsAgent: (agent) =>
      patterns.length === 0 ||
      (agent !== null && patterns.some((pattern) => pattern.test(agent.slice(0, longestAgent)))),
    fits: ({ user, address, traceService }) => {
      if (users.length > 0 && (user === null || !users.includes(user))) return false;
      if (services.length > 0 && (traceService === null || !services.includes(traceService))) return false;
      if (addresses.length === 0) return true;
      const plain = plainAddress(address);
      return plain !== null && isInRange(plain);
    },
  };
}

function globPattern(glob: string): RegExp {
  const parts = glob.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is');
}

/** A host has one IPv4 address; of an IPv6 address the last half changes with the day (RFC 8981). */
function reduceAddress(address: string | null): string | null {
  const plain = plainAddress(address);
  if (plain === null || !plain.includes(':')) return plain ?? address;
  const [before = '', after] = plain.toLowerCase().split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const middle = after === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...middle, ...tail]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}

const browser = /\b(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/;

/** The first product of a user agent (RFC 9110, section 10.1.5); browsers all begin with the same one. */
function productOf(agent: string | null): Product {
  if (agent === null) return { name: null, version: null };
  const [, product = null, version = null] = /^([^/\s()]+)(?:\/(\S+))?/.exec(agent) ?? [];
  if (product === 'Mozilla') {
    const [, engine = null] = browser.exec(agent.slice(0, longestAgent)) ?? [];
    const bot = /compatible; ([A-Za-z][\w.-]{1,39})(?:\/|;|\))/.exec(agent.slice(0, longestAgent))?.[1] ?? null;
    return { name: harmless(bot) ?? (engine === null ? 'browser' : `browser (${engine})`), version: null };
  }
  const name = harmless(product);
  return { name, version: name !== null && /^v?\d/.test(version ?? '') ? harmless(version) : null };
}

/** A name or version as such things look; null for what may be a person, an address, or a secret. */
function harmless(text: string | null): string | null {
  if (text === null || !/^[A-Za-z0-9][A-Za-z0-9._+-]{0,39}$/.test(text) || isIP(text) !== 0) return null;
  const runs = text.match(/[A-Za-z0-9]{16,}/g) ?? [];
  const random = runs.some((run) => /\d/.test(run) && /[A-Za-z]/.test(run) && (run.match(/\d/g) ?? []).length > 2);
  // A part of a longer text keeps all of it in memory; what is remembered must stand alone.
  return random || /\d{9,}/.test(text) ? null : Buffer.from(text).toString();
}
