// A list inside a list of Swagger 2 says for itself how its values are set apart; what came later cannot say it. The
// outer list's own form is that of its parameter or header.

import type { SchemaNode } from '../../../spec/index.ts';
import { documents, type Example, type Expected } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Found = { readonly before: string; readonly after: string };

function swagger(before: string | undefined, after: string | undefined, ...expected: Expected): Example {
  const api = (collectionFormat: string | undefined) => {
    const items = { type: 'array', items: { type: 'string' }, ...(collectionFormat && { collectionFormat }) };
    const parameters = [{ name: 'it', in: 'query', type: 'array', items }];
    return {
      swagger: '2.0',
      paths: { '/things': { get: { parameters, responses: { 204: { description: 'Done.' } } } } },
    };
  };
  return documents(api(before), api(after), ...expected);
}

/** Null where the schema is no list inside another one. */
function formatOf(schema: SchemaNode): string | null {
  const { reader, spot, types } = schema;
  if (reader.dialect !== 'swagger-2.0' || !spot.pointer.endsWith('/items') || !types?.includes('array')) return null;
  const format = schema.keyword('collectionFormat');
  return typeof format === 'string' ? format : 'csv';
}

export const innerListFormatChanged = defineRule({
  id: 'inner-list-format-changed',
  on: 'schema',
  keywords: ['collectionFormat'],
  purpose: 'Reports a list inside a list of Swagger 2 whose values are set apart in another way.',
  about: 'negotiation',
  severity: 'breaking',
  advice: (_: Found, { direction }) =>
    `${direction === 'response' ? 'Read' : 'Write'} the inner list in its new form from the release on.`,
  at: 'collectionFormat',
  *find({ before, after }): Iterable<Found> {
    const [was, is] = [formatOf(before), formatOf(after)];
    if (was !== null && is !== null && was !== is) yield { before: was, after: is };
  },
  say: ({ before, after }, { where }) => `the ${where} is written as \`${after}\` instead of \`${before}\``,
  examples: () => ({
    reports: [swagger('csv', 'pipes', 'breaking', []), swagger(undefined, 'ssv', 'breaking')],
    silent: [swagger(undefined, 'csv')],
  }),
});
