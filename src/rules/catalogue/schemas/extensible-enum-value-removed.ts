import { canonicalText } from '../../../spec/index.ts';
import { queryParameters, requestProperties } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';

type Found = { readonly value: unknown };

const listed = (...values: readonly string[]) => ({ type: 'string', 'x-extensible-enum': values });
const keyword = 'x-extensible-enum';

export const extensibleEnumValueRemoved = defineRule({
  id: 'extensible-enum-value-removed',
  on: 'schema',
  keywords: [keyword],
  purpose: 'Reports a value that an open list (`x-extensible-enum`) named and no longer does.',
  about: 'negotiation',
  severity: { request: 'risky', response: 'safe' },
  codegen: 'risky',
  advice: ({ value }: Found, { direction }) =>
    direction === 'request'
      ? `Stop sending ${JSON.stringify(value)}: no schema refuses it, but the server may not know it any more.`
      : 'Nothing to do; code for the value may go.',
  at: keyword,
  *find({ before, after }): Iterable<Found> {
    const [had, has] = [before.keyword(keyword), after.keyword(keyword)];
    if (!Array.isArray(had) || !Array.isArray(has)) return;
    const kept = new Set(has.map(canonicalText));
    for (const value of had) if (!kept.has(canonicalText(value))) yield { value };
  },
  say: ({ value }, { where }) => `the ${where} no longer names ${JSON.stringify(value)} among its values`,
  peers: (query) => schemaPeers('x-extensible-enum-value-removed', query),
  examples: () => ({
    reports: [
      requestProperties(listed('a', 'b'), listed('a'), 'risky', ['request-property-x-extensible-enum-value-removed']),
      queryParameters(listed('a', 'b'), listed('a'), 'risky', ['request-parameter-x-extensible-enum-value-removed']),
    ],
    silent: [requestProperties(listed('a'), listed('a', 'b'))],
  }),
});
