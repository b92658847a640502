import { dump } from 'js-yaml';
import { compareSpecs } from '../compare/index.ts';
import type { Finding } from '../rules/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { describeRule, ruleOf } from './rule-words.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** `tocsin explain RULE`: what it reports, shown by the smallest pair of documents that makes it speak. */
export const explainCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<rule>', 'its id, as in a report')
    .addHelpText('before', 'Examples:\n  tocsin explain enum-value-removed\n')
    .action(async (id: string) => {
      const shell = shellOf();
      const rule = await ruleOf(id);
      const words = describeRule(rule);
      const examples: { before: unknown; after: unknown; finding: Finding }[] = [];
      for (const { before, after } of rule.examples.reports) {
        const { findings } = await compareSpecs(
          { document: before, source: 'before.yaml' },
          { document: after, source: 'after.yaml' },
          { asOf: shell.clock.now().slice(0, 10) },
        );
        const finding = findings.find((each) => each.rule === id);
        if (finding) examples.push({ before, after, finding });
      }
      printResult(shell, { schemaVersion: 1, rule: { ...words, about: rule.about, examples } }, () => {
        const { bold, dim } = paint(shell.out);
        const lines = [bold(id), ...wrapText(words.purpose, { width: 78 })];
        lines.push(`Severity: ${words.request} where the client sends, ${words.response} where the server does.`);
        for (const { before, after, finding } of examples.slice(0, 2)) {
          lines.push('', dim('For example'), ...changedLines(before, after).map((line) => `  ${line}`));
          lines.push(...saidOf(finding).flatMap((text) => wrapText(text, { width: 78, indent: 2 })));
        }
        return lines;
      });
    });
};

function saidOf({ severity, message, advice }: Finding): string[] {
  return [`is ${severity}: ${message}.`, advice];
}

/** The lines of two documents that differ, with their keys above them. */
function changedLines(before: unknown, after: unknown): string[] {
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
