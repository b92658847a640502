// `REV:PATH` against a real repository.

import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { TocsinError } from '../../src/base/index.ts';
import { loadSpec } from '../../src/spec/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const execute = promisify(execFile);
const identity = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
const git = (cwd: string, ...args: string[]) =>
  execute('git', args, {
    cwd,
    env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });

const api = (title: string, ...targets: string[]) =>
  `openapi: 3.0.0\ninfo: {title: ${title}}\nx-refs:\n${targets.map((target) => `- $ref: '${target}'\n`).join('')}`;

/** Tag v1 holds the first release, the branch main the second; the work tree a third that nobody committed. */
async function repository(): Promise<string> {
  const cwd = await temporaryFolder({
    'specs/api.yaml': api('first', '../common/pet.yaml'),
    'common/pet.yaml': 'title: first pet\n',
    'notes/readme.md': 'no description',
  });
  await git(cwd, 'init', '--quiet', '--initial-branch', 'main');
  await git(cwd, 'add', '.');
  await git(cwd, 'commit', '--quiet', '-m', 'one');
  await git(cwd, 'tag', 'v1');
  await writeFile(join(cwd, 'specs/api.yaml'), api('second', '../common/pet.yaml', '../../outside.yaml'));
  await writeFile(join(cwd, 'specs/large.yaml'), `${api('large')}# ${'x'.repeat(5000)}\n`);
  await git(cwd, 'add', '.');
  await git(cwd, 'commit', '--quiet', '-m', 'two');
  await rm(join(cwd, 'common/pet.yaml'));
  await writeFile(join(cwd, 'specs/api.yaml'), api('third'));
  return cwd;
}

async function refusal(name: string, cwd: string, code = 'spec-unreadable'): Promise<TocsinError> {
  const error = await loadSpec(name, { cwd }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TocsinError);
  expect(error).toMatchObject({ code, exit: 3, message: expect.stringContaining(name) });
  return error as TocsinError;
}

