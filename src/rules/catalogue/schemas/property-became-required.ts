import { parameters, requestBodies, responseBodies } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const pet = (required: readonly string[], more: object = {}) => ({
  type: 'object',
  required,
  properties: { name: { type: 'string', ...more } },
});

const header = (schema: object) => [{ name: 'X-Pet', in: 'header', schema }];

export const propertyBecameRequired = defineRule({
  id: 'property-became-required',
  on: 'property',
  purpose: 'Reports a property that could be left out and no longer can.',
  about: 'values',
  severity: { request: 'breaking', response: 'safe' },
  codegen: { request: 'breaking', response: 'safe' },
  leavingOutHurts: true,
  advice: (_, { direction }) =>
    direction === 'request'
      ? 'Send the property with every call from the release on.'
      : 'Nothing to do; it is always there now.',
  aim: ({ property }: Found) => ({ type: 'object', not: { required: [property] } }),
  *find({ before, after }, { direction }): Iterable<Found> {
    if (before === null || after === null || before.required || !after.required) return;
    const { name: property, schema } = after;
    const { readOnly } = schema;
    // That it may be sent at all is the news then, and that rule says that it has to be.
    if (direction === 'request' && before.schema.readOnly && !readOnly) return;
    yield { property, hasDefault: schema.has('default'), readOnly, writeOnly: before.schema.writeOnly };
  },
  atRequired: true,
  identifying: [],
  say: (_, { where }) => `the ${where} is now required`,
  peers: ({ direction, facts, place }) => {
    if (direction === 'request' && facts.readOnly) return [];
    if (place.parameter?.in === 'header') return ['request-header-property-became-required'];
    if (place.where !== 'body') return [];
    if (direction === 'request') return [`request-property-became-required${facts.hasDefault ? '-with-default' : ''}`];
    return [`response-${facts.writeOnly ? 'write-only-' : ''}property-became-required`];
  },
  examples: () => ({
    reports: [
      requestBodies(pet([]), pet(['name']), 'breaking', ['request-property-became-required']),
      requestBodies(pet([], { readOnly: true }), pet(['name'], { readOnly: true }), 'safe'),
      requestBodies(
        pet([]),
        pet(['name'], { default: 'Rex' }),
        'breaking',
        ['request-property-became-required-with-default'],
        ['default-added'],
      ),
      responseBodies(pet([], { writeOnly: true }), pet(['name'], { writeOnly: true }), 'safe', [
        'response-write-only-property-became-required',
      ]),
      responseBodies(pet([]), pet(['name']), 'safe', ['response-property-became-required']),
      parameters(header(pet([])), header(pet(['name'])), 'breaking', ['request-header-property-became-required']),
    ],
    silent: [
      requestBodies(pet([], { readOnly: true }), pet(['name'])),
      requestBodies(pet(['name']), { allOf: [pet([]), { required: ['name'] }] }),
    ],
  }),
});

type Found = {
  readonly property: string;
  readonly hasDefault: boolean;
  /** From now on. */
  readonly readOnly: boolean;
  /** Until now. */
  readonly writeOnly: boolean;
};
