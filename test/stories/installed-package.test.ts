// The package as it is installed: what tsc and the bundler make of the source has to say what the source says. tsc once
// wrote the judge of examples so that it failed each time, and the installed command proved nothing any more.

import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/rules/index.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const specs = join(checkout, 'examples/pkgdb2/specs');

describe('the installed package', () => {
  let installed: string;
  let consumer: string;
  beforeAll(async () => {
    const folder = await emptyFolder();
    installed = join(folder, 'tocsin');
    const dist = join(installed, 'dist');
    await mkdir(installed);
    for (const part of ['package.json', 'templates', 'examples', 'schemas'])
      await cp(join(checkout, part), join(installed, part), { recursive: true });
    await symlink(join(checkout, 'node_modules'), join(installed, 'node_modules'));
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', dist], {
      cwd: checkout,
    });
    await run(process.execPath, ['scripts/bundle-rooms.ts', dist], { cwd: checkout });
    consumer = join(folder, 'consumer');
    await mkdir(join(consumer, 'node_modules'), { recursive: true });
    await symlink(installed, join(consumer, 'node_modules/tocsin'));
  }, 240_000);

  it('can be run as a program, also where npx linked an earlier one', async () => {
    await expect(access(join(installed, 'dist/cli/entry.js'), constants.X_OK)).resolves.toBeUndefined();
  });

  it('finds, words and proves what the source does', async () => {
    const words = ['diff', join(specs, 'pkgdb-1.yaml'), join(specs, 'pkgdb-2.yaml'), '--json', '--as-of', '2026-03-01'];
    const command = join(installed, 'dist/cli/entry.js');
    const { stdout } = await run(process.execPath, [command, ...words], { cwd: consumer }).catch(
      (error: { code: number; stdout: string }) => error,
    );
    const comparison = JSON.parse(stdout) as Comparison;
    expect(comparison.findings.filter(({ witness }) => witness !== null)).not.toEqual([]);
    const source = await runCli(words, { cwd: consumer });
    expect(comparison).toEqual(JSON.parse(source.stdout));
  });

  it('serves a program that imports it, in every dialect', async () => {
    await writeFile(
      join(consumer, 'ask.mjs'),
      `import { readFileSync } from 'node:fs';
       import { compareSpecs, schemaContains } from 'tocsin';
       const answers = {};
       for (const dialect of ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'])
         answers[dialect] = await schemaContains({ type: 'integer' }, { type: 'integer', minimum: 3 }, { dialect }).then((a) => a.answer)
           + ' ' + (await schemaContains({ type: 'string', minLength: 3 }, { type: 'string' }, { dialect }).then((a) => JSON.stringify(a.witness)));
       const text = readFileSync('api.json', 'utf8');
       const later = text.replace('"200"', '"201"');
       const { verdict } = await compareSpecs({ source: 'a.json', text }, { source: 'b.json', text: later }, { asOf: '2026-03-01' });
       console.log(JSON.stringify({ answers, verdict }));`,
    );
    await writeFile(
      join(consumer, 'api.json'),
      JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'A', version: '1' },
        paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } },
      }),
    );
    const { stdout } = await run(process.execPath, ['ask.mjs'], { cwd: consumer });
    const { answers, verdict } = JSON.parse(stdout) as { answers: Record<string, string>; verdict: string };
    expect(Object.keys(answers)).toHaveLength(5);
    for (const answer of Object.values(answers)) expect(answer).toMatch(/^yes ".{0,2}"$/);
    expect(verdict).toBe('breaking');
  });

  // npx puts the Node of the checkout on the path inside the checkout only.
  const older = olderNode();
  it.skipIf(older === null)('runs on the Node that the checkout brings, wherever an older one calls it', async () => {
    const command = join(installed, 'dist/cli/entry.js');
    const { stdout } = await run(older!, [command, '--version'], { cwd: consumer, env: {} });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
    const refused = await run(older!, [command, 'nonsense'], { cwd: consumer, env: {} }).catch(
      (error: { code: number }) => error,
    );
    expect(refused).toMatchObject({ code: 2 });
  });

  it.skipIf(older === null)('refuses a program on an older Node with a sentence that says what it needs', async () => {
    await writeFile(join(consumer, 'old.mjs'), `import { compareSpecs } from 'tocsin'; await compareSpecs();`);
    const { code, stderr } = (await run(older!, ['old.mjs'], { cwd: consumer, env: {} }).catch(
      (error: { code: number; stderr: string }) => error as { code: number; stderr: string },
    )) as { code: number; stderr: string };
    expect(code).toBe(1);
    expect(stderr).toMatch(/tocsin needs Node\.js 22\.18 or newer, and this is \d+\.\d+\.\d+\./);
    expect(stderr).not.toContain('TypeError');
  });

  it('has types for what it exports', async () => {
    const types = await readFile(join(installed, 'dist/index.d.ts'), 'utf8');
    expect(types).toContain('compareSpecs');
    expect(types).toContain('schemaContains');
  });
});

/** One of this machine's that is too old for us; null where it has none. */
function olderNode(): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(folder, 'node');
    if (!existsSync(node)) continue;
    const [major = 0, minor = 0] = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
      .split('.')
      .map(Number);
    if (major < 22 || (major === 22 && minor < 18)) return node;
  }
  return null;
}
