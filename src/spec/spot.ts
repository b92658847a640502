// A place in an author's document together with the raw value that stands there. The whole model is made of spots:
// it never copies or rewrites the document, so every part can say where its author wrote it.

import { escapeToken } from './json-pointer.ts';
import type { SourceDocument } from './source-document.ts';

export interface Spot {
  readonly document: SourceDocument;
  /** JSON Pointer (RFC 6901) into the document. */
  readonly pointer: string;
  readonly value: unknown;
  /** Where its owner refers to it, if a reference outside of schemas led here. */
  readonly referredFrom?: Spot;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Also in quotes, and as YAML 1.1 writes it: `required: yes`, which YAML 1.2 reads as a text. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|yes)$/i.test(value));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether there is a reference and nothing beside it. */
export function onlyRefers(value: unknown): value is { readonly $ref: string } {
  if (!isObject(value) || typeof value.$ref !== 'string') return false;
  for (const key in value) if (key !== '$ref') return false;
  return true;
}

/** The member `key` of an object or array; its value is undefined where there is none. Inherited members do not count. */
export function childSpot(spot: Spot, key: string | number): Spot {
  const { value } = spot;
  const member =
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Record<string | number, unknown>)[key]
      : undefined;
  return { document: spot.document, pointer: `${spot.pointer}/${escapeToken(key)}`, value: member };
}

/** The member `key` where there is one. Asked most often for what is not there, so that costs nothing. */
export function memberSpot({ document, pointer, value }: Spot, key: string | number): Spot | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  const member = (value as Record<string | number, unknown>)[key];
  return member === undefined ? null : { document, pointer: `${pointer}/${escapeToken(key)}`, value: member };
}

/** The named members of an object, in the author's order; none where the spot holds no object. */
export function entrySpots(spot: Spot | null): [string, Spot][] {
  if (spot === null || !isObject(spot.value)) return [];
  return Object.keys(spot.value).map((key) => [key, childSpot(spot, key)]);
}

/** The elements of an array, in order; none where the spot holds no array. */
export function elementSpots(spot: Spot | null): Spot[] {
  if (spot === null || !Array.isArray(spot.value)) return [];
  return spot.value.map((_, index) => childSpot(spot, index));
}

export function rootSpot(document: SourceDocument): Spot {
  return { document, pointer: '', value: document.value };
}

/**
 * Where a chain of references ends, by the pointers of its links: each of a thousand links would walk to the end by
 * itself. Not by their values, which two releases may have in common.
 */
const endsOfLongChains = new WeakMap<SourceDocument, Map<string, ChainEnd>>();

interface ChainEnd {
  readonly spot: Spot;
  readonly name: string | null;
}

/** More hops than most chains of references take; a longer one is watched for running in a circle. */
const unwatchedHops = 8;

/**
 * What a spot means once its `$ref` is followed, however many there are in a row: the referenced place, and the name
 * (last token of the pointer) by which its author calls it. Null where the reference is broken or runs in a circle.
 */
export function followReference(spot: Spot): ChainEnd | null {
  if (!isObject(spot.value) || typeof spot.value.$ref !== 'string') return { spot, name: null };
  let current = spot;
  let name: string | null = null;
  const links = new Map<string, Spot>();
  for (let hops = 0; ; hops += 1) {
    if (!isObject(current.value) || typeof current.value.$ref !== 'string') {
      return remember(links, { spot: current, name });
    }
    if (hops >= unwatchedHops) {
      const known = endsOfLongChains.get(current.document)?.get(current.pointer);
      if (known !== undefined) return remember(links, known);
      const key = spotKey(current);
      if (links.has(key)) return null;
      links.set(key, current);
    }
    const target = current.document.resolve(current.value.$ref);
    if (target === null) return null;
    current = target;
    name = lastToken(target.pointer) ?? name;
  }
}

function remember(links: ReadonlyMap<string, Spot>, end: ChainEnd): ChainEnd {
  for (const { document, pointer } of links.values()) {
    const ends = endsOfLongChains.get(document) ?? new Map<string, ChainEnd>();
    endsOfLongChains.set(document, ends.set(pointer, end));
  }
  return end;
}

function lastToken(pointer: string): string | null {
  const slash = pointer.lastIndexOf('/');
  return slash < 0
    ? null
    : pointer
        .slice(slash + 1)
        .replaceAll('~1', '/')
        .replaceAll('~0', '~');
}

const documentNumbers = new WeakMap<SourceDocument, number>();
let documentCount = 0;

/** Tells spots apart: equal for the same pointer of the same document object, for as long as the process lives. */
export function spotKey(spot: Spot): string {
  let number = documentNumbers.get(spot.document);
  if (number === undefined) {
    documentCount += 1;
    number = documentCount;
    documentNumbers.set(spot.document, number);
  }
  return `${number}${spot.pointer}`;
}
