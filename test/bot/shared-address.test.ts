// Small organisations have teams that read one mailbox: what is one team's part may not be lost in another's.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { announcePkgdb, by, pkgdb, smallOrganisation } from '../support/small-organisation.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function announced(change: (text: string) => string) {
  const place = smallOrganisation('delivery: { board: https://tocsin.example.org }\n');
  cleanups.push(() => place.remove());
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
    expect(notices.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    const [qa, releng] = notices.map(({ message }) => message).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(qa?.markdown).toMatch(/understood pkgdb-2\.0 --team qa/);
    expect(releng?.markdown).toMatch(/understood pkgdb-2\.0 --team releng/);
    expect(qa?.links.understand).not.toBe(releng?.links.understand);
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
