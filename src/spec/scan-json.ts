// One pass over the bytes of a JSON document notes where every value stands, and sees what JSON.parse passes over in
// silence. It costs about as much as counting keys would, and then a thousand positions are free. Bytes and typed
// arrays, because characters of a long string and plain arrays are three times slower here.

export interface JsonScan {
  /** Values in the order in which they begin. */
  readonly count: number;
  /** Byte offset of a member's key, -1 for items and the root. */
  readonly keyStarts: Int32Array;
  readonly valueStarts: Int32Array;
  /** The number of the first value that begins after this one has ended. */
  readonly nexts: Int32Array;
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

const quote = 0x22;
const hash = 0x23;
const dollar = 0x24;
const comma = 0x2c;
const slash = 0x2f;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** 2^53 has sixteen digits. */
const roundedDigits = 16;

/** For the UTF-8 bytes, without byte order mark, of text that JSON.parse accepted. */
export function scanJson(bytes: Uint8Array, nesting: number): JsonScan {
  const length = bytes.length;
  let capacity = Math.max(64, length >>> 4);
  let keyStarts = new Int32Array(capacity);
  let valueStarts = new Int32Array(capacity);
  let nexts = new Int32Array(capacity);
  let count = 0;

  // Open containers, and the hashes of the keys that they have so far: those of the inner ones lie on top.
  const owners = new Int32Array(nesting + 2);
  const hashBases = new Int32Array(nesting + 2);
  let hashes = new Int32Array(256);
  let hashTop = 0;
  let depth = 0;
  let inObject = false;
  let expectsKey = false;
  let key = -1;

  let tooDeepAt: number | null = null;
  let mayHaveDuplicates = false;
  let mayReferOut = false;
  let mayNameItself = false;
  let mayBeRounded = false;
  let keyIsReference = false;
  let keyIsDiscriminator = false;
  let keyIsMapping = false;
  let discriminatorDepth = -1;
  let mappingDepth = -1;

  for (let at = skipBlank(bytes, 0); at < length; at = skipBlank(bytes, at)) {
    const byte = bytes[at] as number;
    if (byte === comma) {
      expectsKey = inObject;
      at++;
    } else if (byte === closeBrace || byte === closeBracket) {
      nexts[owners[depth] as number] = count;
      const base = hashBases[depth] as number;
      if (!mayHaveDuplicates && hashTop - base > 1) mayHaveDuplicates = hasEqual(hashes, base, hashTop);
      hashTop = base;
      if (depth === mappingDepth) mappingDepth = -1;
      if (depth === discriminatorDepth) discriminatorDepth = -1;
      depth--;
      inObject = depth > 0 && bytes[valueStarts[owners[depth] as number] as number] === openBrace;
      expectsKey = false;
      at++;
    } else if (expectsKey) {
      key = at;
      at = skipString(bytes, at);
      if (hashTop === hashes.length) hashes = doubled(hashes);
      const sum = hashOf(bytes, key + 1, at - 1);
      hashes[hashTop++] = sum;
      const letter = bytes[key + 1];
      if (letter === dollar) {
        const next = bytes[key + 2];
        keyIsReference = next === 0x72 || next === 0x64; // $ref, $dynamicRef
        mayNameItself = mayNameItself || next === 0x69 || next === 0x73; // $id, $self
      } else {
        keyIsReference = false;
        const size = at - key - 2;
        keyIsDiscriminator = size === 13 && letter === 0x64 && bytes[key + 13] === 0x72;
        keyIsMapping = size === 7 && letter === 0x6d && depth === discriminatorDepth;
      }
      // `"a"` and `"\u0061"` are one key: left to the closer look.
      if ((sum & 1) === 1 && hasEscape(bytes, key + 1, at - 1)) mayHaveDuplicates = true;
      at = skipBlank(bytes, at) + 1;
      expectsKey = false;
    } else {
      if (count === capacity) {
        keyStarts = doubled(keyStarts);
        valueStarts = doubled(valueStarts);
        nexts = doubled(nexts);
        capacity = nexts.length;
      }
      const node = count++;
      keyStarts[node] = key;
      valueStarts[node] = at;
      nexts[node] = count;
      key = -1;
      if (byte === quote) {
        if ((keyIsReference || depth === mappingDepth) && bytes[at + 1] !== hash) mayReferOut = true;
        at = skipString(bytes, at);
      } else if (byte === openBrace || byte === openBracket) {
        if (depth === nesting) {
          tooDeepAt = at;
          break;
        }
        depth++;
        owners[depth] = node;
        hashBases[depth] = hashTop;
        inObject = byte === openBrace;
        expectsKey = inObject;
        if (inObject && keyIsMapping) mappingDepth = depth;
        if (inObject && keyIsDiscriminator) discriminatorDepth = depth;
        at++;
      } else {
        const start = at;
        at = skipScalar(bytes, at);
        if (at - start >= roundedDigits && isInteger(bytes, start, at)) mayBeRounded = true;
      }
      keyIsReference = false;
      keyIsDiscriminator = false;
      keyIsMapping = false;
    }
  }
  return {
    count,
    keyStarts,
    valueStarts,
    nexts,
    tooDeepAt,
    mayHaveDuplicates,
    mayReferOut,
    mayNameItself,
    mayBeRounded,
  };
}

// The loops over single bytes are functions of their own, and small: V8 compiles those well from the first megabyte
// on, while one large function is thrown back to the interpreter at each branch that it has not met before.

function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  while ((bytes[at] as number) <= 0x20) at++;
  return at;
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
  for (let byte = bytes[at] as number; byte > 0x20; byte = bytes[at] as number) {
    if (byte === comma || byte === closeBrace || byte === closeBracket) break;
    at++;
  }
  return at;
}

/** Odd where there is a backslash. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  let odd = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === backslash) odd = 1;
    sum = (Math.imul(sum, 31) + byte) | 0;
  }
  return (sum << 1) | odd;
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

function hasEqual(hashes: Int32Array, from: number, to: number): boolean {
  if (to - from > 24) {
    const sorted = hashes.slice(from, to).sort();
    for (let index = 1; index < sorted.length; index++) if (sorted[index] === sorted[index - 1]) return true;
    return false;
  }
  for (let left = from; left < to; left++) {
    const sum = hashes[left];
    for (let right = left + 1; right < to; right++) if (hashes[right] === sum) return true;
  }
  return false;
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
