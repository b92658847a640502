import { dump } from 'js-yaml';

/**
 * The lines of two documents, as YAML, that differ, with the keys above them: marked `-`, `+` or with a blank. Of what is
 * the same the members with one of the names in `beside` are shown where they stand beside a line that is shown.
 */
export function changedLines(before: unknown, after: unknown, beside: readonly string[] = []): string[] {
  const [old, now] = [before, after].map((value) =>
    dump(value, { noRefs: true, lineWidth: 110 }).trimEnd().split('\n'),
  );
  const kept = commonLines(old ?? [], now ?? []).map((each) => ({ ...each, indent: each.line.search(/\S/) }));
  const isShown = kept.map(({ mark, indent }, index) => {
    if (mark !== ' ') return true;
    const end = kept.findIndex((later, at) => at > index && later.indent <= indent);
    return kept.slice(index + 1, end === -1 ? undefined : end).some((below) => below.mark !== ' ');
  });
  const named = new RegExp(`^ *(?:${beside.join('|')}): \\S`);
  const isBeside = ({ line, indent }: (typeof kept)[number], index: number) => {
    if (beside.length === 0 || !named.test(line)) return false;
    const isOutside = (each: (typeof kept)[number]) => each.indent < indent;
    const from = kept.findLastIndex((each, at) => at < index && isOutside(each)) + 1;
    const end = kept.findIndex((each, at) => at > index && isOutside(each));
    return kept
      .slice(from, end === -1 ? undefined : end)
      .some((each, at) => each.indent === indent && isShown[from + at]);
  };
  return kept.flatMap((each, index) => (isShown[index] || isBeside(each, index) ? [`${each.mark} ${each.line}`] : []));
}

type Marked = { readonly line: string; readonly mark: ' ' | '-' | '+' };

/** A line diff by longest common subsequence; examples are a few dozen lines. */
function commonLines(old: readonly string[], now: readonly string[]): Marked[] {
  const length = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number) => length[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      (length[i] as number[])[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const marked: Marked[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      marked.push({ line: old[i] as string, mark: ' ' });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      marked.push({ line: old[i] as string, mark: '-' });
      i += 1;
    } else {
      marked.push({ line: now[j] as string, mark: '+' });
      j += 1;
    }
  }
  return marked;
}
