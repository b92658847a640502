// Joins what changed with what is used: who is hurt, directly or through another service, and who is not and why.

import { closest } from 'fastest-levenshtein';
import { TocsinError } from '../base/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import type { Catalog } from './catalog.ts';
import { findTransitive } from './find-transitive.ts';
import type { ConsumerImpact, Impact, UnknownCaller } from './impact.ts';
import { judgeOfUse } from './judge-use.ts';
import { lastSeen, type UseEvidence } from './use-evidence.ts';

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

function listUnknownCallers(evidence: readonly UseEvidence[]): UnknownCaller[] {
  const unclaimed = evidence.filter((use) => use.consumer === null);
  return [...Map.groupBy(unclaimed, (use) => use.callerKey ?? 'unknown')]
    .map(([key, calls]) => ({
      key,
      requests: calls.reduce((sum, use) => sum + use.requests, 0),
      lastSeen: lastSeen(calls),
      operations: [...new Set(calls.map(({ operation }) => operation))].sort(),
      guess: null,
    }))
    .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
}
