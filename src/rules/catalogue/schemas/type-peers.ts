// What the leading tool calls a changed type or format. It has one id for both, tells kinds of change apart by place,
// and knows fewer formats than we do; none of this bears on our own judgement.

import { isObject, type JsonType, type SchemaNode } from '../../../spec/index.ts';
import { isInContent, isRoot, known, schemaPrefix } from '../../peer-ids.ts';
import type { Facts, PeerQuery } from '../../rule.ts';

export interface Typing {
  /** Without null, of which other ids speak; null where any type is let through. */
  readonly types: readonly JsonType[] | null;
  /** Null is one of a list of types. */
  readonly orNull: boolean;
  readonly format: string | null;
  /** No value at all. */
  readonly never: boolean;
}

type Ending = 'changed' | 'generalized' | 'specialized' | 'compatible';

export function typingOf(schema: SchemaNode): Typing {
  const { valueTypes, format, never } = schema;
  const isListed = schema.layers.some(
    ({ spot: { value } }) => isObject(value) && (value.type === 'null' || Array.isArray(value.type)),
  );
  return { types: valueTypes, orNull: isListed && schema.types?.includes('null') === true, format, never };
}

export function typePeers(
  before: Typing,
  after: Typing,
  query: Pick<PeerQuery<Facts>, 'direction' | 'place' | 'context'>,
): string[] {
  if (isInContent(query) || before.never || after.never || areAnyAndNull(before, after)) return [];
  return known([`${schemaPrefix(query.direction, query.place)}-type-${endingOf(before, after, query)}`]);
}

/** Between anything and null alone it tells no difference. */
function areAnyAndNull(...sides: readonly Typing[]): boolean {
  return sides.some(({ types }) => types === null) && sides.some(({ types }) => types?.length === 0);
}

function endingOf(
  before: Typing,
  after: Typing,
  { direction, place, context }: Parameters<typeof typePeers>[2],
): Ending {
  const asText = context.text;
  if (place.where === 'parameter') {
    if (isRoot(place)) return takesText(after, before) ? 'generalized' : 'changed';
    if (isGrownNumber(before, after) || (same(before, after) && takesFormat(after, before))) return 'generalized';
    return takesText(after, before) ? 'changed' : 'specialized';
  }
  if (direction === 'response') {
    const wasAnyText = asText && String(listOf(before)) === 'string' && before.format === null;
    if (takes(before, after) || (wasAnyText && after.types === null)) return 'specialized';
    const isStillText =
      (before.format === null || before.format === after.format) &&
      without(before, after).every((type) => type === 'string');
    if (same(before, after) || before.types === null || after.types === null) return 'changed';
    if (asText && isStillText) return 'compatible';
    return takesTypes(after, before) ? 'generalized' : 'changed';
  }
  if (takes(after, before)) return 'generalized';
  if (asText && before.types === null && String(after.types) === 'string' && after.format === null)
    return 'generalized';
  return asText && takesText(after, before) ? 'compatible' : 'changed';
}

/** Whether all that one typing lets through the other lets through too, as JSON. */
function takes(wide: Typing, narrow: Typing): boolean {
  return takesTypes(wide, narrow) && takesFormat(wide, narrow);
}

function takesTypes(wide: Typing, narrow: Typing): boolean {
  const [outer, inner] = [listOf(wide), listOf(narrow)];
  if (outer === null || inner === null) return outer === null;
  return inner.every((type) => outer.includes(type) || (type === 'integer' && outer.includes('number')));
}

/** To it null is a type like the others where it is one of a list; null where any type is let through. */
function listOf({ types, orNull }: Typing): readonly JsonType[] | null {
  return types === null || !orNull ? types : [...types, 'null'];
}

const containedFormats: readonly (readonly [string, string])[] = [
  ['date-time', 'date'],
  ['date-time', 'time'],
  ['int64', 'int32'],
  ['double', 'float'],
];

/** It holds formats against each other where there is one type. */
function takesFormat(wide: Typing, narrow: Typing): boolean {
  const { format } = wide;
  return (
    format === null ||
    format === narrow.format ||
    (!wide.orNull &&
      !narrow.orNull &&
      containedFormats.some(([outer, inner]) => format === outer && narrow.format === inner))
  );
}

/** As it sees values that travel as text: what came to the list of types must be able to stand for what left it. */
function takesText(wide: Typing, narrow: Typing): boolean {
  if (!takesFormat(wide, narrow)) return false;
  if (wide.types === null || same(wide, narrow)) return true;
  const come = without(wide, narrow);
  return come.length === 0 || String(come) === 'string' || isGrownNumber(narrow, wide);
}

function isGrownNumber(before: Typing, after: Typing): boolean {
  const [left, come] = [without(before, after), without(after, before)];
  return String(left) === 'integer' && String(come) === 'number' && takesFormat(after, before);
}

function same(left: Typing, right: Typing): boolean {
  return String(listOf(left)) === String(listOf(right));
}

/** Those types of one that the other does not list. */
function without({ types, orNull }: Typing, other: Typing): JsonType[] {
  const left = (types ?? []).filter((type) => !(other.types ?? []).includes(type));
  return orNull && !other.orNull ? [...left, 'null'] : left;
}
