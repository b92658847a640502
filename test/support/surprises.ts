// What surprised people on the day of origin/003's deployment, each seen weeks before: told on the example organisation,
// with its own evidence files, through nothing but the commands. The same tale over either store.

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import type { CallerReport, Impact } from '../../src/catalog/index.ts';
import type { BurnDown, Ladder } from '../../src/ladder/index.ts';
import type { Gate } from '../../src/plan/index.ts';
import type { Shift } from '../../src/roster/index.ts';
import { type CliRun, emptyFolder, runCli } from './run-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));
const release = 'pkgdb-2.0';

/** Steps that build on each other, in the order of the calendar. */
export function tellTheSurprises(env: () => Promise<Record<string, string>>): void {
  let cwd: string;
  let store: Record<string, string>;
  beforeAll(async () => {
    cwd = await emptyFolder();
    store = await env();
    await cp(example, cwd, { recursive: true });
    // A group that takes unknown callers seriously says so in its policy.
    const settings = join(cwd, 'tocsin.yaml');
    const text = await readFile(settings, 'utf8');
    await writeFile(
      settings,
      text.replace('    understood: enforce\n', '    understood: enforce\n    callers: enforce\n'),
    );
  });

  const at = (now: string, who: string, ...args: string[]): Promise<CliRun> =>
    runCli([...args, '--now', now, '--as', who], { cwd, env: store });
  const did = async (now: string, who: string, ...args: string[]): Promise<string> => {
    const ran = await at(now, who, ...args);
    expect(ran.status, ran.stderr).toBe(0);
    return ran.stdout;
  };
  const asked = async <T>(now: string, ...args: string[]): Promise<T> =>
    JSON.parse(await did(now, 'reader', ...args, '--json')) as T;
  const gate = async (now: string, name: string) =>
    (await asked<{ gates: Gate[] }>(now, 'release', 'show', release)).gates.find((one) => one.name === name);
  const callers = async (now: string) =>
    (await asked<{ callers: CallerReport[] }>(now, 'callers', 'list', '--service', 'pkgdb')).callers;
  const callerNamed = async (now: string, name: string) => {
    const found = (await callers(now)).find((one) => one.name === name);
    if (found === undefined) throw new Error(`Nobody called ${name} is listed.`);
    return found;
  };
  const ladder = async (now: string) => {
    const shown = await asked<{ ladder: Ladder; burnDown: BurnDown }>(now, 'ladder', release);
    const of = (name: string) => {
      const found = shown.ladder.consumers.find(({ consumer }) => consumer.startsWith(name));
      if (found === undefined) throw new Error(`${name} does not stand on the ladder.`);
      return { ...found, state: Object.fromEntries(found.rungs.map(({ rung, state }) => [rung, state])) };
    };
    return { ...shown, of };
  };
  const readLog = (now: string, file: string, environment: string) =>
    did(
      ...([now, 'tadeo', 'evidence', 'import', `evidence/${file}`] as const),
      ...['--service', 'pkgdb', '--environment', environment],
    );

  it('an undeclared script: the logs know two that no list holds, and the deploy waits for an answer', async () => {
    const [now, pauline] = ['2026-02-17T09:00Z', 'pauline'];
    await did(now, pauline, 'release', 'assess', 'pkgdb', '2.0', '--declared', 'breaks', '--staged-at', '2026-01-19');
    expect(await gate(now, 'callers')).toMatchObject({ state: 'unknown', mode: 'enforce' });
    const imported = await readLog('2026-02-17T09:20Z', 'production/access.log-20260215.gz', 'production');
    expect(imported).toMatch(/GET \/wp-login\.php +1 request +answered with an error/);

    const list = await did('2026-02-17T09:25Z', 'tadeo', 'callers', 'list');
    expect(list).toMatch(/✖ translation-stats \([0-9a-f]{16}\) calls pkgdb: nobody has claimed it/);
    expect(list).toMatch(/Perhaps translation: It calls itself translation-stats/);
    expect((await callerNamed(now, 'curl')).guess).toBeNull();
    const closed = await gate('2026-02-17T09:25Z', 'callers');
    expect(closed?.state).toBe('closed');
    // Which of the two comes first is decided by their keys, which each installation has its own.
    expect(closed?.because).toMatch(/^2 callers .*curl \([0-9a-f]{16}\), 12 requests[;.]/);
    expect(closed?.because).toMatch(/translation-stats \([0-9a-f]{16}\), 12 requests, perhaps of translation/);
  });

  it('one outside team: it claims its script, is asked to understand, and stands on the roster', async () => {
    for (const step of [['propose'], ['confirm', '--why', 'The redesign']])
      await did('2026-02-17T09:40Z', 'pauline', 'release', step[0] as string, release, ...step.slice(1));
    await did('2026-02-17T09:50Z', 'jens', 'release', 'approve', release);
    await did('2026-02-17T10:30Z', 'pauline', 'announce', release);
    const check = await at('2026-02-17T10:35Z', 'ci', 'plan', release, '--check');
    expect(check.status).toBe(1);
    expect(check.stdout).toMatch(/2\s+callers\s+whom\s+nobody\s+has\s+claimed/);

    const { key } = await callerNamed('2026-02-18T13:00Z', 'translation-stats');
    const stranger = await at('2026-02-18T13:00Z', 'lucas', 'callers', 'claim', key, '--team', 'translation');
    expect(stranger.status).toBe(4);
    await did('2026-02-18T13:00Z', 'caio', 'callers', 'claim', key, '--team', 'translation');
    const curl = await callerNamed('2026-02-18T13:00Z', 'curl');
    await did('2026-02-19T18:35Z', 'peter', 'callers', 'claim', curl.key, '--consumer', 'koji-sync');
    const monitoring = await callerNamed('2026-02-18T13:00Z', 'check_http');
    await did('2026-02-19T18:40Z', 'tadeo', 'callers', 'noise', monitoring.key, '--why', 'The monitoring');

    expect(await callers('2026-02-19T18:45Z')).toEqual([]);
    expect(await gate('2026-02-19T18:45Z', 'callers')).toMatchObject({ state: 'open' });
    await did('2026-02-19T18:50Z', 'cron', 'tick');
    const { shifts } = await asked<{ shifts: Shift[] }>('2026-02-19T18:55Z', 'roster', release);
    expect(shifts.filter(({ team }) => team === 'translation').map(({ person }) => person.name)).toEqual([
      'Caio Tavares',
      'Haruka Ishii',
    ]);
    expect((await gate('2026-02-19T18:55Z', 'understood'))?.because).toContain('translation');
  });

  it('each consumer is told how to port, in its repository or at its team’s address', async () => {
    const issues = await did(
      '2026-02-19T19:00Z',
      'pauline',
      'announce',
      release,
      '--dry-run',
      '--kind',
      'porting-issue',
    );
    for (const place of ['tarn/fedpkg', 'tarn/bugzilla-sync', 'cvsadmins@', 'translation@'])
      expect(issues).toContain(place);
    expect(issues).toMatch(/`?GET \/lists\/bugzilla`? is gone/);
  });

  it('a word is not a proof: what is said to be ported still sends the old parameter', async () => {
    const pull = 'https://github.example.org/tarn/fedpkg/pull/412';
    await did('2026-02-20T13:30Z', 'peter', 'ladder', 'merged', release, 'fedpkg', pull);
    await did('2026-02-26T05:30Z', 'kavita', 'ladder', 'deployed', release, 'bugzilla-sync', '--running', '2.1');
    await did('2026-02-26T16:00Z', 'siobhan', 'ladder', 'claim', release, 'release-notes', 'ported');
    await readLog('2026-03-04T09:00Z', 'production/access.log-20260301', 'production');
    const shown = await did('2026-03-04T09:05Z', 'reader', 'ladder', release);
    expect(shown).toMatch(
      /release-notes: It is said to be\s+ported by Siobhán Daly since 26 Feb 2026,\s+yet\s+it\s+still sends the/,
    );
    expect(shown).toMatch(/release-notes +docs +· +✖ Siobhán/);
  });

  it('a consumer that points at staging: its production host is seen there', async () => {
    await readLog('2026-03-04T09:10Z', 'staging/access.log-20260301', 'staging');
    const astray = (await ladder('2026-03-04T09:20Z')).of('bugzilla-sync');
    expect(astray.state).toMatchObject({ tested: 'proven', deployed: 'proven', production: 'contradicted' });
    expect(astray.contradictions[0]?.because).toBe(
      'Its production identity calls staging: GET /bugzilla/owners, last on 1 Mar 2026 (access log).',
    );
  });

  it('one that was tried in staging and refused: a call that fails is no test', async () => {
    const tried = (await ladder('2026-03-04T09:20Z')).of('grant-scripts');
    expect(tried.state.tested).toBe('not-reached');
    expect(tried.rungs.find(({ rung }) => rung === 'tested')?.because).toBe(
      '2 of 2 calls to POST /packages in staging were answered 422 on 25 Feb 2026.',
    );
  });

  it('merged, not deployed: it speaks up a week later, and falls silent with the deployment', async () => {
    await did('2026-03-04T18:00Z', 'cron', 'tick');
    const before = (await ladder('2026-03-04T18:00Z')).of('fedpkg');
    expect(before.contradictions.map(({ because }) => because)).toEqual([
      'It was merged on 20 Feb 2026, 12 days ago, and no deployed version has been seen since.',
    ]);
    await did('2026-03-06T10:00Z', 'peter', 'ladder', 'deployed', release, 'fedpkg', '--running', '1.45');
    const after = (await ladder('2026-03-06T10:00Z')).of('fedpkg');
    expect(after.contradictions).toEqual([]);
    expect(after.state).toMatchObject({ ported: 'proven', deployed: 'proven', production: 'not-reached' });
  });

  it('one that staging cannot replicate: no rung pretends it, and the roster has it by rule', async () => {
    const { ladder: all } = await ladder('2026-03-06T10:10Z');
    const unreachable = all.consumers.filter(({ rungs }) => rungs.some(({ state }) => state === 'out-of-reach'));
    expect(unreachable.map(({ consumer }) => consumer).toSorted()).toEqual([
      'branching-scripts',
      'koji-sync',
      'vcs-access',
    ]);
    const roster = await did('2026-03-06T10:10Z', 'reader', 'roster', release, '--json');
    expect(roster).toContain('vcs-access could not be tried in staging: The version control server');
  });

  it('the burn-down remembers who stood where, and tells whether it will do', async () => {
    for (const day of ['2026-02-20', '2026-02-26', '2026-03-04', '2026-03-06'])
      await did(`${day}T18:00Z`, 'cron', 'tick');
    const { burnDown } = await ladder('2026-03-06T18:00Z');
    const steps = burnDown.points.map((point) => point.steps.done);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.at(-1)).toBeGreaterThan(steps[0] as number);
    expect(burnDown.forecast.state).not.toBe('climbed');
    const plot = await did('2026-03-06T18:00Z', 'reader', 'ladder', release, '--burn-down');
    expect(plot).toMatch(/\d Mar 2026 .*\d+\/\d+/);
  });

  it('the chain: what breaks in the account system reaches those behind the package database', async () => {
    const chain = await at(
      ...(['2026-02-16T09:00Z', 'reader', 'impact', 'specs/fas-before.yaml', 'specs/fas-after.yaml'] as const),
      ...['--service', 'fas', '--json'],
    );
    const { consumers } = JSON.parse(chain.stdout) as Impact;
    expect(consumers.find(({ consumer }) => consumer === 'fedpkg')?.via).toEqual(['pkgdb']);
  });

  it('the same files without a store: a break that a contract shows to pass its consumer by', async () => {
    const run = await at(
      ...(['2026-02-17T09:00Z', 'reader', 'impact', 'specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml', '--json'] as const),
      ...['--service', 'pkgdb', '--logs', 'evidence/production/access.log*', '--environment', 'production'],
      ...['--har', 'evidence/grant-scripts.har', '--pact', 'evidence/fedpkg-pkgdb.pact.json'],
    );
    const { consumers, unknownCallers } = JSON.parse(run.stdout) as Impact;
    expect(unknownCallers.map(({ name }) => name).toSorted()).toEqual(['check_http', 'curl', 'translation-stats']);
    const fedpkg = consumers.find(({ consumer }) => consumer === 'fedpkg');
    expect(fedpkg?.hits.map(({ certainty }) => certainty)).toEqual(['field']);
    expect(fedpkg?.spared[0]?.because).toContain('never 200.body.listings[].acls[].status');
  });
}
