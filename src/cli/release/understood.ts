import { sayInstant } from '../../base/index.ts';
import type { CommandModule } from '../command-module.ts';
import { changeRelease } from './change-release.ts';

export const understoodCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('understood')
    .alias('understand')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .requiredOption('--team <name>', 'who has understood')
    .description("Record a team's word that it has understood what breaks for it.")
    .option('--note <text>', 'what the team says to it')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (id: string, options: { team: string; note?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(
        shell,
        options,
        ({ tocsin, change }) => {
          const word = { team: options.team, ...(options.note === undefined ? {} : { note: options.note }) };
          return tocsin.understand(id, word, change());
        },
        ({ understandings }) => {
          const own = understandings.findLast(({ team }) => team === options.team);
          return own === undefined
            ? []
            : [`${own.team} has understood ${id}: ${own.by} said so on ${sayInstant(own.at)}.`];
        },
      );
    });
};
