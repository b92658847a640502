// Whatever is given instead of a description ends in one sentence that says what and where, and never in a crash.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, open, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { TocsinError } from '../../src/base/index.ts';
import { type LoadOptions, loadSpec } from '../../src/spec/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function refusal(name: string, cwd: string, options: Partial<LoadOptions> = {}): Promise<TocsinError> {
  const error = await loadSpec(name, { cwd, ...options }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error, `${name} was accepted`).toBeInstanceOf(TocsinError);
  const refused = error as TocsinError;
  expect(refused.exit).toBe(3);
  expect(refused.message).toContain(name === '-' ? '' : name);
  expect(refused.message).toMatch(/^[^\n]{10,300}\.$/);
  expect(refused.hint).toMatch(/^[^\n]{5,300}$/);
  return refused;
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const bigEndian = (text: string) => utf16(text).swap16();
const aliasBomb = [
  'a0: &a0 {x: 1}',
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`),
];
const mergeBomb = [
  'm0: &m0 {k: 1}',
  ...Array.from({ length: 200 }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [${`*m${i},`.repeat(90)}], k${i}: 1}`),
];

type Case = [what: string, name: string, content: string | Uint8Array, says: RegExp, at: [number, number]];
const unparsable: Case[] = [
  ['an empty file', 'a.yaml', '', /is empty/, [1, 1]],
  ['blanks', 'a.json', ' \n\t\n', /is empty/, [1, 1]],
  ['comments alone', 'a.yaml', '# soon\n', /is empty/, [1, 1]],
  ['a list that is not closed', 'a.yaml', 'openapi: 3.0.0\ntags: [a\ninfo: b', /not valid YAML: missed comma/, [3, 1]],
  [
    'wrong indentation',
    'a.yaml',
    'openapi: 3.0.0\ninfo:\n   a: 1\n  b: 2\n',
    /not valid YAML: bad indentation/,
    [4, 3],
  ],
  ['a tab as indentation', 'a.yaml', 'openapi: 3.0.0\ninfo:\n\ta: 1\n', /not valid YAML: .*tab/, [3, 1]],
  ['an unknown alias', 'a.yaml', 'openapi: 3.0.0\ninfo: *none\n', /unidentified alias "none"/, [2, 12]],
  ['a tag that makes code', 'a.yaml', 'openapi: 3.0.0\ninfo: !!js/function x\n', /unknown tag/, [2, 22]],
  [
    'a duplicate key',
    'a.yaml',
    'openapi: 3.0.0\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n',
    /duplicated mapping key/,
    [5, 3],
  ],
  ['two documents', 'a.yaml', 'openapi: 3.0.0\n---\nopenapi: 3.0.0\n', /several YAML documents/, [2, 1]],
  [
    'a missing comma',
    'a.json',
    '{"openapi": "3.0.0"\n "info": {}}',
    /not valid JSON: `,` or `}` was expected, found a double quote/,
    [2, 2],
  ],
  ['a trailing comma', 'a.json', '{"openapi": "3.0.0",\n}', /a key in double quotes was expected, found `}`/, [2, 1]],
  ['JSON that breaks off', 'a.json', '{"openapi": "3.0.0",\n"info": {', /it ends too early/, [2, 10]],
  ['JSON and more', 'a.json', '{"openapi": "3.0.0"}\nx', /nothing may follow the value, found `x`/, [2, 1]],
  ['a bad escape', 'a.json', '{"openapi": "3.0\\x"}', /a string holds `\\x`, which stands for nothing/, [1, 17]],
  [
    'JSON that breaks off within a key',
    'a.json',
    '{"openapi": "3.0.0",\n"in',
    /it ends too early, within a string/,
    [2, 4],
  ],
  ['a string without its end', 'a.json', '{"openapi": "3.0.0\n}', /a string is not closed in its line/, [1, 13]],
  ['a NUL in a string of JSON', 'a.json', '{"openapi": "3.\0"}', /control character U\+0000 as it is/, [1, 16]],
  ['nothing but NULs', 'a.json', Buffer.alloc(100), /NUL character/, [1, 1]],
  ['a NUL byte in YAML', 'a.yaml', 'openapi: 3.0.0\nin\0fo: {}', /NUL character/, [2, 3]],
  ['a NUL byte in JSON', 'a.json', '{"openapi":\n\0"3.0.0"}', /NUL character|a value was expected/, [2, 1]],
  ['Latin-1', 'a.yaml', Buffer.from('openapi: 3.0.0\n# caf\xe9\n', 'latin1'), /not valid UTF-8 text/, [2, 6]],
  [
    'half a surrogate pair in UTF-16',
    'a.yaml',
    Buffer.concat([utf16('a: '), Buffer.from([0x3d, 0xd8])]),
    /not valid UTF-16LE/,
    [1, 4],
  ],
  ['UTF-32', 'a.yaml', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), /UTF-32/, [1, 1]],
  ['UTF-32 of the other order', 'a.yaml', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x61]), /UTF-32/, [1, 1]],
  ['UTF-32 without a mark', 'a.yaml', Buffer.from([0, 0, 0, 0x7b, 0, 0, 0, 0x7d]), /UTF-32/, [1, 1]],
  ['a picture', 'a.yaml', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /not valid UTF-8 text/, [1, 1]],
  [
    '10,000 lists in JSON',
    'a.json',
    `{"openapi":"3.0.0","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    /nests deeper than 500 levels/,
    [1, 523],
  ],
  ['100,000 lists in broken JSON', 'a.json', `{"x":${'['.repeat(100_000)}`, /it ends too early/, [1, 100_006]],
  [
    '10,000 lists in YAML',
    'a.yaml',
    `openapi: 3.0.0\nx: ${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    /nests deeper than 500 levels/,
    [2, 505],
  ],
  [
    '2,000 block mappings',
    'a.yaml',
    `openapi: 3.0.0\nx:\n${Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`,
    /nests deeper than 500 levels/,
    [503, 502],
  ],
  [
    'aliases that multiply',
    'a.yaml',
    `openapi: 3.0.0\n${aliasBomb.join('\n')}\n`,
    /more than 5000000 objects and lists once its aliases/,
    [1, 1],
  ],
  [
    'merges that multiply',
    'a.yaml',
    `openapi: 3.0.0\n${mergeBomb.join('\n')}\n`,
    /merges more than 1000000 keys/,
    [150, 560],
  ],
  [
    'a page to sign in',
    'a.yaml',
    '\n<!doctype html>\n<html><body>Sign in: now</body></html>',
    /is an HTML page, neither JSON nor YAML/,
    [2, 1],
  ],
  ['a page without a doctype', 'a.json', '<html>', /is an HTML page/, [1, 1]],
  ['XML', 'a.yaml', '<?xml version="1.0"?>\n<definitions/>', /is XML, neither JSON nor YAML/, [1, 1]],
  ['what gzip packed', 'a.yaml', gzipSync('openapi: 3.0.0'), /is packed with gzip/, [1, 1]],
  ['a ZIP archive', 'a.yaml', Buffer.from('504b030414000000', 'hex'), /is a ZIP archive/, [1, 1]],
  [
    'a merge conflict in YAML',
    'a.yaml',
    'openapi: 3.0.0\n<<<<<<< ours\ninfo: {a: 1}\n=======\ninfo: {a: 2}\n>>>>>>> theirs\n',
    /marks of a merge conflict/,
    [2, 1],
  ],
  [
    'a merge conflict in JSON that is called YAML',
    'a.yaml',
    '{\n"openapi": "3.0.0",\n<<<<<<< ours\n"info": {},\n=======\n"info": {"a": 1},\n>>>>>>> theirs\n}',
    /marks of a merge conflict/,
    [3, 1],
  ],
  [
    'a merge conflict in JSON',
    'a.json',
    '{\n<<<<<<< ours\n"openapi": "3.0.0"\n=======\n"openapi": "3.0.1"\n>>>>>>> theirs\n}',
    /marks of a merge conflict/,
    [2, 1],
  ],
  ['an alias of itself', 'a.yaml', 'openapi: 3.0.0\na: &a\n  b: *a\n', /alias of itself/, [3, 3]],
];

describe('text that is no document', () => {
  test.each(unparsable)('%s is refused with line and column', async (_, name, content, says, [line, column]) => {
    const error = await refusal(name, await temporaryFolder({ [name]: content }));
    expect(error.code).toBe('spec-not-parsable');
    expect(error.message).toMatch(says);
    expect(error.position).toEqual({ source: name, pointer: '', line, column, exact: true });
  });
});

describe('a document that is no description', () => {
  test.each([
    ['null', 'null', /nothing but null/, ''],
    ['a list', '- openapi: 3.0.0', /top level is a list/, ''],
    ['a word', 'openapi', /top level is a string/, ''],
    ['some other JSON', '{"name": "pets"}', /neither `openapi` nor `swagger`/, ''],
    ['OpenAPI 4', 'openapi: 4.0.0', /openapi "4.0.0", which tocsin does not know/, '/openapi'],
    ['OpenAPI 3.9', 'openapi: 3.9.0', /openapi "3.9.0"/, '/openapi'],
    ['Swagger 1.2', '{"swaggerVersion": "1.2", "swagger": "1.2"}', /swagger "1.2"/, '/swagger'],
    ['a version that is a mapping', 'openapi: {}', /openapi an object/, '/openapi'],
    ['a template', 'openapi: {{ .Values.version }}', /openapi an object/, '/openapi'],
    [
      'what Git LFS left',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
      /pointer of Git LFS/,
      '',
    ],
    ['AsyncAPI', 'asyncapi: 3.0.0', /it is an AsyncAPI document/, ''],
    [
      'a Postman collection',
      '{"info":{"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}',
      /it is a Postman collection/,
      '',
    ],
    ['an HTTP Archive', '{"log":{"entries":[]}}', /it is an HTTP Archive/, ''],
  ])('%s is refused', async (_, content, says, pointer) => {
    const error = await refusal('a.yaml', await temporaryFolder({ 'a.yaml': content }));
    expect(error.code).toBe('spec-not-openapi');
    expect(error.message).toMatch(says);
    expect(error.position).toMatchObject({ source: 'a.yaml', pointer, line: 1 });
  });
});

describe('a name that leads nowhere', () => {
  test.each([
    ['a missing file', 'none.yaml', /there is no such file/],
    ['a file as a folder', 'a.yaml/b.yaml', /there is no such file/],
    ['a Windows path', 'C:\\specs\\api.yaml', /there is no such file/],
    ['a Windows path with slashes', 'C:/specs/api.yaml', /there is no such file/],
    ['a name with a NUL', 'a\0b.yaml', /cannot be read/],
    ['a pattern that matches nothing', 'none-*.yaml', /names no document/],
    ['a folder without documents', 'empty', /names no document/],
    ['a folder without descriptions', 'other', /holds no API description/],
    ['a scheme that is not read', 'ftp://example.com/a.yaml', /ftp: is not a scheme/],
    ['a revision where there is no repository', 'v1:a.yaml', /not in a git repository/],
  ])('%s', async (_, name, says) => {
    const cwd = await temporaryFolder({ 'a.yaml': 'x: 1', 'empty/readme.md': '', 'other/a.yaml': 'x: 1' });
    expect((await refusal(name, cwd)).message).toMatch(says);
  });

  test('a symbolic link to what is not there, which no flag takes for a release without the document', async () => {
    const cwd = await temporaryFolder({ 'folder/a.yaml': 'openapi: 3.0.0' });
    await symlink('gone.yaml', join(cwd, 'folder/link.yaml'));
    const error = await refusal('folder/link.yaml', cwd);
    expect(error.message).toBe(
      'folder/link.yaml cannot be read: it is a symbolic link to gone.yaml, which is not there.',
    );
    expect(error.code).toBe('spec-unreadable');
    const { problems } = await loadSpec('folder', { cwd });
    expect(problems).toMatchObject([{ message: error.message, hides: true }]);
  });

  test('standard input that nobody gave', async () => {
    expect((await refusal('-', '/')).message).toMatch(/standard input/);
  });
});

describe('a file that is too much', () => {
  test('one of 100 MB is refused by its size alone', async () => {
    const cwd = await temporaryFolder();
    const file = await open(join(cwd, 'large.json'), 'w');
    await file.truncate(100 * 1024 * 1024);
    await file.close();
    const error = await refusal('large.json', cwd);
    expect(error.code).toBe('spec-unreadable');
    expect(error.message).toBe('large.json is larger than the limit of 64 MiB.');
  });

  test('one within a raised limit, or beyond a lowered one, is judged by that', async () => {
    const cwd = await temporaryFolder({ 'a.json': JSON.stringify({ openapi: '3.0.0', info: 'x'.repeat(2000) }) });
    expect((await refusal('a.json', cwd, { limits: { maximumBytes: 1024 } })).message).toMatch(/limit of 0\.\d+ MiB/);
    await expect(loadSpec('a.json', { cwd, limits: { maximumBytes: 4096 } })).resolves.toBeDefined();
  });

  test('one that grows while it is read is refused rather than half read', async () => {
    const cwd = await temporaryFolder({ 'a.yaml': `openapi: 3.0.0\n${'# more\n'.repeat(3_000_000)}` });
    let isReading = true;
    const writing = (async () => {
      while (isReading) await appendFile(join(cwd, 'a.yaml'), '# and more\n');
    })();
    const error = await refusal('a.yaml', cwd);
    isReading = false;
    await writing;
    expect(error.message).toBe('a.yaml changed while it was being read.');
  });

  test('a pipe or standard input without an end stops at the limit', async () => {
    const cwd = await folderWithPipe();
    const writing = appendFile(join(cwd, 'pipe'), 'x'.repeat(2_000_000)).catch(() => {}); // is told that nobody reads
    const limits = { maximumBytes: 1_000_000 };
    expect((await refusal('pipe', cwd, { limits })).message).toMatch(/limit of/);
    await writing;
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(100_000);
      })(),
    );
    expect((await refusal('-', cwd, { limits, stdin: () => endless })).message).toMatch(/limit of/);
    expect(endless.destroyed).toBe(true);
  });
});

