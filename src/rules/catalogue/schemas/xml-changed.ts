import type { Place } from '../../../diff/index.ts';
import { canonicalText, isObject, isXml } from '../../../spec/index.ts';
import { responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const pet = (xml?: object) => ({
  content: {
    'application/xml': {
      schema: { type: 'object', properties: { tag: { type: 'string', ...(xml && { xml }) } } },
    },
  },
});
const body = (mediaType: string, xml: object) => ({
  content: { [mediaType]: { schema: { type: 'object', xml } } },
});

export const xmlChanged = defineRule({
  id: 'xml-changed',
  on: 'schema',
  keywords: ['xml'],
  purpose: 'Reports that the XML form of a value changed: its element’s name, namespace, wrapping or place.',
  about: 'negotiation',
  severity: (_: Found, { place }) => (isXmlBody(place) ? 'breaking' : 'risky'),
  concerns: (place, facts) => (isXmlBody(place) || place.mediaType?.includes('*') === true) && !isRespelt(place, facts),
  advice: (_, { place, direction }) =>
    `${direction === 'request' ? 'Write' : 'Read'} the element in its new form${isXmlBody(place) ? '' : ', if you use XML'}.`,
  at: 'xml',
  *find({ before, after }): Iterable<Found> {
    const [was, is] = [before, after].map((schema) => formOf(schema.keyword('xml'))) as [unknown, unknown];
    if (canonicalText(was) !== canonicalText(is)) yield { before: was, after: is };
  },
  say: (_, { where }) => `the XML form of the ${where} changed`,
  examples: () => ({
    reports: [
      responses(body('application/xml', { name: 'pet' }), body('application/xml', { name: 'animal' }), 'breaking'),
      responses(pet(), pet({ name: 'Tag' }), 'breaking'),
      responses(body('*/*', { name: 'pet' }), body('*/*', { name: 'animal' }), 'risky'),
    ],
    silent: [
      responses(pet(), pet({ name: 'tag' })),
      responses(body('application/xml', { name: 'pet' }), body('application/xml', { name: 'pet' })),
      responses(body('application/xml', {}), body('application/xml', { attribute: false, wrapped: false })),
      responses(body('application/json', { name: 'pet' }), body('application/json', { name: 'animal' })),
    ],
  }),
});

/** What is written, without what holds where nothing is (OpenAPI, XML Object); null where no more is said. */
function formOf(xml: unknown): unknown {
  if (!isObject(xml)) return null;
  const said = Object.entries(xml).filter(([field, value]) => value !== false && !field.startsWith('x-'));
  return said.length === 0 ? null : Object.fromEntries(said);
}

/** Whether it only says what the element of a property is called anyway: as the property (OpenAPI, XML Object). */
function isRespelt({ path }: Place, { before, after }: Found): boolean {
  const named = path.at(-1);
  if (named?.kind !== 'property') return false;
  const [was, is] = [before, after].map((form) => canonicalText({ name: named.name, ...(form as object | null) }));
  return was === is;
}

type Found = { readonly before: unknown; readonly after: unknown };

function isXmlBody({ mediaType }: Place): boolean {
  return mediaType !== null && isXml(mediaType);
}
