// The parts of a form: what is said of how each is sent, and what follows where nothing is said.

import { type Encoding, isJson, type MediaType, normaliseMediaType, type SchemaNode } from '../spec/index.ts';
import type { Both } from './pair.ts';
import type { FormFields } from './schema-pairs.ts';

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
