// Generators for .NET close each class by `additionalProperties: false`, also one that takes another over by `allOf`. By the
// letter each part then refuses what the other describes, and hardly any value fits; what is meant is that the class is closed
// together with what it takes over.

import type { Api } from './api.ts';
import { hasSiblings, referencesOf, targetOf } from './schema-keywords.ts';
import type { SchemaReader } from './schema-node.ts';
import { elementSpots, followReference, isObject, type JsonObject, memberSpot, type Spot, spotKey } from './spot.ts';

/**
 * Whether the shared schemas of a description are written so. A generator closes all classes alike: where nothing is said
 * of the further properties of one that takes another over, each is meant by its letter.
 */
export function closesWhatIsTakenOver({ namedSchemas }: Pick<Api, 'namedSchemas'>): boolean {
  const heirs = [...namedSchemas.values()].flat().flatMap((spot) => {
    const members = elementSpots(memberSpot(spot, 'allOf'));
    const isHeir = members.some(({ value }) => isObject(value) && value.$ref !== undefined);
    return isHeir ? [[spot, ...members].map((part) => followReference(part)?.spot.value).filter(isObject)] : [];
  });
  return heirs.some(refuseOneAnother) && heirs.every(sayOfFurtherProperties);
}

function sayOfFurtherProperties(parts: readonly JsonObject[]): boolean {
  return (
    parts.some(({ additionalProperties }) => additionalProperties !== undefined) ||
    parts.every(({ properties }) => properties === undefined)
  );
}

/** Whether a schema, or what it takes over, is closed by itself and so refuses what another part of it describes. */
export function refusesOwnParts(spot: Spot, { dialect }: SchemaReader): boolean {
  const { value } = spot;
  if (!isObject(value)) return false;
  // What only refers is what it refers to.
  const isComposed = value.allOf !== undefined || referencesOf(value, dialect).length > 0;
  if (!isComposed || (typeof value.$ref === 'string' && !hasSiblings(value, dialect))) return false;
  const parts = new Map<string, JsonObject>();
  const work = [spot];
  for (const part of work) {
    const key = spotKey(part);
    if (parts.has(key) || !isObject(part.value)) continue;
    parts.set(key, part.value);
    for (const keyword of referencesOf(part.value, dialect)) {
      const target = targetOf(part.document, keyword, String(part.value[keyword]));
      if (target !== null) work.push(target);
    }
    work.push(...elementSpots(memberSpot(part, 'allOf')));
  }
  return refuseOneAnother([...parts.values()]);
}

export function withoutClosing(keywords: JsonObject): JsonObject {
  if (keywords.additionalProperties !== false) return keywords;
  const { additionalProperties: _, ...others } = keywords;
  return others;
}

function refuseOneAnother(parts: readonly JsonObject[]): boolean {
  const closed = parts.filter(({ additionalProperties }) => additionalProperties === false);
  if (closed.length === 0) return false;
  const named = new Set(parts.flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : [])));
  return closed.some((part) => [...named].some((name) => !names(part, name)));
}

/** Where patterns for names stand, any name may fit. */
function names({ properties, patternProperties }: JsonObject, name: string): boolean {
  return patternProperties !== undefined || (isObject(properties) && Object.hasOwn(properties, name));
}
