// Whom a release hurts, joined from what is known now: new evidence and a claimed caller show without a new assessment.

import { findImpact, type Impact } from '../catalog/index.ts';
import type { Assessment, Records } from '../store/index.ts';
import type { House } from './house.ts';

export async function joinImpact(
  { catalog }: Pick<House, 'catalog'>,
  records: Records,
  service: string,
  { comparison, operations }: Pick<Assessment, 'comparison' | 'operations'>,
): Promise<Impact> {
  // A service that has left the catalogue has nobody any more, and its gates say that it is not known.
  if (!catalog.services.some(({ name }) => name === service)) {
    return { service, consumers: [], unknownCallers: [], observed: false };
  }
  const [evidence, decisions] = [await records.useEvidence(service), await records.callerDecisions()];
  return findImpact(comparison, catalog, service, { operations, evidence, decisions });
}
