import { Option } from 'commander';
import type { Instant } from '../../base/index.ts';
import type { CommandModule } from '../command-module.ts';
import { parseInstant } from '../parse-instant.ts';
import { printPlan } from '../print-plan.ts';
import { readersZone } from '../show-time.ts';
import { changeRelease } from './change-release.ts';

export const proposeCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('propose')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .description('Plan it: the earliest lawful date with its reasons, and the dated steps.')
    .addOption(
      new Option('--deploy-at <instant>', 'the date wished for (default: the earliest lawful one)').argParser(
        parseInstant,
      ),
    )
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show the plan, and record nothing')
    .action(async (id: string, options: { deployAt?: Instant; why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      const wish = options.deployAt === undefined ? {} : { deployAt: options.deployAt };
      await changeRelease(
        shell,
        options,
        ({ tocsin, change }) => tocsin.propose(id, wish, change(options.why)),
        ({ plan, steps }) =>
          plan === null ? [] : [...printPlan(plan, { stream: shell.out, zone: readersZone(shell.env), steps }), ''],
      );
    });
};
