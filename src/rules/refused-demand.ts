// The commonest way to describe what cannot be: `additionalProperties: false` sees the `properties` beside it alone, and
// not what the other parts of an `allOf` describe (JSON Schema 2020-12, core, 10.3.2.3).

import { patternTest } from '../schema/index.ts';
import { isObject, type SchemaNode, type Spot } from '../spec/index.ts';

/** A property that is demanded of a value, and the part of the schema that refuses it; null where there is none. */
export function refusedDemand({ layers, required }: SchemaNode): { readonly name: string; readonly by: Spot } | null {
  if (required.size === 0) return null;
  for (const { keywords, spot, propertySpots } of layers) {
    if (keywords.additionalProperties !== false) continue;
    const isNamed = (name: string) =>
      propertySpots?.has(name) === true ||
      (isObject(keywords.properties) && Object.hasOwn(keywords.properties, name)) ||
      (isObject(keywords.patternProperties) &&
        Object.keys(keywords.patternProperties).some((each) => fits(each, name)));
    const name = [...required].find((each) => !isNamed(each));
    if (name !== undefined) return { name, by: spot };
  }
  return null;
}

function fits(pattern: string, name: string): boolean {
  try {
    return patternTest(pattern)(name);
  } catch {
    return true; // what cannot be read may fit
  }
}
