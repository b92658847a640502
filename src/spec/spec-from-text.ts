// A description whose text is at hand, such as an object that a program built. It stands alone: references to other
// files are broken, since there is no folder that they could be relative to.

import { createHash } from 'node:crypto';
import { requireDialect } from './dialect.ts';
import { defaultLoadLimits } from './load-limits.ts';
import { openDocument } from './open-document.ts';
import { parseText } from './parse-text.ts';
import type { LoadedSpec } from './source-document.ts';

/** `source` is what positions are named after. Rejects with a TocsinError where the text is no OpenAPI document. */
export async function specFromText(text: string, source: string): Promise<LoadedSpec> {
  const parsed = await parseText(text, source, defaultLoadLimits);
  const document = openDocument(source, text, parsed.value, parsed.makeIndex, (uri) => ({
    code: 'reference-unreadable',
    message: `The $ref to ${uri} cannot be followed: ${source} was given as a text, and stands alone.`,
    hint: 'Give the description as a file, folder or URL, or bundle it first.',
  }));
  return {
    source,
    roots: [{ document, dialect: requireDialect(document) }],
    sources: [source],
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    problems: [],
  };
}
