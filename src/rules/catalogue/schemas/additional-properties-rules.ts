// What an object does with properties that it does not name. Where nothing is written, a sender keeps to the named ones all
// the same, so closing such an object in a request is a risk, and so is opening a closed one in an answer; where openness
// is written down, either breaks.

import type { SchemaNode } from '../../../spec/index.ts';
import { requestBodies, responseBodies, responseProperties } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { formsOf } from '../messages/alternative-rules.ts';

type Stance = SchemaNode['additionalProperties'];
type Found = { readonly before: Stance; readonly after: Stance };

const pet = (more: object = {}) => ({ type: 'object', properties: { name: { type: 'string' } }, ...more });
const closed = pet({ additionalProperties: false });
const open = pet({ additionalProperties: true });
const typed = pet({ additionalProperties: { type: 'integer' } });

const spelt: Readonly<Record<Stance, string>> = {
  absent: 'says nothing about further properties',
  allowed: 'allows any further properties',
  refused: 'refuses further properties',
  schema: 'describes its further properties',
};

const isObjectLike = ({ valueTypes }: SchemaNode) => valueTypes === null || valueTypes.includes('object');

export const additionalPropertiesClosed = defineRule({
  id: 'additional-properties-closed',
  on: 'schema',
  keywords: ['additionalProperties'],
  purpose: 'Reports an object that said nothing about further properties and now refuses them.',
  about: 'presence',
  severity: { request: 'risky', response: 'safe' },
  advice: (_, { direction }) =>
    direction === 'request' ? 'Send only the properties that are described.' : 'Nothing to do.',
  at: 'additionalProperties',
  identifying: [],
  *find({ before, after }): Iterable<Found> {
    const facts = { before: stanceOf(before), after: stanceOf(after) };
    if (!isObjectLike(before) || !isObjectLike(after)) return;
    if (facts.before === 'absent' && facts.after === 'refused' && !isClosedOtherwise(before)) yield facts;
  },
  say: (_, { where }) => `the ${where} no longer allows properties that it does not name`,
  examples: () => ({
    reports: [requestBodies(pet(), closed, 'risky'), responseBodies(pet(), closed, 'safe')],
    silent: [requestBodies(closed, { allOf: [closed] }), requestBodies(pet(), open)],
  }),
});

export const additionalPropertiesNarrowed = defineRule({
  id: 'additional-properties-narrowed',
  on: 'schema',
  keywords: ['additionalProperties'],
  purpose: 'Reports an object that said what further properties it takes, and now takes fewer.',
  about: 'values',
  severity: { request: 'breaking', response: 'safe' },
  closes: true,
  codegen: { request: 'breaking', response: 'safe' },
  advice: (_, { direction }) =>
    direction === 'request' ? 'Send only further properties that are still described.' : 'Nothing to do.',
  at: 'additionalProperties',
  identifying: ['before', 'after'],
  *find({ before, after }): Iterable<Found> {
    const facts = { before: stanceOf(before), after: stanceOf(after) };
    if (!isObjectLike(before) || !isObjectLike(after)) return;
    if (width[facts.after] < width[facts.before] && !(facts.before === 'absent' && facts.after === 'refused'))
      yield facts;
  },
  say: ({ after }: Found, { where }) => `the ${where} now ${spelt[after]}`,
  examples: () => ({
    reports: [
      requestBodies(open, closed, 'breaking'),
      requestBodies(typed, closed, 'breaking'),
      requestBodies(open, typed, 'breaking'),
      responseBodies(open, closed, 'safe'),
    ],
    silent: [requestBodies(typed, { allOf: [typed] })],
  }),
});

export const additionalPropertiesWidened = defineRule({
  id: 'additional-properties-widened',
  on: 'schema',
  keywords: ['additionalProperties'],
  purpose: 'Reports an object that now takes further properties which it refused or described before.',
  about: 'values',
  severity: { request: 'safe', response: 'breaking' },
  closes: true,
  codegen: { request: 'safe', response: 'breaking' },
  advice: (_, { direction }) =>
    direction === 'response' ? 'Be ready for properties that the old description ruled out.' : 'Nothing to do.',
  at: 'additionalProperties',
  identifying: ['before', 'after'],
  *find({ before, after }): Iterable<Found> {
    const facts = { before: stanceOf(before), after: stanceOf(after) };
    if (!isObjectLike(before) || !isObjectLike(after)) return;
    if (width[facts.after] > width[facts.before]) yield facts;
  },
  say: ({ after }: Found, { where }) => `the ${where} now ${spelt[after]}`,
  examples: () => ({
    reports: [
      responseBodies(closed, open, 'breaking'),
      responseBodies(closed, pet(), 'risky'),
      responseProperties(typed, open, 'breaking'),
      responseBodies(closed, typed, 'breaking'),
      requestBodies(closed, open, 'safe'),
    ],
    silent: [responseBodies(pet(), open)],
  }),
});

/** It says of all that nothing describes what `additionalProperties` says of what the object itself does not name. */
function isClosedOtherwise(schema: SchemaNode): boolean {
  return schema.child('unevaluatedProperties')?.never === true;
}

/** What has forms refuses further properties where each of them does. */
function stanceOf(schema: SchemaNode): Stance {
  const { additionalProperties, reader } = schema;
  if (additionalProperties !== 'absent' || reader.literal) return additionalProperties;
  const forms = formsOf(schema);
  return forms.length > 0 && forms.every((form) => form.schema.additionalProperties === 'refused')
    ? 'refused'
    : 'absent';
}

/** How much is let through. Saying nothing and saying `true` are the same to a validator. */
const width: Readonly<Record<Stance, number>> = { refused: 0, schema: 1, absent: 2, allowed: 2 };
