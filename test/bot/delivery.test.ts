// From the outbox to a real SMTP server on loopback: refusals, servers that are away, and what is tried again when.

import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import {
  announcePkgdb,
  by,
  pkgdb,
  type SmallOrganisation,
  smallOrganisation,
  start,
} from '../support/small-organisation.ts';

let server: MailServer;
let place: SmallOrganisation;
let tocsin: Tocsin;

beforeEach(async () => {
  server = await startMailServer();
  place = smallOrganisation(`delivery: { channels: { mail: { host: 127.0.0.1, port: ${server.port}, tls: none } } }\n`);
  tocsin = await place.open();
});
afterEach(async () => {
  await tocsin.close();
  await server.close();
});

const deliveries = async () => (await tocsin.release(pkgdb)).deliveries;
const later = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();

test('each recipient gets the mail once, and the receipt is kept', async () => {
  await announcePkgdb(tocsin);
  expect(await tocsin.tick()).toMatchObject({ delivered: 5 });
  expect(await tocsin.tick()).toMatchObject({ delivered: 0 });
  expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual([
    'devel@lists.example.org',
    'infra@lists.example.org',
    'qa@example.org',
    'releng@example.org',
    'test@lists.example.org',
  ]);
  for (const { message, receipt } of await deliveries()) {
    const mail = server.received.find(({ to }) => to.includes(message.recipient.address));
    expect(mail?.parsed.messageId).toBe(receipt?.id);
    expect(mail?.parsed.subject).toBe(message.subject);
  }
  expect(readdirSync(join(place.folder, '.tocsin'))).not.toContain('outbox');
});

test('what follows answers in the thread of the first', async () => {
  await announcePkgdb(tocsin);
  await tocsin.tick();
  await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
  await tocsin.tick();
  const [first, second] = server.received.filter(({ to }) => to.includes('infra@lists.example.org'));
  expect(second?.parsed.inReplyTo).toBe(first?.parsed.messageId);
});

describe('a server that asks to come back later', () => {
  test('is asked again after a growing pause, and nothing is lost or sent twice', async () => {
    server.answer({ code: 451, text: 'greylisted, come back' });
    await announcePkgdb(tocsin);
    const first = await tocsin.tick();
    expect(first).toMatchObject({ delivered: 0, deferred: 5 });
    // 30 s, of which half is certain and the test's "random" 0.5 adds half of the rest.
    expect(first.nextAt).toBe(later(22.5));
    place.clock.set(later(22));
    expect(await tocsin.tick()).toMatchObject({ delivered: 0, deferred: 0 });
    place.clock.set(later(22.5));
    const second = await tocsin.tick();
    expect(second.nextAt).toBe(later(67.5));
    expect((await deliveries())[0]).toMatchObject({
      state: 'deferred',
      attempts: 2,
      because: expect.stringContaining('greylisted, come back'),
    });
    server.answer(null);
    place.clock.set(later(67.5));
    expect(await tocsin.tick()).toMatchObject({ delivered: 5 });
    expect(server.received).toHaveLength(5);
  });

  test('what follows in a thread waits for what is held up', async () => {
    server.answer({ code: 451, text: 'later' });
    await announcePkgdb(tocsin);
    await tocsin.tick();
    await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
    // The break notice may have reached someone, so they are told that it is off; but not before a server listens.
    await tocsin.tick();
    expect(server.received).toEqual([]);
    server.answer(null);
    place.clock.set(later(3600));
    await tocsin.tick();
    expect(new Set(server.received.map(({ parsed }) => parsed.subject))).toEqual(
      new Set(['[API BREAK] pkgdb 2.0 on Tue 24 Feb 2026 14:00 UTC: CANCELLED']),
    );
  });
});

