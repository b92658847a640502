// What ajv, or V8 with the code that ajv writes, takes minutes or gigabytes over: it is refused before it is begun.

import { isJsonObject, type Json } from './json-value.ts';
import { waysThrough } from './ways-through.ts';

/** Ways through a place of a schema beyond which a check would take minutes. */
const mostWays = 1_000_000;
export const tooManyWays = 'its alternatives multiply beyond what can be checked';

/** @throws Error where a check of some value would take too long */
export function refuseManyWays(schema: Json): void {
  if (waysThrough(schema) > mostWays) throw new Error(tooManyWays);
}

/** More patterns in one object than this, and V8 takes gigabytes over ajv's check, which has a loop for each. */
const mostPatterns = 500;

/** @throws Error where a check would take too much memory */
export function refuseManyPatterns(schema: Json, text: string): void {
  if (text.includes('"patternProperties"') && hasManyPatterns(schema)) {
    throw new Error(`it has more than ${mostPatterns} \`patternProperties\` in one object`);
  }
}

function hasManyPatterns(schema: Json): boolean {
  return someWithin(schema, (each) => {
    const patterns = isJsonObject(each) ? each.patternProperties : undefined;
    return patterns !== undefined && isJsonObject(patterns) && Object.keys(patterns).length > mostPatterns;
  });
}

/** More schemas in one list than this, of all of which is noted what they evaluated, and V8 takes minutes over ajv's check. */
const mostNoted = 1_000;
const tooManyParts = `it has a list of more than ${mostNoted} schemas beside unevaluated properties or items`;

/** @throws Error where a check that notes what was evaluated would take too long */
export function refuseLongLists(schema: Json): void {
  const isLong = (each: Json) => Array.isArray(each) && each.length > mostNoted && each.some(isJsonObject);
  if (someWithin(schema, isLong)) throw new Error(tooManyParts);
}

/** Whether it holds of some object or list in a schema, at whatever depth. */
export function someWithin(schema: Json, holds: (each: Json & object) => boolean): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return holds(schema) || Object.values(schema).some((part) => someWithin(part, holds));
}
