// Why a schema refuses a value, as far as that can be told in a few words: where in the value it is refused, and whether
// it is for fitting more than one of the alternatives of a `oneOf`. Of what keywords refuse together only an example tells.

import { branchLabel } from '../diff/index.ts';
import type { Json } from '../schema/index.ts';
import type { SchemaNode } from '../spec/index.ts';

export interface Refusal {
  /** The subject path from the whole value down to what is refused. */
  readonly path: readonly string[];
  /** What is refused there. */
  readonly value: Json;
  /** The alternatives of a `oneOf` that let it through, where there is more than one. */
  readonly fits: readonly string[];
  /** The property of the value that a discriminator goes by, which picks one of them; null where there is none. */
  readonly toldApartBy: string | null;
}

const mostSteps = 50;

/** `accepts` says whether a schema lets a value through; null where it cannot tell. */
export function whyRefused(
  root: SchemaNode,
  whole: Json,
  accepts: (schema: SchemaNode, value: Json) => boolean | null,
): Refusal {
  let [node, value]: [SchemaNode, Json] = [root, whole];
  const path: string[] = [];
  while (path.length < mostSteps) {
    const inner = heldValues(node, value).find(({ schema, held }) => accepts(schema, held) === false);
    if (inner === undefined) break;
    path.push(inner.segment);
    node = inner.schema;
    value = inner.held;
  }
  const fits = node.branches('oneOf').filter(({ schema }) => accepts(schema, value) === true);
  if (fits.length < 2) return { path, value, fits: [], toldApartBy: null };
  const tagged = node.discriminator === null ? fits.map(({ schema }) => schema) : [node];
  return { path, value, fits: fits.map(branchLabel), toldApartBy: tagOf(tagged, value) };
}

/** Of a schema with a discriminator, or of its alternatives, which may take theirs over from one schema. */
function tagOf(schemas: readonly SchemaNode[], value: Json): string | null {
  const [name, ...others] = new Set(schemas.map(({ discriminator }) => discriminator?.propertyName));
  if (name === undefined || others.length > 0 || typeof value !== 'object' || value === null) return null;
  return Object.hasOwn(value, name) ? name : null;
}

interface HeldValue {
  readonly segment: string;
  readonly schema: SchemaNode;
  readonly held: Json;
}

function heldValues(node: SchemaNode, value: Json): HeldValue[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const items = node.child('items');
    const { prefixItems } = node;
    return value.flatMap((held: Json, index) => {
      const schema = prefixItems[index] ?? items;
      return schema === null ? [] : [{ segment: index < prefixItems.length ? `[${index}]` : '[]', schema, held }];
    });
  }
  // In an order that is not the document's: which of several is named must not hang on how it is written.
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, held]) => {
      const schema = node.properties.get(name)?.schema;
      return schema === undefined ? [] : [{ segment: name, schema, held: held as Json }];
    });
}
