// Names that differ only in how they are written: whoever renames `page_size` to `pageSize` means the same thing.

/** Of a parameter or header, without case, a leading `X-` and whatever signs are in it. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^x-/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Without case and what stands between words: signs at the ends (`-created`) and between digits (`1.0`) say something. */
function withoutSpelling(name: string): string {
  return name.toLowerCase().replace(/(?<=\p{L})[-_. ]+(?=[\p{L}\p{N}])|(?<=\p{N})[-_. ]+(?=\p{L})/gu, '');
}

/**
 * For each name that is only among the ones, that which is only among the others and is written otherwise; none where there
 * is a choice.
 */
export function speltOtherwise(
  ones: Iterable<string>,
  others: Iterable<string>,
  bare: (name: string) => string = withoutSpelling,
): ReadonlyMap<string, string> {
  const [here, there] = [new Set(ones), new Set(others)];
  const gone = Map.groupBy(here.difference(there), bare);
  const come = Map.groupBy(there.difference(here), bare);
  const found = new Map<string, string>();
  for (const [plain, [name, ...more]] of gone) {
    const [other, ...choice] = come.get(plain) ?? [];
    if (plain !== '' && more.length === 0 && other !== undefined && choice.length === 0) found.set(name!, other);
  }
  return found;
}
