// How every page says whether something is well.

/** Shape, colour class and word of a lamp: never colour alone. */
export interface Lamp {
  readonly shape: 'yes' | 'no' | 'unknown' | 'waiting' | 'warn' | 'none';
  readonly word: string;
}
