// References inside one document: a URI fragment that is a JSON pointer (RFC 6901, section 6).

/** The tokens of a reference such as `#/$defs/a~1b`; undefined where it is no pointer into the same document. */
export function tokensOfReference(reference: string): readonly string[] | undefined {
  if (reference === '#') return [];
  if (!reference.startsWith('#/')) return undefined;
  try {
    const pointer = reference.slice(2);
    const tokens = (pointer.includes('%') ? decodeURIComponent(pointer) : pointer).split('/');
    return tokens.map((token) => (token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token));
  } catch {
    return undefined;
  }
}

/** The reference to a definition by its name. */
export const referenceToDefinition = (name: string): string =>
  `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
