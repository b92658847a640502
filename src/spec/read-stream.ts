import { TocsinError } from '../base/index.ts';
import type { LoadLimits } from './load-limits.ts';

/** Everything that a stream gives, as long as it stays within the limit. */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  label: string,
  limits: LoadLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limits.maximumBytes) throw tooLarge(label, limits);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

export function tooLarge(label: string, limits: LoadLimits): TocsinError {
  const limit = (limits.maximumBytes / 1024 / 1024).toLocaleString('en', { maximumSignificantDigits: 3 });
  return new TocsinError('spec-unreadable', `${label} is larger than the limit of ${limit} MiB.`, {
    hint: 'Give a bundled rather than a dereferenced document: each shared schema written once, and referred to by $ref.',
  });
}
