// Exact arithmetic for bounds and multiples. A JavaScript number stands for the decimal that JSON.stringify prints for it,
// so 0.3 is three tenths and a multiple of 0.1, which no division of doubles would tell.

/** A fraction in lowest terms with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const gcd = (left: bigint, right: bigint): bigint => {
  let a = left < 0n ? -left : left;
  let b = right < 0n ? -right : right;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
};

/** Builds a fraction; the denominator must not be zero. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = gcd(numerator, denominator) * sign;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The decimal that a finite number is written as. */
export function rationalOf(value: number): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) throw new RangeError(`${value} is not a finite number`);
  const [, sign, whole = '0', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

/** The double that is about as large; infinite beyond the largest. */
export function nearestNumber({ numerator, denominator }: Rational): number {
  const [above, below] = [Number(numerator), Number(denominator)];
  if (Number.isFinite(above) && Number.isFinite(below)) return above / below;
  // Either may have more digits than a double, and yet be most of the other.
  return Number(`${(numerator * 10n ** 400n) / denominator}e-400`);
}

/** The number that is written as this fraction, or undefined when no double is. */
export function exactNumber(value: Rational): number | undefined {
  const nearest = nearestNumber(value);
  if (!Number.isFinite(nearest)) return undefined;
  return compare(rationalOf(nearest), value) === 0 ? nearest + 0 : undefined;
}

/** Negative, zero or positive, as for Array.sort. */
export function compare(left: Rational, right: Rational): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const add = (left: Rational, right: Rational): Rational =>
  rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );

export const multiply = (left: Rational, right: Rational): Rational =>
  rational(left.numerator * right.numerator, left.denominator * right.denominator);

/** left / right; right must not be zero. */
export const divide = (left: Rational, right: Rational): Rational =>
  rational(left.numerator * right.denominator, left.denominator * right.numerator);

/** Whether value is a whole multiple of step (step positive). */
export const isMultiple = (value: Rational, step: Rational): boolean => divide(value, step).denominator === 1n;

/** The least positive fraction that is a whole multiple of both. */
export function leastCommonMultiple(left: Rational, right: Rational): Rational {
  const product = left.numerator * right.numerator;
  const lcm = product / gcd(left.numerator, right.numerator);
  return rational(lcm, gcd(left.denominator, right.denominator));
}

/** The greatest whole number not above value. */
export function floor(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  return value.numerator < 0n && value.numerator % value.denominator !== 0n ? quotient - 1n : quotient;
}

/** The least whole number not below value. */
export const ceiling = (value: Rational): bigint => -floor({ ...value, numerator: -value.numerator });

/** A text that names the fraction uniquely. */
export const rationalKey = (value: Rational): string => `${value.numerator}/${value.denominator}`;
