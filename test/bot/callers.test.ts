// Who answers for callers that the catalogue does not know, by the use cases.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { printCaller } from '../../src/cli/print-callers.ts';
import { importedCalls } from '../support/imported-calls.ts';
import { assessPkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

const key = 'k1a2b3c4d5e6f708';
let place: SmallOrganisation;
let tocsin: Tocsin;

beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
  await assessPkgdb(tocsin);
});
afterEach(() => tocsin.close());

const callersGate = async () => (await tocsin.release(pkgdb)).gates.find(({ name }) => name === 'callers');
const impact = async () => (await tocsin.release(pkgdb)).impact;
const see = (id: string, ...uses: Parameters<typeof importedCalls>[1]) =>
  tocsin.recordEvidence(importedCalls(id, uses.length === 0 ? [{}] : uses), by('Pauline'));

test('evidence that comes after the assessment shows without another one', async () => {
  expect((await impact()).consumers.find(({ consumer }) => consumer === 'fedpkg')?.hits[0]?.certainty).toBe('declared');
  await see('log', { consumer: 'fedpkg', callerKey: null }, { consumer: 'beats', callerKey: null });
  const { consumers } = await impact();
  expect(consumers.find(({ consumer }) => consumer === 'fedpkg')?.hits[0]).toMatchObject({
    certainty: 'operation',
    environments: [{ name: 'production', requests: 900, lastSeen: '2026-02-09T00:00:00.000Z' }],
  });
  expect((await tocsin.release(pkgdb)).affectedTeams).toEqual(['docs', 'qa', 'releng']);
});

test('what another process imports and decides shows in the next reading', async () => {
  expect((await impact()).unknownCallers).toEqual([]);
  const other = await place.open();
  await other.recordEvidence(importedCalls('log', [{}]), by('Pauline'));
  expect((await impact()).unknownCallers).toHaveLength(1);
  await other.claimCaller(key, { team: 'qa' }, by('Kavita'));
  await other.close();
  expect((await impact()).unknownCallers).toEqual([]);
});

test('a claim that was only tried changes nothing for later readings', async () => {
  await see('log');
  const trying = await place.open({ dryRun: true });
  expect(await trying.claimCaller(key, { team: 'qa' }, by('Kavita'))).toMatchObject({ open: false });
  expect((await trying.release(pkgdb)).impact.unknownCallers).toHaveLength(1);
  await trying.close();
  expect((await impact()).unknownCallers).toHaveLength(1);
});

describe('what is deleted in the catalogue', () => {
  const uses = "{ team: releng, uses: { pkgdb: ['GET /packages/{name}'] }";
  const seenAs = ", seenAs: [{ agents: ['fedpkg*'] }]";
  const reopen = async (change: (text: string) => string) => {
    await tocsin.close();
    writeFileSync(join(place.folder, 'tocsin.yaml'), change(place.text()));
    tocsin = await place.open();
  };
  const log = (address: string) => ({
    name: `${address}.log`,
    open: () =>
      Readable.from([
        Buffer.from(`${address} - - [05/Feb/2026:09:00:00 +0000] "GET /packages/x HTTP/1.1" 200 5 "-" "fedpkg/1.0"\n`),
      ]),
  });
  const callersIn = async (address: string) => {
    const { batch } = await tocsin.importEvidence(
      { service: 'pkgdb', sources: [log(address)], environment: 'production' },
      by('Pauline'),
    );
    return batch.uses.map(({ consumer }) => consumer);
  };

  test('takes no calls from what came in its place, and hides nobody who still calls', async () => {
    await reopen((text) =>
      text
        .replace('pkgdb: { tier: critical,', 'pkgdb: { document: { base: before.yaml }, tier: critical,')
        .replace(`fedpkg: ${uses}`, `fedpkg: ${uses}${seenAs}, deleted: true`),
    );
    expect(await callersIn('192.0.2.7')).toEqual([null]);
    await reopen((text) => text.replace('  beats:', `  zfedpkg: ${uses}${seenAs} }\n  beats:`));
    expect(await callersIn('192.0.2.8')).toEqual(['zfedpkg']);
  });

  test('is not asked of a caller, claims none, and is not guessed to be one', async () => {
    await see('log', { callerName: 'mirrors-script' });
    expect((await tocsin.callers('pkgdb'))[0]?.guess?.team).toBe('mirrors');
    await reopen((text) =>
      text
        .replace('mirrors: { title: Mirrors,', 'mirrors: { deleted: true, title: Mirrors,')
        .replace(`fedpkg: ${uses}`, `fedpkg: ${uses}, deleted: true`),
    );
    expect((await tocsin.callers('pkgdb'))[0]?.guess).toBeNull();
    const unknown = { code: 'not-found' };
    await expect(tocsin.forwardCaller(key, { team: 'mirrors' }, by('Pauline'))).rejects.toMatchObject(unknown);
    await expect(tocsin.claimCaller(key, { consumer: 'fedpkg' }, by('Denise'))).rejects.toMatchObject(unknown);
    const far = tocsin.forwardCaller(key, { team: 'nobody' }, by('Pauline'));
    await expect(far).rejects.toMatchObject({ hint: expect.not.stringContaining('Did you mean') });
    const slip = tocsin.forwardCaller(key, { team: 'relneg' }, by('Pauline'));
    await expect(slip).rejects.toMatchObject({ hint: expect.stringContaining('Did you mean releng?') });
  });
});

