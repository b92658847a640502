import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import randexp from 'randexp';
import { describe, expect, test } from 'vitest';
import {
  boundsOfFormat,
  formatAccepts,
  knownFormats,
  naturalTexts,
  patternOfFormat,
} from '../../src/schema/formats.ts';
import { decideContainment, sampleValue } from '../../src/schema/index.ts';
import { randomFrom } from './random-values.ts';

const RandExp = randexp as unknown as typeof randexp.default;
const ajv = new Ajv({ strict: false, logger: false });
(addFormats as unknown as (ajv: unknown) => void)(ajv);
const ajvSays = (format: string, text: string) => ajv.validate({ type: 'string', format }, text);

function wordsOf(pattern: string, seed: number): string[] {
  const random = randomFrom(seed);
  const generator = new RandExp(new RegExp(pattern));
  generator.max = 3;
  generator.randInt = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return Array.from({ length: 60 }, () => generator.gen());
}

/** Texts that are nearly of a format: one character gone, doubled or replaced. */
function nearly(words: readonly string[], seed: number): string[] {
  const random = randomFrom(seed);
  return words.map((word) => {
    const at = Math.floor(random() * (word.length + 1));
    const change = Math.floor(random() * 3);
    return (
      word.slice(0, at) +
      (change === 0 ? '' : change === 1 ? '-9aZ:. '[Math.floor(random() * 7)] : (word[at] ?? '')) +
      word.slice(at + (change === 2 ? 0 : 1))
    );
  });
}

// ajv-formats also reads what these RFCs do not say: urn:uuid:, leap seconds in other zones, times without a zone.
const stricterThanAjv = new Set(['uuid', 'time', 'date-time', 'byte', 'ipv6']);

describe.each(knownFormats)('format %s', (format) => {
  const source = patternOfFormat(format) ?? boundsOfFormat(format)!.beyondDoubt;
  const words = wordsOf(source, 7);

  test('what is taken for it beyond doubt is accepted by ajv-formats', () => {
    for (const word of words)
      if (formatAccepts(format, word)) expect([word, ajvSays(format, word)]).toEqual([word, true]);
    expect(words.filter((word) => formatAccepts(format, word)).length).toBeGreaterThan(0);
  });

  test('what ajv-formats accepts is accepted', () => {
    if (stricterThanAjv.has(format)) return;
    for (const word of nearly(words, 11)) {
      expect([word, formatAccepts(format, word)]).toEqual([word, ajvSays(format, word)]);
    }
  });
});

test.each(knownFormats)('%s is judged at once, however long the text', (format) => {
  for (const part of ['a', '1', '-', 'a.', 'a-', 'a@', '/~', '1:', '::', '0000', '%', '2026-']) {
    const text = part.repeat(5_000);
    for (const each of [text, `a@${text}`, `${text}!`, `https://${text}`]) {
      expect(formatAccepts(format, each)).toBeTypeOf('boolean');
    }
  }
});

describe('containment with asserted formats', () => {
  const of = (format: string, more: object = {}) => ({ type: 'string', format, ...more });
  test.each([
    ['a uuid is 36 characters', { type: 'string', minLength: 36, maxLength: 36 }, of('uuid'), 'yes'],
    ['a leap day is a date', of('date'), { enum: ['2024-02-29', '2000-02-29'] }, 'yes'],
    ['the 29th of February is not one in other years', of('date'), { enum: ['2023-02-29'] }, 'no'],
    ['nor in most centuries', of('date'), { enum: ['1900-02-29'] }, 'no'],
    ['a date is no date-time', of('date-time'), of('date'), 'no'],
    ['a uri is a uri-reference', of('uri-reference'), of('uri'), 'yes'],
    ['a uri-reference need not be a uri', of('uri'), of('uri-reference'), 'no'],
    ['a pattern narrower than a format', of('email'), { type: 'string', pattern: '^[a-z]+@[a-z]+\\.org$' }, 'yes'],
    ['an unknown format is in itself', of('colour'), of('colour', { minLength: 1 }), 'yes'],
    ['and otherwise undecided', of('colour'), of('taste'), 'unknown'],
    ['a format says nothing of numbers', of('date'), { type: 'integer' }, 'no'],
  ] as const)('%s', (_, outer, inner, answer) => {
    expect(decideContainment(outer, inner, { assertFormats: true }).answer).toBe(answer);
  });

  test('by default a format is an annotation', () => {
    expect(decideContainment(of('date'), { type: 'string' })).toEqual({ answer: 'yes' });
  });
});

describe('an example of a text with a format', () => {
  test.each(knownFormats.filter((format) => naturalTexts(format).length > 0))(
    'is one that people would write: %s',
    (format) => {
      const schema = { type: 'string', format };
      for (const text of naturalTexts(format)) expect(ajvSays(format, text)).toBe(true);
      expect(sampleValue(schema, { assertFormats: true })).toEqual({ value: naturalTexts(format)[0] });
    },
  );

  test('is another where the rest of the schema rules that out', () => {
    const before2000 = { type: 'string', format: 'date', pattern: '^19' };
    const { value } = sampleValue(before2000, { assertFormats: true })!;
    expect(value).toMatch(/^19/);
    expect(ajvSays('date', String(value))).toBe(true);
  });
});
