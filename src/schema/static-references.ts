// References written so that ajv finds what they lead to. It takes account of a `$dynamicAnchor` only once it has compiled
// the schema that has it, so that what nothing else leads to is passed over and everything accepted in its place: where a
// dynamic reference leads to the same place whatever the path to it, it says what a `$ref` says, which ajv reads well. And
// it does not find an anchor of the document's root, for which the root itself is named.

import type { Dialect } from './dialect.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { mapKeywords, SchemaDocument } from './schema-document.ts';

const dynamicKeywordOf: { readonly [dialect in Dialect]?: string } = {
  '2019-09': '$recursiveRef',
  '2020-12': '$dynamicRef',
};

/**
 * The same document without dynamic references, and without references by an anchor of the root.
 * @throws Error where a dynamic one leads elsewhere from elsewhere, or to nothing.
 */
export function withStaticReferences(root: Json, dialect: Dialect): Json {
  const keyword = dynamicKeywordOf[dialect];
  const isDynamic = keyword !== undefined && JSON.stringify(root).includes(`"${keyword}"`);
  if (!isDynamic && !hasAnchor(root)) return root;
  const document = new SchemaDocument(root, dialect);
  return rewritten(root, document.rootBase);

  function rewritten(value: Json, outerBase: string): Json {
    if (Array.isArray(value)) return value.map((each: Json) => rewritten(each, outerBase));
    if (!isJsonObject(value)) return value;
    const base = document.baseWithin(value, outerBase);
    const entries = Object.entries(value).map(([name, inner]): [string, Json] => {
      if (['enum', 'const', 'default', 'examples', 'example'].includes(name)) return [name, inner];
      if (!mapKeywords.has(name) || !isJsonObject(inner)) return [name, rewritten(inner, base)];
      const map = Object.entries(inner).map(([key, each]): [string, Json] => [key, rewritten(each, base)]);
      return [name, Object.fromEntries(map)];
    });
    const written: JsonObject = Object.fromEntries(entries);
    const schema =
      typeof written.$ref === 'string' ? { ...written, $ref: withoutRootAnchor(written.$ref, base) } : written;
    const reference = keyword === undefined ? undefined : schema[keyword];
    if (typeof reference !== 'string') return schema;
    const target = dialect === '2019-09' ? document.resolveRecursive(base) : document.resolveDynamic(base, reference);
    if (target === undefined) throw new Error(`${keyword} ${reference} leads to nothing in the document`);
    if (target === 'depends') throw new Error(`where ${keyword} ${reference} leads depends on the path to it`);
    const { [keyword!]: _, ...rest } = schema;
    const $ref = withoutRootAnchor(reference, base);
    if (rest.$ref === undefined) return { ...rest, $ref };
    const parts = Array.isArray(rest.allOf) ? (rest.allOf as readonly Json[]) : [];
    return { ...rest, allOf: [...parts, { $ref }] };
  }

  function withoutRootAnchor(reference: string, base: string): string {
    const fragment = reference.slice(reference.indexOf('#') + 1);
    if (!reference.includes('#') || fragment === '' || fragment.startsWith('/')) return reference;
    if (document.resolve(base, reference)?.schema !== root) return reference;
    return base === document.rootBase ? '#' : document.rootBase;
  }
}

function hasAnchor(root: Json): boolean {
  if (!isJsonObject(root)) return false;
  const ids = [root.$id, root.id].filter((id) => typeof id === 'string' && id.startsWith('#'));
  return [root.$anchor, root.$dynamicAnchor, ...ids].some((name) => typeof name === 'string');
}
