import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import {
  announcePkgdb,
  assessPkgdb,
  by,
  pkgdb,
  type SmallOrganisation,
  smallOrganisation,
} from '../support/small-organisation.ts';

let place: SmallOrganisation;
let tocsin: Tocsin;
beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
  await assessPkgdb(tocsin);
});
afterEach(() => tocsin.close());

async function standingOf(consumer: string) {
  const { ladder } = await tocsin.release(pkgdb);
  const found = ladder.consumers.find((one) => one.consumer === consumer);
  return Object.fromEntries((found?.rungs ?? []).map(({ rung, state }) => [rung, state]));
}

describe('what is said of a consumer’s way up', () => {
  test('a claim is its team’s word: kept, shown as such, and taken back', async () => {
    const ported = { consumer: 'fedpkg', rung: 'ported' } as const;
    await expect(tocsin.claimRung(pkgdb, ported, by('Kavita'))).rejects.toThrow('Kavita is no member of releng');
    await tocsin.claimRung(pkgdb, { ...ported, version: '1.30' }, by('Denise', 'merged in #7'));
    expect((await standingOf('fedpkg')).ported).toBe('claimed');

    await tocsin.close();
    tocsin = await place.open();
    const { ladder, history } = await tocsin.release(pkgdb);
    const claim = ladder.consumers.find(({ consumer }) => consumer === 'fedpkg')?.rungs[1]?.claim;
    expect(claim).toMatchObject({ by: 'Denise', via: 'cli', why: 'merged in #7', version: '1.30' });
    expect(history.at(-1)).toMatchObject({ type: 'ladder.claimed', data: { consumer: 'fedpkg', rung: 'ported' } });

    await tocsin.withdrawClaim(pkgdb, ported, by('Denise'));
    expect((await standingOf('fedpkg')).ported).toBe('not-reached');
    await expect(tocsin.withdrawClaim(pkgdb, ported, by('Denise'))).rejects.toThrow(
      'Nobody claims that fedpkg is ported',
    );
  });

  test('that a team is aware is its own word, not a claim', async () => {
    await expect(tocsin.claimRung(pkgdb, { consumer: 'fedpkg', rung: 'aware' }, by('Denise'))).rejects.toMatchObject({
      hint: 'Say it: tocsin release understood pkgdb-2.0 --team releng.',
    });
    await announcePkgdb(tocsin);
    await tocsin.understand(pkgdb, { team: 'releng' }, by('Denise'));
    expect((await standingOf('fedpkg')).aware).toBe('proven');
  });

  test('a deployment that is reported is evidence, once however often it is reported', async () => {
    const report = { consumer: 'fedpkg', version: '1.30', at: '2026-02-10T08:00:00Z' };
    await tocsin.recordDeployment(pkgdb, report, { actor: { name: 'fedpkg-pipeline', via: 'api' } });
    await tocsin.recordDeployment(pkgdb, report, { actor: { name: 'fedpkg-pipeline', via: 'api' } });
    expect(await standingOf('fedpkg')).toMatchObject({ deployed: 'proven', ported: 'proven' });
    const { history } = await tocsin.release(pkgdb);
    expect(history.filter(({ type }) => type === 'ladder.deployed')).toHaveLength(1);
    await expect(
      tocsin.recordDeployment(pkgdb, { ...report, at: '2027-01-01T00:00:00Z' }, by('Denise')),
    ).rejects.toThrow('still to come');
    await expect(
      tocsin.recordDeployment(pkgdb, { ...report, url: 'javascript:alert(1)' }, by('Denise')),
    ).rejects.toThrow('no address that the board could link to');
  });

  test('a merge that is reported is evidence, and is asked about when nobody sees it deployed', async () => {
    const merged = { consumer: 'fedpkg', url: 'https://github.example.org/tarn/fedpkg/pull/7' };
    await expect(tocsin.recordMerge(pkgdb, { ...merged, url: 'https://example.org/' }, by('Denise'))).rejects.toThrow(
      'not the address of a pull request',
    );
    await tocsin.recordMerge(pkgdb, merged, by('Denise'));
    expect(await standingOf('fedpkg')).toMatchObject({ ported: 'proven', deployed: 'not-reached' });
    place.clock.set('2026-02-18T09:00:00.000Z');
    expect(await standingOf('fedpkg')).toMatchObject({ ported: 'proven', deployed: 'contradicted' });
    expect((await tocsin.release(pkgdb)).ladder.consumers[0]?.contradictions[0]?.because).toContain('8 days ago');
  });

  test.each([
    ['one that the release spares', 'beats', /does not stand on the ladder/],
    ['one that nobody knows', 'fedpgk', /concerns no consumer called fedpgk/],
  ])('nothing is said of %s', async (_, consumer, message) => {
    await expect(tocsin.claimRung(pkgdb, { consumer, rung: 'ported' }, by('Denise'))).rejects.toThrow(message);
  });

  test('the ported gate counts evidence and names what is only claimed', async () => {
    await tocsin.claimRung(pkgdb, { consumer: 'fedpkg', rung: 'ported' }, by('Denise'));
    const gate = (await tocsin.release(pkgdb)).gates.find(({ name }) => name === 'ported');
    expect(gate).toMatchObject({ state: 'closed', mode: 'warn' });
    expect(gate?.because).toBe('0 of 2 consumers shown to be ported. Only claimed: fedpkg. Not yet: bugzilla-sync.');
  });
});

