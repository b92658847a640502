// Catalogue files that were sent, for pipelines that reach the server alone. They are laid out in a folder of their own
// and read as those of `tocsin.yaml` are, and nothing outside that folder is looked at, whatever they name.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TocsinError } from '../base/index.ts';
import type { CatalogSettings } from '../catalog/index.ts';
import { readConfig } from './config.ts';
import { deliverySettings } from './delivery-settings.ts';

/** Text by name, `catalog/teams.yaml`; `tocsin.yaml` is the one that names the others. */
export type SentFiles = Readonly<Record<string, string>>;

const mainFile = 'tocsin.yaml';

/** Plain characters, no part that is `.` or `..`, and no part longer than a file system takes. */
const fileName = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w@+-][\w@+. -]{0,199}(?:\/[\w@+. -]{1,200})*$/;

/** @throws TocsinError `usage` with every fault of the files, each with its place */
export async function readSentCatalog(
  files: SentFiles,
): Promise<{ readonly settings: CatalogSettings; readonly notes: readonly string[] }> {
  const names = Object.keys(files);
  const strange = names.find((name) => !fileName.test(name) || names.some((other) => other.startsWith(`${name}/`)));
  if (strange !== undefined) {
    throw new TocsinError('usage', `${JSON.stringify(strange)} is no name of a file within a folder.`, {
      hint: 'Name each file by its way from the folder in which tocsin.yaml lies: catalog/teams.yaml.',
    });
  }
  if (!names.includes(mainFile)) {
    throw new TocsinError('usage', `Of the ${names.length} files that were sent none is called ${mainFile}.`, {
      hint: 'Send the file that includes or imports the others as tocsin.yaml.',
    });
  }
  const root = await mkdtemp(join(tmpdir(), 'tocsin-sent-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text, { flag: 'wx' });
    }
    const place = { path: join(root, mainFile), source: mainFile, cwd: root, root };
    const { settings, gathered } = await readConfig(place, deliverySettings);
    return { settings, notes: gathered.notes };
  } catch (error) {
    if (!(error instanceof TocsinError)) throw error;
    const { message, hint, position } = error;
    throw new TocsinError('usage', message, { hint, ...(position === null ? {} : { position }), cause: error });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
