import type { HeldDocument } from './document-library.ts';
import { findDuplicateJsonKeys } from './duplicate-json-keys.ts';
import { formatPointer } from './json-pointer.ts';
import type { SpecProblem } from './source-document.ts';
import { lineFinder } from './text-position.ts';

/** Faults of one kind that are shown of one document. */
const maximumShown = 100;

/** A fault that parsers pass over in silence: of two equal keys in JSON only the last is kept. Looked for by a cheap sign first. */
export function duplicateKeys({ document, parsed }: HeldDocument): SpecProblem[] {
  if (parsed.scan?.mayHaveDuplicates !== true) return [];
  const { text } = parsed.decoded;
  const lineColumn = lineFinder(text);
  return findDuplicateJsonKeys(text)
    .slice(0, maximumShown)
    .map(({ pointer, key, offset }) => ({
      code: 'duplicate-key',
      message: `${document.source} has the key ${JSON.stringify(key)} twice ${pointer === '' ? 'at its top level' : `in ${pointer}`}; only the last was read.`,
      hint: 'Delete one of the two: readers of JSON disagree on which of them counts.',
      position: {
        source: document.source,
        pointer: pointer + formatPointer([key]),
        ...lineColumn(offset),
        exact: true,
      },
      hides: true,
    }));
}
