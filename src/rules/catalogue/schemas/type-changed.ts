import type { FindContext } from '../../../diff/index.ts';
import type { JsonType } from '../../../spec/index.ts';
import { queryParameters, requestProperties, responseBodies } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';

export const typeChanged = defineRule({
  id: 'type-changed',
  on: 'schema',
  purpose: 'Reports a type that changed. Whether a value may be null is another rule.',
  about: 'values',
  severity: ({ lost, gained }: Found, { direction }) =>
    (direction === 'response' ? gained : lost).length > 0 ? 'breaking' : 'safe',
  codegen: 'breaking',
  advice: ({ after }, { direction }) =>
    direction === 'request' ? `Send ${after} from the release on.` : `Be ready to receive ${after}.`,
  at: 'type',
  *find({ before, after }, context): Iterable<Found> {
    const lost = missing(before.valueTypes, after.valueTypes, context);
    const gained = missing(after.valueTypes, before.valueTypes, context);
    if (lost.length === 0 && gained.length === 0) return;
    yield { before: spell(before.valueTypes), after: spell(after.valueTypes), lost, gained };
  },
  identifying: ['before', 'after'],
  say: ({ before, after }, { where }) => `the type of the ${where} was ${before} and is ${after}`,
  peers: ({ facts: { lost, gained }, direction, ...query }) => {
    const breaks = (direction === 'response' ? gained : lost).length > 0;
    const ending = breaks ? 'changed' : direction === 'response' ? 'specialized' : 'generalized';
    return schemaPeers(`type-${ending}`, { direction, ...query });
  },
  examples: {
    reports: [
      requestProperties(
        { type: 'string' },
        { type: 'integer' },
        {
          severity: 'breaking',
          peers: ['request-property-type-changed'],
        },
      ),
      requestProperties(
        { type: 'integer' },
        { type: 'number' },
        {
          severity: 'safe',
          peers: ['request-property-type-generalized'],
        },
      ),
      responseBodies(
        { type: 'integer' },
        { type: 'number' },
        {
          severity: 'breaking',
          peers: ['response-body-type-changed'],
        },
      ),
      queryParameters(
        { type: 'integer' },
        { type: 'string' },
        {
          severity: 'safe',
          peers: ['request-parameter-type-generalized'],
        },
      ),
    ],
    silent: [requestProperties({ type: ['string', 'integer'] }, { type: ['integer', 'string'] })],
  },
});

type Types = readonly JsonType[] | null;
type Found = {
  readonly before: string;
  readonly after: string;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
};

/** Which of `types` are not let through by `others`. As text, a string lets every number and boolean through. */
function missing(types: Types, others: Types, { text }: FindContext): string[] {
  if (others === null) return [];
  if (types === null) return ['any'];
  return types.filter(
    (type) =>
      !others.includes(type) &&
      !(type === 'integer' && others.includes('number')) &&
      !(text && others.includes('string') && type !== 'object' && type !== 'array'),
  );
}

function spell(types: Types): string {
  return types === null ? 'anything' : types.length === 0 ? 'nothing' : types.join(' or ');
}
