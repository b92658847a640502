import type { Comparison, OperationRef } from '../rules/index.ts';
import { type CallerDecision, decisionsIn } from './caller-decision.ts';
import type { Catalog } from './catalog.ts';
import { guesserOfOwners } from './guess-owner.ts';
import type { UnknownCaller } from './impact.ts';
import { indexOperations } from './operation-index.ts';
import { settleCallers } from './settle-callers.ts';
import { listUnknownCallers } from './unknown-callers.ts';
import type { UseEvidence } from './use-evidence.ts';

/** A caller that the catalogue does not know by itself, and what was decided of it. */
export interface CallerReport extends UnknownCaller {
  readonly service: string;
  readonly decision: CallerDecision | null;
  /** Nobody answers for it: nothing was decided, or it was only forwarded, or it is noise that has come back. */
  readonly open: boolean;
}

/**
 * Every caller of a service that the catalogue does not know, decided or not, those without an answer first. `breaking`
 * says what the releases that are on their way break of what it calls.
 */
export function surveyCallers(input: {
  readonly catalog: Catalog;
  readonly service: string;
  readonly evidence: readonly UseEvidence[];
  readonly decisions: readonly CallerDecision[];
  readonly releases: readonly {
    readonly comparison: Comparison;
    readonly operations: readonly OperationRef[] | null;
  }[];
}): CallerReport[] {
  const { catalog, service, evidence, decisions, releases } = input;
  const findings = releases.flatMap(({ comparison }) =>
    comparison.findings.filter(({ severity, exemption }) => severity === 'breaking' && exemption === null),
  );
  const index = indexOperations(
    findings,
    releases.flatMap(({ operations }) => operations ?? []),
  );
  const guess = guesserOfOwners(catalog, service, index.resolve);
  const calls = evidence.filter((use) => use.service === service);
  const places = catalog.services.find(({ name }) => name === service)?.environments ?? [];
  const all = listUnknownCallers(service, settleCallers(calls, [], catalog).strangers, [], index, guess, places);
  const unsettled = settleCallers(calls, decisions, catalog).strangers;
  const open = new Map(
    listUnknownCallers(service, unsettled, decisions, index, guess, places).map((caller) => [caller.key, caller]),
  );
  const decided = decisionsIn(service, decisions);
  return all
    .map((caller) => ({
      ...caller,
      ...open.get(caller.key),
      service,
      decision: decided.get(caller.key) ?? null,
      open: open.has(caller.key),
    }))
    .sort((a, b) => Number(b.open) - Number(a.open));
}
