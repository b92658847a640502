// What is not there under the name that was given, and was probably meant. Looked up only where something is missing.

import { readdir } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { nearest } from '../base/index.ts';
import { documentName } from './document-search.ts';
import { runGit } from './run-git.ts';

/** Of files in one folder; `v2.yaml` is no slip for `v1.yaml`, and `api.yaml` is one for `api.yml`. */
function nearestFile(written: string, files: readonly string[]): string | null {
  const stem = (name: string) => name.replace(documentName, '');
  const bare = (name: string) => stem(name).replaceAll(/\d+/g, '#');
  const others = files.filter((file) => stem(file) === stem(written) || bare(file) !== bare(written));
  const near = nearest(stem(written), others.map(stem));
  return others.find((file) => stem(file) === near) ?? null;
}

/** A document in the same folder whose name is nearly the one given, as the label would have it; null where there is none. */
export async function nearFile(path: string, label: string): Promise<string | null> {
  const beside = await readdir(dirname(path)).catch(() => []);
  const near = nearestFile(
    basename(path),
    beside.filter((name) => documentName.test(name)),
  );
  return near === null ? null : join(dirname(label), near);
}

/** The same of a commit, or a document called alike in another folder of it. */
export async function nearFileOfCommit(cwd: string, commit: string, path: string): Promise<string | null> {
  const listed = await runGit(cwd, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]).catch(() => '');
  const files = listed.split('\0').filter((file) => documentName.test(file));
  const beside = files.flatMap((file) => (posix.dirname(file) === posix.dirname(path) ? posix.basename(file) : []));
  const near = nearestFile(posix.basename(path), beside);
  if (near !== null) return posix.join(posix.dirname(path), near);
  return files.find((file) => posix.basename(file) === posix.basename(path)) ?? null;
}

const unshallow = 'Fetch the history with: git fetch --unshallow --tags (in GitHub Actions: fetch-depth: 0).';

/** What to do where a repository has no such revision. */
export async function missingRevisionHint(cwd: string, revision: string, isShallow: boolean): Promise<string> {
  if (/(?<!\.)\.\.(?!\.)/.test(revision)) {
    return `The commit at which the two parted is ${revision.replace('..', '...')} with three dots.`;
  }
  const refs = ['refs/heads', 'refs/tags', 'refs/remotes'];
  const names = (await runGit(cwd, ['for-each-ref', '--format=%(refname:short)', ...refs]).catch(() => ''))
    .trim()
    .split('\n');
  if (names.includes(`origin/${revision}`)) return `Did you mean origin/${revision}?`;
  const [, from] = /^(.+?)(?:~\d*|\^)+$/.exec(revision) ?? [];
  if (from !== undefined) {
    const count = await runGit(cwd, ['rev-list', '--first-parent', '--count', '--end-of-options', from]).catch(
      () => null,
    );
    if (count !== null) {
      const before = Number(count) - 1;
      const has = `${from} has ${before === 0 ? 'no commit' : before === 1 ? 'one commit' : `${before} commits`} before it`;
      return isShallow ? `${has} in this shallow clone. ${unshallow}` : `${has}.`;
    }
  }
  const [, remote, branch = ''] = /^(origin|upstream)\/(.+)$/.exec(revision) ?? [];
  const near = names.includes(branch) ? branch : nearest(revision, names);
  const guess = near === null ? '' : `Did you mean ${near}? `;
  if (isShallow) return `${guess}This clone is shallow. ${unshallow}`;
  // A hash is no name to be checked: CI has them of what it was told of, as `github.event.before`.
  if (/^[0-9a-f]{40}$/.test(revision)) {
    return `After a force push no branch leads to such a commit. Where the server still has it, fetch it with: git fetch origin ${revision}; else compare with another one, such as a tag.`;
  }
  const fetch = remote === undefined ? 'git fetch --tags' : `git fetch ${remote} ${branch}`;
  return `${guess}Fetch it with: ${fetch}, or check the name with: git tag, git branch --all.`;
}
