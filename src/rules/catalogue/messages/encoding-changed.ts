import { shapesOf } from '../../../diff/index.ts';
import { coversMediaType, type Encoding, normaliseMediaType, type SchemaNode } from '../../../spec/index.ts';
import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Field = (typeof fields)[number];
type Found = {
  readonly property: string;
  readonly field: Field;
  readonly before: string;
  readonly after: string;
  /** Of media types: whether all that were listed still are, or all that are listed were. */
  readonly relation: 'wider' | 'narrower' | 'other';
  /** Of a file nothing is said any more: it may then be of any media type, as is usual, or of bytes alone by the letter. */
  readonly isUnsaid?: true;
};

const file = { type: 'string', format: 'binary' };
const form = (encoding?: object, photo: object = { type: 'string' }) => ({
  requestBody: {
    content: {
      'multipart/form-data': {
        schema: { type: 'object', properties: { photo } },
        ...(encoding && { encoding: { photo: encoding } }),
      },
    },
  },
});

export const encodingChanged = defineRule({
  id: 'encoding-changed',
  on: 'encoding',
  purpose:
    'Reports a form field that is written in another way: its media type, style, explode or reserved characters.',
  about: 'negotiation',
  severity: ({ relation, isUnsaid }: Found, { direction }) => {
    if (isUnsaid) return 'risky';
    return relation === (direction === 'request' ? 'wider' : 'narrower') ? 'safe' : 'breaking';
  },
  advice: ({ field, property, before, after, relation, isUnsaid }: Found, { direction }) => {
    if (isUnsaid && direction === 'request')
      return `Ask whether ${before} is still taken. Whoever runs the API: list under \`encoding\` what is.`;
    if (isUnsaid) return 'Be ready for files of any kind.';
    return relation === (direction === 'request' ? 'wider' : 'narrower')
      ? 'Nothing to do.'
      : `Send ${nameOf(property)} ${formOf(field, after)} from the release on.`;
  },
  at: ({ field }) => field,
  identifying: ['field', 'before', 'after'],
  *find({ before, after, fields: schemas }): Iterable<Found> {
    const [left, right] = [spell(before, schemas.before), spell(after, schemas.after)];
    const { property } = before ?? after;
    // One value is written alike in every style of forms; that it became a list, or was one, is told of its type.
    const isOnce = isOneValue(schemas.before) || isOneValue(schemas.after);
    // What 3.0 passed over is no change where the same stands in a later document.
    const isHeededNow = before !== null && after !== null && before.isStyled !== after.isStyled;
    for (const field of isHeededNow ? (['contentType'] as const) : fields) {
      const [was, is] = [left[field], right[field]];
      if (was === is || (isOnce && (field === 'style' || field === 'explode'))) continue;
      // Of a schema that implies no one type nobody said another; what became of it is told of the schema.
      const isSaid = before?.contentType != null || after?.contentType != null;
      if (field === 'contentType' && !isSaid && [was, is].includes(usualType)) continue;
      const isUnsaid =
        field === 'contentType' && before?.contentType != null && after?.contentType == null && is === bytes;
      yield {
        property,
        field,
        before: was,
        after: is,
        relation: relationIn(field, was, is),
        ...(isUnsaid && { isUnsaid }),
      };
    }
  },
  say: ({ field, property, before, after, isUnsaid }, { where }) =>
    isUnsaid
      ? `it is no longer said as what ${nameOf(property)} of the ${where} is sent; it was sent ${formOf(field, before)}`
      : `${nameOf(property)} of the ${where} must be sent ${formOf(field, after)}; it was sent ${formOf(field, before)}`,
  examples: () => ({
    reports: [
      operations(form({ contentType: 'image/png' }), form({ contentType: 'image/jpeg' }), 'breaking'),
      operations(form(), form({ contentType: 'image/png' }), 'breaking'),
      operations(form({ contentType: 'image/png' }, file), form(undefined, file), 'risky'),
      operations(form({ contentType: 'image/png' }), form({ contentType: 'image/png, image/jpeg' }), 'safe'),
      operations(form({ contentType: 'image/png' }), form({ contentType: 'image/*' }), 'safe'),
      operations(form(), form({ allowReserved: true }), 'safe'),
      operations(form({ allowReserved: true }), form(), 'breaking'),
    ],
    silent: [
      operations(form(), form({ allowReserved: false })),
      operations(form(), form({ contentType: 'text/plain' })),
      operations(form(), form({ explode: false })),
      operations(form({ contentType: 'image/png, image/jpeg' }), form({ contentType: 'image/jpeg,image/png' })),
    ],
  }),
});

function nameOf(property: string): string {
  if (property === '[]') return 'each further part';
  return property.startsWith('[') ? `part ${Number(property.slice(1, -1)) + 1}` : `the field \`${property}\``;
}

const usualType = 'the usual one';
const bytes = 'application/octet-stream';
const fields = ['contentType', 'style', 'explode', 'allowReserved'] as const;

/** After "the field is sent": how a list or object is written is what `style` and `explode` decide. */
function formOf(field: Field, value: string): string {
  switch (field) {
    case 'contentType':
      return value === usualType ? 'as the media type that its schema implies' : `as ${value}`;
    case 'style':
      return `in the style \`${value}\``;
    case 'explode':
      return value === 'true' ? 'once for each value (`explode: true`)' : 'once with all its values (`explode: false`)';
    case 'allowReserved':
      return value === 'true' ? 'with reserved characters as they are' : 'with reserved characters percent-encoded';
  }
}

function spell(encoding: Encoding | null, schema: SchemaNode | null): Readonly<Record<Field, string>> {
  const style = encoding?.style ?? 'form';
  return {
    contentType: spellTypes(encoding?.contentType ?? null) ?? impliedType(schema) ?? usualType,
    style,
    explode: String(encoding?.explode ?? style === 'form'),
    allowReserved: String(encoding?.allowReserved ?? false),
  };
}

function isOneValue(schema: SchemaNode | null): boolean {
  return shapesOf(schema)?.every((shape) => shape === 'primitive') ?? false;
}

function spellTypes(list: string | null): string | null {
  const types = list?.split(',').map((type) => normaliseMediaType(type.trim()));
  return types?.sort().join(', ') ?? null;
}

/** What a part is where nothing is said of it (OpenAPI, Encoding Object, contentType); null where its schema does not tell. */
function impliedType(schema: SchemaNode | null): string | null {
  const [type, ...others] = schema?.valueTypes ?? [];
  if (schema === null || type === undefined || others.length > 0) return null;
  if (type === 'object') return 'application/json';
  if (type === 'array') return impliedType(schema.child('items'));
  const isFile = type === 'string' && (schema.format === 'binary' || schema.has('contentEncoding'));
  if (schema.has('contentMediaType')) return null;
  return isFile ? bytes : 'text/plain';
}

function relationIn(field: Field, before: string, after: string): Found['relation'] {
  if (field === 'contentType') return relate(before, after);
  // What is percent-encoded is read wherever it need not be.
  if (field === 'allowReserved') return after === 'true' ? 'wider' : 'narrower';
  return 'other';
}

function relate(before: string, after: string): Found['relation'] {
  const [was, is] = [before.split(', '), after.split(', ')];
  const isAmong = (types: readonly string[]) => (type: string) =>
    types.some((other) => other === type || coversMediaType(other, type));
  if (was.every(isAmong(is))) return 'wider';
  return is.every(isAmong(was)) ? 'narrower' : 'other';
}
