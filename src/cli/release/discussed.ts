import { Option } from 'commander';
import type { Instant } from '../../base/index.ts';
import type { Discussion } from '../../bot/index.ts';
import type { CommandModule } from '../command-module.ts';
import { parseInstant } from '../parse-instant.ts';
import { changeRelease } from './change-release.ts';

interface Options {
  readonly meeting: string;
  readonly at?: Instant;
  readonly outcome: Discussion['outcome'];
  readonly minutes?: string;
  readonly why?: string;
  readonly dryRun?: boolean;
}

export const discussedCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('discussed')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .description('Record that a meeting discussed it, and where the minutes are.')
    .requiredOption('--meeting <name>', 'as the catalogue calls it')
    .addOption(new Option('--at <instant>', 'when it was discussed (default: now)').argParser(parseInstant))
    .addOption(
      new Option('--outcome <outcome>', 'what came of it')
        .choices(['agreed', 'objected', 'not-reached'])
        .default('agreed'),
    )
    .option('--minutes <url>', 'the minutes, or their very line; needed unless the release was not reached')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (id: string, options: Options) => {
      const shell = shellOf();
      await changeRelease(shell, options, ({ tocsin, change }) => {
        const { meeting, outcome, minutes, at = shell.clock.now() } = options;
        const said = { meeting, at, outcome, ...(minutes === undefined ? {} : { minutes }) };
        return tocsin.recordDiscussion(id, said, change(options.why));
      });
    });
};
