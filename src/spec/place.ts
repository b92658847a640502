// Somewhere a document can be read from: a file, a blob of a git revision, a URL, standard input. Each kind says what
// a relative reference means in it, and refuses what leads out of its bounds before anything is read.

import { posix } from 'node:path';
import type { LoadLimits } from './load-limits.ts';
import type { ReferenceFault } from './source-document.ts';

export interface Place {
  /** Equal for the same document, whatever spelling led to it. */
  readonly id: string;
  /** As people are shown it. */
  readonly label: string;
  /** Throws TocsinError `spec-unreadable` or `spec-not-allowed`. */
  read(limits: LoadLimits): Promise<Uint8Array>;
  /** Where a URI reference without fragment leads (RFC 3986), or why it may not be followed. */
  follow(reference: string): Place | ReferenceFault;
}

/** Place.id of standard input. */
export const stdinId = 'stdin:';

/** The scheme of an absolute URI in lower case, or null. One letter is a Windows drive, not a scheme. */
export function schemeOf(reference: string): string | null {
  return /^([a-z][a-z0-9+.-]+):/i.exec(reference)?.[1]?.toLowerCase() ?? null;
}

/** The path that a relative reference names: without query, percent-decoded; null where the encoding is malformed. */
export function referencePath(reference: string): string | null {
  try {
    return decodeURIComponent(reference.replace(/\?.*$/s, ''));
  } catch {
    return null;
  }
}

/** Where a relative way leads that is written in the file; both are separated by `/`. */
export function pathFrom(file: string, way: string): string {
  return posix.normalize(posix.join(posix.dirname(file), way));
}

export function notAllowed(reference: string, reason: string, hint: string): ReferenceFault {
  return { code: 'reference-not-allowed', message: `The $ref ${reference} is not followed: ${reason}.`, hint };
}

export function unknownScheme(reference: string): ReferenceFault {
  return notAllowed(
    reference,
    `${schemeOf(reference)}: is not a scheme that tocsin reads`,
    'Use a path or an https URL.',
  );
}

export function malformedReference(reference: string): ReferenceFault {
  return {
    code: 'reference-missing',
    message: `The $ref ${reference} is malformed: its percent-encoding cannot be decoded.`,
    hint: 'Write a literal % as %25.',
  };
}
