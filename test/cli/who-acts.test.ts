// On the command line --as is nobody's proof, but it goes into the record: so it names somebody whom the catalogue has.

import { cp, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseView } from '../../src/bot/index.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2', import.meta.url));

describe('who acts on the command line', () => {
  let cwd: string;
  const tocsin = (...args: string[]) => runCli(args, { cwd, env: { TOCSIN_ACTOR: 'nightly-cron' } });
  const at = ['--now', '2026-02-16T09:00Z'];
  beforeAll(async () => {
    cwd = await emptyFolder();
    await cp(example, cwd, { recursive: true });
    const specs = ['specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml'];
    await tocsin('release', 'assess', 'pkgdb', '2.0', ...specs, '--as', 'pauline', ...at);
    await tocsin('release', 'propose', 'pkgdb-2.0', ...at);
  });

  it('is refused under a name that nobody has, with the one that was meant', async () => {
    const { status, stderr } = await tocsin('release', 'confirm', 'pkgdb-2.0', '--as', 'paulin', ...at);
    expect(status).toBe(4);
    expect(stderr).toMatch(/knows nobody called paulin.*\n.*Did you mean pauline\?/);
  });

  it('stands in the log by the full name, and by which way it came', async () => {
    const { stdout } = await tocsin('release', 'show', 'pkgdb-2.0', '--json', ...at);
    const { release, history } = JSON.parse(stdout) as ReleaseView;
    expect(release.author).toBe('Pauline Roche');
    expect(history.flatMap(({ type, actor }) => (actor.via === 'clock' ? [] : [[type, actor]]))).toEqual([
      ['release.assessed', { name: 'Pauline Roche', via: 'cli' }],
      ['release.proposed', { name: 'nightly-cron', via: 'cli' }],
      ['shift.planned', { name: 'nightly-cron', via: 'cli' }],
    ]);
  });

  it.each([
    ['confirm its breaks', ['release', 'confirm', 'pkgdb-2.0']],
    ['approve it', ['release', 'approve', 'pkgdb-2.0']],
    ['say for a team that it has understood', ['release', 'understood', 'pkgdb-2.0', '--team', 'docs']],
    ['say for a team that it is ported', ['ladder', 'claim', 'pkgdb-2.0', 'release-notes', 'ported']],
    ['say for a person that they keep the day free', ['roster', '--acknowledge', 'pkgdb-2.0/docs/siobhan-daly']],
    ['give a team its hours back', ['roster', 'pkgdb-2.0', '--give-back', 'docs', '--why', 'x']],
  ])('leaves it to people to %s: neither a pipeline nor a name that nobody has does', async (_what, words) => {
    for (const who of [['--as', 'ci'], []]) {
      const { status, stderr } = await tocsin(...words, ...who, ...at);
      expect([status, stderr]).toEqual([4, expect.stringMatching(/^error: .*(ci|nightly-cron)/)]);
    }
  });

  it('puts a wrong author right, by somebody else than the author on record, and what that person approved counts no more', async () => {
    const own = await emptyFolder();
    await cp(example, own, { recursive: true });
    const run = (...args: string[]) => runCli([...args, ...at], { cwd: own });
    await run('release', 'assess', 'pkgdb', '2.0', 'specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml', '--as', 'jens');
    await run('release', 'propose', 'pkgdb-2.0', '--as', 'jens');
    await run('release', 'approve', 'pkgdb-2.0', '--as', 'pauline');
    const to = ['release', 'author', 'pkgdb-2.0', '--to', 'pauline', '--why', 'Jens only ran the command'];
    for (const who of ['jens', 'siobhan', 'ci']) {
      expect(await run(...to, '--as', who)).toMatchObject({ status: 4 });
    }
    expect(await run('release', 'author', 'pkgdb-2.0', '--to', 'ci', '--why', 'x', '--as', 'pauline')).toMatchObject({
      status: 4,
    });
    const unsaid = ['release', 'author', 'pkgdb-2.0', '--to', 'pauline', '--why', ' '];
    expect(await run(...unsaid, '--as', 'pauline')).toMatchObject({ status: 2 });
    const { status, stdout } = await run(...to, '--as', 'pauline');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Pauline Roche is the author of pkgdb-2.0')]);
    const shown = JSON.parse((await run('release', 'show', 'pkgdb-2.0', '--json')).stdout) as ReleaseView;
    expect(shown.gates.find(({ name }) => name === 'approved')).toMatchObject({
      state: 'closed',
      because: expect.stringContaining('Pauline Roche is the author and cannot approve it alone'),
    });
    expect(shown.history.at(-1)).toMatchObject({
      type: 'release.author',
      actor: { name: 'Pauline Roche' },
      why: 'Jens only ran the command',
      data: { author: 'Pauline Roche', before: 'Jens Aumann' },
    });
    expect(await run('release', 'approve', 'pkgdb-2.0', '--as', 'jens')).toMatchObject({ status: 0 });
  });

  it.each(['nightly-cron', 'ci'])('takes %s for no author who may confirm what breaks', async (who) => {
    const own = await emptyFolder();
    await cp(example, own, { recursive: true });
    const run = (...args: string[]) => runCli([...args, ...at], { cwd: own, env: { TOCSIN_ACTOR: who } });
    const assessed = await run('release', 'assess', 'pkgdb', '2.0', 'specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml');
    expect(assessed.stdout.replace(/\s+/g, ' ')).toContain(`nobody called ${who}, so it has no author yet.`);
    const { status, stderr } = await run('release', 'confirm', 'pkgdb-2.0');
    expect(status).toBe(4);
    expect(stderr).toContain(`${who} cannot say what pkgdb-2.0 is meant to break.`);
    expect(stderr).not.toContain('author');
    expect(stderr.replace(/\s+/g, ' ')).toMatch(/hint: A member of apps can: Pauline Roche, .* --as NAME/);
    expect((await run('release', 'confirm', 'pkgdb-2.0', '--as', 'pauline')).status).toBe(0);
  });

  it.each([
    ['propose a date', ['release', 'propose', 'pkgdb-2.0']],
    ['announce it', ['announce', 'pkgdb-2.0']],
    ['move its date', ['release', 'move', 'pkgdb-2.0', '--deploy-at', '2026-03-17T14:00Z', '--why', 'x']],
    ['cancel it', ['release', 'cancel', 'pkgdb-2.0', '--why', 'x']],
    [
      'say what a meeting decided',
      [
        'release',
        'discussed',
        'pkgdb-2.0',
        '--meeting',
        'infrastructure',
        '--minutes',
        'https://minutes.example.org/1',
      ],
    ],
  ])('lets no pipeline %s', async (_what, words) => {
    const { status, stderr } = await tocsin(...words, '--as', 'ci', ...at);
    expect([status, stderr]).toEqual([4, expect.stringMatching(/^error: A pipeline does what was decided/)]);
  });

  it('takes reports from a pipeline, as docs/ladder.md says, and its claims from nobody but people', async () => {
    const text = await readFile(new URL('../../docs/ladder.md', import.meta.url), 'utf8');
    const lines = [...text.matchAll(/^tocsin (ladder (?:merged|deployed|claim) .*?)(?: +#.*)?$/gm)].map(
      ([, words]) => words,
    );
    expect(lines.filter((words) => words?.endsWith('--as ci'))).toHaveLength(1);
    const options = { cwd, env: { TOCSIN_ACTOR: 'denise' } };
    for (const words of lines) {
      const { status, stderr } = await runCli([...words!.split(/\s+/), ...at], options);
      expect([words, status, stderr]).toEqual([words, 0, expect.not.stringContaining('error')]);
    }
    const merged = ['ladder', 'merged', 'pkgdb-2.0', 'fedpkg', 'https://github.com/example/fedpkg/pull/8'];
    expect((await tocsin(...merged, '--as', 'ci', ...at)).status).toBe(0);
    expect((await tocsin(...merged, '--as', 'siobhan', ...at)).status).toBe(4);
  });

  it('takes no other team’s word for a shift, and its holder’s', async () => {
    const acknowledge = ['roster', '--acknowledge', 'pkgdb-2.0/docs/siobhan-daly'];
    expect((await tocsin(...acknowledge, '--as', 'kavita', ...at)).status).toBe(4);
    expect((await tocsin(...acknowledge, '--as', 'siobhan', ...at)).status).toBe(0);
  });
});
