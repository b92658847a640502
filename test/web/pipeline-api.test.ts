// What a pipeline hands over: logs, and the word that the catalogue has changed.

import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTocsin, type Tocsin } from '../../src/bot/index.ts';
import { type ExampleBoard, openExampleBoard } from '../support/example-board.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let board: ExampleBoard;
let ci: string;
beforeAll(async () => {
  board = await openExampleBoard();
  ci = await board.token('pkgdb-pipeline', 'ci');
});
afterAll(() => board.close());

const line = (second: number) =>
  `198.51.100.99 - - [18/Feb/2026:09:12:${String(second).padStart(2, '0')} +0000] "GET /api/packages/guake HTTP/1.1" 200 43 "-" "stats/1"\n`;
const log = (count: number) => Array.from({ length: count }, (_, second) => line(second)).join('');
const send = (query: string, payload: string | Buffer | Readable, token: string | null = ci, type = 'text/plain') =>
  board.server.inject({
    method: 'POST',
    url: `/api/v1/evidence?${query}`,
    headers: { 'content-type': type, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    payload,
  });
const here = 'service=pkgdb&environment=production&name=access.log';

describe('Evidence over HTTP', () => {
  test('is read from the body, packed or not, and counted once', async () => {
    const first = await send(here, log(3));
    expect(first.json()).toMatchObject({ recorded: true, requests: 3, source: 'access log', unmatched: [] });
    expect((await send(here, gzipSync(log(3)), ci, 'application/gzip')).json()).toMatchObject({ recorded: false });
    expect((await send(here, log(5), ci, 'application/octet-stream')).json()).toMatchObject({
      recorded: true,
      requests: 2,
    });
    const [use] = await board.tocsin.useEvidence('pkgdb');
    expect(use).toMatchObject({ callerName: 'stats', operation: 'GET /packages/{name}', requests: 5 });
    expect((await board.tocsin.events(0)).filter(({ type }) => type === 'evidence.recorded').at(-1)).toMatchObject({
      actor: { name: 'pkgdb-pipeline', via: 'api' },
    });
  });

  test('that breaks off on its way is not kept', async () => {
    const before = await board.tocsin.evidenceImports();
    const broken = new Readable({ read() {} });
    broken.push(gzipSync(log(50)).subarray(0, 60));
    broken.push(null);
    const { statusCode, json } = await send(here, broken, ci, 'application/gzip');
    expect([statusCode, json().code]).toEqual([422, 'evidence-unreadable']);
    expect(await board.tocsin.evidenceImports()).toEqual(before);
  });

  test('is taken from a pipeline or a manager, for a service that is known', async () => {
    const member = await board.token('Lucas Merrill', 'member', 'updates');
    expect((await send(here, log(1), null)).statusCode).toBe(401);
    expect((await send(here, log(1), member)).statusCode).toBe(403);
    expect((await send('service=pkgdp', log(1))).statusCode).toBe(404);
    expect((await send('name=x', log(1))).statusCode).toBe(400);
  });
});

test('The catalogue is synced by a pipeline, once', async () => {
  const sync = (token: string) =>
    board.server.inject({
      method: 'POST',
      url: '/api/v1/catalog/sync',
      headers: { authorization: `Bearer ${token}` },
      payload: { why: 'abc123' },
    });
  const first = (await sync(ci)).json();
  expect(first).toMatchObject({ applied: true, refusals: [] });
  expect(first.changes).toContainEqual({ step: 'added', kind: 'service', name: 'pkgdb' });
  expect((await sync(ci)).json()).toEqual({ applied: true, changes: [], refusals: [] });
  expect((await sync(await board.token('Lucas Merrill', 'member', 'updates'))).statusCode).toBe(403);
});

describe('A catalogue that is sent', () => {
  const teams = 'teams:\n  apps: { email: apps@example.org }\n';
  const main = 'include: [catalog/*.yaml]\nservices:\n  badges: { owner: apps }\n';
  const sync = async (files: Record<string, string>, more: object = {}) => {
    const answer = await sent.server.inject({
      method: 'POST',
      url: '/api/v1/catalog/sync',
      headers: { authorization: `Bearer ${await sent.token('pipeline', 'ci')}` },
      payload: { files, ...more },
    });
    return { status: answer.statusCode, ...answer.json() };
  };
  let sent: ExampleBoard;
  beforeAll(async () => {
    sent = await openExampleBoard();
  });
  afterAll(() => sent.close());

  test('is read from its files, kept, and guarded against what is left out', async () => {
    const files = { 'tocsin.yaml': main, 'catalog/teams.yaml': teams };
    const changes = [
      { step: 'added', kind: 'team', name: 'apps' },
      { step: 'added', kind: 'service', name: 'badges' },
    ];
    expect(await sync(files, { dryRun: true })).toMatchObject({ applied: false, changes });
    expect(await sync(files)).toMatchObject({ status: 200, applied: true, changes });
    expect(await sync(files)).toMatchObject({ applied: true, changes: [] });
    const cut = await sync({ 'tocsin.yaml': main.replace('badges', 'paste'), 'catalog/teams.yaml': teams });
    expect(cut).toMatchObject({ applied: false, refusals: [{ kind: 'service', name: 'badges' }] });
  });

  test('is taken up at once by the server that it was sent to, and soon by others over the same store', async () => {
    const home = await temporaryFolder({ 'tocsin.yaml': 'organisation: { name: Tarn Linux }\n' });
    const [sentTo, other] = [await openTocsin({ cwd: home, env: {} }), await openTocsin({ cwd: home, env: {} })];
    const served = ({ catalog }: Tocsin) => catalog.services.filter(({ deleted }) => !deleted).map(({ name }) => name);
    expect(served(sentTo)).toEqual([]);
    const files = { 'tocsin.yaml': main, 'catalog/teams.yaml': teams };
    await sentTo.syncCatalog({ actor: { name: 'pipeline', via: 'api' } }, files);
    expect(served(sentTo)).toEqual(['badges']);
    await other.tick();
    await vi.waitFor(() => expect(served(other)).toEqual(['badges']));
    const gone = { ...files, 'tocsin.yaml': main.replace('badges: {', 'badges: { deleted: true,') };
    await sentTo.syncCatalog({ actor: { name: 'pipeline', via: 'api' } }, gone);
    expect(served(sentTo)).toEqual([]);
    await Promise.all([sentTo.close(), other.close()]);
  });

  const leaving = (pattern: string) => ({ 'tocsin.yaml': `include: ['${pattern}']\n` });
  test('is the catalogue of a server whose own files do not describe it, from its next start on', async () => {
    const home = await temporaryFolder({ 'tocsin.yaml': 'organisation: { name: Tarn Linux }\n' });
    const opened = async <T>(work: (tocsin: Tocsin) => Promise<T>) => {
      const tocsin = await openTocsin({ cwd: home, env: {} });
      return work(tocsin).finally(() => tocsin.close());
    };
    const files = { 'tocsin.yaml': main, 'catalog/teams.yaml': teams };
    await opened((tocsin) => tocsin.syncCatalog({ actor: { name: 'pipeline', via: 'api' } }, files));
    const { catalog, checkup } = await opened(async ({ catalog, doctor }) => ({
      catalog,
      checkup: (await doctor()).find(({ name }) => name === 'catalogue'),
    }));
    expect(catalog.services).toMatchObject([{ name: 'badges', owner: 'apps' }]);
    expect(checkup).toMatchObject({ state: 'ok', because: expect.stringContaining('by pipeline') });
  });

  test.each([
    [
      'a fault of its own',
      { 'tocsin.yaml': 'services:\n  badges: { ownr: apps }\n' },
      /"ownr".*did you mean "owner".*\(tocsin\.yaml:2:13\)/s,
    ],
    ['a file outside', { 'tocsin.yaml': 'include: [../../../etc/hostname]\n' }, /outside of what was sent/],
    [
      'one by its whole path',
      { 'tocsin.yaml': 'imports:\n  - backstage: /etc/hostname\n' },
      /outside of what was sent/,
    ],
    ['a pattern that leads outside', { 'tocsin.yaml': 'include: ["{/etc,x}/host*"]\n' }, /outside of what was sent/],
    [
      'a pattern that stands for no folder and goes up',
      leaving('**/**/**/**/../../../*/tocsin.yaml'),
      /outside of what was sent/,
    ],
    ['a pattern that hides where it goes', leaving('[.][.]/*/tocsin.yaml'), /outside of what was sent/],
    ['a pattern that escapes where it goes', leaving(String.raw`\.\./*/tocsin.yaml`), /outside of what was sent/],
    ['a name that leads outside', { 'tocsin.yaml': main, '../teams.yaml': teams }, /no name of a file within a folder/],
    ['a name that is a folder too', { 'tocsin.yaml': main, 'tocsin.yaml/x': teams }, /no name of a file within/],
    ['no file that names the others', { 'teams.yaml': teams }, /none is called tocsin\.yaml/],
  ])('with %s is refused in words, and nothing is changed', async (_, files, because) => {
    const before = await sent.tocsin.cursor();
    const { status, detail, hint } = await sync(files as unknown as Record<string, string>);
    expect(status).toBe(400);
    expect(`${detail} ${hint}`).toMatch(because);
    const news = (await sent.tocsin.events(before)).map(({ type }) => type);
    expect(news).not.toContain('catalog.synced');
  });
});
