import { examineInstallation } from '../bot/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { configPath } from './read-organisation.ts';
import { hangColumns } from './terminal/hang-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

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
      const width = Math.min(shell.out.columns, 110);
      const nameWidth = Math.max(...checkups.map(({ name }) => name.length));
      const stateWidth = Math.max(...checkups.map(({ state }) => state.length));
      return checkups.flatMap(({ name, state, because, hint }) => [
        ...hangColumns([[lamp[state] + ' '.repeat(stateWidth - state.length), name.padEnd(nameWidth), because]], {
          width,
        }),
        ...(hint === null ? [] : wrapText(hint, { width: width - 4 }).map((line) => dim(`    ${line}`))),
      ]);
    });
    if (checkups.some(({ state }) => state === 'broken')) shell.exit(3);
  });
};
