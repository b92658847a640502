// Whatever people do in whatever order, with the process gone and opened anew in between: no state without its event,
// no mail twice, and a refused step leaves no trace.

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TocsinError } from '../../src/base/index.ts';
import type { Event, ReleaseView, Tocsin } from '../../src/bot/index.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { assessPkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

/** Refusals that the rules of the house foresee; anything else is a bug. */
const foreseen = new Set([
  'release-state',
  'not-allowed',
  'date-unlawful',
  'gate-closed',
  'not-found',
  'usage',
  'conflict',
]);

interface Bench {
  readonly place: SmallOrganisation;
  tocsin: Tocsin;
}

async function pass({ place, tocsin }: Bench, milliseconds: number): Promise<void> {
  place.clock.set(new Date(Date.parse(place.clock.now()) + milliseconds).toISOString());
  await tocsin.tick();
}

/** The last Thursday at 18:00 UTC. */
function lastSitting({ clock }: SmallOrganisation): string {
  const now = new Date(clock.now());
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), 18));
  while (day.getUTCDay() !== 4 || day > now) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString();
}

const deeds: Readonly<Record<string, (bench: Bench) => Promise<unknown>>> = {
  assess: ({ tocsin }) => assessPkgdb(tocsin),
  'assess what is mended': ({ tocsin }) => assessPkgdb(tocsin, 'mended.yaml'),
  'assess what is worse': ({ tocsin }) => assessPkgdb(tocsin, 'worse.yaml'),
  propose: ({ tocsin }) => tocsin.propose(pkgdb, {}, by('Pauline')),
  confirm: ({ tocsin }) => tocsin.confirmIntended(pkgdb, [], by('Pauline')),
  'approve by the author': ({ tocsin }) => tocsin.approve(pkgdb, by('Pauline')),
  approve: ({ tocsin }) => tocsin.approve(pkgdb, by('Tadeo')),
  announce: ({ tocsin }) => tocsin.announce(pkgdb, by('Pauline')),
  'move to March': ({ tocsin }) => tocsin.reschedule(pkgdb, { deployAt: '2026-03-17T14:00:00Z' }, by('Pauline')),
  'move to April': ({ tocsin }) => tocsin.reschedule(pkgdb, { deployAt: '2026-04-14T14:00:00Z' }, by('Pauline')),
  discuss: ({ tocsin, place }) =>
    tocsin.recordDiscussion(
      pkgdb,
      { meeting: 'weekly', at: lastSitting(place), outcome: 'agreed', minutes: 'https://minutes.example.org/7' },
      by('Smooge'),
    ),
  'not reach': ({ tocsin, place }) =>
    tocsin.recordDiscussion(pkgdb, { meeting: 'weekly', at: lastSitting(place), outcome: 'not-reached' }, by('Smooge')),
  understand: async ({ tocsin }) => {
    for (const [team, who] of Object.entries({ qa: 'Kavita', releng: 'Denise' }))
      await tocsin.understand(pkgdb, { team }, by(who));
    await tocsin.understand(pkgdb, { team: 'docs' }, { actor: { name: 'docs', via: 'mail' } });
  },
  acknowledge: async ({ tocsin }) => {
    for (const { id, person } of (await tocsin.release(pkgdb)).shifts)
      await tocsin.acknowledgeShift(id, by(person.name));
  },
  'give hours back': ({ tocsin }) => tocsin.releaseShifts(pkgdb, { team: 'qa' }, by('Kavita')),
  deploy: ({ tocsin }) => tocsin.startDeploy(pkgdb, by('Pauline')),
  verify: ({ tocsin }) => tocsin.startVerifying(pkgdb, {}, by('Pauline')),
  complete: ({ tocsin }) => tocsin.complete(pkgdb, by('Pauline')),
  'roll back': ({ tocsin }) => tocsin.rollBack(pkgdb, by('Pauline')),
  cancel: ({ tocsin }) => tocsin.cancel(pkgdb, by('Pauline', 'not this month')),
  tick: ({ tocsin }) => tocsin.tick(),
  'an hour later': (bench) => pass(bench, 3_600_000),
  'nine days later': (bench) => pass(bench, 9 * 86_400_000),
  'start anew': async (bench) => {
    await bench.tocsin.close();
    bench.tocsin = await bench.place.open();
  },
  'mail server balks': async () => server.answer({ code: 451, text: 'later' }),
  'mail server is well': async () => server.answer(null),
};

const usual = ['assess', 'confirm', 'propose', 'approve', 'announce', 'tick'];

