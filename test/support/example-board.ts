// The example organisation with its board, over a store and an outbox of its own: what tests of the faces speak to.
// It opens no port; `listen` does, for a browser.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settableClock } from '../../src/base/index.ts';
import { openTocsin, type Principal, type Tocsin } from '../../src/bot/index.ts';
import { buildServer, type ServerOptions } from '../../src/web/index.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));

export const pauline = { actor: { name: 'Pauline Roche', via: 'cli' } } as const;
export const grit = { actor: { name: 'Grit Sommer', via: 'cli' } } as const;

export type ExampleBoard = Awaited<ReturnType<typeof openExampleBoard>>;

/**
 * Friday 20 February 2026, nine o'clock UTC: nothing is assessed yet. Close it when done. `organise` may alter the text
 * of its `tocsin.yaml`.
 */
export async function openExampleBoard(options: Partial<ServerOptions> = {}, organise = (text: string) => text) {
  const home = await mkdtemp(join(tmpdir(), 'tocsin-board-'));
  await cp(example, join(home, 'example'), { recursive: true });
  const settings = join(home, 'example', 'tocsin.yaml');
  await writeFile(settings, organise(await readFile(settings, 'utf8')));
  const clock = settableClock('2026-02-20T09:00:00.000Z');
  const publicUrl = options.publicUrl ?? 'http://board.example.org';
  const tocsin = await openTocsin({
    cwd: join(home, 'example'),
    home: join(home, '.tocsin'),
    env: {},
    clock,
    random: () => 0.5,
    secondOpinion: false,
    board: publicUrl,
  });
  const faults: unknown[] = [];
  const server = await buildServer({
    tocsin,
    clock,
    publicUrl,
    secret: tocsin.secret,
    version: '1.2.3',
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  return {
    tocsin,
    clock,
    server,
    faults,
    token: async (name: string, role: Principal['role'], team: string | null = null) =>
      (await tocsin.issueToken({ name, role, team }, pauline)).token,
    spec: (name: string) => readFile(join(example, 'specs', name), 'utf8'),
    async close() {
      await server.close();
      await tocsin.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** pkgdb 2.0 as it stands on Monday 23 February: compared, confirmed, proposed by Pauline and approved by Grit. */
export async function approvePkgdb({
  tocsin,
  clock,
}: {
  tocsin: Tocsin;
  clock: { set(at: string): void };
}): Promise<void> {
  await tocsin.assess(
    {
      service: 'pkgdb',
      version: '2.0',
      base: 'specs/pkgdb-1.yaml',
      revision: 'specs/pkgdb-2.yaml',
      declared: 'breaks',
    },
    pauline,
  );
  await tocsin.confirmIntended('pkgdb-2.0', [], pauline);
  await tocsin.propose('pkgdb-2.0', {}, { ...pauline, why: 'the new data model is ready' });
  clock.set('2026-02-23T10:00:00.000Z');
  await tocsin.approve('pkgdb-2.0', grit);
}
