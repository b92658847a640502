// What may have come in place of a property that is gone. Only a guess, and only where there is no choice: one property
// went and one came that are described alike, in the same object. Whoever reads it is told that it is one.

import type { Both } from '../diff/index.ts';
import { canonicalText, type SchemaNode, type SchemaProperty } from '../spec/index.ts';

/** The name of the other property, or null. */
export function guessRename(gone: SchemaProperty, parents: Both<SchemaNode>): string | null {
  const shape = shapeOf(gone);
  if (shape === null) return null;
  const { before, after } = alonesIn(parents);
  const [came, ...others] = after.get(shape) ?? [];
  return came !== undefined && others.length === 0 && before.get(shape)?.length === 1 ? came : null;
}

type NamesByShape = ReadonlyMap<string | null, readonly string[]>;
const alones = new WeakMap<Both<SchemaNode>, Both<NamesByShape>>();

/** The properties that are on one side only. Each of thousands may ask for them. */
function alonesIn(parents: Both<SchemaNode>): Both<NamesByShape> {
  const onlyIn = (one: SchemaNode, other: SchemaNode): NamesByShape => {
    const alone = [...one.properties.values()].filter(({ name }) => !other.properties.has(name));
    const byShape = Map.groupBy(alone, shapeOf);
    return new Map([...byShape].map(([shape, properties]) => [shape, properties.map(({ name }) => name)]));
  };
  const known = alones.get(parents);
  if (known !== undefined) return known;
  const { before, after } = parents;
  const made = { before: onlyIn(before, after), after: onlyIn(after, before) };
  alones.set(parents, made);
  return made;
}

const inWords: ReadonlySet<string> = new Set(['title', 'description', 'example', 'examples', 'default', 'deprecated']);

/** Whether it is required and how the author wrote it, words to readers aside; null where it is put together from several places. */
function shapeOf({ schema, required }: SchemaProperty): string | null {
  const [spot, ...more] = schema.spots;
  if (spot === undefined || more.length > 0 || schema.synthetic || schema.cyclic || schema.broken) return null;
  if (typeof spot.value !== 'object' || spot.value === null) return null;
  const said = Object.entries(spot.value).filter(([keyword]) => !inWords.has(keyword) && !keyword.startsWith('x-'));
  return said.length === 0 ? null : `${required} ${canonicalText(Object.fromEntries(said))}`;
}
