import { furtherSchema } from '../../../diff/index.ts';
import type { SchemaNode } from '../../../spec/index.ts';
import { matches } from '../../aim.ts';
import { requestBodies, responseBodies } from '../../example.ts';
import { guessRename, type Rename } from '../../guess-rename.ts';
import { defineRule } from '../../rule.ts';
import { formsNaming, formsOf, sayForms } from '../messages/alternative-rules.ts';

const pet = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const name = { type: 'string' };

export const propertyRemoved = defineRule({
  id: 'property-removed',
  on: 'property',
  purpose: 'Reports a property that the previous version described and this one does not.',
  about: 'presence',
  severity: ({ required, refused, wasRuledOut, inForms, mayBeMissing }: Found, { direction }) => {
    if (wasRuledOut !== undefined) return direction === 'request' || wasRuledOut === 'still' ? 'safe' : 'risky';
    if (inForms !== undefined) return direction === 'response' && mayBeMissing ? 'breaking' : 'safe';
    if (direction === 'request') return refused ? 'breaking' : 'risky';
    return required ? 'breaking' : 'risky';
  },
  codegen: ({ wasRuledOut }) => (wasRuledOut === undefined ? 'breaking' : 'safe'),
  advice: (facts, { direction }) => {
    const { refused, wasRuledOut, property, inForms, mayBeMissing, further } = facts;
    if (inForms !== undefined) {
      if (direction === 'request') return 'Nothing to do; it may still be sent there.';
      return mayBeMissing ? 'Be ready for answers without the property.' : 'Nothing to do.';
    }
    if (wasRuledOut === 'still') return `Nothing to do; \`${property}\` is refused like any further property.`;
    if (wasRuledOut === 'no longer') {
      return direction === 'request'
        ? `Nothing to do; \`${property}\` may be sent like any further property.`
        : `Check that your code does not refuse \`${property}\`: it may come like any further property.`;
    }
    if (further) {
      return direction === 'request'
        ? `Check that \`${property}\` still has its effect: it may be sent as one of the further properties only.`
        : `Look for \`${property}\` among the further properties, and be ready for answers without it.`;
    }
    const guess = guessOf(facts);
    if (direction === 'response') return `Do not rely on the property any more.${guess}`;
    return refused
      ? `Stop sending the property before the release: it is refused from then on.${guess}`
      : `Stop sending the property: it is ignored from the release on, so check that nothing depends on its effect.${guess}`;
  },
  aim: ({ property, refused, wasRuledOut }, { direction }) => {
    if (wasRuledOut !== undefined) return null;
    if (direction === 'response') return { type: 'object', not: { required: [property] } };
    return refused ? { type: 'object', required: [property] } : null;
  },
  identifying: ['required'],
  *find({ before, after, parents }, { direction }): Iterable<Found> {
    if (before === null || after !== null) return;
    const { name: property, required, schema } = before;
    const forms = formsOf(parents.after).map((form) => form.schema);
    const isTaken = isTakenBy(parents.after, property);
    const refused = direction === 'request' && !isTaken && isTakenBy(parents.before, property);
    if (schema.never) {
      const wasRuledOut = isTaken ? 'no longer' : 'still';
      yield { property, required, refused, readOnly: false, writeOnly: false, probablyNow: null, wasRuledOut };
      return;
    }
    const inForms = formsNaming(property, parents.after, parents.before);
    const isInForms = inForms.length > 0 && !parents.after.reader.literal;
    const further = furtherSchema(parents.after, property, parents.before) !== null;
    const rename = isInForms || further ? null : guessRename(before, parents);
    yield {
      property,
      required,
      refused,
      readOnly: schema.readOnly,
      writeOnly: schema.writeOnly,
      probablyNow: rename?.name ?? null,
      ...(rename !== null && { guessedBy: rename.by }),
      ...(further && { further }),
      ...(isInForms && { inForms, mayBeMissing: required && !forms.every((form) => form.required.has(property)) }),
    };
  },
  say: ({ required, wasRuledOut, inForms, further }, { where, direction }) => {
    if (wasRuledOut !== undefined) return `the ${where} is no longer ruled out by name`;
    if (inForms !== undefined) return `the ${where} is now described only in ${sayForms(inForms)}`;
    if (further) return `the ${where} is no longer named, but one of the further properties`;
    return direction === 'response' && required ? `the required ${where} is gone` : `the ${where} is gone`;
  },
  peers: ({ direction, facts, place }) => {
    if (direction === 'request' && facts.readOnly) return [];
    if (place.where !== 'body') return [];
    if (direction === 'request') return ['request-property-removed'];
    return [
      `response-${facts.required ? 'required' : 'optional'}${facts.writeOnly ? '-write-only' : ''}-property-removed`,
    ];
  },
  examples: () => ({
    reports: [
      responseBodies(pet({ name, age: name }, { required: ['name'] }), pet({ age: name }), 'breaking', [
        'response-required-property-removed',
      ]),
      responseBodies(pet({ name, age: name }), pet({ age: name }), 'risky', ['response-optional-property-removed']),
      requestBodies(pet({ name, age: name }), pet({ age: name }), 'risky', ['request-property-removed']),
      requestBodies(
        pet({ name, age: name }, { additionalProperties: false }),
        pet({ age: name }, { additionalProperties: false }),
        'breaking',
      ),
      requestBodies(
        pet({ name, age: name }, { additionalProperties: false, patternProperties: { '^n': name } }),
        pet({ age: name }, { additionalProperties: false, patternProperties: { '^n': name } }),
        'risky',
      ),
      responseBodies(
        pet({ name: { ...name, writeOnly: true }, age: name }, { required: ['name'] }),
        pet({ age: name }),
        'safe',
        ['response-required-write-only-property-removed'],
      ),
      requestBodies(pet({ name: false, age: name }), pet({ age: name }), 'safe'),
      responseBodies(pet({ name: false, age: name }), pet({ age: name }), 'risky', [
        'response-optional-property-removed',
      ]),
      responseBodies(
        pet({ name: false, age: name }, { additionalProperties: false }),
        pet({ age: name }, { additionalProperties: false }),
        'safe',
      ),
      responseBodies(pet({ name: { ...name, writeOnly: true }, age: name }), pet({ age: name }), 'safe', [
        'response-optional-write-only-property-removed',
      ]),
    ],
    silent: [responseBodies(pet({ name }), { allOf: [pet({ name })] })],
  }),
});

