/**
 * The lines of one larger member of an object, if no other member stands on them: what a second text may repeat as a
 * whole. Offsets are those of bytes, in UTF-8.
 */
export interface Stretch {
  readonly key: string;
  /** The beginning of the line on which the key stands. */
  readonly from: number;
  /** After the key and its colon. */
  readonly valueFrom: number;
  /** After the value; in YAML the next line that holds something, or the end of the text. */
  readonly to: number;
  /** The number of the line on which the key stands, from 1. */
  readonly line: number;
  /** How many lines more there are than if the value were a word on that line. */
  readonly furtherLines: number;
  /** Those of its own members. */
  readonly members: () => readonly Stretch[];
}

/** Bytes. What is smaller is read as quickly as it is compared. */
export const leastStretch = 400;
