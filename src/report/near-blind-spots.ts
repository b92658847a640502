// Of the places that say too little to be compared, those that lie in what the reader looks at: there a break that goes
// unseen hurts first.

import { counted } from '../base/index.ts';
import type { Comparison } from '../rules/index.ts';
import { countedFindings, nameOperation, whyUnseen } from './report-format.ts';

interface NearBlindSpots {
  /** `3 of them lie in operations that changed:` */
  readonly sentence: string;
  /** One that is shown elsewhere may lie there too. */
  readonly mayBeMore: boolean;
  readonly rows: readonly string[];
  /** How many more there are than rows. */
  readonly left: number;
}

const named = 3;

/** Null where none is shown to lie there; `where` completes "lie in". */
export function nearBlindSpots(
  { blindSpots }: Pick<Comparison, 'blindSpots'>,
  operations: ReadonlySet<string>,
  where: string,
): NearBlindSpots | null {
  const near = blindSpots.places.filter(({ operation }) => operations.has(nameOperation(operation)));
  if (near.length === 0) return null;
  return {
    sentence: `${near.length === blindSpots.places.length ? counted(near.length, 'such place') : `${near.length} of them`} ${near.length === 1 ? 'lies' : 'lie'} in ${where}:`,
    mayBeMore: blindSpots.places.some((spot) => spot.alsoIn !== undefined && !near.includes(spot)),
    rows: near.slice(0, named).map((spot) => `${nameOperation(spot.operation)} ${spot.subject}: ${whyUnseen(spot)}`),
    left: Math.max(0, near.length - named),
  };
}

export function changedOperations(comparison: Comparison): ReadonlySet<string> {
  return new Set(
    countedFindings(comparison).flatMap(({ operation }) => (operation === null ? [] : [nameOperation(operation)])),
  );
}
