// What the loader hands to the model: the author's own JSON value, untouched, and the means to find places in it.
// The value is never dereferenced, upgraded or bundled: cycles are normal in descriptions, and every position that
// we show must be one that the author can open.

import type { Position } from '../base/index.ts';

/** One file of a description. A multi-file description has a root and others that are loaded before compare begins. */
export interface SourceDocument {
  /** As the user named it, or, for a file that a `$ref` led to, its path relative to the root's folder, or its URL. */
  readonly source: string;
  /** The parsed value, frozen by convention: nobody writes into it. */
  readonly value: unknown;
  /** The position of a pointer, or of its nearest surviving parent (`exact: false`). Computed on demand from the text. */
  locate(pointer: string): Position;
  /**
   * What a `$ref` that stands in this document points to (RFC 3986 resolution, then RFC 6901 pointer), or null where
   * nothing is there. All external files were loaded beforehand, so this never waits.
   */
  resolve(ref: string): ResolvedReference | null;
}

export interface ResolvedReference {
  readonly document: SourceDocument;
  readonly pointer: string;
  readonly value: unknown;
}

export type SpecDialect = 'swagger-2.0' | 'openapi-3.0' | 'openapi-3.1' | 'openapi-3.2';

/** A whole API as read: several roots where a folder or glob is compared as one. */
export interface LoadedSpec {
  /** As the user named it: a path, a folder, a URL, `-`, `REV:PATH`. */
  readonly source: string;
  readonly roots: readonly { readonly document: SourceDocument; readonly dialect: SpecDialect }[];
  /** Every file read, roots first. */
  readonly sources: readonly string[];
  /** `sha256:…` over the bytes of all sources in order. */
  readonly digest: string;
  /** What is wrong with the input but does not keep the rest from being compared. */
  readonly problems: readonly SpecProblem[];
}

/** A fault of the input. One that hides a part of the API makes the verdict `unknown`. */
export interface SpecProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly position: Position | null;
}
