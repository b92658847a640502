import type { CommandModule } from '../command-module.ts';
import { changeRelease } from './change-release.ts';

export const authorCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('author')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .requiredOption('--to <name>', 'who wrote it')
    .requiredOption('--why <text>', 'why it stood otherwise; everyone can read it')
    .description('Put right who wrote a release, until its deploy begins; not said by the author on record.')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (id: string, options: { to: string; why: string; dryRun?: boolean }) => {
      await changeRelease(
        shellOf(),
        options,
        ({ tocsin, change }) => tocsin.nameAuthor(id, options.to, change(options.why)),
        ({ release }) => [`${release.author} is the author of ${id}, and somebody else approves it.`],
      );
    });
};
