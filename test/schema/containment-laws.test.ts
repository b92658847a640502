import { describe, expect, test } from 'vitest';
import type { Dialect, Json } from '../../src/schema/index.ts';
import { decideContainment, sampleValue, schemaContains } from '../../src/schema/index.ts';
import { laws } from './laws.ts';

describe.each(Object.entries(laws))('containment of %s', (_, table) => {
  test.each(table)('$answer: $says', async ({ outer, inner, answer, witness, dialect }) => {
    const result = await schemaContains(outer, inner, dialect ? { dialect } : {});
    expect(result.answer).toBe(answer);
    if (witness !== undefined) expect(result).toEqual({ answer: 'no', witness });
    if (result.answer === 'unknown') expect(result.because).toMatch(/\w+ \w+/);
  });
});

describe('what is asked by a program without types', () => {
  test.each([
    ['the text of a schema', '{}', '{}', 'the outer schema is the string "{}", neither an object nor a boolean'],
    ['null', null, null, 'the outer schema is null, neither an object nor a boolean'],
    ['a list', {}, [], 'the inner schema is a list, neither an object nor a boolean'],
  ] as [string, Json, Json, string][])('is never affirmed of %s', async (_, outer, inner, because) => {
    expect(await schemaContains(outer, inner)).toEqual({ answer: 'unknown', because });
  });

  test.each([
    ['nothing', [], 'The outer schema is undefined.'],
    [
      'a number that JSON has not',
      [{}, { minimum: Number.POSITIVE_INFINITY }],
      'The inner schema holds the number Infinity at /minimum.',
    ],
    [
      'an object that is more than its keys',
      [new Map([['type', 'string']]), {}],
      'The outer schema is an object of the class Map.',
    ],
    ['a function', [{ properties: { a: String } }, {}], 'The outer schema holds a function at /properties/a.'],
    ['an option that there is not', [{}, {}, { draft: 'draft-07' }], 'schemaContains has no option draft.'],
    [
      'an option of another type',
      [{}, {}, { assertFormats: 'yes' }],
      'The option assertFormats of schemaContains is the string "yes".',
    ],
    ['a dialect alone', [{}, {}, 'draft-07'], 'The options of schemaContains are the string "draft-07".'],
  ] as [string, unknown[], string][])('is refused with a sentence where it is %s', async (_, given, message) => {
    const call = schemaContains as (...given: unknown[]) => Promise<unknown>;
    await expect(call(...given)).rejects.toMatchObject({ code: 'usage', message });
  });
});

describe('what cannot be read', () => {
  test.each([
    ['a dialect that is not known', { type: 'string' }, { type: 'string', minLength: 1 }, 'draft-03'],
    ['a $schema that is not known', { $schema: 'https://example.org/mine' }, {}, undefined],
    ['a keyword of the wrong type', { minimum: '3' }, { type: 'string' }, undefined],
    ['a schema that is none', 5, {}, undefined],
    [
      'a reference that leads back to itself',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } },
      {},
      undefined,
    ],
  ] as [string, Json, Json, Dialect | undefined][])('ends in unknown: %s', async (_, outer, inner, dialect) => {
    const result = await schemaContains(outer, inner, dialect === undefined ? {} : { dialect });
    expect(result.answer).toBe('unknown');
  });

  test('a budget of steps ends in unknown, and the same one always in the same place', () => {
    const inner: Json = {
      type: 'object',
      properties: { a: { enum: [1, 2] }, b: { type: 'integer' } },
      minProperties: 2,
    };
    const outer: Json = {
      properties: { a: { type: 'integer' } },
      anyOf: [{ properties: { b: { minimum: 0 } } }, { properties: { b: { maximum: 5 } } }],
    };
    const answers = [0, 1, 5, 1000].map((steps) => decideContainment(outer, inner, { steps }).answer);
    expect(answers).toEqual(['unknown', 'unknown', 'unknown', 'yes']);
  });
});

describe('a sample value', () => {
  test.each([
    [
      {
        type: 'object',
        required: ['id', 'tags'],
        properties: {
          id: { type: 'integer', minimum: 7 },
          tags: { type: 'array', minItems: 1, items: { enum: ['x'] } },
        },
      },
      { id: 7, tags: ['x'] },
    ],
    [{ type: 'string', pattern: '^[A-Z]{3}-\\d$' }, 'AAA-0'],
    [{ type: 'null' }, null],
  ] as [Json, Json][])('of %j is valid', (schema, value) => {
    expect(sampleValue(schema)).toEqual({ value });
  });

  test('of a schema without values is none', () => {
    expect(sampleValue({ type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 })).toBeUndefined();
    expect(sampleValue({ type: 'banana' })).toBeUndefined();
  });
});
