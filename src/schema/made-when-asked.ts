// A check that is made when a value first comes to it.

import type { Json } from './json-value.ts';

/** Whether a value is valid. */
export type Validator = (value: Json) => boolean;

/** A check that is made when a value first comes to it, or cannot be, which is found out once as well. */
export function madeWhenAsked(make: () => Validator): Validator {
  let made: Validator | Error | null = null;
  return (value) => {
    made ??= attempt(make);
    if (made instanceof Error) throw made;
    return made(value);
  };
}

/** What it makes or the error that it throws, but for that of a stack which is higher elsewhere. */
export function attempt(make: () => Validator): Validator | Error {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    return error;
  }
}