async function folderWithPipe(): Promise<string> {
  const cwd = await temporaryFolder();
  await promisify(execFile)('mkfifo', [join(cwd, 'pipe')]);
  return cwd;
}

describe('a name that is no file', () => {
  const limits = { silentSeconds: 0.1 };

  test('but a pipe to which nobody writes is given up after a while, and lets the process end', async () => {
    const error = await refusal('pipe', await folderWithPipe(), { limits });
    expect(error.code).toBe('spec-unreadable');
    expect(error.message).toBe('pipe gave no byte within 0.1 s, so nothing is read.');
  });

  test('but a pipe whose writer falls silent is given up too, and what it wrote is not taken for the whole', async () => {
    const cwd = await folderWithPipe();
    const writing = open(join(cwd, 'pipe'), 'w').then(async (file) => {
      await file.write('openapi: 3.0.0');
      return file;
    });
    expect((await refusal('pipe', cwd, { limits })).message).toMatch(/gave no byte within 0\.1 s/);
    await (await writing).close();
  });

  test('but a pipe that is closed with nothing in it is empty, at once', async () => {
    const cwd = await folderWithPipe();
    const writing = appendFile(join(cwd, 'pipe'), '');
    expect((await refusal('pipe', cwd)).message).toBe('pipe is empty.');
    await writing;
  });

  test('but standard input on which nothing comes is given up after a while', async () => {
    const stdin = new Readable({ read() {} });
    expect((await refusal('-', '/', { limits, stdin: () => stdin })).message).toMatch(
      /^Standard input gave no byte within/,
    );
    expect(stdin.destroyed).toBe(true);
  });

  test.each([
    ['/dev/zero', 'device'],
    ['/dev/null', 'device'],
  ])('but the device %s is refused unread', async (device, kind) => {
    const cwd = await temporaryFolder();
    await symlink(device, join(cwd, 'device.yaml'));
    expect((await refusal('device.yaml', cwd)).message).toBe(`device.yaml is a ${kind}, not a document.`);
  });

  test('but a socket is refused', async () => {
    const cwd = await temporaryFolder();
    const server = createServer();
    await new Promise<void>((listening) => server.listen(join(cwd, 'socket'), listening));
    expect((await refusal('socket', cwd)).message).toBe('socket is a socket, not a document.');
    server.close();
  });
});

