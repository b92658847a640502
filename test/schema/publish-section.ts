import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, '../../docs/containment.md');

/** Replaces what stands between two marks of docs/containment.md. */
export function publishSection(section: 'generated' | 'real', lines: readonly string[]): void {
  const text = readFileSync(page, 'utf8');
  const marks = new RegExp(`(<!-- ${section} -->\n)[^]*?(<!-- end of ${section} -->)`);
  if (!marks.test(text)) throw new Error(`${page} has no marks for "${section}"`);
  writeFileSync(
    page,
    text.replace(marks, (_, from: string, to: string) => `${from}\n${lines.join('\n')}\n\n${to}`),
  );
}
