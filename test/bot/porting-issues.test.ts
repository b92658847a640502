import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmulator, type Emulator } from 'emulate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { buildServer } from '../../src/web/index.ts';
import { deadPort, json, playServer } from '../channels/to-channel.ts';
import { importedCalls } from '../support/imported-calls.ts';
import { startMailServer } from '../support/mail-server.ts';
import {
  announcePkgdb,
  assessPkgdb,
  by,
  pkgdb,
  type SmallOrganisation,
  smallOrganisation,
} from '../support/small-organisation.ts';

const env = { GITHUB_TEST_TOKEN: 'ghp_test_token' };
const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** fedpkg lies in `repository`; bugzilla-sync, which is hit as well, in none. */
function placeAt(apiUrl: string, repository = 'tocsin/fedpkg', on = true): SmallOrganisation {
  const place = smallOrganisation(
    `delivery: { channels: { github: { token: 'env:GITHUB_TEST_TOKEN', apiUrl: '${apiUrl}', pace: none, timeoutSeconds: 2 } } }\n`,
  );
  const text = place
    .text()
    .replace('fedpkg: { team: releng,', `fedpkg: { team: releng, repository: ${repository},`)
    .replace('policy:\n', `policy:\n  portingIssues: ${on}\n`);
  writeFileSync(join(place.folder, 'tocsin.yaml'), text);
  return place;
}

async function opened(place: SmallOrganisation): Promise<Tocsin> {
  const tocsin = await place.open({ env });
  cleanups.push(() => tocsin.close());
  return tocsin;
}

const portings = async (tocsin: Tocsin) =>
  (await tocsin.release(pkgdb)).deliveries.filter(({ message }) => message.kind === 'porting-issue');

