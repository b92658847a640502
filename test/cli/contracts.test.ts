// Contracts and catalogues through the command, as a pipeline would use them.

import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const document = (fields: string) => `openapi: 3.0.3
info: { title: Packages, version: '1' }
servers: [{ url: /api }]
paths:
  /packages/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, required: [name, owner], properties: { ${fields} } }
`;

const catalog = `teams: { apps: { email: apps@example.org }, releng: { email: releng@example.org } }
services:
  pkgdb: { owner: apps, environments: { production: https://pkgdb.example.org/api } }
consumers:
  careful: { team: releng, uses: { pkgdb: [] } }
  greedy: { team: releng, uses: { pkgdb: ['GET /packages/{name}'] } }
`;

const pact = (consumer: string, body: unknown, version = '3.0.0') =>
  JSON.stringify({
    consumer: { name: consumer },
    provider: { name: 'pkgdb' },
    interactions: [
      {
        description: 'a package',
        request: { method: 'GET', path: '/api/packages/guake' },
        response: { status: 200, body },
      },
    ],
    metadata: { pactSpecification: { version } },
  });

const files = {
  'tocsin.yaml': catalog,
  'v1.yaml': document('name: { type: string }, owner: { type: string }'),
  'v2.yaml': document('name: { type: string }').replace('[name, owner]', '[name]'),
  'careful.json': pact('careful', { name: 'guake' }),
  'greedy.json': pact('greedy', { name: 'guake', owner: 'pingou' }),
  'stranger.json': pact('stranger', { owner: 'pingou' }),
};
const impact = ['impact', 'v1.yaml', 'v2.yaml', '--service', 'pkgdb'];

describe('tocsin impact --pact', () => {
  test('a consumer whose contract leaves out what goes is not affected, one that reads it is', async () => {
    const cwd = await temporaryFolder(files);
    const contracts = ['careful.json', 'greedy.json', 'stranger.json'];
    const { status, stdout } = await runCli([...impact, '--json', '--pact', ...contracts], { cwd });
    expect(status).toBe(1);
    const { consumers, unknownCallers } = JSON.parse(stdout);
    expect(consumers).toMatchObject([
      { consumer: 'careful', hits: [], notAffectedBecause: expect.stringContaining('and never 200.body.owner') },
      {
        consumer: 'greedy',
        hits: [{ certainty: 'field', because: expect.stringContaining('Reads 200.body.owner') }],
        notAffectedBecause: null,
      },
    ]);
    expect(unknownCallers).toMatchObject([{ name: 'stranger', requests: 0, operations: ['GET /packages/{name}'] }]);
  });

  test('contracts that the catalogue imports are read without being named', async () => {
    const cwd = await temporaryFolder({ ...files, 'tocsin.yaml': `${catalog}imports: [{ pact: careful.json }]\n` });
    const { stdout } = await runCli([...impact, '--json'], { cwd });
    expect(JSON.parse(stdout).consumers[0]).toMatchObject({ consumer: 'careful', hits: [] });
  });

  describe('and the store', () => {
    const now = ['--now', '2026-02-10T09:00Z'];
    const imported = (contract: string) => `${catalog}imports: [{ pact: ${contract} }]\n`;
    const views = async (cwd: string) => {
      const run = async (...args: string[]) => JSON.parse((await runCli([...args, '--json', ...now], { cwd })).stdout);
      const { impact: stored, ladder } = await run('release', 'show', 'pkgdb-2.0');
      const { consumers, unknownCallers } = await run(...impact);
      return { files: { consumers, unknownCallers }, stored, ladder };
    };

    test('say the same of a contract that the catalogue imports, as soon as it stands in the files', async () => {
      const cwd = await temporaryFolder({ ...files, 'tocsin.yaml': imported('careful.json') });
      await runCli(['release', 'assess', 'pkgdb', '2.0', 'v1.yaml', 'v2.yaml', ...now], { cwd });
      const before = await views(cwd);
      expect(before.stored).toMatchObject(before.files);
      expect(before.stored.consumers[0]).toMatchObject({ consumer: 'careful', hits: [] });
      expect(before.ladder.consumers.map(({ consumer }: { consumer: string }) => consumer)).toEqual(['greedy']);

      await writeFile(`${cwd}/careful.json`, pact('careful', { name: 'guake', owner: 'pingou' }));
      const changed = await views(cwd);
      expect(changed.stored).toMatchObject(changed.files);
      expect(changed.stored.consumers[0].hits).toMatchObject([{ certainty: 'field' }]);

      await writeFile(`${cwd}/tocsin.yaml`, catalog);
      const gone = await views(cwd);
      expect(gone.stored).toMatchObject(gone.files);
      expect(gone.stored.consumers[0].hits).toMatchObject([{ certainty: 'unknown' }]);
    });
  });

  test.each([
    ['a version that is not known', pact('careful', {}, '9.1'), 'new.json follows the Pact specification 9.1'],
    ['something that is no contract', '[]', 'new.json is no Pact'],
  ])('%s ends it before anything is compared', async (_, text, words) => {
    const cwd = await temporaryFolder({ ...files, 'new.json': text });
    const { status, stdout, stderr } = await runCli([...impact, '--pact', 'careful.json', 'new.json'], { cwd });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(words);
  });
});

test('documents that the catalogue names lie beside the file that names them, wherever the command runs', async () => {
  const named = catalog.replace('{ owner: apps,', '{ owner: apps, document: { base: v1.yaml, revision: ../v2.yaml },');
  const cwd = await temporaryFolder({
    'v2.yaml': files['v2.yaml'],
    'organisation/v1.yaml': files['v1.yaml'],
    'organisation/tocsin.yaml': named,
  });
  const args = ['release', 'assess', 'pkgdb', '2.0', '--json', '--config', 'organisation/tocsin.yaml'];
  const { status, stdout } = await runCli(args, { cwd });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).comparison).toMatchObject({
    base: { source: 'organisation/v1.yaml' },
    revision: { source: 'v2.yaml' },
  });
});

