// What a sync of the catalogue promises over either store: nothing is lost in one step, no name is given away, and
// what is retired is told nothing more.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { OpenOptions, Tocsin } from '../../src/bot/index.ts';
import {
  announcePkgdb,
  assessPkgdb,
  by,
  pkgdb,
  type SmallOrganisation,
  smallOrganisation,
} from './small-organisation.ts';

const base = `
organisation: { name: Example Project }
lists: { infra: { address: infra@lists.example.org, always: true } }
teams: { apps: { email: apps@example.org }, qa: { email: qa@example.org } }
services: { pkgdb: { owner: apps } }
`;
const bugzilla = 'consumers: { bugzilla-sync: { team: qa, uses: { pkgdb: [] } } }\n';
const deleted = 'consumers: { bugzilla-sync: { team: qa, uses: { pkgdb: [] }, deleted: true } }\n';
const revived = 'consumers: { bugzilla-sync: { team: qa, uses: { pkgdb: [] }, revive: true } }\n';

export function catalogContract(env: () => Promise<OpenOptions['env']>): void {
  let place: SmallOrganisation;
  let options: Partial<OpenOptions>;
  beforeEach(async () => {
    place = smallOrganisation();
    options = { env: (await env()) ?? {} };
  });

  async function opened<T>(work: (tocsin: Tocsin) => Promise<T>): Promise<T> {
    const tocsin = await place.open(options);
    try {
      return await work(tocsin);
    } finally {
      await tocsin.close();
    }
  }
  /** Writes the file, syncs it, and tells in short what happened. */
  const sync = async (text: string) => {
    writeFileSync(join(place.folder, 'tocsin.yaml'), text);
    const { changes, refusals } = await opened((tocsin) => tocsin.syncCatalog(by('ci', 'merged')));
    return {
      changes: changes.map(({ step, kind, name }) => `${step} ${kind} ${name}`),
      refused: refusals.map(({ kind, name }) => `${kind} ${name}`),
    };
  };

  test('a thing goes in two steps, and its name stays taken', async () => {
    expect((await sync(base + bugzilla)).changes).toContain('added consumer bugzilla-sync');
    expect(await sync(base + bugzilla)).toEqual({ changes: [], refused: [] });
    expect(await sync(base)).toEqual({ changes: [], refused: ['consumer bugzilla-sync'] });
    expect(await sync(base + deleted)).toEqual({ changes: ['deleted consumer bugzilla-sync'], refused: [] });
    expect(await sync(base)).toEqual({ changes: ['retired consumer bugzilla-sync'], refused: [] });
    expect(await sync(base)).toEqual({ changes: [], refused: [] });
    expect(await sync(base + bugzilla)).toEqual({ changes: [], refused: ['consumer bugzilla-sync'] });
    expect(await sync(base + revived)).toEqual({ changes: ['revived consumer bugzilla-sync'], refused: [] });
    expect(await sync(base + bugzilla)).toEqual({ changes: [], refused: [] });
  });

  test('an empty file is refused by every name at once, and nothing of it is applied', async () => {
    await sync(base + bugzilla);
    const refused = ['consumer bugzilla-sync', 'list infra', 'service pkgdb', 'team apps', 'team qa'];
    expect((await sync('services: {}')).refused).toEqual(refused);
    expect(await sync(base + bugzilla)).toEqual({ changes: [], refused: [] });
  });

  test('a refusal holds the rest back too', async () => {
    await sync(base + bugzilla);
    const withDocs = base.replace('teams: {', 'teams: { docs: { email: docs@example.org },');
    expect((await sync(withDocs)).refused).toEqual(['consumer bugzilla-sync']);
    expect((await sync(withDocs + bugzilla)).changes).toEqual(['added team docs']);
  });

  test('one event tells of a sync, none of a sync without a difference or with a refusal', async () => {
    await sync(base + bugzilla);
    await sync(base + bugzilla);
    await sync(base);
    await sync(base.replace('apps@example.org', 'applications@example.org') + deleted);
    const events = (await opened((tocsin) => tocsin.events(0))).filter(({ type }) => type === 'catalog.synced');
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({
      subject: 'catalog',
      actor: { name: 'ci' },
      why: 'merged',
      data: { changed: ['team apps'], deleted: ['consumer bugzilla-sync'] },
    });
  });

  test('two syncs at the same moment write it once', async () => {
    writeFileSync(join(place.folder, 'tocsin.yaml'), base);
    const [one, other] = await Promise.all([
      opened((tocsin) => tocsin.syncCatalog(by('ci'))),
      opened((tocsin) => tocsin.syncCatalog(by('other ci'))),
    ]);
    expect([one.changes.length, other.changes.length].sort()).toEqual([0, 4]);
  });

  test('what is deleted hears nothing more, and an old release still knows it by name', async () => {
    await opened((tocsin) => tocsin.syncCatalog(by('ci')));
    await opened((tocsin) => announcePkgdb(tocsin));
    const addresses = async () => (await opened((tocsin) => tocsin.recipients(pkgdb))).map(({ address }) => address);
    expect(await addresses()).toContain('qa@example.org');
    expect(await addresses()).toContain('test@lists.example.org');

    const before = place.text();
    const marked = before
      .replace('title: Quality assurance', 'title: Quality assurance\n    deleted: true')
      .replace('bugzilla-sync: { team: qa,', 'bugzilla-sync: { deleted: true, team: qa,')
      .replace('test: { address: test@lists.example.org }', 'test: { address: test@lists.example.org, deleted: true }');
    expect((await sync(marked)).refused).toEqual([]);
    expect(await addresses()).not.toContain('qa@example.org');
    expect(await addresses()).not.toContain('test@lists.example.org');
    expect(await addresses()).toContain('releng@example.org');

    const without = marked
      .replace(/ {2}qa:\n(?: {4}.*\n)+/, '')
      .replace(/ {2}bugzilla-sync:.*\n/, '')
      .replace(/ {2}test: .*\n/, '');
    expect((await sync(without)).refused).toEqual([]);
    const { teams } = await opened(async ({ catalog }) => catalog);
    expect(teams.find(({ name }) => name === 'qa')).toMatchObject({ title: 'Quality assurance', deleted: true });
    expect(await addresses()).not.toContain('qa@example.org');
  });

  test('an old release of a retired service can still be read, and there is no new one', async () => {
    await opened((tocsin) => tocsin.syncCatalog(by('ci')));
    await opened((tocsin) => announcePkgdb(tocsin));
    const marked = place
      .text()
      .replace('pkgdb: { tier: critical,', 'pkgdb: { deleted: true, tier: critical,')
      .replaceAll(/uses: \{ pkgdb: \[.*?\] \}/g, 'uses: {}');
    expect((await sync(marked)).refused).toEqual([]);
    const without = marked.replace(/ {2}pkgdb: \{ deleted.*\n/, '');
    expect((await sync(without)).changes).toEqual(['retired service pkgdb']);
    const view = await opened((tocsin) => tocsin.release(pkgdb));
    expect(view.release).toMatchObject({ service: 'pkgdb', state: 'announced' });
    await expect(opened((tocsin) => assessPkgdb(tocsin))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('is deleted in the catalogue'),
    });
  });

  test('what was left out by accident still hears, and the doctor says so', async () => {
    await sync(base + bugzilla);
    writeFileSync(join(place.folder, 'tocsin.yaml'), base);
    const { catalog, catalogue } = await opened(async (tocsin) => ({
      catalog: tocsin.catalog,
      catalogue: (await tocsin.doctor()).find(({ name }) => name === 'catalogue'),
    }));
    expect(catalog.consumers).toMatchObject([{ name: 'bugzilla-sync', deleted: false }]);
    expect(catalogue).toMatchObject({ state: 'broken', because: expect.stringContaining('bugzilla-sync is left out') });
  });
}
