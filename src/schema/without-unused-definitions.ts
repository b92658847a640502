import type { Json } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { tokensOfReference } from './local-reference.ts';

/**
 * The document without the definitions that nothing in it leads to, since ajv reads all that it is given. A document whose
 * references are not plain pointers to definitions is left whole.
 */
export function withoutUnusedDefinitions(schema: Json): Json {
  if (!isJsonObject(schema)) return schema;
  const containers = ['$defs', 'definitions'].filter((keyword) => isJsonObject(schema[keyword]));
  if (containers.length === 0) return schema;
  const used = new Map(containers.map((keyword) => [keyword, new Set<string>()]));
  const queue: Json[] = [Object.fromEntries(Object.entries(schema).filter(([keyword]) => !used.has(keyword)))];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (typeof at !== 'object' || at === null) continue;
    for (const [keyword, inner] of Object.entries(at)) {
      if (/^\$(id|anchor|dynamicRef|dynamicAnchor|recursiveRef)$|^id$/.test(keyword) && typeof inner === 'string')
        return schema;
      if (keyword === '$ref' && typeof inner === 'string') {
        const [container, name] = tokensOfReference(inner) ?? [];
        const names = container === undefined ? undefined : used.get(container);
        if (!names || name === undefined) return schema;
        const target = (schema[container as string] as { readonly [name: string]: Json })[name];
        if (names.has(name) || target === undefined) continue;
        names.add(name);
        queue.push(target);
      } else if (typeof inner === 'object' && inner !== null) queue.push(inner as Json);
    }
  }
  const pruned = [...used].map(([keyword, names]): [string, Json] => {
    const all = schema[keyword] as { readonly [name: string]: Json };
    return [keyword, Object.fromEntries([...names].map((name) => [name, all[name] as Json]))];
  });
  return { ...schema, ...Object.fromEntries(pruned) };
}