describe('a caller that nobody knows', () => {
  test('closes the gate while it calls in production what breaks, and a claim opens it', async () => {
    expect(await callersGate()).toMatchObject({ state: 'unknown', mode: 'warn' });
    await see('log');
    expect(await callersGate()).toMatchObject({
      state: 'closed',
      because: expect.stringContaining(`python-requests (${key}), 900 requests`),
      wouldOpen: expect.stringContaining('tocsin callers list'),
    });
    const claimed = await tocsin.claimCaller('k1a2', { team: 'qa' }, by('Kavita', 'the nightly checks'));
    expect(claimed).toMatchObject({ key, open: false, decision: { decision: 'claimed', team: 'qa', by: 'Kavita' } });
    expect(await callersGate()).toMatchObject({ state: 'open' });
    expect((await impact()).consumers.at(-1)).toMatchObject({ consumer: 'python-requests (k1a2b3c4)', team: 'qa' });
  });

  test('stays claimed in what is imported later', async () => {
    await see('log');
    await tocsin.claimCaller(key, { consumer: 'beats' }, { actor: { name: 'docs', via: 'web' } });
    await see('next', { operation: 'GET /lists/bugzilla', requests: 7 });
    const beats = (await impact()).consumers.find(({ consumer }) => consumer === 'beats');
    expect(beats?.hits).toHaveLength(2);
    expect(beats?.hits[0]?.because).toContain('from the claimed caller python-requests');
    expect((await impact()).unknownCallers).toEqual([]);
  });

  test('whose claimant is gone is said in one phrase to be nobody’s again, by gate and list', async () => {
    await see('log');
    await tocsin.claimCaller(key, { team: 'mirrors' }, by('Tadeo'));
    await tocsin.close();
    writeFileSync(join(place.folder, 'tocsin.yaml'), place.text().replace('mirrors: {', 'mirrors: { deleted: true,'));
    tocsin = await place.open();
    const phrase = 'nobody claims it any more: Tadeo did for mirrors, which the catalogue no longer has';
    expect(await callersGate()).toMatchObject({ state: 'closed', because: expect.stringContaining(phrase) });
    const [caller] = await tocsin.callers();
    expect(caller).toMatchObject({ open: true, lapsed: { by: 'Tadeo', owner: 'mirrors' } });
    expect(printCaller(caller!, { colour: false, columns: 200 })[0]).toContain(phrase);
    const { ladder } = await tocsin.release(pkgdb);
    expect(ladder.consumers.filter(({ team }) => team === 'mirrors')).toEqual([]);
  });

  test('that was forwarded goes on holding the gate', async () => {
    await see('log');
    await tocsin.forwardCaller(key, { team: 'releng' }, by('Pauline'));
    expect(await callersGate()).toMatchObject({
      state: 'closed',
      because: expect.stringContaining('forwarded to releng'),
    });
  });

  test('that was forwarded is asked of that team once, by mail, with what is known of it', async () => {
    await see('log');
    await tocsin.forwardCaller(key, { team: 'releng' }, by('Pauline', 'your build hosts?'));
    const questions = async () =>
      (await tocsin.release(pkgdb)).deliveries.filter(({ message }) => message.kind === 'caller-question');
    await tocsin.tick();
    await tocsin.tick();
    await tocsin.close();
    tocsin = await place.open();
    await tocsin.tick();
    const [asked, ...others] = await questions();
    expect(others).toEqual([]);
    expect(asked).toMatchObject({
      state: 'written',
      message: { recipient: { channel: 'mail', address: 'releng@example.org' } },
    });
    expect(asked?.message.subject).toContain(': is python-requests yours?');
    for (const said of [key, 'GET /packages/{name}', '900 requests', 'Pauline', 'your build hosts?'])
      expect(asked?.message.markdown).toContain(said);

    await tocsin.forwardCaller(key, { team: 'qa' }, by('Denise'));
    await tocsin.tick();
    expect((await questions()).map(({ message }) => message.recipient.address)).toEqual([
      'releng@example.org',
      'qa@example.org',
    ]);
  });

  test('that is forwarded to a team again is asked of it by a message that stands by itself', async () => {
    await see('log');
    for (const why of ['your build hosts?', 'it calls from 10.5.0.7']) {
      await tocsin.forwardCaller(key, { team: 'releng' }, by('Pauline', why));
      await tocsin.tick();
      place.clock.set('2026-02-11T09:00:00.000Z');
    }
    const { deliveries } = await tocsin.release(pkgdb);
    const threads = deliveries.map(({ message: { kind, thread } }) => [kind, thread]);
    expect(threads.map(([kind]) => kind)).toEqual(['caller-question', 'caller-question']);
    // In one thread the second would change the first in a chat, of which nobody is told.
    expect(new Set(threads.map(([, thread]) => thread)).size).toBe(2);
  });

  test('that was forwarded is asked about with no release that breaks nothing of what it calls', async () => {
    const same = { service: 'pkgdb', version: '1.1', base: 'before.yaml', revision: 'before.yaml' };
    await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
    const { release } = await tocsin.assess(same, by('Pauline'));
    await see('log');
    await tocsin.forwardCaller(key, { team: 'releng' }, by('Pauline'));
    await tocsin.tick();
    expect((await tocsin.release(release.id)).deliveries).toEqual([]);

    const breaking = await tocsin.assess({ ...same, version: '3.0', revision: 'after.yaml' }, by('Pauline'));
    await tocsin.tick();
    expect((await tocsin.release(breaking.release.id)).deliveries).toHaveLength(1);
    const next = await tocsin.assess({ ...same, version: '4.0', revision: 'after.yaml' }, by('Pauline'));
    await tocsin.tick();
    expect((await tocsin.release(next.release.id)).deliveries).toEqual([]);
  });

  test('that is noise comes back when it grows tenfold', async () => {
    await see('log');
    await tocsin.callNoise(key, by('Pauline', 'a vulnerability scanner'));
    expect(await callersGate()).toMatchObject({ state: 'open' });
    await see('more', { requests: 9000, lastSeen: '2026-02-10T00:00:00.000Z' });
    expect(await callersGate()).toMatchObject({ state: 'closed' });
    expect(await tocsin.callers('pkgdb')).toMatchObject([
      {
        open: true,
        backBecause: expect.stringContaining('from 900 to 9900'),
        decision: { reason: 'a vulnerability scanner' },
      },
    ]);
  });

  test('is asked about again when the decision is taken back', async () => {
    await see('log');
    await tocsin.callNoise(key, by('Pauline', 'a scanner'));
    expect(await tocsin.reopenCaller(key, by('Pauline', 'it is none'))).toMatchObject({ open: true, decision: null });
    await expect(tocsin.reopenCaller(key, by('Pauline'))).rejects.toMatchObject({ code: 'release-state' });
    const types = (await tocsin.events(0)).filter(({ subject }) => subject === key).map(({ type, why }) => [type, why]);
    expect(types).toEqual([
      ['caller.noise', 'a scanner'],
      ['caller.reopened', 'it is none'],
    ]);
  });
});

