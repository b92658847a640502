// Follows the references of a description outside of its schemas, and keeps what went wrong on the way.

import { pathItemLayers } from './path-item-layers.ts';
import type { SpecProblem } from './source-document.ts';
import { followReference, type Spot, spotKey } from './spot.ts';

export interface ReferenceFollower {
  /** The referenced place; the reference's own place, without a value, where it is broken. */
  follow(spot: Spot): Spot;
  /** The path item itself, then what it refers to. */
  followPathItem(spot: Spot): readonly Spot[];
  /** `$ref`s met so far that lead nowhere. */
  readonly brokenReferences: ReadonlyMap<string, Spot>;
  /** What of the parts met so far can be read in more than one way. */
  readonly problems: SpecProblem[];
}

export function referenceFollower(): ReferenceFollower {
  const brokenReferences = new Map<string, Spot>();
  const problems: SpecProblem[] = [];
  return {
    follow(spot) {
      const target = followReference(spot);
      if (target !== null) return target.spot === spot ? spot : { ...target.spot, referredFrom: spot };
      brokenReferences.set(spotKey(spot), spot);
      return { ...spot, value: undefined };
    },
    followPathItem(spot) {
      const item = pathItemLayers(spot);
      if (item.broken !== null) brokenReferences.set(spotKey(item.broken), item.broken);
      problems.push(...item.problems);
      return item.layers;
    },
    brokenReferences,
    problems,
  };
}
