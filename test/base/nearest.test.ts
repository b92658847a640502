import { expect, it } from 'vitest';
import { nearest } from '../../src/base/index.ts';

it.each<[string, string[], string | null]>([
  ['pkgbd', ['mirrors', 'pkgdb'], 'pkgdb'],
  ['PKGDB', ['pkgdb'], 'pkgdb'],
  ['getpackage', ['getPackage', 'getPackages'], 'getPackage'],
  ['inetger', ['string', 'integer'], 'integer'],
  ['payments', ['pkgdb', 'mirrors'], null],
  ['xy', ['qa'], null],
  ['x', [], null],
])('what was meant by %s, of %j, is %j', (written, candidates, meant) => {
  expect(nearest(written, candidates)).toBe(meant);
});
