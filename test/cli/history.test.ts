import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyRepository, type Repository } from '../support/repository.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const api = (values: string, version: string) => `openapi: 3.1.0
info: { title: Pets, version: ${version} }
paths:
  /pets:
    get:
      parameters: [{ name: kind, in: query, schema: { enum: [${values}] } }]
      responses: { '204': { description: Done. } }
`;

let repository: Repository;

interface Row {
  readonly subject: string;
  readonly state: string;
  readonly verdict: string | null;
  readonly path: string;
  readonly comparedWith: string | null;
  readonly name: string;
}

async function rows(...args: string[]): Promise<Row[]> {
  const { stdout, stderr, status } = await runCli(['history', 'api.yaml', '--json', ...args], {
    cwd: repository.folder,
  });
  expect({ status, stderr: stderr.replace(/^\d+ older.*\n|^Drawn.*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
  return (JSON.parse(stdout) as { rows: Row[] }).rows;
}

beforeAll(async () => {
  repository = await emptyRepository();
  const { git, commit } = repository;
  await commit('begin', { 'old.yaml': api('a, b, c', '1.0.0') });
  git('tag', 'v1');
  await commit('notes', { 'notes.txt': 'nothing of the API' });
  git('tag', 'v1-notes');
  git('mv', 'old.yaml', 'api.yaml');
  await commit('rename');
  await commit('break the file', { 'api.yaml': 'openapi: [' });
  await commit('mend it and take c away', { 'api.yaml': api('a, b', '1.1.0') });
  git('tag', '-a', 'v2', '-m', 'two');
  git('checkout', '-qb', 'side');
  await commit('on the side', { 'api.yaml': api('a, b, d', '1.2.0') });
  git('checkout', '-q', 'main');
  await commit('more notes', { 'notes.txt': 'more' });
  git('merge', '-q', '--no-ff', '-m', 'merge side', 'side');
  git('tag', 'v3');
});

describe('tocsin history', () => {
  it('says of a shallow clone that what came before is not here, and how to fetch it', async () => {
    const clone = await emptyFolder();
    repository.git('clone', '--quiet', '--depth', '1', '--no-tags', `file://${repository.folder}`, clone);
    const { stderr, stdout } = await runCli(['history', 'api.yaml', '--json'], { cwd: clone });
    expect(stderr).toMatch(/clone is shallow.*git fetch --unshallow.*fetch-depth: 0/);
    expect(JSON.parse(stdout)).toMatchObject({ shallow: true, rows: [{ state: 'first' }] });
    const tags = await runCli(['history', 'api.yaml', '--tags'], { cwd: clone });
    expect(tags.stderr).toMatch(/No tag has api\.yaml.*git fetch --unshallow/s);
  });

  it('compares each commit that touched the document with the last one that could be read', async () => {
    const found = await rows();
    expect(found.map(({ subject, state, verdict, path }) => [subject, state, verdict, path])).toEqual([
      ['begin', 'first', null, 'old.yaml'],
      ['rename', 'compared', 'identical', 'api.yaml'],
      ['break the file', 'unknown', 'unknown', 'api.yaml'],
      ['mend it and take c away', 'compared', 'breaking', 'api.yaml'],
      ['merge side', 'compared', 'compatible', 'api.yaml'],
    ]);
    expect(found[3]?.comparedWith).toBe(found[1]?.name);
  });

  it('goes from tag to tag, through renames, and leaves out those that left it alone', async () => {
    const found = await rows('--tags');
    expect(found.map(({ name, state, verdict, path }) => [name, state, verdict, path])).toEqual([
      ['v1', 'first', null, 'old.yaml'],
      ['v2', 'compared', 'breaking', 'api.yaml'],
      ['v3', 'compared', 'compatible', 'api.yaml'],
    ]);
  });

  it('compares tags in the order of their commits, though all bear one second and their names sort otherwise', async () => {
    const { folder, git, write } = await emptyRepository();
    for (const [at, version] of ['1.9', '1.10', '1.2'].entries()) {
      await write({ 'api.yaml': api(['a, b, c', 'a, b', 'a'][at]!, version) });
      git('add', '-A');
      git('commit', '-qm', version);
      git('tag', `v${version}`);
    }
    const { stdout } = await runCli(['history', 'api.yaml', '--tags', '--json'], { cwd: folder });
    const found = (JSON.parse(stdout) as { rows: Row[] }).rows;
    expect(found.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['v1.9', null],
      ['v1.10', 'breaking'],
      ['v1.2', 'breaking'],
    ]);
  });

  it('finds the commit of a tag of a tag', async () => {
    const { folder, git, write } = await emptyRepository();
    for (const [at, query] of ['a', 'a, b', 'a, b, c'].entries()) {
      await write({ 'api.yaml': api(query, `${at + 1}`) });
      git('add', '-A');
      git('commit', '-qm', `${at + 1}`);
      git('tag', '-am', 'candidate', `v${at + 1}-rc`);
      git('tag', '-am', 'release', `v${at + 1}`, `v${at + 1}-rc`);
    }
    const { stdout } = await runCli(['history', 'api.yaml', '--tags', '--json'], { cwd: folder });
    const { rows: found } = JSON.parse(stdout) as { rows: Row[] };
    expect(found.map(({ name, verdict }) => [name.slice(0, 2), verdict])).toEqual([
      ['v1', null],
      ['v2', 'compatible'],
      ['v3', 'compatible'],
    ]);
  });

  it('says of a document that could not be read in which line', async () => {
    const { stdout } = await runCli(['history', 'api.yaml'], { cwd: repository.folder });
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/\? [0-9a-f]{10}, 4 Mar 2026: .* See [0-9a-f]{10}:api\.yaml:2:1\./);
  });

  it('begins after a revision, whose path may have been another', async () => {
    const found = await rows('--since', 'v1');
    expect(found.map(({ name, state }) => [name, state])[0]).toEqual(['v1', 'first']);
    expect(found.map(({ verdict }) => verdict)).toEqual([null, 'identical', 'unknown', 'breaking', 'compatible']);
    expect((await rows('--since', 'v2')).map(({ verdict }) => verdict)).toEqual([null, 'compatible']);
  });

  it('asks on the day of each revision whether a promise was kept, and for one day alone where that is named', async () => {
    const ends = api('a', '1.0.0').replace('    get:', '    get:\n      deprecated: true\n      x-sunset: 2026-04-01');
    await repository.commit('announce the end', { 'ending.yaml': ends });
    await repository.commit('end it early', {
      'ending.yaml': 'openapi: 3.1.0\ninfo: { title: Pets, version: 2.0.0 }\npaths: {}\n',
    });
    const verdictAt = async (...args: string[]) => {
      const { stdout } = await runCli(['history', 'ending.yaml', '--json', ...args], { cwd: repository.folder });
      return (JSON.parse(stdout) as { rows: Row[] }).rows.at(-1)?.verdict;
    };
    expect(await verdictAt()).toBe('breaking');
    expect(await verdictAt('--as-of', '2026-05-01')).toBe('risky');
  });

  it('says what path filters leave out, in the terminal and in the drawing', async () => {
    await repository.commit('one more path', {
      'wide.yaml': `${api('a', '1.0.0')}  /admin: { get: { responses: { '204': { description: Done. } } } }\n`,
    });
    await repository.commit('another version', {
      'wide.yaml': `${api('a', '1.1.0')}  /admin: { get: { responses: { '204': { description: Done. } } } }\n`,
    });
    const cwd = repository.folder;
    const args = ['history', 'wide.yaml', '--exclude-path', '/admin', '--plot', 'wide.html'];
    const { stdout } = await runCli(args, { cwd });
    const said = 'Path filters leave 1 of 2 operations out of the comparison (without /admin), as of ';
    expect(stdout.replaceAll('\n', ' ')).toContain(said);
    expect(await readFile(join(cwd, 'wide.html'), 'utf8')).toContain(said);
    expect((await runCli(['history', 'wide.yaml'], { cwd })).stdout).not.toContain('Path filters');
  });

  it('says how many a limit leaves out', async () => {
    const { stdout, stderr } = await runCli(['history', 'api.yaml', '--limit', '1'], { cwd: repository.folder });
    expect(stderr).toContain('3 older revisions are left out');
    expect(stdout).toMatch(/compatible/);
  });

  it('tells in a terminal what could not be read, and draws a bar for what breaks', async () => {
    const { stdout } = await runCli(['history', 'api.yaml'], { cwd: repository.folder, env: { COLUMNS: '120' } });
    expect(stdout).toMatch(/\d Mar 2026\s+v2\s+1\.1\.0\s+breaking\s+1\s+0\s+█+/);
    expect(stdout).toMatch(/\nv2, \d Mar 2026, against .*\n {2}✖ .*no longer.*(?:\n {4})?.*enum-value-removed/);
    expect(stdout).toMatch(/\? [0-9a-f]{10}, \d Mar 2026: .*api\.yaml/);
  });

  it('keeps to the columns of a terminal, and names every change when all is asked for', async () => {
    const at = (COLUMNS: string, ...args: string[]) =>
      runCli(['history', 'api.yaml', ...args], { cwd: repository.folder, env: { COLUMNS } });
    const { stdout } = await at('80');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(/ mend.*…$/m);
    expect((await at('120', '--all')).stdout).toContain('mend it and take c away');
  });

  it('finds the repository of a document that lies elsewhere', async () => {
    const elsewhere = await emptyFolder();
    const { stdout, status } = await runCli(['history', join(repository.folder, 'api.yaml'), '--tags'], {
      cwd: elsewhere,
    });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringMatching(/v2 .*breaking/) });
    const none = await runCli(['history', join(elsewhere, 'api.yaml')], { cwd: repository.folder });
    expect(none.status).toBe(3);
    expect(none.stderr).toContain(`${elsewhere} lies in no git repository`);
  });

  it('puts what broke under the plot of a page, and days in words', async () => {
    await rows('--plot', 'breaks.html');
    const page = await readFile(join(repository.folder, 'breaks.html'), 'utf8');
    expect(page).toMatch(
      /<h2>v2, \d Mar 2026<\/h2>\n<p>mend it and take c away<\/p>\n<ul>\n<li>GET \/pets: .*no longer lists.*enum-value/,
    );
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href|2026-03/);
  });

  it('has a legend on the page that a phone shows without scrolling', async () => {
    await rows('--plot', 'breaks.html');
    const page = await readFile(join(repository.folder, 'breaks.html'), 'utf8');
    // Text of the page wraps; what stands in the drawing is scrolled away with it.
    const [, legend = ''] = /^<p>(.*)<\/p>\n<div/m.exec(page) ?? [];
    expect(legend.replaceAll(/<[^>]*>/g, '')).toBe(
      '■ breaking · ■ risky · ✔ safe · ? could not be compared · ∅ not there',
    );
    expect(page).toContain('div{overflow-x:auto;direction:rtl}'); // the newest is at hand
    expect(page).toContain('<h1>Breaks of api.yaml over time</h1>');
  });

  it('plots into an SVG that is well-formed and stands alone', async () => {
    await rows('--plot', 'breaks.svg');
    const svg = await readFile(join(repository.folder, 'breaks.svg'), 'utf8');
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('breaking, 1 breaking, 0 risky');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href/);
  });

  it.each([
    ['a document that never was', ['nowhere.yaml'], 3, /No commit touched nowhere\.yaml/],
    ['a revision that is not there', ['api.yaml', '--since', 'v9'], 3, /no revision v9/],
    ['a document that is nearly one that there is', ['api.yml'], 3, /Did you mean api\.yaml/],
    ['a revision that is nearly one that there is', ['api.yaml', '--since', 'mian'], 3, /Did you mean main\?/],
    ['a folder', ['.'], 2, /\. is a folder\.\n hint: Name one document in it/],
    ['a plot into no folder', ['api.yaml', '--plot', 'none/a.svg'], 3, /could not be written: there is no such folder/],
    ['a plot of another kind', ['api.yaml', '--plot', 'breaks.png'], 2, /neither an SVG nor an HTML/],
  ] as const)('%s is told in a sentence', async (_, args, expected, sentence) => {
    const { status, stderr } = await runCli(['history', ...args], { cwd: repository.folder });
    expect(status).toBe(expected);
    expect(stderr).toMatch(sentence);
  });
});

