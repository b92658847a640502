// Finds numbers between bounds that are multiples of some steps and not of others, exactly. Among those that fit, small
// whole numbers come first, since they read well and mean the same to validators that calculate with doubles.

import type { Rational } from './rational.ts';
import {
  add,
  ceiling,
  compare,
  divide,
  exactNumber,
  floor,
  isMultiple,
  leastCommonMultiple,
  multiply,
  nearestNumber,
  rational,
  rationalOf,
} from './rational.ts';

export interface Bound {
  readonly value: Rational;
  readonly exclusive: boolean;
}

/** What a number must satisfy. */
export interface NumberDemands {
  readonly above: readonly Bound[];
  readonly below: readonly Bound[];
  readonly multipleOf: readonly Rational[];
  readonly notMultipleOf: readonly Rational[];
  readonly excluded: readonly number[];
}

/** Numbers that satisfy the demands; none at all is only said (`complete`) where that is certain. */
export interface Numbers {
  readonly numbers: readonly number[];
  readonly complete: boolean;
}

const maxTries = 20_000;
/** After so many that no double stands for, those beside them are none either. */
const maxUnwritable = 500;
/** How many numbers are passed over in search of one that validators calculating with doubles judge alike. */
const maxAwkward = 50;

/** Looks for up to `count` numbers. */
export function findNumbers(asked: NumberDemands, count: number): Numbers {
  const low = tightest(asked.above, (left, right) => compare(right, left));
  const high = tightest(asked.below, compare);
  if (low && high) {
    const order = compare(low.value, high.value);
    if (order > 0 || (order === 0 && (low.exclusive || high.exclusive))) return { numbers: [], complete: true };
  }
  const excluded = asked.excluded.map(rationalOf);
  const steps = asked.multipleOf.map(nearestNumber);
  const forbiddenSteps = asked.notMultipleOf.map(nearestNumber);
  const inside = (value: Rational): boolean =>
    (!low || compare(value, low.value) > (low.exclusive ? 0 : -1)) &&
    (!high || compare(value, high.value) < (high.exclusive ? 0 : 1));
  const fits = (value: Rational): boolean =>
    inside(value) &&
    asked.multipleOf.every((step) => isMultiple(value, step)) &&
    !asked.notMultipleOf.some((step) => isMultiple(value, step)) &&
    !excluded.some((other) => compare(other, value) === 0);

  const found = new Set<number>();
  const awkward = new Set<number>();
  let unwritable = 0;
  const offer = (value: Rational): boolean => {
    if (!fits(value)) return false;
    const written = exactNumber(value);
    if (written === undefined) {
      unwritable += 1;
      return false;
    }
    const plain = dividesPlainly(written);
    (plain ? found : awkward).add(written);
    return found.size >= count || awkward.size >= maxAwkward;
  };
  /** Whether dividing doubles gives the same verdict as exact arithmetic. */
  const dividesPlainly = (value: number): boolean =>
    steps.every((step) => Number.isInteger(value / step)) &&
    !forbiddenSteps.some((step) => Number.isInteger(value / step));
  const answer = (complete: boolean): Numbers => ({
    numbers: [...found, ...awkward].slice(0, count),
    complete: complete && unwritable === 0,
  });

  const [first, ...others] = asked.multipleOf;
  if (first) {
    const step = others.reduce(leastCommonMultiple, first);
    return scanMultiples(step);
  }
  if (low && high && compare(low.value, high.value) === 0) {
    offer(low.value);
    return answer(true);
  }
  for (const value of samples(low?.value, high?.value)) if (offer(value)) return answer(false);
  return answer(false);

  function scanMultiples(step: Rational): Numbers {
    let least = low ? ceiling(divide(low.value, step)) : undefined;
    let most = high ? floor(divide(high.value, step)) : undefined;
    if (low?.exclusive && least !== undefined && compare(multiply(rational(least), step), low.value) === 0) least += 1n;
    if (high?.exclusive && most !== undefined && compare(multiply(rational(most), step), high.value) === 0) most -= 1n;
    if (least !== undefined && most !== undefined && least > most) return answer(true);
    const start = least !== undefined && least > 0n ? least : most !== undefined && most < 0n ? most : 0n;
    // Which multiples the forbidden steps hit repeats itself with this period, so one period decides.
    let period = 1n;
    for (const forbidden of asked.notMultipleOf) {
      const ratio = divide(step, forbidden).denominator;
      if (ratio === 1n) return answer(true);
      period = leastCommonMultiple(rational(period), rational(ratio)).numerator;
    }
    const enough = period + BigInt(excluded.length) + BigInt(count);
    let tries = 0;
    for (let distance = 0n; ; distance += 1n) {
      const up = start + distance;
      const down = start - distance;
      const upInside = most === undefined || up <= most;
      const downInside = distance > 0n && (least === undefined || down >= least);
      if (!upInside && !downInside && distance > 0n) return answer(true);
      if (upInside && offer(multiply(rational(up), step))) return answer(false);
      if (downInside && offer(multiply(rational(down), step))) return answer(false);
      tries += 1;
      const isHopeless =
        tries > maxTries || unwritable > maxUnwritable || (BigInt(tries) > enough * 2n + 2n && found.size === 0);
      if (!isHopeless) continue;
      for (const round of unwritable > 0 ? roundFrom(start) : []) if (offer(multiply(rational(round), step))) break;
      return answer(false);
    }
  }
}

/** Of whole numbers beyond 2^53 most cannot be written exactly, but round ones can: those next to one, away from zero. */
function roundFrom(start: bigint): bigint[] {
  const units = Array.from({ length: 20 }, (_, digits) => 10n ** BigInt(digits + 1));
  return units.map((unit) => (start / unit + (start < 0n ? -1n : 1n)) * unit);
}

function tightest(bounds: readonly Bound[], order: (left: Rational, right: Rational) => number): Bound | undefined {
  let best: Bound | undefined;
  for (const bound of bounds) {
    const comparison = best ? order(bound.value, best.value) : -1;
    if (comparison < 0 || (comparison === 0 && bound.exclusive)) best = bound;
  }
  return best;
}

/** Decimals of growing fineness between two bounds, those near zero and near the bounds first. */
function* samples(low: Rational | undefined, high: Rational | undefined): Generator<Rational> {
  const anchors = [rational(0n)];
  if (low) anchors.push(low);
  if (high) anchors.push(high);
  if (low && high) anchors.push(multiply(add(low, high), rational(1n, 2n)));
  for (let digits = 0; digits <= 17; digits += 1) {
    const unit = rational(1n, 10n ** BigInt(digits));
    for (const anchor of anchors) {
      const nearest = floor(divide(anchor, unit));
      for (let offset = 0n; offset <= 12n; offset += 1n) {
        yield multiply(rational(nearest + offset), unit);
        if (offset > 0n) yield multiply(rational(nearest - offset), unit);
      }
      yield anchor;
    }
  }
  for (const anchor of anchors) {
    for (let power = 1; power <= 300; power += 7) {
      yield add(anchor, rational(10n ** BigInt(power)));
      yield add(anchor, rational(-(10n ** BigInt(power))));
      yield add(anchor, rational(1n, 10n ** BigInt(power)));
      yield add(anchor, rational(-1n, 10n ** BigInt(power)));
    }
  }
}
