// CODEOWNERS by GitHub's rules
// (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners):
// patterns as in .gitignore without `!`, `[…]` and `\#`, the last that matches decides, and a pattern without owners
// takes them away. GitLab's sections are no part of it: such a line is passed over, as GitHub does.

import type { Place } from '../settings-layer.ts';

export interface OwnedPath {
  readonly pattern: string;
  readonly owners: readonly string[];
  readonly place: Place;
  matches(path: string): boolean;
}

export interface CodeOwners {
  readonly rules: readonly OwnedPath[];
  readonly notes: readonly string[];
}

export function readCodeOwners(text: string, source: string): CodeOwners {
  const rules: OwnedPath[] = [];
  const notes: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const [pattern, ...rest] = withoutComment(line).match(/(?:\\.|\S)+/g) ?? [];
    if (pattern === undefined) return;
    const place = {
      source,
      line: index + 1,
      column: line.indexOf(pattern) + 1,
      origin: `codeowners:${source}:${index + 1}`,
    };
    if (/^[!^]|[[\]]/.test(pattern)) {
      notes.push(`${source}:${index + 1}: GitHub's CODEOWNERS knows no "${pattern}"; the line is passed over.`);
      return;
    }
    const expression = expressionOf(pattern.replace(/\\(.)/g, '$1'));
    rules.push({ pattern, owners: rest, place, matches: (path) => expression.test(path.replace(/^\/+/, '')) });
  });
  return { rules, notes };
}

/** The rule that decides about a file, `lib/main.py`; null where none matches it. */
export function ruleFor({ rules }: CodeOwners, path: string): OwnedPath | null {
  return rules.findLast((rule) => rule.matches(path)) ?? null;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '');
}

/**
 * A pattern with a slash that is not at its end is bound to the top of the repository, another matches at any depth.
 * A name matches a folder with all that is in it; `docs/*` matches only what lies in it directly.
 */
function expressionOf(pattern: string): RegExp {
  const bound = pattern.replace(/\/$/, '').includes('/');
  const body = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map((part, index, parts) => {
      const last = index === parts.length - 1;
      if (part === '**') return last ? '.*' : '(?:.*/)?';
      const glob = part
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*+/g, '[^/]*')
        .replace(/\?/g, '[^/]');
      return last ? glob : `${glob}/`;
    })
    .join('');
  const onlyDirectly = /\/\*$/.test(pattern);
  const end = pattern.endsWith('/') ? '/.*' : onlyDirectly ? '' : '(?:/.*)?';
  return new RegExp(`^${bound ? '' : '(?:.*/)?'}${body}${end}$`);
}