test('callers that were too many to be told apart are listed last, with their number, and are nobody’s own', async () => {
  await see('log', { requests: 2 }, { callerKey: 'folded', callerName: '6000 more callers', requests: 9000 });
  const listed = async () => (await tocsin.callers()).map(({ key, name, guess }) => [key, name, guess]);
  expect(await listed()).toEqual([
    [key, 'python-requests', null],
    ['folded', '6000 more callers', null],
  ]);
  expect((await callersGate())?.because).toContain('6000 more callers (folded)');
  await expect(tocsin.claimCaller('folded', { team: 'qa' }, by('Kavita'))).rejects.toMatchObject({ code: 'usage' });
  await see('next', { callerKey: 'folded', callerName: '7000 more callers' });
  expect((await listed()).at(-1)).toEqual(['folded', 'at least 7000 more callers', null]);
});

describe('what a team has claimed', () => {
  beforeEach(async () => {
    await see('log');
    await tocsin.claimCaller(key, { team: 'qa' }, by('Kavita'));
  });
  const holder = async () => (await tocsin.callers())[0]?.decision?.team;
  const token = (role: 'member' | 'manager', team: string | null) =>
    ({
      actor: { name: 'Denise', via: 'api' },
      speaker: { role, teams: team === null ? [] : [team] },
      why: 'x',
    }) as const;

  test.each([
    ['claimed by another team', (t: Tocsin) => t.claimCaller(key, { team: 'releng' }, by('Denise'))],
    [
      'claimed by another team with a token',
      (t: Tocsin) => t.claimCaller(key, { team: 'releng' }, token('member', 'releng')),
    ],
    ['forwarded by others', (t: Tocsin) => t.forwardCaller(key, { team: 'docs' }, by('Pauline'))],
    ['called noise by who answers for the service', (t: Tocsin) => t.callNoise(key, by('Pauline', 'a scanner'))],
    ['reopened by others', (t: Tocsin) => t.reopenCaller(key, by('Denise'))],
  ])('is not %s', async (_, act) => {
    await expect(act(tocsin)).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'python-requests was claimed by Kavita for qa.',
      hint: expect.stringContaining('Ask Kavita to give it away'),
    });
    expect(await holder()).toBe('qa');
  });

  test('is given away by that team, and by a manager', async () => {
    await tocsin.forwardCaller(key, { team: 'releng' }, by('Kavita', 'it is theirs'));
    await tocsin.claimCaller(key, { team: 'releng' }, by('Denise'));
    expect(await holder()).toBe('releng');
    await tocsin.claimCaller(key, { team: 'qa' }, token('manager', null));
    expect(await holder()).toBe('qa');
  });
});

