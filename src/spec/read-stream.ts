import { Readable } from 'node:stream';
import { TocsinError } from '../base/index.ts';
import type { LoadLimits } from './load-limits.ts';

/** Everything that a stream gives, as long as it stays within the limit of bytes and does not fall silent. */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  label: string,
  limits: LoadLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const silence =
    stream instanceof Readable
      ? setTimeout(() => stream.destroy(silent(label, limits)), limits.silentSeconds * 1000)
      : null;
  try {
    for await (const chunk of stream) {
      silence?.refresh();
      length += chunk.length;
      if (length > limits.maximumBytes) throw tooLarge(label, limits);
      chunks.push(chunk);
    }
  } finally {
    if (silence !== null) clearTimeout(silence);
  }
  return Buffer.concat(chunks, length);
}

function silent(label: string, { silentSeconds }: LoadLimits): TocsinError {
  return new TocsinError('spec-unreadable', `${label} gave no byte within ${silentSeconds} s, so nothing is read.`, {
    hint: 'Check that something writes to it, or write the document to a file first and give that.',
  });
}

export function tooLarge(label: string, limits: LoadLimits): TocsinError {
  const limit = (limits.maximumBytes / 1024 / 1024).toLocaleString('en', { maximumSignificantDigits: 3 });
  return new TocsinError('spec-unreadable', `${label} is larger than the limit of ${limit} MiB.`, {
    hint: 'Give a bundled rather than a dereferenced document: each shared schema written once, and referred to by $ref.',
  });
}
