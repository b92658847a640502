// One pass over the bytes of a JSON document sees what JSON.parse passes over in silence, and notes where the larger
// objects and lists end, so that a position is found later by looking at little more than the pointer passes. Bytes,
// because the characters of a long string are slower to get at; small functions that call each other, because V8
// compiles those well from the first megabyte on, while a large loop is thrown back to the interpreter at each branch
// that it has not met before.

import { doubled, Landmarks, type Line } from './landmarks.ts';
import { leastStretch } from './stretch.ts';

export interface JsonScan {
  /** Larger objects and lists. */
  readonly landmarks: Landmarks;
  /** Where a value lies deeper than was allowed: the scan ended there. Null where none does. */
  readonly tooDeepAt: number | null;
  /** Whether an object may have a key twice: almost always true to say, never false to deny. */
  readonly mayHaveDuplicates: boolean;
  /** Whether a `$ref` leaves the document, or a discriminator's mapping may. */
  readonly mayReferOut: boolean;
  /** Whether a schema or the document may name itself by `$id` or `$self`. */
  readonly mayNameItself: boolean;
  /** Whether a number has so many digits that it may have been rounded. */
  readonly mayBeRounded: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const fourSpaces = 0x20202020;
const quote = 0x22;
const hash = 0x23;
const comma = 0x2c;
const slash = 0x2f;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** 2^53 has sixteen digits. */
const roundedDigits = 16;

/** Keys are known by their sums: one that only looks the same makes the loader look closer, and no more. */
const [refSum, dynamicRefSum, discriminatorSum, mappingSum, idSum, selfSum] = [
  '$ref',
  '$dynamicRef',
  'discriminator',
  'mapping',
  '$id',
  '$self',
].map((key) => readKey(Buffer.from(JSON.stringify(key)), 0, { sum: 0, end: 0 }).sum) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

/** What the key of a value makes of it. */
type Role = 'plain' | 'discriminator' | 'mapping';

/** For the UTF-8 bytes, without byte order mark, of text that JSON.parse accepted. */
export function scanJson(bytes: Uint8Array, nesting: number): JsonScan {
  const place = new Blanks(bytes);
  const pass = new Pass(bytes, place, nesting);
  const start = place.skipBlank(0);
  pass.scanValue(start, 0, 'plain', start, place.line, place.lineStart);
  const { landmarks, tooDeepAt, mayHaveDuplicates, mayReferOut, mayNameItself, mayBeRounded } = pass;
  return { landmarks, tooDeepAt, mayHaveDuplicates, mayReferOut, mayNameItself, mayBeRounded };
}

/** A class, since of functions inside a function the next text would have its own, which V8 compiles anew. */
class Pass {
  readonly landmarks = new Landmarks();
  tooDeepAt: number | null = null;
  mayHaveDuplicates = false;
  mayReferOut = false;
  mayNameItself = false;
  mayBeRounded = false;
  readonly #bytes: Uint8Array;
  readonly #place: Blanks;
  readonly #nesting: number;
  readonly #key: Key = { sum: 0, end: 0 };
  /** Those of the keys of all open objects so far; the inner ones' lie on top. */
  #sums = new Int32Array(1024);
  #top = 0;

  constructor(bytes: Uint8Array, place: Blanks, nesting: number) {
    this.#bytes = bytes;
    this.#place = place;
    this.#nesting = nesting;
  }

