// Holds all that was found to the values: each difference is judged, and then it is asked whether messages are refused for
// what no finding says.

import type { SchemaPair } from '../diff/index.ts';
import { type Api, canonicalText, type SchemaNode } from '../spec/index.ts';
import { pairsAlong } from './aim.ts';
import type { Difference, Differences, Reworded } from './find-differences.ts';
import { findNarrowed } from './find-narrowed.ts';
import { type HeldDifference, isMeantForNothing, Judge } from './judge-difference.ts';
import { Prover } from './prove.ts';
import { refusedDemand } from './refused-demand.ts';
import { senderOf } from './sides.ts';

export interface HeldDifferences {
  readonly kept: readonly HeldDifference[];
  /** Changes that are proven to refuse nothing that is sent, or to change nothing at all. */
  readonly withdrawn: readonly Difference[];
  /** Where other words are proven to let the same values through, and no rule took them for a change. */
  readonly reworded: readonly Reworded[];
  /** That no value fits, of those that differ: what holds one can be sent by nobody. */
  readonly impossible: readonly SchemaNode[];
  /** How many bodies, parameters and headers are written in other words of which nobody asked whether they say the same. */
  readonly unasked: number;
}

export function holdToValues(
  { found, unspoken, rewritten, partlyListed }: Differences,
  base: Api,
  revision: Api,
): HeldDifferences {
  const prover = new Prover(base, revision);
  const judge = new Judge(found, prover);
  const kept: HeldDifference[] = [];
  const withdrawn: Difference[] = [];
  for (const difference of eachCauseFirst(found)) {
    const verdict = judge.verdictOn(difference);
    if (verdict === 'withdrawn') withdrawn.push(difference);
    else kept.push({ difference, ...verdict });
  }
  const places = new Map(found.map((difference, index) => [difference, index]));
  const placeOf = (difference: Difference) => places.get(difference) ?? 0;
  kept.sort((left, right) => placeOf(left.difference) - placeOf(right.difference));
  withdrawn.sort((left, right) => placeOf(left) - placeOf(right));
  kept.push(...findNarrowed(kept, withdrawn, { unspoken, rewritten, partlyListed }, prover));
  const reworded = rewritten.filter(({ root }) => prover.isReworded(root));
  const impossible = findImpossible(found, judge.unsent, prover);
  const unasked = rewritten.filter(({ root }) => prover.isUnasked(root)).length;
  return { kept, withdrawn, reworded, impossible, unasked };
}

/**
 * The schemas that no value fits: of those that differ where one of their parts refuses what another demands, and around
 * alarms whose place is in no message. Asked of all of them it would cost more than the comparison.
 */
function findImpossible(
  found: readonly Difference[],
  unsent: readonly Difference[],
  prover: Prover,
): readonly SchemaNode[] {
  const impossible = new Set<SchemaNode>();
  const check = (pair: SchemaPair, isSuspect: (schema: SchemaNode) => boolean) => {
    const schema = [pair.after, pair.before].find(
      (side) => !isMeantForNothing(side) && isSuspect(side) && prover.isImpossible(side, senderOf(pair)),
    );
    if (schema !== undefined) impossible.add(schema);
    return schema !== undefined;
  };
  for (const pair of new Set(found.flatMap(({ schemas }) => schemas?.pair ?? []))) {
    check(pair, (schema) => refusedDemand(schema) !== null);
  }
  for (const difference of unsent) pairsAlong(difference).findLast((pair) => check(pair, () => true));
  return [...impossible];
}

/**
 * One place of each change before all others, the least deep: where the work on examples ends, each change has had its
 * share of it, and not the first bodies all.
 */
function eachCauseFirst(found: readonly Difference[]): readonly Difference[] {
  const firsts = new Map<SchemaPair, Map<string, Difference>>();
  for (const difference of found) {
    if (difference.schemas === null) continue;
    const { pair } = difference.schemas;
    const key = canonicalText([difference.rule.id, difference.facts]);
    const ofPair = firsts.get(pair) ?? new Map<string, Difference>();
    const least = ofPair.get(key);
    const { length } = difference.context.place.path;
    if (least === undefined || length < least.context.place.path.length) ofPair.set(key, difference);
    firsts.set(pair, ofPair);
  }
  const first = new Set([...firsts.values()].flatMap((ofPair) => [...ofPair.values()]));
  return [...first, ...found.filter((difference) => !first.has(difference))];
}
