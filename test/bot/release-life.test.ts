// A release from its assessment to its end, by the use cases, over SQLite and the local outbox.

import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReleaseView, Tocsin } from '../../src/bot/index.ts';
import { printStanding } from '../../src/cli/print-release.ts';
import { importedCalls } from '../support/imported-calls.ts';
import {
  announcePkgdb,
  assessPkgdb,
  by,
  pkgdb,
  readyPkgdb,
  type SmallOrganisation,
  smallOrganisation,
} from '../support/small-organisation.ts';

let place: SmallOrganisation;
let tocsin: Tocsin;

beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
});
afterEach(() => tocsin.close());

const gate = (view: ReleaseView, name: string) => view.gates.find((one) => one.name === name)?.state;
const addresses = (view: ReleaseView, kind: string) =>
  view.deliveries.filter(({ message }) => message.kind === kind).map(({ message }) => message.recipient.address);
const outbox = () => readdirSync(join(place.folder, '.tocsin', 'outbox')).toSorted();
const mailTo = (words: string) => {
  const name = outbox().findLast((file) => file.includes(words));
  if (name === undefined) throw new Error(`no file with ${words} among ${outbox().join(', ')}`);
  return readFileSync(join(place.folder, '.tocsin', 'outbox', name), 'utf8');
};
const at = (instant: string) => place.clock.set(instant);

describe('assessing', () => {
  test('says what breaks and which teams are hurt, and who did it why', async () => {
    const view = await assessPkgdb(tocsin);
    expect(view.release).toMatchObject({ id: pkgdb, state: 'assessed', author: 'Pauline', revision: 1 });
    expect(view.comparison.verdict).toBe('breaking');
    expect(view.affectedTeams).toEqual(['qa', 'releng']);
    expect(view.history).toMatchObject([
      { sequence: 1, type: 'release.assessed', actor: { name: 'Pauline', via: 'cli' }, why: 'the new schema' },
    ]);
  });

  test.each([
    ['confirms its breaks', (tocsin: Tocsin) => tocsin.confirmIntended(pkgdb, [], by('pauline'))],
    ['assesses it again', (tocsin: Tocsin) => assessPkgdb(tocsin)],
  ])('under a login that nobody has makes nobody its author, until somebody known %s', async (_what, act) => {
    const documents = { base: 'before.yaml', revision: 'after.yaml' };
    const first = await tocsin.assess({ service: 'pkgdb', version: '2.0', ...documents }, by('root'));
    const hints = Object.fromEntries(first.gates.map(({ name, wouldOpen }) => [name, wouldOpen]));
    expect(hints.intended).toMatch(/knows nobody called root: a member of Applications confirms them/);
    expect(hints.intended).not.toMatch(/^root confirms/);
    const view = await act(tocsin);
    expect(view.release.author).toBe('Pauline');
    expect(view.history.at(-1)?.data.author).toBe('Pauline');
    // So that the second pair of eyes is not the first one's.
    await tocsin.propose(pkgdb, {}, by('root'));
    await expect(tocsin.approve(pkgdb, by('pauline'))).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await tocsin.approve(pkgdb, by('Tadeo'))).release.state).toBe('approved');
  });

  test('again by a colleague leaves the author who is somebody', async () => {
    await assessPkgdb(tocsin);
    const documents = { base: 'before.yaml', revision: 'after.yaml' };
    const view = await tocsin.assess({ service: 'pkgdb', version: '2.0', ...documents }, by('Kavita'));
    expect(view.release.author).toBe('Pauline');
  });

  test('hears openapi-diff as a second opinion, unless told not to', async () => {
    expect((await assessPkgdb(tocsin)).comparison.secondOpinion).toBeNull();
    const asking = await place.open({ secondOpinion: true });
    const { comparison } = await assessPkgdb(asking);
    await asking.close();
    expect(comparison.secondOpinion).not.toBeNull();
    expect(comparison.secondOpinion?.failed).toEqual([]);
  });

  test('a service that nobody knows is refused by name', async () => {
    const input = { service: 'pkgbd', version: '2', base: 'before.yaml', revision: 'after.yaml' };
    await expect(tocsin.assess(input, by('Pauline'))).rejects.toMatchObject({
      code: 'not-found',
      hint: 'It knows pkgdb, fas, paste.',
    });
  });

  test('a document that cannot be read leaves no release behind', async () => {
    const input = { service: 'pkgdb', version: '2', base: 'before.yaml', revision: 'nowhere.yaml' };
    await expect(tocsin.assess(input, by('Pauline'))).rejects.toMatchObject({ code: 'spec-missing', exit: 3 });
    expect(await tocsin.releases()).toEqual([]);
    expect(await tocsin.cursor()).toBe(0);
  });

  test('takes uploaded text, which is never read as a name of the server', async () => {
    const text = readFileSync(join(place.folder, 'before.yaml'), 'utf8');
    const view = await tocsin.assess(
      { service: 'pkgdb', version: '3', base: { name: 'old', text }, revision: { name: 'new', text } },
      by('Pauline'),
    );
    expect(view.comparison.verdict).toBe('identical');
    const sneaky = {
      service: 'pkgdb',
      version: '4',
      base: { name: 'before.yaml', text: 'before.yaml' },
      revision: { name: 'b', text },
    };
    await expect(tocsin.assess(sneaky, by('Pauline'))).rejects.toMatchObject({ exit: 3 });
  });

  test('a release whose id another service’s release has is refused, and that one stays as it was', async () => {
    const text = place.text().replace('  fas: {', '  pkgdb-v2: { tier: leaf, owner: apps }\n  fas: {');
    writeFileSync(join(place.folder, 'tocsin.yaml'), text);
    const both = await place.open();
    const documents = { base: 'before.yaml', revision: 'after.yaml' } as const;
    const { release } = await both.assess({ service: 'pkgdb', version: 'v2-1.0', ...documents }, by('Pauline'));
    await expect(
      both.assess({ service: 'pkgdb-v2', version: '1.0', ...documents }, by('Denise')),
    ).rejects.toMatchObject({ code: 'conflict', message: 'pkgdb-v2-1.0 is already the release v2-1.0 of pkgdb.' });
    expect((await both.release('pkgdb-v2-1.0')).release).toEqual(release);
    await both.close();
  });

  test('the same findings again leave approval and announcement standing', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const again = await assessPkgdb(tocsin);
    expect(again.release).toMatchObject({ state: 'announced', revision: 1 });
    expect(gate(again, 'approved')).toBe('open');
  });

  test('other findings make approval fall, and people are told anew once it is announced again', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const changed = await assessPkgdb(tocsin, 'worse.yaml');
    expect(changed.release).toMatchObject({ state: 'assessed', revision: 2 });
    expect(changed.affectedTeams).toEqual(['docs', 'qa', 'releng']);
    expect(gate(changed, 'approved')).toBe('closed');
    expect(gate(changed, 'announced')).toBe('closed');

    await tocsin.confirmIntended(pkgdb, [], by('Pauline'));
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await tocsin.approve(pkgdb, by('Tadeo'));
    await tocsin.announce(pkgdb, by('Pauline'));
    await tocsin.tick();
    const view = await tocsin.release(pkgdb);
    const second = view.deliveries.filter(({ message }) => message.kind === 'break-notice' && message.revision === 2);
    expect(second.map(({ message }) => message.recipient.address)).toContain('docs@example.org');
    expect(second.map(({ message }) => message.recipient.address)).toContain('infra@lists.example.org');
    expect(gate(view, 'announced')).toBe('open');
  });

  test('who has understood fewer breaks is asked again when there are more (A8)', async () => {
    await announcePkgdb(tocsin);
    await tocsin.understand(pkgdb, { team: 'qa' }, by('Kavita'));
    await tocsin.understand(pkgdb, { team: 'releng' }, by('Denise'));
    expect(gate(await tocsin.release(pkgdb), 'understood')).toBe('open');
    at('2026-02-11T09:00:00.000Z');
    const fewer = await assessPkgdb(tocsin, 'mended.yaml');
    expect(gate(fewer, 'understood')).toBe('open');
    const more = await assessPkgdb(tocsin, 'worse.yaml');
    expect(more.understandings).toEqual([]);
    expect(gate(more, 'understood')).toBe('closed');
  });

  test('what had not gone out when the findings changed goes out for the same date all the same', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const { deployAt } = (await tocsin.release(pkgdb)).plan!;
    at('2026-02-17T15:00:00.000Z');
    // Where the outbox lies is a file now: the roster call and the reminder are written and cannot go.
    const folder = join(place.folder, '.tocsin', 'outbox');
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, '');
    expect(await tocsin.tick()).toMatchObject({ written: 0, delivered: 0 });
    await assessPkgdb(tocsin, 'mended.yaml');
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    await tocsin.propose(pkgdb, { deployAt }, by('Pauline'));
    await tocsin.approve(pkgdb, by('Tadeo'));
    await tocsin.announce(pkgdb, by('Pauline'));
    await tocsin.tick();
    const went = (await tocsin.release(pkgdb)).deliveries.filter(
      ({ state, message }) => state === 'written' && message.revision === 2,
    );
    expect(went.map(({ message }) => message.kind)).toEqual(expect.arrayContaining(['roster-call', 'reminder']));
  });
});

