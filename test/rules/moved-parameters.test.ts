// A parameter that is sent in another place, or under another spelling of its name: each of the two names the other.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const api = (...parameters: readonly [place: string, name: string][]) => ({
  paths: {
    '/pets': {
      get: {
        parameters: parameters.map(([place, name]) => ({ in: place, name, schema: { type: 'string' } })),
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});

async function told(before: object, after: object): Promise<string[]> {
  return (await compare(before, after)).findings.map(({ message }) => message);
}

test('from the query to a header', async () => {
  const { findings } = await compare(api(['query', 'request_id']), api(['header', 'X-Request-Id']));
  expect(findings.map(({ message }) => message)).toEqual([
    'The query parameter `request_id` is gone; most likely the header parameter `X-Request-Id` takes its place',
    'The header parameter `X-Request-Id` is new, most likely in place of the query parameter `request_id`',
  ]);
  expect(findings[0]?.advice).toBe(
    'Send the header parameter `X-Request-Id` from the release on: this one is ignored then.',
  );
});

test('under a name that is written otherwise', async () => {
  expect(await told(api(['query', 'pageSize']), api(['query', 'page_size']))).toEqual([
    'The query parameter `pageSize` is gone; most likely the query parameter `page_size` takes its place',
    'The query parameter `page_size` is new, most likely in place of the query parameter `pageSize`',
  ]);
});

test('nothing is guessed where there is a choice, or another name', async () => {
  const one = api(['query', 'limit']);
  expect(await told(one, api(['header', 'limit'], ['cookie', 'limit']))).toContain(
    'The query parameter `limit` is gone',
  );
  expect(await told(one, api(['query', 'size']))).toContain('The query parameter `limit` is gone');
});
