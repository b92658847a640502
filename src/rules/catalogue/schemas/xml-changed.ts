import { canonicalText } from '../../../spec/index.ts';
import { responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const body = (mediaType: string, xml: object) => ({
  content: { [mediaType]: { schema: { type: 'object', xml } } },
});

export const xmlChanged = defineRule({
  id: 'xml-changed',
  on: 'schema',
  keywords: ['xml'],
  purpose: 'Reports that the XML form of a value changed: its element’s name, namespace, wrapping or place.',
  about: 'negotiation',
  severity: (_: Found, { place }) => (isXml(place.mediaType) ? 'breaking' : 'safe'),
  advice: (_, { place, direction }) => {
    if (!isXml(place.mediaType)) return 'Nothing to do; JSON is not concerned.';
    return `${direction === 'request' ? 'Write' : 'Read'} the element in its new form.`;
  },
  at: 'xml',
  *find({ before, after }): Iterable<Found> {
    const was = before.keyword('xml') ?? null;
    const is = after.keyword('xml') ?? null;
    if (canonicalText(was) !== canonicalText(is)) yield { before: was, after: is };
  },
  say: (_, { where }) => `the XML form of the ${where} changed`,
  examples: () => ({
    reports: [
      responses(body('application/xml', { name: 'pet' }), body('application/xml', { name: 'animal' }), {
        severity: 'breaking',
      }),
      responses(body('application/json', { name: 'pet' }), body('application/json', { name: 'animal' }), {
        severity: 'safe',
      }),
    ],
    silent: [responses(body('application/xml', { name: 'pet' }), body('application/xml', { name: 'pet' }))],
  }),
});

type Found = { readonly before: unknown; readonly after: unknown };

function isXml(mediaType: string | null): boolean {
  return mediaType !== null && /[/+]xml\b/i.test(mediaType);
}
