// What a person is told who mistypes a command, asks for help, or hands over nothing.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('tocsin', () => {
  it('shows the same for `help diff` as for `diff --help`', async () => {
    const [asked, option] = await Promise.all([runCli(['help', 'diff']), runCli(['diff', '--help'])]);
    expect(asked).toEqual(option);
    expect(asked.stdout).toContain('--fail-on');
    expect(asked.stdout).toContain('--debug');
    expect(asked.stdout).not.toContain('--version');
  });

  it.each([['release'], ['ladder'], ['callers'], ['evidence']])(
    'keeps the commands of `%s` to the columns',
    async (name) => {
      const { stdout } = await runCli([name, '--help'], { env: { COLUMNS: '80' } });
      const listed = stdout.slice(stdout.indexOf('\nCommands:'));
      expect(listed).toMatch(/^ {2}\w+ {2,}\S/m);
      expect(listed.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it.each([[], ['diff'], ['history'], ['impact'], ['rules']])(
    'keeps what stands below the help of `%s` to the columns',
    async (...path) => {
      const { stdout } = await runCli([...path, '--help'], { env: { COLUMNS: '60' } });
      const below = stdout.slice(stdout.search(/^(?:Exit status|Settings|A severity)/m));
      expect(below.split('\n').length).toBeGreaterThan(1);
      expect(below.split('\n').filter((line) => line.length > 60)).toEqual([]);
    },
  );

  it('writes 80 columns to a terminal that does not say how wide it is', () => {
    const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
    const { COLUMNS: _, ...env } = process.env;
    const made = spawnSync('script', ['-qec', `${process.execPath} ${entry} diff none.yaml none.yaml`, '/dev/null'], {
      env: { ...env, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    expect(made.stdout.split('\r\n')[0]).toBe(
      '? It cannot be told whether the revision breaks the API: 2 problems kept part of',
    );
  });

  it.each([
    [['release', 'show', '--bad'], 'tocsin release show --help'],
    [['--config', 'x.yaml', 'release', 'shwo', 'plan'], 'Did you mean show? Run `tocsin release --help`'],
    [['dif', 'a', 'b'], 'Did you mean diff? Run `tocsin --help`'],
  ])('names the help that belongs to %j', async (args, hint) => {
    const { status, stderr } = await runCli(args);
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
  });

  it.each([
    [['ladder', 'deployed', 'pkgdb-2.0', 'fedpkg', '--version', '9.2'], 'Did you mean `--running`?'],
    [['ladder', 'claim', 'pkgdb-2.0', 'fedpkg', 'ported', '--version', '9.2'], 'Did you mean `--running`?'],
    [['diff', 'a.yaml', 'b.yaml', '--version'], '`tocsin --version`, without a command,'],
    [['dif', '--version'], 'Did you mean diff?'],
  ])('does not take %j for the question which Tocsin this is', async (args, hint) => {
    const { status, stdout, stderr } = await runCli(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
  });

  it.each([
    [['diff', 'a.yaml', 'b.yaml', '--format', 'sarif']],
    [['rollback', 'a.yaml', 'b.yaml', '--format', 'junit']],
    [['impact', 'a.yaml', 'b.yaml', '--service', 'pkgdb', '--format', 'markdown']],
  ])('refuses to write one report in two forms: %j', async (args) => {
    const { status, stdout, stderr } = await runCli([...args, '--json']);
    expect([status, stdout === '' ? JSON.parse(stderr) : JSON.parse(stdout)]).toMatchObject([
      2,
      { error: { code: 'usage' } },
    ]);
  });

  it.each([
    [['config'], '`tocsin config` needs the name of a command.'],
    [['--quiet'], '`tocsin` needs the name of a command.'],
  ])('says that a command is missing behind %j', async (args, sentence) => {
    const { status, stderr } = await runCli(args);
    expect(status).toBe(2);
    expect(stderr).toContain(`error: ${sentence}`);
  });

  it('says which version it is where nothing else is asked', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCli(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('proposes no rule that is nothing like the one asked for', async () => {
    expect((await runCli(['explain', 'foo'])).stderr).not.toContain('Did you mean');
  });

  it('colours where --color asks for it, and not where --no-color does, whatever the environment says', async () => {
    const coloured = '\u001b[';
    const [asked, plain, unasked] = await Promise.all([
      runCli(['rules', 'enum', '--color'], { env: { NO_COLOR: '1' } }),
      runCli(['rules', 'enum', '--no-color'], { env: { FORCE_COLOR: '1' } }),
      runCli(['rules', 'enum']),
    ]);
    expect(asked.stdout).toContain(coloured);
    expect(plain.stdout).not.toContain(coloured);
    expect(unasked.stdout).not.toContain(coloured);
  });

  it('calls what was piped into it by its name', async () => {
    const { status, stdout } = await runCli(['diff', '-', 'none.yaml'], { stdin: '' });
    expect(status).toBe(3);
    expect(stdout).toContain('Standard input is empty.');
    expect(stdout).toContain('standard input:1:1');
  });

  it.each([
    [{ paths: [] }, 'Standard input has a list at /paths, where there must be an object.'],
    [{ paths: { '/a': { $ref: '#/b' } } }, 'points to nothing: standard input has no "b".'],
    [{ paths: { '/a': { $ref: '#/openapi' } } }, 'leads to a text in standard input, which is no part'],
    [{}, 'Standard input describes nothing'],
  ])('calls it so also where it reads %j in it', async (members, says) => {
    const cwd = await temporaryFolder({ 'a.json': '{"openapi": "3.0.0", "paths": {}}' });
    const stdin = JSON.stringify({ openapi: '3.0.0', ...members });
    const { problems } = JSON.parse((await runCli(['diff', 'a.json', '-', '--json'], { cwd, stdin })).stdout);
    expect(problems).toMatchObject([{ message: expect.stringContaining(says) }]);
  });

  it.each(['https://api.example.com/', '*', 'api.example.com/v1', ''])(
    'takes %j for no host to allow',
    async (host) => {
      const { status, stderr } = await runCli(['diff', 'a.yaml', 'b.yaml', '--allow-host', host]);
      expect(status).toBe(2);
      expect(stderr).toContain('Write a host alone, such as api.example.com or localhost:8080.');
    },
  );

  it.each([
    ['--allow-host', 'api.example.com'],
    ['--severity', 'property-removed=off'],
  ])('says that %s has taken the documents for its own', async (option, value) => {
    const { status, stderr } = await runCli(['diff', option, value, 'a.yaml', 'b.yaml']);
    expect(status).toBe(2);
    expect(stderr).toContain(`${option} takes every word that follows it: put it last.`);
  });

  it('says of an option’s own word only what is wrong with it', async () => {
    const { stderr } = await runCli(['diff', 'a.yaml', 'b.yaml', '--severity', 'property-removed=silent']);
    expect(stderr).toContain("argument 'property-removed=silent' is invalid.");
    expect(stderr).not.toContain('put it last');
  });

  it('hands over to the Node of its checkout where an older one starts it, from any folder', async () => {
    const version = { node: '20.20.2' };
    const older = `Object.defineProperty(process, 'versions', { value: ${JSON.stringify(version)} })`;
    const node = ['--import', `data:text/javascript,${encodeURIComponent(older)}`];
    const { status, stdout } = await runCli(['diff', '-', 'none.yaml', '--json'], { node, stdin: 'no document' });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unknown', base: { source: '-' } });
  });

  it('forgets no evidence unless it is told which', async () => {
    const { status, stderr } = await runCli(['evidence', 'forget']);
    expect(status).toBe(2);
    expect(stderr).toContain('--service');
  });

  it.skipIf(!existsSync('/dev/full'))('says that its output found no room, and takes no blame for it', async () => {
    const full = await open('/dev/full', 'w');
    const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [entry, 'rules'], {
      encoding: 'utf8',
      stdio: ['ignore', full.fd, 'pipe'],
    });
    await full.close();
    expect(stderr).toMatch(/^error: The output could not be written: .*no space left.*\n hint: Make room there/m);
    expect(status).toBe(3);
  });
});
