// Who uses what is remembered between two looks; nobody must be shown, or decide on, what has changed since.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { importedCalls } from '../support/imported-calls.ts';
import {
  announcePkgdb,
  assessPkgdb,
  by,
  pkgdb,
  type SmallOrganisation,
  smallOrganisation,
} from '../support/small-organisation.ts';

let place: SmallOrganisation;
let server: Tocsin;
let shell: Tocsin;

beforeEach(async () => {
  place = smallOrganisation();
  server = await place.open();
  shell = await place.open();
});
afterEach(async () => {
  await server.close();
  await shell.close();
});

const strangers = async (tocsin: Tocsin) =>
  (await tocsin.release(pkgdb)).impact.unknownCallers.map(({ requests }) => requests);

test('evidence that another process recorded is in the next answer, also where the log grew in between', async () => {
  await announcePkgdb(server);
  await server.tick();
  expect(await strangers(server)).toEqual([]);
  await shell.recordEvidence(importedCalls('sha256:1', [{ requests: 7 }]), by('Pauline'));
  await shell.understand(pkgdb, { team: 'qa' }, by('Kavita'));
  expect(await strangers(server)).toEqual([7]);
  const answer = await server.understand(pkgdb, { team: 'releng' }, by('Denise'));
  expect(answer.impact.unknownCallers).toHaveLength(1);
  await shell.forgetEvidence({ service: 'pkgdb' }, by('Pauline'));
  expect((await server.understand(pkgdb, { team: 'qa' }, by('Kavita'))).impact.unknownCallers).toEqual([]);
});

test('what a dry run assessed is not what is known', async () => {
  await assessPkgdb(server);
  await server.recordEvidence(importedCalls('sha256:1', [{ operation: 'GET /version' }]), by('Pauline'));
  const dry = await place.open({ dryRun: true });
  const tried = await assessPkgdb(dry, 'worse.yaml');
  expect(tried.impact.unknownCallers.map(({ breaking }) => breaking)).toEqual([['GET /version']]);
  const as = await dry.release(pkgdb);
  expect(as.impact.unknownCallers.map(({ breaking }) => breaking)).toEqual([[]]);
  expect(as.comparison.summary.breaking).toBeLessThan(tried.comparison.summary.breaking);
  await dry.close();
});
