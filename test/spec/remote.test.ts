// Documents behind URLs, against a real server. The servers of these tests listen on loopback, which is refused like
// any other host unless it was named or allowed.

import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { TocsinError } from '../../src/base/index.ts';
import { guardedLookup } from '../../src/spec/guarded-lookup.ts';
import { type LoadOptions, loadSpec } from '../../src/spec/index.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const api = (...targets: string[]) =>
  `openapi: 3.0.0\nx-refs:\n${targets.map((target) => `- $ref: '${target}'\n`).join('')}`;

async function refusal(name: string, options: Partial<LoadOptions> = {}): Promise<TocsinError> {
  const error = await loadSpec(name, { cwd: '/', ...options }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TocsinError);
  expect((error as TocsinError).exit).toBe(3);
  return error as TocsinError;
}

describe('a URL that the user names', () => {
  test('is read, and its references follow on the same host', async () => {
    const { origin, asked } = await loopbackServer((request, response) => {
      if (request.url === '/v1/api.yaml?x=1') response.end(api('../pet.yaml#/x', '/pet.yaml'));
      else response.end('x: {type: object}');
    });
    const spec = await loadSpec(`${origin}/v1/api.yaml?x=1`, { cwd: '/' });
    expect(spec.sources).toEqual([`${origin}/v1/api.yaml?x=1`, `${origin}/pet.yaml`]);
    const [{ document }] = spec.roots as [(typeof spec.roots)[0]];
    expect(document.resolve('../pet.yaml#/x')!.value).toEqual({ type: 'object' });
    expect(asked).toEqual(['/v1/api.yaml?x=1', '/pet.yaml']);
  });

  test('never shows the password that it carries', async () => {
    const { origin } = await loopbackServer((request, response) => {
      response.statusCode = request.headers.authorization ? 200 : 401;
      response.end(api());
    });
    const named = `${origin.replace('//', '//robot:hunter2@')}/api.yaml`;
    const spec = await loadSpec(named, { cwd: '/' });
    expect(JSON.stringify(spec.sources)).not.toContain('hunter2');
    expect(spec.source).toBe(`${origin}/api.yaml`);
  });

  test.each([
    ['answers 404', (_: unknown, response) => response.writeHead(404).end(), /the server answered 404/],
    ['answers 500', (_: unknown, response) => response.writeHead(500).end('x'), /the server answered 500/],
    [
      'redirects without end',
      (_: unknown, response) => response.writeHead(302, { location: '/' }).end(),
      /redirects more than 5 times/,
    ],
    ['redirects to nowhere', (_: unknown, response) => response.writeHead(302).end(), /the server answered 302/],
    [
      'breaks off',
      (_: unknown, response) =>
        response.writeHead(200, { 'content-length': '100' }).end('openapi', () => response.destroy()),
      /cannot be read/,
    ],
    [
      'announces too much',
      (_: unknown, response) => response.writeHead(200, { 'content-length': '9999999' }).end('x'),
      /larger than the limit/,
    ],
    ['sends too much', (_: unknown, response) => response.end('x'.repeat(2_000_000)), /larger than the limit/],
    [
      'never ends',
      (_: unknown, response) => response.writeHead(200).write('openapi: 3.0.0'),
      /no complete answer within 0.3 s/,
    ],
    ['never answers', () => {}, /no complete answer within 0.3 s/],
  ] as [string, Parameters<typeof loopbackServer>[0], RegExp][])(
    'that %s gives one sentence',
    async (_, listener, says) => {
      const { origin } = await loopbackServer(listener);
      const error = await refusal(`${origin}/`, { limits: { maximumBytes: 1_000_000, timeoutSeconds: 0.3 } });
      expect(error.code).toBe(says.source.includes('404') ? 'spec-missing' : 'spec-unreadable');
      expect(error.message).toMatch(says);
      expect(error.message).toContain(`${origin}/`);
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('that a server sends packed by %s, unasked, is unpacked, within the limit', async (coding, pack) => {
    const { origin } = await loopbackServer((request, response) =>
      response
        .writeHead(200, { 'content-encoding': coding })
        .end(request.url === '/bomb' ? pack(Buffer.alloc(20_000_000)) : request.url === '/torn' ? 'x' : pack(api())),
    );
    const spec = await loadSpec(`${origin}/api.yaml`, { cwd: '/' });
    expect(spec.roots[0]!.dialect).toBe('openapi-3.0');
    const bomb = await refusal(`${origin}/bomb`, { limits: { maximumBytes: 1_000_000 } });
    expect(bomb.message).toMatch(/larger than the limit/);
    const torn = { gzip: /127\.0\.0\.1:\d+ broke off in the middle/, br: /\/torn cannot be read: / };
    expect((await refusal(`${origin}/torn`)).message).toMatch(torn[coding]);
  });

  test('that nobody serves gives one sentence', async () => {
    expect((await refusal('http://127.0.0.1:1/api.yaml')).message).toMatch(/127\.0\.0\.1:1 refuses the connection/);
    expect((await refusal('https://no-such-host.invalid/api.yaml')).message).toMatch(/cannot be (read|looked up)/);
    expect((await refusal('http://[bad/')).message).toMatch(/is not a URL/);
    const { origin } = await loopbackServer((_, response) => response.end(api()));
    const secure = await refusal(`${origin.replace('http:', 'https:')}/api.yaml`);
    expect(secure.message).toMatch(/: 127\.0\.0\.1:\d+ does not speak TLS as https does\.$/);
  });

  test('may redirect on its own host, but to another only where that is allowed', async () => {
    const other = await loopbackServer((_, response) => response.end(api()));
    const { origin } = await loopbackServer((request, response) => {
      const location = request.url === '/here' ? '/there' : `${other.origin}/api.yaml`;
      if (request.url === '/there') response.end(api());
      else response.writeHead(307, { location }).end();
    });
    await expect(loadSpec(`${origin}/here`, { cwd: '/' })).resolves.toBeDefined();
    const error = await refusal(`${origin}/away`);
    expect(error.code).toBe('spec-not-allowed');
    expect(error.message).toContain(`redirects to ${other.origin}/api.yaml, whose host is not allowed`);
    expect(other.asked).toEqual([]);
    const { host } = new URL(other.origin);
    await expect(loadSpec(`${origin}/away`, { cwd: '/', allowHosts: [host] })).resolves.toBeDefined();
  });
});

describe('a URL that a document names', () => {
  test('is read where its host and port were allowed, and otherwise no one is asked', async () => {
    const { origin, asked } = await loopbackServer((_, response) => response.end('type: object'));
    const cwd = await temporaryFolder({ 'a.yaml': api(`${origin}/pet.yaml`) });
    const refused = await loadSpec('a.yaml', { cwd, allowHosts: ['127.0.0.1', 'localhost', 'example.com'] });
    expect(refused.roots[0]!.document.whyUnresolved(`${origin}/pet.yaml`).code).toBe('reference-not-allowed');
    expect(asked).toEqual([]);
    const allowed = await loadSpec('a.yaml', { cwd, allowHosts: [new URL(origin).host] });
    expect(allowed.roots[0]!.document.resolve(`${origin}/pet.yaml`)!.value).toEqual({ type: 'object' });
    expect(allowed.sources).toEqual(['a.yaml', `${origin}/pet.yaml`]);
  });

  test('does not lead to a host by a redirect', async () => {
    const hidden = await loopbackServer((_, response) => response.end('password: hunter2'));
    const { origin } = await loopbackServer((_, response) =>
      response.writeHead(302, { location: hidden.origin }).end(),
    );
    const cwd = await temporaryFolder({ 'a.yaml': api(`${origin}/pet.yaml`) });
    const spec = await loadSpec('a.yaml', { cwd, allowHosts: [new URL(origin).host] });
    expect(spec.roots[0]!.document.whyUnresolved(`${origin}/pet.yaml`)).toMatchObject({
      code: 'reference-not-allowed',
      message: expect.stringContaining('whose host is not allowed'),
    });
    expect(hidden.asked).toEqual([]);
  });

  test.each([
    ['loopback', ['127.0.0.1'], false],
    ['loopback of another number', ['127.8.8.8'], false],
    ['IPv6 loopback', ['::1'], false],
    ['loopback dressed as IPv6', ['::ffff:127.0.0.1'], false],
    ['cloud metadata', ['169.254.169.254'], false],
    ['link-local', ['fe80::1'], false],
    ['no address in particular', ['0.0.0.0'], false],
    ['a good address and loopback', ['93.184.216.34', '127.0.0.1'], false],
    ['a public address', ['93.184.216.34'], true],
    ['an address of a company', ['10.1.2.3', 'fd00::1'], true],
  ])('a name that resolves to %s', (_, addresses, isAllowed) => {
    const lookup = guardedLookup((_name, _options, answer) =>
      answer(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
    for (const all of [true, false]) {
      let failure: Error | null = null;
      lookup('allowed.example', { all }, (error) => {
        failure = error;
      });
      if (isAllowed) expect(failure).toBeNull();
      else expect(failure).toMatchObject({ message: expect.stringContaining('allowed.example leads to') });
    }
  });

  test('does not lead to a file by a redirect', async () => {
    const { origin } = await loopbackServer((_, response) =>
      response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
    );
    const error = await refusal(`${origin}/api.yaml`);
    expect(error.code).toBe('spec-not-allowed');
    expect(error.message).toBe(`${origin}/api.yaml redirects to file:///etc/hostname, which is no web address.`);
    expect(error.hint).not.toContain('--allow-host');
  });

  test('a document from a URL leads to no file', async () => {
    const cwd = await temporaryFolder({ 'secret.yaml': 'x: 1' });
    const { origin } = await loopbackServer((_, response) => response.end(api(`file://${cwd}/secret.yaml`)));
    const spec = await loadSpec(`${origin}/api.yaml`, { cwd });
    expect(spec.roots[0]!.document.whyUnresolved(`file://${cwd}/secret.yaml`).code).toBe('reference-not-allowed');
  });
});
