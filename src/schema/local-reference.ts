// References inside one document: a URI fragment that is a JSON pointer (RFC 6901, section 6).

/** The tokens of a reference such as `#/$defs/a~1b`; undefined where it is no pointer into the same document. */
export function tokensOfReference(reference: string): readonly string[] | undefined {
  if (reference === '#') return [];
  if (!reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(2))
      .split('/')
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return undefined;
  }
}

/** The reference to a definition by its name. */
export const referenceToDefinition = (name: string): string =>
  `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
