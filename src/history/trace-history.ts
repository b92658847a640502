// A document through its revisions, each compared with the last one that could be read: a break that a broken revision
// hid shows up at the next. What could not be read is a row of its own. Which files a document refers to shows when it
// is read; the commits that touched them are then asked for. Where those come later the walk goes on with them, where
// some came before, it begins anew.

import { exitStatus, type Position, TocsinError } from '../base/index.ts';
import { type CompareSpecsOptions, compareReadSpecs, listOperations, readSpec } from '../compare/index.ts';
import { countedFindings, groupByCause, nameOperation, pathFiltersSentence } from '../report/index.ts';
import type { Cause, Comparison, Severity } from '../rules/index.ts';
import { type LoadedSpec, linkTargets, titleAndVersion } from '../spec/index.ts';
import { isShallow, listRevisions, type Revision, type RevisionQuery } from './list-revisions.ts';
import { type ReusedName, reservedNames } from './reserved-names.ts';

export interface HistoryRow extends Revision {
  /** `first` has nothing before it, `removed` no document, `unknown` one that could not be read or compared. */
  readonly state: 'first' | 'compared' | 'removed' | 'unknown';
  /** The document's own. */
  readonly version: string | null;
  /** The name of the revision that it was compared with. */
  readonly comparedWith: string | null;
  readonly verdict: Comparison['verdict'] | null;
  readonly summary: Comparison['summary'] | null;
  /** What filters of one's own left out; absent where none were set. */
  readonly pathFilters?: Comparison['pathFilters'];
  readonly semver: Comparison['semver'] | null;
  readonly causes: readonly Pick<Cause, 'id' | 'rule' | 'severity' | 'message' | 'count'>[];
  /** As a report lists them: what one cause does to whoever sends and to whoever receives are two. */
  readonly changes: readonly Change[];
  /** Names that an earlier revision had and deleted, and that name something else here. */
  readonly reusedNames: readonly ReusedName[];
  readonly problems: readonly Pick<Comparison['problems'][number], 'code' | 'message' | 'hint' | 'position'>[];
}

interface Change {
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly places: number;
  /** The one operation that it is about, by name; null where it is met in several or is about the whole API. */
  readonly operation: string | null;
}

export interface History {
  readonly schemaVersion: 1;
  readonly path: string;
  readonly by: 'commits' | 'tags';
  /** Oldest first. */
  readonly rows: readonly HistoryRow[];
  /** Older revisions that the limit left out. */
  readonly omitted: number;
  /** Tags at which the document was the same as at the one before. */
  readonly untouched: number;
  /** The clone is shallow: what came before the first row may be missing. */
  readonly shallow: boolean;
}

export interface HistoryQuery extends RevisionQuery {
  /** The newest so many revisions, and the one before them to compare with. */
  readonly limit: number;
}

/** Without `asOf` in the options each revision is judged as of its own day: whether a promise was kept showed then. */
export async function traceHistory(query: HistoryQuery, options: CompareSpecsOptions): Promise<History> {
  const referred = new Set<string>();
  for (;;) {
    const history = await walkRevisions(query, options, referred);
    if (history !== null) return history;
  }
}

/**
 * `referred` gains the files of the repository that the document turns out to refer to. Null where a commit that touched
 * one of them came before the revision that refers to it, and so was passed over.
 */
