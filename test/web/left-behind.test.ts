// After a release is done: who still fails by it needs the page that says what breaks, more than ever.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Tocsin, wrongNow } from '../../src/bot/index.ts';
import { printRelease } from '../../src/cli/print-release.ts';
import { buildServer } from '../../src/web/index.ts';
import { importedCalls } from '../support/imported-calls.ts';
import { sharing, writeSharedSchema } from '../support/shared-schema.ts';
import { by, pkgdb, readyPkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let place: SmallOrganisation;
let tocsin: Tocsin;
let board: Awaited<ReturnType<typeof buildServer>>;
beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
  const { clock } = place;
  const publicUrl = 'http://board.example.org';
  board = await buildServer({ tocsin, clock, publicUrl, secret: tocsin.secret, version: '1.2.3' });
  await readyPkgdb(place, tocsin);
  await tocsin.startDeploy(pkgdb, by('Pauline'));
  await tocsin.startVerifying(pkgdb, {}, by('Pauline'));
});
afterEach(async () => {
  await board.close();
  await tocsin.close();
});

async function wordsOf(url: string): Promise<string> {
  const { body } = await board.inject({ url });
  return body
    .replace(/<(script|style|svg|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Calls of `consumer` in the hour after the deploy, all with one answer. */
async function seen(consumer: string, operation: string, status: number): Promise<void> {
  const lastSeen = '2026-02-24T15:00:00.000Z';
  place.clock.set('2026-02-24T15:30:00.000Z');
  const answers = [{ status, requests: 4, lastSeen }];
  const use = { consumer, operation, requests: 4, callerKey: null, firstSeen: lastSeen, lastSeen, answers };
  await tocsin.recordEvidence(importedCalls(consumer, [use]), by('Pauline'));
}

test('a consumer that fails in production keeps what breaks it and what to do on its page, as does its team', async () => {
  await seen('bugzilla-sync', 'GET /lists/bugzilla', 404);
  await tocsin.complete(pkgdb, by('Pauline', 'qa ports it tomorrow'));
  for (const page of ['/consumers/bugzilla-sync', '/teams/qa']) {
    const words = await wordsOf(page);
    expect(words).toMatch(/GET \/lists\/bugzilla is gone.*To do:/);
    expect(words).toContain('contradicted It still sends GET /lists/bugzilla to production');
    expect(words).not.toMatch(/No (open )?release/);
  }
  expect(await wordsOf('/consumers/bugzilla-sync')).toContain('Deployed:');
  const feed = (await board.inject({ url: '/consumers/bugzilla-sync/feed.atom' })).body;
  expect(feed).toContain('pkgdb 2.0 is done, and bugzilla-sync is not');
  expect(feed).toContain('It was deployed on');
});

test('one that was seen to work has the release behind it', async () => {
  await tocsin.recordDeployment(pkgdb, { consumer: 'fedpkg', at: '2026-02-24T14:00:00.000Z' }, by('Denise'));
  await seen('fedpkg', 'GET /packages/{name}', 200);
  await tocsin.complete(pkgdb, by('Pauline'));
  const words = await wordsOf('/consumers/fedpkg');
  expect(words).toContain('No release that is on its way has to do with it');
  expect(words).toMatch(/How it went before .*pkgdb 2\.0.*done/);
  expect(await wordsOf('/teams/releng')).toContain('No open release hits fedpkg');
  place.clock.set('2026-08-24T15:30:00.000Z');
  expect(await wordsOf('/consumers/fedpkg')).toContain('No release that is on its way has to do with it');
});

test('a feed names the first operations of a change that many share, and how many more there are', async () => {
  writeSharedSchema(place.folder);
  const uses = sharing.map((operation) => `'${operation}'`).join(', ');
  const config = place.text().replace("'GET /packages/{name}'", uses);
  const many = await place.open({ config });
  const own = await buildServer({
    tocsin: many,
    clock: place.clock,
    publicUrl: 'http://board.example.org',
    secret: many.secret,
    version: '1.2.3',
  });
  const documents = { base: 'shared-1.json', revision: 'shared-2.json' };
  await many.assess({ service: 'pkgdb', version: '3.0', ...documents, declared: 'breaks' }, by('Pauline'));
  const feed = (await own.inject({ url: '/consumers/fedpkg/feed.atom' })).body;
  expect(feed).toContain('GET /a, GET /b, GET /c, GET /d, GET /e and 2 more operations: ');
  await own.close();
  await many.close();
});

test('a change that hits many consumers names the first of them, and how many more there are', async () => {
  const users = [...Array(15).keys()].map(
    (at) => `  user-${at}: { team: releng, uses: { pkgdb: ['GET /packages/{name}'] } }\n`,
  );
  const config = place.text().replace('consumers:\n', `consumers:\n${users.join('')}`);
  const many = await place.open({ config });
  const publicUrl = 'http://board.example.org';
  const own = await buildServer({ tocsin: many, clock: place.clock, publicUrl, secret: many.secret, version: '1.2.3' });
  await many.assess(
    { service: 'pkgdb', version: '3.0', base: 'before.yaml', revision: 'after.yaml', declared: 'breaks' },
    by('Pauline'),
  );
  expect((await own.inject({ url: '/releases/pkgdb-3.0' })).body).toMatch(
    /Hits user-0, user-1, .*, user-11 and 4 more\./,
  );
  await own.close();
  await many.close();
});

test('while a release is watched, its page and release show begin with who is not right, and who is on for them', async () => {
  await seen('bugzilla-sync', 'GET /lists/bugzilla', 404);
  const stranger = { callerKey: 'c0ffee0123456789', callerName: 'curl', lastSeen: '2026-02-24T15:10:00.000Z' };
  await tocsin.recordEvidence(
    importedCalls('strangers', [{ ...stranger, operation: 'GET /lists/bugzilla' }]),
    by('Pauline'),
  );
  const words = await wordsOf('/releases/pkgdb-2.0');
  expect(words).toMatch(/Not right in production bugzilla-sync \(qa\) [^.]+.*On now: Kavita, kavita@example\.org\./);
  expect(words).toContain('curl (c0ffee0123456789), whom nobody has claimed, calls what broke: GET /lists/bugzilla');
  const trying = { ...stranger, callerKey: 'deadbeef01234567', callerName: 'wget', environment: 'staging' };
  const named = { ...stranger, callerKey: 'facade0123456789', callerName: 'pact', requests: 0 };
  const others = [trying, named].map((one) => ({ ...one, operation: 'GET /lists/bugzilla' }));
  await tocsin.recordEvidence(importedCalls('others', others), by('Pauline'));
  const view = await tocsin.release(pkgdb);
  expect(wrongNow(view, place.clock.now()).filter((one) => /wget|pact/.test(one))).toEqual([]);
  const stream = { colour: false, columns: 200 };
  const now = place.clock.now();
  const shown = printRelease(view, { catalog: tocsin.catalog, stream, zone: 'UTC', now, others: [] }).join('\n');
  expect(shown.indexOf('Not right in production')).toBeLessThan(shown.indexOf('Gates'));
  expect(wrongNow({ ...view, release: { ...view.release, state: 'done' } }, now)).toEqual([]);
});
