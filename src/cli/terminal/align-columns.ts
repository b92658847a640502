import { stripVTControlCharacters } from 'node:util';

/** Rows of cells as lines whose columns stand under each other; the last cell is not padded. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  { gap = 2, indent = 0 }: { gap?: number; indent?: number } = {},
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) =>
      index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)),
    );
    return (' '.repeat(indent) + cells.join(' '.repeat(gap))).trimEnd();
  });
}

function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
