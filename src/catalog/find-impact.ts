// Joins what changed with what is used: who is hurt, directly or through another service, and who is not and why.

import { nearest, TocsinError } from '../base/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import type { CallerDecision } from './caller-decision.ts';
import { type Catalog, livingCatalog } from './catalog.ts';
import { findTransitive } from './find-transitive.ts';
import { guesserOfOwners } from './guess-owner.ts';
import type { ConsumerImpact, Impact } from './impact.ts';
import { judgeOfUse } from './judge-use.ts';
import { indexOperations } from './operation-index.ts';
import { settleCallers } from './settle-callers.ts';
import { listUnknownCallers } from './unknown-callers.ts';
import type { UseEvidence } from './use-evidence.ts';

export interface ImpactSources {
  /** Every operation of both releases; null where they are not at hand: then of declared operations that no finding names nothing can be told. */
  readonly operations?: readonly OperationRef[] | null;
  readonly evidence?: readonly UseEvidence[];
  /** What was decided of callers that the catalogue did not know. */
  readonly decisions?: readonly CallerDecision[];
}

/**
 * Who is hurt by the breaking and risky findings of a release of `service`. Exempted and safe findings hurt nobody.
 * Consumers come in the catalogue's order, direct ones first, then those behind services that depend on this one. One
 * that calls the service itself and is spared, but stands behind a service that is hit, is reached through that one.
 * The order of the evidence does not matter.
 * What is deleted in the catalogue is hurt by nothing. Throws `not-found` where no service has the name.
 */
export function findImpact(
  comparison: Comparison,
  whole: Catalog,
  service: string,
  sources: ImpactSources = {},
): Impact {
  const catalog = livingCatalog(whole);
  // A retired service still has its old releases.
  if (!whole.services.some(({ name }) => name === service)) {
    const names = catalog.services.map(({ name }) => name);
    const near = nearest(service, names);
    throw new TocsinError('not-found', `The catalogue does not know the service "${service}".`, {
      hint:
        near === null
          ? 'Add it under services in tocsin.yaml.'
          : `Did you mean "${near}"? Otherwise add it under services in tocsin.yaml.`,
    });
  }
  const findings = comparison.findings.filter(({ severity, exemption }) => severity !== 'safe' && exemption === null);
  const evidence = (sources.evidence ?? []).filter((use) => use.service === service);
  const decisions = sources.decisions ?? [];
  const { known, strangers, claimants } = settleCallers(evidence, decisions, catalog);
  const index = indexOperations(findings, sources.operations ?? null);
  const places = whole.services.find(({ name }) => name === service)?.environments ?? [];
  const judge = judgeOfUse(service, comparison, findings, index, known, places);

  const seen = new Set(known.map(({ consumer }) => consumer));
  const direct = new Map<string, ConsumerImpact>();
  for (const consumer of catalog.consumers) {
    const use = consumer.uses.find((use) => use.service === service);
    if (use !== undefined || seen.has(consumer.name))
      direct.set(consumer.name, judge(consumer, use?.operations ?? null));
  }
  for (const { name, owner, dependsOn } of catalog.services) {
    if (name === service || direct.has(name)) continue;
    if (dependsOn.includes(service)) direct.set(name, judge({ name, team: owner }, []));
    else if (seen.has(name)) direct.set(name, judge({ name, team: owner }, null));
  }
  for (const claimant of claimants) direct.set(claimant.name, judge(claimant, null));
  // Most often there is no stranger to ask about.
  let guesser: ReturnType<typeof guesserOfOwners> | null = null;
  const guess: ReturnType<typeof guesserOfOwners> = (caller) => {
    guesser ??= guesserOfOwners(catalog, service, index.resolve);
    return guesser(caller);
  };
  const behind = findTransitive(catalog, service, direct);
  for (const entry of behind) if (direct.has(entry.consumer)) direct.set(entry.consumer, entry);
  return {
    service,
    consumers: [...direct.values(), ...behind.filter(({ consumer }) => !direct.has(consumer))],
    unknownCallers: listUnknownCallers(service, strangers, decisions, index, guess, places),
    observed: evidence.some(({ requests }) => requests > 0),
  };
}

/** Teams with a consumer that calls the service itself and is not known to be unaffected: those who must act, by name. */
export function affectedTeams(impact: Impact): string[] {
  const teams = impact.consumers
    .filter(({ via, notAffectedBecause }) => via.length === 0 && notAffectedBecause === null)
    .map(({ team }) => team);
  return [...new Set(teams)].sort();
}
