import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TocsinError } from '../../base/index.ts';

const marker = 'made-by-the-demo';
const elsewhere = 'TOCSIN_HOME=/tmp/tocsin-demo npm run demo';
const note = 'Each run of the demo deletes this folder and makes it anew.\n';

/**
 * Makes an empty state folder for the demo, in place of an earlier demo's. Call what it answers when the demo ends:
 * until then no other demo wipes it.
 * @throws TocsinError `usage` where the folder holds somebody's real releases, or a demo that still runs
 */
export async function freshHome(home: string): Promise<() => Promise<void>> {
  const held = existsSync(home) ? await readdir(home) : [];
  if (held.length > 0 && !held.includes(marker)) {
    throw new TocsinError('usage', `${home} holds releases that are not the demo's, and the demo starts afresh.`, {
      hint: `Run it elsewhere: ${elsewhere}`,
    });
  }
  const running = held.length > 0 ? await runningDemo(join(home, marker)) : null;
  if (running !== null) {
    throw new TocsinError('usage', `A demo is running on ${home} (process ${running}), and another would wipe it.`, {
      hint: `End that one, or run this one elsewhere: ${elsewhere}`,
    });
  }
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, marker), `${note}process ${process.pid}\n`);
  return () => writeFile(join(home, marker), note);
}

/** The process that holds the folder, if it is still there. */
async function runningDemo(file: string): Promise<number | null> {
  const pid = Number(/^process (\d+)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? 0);
  if (pid === 0) return null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
}
