// Whether a value may be null, of which one rule tells: where its type says so the rules on nullability, and where only
// its list of values does the rules on these.

import type { SchemaNode } from '../../../spec/index.ts';

/** A type lets no null in past a list of values that has none. Null where nothing is said of it. */
function passesNull({ saysNull, letsNullThrough, enumValues }: SchemaNode): boolean | null {
  return saysNull && (letsNullThrough || (enumValues?.includes(null) ?? true));
}

/** Where it is the lists that differ in it, the rules on their values tell. */
function isToldByValues(left: SchemaNode, right: SchemaNode): boolean {
  return left.enumValues !== null && right.enumValues !== null && left.saysNull === right.saysNull;
}

/** What the rules on nullability tell of a pair, if anything. */
export function changeOfNull(before: SchemaNode, after: SchemaNode): 'came' | 'went' | null {
  const [had, has] = [passesNull(before), passesNull(after)];
  if (had === null || has === null || had === has || isToldByValues(before, after)) return null;
  return has ? 'came' : 'went';
}
