// How often a validator that remembers nothing may come by the same value: ajv walks every way through alternatives of
// alternatives, which doubles with each definition that leads to the next one twice.

import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { tokensOfReference } from './local-reference.ts';

const lists = ['allOf', 'anyOf', 'oneOf'];
const singles = ['not', 'if', 'then', 'else'];

/** The most ways through one place of a schema without going into a value. Circles count once. */
export function waysThrough(document: Json): number {
  const counted = new Map<JsonObject, number>();
  const resolved = new Map<string, Json | undefined>();
  let most = 0;
  const seen = new Set<object>();
  const work: Json[] = [document];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (typeof at !== 'object' || at === null || seen.has(at)) continue;
    seen.add(at);
    if (isJsonObject(at)) most = Math.max(most, count(at));
    work.push(...(Object.values(at) as Json[]));
  }
  return most;

  function count(schema: Json | undefined): number {
    if (schema === undefined || !isJsonObject(schema)) return 1;
    const known = counted.get(schema);
    if (known !== undefined) return known;
    counted.set(schema, 0);
    let ways = 1;
    for (const keyword of lists) {
      const branches = schema[keyword];
      if (Array.isArray(branches)) for (const branch of branches as readonly Json[]) ways += count(branch);
    }
    for (const keyword of singles) if (schema[keyword] !== undefined) ways += count(schema[keyword]);
    if (isJsonObject(schema.dependentSchemas))
      for (const each of Object.values(schema.dependentSchemas)) ways += count(each);
    if (typeof schema.$ref === 'string') ways += count(resolve(schema.$ref));
    counted.set(schema, ways);
    return ways;
  }

  function resolve(reference: string): Json | undefined {
    if (!resolved.has(reference)) resolved.set(reference, find(reference));
    return resolved.get(reference);
  }

  function find(reference: string): Json | undefined {
    let at: Json | undefined = document;
    for (const token of tokensOfReference(reference) ?? ['']) {
      at = Array.isArray(at)
        ? (at as readonly Json[])[Number(token)]
        : isJsonObject(at) && Object.hasOwn(at, token)
          ? at[token]
          : undefined;
    }
    return at;
  }
}
