import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { settableClock } from '../../src/base/index.ts';
import { openTocsin } from '../../src/bot/index.ts';
import { openStore } from '../../src/store/index.ts';
import { renderers } from '../evidence/render-calls.ts';
import { document, organisation, sourceOf } from '../evidence/sample-api.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const change = { actor: { name: 'pingou', via: 'cli' as const } };
const line = (seconds: number, agent = 'bodhi/2.1') =>
  `${renderers['Apache vhost_combined']!({
    seconds,
    method: 'GET',
    target: '/api/v1/packages?limit=2',
    host: 'pkgdb.example.org',
    status: 200,
    address: '10.5.0.1',
    user: null,
    agent,
  })}\n`;
const morning = 1_770_714_000; // 2026-02-10T09:00:00Z

async function opened(config = organisation) {
  const cwd = await temporaryFolder({ 'tocsin.yaml': config, 'packages.yaml': document });
  const clock = settableClock('2026-02-11T00:00:00.000Z');
  const tocsin = await openTocsin({ cwd, env: {}, clock });
  const load = (content: string | Uint8Array, name = 'access.log', changes = {}) =>
    tocsin.importEvidence(
      { service: 'pkgdb', sources: [sourceOf(name, content)], documents: ['packages.yaml'], ...changes },
      change,
    );
  const total = async () => (await tocsin.useEvidence('pkgdb')).reduce((sum, { requests }) => sum + requests, 0);
  return { cwd, clock, tocsin, load, total };
}

describe('importing evidence', () => {
  test('counts each call once, however often and under whatever name its file comes', async () => {
    const { tocsin, load, total } = await opened();
    const first = line(morning) + line(morning + 5);
    expect((await load(first)).recorded).toBe(true);
    expect((await load(first)).recorded).toBe(false);
    expect((await load(gzipSync(first), 'access.log.1.gz')).recorded).toBe(false);
    expect(await total()).toBe(2);
    expect((await load(first + line(morning + 9))).recorded).toBe(true);
    expect(await total()).toBe(3);
    const [use] = await tocsin.useEvidence('pkgdb');
    expect(use).toMatchObject({
      consumer: 'bodhi',
      callerEnvironment: 'production',
      environment: 'production',
      operation: 'GET /packages',
      requests: 3,
      lastSeen: '2026-02-10T09:00:09.000Z',
      source: 'access log',
    });
    const events = await tocsin.events(0);
    expect(events.map(({ type, subject, data }) => [type, subject, data.requests])).toEqual([
      ['evidence.recorded', 'pkgdb', 2],
      ['evidence.recorded', 'pkgdb', 1],
    ]);
    await tocsin.close();
  });

  test('of a file that breaks off nothing is kept', async () => {
    const { tocsin, load, total } = await opened();
    const packed = gzipSync(Array.from({ length: 200 }, (_, index) => line(morning + index * 61)).join(''));
    await expect(load(packed.subarray(0, -30))).rejects.toThrow('ends in the middle of its gzip data');
    expect(await total()).toBe(0);
    expect(await tocsin.evidenceImports()).toEqual([]);
    expect(await tocsin.events(0)).toEqual([]);
    await tocsin.close();
  });

  test('what was forgotten with its import may come anew, with what the catalogue knows by then', async () => {
    const { tocsin, load, total } = await opened();
    const { batch } = await load(line(morning));
    await tocsin.forgetEvidence({ service: 'pkgdb', import: batch.id }, change);
    expect(await total()).toBe(0);
    expect((await load(line(morning))).recorded).toBe(true);
    await tocsin.close();
  });

  test('forgetting one import of a log that grew, and importing it anew, counts each call once', async () => {
    const { tocsin, load, total } = await opened();
    const lines = [0, 9, 20].map((seconds) => line(morning + seconds));
    const imports: string[] = [];
    for (const end of [1, 2, 3]) imports.push((await load(lines.slice(0, end).join(''))).batch.id);
    expect(await total()).toBe(3);
    for (const id of imports) {
      await tocsin.forgetEvidence({ import: id }, change);
      expect(await total()).toBe(2);
      expect((await load(lines.join(''))).recorded).toBe(true);
      expect(await total()).toBe(3);
      expect((await load(lines.join(''))).recorded).toBe(false);
    }
    await tocsin.close();
  });

  test('is forgotten by the clock when it is older than it is kept', async () => {
    const { tocsin, clock, load, total } = await opened(`${organisation}\nevidence: { retentionDays: 30 }\n`);
    await load(line(morning));
    clock.set('2026-03-12T08:00:00.000Z');
    await tocsin.tick();
    expect(await total()).toBe(1);
    clock.set('2026-03-12T09:00:01.000Z');
    await tocsin.tick();
    await tocsin.tick();
    expect(await total()).toBe(0);
    const forgotten = (await tocsin.events(0)).filter(({ type }) => type === 'evidence.forgotten');
    expect(forgotten.map(({ actor, why, data }) => [actor.via, why, data.uses])).toEqual([
      ['clock', 'Evidence is kept for 30 days after the last call.', 1],
    ]);
    await tocsin.close();
  });

  test('the lines of code of a search that nobody went on with are deleted after a day', async () => {
    const { cwd, tocsin, clock } = await opened();
    const store = await openStore({ file: join(cwd, '.tocsin', 'tocsin.db') });
    const lines = { repository: 'tarn/bodhi', path: 'main.py', fragments: ["get('/packages')"], query: 0 };
    const kept = { plan: 'p', at: clock.now(), progress: { done: [], hits: [lines], notes: [] } as never };
    await store.write((changes) => changes.keepSearch('pkgdb', kept));
    const underWay = () => store.read((records) => records.searchUnderWay('pkgdb'));
    clock.set('2026-02-11T23:59:59.000Z');
    await tocsin.tick();
    expect(await underWay()).toMatchObject({ progress: { hits: [lines] } });
    clock.set('2026-02-12T00:00:01.000Z');
    await tocsin.tick();
    expect(await underWay()).toBeNull();
    await store.close();
    await tocsin.close();
  });

  test('needs a service, an environment and a document that are known', async () => {
    const { tocsin, load } = await opened();
    await expect(load(line(morning), 'a', { service: 'pkgdp' })).rejects.toThrow('does not know the service "pkgdp"');
    await expect(load(line(morning), 'a', { environment: 'prod' })).rejects.toThrow('pkgdb has no environment "prod"');
    await expect(load(line(morning), 'a', { documents: [] })).rejects.toThrow(
      'Nothing says which operations pkgdb has.',
    );
    await tocsin.close();
  });
});

