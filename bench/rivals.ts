// The other tools that the bench measures beside Tocsin. api-smart-diff is fetched into bench/.cache, which git
// ignores, since nothing else needs it; oasdiff is taken where the machine has it.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from './measure.ts';

const execute = promisify(execFile);
const apiSmartDiffVersion = '1.0.6';
const folder = join(import.meta.dirname, '.cache', 'rivals');

export interface Rivals {
  readonly apiSmartDiff: Stage;
  /** Null where there is none on the PATH. */
  readonly oasdiff: Stage | null;
}

export async function fetchRivals(): Promise<Rivals> {
  if (!existsSync(join(folder, 'node_modules', 'api-smart-diff'))) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"private": true}\n');
    const wanted = `api-smart-diff@${apiSmartDiffVersion}`;
    await execute('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', wanted], { cwd: folder });
  }
  return {
    apiSmartDiff: { name: `api-smart-diff ${apiSmartDiffVersion}`, run: 'api-smart-diff.mjs', mostRuns: 1 },
    oasdiff: (await hasOasdiff())
      ? { name: 'oasdiff changelog', run: ['oasdiff', 'changelog', '--format', 'json'], mostRuns: 1 }
      : null,
  };
}

async function hasOasdiff(): Promise<boolean> {
  return execute('oasdiff', ['--version']).then(
    () => true,
    () => false,
  );
}
