// Whether null is let through, in whichever of its spellings: `nullable`, a type list, a branch of its own.

import type { SchemaNode } from '../../../spec/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseHeaders,
  responseProperties,
} from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';

const plain = { type: 'string' };
const nullable = { type: ['string', 'null'] };

function nullabilityRule(id: 'became-nullable' | 'became-not-nullable'): Rule {
  const opens = id === 'became-nullable';
  const [before, after] = opens ? [plain, nullable] : [nullable, plain];
  const request = { severity: opens ? 'safe' : 'breaking', peers: [`request-body-${id}`] } as const;
  const response = { severity: opens ? 'breaking' : 'safe' } as const;
  return defineRule({
    id,
    on: 'schema',
    purpose: opens
      ? 'Reports a value that could not be null and now may be.'
      : 'Reports a value that could be null and no longer may be.',
    about: 'values',
    severity: { request: request.severity, response: response.severity },
    codegen: opens ? { request: 'safe', response: 'breaking' } : { request: 'breaking', response: 'safe' },
    advice: (_, { direction }) => {
      if (direction === 'response') return opens ? 'Be ready for null.' : 'Nothing to do; null no longer comes.';
      return opens
        ? 'Nothing to do; null may be sent.'
        : 'Stop sending null; leave the value out where that is allowed.';
    },
    at: 'type',
    *find({ before: left, after: right }): Iterable<Record<string, never>> {
      if (!saysType(left) || !saysType(right) || left.nullable === right.nullable) return;
      if (right.nullable === opens) yield {};
    },
    say: (_, { where }) => (opens ? `the ${where} may now be null` : `the ${where} may no longer be null`),
    peers: (query) => schemaPeers(id, query),
    examples: () => ({
      reports: [
        requestBodies(before, after, request),
        requestProperties(before, after, { severity: request.severity }),
        queryParameters(before, after),
        queryParameters({ type: 'object', properties: { a: before } }, { type: 'object', properties: { a: after } }),
        responseBodies(before, after, response),
        responseProperties(before, after, response),
        responseHeaders(before, after),
      ],
      silent: [
        requestBodies(nullable, { oneOf: [plain, { type: 'null' }] }),
        requestBodies(plain, { type: 'integer' }),
      ],
    }),
  });
}

/** Where no type is said, null is one of all values, and that one became sayable is the type rule's finding. */
function saysType(schema: SchemaNode): boolean {
  return schema.types !== null;
}

export const becameNullable = nullabilityRule('became-nullable');
export const becameNotNullable = nullabilityRule('became-not-nullable');
