// Where a document is in the release that lacks it under the given name, as git tells from what both releases hold.

import { existsSync } from 'node:fs';
import { posix, relative, resolve, sep } from 'node:path';
import { commitOf, pathFromTop } from './git-revision.ts';
import { runGit } from './run-git.ts';

export interface NamedPair {
  readonly base: string;
  readonly revision: string;
  /** The side that has no such document. */
  readonly missing: 'base' | 'revision';
}

/**
 * The name, as on the command line, under which git has the document of the other side in the one where it is missing.
 * Null where git knows of no renaming, or neither side is one of its revisions.
 */
export async function movedDocument({ base, revision, missing }: NamedPair, cwd: string): Promise<string | null> {
  const [from, to] = await Promise.all([inGit(base, cwd), inGit(revision, cwd)]);
  const commits = [from?.commit, to?.commit].filter((commit) => typeof commit === 'string');
  if (from === null || to === null || commits.length === 0) return null;
  // A single commit is compared with the work tree, which comes after it.
  const order = from.commit === null ? ['-R'] : [];
  const options = ['--no-ext-diff', '--no-relative', '--find-renames', '--diff-filter=R', '--name-status', '-z'];
  const listed = await runGit(cwd, ['diff', ...options, ...order, ...commits, '--']).catch(() => '');
  const words = listed.split('\0');
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [, older = '', newer = ''] = words.slice(at, at + 3);
    if (missing === 'base' && newer === to.path) return from.nameOf(older);
    if (missing === 'revision' && older === from.path) return to.nameOf(newer);
  }
  return null;
}

interface InGit {
  /** Null for the work tree. */
  readonly commit: string | null;
  /** From the top of the repository. */
  readonly path: string;
  /** What another path of the same release is called on the command line. */
  nameOf(path: string): string;
}

async function inGit(name: string, cwd: string): Promise<InGit | null> {
  const prefix = (await runGit(cwd, ['rev-parse', '--show-prefix']).catch(() => null))?.trim();
  if (prefix === undefined) return null;
  const colon = name.indexOf(':');
  if (colon === -1 || existsSync(resolve(cwd, name))) {
    const fromHere = relative(cwd, resolve(cwd, name)).split(sep).join('/');
    return { commit: null, path: posix.join(prefix, fromHere), nameOf: (other) => posix.relative(prefix, other) };
  }
  const revision = name.slice(0, colon);
  const commit = await commitOf(cwd, revision).catch(() => null);
  if (commit === null) return null;
  return { commit, path: pathFromTop(prefix, name.slice(colon + 1)), nameOf: (other) => `${revision}:${other}` };
}
