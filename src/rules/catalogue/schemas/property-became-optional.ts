import { requestBodies, responseBodies } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const pet = (required: readonly string[], more: object = {}) => ({
  type: 'object',
  required,
  properties: { name: { type: 'string', ...more } },
});

export const propertyBecameOptional = defineRule({
  id: 'property-became-optional',
  on: 'property',
  purpose: 'Reports a property that was always there and now may be left out.',
  about: 'values',
  severity: { request: 'safe', response: 'breaking' },
  codegen: { request: 'safe', response: 'breaking' },
  advice: (_, { direction }) =>
    direction === 'response' ? 'Be ready for answers without the property.' : 'Nothing to do; it may be left out.',
  atRequired: true,
  aim: (_, { direction, place }) => {
    const last = place.path.at(-1);
    if (direction !== 'response' || last?.kind !== 'property') return null;
    return { type: 'object', not: { required: [last.name] } };
  },
  identifying: [],
  *find({ before, after }): Iterable<Found> {
    if (before === null || after === null || !before.required || after.required) return;
    yield { readOnly: after.schema.readOnly, writeOnly: before.schema.writeOnly };
  },
  say: (_, { where }) => `the ${where} is no longer required`,
  peers: ({ direction, facts, place }) => {
    if (direction === 'request' && facts.readOnly) return [];
    if (place.where !== 'body') return [];
    if (direction === 'request') return ['request-property-became-optional'];
    return [`response-${facts.writeOnly ? 'write-only-' : ''}property-became-optional`];
  },
  examples: () => ({
    reports: [
      requestBodies(pet(['name']), pet([]), 'safe', ['request-property-became-optional']),
      responseBodies(pet(['name']), pet([]), 'breaking', ['response-property-became-optional']),
      responseBodies(pet(['name'], { writeOnly: true }), pet([], { writeOnly: true }), 'safe', [
        'response-write-only-property-became-optional',
      ]),
    ],
    silent: [responseBodies(pet(['name']), { allOf: [pet([]), { required: ['name'] }] })],
  }),
});

/** Whether the client leaves it out from now on, and whether the server did until now. */
type Found = { readonly readOnly: boolean; readonly writeOnly: boolean };
