// Whom a release hurts, joined from what is known now: new evidence and a claimed caller show without a new assessment.
// Whatever could change the answer leaves an event, so a reader of the store may be given the answer of the last one as
// long as the log has not grown. Inside a transaction nothing is kept: it may be taken back.

import { type Catalog, findImpact, type Impact } from '../catalog/index.ts';
import type { Assessment, Changes, Records } from '../store/index.ts';

/** So many releases are looked at together on one page. */
const keptReleases = 64;

/** Answers given since the log stood at `cursor`. */
export interface KnownImpacts {
  cursor: number;
  readonly byAssessment: Map<string, Impact>;
}

export async function joinImpact(
  { catalog, impacts }: { readonly catalog: Catalog; readonly impacts: KnownImpacts },
  records: Records | Changes,
  service: string,
  { comparison, operations, at }: Assessment,
): Promise<Impact> {
  // A service that has left the catalogue has nobody any more, and its gates say that it is not known.
  if (!catalog.services.some(({ name }) => name === service)) {
    return { service, consumers: [], unknownCallers: [], observed: false };
  }
  const join = async () => {
    const [evidence, decisions] = [await records.useEvidence(service), await records.callerDecisions()];
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
