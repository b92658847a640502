import { type ChildProcess, spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder } from '../support/run-cli.ts';

const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));

let server: ChildProcess;
let url: string;
beforeAll(async () => {
  const cwd = await emptyFolder();
  await cp(example, cwd, { recursive: true });
  server = spawn(process.execPath, [entry, 'serve', '--port', '0', '--signed-in'], {
    cwd,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  url = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`tocsin serve ended with ${code}`)));
    server.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim().replace(/\/$/, '')));
  });
});
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
});

test('a board that is served with --signed-in is read by nobody who has not signed in', async () => {
  const page = await fetch(`${url}/`, { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2F']);
  expect((await fetch(`${url}/api/v1/releases`)).status).toBe(401);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