describe('deciding', () => {
  test('the author cannot approve, whatever the spelling', async () => {
    await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await expect(tocsin.approve(pkgdb, by(' pauline '))).rejects.toMatchObject({
      code: 'not-allowed',
      exit: 4,
      message: expect.stringContaining('is the author of pkgdb-2.0'),
    });
    expect((await tocsin.release(pkgdb)).approvals).toEqual([]);
  });

  test.each(['pauline', 'pauline@example.org', ' Pauline '])('nor under another of their names: %s', async (name) => {
    await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await expect(tocsin.approve(pkgdb, by(name))).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('nobody approves whom the catalogue does not know, and it says who could', async () => {
    await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await expect(tocsin.approve(pkgdb, by('Mallory'))).rejects.toMatchObject({
      code: 'not-allowed',
      exit: 4,
      hint: expect.stringMatching(/^It can be approved by Denise, Kavita, Tadeo;/),
    });
    expect((await tocsin.release(pkgdb)).approvals).toEqual([]);
    // A token of the web was issued with its role: it vouches for itself.
    const change = { actor: { name: 'release board', via: 'api' } } as const;
    expect((await tocsin.approve(pkgdb, change)).release.state).toBe('approved');
  });

  test('one person is one approval, by whichever of their names they gave it', async () => {
    const config = place.text().replace('policy:\n', 'policy:\n  approvals: { needed: 2 }\n');
    const two = await place.open({ config });
    await assessPkgdb(two);
    await two.propose(pkgdb, {}, by('Pauline'));
    for (const name of ['tadeo', 'Tadeo', 'tadeo@example.org']) {
      const { release, gates } = await two.approve(pkgdb, by(name));
      expect(release.state).toBe('proposed');
      expect(gates.find((one) => one.name === 'approved')?.because).toMatch(/^1 of 2 approvals /);
    }
    const { release, gates } = await two.approve(pkgdb, by('Kavita'));
    expect(release.state).toBe('approved');
    expect(gates.find((one) => one.name === 'approved')?.because).toBe('Approved by Kavita, Tadeo.');
    await two.close();
  });

  test('nobody has understood what nobody was told', async () => {
    await assessPkgdb(tocsin);
    await expect(tocsin.understand(pkgdb, { team: 'qa' }, by('Kavita'))).rejects.toMatchObject({
      code: 'release-state',
      message: 'pkgdb-2.0 was not announced yet: qa was told nothing to understand.',
      hint: expect.stringContaining('tocsin announce pkgdb-2.0'),
    });
    expect((await tocsin.release(pkgdb)).understandings).toEqual([]);
  });

  test('a team is spoken for by its members alone, and the author or the owners say what is meant', async () => {
    await announcePkgdb(tocsin);
    await expect(tocsin.understand(pkgdb, { team: 'qa' }, by('Denise'))).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'Denise is no member of qa and cannot speak for it.',
      hint: expect.stringMatching(/^Its only member is Kavita\. .*--as "Kavita".*--note/),
    });
    const link = { actor: { name: 'whoever reads the mail', via: 'mail' } } as const;
    expect((await tocsin.understand(pkgdb, { team: 'qa' }, link)).understandings).toHaveLength(1);
    const again = await tocsin.understand(pkgdb, { team: 'qa' }, by('Kavita'));
    expect(again.understandings).toMatchObject([{ team: 'qa', by: link.actor.name }]);
    expect(again.history.filter(({ type }) => type === 'release.understood')).toHaveLength(2);
    await expect(tocsin.confirmIntended(pkgdb, [], by('Kavita'))).rejects.toMatchObject({
      code: 'not-allowed',
      hint: 'Its author Pauline can, or a member of apps: Pauline.',
    });
    expect((await tocsin.confirmIntended(pkgdb, [], by('pauline@example.org'))).intended).not.toEqual([]);
  });

  test('a release that is not there is answered with the one that was meant', async () => {
    await assessPkgdb(tocsin);
    await expect(tocsin.release('pkdb-2.0')).rejects.toMatchObject({
      hint: 'Did you mean pkgdb-2.0? There are: pkgdb-2.0.',
    });
    await expect(tocsin.release('elections')).rejects.toMatchObject({ hint: 'There are: pkgdb-2.0.' });
  });

  test('a date before the earliest lawful one is refused with that date', async () => {
    await assessPkgdb(tocsin);
    const early = tocsin.propose(pkgdb, { deployAt: '2026-02-12T14:00:00Z' }, by('Pauline'));
    await expect(early).rejects.toMatchObject({
      code: 'date-unlawful',
      hint: expect.stringContaining('2026-02-24T14:00:00.000Z'),
    });
    expect((await tocsin.release(pkgdb)).release.state).toBe('assessed');
  });

  test('nothing skips a stage of its life', async () => {
    await assessPkgdb(tocsin);
    await expect(tocsin.announce(pkgdb, by('Pauline'))).rejects.toMatchObject({ code: 'release-state' });
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await expect(tocsin.announce(pkgdb, by('Pauline'))).rejects.toMatchObject({ code: 'release-state' });
    await expect(tocsin.startDeploy(pkgdb, by('Pauline'))).rejects.toMatchObject({ code: 'release-state' });
    await expect(tocsin.complete(pkgdb, by('Pauline'))).rejects.toMatchObject({ code: 'release-state' });
  });

  test('what was decided on an older view is refused, and says what happened meanwhile', async () => {
    const seen = await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, {}, by('Tadeo'));
    const stale = tocsin.cancel(pkgdb, { ...by('Pauline'), stamp: seen.stamp });
    await expect(stale).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('by Tadeo') });
    expect((await tocsin.release(pkgdb)).release.state).toBe('proposed');
  });

  test('a finding that is not there cannot be intended', async () => {
    await assessPkgdb(tocsin);
    await expect(tocsin.confirmIntended(pkgdb, ['nothing'], by('Pauline'))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('announcing', () => {
  test('tells the lists of organisation and service, and each hurt team at its own address, inside or outside', async () => {
    const view = await announcePkgdb(tocsin);
    expect(addresses(view, 'break-notice').toSorted()).toEqual([
      'devel@lists.example.org',
      'infra@lists.example.org',
      'qa@example.org',
      'releng@example.org',
      'test@lists.example.org',
    ]);
    expect(gate(view, 'announced')).toBe('closed'); // queued is not told
    expect(await tocsin.tick()).toMatchObject({ queued: 0, written: 5, deferred: 0, refused: 0 });
    expect(gate(await tocsin.release(pkgdb), 'announced')).toBe('open');
  });

  test('a chat channel that is called like a list does not stand for it', async () => {
    await tocsin.close();
    place = smallOrganisation("chat: { infra: { slack: '#infra', always: true } }\n");
    tocsin = await place.open({
      config: `${readFileSync(join(place.folder, 'tocsin.yaml'), 'utf8')}
delivery: { channels: { mail: { host: 127.0.0.1, port: 9, tls: none, timeoutSeconds: 2 } } }`,
    });
    await announcePkgdb(tocsin);
    expect(await tocsin.tick()).toMatchObject({ written: 1, deferred: 5 });
    expect(gate(await tocsin.release(pkgdb), 'announced')).toBe('closed');
  });

  test('a team reads of its own consumers first, in its own zone', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const mail = mailTo('Release-engineering');
    expect(mail).toContain('fedpkg');
    expect(mail).toContain('Australia/Brisbane');
    expect(mailTo('break-notice-mail-infra')).not.toContain('Brisbane');
  });

  test('a public list gets the plain address, a team its own signed link', async () => {
    await tocsin.close();
    tocsin = await place.open({ board: 'https://board.example.org/' });
    await announcePkgdb(tocsin);
    const view = await tocsin.release(pkgdb);
    const links = (address: string) =>
      view.deliveries.find(({ message }) => message.recipient.address === address)?.message.links;
    expect(links('infra@lists.example.org')?.understand).toBe('https://board.example.org/releases/pkgdb-2.0');
    expect(links('test@lists.example.org')?.understand).toBe('https://board.example.org/releases/pkgdb-2.0');
    expect(links('qa@example.org')?.understand).toMatch(/^https:\/\/board\.example\.org\/links\/[\w-]+\.[\w-]+$/);
  });

  test('the clock sends the rest in its time, each once', async () => {
    await announcePkgdb(tocsin);
    const told: Record<string, number> = {};
    tocsin.onEvent((event) => {
      if (event.type === 'message.written') told[String(event.data.kind)] = (told[String(event.data.kind)] ?? 0) + 1;
    });
    let next: string | null = place.clock.now();
    for (let turn = 0; next !== null && next < '2026-02-24T22:00:00.000Z'; turn += 1) {
      expect(turn).toBeLessThan(50);
      at(next);
      const report = await tocsin.tick();
      await tocsin.tick();
      next = report.nextAt;
    }
    expect(told).toEqual({
      'break-notice': 5,
      'call-for-testing': 5,
      agenda: 1,
      reminder: 10,
      'roster-call': 5,
      'outage-notice': 5,
    });
  });

  test('after a pause of the clock only the reminder that is true now goes out', async () => {
    await announcePkgdb(tocsin);
    at('2026-02-23T15:00:00.000Z');
    await tocsin.tick();
    const reminders = (await tocsin.release(pkgdb)).deliveries.filter(({ message }) => message.kind === 'reminder');
    expect(new Set(reminders.map(({ message }) => message.subject))).toEqual(
      new Set(['[API BREAK] pkgdb 2.0 on Tue 24 Feb 2026 14:00 UTC: reminder, tomorrow, and call for testing']),
    );
  });

  test('a template that does not say the break is refused before anything is queued', async () => {
    await tocsin.close();
    place = smallOrganisation('delivery: { templates: words }\n');
    const { mkdirSync, writeFileSync } = await import('node:fs');
    mkdirSync(join(place.folder, 'words'));
    writeFileSync(join(place.folder, 'words', 'break-notice.md.liquid'), 'A new release comes on {{ when.short }}.\n');
    tocsin = await place.open();
    await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, {}, by('Pauline'));
    await tocsin.approve(pkgdb, by('Tadeo'));
    await expect(tocsin.announce(pkgdb, by('Pauline'))).rejects.toMatchObject({ code: 'message-refused' });
    const view = await tocsin.release(pkgdb);
    expect(view.release.state).toBe('approved');
    expect(view.deliveries).toEqual([]);
    expect(view.history.map(({ type }) => type)).not.toContain('message.queued');
  });

  test('a preview shows every message of the plan and writes nothing', async () => {
    await assessPkgdb(tocsin);
    const before = await tocsin.cursor();
    const { messages } = await tocsin.preview(pkgdb, null);
    expect(new Set(messages.map(({ message }) => message.kind))).toEqual(
      new Set(['break-notice', 'call-for-testing', 'agenda', 'reminder', 'roster-call', 'outage-notice', 'done']),
    );
    expect(messages.every(({ artefact, preview }) => artefact.content.length > 0 && preview.length > 0)).toBe(true);
    expect(await tocsin.cursor()).toBe(before);
    expect((await tocsin.release(pkgdb)).plan).toBeNull();
  });
});

describe('moving', () => {
  const newDate = '2026-03-03T14:00:00.000Z';

  async function announceAndCall(): Promise<void> {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    at('2026-02-12T12:00:00.000Z'); // the item went to the meeting
    await tocsin.tick();
    at('2026-02-17T15:00:00.000Z'); // the roster was called, the first reminder sent
    await tocsin.tick();
  }

  test('corrects every artefact in one action', async () => {
    await announceAndCall();
    const before = await tocsin.release(pkgdb);
    const called = before.deliveries.find(
      ({ message }) => message.kind === 'roster-call' && message.recipient.address === 'kavita@example.org',
    )?.message;
    const view = await tocsin.reschedule(pkgdb, { deployAt: newDate }, by('Pauline', 'the mass rebuild runs late'));
    expect(view.release).toMatchObject({ state: 'announced', revision: 2 });
    expect(view.plan?.deployAt).toBe(newDate);
    expect(view.shifts.every(({ start }) => start >= newDate)).toBe(true);

    const moved = view.deliveries.filter(({ message }) => message.kind === 'moved').map(({ message }) => message);
    expect(moved.map(({ recipient }) => recipient.address).toSorted()).toEqual([
      'denise@example.org',
      'denise@example.org',
      'devel@lists.example.org',
      'infra@lists.example.org',
      'kavita@example.org',
      'pauline@example.org',
      'pauline@example.org',
      'qa@example.org',
      'releng@example.org',
      'test@lists.example.org',
      'weekly',
    ]);
    const kavita = moved.find(({ recipient }) => recipient.address === 'kavita@example.org');
    expect(kavita?.event).toMatchObject({ uid: called?.event?.uid, sequence: 2, start: newDate, cancelled: false });
    expect(called?.event?.sequence).toBe(1);

    await tocsin.tick();
    const mail = mailTo('moved-mail-infra');
    expect(mail).toContain('Tue 3 Mar 2026 14:00 UTC');
    expect(mail).toContain('the mass rebuild runs late');
    expect(mail).toMatch(/^In-Reply-To:\s+<pkgdb-2\.0\.reminder\./m);
  });

  test('leaves what went out in the plan on the day when it did', async () => {
    await announceAndCall();
    const { steps } = await tocsin.reschedule(pkgdb, { deployAt: newDate }, by('Pauline'));
    const callForTesting = steps.find(({ kind }) => kind === 'call-for-testing');
    expect(callForTesting).toMatchObject({ at: '2026-02-12T12:00:00.000Z', because: 'It went out.', isWritten: true });
    expect(steps.filter(({ isWritten }) => !isWritten).every(({ at: when }) => when > '2026-02-17T15')).toBe(true);
    expect(steps.map(({ at: when }) => when)).toEqual(steps.map(({ at: when }) => when).toSorted());
  });

  test('what had not gone yet is withdrawn, and whoever had not heard hears with the new date', async () => {
    await announcePkgdb(tocsin); // nothing delivered yet
    const view = await tocsin.reschedule(pkgdb, { deployAt: newDate }, by('Pauline'));
    expect(view.deliveries.filter(({ state }) => state === 'withdrawn')).toHaveLength(5);
    expect(addresses(view, 'moved')).toEqual([]);
    await tocsin.tick();
    const told = (await tocsin.release(pkgdb)).deliveries.filter(({ state }) => state === 'written');
    expect(told.map(({ message }) => [message.kind, message.revision, message.window?.start])).toEqual(
      Array.from({ length: 5 }, () => ['break-notice', 2, newDate]),
    );
  });

  test('the approval of the old date no longer counts, and a new one is given without leaving the announcement', async () => {
    await announceAndCall();
    const moved = await tocsin.reschedule(pkgdb, { deployAt: newDate }, by('Pauline'));
    expect(gate(moved, 'approved')).toBe('closed');
    const approved = await tocsin.approve(pkgdb, by('Tadeo'));
    expect(approved.release.state).toBe('announced');
    expect(gate(approved, 'approved')).toBe('open');
  });

  test('reminders for the new date go out in their time', async () => {
    await announceAndCall();
    await tocsin.reschedule(pkgdb, { deployAt: newDate }, by('Pauline'));
    at('2026-02-24T15:00:00.000Z');
    await tocsin.tick();
    const reminders = (await tocsin.release(pkgdb)).deliveries.filter(({ message }) => message.kind === 'reminder');
    expect(new Set(reminders.map(({ message }) => message.window?.start))).toEqual(
      new Set(['2026-02-24T14:00:00.000Z', newDate]),
    );
  });

  test('a move can be read before it is made', async () => {
    await announceAndCall();
    const { messages } = await tocsin.preview(pkgdb, 'moved', { deployAt: newDate });
    expect(messages.map(({ message }) => message.revision)).toContain(2);
    expect(messages.some(({ message }) => message.markdown.includes('Tue 24 Feb 2026 14:00 UTC'))).toBe(true);
    expect((await tocsin.release(pkgdb)).release.revision).toBe(1);
  });

  test('an acknowledgement stays where the hours stay, and is asked for anew where they change', async () => {
    await announceAndCall();
    await tocsin.acknowledgeShift('pkgdb-2.0/qa/kavita', by('Kavita'));
    const moved = await tocsin.reschedule(pkgdb, { deployAt: newDate }, by('Pauline'));
    expect(moved.shifts.find(({ team }) => team === 'qa')?.acknowledged).toBeNull();
  });
});

test('whoever gave the hours back is not on duty in them, and still stands on the roster of the release', async () => {
  const { shifts } = await announcePkgdb(tocsin);
  const teamsOn = async (input: Parameters<typeof tocsin.roster>[0]) =>
    (await tocsin.roster(input)).map(({ team }) => team);
  const own = shifts.find(({ team }) => team === 'qa')!;
  expect(await teamsOn({ at: own.start })).toContain('qa');
  await tocsin.releaseShifts(pkgdb, { team: 'qa' }, by('Kavita', 'ported'));
  expect(await teamsOn({ at: own.start })).not.toContain('qa');
  expect(await teamsOn({ release: pkgdb, at: own.start })).not.toContain('qa');
  expect(await teamsOn({ release: pkgdb })).toContain('qa');
});

describe('cancelling', () => {
  test('tells whoever was told, takes calendar entries back, and sends nothing else', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    at('2026-02-17T15:00:00.000Z');
    await tocsin.tick();
    const view = await tocsin.cancel(pkgdb, by('Pauline', 'superseded by 2.1'));
    const cancelled = view.deliveries
      .filter(({ message }) => message.kind === 'cancelled')
      .map(({ message }) => message);
    expect(cancelled.map(({ recipient }) => recipient.address)).toContain('kavita@example.org');
    expect(cancelled.map(({ recipient }) => recipient.address)).toContain('infra@lists.example.org');
    for (const { event } of cancelled) expect(event).toMatchObject({ cancelled: true, sequence: 2 });
    at('2026-02-23T15:00:00.000Z');
    expect(await tocsin.tick()).toMatchObject({ queued: 0, written: cancelled.length, nextAt: null });
  });

  test('leaves the version to be planned again: its history stays, and all is told, approved and understood anew', async () => {
    await readyPkgdb(place, tocsin);
    const old = await tocsin.substituteShift(`${pkgdb}/qa/kavita`, { person: 'Tadeo' }, by('Kavita', 'ill'));
    await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
    await tocsin.tick();
    at('2026-02-25T09:00:00.000Z');
    const documents = { base: 'before.yaml', revision: 'after.yaml' };
    const again = await tocsin.assess({ service: 'pkgdb', version: '2.0', ...documents }, by('Tadeo', 'now it fits'));
    expect(again.release).toMatchObject({ state: 'assessed', author: 'Tadeo', declared: 'breaks' });
    expect([again.plan, again.shifts, again.approvals, again.understandings]).toEqual([null, [], [], []]);
    expect(again.history.map(({ type }) => type)).toContain('release.cancelled');
    expect((await tocsin.releases()).map(({ deployAt }) => deployAt)).toEqual([null]);
    await expect(tocsin.understand(pkgdb, { team: 'qa' }, by('Kavita'))).rejects.toMatchObject({
      code: 'release-state',
    });

    const proposed = await tocsin.propose(pkgdb, {}, by('Tadeo'));
    const notice = proposed.plan?.earliest.reasons.find(({ constraint }) => constraint === 'notice');
    expect(notice?.because).toContain('counted from now');
    expect(gate(proposed, 'approved')).toBe('closed');
    expect((await tocsin.approve(pkgdb, by('Pauline'))).release.state).toBe('approved');
    const before = proposed.deliveries.length;
    const announced = await tocsin.announce(pkgdb, by('Pauline'));
    await tocsin.tick();
    const fresh = announced.deliveries.slice(before).map(({ message }) => message);
    expect([...new Set(fresh.map(({ kind }) => kind))]).toEqual(['break-notice', 'agenda']);
    expect(fresh.map(({ recipient }) => recipient.address)).toContain('qa@example.org');
    expect(gate(announced, 'understood')).toBe('closed');
    const noticed = fresh.find(({ kind, recipient }) => kind === 'break-notice' && recipient.team === 'qa');
    expect(noticed?.markdown).toContain('**It is planned again**, after it was called off on ');
    expect(noticed?.markdown).toContain('an "understood" from before counts no more, so please say it again.');
    // Calendars take it for newer than what ended, also of hours that had changed hands.
    const spent = Math.max(...announced.deliveries.slice(0, before).map(({ message }) => message.event?.sequence ?? 0));
    expect(old.deliveries.length).toBeLessThan(before);
    const events = fresh.flatMap(({ event }) => event ?? []);
    expect(events.map(({ uid, cancelled }) => [uid, cancelled])).toContainEqual([`outage/${pkgdb}`, false]);
    for (const { sequence } of events) expect(sequence).toBeGreaterThan(spent);
    // The call for the new hours reaches everyone, whether they were asked before or not.
    at(proposed.plan?.steps.find(({ kind }) => kind === 'roster-call')?.at ?? '');
    await tocsin.tick();
    const called = (await tocsin.release(pkgdb)).deliveries.slice(before).map(({ message }) => message);
    expect(called.filter(({ kind }) => kind === 'roster-call').map(({ recipient }) => recipient.name)).toContain(
      'Kavita',
    );
    expect(called.filter(({ kind }) => kind === 'moved')).toEqual([]);
  });

  test('leaves it to be approved again on a clock that goes on between two steps, the first time that somebody does', async () => {
    let time = Date.parse('2026-02-10T09:00:00.000Z');
    const clock = { now: () => new Date(time++).toISOString() };
    const running = await place.open({ clock });
    for (const cancels of [true, true, false]) {
      await assessPkgdb(running);
      await running.propose(pkgdb, {}, by('Pauline'));
      const { release, approvals } = await running.approve(pkgdb, by('Tadeo'));
      expect([release.state, approvals.map((one) => one.by)]).toEqual(['approved', ['Tadeo']]);
      if (cancels) await running.cancel(pkgdb, by('Pauline'));
    }
    const notices = (await running.announce(pkgdb, by('Pauline'))).deliveries;
    // Nobody had heard of the plans before it.
    expect(notices.map(({ message }) => message.markdown).join('')).not.toContain('planned again');
    await running.close();
  });

  test('leaves it to people to plan it again, and not to a pipeline that assesses each commit', async () => {
    await assessPkgdb(tocsin);
    await tocsin.cancel(pkgdb, by('Pauline'));
    const input = { service: 'pkgdb', version: '2.0', base: 'before.yaml', revision: 'after.yaml' };
    await expect(tocsin.assess(input, by('ci'))).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await tocsin.release(pkgdb)).release.state).toBe('cancelled');
  });

  test('again before anybody was told of the new plan tells nobody twice', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
    await tocsin.tick();
    await assessPkgdb(tocsin);
    const before = (await tocsin.propose(pkgdb, {}, by('Pauline'))).deliveries.length;
    expect((await tocsin.cancel(pkgdb, by('Pauline'))).deliveries).toHaveLength(before);
  });

  test('leaves nobody on the roster of that day', async () => {
    const { plan } = await announcePkgdb(tocsin);
    expect(await tocsin.roster({ at: plan!.deployAt })).not.toEqual([]);
    await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
    expect(await tocsin.roster({ at: plan!.deployAt })).toEqual([]);
  });

  test('is refused without a reason once people were told, as the message has to say it', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    for (const why of [undefined, ' ']) {
      await expect(tocsin.cancel(pkgdb, by('Pauline', why))).rejects.toMatchObject({
        code: 'usage',
        hint: expect.stringContaining('--why'),
      });
    }
    expect((await tocsin.release(pkgdb)).release.state).toBe('announced');
  });

  test('of a release that nobody was told of tells nobody', async () => {
    await announcePkgdb(tocsin);
    const view = await tocsin.cancel(pkgdb, by('Pauline'));
    expect(view.deliveries.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'withdrawn'));
  });
});

