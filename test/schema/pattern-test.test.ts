// A pattern is judged as RegExp judges it, and never waited for.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideContainment, patternTest } from '../../src/schema/index.ts';

const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '[ab]', '\\w', '\\b', '(?=a)', '(?!b)'),
    fc
      .tuple(fc.constantFrom('a', '[ab]', '.'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?'))
      .map((each) => each.join('')),
    fc
      .tuple(tie('pattern'), fc.constantFrom('', '*', '+', '?', '{2}', '{0,3}'))
      .map(([inner, quantifier]) => `(${inner})${quantifier}`),
  ),
  pattern: fc
    .tuple(
      fc.array(fc.array(tie('piece'), { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([branches, starts, ends]) => {
      const body = branches.map((pieces) => pieces.join('')).join('|');
      return `${starts ? '^' : ''}${body}${ends ? '$' : ''}`;
    }),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀', '\n'), maxLength: 12 });

test('any pattern, on a text on which RegExp takes no time', () => {
  let judged = 0;
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      const expected = new RegExp(source, 'u').test(value);
      try {
        expect([source, value, patternTest(source)(value)]).toEqual([source, value, expected]);
        judged += 1;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('pattern ')) throw error;
      }
    }),
    { numRuns: 3000, seed: 20261121 },
  );
  expect(judged).toBeGreaterThan(2500);
});

describe('where every way through would be tried for years', () => {
  const long = `${'a'.repeat(60)}b`;
  test.each([
    ['repetitions of repetitions', '^((a+)+)+$', false],
    ['alternatives that overlap', '^(?:a|a|aa)*$', false],
    ['many optional parts', '^(?:a?){60}a{60}$', false],
    ['endless parts side by side', '^a*a*a*a*a*a*a*a*c', false],
    ['repetitions, and a text that has it', '(a+)+b', true],
  ])('%s are still judged', (_, source, expected) => {
    expect(patternTest(source)(long)).toBe(expected);
  });

  test.each([
    ['refer back', '^((a+)+)\\1$'],
    ['look further ahead', '^(?:(?:a+)+)+(?=xy)b$'],
    ['look back', '^(a+)+(?<=aa)$'],
    ['repeat counted repetitions', '^(a{1,90}){1,60}$'],
  ])('those that also %s are not', (_, source) => {
    expect(() => patternTest(source)(long)).toThrow(/^pattern /);
    const { answer } = decideContainment({ type: 'string', pattern: source }, { enum: [long] });
    expect(answer).toBe('unknown');
  });
});

test('patterns that take long to read are paid for in steps, so that a thousand of them end', () => {
  const used: number[] = [];
  const spent = (steps: number) => used.push(steps);
  const ask = (pattern: string) => decideContainment({ pattern: '^b' }, { type: 'string', pattern }, { spent });
  ask('^[a-z]{1,255}$');
  ask('^(a{1,50}){1,50}$');
  expect(used[0]).toBeLessThan(100);
  expect(used[1]).toBeGreaterThan(10_000);
});
