// Small organisations have teams that read one mailbox: what is one team's part may not be lost in another's.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readLink } from '../../src/bot/index.ts';
import { announcePkgdb, by, pkgdb, smallOrganisation, start } from '../support/small-organisation.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function announced(change: (text: string) => string) {
  const place = smallOrganisation('delivery: { board: https://tocsin.example.org }\n');
  writeFileSync(join(place.folder, 'tocsin.yaml'), change(place.text()));
  const tocsin = await place.open();
  cleanups.push(() => tocsin.close());
  await announcePkgdb(tocsin);
  await tocsin.tick();
  return tocsin;
}

describe('two teams with one mail address', () => {
  const shared = (text: string) => text.replace('email: qa@example.org', 'email: releng@example.org');

  test('are each told of their own consumers, with a link that speaks for that team', async () => {
    const tocsin = await announced(shared);
    const { deliveries } = await tocsin.release(pkgdb);
    const notices = deliveries.filter(
      ({ message: { kind, recipient } }) => kind === 'break-notice' && recipient.address === 'releng@example.org',
    );
    expect(notices.map(({ state }) => state)).toEqual(['written', 'written']);
    const [qa, releng] = notices.map(({ message }) => message).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(qa?.markdown).toContain('**Quality assurance (you):** `bugzilla-sync`');
    expect(releng?.markdown).toContain('**Release engineering (you):** `fedpkg`');
    const speaksFor = (link: string | null | undefined) =>
      readLink(tocsin.secret, link?.split('/links/')[1] ?? '', start).claim;
    expect(speaksFor(qa?.links.understand)).toMatchObject({ for: 'understand', team: 'qa' });
    expect(speaksFor(releng?.links.understand)).toMatchObject({ for: 'understand', team: 'releng' });
    expect(qa?.thread).not.toBe(releng?.thread);
  });

  test('are each told when the date moves', async () => {
    const tocsin = await announced(shared);
    await tocsin.reschedule(pkgdb, { deployAt: '2026-03-03T14:00:00.000Z' }, by('Pauline'));
    const moved = (await tocsin.release(pkgdb)).deliveries
      .filter(({ message }) => message.kind === 'moved' && message.recipient.address === 'releng@example.org')
      .map(({ message }) => message.recipient.team);
    expect(moved.toSorted()).toEqual(['qa', 'releng']);
  });
});

test('a list that several hit teams follow is told once, of all of them and in nobody’s name', async () => {
  const tocsin = await announced((text) =>
    text.replace('lists: [devel]', 'lists: [test]').replace('audience: { lists: [devel] }', 'audience: { lists: [] }'),
  );
  const { deliveries } = await tocsin.release(pkgdb);
  const told = deliveries.filter(
    ({ message: { kind, recipient } }) => kind === 'break-notice' && recipient.name === 'test',
  );
  expect(told.map(({ message }) => message.recipient.team)).toEqual([null]);
  for (const consumer of ['fedpkg', 'bugzilla-sync']) expect(told[0]?.message.markdown).toContain(consumer);
});

describe('a team whose address is a list that others read', () => {
  const onDevel = (text: string) => text.replace('email: releng@example.org', 'email: devel@lists.example.org');

  test.each([
    ['that everybody is told on', onDevel],
    [
      'that only it follows',
      (text: string) => onDevel(text).replace('audience: { lists: [devel] }', 'audience: { lists: [] }'),
    ],
  ])('has no link of its own there, and is said to: %s', async (_, change) => {
    const tocsin = await announced(change);
    const { deliveries } = await tocsin.release(pkgdb);
    const onList = deliveries.filter(
      ({ message: { kind, recipient } }) => kind === 'break-notice' && recipient.address === 'devel@lists.example.org',
    );
    expect(onList.map(({ message }) => message.recipient.audience)).toEqual(['list']);
    expect(onList[0]?.message.markdown).toContain('fedpkg');
    for (const { message } of deliveries.filter(
      ({ message }) => message.recipient.address === 'devel@lists.example.org',
    )) {
      expect(JSON.stringify([message.markdown, message.links])).not.toContain('/links/');
    }
    const said = /The address of Release engineering.* is the list devel.*teams\.releng\.email/;
    expect((await tocsin.preview(pkgdb, null)).notes).toContainEqual(expect.stringMatching(said));
    const teams = (await tocsin.doctor()).find(({ name }) => name === 'teams');
    expect(teams?.state).toBe('unknown');
    expect(`${teams?.because} ${teams?.hint}`).toMatch(said);
  });
});
