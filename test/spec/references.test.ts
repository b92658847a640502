// A description of several files: what each `$ref` leads to, and what it may not lead to.

import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TocsinError } from '../../src/base/index.ts';
import { type LoadOptions, loadSpec } from '../../src/spec/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const head = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n';

async function load(name: string, cwd: string, options: Partial<LoadOptions> = {}) {
  const spec = await loadSpec(name, { cwd, ...options });
  return { spec, document: spec.roots[0]!.document };
}

const refs = (...targets: string[]) => `${head}x-refs:\n${targets.map((target) => `- $ref: '${target}'\n`).join('')}`;

describe('references between files', () => {
  test('lead to the file, the pointer and the value, through as many files as there are', async () => {
    const cwd = await temporaryFolder({
      'specs/api.yaml': refs('./schemas/pet.yaml', 'schemas/pet.yaml#/properties/owner'),
      'specs/schemas/pet.yaml': 'type: object\nproperties:\n  owner: {$ref: "owner.json#/Owner"}\n',
      'specs/schemas/owner.json': '{"Owner": {"type": "string"}}',
    });
    const { spec, document } = await load('specs/api.yaml', cwd);
    expect(spec.sources).toEqual(['specs/api.yaml', 'specs/schemas/owner.json', 'specs/schemas/pet.yaml']);
    expect(document.resolve('./schemas/pet.yaml')).toMatchObject({ pointer: '', value: { type: 'object' } });
    const owner = document.resolve('schemas/pet.yaml#/properties/owner')!;
    expect(owner.document.source).toBe('specs/schemas/pet.yaml');
    const target = owner.document.resolve((owner.value as { $ref: string }).$ref)!;
    expect(target).toMatchObject({ pointer: '/Owner', value: { type: 'string' } });
    expect(target.document.locate(target.pointer)).toMatchObject({
      source: 'specs/schemas/owner.json',
      line: 1,
      column: 2,
    });
    expect(spec.problems).toEqual([]);
  });

  test('may run in circles through several files: each is read once', async () => {
    const cwd = await temporaryFolder({
      'a.yaml': refs('b.yaml#/B', './b.yaml'),
      'b.yaml': 'B: {items: {$ref: "a.yaml#/x-refs/0"}}\nC: {$ref: "./././b.yaml#/B"}\n',
    });
    const { spec, document } = await load('a.yaml', cwd);
    expect(spec.sources).toEqual(['a.yaml', 'b.yaml']);
    const b = document.resolve('b.yaml#/B')!;
    expect(b.document.resolve('a.yaml#/x-refs/0')).toMatchObject({ document, pointer: '/x-refs/0' });
    expect(b.document.resolve('./././b.yaml#/B')!.document).toBe(b.document);
  });

  test('to the same file from two roots of a folder share it, and unrelated files are left out', async () => {
    const cwd = await temporaryFolder({
      'api/one.yaml': refs('shared/pet.yaml'),
      'api/two.yml': refs('./shared/pet.yaml'),
      'api/shared/pet.yaml': 'type: object\n',
      'api/other.json': '{"name": "other"}',
      'api/chart/template.yaml': '{{ if .Values.on }}\nx: 1\n{{ end }}\n',
      'api/node_modules/dependency/api.yaml': head,
      'api/.hidden/api.yaml': head,
      'api/readme.md': 'openapi: 3.0.0',
    });
    for (const name of ['api', 'api/', './api', 'api/*.y*ml', 'api/**/*.{yaml,yml}', join(cwd, 'api')]) {
      const { spec } = await load(name, cwd);
      const terms = name.startsWith('/') ? `${cwd}/` : '';
      expect(spec.sources, name).toEqual(
        ['one.yaml', 'two.yml', 'shared/pet.yaml'].map((file) => `${terms}api/${file}`),
      );
      expect(spec.roots.map(({ document }) => document.source)).toEqual(spec.sources.slice(0, 2));
      expect(spec.problems.filter(({ hides }) => hides)).toEqual([]);
      const [one, two] = spec.roots.map(({ document }) => document);
      expect(one!.resolve('shared/pet.yaml')!.document).toBe(two!.resolve('./shared/pet.yaml')!.document);
    }
  });

  test('and a description in a folder that cannot be read hides a part of the API', async () => {
    const cwd = await temporaryFolder({
      'api/good.yaml': head,
      'api/broken.yaml': `${head}paths: [\n`,
      'api/old.yaml': 'swagger: "1.2"\n',
    });
    const { spec } = await load('api', cwd);
    expect(spec.roots).toHaveLength(1);
    expect(spec.problems.map(({ code, hides, position }) => [code, hides, position!.source])).toEqual([
      ['spec-not-parsable', true, 'api/broken.yaml'],
      ['spec-not-openapi', true, 'api/old.yaml'],
    ]);
  });

  test('that lead to a text or a number are told, since nothing can be compared there', async () => {
    const cwd = await temporaryFolder({
      'a.yaml': refs('#/info/title', 'word.yaml', 'list.yaml#/0'),
      'word.yaml': 'hello',
      'list.yaml': '- 5\n',
    });
    const { document } = await load('a.yaml', cwd);
    expect(document.resolve('#/info/title')).toBeNull();
    expect(['#/info/title', 'word.yaml', 'list.yaml#/0'].map((ref) => document.whyUnresolved(ref).message)).toEqual([
      'The $ref #/info/title leads to a text in a.yaml, which is no part of a description.',
      'The $ref word.yaml leads to a text in word.yaml, which is no part of a description.',
      'The $ref list.yaml#/0 leads to a number in list.yaml, which is no part of a description.',
    ]);
  });

  test('follow percent-encoding, and ~0 and ~1, in files and pointers', async () => {
    const cwd = await temporaryFolder({
      'a.yaml': `${refs('my%20pets/a%23b.yaml#/paths/~1pets~1%7Bid%7D')}'a~/b%': {c: {d: 1}}\n`,
      'my pets/a#b.yaml': 'paths:\n  /pets/{id}: {get: {}}\n',
    });
    const { document } = await load('a.yaml', cwd);
    expect(document.resolve('my%20pets/a%23b.yaml#/paths/~1pets~1%7Bid%7D')).toMatchObject({
      pointer: '/paths/~1pets~1{id}',
      value: { get: {} },
    });
    expect(document.resolve('#/a~0~1b%25/c')!.value).toEqual({ d: 1 });
  });

  test('find anchors and schemas that name themselves, without touching the network', async () => {
    const cwd = await temporaryFolder({
      'a.yaml': `${head}components:
  schemas:
    Pet: {$id: 'https://example.com/schemas/pet.json', $defs: {Name: {$anchor: name, type: string}}}
    Owner: {$id: 'https://example.com/schemas/owner.json', properties: {pet: {$ref: pet.json}}}
    Node: {$dynamicAnchor: node}
x-refs: [{$ref: 'https://example.com/schemas/pet.json#/$defs/Name'}, {$ref: '#name'}, {$ref: 'b.yaml#other'}]
`,
      'b.yaml': '{$anchor: other, type: string}',
    });
    const { document, spec } = await load('a.yaml', cwd);
    expect(document.resolve('https://example.com/schemas/pet.json#/$defs/Name')!.pointer).toBe(
      '/components/schemas/Pet/$defs/Name',
    );
    expect(document.resolve('pet.json')!.pointer).toBe('/components/schemas/Pet');
    expect(document.resolve('#name')!.pointer).toBe('/components/schemas/Pet/$defs/Name');
    expect(document.resolve('#node')!.pointer).toBe('/components/schemas/Node');
    expect(document.resolve('b.yaml#other')!.document.source).toBe('b.yaml');
    expect(document.resolve('#none')).toBeNull();
    expect(spec.sources).toEqual(['a.yaml', 'b.yaml']);
  });

  test('lead on from the schema that has a URI of its own, or from the document where that has nothing there', async () => {
    const cwd = await temporaryFolder({
      'a.yaml': `${head}components:
  schemas:
    Pet: {$id: 'https://example.com/pet', properties: {tag: {$ref: '#/$defs/Tag'}, default: {$ref: '#'}}, $defs: {Tag: {type: string}}}
    Cat: {$id: cat, items: {$ref: '#/$defs/Tag'}, not: {$ref: '#/components/schemas/Dog'}, example: {$ref: '#/$defs/Tag'}, $defs: {Tag: {type: integer}}}
    Dog: {type: object}
  responses:
    default: {content: {a/b: {schema: {$id: own, items: {$ref: '#/$defs/Tag'}, $defs: {Tag: {type: string}}}}}}
`,
    });
    const { document, spec } = await load('a.yaml', cwd);
    const ledTo = (place: string, at = 'schemas') => {
      const { $ref } = document.resolve(`#/components/${at}/${place}`)!.value as { readonly $ref: string };
      return document.resolve($ref)?.pointer;
    };
    expect(ledTo('Pet/properties/tag')).toBe('/components/schemas/Pet/$defs/Tag');
    expect(ledTo('Pet/properties/default')).toBe('/components/schemas/Pet');
    expect(ledTo('Cat/items')).toBe('/components/schemas/Cat/$defs/Tag');
    expect(ledTo('Cat/not')).toBe('/components/schemas/Dog');
    const inDefault = 'default/content/a~1b/schema';
    expect(ledTo(`${inDefault}/items`, 'responses')).toBe(`/components/responses/${inDefault}/$defs/Tag`);
    expect(document.resolve('#/components/schemas/Cat/example')!.value).toEqual({ $ref: '#/$defs/Tag' });
    expect(spec.sources).toEqual(['a.yaml']);
  });

  test('of standard input start at the working directory', async () => {
    const cwd = await temporaryFolder({ 'pet.yaml': 'type: object\n' });
    const { document, spec } = await load('-', cwd, { stdin: refs('pet.yaml') });
    expect(document.resolve('pet.yaml')!.value).toEqual({ type: 'object' });
    expect(spec.sources).toEqual(['-', 'pet.yaml']);
  });
});