describe('noise is said by who answers for the service', () => {
  beforeEach(() => see('log'));

  test('on the command line and in Slack, where the catalogue says who that is', async () => {
    await expect(tocsin.callNoise(key, by('Denise', 'a scanner'))).rejects.toMatchObject({
      code: 'not-allowed',
      hint: 'Ask Pauline of apps, which answers for pkgdb, or a release manager on the board.',
    });
    expect(await tocsin.callNoise(key, by('Pauline', 'a scanner'))).toMatchObject({ open: false });
  });

  test.each([
    ['member', 'apps', true],
    ['manager', null, true],
    ['member', 'qa', false],
    ['ci', null, false],
  ] as const)('and by a token of a %s of %s: %s', async (role, team, may) => {
    const change = {
      actor: { name: 'Denise', via: 'api' },
      speaker: { role, teams: team === null ? [] : [team] },
      why: 'a scanner',
    } as const;
    const done = await tocsin.callNoise(key, change).then(
      () => true,
      ({ code }) => code !== 'not-allowed',
    );
    expect(done).toBe(may);
  });
});

describe('is refused', () => {
  beforeEach(() => see('log'));

  test.each([
    [
      'a claim for a consumer that the catalogue does not know',
      (t: Tocsin) => t.claimCaller(key, { consumer: 'fedpgk' }, by('Denise')),
      'not-found',
    ],
    [
      'a claim for a team by somebody of another',
      (t: Tocsin) => t.claimCaller(key, { team: 'qa' }, by('Denise')),
      'not-allowed',
    ],
    ['a claim for nobody', (t: Tocsin) => t.claimCaller(key, {}, by('Denise')), 'usage'],
    ['a caller that was never seen', (t: Tocsin) => t.claimCaller('none', { team: 'qa' }, by('Kavita')), 'not-found'],
    ['noise without a reason', (t: Tocsin) => t.callNoise(key, by('Pauline')), 'usage'],
    ['noise by somebody whom nobody knows', (t: Tocsin) => t.callNoise(key, by('Mallory', 'x')), 'not-allowed'],
    [
      'forwarding to a team that there is not',
      (t: Tocsin) => t.forwardCaller(key, { team: 'none' }, by('Pauline')),
      'not-found',
    ],
  ])('%s', async (_, act, code) => {
    await expect(act(tocsin)).rejects.toMatchObject({ code });
    expect((await tocsin.callers())[0]).toMatchObject({ decision: null, open: true });
    expect((await tocsin.events(0)).filter(({ type }) => type.startsWith('caller.'))).toEqual([]);
  });
});

