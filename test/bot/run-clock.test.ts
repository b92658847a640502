import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runClock, type TickReport } from '../../src/bot/index.ts';
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
  expect(reports).toMatchObject([{ delivered: 5 }]);
  expect(readdirSync(join(place.folder, '.tocsin', 'outbox'))).toHaveLength(5);
  expect(failures).toEqual([]);
  await tocsin.close();
  place.remove();
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
  place.remove();
});
