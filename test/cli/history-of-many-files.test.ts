// A description spread over several files changes also where only one that it refers to does.

import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { emptyRepository, type Repository } from '../support/repository.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const api = `openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      parameters: [{ name: kind, in: query, schema: { $ref: 'shared/kind.yaml' } }]
      responses: { '204': { description: Done. } }
`;
let repository: Repository;

beforeAll(async () => {
  repository = await emptyRepository();
  const { git, commit } = repository;
  await commit('before the document', { 'shared/kind.yaml': 'enum: [a, b, c, d]' });
  await commit('begin', { 'old.yaml': api, 'shared/kind.yaml': 'enum: [a, b, c]' });
  await commit('take c away elsewhere', { 'shared/kind.yaml': 'enum: [a, b]' });
  git('mv', 'old.yaml', 'api.yaml');
  await commit('rename');
  await commit('go deeper', { 'shared/kind.yaml': '$ref: deep.yaml', 'shared/deep.yaml': 'enum: [a, b]' });
  await commit('unrelated', { 'notes.txt': 'nothing' });
  await commit('take b away deeper', { 'shared/deep.yaml': 'enum: [a]' });
});

it('finds the commits that touched only a file that the document refers to, from any folder', async () => {
  const { stdout } = await runCli(['history', '../api.yaml', '--json'], { cwd: join(repository.folder, 'shared') });
  const { rows } = JSON.parse(stdout) as { rows: { subject: string; verdict: string | null; path: string }[] };
  expect(rows.map(({ subject, verdict, path }) => [subject, verdict, path])).toEqual([
    ['begin', null, 'old.yaml'],
    ['take c away elsewhere', 'breaking', 'old.yaml'],
    ['rename', 'identical', 'api.yaml'],
    ['go deeper', 'identical', 'api.yaml'],
    ['take b away deeper', 'breaking', 'api.yaml'],
  ]);
});

it('does so since a revision too', async () => {
  const { stdout } = await runCli(['history', 'api.yaml', '--since', 'HEAD~2', '--json'], { cwd: repository.folder });
  const { rows } = JSON.parse(stdout) as { rows: { verdict: string | null }[] };
  expect(rows.map(({ verdict }) => verdict)).toEqual([null, 'breaking']);
});

it('finds those that touched the file behind a symbolic link', async () => {
  const { folder, commit } = await emptyRepository();
  const pets = (kinds: string) => api.replace("{ $ref: 'shared/kind.yaml' }", `{ enum: [${kinds}] }`);
  await symlink('specs/pets.yaml', join(folder, 'api.yaml'));
  await commit('begin', { 'specs/pets.yaml': pets('a, b') });
  await commit('take b away', { 'specs/pets.yaml': pets('a') });
  const { stdout } = await runCli(['history', 'api.yaml', '--json'], { cwd: folder });
  const { rows } = JSON.parse(stdout) as { rows: { subject: string; verdict: string | null }[] };
  expect(rows.map(({ subject, verdict }) => [subject, verdict])).toEqual([
    ['begin', null],
    ['take b away', 'breaking'],
  ]);
});

it('reads each revision once, although only the reading tells which files count', async () => {
  const trace = join(await emptyFolder(), 'trace.txt');
  await runCli(['history', 'api.yaml', '--json'], { cwd: repository.folder, env: { GIT_TRACE: trace } });
  const read = [...(await readFile(trace, 'utf8')).matchAll(/built-in: git cat-file blob (\S+)/g)].map(
    ([, blob]) => blob,
  );
  expect(read.length).toBeGreaterThan(5);
  expect(read).toEqual([...new Set(read)]);
});
