// The schemas of JSON Schema itself, to which schemas refer without bringing them along ("a property holds a schema").
// Those of 2019-09 and later lead on by dynamic references, and where these lead is decided nowhere here.

import { createRequire } from 'node:module';
import type { Dialect } from './dialect.ts';
import type { Json } from './json-value.ts';
import { isJsonObject } from './json-value.ts';

const load = createRequire(import.meta.url);

const metaSchemas: { readonly [dialect in Dialect]?: { readonly uri: string; readonly read: () => Json } } = {
  'draft-04': {
    uri: 'http://json-schema.org/draft-04/schema',
    read: () => load('ajv-draft-04/dist/refs/json-schema-draft-04.json') as Json,
  },
  'draft-06': {
    uri: 'http://json-schema.org/draft-06/schema',
    read: () => load('ajv/dist/refs/json-schema-draft-06.json') as Json,
  },
  'draft-07': {
    uri: 'http://json-schema.org/draft-07/schema',
    read: () => load('ajv/dist/refs/json-schema-draft-07.json') as Json,
  },
};

/** The document with the schema of its own dialect among its definitions, where it refers to that and lacks it. */
export function withMetaSchema(root: Json, dialect: Dialect): Json {
  const metaSchema = metaSchemas[dialect];
  if (metaSchema === undefined || !isJsonObject(root)) return root;
  const text = JSON.stringify(root);
  const { uri } = metaSchema;
  if (!text.includes(`"$ref":"${uri}`) || hasId(text, uri)) return root;
  const definitions = isJsonObject(root.definitions) ? root.definitions : {};
  return { ...root, definitions: { ...definitions, [uri]: metaSchema.read() } };
}

function hasId(text: string, uri: string): boolean {
  return ['$id', 'id'].some((keyword) => [uri, `${uri}#`].some((id) => text.includes(`"${keyword}":"${id}"`)));
}
