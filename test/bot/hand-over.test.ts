// Hours that change hands, by word or with the team's on-call calendar: whoever had them and whoever has them are told.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { buildServer } from '../../src/web/index.ts';
import {
  announcePkgdb,
  assessPkgdb,
  by,
  pkgdb,
  type SmallOrganisation,
  smallOrganisation,
} from '../support/small-organisation.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const rosterCall = '2026-02-17T14:00:00.000Z';

function feed(...duties: readonly (readonly [from: string, until: string, email: string])[]): string {
  const events = duties.flatMap(([from, until, email], index) => [
    'BEGIN:VEVENT',
    `UID:${index}@example.org`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${from}`,
    `DTEND:${until}`,
    'SUMMARY:On call',
    `ATTENDEE:mailto:${email}`,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
}

async function opened(onCall?: string): Promise<{ place: SmallOrganisation; tocsin: Tocsin }> {
  const place = smallOrganisation();
  if (onCall !== undefined) {
    writeFileSync(join(place.folder, 'qa.ics'), onCall);
    const text = place.text().replace('email: qa@example.org', 'email: qa@example.org\n    onCall: qa.ics');
    writeFileSync(join(place.folder, 'tocsin.yaml'), text);
  }
  const tocsin = await place.open();
  cleanups.push(() => tocsin.close());
  return { place, tocsin };
}

const told = async (tocsin: Tocsin) =>
  (await tocsin.release(pkgdb)).deliveries
    .filter(({ message }) => message.kind === 'handed-over')
    .map(({ message }) => message)
    .toSorted((a, b) => (a.recipient.address < b.recipient.address ? -1 : 1));

describe('a shift that somebody hands to a colleague', () => {
  const kavitas = `${pkgdb}/qa/kavita`;

  test('is theirs from then on; both are told why, and the calendars follow', async () => {
    const { place, tocsin } = await opened();
    await announcePkgdb(tocsin);
    place.clock.set(rosterCall);
    await tocsin.tick();
    await tocsin.acknowledgeShift(kavitas, by('Kavita'));
    const view = await tocsin.substituteShift(kavitas, { person: 'tadeo' }, by('Kavita', 'She is ill'));
    const shift = view.shifts.find(({ team }) => team === 'qa');
    expect(shift).toMatchObject({
      id: `${pkgdb}/qa/tadeo-for-kavita`,
      person: { name: 'Tadeo' },
      acknowledged: null,
    });
    const [kavita, tadeo] = await told(tocsin);
    expect(tadeo?.recipient.address).toBe('tadeo@example.org');
    expect(tadeo?.markdown).toMatch(/Please keep[\s\S]*Instead of:\*\* Kavita[\s\S]*She is ill/);
    expect(tadeo?.event).toMatchObject({ uid: `shift/${shift?.id}`, cancelled: false });
    expect(kavita?.recipient.address).toBe('kavita@example.org');
    expect(kavita?.markdown).toMatch(/need not keep[\s\S]*Taken over by:\*\* Tadeo[\s\S]*She is ill/);
    expect(kavita?.event).toMatchObject({ uid: `shift/${kavitas}`, cancelled: true, sequence: 2 });
    expect(view.history.at(-1)).toMatchObject({ actor: { name: 'Kavita', via: 'cli' }, why: 'She is ill' });
  });

  test('stays so when the roster is made anew for the same hours, and may come back', async () => {
    const { tocsin } = await opened();
    await assessPkgdb(tocsin);
    await tocsin.confirmIntended(pkgdb, [], by('Pauline'));
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await tocsin.substituteShift(kavitas, { person: 'Tadeo' }, by('Kavita', 'ill'));
    await tocsin.approve(pkgdb, by('Tadeo'));
    await tocsin.announce(pkgdb, by('Pauline'));
    const after = await tocsin.release(pkgdb);
    const own = after.shifts.find(({ team }) => team === 'qa');
    expect(own?.person.name).toBe('Tadeo');
    const back = await tocsin.substituteShift(own?.id ?? '', { person: 'Kavita' }, by('Kavita', 'well again'));
    expect(back.shifts.find(({ team }) => team === 'qa')).toMatchObject({ id: kavitas, person: { name: 'Kavita' } });
  });

  test.each([
    ['somebody who has nothing to do with it', { person: 'Tadeo' }, by('Denise', 'x'), 'not-allowed'],
    ['nobody, of whom it is not said why', { person: 'Tadeo' }, by('Kavita'), 'usage'],
    ['its holder, to nobody who is known', { person: 'Robin' }, by('Kavita', 'x'), 'not-found'],
    [
      'its holder, to one who is asked for these hours already',
      { person: 'Denise' },
      by('Kavita', 'x'),
      'release-state',
    ],
    ['its holder, to the same', { person: 'kavita@example.org' }, by('Kavita', 'x'), 'usage'],
  ])('is not handed over by %s', async (_, input, change, code) => {
    const { tocsin } = await opened();
    await announcePkgdb(tocsin);
    await expect(tocsin.substituteShift(kavitas, input, change)).rejects.toMatchObject({ code });
    expect(await told(tocsin)).toEqual([]);
  });

  test('over HTTP as well, by a token of its team and of no other', async () => {
    const { place, tocsin } = await opened();
    await announcePkgdb(tocsin);
    const web = await buildServer({
      tocsin,
      clock: place.clock,
      secret: tocsin.secret,
      publicUrl: 'http://127.0.0.1',
      version: '0',
    });
    cleanups.push(() => web.close());
    const ask = async (name: string, team: string) => {
      const { token } = await tocsin.issueToken({ name, role: 'member', team }, by('Pauline'));
      return web.inject({
        method: 'POST',
        url: `/api/v1/shifts/${encodeURIComponent(kavitas)}/substitute`,
        headers: { authorization: `Bearer ${token}` },
        payload: { person: 'Tadeo', why: 'ill' },
      });
    };
    expect((await ask('Denise', 'releng')).statusCode).toBe(403);
    const done = await ask('Kavita', 'qa');
    expect([
      done.statusCode,
      done.json().shifts.find(({ team }: { team: string }) => team === 'qa').person.name,
    ]).toEqual([200, 'Tadeo']);
  });
});

describe('a swap in the on-call calendar', () => {
  const planned = feed(
    ['20260224T140000Z', '20260224T180000Z', 'kavita@example.org'],
    ['20260224T180000Z', '20260225T060000Z', 'robin@example.org'],
  );
  const swapped = feed(
    ['20260224T140000Z', '20260224T180000Z', 'robin@example.org'],
    ['20260224T180000Z', '20260225T060000Z', 'kavita@example.org'],
  );
  const qa = async (tocsin: Tocsin) =>
    (await tocsin.release(pkgdb)).shifts
      .filter(({ team }) => team === 'qa')
      .map(({ person, start }) => [start.slice(11, 13), person.email]);

  test('moves the hours that have not begun, and those who were asked are told', async () => {
    const { place, tocsin } = await opened(planned);
    await announcePkgdb(tocsin);
    place.clock.set(rosterCall);
    await tocsin.tick();
    expect(await qa(tocsin)).toEqual([
      ['14', 'kavita@example.org'],
      ['18', 'robin@example.org'],
    ]);
    writeFileSync(join(place.folder, 'qa.ics'), swapped);
    place.clock.set('2026-02-18T14:00:00.000Z');
    await tocsin.tick();
    expect(await qa(tocsin)).toEqual([
      ['14', 'robin@example.org'],
      ['18', 'kavita@example.org'],
    ]);
    expect(
      (await told(tocsin)).map(({ recipient, event }) => [
        recipient.address,
        event?.start.slice(11, 13),
        event?.cancelled,
      ]),
    ).toEqual([
      ['kavita@example.org', '18', false],
      ['robin@example.org', '14', false],
    ]);
    await tocsin.tick();
    expect(await told(tocsin)).toHaveLength(2);
  });

  test('leaves hours alone that have begun, and all of them while it cannot be read', async () => {
    const { place, tocsin } = await opened(planned);
    await announcePkgdb(tocsin);
    writeFileSync(join(place.folder, 'qa.ics'), 'a page to sign in');
    place.clock.set('2026-02-24T14:30:00.000Z');
    await tocsin.tick();
    expect(await qa(tocsin)).toEqual([
      ['14', 'kavita@example.org'],
      ['18', 'robin@example.org'],
    ]);
    writeFileSync(join(place.folder, 'qa.ics'), swapped);
    place.clock.set('2026-02-24T15:00:00.000Z');
    await tocsin.tick();
    expect(await qa(tocsin)).toEqual([
      ['14', 'kavita@example.org'],
      ['18', 'kavita@example.org'],
    ]);
  });

  test.each([
    ['fine where it has somebody for what is coming', planned, 'ok', /has somebody for pkgdb-2\.0/],
    [
      'not known to be fine where hours of a coming deploy are open',
      feed(['20260224T140000Z', '20260224T180000Z', 'kavita@example.org']),
      'unknown',
      /nobody of Quality assurance for pkgdb-2\.0 from Tue 24 Feb 2026 18:00 UTC/,
    ],
    ['broken where it is none', 'a page to sign in', 'broken', /cannot be read/],
  ])('is %s to the doctor', async (_, text, state, because) => {
    const { tocsin } = await opened(text);
    await announcePkgdb(tocsin);
    const found = (await tocsin.doctor()).find(({ name }) => name === 'on-call qa');
    expect(found).toMatchObject({ state, because: expect.stringMatching(because) });
  });
});
