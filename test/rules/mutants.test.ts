// Many more of them, and of Figma's too: `npm run soak:mutants`.

import { describe, expect, test } from 'vitest';
import { randomFrom } from '../schema/random-values.ts';
import { faultsOf, mutantOf, realDocuments } from './mutants.ts';

// One seed that never changes, so that a change of ours is judged and not its luck; TOCSIN_SEED adds another.
const seeds = [20261121, ...(process.env.TOCSIN_SEED ? [Number(process.env.TOCSIN_SEED)] : [])];

describe.each(seeds)('a description that is spoilt in a few places, with seed %i', (seed) => {
  test.each([
    ['pkgdb', 12],
    ['fas', 12],
  ] as const)('of %s is compared to the end, %i times, in words that a person can use', async (name, times) => {
    const document = realDocuments[name]();
    const text = JSON.stringify(document);
    for (let turn = 0; turn < times; turn += 1) {
      const mutant = mutantOf(document, randomFrom(seed + turn));
      expect({ turn, faults: await faultsOf(text, mutant) }).toEqual({ turn, faults: [] });
    }
  });
});
