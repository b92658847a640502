import { type Catalog, type CompareSettings, strippedPrefixes } from '../../catalog/index.ts';
import { documentedApi, servicePrefixes } from '../../evidence/index.ts';
import type { LoadedSpec } from '../../spec/index.ts';

/** To which operation of the documents a request belongs, `GET /packages/{name}`; null where to none. */
export function matcherOf(
  { catalog, compare }: { readonly catalog: Catalog; readonly compare: CompareSettings },
  service: string,
  specs: readonly LoadedSpec[],
): (method: string, path: string) => string | null {
  const known = catalog.services.find(({ name }) => name === service);
  const prefixes = strippedPrefixes(compare, service);
  const api = documentedApi(specs, known === undefined ? prefixes : servicePrefixes(known, prefixes));
  return (method, path) => api.match(method, path)?.title ?? null;
}
