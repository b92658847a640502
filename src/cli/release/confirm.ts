import type { CommandModule } from '../command-module.ts';
import { changeRelease } from './change-release.ts';

export const confirmCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('confirm')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .argument('[finding...]', 'fingerprints, as in `tocsin release show --json`; none means all')
    .description('Say that its breaks are intended. What nobody confirms counts as an accident.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (id: string, findings: string[], options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(shell, options, ({ tocsin, change }) =>
        tocsin.confirmIntended(id, findings, change(options.why)),
      );
    });
};
