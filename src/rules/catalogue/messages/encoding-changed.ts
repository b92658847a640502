import type { Encoding } from '../../../spec/index.ts';
import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Field = (typeof fields)[number];
type Found = { readonly property: string; readonly field: Field; readonly before: string; readonly after: string };

const form = (encoding?: object) => ({
  requestBody: {
    content: {
      'multipart/form-data': {
        schema: { type: 'object', properties: { photo: { type: 'string' } } },
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
  severity: 'breaking',
  advice: ({ field, property, after }: Found) =>
    `Send ${nameOf(property)} ${formOf(field, after)} from the release on.`,
  at: ({ field }) => field,
  identifying: ['field', 'before', 'after'],
  *find({ before, after }): Iterable<Found> {
    const [left, right] = [spell(before), spell(after)];
    const { property } = before ?? after;
    for (const field of fields) {
      if (left[field] !== right[field]) yield { property, field, before: left[field], after: right[field] };
    }
  },
  say: ({ field, property, before, after }, { where }) =>
    `${nameOf(property)} of the ${where} must be sent ${formOf(field, after)}; it was sent ${formOf(field, before)}`,
  examples: () => ({
    reports: [
      operations(form({ contentType: 'image/png' }), form({ contentType: 'image/jpeg' }), { severity: 'breaking' }),
      operations(form(), form({ contentType: 'image/png' }), { severity: 'breaking' }),
    ],
    silent: [operations(form(), form({ allowReserved: false }))],
  }),
});

function nameOf(property: string): string {
  if (property === '[]') return 'each further part';
  return property.startsWith('[') ? `part ${Number(property.slice(1, -1)) + 1}` : `the field \`${property}\``;
}

const usualType = 'the usual one';
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

function spell(encoding: Encoding | null): Readonly<Record<Field, string>> {
  return {
    contentType: encoding?.contentType ?? usualType,
    style: encoding?.style ?? 'form',
    explode: String(encoding?.explode ?? (encoding?.style ?? 'form') === 'form'),
    allowReserved: String(encoding?.allowReserved ?? false),
  };
}
