// What may have come in place of a property that is gone. Only a guess, and only where there is no choice: in the same
// object one went and one came whose names differ only in how they are written, or that are described alike. Whoever reads
// it is told that it is one.

import { type Both, speltOtherwise } from '../diff/index.ts';
import { canonicalText, type SchemaNode, type SchemaProperty } from '../spec/index.ts';

export interface Rename {
  readonly name: string;
  /** What speaks for it: the other spelling of the name, or that it is described alike. */
  readonly by: 'spelling' | 'shape';
}

export function guessRename(gone: SchemaProperty, parents: Both<SchemaNode>): Rename | null {
  const { before, after, speltOtherwise } = alonesIn(parents);
  const spelt = speltOtherwise.get(gone.name);
  if (spelt !== undefined) return { name: spelt, by: 'spelling' };
  const shape = shapeOf(gone);
  if (shape === null) return null;
  const [came, ...others] = after.get(shape) ?? [];
  const isOnly = came !== undefined && others.length === 0 && before.get(shape)?.length === 1;
  return isOnly ? { name: came, by: 'shape' } : null;
}

type NamesByShape = ReadonlyMap<string | null, readonly string[]>;
type Alones = Both<NamesByShape> & { readonly speltOtherwise: ReadonlyMap<string, string> };
const alones = new WeakMap<Both<SchemaNode>, Alones>();

/** The properties that are on one side only. Each of thousands may ask for them. */
function alonesIn(parents: Both<SchemaNode>): Alones {
  const onlyIn = (one: SchemaNode, other: SchemaNode): NamesByShape => {
    const alone = [...one.properties.values()].filter(({ name }) => !other.properties.has(name));
    const byShape = Map.groupBy(alone, shapeOf);
    return new Map([...byShape].map(([shape, properties]) => [shape, properties.map(({ name }) => name)]));
  };
  const known = alones.get(parents);
  if (known !== undefined) return known;
  const { before, after } = parents;
  const made = {
    before: onlyIn(before, after),
    after: onlyIn(after, before),
    speltOtherwise: speltOtherwise(before.properties.keys(), after.properties.keys()),
  };
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
