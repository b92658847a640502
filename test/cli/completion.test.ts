// What a Tab offers: asked of the command as the scripts ask it, and of bash as a person at a prompt would.

import { execFile } from 'node:child_process';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
const example = fileURLToPath(new URL('../../examples/pkgdb2', import.meta.url));

async function offered(words: readonly string[], cwd?: string): Promise<string[]> {
  const { stdout, stderr, status } = await runCli(['complete', '--', ...words], cwd === undefined ? {} : { cwd });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] as string]));
}

describe('what is completed', () => {
  it.each<[string, string[], string[]]>([
    ['a command', ['roll'], ['rollback']],
    ['a command of a command', ['release', 'und'], ['understood']],
    ['an option', ['diff', 'a.yaml', '--fail-on-'], ['--fail-on-semver', '--fail-on-codegen']],
    ['the version of the program alone', ['--vers'], ['--version']],
    ['no version of a command', ['diff', '--vers'], []],
    ['a value', ['diff', '--format', 'm'], ['markdown']],
    ['a value of a later option', ['diff', 'a', 'b', '--fail-on', ''], ['breaking', 'risky', 'never']],
    ['a rule', ['explain', 'enum-value-r'], ['enum-value-removed']],
    ['a rule to be judged otherwise', ['diff', '--severity', 'enum-value-r'], ['enum-value-removed=']],
    ['another of them', ['diff', '--severity', 'a=off', 'header-add'], ['header-added=']],
    ['how it is judged', ['diff', '--severity', 'header-added=r'], ['header-added=risky']],
    ['a shell', ['completion', 'f'], ['fish']],
    ['nothing where a file is meant', ['diff', 'a.yaml', ''], []],
    ['nothing of a command that is not there', ['nothing', ''], []],
    ['no name where there is no organisation', ['impact', '--service', ''], []],
    ['no release where there is no store', ['plan', ''], []],
  ])('%s', async (_, words, expected) => {
    expect(await offered(words)).toEqual(expected);
  });

  it('the services, teams and meetings of the organisation at hand', async () => {
    expect(await offered(['impact', '--service', 'pk'], example)).toEqual(['pkgdb']);
    expect(await offered(['release', 'assess', 'fa'], example)).toEqual(['fas']);
    expect(await offered(['release', 'understood', 'x', '--team', 'rel'], example)).toEqual(['releng']);
  });

  it('the releases of the store', async () => {
    const env = { TOCSIN_HOME: join(await emptyFolder(), 'state'), TOCSIN_CONFIG: join(example, 'tocsin.yaml') };
    const specs = ['pkgdb-1.yaml', 'pkgdb-2.yaml'].map((name) => join(example, 'specs', name));
    await runCli(['release', 'assess', 'pkgdb', '2.0', ...specs, '--as', 'pauline', '--declared', 'breaks'], { env });
    expect((await runCli(['complete', '--', 'plan', ''], { env })).stdout).toBe('pkgdb-2.0\n');
  });

  it('no release where no store was made yet, and none is made for it', async () => {
    const home = await emptyFolder();
    const env = { TOCSIN_HOME: home, TOCSIN_CONFIG: join(example, 'tocsin.yaml') };
    expect((await runCli(['complete', '--', 'plan', ''], { env })).stdout).toBe('');
    expect(await readdir(home)).toEqual([]);
  });

  it('is no command that help lists', async () => {
    expect((await runCli(['--help'])).stdout).not.toMatch(/^ {2}complete /m);
  });
});

it.each([
  ['tocsin dif', ['diff']],
  ['tocsin diff a.yaml --format h', ['html']],
  ['tocsin diff --severity enum-value-removed=ri', ['risky']],
  ['tocsin explain response-', []],
])('bash offers after `%s`: %j', async (line, expected) => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'tocsin'), `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
  await chmod(join(folder, 'tocsin'), 0o755);
  const script = (await runCli(['completion', 'bash'])).stdout;
  const press = `COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}; _tocsin; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', `${script}\n${press}`], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  expect(stdout.split('\n').filter((word) => word !== '')).toEqual(expected);
});