describe('a server that refuses for good', () => {
  test('leaves the message for a person, who has it tried again once it is mended', async () => {
    server.answer({ code: 550, text: 'only members may post' });
    await announcePkgdb(tocsin);
    expect(await tocsin.tick()).toMatchObject({ delivered: 0, refused: 5 });
    const [refused] = await deliveries();
    expect(refused).toMatchObject({ state: 'refused', because: expect.stringContaining('only members may post') });
    expect(refused?.hint).toMatch(/only its members post/);
    const unwell = (await tocsin.doctor()).find(({ name }) => name === 'deliveries');
    expect(unwell).toMatchObject({ state: 'broken', because: expect.stringContaining('5 refused') });

    server.answer(null);
    expect(await tocsin.tick()).toMatchObject({ delivered: 0 });
    const key = refused?.message.key ?? '';
    await tocsin.retryDelivery(key, by('Pauline', 'subscribed the bot'));
    expect(await tocsin.tick()).toMatchObject({ delivered: 1 });
    await expect(tocsin.retryDelivery(key, by('Pauline'))).rejects.toMatchObject({ code: 'release-state' });
    expect(server.received.flatMap(({ to }) => to)).toEqual([refused?.message.recipient.address]);
  });

  test('gets the reminder that is true now, and not the one beside it that a later one has overtaken', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    server.answer({ code: 550, text: 'only members may post' });
    place.clock.set('2026-02-18T15:00:00.000Z');
    await tocsin.tick();
    const reminders = async () => (await deliveries()).filter(({ message }) => message.kind === 'reminder');
    const early = (await reminders()).map(({ message }) => message.key);
    expect((await reminders()).map(({ state }) => state)).toEqual(early.map(() => 'refused'));
    place.clock.set('2026-02-23T15:00:00.000Z');
    await tocsin.tick();
    for (const { message, state } of await reminders()) {
      expect(state).toBe(early.includes(message.key) ? 'withdrawn' : 'refused');
    }
    expect((await reminders()).length).toBeGreaterThan(early.length);
  });

  test('is not told of a date that was moved meanwhile, whoever has the old message tried again', async () => {
    server.answer({ code: 550, text: 'only members may post' });
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const [refused] = await deliveries();
    server.answer(null);
    await tocsin.reschedule(pkgdb, { deployAt: '2026-03-03T14:00:00.000Z' }, by('Pauline', 'mass rebuild'));
    await tocsin.tick();
    // The notice with the new date is the first that they hear: nothing has moved for them.
    const subjects = Map.groupBy(server.received, ({ to }) => to.join()).values();
    for (const received of subjects) {
      expect(received.map(({ parsed }) => parsed.subject)).toEqual([
        '[API BREAK] pkgdb 2.0 on Tue 3 Mar 2026 14:00 UTC',
      ]);
    }
    expect(server.received.length).toBeGreaterThan(0);
    const again = tocsin.retryDelivery(refused?.message.key ?? '', by('Pauline'));
    await expect(again).rejects.toMatchObject({
      code: 'release-state',
      message: expect.stringContaining('withdrawn (The deploy was moved to'),
    });
  });
});

test('what was given up is tried as patiently as at first, once a person asks for it', async () => {
  server.answer({ code: 451, text: 'greylisted, come back' });
  await announcePkgdb(tocsin);
  for (let next = (await tocsin.tick()).nextAt; next !== null; ) {
    place.clock.set(next);
    next = (await deliveries()).some(({ state }) => state === 'deferred') ? (await tocsin.tick()).nextAt : null;
  }
  const [refused] = await deliveries();
  expect(refused).toMatchObject({ state: 'refused', because: expect.stringContaining('Tried 40 times') });
  await tocsin.retryDelivery(refused?.message.key ?? '', by('Pauline', 'the relay is back'));
  await tocsin.tick();
  expect((await deliveries())[0]).toMatchObject({ state: 'deferred', attempts: 1 });
});

test('a server that is away is found by the doctor, and delivered to when it is back', async () => {
  const { port } = server;
  await server.close();
  await announcePkgdb(tocsin);
  expect(await tocsin.tick()).toMatchObject({ delivered: 0, deferred: 5 });
  const mail = (await tocsin.doctor()).find(({ name }) => name === 'channel mail');
  expect(mail).toMatchObject({ state: 'broken', because: expect.stringContaining(`127.0.0.1:${port}`) });
  server = await startMailServer({ port });
  place.clock.set(later(60));
  expect(await tocsin.tick()).toMatchObject({ delivered: 5 });
  expect(server.received).toHaveLength(5);
});

