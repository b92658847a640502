// `tocsin serve` in a process of its own, on a free port of loopback.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));

export interface ServedBoard {
  /** Without a slash at the end. */
  readonly url: string;
  /** Asks it to end, and says with which status it did. */
  end(): Promise<number | null>;
}

/** Rejects where it ends before it says where it listens. Its errors go where `stderr` says. */
export async function serveCli(
  cwd: string,
  args: readonly string[],
  stderr: 'inherit' | 'ignore' = 'inherit',
): Promise<ServedBoard> {
  const server = spawn(process.execPath, [entry, 'serve', '--port', '0', ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', TZ: 'Etc/UTC' },
    stdio: ['ignore', 'pipe', stderr],
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`tocsin serve ended with ${code}`)));
    server.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim().replace(/\/$/, '')));
  });
  const end = async () => {
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    return ended;
  };
  return { url, end };
}