describe('a consumer’s porting issue, on an emulated GitHub', () => {
  let hub: Emulator;
  let place: SmallOrganisation;
  let tocsin: Tocsin;
  beforeEach(async () => {
    hub = await createEmulator({
      service: 'github',
      port: await deadPort(),
      seed: {
        tokens: { [env.GITHUB_TEST_TOKEN]: { login: 'tocsin', scopes: ['repo'] } },
        github: { users: [{ login: 'tocsin' }], repos: [{ owner: 'tocsin', name: 'fedpkg', auto_init: true }] },
      },
    });
    cleanups.push(() => hub.close());
    place = placeAt(hub.url);
    tocsin = await opened(place);
  });

  async function get<T>(path: string): Promise<T> {
    const answer = await fetch(`${hub.url}/repos/tocsin/fedpkg${path}`, {
      headers: { authorization: `Bearer ${env.GITHUB_TEST_TOKEN}` },
    });
    return (await answer.json()) as T;
  }
  const issues = () => get<{ number: number; title: string; body: string; state: string }[]>('/issues?state=all');
  const comments = (number: number) => get<{ body: string }[]>(`/issues/${number}/comments`);

  test('speaks of that consumer alone, from the announcement on', async () => {
    await assessPkgdb(tocsin);
    await tocsin.tick();
    expect(await issues()).toEqual([]);
    await announcePkgdb(tocsin, 'after.yaml');
    await tocsin.tick();
    const [issue, ...others] = await issues();
    expect(others).toEqual([]);
    expect(issue?.title).toBe('[API BREAK] pkgdb 2.0 on Tue 24 Feb 2026 14:00 UTC: port fedpkg');
    expect(issue?.body).toContain('GET /packages/{name}');
    expect(issue?.body).toContain('How to port');
    expect(issue?.body).not.toMatch(/bugzilla/);
    // Everyone can read an issue: nobody's signed link may stand in it.
    expect(issue?.body).not.toContain('/links/');
  });

  test('is closed with a word when the release is taken back, and opened again with its next date', async () => {
    const text = place.text().replace('understood: enforce', 'understood: warn, discussed: warn');
    writeFileSync(join(place.folder, 'tocsin.yaml'), text);
    const lenient = await opened(place);
    await announcePkgdb(lenient);
    await lenient.tick();
    place.clock.set('2026-02-24T14:10:00.000Z');
    await lenient.startDeploy(pkgdb, by('Pauline'));
    await lenient.rollBack(pkgdb, by('Pauline', 'the list is empty'));
    await lenient.tick();
    await lenient.tick();
    const [closed, ...others] = await issues();
    expect([closed?.state, others]).toEqual(['closed', []]);
    expect(closed?.body).toMatch(/ROLLED BACK.*out of production again/);
    expect((await comments(closed?.number ?? 0)).map(({ body }) => body)).toEqual([
      expect.stringMatching(/ROLLED BACK/),
    ]);
    await assessPkgdb(lenient);
    await lenient.propose(pkgdb, {}, by('Pauline'));
    await lenient.approve(pkgdb, by('Tadeo'));
    await lenient.announce(pkgdb, by('Pauline'));
    await lenient.tick();
    expect((await issues()).map(({ state }) => state)).toEqual(['open']);
  });

  test('is one through ticks, a restart and a move, of which alone a comment tells', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    await tocsin.tick();
    await tocsin.close();
    tocsin = await opened(place);
    await tocsin.tick();
    const [issue] = await issues();
    expect(await issues()).toHaveLength(1);
    expect(await comments(issue!.number)).toEqual([]);

    await tocsin.reschedule(pkgdb, { deployAt: '2026-03-03T14:00:00.000Z' }, by('Pauline', 'mass rebuild'));
    await tocsin.tick();
    await tocsin.tick();
    const after = await issues();
    expect(after.map(({ number, title }) => [number, title])).toEqual([
      [issue!.number, '[API BREAK] pkgdb 2.0 on Tue 3 Mar 2026 14:00 UTC: port fedpkg'],
    ]);
    expect(await comments(issue!.number)).toHaveLength(1);
  });

  test('is closed with a release that is cancelled, and nothing else of the release is sent to it', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    await tocsin.cancel(pkgdb, by('Pauline', 'not ready'));
    await tocsin.tick();
    const [issue] = await issues();
    expect(issue).toMatchObject({ state: 'closed', body: expect.stringContaining('CANCELLED') });
    expect(
      (await tocsin.release(pkgdb)).deliveries
        .map(({ message }) => message)
        .filter(({ recipient, kind }) => recipient.channel === 'github' && kind !== 'porting-issue'),
    ).toEqual([]);
    await tocsin.tick();
    expect(await comments(issue!.number)).toHaveLength(1);
  });

  test('a pull request that closes it is read back, and proves the port once it is merged', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const [issue] = await issues();
    const send = async (method: string, path: string, body: object) => {
      const answer = await fetch(`${hub.url}/repos/tocsin/fedpkg${path}`, {
        method,
        headers: { authorization: `Bearer ${env.GITHUB_TEST_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.ok).toBe(true);
      return (await answer.json()) as { number: number; object: { sha: string }; default_branch: string };
    };
    const { default_branch: main } = await get<{ default_branch: string }>('');
    const { object } = await get<{ object: { sha: string } }>(`/git/ref/heads/${main}`);
    const branches = ['port', 'mention'];
    for (const name of branches) {
      await send('POST', '/git/refs', { ref: `refs/heads/${name}`, sha: object.sha });
      await send('PUT', `/contents/${name}.txt`, { message: name, content: 'cG9ydA==', branch: name });
    }
    const mention = await send('POST', '/pulls', {
      title: 'Typo',
      body: `Seen in #${issue?.number}`,
      head: 'mention',
      base: main,
    });
    await send('PUT', `/pulls/${mention.number}/merge`, {});
    const pull = await send('POST', '/pulls', {
      title: 'Port',
      body: `Fixes #${issue?.number}.`,
      head: 'port',
      base: main,
    });
    const ported = async () =>
      (await tocsin.release(pkgdb)).ladder.consumers
        .find(({ consumer }) => consumer === 'fedpkg')
        ?.rungs.find(({ rung }) => rung === 'ported');
    place.clock.set('2026-02-10T11:00:00.000Z');
    await tocsin.tick();
    expect((await ported())?.state).toBe('not-reached');
    await send('PUT', `/pulls/${pull.number}/merge`, {});
    place.clock.set('2026-02-10T12:00:00.000Z');
    await tocsin.tick();
    expect((await ported())?.state).toBe('proven');
    const told = async () =>
      (await tocsin.release(pkgdb)).history
        .filter(({ type }) => type === 'ladder.pull-request')
        .map(({ data }) => data.state);
    expect(await told()).toEqual(['open', 'merged']);
    place.clock.set('2026-02-10T13:00:00.000Z');
    await tocsin.tick();
    expect(await told()).toHaveLength(2);
  });

  test('is closed once the consumer was seen in production after the deploy, and not before', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const deployed = { consumer: 'fedpkg', version: '1.30', at: '2026-02-10T08:00:00.000Z' };
    await tocsin.recordDeployment(pkgdb, deployed, by('Denise'));
    await tocsin.tick();
    expect((await issues())[0]?.state).toBe('open');
    const calls = importedCalls('log', [
      { consumer: 'fedpkg', firstSeen: '2026-02-10T08:30:00.000Z', lastSeen: '2026-02-10T08:50:00.000Z' },
    ]);
    await tocsin.recordEvidence(calls, by('Pauline'));
    await tocsin.tick();
    const { ladder } = await tocsin.release(pkgdb);
    expect(ladder.consumers.find(({ consumer }) => consumer === 'fedpkg')?.climbed).toBe(true);
    const [issue, ...others] = await issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ state: 'closed', body: expect.stringContaining('**Done:**') });
  });

  test('a consumer without a repository has its team told by mail', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const mails = (await portings(tocsin)).filter(({ message }) => message.porting?.consumer === 'bugzilla-sync');
    expect(mails.map(({ message: { recipient }, state }) => [recipient.channel, recipient.address, state])).toEqual([
      ['mail', 'qa@example.org', 'written'],
    ]);
    const told = (await tocsin.release(pkgdb)).portingIssues;
    expect(told.map(({ consumer, state, number }) => [consumer, state, number])).toEqual([['fedpkg', 'open', 1]]);
    expect(mails[0]?.message.markdown).toContain('GET /lists/bugzilla');
  });
});

