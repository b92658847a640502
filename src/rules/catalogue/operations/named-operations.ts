// Operations by their `operationId`.

import type { Api } from '../../../spec/index.ts';

const namesOfApi = new WeakMap<Api, ReadonlyMap<string, string>>();

/** Keys of operations by their `operationId`, from the raw values: no operation is read for it. */
export function namedOperations(api: Api): ReadonlyMap<string, string> {
  let names = namesOfApi.get(api);
  if (names === undefined) {
    const found = new Map<string, string>();
    for (const [key, { spot }] of api.operations) {
      const { operationId } = spot.value as { readonly operationId?: unknown };
      if (typeof operationId === 'string' && !found.has(operationId)) found.set(operationId, key);
    }
    names = found;
    namesOfApi.set(api, names);
  }
  return names;
}
