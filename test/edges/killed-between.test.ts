// The worst moment: the medium has taken the message, and the process is killed before that is written down.
//
// Nobody can ask an SMTP server what it took, so a mail goes again, under the same Message-ID and with the same bytes:
// one mail in every mailbox that knows a repeated one, as lists and mail clients do. Slack and GitHub can be asked, so
// there nothing is repeated. Nothing is lost anywhere.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createEmulator, type Emulator } from 'emulate';
import { afterEach, describe, expect, test } from 'vitest';
import { deadPort } from '../channels/to-channel.ts';
import { startMailServer } from '../support/mail-server.ts';
import { announcePkgdb, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let victim: ChildProcess | null = null;
const killVictim = () => {
  victim?.kill('SIGKILL');
  victim = null;
};
const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A real process that opens the store and ticks; whoever calls `killVictim` ends it. */
async function tickInChildUntilKilled(
  place: SmallOrganisation,
  env: Record<string, string>,
): Promise<NodeJS.Signals | null> {
  const source = `
    import { openTocsin } from ${JSON.stringify(new URL('../../src/bot/index.ts', import.meta.url).href)};
    const now = ${JSON.stringify(place.clock.now())};
    const tocsin = await openTocsin({ cwd: process.argv[1], env: ${JSON.stringify(env)}, clock: { now: () => now } });
    await tocsin.tick();
    await tocsin.close();
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source, place.folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  victim = child;
  return new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
}

function placeWith(more: string): SmallOrganisation {
  const place = smallOrganisation(more);
  return place;
}

test('a mail is repeated only under the Message-ID by which a mailbox knows it', async () => {
  const server = await startMailServer({ accepted: killVictim });
  cleanups.push(() => server.close());
  const place = placeWith(`delivery: { channels: { mail: { host: 127.0.0.1, port: ${server.port}, tls: none } } }\n`);
  const before = await place.open();
  await announcePkgdb(before);
  await before.close();

  expect(await tickInChildUntilKilled(place, {})).toBe('SIGKILL');
  expect(server.received.length).toBeGreaterThan(0);

  const after = await place.open();
  cleanups.push(() => after.close());
  const unsettled = (await after.release(pkgdb)).deliveries.filter(({ state }) => state === 'queued');
  expect(unsettled.some(({ attempts }) => attempts === 1)).toBe(true); // the attempt was on record, its end was not
  await after.tick(); // the dead process's claim still holds
  place.clock.set('2026-02-10T09:30:00.000Z');
  await after.tick();
  const settled = (await after.release(pkgdb)).deliveries;
  expect(settled.map(({ state }) => state)).toEqual(settled.map(() => 'delivered'));

  for (const { message, receipt } of settled) {
    const copies = server.received.filter(({ to }) => to.includes(message.recipient.address));
    expect(copies.length).toBeGreaterThanOrEqual(1);
    expect(copies.length).toBeLessThanOrEqual(2);
    expect(new Set(copies.map(({ parsed }) => parsed.messageId))).toEqual(new Set([receipt?.id]));
    expect(new Set(copies.map(({ raw }) => raw)).size).toBe(1);
  }
  const mailbox = new Set(server.received.map(({ to, parsed }) => `${to} ${parsed.messageId}`));
  expect(mailbox.size).toBe(settled.length);
  expect(server.received.length).toBeGreaterThan(settled.length); // the repetition that the above is about did happen
});

/** Stands before a medium: passes everything on, and for one request kills the client instead of passing the answer back. */
async function fatalProxy(target: string, isFatal: (method: string, path: string) => boolean): Promise<string> {
  let killed = false;
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, 'content-length': ___, 'accept-encoding': ____, ...headers } = request.headers;
    const method = request.method ?? 'GET';
    const answer = await fetch(target + request.url, {
      method,
      headers: headers as Record<string, string>,
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (!killed && isFatal(method, request.url ?? '')) {
      killed = true;
      killVictim();
      response.destroy();
      return;
    }
    const type = answer.headers.get('content-type');
    response.writeHead(answer.status, type === null ? {} : { 'content-type': type });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a medium that can be asked is asked, and nothing is said twice', () => {
  test('one post in the Slack channel', async () => {
    const env = { SLACK_TOKEN: 'xoxb-test-token' };
    const workspace: Emulator = await createEmulator({
      service: 'slack',
      port: await deadPort(),
      seed: { slack: { channels: [{ name: 'infra' }], bots: [{ name: 'tocsin' }] } },
    });
    cleanups.push(() => workspace.close());
    const call = async (method: string, body: object) =>
      (
        await fetch(`${workspace.url}/api/${method}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${env.SLACK_TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json() as Promise<{ channels: { id: string; name: string }[]; messages: { ts: string; blocks?: unknown }[] }>;
    const { channels } = await call('conversations.list', {});
    const channel = channels.find(({ name }) => name === 'infra')?.id ?? '';
    const url = await fatalProxy(workspace.url, (_method, path) => path.endsWith('chat.postMessage'));
    const place = placeWith(
      `chat: { infra: { slack: ${channel}, always: true } }
delivery: { channels: { slack: { token: 'env:SLACK_TOKEN', apiUrl: '${url}/api/' } } }\n`,
    );
    const before = await place.open({ env });
    await announcePkgdb(before);
    await before.close();
    expect(await tickInChildUntilKilled(place, env)).toBe('SIGKILL');

    place.clock.set('2026-02-10T09:30:00.000Z');
    const after = await place.open({ env });
    cleanups.push(() => after.close());
    await after.tick();
    const delivery = (await after.release(pkgdb)).deliveries.find(
      ({ message }) => message.recipient.channel === 'slack',
    );
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 2 });
    const posts = (await call('conversations.history', { channel })).messages.filter(
      ({ blocks }) => blocks !== undefined,
    );
    expect(posts.map(({ ts }) => ts)).toEqual([delivery?.receipt?.detail.ts]);
    const thread = (await call('conversations.replies', { channel, ts: posts[0]?.ts })).messages;
    expect(thread.length).toBeGreaterThan(1); // the wording that the dead process did not get to
    expect(new Set(thread.map((post) => JSON.stringify(post.blocks))).size).toBe(thread.length);
  });

  /** An emulator that has this repository, and an organisation whose first issue there is the last thing it does. */
  async function withGitHub(repository: string) {
    const env = { GITHUB_AGENDA_TOKEN: 'ghp_test_token' };
    const hub: Emulator = await createEmulator({
      service: 'github',
      port: await deadPort(),
      seed: {
        tokens: { [env.GITHUB_AGENDA_TOKEN]: { login: 'tocsin', scopes: ['repo'] } },
        github: { users: [{ login: 'tocsin' }], repos: [{ owner: 'tocsin', name: repository }] },
      },
    });
    cleanups.push(() => hub.close());
    const url = await fatalProxy(hub.url, (method, path) => method === 'POST' && path.endsWith('/issues'));
    const place = placeWith(
      `delivery: { channels: { github: { token: 'env:GITHUB_AGENDA_TOKEN', apiUrl: '${url}', pace: none } } }\n`,
    );
    return { hub, env, place };
  }

  test('one agenda issue on GitHub', async () => {
    const { hub, env, place } = await withGitHub('agenda');
    const file = join(place.folder, 'tocsin.yaml');
    const text = readFileSync(file, 'utf8').replace(
      "place: '#meeting'",
      "place: '#meeting', agendaRepository: tocsin/agenda",
    );
    writeFileSync(file, text);
    const before = await place.open({ env });
    await announcePkgdb(before);
    await before.tick();
    await before.close();
    place.clock.set('2026-02-10T18:00:00.000Z'); // the agenda is due
    expect(await tickInChildUntilKilled(place, env)).toBe('SIGKILL');

    place.clock.set('2026-02-10T18:30:00.000Z');
    const after = await place.open({ env });
    cleanups.push(() => after.close());
    await after.tick();
    const delivery = (await after.release(pkgdb)).deliveries.find(
      ({ message }) => message.recipient.channel === 'github',
    );
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 2 });
    const answer = await fetch(`${hub.url}/repos/tocsin/agenda/issues?state=all`, {
      headers: { authorization: `Bearer ${env.GITHUB_AGENDA_TOKEN}` },
    });
    const issues = (await answer.json()) as { number: number }[];
    expect(issues.map(({ number }) => number)).toEqual([Number(delivery?.receipt?.detail.number)]);
  });

  test('one porting issue in a consumer’s repository, beside the agenda’s issue there', async () => {
    const { hub, env, place } = await withGitHub('fedpkg');
    const text = place
      .text()
      .replace("place: '#meeting'", "place: '#meeting', agendaRepository: tocsin/fedpkg")
      .replace('fedpkg: { team: releng,', 'fedpkg: { team: releng, repository: tocsin/fedpkg,')
      .replace('policy:\n', 'policy:\n  portingIssues: true\n');
    writeFileSync(join(place.folder, 'tocsin.yaml'), text);
    const before = await place.open({ env });
    await announcePkgdb(before);
    await before.close();
    expect(await tickInChildUntilKilled(place, env)).toBe('SIGKILL');

    place.clock.set('2026-02-10T09:30:00.000Z');
    const after = await place.open({ env });
    cleanups.push(() => after.close());
    await after.tick();
    const porting = (await after.release(pkgdb)).deliveries.find(
      ({ message }) => message.recipient.channel === 'github' && message.kind === 'porting-issue',
    );
    expect(porting).toMatchObject({ state: 'delivered', attempts: 2 });
    place.clock.set('2026-02-10T18:00:00.000Z'); // the agenda is due
    await after.tick();
    const answer = await fetch(`${hub.url}/repos/tocsin/fedpkg/issues?state=all`, {
      headers: { authorization: `Bearer ${env.GITHUB_AGENDA_TOKEN}` },
    });
    const titles = ((await answer.json()) as { title: string }[]).map(({ title }) => title);
    expect(titles.toSorted()).toEqual([
      '[API BREAK] pkgdb 2.0 on Tue 24 Feb 2026 14:00 UTC',
      '[API BREAK] pkgdb 2.0 on Tue 24 Feb 2026 14:00 UTC: port fedpkg',
    ]);
  });
});