test.each([true, false])('can be read beforehand, where issues are switched on: %s', async (on) => {
  const tocsin = await opened(placeAt('http://127.0.0.1:9', 'tocsin/fedpkg', on));
  await assessPkgdb(tocsin);
  const { messages } = await tocsin.preview(pkgdb, 'porting-issue');
  expect(messages.map(({ message: { porting, recipient } }) => [porting?.consumer, recipient.address])).toEqual([
    ['bugzilla-sync', 'qa@example.org'],
    ['fedpkg', 'tocsin/fedpkg'],
  ]);
  expect(messages[1]?.artefact.content).toContain('How to port');
  // Of all messages, they are a part only where they will really go.
  const all = (await tocsin.preview(pkgdb, null)).messages.filter(({ message }) => message.kind === 'porting-issue');
  expect(all).toHaveLength(on ? 2 : 0);
  expect(await portings(tocsin)).toEqual([]);
});

test('a caller that a team has claimed is a matter of that team, though the catalogue does not know it yet', async () => {
  const tocsin = await opened(placeAt('http://127.0.0.1:9'));
  await assessPkgdb(tocsin);
  await tocsin.recordEvidence(importedCalls('log', [{ callerName: 'owner-report' }]), by('Pauline'));
  const [caller] = await tocsin.callers('pkgdb');
  await tocsin.claimCaller(caller?.key ?? '', { team: 'qa' }, by('Kavita'));
  const { messages } = await tocsin.preview(pkgdb, 'porting-issue');
  const own = messages.find(({ message }) => message.porting?.consumer.startsWith('owner-report'));
  expect(own?.message.recipient).toMatchObject({ channel: 'mail', address: 'qa@example.org' });
  expect(own?.message.markdown).toContain('GET /packages/{name}');
});

