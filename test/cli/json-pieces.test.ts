import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonPieces } from '../../src/cli/json-pieces.ts';

it('makes of its pieces what JSON.stringify makes of the whole', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.constant(undefined))),
      (value) => {
        expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value, null, 2));
      },
    ),
  );
});