/** What the log alone says of the release: it must be what the rows say. */
function replay(history: readonly Event[]) {
  // Words given before it was called off bind nobody once it begins again.
  const again = history.findLastIndex(({ type, data }) => type === 'release.assessed' && data.from === 'cancelled');
  const ofNow = history.slice(Math.max(again, 0));
  const last = (types: readonly string[]) => ofNow.findLast(({ type }) => types.includes(type));
  const moves = history.filter(({ data }) => typeof data.to === 'string');
  const settled = new Map<unknown, string>();
  for (const { type, data } of history) {
    if (type.startsWith('message.'))
      settled.set(data.key, type === 'message.retried' ? 'queued' : type.slice('message.'.length));
  }
  return {
    state: moves.at(-1)?.data.to,
    chained: moves.every(({ data }, index) => data.from === (moves[index - 1]?.data.to ?? 'draft')),
    deployAt: last(['release.proposed', 'release.moved', 'release.announced'])?.data.deployAt ?? null,
    understood: [
      ...new Set(ofNow.flatMap(({ type, data }) => (type === 'release.understood' ? [data.team] : []))),
    ].toSorted(),
    intended: [
      ...new Set(history.flatMap(({ type, data }) => (type === 'release.intended' ? (data.findings as string[]) : []))),
    ].toSorted(),
    discussions: history.filter(({ type }) => type === 'release.discussed').length,
    messages: [...settled].toSorted(),
  };
}

function rows(view: ReleaseView) {
  return {
    state: view.release.state,
    chained: true,
    deployAt: view.plan?.deployAt ?? null,
    understood: view.understandings.map(({ team }) => team).toSorted(),
    intended: view.intended.map(({ finding }) => finding).toSorted(),
    discussions: view.discussions.length,
    messages: view.deliveries.map(({ message, state }) => [message.key, state]).toSorted(),
  };
}

async function play(names: readonly string[]): Promise<void> {
  server.received.length = 0;
  server.answer(null);
  const place = smallOrganisation(
    `delivery: { channels: { mail: { host: 127.0.0.1, port: ${server.port}, tls: none } } }\n`,
  );
  const bench: Bench = { place, tocsin: await place.open() };
  try {
    for (const name of names) {
      const cursor = await bench.tocsin.cursor();
      try {
        await deeds[name]?.(bench);
      } catch (error) {
        if (!(error instanceof TocsinError && foreseen.has(error.code))) throw error;
        const several = name === 'understand' || name === 'acknowledge';
        if (!several) expect([name, await bench.tocsin.cursor()]).toEqual([name, cursor]);
      }
      for (const { release } of await bench.tocsin.releases()) {
        const view = await bench.tocsin.release(release.id);
        expect(rows(view)).toEqual(replay(view.history));
      }
    }
    const events = await bench.tocsin.events(0, 10_000);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const sent = server.received.map(({ to, parsed }) => `${to} ${parsed.messageId}`);
    expect(new Set(sent).size).toBe(sent.length);
    const delivered = events.filter(({ type, data }) => type === 'message.delivered' && data.channel === 'mail');
    expect(sent).toHaveLength(delivered.length);
    for (const { release } of await bench.tocsin.releases()) {
      const said = (await bench.tocsin.release(release.id)).deliveries
        .filter(({ message, state }) => state === 'delivered' && message.recipient.channel === 'mail')
        .map(({ message: { recipient, revision, subject, event } }) =>
          [recipient.address, revision, subject, event?.uid].join(' '),
        );
      expect(said.toSorted()).toEqual([...new Set(said)].toSorted());
    }
  } finally {
    await bench.tocsin.close();
  }
}

test('a release that is called off and planned again keeps log and rows the same as well', async () => {
  const life = [...usual, 'understand', 'nine days later', 'cancel'];
  await play([...life, 'understand', ...life, 'tick', ...usual, 'understand', 'not reach', 'tick']);
});

test('a sequence of deeds of any kind keeps log and rows the same, and sends no mail twice', async () => {
  const deed = fc.constantFrom(...Object.keys(deeds));
  const tale = fc
    .tuple(fc.constantFrom(0, 3, usual.length, usual.length), fc.array(deed, { minLength: 1, maxLength: 18 }))
    .map(([known, rest]) => [...usual.slice(0, known), ...rest]);
  await fc.assert(fc.asyncProperty(tale, play), {
    numRuns: Number(process.env.TOCSIN_RUNS ?? 6),
    endOnFailure: false,
  });
});
