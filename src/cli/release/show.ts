import type { CommandModule } from '../command-module.ts';
import { printRelease } from '../print-release.ts';
import { printResult } from '../print-result.ts';
import { readersZone } from '../show-time.ts';
import { withTocsin } from '../with-tocsin.ts';

export const showCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('show')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .description('Where one release stands: date, gates, consumers, roster, messages, history.')
    .action(async (id: string) => {
      const shell = shellOf();
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const view = await tocsin.release(id);
        const running = await tocsin.views({ ended: 0 });
        printResult(shell, { schemaVersion: 1, ...view }, () =>
          printRelease(view, {
            catalog: tocsin.catalog,
            stream: shell.out,
            zone: readersZone(shell.env),
            now: shell.clock.now(),
            others: running.flatMap(({ release, shifts }) => (release.id === id ? [] : shifts)),
          }),
        );
      });
    });
};
