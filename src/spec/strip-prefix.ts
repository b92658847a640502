// Two releases may stand under different prefixes, `/api/v1` and `/api/v2`, of which a gateway takes care. Without
// them the operations find their counterparts; what is told of them keeps the path as its author wrote it.

import type { OperationEntry } from './operation.ts';
import { operationKey } from './read-operation-list.ts';

/** The path without the prefix, or null where it does not stand under it. `/v1/pets` → `/pets`, `/v1` → `/`. */
export function pathUnder(prefix: string, path: string): string | null {
  const bare = prefix.replace(/\/+$/, '');
  if (bare === '') return path;
  if (path === bare) return '/';
  return path.startsWith(`${bare}/`) ? path.slice(bare.length) : null;
}

/** The entry as if its path began after the prefix; the very same entry where it does not stand under it. */
export function stripPrefix(entry: OperationEntry, prefix: string): OperationEntry {
  const path = entry.kind === 'webhook' ? null : pathUnder(prefix, entry.path);
  if (path === null || path === entry.path) return entry;
  const read: OperationEntry['read'] = () => {
    const operation = entry.read();
    return { ...operation, path, callbacks: operation.callbacks.map((callback) => stripPrefix(callback, prefix)) };
  };
  let operation: ReturnType<typeof read> | null = null;
  return {
    ...entry,
    path,
    key: operationKey({ ...entry, path }, entry.method),
    security: () => entry.security(),
    servers: () => entry.servers(),
    read: () => {
      operation ??= read();
      return operation;
    },
  };
}
