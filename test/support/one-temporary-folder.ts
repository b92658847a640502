// Everything that a run of the tests writes beside the checkout lies in one folder, which goes when the run ends: folders that
// outlive their test (a shared server's, a killed process's) fill a machine otherwise.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function setup(): () => void {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-'));
  // The database server runs as a user of its own where the tests run as root, and has to reach its folder in this one.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
