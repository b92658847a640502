// What the loader hands to the model: the author's own JSON value, untouched, and the means to find places in it.
// The value is never dereferenced, upgraded or bundled: cycles are normal in descriptions, and every position that
// we show must be one that the author can open.

import type { Position } from '../base/index.ts';

/** One file of a description. A multi-file description has a root and others that are loaded before compare begins. */
export interface SourceDocument {
  /** As the user named it; a file that a `$ref` led to in the same terms (`specs/pet.yaml`, `v1:specs/pet.yaml`, a URL). */
  readonly source: string;
  /** The parsed value, frozen by convention: nobody writes into it. Nested no deeper than the loader's limit, free of cycles. */
  readonly value: unknown;
  /**
   * The position of a pointer, or of its nearest surviving parent (`exact: false`, and the parent's pointer). A member
   * of an object is found at its key, an item of a list at its first character. Computed on demand from the text.
   */
  locate(pointer: string): Position;
  /** The text of a scalar as its author wrote it, or null where there is none. */
  writtenAt(pointer: string): string | null;
  /**
   * What a `$ref` that stands in this document points to (RFC 3986 resolution, then RFC 6901 pointer), or null where
   * nothing is there. All external files were loaded beforehand, so this never waits.
   */
  resolve(ref: string): ResolvedReference | null;
  /**
   * All that a `$dynamicRef` may lead to, sorted by pointer: which of several schemas with that `$dynamicAnchor` it is
   * depends on the way to it (JSON Schema 2020-12, 8.2.3.2). One where it is plain, none where nothing is there.
   */
  dynamicTargets(ref: string): readonly ResolvedReference[];
  /**
   * Why a `$ref` cannot be followed: its target is missing, was refused or could not be read, or it runs in a circle.
   * Whoever follows the reference adds the position and reports it, since only they know whether it is in use.
   */
  whyUnresolved(ref: string, keyword?: ReferenceKeyword): ReferenceFault;
}

export type ReferenceKeyword = '$ref' | '$dynamicRef';

export interface ResolvedReference {
  readonly document: SourceDocument;
  readonly pointer: string;
  readonly value: unknown;
}

/** `code` is one of `reference-missing`, `reference-dynamic`, `reference-circular`, `reference-not-allowed`, `reference-unreadable`. */
export interface ReferenceFault extends Pick<SpecProblem, 'code' | 'message' | 'hint'> {
  /** Where to mend it, if that is not where the reference stands. */
  readonly position?: Position | null;
}

export type SpecDialect = 'swagger-2.0' | 'openapi-3.0' | 'openapi-3.1' | 'openapi-3.2';

/** A whole API as read: several roots where a folder or glob is compared as one. */
export interface LoadedSpec {
  /** As the user named it: a path, a folder, a URL, `-`, `REV:PATH`. */
  readonly source: string;
  readonly roots: readonly { readonly document: SourceDocument; readonly dialect: SpecDialect }[];
  /** Every file read, roots first, otherwise sorted. */
  readonly sources: readonly string[];
  /** `sha256:…` over the bytes of all sources in order. */
  readonly digest: string;
  /** Those that JavaScript cannot tell from their neighbours. */
  readonly wideIntegers: readonly WideInteger[];
  /** What is wrong with the input but does not keep the rest from being compared. */
  readonly problems: readonly SpecProblem[];
}

/** An integer beyond 2^53. */
export interface WideInteger {
  readonly source: string;
  /** As it was read. */
  readonly value: number;
  /** As its author wrote it; null where that was rounded already. */
  readonly meant: () => bigint | null;
  readonly locate: () => Position;
}

/** A fault of the input. */
export interface SpecProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly position: Position | null;
  /** True where a part of the API could not be read because of it, so that no verdict but breaking or unknown can stand. */
  readonly hides: boolean;
  /** The key that a misspelt one was probably meant to be. */
  readonly meant?: string;
}
