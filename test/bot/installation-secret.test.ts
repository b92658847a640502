import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationSecret } from '../../src/bot/index.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('is made once, for its owner’s eyes, and stays the same', () => {
  const secret = installationSecret(home, {});
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(installationSecret(home, {})).toBe(secret);
  expect(readFileSync(join(home, 'secret'), 'utf8').trim()).toBe(secret);
  expect(statSync(join(home, 'secret')).mode & 0o077).toBe(0);
});

test.each([
  ['an empty file', '\n', {}],
  ['a short one', 'hunter2\n', {}],
  ['a short TOCSIN_SECRET', null, { TOCSIN_SECRET: 'hunter2' }],
])('is never %s, with which anybody could sign', (_, kept, env) => {
  if (kept !== null) writeFileSync(join(home, 'secret'), kept);
  expect(() => installationSecret(home, env)).toThrow(
    expect.objectContaining({ code: 'config-invalid', hint: expect.stringMatching(/./) }),
  );
  if (kept !== null) expect(readFileSync(join(home, 'secret'), 'utf8')).toBe(kept);
});
