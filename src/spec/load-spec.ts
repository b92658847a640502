// The one way from what the user names to a loaded description.

import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { decodeText } from './decode-text.ts';
import { requireDialect } from './dialect.ts';
import { defaultLoadLimits, type LoadLimits } from './load-limits.ts';
import { openDocument } from './open-document.ts';
import { parseText } from './parse-text.ts';
import { readFileWithin } from './read-file.ts';
import type { LoadedSpec } from './source-document.ts';

export interface LoadOptions {
  /** Relative names start here. */
  readonly cwd: string;
  readonly limits?: Partial<LoadLimits>;
}

/** Throws a TocsinError of exit 3 where nothing can be compared: `spec-unreadable`, `spec-not-parsable`, `spec-not-openapi`. */
export async function loadSpec(name: string, options: LoadOptions): Promise<LoadedSpec> {
  const limits = { ...defaultLoadLimits, ...options.limits };
  const bytes = await readFileWithin(resolve(options.cwd, name), name, limits);
  const text = decodeText(bytes, name);
  const { value, index } = parseText(text, name, limits);
  const document = openDocument(name, text, value, index, (uri) => ({
    code: 'reference-unreadable',
    message: `${uri} was not loaded.`,
    hint: '',
  }));
  return {
    source: name,
    roots: [{ document, dialect: requireDialect(document) }],
    sources: [name],
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    problems: [],
  };
}
