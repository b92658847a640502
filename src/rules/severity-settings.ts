// What an organisation thinks of a rule in its own house: a list of settings of which the last that fits decides, so
// that a general word comes first and its exceptions after it.

import type { Context } from '../diff/index.ts';
import { type Api, isObject, type SpecProblem } from '../spec/index.ts';
import type { Severity } from './comparison.ts';
import { globPattern } from './path-filter.ts';
import { spellings } from './written-paths.ts';

/** All that is given has to fit; what is not given fits everything. */
export interface SeveritySetting {
  /** Ids, with `*` for anything: `enum-value-removed`, `property-*`, `*`. */
  readonly rules: readonly string[];
  /** Who sends; `request` is the client to the server. */
  readonly direction?: 'request' | 'response';
  /** Path templates with `*` for anything, with or without a prefix that is taken off. */
  readonly paths?: readonly string[];
  readonly tags?: readonly string[];
  /** `off` silences what fits. */
  readonly severity: Severity | 'off';
  /** Why; shown beside whatever it changes. */
  readonly reason?: string;
  /** Written for several APIs: it may be for another one, and is not told where it fits nothing. */
  readonly shared?: boolean;
}

export type SeverityChooser = (
  rule: string,
  /** `paths` are all spellings of the operation's path; none where it is about the whole API. */
  place: Pick<Context, 'direction' | 'tags'> & { readonly paths: readonly string[] },
) => { readonly severity: Severity | 'off'; readonly reason: string | null } | null;

/** Null where no setting fits. */
export function severityChooser(settings: readonly SeveritySetting[]): SeverityChooser {
  const latestFirst = settings
    .map(({ rules, paths, ...rest }) => ({
      ...rest,
      rules: rules.map(globPattern),
      paths: paths?.map(globPattern),
    }))
    .reverse();
  return (rule, { direction, paths, tags }) => {
    const chosen = latestFirst.find(
      (setting) =>
        setting.rules.some((pattern) => pattern.test(rule)) &&
        (setting.direction === undefined || setting.direction === direction) &&
        (setting.paths === undefined || setting.paths.some((pattern) => paths.some((path) => pattern.test(path)))) &&
        (setting.tags === undefined || setting.tags.some((tag) => tags.includes(tag))),
    );
    return chosen === undefined ? null : { severity: chosen.severity, reason: chosen.reason ?? null };
  };
}

/** Paths and tags of settings that neither document has, as one problem: misspelt, they would change nothing, silently. */
export function idleSettings(all: readonly SeveritySetting[], base: Api, revision: Api): SpecProblem[] {
  const settings = all.filter(({ shared }) => shared !== true);
  if (!settings.some(({ paths, tags }) => paths ?? tags)) return [];
  const operations = [base, revision].flatMap((api) => [...api.operations.values()]);
  if (operations.length === 0) return [];
  const knownPaths = [...new Set(operations.flatMap(({ path }) => spellings(path, base, revision)))];
  const knownTags = new Set(operations.flatMap(({ spot }) => (isObject(spot.value) ? (spot.value.tags ?? []) : [])));
  const met = (glob: string) => knownPaths.some((path) => globPattern(glob).test(path));
  const idle = new Set(
    settings.flatMap(({ paths = [], tags = [] }) => [
      ...paths.filter((glob) => !met(glob)).map((glob) => `the path ${glob}`),
      ...tags.filter((tag) => !knownTags.has(tag)).map((tag) => `the tag ${tag}`),
    ]),
  );
  if (idle.size === 0) return [];
  return [
    {
      code: 'setting-unused',
      message: `Settings of severities name what neither document has: ${[...idle].join(', ')}.`,
      hint: 'Check the spelling; what is meant for other APIs names their `services`.',
      position: null,
      hides: false,
    },
  ];
}
