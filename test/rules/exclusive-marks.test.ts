// In OpenAPI 3.0 an exclusive bound is a mark beside the bound. The leading tool tells of the bound and of the mark apart.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (bounds: object) => {
  const content = {
    'application/json': { schema: { type: 'object', properties: { it: { type: 'number', ...bounds } } } },
  };
  const operation = { requestBody: { content }, responses: { 200: { description: 'Fine.', content } } };
  return { openapi: '3.0.3', paths: { '/things': { post: operation } } };
};
const [from, above] = [(minimum: number) => ({ minimum }), (minimum: number) => ({ minimum, exclusiveMinimum: true })];
const [to, below] = [(maximum: number) => ({ maximum }), (maximum: number) => ({ maximum, exclusiveMaximum: true })];

test.each([
  ['comes with its mark', {}, below(5), ['exclusive-max-set', 'max-set'], []],
  ['gets a mark', from(1), above(1), ['exclusive-min-set'], []],
  ['is raised and gets a mark', from(0), above(1), ['exclusive-min-set', 'min-increased'], []],
  ['is lowered and gets a mark', to(9), below(5), ['exclusive-max-set', 'max-decreased'], []],
  ['is loosened and gets a mark', from(5), above(1), ['min-decreased'], ['min-decreased']],
  ['keeps its mark', above(1), above(5), ['min-increased'], []],
  ['loses its mark', above(1), from(1), [], []],
  ['is loosened and loses its mark', below(5), to(9), ['max-increased'], ['max-increased']],
  ['is tightened and loses its mark', above(1), from(5), ['min-increased'], []],
] as const)('a bound %s', async (_, before, after, sent, received) => {
  const { findings } = await compare(around(before), around(after));
  const peers = (direction: string) =>
    findings.filter((finding) => finding.direction === direction).flatMap((finding) => finding.peers);
  expect([peers('request').sort(), peers('response').sort()]).toEqual([
    sent.map((ending) => `request-property-${ending}`),
    received.map((ending) => `response-property-${ending}`),
  ]);
});

test('a bound that takes the place of an exclusive one is named, and only what it lets through more breaks', async () => {
  const tightened = await compare(around(above(1)), around(from(5)));
  expect(tightened.findings.map(({ rule, direction, severity }) => [rule, direction, severity])).toEqual([
    ['minimum-set', 'request', 'breaking'],
    ['exclusive-minimum-removed', 'response', 'safe'],
    ['minimum-set', 'response', 'safe'],
    ['exclusive-minimum-removed', 'request', 'safe'],
  ]);
  expect(tightened.findings.at(-1)?.message).toBe(
    'The property `it` of the request body has no exclusive minimum any more; it was 1, and the minimum of 5 takes its place',
  );
});
