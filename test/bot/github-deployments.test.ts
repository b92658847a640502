// What of a consumer's repository runs in production, read from GitHub: an emulated one for pull requests and history,
// and a server before it for the deployments, which the emulator does not have.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmulator } from 'emulate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { deadPort, json, type Played, playServer } from '../channels/to-channel.ts';
import { announcePkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

const env = { GITHUB_TEST_TOKEN: 'ghp_test_token' };
const headers = { authorization: `Bearer ${env.GITHUB_TEST_TOKEN}`, 'content-type': 'application/json' };
const repository = '/repos/tocsin/fedpkg';

interface Deployed {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly environment: string;
  readonly states: readonly string[];
}

let deployments: Deployed[];
let refused: { readonly status: number; readonly headers: Record<string, string> } | null;
let front: Played;
let place: SmallOrganisation;
let tocsin: Tocsin;
const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

beforeEach(async () => {
  const hub = await createEmulator({
    service: 'github',
    port: await deadPort(),
    seed: {
      tokens: { [env.GITHUB_TEST_TOKEN]: { login: 'tocsin', scopes: ['repo'] } },
      github: { users: [{ login: 'tocsin' }], repos: [{ owner: 'tocsin', name: 'fedpkg', auto_init: true }] },
    },
  });
  cleanups.push(() => hub.close());
  deployments = [];
  refused = null;
  front = await playServer(async ({ method, path, body }, response) => {
    if (!path.includes('/deployments')) {
      const answer = await fetch(`${hub.url}${path}`, { method, headers, ...(body === '' ? {} : { body }) });
      return json(response, answer.status, await answer.json());
    }
    if (refused !== null) return json(response, refused.status, { message: 'no' }, refused.headers);
    const id = Number(/deployments\/(\d+)\/statuses/.exec(path)?.[1] ?? 0);
    const made_at = (one: number) => `2026-02-10T0${one}:30:00Z`;
    if (id === 0) {
      const list = deployments.map(({ states: _, ...one }) => ({ ...one, created_at: made_at(one.id) })).toReversed();
      const from = (Number(new URL(path, front.url).searchParams.get('page') ?? 1) - 1) * 100;
      return json(response, 200, list.slice(from, from + 100));
    }
    const states = deployments.find((one) => one.id === id)?.states ?? [];
    json(
      response,
      200,
      states.map((state) => ({
        state,
        created_at: made_at(id),
        log_url: '',
        environment_url: 'https://fedpkg.example.org',
      })),
    );
  });
  cleanups.push(() => front.close());
  place = smallOrganisation(
    `delivery: { channels: { github: { token: 'env:GITHUB_TEST_TOKEN', apiUrl: '${front.url}', pace: none, timeoutSeconds: 5 } } }\n`,
  );
  const text = place
    .text()
    .replace('fedpkg: { team: releng,', 'fedpkg: { team: releng, repository: tocsin/fedpkg,')
    .replace('policy:\n', 'policy:\n  ladder: { githubDeployments: true }\n');
  writeFileSync(join(place.folder, 'tocsin.yaml'), text);
  tocsin = await place.open({ env });
  cleanups.push(() => tocsin.close());
  await announcePkgdb(tocsin);
});

async function send<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${front.url}${repository}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as T;
}

/** The commit that merged it, and the one before. */
async function mergePort() {
  const { default_branch: main } = await send<{ default_branch: string }>('GET', '');
  const { object } = await send<{ object: { sha: string } }>('GET', `/git/ref/heads/${main}`);
  await send('POST', '/git/refs', { ref: 'refs/heads/port', sha: object.sha });
  await send('PUT', '/contents/port.txt', { message: 'port', content: 'cG9ydA==', branch: 'port' });
  const pull = await send<{ number: number }>('POST', '/pulls', { title: 'Port', head: 'port', base: main });
  const { sha } = await send<{ sha: string }>('PUT', `/pulls/${pull.number}/merge`, {});
  const url = `https://github.example.org/tocsin/fedpkg/pull/${pull.number}`;
  await tocsin.recordMerge(pkgdb, { consumer: 'fedpkg', url, at: '2026-02-10T00:30:00Z' }, by('Denise'));
  return { before: object.sha, merged: sha };
}

const deploy = (
  id: number,
  sha: string,
  ref = 'main',
  environment = 'production',
  states = ['success', 'in_progress'],
) => deployments.push({ id, ref, sha, environment, states });

const tag = (name: string, sha: string) => send('POST', '/git/refs', { ref: `refs/tags/${name}`, sha });

async function atHour(hour: number) {
  place.clock.set(`2026-02-10T${hour}:00:00.000Z`);
  await tocsin.tick();
  const { ladder, history } = await tocsin.release(pkgdb);
  const fedpkg = ladder.consumers.find(({ consumer }) => consumer === 'fedpkg');
  const told = history.filter(({ type }) => type === 'ladder.deployed').map(({ data }) => data.holdsPort);
  return { ...fedpkg?.rungs.find(({ rung }) => rung === 'deployed'), told };
}

