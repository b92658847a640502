import type { CommandModule } from '../command-module.ts';
import { changeRelease } from './change-release.ts';

export const retryCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('retry')
    .argument('<key>', 'of the message, as `release show --json` and the board give it')
    .description('Have a refused message tried again, once what refused it is mended.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and send nothing')
    .action(async (key: string, options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(shell, { ...options, sends: true }, ({ tocsin, change }) =>
        tocsin.retryDelivery(key, change(options.why)),
      );
    });
};
