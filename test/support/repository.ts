// A git repository of its own in an empty folder, in which each commit is a day later than the one before.

import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { emptyFolder } from './run-cli.ts';

export type Files = Readonly<Record<string, string>>;

export interface Repository {
  readonly folder: string;
  /** What git says on its standard output. @throws where git fails */
  git(...args: string[]): string;
  write(files: Files): Promise<void>;
  /** Writes the files, and commits whatever has changed. */
  commit(subject: string, files?: Files): Promise<void>;
}

export async function emptyRepository(): Promise<Repository> {
  const folder = await emptyFolder();
  let day = 1;
  const git = (...args: string[]) => {
    const date = `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`;
    return execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', ...args], {
      cwd: folder,
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  };
  const write = async (files: Files) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  git('init', '-q', '-b', 'main');
  return {
    folder,
    git,
    write,
    async commit(subject, files = {}) {
      await write(files);
      git('add', '-A');
      git('commit', '-qm', subject, '--allow-empty');
      day += 1;
    },
  };
}