describe('odd but good input', () => {
  const good = 'openapi: 3.0.0\ninfo: {title: é}\n';
  test.each<[string, string | Uint8Array]>([
    ['a byte order mark', `\ufeff${good}`],
    ['UTF-16 with a byte order mark', utf16(good)],
    ['UTF-16 of the other order', bigEndian(good)],
    ['UTF-16 without a byte order mark', Buffer.from(good, 'utf16le')],
    ['JSON in a file called YAML', '{"openapi": "3.0.0", "info": {"title": "é"}}'],
    ['YAML in a file called JSON', good],
  ])('%s is read', async (_, content) => {
    const cwd = await temporaryFolder({ 'a.json': content });
    const [root] = (await loadSpec('a.json', { cwd })).roots;
    expect(root!.document.value).toEqual({ openapi: '3.0.0', info: { title: 'é' } });
    expect(root!.document.locate('/openapi')).toMatchObject({ line: 1, exact: true });
  });

  test('characters beyond ASCII are read wherever they stand in JSON, be they few or many', async () => {
    const few = Array.from({ length: 8 }, (_, count) => `${'x'.repeat(16_370 + count)}😀é\u2028${'y'.repeat(50_000)}ß`);
    const some = Array.from({ length: 40 }, (_, count) => `${'x'.repeat(400)}${'– '.repeat(count % 6)} 😀`);
    for (const texts of [few, some, ['読み方😀'.repeat(20_000)]]) {
      const value = { openapi: '3.0.0', 'x-ключ': texts };
      for (const indent of [2, 10]) {
        const text = JSON.stringify(value, null, indent);
        const { roots, digest } = await loadSpec('-', { cwd: '/', stdin: text });
        expect(roots[0]!.document.value).toEqual(value);
        expect(roots[0]!.document.locate('/x-ключ')).toMatchObject({ line: 3, column: indent + 1, exact: true });
        expect(digest).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
      }
    }
  });

  test('a named pipe is read, as the shell makes it for <(…)', async () => {
    const cwd = await folderWithPipe();
    const [spec] = await Promise.all([loadSpec('pipe', { cwd }), appendFile(join(cwd, 'pipe'), good)]);
    expect(spec.roots[0]!.dialect).toBe('openapi-3.0');
  });

  test('dates stay the strings that the author wrote, and yes stays yes', async () => {
    const stdin = 'openapi: 3.0.0\na: 2001-12-14\nb: 2001-12-14t21:59:43.10-05:00\nc: yes\nd: 0x1F\ne: 012\n';
    const [root] = (await loadSpec('-', { cwd: '/', stdin })).roots;
    expect(root!.document.value).toEqual({
      openapi: '3.0.0',
      a: '2001-12-14',
      b: '2001-12-14t21:59:43.10-05:00',
      c: 'yes',
      d: 31,
      e: 12,
    });
  });
});

