import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runClock, type TickReport } from '../../src/bot/index.ts';
import { freePort, startServer } from '../../src/cli/start-server.ts';
import { announcePkgdb, smallOrganisation } from '../support/small-organisation.ts';

test('the running clock delivers what is due without being asked, and stops when told', async () => {
  const place = smallOrganisation();
  const tocsin = await place.open();
  await announcePkgdb(tocsin);
  const reports: TickReport[] = [];
  const failures: unknown[] = [];
  let clock: ReturnType<typeof runClock> | undefined;
  await new Promise<void>((ticked) => {
    clock = runClock(tocsin, {
      onTick: (report) => {
        reports.push(report);
        ticked();
      },
      onError: (error) => failures.push(error),
    });
  });
  await clock?.stop();
  expect(reports).toMatchObject([{ written: 5 }]);
  expect(readdirSync(join(place.folder, '.tocsin', 'outbox'))).toHaveLength(5);
  expect(failures).toEqual([]);
  await tocsin.close();
});

test('a tick that fails is told, and does not end the clock', async () => {
  const place = smallOrganisation();
  const tocsin = await place.open();
  await tocsin.close();
  let clock: ReturnType<typeof runClock> | undefined;
  const failure = await new Promise((failed) => {
    clock = runClock(tocsin, { onError: failed });
  });
  await clock?.stop();
  expect(failure).toBeInstanceOf(Error);
});

test('a server that starts late sends at once what fell due while none ran, and the doctor knows before and after', async () => {
  const place = smallOrganisation();
  const tocsin = await place.open();
  onTestFinished(() => tocsin.close());
  await announcePkgdb(tocsin);
  await tocsin.tick();
  const clockOf = async () => (await tocsin.doctor()).find(({ name }) => name === 'clock');
  expect(await clockOf()).toMatchObject({ state: 'ok' });
  place.clock.set('2026-02-22T09:00:00.000Z');
  expect(await clockOf()).toMatchObject({
    state: 'broken',
    because: expect.stringMatching(
      /^Not sent: the [a-z-]+ of pkgdb-2\.0, due since \w{3} \d+ Feb 2026 \d\d:\d\d UTC, and \d more\.$/,
    ),
    hint: expect.stringContaining('tocsin tick'),
  });
  const reminded = new Promise((heard) => {
    tocsin.onEvent((event) => {
      if (event.type === 'message.written' && event.data.kind === 'reminder') heard(event);
    });
  });
  const port = await freePort('127.0.0.1', 0);
  const faults: unknown[] = [];
  const server = await startServer({
    tocsin,
    clock: place.clock,
    host: '127.0.0.1',
    port,
    publicUrl: `http://127.0.0.1:${port}`,
    onFault: (fault) => faults.push(fault),
    env: {},
  });
  await reminded;
  await server.close();
  expect(await clockOf()).toMatchObject({ state: 'ok' });
  expect(faults).toEqual([]);
});

test('a message that cannot be written is told by the running clock, and not again with every tick', async () => {
  const place = smallOrganisation('delivery: { templates: words }\n');
  mkdirSync(join(place.folder, 'words'));
  writeFileSync(join(place.folder, 'words', 'reminder.md.liquid'), 'A new release comes on {{ when.short }}.\n');
  const tocsin = await place.open();
  onTestFinished(() => tocsin.close());
  await announcePkgdb(tocsin);
  place.clock.set('2026-02-22T09:00:00.000Z');
  const faults: unknown[] = [];
  let clock: ReturnType<typeof runClock> | undefined;
  await new Promise<void>((ticked) => {
    let ticks = 0;
    clock = runClock(tocsin, {
      everySeconds: 1,
      onTick: () => {
        ticks += 1;
        if (ticks === 2) ticked();
      },
      onError: (fault) => faults.push(fault),
    });
  });
  await clock?.stop();
  expect(faults.map(String)).toEqual([expect.stringContaining('What pkgdb-2.0 owes cannot be sent: ')]);
});
