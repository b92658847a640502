// What may have come in place of a property that is gone. Only a guess, and only where there is no choice: one property
// went and one came that are described alike, in the same object. Whoever reads it is told that it is one.

import type { Both } from '../diff/index.ts';
import { canonicalText, type SchemaNode, type SchemaProperty } from '../spec/index.ts';

/** The name of the other property, or null. */
export function guessRename(gone: SchemaProperty, parents: Both<SchemaNode>): string | null {
  const shape = shapeOf(gone);
  if (shape === null) return null;
  const { before, after } = parents;
  const onlyIn = (one: SchemaNode, other: SchemaNode) =>
    [...one.properties.values()].filter(
      (property) =>
        !other.properties.has(property.name) && property.required === gone.required && shapeOf(property) === shape,
    );
  const [first, ...rest] = onlyIn(after, before);
  return first !== undefined && rest.length === 0 && onlyIn(before, after).length === 1 ? first.name : null;
}

const inWords: ReadonlySet<string> = new Set(['title', 'description', 'example', 'examples', 'default', 'deprecated']);

/** How the author wrote it, words to readers aside; null where it is put together from several places. */
function shapeOf({ schema }: SchemaProperty): string | null {
  const [spot, ...more] = schema.spots;
  if (spot === undefined || more.length > 0 || schema.synthetic || schema.cyclic || schema.broken) return null;
  if (typeof spot.value !== 'object' || spot.value === null) return null;
  const said = Object.entries(spot.value).filter(([keyword]) => !inWords.has(keyword) && !keyword.startsWith('x-'));
  return said.length === 0 ? null : canonicalText(Object.fromEntries(said));
}
