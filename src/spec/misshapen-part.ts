// The problem of a part that has the wrong shape, `paths: []` or `enum: x`, and the list in which such problems are gathered.

import { formatPointer } from './json-pointer.ts';
import type { SourceDocument, SpecProblem } from './source-document.ts';

/** How many are shown of one document, of those that hide something and of those that do not. */
const maximumShown = 100;

export interface ProblemList {
  /** In the order in which they were found. */
  readonly found: readonly SpecProblem[];
  /** Makes a problem that hides something, or not, where there is room for it; it may turn out to be none, or a known one. */
  add(document: SourceDocument, hides: boolean, problem: () => SpecProblem | null): void;
}

/** What hides nothing takes no room from what does: a thousand odd types must not make a lost path look fine. */
export function listProblems(): ProblemList {
  const found: SpecProblem[] = [];
  const rooms = new Map<SourceDocument, { hiding: number; telling: number }>();
  const known = new Set<string>();
  return {
    found,
    add(document, hides, problem) {
      const room = rooms.get(document) ?? { hiding: maximumShown, telling: maximumShown };
      const kind = hides ? 'hiding' : 'telling';
      const one = room[kind] === 0 ? null : problem();
      if (one === null || known.has(one.message)) return;
      known.add(one.message);
      room[kind] -= 1;
      rooms.set(document, room);
      found.push(one);
    },
  };
}

/** `shape` says what there must be: `a list`. `more` replaces what is told of any such part. */
export function misshapenPart(
  document: SourceDocument,
  path: readonly (string | number)[],
  value: unknown,
  shape: string,
  more: Partial<Pick<SpecProblem, 'hint' | 'hides'>> = {},
): SpecProblem {
  const pointer = formatPointer(path);
  return {
    code: 'part-misshapen',
    message: `${document.source} has ${nameOf(value)} at ${pointer}, where there must be ${shape}.`,
    hint: 'Mend it; what it was meant to say could not be compared.',
    position: document.locate(pointer),
    hides: true,
    ...more,
  };
}

/** What a value is, for people: `a list`, `null`. */
export function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : `${value}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
