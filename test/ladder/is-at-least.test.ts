import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAtLeast } from '../../src/ladder/is-at-least.ts';

describe('whether a version is another or newer', () => {
  test.each([
    ['1.30', '1.30'],
    ['v1.30', '1.30.0'],
    ['1.30+build.7', '1.30'],
    ['1.31', '1.30'],
    ['1.9.10', '1.9.9'],
    ['2', '1.30'],
    ['1.30', '1.30-rc.1'],
    ['1.30', '1.30rc1'],
    ['1.30', '1.30~rc1'],
    ['1.30', '1.30.dev0'],
    ['1.30rc2', '1.30rc1'],
    ['1.30rc10', '1.30rc9'],
    ['1.30b1', '1.30a2'],
    ['1.30a1', '1.30.dev7'],
    ['1.31-1.fc40', '1.30'],
    ['1.31-SNAPSHOT', '1.30'],
    ['2026.03.10', '2026.02.01'],
    ['20260310', '20260301'],
    ['a1b2c3d', 'a1b2c3d'],
    ['main', 'main'],
  ])('%s is at least %s', (version, wanted) => {
    expect(isAtLeast(version, wanted)).toBe(true);
    if (version !== wanted && !wanted.startsWith('1.30.0') && !version.includes('+')) {
      expect(isAtLeast(wanted, version)).toBe(false);
    }
  });

  test.each([
    ['ffeedd0', 'a1b2c3d', 'commits have no order'],
    ['9f8e7d6', '1a2b3c4', 'nor have those that begin with a digit'],
    ['main', '1.30', 'a branch may hold anything'],
    ['nightly', '2.0', 'a channel is no version'],
    ['1.30-1.fc40', '1.30', 'a distribution’s revision comes after, semver’s before'],
    ['1.30-2', '1.30-1', 'and its revisions may be either'],
    ['20260310', '1.30', 'a day is no release’s number'],
    ['1.1.1k', '1.1.1', 'a letter may be anything'],
  ])('%s and %s cannot be told: %s', (version, wanted) => {
    expect(isAtLeast(version, wanted)).toBeNull();
    expect(isAtLeast(wanted, version)).toBeNull();
  });

  test('is never said both ways of two that differ in their numbers, and is said of each itself', () => {
    const part = fc.integer({ min: 0, max: 40 });
    const version = fc
      .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('', 'rc1', '-beta.2', '~dev', '-1', 'x'))
      .map(([numbers, rest]) => numbers.join('.') + rest);
    fc.assert(
      fc.property(version, version, (one, other) => {
        expect(isAtLeast(one, one)).toBe(true);
        const [there, back] = [isAtLeast(one, other), isAtLeast(other, one)];
        expect(there === null).toBe(back === null);
        expect(there === false && back === false).toBe(false);
      }),
      { seed: 8 },
    );
  });
});
