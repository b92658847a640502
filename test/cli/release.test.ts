import { existsSync } from 'node:fs';
import { appendFile, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseView } from '../../src/bot/index.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));

describe('a release on the command line', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await emptyFolder();
    await cp(example, cwd, { recursive: true });
  });
  const tocsin = (...args: string[]) => runCli(args, { cwd });
  const assess = (...more: string[]) =>
    tocsin(
      ...['release', 'assess', 'pkgdb', '2.0', 'specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml'],
      ...['--as', 'pauline', '--now', '2026-02-16T09:00Z', ...more],
    );

  it('is assessed, shown and listed', async () => {
    expect((await assess()).status).toBe(0);
    const { status, stdout } = await tocsin('release', 'show', 'pkgdb-2.0');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^pkgdb-2\.0 {2}Package database 2\.0, assessed\n/);
    expect(stdout).toMatch(/✖ closed {3}intended[\s\S]*It opens when/);
    expect(stdout).not.toMatch(/✔ open(?:(?!\n {2}[✔✖?] )[\s\S])*It opens when/);
    expect(stdout).toMatch(/Next may come: assessed, proposed, cancelled\./);
    expect((await tocsin('release', 'list')).stdout).toMatch(/^pkgdb-2\.0 +assessed +breaking +no date/m);
  });

  it('once it is called off, says so before its old plan, with who and why', async () => {
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    const why = ['--why', 'superseded by 2.1', '--as', 'pauline', '--now', '2026-02-17T09:00Z'];
    await tocsin('release', 'cancel', 'pkgdb-2.0', ...why);
    expect((await tocsin('release', 'show', 'pkgdb-2.0')).stdout).not.toMatch(/^Gates$|To open it/m);
    const { stdout } = await tocsin('release', 'show', 'pkgdb-2.0');
    const head = stdout.slice(0, stdout.indexOf('Consumers'));
    expect(head).toContain(
      'Called off Tue 17 Feb 2026 09:00 UTC by Pauline Roche: superseded by 2.1\nIt was planned for ',
    );
    expect(head).not.toMatch(/earliest/i);
  });

  it('records nothing on a dry run', async () => {
    const { status, stderr } = await assess('--dry-run');
    expect(status).toBe(0);
    expect(stderr).toMatch(/nothing was recorded/);
    const { stdout } = await tocsin('release', 'list', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ releases: [] });
  });

  it('is not approved by its author: exit 4, and nothing lost', async () => {
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    const refused = await tocsin('release', 'approve', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:20Z');
    expect(refused.status).toBe(4);
    expect(refused.stderr).toMatch(/^error: Pauline Roche is the author/);
    const view = JSON.parse((await tocsin('release', 'show', 'pkgdb-2.0', '--json')).stdout) as ReleaseView;
    expect(view.release.state).toBe('proposed');
    expect(view.approvals).toEqual([]);
  });

  it('says before it is called off to whom that goes, and what of it is taken back', async () => {
    await assess();
    const at = (minute: string) => ['--now', `2026-02-16T09:${minute}Z`];
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', ...at('10'));
    await tocsin('release', 'approve', 'pkgdb-2.0', '--as', 'jens', ...at('15'));
    await tocsin('announce', 'pkgdb-2.0', '--as', 'pauline', ...at('20'));
    const { status, stderr } = await tocsin(
      'release',
      'cancel',
      'pkgdb-2.0',
      '--dry-run',
      ...['--why', 'not this month'],
      '--as',
      'pauline',
      ...at('30'),
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^\d+ messages would go: cancelled to infrastructure, .*Documentation.*\. With \d+ of them a calendar/m,
    );
    expect(stderr).toContain('`tocsin announce pkgdb-2.0 --dry-run --kind cancelled` shows the words.');
    expect((await tocsin('release', 'show', 'pkgdb-2.0')).stdout).toContain('Package database 2.0, announced');
  });

  it('is announced to nobody where only what a dry run shows was chosen', async () => {
    const { status, stderr } = await tocsin(
      ...['announce', 'pkgdb-2.0', '--kind', 'reminder', '--to', 'docs', '--deploy-at', '2026-03-11T14:00Z'],
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: --kind and --to and --deploy-at choose what --dry-run shows/);
  });

  it('has one thing done to its roster at a time', async () => {
    const { status, stderr } = await tocsin('roster', 'pkgdb-2.0', '--acknowledge', 'x', '--give-back', 'qa');
    expect(status).toBe(2);
    expect(stderr).toMatch(/'--acknowledge <shift>' cannot be used with option '--give-back <team>'/);
  });

  it('is not deployed while gates are closed: exit 1, in earnest and on a dry run', async () => {
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    expect((await tocsin('plan', 'pkgdb-2.0', '--check')).status).toBe(1);
    expect((await tocsin('release', 'deploy', 'pkgdb-2.0', '--dry-run')).status).toBe(1);
  });

  it('has its plan and what is said of it within the terminal, each reason beside what it is the reason for', async () => {
    await assess();
    const proposed = await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    expect(proposed.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(proposed.stdout).toMatch(/^ {10}notice {2,}\S.* UTC {2,}14 days of notice for .*\n {40,}\S/m);
    const { stdout } = await tocsin('release', 'show', 'pkgdb-2.0');
    expect(
      stdout
        .slice(0, stdout.indexOf('Steps'))
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it('says after each step what it did and what comes next, and shows gates only where they bar that', async () => {
    const at = (time: string, who: string, ...args: string[]) =>
      tocsin(...args, 'pkgdb-2.0', '--as', who, '--now', `2026-02-16T${time}Z`);
    const assessed = (await assess()).stdout;
    expect(assessed).toMatch(/^pkgdb-2\.0 is assessed\.\n/m);
    expect(assessed).toMatch(/Next: tocsin release propose pkgdb-2\.0\n$/);
    expect(assessed).not.toMatch(/✖ closed/);
    expect((await at('09:10', 'pauline', 'release', 'propose')).stdout).toMatch(
      /Next: tocsin release confirm pkgdb-2\.0/,
    );
    expect((await at('09:15', 'pauline', 'release', 'confirm')).stdout).toMatch(
      /Next: tocsin release approve pkgdb-2\.0/,
    );
    expect((await at('09:20', 'jens', 'release', 'approve')).stdout).toMatch(/Next: tocsin announce pkgdb-2\.0/);
    const announced = await at('09:30', 'pauline', 'announce');
    expect(announced.stderr).toMatch(/^\d+ messages written to \S+outbox: break-notice/m);
    expect(announced.stderr).toContain('No channel is set for mail, slack, github, so nobody was told by them');
    expect(announced.stderr).not.toContain('delivered');
    expect((await tocsin('plan', 'pkgdb-2.0', '--now', '2026-02-16T09:35Z')).stdout).toMatch(
      /^ {2}! open {5}announced[^✔✖]+only written to the\s+outbox/m,
    );
    expect(announced.stdout).toMatch(
      /✖ closed {3}discussed[\s\S]*release\s+discussed pkgdb-2\.0\s+--meeting \w+\s+--minutes URL`/,
    );
    expect(announced.stdout).toMatch(/Next: .*each .*: `tocsin release understood pkgdb-2\.0 --team TEAM --as WHO`/);
    const inOslo = await runCli(['plan', 'pkgdb-2.0', '--now', '2026-02-16T09:35Z'], {
      cwd,
      env: { TZ: 'Europe/Oslo' },
    });
    const [, gates = ''] = inOslo.stdout.replace(/\s+/g, ' ').split(' Gates ');
    expect(gates).toMatch(/notice .* Wait until \w+ \d+ Mar 2026 09:30 UTC \(\w+ 10:30 Europe\/Oslo\)\./);
    const again = await at('09:40', 'pauline', 'announce');
    expect(again.stderr).toMatch(/Nothing was sent: nothing is due now; what comes next is due on/);
    // The approval fell with the date, and can be given at once: before a meeting that is still to come.
    const moved = await at(
      '09:45',
      'pauline',
      'release',
      'move',
      '--deploy-at',
      '2026-03-19T14:00Z',
      '--why',
      'no one',
    );
    expect(moved.stdout).toMatch(/Next: .*approves it: `tocsin release approve pkgdb-2\.0 --as WHO`/);
    expect((await at('09:50', 'jens', 'release', 'approve')).stdout).toMatch(
      /^On record: .+'s approval of the findings of pkgdb-2\.0, and of its deploy on Thu 19 Mar 2026 14:00 UTC\.\n/,
    );
  });

  it('once it is assessed, says of one consumer where it stands on each rung and why', async () => {
    await assess();
    const own = await tocsin('ladder', 'pkgdb-2.0', 'fedpkg');
    expect(own.stdout).toMatch(/^fedpkg \(releng\)\n {2}· aware: Nobody of releng has said/);
    expect(own.stdout).toMatch(/^ {2}· ported: No merged pull request is known that ports it\.$/m);
    expect(own.stdout).not.toContain('bodhi');
    const { ladder } = JSON.parse((await tocsin('ladder', 'pkgdb-2.0', 'fedpkg', '--json')).stdout) as ReleaseView;
    expect(ladder.consumers.map(({ consumer }) => consumer)).toEqual(['fedpkg']);
    const unknown = await tocsin('ladder', 'pkgdb-2.0', 'fedpkgs');
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean fedpkg?')]);
  });

  it('says which breaks are confirmed as intended, also before they are, and names no more than these', async () => {
    const view = JSON.parse((await assess('--json')).stdout) as ReleaseView;
    const confirm = async (...more: string[]) =>
      (await tocsin('release', 'confirm', 'pkgdb-2.0', '--as', 'pauline', ...more)).stdout.replace(/\s+/g, ' ');
    const all = /Confirmed as intended: 16 breaking changes in 32 places\. /;
    const rehearsed = await confirm('--dry-run');
    expect(rehearsed).toMatch(all);
    expect(rehearsed).toContain(
      '✖ GET /lists/bugzilla is gone ✖ The operation now requires credentials: `fas` · GET /lists/notify ',
    );
    expect(rehearsed).toContain('✖ Status 201 is no longer answered · POST /collections ');
    expect(rehearsed).toMatch(/✖ The type of the property `version` [^✖]* · 6 places/);
    const removed = view.comparison.findings.find(({ message }) => message.startsWith('GET /lists/bugzilla is gone'))!;
    const one = await confirm(removed.fingerprint);
    expect(one).toContain('Confirmed as intended: 1 breaking change. ✖ GET /lists/bugzilla is gone pkgdb-2.0 is');
    expect(await confirm()).toMatch(/Confirmed as intended: 15 breaking changes in 31 places/);
    expect(await confirm()).toMatch(/^Nothing was left to confirm/);
    // A word for what breaks does not cover what may be judged to break only later, named or not.
    const risky = view.comparison.findings.find(({ severity }) => severity === 'risky')!;
    expect(await confirm(risky.fingerprint)).toMatch(/^Nothing was left to confirm/);
    const { intended } = JSON.parse((await tocsin('release', 'show', 'pkgdb-2.0', '--json')).stdout) as ReleaseView;
    expect(intended).toHaveLength(view.comparison.summary.breaking);
  });

  it('shows each message before it is sent, and sends nothing then', async () => {
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    const { stdout, stderr } = await tocsin(
      ...['announce', 'pkgdb-2.0', '--dry-run', '--kind', 'break-notice', '--now', '2026-02-16T09:20Z'],
    );
    expect(stdout).toMatch(/── break-notice to infrastructure \(mail infrastructure@lists\.tarn\.example\.org\)/);
    expect(stdout).toMatch(/^Subject: \[API BREAK\] pkgdb 2\.0 on Tue 10 Mar 2026 14:00 UTC$/m);
    expect(stdout).toMatch(/^\* Whom it hits: Updates system/m);
    expect(stdout).not.toMatch(/^(Content-Type: multipart|Message-ID|BEGIN:VCALENDAR)/m);
    expect(stderr).toMatch(/nothing was sent/);
    expect(stderr).toMatch(/^No channel is set for mail\S*.*: \d+ messages would only be written to \S+outbox, /m);
    expect(existsSync(join(cwd, '.tocsin/outbox'))).toBe(false);
  });

  it('shows who gets what, the words of one that goes now, and on demand those of any other and their raw form', async () => {
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    const dry = async (...more: string[]) =>
      (await tocsin('announce', 'pkgdb-2.0', '--dry-run', '--now', '2026-02-16T09:20Z', ...more)).stdout;
    const all = await dry();
    expect(all).toMatch(
      /^reminder, will be due at Tue 3 Mar 2026 14:00 UTC: .*\n {2}\[API BREAK\] .*: reminder, in 7 days\n {4}mail {3}infrastructure@/m,
    );
    expect(all).toMatch(/^── break-notice to infrastructure .*\n {3}and devel \(mail devel@/m);
    expect(all.match(/^── .*/gm)).toHaveLength(1);
    expect(all).toMatch(/The words of the other \d+ are not shown: --kind KIND or --to NAME\s+\(as\s+--to\s+\w+\)/);
    const one = await dry('--kind', 'roster-call', '--to', 'siobhan');
    expect(one.match(/^── .*/gm)).toEqual(['── roster-call to Siobhán Daly (mail siobhan@tarn.example.org)']);
    expect(one).toMatch(/^Invitation: \[API BREAK\] Keep free: pkgdb 2\.0 is deployed, Tue 10 Mar 2026/m);
    expect(await dry('--kind', 'roster-call', '--to', 'siobhan', '--raw')).toMatch(/^BEGIN:VCALENDAR/m);
    const strange = await tocsin('announce', 'pkgdb-2.0', '--dry-run', '--to', 'doks');
    expect([strange.status, strange.stdout]).toEqual([2, '']);
    expect(strange.stderr).toMatch(/no list, room, team or person called doks\.\n.*Did you mean docs\?/);
  });

  it('says of each message whether it went, is due now or comes later', async () => {
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    await tocsin('release', 'confirm', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:15Z');
    await tocsin('release', 'approve', 'pkgdb-2.0', '--as', 'jens', '--now', '2026-02-16T09:20Z');
    const dry = (now: string) => tocsin('announce', 'pkgdb-2.0', '--dry-run', '--all', '--now', now);
    const before = await dry('2026-02-16T09:25Z');
    expect(before.stdout).toMatch(
      /^── break-notice to Updates system \(mail updates@\S+\)\n {3}due now: with the announcement$/m,
    );
    await tocsin('announce', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:30Z');
    const after = await dry('2026-03-09T15:00Z');
    expect(after.stdout).toMatch(
      /^── break-notice to Updates system .*\n {3}only written to the outbox, Mon 16 Feb 2026 09:30 UTC$/m,
    );
    expect(after.stdout).toMatch(/^── outage-notice to Updates system .*\n {3}due now$/m);
    expect(after.stdout).toMatch(
      /^── reminder to Updates system .*\n {3}will not be sent: a later one has overtaken it$/m,
    );
    expect(after.stdout).toMatch(
      /^── done to Updates system .*\n {3}will be due at Tue 10 Mar 2026 22:00 UTC: once somebody/m,
    );
    expect(after.stderr).toMatch(/messages: \d+ written to the outbox before, .*\d+ due now, .*; nothing was sent\./);
  });

  it('keeps the messages when the mail server refuses, says so with exit 3, and sends them later', async () => {
    await appendFile(
      join(cwd, 'tocsin.yaml'),
      '\ndelivery:\n  channels:\n    mail: { host: 127.0.0.1, port: 9, tls: none }\n',
    );
    await assess();
    await tocsin('release', 'propose', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:10Z');
    await tocsin('release', 'confirm', 'pkgdb-2.0', '--as', 'pauline', '--now', '2026-02-16T09:15Z');
    await tocsin('release', 'approve', 'pkgdb-2.0', '--as', 'jens', '--now', '2026-02-16T09:20Z');
    const refused = await tocsin('release', 'announce', 'pkgdb-2.0', '--as', 'jens', '--now', '2026-02-16T09:30Z');
    expect(refused.status).toBe(3);
    expect(refused.stderr).toMatch(/\d+ put off/);
    const view = JSON.parse((await tocsin('release', 'show', 'pkgdb-2.0', '--json')).stdout) as ReleaseView;
    const mails = view.deliveries.filter(({ message }) => message.recipient.channel === 'mail');
    expect(mails.map(({ state }) => state)).toEqual(mails.map(() => 'deferred'));
    expect(mails[0]?.because).toMatch(/127\.0\.0\.1/);

    const config = await readFile(join(cwd, 'tocsin.yaml'), 'utf8');
    await writeFile(join(cwd, 'tocsin.yaml'), config.slice(0, config.indexOf('\ndelivery:')));
    await tocsin('tick', '--now', '2026-02-16T18:30Z');
    const sent = await readdir(join(cwd, '.tocsin/outbox'));
    expect(sent.filter((name) => name.endsWith('.eml'))).toHaveLength(mails.length);
  });
});

describe('a Slack token that is wrong', () => {
  it('is told with exit 3, and the message stays', async () => {
    const slack = createServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: false, error: 'invalid_auth' }));
    });
    await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
    const { port } = slack.address() as { port: number };
    try {
      const cwd = await emptyFolder();
      await cp(example, cwd, { recursive: true });
      await appendFile(
        join(cwd, 'tocsin.yaml'),
        `\ndelivery:\n  channels:\n    slack: { token: 'env:SLACK_BOT_TOKEN', apiUrl: 'http://127.0.0.1:${port}/api/' }\n`,
      );
      const run = (at: string, who: string, ...args: string[]) =>
        runCli([...args, '--now', at, '--as', who], { cwd, env: { SLACK_BOT_TOKEN: 'xoxb-wrong' } });
      await run(
        ...(['2026-02-16T09:00Z', 'pauline', 'release', 'assess', 'pkgdb', '2.0'] as const),
        ...['specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml'],
      );
      for (const step of ['propose', 'confirm'])
        await run('2026-02-16T09:10Z', 'pauline', 'release', step, 'pkgdb-2.0');
      await run('2026-02-16T09:20Z', 'jens', 'release', 'approve', 'pkgdb-2.0');
      const announced = await run('2026-02-16T09:30Z', 'jens', 'announce', 'pkgdb-2.0', '--json');
      expect(announced.status).toBe(3);
      expect(announced.stderr).toMatch(/3 refused/);
      expect(announced.stdout + announced.stderr).not.toContain('xoxb-wrong');
      const { deliveries } = JSON.parse(announced.stdout) as ReleaseView;
      const refused = deliveries.filter(({ message }) => message.recipient.channel === 'slack');
      // The third is what a consumer without a repository is asked to port, in its team's own room.
      expect(refused.map(({ state, message }) => [state, message.kind])).toEqual([
        ['refused', 'break-notice'],
        ['refused', 'break-notice'],
        ['refused', 'porting-issue'],
      ]);
      expect(refused[0]?.because).toMatch(/invalid_auth|token/i);
      const doctor = await run('2026-02-16T09:40Z', 'jens', 'doctor');
      expect(doctor.status).toBe(3);
      expect(doctor.stdout).toMatch(/✖ broken +channel slack/);
      expect(doctor.stdout.split('\n').filter((line) => line.length > 80 && !line.includes('/'))).toEqual([]);
      expect(doctor.stdout.replaceAll(/\s+/g, ' ')).toContain('`tocsin release retry pkgdb-2.0`');
      const shown = (await run('2026-02-16T09:40Z', 'jens', 'release', 'show', 'pkgdb-2.0')).stdout;
      expect(shown).toMatch(
        / Give a valid bot token .*\n {2}Then have them tried again: tocsin release retry pkgdb-2\.0/,
      );
      const tried = await run('2026-02-16T09:50Z', 'jens', 'release', 'retry', 'pkgdb-2.0', '--dry-run', '--json');
      const states = (JSON.parse(tried.stdout) as ReleaseView).deliveries.map(({ state }) => state);
      expect(states.filter((state) => state === 'queued')).toHaveLength(3);
      const again = await run('2026-02-16T09:50Z', 'jens', 'release', 'retry', 'pkgdb-2.0');
      expect(again.stderr).toMatch(/0 put off, 3 refused/);
      expect((await run('2026-02-16T09:50Z', 'jens', 'release', 'retry', 'pkgdb-2.1')).status).not.toBe(0);
    } finally {
      await new Promise((resolve) => slack.close(resolve));
    }
  });
});

describe('tocsin.yaml', () => {
  const broken: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    [
      'a misspelt key',
      (text) => text.replace('    repository: tarn/bodhi', '    repositroy: tarn/bodhi'),
      /Unknown key "repositroy".*did you mean "repository"\?\n +at: .*tocsin\.yaml:\d+:\d+/,
    ],
    [
      'a team that is not there',
      (text) => text.replace('team: updates', 'team: updatez'),
      /"updatez".*did you mean "updates"\?\n +at: .*tocsin\.yaml:\d+:\d+/,
    ],
    ['what is not YAML', (text) => text.replace('services:', 'services: ['), /tocsin\.yaml:\d+:\d+: /],
  ];
  for (const [name, spoil, sentence] of broken) {
    it(`with ${name} is refused with its place and exit 2`, async () => {
      const cwd = await emptyFolder();
      await cp(join(example, 'imports'), join(cwd, 'imports'), { recursive: true });
      await writeFile(join(cwd, 'tocsin.yaml'), spoil(await readFile(join(example, 'tocsin.yaml'), 'utf8')));
      const { status, stdout, stderr } = await runCli(['config', 'check'], { cwd });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(sentence);
    });
  }

  it('that is not there is missed by name, with exit 2', async () => {
    const { status, stderr } = await runCli(['release', 'list']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/tocsin\.yaml .*no such file/);
  });

  it('with a policy that leaves no date says so, with exit 3, and the release stays assessed', async () => {
    const cwd = await emptyFolder();
    await cp(example, cwd, { recursive: true });
    const config = await readFile(join(cwd, 'tocsin.yaml'), 'utf8');
    await writeFile(join(cwd, 'tocsin.yaml'), config.replace("until: '2026-03-09'", "until: '2126-03-09'"));
    const run = (...args: string[]) => runCli([...args, '--now', '2026-02-16T09:00Z'], { cwd });
    await run('release', 'assess', 'pkgdb', '2.0', 'specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml');
    const { status, stderr } = await run('release', 'propose', 'pkgdb-2.0');
    expect(status).toBe(3);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toMatch(/Beta freeze/);
    const view = JSON.parse((await run('release', 'show', 'pkgdb-2.0', '--json')).stdout) as ReleaseView;
    expect(view.release.state).toBe('assessed');
  });

  it('that is the example is right', async () => {
    const { status, stdout } = await runCli(['config', 'check'], { cwd: example });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('9 consumers') });
    expect(stdout).not.toContain('policy.meeting');
  });

  it('that leaves the meeting out is told which is asked for all the same', async () => {
    const cwd = await emptyFolder();
    const meetings = "meetings:\n  weekly: { title: Weekly, weekday: tuesday, time: '09:00', zone: Etc/UTC }\n";
    const checked = async (policy: string) => {
      const settings = `organisation: { name: Tarn, zone: Etc/UTC }\n${meetings}${policy}`;
      await writeFile(join(cwd, 'tocsin.yaml'), settings);
      return (await runCli(['config', 'check'], { cwd })).stdout.replace(/\s+/g, ' ');
    };
    expect(await checked('')).toContain('is to be discussed at weekly, the only meeting there is');
    expect(await checked('policy: { meeting: null }\n')).not.toContain('weekly');
    expect(await checked('policy: { meeting: weekly }\n')).not.toContain('Mind');
  });
});
