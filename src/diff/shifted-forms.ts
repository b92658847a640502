// Properties that one release describes once for all forms of a value (beside `oneOf` or `anyOf`) and the other in each form.

import type { SchemaBranch, SchemaNode } from '../spec/index.ts';
import type { Both } from './pair.ts';

/**
 * Where the one side says of all forms together what the other says in more of them: then each form of such lists is compared
 * with all that is said around it. Null where it is nowhere so.
 */
export function shiftedBetween(before: SchemaNode, after: SchemaNode): Shifted | null {
  const taken: ReadonlySet<string>[] = [];
  const withAll = new Set<SchemaBranch>();
  const all: Both<SchemaBranch[]> = { before: [], after: [] };
  for (const list of listsInBoth(before, after)) {
    const ofEach = new Set<string>();
    let isShifted = false;
    for (const [holder, forms, lister, others] of [
      [before, list.before, after, list.after],
      [after, list.after, before, list.before],
    ] as const) {
      for (const name of holder.properties.keys()) {
        const [named, namedThere] = [forms, others].map(
          (each) => each.filter(({ schema }) => schema.properties.has(name)).length,
        ) as [number, number];
        const isOfEach = !lister.properties.has(name) && namedThere === others.length;
        if (isOfEach) ofEach.add(name);
        isShifted ||= isOfEach || namedThere > named;
      }
    }
    const read = (whole: SchemaNode, each: readonly SchemaBranch[]) =>
      isShifted ? each.map((form) => inFull(whole, form)) : each;
    const left = read(before, list.before);
    all.before.push(...left);
    all.after.push(...read(after, list.after));
    if (!isShifted) continue;
    taken.push(ofEach);
    for (const form of left) withAll.add(form);
  }
  const [ofEach, ...others] = taken;
  // What only one of two such lists took over would be missed in each form of the other.
  if (ofEach === undefined || others.some((other) => other.symmetricDifference(ofEach).size > 0)) return null;
  return { ...all, ofEach, withAll };
}

/** The forms of both sides. */
export interface Shifted extends Both<readonly SchemaBranch[]> {
  /** What one side says in every form of a list, and no longer of all together. */
  readonly ofEach: ReadonlySet<string>;
  /** Of the forms of the base those that come with what is said around them. */
  readonly withAll: ReadonlySet<SchemaBranch>;
}

/**
 * The lists of forms, of both sides in the same order: a schema may have several, in the parts of its `allOf` or under two
 * keywords. Where the sides do not have the same ones, all forms are one list.
 */
function listsInBoth(before: SchemaNode, after: SchemaNode): readonly Both<readonly SchemaBranch[]>[] {
  const [left, right] = [listsOf(before), listsOf(after)];
  if (left.length === 0 || right.length === 0) return [];
  const isSame = left.length === right.length && left.every(([form], at) => form?.keyword === right[at]![0]?.keyword);
  if (!isSame) return [{ before: left.flat(), after: right.flat() }];
  return left.map((list, at) => ({ before: list, after: right[at]! }));
}

function listsOf(schema: SchemaNode): readonly (readonly SchemaBranch[])[] {
  const lists: SchemaBranch[][] = [];
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    if (!schema.has(keyword)) continue;
    for (const form of schema.branches(keyword)) {
      if (form.index === 0) lists.push([form]);
      else lists.at(-1)!.push(form);
    }
  }
  return lists;
}

/** A form with what is said of all of them. */
function inFull(whole: SchemaNode, form: SchemaBranch): SchemaBranch {
  return { ...form, schema: whole.reader.inForm(whole, form.spot) };
}
