import { requestBodies, responseBodies, responseProperties } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { oneOf } from './became-enum.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';
import { removedPeers } from './enum-value-removed.ts';

type Found = {
  readonly values: readonly unknown[];
  /** Of which type it is from now on; null where it may be of any. */
  readonly types: readonly string[] | null;
  /** What is asked of it from now on. */
  readonly pattern?: string;
  readonly format?: string;
};

const free = { type: 'string' };
const listed = { type: 'string', enum: ['cat', 'dog'] };

export const stoppedBeingEnum = defineRule({
  id: 'stopped-being-enum',
  on: 'schema',
  keywords: ['enum'],
  purpose: 'Reports a value that was one of a list and now is free.',
  about: 'values',
  severity: { request: 'safe', response: 'breaking' },
  codegen: { request: 'safe', response: 'breaking' },
  advice: (_, { direction }) =>
    direction === 'response' ? 'Be ready for values that are not in the old list.' : 'Nothing to do.',
  at: 'enum',
  identifying: [],
  *find({ before, after }): Iterable<Found> {
    if (before.enumValues === null || after.enumValues !== null || after.has('const')) return;
    if (haveNoTypeInCommon(before, after)) return;
    const pattern = after.keyword('pattern');
    yield {
      values: before.enumValues,
      types: after.types,
      ...(typeof pattern === 'string' ? { pattern } : after.format !== null && { format: after.format }),
    };
  },
  say: ({ values, types, pattern, format }: Found, { where }) => {
    const any = types === null ? 'anything' : `any ${types.join(' or ')}`;
    const held =
      pattern !== undefined ? ` that matches \`${pattern}\`` : format !== undefined ? ` in the format ${format}` : '';
    return `the ${where} may now be ${any}${held}, not only ${oneOf(values)}`;
  },
  peers: removedPeers,
  examples: () => ({
    reports: [
      responseBodies(listed, free, 'breaking', ['response-mediatype-enum-value-removed']),
      responseProperties(listed, free, 'breaking', ['response-property-enum-value-removed']),
      requestBodies(listed, free, 'safe', ['request-body-enum-value-removed']),
    ],
    silent: [requestBodies(listed, { allOf: [listed] })],
  }),
});
