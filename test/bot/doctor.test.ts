import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { examineInstallation } from '../../src/bot/index.ts';
import { assessPkgdb, smallOrganisation } from '../support/small-organisation.ts';

const states = (checkups: Awaited<ReturnType<typeof examineInstallation>>) =>
  Object.fromEntries(checkups.map(({ name, state }) => [name, state]));

test('a fresh installation is well but for the channels by which nobody would be told yet', async () => {
  const { folder } = smallOrganisation();
  const checkups = await examineInstallation({ cwd: folder, env: {} });
  expect(states(checkups)).toMatchObject({
    node: 'ok',
    config: 'ok',
    store: 'ok',
    'channel mail': 'unknown',
    'channel agenda': 'ok',
    deliveries: 'ok',
  });
  expect(checkups.find(({ name }) => name === 'channel mail')).toMatchObject({
    because: expect.stringMatching(
      /^Writes to the local outbox: delivery\.channels\.mail is not set\..* Nobody is told by these\.$/,
    ),
    hint: expect.stringContaining('delivery.channels.mail'),
  });
});

test('without a board the doctor cannot say where messages lead, with one it names it', async () => {
  const { folder } = smallOrganisation();
  expect(states(await examineInstallation({ cwd: folder, env: {} }))).toMatchObject({ board: 'unknown' });
  const env = { TOCSIN_URL: 'https://board.example.org/' };
  expect(states(await examineInstallation({ cwd: folder, env }))).toMatchObject({ board: 'ok' });
});

test('a file that cannot be understood is named by line, and what depends on it is unknown rather than fine', async () => {
  const { folder } = smallOrganisation('serivces: {}\n');
  const checkups = await examineInstallation({ cwd: folder, env: {} });
  expect(states(checkups)).toEqual({
    node: 'ok',
    config: 'broken',
    store: 'unknown',
    channels: 'unknown',
    deliveries: 'unknown',
  });
  expect(checkups[1]?.because).toMatch(/tocsin\.yaml:\d+:1: Unknown key "serivces".*did you mean "services"/);
});

test('a store that cannot be opened is named', async () => {
  const { folder } = smallOrganisation();
  writeFileSync(join(folder, 'home'), 'a file where a folder should be');
  const checkups = await examineInstallation({ cwd: folder, home: 'home', env: {} });
  expect(states(checkups)).toMatchObject({ config: 'ok' });
  expect(checkups.find(({ name }) => name === 'store')).toMatchObject({ state: 'broken' });
});

test('a release that an earlier version assessed is named, until it is assessed again', async () => {
  const organisation = smallOrganisation();
  const tocsin = await organisation.open();
  await assessPkgdb(tocsin);
  const assessments = async () => (await tocsin.doctor()).find(({ name }) => name === 'assessments');
  expect(await assessments()).toBeUndefined();
  const store = new Database(join(organisation.folder, '.tocsin', 'tocsin.db'), { fileMustExist: true });
  store.exec('UPDATE assessments SET operations = NULL, server_paths = NULL');
  store.close();
  expect(await assessments()).toMatchObject({
    state: 'unknown',
    because: expect.stringMatching(/^pkgdb-2\.0 was assessed by an earlier version/),
    hint: expect.stringContaining('tocsin release assess'),
  });
  await assessPkgdb(tocsin);
  expect(await assessments()).toBeUndefined();
  await tocsin.close();
});