describe('a name that was deleted', () => {
  const named = (operations: Record<string, string>) =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1.0.0' },
      paths: Object.fromEntries(
        Object.entries(operations).map(([path, operationId]) => [
          path,
          { get: { operationId, responses: { 204: { description: 'Done.' } } } },
        ]),
      ),
    });
  const told = async (...args: string[]) => {
    const run = await runCli(['history', 'names.json', ...args], { cwd: repository.folder, env: { COLUMNS: '300' } });
    return run.stdout;
  };
  interface Named {
    readonly subject: string;
    readonly reusedNames: readonly object[];
  }
  let shas: string[];

  beforeAll(async () => {
    const { git, commit } = repository;
    await commit('three names', {
      'names.json': named({ '/pets': 'readPets', '/owners/{id}': 'readOwner', '/a': 'move' }),
    });
    await commit('two deleted, one moved', { 'names.json': named({ '/keep': 'keep', '/b': 'move' }) });
    await commit('break the names', { 'names.json': 'openapi: [' });
    await commit('the same comes back', { 'names.json': named({ '/keep': 'keep', '/owners/{key}': 'readOwner' }) });
    await commit('something else has the name', { 'names.json': named({ '/animals': 'readPets', '/c': 'keep' }) });
    await commit('nothing new', { 'names.json': named({ '/animals': 'readPets' }) });
    shas = git('log', '--reverse', '--format=%H', '--', 'names.json').trim().split('\n');
  });

  it('and is given to something else later is told with where it was and since when it was gone', async () => {
    const { rows } = JSON.parse(await told('--json')) as { rows: Named[] };
    expect(rows.filter(({ reusedNames }) => reusedNames.length > 0)).toMatchObject([
      {
        subject: 'something else has the name',
        reusedNames: [
          {
            operationId: 'readPets',
            formerly: 'GET /pets',
            lastIn: shas[0]?.slice(0, 10),
            goneSince: shas[1]?.slice(0, 10),
            now: 'GET /animals',
          },
        ],
      },
    ]);
  });

  it('is a line under the table', async () => {
    const lines = (await told()).split('\n').filter((line) => line.includes('readPets'));
    expect(lines).toEqual([
      `▲ readPets names GET /animals now; it named GET /pets up to ${shas[0]?.slice(0, 10)} and was deleted in ${shas[1]?.slice(0, 10)}. Old code calls something else by it.`,
    ]);
  });

  it('stays reserved also where the document itself was away', async () => {
    repository.git('rm', '-q', 'names.json');
    await repository.commit('away with it');
    await repository.commit('back again', { 'names.json': named({ '/zoo': 'readPets' }) });
    expect(await told()).toMatch(/readPets names GET \/zoo now; it named GET \/animals/);
  });
});
