// The worst moment: the mail server has said 250, and the process is killed before that is written down. Nobody can
// ask an SMTP server what it took, so the mail goes again, under the same Message-ID and with the same bytes: one mail
// in every mailbox that knows a repeated one, as IMAP stores, lists and mail clients do. Nothing is lost.

import { spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { type MailServer, type ReceivedMail, startMailServer } from '../support/mail-server.ts';
import { announcePkgdb, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let server: MailServer;
let place: SmallOrganisation;

afterEach(async () => {
  await server.close();
  place.remove();
});

/** A real process that opens the store and ticks; the server kills it when it has taken the first mail. */
async function tickInChildUntilKilled(): Promise<NodeJS.Signals | null> {
  const source = `
    import { openTocsin } from ${JSON.stringify(new URL('../../src/bot/index.ts', import.meta.url).href)};
    const now = ${JSON.stringify(place.clock.now())};
    const tocsin = await openTocsin({ cwd: process.argv[1], env: {}, clock: { now: () => now } });
    await tocsin.tick();
    await tocsin.close();
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source, place.folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  victim = child;
  return new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
}
let victim: ReturnType<typeof spawn> | null = null;

test('a process that is killed between the 250 and its record loses nothing, and repeats only what a mailbox knows', async () => {
  const killer = (_mail: ReceivedMail) => {
    victim?.kill('SIGKILL');
    victim = null;
  };
  server = await startMailServer({ accepted: killer });
  place = smallOrganisation(`delivery: { channels: { mail: { host: 127.0.0.1, port: ${server.port}, tls: none } } }\n`);
  const before = await place.open();
  await announcePkgdb(before);
  await before.close();

  expect(await tickInChildUntilKilled()).toBe('SIGKILL');
  const takenBeforeDeath = server.received.length;
  expect(takenBeforeDeath).toBeGreaterThan(0);

  const after = await place.open();
  const unsettled = (await after.release(pkgdb)).deliveries.filter(({ state }) => state === 'queued');
  expect(unsettled.some(({ attempts }) => attempts === 1)).toBe(true); // the attempt was on record, its end was not
  await after.tick(); // the dead process's claim still holds
  place.clock.set('2026-02-10T09:30:00.000Z');
  await after.tick();
  const settled = (await after.release(pkgdb)).deliveries;
  expect(settled.map(({ state }) => state)).toEqual(settled.map(() => 'delivered'));
  await after.close();

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
