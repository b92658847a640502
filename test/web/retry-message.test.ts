// A message that its medium refused waits for a person, who has it tried again on the board.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { buildServer } from '../../src/web/index.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { announcePkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let mail: MailServer;
let place: SmallOrganisation;
let tocsin: Tocsin;
let board: Awaited<ReturnType<typeof buildServer>>;

beforeEach(async () => {
  mail = await startMailServer();
  place = smallOrganisation(`delivery: { channels: { mail: { host: 127.0.0.1, port: ${mail.port}, tls: none } } }\n`);
  tocsin = await place.open();
  const { clock } = place;
  const publicUrl = 'http://board.example.org';
  board = await buildServer({ tocsin, clock, publicUrl, secret: tocsin.secret, version: '1.2.3' });
  mail.answer({ code: 550, text: 'only members may post' });
  await announcePkgdb(tocsin);
  await tocsin.tick();
  mail.answer(null);
});
afterEach(async () => {
  await board.close();
  await tocsin.close();
  await mail.close();
});

const refusedKey = async () =>
  (await tocsin.release(pkgdb)).deliveries.find(({ state }) => state === 'refused')?.message.key ?? 'none';
const tokenOf = async (role: 'manager' | 'member') =>
  (await tocsin.issueToken({ name: 'Tadeo', role, team: null }, by('Pauline'))).token;

async function signedIn(role: 'manager' | 'member') {
  const { headers } = await board.inject({ method: 'POST', url: '/sign-in', payload: { token: await tokenOf(role) } });
  const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
  const page = (
    await board.inject({ url: `/messages?key=${encodeURIComponent(await refusedKey())}`, headers: { cookie } })
  ).body;
  return { cookie, page, csrf: /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '' };
}

test('is sent by a manager’s button, and the page says so', async () => {
  const key = await refusedKey();
  const { cookie, page, csrf } = await signedIn('manager');
  expect(page).toContain('only members may post');
  expect(page).toContain('Try it again');
  const answer = await board.inject({
    method: 'POST',
    url: '/messages/retry',
    headers: { cookie },
    payload: { key, _csrf: csrf },
  });
  expect([answer.statusCode, answer.headers.location]).toEqual([
    303,
    `/messages?key=${encodeURIComponent(key)}&said=retry`,
  ]);
  expect(await tocsin.tick()).toMatchObject({ delivered: 1 });
  const { body } = await board.inject({ url: answer.headers.location as string, headers: { cookie } });
  expect(body).toContain('The message is tried again.');
  expect(body).not.toContain('Try it again');
});

test('shows no button to whoever may not, and takes no such word from them', async () => {
  expect((await signedIn('member')).page).not.toContain('Try it again');
  const retry = async (token: string, key: string) =>
    board.inject({
      method: 'POST',
      url: `/api/v1/messages/${encodeURIComponent(key)}/retry`,
      headers: { authorization: `Bearer ${token}` },
      payload: {},
    });
  const key = await refusedKey();
  expect((await retry(await tokenOf('member'), key)).statusCode).toBe(403);
  const manager = await tokenOf('manager');
  expect((await retry(manager, 'none')).statusCode).toBe(404);
  expect((await retry(manager, key)).statusCode).toBe(200);
  await tocsin.tick();
  const again = await retry(manager, key);
  expect([again.statusCode, again.json().code]).toEqual([409, 'release-state']);
});
