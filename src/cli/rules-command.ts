import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { describeRules } from './rule-words.ts';
import { alignColumns } from './terminal/align-columns.ts';

/** `tocsin rules`: what the comparison looks for. */
export const rulesCommand: CommandModule = (command, shellOf) => {
  command
    .argument('[word]', 'only rules whose id or purpose holds this word')
    .addHelpText('before', 'Examples:\n  tocsin rules\n  tocsin rules enum\n  tocsin explain enum-value-removed\n')
    .action((word: string | undefined) => {
      const shell = shellOf();
      const wanted = (word ?? '').toLowerCase();
      const rules = describeRules().filter(({ id, purpose }) => `${id} ${purpose}`.toLowerCase().includes(wanted));
      printResult(shell, { schemaVersion: 1, rules }, () =>
        alignColumns(rules.map(({ id, request, response, purpose }) => [id, `${request} / ${response}`, purpose])),
      );
      if (rules.length === 0) shell.exit(2);
    });
};
