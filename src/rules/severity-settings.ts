// What an organisation thinks of a rule in its own house: a list of settings of which the last that fits decides, so
// that a general word comes first and its exceptions after it.

import type { Context } from '../diff/index.ts';
import type { Severity } from './comparison.ts';
import { globPattern } from './path-filter.ts';

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