test('is one, with the new date, though the release was moved by another process while GitHub opened it', async () => {
  type Issue = { number: number; title: string; body: string; state: string; html_url: string };
  const issues: Issue[] = [];
  const [arrived, moved] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const hub = await playServer(async ({ method, path, body }, response) => {
    const sent = body === '' ? {} : (JSON.parse(body) as Partial<Issue>);
    if (method === 'POST' && path.endsWith('/issues')) {
      arrived.resolve();
      if (issues.length === 0) await moved.promise;
      const number = issues.length + 1;
      const issue = { number, title: '', body: '', state: 'open', html_url: `https://github.example.org/i/${number}` };
      issues.push(Object.assign(issue, sent));
      return json(response, 201, issue);
    }
    const issue = issues[Number(/\/issues\/(\d+)$/.exec(path)?.[1]) - 1];
    if (issue === undefined) return json(response, 200, path.includes('/issues?') ? issues.toReversed() : []);
    json(response, 200, Object.assign(issue, method === 'PATCH' ? sent : {}));
  });
  cleanups.push(() => hub.close());
  const place = placeAt(hub.url);
  writeFileSync(join(place.folder, 'tocsin.yaml'), place.text().replace('timeoutSeconds: 2', 'timeoutSeconds: 120'));
  const [server, shell] = [await opened(place), await opened(place)];
  await announcePkgdb(server);
  const ticking = server.tick();
  await arrived.promise;
  await shell.reschedule(pkgdb, { deployAt: '2026-03-11T14:00:00Z' }, by('Pauline', 'late'));
  await shell.tick();
  moved.resolve();
  await ticking;
  await shell.tick();
  expect(issues.map(({ title }) => title)).toEqual(['[API BREAK] pkgdb 2.0 on Wed 11 Mar 2026 14:00 UTC: port fedpkg']);
});

