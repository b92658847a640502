/** A place in a document as its author wrote it. */
export interface Position {
  /** The file, URL or `REV:PATH` as the user named it; for a multi-file document the file that holds the place. */
  readonly source: string;
  /** JSON Pointer (RFC 6901) into that source. */
  readonly pointer: string;
  /** 1-based; null where the source has no lines to speak of. */
  readonly line: number | null;
  /** 1-based, in UTF-16 code units; null where the line is. */
  readonly column: number | null;
  /** False where this is the nearest surviving parent of something that is not there. */
  readonly exact: boolean;
}
