// Schemas that share their definitions, cut into pieces that can be compiled one by one: a definition is compiled when a
// value first comes to it, and once for all schemas that refer to it; and so is what describes a property. Of hundreds that
// hold one another few are needed to judge one value, and to compile them all would take longer than everything else.

import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { referenceToDefinition, tokensOfReference } from './local-reference.ts';

/** The keyword by which a piece hands a value on to a definition, by its name. */
export const handOn = 'handOn';
/** The keyword by which a piece hands the values of properties on, each to a piece of its own, by a number for all of them. */
export const handOnProperties = 'handOnProperties';

/** Keywords whose schemas are held against the same value, of which `unevaluated…` beside them counts what they met. */
const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas', 'not']);
const schemas = new Set([
  'additionalProperties',
  'contains',
  'items',
  'prefixItems',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
const maps = new Set(['dependentSchemas', 'patternProperties']);

/**
 * A schema as a piece: properties are handed on, since a value has few of those that are described, and references, but for
 * those of which `unevaluatedProperties` or `unevaluatedItems` has to know what they met; these stay, and what they lead to
 * comes along. Its references must all be of the form `#/$defs/NAME`, and definitions hold no definitions, as those do that
 * are shared (see `shareDefinitions`).
 */
export function pieceOf(schema: Json, definitions: JsonObject, numberOf: (properties: JsonObject) => number): Json {
  if (!isJsonObject(schema)) return schema;
  const along = new Map<string, Json>();
  const open: string[] = [];

  function cut(each: Json, isCounted: boolean): Json {
    if (Array.isArray(each)) return each.map((one) => cut(one, isCounted));
    if (!isJsonObject(each)) return each;
    const counts = isCounted || 'unevaluatedProperties' in each || 'unevaluatedItems' in each;
    const entries = Object.entries(each).flatMap(([keyword, inner]): [string, Json][] => {
      if (keyword === '$defs') return [];
      if (keyword === '$ref' && typeof inner === 'string') return [reference(inner, counts)];
      if (keyword === 'properties' && isJsonObject(inner)) return propertiesOf(inner);
      const below = inPlace.has(keyword) && counts;
      if (maps.has(keyword) && isJsonObject(inner)) {
        const cuts = Object.entries(inner).map(([name, one]) => [name, cut(one, below)] as const);
        return [[keyword, Object.fromEntries(cuts)]];
      }
      return [[keyword, inPlace.has(keyword) || schemas.has(keyword) ? cut(inner, below) : inner]];
    });
    return Object.fromEntries(entries);
  }

  /** Their names stay, since keywords beside them ask for these. */
  function propertiesOf(properties: JsonObject): [string, Json][] {
    const names = Object.fromEntries(Object.keys(properties).map((name) => [name, true]));
    return [
      ['properties', names],
      [handOnProperties, numberOf(properties)],
    ];
  }

  function reference(ref: string, isCounted: boolean): [string, Json] {
    const [, name] = tokensOfReference(ref) ?? [];
    if (name === undefined || !Object.hasOwn(definitions, name)) return ['$ref', ref];
    if (!isCounted) return [handOn, name];
    if (!along.has(name)) {
      along.set(name, true);
      open.push(name);
    }
    return ['$ref', referenceToDefinition(name)];
  }

  const piece = cut(schema, false) as JsonObject;
  for (let name = open.pop(); name !== undefined; name = open.pop()) along.set(name, cut(definitions[name]!, true));
  return along.size === 0 ? piece : { ...piece, $defs: Object.fromEntries(along) };
}
