import { canonicalText } from '../../../spec/index.ts';
import { queryParameters, requestProperties, responseBodies } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';

export const enumValueRemoved = defineRule({
  id: 'enum-value-removed',
  on: 'schema',
  purpose: 'Reports an enum value that the previous version listed and this one does not.',
  about: 'values',
  severity: { request: 'breaking', response: 'safe' },
  codegen: 'breaking',
  advice: ({ value }: Found, { direction }) =>
    direction === 'request'
      ? `Stop sending ${JSON.stringify(value)} before the release. Whoever runs the API: keep accepting it until its sunset date.`
      : 'Nothing to do; code for the value may go.',
  at: 'enum',
  aim: ({ value }) => ({ const: value }),
  *find({ before, after }): Iterable<Found> {
    const { enumValues } = after;
    if (before.enumValues === null || enumValues === null) return;
    const kept = new Set(enumValues.map(canonicalText));
    for (const value of before.enumValues) if (!kept.has(canonicalText(value))) yield { value };
  },
  say: ({ value }, { where }) => `the ${where} no longer lists ${JSON.stringify(value)}`,
  peers: (query) => schemaPeers('enum-value-removed', query),
  examples: {
    reports: [
      requestProperties(
        { enum: ['cat', 'dog'] },
        { enum: ['cat'] },
        {
          severity: 'breaking',
          peers: ['request-property-enum-value-removed'],
        },
      ),
      queryParameters(
        { enum: ['asc', 'desc'] },
        { enum: ['asc'] },
        {
          severity: 'breaking',
          peers: ['request-parameter-enum-value-removed'],
        },
      ),
      responseBodies({ enum: ['cat', 'dog'] }, { enum: ['cat'] }, { severity: 'safe' }),
    ],
    silent: [requestProperties({ enum: ['cat', 'dog'] }, { enum: ['dog', 'cat'] })],
  },
});

type Found = { readonly value: unknown };
