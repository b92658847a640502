// People whose only team was retired: what they said stands, and they say nothing more, whichever way they come.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change, Tocsin } from '../../src/bot/index.ts';
import { assessPkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let place: SmallOrganisation;
let tocsin: Tocsin;
beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
});
afterEach(() => tocsin.close());

/** Syncs Tadeo's only team away, in the two steps that it takes. */
async function retireMirrors(): Promise<void> {
  const full = place.text();
  const marked = full.replace('mirrors: { title: Mirrors,', 'mirrors: { deleted: true, title: Mirrors,');
  for (const text of [full, marked, full.replace(/\n {2}mirrors:.*/, '')]) {
    await tocsin.close();
    writeFileSync(join(place.folder, 'tocsin.yaml'), text);
    tocsin = await place.open();
    expect((await tocsin.syncCatalog(by('Pauline'))).refusals).toEqual([]);
  }
  await tocsin.close();
  tocsin = await place.open();
}

async function proposed(): Promise<void> {
  await assessPkgdb(tocsin);
  await tocsin.confirmIntended(pkgdb, [], by('Pauline'));
  await tocsin.propose(pkgdb, {}, by('Pauline'));
}

test('neither their name, nor the token they had, nor a new one approves anything', async () => {
  const { token } = await tocsin.issueToken({ name: 'Tadeo', role: 'manager', team: null }, by('Pauline'));
  await retireMirrors();
  await proposed();
  const speaker = (await tocsin.authenticate(token))!;
  const byToken: Change = { actor: { name: speaker.name, via: 'api' }, speaker, why: undefined };
  for (const change of [by('Tadeo'), by('tadeo@example.org'), byToken]) {
    await expect(tocsin.approve(pkgdb, change)).rejects.toMatchObject({ code: 'not-allowed' });
  }
  const anew = { name: 'Tadeo', role: 'manager', team: null } as const;
  await expect(tocsin.issueToken(anew, by('Pauline'))).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(tocsin.issueToken({ ...anew, role: 'ci', team: 'mirrors' }, by('Pauline'))).rejects.toMatchObject({
    code: 'not-found',
    hint: 'It knows apps, docs, qa, releng.',
  });
});

test('what they said before stands, under the name that the catalogue had for them', async () => {
  await proposed();
  await tocsin.approve(pkgdb, by('tadeo'));
  await retireMirrors();
  const { approvals, release } = await tocsin.release(pkgdb);
  expect([approvals.map((one) => one.by), release.state]).toEqual([['Tadeo'], 'approved']);
});

test('nobody can put them down for hours', async () => {
  await proposed();
  const [shift] = (await tocsin.release(pkgdb)).shifts;
  await retireMirrors();
  await expect(
    tocsin.substituteShift(shift!.id, { person: 'Tadeo' }, by(shift!.person.name, 'away')),
  ).rejects.toMatchObject({ code: 'not-found', message: 'The catalogue knows nobody called Tadeo.' });
});