describe('the deploy', () => {
  test('is refused while an enforced gate is not open, by name and with what would open it', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    const refused = await tocsin.startDeploy(pkgdb, by('Pauline')).catch((error) => error);
    expect(refused).toMatchObject({ code: 'gate-closed', exit: 1 });
    for (const name of ['notice', 'discussed', 'understood']) expect(refused.message).toContain(`${name} (`);
    expect(refused.hint).toMatch(/understood/);
    expect((await tocsin.release(pkgdb)).release.state).toBe('announced');
  });

  const everyoneDoesTheirPart = (options?: { readonly lastTick: boolean }) => readyPkgdb(place, tocsin, options);

  test('happens within the window of which people were told, not before and not after', async () => {
    await everyoneDoesTheirPart();
    for (const moment of ['2026-02-24T13:59:00.000Z', '2026-02-24T22:00:00.000Z']) {
      at(moment);
      const deployed = tocsin.startDeploy(pkgdb, by('Pauline'));
      await expect(deployed).rejects.toMatchObject({ code: 'date-unlawful', hint: expect.stringContaining('move') });
    }
    at('2026-02-24T21:59:00.000Z');
    expect((await tocsin.startDeploy(pkgdb, by('Pauline'))).release.state).toBe('deploying');
  });

  test('is not discussed after it began', async () => {
    await everyoneDoesTheirPart();
    await tocsin.startDeploy(pkgdb, by('Pauline'));
    at('2026-02-26T18:30:00.000Z');
    const minutes = 'https://minutes.example.org/9';
    const discuss = (then: string) =>
      tocsin.recordDiscussion(pkgdb, { meeting: 'weekly', at: then, outcome: 'agreed', minutes }, by('Smooge'));
    await expect(discuss('2026-02-26T18:10:00.000Z')).rejects.toThrow(
      /began on Tue 24 Feb 2026.*before it was discussed/,
    );
    await discuss('2026-02-19T18:10:00.000Z');
  });

  test('that is taken back is told to everyone who had heard of it', async () => {
    await everyoneDoesTheirPart();
    await tocsin.startDeploy(pkgdb, by('Pauline'));
    const early = tocsin.startVerifying(pkgdb, { at: '2026-02-10T09:00:00Z' }, by('Pauline'));
    await expect(early).rejects.toThrow('cannot have been out on Tue 10 Feb 2026 09:00 UTC');
    await tocsin.startVerifying(pkgdb, { at: place.clock.now() }, by('Pauline'));
    const view = await tocsin.rollBack(pkgdb, by('Pauline', 'the list is empty'));
    const told = addresses(view, 'rolled-back');
    expect(told).toEqual(expect.arrayContaining(['infra@lists.example.org', 'releng@example.org', 'qa@example.org']));
    const own = view.deliveries.find(
      ({ message }) => message.kind === 'rolled-back' && message.recipient.address === 'qa@example.org',
    )!.message;
    expect(own.markdown).toContain('Who had moved on');
    expect(own.markdown).not.toMatch(
      /worked before|is refused from then on|tocsin rollback|How to port.*before the release/,
    );
    expect(view.shifts.every(({ releasedAt }) => releasedAt !== null)).toBe(true);
    const held = view.deliveries.find(
      ({ message }) => message.kind === 'rolled-back' && message.recipient.audience === 'person',
    );
    expect(held?.message.markdown).toContain('given back to you');
    for (const { event } of [own, held!.message]) expect(event).toMatchObject({ cancelled: true, sequence: 2 });
    expect(held?.message.event?.attendee?.email).toBe(held?.message.recipient.address);
    expect(view.ladder.takenBackAt).toBe(place.clock.now());
    expect(own.markdown).toContain('the list is empty');
    expect(own.thread).toBe(
      view.deliveries.find(({ message }) => message.recipient.address === 'qa@example.org')?.message.thread,
    );
  });

  test('of a release that was taken back is told as a move, which calendars follow', async () => {
    await everyoneDoesTheirPart();
    await tocsin.startDeploy(pkgdb, by('Pauline'));
    await tocsin.rollBack(pkgdb, by('Pauline', 'the list is empty'));
    await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, { deployAt: '2026-03-03T14:00:00.000Z' }, by('Pauline'));
    await tocsin.approve(pkgdb, by('Tadeo'));
    const view = await tocsin.announce(pkgdb, by('Pauline'));
    const moved = view.deliveries.filter(({ message }) => message.kind === 'moved').map(({ message }) => message);
    expect(moved.map(({ recipient }) => recipient.address)).toContain('infra@lists.example.org');
    for (const { event } of moved) expect(event).toMatchObject({ sequence: 3, cancelled: false });
  });

  test('is not called done over consumers that are broken without a reason, and their teams are told', async () => {
    await everyoneDoesTheirPart();
    await tocsin.startDeploy(pkgdb, by('Pauline'));
    const failed = { consumer: 'bugzilla-sync', operation: 'GET /lists/bugzilla', requests: 4, callerKey: null };
    const lastSeen = '2026-02-24T14:20:00.000Z';
    const answers = [{ status: 404, requests: 4, lastSeen }];
    at('2026-02-24T14:30:00.000Z');
    await tocsin.recordEvidence(
      importedCalls('day', [{ ...failed, firstSeen: lastSeen, lastSeen, answers }]),
      by('Pauline'),
    );
    await tocsin.startVerifying(pkgdb, {}, by('Pauline'));
    expect(await tocsin.releases()).toMatchObject([{ failing: ['bugzilla-sync'] }]);
    const broken =
      /bugzilla-sync \(qa\) fails in production: It still sends GET \/lists\/bugzilla to production.*all answered 404/;
    for (const word of [
      tocsin.complete(pkgdb, by('Pauline')),
      tocsin.complete(pkgdb, by('Pauline', '  ')),
      tocsin.releaseShifts(pkgdb, { team: 'qa' }, by('Pauline')),
    ]) {
      await expect(word).rejects.toMatchObject({
        code: 'release-state',
        exit: 1,
        message: expect.stringMatching(broken),
      });
    }
    await tocsin.releaseShifts(pkgdb, { team: 'releng' }, by('Pauline'));

    const done = await tocsin.complete(pkgdb, by('Pauline', 'qa ports it tomorrow'));
    expect(done.history.findLast(({ type }) => type === 'release.done')).toMatchObject({
      why: 'qa ports it tomorrow',
      data: { notDone: ['bugzilla-sync', 'fedpkg'], broken: ['bugzilla-sync'] },
    });
    const told = (address: string) =>
      done.deliveries.find(({ message }) => message.kind === 'done' && message.recipient.address === address)?.message
        .markdown;
    expect(told('qa@example.org')).toMatch(/Yours is not done yet:\*\* `bugzilla-sync`: It still sends GET/);
    expect(told('releng@example.org')).not.toContain('Yours is not done');
    for (const address of ['qa@example.org', 'infra@lists.example.org']) {
      expect(told(address)).toContain('**What fails in production:** `bugzilla-sync` (qa)');
      expect(told(address)).toContain('qa ports it tomorrow');
    }
  });

  test('says which messages had fallen due before the deploy and went to nobody', async () => {
    await everyoneDoesTheirPart({ lastTick: false });
    const { history } = await tocsin.startDeploy(pkgdb, by('Pauline'));
    expect(history.findLast(({ type }) => type === 'release.deploying')?.data.unsent).toEqual([
      'outage-notice',
      'reminder',
    ]);
  });

  test('says nothing of messages where all that were due have gone', async () => {
    await everyoneDoesTheirPart();
    const { history } = await tocsin.startDeploy(pkgdb, by('Pauline'));
    expect(history.findLast(({ type }) => type === 'release.deploying')?.data.unsent).toEqual([]);
  });

  test('does not call broken what only points at staging, and foretells nobody’s standing', async () => {
    await everyoneDoesTheirPart();
    const lastSeen = '2026-02-24T14:20:00.000Z';
    const astray = { consumer: 'fedpkg', operation: 'GET /packages', requests: 4, callerKey: null };
    const seen = { ...astray, environment: 'staging', callerEnvironment: 'production', firstSeen: lastSeen, lastSeen };
    at('2026-02-24T14:30:00.000Z');
    await tocsin.recordEvidence(importedCalls('day', [seen]), by('Pauline'));
    const { messages, notes } = await tocsin.preview(pkgdb, 'done');
    for (const { message } of messages) expect(message.markdown).not.toMatch(/in production:\*\*|not done yet/);
    expect(notes.join()).toContain('pkgdb-2.0 is not out yet');
    await tocsin.startDeploy(pkgdb, by('Pauline'));
    await tocsin.startVerifying(pkgdb, {}, by('Pauline'));
    await expect(tocsin.complete(pkgdb, by('Pauline'))).rejects.toMatchObject({
      message: expect.stringMatching(/fedpkg \(releng\) calls staging from production: Its production identity/),
    });
    const done = await tocsin.complete(pkgdb, by('Pauline', 'releng mends its settings'));
    expect(done.history.findLast(({ type }) => type === 'release.done')?.data).toMatchObject({
      broken: [],
      contradicted: ['fedpkg'],
    });
    const [told] = done.deliveries
      .filter(({ message }) => message.kind === 'done')
      .map(({ message }) => message.markdown);
    expect(told).toContain('**What calls staging from production:** `fedpkg` (releng)');
    expect(told).not.toMatch(/fails in production/);
  });

  test('goes from announcement to done when everyone has done their part', async () => {
    await everyoneDoesTheirPart();
    const ready = await tocsin.release(pkgdb);
    // No log was read: whether somebody unknown calls it cannot be told; nor has anybody shown a port. Both only warn.
    expect(ready.gates.filter(({ state }) => state !== 'open')).toMatchObject([
      { name: 'callers', state: 'unknown', mode: 'warn' },
      { name: 'ported', state: 'closed', mode: 'warn' },
    ]);

    await tocsin.startDeploy(pkgdb, by('Pauline'));
    expect(await tocsin.roster({})).toHaveLength(3);
    await tocsin.startVerifying(pkgdb, {}, by('Pauline'));
    const released = await tocsin.releaseShifts(pkgdb, { team: 'qa' }, by('Kavita', 'all green'));
    expect(released.shifts.find(({ team }) => team === 'qa')?.releasedAt).toBe('2026-02-24T14:00:00.000Z');
    const told = released.deliveries.filter(({ message }) => message.kind === 'handed-over');
    expect(told.map(({ message }) => [message.recipient.address, message.event?.cancelled])).toEqual([
      ['kavita@example.org', true],
    ]);
    expect(told[0]!.message.subject).toContain('your hours are given back');
    expect(told[0]!.message.markdown).toMatch(/You need not keep .* free for it any more/);
    expect(told[0]!.message.markdown).toContain('all green');
    const done = await tocsin.complete(pkgdb, by('Pauline'));
    expect(done.release.state).toBe('done');
    const stream = { colour: false, columns: 200 };
    expect(printStanding(done, { stream, zone: 'UTC' }).at(-1)).toMatch(
      /^Next: the watch goes on until .* UTC, with 2 people; who may go: tocsin roster pkgdb-2\.0 --give-back TEAM$/,
    );
    expect(addresses(done, 'done')).toContain('infra@lists.example.org');
    expect(addresses(done, 'done')).not.toContain('weekly');
    expect(
      done.history.filter(({ type }) => type.startsWith('release.')).map(({ type, actor }) => `${type} ${actor.name}`),
    ).toEqual([
      'release.assessed Pauline',
      'release.intended Pauline',
      'release.proposed Pauline',
      'release.approved Tadeo',
      'release.announced Pauline',
      'release.discussed Smooge',
      'release.understood Kavita',
      'release.understood denise',
      'release.deploying Pauline',
      'release.verifying Pauline',
      'release.done Pauline',
    ]);
  });

  test('a release that breaks nothing needs no ceremony', async () => {
    const input = { service: 'pkgdb', version: '1.0.1', base: 'before.yaml', revision: 'same.yaml' };
    await tocsin.assess(input, by('Pauline'));
    await tocsin.propose('pkgdb-1.0.1', {}, by('Pauline'));
    await tocsin.announce('pkgdb-1.0.1', by('Pauline'));
    const view = await tocsin.startDeploy('pkgdb-1.0.1', by('Pauline'));
    expect(view.release.state).toBe('deploying');
    expect(view.shifts).toEqual([]);
  });

  test('waits for the release that it depends on', async () => {
    await tocsin.assess({ service: 'fas', version: '0.9', base: 'before.yaml', revision: 'same.yaml' }, by('Tadeo'));
    const view = await tocsin.assess(
      { service: 'pkgdb', version: '2.0', base: 'before.yaml', revision: 'after.yaml', dependsOn: ['fas-0.9'] },
      by('Pauline'),
    );
    expect(gate(view, 'dependencies')).toBe('closed');
  });
});