test('is deployed once what stands in production holds the merge, whatever else is deployed when', async () => {
  const { before, merged } = await mergePort();
  deploy(1, before, 'hotfix');
  deploy(2, merged, 'main', 'staging');
  deploy(3, merged, 'main', 'production', ['failure']);
  expect(await atHour(10)).toMatchObject({
    state: 'not-reached',
    because: expect.stringMatching(/does not hold the port/),
    told: [false],
  });
  await tag('v1.45', merged);
  deploy(4, merged, 'v1.45');
  expect(await atHour(11)).toMatchObject({
    state: 'proven',
    because: 'Version v1.45 was put into production on 10 Feb 2026, as GitHub reports.',
    evidence: { url: 'https://fedpkg.example.org' },
    told: [false, true],
  });
  expect((await atHour(12)).told).toHaveLength(2);
  await tag('v1.44', before);
  deploy(5, before, 'v1.44');
  expect(await atHour(13)).toMatchObject({ state: 'not-reached', because: /v1\.44, of 10 Feb 2026, does not hold/ });
});

test('a branch that is called like a version is none', async () => {
  const { before } = await mergePort();
  await tocsin.claimRung(pkgdb, { consumer: 'fedpkg', rung: 'ported', version: '1.45' }, by('Denise'));
  deploy(1, before, '2.x');
  expect(await atHour(10)).toMatchObject({ state: 'not-reached', told: [false] });
  await tag('2.0', before);
  deploy(2, before, '2.0');
  // A newer version whose history lacks the merge: picked onto its branch, or left out there.
  expect(await atHour(11)).toMatchObject({
    state: expect.not.stringMatching('proven'),
    because: expect.stringMatching(/2\.0, of 10 Feb 2026, may hold the port or not: .* its history lacks the merged/),
  });
  await tocsin.recordDeployment(pkgdb, { consumer: 'fedpkg', version: '2.0' }, by('Denise'));
  expect(await atHour(12)).toMatchObject({ state: 'proven', because: expect.stringContaining('Version 2.0') });
});

test('is deployed once every production environment has it, and one that was torn down is none', async () => {
  const { before, merged } = await mergePort();
  deploy(1, before, 'main', 'prod-us');
  deploy(2, before, 'main', 'prod-ap');
  deploy(3, merged, 'main', 'prod-eu');
  expect(await atHour(10)).toMatchObject({
    state: 'not-reached',
    because: expect.stringMatching(/in 1 of 3 production environments, and not in prod-ap and prod-us\. The last/),
  });
  deploy(4, merged, 'main', 'prod-us');
  deployments[1] = { ...deployments[1]!, states: ['inactive', 'success'] };
  expect(await atHour(11)).toMatchObject({
    state: 'proven',
    because: expect.stringContaining('into all 2 production environments'),
  });
});

test('says so where only too old a deployment could tell', async () => {
  const { merged } = await mergePort();
  deploy(1, merged);
  for (let id = 2; id <= 302; id += 1) deploy(id, merged, 'main', 'preview');
  expect(await atHour(10)).toMatchObject({
    state: 'not-reached',
    because: expect.stringMatching(/Of its 300 newest deployments none stands in production, and older ones are not/),
  });
});

test('nothing that speaks to GitHub is said, where deployments are asked for', async () => {
  const text = readFileSync(join(place.folder, 'tocsin.yaml'), 'utf8').replace(/^delivery: .*$/m, '');
  writeFileSync(join(place.folder, 'tocsin.yaml'), text);
  const alone = await place.open({});
  cleanups.push(() => alone.close());
  expect((await alone.doctor()).find(({ name }) => name === 'deployments')).toMatchObject({
    state: 'unknown',
    because: expect.stringContaining('nothing here speaks to GitHub'),
  });
});

test('a deployment proves nothing before a merge is known, and is looked at again once it is', async () => {
  const { object } = await send<{ object: { sha: string } }>('GET', '/git/ref/heads/main');
  deploy(1, object.sha);
  expect(await atHour(10)).toMatchObject({
    state: 'not-reached',
    because: expect.stringMatching(/may hold the port or not/),
    told: [null],
  });
  await mergePort();
  expect(await atHour(11)).toMatchObject({
    because: expect.stringMatching(/does not hold the port/),
    told: [null, false],
  });
});

test.each([
  ['may not be read', 403, {}, /GitHub refused the deployments in tocsin\/fedpkg with HTTP 403: no/],
  ['are asked for too often', 403, { 'retry-after': '90' }, /GitHub asks for 90 seconds of patience/],
  ['fail at GitHub', 502, {}, /answered with HTTP 502/],
])(
  'deployments that %s are said to be unread, and asked for again in the next hour',
  async (_, status, more, because) => {
    const { merged } = await mergePort();
    deploy(1, merged);
    refused = { status, headers: more as Record<string, string> };
    expect(await atHour(10)).toMatchObject({ state: 'not-reached', because: expect.stringMatching(because) });
    expect((await tocsin.doctor()).find(({ name }) => name === 'deployments')).toMatchObject({
      state: 'unknown',
      because: expect.stringMatching(/Those of 1 of 1 consumers were not read; of fedpkg not yet: GitHub/),
      hint: expect.stringContaining('tocsin ladder deployed'),
    });
    const asked = () => front.requests.filter(({ path }) => path.includes('/deployments')).length;
    const before = asked();
    await tocsin.tick();
    expect(asked()).toBe(before);
    refused = null;
    expect(await atHour(11)).toMatchObject({ state: 'proven' });
  },
);
