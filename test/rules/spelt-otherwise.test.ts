// Headers and values that are only written otherwise: who reads of the one is told of the other.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const answering = (response: object) => ({
  paths: { '/pets': { get: { responses: { 200: { description: 'OK', ...response } } } } },
});
const headers = (...names: readonly string[]) =>
  answering({ headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'integer' } }])) });
const listed = (...values: readonly string[]) =>
  answering({ content: { 'application/json': { schema: { enum: values } } } });
const asking = (...values: readonly string[]) => ({
  ...answering({}),
  paths: {
    '/pets': {
      get: {
        parameters: [{ name: 'kind', in: 'query', schema: { enum: values } }],
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});
const told = async (before: object, after: object) =>
  (await compare(before, after)).findings.map(({ message, advice }) => `${message}: ${advice}`);

describe('what is written otherwise', () => {
  test('is a header without its X-', async () => {
    expect(await told(headers('X-RateLimit-Left'), headers('RateLimit-Left'))).toEqual([
      'The header `X-RateLimit-Left` of the 200 response is gone; most likely the header `RateLimit-Left` takes its place: Read the header `RateLimit-Left` from the release on.',
      'The header `RateLimit-Left` of the 200 response is new, most likely in place of the header `X-RateLimit-Left`: Nothing to do; it may be used.',
    ]);
  });

  test('is a value of a list', async () => {
    expect(await told(listed('in_progress', 'done'), listed('IN-PROGRESS', 'done', 'open'))).toEqual([
      'The 200 response body may now be "open": Be ready to receive "open", or to pass over values that you do not know.',
      'The 200 response body may now be "IN-PROGRESS": Be ready to receive "IN-PROGRESS", most likely in place of "in_progress".',
      'The 200 response body no longer lists "in_progress": Nothing to do for calls; code for the value may go. Code that uses a generated client has to follow.',
    ]);
    expect(await told(asking('in_progress'), asking('inProgress'))).toContain(
      'The query parameter `kind` no longer lists "in_progress": Stop sending "in_progress" before the release. From then on it is most likely "inProgress". Whoever runs the API: keep accepting it until its sunset date.',
    );
  });

  test.each([
    ['a sign says which way', ['created'], ['-created']],
    ['a sign parts digits', ['1.0'], ['10']],
    ['there is a choice', ['in_use'], ['inUse', 'in-use']],
    ['the letters are others', ['small'], ['x-small']],
  ])('is nothing where %s', async (_, before, after) => {
    for (const line of await told(listed(...before), listed(...after))) expect(line).not.toContain('most likely');
  });
});
