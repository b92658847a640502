// A body of bytes is described by no schema, by an empty one, or by one that says it is binary: all of these say the same.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (openapi: string, operation: object) => ({
  openapi,
  paths: { '/files': { post: { responses: { 204: { description: 'ok' } }, ...operation } } },
});
type Spelling = readonly [content: object, openapi: string];
const asked = ([content, openapi]: Spelling) => around(openapi, { requestBody: { required: true, content } });
const given = ([content, openapi]: Spelling) => around(openapi, { responses: { 200: { description: 'ok', content } } });

const spellings: Readonly<Record<string, Spelling>> = {
  'no schema, in 3.1': [{ 'image/png': {} }, '3.1.0'],
  'an empty schema': [{ 'image/png': { schema: {} } }, '3.1.0'],
  'a binary text, in 3.0': [{ 'image/png': { schema: { type: 'string', format: 'binary' } } }, '3.0.3'],
  'a media type, in 3.1': [{ 'image/png': { schema: { type: 'string', contentMediaType: 'image/png' } } }, '3.1.0'],
  'a media type without a type': [{ 'image/png': { schema: { contentMediaType: 'image/png' } } }, '3.1.0'],
};
const pairs = Object.entries(spellings).flatMap(([before, left]) =>
  Object.entries(spellings).flatMap(([after, right]) =>
    before === after ? [] : [[before, after, left, right] as const],
  ),
);

test.each(pairs)('%s → %s: identical', async (_, __, before, after) => {
  expect((await compare(asked(before), asked(after))).verdict).toBe('identical');
  expect((await compare(given(before), given(after))).verdict).toBe('identical');
});

const part = (schema: object): Spelling => [
  { 'multipart/form-data': { schema: { type: 'object', properties: { file: schema } } } },
  '3.1.0',
];
const filed = { type: 'string', format: 'binary' };

test.each([
  ['nothing', {}],
  ['a media type', { contentMediaType: 'application/octet-stream' }],
])('a file of a form: binary → %s: identical', async (_, other) => {
  for (const carried of [asked, given]) {
    expect((await compare(carried(part(filed)), carried(part(other)))).verdict).toBe('identical');
    expect((await compare(carried(part(other)), carried(part(filed)))).verdict).toBe('identical');
  }
});

test.each([
  ['nothing', {}],
  ['a media type', { contentMediaType: 'application/octet-stream' }],
])('files of a form: binary → %s: identical', async (_, other) => {
  const files = (items: object) => asked(part({ type: 'array', items }));
  expect((await compare(files(filed), files(other))).verdict).toBe('identical');
  expect((await compare(files(other), files(filed))).verdict).toBe('identical');
  expect((await compare(files(other), files({ type: 'integer' }))).verdict).toBe('breaking');
});

test('a file of a form in Swagger 2.0 is the same as one that 3.1 describes by its media type', async () => {
  const responses = { 204: { description: 'ok' } };
  const parameters = [{ name: 'file', in: 'formData', type: 'file' }];
  const post = { consumes: ['multipart/form-data'], parameters, responses };
  const older = { swagger: '2.0', info: { title: 'Files', version: '1' }, paths: { '/files': { post } } };
  const newer = asked(part({ contentMediaType: 'application/octet-stream' }));
  for (const other of [newer, asked(part({}))]) {
    expect((await compare(older, other)).findings.filter(({ rule }) => rule === 'type-changed')).toEqual([]);
    expect((await compare(other, older)).findings.filter(({ rule }) => rule === 'type-changed')).toEqual([]);
  }
});

test('a file of a form that was a number before is another', async () => {
  expect((await compare(asked(part({})), asked(part({ type: 'integer' })))).verdict).toBe('breaking');
});

describe('what says more is another', () => {
  test.each([
    ['a text in base64', { 'image/png': { schema: { type: 'string', contentEncoding: 'base64' } } }],
    ['a longest text', { 'image/png': { schema: { type: 'string', format: 'binary', maxLength: 9 } } }],
    ['a number', { 'image/png': { schema: { type: 'integer' } } }],
  ])('%s', async (_, content) => {
    expect((await compare(asked([{ 'image/png': {} }, '3.1.0']), asked([content, '3.1.0']))).verdict).toBe('risky');
  });

  test('a text in JSON', async () => {
    const described = { 'application/json': { schema: { type: 'string' } } };
    expect((await compare(asked([{ 'application/json': {} }, '3.1.0']), asked([described, '3.1.0']))).verdict).toBe(
      'risky',
    );
  });
});