  scanObject(start: number, depth: number, role: Role): number {
    const bytes = this.#bytes;
    const place = this.#place;
    const base = this.#top;
    let at = place.skipBlank(start + 1);
    if (bytes[at] === closeBrace) return at + 1;
    for (;;) {
      const key = at;
      const { line, lineStart } = place;
      const { sum, end } = readKey(bytes, at, this.#key);
      at = end;
      if (this.#top === this.#sums.length) this.#sums = doubled(this.#sums);
      this.#sums[this.#top++] = sum;
      // `"a"` and `"\u0061"` are one key: left to the closer look.
      if ((sum & 1) === 1 && hasEscape(bytes, key, at)) this.mayHaveDuplicates = true;
      at = place.skipBlank(place.skipBlank(at) + 1);
      if (role === 'mapping' || sum === refSum || sum === dynamicRefSum) {
        if (bytes[at] === quote && bytes[at + 1] !== hash) this.mayReferOut = true;
      } else if (sum === idSum || sum === selfSum) {
        this.mayNameItself = true;
      }
      const isMapping = role === 'discriminator' && sum === mappingSum;
      const itsRole = isMapping ? 'mapping' : sum === discriminatorSum ? 'discriminator' : 'plain';
      at = this.scanValue(at, depth, itsRole, key, line, lineStart);
      at = place.skipBlank(at);
      if (bytes[at] !== comma) break;
      at = place.skipBlank(at + 1);
    }
    if (!this.mayHaveDuplicates && this.#top - base > 1) {
      this.mayHaveDuplicates = hasEqual(this.#sums, base, this.#top);
    }
    this.#top = base;
    return at + 1;
  }

  scanArray(start: number, depth: number): number {
    const bytes = this.#bytes;
    const place = this.#place;
    let at = place.skipBlank(start + 1);
    if (bytes[at] === closeBracket) return at + 1;
    for (;;) {
      at = this.scanValue(at, depth, 'plain', at, place.line, place.lineStart);
      at = place.skipBlank(at);
      if (bytes[at] !== comma) return at + 1;
      at = place.skipBlank(at + 1);
    }
  }

  /**
   * `key` is the offset of its key, or its own where it has none, and stands on the line that is given. Recursion ends at
   * the depth that is allowed.
   */
  scanValue(at: number, depth: number, role: Role, key: number, line: number, lineStart: number): number {
    const bytes = this.#bytes;
    const byte = bytes[at];
    if (byte === quote) return skipString(bytes, at);
    if (byte === openBrace || byte === openBracket) {
      if (depth === this.#nesting) {
        this.tooDeepAt ??= at;
        return bytes.length;
      }
      const { landmarks } = this;
      const number = landmarks.open();
      const end = byte === openBrace ? this.scanObject(at, depth + 1, role) : this.scanArray(at, depth + 1);
      if (end - at < leastStretch) landmarks.leave(number);
      else landmarks.close(number, at, end, this.#place, key, line, lineStart);
      return end;
    }
    const end = skipScalar(bytes, at);
    if (end - at >= roundedDigits && isInteger(bytes, at, end)) this.mayBeRounded = true;
    return end;
  }
}

/** Goes past blanks, and keeps the line that it has come to: CR LF and a lone CR end one as LF does. */
export class Blanks implements Line {
  line = 1;
  lineStart = 0;
  readonly #bytes: Uint8Array;
  /** Half of a pretty-printed description is indentation: it is passed over four blanks at a time. */
  readonly #words: Int32Array;

  constructor(bytes: Uint8Array) {
    const isAligned = bytes.byteOffset % 4 === 0;
    this.#bytes = bytes;
    this.#words = isAligned ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2) : new Int32Array(0);
  }

  skipBlank(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    if (bytes[at] === lineFeed && bytes[at + 1] === space && bytes[at + 2] === space && bytes[at + 3] === space) {
      const words = this.#words;
      this.line++;
      this.lineStart = at + 1;
      let word = (at + 4) >>> 2;
      while (words[word] === fourSpaces) word++;
      at = word << 2;
    }
    for (let byte = bytes[at] as number; byte <= space; byte = bytes[++at] as number) {
      if (byte === lineFeed || (byte === carriageReturn && bytes[at + 1] !== lineFeed)) {
        this.line++;
        this.lineStart = at + 1;
      }
    }
    return at;
  }
}

/** Past the closing quote. */
export function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (let byte = bytes[at] as number; byte !== quote; byte = bytes[at] as number) at += byte === backslash ? 2 : 1;
  return at + 1;
}

/** Past a number or a word. */
export function skipScalar(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at] as number; byte > space; byte = bytes[at] as number) {
    if (byte === comma || byte === closeBrace || byte === closeBracket) break;
    at++;
  }
  return at;
}

interface Key {
  /** Of its bytes without the quotes; odd where there is a backslash. */
  sum: number;
  /** The offset after its closing quote. */
  end: number;
}

/** Reads the string that begins at the offset into an object that is there already: there are a million of them. */
function readKey(bytes: Uint8Array, from: number, key: Key): Readonly<Key> {
  let sum = 0;
  let odd = 0;
  let at = from + 1;
  for (let byte = bytes[at] as number; byte !== quote; byte = bytes[at] as number) {
    if (byte === backslash) {
      odd = 1;
      byte = bytes[++at] as number;
    }
    sum = (Math.imul(sum, 31) + byte) | 0;
    at++;
  }
  key.sum = (sum << 1) | odd;
  key.end = at + 1;
  return key;
}

/** Whether it holds an escape that could have been written otherwise: `\u` or `\/`. */
function hasEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (bytes[at] === backslash) {
      at++;
      if (bytes[at] === 0x75 || bytes[at] === slash) return true;
    }
  }
  return false;
}

function isInteger(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x2e || byte === 0x65 || byte === 0x45) return false;
  }
  return true;
}

function hasEqual(sums: Int32Array, from: number, to: number): boolean {
  if (to - from > 24) {
    const sorted = sums.slice(from, to).sort();
    for (let index = 1; index < sorted.length; index++) if (sorted[index] === sorted[index - 1]) return true;
    return false;
  }
  for (let left = from; left < to; left++) {
    const sum = sums[left];
    for (let right = left + 1; right < to; right++) if (sums[right] === sum) return true;
  }
  return false;
}
