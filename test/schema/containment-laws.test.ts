import { describe, expect, test } from 'vitest';
import { schemaContains } from '../../src/schema/index.ts';
import { laws } from './laws.ts';

describe.each(Object.entries(laws))('containment of %s', (_, table) => {
  test.each(table)('$answer: $says', async ({ outer, inner, answer, witness, dialect }) => {
    const result = await schemaContains(outer, inner, dialect ? { dialect } : {});
    expect(result.answer).toBe(answer);
    if (witness !== undefined) expect(result).toEqual({ answer: 'no', witness });
    if (result.answer === 'unknown') expect(result.because).toMatch(/\w+ \w+/);
  });
});