test('tocsin release assess takes the documents that the catalogue names', async () => {
  const named = catalog.replace('{ owner: apps,', '{ owner: apps, document: { base: v1.yaml, revision: v2.yaml },');
  const cwd = await temporaryFolder({ ...files, 'tocsin.yaml': named });
  const { status, stdout } = await runCli(['release', 'assess', 'pkgdb', '2.0', '--json'], { cwd });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).comparison).toMatchObject({ verdict: 'breaking', revision: { source: 'v2.yaml' } });
  const unnamed = await runCli(['release', 'assess', 'pkgdb', '2.0'], { cwd: await temporaryFolder(files) });
  expect(unnamed.status).toBe(2);
  expect(unnamed.stderr).toContain('Nothing says which document is the base, and which the revision of pkgdb.');
});

test('tocsin config schema prints what editors ask for', async () => {
  const { stdout } = await runCli(['config', 'schema']);
  expect(JSON.parse(stdout).properties).toHaveProperty('imports');
  expect((await runCli(['config', 'schema', '--modeline'])).stdout).toMatch(
    /^# yaml-language-server: \$schema=\/.*tocsin\.schema\.json\n$/,
  );
});

test('tocsin impact --backstage adds who says that it consumes the API', async () => {
  const info = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: badges }
spec: { type: service, owner: releng, consumesApis: [pkgdb] }
`;
  const cwd = await temporaryFolder({ ...files, 'catalog-info.yaml': info });
  const { stdout } = await runCli([...impact, '--json', '--backstage', 'catalog-info.yaml'], { cwd });
  expect(JSON.parse(stdout).consumers.at(-1)).toMatchObject({
    consumer: 'badges',
    team: 'releng',
    hits: [{ certainty: 'unknown' }],
  });
  const broken = await temporaryFolder({ ...files, 'catalog-info.yaml': info.replace('releng', 'moon') });
  const { status, stderr } = await runCli([...impact, '--backstage', 'catalog-info.yaml'], { cwd: broken });
  expect(status).toBe(2);
  expect(stderr).toContain('consumers.badges.team names the team "moon"');
  expect(stderr).toContain('catalog-info.yaml:4:');
});

describe('tocsin catalog', () => {
  test('check and sync print the difference, and a refusal by name ends with 1 and changes nothing', async () => {
    const cwd = await temporaryFolder({ 'tocsin.yaml': catalog });
    const run = async (...args: string[]) => runCli(['catalog', ...args], { cwd });
    const check = await run('check', '--json');
    expect(check.status).toBe(0);
    expect(JSON.parse(check.stdout)).toMatchObject({ applied: false, refusals: [], circles: [] });
    expect(JSON.parse(check.stdout).changes).toHaveLength(5);

    const dry = await run('sync', '--dry-run');
    expect(dry.stdout).toContain('+ service pkgdb');
    expect(dry.stderr).toContain('Dry run');
    expect((await run('check')).stdout).toContain('never synced, so nothing guards deletions');
    expect((await run('sync', '--why', 'merged')).stdout).toContain('5 changes.');
    expect((await run('check')).stdout).toContain('The files are what was synced.');

    const without = catalog.replace(/ {2}greedy.*\n/, '').replace('apps@example.org', 'applications@example.org');
    await writeFile(`${cwd}/tocsin.yaml`, without);
    const refused = await run('sync');
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('The consumer greedy is left out, but was never marked as deleted.');
    expect(refused.stdout).toContain('Refused: nothing is changed.');

    const marked = `${without}  greedy: { team: releng, uses: {}, deleted: true }\n`;
    await writeFile(`${cwd}/tocsin.yaml`, marked);
    const deleted = await run('sync');
    expect(deleted.status).toBe(0);
    expect(deleted.stdout).toContain('- consumer greedy: deleted; after this sync it may be left out');
    expect(deleted.stdout).toContain('email: applications@example.org');
    await writeFile(`${cwd}/tocsin.yaml`, without);
    expect((await run('sync')).stdout).toContain('- consumer greedy: left out; its name stays taken');
  });

  test('services in a circle are told and not refused', async () => {
    const circle = catalog.replace(
      'services:\n  pkgdb: {',
      'services:\n  fas: { owner: apps, dependsOn: [pkgdb] }\n  pkgdb: { dependsOn: [fas],',
    );
    const cwd = await temporaryFolder({ 'tocsin.yaml': circle });
    const { status, stdout } = await runCli(['catalog', 'check'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('fas depends on pkgdb, which depends on fas');
    expect((await runCli(['config', 'check'], { cwd })).stdout).toContain('fas depends on pkgdb, which depends on fas');
  });

  test('show tells where each fact comes from', async () => {
    const cwd = await temporaryFolder({ 'tocsin.yaml': catalog });
    const { stdout } = await runCli(['catalog', 'show', 'careful', '--json'], { cwd });
    expect(JSON.parse(stdout).facts).toEqual([
      { path: ['consumers', 'careful', 'team'], value: 'releng', source: 'tocsin.yaml:5' },
      { path: ['consumers', 'careful', 'uses', 'pkgdb'], value: [], source: 'tocsin.yaml:5' },
    ]);
    expect((await runCli(['catalog', 'show', 'moon'], { cwd })).status).toBe(2);
  });
});
