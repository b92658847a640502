import { describe, expect, test } from 'vitest';
import { type Json, schemaContains } from '../../src/schema/index.ts';
import { isValidByTheBook } from './by-the-book.ts';
import { knownPairs } from './known-pairs.ts';
import { referee } from './referee.ts';

const questions = knownPairs.flatMap(({ first, second, holds: [there, back], ...pair }) => [
  { ...pair, way: 'the first holds the second', outer: first, inner: second, answer: there ? 'yes' : 'no' },
  { ...pair, way: 'the second holds the first', outer: second, inner: first, answer: back ? 'yes' : 'no' },
]);

describe('pairs of schemas of which a person knows the answer', () => {
  test('are several hundred, of all dialects', () => {
    expect(knownPairs.length).toBeGreaterThan(500);
    expect(new Set(knownPairs.flatMap(({ dialects }) => dialects)).size).toBe(5);
  });

  test.each(questions)('$name: $way, $answer', async ({ outer, inner, answer, dialects, assertFormats }) => {
    for (const dialect of new Set([dialects[0]!, dialects.at(-1)!])) {
      const [there, here] = [structuredClone(outer), structuredClone(inner)] as [Json, Json];
      const result = await schemaContains(there, here, { dialect, assertFormats });
      expect({ dialect, answer: result.answer }).toEqual({ dialect, answer });
      if (result.answer !== 'no') continue;
      // The specification's own words know no formats; for those there is ajv.
      const judged = [inner, outer].map((each) =>
        assertFormats
          ? referee(each, dialect, assertFormats)(result.witness)
          : isValidByTheBook(each, dialect, result.witness),
      );
      expect({ witness: result.witness, judged }).toEqual({ witness: result.witness, judged: [true, false] });
    }
  });
});