describe('a reference that cannot be followed says why', () => {
  const secret = 'password: hunter2\n';
  const files = {
    'outside.yaml': secret,
    'in/a.yaml': '',
    'in/pet.yaml': 'type: object\n',
    'in/broken.yaml': 'a: [\n',
    'in/.git/config': secret,
  };
  test.each([
    ['to a missing schema', '#/components/schemas/Cat', 'reference-missing', /a\.yaml has no "components"/],
    ['to a misspelt one', '#/x-refz/0', 'reference-missing', /a\.yaml has no "x-refz"/],
    ['into a scalar', '#/openapi/x', 'reference-missing', /at \/openapi has no "x"/],
    ['past the end of a list', '#/x-refs/9', 'reference-missing', /at \/x-refs has no "9"/],
    ['to what an object inherits', '#/constructor', 'reference-missing', /has no "constructor"/],
    ['to itself', '#/x-refs/0', 'reference-circular', /leads back to itself/],
    ['to a missing file', 'none.yaml', 'reference-unreadable', /in\/none\.yaml cannot be read: there is no such file/],
    ['to a missing part of a file', 'pet.yaml#/x', 'reference-missing', /in\/pet\.yaml has no "x"/],
    ['to a broken file', 'broken.yaml', 'reference-unreadable', /in\/broken\.yaml is not valid YAML/],
    ['to a folder', './', 'reference-unreadable', /is a folder, not a document/],
    ['out of the root', '../outside.yaml', 'reference-not-allowed', /outside the folder/],
    ['out of the root, in disguise', '%2e%2e%2Foutside.yaml', 'reference-not-allowed', /outside the folder/],
    ['to an absolute path', '/etc/hostname', 'reference-not-allowed', /outside the folder/],
    ['to a file URL', 'file:///etc/hostname', 'reference-not-allowed', /outside the folder/],
    ['through a symbolic link', 'link.yaml', 'reference-not-allowed', /symbolic link it lies outside/],
    ['into .git', '.git/config', 'reference-not-allowed', /outside the folder/],
    ['to a host', 'https://example.com/a.yaml', 'reference-not-allowed', /the host example\.com is not allowed/],
    ['to a loopback address', 'http://127.0.0.1:1/a.yaml', 'reference-not-allowed', /127\.0\.0\.1:1 is not allowed/],
    [
      'to cloud metadata',
      'http://169.254.169.254/latest',
      'reference-not-allowed',
      /169\.254\.169\.254 is not allowed/,
    ],
    ['by another scheme', 'ftp://example.com/a.yaml', 'reference-not-allowed', /ftp: is not a scheme/],
    ['by script', 'javascript:alert(1)', 'reference-not-allowed', /javascript: is not a scheme/],
    ['by malformed encoding', 'a%zz.yaml', 'reference-missing', /percent-encoding/],
    ['by a malformed pointer', '#/%zz', 'reference-missing', /percent-encoding/],
  ])('%s', async (_, ref, code, says) => {
    const cwd = await temporaryFolder({ ...files, 'in/a.yaml': refs(ref) });
    await symlink(join(cwd, 'outside.yaml'), join(cwd, 'in/link.yaml'));
    const { document, spec } = await load('in/a.yaml', cwd, { root: 'in' });
    if (code !== 'reference-circular') expect(document.resolve(ref)).toBeNull();
    const fault = document.whyUnresolved(ref);
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(says);
    expect(fault.message).toMatch(/^[^\n]+\.$/);
    expect(fault.hint).not.toBe('');
    expect(JSON.stringify([fault, spec.sources])).not.toContain('hunter2');
  });

  test('with what may have been meant', async () => {
    const cwd = await temporaryFolder({ 'a.yaml': `${head}components: {schemas: {Customer: {}, Order: {}}}\n` });
    const { document } = await load('a.yaml', cwd);
    expect(document.whyUnresolved('#/components/schemas/Costumer').hint).toBe('Did you mean "Customer"?');
  });

  test('also in a circle of several', async () => {
    const cwd = await temporaryFolder({ 'a.yaml': refs('#/x-refs/1', '#/x-refs/2', '#/x-refs/0') });
    const { document } = await load('a.yaml', cwd);
    expect(document.whyUnresolved('#/x-refs/1').code).toBe('reference-circular');
  });

  test('and text from strangers leads to no file at all', async () => {
    const cwd = await temporaryFolder({ 'pet.yaml': 'type: object\n' });
    const { document, spec } = await load('-', cwd, { stdin: refs('pet.yaml'), root: null });
    expect(document.resolve('pet.yaml')).toBeNull();
    expect(document.whyUnresolved('pet.yaml').code).toBe('reference-not-allowed');
    expect(spec.sources).toEqual(['-']);
  });

  test('and a flood of files ends', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `p${i}.yaml`);
    const cwd = await temporaryFolder({
      'a.yaml': refs(...names),
      ...Object.fromEntries(names.map((n) => [n, 'x: 1'])),
    });
    await expect(load('a.yaml', cwd, { limits: { documents: 20 } })).rejects.toThrow(TocsinError);
  });
});

