// A document that one side has and the other has not: new, removed, or called otherwise there. What is said of it, and
// the API without operations that stands in its place.

import { type LoadedSpec, type SpecProblem, specFromText } from '../spec/index.ts';

export type Side = 'base' | 'revision';

/** The document of the other side, and what git calls it in the one that lacks it. */
export interface Move {
  /** `it` where the missing one was asked for by the same path. */
  readonly what: string;
  readonly to: string;
}

/** What to do about it; `move` is null where git knows of none. */
export function missingAdvice(side: Side, move: Move | null): string {
  if (move !== null) return `Git says that ${move.what} was moved: compare with ${move.to}.`;
  return side === 'base'
    ? 'Where the document itself is new, `--base-may-be-missing` counts all of it as new.'
    : 'Where the document was removed on purpose, `--revision-may-be-missing` counts all of it as removed.';
}

export function missingProblem(side: Side, name: string, reversed: boolean): SpecProblem {
  const [isNew, isGone] = reversed ? ['what goes when it is taken back', 'what comes back'] : ['new', 'removed'];
  const said =
    side === 'base'
      ? { is: `not there yet, so everything in the revision counts as ${isNew}`, path: 'had' }
      : { is: `not there any more, so everything in the base counts as ${isGone}`, path: 'has now' };
  return {
    code: `${side}-missing`,
    message: `${name} is ${said.is}.`,
    hint: `If the document was only moved, name the path that it ${said.path}.`,
    position: null,
    hides: false,
  };
}

export function movedProblem(side: Side, name: string, { what, to }: Move): SpecProblem {
  return {
    code: `${side}-moved`,
    message: `${name} is not there. Git says that ${what} was moved, so ${to} was compared.`,
    hint:
      side === 'base'
        ? 'If that is another document, name the right one.'
        : 'Name that path from now on: once this is the base, neither side has the old one.',
    position: null,
    hides: false,
  };
}

/** An API at the same address that answers nothing. */
export function withoutOperations({ roots: [root] }: LoadedSpec, source: string): Promise<LoadedSpec> {
  const value = Object.entries(root?.document.value ?? {});
  const address = value.filter(([key]) => addressKeys.has(key));
  return specFromText(JSON.stringify({ ...Object.fromEntries(address), info: {}, paths: {} }), source);
}

const addressKeys = new Set([
  'openapi',
  'swagger',
  'servers',
  'host',
  'basePath',
  'schemes',
  'x-ms-parameterized-host',
]);
