import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deliverySettings, parseConfig } from '../../src/bot/index.ts';
import { onCallFeeds } from '../../src/bot/on-call-feeds.ts';
import { announcePkgdb, pkgdb, smallOrganisation } from '../support/small-organisation.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/hush' }).end();
  else if (request.url === '/large') response.writeHead(200, { 'content-length': 99_000_000 }).end();
  else response.writeHead(request.url === '/hush.ics' ? 200 : 404).end('BEGIN:VCALENDAR');
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
afterAll(() => server.close());
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

const feedOf = async (onCall: string, allowHosts: readonly string[] = [host], env: Record<string, string> = {}) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'apps.ics'), 'from the file');
  const text = `teams: { apps: { email: apps@example.org, onCall: '${onCall}' } }`;
  const { catalog } = parseConfig(text, 'tocsin.yaml', deliverySettings);
  let now = '2026-03-01T00:00:00.000Z';
  const feeds = onCallFeeds({ catalog: () => catalog, allowHosts, env, folder, now: () => now });
  await feeds.refresh();
  return {
    feed: feeds.known().get('apps'),
    again: async (at: string) => {
      now = at;
      await feeds.refresh();
    },
  };
};

test('is read from a file beside the settings, an allowed host, or what a variable names', async () => {
  expect((await feedOf('apps.ics')).feed).toEqual({ text: 'from the file' });
  expect((await feedOf(`http://${host}/hush.ics`)).feed).toEqual({ text: 'BEGIN:VCALENDAR' });
  const env = { APPS_FEED: `http://${host}/hush.ics` };
  expect((await feedOf('env:APPS_FEED', [host], env)).feed).toEqual({ text: 'BEGIN:VCALENDAR' });
});

test('is asked for once in a quarter of an hour', async () => {
  const { again } = await feedOf(`http://${host}/hush.ics`);
  const before = asked.length;
  await again('2026-03-01T00:14:00.000Z');
  expect(asked.length).toBe(before);
  await again('2026-03-01T00:16:00.000Z');
  expect(asked.length).toBe(before + 1);
});

test('no host is called that was not allowed', async () => {
  const before = asked.length;
  const { feed } = await feedOf(`http://${host}/hush.ics`, ['calendar.example.org']);
  expect(feed).toEqual({ because: `${host} is not allowed: name it under organisation.onCallHosts` });
  expect(asked.length).toBe(before);
  expect((await feedOf(`http://${host}/away`)).feed).toMatchObject({ because: expect.stringContaining('not allowed') });
});

test.each([
  [
    'an answer that is no feed',
    `http://${host}/hush/404`,
    /^127\.0\.0\.1:\d+ cannot be read: the server answered 404$/,
  ],
  ['one that is too large', `http://${host}/large`, /4 MiB|4194304|larger/],
  ['a file that is not there', 'gone.ics', /^there is no such file$/],
  ['a variable that is not set', 'env:HUSH_FEED', /^HUSH_FEED is not set$/],
])('of %s the reason is told, and nothing of the address but its host', async (_, onCall, because) => {
  const { feed } = await feedOf(onCall);
  expect(feed).toEqual({ because: expect.stringMatching(because) });
  expect(JSON.stringify(feed)).not.toContain('hush');
});

test.each(['ftp://calendar.example.org/x.ics', 'http://calendar.example.org/x.ics'])('%s is refused', (onCall) => {
  const text = `teams: { apps: { email: apps@example.org, onCall: '${onCall}' } }`;
  expect(() => parseConfig(text, 'tocsin.yaml', deliverySettings)).toThrow(
    'must be the https address of an iCalendar feed, a file, or env:NAME',
  );
});

test('whoever is on duty on the day of the deploy is on its roster, and is the one who is called', async () => {
  const place = smallOrganisation();
  const settings = place
    .text()
    .replace('email: apps@example.org', 'email: apps@example.org\n    onCall: rota/apps.ics');
  await writeFile(join(place.folder, 'tocsin.yaml'), settings.replace('teams:', 'include: [more.yaml]\nteams:'));
  await writeFile(join(place.folder, 'more.yaml'), 'lists: { spare: { address: spare@lists.example.org } }\n');
  await mkdir(join(place.folder, 'rota'));
  const event = ['UID:1', 'DTSTART:20260101T000000Z', 'DURATION:P1D', 'RRULE:FREQ=DAILY', 'SUMMARY:x'];
  const calendar = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    ...event,
    'ATTENDEE:mailto:eve@example.org',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  await writeFile(join(place.folder, 'rota', 'apps.ics'), calendar.join('\r\n'));
  const tocsin = await place.open();
  await announcePkgdb(tocsin);
  const shifts = (await tocsin.release(pkgdb)).shifts.filter(({ team }) => team === 'apps');
  expect(shifts.map(({ person }) => person.email)).toEqual(shifts.map(() => 'eve@example.org'));
  expect(shifts[0]?.because).toContain('eve@example.org is on duty by the calendar of Applications.');
  place.clock.set('2026-02-17T15:00:00.000Z');
  await tocsin.tick();
  const { deliveries } = await tocsin.release(pkgdb);
  const called = deliveries.filter(({ message }) => message.kind === 'roster-call');
  expect(called.map(({ message }) => message.recipient.address)).toContain('eve@example.org');
  expect(called.map(({ message }) => message.recipient.address)).not.toContain('pauline@example.org');
  await tocsin.close();
});
