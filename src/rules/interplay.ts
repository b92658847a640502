// Where what each keyword says by itself is not all that a schema says: changes there may refuse what was accepted although
// each of them looks harmless.

import { Reach } from '../base/index.ts';
import type { SchemaPair } from '../diff/index.ts';
import type { SchemaNode } from '../spec/index.ts';

/** Keywords through which changes that are harmless by themselves may together refuse what was accepted. */
const interplay = [
  'oneOf',
  'anyOf',
  'not',
  'if',
  'patternProperties',
  'unevaluatedProperties',
  'dependentSchemas',
  'dependentRequired', // of what is readOnly it asks nothing
  'contains',
  'prefixItems', // what is no longer described there is held to `items`
  'unevaluatedItems',
];

/** Whether two schemas, or any below them, may together refuse what no rule finds refused. */
export function reachOfInterplay(): Reach<SchemaPair> {
  return new Reach(({ edges }) => edges.map(({ target }) => target), hasInterplay);
}

/** Whether what each keyword says by itself may not be all that a schema says, on either side. */
export function hasInterplay({ before, after }: SchemaPair): boolean {
  return (
    interplay.some((keyword) => before.has(keyword) || after.has(keyword)) || [before, after].some(dependsOnItsParts)
  );
}

/** Keywords of which rules read the first that is written, and not what several say together. */
const readOnce = ['multipleOf', 'format', 'const', 'uniqueItems'];

/** Whether it counts which part of an `allOf` says what: further properties are those that the part itself does not name. */
function dependsOnItsParts(schema: SchemaNode): boolean {
  if (schema.layers.length < 2) return false;
  return (
    ['refused', 'schema'].includes(schema.additionalProperties) ||
    readOnce.some((keyword) => schema.values(keyword).length > 1)
  );
}
