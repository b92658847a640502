// Joins what changed with what is used. A consumer's word on its operations is taken as such (`declared`); where it
// says nothing, or names an operation that the document does not hold, the answer is `unknown` and never "fine".
// Consumers that declare the same operations share their lists of hits, so that ten thousand consumers cost little
// more than the different declarations among them.

import { closest } from 'fastest-levenshtein';
import { type Instant, TocsinError } from '../base/index.ts';
import type { Comparison, Finding, OperationRef } from '../rules/index.ts';
import type { Catalog, Consumer } from './catalog.ts';
import type { ConsumerImpact, Hit, Impact, UnknownCaller } from './impact.ts';

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

export interface ImpactSources {
  /** Every operation of both releases; null where they are not at hand, and then no declared operation is called missing. */
  readonly operations?: readonly OperationRef[] | null;
  readonly evidence?: readonly UseEvidence[];
}

/**
 * Who is hurt by the breaking and risky findings of a release of `service`. Exempted and safe findings hurt nobody.
 * Consumers come in the catalogue's order, direct ones first, then those behind services that depend on this one.
 * Throws `not-found` where the catalogue does not know the service.
 */
export function findImpact(
  comparison: Comparison,
  catalog: Catalog,
  service: string,
  sources: ImpactSources = {},
): Impact {
  if (!catalog.services.some(({ name }) => name === service)) {
    const names = catalog.services.map(({ name }) => name);
    throw new TocsinError('not-found', `The catalogue does not know the service "${service}".`, {
      hint:
        names.length === 0
          ? 'Add it under services in tocsin.yaml.'
          : `Did you mean "${closest(service, names)}"? Otherwise add it under services in tocsin.yaml.`,
    });
  }
  const findings = comparison.findings.filter(({ severity, exemption }) => severity !== 'safe' && exemption === null);
  const evidence = (sources.evidence ?? []).filter((use) => use.service === service);
  const judge = judgeOfUse(service, comparison, findings, sources.operations ?? null, evidence);

  const seen = new Set(evidence.map(({ consumer }) => consumer));
  const direct = new Map<string, ConsumerImpact>();
  for (const consumer of catalog.consumers) {
    const use = consumer.uses.find((use) => use.service === service);
    if (use !== undefined || seen.has(consumer.name))
      direct.set(consumer.name, judge(consumer, use?.operations ?? null));
  }
  for (const dependent of catalog.services) {
    if (!dependent.dependsOn.includes(service) || direct.has(dependent.name) || dependent.name === service) continue;
    direct.set(dependent.name, judge({ name: dependent.name, team: dependent.owner }, []));
  }
  return {
    service,
    consumers: [...direct.values(), ...findTransitive(catalog, service, direct)],
    unknownCallers: listUnknownCallers(evidence),
  };
}

/** Teams with a consumer that calls the service itself and is not known to be unaffected: those who must act, by name. */
export function affectedTeams(impact: Impact): string[] {
  const teams = impact.consumers
    .filter(({ via, notAffectedBecause }) => via.length === 0 && notAffectedBecause === null)
    .map(({ team }) => team);
  return [...new Set(teams)].sort();
}

/** `GET /pets/{id}` and `get /pets/{petId}/` are the same operation to a caller. */
function operationKey(declared: string): string {
  const [method = '', path] = declared.trim().split(/\s+/, 2);
  if (path === undefined) return declared;
  if (method === 'webhook') return `webhook ${path}`;
  return `${method.toUpperCase()} ${normalisePath(path)}`;
}

function normalisePath(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}').replace(/(?<=.)\/+$/, '');
}

/** All the ways in which a consumer may have named it. */
function keysOf(operation: OperationRef): string[] {
  const named = operation.operationId === null ? [] : [operation.operationId];
  if (operation.kind === 'path')
    return [`${operation.method.toUpperCase()} ${normalisePath(operation.path)}`, ...named];
  if (operation.kind === 'webhook') return [`webhook ${operation.name ?? operation.path}`, ...named];
  return named;
}

function titleOf(operation: OperationRef): string {
  return operation.kind === 'webhook'
    ? `webhook ${operation.name ?? operation.path}`
    : `${operation.method.toUpperCase()} ${operation.path}`;
}

type Caller = Pick<Consumer, 'name' | 'team'>;

