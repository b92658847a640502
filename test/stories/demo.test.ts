// The demo as a stranger meets it: one command, a story, a board that answers, and a README that quotes it truly.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { excerptOf, withExcerpt } from '../../scripts/demo-excerpt.ts';
import { commands } from '../../src/cli/commands.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
const readme = () => readFile(new URL('../../README.md', import.meta.url), 'utf8');

describe('tocsin demo', () => {
  it('tells the story, leaves every message in the outbox, and is quoted truly in the README', async () => {
    const cwd = await emptyFolder();
    const { status, stdout, stderr } = await runCli(['demo', '--once'], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const text = await readme();
    expect(withExcerpt(text, excerptOf(stdout))).toBe(text);
    const kinds = new Set((await readdir(join(cwd, '.tocsin/outbox'))).map((name) => name.replace(/^.*-\w{6}\./, '')));
    expect([...kinds]).toEqual(expect.arrayContaining(['eml', 'slack.json', 'md', 'issue.md']));
    expect(stdout).toMatch(/The deploy is refused: .*docs/s);

    const again = await runCli(['demo', '--once'], { cwd });
    expect(again.stdout).toBe(stdout);
  });

  it('does not wipe state that is not its own', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, '.tocsin'));
    await writeFile(join(cwd, '.tocsin/tocsin.db'), 'precious');
    const { status, stderr } = await runCli(['demo', '--once'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/TOCSIN_HOME=/);
    expect(await readFile(join(cwd, '.tocsin/tocsin.db'), 'utf8')).toBe('precious');
  });

  it('leaves a board running, prints where, and ends when asked', async () => {
    const cwd = await emptyFolder();
    const demo = spawn(process.execPath, [entry, 'demo', '--port', '0'], {
      cwd,
      env: { PATH: process.env.PATH ?? '', TZ: 'Etc/UTC' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => demo.once('exit', resolve));
    const printed = await new Promise<string>((resolve, reject) => {
      let text = '';
      demo.once('exit', (code) => reject(new Error(`The demo ended with ${code}: ${text}`)));
      demo.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('Ctrl-C')) resolve(text);
      });
    });
    const url = /The board, as on that day: {2}(\S+)\//.exec(printed)?.[1];
    const token = /sign in with {2}(\S+)/.exec(printed)?.[1];
    const page = await fetch(`${url}/releases/pkgdb-2.0`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('breaks the API');
    const acted = await fetch(`${url}/api/v1/releases/pkgdb-2.0/understandings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ team: 'docs' }),
    });
    expect(acted.status).toBe(200);
    const second = await runCli(['demo', '--once'], { cwd });
    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(new RegExp(`A demo is running on .*process ${demo.pid}.*TOCSIN_HOME=`, 's'));
    expect((await fetch(`${url}/releases/pkgdb-2.0`)).status).toBe(200);
    demo.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});

describe('README.md', () => {
  it('names only commands that there are', async () => {
    const known = [...commands.map(({ name }) => name), 'completion'];
    const named = [...(await readme()).matchAll(/(?:npx --no-install |run: |`)tocsin ([a-z][a-z-]*)/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect(known).toContain(name);
  });

  it('begins with a comparison that comes out as it says', async () => {
    const [, command = '', shown = ''] =
      /npx --no-install tocsin (diff [^\n]*)\n.*?<!-- diff:begin -->\n```text\n(.*?)```/s.exec(await readme()) ?? [];
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const { stdout, status } = await runCli(command.split(' '), { cwd });
    expect(status).toBe(1);
    expect(shown.length).toBeGreaterThan(50);
    expect(stdout.startsWith(shown), stdout.slice(0, 200)).toBe(true);
  });

  it('shows settings that are right', async () => {
    const settings = [...(await readme()).matchAll(/```yaml\n {3}(delivery:[^`]*)```/g)].map(([, text]) => text ?? '');
    expect(settings).toHaveLength(1);
    const comparing = /```yaml\n(compare:[^`]*)```/.exec(await readme())?.[1];
    expect(comparing).toBeDefined();
    const cwd = await emptyFolder();
    await cp(new URL('../../examples/pkgdb2', import.meta.url), cwd, { recursive: true });
    const example = await readFile(join(cwd, 'tocsin.yaml'), 'utf8');
    await writeFile(join(cwd, 'tocsin.yaml'), `${example}\n${settings[0]?.replaceAll('\n   ', '\n')}\n${comparing}`);
    expect(await runCli(['config', 'check'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    const doctor = await runCli(['doctor'], { cwd, env: { SLACK_BOT_TOKEN: '' } });
    expect(doctor.stdout).toMatch(/SMTP_PASSWORD/);
  });

  it('links only to files that there are', async () => {
    const links = [...(await readme()).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
  });
});