async function walkRevisions(
  query: HistoryQuery,
  options: CompareSpecsOptions,
  referred: Set<string>,
): Promise<History | null> {
  const list = async () => {
    const all = await listRevisions({ ...query, alongside: [...referred].sort() });
    const shown = all.slice(-(query.limit + 1));
    return { shown, omitted: all.length - shown.length };
  };
  let { shown, omitted } = await list();
  let hasPassedOver = false;
  const rows: HistoryRow[] = [];
  let last: { readonly spec: LoadedSpec; readonly name: string } | null = null;
  const names = reservedNames();
  let untouched = 0;
  for (let at = 0; at < shown.length; at += 1) {
    const revision = shown[at] as Revision;
    if (revision.removed) {
      names.next(revision.name, []);
      if (rows.at(-1)?.state !== 'removed') rows.push({ ...nothing, ...revision, state: 'removed' });
      continue;
    }
    const read = await attempt(revision, query, options);
    if (read instanceof TocsinError) {
      const { code, message, hint, position } = read;
      rows.push({
        ...nothing,
        ...revision,
        state: 'unknown',
        comparedWith: last?.name ?? null,
        verdict: 'unknown',
        problems: [{ code, message, hint, position }],
      });
      continue;
    }
    const known = referred.size;
    const files = [...filesOf(read, revision), ...(await linkTargets(query.cwd, revision.commit, revision.path))];
    for (const file of files) referred.add(file);
    if (query.by === 'commits' && referred.size > known && !hasPassedOver) {
      const listed = await list();
      const isSameSoFar = shown.slice(0, at + 1).every(({ commit }, index) => listed.shown[index]?.commit === commit);
      if (isSameSoFar) ({ shown, omitted } = listed);
      else if (rows.length === 0) return null;
      else hasPassedOver = true;
    }
    const reusedNames = names.next(revision.name, listOperations([read]));
    if (last === null) {
      rows.push({ ...nothing, ...revision, state: 'first', version: titleAndVersion(read).version });
    } else if (query.by === 'tags' && last.spec.digest === read.digest) {
      untouched += 1;
    } else {
      const comparison: Comparison = await compareReadSpecs(last.spec, read, {
        ...options,
        asOf: options.asOf ?? dayOf(revision),
      });
      const { verdict, summary, semver, causes, problems, pathFilters } = comparison;
      rows.push({
        ...revision,
        state: verdict === 'unknown' ? 'unknown' : 'compared',
        version: comparison.revision.version,
        comparedWith: last.name,
        verdict,
        summary,
        ...(pathFilters === undefined ? {} : { pathFilters }),
        semver,
        causes: causes.map(({ id, rule, severity, message, count }) => ({ id, rule, severity, message, count })),
        changes: groupByCause(countedFindings(comparison)).map(({ severity, rule, message, findings }) => {
          const [name, ...others] = new Set(findings.map(({ operation }) => operation && nameOperation(operation)));
          const operation = others.length > 0 ? null : (name ?? null);
          return { severity, rule, message, places: findings.length, operation };
        }),
        reusedNames,
        problems: problems.map(({ code, message, hint, position }) => ({
          code,
          message: message.replaceAll(`${revision.commit}:`, `${revision.name}:`),
          hint,
          position: position && named(position, revision),
        })),
      });
    }
    last = { spec: read, name: revision.name };
  }
  // The whole of it is read first, so that one further walk knows every file.
  if (hasPassedOver) return null;
  const { path, by } = query;
  return { schemaVersion: 1, path, by, rows, omitted, untouched, shallow: await isShallow(query.cwd) };
}

function dayOf({ date }: Revision): string {
  return new Date(date).toISOString().slice(0, 10);
}

/** The files of the same revision that the document leads to, from the top of the repository. */
function filesOf({ sources }: LoadedSpec, { commit, path }: Revision): string[] {
  return sources.flatMap((source) => {
    const file = source.startsWith(`${commit}:`) ? source.slice(commit.length + 1) : path;
    return file === path ? [] : [file];
  });
}

const nothing = {
  version: null,
  comparedWith: null,
  verdict: null,
  summary: null,
  semver: null,
  causes: [],
  changes: [],
  reusedNames: [],
  problems: [],
} as const;

/** As the revision is called, and not by its hash. */
function named(position: Position, { commit, name }: Revision): Position {
  return { ...position, source: position.source.replace(`${commit}:`, `${name}:`) };
}

async function attempt(
  revision: Revision,
  { cwd }: HistoryQuery,
  options: CompareSpecsOptions,
): Promise<LoadedSpec | TocsinError> {
  const { commit, path, name } = revision;
  try {
    return await readSpec(`${commit}:${path}`, 'revision', { ...options, cwd });
  } catch (error) {
    if (!(error instanceof TocsinError) || error.exit !== exitStatus.cannotTell) throw error;
    const said = (text: string) => text.replaceAll(`${commit}:`, `${name}:`);
    return new TocsinError(error.code, said(error.message), {
      hint: said(error.hint),
      position: error.position && named(error.position, revision),
      cause: error,
    });
  }
}

/** That path filters left something out, of the newest revision of which they did; null where they did not. */
export function sayLeftOut({ rows }: Pick<History, 'rows'>): string | null {
  for (const row of rows.toReversed()) {
    const said = row.summary === null ? null : pathFiltersSentence(row);
    if (said !== null) return `${said}, as of ${row.name}.`;
  }
  return null;
}

/** How many of a row's changes are as bad as this. */
export function changesOf({ changes }: Pick<HistoryRow, 'changes'>, severity: Severity): number {
  return changes.filter((change) => change.severity === severity).length;
}