describe('what parsers pass over in silence', () => {
  test.each([
    ['twice', '{"openapi":"3.0.0",\n"paths":{"/a":{},\n"/b":{},"/a":{}}}', ['/paths/~1a'], [[3, 9]]],
    [
      'three times',
      '{"openapi":"3.0.0",\n"a":1,\n"a":2,"a" : 3}',
      ['/a', '/a'],
      [
        [3, 1],
        [3, 7],
      ],
    ],
    ['once as an escape', '{"openapi":"3.0.0",\n"a":1,"\\u0061":2}', ['/a'], [[2, 7]]],
    ['in an object in a list', '{"openapi":"3.0.0","x":[0,[],\n{"b":{"c":1},"b":2}]}', ['/x/2/b'], [[2, 14]]],
  ])('a JSON key given %s is a problem that hides a part', async (_, stdin, pointers, places) => {
    const { problems } = await loadSpec('-', { cwd: '/', stdin });
    expect(problems.map(({ code, hides }) => [code, hides])).toEqual(pointers.map(() => ['duplicate-key', true]));
    expect(problems.map(({ position }) => position!.pointer)).toEqual(pointers);
    expect(problems.map(({ position }) => [position!.line, position!.column])).toEqual(places);
  });

  test.each([
    ['equal keys in different objects', '{"openapi":"3.0.0","a":{"b":1},"c":{"b":1}}'],
    ['keys inside strings', '{"openapi":"3.0.0","a":"{\\"b\\":1,\\"b\\":2}","c":": \\":"}'],
    ['spaces before colons', '{"openapi" : "3.0.0" , "a" :\t{ "b" : 1 }}'],
  ])('%s are no problem', async (_, stdin) => {
    expect((await loadSpec('-', { cwd: '/', stdin })).problems).toEqual([]);
  });
});
