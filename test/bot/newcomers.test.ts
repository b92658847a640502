// Who turns out to be hurt after the roster was planned is not found by accident on the day.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { importedCalls } from '../support/imported-calls.ts';
import { announcePkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

const key = 'k1a2b3c4d5e6f708';
let place: SmallOrganisation;
let tocsin: Tocsin;

beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
  await announcePkgdb(tocsin);
  await tocsin.tick();
});
afterEach(() => tocsin.close());

const onRoster = async () => [...new Set((await tocsin.release(pkgdb)).shifts.map(({ team }) => team))];
const staffed = async () => (await tocsin.release(pkgdb)).gates.find(({ name }) => name === 'staffed');
const called = async () =>
  (await tocsin.release(pkgdb)).deliveries
    .filter(({ message }) => message.kind === 'roster-call')
    .map(({ message }) => message.recipient.address);
async function mirrorsClaim(): Promise<void> {
  await tocsin.recordEvidence(importedCalls('log', [{}]), by('Pauline'));
  await tocsin.claimCaller(key, { team: 'mirrors' }, by('Tadeo'));
}

test('a team that claims a caller joins the roster, and is called with the others', async () => {
  expect(await onRoster()).not.toContain('mirrors');
  await mirrorsClaim();
  expect(await staffed()).toMatchObject({ state: 'closed', because: expect.stringContaining('mirrors') });
  await tocsin.tick();
  expect(await onRoster()).toContain('mirrors');
  expect(await called()).toEqual([]);
  place.clock.set('2026-02-17T15:00:00.000Z');
  await tocsin.tick();
  expect(await called()).toContain('tadeo@example.org');
});

test('once the others were called, a newcomer is called at once, alone, and nobody loses what they said', async () => {
  place.clock.set('2026-02-17T15:00:00.000Z');
  await tocsin.tick();
  const before = await called();
  const denise = (await tocsin.release(pkgdb)).shifts.find(({ person }) => person.name === 'Denise');
  await tocsin.acknowledgeShift(denise?.id ?? '', by('Denise'));
  await mirrorsClaim();
  await tocsin.tick();
  await tocsin.tick();
  const after = await called();
  expect(after.filter((address) => address !== 'tadeo@example.org')).toEqual(before);
  expect(after.filter((address) => address === 'tadeo@example.org').length).toBeGreaterThan(0);
  const { shifts, history } = await tocsin.release(pkgdb);
  expect(after).toHaveLength(shifts.length);
  expect(shifts.find(({ id }) => id === denise?.id)?.acknowledged).toMatchObject({ by: 'Denise' });
  expect(history.filter(({ type, data }) => type === 'shift.planned' && data.team === 'mirrors')).toHaveLength(1);
});

test('a team whose hours were given back is not called again', async () => {
  await tocsin.releaseShifts(pkgdb, { team: 'qa' }, by('Pauline', 'it works'));
  await tocsin.recordEvidence(importedCalls('log', [{}]), by('Pauline'));
  await tocsin.claimCaller(key, { team: 'qa' }, by('Kavita'));
  await tocsin.tick();
  const { shifts } = await tocsin.release(pkgdb);
  expect(shifts.filter(({ team }) => team === 'qa').every(({ releasedAt }) => releasedAt !== null)).toBe(true);
});

test('what the store refused for a moment is tried again, though nothing else has happened', async () => {
  await mirrorsClaim();
  const database = new DatabaseSync(join(place.folder, '.tocsin', 'tocsin.db'));
  database.exec("CREATE TRIGGER full BEFORE INSERT ON shifts BEGIN SELECT RAISE(FAIL, 'the disk is full'); END");
  // The first one still writes of other things; the second one leaves the log as it is.
  await tocsin.tick();
  const { refusals } = await tocsin.tick();
  database.exec('DROP TRIGGER full');
  database.close();
  expect(refusals).toMatchObject([{ release: pkgdb, because: expect.stringContaining('the disk is full') }]);
  expect(await onRoster()).not.toContain('mirrors');
  expect((await tocsin.tick()).refusals).toEqual([]);
  expect(await onRoster()).toContain('mirrors');
});
