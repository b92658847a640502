// A signed link speaks for its recipient, and the board may be read by anyone: what goes out to readers leaves it out.

/** Every `/links/TOKEN` in a text, with its token withheld. */
export function withoutSignedLinks(text: string): string {
  return text.replace(/\/links\/[\w.-]{20,}/g, '/links/(withheld)');
}
