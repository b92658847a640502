// Reads a file without trusting its size or its stillness.

import { open } from 'node:fs/promises';
import { TocsinError } from '../base/index.ts';
import type { LoadLimits } from './load-limits.ts';

/** Throws `spec-unreadable`; `source` is the name that the error uses. */
export async function readFileWithin(path: string, source: string, limits: LoadLimits): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw unreadable(source, cause);
  }
  try {
    const before = await file.stat();
    if (before.isDirectory()) throw new TocsinError('spec-unreadable', `${source} is a folder, not a document.`);
    if (before.size > limits.maximumBytes) throw tooLarge(source, limits);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 })) {
      length += chunk.length;
      if (length > limits.maximumBytes) throw tooLarge(source, limits);
      chunks.push(chunk);
    }
    const after = await file.stat();
    if (before.isFile() && (after.size !== length || after.mtimeMs !== before.mtimeMs)) {
      throw new TocsinError('spec-unreadable', `${source} changed while it was being read.`, {
        hint: 'Run the command again when nothing writes the document any more.',
      });
    }
    return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, length);
  } catch (cause) {
    throw cause instanceof TocsinError ? cause : unreadable(source, cause);
  } finally {
    await file.close();
  }
}

export function tooLarge(source: string, limits: LoadLimits): TocsinError {
  const megabytes = Math.round(limits.maximumBytes / 1024 / 1024);
  return new TocsinError('spec-unreadable', `${source} is larger than the limit of ${megabytes} MiB.`, {
    hint: 'Raise the limit if the document is meant to be that large, or give a bundled rather than a dereferenced one.',
  });
}

function unreadable(source: string, cause: unknown): TocsinError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? 'there is no such file'
      : code === 'EACCES' || code === 'EPERM'
        ? 'permission was denied'
        : code === 'EISDIR'
          ? 'it is a folder, not a document'
          : (cause as Error).message;
  return new TocsinError('spec-unreadable', `${source} cannot be read: ${reason}.`, { cause });
}
