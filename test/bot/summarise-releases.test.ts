import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { importedCalls } from '../support/imported-calls.ts';
import { announcePkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let place: SmallOrganisation;
let tocsin: Tocsin;

beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
});
afterEach(() => tocsin.close());

test('the list judges what is under way, and tells of what has ended what is written of it', async () => {
  await announcePkgdb(tocsin);
  const [under] = await tocsin.releases();
  expect(under).toMatchObject({
    failing: [],
    affectedTeams: 2,
    understood: 0,
    breaks: { changes: expect.any(Number) },
  });
  expect(under?.gatesClosed).toBeGreaterThan(0);
  await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
  await tocsin.recordEvidence(importedCalls('sha256:1', [{ consumer: 'beats', callerKey: null }]), by('Pauline'));
  expect(await tocsin.releases()).toMatchObject([
    {
      release: { id: pkgdb, state: 'cancelled' },
      verdict: 'breaking',
      breaking: under?.breaking,
      deployAt: under?.deployAt,
      affectedTeams: 2,
      breaks: null,
      gatesClosed: null,
      understood: null,
      failing: null,
    },
  ]);
  expect(await tocsin.releaseIds()).toEqual([pkgdb]);
});
