// Faults that parsers pass over in silence: duplicate keys in JSON, where only the last is kept, and integers that
// JavaScript rounds. Each is looked for by a cheap sign first, and in earnest only where the sign is there.

import type { HeldDocument } from './document-library.ts';
import { findDuplicateJsonKeys } from './duplicate-json-keys.ts';
import { formatPointer } from './json-pointer.ts';
import type { SpecProblem } from './source-document.ts';
import { unsafeIntegers } from './survey-value.ts';
import { lineFinder } from './text-position.ts';

/** Faults of one kind that are shown of one document. */
const maximumShown = 100;

export function inputProblems(held: HeldDocument): SpecProblem[] {
  return [...duplicateKeys(held), ...roundedIntegers(held)];
}

function duplicateKeys({ document, parsed }: HeldDocument): SpecProblem[] {
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

function roundedIntegers({ document, survey }: HeldDocument): SpecProblem[] {
  if (!survey.hasUnsafeIntegers) return [];
  const rounded = unsafeIntegers(document.value, maximumShown)
    .map((pointer) => ({ pointer, written: document.writtenAt(pointer) }))
    .filter(({ written }) => written !== null && isRounded(written));
  const [first] = rounded;
  if (first === undefined) return [];
  const count = rounded.length === 1 ? 'An integer' : `${rounded.length} integers`;
  return [
    {
      code: 'number-rounded',
      message: `${count} in ${document.source} cannot be told apart from neighbours beyond 2^53, the first being ${first.written}.`,
      hint: 'A change in the last digits of such a number goes unseen; compare it by eye.',
      position: document.locate(first.pointer),
      hides: false,
    },
  ];
}

function isRounded(written: string): boolean {
  return /^[+-]?[0-9]+$/.test(written) && BigInt(written.replace(/^\+/, '')) !== BigInt(Number(written));
}
