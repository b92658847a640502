// Integers beyond 2^53, of which JavaScript keeps neighbours as one number. A bound of 64 bits is common, and harmless
// as long as both releases write it alike; what they write differently and was read as one would pass for the same.

import type { HeldDocument } from './document-library.ts';
import type { LoadedSpec, SpecProblem, WideInteger } from './source-document.ts';
import { unsafeIntegers } from './survey-value.ts';

/** Something else may be called so: a property, say, or a schema. */
const inExample =
  /(?<!\/(?:properties|patternProperties|dependentSchemas|\$defs|definitions|schemas|parameters|requestBodies|responses|headers))\/examples?(?:\/|$)/;

/** Of one document, in its order. Those of examples are none that a caller is held to. */
export function wideIntegers({ document, survey }: HeldDocument): WideInteger[] {
  if (!survey.hasUnsafeIntegers) return [];
  return unsafeIntegers(document.value)
    .filter(({ pointer }) => !inExample.test(pointer))
    .map(({ pointer, value }) => ({
      source: document.source,
      value,
      meant: () => integerMeant(document.writtenAt(pointer), value),
      locate: () => document.locate(pointer),
    }));
}

/** What rounding hides between two releases, and what it makes of an integer that only one of them has. */
export function roundedIntegers(base: LoadedSpec, revision: LoadedSpec): SpecProblem[] {
  const before = Map.groupBy(base.wideIntegers, ({ value }) => value);
  const after = Map.groupBy(revision.wideIntegers, ({ value }) => value);
  const onlyIn = (own: typeof before, other: typeof before) =>
    [...own].flatMap(([value, all]) => (other.has(value) ? [] : all));
  return [
    ...[...before].flatMap(([value, older]) => confused(older, after.get(value) ?? [])),
    ...roundedAlone(onlyIn(before, after)),
    ...roundedAlone(onlyIn(after, before)),
  ];
}

function confused(older: readonly WideInteger[], newer: readonly WideInteger[]): SpecProblem[] {
  const [before, after] = [byMeaning(older), byMeaning(newer)];
  if (before.size === 0 || after.size === 0) return [];
  const [integer, other] = [...after.keys()].some((each) => !before.has(each)) ? [after, before] : [before, after];
  const found = [...integer].find(([each]) => !other.has(each));
  if (found === undefined) return [];
  const [written, place] = found;
  const [neighbour] = other.keys();
  return [
    {
      code: 'number-rounded',
      message: `${written} and ${neighbour} are read as one number, being beyond 2^53: whether one became the other was not compared.`,
      hint: 'Compare them by eye. Many callers round such integers too; a string with a pattern holds every digit.',
      position: place.locate(),
      hides: true,
    },
  ];
}

/** The first of each; those that may mean any are left out. */
function byMeaning(all: readonly WideInteger[]): Map<bigint, WideInteger> {
  const first = new Map<bigint, WideInteger>();
  for (const each of all) {
    const meant = each.meant();
    if (meant !== null && !first.has(meant)) first.set(meant, each);
  }
  return first;
}

function roundedAlone(all: readonly WideInteger[]): SpecProblem[] {
  const rounded = [...byMeaning(all)].filter(([meant, { value }]) => meant !== BigInt(value));
  const [first] = rounded;
  if (first === undefined) return [];
  const [written, place] = first;
  const count = rounded.length === 1 ? 'An integer' : `${rounded.length} integers`;
  return [
    {
      code: 'number-rounded',
      message: `${count} in ${place.source} cannot be told apart from neighbours beyond 2^53, the first being ${written}.`,
      hint: 'Its last digits are shown as JavaScript rounds them.',
      position: place.locate(),
      hides: false,
    },
  ];
}

/** Null where a program wrote what it had rounded itself (9223372036854776000), of which nobody knows what it was. */
function integerMeant(written: string | null, value: number): bigint | null {
  if (written === null || !/^[+-]?[0-9]+$/.test(written)) return BigInt(value);
  const meant = BigInt(written.replace(/^\+/, ''));
  return written === String(value) && meant !== BigInt(value) ? null : meant;
}
