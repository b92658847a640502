import type { Command } from 'commander';
import { wrapText } from './terminal/wrap-text.ts';

/** Adds paragraphs below a command's help; they keep to the width of the help, as its options do. */
export function addHelpNotes(command: Command, ...paragraphs: readonly string[]): Command {
  return command.addHelpText('after', () => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? 80;
    return ['', ...paragraphs.flatMap((paragraph) => wrapText(paragraph, { width }))].join('\n');
  });
}
