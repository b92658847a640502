import { furtherSchema } from '../../../diff/index.ts';
import type { SchemaNode } from '../../../spec/index.ts';
import type { Severity } from '../../comparison.ts';
import { parameters, requestBodies, responseBodies } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { formsNaming, sayForms } from '../messages/alternative-rules.ts';

const pet = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const name = { type: 'string' };
const age = { type: 'integer' };
const open = { additionalProperties: true };
const closed = { additionalProperties: false };
const header = (schema: object) => [{ name: 'X-Pet', in: 'header', schema }];

export const propertyAdded = defineRule({
  id: 'property-added',
  on: 'property',
  purpose: 'Reports a property that the previous version did not describe.',
  about: 'values',
  severity: ({ required, surprises, ruledOut }: Found, { direction }) => {
    if (direction === 'request') return required ? 'breaking' : (ruledOut ?? 'safe');
    return surprises ? 'breaking' : 'safe';
  },
  codegen: ({ required }, { direction }) => (direction === 'request' && required ? 'breaking' : 'safe'),
  closes: ({ ruledOut }) => ruledOut !== undefined,
  leavingOutHurts: ({ required }) => required,
  advice: ({ required, surprises, property, ruledOut }, { direction }) => {
    if (ruledOut !== undefined && !required) {
      if (direction === 'response') return `Nothing to do; \`${property}\` never comes.`;
      return ruledOut === 'safe'
        ? `Nothing to do; \`${property}\` was refused before.`
        : `Stop sending \`${property}\` before the release, if you do.`;
    }
    if (direction === 'request') {
      return required
        ? `Send \`${property}\` with every call from the release on. Whoever runs the API: make it optional.`
        : 'Nothing to do; it may be sent.';
    }
    return surprises
      ? 'The old description ruled further properties out: check that your code does not refuse them.'
      : 'Nothing to do; pass over properties that you do not know.';
  },
  identifying: ['required'],
  *find({ before, after, parents }, { direction }): Iterable<Found> {
    if (before !== null || after === null) return;
    const { name: property, required, schema } = after;
    const further = furtherSchema(parents.before, property, parents.after) !== null;
    const inForms = parents.before.reader.literal ? [] : formsNaming(property, parents.before, parents.after);
    yield {
      property,
      required,
      hasDefault: schema.has('default'),
      readOnly: schema.readOnly,
      writeOnly: schema.writeOnly,
      surprises: direction === 'response' && !schema.never && parents.before.additionalProperties === 'refused',
      ...(inForms.length > 0 && { inForms }),
      ...(further && { further }),
      ...(schema.never && { ruledOut: refusalOf[parents.before.additionalProperties] }),
    };
  },
  say: ({ required, ruledOut, inForms, further }, { where, direction }) => {
    if (ruledOut !== undefined && !required) return `the ${where} is ruled out by name now`;
    if (inForms !== undefined && !required)
      return `the ${where} is now described whatever the form, and not only in ${sayForms(inForms)}`;
    const isRequired = direction === 'request' && required;
    if (further)
      return `the ${where} is now named${isRequired ? ' and required' : ''}, and was one of the further properties`;
    return isRequired ? `the ${where} is new and required` : `the ${where} is new`;
  },
  peers: ({ direction, facts: { required, hasDefault, readOnly, writeOnly }, place }) => {
    // Of a part it names the part alone, and in a request it passes over what says itself that no client sends it.
    if (direction === 'request' && readOnly) return [];
    if (place.parameter?.in === 'header' && required) {
      const isDeeper = place.path.length > 1; // there it names it as if it had been optional, too
      return ['new-required-request-header-property', ...(isDeeper ? ['request-header-property-became-required'] : [])];
    }
    if (place.where !== 'body') return [];
    const presence = required ? 'required' : 'optional';
    if (direction === 'request')
      return [`new-${presence}-request-property${required && hasDefault ? '-with-default' : ''}`];
    return [`response-${presence}${writeOnly ? '-write-only' : ''}-property-added`];
  },
  examples: () => ({
    reports: [
      requestBodies(pet({ name }), pet({ name, age }, { required: ['age'] }), 'breaking', [
        'new-required-request-property',
      ]),
      requestBodies(pet({ name }), pet({ name, age: { ...age, default: 1 } }, { required: ['age'] }), 'breaking', [
        'new-required-request-property-with-default',
      ]),
      requestBodies(pet({ name }), pet({ name, age }), 'safe', ['new-optional-request-property']),
      requestBodies(pet({ name }), pet({ name, age: false }), 'risky', ['new-optional-request-property']),
      requestBodies(pet({ name }, open), pet({ name, age: { not: {} } }, open), 'breaking'),
      requestBodies(pet({ name }, closed), pet({ name, age: false }, closed), 'safe'),
      responseBodies(pet({ name }, closed), pet({ name, age: false }, closed), 'safe'),
      responseBodies(pet({ name }), pet({ name, age }), 'safe', ['response-optional-property-added']),
      responseBodies(pet({ name }), pet({ name, age }, { required: ['age'] }), 'safe', [
        'response-required-property-added',
      ]),
      responseBodies(pet({ name }), pet({ name, age: { ...age, writeOnly: true } }), 'safe', [
        'response-optional-write-only-property-added',
      ]),
      responseBodies(pet({ name }), pet({ name, age: { ...age, writeOnly: true } }, { required: ['age'] }), 'safe', [
        'response-required-write-only-property-added',
      ]),
      responseBodies(
        pet({ name }, { additionalProperties: false }),
        pet({ name, age }, { additionalProperties: false }),
        'breaking',
      ),
      parameters(header(pet({ name })), header(pet({ name, age }, { required: ['age'] })), 'breaking', [
        'new-required-request-header-property',
      ]),
      parameters(
        header(pet({ in: pet({ name }) })),
        header(pet({ in: pet({ name, age }, { required: ['age'] }) })),
        'breaking',
        ['new-required-request-header-property', 'request-header-property-became-required'],
      ),
    ],
    silent: [requestBodies(pet({ name, age }), { allOf: [pet({ name }), pet({ age })] })],
  }),
});

type Found = {
  readonly property: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** The old description refused properties that it does not name, so this one must not come. */
  readonly surprises: boolean;
  /** No value fits it (`age: false`): how bad that is in a request for whoever sent it, by what was said of unnamed ones. */
  readonly ruledOut?: Severity;
  /** What was said of properties that are not named described it before. */
  readonly further?: boolean;
  /** The forms that described it, where it is described for all that may be there now. */
  readonly inForms?: readonly string[];
};

/** As where an object is closed: what nothing was said of nobody sends by the documents. */
const refusalOf: Readonly<Record<SchemaNode['additionalProperties'], Severity>> = {
  refused: 'safe',
  absent: 'risky',
  allowed: 'breaking',
  schema: 'breaking',
};
