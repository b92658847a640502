import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder } from '../support/run-cli.ts';
import { type ServedBoard, serveCli } from '../support/serve-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));

let board: ServedBoard;
beforeAll(async () => {
  const cwd = await emptyFolder();
  await cp(example, cwd, { recursive: true });
  board = await serveCli(cwd, ['--signed-in'], 'ignore');
});
afterAll(async () => {
  await board.end();
});

test('a board that is served with --signed-in is read by nobody who has not signed in', async () => {
  const page = await fetch(`${board.url}/`, { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2F']);
  expect((await fetch(`${board.url}/api/v1/releases`)).status).toBe(401);
  expect((await fetch(`${board.url}/healthz`)).status).toBe(200);
});
