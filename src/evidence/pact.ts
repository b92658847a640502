// What a Pact contract proves of use. The contract is made by the consumer's own tests against a mock that answers
// with what the contract says and nothing else, so what a response lacks there the consumer does not read: `read` is
// complete. A request is held to its query and body to the letter, so `sent` is complete where the contract says
// anything of the body; headers it does not name may be sent all the same, which is why a header is never spared (see
// `useOfPlace`). All interactions with one operation together say what is used of it.

import type { Instant } from '../base/index.ts';
import {
  type Catalog,
  findNamed,
  livingCatalog,
  type Pact,
  type PactBody,
  type UseEvidence,
} from '../catalog/index.ts';
import type { UnmatchedRequests } from './evidence-batch.ts';

export interface PactEvidence {
  readonly uses: readonly UseEvidence[];
  readonly unmatched: readonly UnmatchedRequests[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

interface PactContext {
  readonly service: string;
  readonly catalog: Catalog;
  /** The title of the operation that a request belongs to, `GET /packages/{name}`; null where it fits none. */
  readonly matchOperation: (method: string, path: string) => string | null;
  /** Stands for when it was said, as a contract itself does not tell. */
  readonly at: Instant;
}

/** A contract with another provider than `service` is left out with a word. */
export function evidenceOfPacts(pacts: readonly Pact[], context: PactContext): PactEvidence {
  const all = pacts.map((pact) => evidenceOfPact(pact, context));
  return {
    uses: all.flatMap(({ uses }) => uses),
    unmatched: all.flatMap(({ unmatched }) => unmatched),
    notes: all.flatMap(({ notes }) => notes),
  };
}

function evidenceOfPact(pact: Pact, { service, catalog, matchOperation, at }: PactContext): PactEvidence {
  const { services, consumers } = livingCatalog(catalog);
  const provider = findNamed(pact.provider, services);
  if (provider?.name !== service) {
    const whose =
      provider === null
        ? `which the catalogue does not know; write it under services.${service}.alsoKnownAs if it is ${service}`
        : `which is ${provider.name}`;
    return { uses: [], unmatched: [], notes: [`${pact.source} is a contract with "${pact.provider}", ${whose}.`] };
  }
  const known = findNamed(pact.consumer, consumers) ?? findNamed(pact.consumer, services);
  const deleted = known === null ? findNamed(pact.consumer, [...catalog.consumers, ...catalog.services]) : null;
  if (deleted !== null) {
    return { uses: [], unmatched: [], notes: [`${pact.source} is a contract of ${deleted.name}, which is deleted.`] };
  }
  const caller = {
    consumer: known?.name ?? null,
    callerKey: null,
    callerName: known === null ? pact.consumer : null,
    callerVersion: null,
    callerEnvironment: null,
  };
  const fitting = pact.interactions.map((interaction) => ({
    interaction,
    operation: matchOperation(interaction.method, interaction.path),
  }));
  const uses = [...Map.groupBy(fitting, ({ operation }) => operation)].flatMap(([operation, group]): UseEvidence[] => {
    if (operation === null) return [];
    const interactions = group.map(({ interaction }) => interaction);
    return [
      {
        ...caller,
        service,
        operation,
        fields: {
          sent: distinct(
            interactions.flatMap(({ query, headers, request }) => [
              ...query.map((name) => ['query', nameInQuery(name)]),
              ...headers.map((name) => ['header', name.toLowerCase()]),
              ...pathsOf(request).map((path) => ['body', ...path]),
            ]),
          ),
          read: distinct(
            interactions.flatMap(({ status, responseHeaders, response }) => {
              const parts = [
                ...responseHeaders.map((name) => ['header', name.toLowerCase()]),
                ...pathsOf(response).map((path) => ['body', ...path]),
              ];
              return parts.length === 0 ? [[status]] : parts.map((part) => [status, ...part]);
            }),
          ),
          complete: {
            sent: interactions.every(({ method, request }) => request.kind !== 'any' || isBodiless(method)),
            query: true,
            read: true,
          },
        },
        environment: 'any',
        requests: 0,
        answers: null,
        firstSeen: at,
        lastSeen: at,
        source: 'pact',
      },
    ];
  });
  const strange = fitting.filter(({ operation }) => operation === null).map(({ interaction }) => interaction);
  return {
    uses,
    unmatched: strange.map(({ method, path }) => ({ method, path, requests: 0, failed: 0 })),
    notes: strange.map(
      ({ method, path, description }) =>
        `${pact.source}: ${method} ${path} (${description || 'without a description'}) fits no operation of ${service}.`,
    ),
  };
}

/** A request that usually has no body is not expected to have one where the contract says nothing of it. */
function isBodiless(method: string): boolean {
  return ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(method);
}

/** `ids[]` and `ids[0]` are entries of the parameter `ids`. */
function nameInQuery(name: string): string {
  return name.replace(/\[\d*\]$/, '');
}

/** Of a body that is no JSON only that it is used is known: as a whole, nothing spared. */
function pathsOf({ kind, example, rules }: PactBody): (readonly string[])[] {
  if (kind === 'any' || kind === 'empty') return [];
  if (kind === 'opaque') return [[]];
  const anyKey = new Set(rules.filter((path) => path.at(-1) === '*').map((path) => keyOf(path.slice(0, -1))));
  const found: (readonly string[])[] = [];
  const walk = (value: unknown, path: readonly string[], steps: readonly string[]) => {
    if (Array.isArray(value) && value.length > 0) {
      for (const entry of value) walk(entry, [...path, '[]'], [...steps, '[*]']);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
      const open = anyKey.has(keyOf(steps));
      for (const [name, member] of Object.entries(value)) {
        walk(member, [...path, open ? '{*}' : name], [...steps, open ? '*' : name]);
      }
    } else found.push(path);
  };
  walk(example, [], []);
  // A rule may speak of what the example does not show, such as the entries of a list that is empty there.
  for (const rule of rules) {
    const path = rule.map((step) => (step === '[*]' ? '[]' : step === '*' ? '{*}' : step));
    if (!found.some((one) => startsWith(one, path))) found.push(path);
  }
  return found;
}

function keyOf(steps: readonly string[]): string {
  return JSON.stringify(steps);
}

function startsWith(path: readonly string[], head: readonly string[]): boolean {
  return head.every((step, index) => path[index] === step);
}

function distinct(paths: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