describe('tocsin evidence', () => {
  test('imports, lists and forgets; a dry run keeps nothing', async () => {
    const cwd = await temporaryFolder({
      'tocsin.yaml': organisation,
      'packages.yaml': document,
      'access.log.1': line(morning),
      'other.log': line(morning + 200),
      'access.log': line(morning + 100, 'sync/1') + line(morning + 101, 'sync/1').replace('/packages?', '/nowhere?'),
    });
    const args = ['evidence', 'import', 'access.log*', '--service', 'pkgdb', '--spec', 'packages.yaml'];
    const now = ['--now', '2026-02-11T00:00Z'];
    const dry = await runCli([...args, ...now, '--dry-run', '--json'], { cwd });
    expect(dry.status).toBe(0);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      schemaVersion: 1,
      requests: 2,
      files: [
        { name: 'access.log.1', format: 'combined' },
        { name: 'access.log', format: 'combined' },
      ],
      unmatched: [{ method: 'GET', path: '/api/v1/{}', requests: 1, failed: 0 }],
    });
    expect((await runCli(['evidence', 'list'], { cwd })).stdout).toBe('Nothing was imported yet.\n');

    const real = await runCli([...args, ...now], { cwd });
    expect(real.stdout).toContain('2 calls of pkgdb recorded as import');
    expect(real.stdout).toMatch(/bodhi \(its production\)\s+production\s+1\s+last 10 Feb 2026\s+GET \/packages/);
    expect(real.stdout).toMatch(/[0-9a-f]{16} “sync”\s+production\s+1/);
    expect(real.stdout).toContain('What else may be said of them: tocsin callers list');
    expect(real.stdout).toContain('Requests that fit no operation: 1');
    const again = await runCli([...args, ...now], { cwd });
    expect(again.stdout).toContain('Nothing was new, and nothing was recorded.');
    const list = JSON.parse((await runCli(['evidence', 'list', '--service', 'pkgdb', '--json'], { cwd })).stdout);
    expect(list.evidence).toHaveLength(2);
    const [only] = JSON.parse((await runCli(['evidence', 'list', '--json'], { cwd })).stdout).imports;
    const other = ['evidence', 'import', 'other.log', '--service', 'pkgdb', '--spec', 'packages.yaml'];
    await runCli([...other, ...now], { cwd });
    const both = await runCli(['evidence', 'forget', '--import', 'sha256:'], { cwd });
    expect(both.status).toBe(2);
    expect(both.stderr).toContain('2 imports begin with "sha256:": give more of the id.');
    const gone = await runCli(['evidence', 'forget', '--import', only.id.slice(7, 15)], { cwd });
    expect(gone.stdout).toBe('2 records of use and 1 import forgotten.\n');
    expect((await runCli(['evidence', 'forget', '--import', 'ffff'], { cwd })).status).toBe(2);
  });

  test('a stranger who goes by a consumer’s name is told from it, with how to join the two', async () => {
    const cwd = await temporaryFolder({
      'tocsin.yaml': organisation,
      'packages.yaml': document,
      'access.log': line(morning) + line(morning + 100, 'nightly/2.1'),
    });
    const args = ['evidence', 'import', 'access.log', '--service', 'pkgdb', '--spec', 'packages.yaml'];
    const { stdout } = await runCli([...args, '--now', '2026-02-11T00:00Z'], { cwd });
    const [, key] = /([0-9a-f]{16}) “nightly”\s+production/.exec(stdout)!;
    expect(stdout).toContain(`tocsin callers claim ${key} --consumer nightly`);
    expect(stdout).toContain('under `seenAs` of that consumer');
  });

  test('the impact reads logs without a store, and unknown callers keep their keys', async () => {
    const cwd = await temporaryFolder({
      'tocsin.yaml': organisation,
      'packages.yaml': document,
      'next.yaml': document.replace('name: limit', 'name: size'),
      'access.log': line(morning) + line(morning, 'sync/1'),
    });
    const args = ['impact', 'packages.yaml', 'next.yaml', '--service', 'pkgdb', '--logs', 'access.log', '--json'];
    const run = await runCli(args, { cwd });
    const { consumers, unknownCallers } = JSON.parse(run.stdout);
    const bodhi = consumers.find(({ consumer }: { consumer: string }) => consumer === 'bodhi');
    expect(bodhi.hits[0]).toMatchObject({
      certainty: 'field',
      environments: [{ name: 'production', requests: 1, lastSeen: '2026-02-10T09:00:00.000Z' }],
    });
    expect(unknownCallers).toMatchObject([{ requests: 1, operations: ['GET /packages'] }]);
    expect(existsSync(`${cwd}/.tocsin/tocsin.db`)).toBe(false);
    const again = JSON.parse((await runCli(args, { cwd })).stdout).unknownCallers;
    expect(again[0].key).toBe(unknownCallers[0].key);
  });
});
