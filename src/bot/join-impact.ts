// Whom a release hurts, joined from what is known now: new evidence and a claimed caller show without a new assessment.
// Whatever could change the answer leaves an event, so a reader of the store may be given the answer of the last one as
// long as the log has not grown. Inside a transaction nothing is kept: it may be taken back.
// The contracts that the catalogue imports are read beside the store, not kept in it: they lie in files under review, as
// the consumers that they speak of do, so `tocsin impact` and the board know the same of them at any time.

import type { Instant } from '../base/index.ts';
import { type Catalog, findImpact, type Impact, type Pact, type UseEvidence } from '../catalog/index.ts';
import { evidenceOfPacts, operationMatcher, servicePrefixes } from '../evidence/index.ts';
import type { Assessment, Changes, Records } from '../store/index.ts';

/** So many releases are looked at together on one page. */
const keptReleases = 64;

/** Answers given since the log stood at `cursor`. */
export interface KnownImpacts {
  cursor: number;
  readonly byAssessment: Map<string, Impact>;
}

/** What is joined with the store, see `House`. */
interface Known {
  readonly catalog: Catalog;
  readonly contracts: readonly Pact[];
  readonly stripPrefix: readonly string[];
  readonly impacts: KnownImpacts;
  readonly now: () => Instant;
}

export async function joinImpact(
  house: Known,
  records: Records | Changes,
  service: string,
  assessment: Assessment,
): Promise<Impact> {
  const { catalog, impacts } = house;
  const { comparison, operations, at } = assessment;
  // A service that has left the catalogue has nobody any more, and its gates say that it is not known.
  if (!catalog.services.some(({ name }) => name === service)) {
    return { service, consumers: [], unknownCallers: [], observed: false };
  }
  const join = async () => {
    const [stored, decisions] = [await records.useEvidence(service), await records.callerDecisions()];
    const evidence = [...stored, ...evidenceOfContracts(house, service, assessment)];
    return findImpact(comparison, catalog, service, { operations, evidence, decisions });
  };
  if ('append' in records) return join();
  const cursor = await records.cursor();
  if (impacts.cursor !== cursor) {
    impacts.cursor = cursor;
    impacts.byAssessment.clear();
  }
  const key = [service, at, comparison.base.digest, comparison.revision.digest].join(' ');
  const known = impacts.byAssessment.get(key);
  if (known !== undefined) return known;
  const impact = await join();
  if (impacts.cursor === cursor && impacts.byAssessment.size < keptReleases) impacts.byAssessment.set(key, impact);
  return impact;
}

function evidenceOfContracts(
  { catalog, contracts, stripPrefix, now }: Known,
  name: string,
  { operations, serverPaths }: Assessment,
): readonly UseEvidence[] {
  const service = catalog.services.find((one) => one.name === name);
  if (service === undefined || contracts.length === 0) return [];
  const routes = (operations ?? []).filter(({ kind }) => kind === 'path');
  const prefixes = [...servicePrefixes(service, stripPrefix), ...(serverPaths ?? [])];
  return evidenceOfPacts(contracts, {
    service: name,
    catalog,
    matchOperation: operationMatcher(routes, prefixes),
    at: now(),
  }).uses;
}
