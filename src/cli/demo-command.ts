import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { openTocsin } from '../bot/index.ts';
import type { CommandModule } from './command-module.ts';
import { freshHome } from './demo/fresh-home.ts';
import { simulatedClock } from './demo/simulated-clock.ts';
import { storyBegins, tellStory } from './demo/tell-story.ts';
import { printError } from './print-error.ts';
import { defaultPort, parsePort } from './serve-command.ts';
import { freePort, startServer, untilAskedToEnd } from './start-server.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));
const host = '127.0.0.1';

/** `tocsin demo`: the example organisation through the real pipeline, over simulated weeks. */
export const demoCommand: CommandModule = (command, shellOf) => {
  command
    .option('--once', 'end after the story, without a server')
    .addOption(
      new Option('--port <number>', 'where the board listens afterwards')
        .argParser(parsePort)
        .env('PORT')
        .default(defaultPort),
    )
    .addHelpText('before', 'Examples:\n  npm run demo\n  npm run demo -- --once\n')
    .action(async (options: { once?: boolean; port: number }) => {
      const shell = shellOf();
      const home = resolve(shell.cwd, shell.env.TOCSIN_HOME || '.tocsin');
      // Asked before anything is wiped: a demo that is running holds the port, and the state is its own.
      const port = options.once ? options.port : await freePort(host, options.port);
      const giveBack = await freshHome(home);
      const board = `http://${host}:${port}`;
      const clock = simulatedClock(storyBegins);
      const { DATABASE_URL: _, TOCSIN_CONFIG: __, ...env } = shell.env;
      const tocsin = await openTocsin({ cwd: example, env, home, clock, board });
      try {
        const shown = relative(shell.cwd, home);
        await tellStory({
          tocsin,
          clock,
          // The example's own file and folder, whatever the caller's are.
          shell: { ...shell, cwd: example, env, clock, options: {} },
          home: shown === '' || shown.startsWith('..') ? home : shown,
        });
        if (options.once) return;

        clock.start({ now: () => new Date().toISOString() });
        const { token } = await tocsin.issueToken(
          { name: 'Tadeo Ibarra', role: 'manager', team: null },
          { actor: { name: 'demo', via: 'cli' } },
        );
        const server = await startServer({
          tocsin,
          clock,
          host,
          port,
          publicUrl: board,
          env: {},
          onFault: (error) => printError(error, { out: shell.out, err: shell.err, json: false, debug: true }),
        });
        shell.out.write(`\nThe board, as on that day:  ${board}/\n`);
        shell.out.write(`To act there, sign in with  ${token}\nCtrl-C ends it.\n`);
        await untilAskedToEnd();
        await server.close();
      } finally {
        await tocsin.close();
        await giveBack();
      }
    });
};
