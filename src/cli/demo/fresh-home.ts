import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TocsinError } from '../../base/index.ts';

const marker = 'made-by-the-demo';

/**
 * Makes an empty state folder for the demo, in place of an earlier demo's.
 * @throws TocsinError `usage` where the folder holds somebody's real releases
 */
export async function freshHome(home: string): Promise<void> {
  const held = existsSync(home) ? await readdir(home) : [];
  if (held.length > 0 && !held.includes(marker)) {
    throw new TocsinError('usage', `${home} holds releases that are not the demo's, and the demo starts afresh.`, {
      hint: 'Run it elsewhere: TOCSIN_HOME=/tmp/tocsin-demo npm run demo',
    });
  }
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, marker), 'Each run of the demo deletes this folder and makes it anew.\n');
}
