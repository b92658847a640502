// What to ask a code search for, and what a line of code that it found says. GitHub's search knows words, no paths: it
// is asked for the fixed parts of the paths, and what it finds counts only where a line really holds the path, the
// operation's id or the package.

import { anyOperation } from '../../catalog/index.ts';
import type { OperationRef } from '../../rules/index.ts';
import { operationTitle } from '../../spec/index.ts';

export interface SearchQuery {
  /** As it is sent, without where to look: `"lists bugzilla"`. */
  readonly text: string;
  /** What is looked for, for people. */
  readonly what: string;
}

/** An id or a path that is shorter than this is a word that stands in any program. */
const shortestTelling = 6;

/** Packages first, then paths, then operation ids, each once: what tells most comes before a limit may end the search. */
export function planSearch(operations: readonly OperationRef[], sdk: readonly string[]): SearchQuery[] {
  const paths = operations.filter(({ kind }) => kind === 'path').map(({ path }) => fixedHead(path));
  const ids = operations.flatMap(({ operationId }) => operationId ?? []);
  const queries = [
    ...sdk.map((name) => ({ text: quoted(name), what: `the package ${name}` })),
    ...paths.filter(isTelling).map((path) => ({ text: quoted(path), what: `the path ${path}` })),
    ...ids.filter(isTelling).map((id) => ({ text: quoted(id), what: `the operation id ${id}` })),
  ];
  return [...new Map(queries.map((query) => [query.text, query])).values()];
}

/**
 * Titles of the operations that a piece of code names, `GET /packages/{name}`; where it only names the package,
 * `anyOperation`. Empty where it names nothing of the service: the search has guessed. A path in code has no method
 * beside it as a rule; where the line names one, others are left out.
 */
export function readFragment(
  fragment: string,
  operations: readonly OperationRef[],
  sdk: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  const described = operations.filter(({ kind }) => kind === 'path');
  for (const line of fragment.split('\n')) {
    const at = described
      .map((operation) => ({ operation, place: placeOf(line, operation.path) }))
      .filter(({ place }) => place !== null);
    // The longest path that a line holds is the one that it means: not `/packages/{name}` in `/packages/…/acls`.
    const longest = Math.max(...at.map(({ operation }) => partsOf(operation.path).length));
    const meant = at.filter(({ operation }) => partsOf(operation.path).length === longest);
    const withMethod = meant.filter(({ operation }) => new RegExp(`\\b${operation.method}\\b`, 'i').test(line));
    for (const { operation } of withMethod.length > 0 ? withMethod : meant) found.add(operationTitle(operation));
    for (const operation of described) {
      const id = operation.operationId;
      if (id !== null && isTelling(id) && holdsWord(line, id)) found.add(operationTitle(operation));
    }
  }
  if (found.size === 0 && sdk.some((name) => holdsWord(fragment, name))) found.add(anyOperation);
  return [...found].sort();
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, ' ')}"`;
}

function isTelling(text: string): boolean {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length >= shortestTelling;
}

/** `/lists/bugzilla` of `/lists/bugzilla/{branch}` */
function fixedHead(path: string): string {
  return path.replace(/\{.*$/, '').replace(/\/$/, '');
}

/** Parts of the path, a parameter as null. */
function partsOf(path: string): (string | null)[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (part.includes('{') ? null : part));
}

/** Where a line holds the path, its parameters filled in whatever way the language has; null where it does not. */
function placeOf(line: string, path: string): number | null {
  const parts = partsOf(path);
  if (!parts.some((part) => part !== null && isTelling(part)) && parts.filter((part) => part !== null).length < 2) {
    return null;
  }
  const filled = '[^/\\n]{1,80}?';
  const expression = parts.map((part) => `/${part === null ? filled : escaped(part)}`).join('');
  return new RegExp(`${expression}(?![\\w-])`).exec(line)?.index ?? null;
}

/** The name by itself, not as a part of a longer one. */
function holdsWord(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`).test(text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
