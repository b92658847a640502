// Who sends a property: `readOnly` leaves it to the server, `writeOnly` to the client. Where a mark comes or goes, a
// property starts or stops travelling in one direction while its description stays.

import type { JsonObject } from '../../../spec/index.ts';
import type { Severity } from '../../comparison.ts';
import { requestBodies, responseBodies } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Mark = 'readOnly' | 'writeOnly';
type Found = {
  readonly property: string;
  /** From now on. */
  readonly required: boolean;
  /** Until now: what a receiver of answers relied on. */
  readonly wasRequired: boolean;
  readonly hasDefault: boolean;
};
type Required = Pick<Found, 'required' | 'wasRequired'>;

interface Words {
  readonly id: string;
  readonly mark: Mark;
  /** Whether the mark came, rather than went. */
  readonly came: boolean;
  readonly said: string;
  /** Where the client sends and has to: what is said instead, and what a call is like that is refused for it. */
  readonly asked?: { readonly said: string; readonly aim: (property: string) => object };
  readonly severity: (required: Required, direction: 'request' | 'response') => Severity;
  readonly advice: Readonly<Record<'request' | 'response', (required: boolean) => string>>;
}

const nothing = 'Nothing to do.';

const marks: readonly Words[] = [
  {
    id: 'became-read-only',
    mark: 'readOnly',
    came: true,
    said: 'is read-only now: what a client sends for it is ignored',
    severity: (_, direction) => (direction === 'request' ? 'risky' : 'safe'),
    advice: {
      request: () => 'Stop sending the property, and check that nothing depends on its effect.',
      response: () => nothing,
    },
  },
  {
    id: 'became-not-read-only',
    mark: 'readOnly',
    came: false,
    said: 'is no longer read-only: a client may send it',
    asked: {
      said: 'is no longer read-only, and required: a client has to send it',
      aim: (property) => ({ type: 'object', not: { required: [property] } }),
    },
    severity: ({ required }, direction) => (direction === 'request' && required ? 'breaking' : 'safe'),
    advice: {
      request: (required) =>
        required ? 'Send the property from the release on: it is required.' : 'Nothing to do; it may be sent.',
      response: () => nothing,
    },
  },
  {
    id: 'became-write-only',
    mark: 'writeOnly',
    came: true,
    said: 'is write-only now: the server no longer sends it',
    severity: ({ wasRequired }, direction) => {
      if (direction === 'request') return 'safe';
      return wasRequired ? 'breaking' : 'risky';
    },
    advice: { request: () => nothing, response: () => 'Do not rely on the property any more.' },
  },
  {
    id: 'became-not-write-only',
    mark: 'writeOnly',
    came: false,
    said: 'is no longer write-only: the server may send it',
    severity: () => 'safe',
    advice: {
      request: () => nothing,
      response: () => 'Pass over properties that you do not know; this one may come now.',
    },
  },
];

function sendingRule({ id, mark, came, said, asked, severity, advice }: Words): Rule {
  const isAsked = ({ required }: Found, direction: string) => required && direction === 'request';
  const pet = (marked: boolean, required: boolean) => ({
    type: 'object',
    properties: { name: { type: 'string', ...(marked && { [mark]: true }) }, age: { type: 'integer' } },
    ...(required && { required: ['name'] }),
  });
  return defineRule({
    id: `property-${id}`,
    on: 'property',
    purpose: `Reports a property that ${said}.`,
    // Not `presence`: that is silent about what is never sent, and whether it is sent is the very question.
    about: 'negotiation',
    severity: (found: Found, { direction }) => severity(found, direction === 'response' ? 'response' : 'request'),
    codegen: 'breaking',
    advice: ({ required }, { direction }) => advice[direction === 'response' ? 'response' : 'request'](required),
    at: mark,
    identifying: [],
    *find({ before, after }): Iterable<Found> {
      if (before === null || after === null) return;
      if (before.schema[mark] === came || after.schema[mark] !== came) return;
      const { name: property, required, schema } = after;
      yield { property, required, wasRequired: before.required, hasDefault: schema.has('default') };
    },
    ...(asked && {
      aim: (found: Found, { direction }: { readonly direction: string }) =>
        isAsked(found, direction) ? (asked.aim(found.property) as JsonObject) : null,
    }),
    say: (found, { where, direction }) => `the ${where} ${(isAsked(found, direction) && asked?.said) || said}`,
    peers: ({ direction, facts, place }) => {
      if (place.where !== 'body') return [];
      const side = direction === 'response' ? 'response' : 'request';
      const { required, wasRequired, hasDefault } = facts;
      // Of which property-became-required is silent, since it could not be sent before.
      const isAskedNow = id === 'became-not-read-only' && side === 'request' && required && !wasRequired;
      return [
        `${side}-${wasRequired ? 'required' : 'optional'}-property-${id}`,
        ...(isAskedNow ? [`request-property-became-required${hasDefault ? '-with-default' : ''}`] : []),
      ];
    },
    examples: () => ({
      reports: [true, false].flatMap((required) => [
        requestBodies(
          pet(!came, required),
          pet(came, required),
          severity({ required, wasRequired: required }, 'request'),
          [`request-${required ? 'required' : 'optional'}-property-${id}`],
        ),
        responseBodies(
          pet(!came, required),
          pet(came, required),
          severity({ required, wasRequired: required }, 'response'),
          [`response-${required ? 'required' : 'optional'}-property-${id}`],
        ),
      ]),
      silent: [requestBodies(pet(came, true), pet(came, false))],
    }),
  });
}

export const sendingRules: readonly Rule[] = marks.map(sendingRule);
