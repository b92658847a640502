// The tale of origin/003, replayed over simulated weeks through what people use: the command line in processes of its
// own, and the HTTP API of a running server. Nothing sleeps: every command is told the moment with --now. Each step
// names the problem of that day and the gate or message that catches it now, with the requirement's number.
// The steps build on each other: take a stage out, and all that follow fail.

import { existsSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseView } from '../../src/bot/index.ts';
import type { GateName } from '../../src/plan/index.ts';
import { type CliRun, emptyFolder, runCli } from '../support/run-cli.ts';
import { type ServedBoard, serveCli } from '../support/serve-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));

describe('pkgdb2, had there been a tocsin', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await emptyFolder();
    await cp(example, cwd, { recursive: true });
  });

  /** One command, by someone, at a moment. */
  const at = (now: string, who: string, ...args: string[]): Promise<CliRun> =>
    runCli([...args, '--now', now, '--as', who], { cwd });

  const view = async (now: string, release: string): Promise<ReleaseView> => {
    const run = await at(now, 'reader', 'release', 'show', release, '--json');
    expect(run).toMatchObject({ status: 0 });
    return JSON.parse(run.stdout) as ReleaseView;
  };
  /** A command that changes a release and succeeds: where it stands then. */
  const did = async (now: string, who: string, ...args: string[]): Promise<ReleaseView> => {
    const run = await at(now, who, ...args, '--json');
    expect(run).toMatchObject({ status: 0 });
    return JSON.parse(run.stdout) as ReleaseView;
  };
  const gate = (of: ReleaseView, name: GateName) => {
    const found = of.gates.find((each) => each.name === name);
    if (found === undefined) throw new Error(`There is no gate ${name}.`);
    return found;
  };
  /** All mail in the local outbox about a release, as a mail program reads it. */
  const mails = async (release: string, kind: string): Promise<ParsedMail[]> => {
    const folder = join(cwd, '.tocsin/outbox');
    const held = existsSync(folder) ? await readdir(folder) : [];
    const names = held.filter((name) => name.endsWith('.eml') && name.includes(`${release}-${kind}-`));
    return Promise.all(names.sort().map(async (name) => simpleParser(await readFile(join(folder, name)))));
  };
  const addressees = (sent: readonly ParsedMail[]) =>
    sent.flatMap(({ to }) => (to === undefined || Array.isArray(to) ? [] : to.value.map(({ address }) => address)));
  const refusal = (run: CliRun, status: number, words: RegExp) => {
    expect(run.stderr).toMatch(words);
    expect(run.status).toBe(status);
  };

  it('the account system’s update says of itself that it does not break; the comparison knows better (A1, A10)', async () => {
    const fas = await did(
      ...['2026-02-16T09:00Z', 'tadeo', 'release', 'assess', 'fas', '0.8.19'],
      ...['specs/fas-before.yaml', 'specs/fas-after.yaml', '--declared', 'does-not-break', '--staged-at', '2025-12-08'],
    );
    expect(fas.release.declared).toBe('does-not-break');
    expect(fas.comparison.verdict).toBe('breaking');
    expect(gate(fas, 'intended').state).toBe('closed');
    const causes = fas.comparison.causes.filter(({ severity }) => severity === 'breaking');
    expect(causes.map(({ message }) => message)).toEqual([expect.stringContaining('sponsor')]);
  });

  it('nobody meant it, so it is taken back; the hotfix that breaks nobody is spared the ceremony (A10, A25)', async () => {
    await did('2026-02-16T10:00Z', 'tadeo', 'release', 'cancel', 'fas-0.8.19', '--why', 'The break was an accident.');
    await did(
      ...(['2026-02-16T16:00Z', 'tadeo', 'release', 'assess', 'fas', '0.8.20'] as const),
      ...['specs/fas-before.yaml', 'specs/fas-hotfix.yaml', '--declared', 'does-not-break'],
    );
    const hotfix = await did(
      ...(['2026-02-16T16:05Z', 'tadeo', 'release', 'propose', 'fas-0.8.20'] as const),
      ...['--deploy-at', '2026-02-19T14:00Z'],
    );
    expect(hotfix.comparison.verdict).toBe('compatible');
    expect(hotfix.plan?.exemption?.id).toBe('no-break');
    expect(hotfix.plan?.steps.map(({ kind }) => kind)).not.toContain('break-notice');
    await did('2026-02-16T16:10Z', 'pauline', 'release', 'approve', 'fas-0.8.20');
    await did('2026-02-16T16:15Z', 'tadeo', 'release', 'announce', 'fas-0.8.20');
  });

  it('pkgdb 2.0 breaks in many ways, one of them an empty list that becomes null (A1, A23)', async () => {
    const { comparison, impact, affectedTeams } = await did(
      ...(['2026-02-17T09:00Z', 'pauline', 'release', 'assess', 'pkgdb', '2.0'] as const),
      ...['specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml', '--declared', 'breaks', '--staged-at', '2026-01-19'],
      ...['--depends-on', 'fas-0.8.20'],
    );
    expect(comparison.summary.breaking).toBeGreaterThan(25);
    expect(comparison.findings).toContainEqual(
      expect.objectContaining({ severity: 'breaking', direction: 'response', subject: '200.body.packages' }),
    );
    // Who is hurt is known by name, outside infrastructure as well, and who is not has a reason (A20).
    expect(affectedTeams).toEqual(['cvsadmins', 'docs', 'qa', 'releng', 'updates']);
    const calm = impact.consumers.find(({ consumer }) => consumer === 'mirror-map');
    expect(calm?.hits).toEqual([]);
    expect(calm?.notAffectedBecause).not.toBeNull();
  });

  it('no date is lawful before notice, meeting, freeze and the other release allow it (A7, A9)', async () => {
    const wish = ['release', 'propose', 'pkgdb-2.0', '--deploy-at', '2026-02-25T14:00Z'];
    refusal(await at('2026-02-17T09:05Z', 'pauline', ...wish), 1, /2026/);
    const { plan } = await did('2026-02-17T09:10Z', 'pauline', 'release', 'propose', 'pkgdb-2.0');
    expect(plan?.deployAt).toBe('2026-03-10T14:00:00.000Z');
    expect(plan?.earliest.reasons.map(({ constraint }) => constraint)).toEqual(
      expect.arrayContaining(['notice', 'meeting', 'freeze', 'dependency']),
    );
    expect(plan?.meeting?.at).toBe('2026-02-19T18:00:00.000Z');
  });

  it('its author does not approve it alone: someone from another team reads it first', async () => {
    await did('2026-02-17T09:15Z', 'pauline', 'release', 'confirm', 'pkgdb-2.0', '--why', 'All of it is the redesign');
    refusal(await at('2026-02-17T09:20Z', 'pauline', 'release', 'approve', 'pkgdb-2.0'), 4, /author/);
    const approved = await did('2026-02-17T10:00Z', 'jens', 'release', 'approve', 'pkgdb-2.0');
    expect(gate(approved, 'approved').state).toBe('open');
  });

  it('the break has a notice of its own, to infrastructure always and to devel for this service (A3, A4)', async () => {
    expect(await mails('pkgdb-2.0', 'break-notice')).toEqual([]);
    await did('2026-02-17T10:30Z', 'pauline', 'release', 'announce', 'pkgdb-2.0');
    const notices = await mails('pkgdb-2.0', 'break-notice');
    expect(addressees(notices)).toEqual(
      expect.arrayContaining(['infrastructure@lists.tarn.example.org', 'devel@lists.tarn.example.org']),
    );
    expect(await mails('pkgdb-2.0', 'outage-notice')).toEqual([]);
  });

  it('the notice says per operation what breaks and how to port, in plain text, and where to answer (A5, A28, A29)', async () => {
    const [notice] = (await mails('pkgdb-2.0', 'break-notice')).filter((mail) =>
      addressees([mail])[0]?.startsWith('devel'),
    );
    expect(notice?.subject).toBe('[API BREAK] pkgdb 2.0 on Tue 10 Mar 2026 14:00 UTC');
    expect(notice?.html).toBe(false);
    expect(notice?.replyTo?.value[0]?.address).toBe('infrastructure@lists.tarn.example.org');
    const text = notice?.text ?? '';
    for (const operation of ['GET /lists/bugzilla', 'POST /collections/{branch}/mass-branch', 'GET /lists/notify'])
      expect(text).toContain(operation);
    expect(text).toMatch(/How to\s+port/);
    expect(text).toContain("date -d '2026-03-10 14:00 UTC'");
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76);
  });

  it('what is announced is on the agenda of the weekly meeting before the deploy (A6)', async () => {
    await at('2026-02-18T17:00Z', 'cron', 'tick');
    const { stdout } = await at('2026-02-18T17:00Z', 'radka', 'agenda', 'infrastructure', '--format', 'meetbot');
    expect(stdout).toMatch(/pkgdb.2\.0/);
    expect(stdout).toMatch(/[#!]topic/);
    expect(addressees(await mails('fas-0.8.20', 'outage-notice'))).toEqual(['infrastructure@lists.tarn.example.org']);
  });

  it('a release that another waits for holds it back until it is out (A9)', async () => {
    expect(gate(await view('2026-02-19T13:00Z', 'pkgdb-2.0'), 'dependencies').state).not.toBe('open');
    for (const step of ['deploy', 'verify', 'done'])
      await did('2026-02-19T14:30Z', 'tadeo', 'release', step, 'fas-0.8.20');
  });

  it('only the minutes of the meeting open its gate (A6)', async () => {
    const before = await view('2026-02-19T18:10Z', 'pkgdb-2.0');
    expect(gate(before, 'dependencies').state).toBe('open');
    expect(gate(before, 'discussed').state).not.toBe('open');
    const after = await did(
      ...(['2026-02-19T18:20Z', 'radka', 'release', 'discussed', 'pkgdb-2.0'] as const),
      ...['--meeting', 'infrastructure', '--minutes', 'https://meetings.example.org/2026-02-19.html#18:20'],
    );
    expect(gate(after, 'discussed').state).toBe('open');
    expect(after.discussions[0]?.minutes).toContain('18:20');
  });

  describe('over HTTP', () => {
    let board: ServedBoard;
    let token: string;
    beforeAll(async () => {
      const made = await at('2026-02-20T09:00Z', 'tadeo', 'token', 'create', 'kavita', '--role', 'member', '--json');
      token = (JSON.parse(made.stdout) as { token: string }).token;
      board = await serveCli(cwd, ['--now', '2026-02-20T09:00Z']);
    });
    afterAll(async () => {
      expect(await board.end()).toBe(0);
    });
    const call = (method: string, path: string, body?: unknown, as: string | null = token) =>
      fetch(`${board.url}${path}`, {
        method,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });

    it('a team says itself that it has understood; mails sent do not count (A8)', async () => {
      const before = await view('2026-02-20T09:00Z', 'pkgdb-2.0');
      expect(gate(before, 'understood').state).toBe('closed');
      expect(before.understandings).toEqual([]);
      const path = '/api/v1/releases/pkgdb-2.0/understandings';
      expect((await call('POST', path, { team: 'qa' }, null)).status).toBe(401);
      expect((await call('POST', path, { team: 'qa', note: 'bugzilla-sync is being ported' })).status).toBe(200);
      const answer = (await (await call('GET', '/api/v1/releases/pkgdb-2.0')).json()) as ReleaseView;
      expect(answer.understandings).toMatchObject([{ team: 'qa', by: 'Kavita Rao', via: 'api' }]);
      expect(gate(answer, 'understood').because).toMatch(/1 of 5/);
    });

    it('everybody may look, without an account (A30, A31)', async () => {
      const page = await call('GET', '/releases/pkgdb-2.0', undefined, null);
      expect(page.status).toBe(200);
      expect(await page.text()).toMatch(/pkgdb/);
    });
  });

  it('the call for testing goes out weeks before, and says that the API breaks (A2, A12)', async () => {
    expect(await mails('pkgdb-2.0', 'call-for-testing')).toEqual([]);
    await at('2026-02-24T14:00Z', 'cron', 'tick');
    const calls = await mails('pkgdb-2.0', 'call-for-testing');
    expect(addressees(calls)).toContain('infrastructure@lists.tarn.example.org');
    for (const { text } of calls) expect(text).toMatch(/breaks\s+the\s+API/);
    expect(calls[0]?.text).toContain('https://pkgdb.stg.example.org/api');
    expect(calls[0]?.text).toMatch(/What staging cannot\s+show/);
  });

  it('a date that moves is one action: the same threads are told, in reply to the first notice (A7)', async () => {
    const move = ['release', 'move', 'pkgdb-2.0', '--deploy-at', '2026-03-11T14:00Z'];
    await did('2026-02-25T09:00Z', 'pauline', ...move, '--dry-run');
    expect(await mails('pkgdb-2.0', 'moved')).toEqual([]);
    const moved = await did('2026-02-25T09:10Z', 'pauline', ...move, '--why', 'The database host is serviced then');
    expect(moved.plan?.deployAt).toBe('2026-03-11T14:00:00.000Z');
    // What was approved was another date, so it is approved again.
    expect(gate(moved, 'approved').state).not.toBe('open');
    const notices = (await mails('pkgdb-2.0', 'break-notice')).map(({ messageId }) => messageId);
    const told = await mails('pkgdb-2.0', 'moved');
    expect(told).toHaveLength(notices.length);
    for (const { references, text } of told) {
      expect(notices).toContain([references ?? []].flat()[0]);
      expect(text).toMatch(/The\s+database\s+host\s+is\s+serviced\s+then/);
    }
    const approved = await did('2026-02-25T10:00Z', 'jens', 'release', 'approve', 'pkgdb-2.0');
    expect(gate(approved, 'approved').state).toBe('open');
    await did('2026-02-25T10:05Z', 'pauline', 'release', 'announce', 'pkgdb-2.0');
  });

  it('the day of firefighting is planned, for people inside and outside, in their own hours (A15, A19, A20)', async () => {
    await at('2026-03-04T14:00Z', 'cron', 'tick');
    const calls = await mails('pkgdb-2.0', 'roster-call');
    expect(addressees(calls)).toContain('kavita@tarn.example.org');
    const { shifts } = await view('2026-03-04T14:00Z', 'pkgdb-2.0');
    expect(new Set(shifts.map(({ team }) => team))).toEqual(
      new Set(['apps', 'updates', 'releng', 'qa', 'docs', 'cvsadmins']),
    );
    expect(shifts.find(({ team }) => team === 'cvsadmins')?.because).toMatch(/staging/i);
    const mine = shifts.find(({ person }) => person.name === 'Kavita Rao');
    await did('2026-03-05T05:00Z', 'kavita', 'roster', '--acknowledge', mine?.id ?? '');
    const { stdout } = await at('2026-03-05T05:00Z', 'kavita', 'roster', 'pkgdb-2.0');
    expect(stdout).toMatch(/✔ acknowledged +Kavita Rao/);
    expect(stdout).toMatch(/○ not yet +Siobhán Daly/);
  });

  it('each reminder and the outage notice state the break again (A2)', async () => {
    for (const now of ['2026-03-09T14:00Z', '2026-03-10T14:00Z']) await at(now, 'cron', 'tick');
    for (const kind of ['reminder', 'outage-notice']) {
      const sent = await mails('pkgdb-2.0', kind);
      expect(addressees(sent)).toContain('infrastructure@lists.tarn.example.org');
      for (const { text } of sent) expect(text).toMatch(/breaks\s+the\s+API/);
    }
  });

  it('nobody deploys over a team that was not heard (A8)', async () => {
    const teams = { updates: 'lucas', releng: 'denise', cvsadmins: 'grit' };
    for (const [team, who] of Object.entries(teams))
      await did('2026-03-10T15:00Z', who, 'release', 'understood', 'pkgdb-2.0', '--team', team);
    refusal(await at('2026-03-11T14:00Z', 'pauline', 'release', 'deploy', 'pkgdb-2.0'), 1, /docs/);
    await did('2026-03-11T14:10Z', 'siobhan', 'release', 'understood', 'pkgdb-2.0', '--team', 'docs');
    const deploying = await did('2026-03-11T14:15Z', 'pauline', 'release', 'deploy', 'pkgdb-2.0');
    expect(deploying.release.state).toBe('deploying');
  });

  it('those whose code is fine get their hours back (A21)', async () => {
    const { shifts } = await did(
      ...(['2026-03-11T16:00Z', 'pauline', 'roster', 'pkgdb-2.0', '--give-back', 'qa'] as const),
      ...['--why', 'bugzilla-sync works'],
    );
    expect(shifts.filter(({ releasedAt }) => releasedAt !== null).map(({ team }) => team)).toContain('qa');
    for (const { team, releasedAt } of shifts) if (team !== 'qa') expect(releasedAt).toBeNull();
  });

  it('all are told when it is over, no message went out twice, and who did what and why is on record', async () => {
    await did('2026-03-11T18:00Z', 'pauline', 'release', 'verify', 'pkgdb-2.0');
    const { history, release, deliveries } = await did('2026-03-11T20:00Z', 'pauline', 'release', 'done', 'pkgdb-2.0');
    expect(release.state).toBe('done');
    expect((await at('2026-03-11T20:10Z', 'reader', 'plan', 'pkgdb-2.0', '--check')).status).toBe(0);
    expect(addressees(await mails('pkgdb-2.0', 'done'))).toContain('devel@lists.tarn.example.org');
    expect(deliveries.filter(({ state }) => state === 'queued' || state === 'deferred')).toEqual([]);
    const delivered = deliveries.filter(({ state }) => state === 'written');
    expect(new Set(delivered.map(({ message }) => message.key)).size).toBe(delivered.length);
    // The entry beside a mail that invites is the same message again, as a calendar takes it.
    const files = (await readdir(join(cwd, '.tocsin/outbox'))).filter((name) => name.includes('pkgdb-2.0-'));
    const messages = new Set(files.map((name) => name.replace(/\.(eml|ics)$/, '')));
    expect(messages.size).toBe(delivered.length);

    const types = history.map(({ type }) => type);
    for (const type of [
      ...['assessed', 'proposed', 'intended', 'approved', 'announced', 'discussed', 'moved', 'understood'],
      ...['deploying', 'verifying', 'done'],
    ] as const)
      expect(types).toContain(`release.${type}`);
    expect(history.find(({ type }) => type === 'release.moved')).toMatchObject({
      actor: { name: 'Pauline Roche', via: 'cli' },
      why: 'The database host is serviced then',
    });
  });

  it('an announcement that nobody repeated for long counts as stale (A11)', async () => {
    await did(
      ...(['2026-04-01T09:00Z', 'pauline', 'release', 'assess', 'pkgdb', '2.1'] as const),
      ...['specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml', '--declared', 'breaks', '--staged-at', '2026-04-01'],
    );
    for (const step of ['propose', 'confirm']) await did('2026-04-01T09:05Z', 'pauline', 'release', step, 'pkgdb-2.1');
    await did('2026-04-01T09:10Z', 'jens', 'release', 'approve', 'pkgdb-2.1');
    const announced = await did('2026-04-01T09:15Z', 'pauline', 'release', 'announce', 'pkgdb-2.1');
    expect(gate(announced, 'announced').state).toBe('open');
    const stale = gate(await view('2026-07-15T09:00Z', 'pkgdb-2.1'), 'announced');
    expect(stale.state).not.toBe('open');
    expect(stale.because).toMatch(/stale|days/);
  });

  it('for a service that the group has not decided on the question stays open: unknown is no pass (A26)', async () => {
    const { gates } = await did(
      ...(['2026-04-01T10:00Z', 'pauline', 'release', 'assess', 'calendar', '3.0'] as const),
      ...['specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml'],
    );
    expect(gates.map(({ state }) => state)).toContain('unknown');
    expect(JSON.stringify(gates)).toContain('essential enough');
  });
});
