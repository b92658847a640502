// Whether null is let through, in whichever of its spellings: `nullable`, a type list, a branch of its own.

import { isObject, type SchemaNode } from '../../../spec/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseHeaders,
  responseProperties,
} from '../../example.ts';
import { schemaPeers, unsentPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { removedPeers } from './enum-value-removed.ts';
import { changeOfNull } from './null-let-through.ts';

const plain = { type: 'string' };
const nullable = { type: ['string', 'null'] };
const list = { type: 'array', items: plain };
const named = { type: 'object', properties: { name: plain } };

type Found = {
  readonly asList: boolean;
  /** Said by a type on both sides. */
  readonly isTyped: boolean;
  /** Its list of values says the same: told once, and by the leading tool twice. */
  readonly isListed: boolean;
};

function nullabilityRule(id: 'became-nullable' | 'became-not-nullable'): Rule {
  const opens = id === 'became-nullable';
  const inOrder = (without: object, withNull: object): [never, never] =>
    (opens ? [without, withNull] : [withNull, without]) as [never, never];
  const [before, after] = opens ? [plain, nullable] : [nullable, plain];
  const [request, response] = opens ? (['safe', 'breaking'] as const) : (['breaking', 'safe'] as const);
  return defineRule({
    id,
    on: 'schema',
    purpose: opens
      ? 'Reports a value that could not be null and now may be.'
      : 'Reports a value that could be null and no longer may be.',
    about: 'values',
    ofWhole: 'null',
    severity: { request, response },
    codegen: opens ? { request: 'safe', response: 'breaking' } : { request: 'breaking', response: 'safe' },
    advice: (_, { direction }) => {
      if (direction === 'response') return opens ? 'Be ready for null.' : 'Nothing to do; null no longer comes.';
      return opens
        ? 'Nothing to do; null may be sent.'
        : 'Stop sending null; leave the value out where that is allowed.';
    },
    at: 'type',
    *find({ before: left, after: right }): Iterable<Found> {
      if (changeOfNull(left, right) !== (opens ? 'came' : 'went')) return;
      const isTyped = left.types !== null && right.types !== null;
      const [without, withNull] = opens ? [left, right] : [right, left];
      const isListed = withNull.enumValues?.includes(null) === true && without.enumValues?.includes(null) === false;
      yield { asList: isListOfTypes(withNull), isTyped, isListed };
    },
    aim: ({ isTyped }) => (isTyped ? undefined : { type: 'null' }),
    say: (_, { where }) => (opens ? `the ${where} may now be null` : `the ${where} may no longer be null`),
    peers: (query) => [
      ...schemaPeers(query.facts.asList ? `list-of-types-${opens ? 'widened' : 'narrowed'}` : id, query),
      ...(query.facts.isListed ? (opens ? unsentPeers('enum-value-added', query) : removedPeers(query)) : []),
    ],
    identifying: [],
    examples: () => ({
      reports: [
        requestBodies(before, after, request, [`request-body-${id}`]),
        requestProperties(before, after, request),
        queryParameters(before, after),
        queryParameters({ type: 'object', properties: { a: before } }, { type: 'object', properties: { a: after } }),
        responseBodies(before, after, response),
        responseProperties(before, after, response),
        responseHeaders(before, after),
        requestProperties(...inOrder({ type: 'string' }, { anyOf: [{ type: 'string' }, { type: 'null' }] }), request, [
          `request-property-list-of-types-${opens ? 'widened' : 'narrowed'}`,
        ]),
        requestProperties(...inOrder({ oneOf: [plain, list] }, { oneOf: [plain, list, { type: 'null' }] }), request, [
          `request-property-list-of-types-${opens ? 'widened' : 'narrowed'}`,
        ]),
        responseProperties(
          ...inOrder({ type: 'string', enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] }),
          response,
          [`response-property-${id}`, `response-property-enum-value-${opens ? 'added' : 'removed'}`],
        ),
        responseBodies(...inOrder({ anyOf: [named, list] }, { anyOf: [named, list, { type: 'null' }] }), response, [
          `response-body-any-of-${opens ? 'added' : 'removed'}`,
        ]),
      ],
      silent: [
        requestBodies(nullable, { oneOf: [plain, { type: 'null' }] }),
        requestBodies(plain, { type: 'integer' }),
      ],
    }),
  });
}

/** The leading tool takes an `anyOf` of a type and null for a list of types. */
function isListOfTypes({ layers, valueTypes, properties }: SchemaNode): boolean {
  return (
    valueTypes?.length === 1 &&
    properties.size === 0 &&
    layers.some(({ spot }) => isObject(spot.value) && Array.isArray(spot.value.anyOf))
  );
}

export const becameNullable = nullabilityRule('became-nullable');
export const becameNotNullable = nullabilityRule('became-not-nullable');
