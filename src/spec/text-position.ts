// Offsets to lines and columns. A document's line starts are found once, when its first position is wanted; every
// later one is a binary search.

import type { Position } from '../base/index.ts';

/** Line and column, both 1-based; columns in UTF-16 code units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** A function from an offset (UTF-16 code units) to its line and column. CR LF and lone CR end lines as LF does. */
export function lineFinder(text: string): (offset: number) => LineColumn {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** The position of one offset, for an error that ends the reading of a document. */
export function positionAt(text: string, offset: number, source: string): Position {
  return { source, pointer: '', ...lineFinder(text)(offset), exact: true };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
