// A name in `required` that `properties` does not describe: it must be there, whatever it is.

import type { SchemaNode } from '../../../spec/index.ts';
import { requestBodies, responseBodies } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly property: string };

const object = (required: readonly string[]) => ({ type: 'object', required });

function unnamedRule(change: 'required' | 'optional'): Rule {
  const [before, after] = change === 'required' ? [object([]), object(['name'])] : [object(['name']), object([])];
  const request = change === 'required' ? 'breaking' : 'safe';
  const response = change === 'required' ? 'safe' : 'breaking';
  return defineRule({
    id: `undescribed-property-became-${change}`,
    on: 'schema',
    keywords: ['required'],
    purpose: `Reports a name that ${change === 'required' ? 'must now be' : 'need no longer be'} among the properties, though it is not described.`,
    about: 'values',
    severity: { request, response },
    advice: ({ property }: Found, { direction }) => {
      if (direction === 'request')
        return change === 'required' ? `Send \`${property}\` from the release on.` : 'Nothing to do.';
      return change === 'optional' ? `Be ready for answers without \`${property}\`.` : 'Nothing to do.';
    },
    at: 'required',
    *find({ before: left, after: right }): Iterable<Found> {
      const [without, holder] = change === 'required' ? [left, right] : [right, left];
      for (const property of holder.required) {
        if (!without.required.has(property) && !isDescribed(property, left, right)) yield { property };
      }
    },
    say: ({ property }, { where }) =>
      change === 'required'
        ? `the ${where} must now hold \`${property}\``
        : `the ${where} need no longer hold \`${property}\``,
    examples: () => ({
      reports: [requestBodies(before, after, request), responseBodies(before, after, response)],
      silent: [requestBodies(object(['name']), { allOf: [object(['name'])] })],
    }),
  });
}

/** On either side: then the rules on properties speak. */
function isDescribed(property: string, ...schemas: readonly SchemaNode[]): boolean {
  return schemas.some(({ properties }) => properties.has(property));
}

export const unnamedPropertyRules: readonly Rule[] = [unnamedRule('required'), unnamedRule('optional')];
