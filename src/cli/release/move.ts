import { Option } from 'commander';
import type { Instant } from '../../base/index.ts';
import type { CommandModule } from '../command-module.ts';
import { parseInstant } from '../parse-instant.ts';
import { changeRelease } from './change-release.ts';

export const moveCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('move')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .addOption(new Option('--deploy-at <instant>', 'the new date').argParser(parseInstant).makeOptionMandatory())
    .description('Move the deploy: threads, calendars, agenda and roster follow.')
    .option('--why <reason>', 'for the record; people are told it')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (id: string, options: { deployAt: Instant; why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(shell, options, ({ tocsin, change }) =>
        tocsin.reschedule(id, { deployAt: options.deployAt }, change(options.why)),
      );
    });
};
