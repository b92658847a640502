// Files of evidence as chunks of text bytes, whatever they are packed in, and which files a name stands for.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { TocsinError } from '../base/index.ts';

/** Something to read: a file, standard input, or what a client uploads. */
export interface EvidenceSource {
  /** For people; of a file its name without the folder. */
  readonly name: string;
  /** The name of the one that it lies in. */
  readonly folder?: string;
  /** Null where it can be read only once and has been. */
  open(): AsyncIterable<Uint8Array> | null;
}

/**
 * The files that names and globs stand for, each once, the oldest of a rotated set first (`access.log.2.gz`,
 * `access.log.1`, `access.log`). `-` is standard input. @throws TocsinError `evidence-unreadable`
 */
export async function findEvidenceFiles(
  names: readonly string[],
  { cwd, stdin }: { readonly cwd: string; readonly stdin: AsyncIterable<Uint8Array> },
): Promise<EvidenceSource[]> {
  const paths = new Set<string>();
  for (const name of names) {
    if (name === '-') {
      paths.add(name);
      continue;
    }
    const path = resolve(cwd, name);
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) {
      throw new TocsinError('evidence-unreadable', `${name} is a folder.`, {
        hint: `Name its files: '${name}/*.log*'.`,
      });
    }
    if (found !== null) {
      paths.add(path);
      continue;
    }
    const before = paths.size;
    if (/[*?[{]/.test(name)) for await (const one of glob(name, { cwd })) paths.add(resolve(cwd, one));
    if (paths.size === before) {
      throw new TocsinError('evidence-unreadable', `${name} cannot be read: there is no such file.`);
    }
  }
  return [...paths].sort(byRotation).map((path) => (path === '-' ? onceFrom(stdin, 'standard input') : fileAt(path)));
}

/** What can be read only once. */
function onceFrom(stream: AsyncIterable<Uint8Array>, name: string): EvidenceSource {
  let left: AsyncIterable<Uint8Array> | null = stream;
  return {
    name,
    open: () => {
      const now = left;
      left = null;
      return now;
    },
  };
}

function fileAt(path: string): EvidenceSource {
  return {
    name: basename(path),
    folder: basename(dirname(path)),
    open: () => createReadStream(path, { highWaterMark: 1 << 17 }),
  };
}

/** By the set's name, then from the highest number down to none; dates, as in `access.log-20260210`, upwards. */
function byRotation(a: string, b: string): number {
  const [one, other] = [a, b].map((path) => {
    const bare = path.replace(/\.(?:gz|log\.gz)$/, '');
    const [, stem = bare, number] = /^(.*)\.(\d{1,5})$/.exec(bare) ?? [];
    const [, dated = stem, date] = /^(.*)[-.](\d{8}(?:-?\d+)?)$/.exec(stem) ?? [];
    return { stem: dated, date: date ?? '~', age: -Number(number ?? 0) };
  }) as [{ stem: string; date: string; age: number }, { stem: string; date: string; age: number }];
  if (one.stem !== other.stem) return one.stem < other.stem ? -1 : 1;
  if (one.date !== other.date) return one.date < other.date ? -1 : 1;
  return one.age - other.age || (a < b ? -1 : 1);
}

const packedOtherwise: readonly (readonly [string, readonly number[]])[] = [
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** The source's bytes, unpacked where it begins as gzip does. @throws TocsinError `evidence-unreadable` */
export async function* unpackedChunks(source: EvidenceSource): AsyncGenerator<Buffer> {
  const stream = source.open();
  if (stream === null) throw new Error(`${source.name} was read twice.`);
  const chunks = stream[Symbol.asyncIterator]();
  const broken = (cause: unknown): TocsinError => {
    if (cause instanceof TocsinError) return cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') {
      return new TocsinError('evidence-unreadable', `${source.name} ends in the middle of its gzip data.`, {
        hint: 'Copy or pack the file anew. Nothing of it was kept.',
        cause,
      });
    }
    const because = code?.startsWith('Z_') ? `its gzip data is damaged (${message})` : (code ?? message);
    return new TocsinError('evidence-unreadable', `${source.name} cannot be read: ${because}.`, {
      hint: 'Check the file. Nothing of it was kept.',
      cause,
    });
  };
  try {
    let first = Buffer.alloc(0);
    let ended = false;
    while (first.length < 6 && !ended) {
      const next = await chunks.next();
      ended = next.done === true;
      if (!next.done) first = Buffer.concat([first, next.value]);
    }
    for (const [packing, magic] of packedOtherwise) {
      if (!magic.every((byte, index) => first[index] === byte)) continue;
      throw new TocsinError('evidence-unreadable', `${source.name} is packed with ${packing}, not with gzip.`, {
        hint: 'Unpack it first.',
      });
    }
    const rest = (async function* () {
      if (first.length > 0) yield first;
      for (;;) {
        const next = await chunks.next();
        if (next.done) return;
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      }
    })();
    if (first[0] !== 0x1f || first[1] !== 0x8b) {
      yield* rest;
      return;
    }
    const gunzip = createGunzip({ chunkSize: 1 << 18 });
    const feeding = (async () => {
      for await (const chunk of rest) {
        if (gunzip.destroyed) return;
        if (!gunzip.write(chunk)) {
          await new Promise<void>((resolve) => {
            const go = () => {
              gunzip.off('drain', go).off('close', go);
              resolve();
            };
            gunzip.on('drain', go).on('close', go);
          });
        }
      }
      gunzip.end();
    })().catch((error) => gunzip.destroy(error as Error));
    try {
      yield* gunzip as AsyncIterable<Buffer>;
    } finally {
      gunzip.destroy();
      await feeding;
    }
  } catch (cause) {
    throw broken(cause);
  } finally {
    await chunks.return?.();
  }
}

/** The unpacked beginning of a source, at least `bytes` where it has so many, and the source as it was before. */
export async function peekInto(
  source: EvidenceSource,
  bytes: number,
): Promise<{ readonly start: string; readonly source: EvidenceSource }> {
  const chunks = unpackedChunks(source);
  let start: Buffer = Buffer.alloc(0);
  while (start.length < bytes) {
    const next = await chunks.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  const whole = (async function* () {
    if (start.length > 0) yield start;
    yield* chunks;
  })();
  return { start: start.subarray(0, bytes).toString('utf8'), source: onceFrom(whole, source.name) };
}

/** All of it as text, and its bytes' digest. @throws TocsinError `evidence-unreadable` */
export async function readWhole(
  source: EvidenceSource,
  mostBytes: number,
): Promise<{ readonly text: string; readonly length: number; readonly digest: string }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of unpackedChunks(source)) {
    length += chunk.length;
    if (length > mostBytes) {
      throw new TocsinError(
        'evidence-unreadable',
        `${source.name} is one document of more than ${mostBytes >> 20} MiB.`,
        {
          hint: 'Divide it; traces may also be written as one object a line.',
        },
      );
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return { text: bytes.toString('utf8'), length, digest: createHash('sha256').update(bytes).digest('hex') };
}
