// A small organisation with one breaking release, in a folder of its own, opened as often as a test likes.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, settableClock } from '../../src/base/index.ts';
import { type Change, type OpenOptions, openTocsin, type Tocsin } from '../../src/bot/index.ts';

export const start = '2026-02-10T09:00:00.000Z';

const organisation = `
organisation: { name: Example Project, zone: Etc/UTC }
lists:
  infra: { address: infra@lists.example.org, always: true }
  devel: { address: devel@lists.example.org }
  test: { address: test@lists.example.org }
teams:
  apps:
    title: Applications
    email: apps@example.org
    zone: Europe/Paris
    members: [{ name: Pauline, email: pauline@example.org }]
  releng:
    title: Release engineering
    inside: false
    email: releng@example.org
    zone: Australia/Brisbane
    lists: [devel]
    members: [{ name: Denise, email: denise@example.org }]
  qa:
    title: Quality assurance
    inside: false
    email: qa@example.org
    lists: [test]
    members: [{ name: Kavita, email: kavita@example.org }]
  docs: { title: Documentation, email: docs@example.org }
  mirrors: { title: Mirrors, email: mirrors@example.org, members: [{ name: Tadeo, email: tadeo@example.org }] }
services:
  pkgdb: { tier: critical, owner: apps, audience: { lists: [devel] } }
  fas: { tier: critical, owner: apps }
  paste: { tier: leaf, owner: apps }
consumers:
  fedpkg: { team: releng, uses: { pkgdb: ['GET /packages/{name}'] } }
  bugzilla-sync: { team: qa, uses: { pkgdb: ['GET /lists/bugzilla'] } }
  beats: { team: docs, uses: { pkgdb: ['GET /version'] } }
meetings:
  weekly: { title: Weekly meeting, weekday: thursday, time: '18:00', place: '#meeting' }
policy:
  noticeDays: { critical: 14 }
  deployWindow: { weekdays: [tuesday, wednesday, thursday], time: '14:00', durationHours: 8 }
  gates: { understood: enforce }
`;

const path = (operation: string, fields: readonly string[]) => `
    get:
      operationId: ${operation}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                required: [${fields.join(', ')}]
                properties: { ${fields.map((field) => `${field}: { type: string }`).join(', ')} }`;

const document = (version: string, paths: Readonly<Record<string, readonly string[]>>) => `openapi: 3.0.3
info: { title: Package database, version: '${version}' }
paths:
${Object.entries(paths)
  .map(
    ([name, fields]) =>
      `  ${name}:${name.includes('{') ? `\n    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]` : ''}${path(name.replace(/\W+/g, ''), fields)}`,
  )
  .join('\n')}
`;

const documents = {
  'before.yaml': document('1.0', {
    '/packages/{name}': ['name', 'owner'],
    '/lists/bugzilla': ['text'],
    '/version': ['version'],
  }),
  'after.yaml': document('2.0', { '/packages/{name}': ['name'], '/version': ['version'] }),
  // Takes the lost list back: fewer breaks than `after`.
  'mended.yaml': document('2.0', {
    '/packages/{name}': ['name'],
    '/lists/bugzilla': ['text'],
    '/version': ['version'],
  }),
  // Breaks what `after` left alone.
  'worse.yaml': document('2.0', { '/packages/{name}': ['name'] }),
  'same.yaml': document('1.0.1', {
    '/packages/{name}': ['name', 'owner'],
    '/lists/bugzilla': ['text'],
    '/version': ['version'],
  }),
};

export interface SmallOrganisation {
  readonly folder: string;
  readonly clock: Clock & { set(instant: string): void };
  /** Opens it anew, as another process would. */
  open(options?: Partial<OpenOptions>): Promise<Tocsin>;
  /** What stands in `tocsin.yaml`. */
  text(): string;
}

/** `more` is YAML that is put after the organisation's own. Its folder goes with all others when the run ends. */
export function smallOrganisation(more = ''): SmallOrganisation {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bot-'));
  writeFileSync(join(folder, 'tocsin.yaml'), organisation + more);
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(folder, name), text);
  const clock = settableClock(start);
  return {
    folder,
    clock,
    open: (options = {}) =>
      openTocsin({ cwd: folder, env: {}, clock, random: () => 0.5, secondOpinion: false, ...options }),
    text: () => readFileSync(join(folder, 'tocsin.yaml'), 'utf8'),
  };
}

export function by(name: string, why?: string): Change {
  return { actor: { name, via: 'cli' }, why };
}

export const pkgdb = 'pkgdb-2.0';

export function assessPkgdb(tocsin: Tocsin, revision = 'after.yaml') {
  const input = { service: 'pkgdb', version: '2.0', base: 'before.yaml', revision, declared: 'breaks' } as const;
  return tocsin.assess(input, by('Pauline', 'the new schema'));
}

/** Assessed, dated, confirmed, approved and announced; nothing is delivered before the first tick. */
export async function announcePkgdb(tocsin: Tocsin, revision = 'after.yaml') {
  await assessPkgdb(tocsin, revision);
  await tocsin.confirmIntended(pkgdb, [], by('Pauline'));
  await tocsin.propose(pkgdb, {}, by('Pauline'));
  await tocsin.approve(pkgdb, by('Tadeo', 'read it'));
  return tocsin.announce(pkgdb, by('Pauline'));
}

/** Announced, discussed, understood and staffed: at the hour of the deploy, 24 February 14:00 UTC. */
export async function readyPkgdb(
  { clock }: SmallOrganisation,
  tocsin: Tocsin,
  { lastTick }: { readonly lastTick: boolean } = { lastTick: true },
): Promise<void> {
  await announcePkgdb(tocsin);
  await tocsin.tick();
  clock.set('2026-02-12T19:00:00.000Z');
  await tocsin.tick();
  const minutes = 'https://minutes.example.org/7#l12';
  const discussion = { meeting: 'weekly', at: '2026-02-12T18:00:00.000Z', outcome: 'agreed', minutes } as const;
  await tocsin.recordDiscussion(pkgdb, discussion, by('Smooge'));
  await tocsin.understand(pkgdb, { team: 'qa' }, by('Kavita'));
  await tocsin.understand(pkgdb, { team: 'releng' }, by('denise'));
  clock.set('2026-02-17T15:00:00.000Z');
  await tocsin.tick();
  for (const { id, person } of (await tocsin.release(pkgdb)).shifts) await tocsin.acknowledgeShift(id, by(person.name));
  clock.set('2026-02-24T14:00:00.000Z');
  if (lastTick) await tocsin.tick();
}
