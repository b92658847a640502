// Of all values that show a refusal the one that a person would write: a text before none, a letter before a sign.

import { expect, test } from 'vitest';
import { decideContainment, type Json } from '../../src/schema/index.ts';

const text = { type: 'string' };
const anyText = { ...text, pattern: '[\\u0020-\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}\\r\\n\\t]*' };

test.each<[string, Json, Json, Json]>([
  ['a number', { type: 'integer' }, text, 'a'],
  ['letters alone', { ...text, pattern: '^[a-z]+$' }, text, '0'],
  ['words without a slash', { ...text, pattern: '^[\\w+=,.@-]*$' }, anyText, '/'],
  ['what a keyboard has', { ...text, pattern: '^[\\x20-\\x7e]*$' }, text, 'à'],
  ['at least one character', { ...text, minLength: 1 }, text, ''],
  ['a whole number of 64 bits', { type: 'integer', maximum: 2 ** 63 }, { type: 'integer' }, 9223372036854780000],
  ['two items', { type: 'array', maxItems: 2 }, { type: 'array', items: text }, ['a', 'a', 'a']],
  ['an hour in UTC', { ...text, pattern: 'Z$' }, { ...text, format: 'date-time' }, '2026-01-01T12:00:00+02:00'],
  ['an address of the web', { ...text, pattern: '^https?:' }, { ...text, format: 'uri' }, 'urn:example:a'],
  ['an address or part of one', { ...text, format: 'uri-reference' }, text, '<'],
  ['a template or a day', { anyOf: [{ format: 'uri-template' }, { format: 'date' }] }, text, ' '],
  ['the name of a host', { format: 'hostname' }, { ...text, format: 'uri', minLength: 20 }, 'https://example.org/'],
  ['a day of January', { ...text, pattern: '-01-\\d\\d$' }, { ...text, format: 'date' }, '2026-12-31'],
])('where %s is asked for', (_, outer, inner, witness) => {
  expect(decideContainment(outer, inner, { assertFormats: true })).toEqual({ answer: 'no', witness });
});

test('a format that leaves it open is named', () => {
  const question = decideContainment({ format: 'regex' }, { ...text, pattern: '^/[a-z]+$' }, { assertFormats: true });
  expect(question).toEqual({ answer: 'unknown', because: 'format regex decides' });
});
