import { canonicalText } from '../../../spec/index.ts';
import { requestProperties, responseProperties } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Found = { readonly value: unknown };

const listed = (...values: readonly string[]) => ({ type: 'string', 'x-extensible-enum': values });
const keyword = 'x-extensible-enum';

/** Whoever reads an open list was told to expect more. */
export const extensibleEnumValueAdded = defineRule({
  id: 'extensible-enum-value-added',
  on: 'schema',
  keywords: [keyword],
  purpose: 'Reports a value that an open list (`x-extensible-enum`) names and did not before.',
  about: 'negotiation',
  severity: 'safe',
  advice: ({ value }: Found, { direction }) =>
    direction === 'response'
      ? `Handle ${JSON.stringify(value)}, or check that your code passes over values that it does not know.`
      : 'Nothing to do; it may be sent.',
  at: keyword,
  *find({ before, after }): Iterable<Found> {
    const [had, has] = [before.keyword(keyword), after.keyword(keyword)];
    if (!Array.isArray(had) || !Array.isArray(has)) return;
    const known = new Set(had.map(canonicalText));
    for (const value of has) if (!known.has(canonicalText(value))) yield { value };
  },
  say: ({ value }, { where }) => `the ${where} names ${JSON.stringify(value)} among its values now`,
  examples: () => ({
    reports: [
      responseProperties(listed('a'), listed('a', 'b'), 'safe', []),
      requestProperties(listed('a'), listed('a', 'b'), 'safe', []),
    ],
    silent: [responseProperties(listed('a', 'b'), listed('b', 'a'))],
  }),
});