describe('a document of a revision', () => {
  test('is read with the files of that revision, whatever the work tree holds', async () => {
    const cwd = await repository();
    for (const [revision, title] of [
      ['v1', 'first'],
      ['main', 'second'],
      ['HEAD~1', 'first'],
      ['', 'second'],
    ]) {
      const spec = await loadSpec(`${revision}:specs/api.yaml`, { cwd });
      expect(spec.sources).toEqual([`${revision}:specs/api.yaml`, `${revision}:common/pet.yaml`]);
      const { document } = spec.roots[0]!;
      expect(document.value).toMatchObject({ info: { title } });
      expect(document.resolve('../common/pet.yaml')!.value).toEqual({ title: 'first pet' });
      expect(document.locate('/info')).toMatchObject({ source: `${revision}:specs/api.yaml`, line: 2 });
    }
    const { document } = (await loadSpec('main:specs/api.yaml', { cwd })).roots[0]!;
    expect(document.whyUnresolved('../../outside.yaml').code).toBe('reference-not-allowed');
  });

  test('may be a folder', async () => {
    const cwd = await repository();
    const spec = await loadSpec('main:specs', { cwd });
    expect(spec.roots.map(({ document }) => document.source)).toEqual(['main:specs/api.yaml', 'main:specs/large.yaml']);
    expect((await loadSpec('v1:', { cwd })).sources).toEqual(['v1:specs/api.yaml', 'v1:common/pet.yaml']);
  });

  test('may be a pattern, which passes over packages and what is hidden', async () => {
    const cwd = await temporaryFolder({
      'a/openapi.yaml': api('a'),
      'b/deep/openapi.json': '{"openapi": "3.0.0"}',
      'b/other.yaml': api('other'),
      'node_modules/c/openapi.yaml': api('package'),
      '.hidden/openapi.yaml': api('hidden'),
      'a/[x].yaml': api('literal'),
    });
    await git(cwd, 'init', '--quiet', '--initial-branch', 'main');
    await git(cwd, 'add', '--force', '.');
    await git(cwd, 'commit', '--quiet', '-m', 'one');
    const sources = async (name: string, from = cwd) => (await loadSpec(name, { cwd: from })).sources;
    expect(await sources('main:**/openapi.*')).toEqual(['main:a/openapi.yaml', 'main:b/deep/openapi.json']);
    expect(await sources('main:{a,b}/*.yaml')).toEqual(['main:a/[x].yaml', 'main:a/openapi.yaml', 'main:b/other.yaml']);
    expect(await sources('main:./*.yaml', join(cwd, 'b'))).toEqual(['main:b/other.yaml']);
    expect(await sources('main:a/[x].yaml')).toEqual(['main:a/[x].yaml']);
    expect(await sources('main@{0}:a/openapi.yaml')).toEqual(['main@{0}:a/openapi.yaml']);
    expect((await refusal('main:*/none.*', cwd, 'spec-missing')).message).toContain('no JSON or YAML file fits it');
  });

  test('may be that of the commit at which two branches parted, in the words of git', async () => {
    const cwd = await repository();
    await git(cwd, 'stash', '--quiet');
    await git(cwd, 'checkout', '--quiet', '-b', 'topic', 'v1');
    await git(cwd, 'commit', '--quiet', '--allow-empty', '-m', 'beside');
    for (const revision of ['main...', 'main...topic', '...main']) {
      const { document } = (await loadSpec(`${revision}:specs/api.yaml`, { cwd })).roots[0]!;
      expect(document.value).toMatchObject({ info: { title: 'first' } });
    }
    expect((await refusal('mian...:specs/api.yaml', cwd)).message).toContain('there is no commit mian in');
    expect((await refusal('mian...:specs/api.yaml', cwd)).hint).toContain('Did you mean main?');
    await git(cwd, 'checkout', '--quiet', '--orphan', 'alone');
    await git(cwd, 'commit', '--quiet', '-m', 'alone');
    expect((await refusal('main...:specs/api.yaml', cwd)).message).toContain('no commit in common');
  });

  test('is named from the top of the repository, or from the present folder by ./', async () => {
    const cwd = join(await repository(), 'specs');
    await expect(loadSpec('v1:specs/api.yaml', { cwd })).resolves.toBeDefined();
    expect((await loadSpec('v1:./api.yaml', { cwd })).sources[0]).toBe('v1:specs/api.yaml');
    expect((await loadSpec('v1:../specs/api.yaml', { cwd })).sources[0]).toBe('v1:specs/api.yaml');
    expect((await refusal('v1:api.yaml', cwd, 'spec-missing')).hint).toContain('did you mean v1:specs/api.yaml?');
  });

  test('may be a symbolic link to one, also by way of another', async () => {
    const cwd = await repository();
    await symlink('specs/link.yaml', join(cwd, 'api.yaml'));
    await symlink('api.yaml', join(cwd, 'specs/link.yaml'));
    await symlink('../common/pet.yaml', join(cwd, 'specs/pet.yaml'));
    await writeFile(join(cwd, 'specs/api.yaml'), api('linked', 'pet.yaml'));
    await git(cwd, 'add', 'api.yaml', 'specs');
    await git(cwd, 'commit', '--quiet', '-m', 'three');
    const { roots, sources } = await loadSpec('main:api.yaml', { cwd });
    expect(roots[0]!.document.value).toMatchObject({ info: { title: 'linked' } });
    expect(sources).toEqual(['main:api.yaml']);
    const [root] = (await loadSpec('main:specs/api.yaml', { cwd })).roots;
    expect(root!.document.resolve('pet.yaml')!.value).toEqual({ title: 'first pet' });
  });

  test('is refused where it is a link that leads nowhere, in a circle or out of bounds', async () => {
    const cwd = await repository();
    const links = { gone: 'none.yaml', circle: 'circle.yaml', away: '../outside.yaml', absolute: '/etc/passwd' };
    for (const [name, to] of Object.entries(links)) await symlink(to, join(cwd, `${name}.yaml`));
    await writeFile(join(cwd, 'specs/api.yaml'), api('refers', 'up.yaml'));
    await symlink('../common/pet.yaml', join(cwd, 'specs/up.yaml'));
    await git(cwd, 'add', '.');
    await git(cwd, 'commit', '--quiet', '-m', 'three');
    expect((await refusal('main:gone.yaml', cwd)).message).toMatch(/a symbolic link to none\.yaml, which is no file/);
    expect((await refusal('main:circle.yaml', cwd)).message).toMatch(/links lead back to themselves/);
    expect((await refusal('main:away.yaml', cwd)).message).toMatch(/out of bounds, to \.\.\/outside\.yaml/);
    expect((await refusal('main:absolute.yaml', cwd)).message).toMatch(/out of bounds, to \/etc\/passwd/);
    const [root] = (await loadSpec('main:specs/api.yaml', { cwd, root: 'specs' })).roots;
    expect(root!.document.whyUnresolved('up.yaml').message).toMatch(
      /main:specs\/up\.yaml cannot be read: .* out of bounds/,
    );
  });

  test('gives way to a file of that name', async () => {
    const cwd = await repository();
    await mkdir(join(cwd, 'v1:specs'));
    await writeFile(join(cwd, 'v1:specs/api.yaml'), api('a file'));
    const spec = await loadSpec('v1:specs/api.yaml', { cwd });
    expect(spec.roots[0]!.document.value).toMatchObject({ info: { title: 'a file' } });
  });

  test('is found in a bare repository too', async () => {
    const cwd = await repository();
    await git(cwd, 'clone', '--quiet', '--bare', '.', 'bare.git');
    expect((await loadSpec('v1:specs/api.yaml', { cwd: join(cwd, 'bare.git') })).sources).toHaveLength(2);
  });
});

