// Which revisions of a repository touched a document or a file that it refers to, oldest first. Commits are those of
// the main line (first parent), so that a merge counts as the one step that its users saw; the document is followed
// through renames, the files that it refers to are those that the caller found in it.

import { posix } from 'node:path';
import { TocsinError } from '../base/index.ts';
import { missingRevisionHint, nearFileOfCommit, runGit } from '../spec/index.ts';

export interface Revision {
  /** Full hash. */
  readonly commit: string;
  /** What people call it: a tag, or the first ten characters of the hash. */
  readonly name: string;
  /** Of the commit, or of the tag where tags are listed. ISO 8601 with its offset. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  readonly tags: readonly string[];
  /** The document's path at that commit, from the top of the repository. */
  readonly path: string;
  /** The commit took the document away. */
  readonly removed: boolean;
}

export interface RevisionQuery {
  /** Absolute. */
  readonly cwd: string;
  /** From the top of the repository, or from `cwd` where it begins with `./`. */
  readonly path: string;
  readonly by: 'commits' | 'tags';
  /** Only what comes after this revision; the revision itself comes first, to be compared with. */
  readonly since?: string;
  /** Files that the document refers to, from the top of the repository: a commit that touches one counts too. */
  readonly alongside?: readonly string[];
}

/** @throws TocsinError `spec-unreadable` where there is no repository, no such revision, or no such document */
export async function listRevisions(query: RevisionQuery): Promise<Revision[]> {
  const prefix = (await run(query.cwd, ['rev-parse', '--show-prefix'])).trim();
  const path = posix.normalize(posix.join(prefix, query.path));
  const start = query.since === undefined ? null : await resolveSince(query, path);
  const listed = query.by === 'tags' ? await listTags(query, path) : await listCommits(query, path);
  const revisions = start === null ? listed : [start, ...listed.filter(({ commit }) => commit !== start.commit)];
  if (listed.length === 0 && start === null) {
    const near = await nearFileOfCommit(query.cwd, 'HEAD', path);
    throw new TocsinError(
      'spec-unreadable',
      `No ${query.by === 'tags' ? 'tag has' : 'commit touched'} ${query.path}.`,
      {
        hint: (await isShallow(query.cwd))
          ? 'This clone is shallow. Fetch the history with: git fetch --unshallow --tags (in GitHub Actions: fetch-depth: 0).'
          : query.by === 'tags'
            ? 'Leave --tags out to see its commits.'
            : near === null
              ? 'Check its spelling with: git ls-files'
              : `Did you mean ${near}, from the top of the repository?`,
      },
    );
  }
  return revisions;
}

