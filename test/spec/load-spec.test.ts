import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSpec } from '../../src/spec/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-load-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(name: string, content: string | Uint8Array) {
  await writeFile(join(folder, name), content);
  return loadSpec(name, { cwd: folder });
}

const minimal = `# the package database
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      # all of them
      responses:
        '200':
          $ref: '#/components/responses/Pets'
components:
  responses:
    Pets:
      description: |
        Several
        pets
`;

describe('a document on disk', () => {
  test('YAML and its JSON twin have equal values, and each member is found at its key', async () => {
    const yaml = await load('pets.yaml', minimal);
    const root = yaml.roots[0]!;
    expect(root.dialect).toBe('openapi-3.0');
    expect(root.document.locate('/paths/~1pets/get')).toEqual({
      source: 'pets.yaml',
      pointer: '/paths/~1pets/get',
      line: 6,
      column: 5,
      exact: true,
    });
    const json = await load('pets.json', JSON.stringify(root.document.value, null, 2));
    expect(json.roots[0]!.document.value).toEqual(root.document.value);
    expect(json.roots[0]!.document.locate('/paths/~1pets/get')).toMatchObject({ line: 9, column: 7, exact: true });
  });

  test('a place that is not there is shown at its nearest surviving parent', async () => {
    const { document } = (await load('pets.yaml', minimal)).roots[0]!;
    expect(document.locate('/paths/~1pets/get/parameters/0')).toMatchObject({
      pointer: '/paths/~1pets/get',
      line: 6,
      exact: false,
    });
  });

  test('a local $ref leads to its target', async () => {
    const { document } = (await load('pets.yaml', minimal)).roots[0]!;
    expect(document.resolve('#/components/responses/Pets')).toEqual({
      document,
      pointer: '/components/responses/Pets',
      value: { description: 'Several\npets\n' },
    });
    expect(document.resolve('#/paths/~1pets/get')?.pointer).toBe('/paths/~1pets/get');
    expect(document.resolve('#/paths/%7E1pets/get')?.pointer).toBe('/paths/~1pets/get');
    expect(document.resolve('#/components/responses/Cats')).toBeNull();
  });
});
