// `github:owner/repo@tag:path` through Octokit, against a small stand-in for GitHub's contents API on loopback.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { TocsinError } from '../../src/base/index.ts';
import { loadSpec } from '../../src/spec/index.ts';
import { loopbackServer } from '../support/loopback-server.ts';

const files: Record<string, string> = {
  'v1.2 specs/api.yaml': 'openapi: 3.1.0\nx: [{$ref: "../common/pet é.yaml"}, {$ref: "../../../etc/passwd"}]\n',
  'v1.2 common/pet é.yaml': 'title: pet\n',
  'main specs/api.yaml': '{"openapi": "3.0.3"}',
};

/** Answers as GitHub does for the raw media type: bytes, 404 for what is not there or not to be seen. */
const github = () =>
  loopbackServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const path = decodeURIComponent(url.pathname.replace('/api/v3/repos/pets/store/contents/', ''));
    const content = files[`${url.searchParams.get('ref') ?? 'main'} ${path}`];
    const { authorization, accept } = request.headers;
    const commit = /^\/api\/v3\/repos\/pets\/store\/commits\/(.+)$/.exec(url.pathname)?.[1];
    if (authorization === 'token secret' && ['v1.2', 'main', 'HEAD'].includes(commit ?? '')) {
      return response.writeHead(200, { 'content-type': 'application/vnd.github.sha' }).end('0123456789abcdef');
    }
    if (authorization === 'token wrong') return response.writeHead(401).end('{"message": "Bad credentials"}');
    if (authorization === 'token weak') return response.writeHead(403).end('{"message": "Forbidden"}');
    if (authorization === 'token tired') {
      return response.writeHead(403, { 'x-ratelimit-remaining': '0' }).end('{"message": "API rate limit exceeded"}');
    }
    if (path === 'moved.yaml') return response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end();
    if (content === undefined || authorization !== 'token secret' || !accept?.includes('raw')) {
      return response.writeHead(404, { 'content-type': 'application/json' }).end('{"message": "Not Found"}');
    }
    return response.writeHead(200, { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }).end(content);
  });

async function load(name: string, githubToken: string | null = 'secret', maximumBytes?: number) {
  const { origin, asked } = await github();
  const limits = maximumBytes === undefined ? {} : { maximumBytes };
  const spec = loadSpec(name, { cwd: '/', githubBaseUrl: `${origin}/api/v3`, githubToken, limits });
  return { spec, asked };
}

test('a document of a tag is read with the files of that tag', async () => {
  const { spec, asked } = await load('github:pets/store@v1.2:specs/api.yaml');
  const { roots, sources } = await spec;
  expect(sources).toEqual(['github:pets/store@v1.2:specs/api.yaml', 'github:pets/store@v1.2:common/pet é.yaml']);
  expect(roots[0]!.document.resolve('../common/pet é.yaml')!.value).toEqual({ title: 'pet' });
  expect(roots[0]!.document.whyUnresolved('../../../etc/passwd').code).toBe('reference-not-allowed');
  expect(asked).toHaveLength(2);
});

test('without a tag it is the default branch', async () => {
  const { spec } = await load('github:pets/store:specs/api.yaml');
  expect((await spec).roots[0]!.dialect).toBe('openapi-3.0');
});

test.each([
  ['no such tag', 'github:pets/store@v9:specs/api.yaml', 'secret', /GitHub shows no such commit/, /Check owner/],
  [
    'no token for a private repository',
    'github:pets/store@v1.2:specs/api.yaml',
    null,
    /no such commit/,
    /GITHUB_TOKEN/,
  ],
  ['a wrong token', 'github:pets/store@v1.2:specs/api.yaml', 'wrong', /does not accept the token/, /GITHUB_TOKEN/],
  ['a token that may not', 'github:pets/store@v1.2:specs/api.yaml', 'weak', /may not read/, /read access/],
  ['the rate limit', 'github:pets/store@v1.2:specs/api.yaml', 'tired', /rate limit is used up/, /Wait/],
  ['a redirect to another host', 'github:pets/store@v1.2:moved.yaml', 'secret', /redirects/, /renamed/],
])('%s is said in a sentence', async (_, name, token, says, hint) => {
  const error = await (await load(name, token)).spec.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TocsinError);
  expect(error).toMatchObject({ code: 'spec-unreadable', exit: 3 });
  expect((error as TocsinError).message).toMatch(says);
  expect((error as TocsinError).hint).toMatch(hint);
});

test.each(['github:pets/store@v1.2:specs/new.yaml', 'github:pets/store:specs/new.yaml'])(
  '%s is known not to be there, since the commit is',
  async (name) => {
    const error = await (await load(name)).spec.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'spec-missing', message: expect.stringContaining('has no such file') });
  },
);

test.each(['github:pets/store', 'github:pets/store@v1.2', 'github:pets'])('%s is told how to go on', async (name) => {
  await expect(loadSpec(name, { cwd: '/' })).rejects.toMatchObject({
    message: `${name} names no document on GitHub.`,
    hint: expect.stringContaining('github:owner/repo@tag:path'),
  });
});

test('a pattern is refused, with the way to compare by one', async () => {
  await expect(loadSpec('github:pets/store@v1.2:specs/*.yaml', { cwd: '/' })).rejects.toMatchObject({
    message: expect.stringContaining('is a pattern'),
    hint: expect.stringContaining('REV:PATTERN'),
  });
});

test('a host that gives no answer is named', async () => {
  const server = createServer();
  const port = await new Promise<number>((settle) =>
    server.listen(0, '127.0.0.1', () => settle((server.address() as AddressInfo).port)),
  );
  await new Promise((settle) => server.close(settle));
  const options = { cwd: '/', githubBaseUrl: `http://127.0.0.1:${port}`, githubToken: null };
  await expect(loadSpec('github:pets/store@v1.2:api.yaml', options)).rejects.toThrow(
    `github:pets/store@v1.2:api.yaml cannot be read: 127.0.0.1:${port} refuses the connection.`,
  );
});

test('an answer beyond the limit is not read to its end', async () => {
  await expect((await load('github:pets/store@v1.2:specs/api.yaml', 'secret', 20)).spec).rejects.toThrow(/larger than/);
});