/** Whether the clone holds only the newest part of the history. */
export async function isShallow(cwd: string): Promise<boolean> {
  return (await runGit(cwd, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}

async function resolveSince({ cwd, since = '' }: RevisionQuery, path: string): Promise<Revision> {
  const format = ['--no-walk', `--format=${fields}`, '--end-of-options', `${since}^{commit}`];
  const [found] = parseLog(await runGit(cwd, ['log', ...format]).catch(() => ''), path);
  if (found === undefined) {
    throw new TocsinError('spec-unreadable', `There is no revision ${since} here.`, {
      hint: await missingRevisionHint(cwd, since, await isShallow(cwd)),
    });
  }
  const there = await runGit(cwd, ['cat-file', '-e', `${found.commit}:${path}`]).then(
    () => true,
    () => false,
  );
  if (there) return { ...found, name: since };
  // It was called otherwise then: the main line's renames since tell how.
  const after = await listCommits({ cwd, path, by: 'commits', since }, path);
  const [first] = after;
  return { ...found, name: since, path: first?.renamedFrom ?? first?.path ?? path };
}

const fields = '%x01%H%x00%cI%x00%an%x00%s%x00%D%x00';

type Logged = Revision & { readonly renamedFrom?: string };

async function listCommits({ cwd, since, alongside = [] }: RevisionQuery, path: string): Promise<Logged[]> {
  const range = since === undefined ? 'HEAD' : `${since}..HEAD`;
  const log = ['log', '-z', '--first-parent', '--diff-merges=first-parent', `--format=${fields}`];
  const own = parseLog(
    await run(cwd, [...log, '--follow', '--name-status', range, '--', fromTop(path)]),
    path,
  ).reverse();
  if (alongside.length === 0) return own;
  // Git follows the renames of one file only, so those that it refers to are asked for apart.
  const others = parseLog(await run(cwd, [...log, range, '--', ...alongside.map(fromTop)]), path);
  const order = (await run(cwd, ['rev-list', '--first-parent', range])).trim().split('\n').reverse();
  return inOrder(own, others, order, since === undefined);
}

/** A path of the repository, wherever git runs in it, whatever characters it holds. */
function fromTop(path: string): string {
  return `:(top,literal)${path}`;
}

/** Both lists as one; a commit that left the document itself alone has it where the one before had it. */
function inOrder(
  own: readonly Logged[],
  others: readonly Logged[],
  order: readonly string[],
  fromItsBirth: boolean,
): Logged[] {
  const ownByCommit = new Map(own.map((each) => [each.commit, each]));
  const otherByCommit = new Map(others.map((each) => [each.commit, each]));
  let here: string | null = fromItsBirth ? null : (own[0]?.renamedFrom ?? own[0]?.path ?? others[0]?.path ?? null);
  return order.flatMap((commit): Logged[] => {
    const touched = ownByCommit.get(commit);
    if (touched !== undefined) {
      here = touched.removed ? null : touched.path;
      return [touched];
    }
    const beside = otherByCommit.get(commit);
    return beside === undefined || here === null ? [] : [{ ...beside, path: here }];
  });
}

/** Newest first, as git prints it; the path at each commit follows from the renames after it. */
function parseLog(output: string, newestPath: string): Logged[] {
  let path = newestPath;
  return output
    .split('\u0001')
    .slice(1)
    .map((record): Logged => {
      const [commit = '', date = '', author = '', subject = '', decoration = '', ...changes] = record.split('\0');
      const [status = '', from = '', to = ''] = changes.map((each) => each.trim()).filter((each) => each !== '');
      const renamed = /^[RC]/.test(status);
      const here = renamed ? to : from || path;
      path = renamed ? from : here;
      const tags = decoration.split(', ').flatMap((each) => (each.startsWith('tag: ') ? [each.slice(5)] : []));
      const name = tags[0] ?? commit.slice(0, 10);
      const logged = { commit, name, date, author, subject, tags, path: here, removed: status === 'D' };
      return renamed ? { ...logged, renamedFrom: from } : logged;
    });
}

/**
 * Tags of the present line, each after those that it descends from: dates alone do not say that, since commits that a
 * script made bear one second and clocks go wrong. Whether one touched the document shows when it is read.
 */
async function listTags({ cwd, since }: RevisionQuery, path: string): Promise<Revision[]> {
  const format = '%(refname:short)%00%(objectname)%00%(*objectname)%00%(creatordate:iso-strict)%00%(subject)%01';
  const where = ['--merged', 'HEAD', ...(since === undefined ? [] : ['--no-merged', since])];
  const output = await run(cwd, ['for-each-ref', ...where, '--sort=creatordate', `--format=${format}`, 'refs/tags']);
  const renames = await listCommits({ cwd, path, by: 'commits' }, path);
  const revisions: Revision[] = [];
  const order = await run(cwd, [
    'rev-list',
    '--date-order',
    '--reverse',
    'HEAD',
    ...(since === undefined ? [] : [`^${since}`]),
  ]);
  const ages = new Map(order.split('\n').map((commit, age) => [commit, age]));
  const tags: (Pick<Revision, 'name' | 'commit' | 'date' | 'subject'> & { readonly age: number })[] = [];
  for (const record of output.split('\u0001')) {
    const [name = '', object = '', peeled = '', date = '', subject = ''] = record.trim().split('\0');
    if (name === '') continue;
    const named = peeled || object;
    // A tag of a tag is peeled once only before git 2.45.
    const commit = ages.has(named) ? named : (await run(cwd, ['rev-parse', `${named}^{commit}`])).trim();
    tags.push({ name, commit, date, subject, age: ages.get(commit) ?? 0 });
  }
  tags.sort((a, b) => a.age - b.age);
  for (const { name, commit, date, subject } of tags) {
    const known = [path, ...renames.map((each) => each.path).reverse()];
    const here = await firstThere(cwd, commit, [...new Set(known)]);
    if (here === null && revisions.length === 0) continue; // before the document was born
    revisions.push({
      ...{ commit, name, date, author: '', subject, tags: [name] },
      path: here ?? revisions.at(-1)?.path ?? path,
      removed: here === null,
    });
  }
  return revisions;
}

async function firstThere(cwd: string, commit: string, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    if ((await runGit(cwd, ['cat-file', '-e', `${commit}:${path}`]).catch(() => null)) !== null) return path;
  }
  return null;
}

async function run(cwd: string, args: readonly string[]): Promise<string> {
  try {
    return await runGit(cwd, args);
  } catch (cause) {
    const { code, stderr } = cause as NodeJS.ErrnoException & { stderr?: string };
    if (/not a git repository/.test(stderr ?? '')) {
      throw new TocsinError('spec-unreadable', `${cwd} lies in no git repository, so there is no history of it.`, {
        hint: 'Name a document that git keeps: tocsin history path/to/openapi.yaml',
        cause,
      });
    }
    const isGitThere = code !== 'ENOENT';
    const because = isGitThere ? (stderr ?? '').replace(/^fatal: /, '').trim() : 'git is not installed.';
    throw new TocsinError('spec-unreadable', `Its history cannot be read: ${because}`, {
      hint: isGitThere ? 'Run it inside the git repository that holds the document.' : 'Install git.',
      cause,
    });
  }
}
