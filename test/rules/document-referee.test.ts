import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../schema/random-values.ts';
import { judgeDocuments } from './document-referee.ts';
import { documentPair } from './random-documents.ts';

// One seed that never changes, and one of this run; a failure names it, so that it can be repeated with TOCSIN_SEED.
// Many more pairs: `npm run soak:documents`.
const runSeed = Number(process.env.TOCSIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const seeds = [
  ['the fixed seed', 20261120],
  [`seed ${runSeed} of this run`, runSeed],
] as const;

describe.each(seeds)('random pairs of descriptions, with %s', (_, seed) => {
  test('no value, witness or respelling contradicts what the comparison says', async () => {
    const random = randomFrom(seed);
    const seen = { silent: 0, alarmed: 0, witnesses: 0, refactors: 0, undecided: 0 };
    for (const pair of fc.sample(documentPair, { numRuns: 12, seed })) {
      const { contradictions, tally } = await judgeDocuments(pair, 40, random);
      expect({ contradictions, pair: JSON.stringify(contradictions.length === 0 ? null : pair) }).toEqual({
        contradictions: [],
        pair: 'null',
      });
      for (const each of Object.keys(seen) as (keyof typeof seen)[]) seen[each] += tally[each];
    }
    expect(seen.silent).toBeGreaterThan(0);
    expect(seen.alarmed).toBeGreaterThan(0);
    expect(seen.witnesses).toBeGreaterThan(0);
  });
});
