// Definitions that many schemas share: one object, in which every reference leads to another of the definitions and never
// to the root of the schema that holds them. What is proven about one of them is then true in all those schemas.

import type { Json, JsonObject } from './json-value.ts';

const shared = new WeakSet<object>();

/** Declares that a `$defs` object is used by many schemas in this way. */
export function shareDefinitions(definitions: object): void {
  shared.add(definitions);
}

export const isShared = (definitions: Json | undefined): definitions is JsonObject =>
  typeof definitions === 'object' && definitions !== null && shared.has(definitions);
