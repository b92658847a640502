import { canonicalText } from '../../../spec/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseProperties,
} from '../../example.ts';
import { isRoot, unsentPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';

export const enumValueRemoved = defineRule({
  id: 'enum-value-removed',
  on: 'schema',
  keywords: ['enum'],
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
  peers: (query) => {
    if (query.direction === 'response' && query.place.where === 'body' && isRoot(query.place)) {
      return ['response-mediatype-enum-value-removed'];
    }
    return unsentPeers('enum-value-removed', query);
  },
  examples: () => ({
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
      responseBodies(
        { enum: ['cat', 'dog'] },
        { enum: ['cat'] },
        {
          severity: 'safe',
          peers: ['response-mediatype-enum-value-removed'],
        },
      ),
      responseProperties(
        { enum: ['cat', 'dog'] },
        { enum: ['cat'] },
        {
          severity: 'safe',
          peers: ['response-property-enum-value-removed'],
        },
      ),
      requestBodies(
        { enum: ['cat', 'dog'] },
        { enum: ['cat'] },
        {
          severity: 'breaking',
          peers: ['request-body-enum-value-removed'],
        },
      ),
      requestProperties(
        { enum: ['cat', 'dog'], readOnly: true },
        { enum: ['cat'], readOnly: true },
        {
          severity: 'safe',
          peers: ['request-read-only-property-enum-value-removed'],
        },
      ),
      queryParameters(
        { type: 'object', properties: { kind: { enum: ['cat', 'dog'] } } },
        { type: 'object', properties: { kind: { enum: ['cat'] } } },
        {
          severity: 'breaking',
          peers: ['request-parameter-property-enum-value-removed'],
        },
      ),
    ],
    silent: [requestProperties({ enum: ['cat', 'dog'] }, { enum: ['dog', 'cat'] })],
  }),
});

type Found = { readonly value: unknown };
