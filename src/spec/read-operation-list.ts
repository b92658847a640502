// Lists the operations of a path item without reading them: what both dialect readers share.

import type { OperationEntry, OperationKind } from './operation.ts';
import { normalisePath } from './path-template.ts';
import { entrySpots, isObject, memberSpot, type Spot } from './spot.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export interface PathItemPlace {
  readonly kind: OperationKind;
  readonly path: string;
  readonly name: string | null;
}

/** The operations of one path item, additionalOperations of OpenAPI 3.2 included. `read` is called at most once each. */
export function listOperations(
  pathItem: Spot,
  place: PathItemPlace,
  read: (entry: Omit<OperationEntry, 'read'>) => ReturnType<OperationEntry['read']>,
): OperationEntry[] {
  const found: [string, Spot][] = [];
  for (const method of methods) {
    const spot = memberSpot(pathItem, method);
    if (spot !== null && isObject(spot.value)) found.push([method.toUpperCase(), spot]);
  }
  for (const [method, spot] of entrySpots(memberSpot(pathItem, 'additionalOperations'))) {
    if (isObject(spot.value)) found.push([method.toUpperCase(), spot]);
  }
  const { kind, path, name } = place;
  const target = found.length === 0 ? '' : keyOfTarget(place);
  return found.map(([method, spot]) => {
    let operation: ReturnType<OperationEntry['read']> | null = null;
    const entry: OperationEntry = {
      kind,
      path,
      name,
      key: `${kind} ${method} ${target}`,
      method,
      spot,
      pathItem,
      read: () => {
        operation ??= read(entry);
        return operation;
      },
    };
    return entry;
  });
}

export function operationKey(place: PathItemPlace, method: string): string {
  return `${place.kind} ${method} ${keyOfTarget(place)}`;
}

function keyOfTarget({ name, path }: PathItemPlace): string {
  return `${name === null ? '' : `${name} `}${normalisePath(path)}`;
}
