import type { CommandModule } from '../command-module.ts';
import { printReleases } from '../print-release.ts';
import { printResult, tell } from '../print-result.ts';
import { withTocsin } from '../with-tocsin.ts';

export const listCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('list')
    .description('All releases, with state, verdict and date.')
    .action(async () => {
      const shell = shellOf();
      const releases = await withTocsin(shell, {}, ({ tocsin }) => tocsin.releases());
      if (releases.length === 0) {
        tell(shell, 'No release yet: `tocsin release assess SERVICE VERSION BASE REVISION` begins one.');
        if (!shell.options.json) return;
      }
      printResult(shell, { schemaVersion: 1, releases }, () => printReleases(releases, shell.out));
    });
};
