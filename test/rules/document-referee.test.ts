import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../schema/random-values.ts';
import { judgeDocuments } from './document-referee.ts';
import { documentPair } from './random-documents.ts';

// One seed that never changes, so that a change of ours is judged and not its luck; TOCSIN_SEED adds another.
// Many more pairs: `npm run soak:documents`.
const seeds = [20261120, ...(process.env.TOCSIN_SEED ? [Number(process.env.TOCSIN_SEED)] : [])];

describe.each(seeds)('random pairs of descriptions, with seed %i', (seed) => {
  test('no value, witness or respelling contradicts what the comparison says', async () => {
    const random = randomFrom(seed);
    const seen = { silent: 0, alarmed: 0, witnesses: 0, refactors: 0, undecided: 0, webhooks: 0, asSwagger2: 0 };
    for (const pair of fc.sample(documentPair, { numRuns: 16, seed })) {
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
    expect(seen.webhooks).toBeGreaterThan(0);
    expect(seen.asSwagger2).toBeGreaterThan(0);
  });
});
