// Schemas and documents that give themselves a URI: `$id` (JSON Schema 2020-12, 8.2.1) and `$self` (OpenAPI 3.2).
// A reference to such a URI leads to the document at hand, not to the network.

import { formatPointer } from './json-pointer.ts';

export interface OwnUri {
  /** Absolute, without fragment. */
  readonly uri: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** In document order. An `$id` that is relative counts where something around it gives it an absolute base. */
export function findOwnUris(root: unknown): OwnUri[] {
  const found: OwnUri[] = [];
  const visit = (value: unknown, pointer: string, base: string | null): void => {
    if (typeof value !== 'object' || value === null) return;
    const { $id, $self } = value as { $id?: unknown; $self?: unknown };
    const stated = pointer === '' && typeof $self === 'string' ? $self : $id;
    let inner = base;
    if (typeof stated === 'string') {
      const uri = absoluteUri(stated, base);
      if (uri !== null) {
        found.push({ uri, pointer, value });
        inner = uri;
      }
    }
    for (const [key, child] of Object.entries(value)) visit(child, pointer + formatPointer([key]), inner);
  };
  visit(root, '', null);
  return found;
}

/** Without its fragment; null where it is relative and there is no base. */
export function absoluteUri(uri: string, base: string | null): string | null {
  if (!URL.canParse(uri, base ?? undefined)) return null;
  const url = new URL(uri, base ?? undefined);
  url.hash = '';
  return url.href;
}
