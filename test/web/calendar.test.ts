// The calendars of the board, read as a calendar program reads them.

import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { approvePkgdb, type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';

let board: ExampleBoard;
beforeEach(async () => {
  board = await openExampleBoard();
  await approvePkgdb(board);
});
afterEach(() => board.close());

async function read(url: string, at: ExampleBoard = board) {
  const { statusCode, headers, body } = await at.server.inject({ url });
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  const entries = new ICAL.Component(ICAL.parse(body)).getAllSubcomponents('vevent').map((entry) => ({
    uid: String(entry.getFirstPropertyValue('uid')),
    summary: String(entry.getFirstPropertyValue('summary')),
    start: String(entry.getFirstPropertyValue('dtstart')),
    status: String(entry.getFirstPropertyValue('status')),
    sequence: Number(entry.getFirstPropertyValue('sequence')),
  }));
  return { entries, etag: String(headers.etag) };
}

const deploysIn = (entries: Awaited<ReturnType<typeof read>>['entries']) =>
  entries.filter(({ uid }) => uid.startsWith('outage/'));

describe('The calendar of all deploys', () => {
  test('is empty before anything was announced', async () => {
    expect((await read('/calendar.ics')).entries).toEqual([]);
  });

  test('keeps one entry for a release, which follows it when it is moved and when it is called off', async () => {
    await board.tocsin.announce('pkgdb-2.0', pauline);
    const first = await read('/calendar.ics');
    expect(first.entries).toEqual([
      {
        uid: expect.stringMatching(/^outage\/pkgdb-2\.0@/),
        summary: '[API BREAK] pkgdb 2.0 is deployed',
        start: '2026-03-10T14:00:00Z',
        status: 'CONFIRMED',
        sequence: expect.any(Number),
      },
    ]);
    // A proxy that packs the text calls its mark weak.
    for (const mark of [first.etag, `"older", W/${first.etag}`]) {
      const again = await board.server.inject({ url: '/calendar.ics', headers: { 'if-none-match': mark } });
      expect(again.statusCode).toBe(304);
    }

    await board.tocsin.reschedule('pkgdb-2.0', { deployAt: '2026-03-24T14:00:00.000Z' }, { ...pauline, why: 'later' });
    const moved = await read('/calendar.ics');
    expect(moved.entries).toMatchObject([{ uid: first.entries[0]!.uid, start: '2026-03-24T14:00:00Z' }]);
    expect(moved.entries[0]!.sequence).toBeGreaterThan(first.entries[0]!.sequence);

    await board.tocsin.cancel('pkgdb-2.0', { ...pauline, why: 'superseded' });
    expect((await read('/calendar.ics')).entries).toMatchObject([
      { uid: first.entries[0]!.uid, status: 'CANCELLED', summary: 'CANCELLED: pkgdb 2.0 is not deployed' },
    ]);
  });
});

describe('The calendar of a team', () => {
  test('holds what hits it and the hours that its people keep free, and its page leads there', async () => {
    await board.tocsin.announce('pkgdb-2.0', pauline);
    const { entries } = await read('/teams/docs/calendar.ics');
    expect(deploysIn(entries)).toHaveLength(1);
    expect(entries.map(({ summary }) => summary)).toContain('Siobhán Daly keeps free: pkgdb 2.0 is deployed');
    expect((await read('/teams/mirrors/calendar.ics')).entries).toEqual([]);
    const page = await board.server.inject({ url: '/teams/docs' });
    expect(page.body).toContain('href="http://board.example.org/teams/docs/calendar.ics"');
    expect((await board.server.inject({ url: '/teams/nobody/calendar.ics' })).statusCode).toBe(404);
  });

  test('where reading takes signing in, is read by the signed address that the page gives, and by no other', async () => {
    const closed = await openExampleBoard({ reading: 'signed-in' });
    try {
      const token = await closed.token('Siobhán Daly', 'reader');
      const answer = await closed.server.inject({ method: 'POST', url: '/sign-in', payload: { token } });
      const cookie = `${answer.cookies[0]!.name}=${encodeURIComponent(answer.cookies[0]!.value)}`;
      const { body } = await closed.server.inject({ url: '/teams/docs', headers: { cookie } });
      const address = /href="http:\/\/board\.example\.org(\/links\/[^"]+\/calendar\.ics)"/.exec(body)![1]!;
      expect((await read(address, closed)).entries).toEqual([]);
      const at = async (url: string) => (await closed.server.inject({ url })).statusCode;
      expect(await at('/teams/docs/calendar.ics')).toBe(303);
      expect(await at(address.replace(/\/links\/./, '/links/x'))).toBe(403);
      // It speaks for nobody.
      expect(await at(address.replace('/calendar.ics', ''))).toBe(403);
    } finally {
      await closed.close();
    }
  });
});
