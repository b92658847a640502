// The problem of a part that has the wrong shape: `paths: []`, `enum: x`.

import { formatPointer } from './json-pointer.ts';
import type { SourceDocument, SpecProblem } from './source-document.ts';

/** How many are shown of one document. */
export const maximumShown = 100;

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
