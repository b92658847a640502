import { InvalidArgumentError, Option } from 'commander';
import { openTocsin } from '../bot/index.ts';
import { addressRangeSetting } from '../catalog/index.ts';
import type { CommandModule } from './command-module.ts';
import { printError } from './print-error.ts';
import { tell } from './print-result.ts';
import { configPath } from './read-organisation.ts';
import { freePort, startServer, untilAskedToEnd } from './start-server.ts';
import { sayForGoodAtFirst } from './with-tocsin.ts';

export const defaultPort = 7320;

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly url?: string;
  readonly trustedProxies: readonly string[];
  readonly signedIn?: true;
}

/** `tocsin serve`: runs until it is asked to end. */
export const serveCommand: CommandModule = (command, shellOf) => {
  command
    .addOption(
      new Option('--port <number>', 'where it listens; 0 for any that is free')
        .argParser(parsePort)
        .env('PORT')
        .default(defaultPort),
    )
    .option('--host <address>', 'the address it listens on', '127.0.0.1')
    .addOption(new Option('--url <url>', 'where people find the board, if a proxy stands before it').env('TOCSIN_URL'))
    .addOption(
      new Option(
        '--trusted-proxies <addresses>',
        'addresses and CIDR ranges of the proxies before it, with commas between: they are believed for whom they ask',
      )
        .argParser(parseProxies)
        .env('TOCSIN_TRUSTED_PROXIES')
        .default(['loopback'], 'loopback: those on this machine'),
    )
    .option('--signed-in', 'only who has signed in may read; without it, whoever reaches the board may')
    .addHelpText(
      'before',
      'Examples:\n  tocsin serve\n  TOCSIN_URL=https://tocsin.example.org DATABASE_URL=postgres://… tocsin serve\n',
    )
    .action(async (options: ServeOptions) => {
      const shell = shellOf();
      const port = options.port === 0 ? await freePort(options.host, 0) : options.port;
      const address = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
      const publicUrl = (options.url ?? address).replace(/\/+$/, '');
      const tocsin = await openTocsin({
        cwd: shell.cwd,
        env: shell.env,
        configPath: configPath(shell),
        clock: shell.clock,
        board: publicUrl,
      });
      const untold = sayForGoodAtFirst(shell, tocsin);
      try {
        const { debug = false } = shell.options;
        const server = await startServer({
          tocsin,
          clock: shell.clock,
          host: options.host,
          port,
          publicUrl,
          trustedProxies: options.trustedProxies,
          reading: options.signedIn ? 'signed-in' : 'public',
          env: shell.env,
          onFault: (error) => printError(error, { out: shell.out, err: shell.err, json: false, debug }),
        });
        shell.out.write(`${publicUrl}/\n`);
        tell(shell, `The board is there, and the HTTP API under ${publicUrl}/api/v1/. Ctrl-C ends it.`);
        await untilAskedToEnd();
        await server.close();
      } finally {
        untold();
        await tocsin.close();
      }
    });
};

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Write a port number, 0 to 65535.');
  return port;
}

function parseProxies(text: string): readonly string[] {
  const proxies = text.split(',').map((one) => one.trim());
  const isRange = (one: string) => addressRangeSetting.safeParse(one).success && !/\/0+$/.test(one);
  if (proxies.every((one) => one === 'loopback' || isRange(one))) return proxies;
  throw new InvalidArgumentError('Write addresses or CIDR ranges, such as 10.9.9.0/24,2001:db8:9::1, or loopback.');
}
