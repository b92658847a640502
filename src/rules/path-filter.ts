// Which paths are compared. A filter sees a path as its author wrote it and without the prefix that is taken off.

import { pathUnder, type SpecProblem } from '../spec/index.ts';

export interface PathFilterOptions {
  /** Path templates to compare, with `*` for anything: `/v2/*`. All where none is given. Webhooks go by their names. */
  readonly includePaths?: readonly string[];
  readonly excludePaths?: readonly string[];
  /** What comes before the paths of each side and is no part of the comparison: `/api/v1`. */
  readonly stripPrefix?: { readonly base?: string; readonly revision?: string };
}

export interface PathFilter {
  /** Whether nothing was asked for: then all paths pass, and need not be spelled out. */
  readonly isEmpty: boolean;
  /** Whether an operation is compared, by all spellings of its path that are known. */
  includes(...paths: readonly string[]): boolean;
  /** What was asked for and met nothing: an empty comparison is never passed off as a clean one. */
  problems(base: readonly string[], revision: readonly string[]): SpecProblem[];
}

/** `paths` of `problems` are those of each side as written. */
export function pathFilter({ includePaths = [], excludePaths = [], stripPrefix = {} }: PathFilterOptions): PathFilter {
  const prefixes = [stripPrefix.base, stripPrefix.revision].filter((prefix) => prefix !== undefined);
  const included = includePaths.map((glob) => ({ glob, pattern: globPattern(glob) }));
  const excluded = excludePaths.map(globPattern);
  const spellings = (path: string) => [path, ...prefixes.flatMap((prefix) => pathUnder(prefix, path) ?? [])];
  const meets = (pattern: RegExp, paths: readonly string[]) =>
    paths.flatMap(spellings).some((each) => pattern.test(each));
  const includes = (...paths: readonly string[]) =>
    (included.length === 0 || included.some(({ pattern }) => meets(pattern, paths))) &&
    !excluded.some((pattern) => meets(pattern, paths));

  return {
    isEmpty: included.length + excluded.length + prefixes.length === 0,
    includes,
    problems(base, revision) {
      const all = [...base, ...revision];
      const problems: SpecProblem[] = [];
      if (included.length + excluded.length > 0 && all.length > 0 && !all.some((path) => includes(path))) {
        problems.push({
          code: 'filter-empty',
          message: `The path filters leave nothing to compare: ${sayPathFilters({ includePaths, excludePaths })}.`,
          hint: `Paths are such as ${all[0]}; * stands for anything.`,
          position: null,
          hides: true,
        });
      } else {
        for (const { glob, pattern } of included) {
          if (all.length === 0 || meets(pattern, all)) continue;
          problems.push({
            code: 'filter-unused',
            message: `No path matches the filter ${glob}.`,
            hint: 'Check its spelling, or take it out.',
            position: null,
            hides: false,
          });
        }
      }
      for (const [side, paths] of Object.entries({ base, revision }) as ['base' | 'revision', readonly string[]][]) {
        const prefix = stripPrefix[side];
        if (prefix === undefined || paths.length === 0 || paths.some((path) => pathUnder(prefix, path) !== null))
          continue;
        problems.push({
          code: 'prefix-unused',
          message: `No path of the ${side} begins with ${prefix}, so nothing was taken off.`,
          hint: `Its paths are such as ${paths[0]}.`,
          position: null,
          hides: false,
        });
      }
      return problems;
    },
  };
}

/** `only /pets/*, without /pets/internal` */
export function sayPathFilters({
  includePaths,
  excludePaths,
}: Pick<Required<PathFilterOptions>, 'includePaths' | 'excludePaths'>): string {
  const include = includePaths.length > 0 ? [`only ${includePaths.join(', ')}`] : [];
  const exclude = excludePaths.length > 0 ? [`without ${excludePaths.join(', ')}`] : [];
  return [...include, ...exclude].join(', ');
}

/** `*` stands for any run of characters, everything else for itself. */
export function globPattern(glob: string): RegExp {
  return new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
}