test('one that hangs up on everybody holds a tick for one attempt, however much time that takes', async () => {
  await server.close();
  const hangingUp = createServer((socket) => {
    place.clock.set(new Date(Date.parse(place.clock.now()) + 3_600_000).toISOString());
    socket.destroy();
  }).listen(server.port, '127.0.0.1');
  await once(hangingUp, 'listening');
  await announcePkgdb(tocsin);
  expect(await tocsin.tick()).toMatchObject({ delivered: 0, deferred: 5 });
  expect((await deliveries()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
  hangingUp.close();
  server = await startMailServer();
});

test('two processes that tick at once send each mail once', async () => {
  await announcePkgdb(tocsin);
  const other = await place.open();
  const reports = await Promise.all([tocsin.tick(), other.tick(), tocsin.tick(), other.tick()]);
  expect(reports.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(5);
  expect(server.received).toHaveLength(5);
  await other.close();
});

describe('without its secret', () => {
  test('a channel keeps what it should send until a process comes that has it, and the doctor says so', async () => {
    const mail = `{ host: 'env:SECRET_HOST', port: ${server.port}, tls: none }`;
    const own = smallOrganisation(`delivery: { channels: { mail: ${mail} } }\n`);
    const poor = await own.open();
    await announcePkgdb(poor);
    expect(await poor.tick()).toMatchObject({ written: 0, delivered: 0, deferred: 5 });
    expect(existsSync(join(own.folder, '.tocsin', 'outbox'))).toBe(false);
    const because = 'The environment variable SECRET_HOST is not set.';
    const kept = (await poor.release(pkgdb)).deliveries.filter(({ message }) => message.kind === 'break-notice');
    expect(kept.map((delivery) => [delivery.state, delivery.because])).toEqual(kept.map(() => ['deferred', because]));
    const checkup = (await poor.doctor()).find(({ name }) => name === 'channel mail');
    expect(checkup).toMatchObject({ state: 'broken', because: expect.stringContaining(because) });
    await poor.close();
    own.clock.set('2026-02-10T10:30:00.000Z');
    const rich = await own.open({ env: { SECRET_HOST: '127.0.0.1' } });
    expect(await rich.tick()).toMatchObject({ delivered: 5 });
    await rich.close();
  });
});

describe('without settings', () => {
  test('what lies in the local outbox, with the links that answer for a team, is for its owner alone', async () => {
    const local = smallOrganisation();
    const own = await local.open({ board: 'https://board.example.org' });
    await announcePkgdb(own);
    await own.tick();
    const folder = join(local.folder, '.tocsin', 'outbox');
    const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
    const files = readdirSync(folder).map((name) => join(folder, name));
    expect(files.some((file) => readFileSync(file, 'utf8').includes('board.example.org/links/'))).toBe(true);
    expect([...new Set(files.map(modeOf)), modeOf(folder)]).toEqual(['600', '700']);
    await own.close();
  });

  test('a channel writes to the local outbox, byte for byte what a server would get, and the doctor says why', async () => {
    const local = smallOrganisation();
    const app = await local.open();
    await announcePkgdb(app);
    expect(await app.tick()).toMatchObject({ written: 5 });
    const checkup = (await app.doctor()).find(({ name }) => name === 'channel mail');
    expect(checkup).toMatchObject({
      state: 'unknown',
      because: expect.stringContaining('delivery.channels.mail is not set.'),
    });
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const folder = join(local.folder, '.tocsin', 'outbox');
    const files = readdirSync(folder);
    expect(files).toHaveLength(5);
    const sent = server.received.map(({ raw }) => raw.replaceAll('\r\n', '\n').trim());
    for (const file of files) {
      expect(file).toMatch(/^20260210-0900-pkgdb-2\.0-break-notice-mail-[\w-]+-[0-9a-f]{6}\.eml$/);
      expect(sent).toContain(readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
    }
    await app.close();
  });

  test('settings that are wrong are an error, not silence', async () => {
    const wrong = smallOrganisation('delivery: { channels: { mail: { host: smtp.example.org, port: 99999 } } }\n');
    await expect(wrong.open()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('delivery.channels.mail.port'),
    });
  });

  test('a secret in the file itself reaches neither log nor error', async () => {
    server.answer({ code: 535, text: 'hush-hush is wrong' });
    const app = await place.open({
      config: `${readFileSync(join(place.folder, 'tocsin.yaml'), 'utf8').split('delivery:')[0]}
delivery: { channels: { mail: { host: 127.0.0.1, port: ${server.port}, tls: none, user: tocsin, password: 'env:SECRET' } } }`,
      env: { SECRET: 'hush-hush' },
    });
    await announcePkgdb(app);
    await app.tick();
    expect(JSON.stringify([await app.events(0), await app.release(pkgdb), await app.doctor()])).not.toContain(
      'hush-hush',
    );
    await app.close();
  });
});
