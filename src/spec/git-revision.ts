// `REV:PATH`: a document as a commit, tag or branch has it, or as it was where two of them parted (`main...`). The path
// starts at the top of the repository, as in `git show`, or at the present folder where it begins with `./`. Nothing is
// fetched: a revision that is not here is said to be missing, with the command that would bring it.

import { execFile } from 'node:child_process';
import { isAbsolute, posix, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { TocsinError } from '../base/index.ts';
import { documentName, hasWildcard, isPassedOver, nothingFound } from './document-search.ts';
import type { LoadLimits } from './load-limits.ts';
import { missingRevisionHint, nearFileOfCommit } from './near-names.ts';
import {
  malformedReference,
  notAllowed,
  type Place,
  pathFrom,
  referencePath,
  schemeOf,
  unknownScheme,
} from './place.ts';
import { tooLarge } from './read-stream.ts';
import type { RemoteAccess } from './remote-access.ts';
import { gitEnvironment, runGit } from './run-git.ts';

const execute = promisify(execFile);

export interface GitBounds {
  /** Absolute folder in the work tree that bounds references; null for the whole tree of the revision. */
  readonly root: string | null;
  readonly remote: RemoteAccess;
}

/** The places that `REV:PATH` names: one document, or every JSON and YAML file in a folder or that fits a pattern. */
export async function gitPlaces(
  cwd: string,
  revision: string,
  path: string,
  bounds: GitBounds,
): Promise<{ places: Place[]; isSearch: boolean }> {
  const name = `${revision}:${path}`;
  const { top, prefix, isShallow } = await describeRepository(cwd, name);
  const commit = await findCommit(cwd, revision, name, isShallow);
  const fromTop = pathFromTop(prefix, path);
  if (fromTop.startsWith('../') || posix.isAbsolute(fromTop)) {
    throw new TocsinError('spec-unreadable', `${name} cannot be read: the path leads out of the repository.`, {
      hint: 'Name the path from the top of the repository.',
    });
  }
  const treeRoot = bounds.root === null || top === null ? '' : relative(top, bounds.root).split(sep).join('/');
  const place = (file: string): Place => blobPlace(cwd, commit, revision, file, treeRoot, bounds.remote, true);

  const kind = fromTop === '.' || fromTop === '' ? 'tree' : await objectKind(cwd, commit, fromTop);
  if (kind === 'blob') return { places: [place(fromTop)], isSearch: false };
  if (kind === 'tree' || hasWildcard(fromTop)) {
    const isFolder = kind === 'tree';
    const folder = isFolder && fromTop !== '' ? fromTop : '.';
    const listed = await runGit(cwd, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', folder]);
    const found = listed
      .split('\0')
      .filter((file) => documentName.test(file) && (isFolder || posix.matchesGlob(file, fromTop)))
      .filter(
        (file) =>
          !posix
            .relative(isFolder ? fromTop : '', file)
            .split('/')
            .some(isPassedOver),
      );
    if (found.length === 0) throw nothingFound(name);
    return { places: found.sort().map(place), isSearch: true };
  }
  const here = posix.join(prefix, path);
  const isHere = prefix !== '' && (await objectKind(cwd, commit, here)) !== null;
  const near = isHere ? null : await nearFileOfCommit(cwd, commit, fromTop);
  throw new TocsinError('spec-missing', `${name} cannot be read: ${revision} has no ${fromTop}.`, {
    hint: isHere
      ? `The path starts at the top of the repository: did you mean ${revision}:${here}?`
      : near === null
        ? `See what there is with: git ls-tree -r --name-only ${revision}.`
        : `Did you mean ${revision}:${near}?`,
  });
}

function blobPlace(
  cwd: string,
  commit: string,
  revision: string,
  path: string,
  treeRoot: string,
  remote: RemoteAccess,
  isNamed = false,
): Place {
  const label = `${revision}:${path}`;
  return {
    id: `git:${commit}:${path}`,
    label,
    read: (limits) => readThroughLinks(cwd, commit, path, label, limits, isNamed ? '' : treeRoot),
    follow(reference) {
      const scheme = schemeOf(reference);
      if (scheme === 'http' || scheme === 'https') return remote.place(reference);
      if (scheme !== null) return unknownScheme(reference);
      const decoded = referencePath(reference);
      if (decoded === null || decoded.includes('\0')) return malformedReference(reference);
      const target = pathFrom(path, decoded);
      if (isAbsolute(decoded) || !isInside(treeRoot, target)) {
        return notAllowed(
          reference,
          'it leads out of the repository or its root folder',
          'Keep shared documents inside it.',
        );
      }
      return blobPlace(cwd, commit, revision, target, treeRoot, remote);
    },
  };
}

async function describeRepository(cwd: string, name: string) {
  try {
    const asked = ['rev-parse', '--is-shallow-repository', '--show-prefix'];
    const output = await runGit(cwd, [...asked, '--show-toplevel']).catch(() => runGit(cwd, asked)); // bare: no top
    const [shallow, prefix = '', top = ''] = output.split('\n');
    return { top: top === '' ? null : top, prefix, isShallow: shallow === 'true' };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new TocsinError('spec-unreadable', `${name} cannot be read: git is not installed.`, {
          hint: 'Install git, or give a file.',
          cause,
        })
      : new TocsinError(
          'spec-unreadable',
          `${name} cannot be read: there is no such file, and ${cwd} is not in a git repository.`,
          {
            hint: 'Run the command inside the repository that has the revision, or check the file name.',
            cause,
          },
        );
  }
}

async function findCommit(cwd: string, revision: string, name: string, isShallow: boolean): Promise<string> {
  try {
    return await commitOf(cwd, revision);
  } catch (cause) {
    if (/^0{40,}(?:\.\.\.)?$/.test(revision)) {
      throw new TocsinError('spec-missing', `${name} cannot be read: zeros stand for no commit at all.`, {
        hint: 'CI gives them for what was there before a first push. Compare with the main line instead, such as origin/main.',
        cause,
      });
    }
    const parted = sidesOf(revision) ?? [revision];
    const here = await Promise.all(parted.map((each) => commitOf(cwd, each).catch(() => null)));
    const lacking = parted[here.indexOf(null)];
    const sentence =
      lacking === undefined
        ? 'its two sides have no commit in common here'
        : `there is no commit ${lacking} in this repository`;
    throw new TocsinError('spec-unreadable', `${name} cannot be read: ${sentence}.`, {
      hint: await missingRevisionHint(cwd, lacking ?? revision, isShallow),
      cause,
    });
  }
}

/**
 * The full hash of the commit that a revision names, HEAD where it is empty; of `main...`, as of `git diff main...`, the
 * one at which HEAD parted from it. Rejects where there is none.
 */
export async function commitOf(cwd: string, revision: string): Promise<string> {
  const sides = sidesOf(revision);
  if (sides !== null) {
    const commits = await Promise.all(sides.map((side) => commitOf(cwd, side)));
    return (await runGit(cwd, ['merge-base', ...commits])).trim();
  }
  const spelt = revision === '' ? 'HEAD' : revision;
  return (await runGit(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${spelt}^{commit}`])).trim();
}

/** `main...topic`, of which one side may be left out for HEAD. */
function sidesOf(revision: string): readonly string[] | null {
  const sides = revision.split('...');
  return sides.length === 2 ? sides : null;
}

/** The path that stands after the colon, from the top of the repository; `prefix` is the present folder there. */
export function pathFromTop(prefix: string, path: string): string {
  return posix.normalize(/^\.{1,2}(?:\/|$)/.test(path) ? posix.join(prefix, path) : path).replace(/\/$/, '');
}

async function objectKind(cwd: string, commit: string, path: string): Promise<string | null> {
  return runGit(cwd, ['cat-file', '-t', `${commit}:${path}`])
    .then((kind) => kind.trim())
    .catch(() => null);
}

function isInside(treeRoot: string, path: string): boolean {
  const way = posix.relative(treeRoot, path);
  return way !== '..' && !way.startsWith('../');
}

/** As many as Linux follows. */
const mostLinks = 40;

/** Git keeps a symbolic link as a blob that holds the way to its target. */
async function readThroughLinks(
  cwd: string,
  commit: string,
  path: string,
  label: string,
  limits: LoadLimits,
  treeRoot: string,
): Promise<Uint8Array> {
  const refused = (reason: string) => new TocsinError('spec-unreadable', `${label} cannot be read: ${reason}.`);
  let at = path;
  for (let links = 0; links <= mostLinks; links++) {
    const bytes = await readBlob(cwd, commit, at, label, limits).catch((cause: unknown) => {
      throw links === 0 ? cause : refused(`it is a symbolic link to ${at}, which is no file there`);
    });
    if (!(await isLink(cwd, commit, at, bytes))) return bytes;
    const way = Buffer.from(bytes).toString();
    at = pathFrom(at, way);
    if (posix.isAbsolute(way) || !isInside(treeRoot, at))
      throw refused(`it is a symbolic link out of bounds, to ${way}`);
  }
  throw refused('its symbolic links lead back to themselves');
}

/** The files behind a path that is a symbolic link in that commit, one after the other; empty where it is none. */
export async function linkTargets(cwd: string, commit: string, path: string): Promise<readonly string[]> {
  const targets: string[] = [];
  for (let at = path; targets.length <= mostLinks && (await isLinkAt(cwd, commit, at)); ) {
    const way = await runGit(cwd, ['cat-file', 'blob', `${commit}:${at}`]);
    at = pathFrom(at, way);
    targets.push(at);
  }
  return targets;
}

async function isLinkAt(cwd: string, commit: string, path: string): Promise<boolean> {
  const listed = await runGit(cwd, ['ls-tree', '--full-tree', commit, '--', path]).catch(() => ''); // out of bounds
  return listed.startsWith('120000 ');
}

/** Asked only of what is short and has one line: of a document it costs another process. */
async function isLink(cwd: string, commit: string, path: string, bytes: Uint8Array): Promise<boolean> {
  if (bytes.length > 4096 || bytes.includes(0x0a)) return false;
  return isLinkAt(cwd, commit, path);
}

async function readBlob(
  cwd: string,
  commit: string,
  path: string,
  label: string,
  limits: LoadLimits,
): Promise<Uint8Array> {
  try {
    const options = { cwd, env: gitEnvironment(), maxBuffer: limits.maximumBytes, encoding: 'buffer' } as const;
    const { stdout } = await execute('git', ['cat-file', 'blob', `${commit}:${path}`], options);
    return stdout;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') throw tooLarge(label, limits);
    throw new TocsinError('spec-unreadable', `${label} cannot be read: the revision has no such file.`, { cause });
  }
}
