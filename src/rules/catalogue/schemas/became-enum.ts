import {
  parameters,
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseProperties,
} from '../../example.ts';
import { isInContent, isRoot, schemaPeers, unsentPeers } from '../../peer-ids.ts';
import { defineRule, type Facts, type PeerQuery } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

type Found = { readonly values: readonly unknown[] };

const free = { type: 'string' };
const listed = { type: 'string', enum: ['cat', 'dog'] };
const header = (schema: object) => [{ name: 'X-It', in: 'header', schema }];

/** The leading tool also takes each value for one that came, everywhere but at the root of a body. */
export function becameEnumPeers(query: PeerQuery<Facts>): string[] {
  const isBody = query.place.where === 'body' && isRoot(query.place);
  const added = isBody ? [] : unsentPeers('enum-value-added', query);
  const ofHeader =
    query.place.parameter?.in === 'header' && !isInContent(query) ? ['request-header-property-became-enum'] : [];
  return [...ofHeader, ...schemaPeers('became-enum', query), ...added];
}

export const becameEnum = defineRule({
  id: 'became-enum',
  on: 'schema',
  keywords: ['enum'],
  purpose: 'Reports a value that was free and now must be one of a list.',
  about: 'values',
  severity: { request: 'breaking', response: 'safe' },
  codegen: { request: 'breaking', response: 'safe' },
  advice: ({ values }: Found, { direction }) => {
    if (values.length === 0) return 'Ask what it may be: the list has no values.';
    return direction === 'request' ? `Send ${oneOf(values)}.` : 'Nothing to do; only these values come now.';
  },
  at: 'enum',
  identifying: [],
  *find({ before, after }): Iterable<Found> {
    if (before.enumValues !== null || after.enumValues === null || before.has('const')) return;
    if (haveNoTypeInCommon(before, after)) return;
    yield { values: after.enumValues };
  },
  say: ({ values }, { where }) => `the ${where} must now be ${oneOf(values)}`,
  peers: becameEnumPeers,
  examples: () => ({
    reports: [
      requestBodies(free, listed, 'breaking', ['request-body-became-enum']),
      requestProperties(free, listed, 'breaking', [
        'request-property-became-enum',
        'request-property-enum-value-added',
      ]),
      queryParameters(free, listed, 'breaking', [
        'request-parameter-became-enum',
        'request-parameter-enum-value-added',
      ]),
      parameters(header(free), header(listed), 'breaking', [
        'request-header-property-became-enum',
        'request-parameter-became-enum',
        'request-parameter-enum-value-added',
      ]),
      responseBodies(free, listed, 'safe', []),
      responseProperties(free, listed, 'safe', ['response-property-enum-value-added']),
    ],
    silent: [requestBodies(listed, { ...listed, enum: ['cat', 'dog', 'cow'] })],
  }),
});

/** `one of "a", "b"`: as many as a reader takes in, and of one the value alone. */
export function oneOf(values: readonly unknown[]): string {
  if (values.length === 0) return 'one of an empty list';
  const shown = values.slice(0, 12).map((value) => JSON.stringify(value));
  const more = values.length > shown.length ? ` and ${values.length - shown.length} more` : '';
  return `${values.length === 1 ? '' : 'one of '}${shown.join(', ')}${more}`;
}
