// Operations are compared without the prefix that a side's paths share; people read and write paths with it.

import type { OperationRef } from '../diff/index.ts';
import type { Api } from '../spec/index.ts';
import type { Witness } from './comparison.ts';

/** The operation with the path that its author wrote, the base's where both have it. */
export function asWritten(operation: OperationRef | null, base: Api, revision: Api): OperationRef | null {
  if (operation === null) return null;
  return {
    ...operation,
    path: base.writtenPath(operation.path) ?? revision.writtenPath(operation.path) ?? operation.path,
  };
}

/** A path without its prefix, and as either side writes it. */
export function spellings(path: string, base: Api, revision: Api): string[] {
  return [path, ...[base, revision].flatMap((api) => api.writtenPath(path) ?? [])];
}

/** A call is shown as whoever holds to the base makes it, prefix and all. */
export function writtenWitness(witness: Witness, operation: OperationRef | null, base: Api): Witness {
  const written = operation === null ? null : base.writtenPath(operation.path);
  if (operation === null || written === null || witness.kind !== 'request') return witness;
  const prefix = written.slice(0, written.length - (operation.path === '/' ? 0 : operation.path.length));
  return { ...witness, http: witness.http.replace(/^(\S+) /, (method) => `${method}${prefix}`) };
}

export function writtenPaths(api: Api): string[] {
  return [...api.operations.values()].map(({ path }) => api.writtenPath(path) ?? path);
}