describe('words of people', () => {
  test('a shift is acknowledged once, and not after it was given back', async () => {
    await announcePkgdb(tocsin);
    await tocsin.acknowledgeShift('pkgdb-2.0/qa/kavita', by('Kavita'));
    const again = await tocsin.acknowledgeShift('pkgdb-2.0/qa/kavita', by('Somebody'));
    expect(again.shifts.find(({ team }) => team === 'qa')?.acknowledged?.by).toBe('Kavita');
    expect(again.history.filter(({ type }) => type === 'shift.acknowledged')).toHaveLength(1);
    const unsaid = tocsin.releaseShifts(pkgdb, { team: 'releng' }, by('Denise'));
    await expect(unsaid).rejects.toMatchObject({
      code: 'release-state',
      message: expect.stringMatching(/releng may go although pkgdb-2\.0 is not out yet.* fedpkg work/),
    });
    await tocsin.releaseShifts(pkgdb, { team: 'releng' }, by('Denise', 'fedpkg was ported last month'));
    await expect(tocsin.acknowledgeShift('pkgdb-2.0/releng/denise', by('Denise'))).rejects.toMatchObject({
      code: 'release-state',
    });
  });

  test('a team, a meeting or a shift that nobody knows is refused by name', async () => {
    await announcePkgdb(tocsin);
    await expect(tocsin.understand(pkgdb, { team: 'nobody' }, by('x'))).rejects.toMatchObject({ code: 'not-found' });
    const input = { meeting: 'monthly', at: '2026-02-10T08:00:00Z', outcome: 'agreed' } as const;
    await expect(tocsin.recordDiscussion(pkgdb, input, by('x'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(tocsin.acknowledgeShift('pkgdb-2.0/nobody/x', by('x'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(tocsin.release('pkgdb-9')).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('There are: pkgdb-2.0.'),
    });
  });

  test('a meeting that is still to come cannot have decided', async () => {
    await announcePkgdb(tocsin);
    const input = { meeting: 'weekly', at: '2026-02-12T18:00:00Z', outcome: 'agreed' } as const;
    await expect(tocsin.recordDiscussion(pkgdb, input, by('x'))).rejects.toMatchObject({ code: 'usage' });
  });

  test.each([
    ['on another weekday', '2026-02-11T18:30:00Z', 'https://minutes.example.org/7', /did not sit on Wed 11 Feb 2026/],
    ['before it begins', '2026-02-12T17:59:00Z', 'https://minutes.example.org/7', /meets on Thursdays at 18:00/],
    ['without minutes', '2026-02-12T18:30:00Z', undefined, /the minutes are missing/],
    ['in a script', '2026-02-12T18:30:00Z', 'javascript:alert(1)', /no address that the board could link to/],
    ['in no page', '2026-02-12T18:30:00Z', 'https://', /no address that the board could link to/],
  ])('nobody is taken at their word that a meeting agreed %s', async (_, then, minutes, sentence) => {
    await announcePkgdb(tocsin);
    at('2026-02-13T09:00:00.000Z');
    const input = { meeting: 'weekly', at: then, outcome: 'agreed', ...(minutes ? { minutes } : {}) } as const;
    await expect(tocsin.recordDiscussion(pkgdb, input, by('x'))).rejects.toThrow(sentence);
    expect((await tocsin.release(pkgdb)).discussions).toEqual([]);
  });

  test('a meeting before the announcement is not offered as the one that discussed it', async () => {
    await announcePkgdb(tocsin);
    await tocsin.tick();
    at('2026-02-11T09:00:00.000Z');
    const minutes = 'https://minutes.example.org/7';
    const input = { meeting: 'weekly', at: '2026-02-11T09:00:00Z', outcome: 'agreed', minutes } as const;
    const hint = expect.stringMatching(
      /^Record it once it was discussed after the announcement of Tue 10 Feb 2026 09:00 UTC: the last meeting, on Thu 5 Feb 2026 18:00 UTC, was before/,
    );
    await expect(tocsin.recordDiscussion(pkgdb, input, by('x'))).rejects.toMatchObject({ code: 'usage', hint });
  });

  test('what a meeting did not reach goes onto the agenda of the next', async () => {
    await assessPkgdb(tocsin);
    await tocsin.propose(pkgdb, { deployAt: '2026-03-03T14:00:00Z' }, by('Pauline'));
    await tocsin.approve(pkgdb, by('Tadeo'));
    await tocsin.announce(pkgdb, by('Pauline'));
    await tocsin.tick();
    at('2026-02-12T12:00:00.000Z');
    await tocsin.tick();
    at('2026-02-12T19:00:00.000Z');
    await tocsin.recordDiscussion(
      pkgdb,
      { meeting: 'weekly', at: '2026-02-12T18:00:00.000Z', outcome: 'not-reached' },
      by('Smooge'),
    );
    expect((await tocsin.release(pkgdb)).plan?.meeting?.at).toBe('2026-02-19T18:00:00.000Z');
    at('2026-02-18T12:00:00.000Z');
    await tocsin.tick();
    const agenda = (await tocsin.release(pkgdb)).deliveries.filter(({ message }) => message.kind === 'agenda');
    expect(agenda).toHaveLength(2);
  });

  test('the agenda of a meeting holds what is to be discussed there, and a past one does not come back', async () => {
    expect(await tocsin.agenda('weekly', 'markdown')).toBe('');
    await announcePkgdb(tocsin);
    expect(await tocsin.agenda('weekly', 'meetbot')).toMatch(/^#topic \[API BREAK\] pkgdb 2\.0/);
    at('2026-02-13T00:00:00.000Z');
    expect(await tocsin.agenda('weekly', 'meetbot')).toBe('');
    await expect(tocsin.agenda('monthly', 'markdown')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the log', () => {
  test('is heard live, in order, each event once, also what another process wrote', async () => {
    const heard: number[] = [];
    const stop = tocsin.onEvent(({ sequence }) => heard.push(sequence));
    await announcePkgdb(tocsin);
    const other = await place.open();
    await other.understand(pkgdb, { team: 'qa' }, by('Kavita'));
    await other.close();
    await tocsin.catchUp();
    expect(heard).toEqual(Array.from({ length: await tocsin.cursor() }, (_, index) => index + 1));
    stop();
    await tocsin.understand(pkgdb, { team: 'releng' }, by('Denise'));
    expect(heard).not.toContain(await tocsin.cursor());
  });

  test('a listener that fails keeps nobody else from hearing', async () => {
    const heard: string[] = [];
    tocsin.onEvent(() => {
      throw new Error('the page was closed');
    });
    tocsin.onEvent(({ type }) => heard.push(type));
    const warned = new Promise((resolve) => process.once('warning', resolve));
    await assessPkgdb(tocsin);
    expect(heard).toEqual(['release.assessed']);
    expect(await warned).toMatchObject({ message: 'the page was closed' });
  });
});

describe('tokens', () => {
  test('are shown once, kept as a hash, and end when revoked', async () => {
    const { token } = await tocsin.issueToken({ name: 'ci', role: 'ci', team: null }, by('Pauline'));
    expect(await tocsin.authenticate(token)).toEqual({ name: 'ci', role: 'ci', teams: [] });
    expect(await tocsin.authenticate(`${token}x`)).toBeNull();
    const database = readFileSync(join(place.folder, '.tocsin', 'tocsin.db')).toString('latin1');
    const log = readFileSync(join(place.folder, '.tocsin', 'tocsin.db-wal')).toString('latin1');
    expect(database + log).not.toContain(token);
    expect(await tocsin.revokeTokens('ci', by('Pauline'))).toBe(1);
    expect(await tocsin.authenticate(token)).toBeNull();
  });

  test.each(['member', 'manager'] as const)('of the role %s are made for people alone', async (role) => {
    const issued = (name: string) => tocsin.issueToken({ name, role, team: null }, by('Pauline'));
    await expect(issued('Ghost')).rejects.toMatchObject({
      code: 'not-allowed',
      message: `The catalogue knows nobody called Ghost, and a token of the role ${role} speaks for a person.`,
    });
    await expect(issued('ci')).rejects.toMatchObject({ hint: expect.stringContaining('--role ci') });
    await expect(issued('Kavit')).rejects.toMatchObject({ hint: expect.stringMatching(/^Did you mean Kavita\?/) });
    const { token } = await issued('kavita@example.org');
    expect(await tocsin.authenticate(token)).toEqual({ name: 'Kavita', role, teams: role === 'member' ? ['qa'] : [] });
    expect(await tocsin.revokeTokens('Kavita', by('Pauline'))).toBe(1);
    expect(await tocsin.authenticate(token)).toBeNull();
  });

  test.each(['member', 'manager'] as const)(
    'of the role %s give no word any more once the catalogue has nobody of their name',
    async (role) => {
      await announcePkgdb(tocsin);
      const speaker = { role, teams: [] };
      const ghost = { actor: { name: 'Ghost', via: 'api' }, speaker } as const;
      const refused = expect.objectContaining({ code: 'not-allowed', message: expect.stringContaining('Ghost') });
      await expect(tocsin.understand(pkgdb, { team: 'qa' }, ghost)).rejects.toEqual(refused);
      await expect(tocsin.approve(pkgdb, ghost)).rejects.toEqual(refused);
      await expect(tocsin.confirmIntended(pkgdb, [], ghost)).rejects.toEqual(refused);
      const kavita = { actor: { name: 'Kavita', via: 'api' }, speaker } as const;
      expect((await tocsin.understand(pkgdb, { team: 'qa' }, kavita)).understandings).toHaveLength(1);
    },
  );
});

test('a dry run answers what would be, and keeps nothing', async () => {
  await assessPkgdb(tocsin);
  const dry = await place.open({ dryRun: true });
  const proposed = await dry.propose(pkgdb, {}, by('Pauline'));
  expect(proposed.plan?.deployAt).toBe('2026-02-24T14:00:00.000Z');
  await dry.close();
  expect((await tocsin.release(pkgdb)).release.state).toBe('assessed');
  expect(await tocsin.cursor()).toBe(1);
});

describe('A notice shorter than the days of testing', () => {
  const kinds = (view: ReleaseView) => [...new Set(view.deliveries.map(({ message }) => message.kind))];

  test('goes out as one mail to each, which calls for testing as well, and is not called for again', async () => {
    const own = await place.open({ config: place.text().replace('critical: 14', 'critical: 7') });
    await assessPkgdb(own);
    await own.confirmIntended(pkgdb, [], by('Pauline'));
    await own.propose(pkgdb, {}, by('Pauline'));
    await own.approve(pkgdb, by('Tadeo', 'read it'));
    const foretold = (await own.preview(pkgdb, null)).messages.map(({ message }) => message);
    expect(foretold.filter(({ kind }) => kind === 'call-for-testing')).toEqual([]);
    const view = await own.announce(pkgdb, by('Pauline'));
    expect(kinds(view)).toEqual(['break-notice']);
    expect(view.deliveries.map(({ message }) => message.markdown)).toEqual(
      foretold.filter(({ kind }) => kind === 'break-notice').map(({ markdown }) => markdown),
    );
    for (const { message } of view.deliveries) {
      expect(message.subject).toMatch(/: notice and call for testing$/);
      expect(message.markdown).toContain('It is the call for testing as well: ');
    }
    await own.tick();
    const moved = await own.reschedule(pkgdb, { deployAt: '2026-03-10T14:00:00.000Z' }, by('Pauline', 'later'));
    expect(kinds(moved)).toEqual(['break-notice', 'moved']);
    await own.close();
  });

  test('or, where a reminder falls due in the same minute, is that and calls for testing, as can be read beforehand', async () => {
    const config = place.text().replace('policy:\n', 'policy:\n  callForTestingDays: 7\n');
    const own = await place.open({ config });
    await announcePkgdb(own);
    await own.tick();
    const foretold = (await own.preview(pkgdb, null)).messages.map(({ message }) => message);
    at('2026-02-17T14:00:30.000Z');
    await own.tick();
    const { deliveries } = await own.release(pkgdb);
    const reminders = deliveries.map(({ message }) => message).filter(({ kind }) => kind === 'reminder');
    expect(deliveries.filter(({ message }) => message.kind === 'call-for-testing')).toEqual([]);
    expect(reminders.length).toBeGreaterThan(0);
    for (const { subject, markdown } of reminders) {
      expect(subject).toMatch(/: reminder, in 7 days, and call for testing$/);
      expect(markdown).toContain('It is the call for testing as well: ');
    }
    expect(foretold.flatMap(({ kind, subject }) => (kind === 'call-for-testing' ? [subject] : []))).toEqual([]);
    expect(foretold.map(({ subject }) => subject)).toContain(reminders[0]?.subject);
    // It is not called for again.
    at('2026-02-23T14:00:30.000Z');
    await own.tick();
    const last = (await own.release(pkgdb)).deliveries.at(-1)?.message;
    expect(last?.subject).toMatch(/: reminder, tomorrow$/);
    await own.close();
  });

  test('goes out as one also where the release was called off once, after a call of its own', async () => {
    await announcePkgdb(tocsin);
    at('2026-02-17T09:00:00.000Z');
    await tocsin.tick();
    expect(kinds(await tocsin.release(pkgdb))).toContain('call-for-testing');
    await tocsin.cancel(pkgdb, by('Pauline', 'not this month'));
    const own = await place.open({ config: place.text().replace('critical: 14', 'critical: 7') });
    await assessPkgdb(own);
    await own.confirmIntended(pkgdb, [], by('Pauline'));
    await own.propose(pkgdb, {}, by('Pauline'));
    await own.approve(pkgdb, by('Tadeo', 'read it'));
    await own.announce(pkgdb, by('Pauline'));
    const shown = (await own.preview(pkgdb, null)).messages.map(({ message }) => message);
    expect(shown.filter(({ kind }) => kind === 'call-for-testing')).toEqual([]);
    const notices = shown.filter(({ kind }) => kind === 'break-notice');
    for (const { subject } of notices) expect(subject).toMatch(/: notice and call for testing$/);
    await own.close();
  });

  test('calls for testing again where the findings change before it has gone, as can be read beforehand', async () => {
    const own = await place.open({ config: place.text().replace('critical: 14', 'critical: 7') });
    await announcePkgdb(own);
    at('2026-02-11T09:00:00.000Z');
    await assessPkgdb(own, 'worse.yaml');
    await own.confirmIntended(pkgdb, [], by('Pauline'));
    await own.propose(pkgdb, {}, by('Pauline'));
    await own.approve(pkgdb, by('Tadeo', 'read it'));
    const foretold = (await own.preview(pkgdb, null)).messages.map(({ message }) => message);
    expect(foretold.filter(({ kind }) => kind === 'call-for-testing')).toEqual([]);
    const { deliveries } = await own.announce(pkgdb, by('Pauline'));
    const messages = deliveries.map(({ message }) => message);
    const fresh = messages.filter(({ kind, revision }) => kind === 'break-notice' && revision === 2);
    expect(fresh.map(({ recipient }) => recipient.address)).toContain('docs@example.org');
    for (const { subject } of fresh) expect(subject).toMatch(/: notice and call for testing$/);
    await own.close();
  });
});
