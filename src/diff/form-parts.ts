// The parts of a form: what is said of how each is sent, and what follows where nothing is said.

import {
  canonicalText,
  type Encoding,
  isJson,
  type MediaType,
  normaliseMediaType,
  type SchemaNode,
  saysOnlyBytes,
} from '../spec/index.ts';
import type { Both } from './pair.ts';

/**
 * Which fields of a form are no text: those that `encoding` calls JSON, and in `multipart/form-data` objects, of which it
 * says nothing else (OpenAPI, Encoding Object, contentType).
 */
export interface FormFields {
  readonly json: readonly string[];
  readonly objectsAsJson: boolean;
  /** Called something else. */
  readonly other: readonly string[];
  /** Those whose list is one text, with something between its values. */
  readonly joined: readonly string[];
}

/**
 * The encodings, with one for each part of which nothing is said that became a file or is none any more: the media type of
 * the part and its file name change with that.
 */
export function withFiles(before: MediaType, after: MediaType): Both<MediaType['encoding']> {
  const written = { before: before.encoding, after: after.encoding };
  if (![before, after].every(({ key }) => key.startsWith('multipart/'))) return written;
  const become = [...(before.schema?.properties ?? [])].flatMap(([name, { schema }]) => {
    const other = after.schema?.properties.get(name)?.schema;
    if (other === undefined || before.encoding.has(name) || after.encoding.has(name)) return [];
    const kinds = [schema, other].map(kindOfPart);
    return kinds.includes(null) || kinds[0] === kinds[1] ? [] : [{ name, before: schema.spot, after: other.spot }];
  });
  if (become.length === 0) return written;
  const implied = (side: 'before' | 'after') =>
    become.map((each): [string, Encoding] => [each.name, { ...unsaid, spot: each[side], property: each.name }]);
  return {
    before: new Map([...written.before, ...implied('before')]),
    after: new Map([...written.after, ...implied('after')]),
  };
}

const unsaid = {
  contentType: null,
  isStyled: false,
  style: null,
  explode: null,
  allowReserved: false,
  headers: new Map(),
};

/** How a part, or each of several, is sent; null where the schema does not tell. */
function kindOfPart(schema: SchemaNode): 'file' | 'text' | null {
  const one = schema.child('items') ?? schema;
  if (one.format === 'binary') return 'file';
  return one.valueTypes === null || one.has('contentMediaType') || one.has('contentEncoding') ? null : 'text';
}

export function formFields(...sides: readonly MediaType[]): FormFields | null {
  const isMultipart = sides.every(({ key }) => key.startsWith('multipart/'));
  if (!isMultipart && !sides.every(({ key }) => key.startsWith('application/x-www-form-urlencoded'))) return null;
  const types = sides.flatMap(({ encoding }) =>
    [...encoding.values()].flatMap(({ property, contentType }) =>
      contentType === null ? [] : { property, contentType },
    ),
  );
  const [json, other] = [true, false].map((wanted) =>
    types
      .filter(({ contentType }) => isJson(normaliseMediaType(contentType)) === wanted)
      .map(({ property }) => property),
  ) as [string[], string[]];
  const written = sides.flatMap(({ encoding }) => [...encoding.values()]);
  const isJoined = ({ explode }: Encoding) => explode === false;
  const joined = written.filter(
    (one) => !isMultipart && isJoined(one) && written.every((each) => each.property !== one.property || isJoined(each)),
  );
  return {
    json: [...new Set(json)].sort(),
    objectsAsJson: isMultipart,
    other: [...new Set(other)].sort(),
    joined: [...new Set(joined.map(({ property }) => property))].sort(),
  };
}

/** What `multipart/form-data` says nothing of is bytes, as what it calls binary (OpenAPI, Encoding Object, contentType). */
export function areFiles(form: FormFields | null, name: string, schemas: readonly SchemaNode[]): boolean {
  if (form?.objectsAsJson !== true || form.json.includes(name)) return false;
  return schemas.every(saysAnyBytes) || areListsOfFiles(schemas);
}

/** Lists that are described alike but for how they say that each is a file. */
function areListsOfFiles(schemas: readonly SchemaNode[]): boolean {
  const lists = schemas.map(({ layers }) => canonicalText(layers.map(({ keywords: { items, ...list } }) => list)));
  const isOfFiles = (schema: SchemaNode) => {
    const items = schema.child('items');
    return items !== null && saysAnyBytes(items);
  };
  return lists.every((list) => list === lists[0]) && schemas.every(isOfFiles);
}

function saysAnyBytes(schema: SchemaNode): boolean {
  const mediaType = schema.keyword('contentMediaType') ?? 'application/octet-stream';
  return mediaType === 'application/octet-stream' && saysOnlyBytes(schema);
}
