// Finds places in JSON. Only the objects and lists that a pointer passes are looked at, when it is asked for; the
// larger ones beside its way are passed over by the landmarks of scan-json.ts.

import { isAscii } from 'node:buffer';
import type { Landmark, Landmarks, Line } from './landmarks.ts';
import { Blanks, type JsonScan, skipScalar, skipString } from './scan-json.ts';
import type { Stretch } from './stretch.ts';
import type { OffsetIndex } from './text-index.ts';

/** A value of the text: where it begins, and where the place to show begins, which is its key where it has one. */
interface JsonNode {
  readonly start: number;
  readonly line: Readonly<Line>;
  readonly shownAt: number;
  readonly shownLine: Readonly<Line>;
  /** Those members that are landmarks: most ways pass no others, and they are far fewer. */
  large: ReadonlyMap<string, JsonNode> | null;
  children: ReadonlyMap<string, JsonNode> | null;
}

export function indexJson(bytes: Buffer, { landmarks, mayHaveDuplicates }: JsonScan): OffsetIndex<JsonNode> {
  const place = new Blanks(bytes);
  const lineNow = (): Line => ({ line: place.line, lineStart: place.lineStart });
  const charactersBetween = characterCounter(bytes, isAscii(bytes));
  const start = place.skipBlank(0);
  const firstLine = lineNow();
  const root: JsonNode = { start, line: firstLine, shownAt: start, shownLine: firstLine, large: null, children: null };

  function skipValue(from: number): number {
    let depth = 0;
    let at = from;
    do {
      const byte = bytes[at];
      if (byte === quote) {
        at = skipString(bytes, at);
      } else if (byte === openBrace || byte === openBracket) {
        const landmark = landmarks.at(at);
        if (landmark === undefined) {
          depth++;
          at++;
        } else {
          at = landmark.end;
          place.line = landmark.line;
          place.lineStart = landmark.lineStart;
        }
      } else if (byte === closeBrace || byte === closeBracket) {
        depth--;
        at++;
      } else {
        at = byte === comma || byte === colon ? at + 1 : skipScalar(bytes, at);
      }
      at = place.skipBlank(at);
    } while (depth > 0);
    return at;
  }

  function childrenOf({ start, line }: JsonNode): ReadonlyMap<string, JsonNode> {
    const children = new Map<string, JsonNode>();
    const isObject = bytes[start] === openBrace;
    if (!isObject && bytes[start] !== openBracket) return children;
    place.line = line.line;
    place.lineStart = line.lineStart;
    let at = place.skipBlank(start + 1);
    while (bytes[at] !== closeBrace && bytes[at] !== closeBracket) {
      const shownAt = at;
      const shownLine = lineNow();
      let token = String(children.size);
      if (isObject) {
        at = skipString(bytes, at);
        token = keyOf(bytes.toString('utf8', shownAt, at));
        at = place.skipBlank(place.skipBlank(at) + 1);
      }
      const line = place.line === shownLine.line ? shownLine : lineNow();
      children.set(token, { start: at, line, shownAt, shownLine, large: null, children: null }); // of duplicates the last counts
      at = skipValue(at);
      if (bytes[at] === comma) at = place.skipBlank(at + 1);
    }
    return children;
  }

  /** None where a later key of the same name, which is the one that counts, may be too small for a landmark. */
  function largeMembersOf({ start }: JsonNode): ReadonlyMap<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    const landmark = mayHaveDuplicates || bytes[start] !== openBrace ? undefined : landmarks.at(start);
    for (const { start, keyStart, keyLine } of landmark === undefined ? [] : landmarks.inside(landmark)) {
      const keyEnd = skipString(bytes, keyStart);
      if (hasLineEnd(bytes, keyEnd, start)) continue;
      const node = { start, line: keyLine, shownAt: keyStart, shownLine: keyLine, large: null, children: null };
      members.set(keyOf(bytes.toString('utf8', keyStart, keyEnd)), node);
    }
    return members;
  }

  return {
    root: () => root,
    child(parent, token) {
      parent.large ??= largeMembersOf(parent);
      const large = parent.large.get(token);
      if (large !== undefined) return large;
      parent.children ??= childrenOf(parent);
      return parent.children.get(token) ?? null;
    },
    lineColumn: ({ shownAt, shownLine: { line, lineStart } }) => ({
      line,
      column: charactersBetween(lineStart, shownAt) + 1,
    }),
    written({ start }) {
      const first = bytes[start];
      if (first === openBrace || first === openBracket) return null;
      return bytes.toString('utf8', start, first === quote ? skipString(bytes, start) : skipScalar(bytes, start));
    },
    valueStart: ({ start }) => start,
  };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Of the members of the whole. */
export function jsonStretches(bytes: Buffer, { landmarks }: JsonScan): readonly Stretch[] {
  const root = landmarks.at(new Blanks(bytes).skipBlank(0));
  return root === undefined ? [] : stretchesIn(bytes, landmarks, root);
}

function stretchesIn(bytes: Buffer, landmarks: Landmarks, holder: Landmark): readonly Stretch[] {
  if (bytes[holder.start] !== openBrace) return [];
  const found: Stretch[] = [];
  for (const member of landmarks.inside(holder)) {
    const { keyStart, keyLine, start: valueFrom, end: to, line } = member;
    const keyEnd = skipString(bytes, keyStart);
    const furtherLines = line - keyLine.line;
    if (!isBlank(bytes, keyLine.lineStart, keyStart) || hasLineEnd(bytes, keyEnd, valueFrom)) continue;
    const key = keyOf(bytes.toString('utf8', keyStart, keyEnd));
    const members = () => stretchesIn(bytes, landmarks, member);
    found.push({ key, from: keyLine.lineStart, valueFrom, to, line: keyLine.line, furtherLines, members });
  }
  return found;
}

function hasLineEnd(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === lineFeed || bytes[at] === carriageReturn) return true;
  return false;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] as number) > space) return false;
  return true;
}

function keyOf(written: string): string {
  return written.includes('\\') ? JSON.parse(written) : written.slice(1, -1);
}

/** Bytes between two sums of characters, so that a document of one endless line does not cost its length each time. */
const stride = 4096;

/** Counts the UTF-16 code units between two offsets. */
function characterCounter(bytes: Buffer, isAscii: boolean): (from: number, to: number) => number {
  let sums: Uint32Array | null = null;
  return (from, to) => {
    if (isAscii) return to - from;
    if (to - from <= stride) return bytes.toString('utf8', from, to).length;
    sums ??= characterSums(bytes);
    const first = Math.ceil(from / stride);
    const last = Math.floor(to / stride);
    const between = (sums[last] as number) - (sums[first] as number);
    return between + countCharacters(bytes, from, first * stride) + countCharacters(bytes, last * stride, to);
  };
}

/** UTF-16 code units before each multiple of the stride. */
function characterSums(bytes: Buffer): Uint32Array {
  const sums = new Uint32Array(Math.floor(bytes.length / stride) + 1);
  for (let index = 1; index < sums.length; index++) {
    sums[index] = (sums[index - 1] as number) + countCharacters(bytes, (index - 1) * stride, index * stride);
  }
  return sums;
}

/** Each character counts at its first byte; one of four bytes is two code units. */
function countCharacters(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
