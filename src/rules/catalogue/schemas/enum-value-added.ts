import { speltOtherwise } from '../../../diff/index.ts';
import { canonicalText, type SchemaNode } from '../../../spec/index.ts';
import { queryParameters, requestBodies, requestProperties, responseProperties } from '../../example.ts';
import { schemaPeers, unsentPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';
import { becameEnumPeers } from './became-enum.ts';
import { changeOfNull } from './null-let-through.ts';

export const enumValueAdded = defineRule({
  id: 'enum-value-added',
  on: 'schema',
  keywords: ['enum'],
  purpose: 'Reports an enum value that this version lists and the previous one did not.',
  about: 'values',
  severity: { request: 'safe', response: 'breaking' },
  codegen: { request: 'safe', response: 'breaking' },
  advice: ({ value, spelt }: Found, { direction }) => {
    if (direction === 'request') return 'Nothing to do; it may be sent.';
    return `Be ready to receive ${JSON.stringify(value)}, ${
      spelt === undefined
        ? 'or to pass over values that you do not know.'
        : `most likely in place of ${JSON.stringify(spelt)}.`
    }`;
  },
  at: 'enum',
  aim: ({ value }) => ({ const: value }),
  *find({ before, after }): Iterable<Found> {
    if (!areLists(before, after)) return;
    const fixed = { wasFixed: before.enumValues === null, isFixed: after.enumValues === null };
    const formerly = speltOtherwise(textsIn(after), textsIn(before));
    for (const value of valuesBeyond(before, after)) yield { value, ...speltAs(value, formerly), ...fixed };
  },
  say: ({ value }, { where }) => `the ${where} may now be ${JSON.stringify(value)}`,
  identifying: ['value'],
  peers: (query) => {
    if (query.facts.isFixed) return []; // it compares lists with lists
    const fixed = query.facts.wasFixed ? [...becameEnumPeers(query), ...schemaPeers('const-removed', query)] : [];
    return [...new Set([...fixed, ...unsentPeers('enum-value-added', query)])];
  },
  examples: () => ({
    reports: [
      responseProperties({ enum: ['cat'] }, { enum: ['cat', 'dog'] }, 'breaking', [
        'response-property-enum-value-added',
      ]),
      requestBodies({ enum: ['cat'] }, { enum: ['cat', 'dog'] }, 'safe', []),
      responseProperties({ const: 'cat' }, { enum: ['cat', 'dog'] }, 'breaking', [
        'response-property-const-removed',
        'response-property-enum-value-added',
      ]),
      requestProperties({ enum: ['cat'] }, { enum: ['cat', 'dog'] }, 'safe', ['request-property-enum-value-added']),
      responseProperties({ enum: ['cat'], writeOnly: true }, { enum: ['cat', 'dog'], writeOnly: true }, 'safe', [
        'response-write-only-property-enum-value-added',
      ]),
      queryParameters({ enum: ['cat'] }, { enum: ['cat', 'dog'] }, 'safe', ['request-parameter-enum-value-added']),
      queryParameters(
        { type: 'object', properties: { kind: { enum: ['cat'] } } },
        { type: 'object', properties: { kind: { enum: ['cat', 'dog'] } } },
        'safe',
        ['request-parameter-property-enum-value-added'],
      ),
    ],
    silent: [
      responseProperties({ enum: ['cat', 'dog'] }, { enum: ['dog', 'cat'] }),
      responseProperties({ const: 'cat' }, { enum: ['cat'] }),
    ],
  }),
});

type Found = {
  readonly value: unknown;
  /** The value in another spelling, which is no longer listed. */
  readonly spelt?: string;
  /** It was a `const`, which is a list of one. */
  readonly wasFixed: boolean;
  readonly isFixed: boolean;
};

/**
 * The values that one side lists and the other does not. What is "or null" beside its list lets null through as if it were
 * listed; whether a value may be null at all is told by another rule.
 */
export function* valuesBeyond(there: SchemaNode, here: SchemaNode): Iterable<unknown> {
  const known = new Set(listed(there)?.map(canonicalText));
  if (there.letsNullThrough) known.add(canonicalText(null));
  const values = listed(here) ?? [];
  // A null that comes with the type as well is told of once.
  if (changeOfNull(there, here) === 'came') known.add(canonicalText(null));
  for (const value of values) if (!known.has(canonicalText(value))) yield value;
  const isNullToldOf = here.saysNull !== there.saysNull;
  if (here.letsNullThrough && !isNullToldOf && !values.includes(null) && !known.has(canonicalText(null))) yield null;
}

/** Whether both sides say which values they let through, and at least one as a list. */
export function areLists(before: SchemaNode, after: SchemaNode): boolean {
  const isList = before.enumValues !== null || after.enumValues !== null;
  return isList && listed(before) !== null && listed(after) !== null;
}

export function textsIn(schema: SchemaNode): readonly string[] {
  return listed(schema)?.filter((value) => typeof value === 'string') ?? [];
}

/** The one value of the other side that differs in writing alone, where there is one. */
export function speltAs(value: unknown, others: ReadonlyMap<string, string>): { readonly spelt?: string } {
  const spelt = typeof value === 'string' ? others.get(value) : undefined;
  return spelt === undefined ? {} : { spelt };
}

/** The values that a list or a `const` lets through; null where there is neither. */
export function listed(schema: SchemaNode): readonly unknown[] | null {
  return schema.enumValues ?? (schema.has('const') ? [schema.keyword('const')] : null);
}
