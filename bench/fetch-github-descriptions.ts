// Brings the largest public descriptions to measure on: GitHub's for three releases of Enterprise Server, from the npm
// package @octokit/openapi, with a YAML twin of each. They lie in bench/.cache, which git ignores; 85 MB are fetched
// the first time and nothing afterwards.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import yaml from 'js-yaml';

const execute = promisify(execFile);
const packageVersion = '23.0.2';
const cache = join(import.meta.dirname, '.cache', `octokit-openapi-${packageVersion}`);

export type DescriptionFormat = 'json' | 'yaml';
export const githubReleases = ['3.17', '3.18', '3.19'] as const;

/** The file of one release; it is there once fetchGithubDescriptions has ended. */
export function githubDescription(release: (typeof githubReleases)[number], format: DescriptionFormat): string {
  return join(cache, `ghes-${release}.${format}`);
}

export async function fetchGithubDescriptions(): Promise<void> {
  const wanted = githubReleases.map((release) => githubDescription(release, 'json'));
  if (!wanted.every((file) => existsSync(file))) await unpack();
  for (const release of githubReleases) {
    const file = githubDescription(release, 'yaml');
    if (existsSync(file)) continue;
    const description: unknown = JSON.parse(await readFile(githubDescription(release, 'json'), 'utf8'));
    await writeFile(`${file}.part`, yaml.dump(description, { lineWidth: -1, noRefs: true }));
    await rename(`${file}.part`, file);
  }
}

async function unpack(): Promise<void> {
  await mkdir(cache, { recursive: true });
  const { stdout } = await execute('npm', ['pack', '--silent', `@octokit/openapi@${packageVersion}`], { cwd: cache });
  const archive = stdout.trim();
  const members = githubReleases.map((release) => `package/generated/ghes-${release}.json`);
  await execute('tar', ['-xzf', archive, '--strip-components=2', ...members], { cwd: cache });
  await rm(join(cache, archive));
}