describe('what is not there is said, with the way to it', () => {
  test('no such revision, path or repository', async () => {
    const cwd = await repository();
    expect((await refusal('v9:specs/api.yaml', cwd)).message).toContain('there is no commit v9');
    expect((await refusal('v9:specs/api.yaml', cwd)).hint).toContain('git fetch --tags');
    const pushedOver = 'deadbeef'.repeat(5);
    expect((await refusal(`${pushedOver}...:specs/api.yaml`, cwd)).hint).toMatch(
      new RegExp(`^After a force push .* git fetch origin ${pushedOver}; else compare with another one`),
    );
    expect((await refusal('v1:specs/none.yaml', cwd, 'spec-missing')).message).toContain('v1 has no specs/none.yaml');
    expect((await refusal('v1:specs/none.yaml', cwd, 'spec-missing')).hint).toContain('git ls-tree');
    expect((await refusal('v1:../x.yaml', cwd)).message).toContain('leads out of the repository');
    expect((await refusal('v1:notes', cwd, 'spec-missing')).message).toContain('no JSON or YAML file');
    expect((await refusal('v1:a.yaml', await temporaryFolder())).message).toContain('not in a git repository');
  });

  test('a revision that looks like an option is only a revision', async () => {
    const cwd = await repository();
    for (const name of ['--output=x:specs/api.yaml', '-h:specs/api.yaml']) {
      expect((await refusal(name, cwd)).message).toContain('there is no commit');
    }
  });

  test('a branch that is only on the remote', async () => {
    const cwd = await repository();
    await git(cwd, 'branch', 'next');
    await git(cwd, 'clone', '--quiet', '.', 'clone');
    expect((await refusal('next:specs/api.yaml', join(cwd, 'clone'))).hint).toBe('Did you mean origin/next?');
    await expect(loadSpec('origin/next:specs/api.yaml', { cwd: join(cwd, 'clone') })).resolves.toBeDefined();
  });

  test('a shallow clone', async () => {
    const cwd = await repository();
    await git(cwd, 'clone', '--quiet', '--depth', '1', '--no-tags', `file://${cwd}`, 'shallow');
    const error = await refusal('v1:specs/api.yaml', join(cwd, 'shallow'));
    expect(error.hint).toContain('git fetch --unshallow');
    expect(error.hint).toContain('fetch-depth: 0');
  });

  test.each([
    ['v1.0:specs/api.yaml', 'Did you mean v1.0.0? Fetch it with: git fetch --tags'],
    ['origin/main:specs/api.yaml', 'Did you mean main? Fetch it with: git fetch origin main'],
    ['main~7:specs/api.yaml', 'main has one commit before it.'],
    ['main..:specs/api.yaml', 'is main... with three dots'],
  ])('a revision that is nearly one that there is: %s', async (name, hint) => {
    const cwd = await repository();
    await git(cwd, 'tag', 'v1.0.0');
    await git(cwd, 'tag', '--delete', 'v1');
    expect((await refusal(name, cwd)).hint).toContain(hint);
  });

  test('a path that is nearly one that there is, in the revision and in the work tree', async () => {
    const cwd = await repository();
    const hint = async (name: string) => (await refusal(name, cwd, 'spec-missing')).hint;
    expect(await hint('v1:specs/api.yml')).toContain('Did you mean v1:specs/api.yaml?');
    expect(await hint('v1:api.yaml')).toContain('Did you mean v1:specs/api.yaml?');
    expect(await hint('specs/api.yml')).toContain('Did you mean specs/api.yaml?');
    await writeFile(join(cwd, 'v2.yaml'), api('another release'));
    expect(await hint('v1.yaml')).not.toContain('Did you mean');
  });

  test('what was there before a first push', async () => {
    const none = '0'.repeat(40);
    for (const revision of [none, `${none}...`]) {
      const { hint } = await refusal(`${revision}:specs/api.yaml`, await repository(), 'spec-missing');
      expect(hint).toContain('origin/main');
    }
  });

  test('a revision that a variable should have held: HEAD is read, and said to be', async () => {
    const { problems } = await loadSpec(':specs/api.yaml', { cwd: await repository() });
    expect(problems).toMatchObject([{ message: expect.stringContaining('read from HEAD'), hides: false }]);
  });

  test('a document beyond the limit', async () => {
    const cwd = await repository();
    const loading = loadSpec('main:specs/large.yaml', { cwd, limits: { maximumBytes: 1024 } });
    await expect(loading).rejects.toThrow(/main:specs\/large\.yaml is larger than the limit/);
  });
});
