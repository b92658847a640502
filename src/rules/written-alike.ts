// Whether two schemas of which no rule finds any difference can differ in themselves, or only in what they hold.

import type { SchemaPair } from '../diff/index.ts';
import { canonicalText, isObject, type SchemaNode } from '../spec/index.ts';
import { hasInterplay } from './interplay.ts';

/** Rules read each keyword by itself; where keywords act on one another, it counts in which part each stands. */
export function isWrittenAlike(pair: SchemaPair): boolean {
  if (!hasInterplay(pair)) return true;
  const { before, after } = pair;
  for (const schema of [before, after]) {
    if (dependsOnMore.some((keyword) => schema.has(keyword))) return false;
    if (oncePerPart.some((keyword) => schema.values(keyword).length > 1)) return false;
  }
  return canonicalText(outline(before)) === canonicalText(outline(after));
}

/** What these let through hangs on which words other schemas are written in. */
const dependsOnMore = ['unevaluatedProperties', 'unevaluatedItems'];

/** What several parts of an `allOf` say of these is not what one schema with all of it says. */
const oncePerPart = ['oneOf', 'anyOf', 'prefixItems', 'items', 'additionalProperties', 'contains'];

const maps = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const others = new Set(['oneOf', 'anyOf', 'prefixItems', 'items', 'additionalProperties', 'contains', 'propertyNames']);

/** Each part of a schema without what it holds. */
function outline({ layers }: SchemaNode): readonly string[] {
  return layers
    .map(({ keywords: { allOf: _, ...keywords } }) =>
      Object.entries(keywords).map(([keyword, value]) => {
        if (maps.has(keyword) && isObject(value)) return [keyword, Object.keys(value).sort()];
        if (others.has(keyword) && Array.isArray(value)) return [keyword, value.length];
        return [keyword, others.has(keyword) && isObject(value) ? {} : value];
      }),
    )
    .filter((keywords) => keywords.length > 0)
    .map((keywords) => canonicalText(keywords.sort()))
    .sort();
}
