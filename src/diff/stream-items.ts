// The items of a stream (OpenAPI 3.2, Sequential Media Types): `itemSchema` describes each, and a list in `schema` all of
// them together, so that the one may take the place of the other.

import type { MediaType, SchemaNode } from '../spec/index.ts';
import { documentation } from './match-order.ts';
import type { Both } from './pair.ts';

/** What is said of each item, where both sides say it in one way, or the one says it of all of them in a list. */
export function streamItems(before: MediaType, after: MediaType): Both<SchemaNode | null> {
  const sides = { before: before.itemSchema, after: after.itemSchema };
  if (!exchangesItems(before, after)) return sides;
  const items = { before: itemsOf(before), after: itemsOf(after) };
  return items.before === null || items.after === null ? sides : items;
}

/** Whether one side has only `schema`, and the other only `itemSchema`. */
export function exchangesItems(before: MediaType, after: MediaType): boolean {
  const saysWhole = ({ schema, itemSchema }: MediaType) => schema !== null && itemSchema === null;
  const saysItems = ({ schema, itemSchema }: MediaType) => schema === null && itemSchema !== null;
  return (saysWhole(before) && saysItems(after)) || (saysItems(before) && saysWhole(after));
}

/** Whether a list in `schema` says more than what each item is: how many there are, or that none is met twice. */
export function saysMoreOfAll({ schema }: MediaType): boolean {
  const ofEach = new Set(['type', 'items', ...documentation]);
  return schema !== null && [...schema.keywords].some((keyword) => !ofEach.has(keyword) && !keyword.startsWith('x-'));
}

function itemsOf({ schema, itemSchema }: MediaType): SchemaNode | null {
  return itemSchema ?? (schema?.types?.join() === 'array' ? schema.child('items') : null);
}
