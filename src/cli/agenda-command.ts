import { Option } from 'commander';
import { TocsinError } from '../base/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin agenda [MEETING]`: what the next meeting has to discuss, ready to paste. */
export const agendaCommand: CommandModule = (command, shellOf) => {
  command
    .argument('[meeting]', 'as the catalogue calls it (default: the one of the policy)')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['markdown', 'meetbot']).default('markdown'),
    )
    .addHelpText('before', 'Examples:\n  tocsin agenda\n  tocsin agenda infrastructure --format meetbot\n')
    .action(async (named: string | undefined, options: { format: 'markdown' | 'meetbot' }) => {
      const shell = shellOf();
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const meeting = named ?? tocsin.policy.meeting;
        if (meeting === null) {
          throw new TocsinError('usage', 'The policy names no meeting, so say which one is meant.', {
            hint: `The catalogue knows ${tocsin.catalog.meetings.map(({ name }) => name).join(', ') || 'none'}.`,
          });
        }
        const text = await tocsin.agenda(meeting, options.format);
        printResult(shell, { schemaVersion: 1, meeting, format: options.format, text }, () =>
          text.trim() === '' ? [`Nothing is to be discussed at ${meeting}.`] : [text.trimEnd()],
        );
      });
    });
};
