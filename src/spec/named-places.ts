// What the user names becomes places to read. A file that exists wins over every other reading of the same letters,
// so that a file called `v1:api.yaml` can be given; a Windows path is never a git revision.

import { glob, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { TocsinError } from '../base/index.ts';
import { documentName, hasWildcard, isPassedOver, nothingFound } from './document-search.ts';
import { defaultRoot, filePlace, stdinPlace } from './file-place.ts';
import { gitPlaces } from './git-revision.ts';
import { type GithubAccess, githubPlace, parseGithubName } from './github-release.ts';
import { type Place, schemeOf } from './place.ts';
import { remoteAccess, shownName } from './remote-access.ts';

export interface NamingContext {
  readonly cwd: string;
  readonly allowHosts: readonly string[];
  /** Undefined for the default, null for no files at all. */
  readonly root: string | null | undefined;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly github: GithubAccess;
}

export interface NamedPlaces {
  /** Sorted by label. */
  readonly places: readonly Place[];
  /** Whether documents were looked for, so that one which is no description is passed over. */
  readonly isSearch: boolean;
}

/** Throws `spec-missing` where no document has the name, `spec-unreadable` where it is none. */
export async function findPlaces(name: string, context: NamingContext): Promise<NamedPlaces> {
  const { cwd } = context;
  const remote = remoteAccess(context.allowHosts);
  const root = typeof context.root === 'string' ? resolve(cwd, context.root) : context.root;
  const boundsFor = (folder: string) => ({ root: root === undefined ? defaultRoot(folder) : root, remote });
  const one = (place: Place): NamedPlaces => ({ places: [place], isSearch: false });
  const file = (path: string, label: string, folder = dirname(path)) => filePlace(path, label, boundsFor(folder));

  if (name === '') {
    throw new TocsinError('spec-unreadable', 'The name of a document is empty.', {
      hint: 'Perhaps a variable is not set from which it was made.',
    });
  }
  if (name === '-') return one(stdinPlace(context.stdin, cwd, boundsFor(cwd)));
  if (/^https?:\/\//i.test(name)) return one(remote.namedPlace(name));

  const path = resolve(cwd, name);
  const found = name.includes('\0') ? null : await stat(path).catch(() => null);
  if (found?.isDirectory()) {
    const pattern = `${name.replace(/\/+$/, '')}/**/*`;
    const places = await search(name, pattern, cwd, path, (each, label) => file(each, label, path));
    if (places.length === 0) throw nothingFound(name);
    return { places, isSearch: true };
  }
  if (found !== null) return one(file(path, name));

  const githubName = parseGithubName(name);
  if (githubName !== null && /[*?]/.test(githubName.path)) {
    throw new TocsinError('spec-unreadable', `${name} is a pattern, and GitHub is asked for one document alone.`, {
      hint: 'Name the document, or clone the repository and give REV:PATTERN there.',
    });
  }
  if (githubName !== null) return one(githubPlace(githubName, context.github, remote));
  if (name.startsWith('github:') && !documentName.test(name)) {
    throw new TocsinError('spec-unreadable', `${name} names no document on GitHub.`, {
      hint: 'Write github:owner/repo@tag:path, such as github:acme/shop@v1.2:openapi.yaml.',
    });
  }
  const colon = name.indexOf(':');
  const mayBeInGit = colon !== -1 && !/^[a-z]:[\\/]/i.test(name);
  if (hasWildcard(name)) {
    const places = await search(name, name, cwd, null, file);
    if (places.length > 0) return { places, isSearch: true };
    if (!mayBeInGit) throw nothingFound(name);
  }
  const scheme = schemeOf(name);
  if (scheme !== null && name.startsWith('//', scheme.length + 1)) {
    throw new TocsinError(
      'spec-unreadable',
      `${shownName(name)} cannot be read: ${scheme}: is not a scheme that tocsin reads.`,
      {
        hint: 'Give a file, an http or https URL, REV:PATH, github:owner/repo@tag:path, or - for standard input.',
      },
    );
  }
  if (mayBeInGit) {
    const bounds = { root: root ?? null, remote };
    return gitPlaces(cwd, name.slice(0, colon), name.slice(colon + 1), bounds);
  }
  return one(file(path, name));
}

/** Files by their names; folders of packages and hidden ones are passed over. */
async function search(
  name: string,
  pattern: string,
  cwd: string,
  folder: string | null,
  place: (path: string, label: string) => Place,
): Promise<Place[]> {
  const labels: string[] = [];
  const options = { cwd, withFileTypes: true, exclude: (entry: { name: string }) => isPassedOver(entry.name) } as const;
  for await (const entry of glob(pattern, options)) {
    const path = join(entry.parentPath, entry.name);
    if (!documentName.test(entry.name) || !(entry.isFile() || entry.isSymbolicLink())) continue;
    const shown = folder === null ? relative(cwd, path) : join(name, relative(folder, path));
    labels.push(resolve(pattern) === pattern ? path : shown);
  }
  return [...new Set(labels)].sort().map((label) => place(resolve(cwd, label), label));
}
