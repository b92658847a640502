// Parts that an allOf joins. What they ask for is compared as if it stood in one schema, and the rules on properties and
// keywords speak of it; here only the part itself is named. A part that asks for nothing new, as when one schema is
// split in two, is no finding.

import { canonicalText, type SchemaBranch, type SchemaNode } from '../../../spec/index.ts';
import { requestBodies, requestProperties, responseBodies, responseProperties } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = {
  readonly part: string;
  readonly documentsOnly: boolean;
};

const pet = { type: 'object', title: 'Pet', properties: { name: { type: 'string' } } };
const aged = { type: 'object', title: 'Aged', properties: { age: { type: 'integer' } } };
const note = { description: 'Kept for seven years.', title: 'Note' };

function partRule(change: 'added' | 'removed'): Rule {
  const pair = (part: object): [object, object] => {
    const [few, many] = [{ allOf: [pet] }, { allOf: [pet, part] }];
    return change === 'added' ? [few, many] : [many, few];
  };
  const places = [
    ['request-body', requestBodies],
    ['request-property', requestProperties],
    ['response-body', responseBodies],
    ['response-property', responseProperties],
  ] as const;
  return defineRule({
    id: `part-${change}`,
    on: 'composition',
    purpose: `Reports a part of an allOf that ${change === 'added' ? 'was not there before' : 'is no longer there'}; what it changes is listed apart.`,
    about: 'names',
    severity: 'safe',
    advice: 'Nothing to do for this alone: what the part changes is listed apart.',
    at: 'allOf',
    identifying: ['part'],
    *find({ before: composition }): Iterable<Found> {
      const { keyword, before, after } = composition;
      if (keyword !== 'allOf') return;
      const other = change === 'added' ? before : after;
      for (const branch of composition[change]) {
        // A reference that was wrapped to say more beside it: what it leads to is compared with itself.
        if (branch.schema.refName !== null && branch.schema.refName === other.refName) continue;
        const documentsOnly = branch.schema.unconstrained;
        if (!documentsOnly && !asksMoreThan(branch.schema, other)) continue;
        yield { part: nameOf(branch), documentsOnly };
      }
    },
    say: ({ part, documentsOnly }, { where }) => {
      const what = `\`${part}\` (allOf)${documentsOnly ? ', which adds no constraint' : ''}`;
      return change === 'added' ? `the ${where} now includes ${what}` : `the ${where} no longer includes ${what}`;
    },
    examples: () => ({
      reports: places.flatMap(([place, make]) => [
        make(
          ...(pair(aged) as [never, never]),
          'safe',
          [`${place}-all-of-${change}`],
          [change === 'added' ? 'property-added' : 'property-removed'],
        ),
        make(...(pair(note) as [never, never]), 'safe', [`${place}-all-of-${change}-annotation-only`]),
      ]),
      silent: [
        requestBodies({ ...pet, title: 'X' }, { allOf: [pet] }),
        requestBodies(
          { type: 'object', properties: { ...pet.properties, ...aged.properties } },
          { allOf: [pet, aged] },
        ),
        requestBodies({ allOf: [pet, aged] }, { allOf: [aged, pet] }),
      ],
    }),
  });
}

function nameOf({ schema, index }: SchemaBranch): string {
  return schema.refName ?? schema.title ?? `part ${index + 1}`;
}

/** Whether the part asks for something that the whole of the other side does not. */
function asksMoreThan(part: SchemaNode, whole: SchemaNode): boolean {
  const structural = new Set(['properties', 'required', 'type', 'allOf', 'title']);
  if ([...part.properties.keys()].some((name) => !whole.properties.has(name))) return true;
  if ([...part.required].some((name) => !whole.required.has(name))) return true;
  // Whether null is let through is a finding of its own.
  if (part.types !== null && canonicalText(part.valueTypes) !== canonicalText(whole.valueTypes)) return true;
  return [...part.keywords].some(
    (keyword) =>
      !structural.has(keyword) &&
      !whole.values(keyword).some(({ value }) => canonicalText(value) === canonicalText(part.keyword(keyword))),
  );
}

export const partRules: readonly Rule[] = [partRule('added'), partRule('removed')];
