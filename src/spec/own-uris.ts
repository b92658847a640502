// Schemas and documents that give themselves a URI: `$id` (JSON Schema 2020-12, 8.2.1) and `$self` (OpenAPI 3.2).
// A reference to such a URI leads to the document at hand, not to the network.

import { decodeFragment, formatPointer, selectPointer } from './json-pointer.ts';

export interface OwnUri {
  /** Absolute, without fragment. */
  readonly uri: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** In document order. An `$id` that is relative is one beside the document. */
export function findOwnUris(root: unknown, documentUri: string): OwnUri[] {
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
  visit(root, '', documentUri);
  return found;
}

/** What they hold is data, in which nothing refers; and where such a word is a name instead. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum']);
const maps = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas'],
  ...['responses', 'headers', 'parameters', 'requestBodies', 'callbacks', 'pathItems', 'webhooks', 'encoding'],
]);

/**
 * The same value, where references within a schema that has a URI of its own say so: there `#/$defs/Tag` leads on from that
 * schema and not from the document (JSON Schema 2020-12, 8.2.1). What leads nowhere from it is left as most tools read it.
 */
export function withOwnReferences(root: unknown, documentUri: string): unknown {
  const visit = (value: unknown, isMap: boolean, base: string, resource: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const { $id, $ref } = value as { $id?: unknown; $ref?: unknown };
    const uri = typeof $id === 'string' && value !== root ? absoluteUri($id, base) : null;
    const [inner, own] = uri === null ? [base, resource] : [uri, value];
    let changed: Record<string, unknown> | unknown[] | null = null;
    const put = (key: string, member: unknown) => {
      changed ??= Array.isArray(value) ? [...value] : { ...value };
      (changed as Record<string, unknown>)[key] = member;
    };
    for (const [key, child] of Object.entries(value)) {
      if (data.has(key) && !isMap) continue;
      const other = visit(child, maps.has(key) && !isMap, inner, own);
      if (other !== child) put(key, other);
    }
    if (own !== null && typeof $ref === 'string' && /^#(?:\/|$)/.test($ref) && leadsOn(own, $ref)) {
      put('$ref', `${inner}${$ref}`);
    }
    return changed ?? value;
  };
  return visit(root, false, documentUri, null);
}

function leadsOn(from: unknown, reference: string): boolean {
  const pointer = decodeFragment(reference.slice(1));
  return pointer !== null && selectPointer(from, pointer) !== undefined;
}

/** Without its fragment; null where it is relative and there is no base. */
export function absoluteUri(uri: string, base: string | null): string | null {
  if (!URL.canParse(uri, base ?? undefined)) return null;
  const url = new URL(uri, base ?? undefined);
  url.hash = '';
  return url.href;
}
