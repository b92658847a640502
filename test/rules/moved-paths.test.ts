// Whoever moves all paths to another prefix is told how to have them compared.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const get = { responses: { 204: { description: 'Done.' } } };
const api = (...paths: readonly string[]) => ({ paths: Object.fromEntries(paths.map((path) => [path, { get }])) });
const told = async (before: object, after: object, options: object = {}) =>
  (await compare(before, after, options)).problems
    .filter(({ code }) => code === 'paths-moved')
    .map(({ message, hint }) => `${message} ${hint}`);

test('names the prefixes of paths that moved', async () => {
  const [first, second] = [api('/api/v1/pets', '/api/v1/pets/{id}'), api('/api/v2/pets', '/api/v2/pets/{petId}')];
  expect(await told(first, second)).toEqual([
    'All 2 operations that are gone are there under /api/v2 in place of /api/v1; what else changed in them was not compared. Compare with --strip-prefix-base /api/v1 --strip-prefix-revision /api/v2, or with compare.stripPrefix in tocsin.yaml.',
  ]);
  const asked = { stripPrefix: { base: '/api/v1', revision: '/api/v2' } };
  expect(await told(first, second, asked)).toEqual([]);
  expect((await compare(first, second, asked)).verdict).toBe('identical');
});

test('counts the paths that are gone altogether, and names a prefix that is new by itself', async () => {
  expect(await told(api('/pets', '/owners', '/tags'), api('/v2/pets', '/v2/owners'))).toEqual([
    '2 of the 3 operations that are gone are there under /v2; what else changed in them was not compared. Compare with --strip-prefix-revision /v2, or with compare.stripPrefix in tocsin.yaml.',
  ]);
  expect((await told(api('/v2/pets', '/v2/owners'), api('/pets', '/owners')))[0]).toMatch(
    /^All 2 .* there without \/v2;/,
  );
});

test.each([
  ['one path moved', ['/v1/pets'], ['/v2/pets']],
  ['the old paths stay', ['/v1/pets', '/v1/tags'], ['/v1/pets', '/v1/tags', '/v2/pets', '/v2/tags']],
  ['there is a choice', ['/v1/pets', '/v1/tags'], ['/v2/pets', '/v2/tags', '/v3/pets', '/v3/tags']],
  ['most are gone', ['/v1/pets', '/v1/tags', '/v1/a', '/v1/b'], ['/v2/pets', '/v2/tags']],
])('says nothing where %s', async (_, before, after) => {
  expect(await told(api(...before), api(...after))).toEqual([]);
});

test('says nothing of operations that are compared, or left out', async () => {
  const served = (url: string, ...paths: readonly string[]) => ({ ...api(...paths), servers: [{ url }] });
  const [before, after] = [
    served('https://a.example', '/v1/pets', '/v1/tags'),
    served('https://a.example/v1', '/pets', '/tags'),
  ];
  expect(await told(before, after)).toEqual([]);
  const moved = [api('/v1/pets', '/v1/tags'), api('/v2/pets', '/v2/tags')] as const;
  expect(await told(...moved, { excludePaths: ['/v1/*', '/v2/*'] })).toEqual([]);
});