describe('a caller of two services', () => {
  const calls = (service: string, requests: number, id = service): ReturnType<typeof importedCalls> => {
    const batch = importedCalls(id, [{ service, requests }]);
    return { ...batch, service };
  };
  let shared: SmallOrganisation;
  let house: Tocsin;
  beforeEach(async () => {
    shared = smallOrganisation();
    const config = shared.text().replace('fas: { tier: critical, owner: apps }', 'fas: { tier: critical, owner: qa }');
    house = await shared.open({ config });
    await house.recordEvidence(calls('pkgdb', 900), by('Pauline'));
    await house.recordEvidence(calls('fas', 20), by('Pauline'));
  });
  afterEach(() => house.close());
  const open = async () => Object.fromEntries((await house.callers()).map((caller) => [caller.service, caller.open]));

  test('is noise only to the services of the team that says so', async () => {
    expect(await house.callNoise(key, by('Kavita', 'a scanner'))).toMatchObject({ service: 'fas', open: false });
    expect(await open()).toEqual({ pkgdb: true, fas: false });
    await house.recordEvidence(calls('paste', 5), by('Pauline'));
    await house.callNoise(key, by('Pauline', 'a scanner'));
    expect(await open()).toEqual({ pkgdb: false, fas: false, paste: false });
  });

  test('is not noise to a service that it calls only later', async () => {
    await house.callNoise(key, by('Pauline', 'a scanner'));
    await house.recordEvidence(calls('paste', 5), by('Pauline'));
    expect(await open()).toEqual({ pkgdb: false, fas: true, paste: true });
  });

  test('comes back to the service where it has grown tenfold', async () => {
    const manager = {
      actor: { name: 'Denise', via: 'api' },
      speaker: { role: 'manager', teams: [] },
      why: 'x',
    } as const;
    await house.callNoise(key, manager);
    expect(await open()).toEqual({ pkgdb: false, fas: false });
    await house.recordEvidence(calls('fas', 200, 'more'), by('Pauline'));
    expect(await open()).toEqual({ pkgdb: false, fas: true });
  });

  test('is claimed in both, and nobody who answers for neither calls it noise', async () => {
    await expect(house.callNoise(key, by('Denise', 'x'))).rejects.toMatchObject({
      message: 'Denise cannot call a caller of pkgdb and fas noise.',
      hint: expect.stringContaining('Kavita of qa, which answers for fas'),
    });
    await house.callNoise(key, by('Kavita', 'a scanner'));
    await house.claimCaller(key, { team: 'releng' }, by('Denise'));
    expect((await house.callers()).map(({ decision }) => decision?.team)).toEqual(['releng', 'releng']);
    await expect(house.callNoise(key, by('Kavita', 'a scanner'))).rejects.toMatchObject({ code: 'not-allowed' });
  });
});
