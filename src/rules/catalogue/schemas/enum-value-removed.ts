import { speltOtherwise } from '../../../diff/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseProperties,
} from '../../example.ts';
import { isRoot, schemaPeers, unsentPeers } from '../../peer-ids.ts';
import { defineRule, type Facts, type PeerQuery } from '../../rule.ts';
import { areLists, speltAs, textsIn, valuesBeyond } from './enum-value-added.ts';

/** Also for a list that is gone altogether. */
export function removedPeers(query: PeerQuery<Facts>): string[] {
  const isAnswer = query.direction === 'response' && query.place.where === 'body' && isRoot(query.place);
  return isAnswer ? ['response-mediatype-enum-value-removed'] : unsentPeers('enum-value-removed', query);
}

export const enumValueRemoved = defineRule({
  id: 'enum-value-removed',
  on: 'schema',
  keywords: ['enum'],
  purpose: 'Reports an enum value that the previous version listed and this one does not.',
  about: 'values',
  severity: { request: 'breaking', response: 'safe' },
  codegen: 'breaking',
  advice: ({ value, spelt }: Found, { direction }) => {
    if (direction === 'response') return 'Nothing to do; code for the value may go.';
    const instead = spelt === undefined ? '' : ` From then on it is most likely ${JSON.stringify(spelt)}.`;
    return `Stop sending ${JSON.stringify(value)} before the release.${instead} Whoever runs the API: keep accepting it until its sunset date.`;
  },
  at: 'enum',
  aim: ({ value }) => ({ const: value }),
  *find({ before, after }): Iterable<Found> {
    if (!areLists(before, after)) return;
    const fixed = { isFixed: after.enumValues === null, wasFixed: before.enumValues === null };
    const instead = speltOtherwise(textsIn(before), textsIn(after));
    for (const value of valuesBeyond(after, before)) yield { value, ...speltAs(value, instead), ...fixed };
  },
  say: ({ value }, { where }) => `the ${where} no longer lists ${JSON.stringify(value)}`,
  identifying: ['value'],
  peers: (query) => {
    if (query.facts.wasFixed) return []; // it compares lists with lists
    return [...(query.facts.isFixed ? schemaPeers('const-added', query) : []), ...removedPeers(query)];
  },
  examples: () => ({
    reports: [
      requestProperties({ enum: ['cat', 'dog'] }, { enum: ['cat'] }, 'breaking', [
        'request-property-enum-value-removed',
      ]),
      requestProperties({ enum: ['cat', 'dog'] }, { const: 'cat' }, 'breaking', [
        'request-property-const-added',
        'request-property-enum-value-removed',
      ]),
      queryParameters({ enum: ['asc', 'desc'] }, { enum: ['asc'] }, 'breaking', [
        'request-parameter-enum-value-removed',
      ]),
      responseBodies({ enum: ['cat', 'dog'] }, { enum: ['cat'] }, 'safe', ['response-mediatype-enum-value-removed']),
      responseProperties({ enum: ['cat', 'dog'] }, { enum: ['cat'] }, 'safe', ['response-property-enum-value-removed']),
      requestBodies({ enum: ['cat', 'dog'] }, { enum: ['cat'] }, 'breaking', ['request-body-enum-value-removed']),
      requestProperties({ enum: ['cat', 'dog'], readOnly: true }, { enum: ['cat'], readOnly: true }, 'safe', [
        'request-read-only-property-enum-value-removed',
      ]),
      queryParameters(
        { type: 'object', properties: { kind: { enum: ['cat', 'dog'] } } },
        { type: 'object', properties: { kind: { enum: ['cat'] } } },
        'breaking',
        ['request-parameter-property-enum-value-removed'],
      ),
    ],
    silent: [
      requestProperties({ enum: ['cat', 'dog'] }, { enum: ['dog', 'cat'] }),
      requestProperties({ enum: ['cat'] }, { const: 'cat' }),
    ],
  }),
});

type Found = {
  readonly value: unknown;
  /** The value in another spelling, which is listed now. */
  readonly spelt?: string;
  /** It is a `const` now, which is a list of one. */
  readonly isFixed: boolean;
  readonly wasFixed: boolean;
};
