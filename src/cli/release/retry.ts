import type { CommandModule } from '../command-module.ts';
import { changeRelease } from './change-release.ts';

export const retryCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('retry')
    .argument(
      '<release>',
      'its id, as pkgdb-2.0; or the key of one message, as `release show --json` and the board give it',
    )
    .description('Have what was refused tried again, once what refused it is mended.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and send nothing')
    .action(async (what: string, options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(shell, { ...options, sends: true }, ({ tocsin, change }) =>
        // A key begins with its release.
        what.includes('/')
          ? tocsin.retryDelivery(what, change(options.why))
          : tocsin.retryRefused(what, change(options.why)),
      );
    });
};
