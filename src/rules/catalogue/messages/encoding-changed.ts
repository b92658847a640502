import type { Encoding } from '../../../spec/index.ts';
import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Found = { readonly property: string; readonly field: string; readonly before: string; readonly after: string };

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
  advice: ({ field, after }: Found) => `Write the field with ${field} ${after}.`,
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
    `the ${field} of the field \`${property}\` in the ${where} was ${before} and is ${after}`,
  examples: () => ({
    reports: [
      operations(form({ contentType: 'image/png' }), form({ contentType: 'image/jpeg' }), { severity: 'breaking' }),
      operations(form(), form({ contentType: 'image/png' }), { severity: 'breaking' }),
    ],
    silent: [operations(form(), form({ allowReserved: false }))],
  }),
});

const fields = ['contentType', 'style', 'explode', 'allowReserved'] as const;

function spell(encoding: Encoding | null): Readonly<Record<(typeof fields)[number], string>> {
  return {
    contentType: encoding?.contentType ?? 'the usual one',
    style: encoding?.style ?? 'form',
    explode: String(encoding?.explode ?? (encoding?.style ?? 'form') === 'form'),
    allowReserved: String(encoding?.allowReserved ?? false),
  };
}
