// `tocsin callers` in a process of its own, over a store that an import was recorded in.

import { beforeEach, expect, test, vi } from 'vitest';
import { importedCalls } from '../support/imported-calls.ts';
import { runCli } from '../support/run-cli.ts';
import { assessPkgdb, by, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let place: SmallOrganisation;
beforeEach(async () => {
  place = smallOrganisation();
  const tocsin = await place.open();
  await assessPkgdb(tocsin);
  await tocsin.recordEvidence(
    importedCalls('log', [
      { callerName: 'fedpkg-helper' },
      { callerKey: 'z9', callerName: 'curl', operation: 'GET /version', requests: 3 },
    ]),
    by('Pauline'),
  );
  await tocsin.close();
});

const callers = (...args: string[]) =>
  runCli(['callers', ...args, '--now', '2026-02-10T10:00Z'], { cwd: place.folder });

test('whoever calls what breaks comes first, with a guess and what to do', async () => {
  const { status, stdout } = await callers('list');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^✖ fedpkg-helper \(k1a2b3c4d5e6f708\) calls pkgdb: nobody has claimed it\n/);
  expect(stdout).toContain('900 requests in production, from 1 Feb 2026 to 9 Feb 2026 (access log)');
  expect(stdout).toContain('Breaks: GET /packages/{name}');
  expect(stdout).toContain('Perhaps fedpkg: It calls itself fedpkg-helper, like the consumer fedpkg');
  expect(stdout).toMatch(/\? curl \(z9\) calls pkgdb/);
});

test('where no calls were imported, nobody has looked, and that is no good news', async () => {
  const unseen = smallOrganisation();
  const list = (...args: string[]) => runCli(['callers', 'list', ...args], { cwd: unseen.folder });
  expect((await list()).stdout).toBe('Nobody has looked who calls: no calls were imported (tocsin evidence import).\n');
  expect(JSON.parse((await list('--json')).stdout)).toMatchObject({ observed: false, callers: [] });
  expect(JSON.parse((await callers('list', '--json')).stdout)).toMatchObject({ observed: true });
});

test('a claim is kept, one that was only tried is not', async () => {
  const tried = await callers('claim', 'k1a2', '--consumer', 'fedpkg', '--as', 'Denise', '--dry-run');
  expect(tried.stdout).toContain('claimed for fedpkg by Denise');
  expect(JSON.parse((await callers('list', '--json')).stdout).callers).toHaveLength(2);
  const claimed = await callers('claim', 'k1a2', '--consumer', 'fedpkg', '--as', 'Denise');
  expect(claimed.status).toBe(0);
  const left = JSON.parse((await callers('list', '--json')).stdout);
  expect(left).toMatchObject({ schemaVersion: 1, callers: [{ name: 'curl', open: true }] });
  expect((await callers('list')).stdout).toContain('1 more is settled: --all shows them.');
});

test('whoever forwards one reads whether the team was written to, or why nobody is', async () => {
  const asked = await callers('forward', 'k1a2', '--team', 'releng', '--as', 'Pauline');
  expect(asked.stdout).toContain('Asked by mail at releng@example.org: only written to the outbox.');
  const waits = await callers('forward', 'z9', '--team', 'releng', '--as', 'Pauline');
  expect(waits.stdout).toMatch(/Nobody is written to now: no release that is under way breaks what it calls\./);
});

test('noise needs a reason, and somebody whom the catalogue knows', async () => {
  expect((await callers('noise', 'z9', '--as', 'Pauline')).status).toBe(2);
  expect((await callers('noise', 'z9', '--as', 'Mallory', '--why', 'x')).status).toBe(4);
  const { status, stdout } = await callers('noise', 'z9', '--as', 'Pauline', '--why', 'somebody trying it out');
  expect(status).toBe(0);
  expect(stdout).toContain('“somebody trying it out”');
});

test('who was claimed, or is noise, is no longer listed among those that nobody knows', async () => {
  await callers('claim', 'k1a2', '--consumer', 'fedpkg', '--as', 'Denise');
  const known = async () => {
    const { stdout } = await runCli(['evidence', 'list', '--service', 'pkgdb'], { cwd: place.folder });
    return stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}.*/g, ''));
  };
  const half = await known();
  expect(half.slice(0, 2)).toEqual([
    'Callers that were claimed, or are noise',
    'k1a2b3c4d5e6f708 “fedpkg-helper”: fedpkg',
  ]);
  expect(half.slice(2, 4)).toEqual(['Callers that the catalogue does not know', 'z9 “curl”']);
  expect((await callers('list')).stdout).toMatch(/^ +tocsin callers forward z9 --team \S+$/m);
  expect((await callers('list')).stdout).toContain("tocsin callers noise z9 --why 'WHAT IT IS'");
  await callers('noise', 'z9', '--as', 'Pauline', '--why', 'It is our monitoring');
  expect(await known()).not.toContain('Callers that the catalogue does not know');
});

test('a word about a consumer is answered with its own rungs, under the speaker’s full name', async () => {
  const { stdout, status } = await runCli(
    ['ladder', 'claim', 'pkgdb-2.0', 'fedpkg', 'ported', '--as', 'denise', '--now', '2026-02-10T10:00Z'],
    { cwd: place.folder },
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^fedpkg \(releng\)\n/);
  expect(stdout).toMatch(/◐ Denise ported: Denise\b.* says so on 10 Feb 2026/);
  expect(stdout).not.toContain('closed');
});
