// Whose calls the evidence shows, once people have decided: what was claimed counts as the claimant's, also where it was
// imported after the decision; the rest is nobody's yet.

import { type CallerDecision, callerKeyOf, decisionsIn } from './caller-decision.ts';
import { type Catalog, type Consumer, livingCatalog } from './catalog.ts';
import type { UseEvidence } from './use-evidence.ts';

export interface SettledCallers {
  /** Evidence of those whom the catalogue knows, or somebody claimed; each with the consumer's name. */
  readonly known: readonly UseEvidence[];
  /** By the key of `callerKeyOf`. */
  readonly strangers: ReadonlyMap<string, readonly UseEvidence[]>;
  /** Callers that a team claimed without saying which of its consumers they are. */
  readonly claimants: readonly Pick<Consumer, 'name' | 'team'>[];
}

/** `evidence` is of one service. What is deleted in the catalogue holds no claim, wherever one is asked about. */
export function settleCallers(
  evidence: readonly UseEvidence[],
  decisions: readonly CallerDecision[],
  whole: Catalog,
): SettledCallers {
  const catalog = livingCatalog(whole);
  const names = new Set([...catalog.consumers, ...catalog.services].map(({ name }) => name));
  const teams = new Set(catalog.teams.map(({ name }) => name));
  const decided = decisionsIn(evidence[0]?.service ?? '', decisions);
  const known: UseEvidence[] = [];
  const strangers = new Map<string, UseEvidence[]>();
  const claimants = new Map<string, Pick<Consumer, 'name' | 'team'>>();
  for (const use of evidence) {
    if (use.consumer !== null && names.has(use.consumer)) {
      known.push(use);
      continue;
    }
    const key = callerKeyOf(use);
    const claim = decided.get(key);
    // A claim by somebody who has since left the catalogue is nobody's.
    if (claim?.decision === 'claimed' && claim.consumer !== null && names.has(claim.consumer)) {
      known.push({ ...use, consumer: claim.consumer });
    } else if (claim?.decision === 'claimed' && claim.team !== null && teams.has(claim.team)) {
      const name = `${use.callerName ?? use.consumer ?? 'caller'} (${key.slice(0, 8)})`;
      const claimant = claimants.get(key) ?? { name, team: claim.team };
      claimants.set(key, claimant);
      known.push({ ...use, consumer: claimant.name });
    } else {
      const calls = strangers.get(key);
      if (calls === undefined) strangers.set(key, [use]);
      else calls.push(use);
    }
  }
  return { known, strangers, claimants: [...claimants.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
