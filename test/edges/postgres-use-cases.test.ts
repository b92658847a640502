// Several nodes over one PostgreSQL: the same use cases, each message once, one log without gaps.

import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Event, Tocsin } from '../../src/bot/index.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { startPostgres } from '../support/postgres.ts';
import { requirement } from '../support/requirement.ts';
import { announcePkgdb, by, pkgdb, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

const postgres = await startPostgres();
const { skip, note } = requirement('postgres', 'because' in postgres ? postgres.because : null);
if (!('because' in postgres)) afterAll(() => postgres.stop());

describe.skipIf(skip)(`three nodes over PostgreSQL${note}`, () => {
  let server: MailServer;
  let place: SmallOrganisation;
  let nodes: Tocsin[];

  beforeEach(async () => {
    if ('because' in postgres) throw new Error(postgres.because);
    server = await startMailServer();
    place = smallOrganisation(
      `delivery: { channels: { mail: { host: 127.0.0.1, port: ${server.port}, tls: none } } }\n`,
    );
    const DATABASE_URL = await postgres.createDatabase();
    nodes = await Promise.all([1, 2, 3].map(() => place.open({ env: { DATABASE_URL } })));
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await server.close();
  });

  test('tick at once and send each mail once', async () => {
    const [one, two] = nodes as [Tocsin, Tocsin, Tocsin];
    await announcePkgdb(one);
    let next: string | null = place.clock.now();
    while (next !== null && next < '2026-02-24T14:00:00.000Z') {
      place.clock.set(next);
      const reports = await Promise.all(nodes.map((node) => node.tick()));
      next =
        reports.map(({ nextAt }) => nextAt).find((moment) => moment !== null && moment > place.clock.now()) ?? null;
    }
    const view = await two.release(pkgdb);
    for (const { message, state } of view.deliveries)
      expect(state).toBe(message.recipient.channel === 'mail' ? 'delivered' : 'written');
    const sent = server.received.map(({ to, parsed }) => `${to} ${parsed.messageId}`);
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent).toHaveLength(view.deliveries.filter(({ message }) => message.recipient.channel === 'mail').length);
    const events = await two.events(0, 10_000);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  });

  test('hear of each other, in order, and decide a race once', async () => {
    const [one, two, three] = nodes as [Tocsin, Tocsin, Tocsin];
    const heard: Event[] = [];
    three.onEvent((event) => heard.push(event));
    const { stamp } = await announcePkgdb(one);
    const race = await Promise.allSettled([
      one.cancel(pkgdb, { ...by('Pauline', 'not this month'), stamp }),
      two.reschedule(pkgdb, { deployAt: '2026-03-03T14:00:00Z' }, { ...by('Tadeo'), stamp }),
    ]);
    expect(race.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(race.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    await three.catchUp();
    expect(heard.map(({ sequence }) => sequence)).toEqual(heard.map((_, index) => index + 1));
    expect(heard.at(-1)?.sequence).toBe(await one.cursor());
  });

  test('say in the doctor which server they use, and nothing of its password', async () => {
    const store = (await nodes[0]?.doctor())?.find(({ name }) => name === 'store');
    expect(store).toMatchObject({
      state: 'ok',
      because: expect.stringMatching(/^postgres at postgres:\/\/127\.0\.0\.1:\d+\/tocsin_\d+;/),
    });
  });
});
