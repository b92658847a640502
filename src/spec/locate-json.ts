// Finds places in JSON by the notes of scan-json.ts. Keys are read only in the objects that are asked for.

import { type JsonScan, skipScalar, skipString } from './scan-json.ts';
import type { TextIndex } from './text-index.ts';

/** A value is its number in the scan. `characters` is the length of the text in UTF-16 code units. */
export function indexJson(bytes: Buffer, scan: JsonScan, characters: number): TextIndex<number> {
  const { keyStarts, valueStarts, nexts } = scan;
  const childrenByParent = new Map<number, ReadonlyMap<string, number>>();
  const lines = byteLines(bytes, characters === bytes.length);

  function childrenOf(parent: number): ReadonlyMap<string, number> {
    const children = new Map<string, number>();
    const end = nexts[parent] as number;
    for (let child = parent + 1, index = 0; child < end; child = nexts[child] as number, index++) {
      const keyStart = keyStarts[child] as number;
      children.set(keyStart === -1 ? String(index) : keyAt(bytes, keyStart), child); // of duplicates the last counts
    }
    return children;
  }

  return {
    root: () => 0,
    child(parent, token) {
      let children = childrenByParent.get(parent);
      if (children === undefined) {
        children = childrenOf(parent);
        childrenByParent.set(parent, children);
      }
      return children.get(token) ?? null;
    },
    lineColumn(node) {
      const keyStart = keyStarts[node] as number;
      return lines(keyStart === -1 ? (valueStarts[node] as number) : keyStart);
    },
    written(node) {
      const start = valueStarts[node] as number;
      const first = bytes[start];
      if (first === 0x7b || first === 0x5b) return null;
      return bytes.toString('utf8', start, first === 0x22 ? skipString(bytes, start) : skipScalar(bytes, start));
    },
  };
}

function keyAt(bytes: Buffer, keyStart: number): string {
  const text = bytes.toString('utf8', keyStart, skipString(bytes, keyStart));
  return text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
}

/** Bytes between two sums of characters, so that a document of one endless line does not cost its length each time. */
const stride = 4096;

function byteLines(bytes: Buffer, isAscii: boolean): (offset: number) => { line: number; column: number } {
  let starts: number[] | null = null;
  let sums: Uint32Array | null = null;

  function characters(from: number, to: number): number {
    if (isAscii) return to - from;
    if (to - from <= stride) return bytes.toString('utf8', from, to).length;
    sums ??= characterSums(bytes);
    const first = Math.ceil(from / stride);
    const last = Math.floor(to / stride);
    const between = (sums[last] as number) - (sums[first] as number);
    return between + countCharacters(bytes, from, first * stride) + countCharacters(bytes, last * stride, to);
  }

  return (offset) => {
    starts ??= lineStarts(bytes);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: characters(starts[low] as number, offset) + 1 };
  };
}

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  const hasReturns = bytes.includes(0x0d);
  if (!hasReturns) {
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) starts.push(at + 1);
  }
  return starts;
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
