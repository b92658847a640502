// Faults put into a copy of the sources on purpose, one at a time, to see whether the tests have teeth. Nothing of this is in
// the sources themselves: each fault is a replacement in the text of a copy under .tocsin/.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Fault {
  readonly says: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

export const fault = (says: string, file: string, find: string, put: string): Fault => ({ says, file, find, put });

export interface Seeding {
  readonly faults: readonly Fault[];
  /** What the copy holds, by paths from the project's root. */
  readonly folders: readonly string[];
  /** The folder from which the files of the faults are named. */
  readonly room: string;
  /** What caught the fault that the copy has, such as "by a test"; null where nothing did. */
  readonly judge: (copy: string) => string | null;
  readonly print: (line: string) => void;
}

/** Seeds each fault in turn and says which were caught; true if all were, and the copy without a fault passes. */
export function seedFaults({ faults, folders, room, judge, print }: Seeding): boolean {
  mkdirSync('.tocsin', { recursive: true });
  const copy = mkdtempSync(join('.tocsin', 'faults-'));
  let caught = 0;
  try {
    for (const folder of folders) cpSync(folder, join(copy, folder), { recursive: true });
    const sound = judge(copy);
    if (sound !== null) {
      print(`The copy without a fault is caught ${sound}: nothing can be told from the others.`);
      return false;
    }
    for (const { says, file, find, put } of faults) {
      const path = join(copy, room, file);
      const text = readFileSync(path, 'utf8');
      if (text.split(find).length !== 2) {
        print(`NOT SEEDED ${says}: the text to replace is not in ${file} exactly once`);
        continue;
      }
      writeFileSync(
        path,
        text.replace(find, () => put),
      );
      const how = judge(copy);
      writeFileSync(path, text);
      if (how !== null) caught += 1;
      print(how === null ? `MISSED ${says}` : `caught ${says} (${how})`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  print(`${caught} of ${faults.length} seeded faults caught`);
  return caught === faults.length;
}
