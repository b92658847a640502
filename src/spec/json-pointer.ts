// JSON Pointer, RFC 6901: `/paths/~1pets/get`.

/** The reference tokens of a pointer, or null where the text is no pointer. */
export function parsePointer(pointer: string): string[] | null {
  if (pointer === '') return [];
  if (pointer[0] !== '/') return null;
  const tokens = pointer.slice(1).split('/');
  return pointer.includes('~') ? tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')) : tokens;
}

/** One reference token as it stands in a pointer. */
export function escapeToken(token: string | number): string {
  const text = String(token);
  return text.includes('/') || text.includes('~') ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text;
}

export function formatPointer(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(token)}`).join('');
}

/** What one reference token selects in a value; undefined where there is nothing. */
export function childOf(value: unknown, token: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return /^(0|[1-9][0-9]*)$/.test(token) ? value[Number(token)] : undefined;
  return Object.hasOwn(value, token) ? (value as Record<string, unknown>)[token] : undefined;
}

/** What a pointer selects; undefined where there is nothing or the text is no pointer. */
export function selectPointer(value: unknown, pointer: string): unknown {
  let selected = value;
  for (const token of parsePointer(pointer) ?? []) selected = childOf(selected, token);
  return selected;
}

/** The fragment of a reference as the text that it stands for; null where that is written wrongly (RFC 3986, section 2.1). */
export function decodeFragment(fragment: string): string | null {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}

/** What a reference calls its schema: `Cat` for `#/components/schemas/Cat`, for `pets.yaml#/Cat` and for the file `Cat.yaml`. */
export function nameInReference(ref: string): string {
  const last = ref.split('/').at(-1) as string;
  return ref.includes('#') ? last : last.replace(/\.(?:ya?ml|json)$/i, '');
}