describe('the burn-down', () => {
  test('is noted by the clock when somebody moves, and only then', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    place.clock.set('2026-02-11T09:00:00.000Z');
    await tocsin.tick();
    await tocsin.understand(pkgdb, { team: 'releng' }, by('Denise'));
    await tocsin.tick();
    await tocsin.tick();
    const { burnDown, history } = await tocsin.release(pkgdb);
    expect(
      history.filter(({ type }) => type === 'ladder.moved').map(({ data }) => `${data.consumer} ${data.standsOn}`),
    ).toEqual(['bugzilla-sync ground', 'fedpkg ground', 'fedpkg aware']);
    expect(burnDown.points.map(({ steps }) => steps.done)).toEqual([0, 1]);
    expect(burnDown.forecast.state).toBe('cannot-tell');
  });

  test('has each day once, in the order of the calendar, also where somebody looked back or ahead', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    place.clock.set('2026-02-14T09:00:00.000Z');
    await tocsin.understand(pkgdb, { team: 'releng' }, by('Denise'));
    await tocsin.tick();
    place.clock.set('2026-02-12T09:00:00.000Z');
    await tocsin.claimRung(pkgdb, { consumer: 'fedpkg', rung: 'ported' }, by('Denise'));
    await tocsin.tick();
    place.clock.set('2026-03-30T09:00:00.000Z');
    await tocsin.tick();
    place.clock.set('2026-02-15T09:00:00.000Z');
    await tocsin.tick();
    const { burnDown, history } = await tocsin.release(pkgdb);
    const days = burnDown.points.map(({ at }) => at.slice(0, 10));
    expect(days).toEqual([...new Set(days)].toSorted());
    expect(days.at(-1)).toBe('2026-02-15');
    const noted = history.filter(({ type }) => type === 'ladder.moved').length;
    await tocsin.tick();
    expect((await tocsin.release(pkgdb)).history.filter(({ type }) => type === 'ladder.moved')).toHaveLength(noted);
  });

  test('one that the release no longer hits is off the ladder', async () => {
    await tocsin.tick();
    await assessPkgdb(tocsin, 'mended.yaml');
    await tocsin.tick();
    const { burnDown, ladder } = await tocsin.release(pkgdb);
    expect(ladder.consumers.map(({ consumer }) => consumer)).toEqual(['fedpkg']);
    expect(burnDown.points.at(-1)?.steps.of).toBe(5);
  });
});
