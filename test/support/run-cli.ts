// Runs the real command in a process of its own, as a shell would.

import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));

export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `cwd` is an empty folder where none is given, so that no test meets another's state. */
export async function runCli(
  args: readonly string[],
  {
    cwd,
    env = {},
    stdin = '',
    node = [],
  }: { cwd?: string; env?: Record<string, string>; stdin?: string; node?: readonly string[] } = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [...node, entry, ...args], {
    cwd: cwd ?? (await emptyFolder()),
    env: { PATH: process.env.PATH ?? '', TZ: 'Etc/UTC', LANG: 'C.UTF-8', TOCSIN_ACTOR: 'tester', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {}); // a command that does not read its input may close it
  child.stdin.end(stdin);
  const [stdout, stderr, status] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  return { status, stdout, stderr };
}

export function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tocsin-test-'));
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}
