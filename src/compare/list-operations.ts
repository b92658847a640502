import type { OperationRef } from '../rules/index.ts';
import { type LoadedSpec, readApi } from '../spec/index.ts';

/** Every operation that the documents describe, callbacks aside: what a consumer may have declared. */
export function listOperations(specs: readonly LoadedSpec[]): OperationRef[] {
  return specs.flatMap((spec) =>
    [...readApi(spec).operations.values()].map(({ kind, method, path, name, spot }) => ({
      kind,
      method,
      path,
      name,
      operationId: operationIdOf(spot.value),
    })),
  );
}

function operationIdOf(operation: unknown): string | null {
  const { operationId } = operation as { operationId?: unknown };
  return typeof operationId === 'string' ? operationId : null;
}
