import { Option } from 'commander';
import { markdownToText } from '../announce/index.ts';
import { TocsinError } from '../base/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin agenda [MEETING]`: what the next meeting has to discuss, ready to paste. */
export const agendaCommand: CommandModule = (command, shellOf) => {
  command
    .argument('[meeting]', 'as the catalogue calls it (default: the one of the policy)')
    .addOption(
      new Option(
        '--format <format>',
        'how it is written (default: markdown, which a terminal is shown as text)',
      ).choices(['markdown', 'meetbot']),
    )
    .addHelpText('before', 'Examples:\n  tocsin agenda\n  tocsin agenda infrastructure --format meetbot\n')
    .action(async (named: string | undefined, options: { format?: 'markdown' | 'meetbot' }) => {
      const shell = shellOf();
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const meeting = named ?? tocsin.policy.meeting;
        if (meeting === null) {
          throw new TocsinError('usage', 'The policy names no meeting, so say which one is meant.', {
            hint: `The catalogue knows ${tocsin.catalog.meetings.map(({ name }) => name).join(', ') || 'none'}.`,
          });
        }
        const { format = 'markdown' } = options;
        const text = await tocsin.agenda(meeting, format);
        // Whoever asks for Markdown, or sends it on, pastes it; on a screen its backslashes only stand in the way.
        const isRead = options.format === undefined && shell.out.isTerminal;
        printResult(shell, { schemaVersion: 1, meeting, format, text }, () =>
          text.trim() === ''
            ? [`Nothing is to be discussed at ${meeting}.`]
            : [(isRead ? markdownToText(text) : text).trimEnd()],
        );
      });
    });
};