type Found = {
  readonly property: string;
  readonly required: boolean;
  readonly refused: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** A guess. */
  readonly probablyNow: string | null;
  readonly guessedBy?: Rename['by'];
  /** What is said of properties that are not named describes it now. */
  readonly further?: boolean;
  /** No value fitted it (`age: false`), and whether none does still, now that it is one of the others. */
  readonly wasRuledOut?: 'still' | 'no longer';
  /** The forms that describe it, where it was described for all that may be there, and whether others may come without it. */
  readonly inForms?: readonly string[];
  readonly mayBeMissing?: boolean;
};

/** Whether a value of some form of an object may hold a property, described or not. */
function isTakenBy(schema: SchemaNode, property: string): boolean {
  const forms = formsOf(schema);
  return takes(schema, property) && (forms.length === 0 || forms.some((form) => takes(form.schema, property)));
}

function takes(schema: SchemaNode, property: string): boolean {
  const patterns = [...schema.children('patternProperties').keys()];
  return (
    schema.additionalProperties !== 'refused' ||
    schema.properties.has(property) ||
    patterns.some((pattern) => matches(pattern, property))
  );
}

function guessOf({ probablyNow, guessedBy }: Found): string {
  if (probablyNow === null) return '';
  if (guessedBy === 'spelling') return ` Most likely it is called \`${probablyNow}\` now.`;
  return ` It was probably renamed to \`${probablyNow}\`; that is a guess, from one that is described alike and new beside it.`;
}
