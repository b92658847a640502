// Reads the templates from disk: ours, and over them those of a folder that the organisation keeps.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Templates } from '../announce/index.ts';
import { TocsinError } from '../base/index.ts';

const suffix = '.md.liquid';
// Two levels up from src/channels and from dist/channels alike.
const builtIn = fileURLToPath(new URL('../../templates/', import.meta.url));

/** @throws TocsinError `config-unreadable` where the organisation's folder cannot be read. */
export async function readTemplates(overrideFolder: string | null = null): Promise<Templates> {
  const ours = await readFolder(builtIn);
  if (overrideFolder === null) return ours;
  try {
    return { ...ours, ...(await readFolder(overrideFolder)) };
  } catch (cause) {
    throw new TocsinError('config-unreadable', `The folder of templates ${overrideFolder} cannot be read.`, {
      hint: 'Check the path and its permissions, or leave the setting out to use the built-in templates.',
      cause,
    });
  }
}

async function readFolder(folder: string): Promise<Templates> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(suffix)).toSorted();
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [file.slice(0, -suffix.length), await readFile(join(folder, file), 'utf8')] as const),
    ),
  );
}
