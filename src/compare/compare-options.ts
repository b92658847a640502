// What a comparison is asked with: by the command line, by programs, and by the check of what these hand over.

import type { CompareOptions } from '../rules/index.ts';
import type { LoadOptions } from '../spec/index.ts';

/**
 * One side of a comparison: a name as on the command line (file, folder, glob, URL, `-`, `REV:PATH`,
 * `github:owner/repo@tag:path`), the text of a document with the name that positions shall carry, or a parsed
 * document. A text or object stands alone: its `$ref`s cannot lead to other files.
 */
export type SpecInput =
  | string
  | { readonly text: string; readonly document?: never; readonly source?: string }
  | { readonly document: Readonly<Record<string, unknown>>; readonly text?: never; readonly source?: string };

export interface CompareSpecsOptions
  extends Partial<Omit<CompareOptions, 'engineVersion' | 'sha256' | 'reversed'>>,
    Partial<LoadOptions> {
  /** Ask openapi-diff about the operations that changed. Takes a second or more for each. */
  readonly secondOpinion?: boolean;
  /** What breaks for those who use the revision already when it is taken back to the base. The sides change places. */
  readonly reverse?: boolean;
  /** A base that is not there yet (no such file, not in that revision, 404 of a server) is an API without operations. */
  readonly baseMayBeMissing?: boolean;
  /** A revision that is not there any more is an API without operations: each of the base's is removed. */
  readonly revisionMayBeMissing?: boolean;
}
