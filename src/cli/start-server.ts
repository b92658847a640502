// The board, the HTTP API and the clock in one process, for `serve` and for the demo.

import { createServer } from 'node:net';
import { type Clock, TocsinError } from '../base/index.ts';
import { runClock, type Tocsin } from '../bot/index.ts';
import { packageVersion } from '../package-version.ts';
import type { SlackApp } from '../slack/index.ts';
import { buildServer } from '../web/index.ts';
import type { Shell } from './shell.ts';

export interface RunningServer {
  /** Ends event streams, the tick that is under way, and the port. */
  close(): Promise<void>;
}

export async function startServer(options: {
  readonly tocsin: Tocsin;
  readonly clock: Clock;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** As `ServerOptions` has them. */
  readonly trustedProxies?: readonly string[];
  readonly reading?: 'public' | 'signed-in';
  readonly onFault: (error: unknown) => void;
  /** Where Slack's secrets come from; without them there is no Slack app. */
  readonly env: Shell['env'];
}): Promise<RunningServer> {
  const { tocsin, clock, host, port, publicUrl, trustedProxies = [], reading = 'public', onFault } = options;
  const slack = await openSlack(options);
  const server = await buildServer({
    tocsin,
    clock,
    publicUrl,
    trustedProxies,
    reading,
    secret: tocsin.secret,
    version: packageVersion(),
    onFault,
    mounts: slack?.mount ? [slack.mount] : [],
  });
  try {
    await server.listen({ host, port });
  } catch (cause) {
    await server.close();
    throw portError(cause, host, port);
  }
  await slack?.start();
  const ticking = runClock(tocsin, { onError: onFault });
  return {
    close: async () => {
      await ticking.stop();
      await slack?.stop();
      await server.close();
    },
  };
}

/** Signed requests where SLACK_SIGNING_SECRET is set, else Socket Mode where SLACK_APP_TOKEN is. */
async function openSlack({
  tocsin,
  clock,
  publicUrl,
  onFault,
  env,
}: Pick<
  Parameters<typeof startServer>[0],
  'tocsin' | 'clock' | 'publicUrl' | 'onFault' | 'env'
>): Promise<SlackApp | null> {
  const botToken = env.SLACK_BOT_TOKEN;
  const signingSecret = env.SLACK_SIGNING_SECRET;
  const appToken = env.SLACK_APP_TOKEN;
  if (!botToken || (!signingSecret && !appToken)) return null;
  const { openSlackApp } = await import('../slack/index.ts');
  return openSlackApp({
    tocsin,
    clock,
    publicUrl,
    botToken,
    reach: signingSecret ? { by: 'http', signingSecret } : { by: 'socket', appToken: appToken ?? '' },
    onFault,
  });
}

/** The port if it can be had, any free one for 0. Throws the same sentence as a server that cannot listen. */
export function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (cause) => reject(portError(cause, host, port)));
    probe.listen(port, host, () => {
      const found = (probe.address() as { port: number }).port;
      probe.close(() => resolve(found));
    });
  });
}

/** Resolves when the process is asked to end: Ctrl-C, or a service manager. */
export function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function portError(cause: unknown, host: string, port: number): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program holds it',
    EACCES: 'this user may not',
    EADDRNOTAVAIL: 'this machine has no such address',
  };
  const because = code === undefined ? undefined : reasons[code];
  if (because === undefined) return cause;
  return new TocsinError('usage', `Cannot listen on ${host}:${port}, since ${because}.`, {
    hint: 'Choose another with --port or --host.',
    cause,
  });
}