describe('a repository whose pull requests cannot be read back', () => {
  /** Takes issues, and answers questions for pull requests as told. */
  async function hub(pulls: Parameters<typeof playServer>[0]) {
    const issue = { number: 5, title: 't', body: '', html_url: 'https://github.example.org/i/5', state: 'open' };
    let made = 0;
    const server = await playServer((request, response) => {
      if (request.path.includes('/pulls')) return pulls(request, response);
      if (request.method !== 'POST') return json(response, 200, []);
      made += 1;
      json(response, 201, { ...issue, number: made });
    });
    cleanups.push(() => server.close());
    return { ...server, asked: () => server.requests.filter(({ path }) => path.includes('/pulls')).length };
  }
  const issueOf = async (tocsin: Tocsin) =>
    (await tocsin.release(pkgdb)).portingIssues.find(({ consumer }) => consumer === 'fedpkg');
  const checkup = async (tocsin: Tocsin) => (await tocsin.doctor()).find(({ name }) => name === 'pull requests');

  test.each([
    ['may not be read', 403, {}, 'GitHub refused the pull requests in tocsin/fedpkg with HTTP 403: no'],
    ['are asked for too often', 403, { 'retry-after': '90' }, 'GitHub asks for 90 seconds of patience (rate limit).'],
    ['fail at GitHub', 502, {}, /^GitHub at 127\.0\.0\.1:\d+ answered with HTTP 502\.$/],
  ])('%s: it is said since when and why, and asked again in the next hour', async (_, status, headers, because) => {
    let down = false;
    const server = await hub((_request, response) =>
      down ? json(response, status, { message: 'no' }, headers as Record<string, string>) : json(response, 200, []),
    );
    const place = placeAt(server.url);
    const tocsin = await opened(place);
    await announcePkgdb(tocsin);
    await tocsin.tick();
    await tocsin.tick();
    expect(await issueOf(tocsin)).toMatchObject({
      number: 1,
      state: 'open',
      pullRequests: { readAt: '2026-02-10T09:00:00.000Z', unreadBecause: null },
    });
    expect(await checkup(tocsin)).toMatchObject({ state: 'ok' });

    down = true;
    place.clock.set('2026-02-10T11:00:00.000Z');
    await tocsin.tick();
    const unreadBecause = typeof because === 'string' ? because : expect.stringMatching(because);
    expect((await issueOf(tocsin))?.pullRequests).toEqual({ readAt: '2026-02-10T09:00:00.000Z', unreadBecause });
    expect(await checkup(tocsin)).toMatchObject({
      state: 'unknown',
      because: expect.stringContaining('of fedpkg not since Tue 10 Feb 2026 09:00 UTC: GitHub'),
    });
    const board = await buildServer({
      tocsin,
      clock: place.clock,
      publicUrl: 'http://board.example.org',
      secret: tocsin.secret,
      version: '1',
      onFault: () => undefined,
    });
    for (const url of ['/consumers/fedpkg', `/releases/${pkgdb}`]) {
      const page = (await board.inject({ url })).body.replace(/\s+/g, ' ');
      expect(page).toContain('<a href="https://github.example.org/i/5" rel="noreferrer">tocsin/fedpkg#1</a>, open.');
      expect(page).toMatch(/Its pull requests were not read since .*2026.*because: GitHub/);
    }
    await board.close();
    const ladder = (await tocsin.release(pkgdb)).ladder.consumers.find(({ consumer }) => consumer === 'fedpkg');
    expect(ladder?.rungs.find(({ rung }) => rung === 'ported')?.state).toBe('not-reached');
    const asked = server.asked();
    await tocsin.tick();
    expect(server.asked()).toBe(asked);

    down = false;
    place.clock.set('2026-02-10T12:00:00.000Z');
    await tocsin.tick();
    expect((await issueOf(tocsin))?.pullRequests).toEqual({ readAt: '2026-02-10T12:00:00.000Z', unreadBecause: null });
  });

  /** As many more repositories, each with an issue of ours after a tick. */
  async function withMore(count: number, pulls: Parameters<typeof playServer>[0]) {
    const server = await hub(pulls);
    const place = placeAt(server.url);
    const many = Array.from(
      { length: count },
      (_, at) =>
        `  more${at}: { team: releng, repository: tocsin/more${at}, uses: { pkgdb: ['GET /packages/{name}'] } }\n`,
    ).join('');
    writeFileSync(join(place.folder, 'tocsin.yaml'), place.text().replace('consumers:\n', `consumers:\n${many}`));
    const tocsin = await opened(place);
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const read = async () =>
      (await tocsin.release(pkgdb)).portingIssues.flatMap(({ repository, pullRequests }) =>
        pullRequests === null ? [] : [{ repository, unreadBecause: pullRequests.unreadBecause }],
      );
    return { server, tocsin, read };
  }

  test('hang: those whose turn did not come for them have it at the next tick', async () => {
    const slow = /more[0-3]\b/;
    const { tocsin, read } = await withMore(6, ({ path }, response) =>
      slow.test(path) ? undefined : json(response, 200, []),
    );
    await tocsin.tick();
    await tocsin.tick();
    const told = await read();
    expect(told).toHaveLength(7);
    for (const { repository, unreadBecause } of told) {
      expect(unreadBecause).toEqual(slow.test(repository) ? expect.stringContaining('did not answer within') : null);
    }
  });

  test('hang: at most four are asked at once, and all of them hold the tick for one limit of time', async () => {
    const { server, tocsin } = await withMore(9, () => undefined);
    expect(server.asked()).toBe(0);
    await tocsin.tick();
    const told = (await tocsin.release(pkgdb)).portingIssues.filter(({ state }) => state === 'open');
    expect(told).toHaveLength(10);
    for (const { pullRequests } of told) {
      expect(pullRequests).toEqual({
        readAt: null,
        unreadBecause: expect.stringMatching(/^GitHub at 127\.0\.0\.1:\d+ did not answer within 2 seconds\.$/),
      });
    }
    expect(server.asked()).toBe(4);
  });

  test('hang until a mail has gone that fell due: it does not wait for them', async () => {
    let gone = () => {};
    const mailGone = new Promise<void>((resolve) => {
      gone = resolve;
    });
    let isMoved = false;
    const mail = await startMailServer({ accepted: () => isMoved && gone() });
    cleanups.push(() => mail.close());
    const server = await hub(async (_request, response) => {
      if (isMoved) await mailGone;
      json(response, 200, []);
    });
    const place = placeAt(server.url);
    const relay = `delivery: { channels: { mail: { host: 127.0.0.1, port: ${mail.port}, tls: none }, github: {`;
    writeFileSync(
      join(place.folder, 'tocsin.yaml'),
      place
        .text()
        .replace('delivery: { channels: { github: {', relay)
        .replace('timeoutSeconds: 2', 'timeoutSeconds: 60'),
    );
    const tocsin = await opened(place);
    await announcePkgdb(tocsin);
    await tocsin.tick();
    place.clock.set('2026-02-11T10:30:00Z');
    await tocsin.reschedule(pkgdb, { deployAt: '2026-03-11T14:00:00Z' }, by('Pauline', 'late'));
    isMoved = true;
    await tocsin.tick();
    expect(server.asked()).toBeGreaterThan(0);
    expect((await tocsin.release(pkgdb)).portingIssues[0]?.pullRequests?.unreadBecause).toBeNull();
  });
});