function judgeOfUse(
  service: string,
  comparison: Comparison,
  findings: readonly Finding[],
  operations: readonly OperationRef[] | null,
  evidence: readonly UseEvidence[],
): (caller: Caller, declared: readonly string[] | null) => ConsumerImpact {
  const findingsByKey = new Map<string, Finding[]>();
  const forEverybody: Hit[] = [];
  for (const finding of findings) {
    // A callback is made to whoever called its operation; which that was, its expression does not reliably tell.
    if (finding.operation === null || finding.operation.kind === 'callback') {
      forEverybody.push({
        finding: finding.fingerprint,
        certainty: finding.operation === null ? 'declared' : 'unknown',
        environments: [],
        because:
          finding.operation === null
            ? `The whole of ${service} changes, whatever operation is called.`
            : `${service} calls back with something else; whether this consumer takes such calls cannot be told.`,
      });
      continue;
    }
    for (const key of keysOf(finding.operation)) {
      const group = findingsByKey.get(key);
      if (group === undefined) findingsByKey.set(key, [finding]);
      else group.push(finding);
    }
  }
  const inDocument =
    operations === null ? null : new Map(operations.flatMap((one) => keysOf(one).map((key) => [key, titleOf(one)])));
  const isInDocument = (key: string) => inDocument === null || inDocument.has(key) || findingsByKey.has(key);
  const everything = (because: string): Hit[] =>
    findings.map(({ fingerprint }) => ({ finding: fingerprint, certainty: 'unknown', environments: [], because }));
  const apiWide = new Map(forEverybody.map((hit) => [hit.finding, hit]));
  const serviceOnly = everything(
    `Only ${service} as a whole is declared, no operation: which ones are called cannot be told.`,
  ).map((hit) => apiWide.get(hit.finding) ?? hit);

  const seenBy = Map.groupBy(
    evidence.filter((use) => use.consumer !== null),
    (use) => use.consumer as string,
  );
  const known = new Map<string, Omit<ConsumerImpact, 'consumer' | 'team'>>();

  return (caller, declared) => {
    const uses = seenBy.get(caller.name) ?? [];
    const memo = uses.length === 0 ? JSON.stringify(declared) : null;
    const before = memo === null ? undefined : known.get(memo);
    if (before !== undefined) return { consumer: caller.name, team: caller.team, ...before };

    const keys = [...new Set((declared ?? []).map(operationKey))];
    const notInDocument = [...new Set((declared ?? []).filter((one) => !isInDocument(operationKey(one))))];
    const hits = new Map<string, Hit>();
    if (uses.length > 0) {
      for (const [key, calls] of Map.groupBy(uses, (use) => operationKey(use.operation))) {
        for (const finding of findingsByKey.get(key) ?? []) {
          hits.set(finding.fingerprint, {
            finding: finding.fingerprint,
            certainty: 'operation',
            environments: sumByEnvironment(calls),
            because: `Calls to ${calls[0]?.operation} were seen (${[...new Set(calls.map(({ source }) => source))].join(', ')}).`,
          });
        }
      }
    }
    for (const key of keys) {
      for (const finding of findingsByKey.get(key) ?? []) {
        if (hits.has(finding.fingerprint)) continue;
        hits.set(finding.fingerprint, {
          finding: finding.fingerprint,
          certainty: 'declared',
          environments: [],
          because: `Declares that it uses ${finding.operation === null ? service : titleOf(finding.operation)}.`,
        });
      }
    }
    const judged = {
      via: [],
      hits: withTheUnclear([...hits.values()], declared, notInDocument),
      notInDocument,
    };
    const answer = {
      ...judged,
      notAffectedBecause: judged.hits.length > 0 ? null : whyNotAffected(keys, uses),
    };
    if (memo !== null) known.set(memo, answer);
    return { consumer: caller.name, team: caller.team, ...answer };
  };

  function withTheUnclear(
    sure: readonly Hit[],
    declared: readonly string[] | null,
    missing: readonly string[],
  ): readonly Hit[] {
    if (declared?.length === 0 && sure.length === 0) return serviceOnly;
    if (declared?.length !== 0 && missing.length === 0)
      return sure.length === 0 ? forEverybody : [...sure, ...forEverybody];
    const met = new Set([...sure, ...forEverybody].map(({ finding }) => finding));
    const unclear = declared?.length === 0 ? serviceOnly : everything(whyUnclear(missing));
    return [...sure, ...forEverybody, ...unclear.filter(({ finding }) => !met.has(finding))];
  }

  function whyUnclear(missing: readonly string[]): string {
    const titles = [...new Set(inDocument?.values() ?? [])];
    const guesses = missing.map((one) => {
      const near = titles.length === 0 || !one.includes(' ') ? '' : ` (the nearest is ${closest(one, titles)})`;
      return `${one}${near}`;
    });
    return `Declares ${guesses.join(', ')}, which ${service} does not describe: what it calls cannot be told.`;
  }

  function whyNotAffected(keys: readonly string[], uses: readonly UseEvidence[]): string | null {
    if (comparison.verdict === 'unknown') return null;
    if (findings.length === 0) return `Nothing in this release of ${service} breaks a caller.`;
    const count = new Set([...keys, ...uses.map((use) => operationKey(use.operation))]).size;
    return count === 1
      ? `The one operation that it uses is not among those that change.`
      : `None of the ${count} operations that it uses is among those that change.`;
  }
}

