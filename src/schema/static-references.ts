// Dynamic references written as plain ones. ajv takes account of a `$dynamicAnchor` only once it has compiled the schema
// that has it, so that what nothing else leads to is passed over and everything accepted in its place. Where a dynamic
// reference leads to the same place whatever the path to it, it says what a `$ref` says, which ajv reads well.

import type { Dialect } from './dialect.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { mapKeywords, SchemaDocument } from './schema-document.ts';

const dynamicKeywordOf: { readonly [dialect in Dialect]?: string } = {
  '2019-09': '$recursiveRef',
  '2020-12': '$dynamicRef',
};

/**
 * The same document without dynamic references.
 * @throws Error where one leads elsewhere from elsewhere, or to nothing.
 */
export function withStaticReferences(root: Json, dialect: Dialect): Json {
  const keyword = dynamicKeywordOf[dialect];
  if (keyword === undefined || !JSON.stringify(root).includes(`"${keyword}"`)) return root;
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
    const schema: JsonObject = Object.fromEntries(entries);
    const reference = schema[keyword!];
    if (typeof reference !== 'string') return schema;
    const target = dialect === '2019-09' ? document.resolveRecursive(base) : document.resolveDynamic(base, reference);
    if (target === undefined) throw new Error(`${keyword} ${reference} leads to nothing in the document`);
    if (target === 'depends') throw new Error(`where ${keyword} ${reference} leads depends on the path to it`);
    const { [keyword!]: _, ...rest } = schema;
    if (rest.$ref === undefined) return { ...rest, $ref: reference };
    const parts = Array.isArray(rest.allOf) ? (rest.allOf as readonly Json[]) : [];
    return { ...rest, allOf: [...parts, { $ref: reference }] };
  }
}
