import { parameters, queryParameters, requestBodies, requestProperties, responseBodies } from '../../example.ts';
import { known, schemaPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

type Found = { readonly values: readonly unknown[] };

const free = { type: 'string' };
const listed = { type: 'string', enum: ['cat', 'dog'] };
const header = (schema: object) => [{ name: 'X-It', in: 'header', schema }];

export const becameEnum = defineRule({
  id: 'became-enum',
  on: 'schema',
  keywords: ['enum'],
  purpose: 'Reports a value that was free and now must be one of a list.',
  about: 'values',
  severity: { request: 'breaking', response: 'safe' },
  codegen: { request: 'breaking', response: 'safe' },
  advice: ({ values }: Found, { direction }) =>
    direction === 'request' ? `Send one of ${spell(values)}.` : 'Nothing to do; only these values come now.',
  at: 'enum',
  identifying: [],
  *find({ before, after }): Iterable<Found> {
    if (before.enumValues !== null || after.enumValues === null || before.has('const')) return;
    if (haveNoTypeInCommon(before, after)) return;
    yield { values: after.enumValues };
  },
  say: ({ values }, { where }) => `the ${where} must now be one of ${spell(values)}`,
  peers: (query) => {
    if (query.place.parameter?.in === 'header') return known(['request-header-property-became-enum']);
    return schemaPeers('became-enum', query);
  },
  examples: () => ({
    reports: [
      requestBodies(free, listed, { severity: 'breaking', peers: ['request-body-became-enum'] }),
      requestProperties(free, listed, { severity: 'breaking', peers: ['request-property-became-enum'] }),
      queryParameters(free, listed, { severity: 'breaking', peers: ['request-parameter-became-enum'] }),
      parameters(header(free), header(listed), {
        severity: 'breaking',
        peers: ['request-header-property-became-enum'],
      }),
      responseBodies(free, listed, { severity: 'safe', peers: [] }),
    ],
    silent: [requestBodies(listed, { ...listed, enum: ['cat', 'dog', 'cow'] })],
  }),
});

/** As many as a reader takes in. */
export function spell(values: readonly unknown[]): string {
  const shown = values.slice(0, 12).map((value) => JSON.stringify(value));
  return shown.join(', ') + (values.length > shown.length ? ` and ${values.length - shown.length} more` : '');
}