function sumByEnvironment(calls: readonly UseEvidence[]): Hit['environments'] {
  return [...Map.groupBy(calls, (use) => use.environment)].map(([name, group]) => ({
    name,
    requests: group.reduce((sum, use) => sum + use.requests, 0),
    lastSeen: latest(group),
  }));
}

/** Breadth first, so that each consumer is reached by its shortest chain, and once; a cycle of services ends there. */
function findTransitive(
  catalog: Catalog,
  changed: string,
  direct: ReadonlyMap<string, ConsumerImpact>,
): ConsumerImpact[] {
  const consumersOf = new Map<string, Consumer[]>();
  for (const consumer of catalog.consumers) {
    for (const { service } of consumer.uses) {
      const group = consumersOf.get(service);
      if (group === undefined) consumersOf.set(service, [consumer]);
      else group.push(consumer);
    }
  }
  const reached = new Set<string>([changed, ...direct.keys()]);
  const found: ConsumerImpact[] = [];
  const queue: { service: string; via: readonly string[]; source: ConsumerImpact }[] = [];
  const dependents = (name: string) => catalog.services.filter(({ dependsOn }) => dependsOn.includes(name));
  const visited = new Set<string>([changed]);
  for (const { name } of dependents(changed)) {
    const source = direct.get(name);
    if (source === undefined || visited.has(name)) continue;
    visited.add(name);
    queue.push({ service: name, via: [name], source });
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { service, via, source } = next;
    const hits = source.hits.map(
      ({ finding }): Hit => ({
        finding,
        certainty: 'unknown',
        environments: [],
        because: `${via.join(', which depends on ')} depends on ${changed} and may pass the change on.`,
      }),
    );
    const behind = (consumer: string, team: string): ConsumerImpact => ({
      consumer,
      team,
      via,
      hits,
      notAffectedBecause:
        hits.length > 0 ? null : `${via[via.length - 1]}, through which it would come, is not affected itself.`,
      notInDocument: [],
    });
    for (const consumer of consumersOf.get(service) ?? []) {
      if (reached.has(consumer.name)) continue;
      reached.add(consumer.name);
      found.push(behind(consumer.name, consumer.team));
    }
    for (const dependent of dependents(service)) {
      if (visited.has(dependent.name)) continue;
      visited.add(dependent.name);
      const impact = direct.get(dependent.name) ?? behind(dependent.name, dependent.owner);
      if (!reached.has(dependent.name)) {
        reached.add(dependent.name);
        found.push(impact);
      }
      queue.push({ service: dependent.name, via: [dependent.name, ...via], source });
    }
  }
  return found;
}

function listUnknownCallers(evidence: readonly UseEvidence[]): UnknownCaller[] {
  const unclaimed = evidence.filter((use) => use.consumer === null);
  return [...Map.groupBy(unclaimed, (use) => use.callerKey ?? 'unknown')]
    .map(([key, calls]) => ({
      key,
      requests: calls.reduce((sum, use) => sum + use.requests, 0),
      lastSeen: latest(calls),
      operations: [...new Set(calls.map(({ operation }) => operation))].sort(),
      guess: null,
    }))
    .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
}

function latest(calls: readonly UseEvidence[]): Instant {
  return (
    calls
      .map(({ lastSeen }) => lastSeen)
      .sort()
      .at(-1) ?? ''
  );
}
