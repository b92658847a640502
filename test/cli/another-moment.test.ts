// What --now does with commands that record, and what --dry-run says would be.

import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2', import.meta.url));

describe('at another moment', () => {
  let cwd: string;
  const tocsin = (...args: string[]) => runCli([...args, '--now', '2026-02-17T09:20Z'], { cwd });
  const harvest = ['evidence', 'import', 'evidence/grant-scripts.har', '--service', 'pkgdb'];
  beforeAll(async () => {
    cwd = await emptyFolder();
    await cp(example, cwd, { recursive: true });
  });

  it('a dry run says what would be recorded, and a command that records says that it did, for good', async () => {
    const dry = await tocsin(...harvest, '--dry-run');
    expect(dry.stdout).toMatch(/\d+ calls? of pkgdb would be recorded as import [0-9a-f]{12}\./);
    expect(dry.stderr).not.toContain('--now');
    const real = await tocsin(...harvest);
    expect(real.stdout).toMatch(/\d+ calls? of pkgdb recorded as import/);
    expect(real.stderr).toContain('Mind --now: this is recorded for good as of Tue 17 Feb 2026 09:20 UTC');
    expect((await tocsin('evidence', 'list')).stderr).toBe('');
  });

  it('an assessment says where the document calls itself another version than the release', async () => {
    const assess = (version: string) =>
      tocsin('release', 'assess', 'pkgdb', version, 'specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml', '--dry-run');
    expect((await assess('2.1')).stdout).toContain('the document calls itself 2.0.0, and the release is 2.1.');
    expect((await assess('v2.0.0')).stdout).not.toContain('calls itself');
  });

  it('a token that is only tried is not made', async () => {
    const { status, stdout } = await tocsin('token', 'create', 'kavita', '--role', 'member', '--dry-run');
    expect([status, stdout]).toEqual([0, 'A token for kavita, role member, would be made.\n']);
    expect((await tocsin('token', 'revoke', 'kavita')).stdout).toBe('0 revoked.\n');
  });
});
