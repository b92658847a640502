// What is known of string formats, for those who assert them.

/** Whether a text is of a format; undefined where the format is not known here. */
export function formatAccepts(_name: string, _text: string): boolean | undefined {
  return undefined;
}

/** Whether a string format is known here, so that it may be asserted. */
export const knownFormat = (_name: string): boolean => false;
