import { TocsinError } from '../base/index.ts';
import { isEnded } from '../plan/index.ts';
import type { CommandModule } from './command-module.ts';
import { printGates } from './print-gates.ts';
import { printPlan } from './print-plan.ts';
import { printResult } from './print-result.ts';
import { readersZone } from './show-time.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin plan RELEASE`: the plan and the gates; with --check the exit status says whether they are open. */
export const planCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<release>', 'its id, as pkgdb-2.0')
    .option(
      '--check',
      'exit 1 while an enforced gate is closed, or once the release was called off or rolled back; 3 while one is unknown; 0 once it is done',
    )
    .addHelpText(
      'before',
      'Examples:\n  tocsin plan pkgdb-2.0\n  tocsin plan pkgdb-2.0 --check     in CI, before the deploy\n',
    )
    .action(async (id: string, options: { check?: boolean }) => {
      const shell = shellOf();
      const { plan, steps, gates, release } = await withTocsin(shell, {}, ({ tocsin }) => tocsin.release(id));
      if (plan === null) {
        throw new TocsinError('release-state', `${id} has no plan yet.`, {
          hint: `\`tocsin release propose ${id}\` makes one.`,
        });
      }
      printResult(shell, { schemaVersion: 1, plan, steps, gates }, () => [
        ...printPlan(plan, { stream: shell.out, zone: readersZone(shell.env), steps }),
        '',
        ...(isEnded(release.state)
          ? [`It is ${release.state.replace('-', ' ')}: none of this is to come, and its gates hold nothing up.`]
          : ['Gates', ...printGates(gates, { stream: shell.out, zone: readersZone(shell.env) })]),
      ]);
      if (!options.check) return;
      if (isEnded(release.state)) return shell.exit(release.state === 'done' ? 0 : 1);
      const enforced = gates.filter(({ mode }) => mode === 'enforce').map(({ state }) => state);
      if (enforced.includes('closed')) shell.exit(1);
      else if (enforced.includes('unknown')) shell.exit(3);
    });
};
