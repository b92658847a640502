// A body of bytes, an image or an archive, may be described by no schema, by an empty one or by one of `type: string`
// that says it is binary: 3.0 has `format: binary`, 3.1 `contentMediaType` or nothing at all (OpenAPI 3.1, Media Type
// Object, "Considerations for File Uploads"). All of these say the same.

import { isJson, travelsAsText } from './media-type-name.ts';
import type { MediaType } from './operation.ts';
import type { SchemaNode } from './schema-node.ts';

/** A file of Swagger 2.0 is a parameter, which has a name and a place. */
const sayingBytes = new Set(['type', 'format', 'contentMediaType', 'name', 'in']);

/** Whether any bytes of the media type are as described. */
export function isOnlyBytes({ key, schema, itemSchema }: MediaType): boolean {
  const isStructured =
    isJson(key) || travelsAsText(key) || /^(?:text|multipart)\/|^(?:\*|application)\/\*|json|yaml|xml/.test(key);
  if (isStructured || itemSchema !== null) return false;
  return schema === null || saysOnlyBytes(schema);
}

/** The same of a schema by itself, where bytes are what stands there unless it says otherwise. */
export function saysOnlyBytes(schema: SchemaNode): boolean {
  if (schema.unconstrained) return true;
  if (![...schema.keywords].every((keyword) => sayingBytes.has(keyword))) return false;
  const isText = schema.valueTypes === null || String(schema.valueTypes) === 'string';
  return isText && (schema.format === 'binary' || (schema.format === null && schema.has('contentMediaType')));
}