test('a team whose repository is not known is told in its own chat as well as by mail, each once', async () => {
  const server = await playServer((_request, response) => json(response, 404, { message: 'no' }));
  cleanups.push(() => server.close());
  const place = placeAt(server.url);
  const text = place.text().replace('    lists: [devel]\n', '    lists: [devel]\n    chat: [releng]\n');
  writeFileSync(join(place.folder, 'tocsin.yaml'), `${text}chat: { releng: { slack: C0RELENG } }\n`);
  const tocsin = await opened(place);
  await announcePkgdb(tocsin);
  await tocsin.tick();
  await tocsin.tick();
  const own = (await portings(tocsin)).filter(({ message }) => message.porting?.consumer === 'fedpkg');
  expect(own.map(({ message: { recipient } }) => [recipient.channel, recipient.address])).toEqual([
    ['github', 'tocsin/fedpkg'],
    ['mail', 'releng@example.org'],
    ['slack', 'C0RELENG'],
  ]);
  expect((await tocsin.release(pkgdb)).portingIssues).toMatchObject([{ consumer: 'fedpkg', state: 'refused' }]);
});

describe('a repository that says no', () => {
  test.each([
    ['no permission', 403],
    ['no such repository', 404],
    ['no issues', 410],
  ])('%s: the team is told by mail at once, once, and the refusal is kept to be seen', async (_, status) => {
    const server = await playServer((_request, response) => json(response, status, { message: 'no' }));
    cleanups.push(() => server.close());
    const tocsin = await opened(placeAt(server.url));
    await announcePkgdb(tocsin);
    await tocsin.tick();
    await tocsin.tick();
    const own = (await portings(tocsin)).filter(({ message }) => message.porting?.consumer === 'fedpkg');
    expect(own.map(({ message: { recipient }, state }) => [recipient.channel, recipient.address, state])).toEqual([
      ['github', 'tocsin/fedpkg', 'refused'],
      ['mail', 'releng@example.org', 'written'],
    ]);
    expect(own[0]?.because).toContain(`HTTP ${status}`);
  });

  const answering =
    (status: number, headers: Readonly<Record<string, string>> = {}): Parameters<typeof playServer>[0] =>
    (_request, response) =>
      json(response, status, { message: 'later' }, headers);
  test.each([
    ['a secondary rate limit', answering(403, { 'retry-after': '90' })],
    ['a server fault', answering(502)],
    ['nothing answers in time', () => undefined],
  ])('%s: it is tried again later, and nobody is told instead', async (_, play) => {
    const server = await playServer(play);
    cleanups.push(() => server.close());
    const tocsin = await opened(placeAt(server.url));
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const own = (await portings(tocsin)).filter(({ message }) => message.porting?.consumer === 'fedpkg');
    expect(own.map(({ message, state }) => [message.recipient.channel, state])).toEqual([['github', 'deferred']]);
  });

  test('an organisation that has not asked for issues gets none, nor mails instead', async () => {
    const server = await playServer((_request, response) => json(response, 200, []));
    cleanups.push(() => server.close());
    const tocsin = await opened(placeAt(server.url, 'tocsin/fedpkg', false));
    await announcePkgdb(tocsin);
    await tocsin.tick();
    expect(await portings(tocsin)).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});
