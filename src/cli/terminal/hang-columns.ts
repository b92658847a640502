import { stripVTControlCharacters } from 'node:util';
import { alignColumns } from './align-columns.ts';
import { wrapText } from './wrap-text.ts';

/** A column of fewer characters is no column to read in. */
const readable = 24;

/**
 * Rows whose last cell is a sentence, as lines of at most `width` characters: the sentence goes on below itself, or
 * stands below its row where there is no room beside the other columns.
 */
export function hangColumns(
  rows: readonly (readonly string[])[],
  { width, indent = 0, shade = (line) => line }: { width: number; indent?: number; shade?: (line: string) => string },
): string[] {
  const heads = alignColumns(
    rows.map((row) => [...row.slice(0, -1), '|']),
    { indent },
  ).map((line) => line.slice(0, -1));
  const column = Math.max(0, ...heads.map((head) => stripVTControlCharacters(head).length));
  const fits = width - column >= readable;
  return rows.flatMap((row, at) => {
    const margin = ' '.repeat(fits ? column : indent + 4);
    const [first = '', ...rest] = wrapText(row.at(-1) ?? '', { width: width - margin.length });
    const head = heads[at] ?? '';
    const below = rest.map((line) => `${margin}${shade(line)}`);
    return fits ? [`${head}${shade(first)}`, ...below] : [head.trimEnd(), `${margin}${shade(first)}`, ...below];
  });
}
