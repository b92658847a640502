import { examineInstallation } from '../bot/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { configPath } from './read-organisation.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';

/** `tocsin doctor`: is everything there that is needed; speaks to every medium and sends nothing. */
export const doctorCommand: CommandModule = (command, shellOf) => {
  command.addHelpText('before', 'Examples:\n  tocsin doctor\n  tocsin doctor --json\n').action(async () => {
    const shell = shellOf();
    const checkups = await examineInstallation({
      cwd: shell.cwd,
      env: shell.env,
      configPath: configPath(shell),
      clock: shell.clock,
    });
    printResult(shell, { schemaVersion: 1, checkups }, () => {
      const { green, red, magenta, dim } = paint(shell.out);
      const lamp = { ok: green('✔ ok'), broken: red('✖ broken'), unknown: magenta('? unknown') };
      const heads = alignColumns(checkups.map(({ name, state, because }) => [lamp[state], name, because]));
      return checkups.flatMap(({ hint }, index) => [
        heads[index] ?? '',
        ...(hint === null ? [] : [dim(`    ${hint}`)]),
      ]);
    });
    if (checkups.some(({ state }) => state === 'broken')) shell.exit(3);
  });
};