describe('how far references reach by default', () => {
  test('the top of the git work tree', async () => {
    const cwd = await temporaryFolder({
      'repo/apis/a.yaml': refs('../common/pet.yaml', '../../out.yaml'),
      'repo/common/pet.yaml': 'x: 1',
      'out.yaml': 'x: 1',
    });
    await mkdir(join(cwd, 'repo/.git'));
    const { document, spec } = await load('repo/apis/a.yaml', cwd);
    expect(spec.sources).toEqual(['repo/apis/a.yaml', 'repo/common/pet.yaml']);
    expect(document.whyUnresolved('../../out.yaml').code).toBe('reference-not-allowed');
  });

  test('the folder of the document where there is no git', async () => {
    const cwd = await temporaryFolder({ 'apis/a.yaml': refs('../pet.yaml'), 'pet.yaml': 'x: 1' });
    expect((await load('apis/a.yaml', cwd)).spec.sources).toEqual(['apis/a.yaml']);
    expect((await load('apis/a.yaml', cwd, { root: '.' })).spec.sources).toEqual(['apis/a.yaml', 'pet.yaml']);
  });
});

test('the digest is that of the bytes of all sources in order, and loading twice gives the same', async () => {
  const pet = 'type: object\n';
  const api = refs('pet.yaml');
  const cwd = await temporaryFolder({ 'a.yaml': api, 'pet.yaml': pet });
  const { createHash } = await import('node:crypto');
  const { spec } = await load('a.yaml', cwd);
  expect(spec.digest).toBe(
    `sha256:${createHash('sha256')
      .update(api + pet)
      .digest('hex')}`,
  );
  expect((await load('a.yaml', cwd)).spec).toMatchObject({ digest: spec.digest, sources: spec.sources });
});
