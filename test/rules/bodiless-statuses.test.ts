// What is said of all other statuses promises no body to one that HTTP sends without any.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const body = (type: string) => ({ description: 'x', content: { 'application/json': { schema: { type } } } });
const described = (responses: object) => ({ paths: { '/pets': { get: { responses } } } });
const bare = { description: 'No body.' };

test('a 304 beside `default` is answered without a body, as it was before', async () => {
  const errors = { 200: body('array'), default: body('object') };
  const { verdict, findings } = await compare(described(errors), described({ ...errors, 304: bare }));
  expect(verdict).toBe('compatible');
  expect(findings.map(({ rule }) => rule)).toEqual(['status-added']);
  const back = await compare(described({ ...errors, 304: bare }), described(errors));
  expect(back.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['status-removed', 'safe']]);
});

test('a 304 that is new asks nothing of those who never ask whether something changed', async () => {
  const { findings } = await compare(described({ 200: body('array') }), described({ 200: body('array'), 304: bare }));
  expect(findings.map(({ severity, advice }) => [severity, advice])).toEqual([
    ['safe', 'Nothing to do; it answers only calls that ask by a condition whether something changed.'],
  ]);
});

test('a success, an error and a 304 that have lost their own body break those who read it', async () => {
  const range = { '2XX': body('array') };
  const { findings } = await compare(described(range), described({ ...range, 204: bare }));
  expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain('breaking media-type-removed');
  for (const status of [304, 404]) {
    const { verdict } = await compare(described({ [status]: body('object') }), described({ [status]: bare }));
    expect(verdict).toBe('breaking');
  }
});

test.each(['default', '4XX'])(
  'an error that is described by itself, in words alone, risks the body of %s',
  async (many) => {
    const errors = { 200: body('array'), [many]: body('object') };
    const { findings } = await compare(described(errors), described({ ...errors, 404: bare }));
    expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ['status-added', 'risky', `Status 404 is described by itself now, without the body that \`${many}\` has`],
    ]);
    const back = await compare(described({ ...errors, 404: bare }), described(errors));
    expect(back.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['status-removed', 'safe']]);
  },
);

test('an error that is described by itself with another body breaks those who read it', async () => {
  const errors = { 200: body('array'), default: body('object') };
  const { verdict } = await compare(described(errors), described({ ...errors, 404: body('array') }));
  expect(verdict).toBe('breaking');
});

test('a redirect has nothing of the form of errors that `default` is', async () => {
  const errors = { 200: body('array'), default: body('object') };
  const { findings } = await compare(described(errors), described({ ...errors, 302: bare }));
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['status-added', 'risky']]);
  const back = await compare(described({ ...errors, 302: bare }), described(errors));
  expect(back.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['status-removed', 'breaking']]);
});

test('a success that is described for the first time beside redirects alone is held against `default`', async () => {
  for (const redirect of [302, 304]) {
    const either = { [redirect]: bare, default: body('string') };
    const { verdict } = await compare(described(either), described({ ...either, 200: body('integer') }));
    expect(verdict).toBe('breaking');
  }
});

test('an error in words alone is one risk where `default` demands a header beside its body, too', async () => {
  const headers = { 'X-Trace': { required: true, schema: { type: 'string' } } };
  const errors = { 200: body('array'), default: { ...body('object'), headers } };
  const { findings } = await compare(described(errors), described({ ...errors, 404: bare }));
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['status-added', 'risky']]);
  const other = await compare(described(errors), described({ ...errors, 404: body('object') }));
  expect(other.findings.map(({ rule }) => rule)).toContain('header-removed');
});

test('a redirect in words alone is a risk where `default` alone was described, and no break', async () => {
  const { findings } = await compare(
    described({ default: body('object') }),
    described({ default: body('object'), 302: bare }),
  );
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['status-added', 'risky']]);
});
