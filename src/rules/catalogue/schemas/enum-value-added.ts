import { canonicalText } from '../../../spec/index.ts';
import { queryParameters, requestBodies, requestProperties, responseProperties } from '../../example.ts';
import { unsentPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';

export const enumValueAdded = defineRule({
  id: 'enum-value-added',
  on: 'schema',
  keywords: ['enum'],
  purpose: 'Reports an enum value that this version lists and the previous one did not.',
  about: 'values',
  severity: { request: 'safe', response: 'breaking' },
  codegen: { request: 'safe', response: 'breaking' },
  advice: ({ value }: Found, { direction }) =>
    direction === 'response'
      ? `Be ready to receive ${JSON.stringify(value)}, or to pass over values that you do not know.`
      : 'Nothing to do; it may be sent.',
  at: 'enum',
  aim: ({ value }) => ({ const: value }),
  *find({ before, after }): Iterable<Found> {
    const { enumValues } = before;
    if (enumValues === null || after.enumValues === null) return;
    const known = new Set(enumValues.map(canonicalText));
    for (const value of after.enumValues) if (!known.has(canonicalText(value))) yield { value };
  },
  say: ({ value }, { where }) => `the ${where} may now be ${JSON.stringify(value)}`,
  peers: (query) => unsentPeers('enum-value-added', query),
  examples: () => ({
    reports: [
      responseProperties(
        { enum: ['cat'] },
        { enum: ['cat', 'dog'] },
        {
          severity: 'breaking',
          peers: ['response-property-enum-value-added'],
        },
      ),
      requestBodies({ enum: ['cat'] }, { enum: ['cat', 'dog'] }, { severity: 'safe', peers: [] }),
      requestProperties(
        { enum: ['cat'] },
        { enum: ['cat', 'dog'] },
        {
          severity: 'safe',
          peers: ['request-property-enum-value-added'],
        },
      ),
      responseProperties(
        { enum: ['cat'], writeOnly: true },
        { enum: ['cat', 'dog'], writeOnly: true },
        {
          severity: 'safe',
          peers: ['response-write-only-property-enum-value-added'],
        },
      ),
      queryParameters(
        { enum: ['cat'] },
        { enum: ['cat', 'dog'] },
        {
          severity: 'safe',
          peers: ['request-parameter-enum-value-added'],
        },
      ),
      queryParameters(
        { type: 'object', properties: { kind: { enum: ['cat'] } } },
        { type: 'object', properties: { kind: { enum: ['cat', 'dog'] } } },
        {
          severity: 'safe',
          peers: ['request-parameter-property-enum-value-added'],
        },
      ),
    ],
    silent: [responseProperties({ enum: ['cat', 'dog'] }, { enum: ['dog', 'cat'] })],
  }),
});

type Found = { readonly value: unknown };
