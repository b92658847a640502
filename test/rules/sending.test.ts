// A property that becomes required or optional while its mark as read-only or write-only comes or goes. Whether it was
// required until now names the one change, and who is to send it from now on the other (read off oasdiff 1.33).

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (how: string) => {
  const marks = { readOnly: how.includes('read-only'), writeOnly: how.includes('write-only') };
  const it = { type: 'string', ...Object.fromEntries(Object.entries(marks).filter(([, isSet]) => isSet)) };
  const required = how.includes('required') ? ['it'] : [];
  const content = {
    'application/json': { schema: { type: 'object', properties: { it, kind: { type: 'string' } }, required } },
  };
  const operation = { requestBody: { content }, responses: { 200: { description: 'Fine.', content } } };
  return { openapi: '3.0.3', paths: { '/things': { post: operation } } };
};

test.each([
  ['optional', 'required, read-only', 'risky', 'safe'],
  ['optional, read-only', 'required', 'breaking', 'safe'],
  ['optional', 'required, write-only', 'breaking', 'risky'],
  ['required', 'optional, write-only', 'safe', 'breaking'],
  ['required', 'required, write-only', 'safe', 'breaking'],
  ['optional, write-only', 'required', 'breaking', 'safe'],
])('%s, then %s: how bad it is', async (before, after, sent, received) => {
  const { findings } = await compare(around(before), around(after));
  const worst = (direction: string) =>
    ['breaking', 'risky', 'safe'].find((severity) =>
      findings.some((finding) => finding.direction === direction && finding.severity === severity),
    );
  expect([worst('request'), worst('response')]).toEqual([sent, received]);
});

test.each([
  ['optional', 'required, read-only', ['optional-property-became-read-only'], []],
  [
    'optional, read-only',
    'required',
    ['optional-property-became-not-read-only', 'property-became-required'],
    ['optional-property-became-not-read-only', 'property-became-required'],
  ],
  ['required', 'optional, read-only', ['required-property-became-read-only'], []],
  [
    'required, read-only',
    'optional',
    ['property-became-optional', 'required-property-became-not-read-only'],
    ['property-became-optional', 'required-property-became-not-read-only'],
  ],
  [
    'optional, write-only',
    'required',
    ['optional-property-became-not-write-only', 'property-became-required'],
    ['optional-property-became-not-write-only', 'write-only-property-became-required'],
  ],
  [
    'required',
    'optional, write-only',
    ['property-became-optional', 'required-property-became-write-only'],
    ['property-became-optional', 'required-property-became-write-only'],
  ],
])('%s, then %s: the ids', async (before, after, sent, received) => {
  const { findings } = await compare(around(before), around(after));
  const ids = new Set(findings.flatMap(({ peers }) => peers));
  for (const ending of sent) expect(ids).toContain(`request-${ending}`);
  for (const ending of received) expect(ids).toContain(`response-${ending}`);
  expect([...ids].filter((id) => id.startsWith('request-'))).toHaveLength(sent.length);
});

const held = (mark: 'readOnly' | 'writeOnly', inner: object, required: string[] = []) => {
  const it = { type: 'object', [mark]: true, properties: { inner: { type: 'string', ...inner } }, required };
  const content = { 'application/json': { schema: { type: 'object', properties: { it } } } };
  const operation = { requestBody: { content }, responses: { 200: { description: 'Fine.', content } } };
  return { paths: { '/things': { post: operation } } };
};

test.each([
  ['an encoding', { contentEncoding: 'base64' }, { contentEncoding: 'base16' }],
  ['a media type', { contentMediaType: 'text/html' }, { contentMediaType: 'text/css' }],
  ['a default', { default: 'a' }, { default: 'b' }],
  ['who sends it', { readOnly: true }, {}],
  ['who receives it', {}, { writeOnly: true }],
  ['values that are not all', { 'x-extensible-enum': ['a', 'b'] }, { 'x-extensible-enum': ['a'] }],
])('what is held by what is never sent breaks nobody: %s', async (_, before, after) => {
  for (const [mark, direction] of [
    ['readOnly', 'request'],
    ['writeOnly', 'response'],
  ] as const) {
    const { findings } = await compare(held(mark, before, ['inner']), held(mark, after, ['inner']));
    const there = findings.filter((finding) => finding.direction === direction);
    expect(there.map(({ severity }) => severity)).not.toContain('breaking');
    expect(there.map(({ severity }) => severity)).not.toContain('risky');
  }
});
