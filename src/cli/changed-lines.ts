import { dump } from 'js-yaml';

/** The lines of two documents, as YAML, that differ, with the keys above them: marked `-`, `+` or with a blank. */
export function changedLines(before: unknown, after: unknown): string[] {
  const [old, now] = [before, after].map((value) =>
    dump(value, { noRefs: true, lineWidth: 110 }).trimEnd().split('\n'),
  );
  const kept = commonLines(old ?? [], now ?? []);
  const lines = kept.flatMap(({ line, mark }, index) => {
    if (mark !== ' ') return [`${mark} ${line}`];
    const indent = line.search(/\S/);
    const opens = kept.slice(index + 1).some((later, offset) => {
      const between = kept.slice(index + 1, index + 1 + offset + 1);
      return later.mark !== ' ' && between.every((each) => each.line.search(/\S/) > indent);
    });
    return opens ? [`  ${line}`] : [];
  });
  return lines;
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
