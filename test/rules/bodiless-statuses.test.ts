// What is said of all other statuses promises no body to one that HTTP sends without any.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const body = (type: string) => ({ description: 'x', content: { 'application/json': { schema: { type } } } });
const described = (responses: object) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: { '/pets': { get: { responses } } },
});
const bare = { description: 'No body.' };

test('a 304 beside `default` is answered without a body, as it was before', async () => {
  const errors = { 200: body('array'), default: body('object') };
  const { verdict, findings } = await compare(described(errors), described({ ...errors, 304: bare }));
  expect(verdict).toBe('compatible');
  expect(findings.map(({ rule }) => rule)).toEqual(['status-added']);
  const back = await compare(described({ ...errors, 304: bare }), described(errors));
  expect(back.findings.map(({ rule }) => rule)).toEqual(['status-removed']);
});

test('an error, a success and a 304 that have lost their body break those who read it', async () => {
  const range = { '2XX': body('array'), '4XX': body('object') };
  for (const status of [204, 404]) {
    const { findings } = await compare(described(range), described({ ...range, [status]: bare }));
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain('breaking media-type-removed');
  }
  const { verdict } = await compare(described({ 304: body('object') }), described({ 304: bare }));
  expect(verdict).toBe('breaking');
});
