// A file, and standard input, whose relative references are files too. No reference leads out of the root folder:
// not by `..`, not by a symbolic link, and not into a `.git` folder, where CI keeps credentials.

import { existsSync, constants as flags, open as openDescriptor } from 'node:fs';
import { open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fileFault, TocsinError } from '../base/index.ts';
import type { LoadLimits } from './load-limits.ts';
import { nearFile } from './near-names.ts';
import {
  malformedReference,
  notAllowed,
  type Place,
  referencePath,
  schemeOf,
  stdinId,
  unknownScheme,
} from './place.ts';
import { readStream, tooLarge } from './read-stream.ts';
import type { RemoteAccess } from './remote-access.ts';

export interface FileBounds {
  /** Absolute; null where no file at all may be read through a reference. */
  readonly root: string | null;
  readonly remote: RemoteAccess;
}

/** A file that the user named: it may lie anywhere. `path` is absolute. */
export function filePlace(path: string, label: string, bounds: FileBounds): Place {
  return {
    id: `file:${path}`,
    label,
    read: (limits) => readFileWithin(path, label, limits),
    follow: (reference) => followFromFolder(dirname(path), dirname(label), reference, bounds),
  };
}

/** Standard input, or text handed over by a caller; its relative references start at `folder`. */
export function stdinPlace(open: () => AsyncIterable<Uint8Array>, folder: string, bounds: FileBounds): Place {
  return {
    id: stdinId,
    label: '-',
    read: async (limits) => readStream(open(), 'Standard input', limits),
    follow: (reference) => followFromFolder(folder, '.', reference, bounds),
  };
}

function followFromFolder(folder: string, label: string, reference: string, bounds: FileBounds) {
  const scheme = schemeOf(reference);
  if (scheme === 'http' || scheme === 'https') return bounds.remote.place(reference);
  if (scheme !== null && scheme !== 'file') return unknownScheme(reference);
  let path: string | null;
  try {
    path = scheme === 'file' ? fileURLToPath(reference) : referencePath(reference);
  } catch {
    path = null;
  }
  if (path === null || path.includes('\0')) return malformedReference(reference);
  const target = resolve(folder, path);
  const { root } = bounds;
  if (root === null) {
    return notAllowed(reference, 'this document may not lead to files', 'Give one bundled document.');
  }
  if (!isInside(root, target)) return notAllowed(reference, ...outside(root));
  const targetLabel = isAbsolute(path) ? target : join(label, path);
  return {
    ...filePlace(target, targetLabel, bounds),
    async read(limits: LoadLimits) {
      const real = await realpath(target).catch(() => target);
      const realRoot = await realpath(root).catch(() => root);
      if (!isInside(realRoot, real)) {
        const [reason, hint] = outside(root);
        throw new TocsinError('spec-not-allowed', `${targetLabel} is not read: through a symbolic link ${reason}.`, {
          hint,
        });
      }
      return readFileWithin(real, targetLabel, limits);
    },
  };
}

function outside(root: string): [reason: string, hint: string] {
  return [`it lies outside the folder ${root}`, 'Name a wider root folder (--root), if you trust the document.'];
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way) && !way.split(sep).includes('.git');
}

/**
 * How far references may reach by default: the top of the git work tree that the folder lies in, since descriptions
 * share schemas across a repository, or the folder itself where there is none.
 */
export function defaultRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** Throws `spec-unreadable`: also where the file is too large, or changes while it is read. */
async function readFileWithin(path: string, label: string, limits: LoadLimits): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // Asked before it is opened: opening a pipe waits for its writer, and no timer can end that.
    const kind = await stat(path);
    if (kind.isFIFO()) return await readPipe(path, label, limits);
    if (kind.isDirectory()) throw new TocsinError('spec-unreadable', `${label} is a folder, not a document.`);
    if (!kind.isFile()) throw noDocument(label, kind.isSocket() ? 'socket' : 'device');
    file = await open(path, 'r');
  } catch (cause) {
    throw cause instanceof TocsinError ? cause : await unreadable(path, label, cause);
  }
  try {
    const before = await file.stat();
    if (before.size > limits.maximumBytes) throw tooLarge(label, limits);
    // One buffer and one read: readFile would go through the thread pool once for each half megabyte.
    const bytes = Buffer.allocUnsafeSlow(before.size);
    let length = 0;
    for (let read = 1; length < bytes.length && read > 0; length += read) {
      read = (await file.read(bytes, length, bytes.length - length, length)).bytesRead;
    }
    const after = await file.stat();
    if (after.size !== length || after.mtimeMs !== before.mtimeMs || after.ctimeMs !== before.ctimeMs) {
      throw new TocsinError('spec-unreadable', `${label} changed while it was being read.`, {
        hint: 'Run the command again when nothing writes the document any more.',
      });
    }
    return bytes;
  } catch (cause) {
    throw cause instanceof TocsinError ? cause : await unreadable(path, label, cause);
  } finally {
    await file.close();
  }
}

/** A named pipe, and what a shell gives for `<(…)`. Its writer may come later than we, within the limit of silence. */
async function readPipe(path: string, label: string, limits: LoadLimits): Promise<Uint8Array> {
  const { Socket } = await import('node:net');
  const descriptor = await promisify(openDescriptor)(path, flags.O_RDONLY | flags.O_NONBLOCK);
  return readStream(new Socket({ fd: descriptor, readable: true, writable: false }), label, limits);
}

function noDocument(label: string, kind: string): TocsinError {
  return new TocsinError('spec-unreadable', `${label} is a ${kind}, not a document.`, {
    hint: 'Give a file, a pipe, or - for standard input.',
  });
}

async function unreadable(path: string, label: string, cause: unknown): Promise<TocsinError> {
  const { code } = cause as NodeJS.ErrnoException;
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  const sentence = `${label} cannot be read: ${fileFault(cause)}.`;
  if (!isMissing) return new TocsinError('spec-unreadable', sentence, { cause });
  const target = await readlink(path).catch(() => null);
  if (target !== null) {
    const reason = `it is a symbolic link to ${target}, which is not there`;
    return new TocsinError('spec-unreadable', `${label} cannot be read: ${reason}.`, { cause });
  }
  const near = await nearFile(path, label);
  return new TocsinError(
    'spec-missing',
    sentence,
    near === null ? { cause } : { cause, hint: `Did you mean ${near}?` },
  );
}
