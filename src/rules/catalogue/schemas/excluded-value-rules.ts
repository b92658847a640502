// Values that a schema refuses by name, `not: { enum: […] }`: one more there is one value less.

import { canonicalText, type SchemaNode } from '../../../spec/index.ts';
import { requestBodies, requestProperties, responseProperties } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly value: unknown };

const without = (...values: readonly string[]) => ({ type: 'string', not: { enum: values } });

function excludedValueRule(change: 'added' | 'removed'): Rule {
  const isAdded = change === 'added';
  const [request, response] = isAdded ? (['breaking', 'safe'] as const) : (['safe', 'breaking'] as const);
  const [left, right] = [without('a'), without('a', 'b')];
  const [before, after] = isAdded ? [left, right] : [right, left];
  return defineRule({
    id: `excluded-value-${change}`,
    on: 'schema',
    keywords: ['not'],
    purpose: isAdded
      ? 'Reports a value that is named among those that are refused (`not` with `enum` or `const`) and was not before.'
      : 'Reports a value that was named among those that are refused (`not` with `enum` or `const`) and no longer is.',
    about: 'values',
    severity: { request, response },
    advice: ({ value }: Found, { direction }) => {
      if (isAdded === (direction === 'response')) return 'Nothing to do.';
      return isAdded ? `Stop sending ${JSON.stringify(value)}.` : `Be ready to receive ${JSON.stringify(value)}.`;
    },
    at: 'not',
    aim: ({ value }) => ({ const: value }) as never,
    *find({ before: from, after: to }): Iterable<Found> {
      const [had, has] = [excluded(from), excluded(to)];
      if (had === null || has === null) return;
      const [less, more] = isAdded ? [had, has] : [has, had];
      const known = new Set(less.map(canonicalText));
      for (const value of more) if (!known.has(canonicalText(value))) yield { value };
    },
    identifying: ['value'],
    say: ({ value }, { where }) =>
      isAdded
        ? `the ${where} must not be ${JSON.stringify(value)} any more`
        : `the ${where} may now be ${JSON.stringify(value)}, which was ruled out`,
    examples: () => ({
      reports: [
        requestBodies(before, after, request, [`request-property-enum-value-${change}`]),
        requestProperties(before, after, request, [`request-property-enum-value-${change}`]),
        responseProperties(before, after, response, [`response-property-enum-value-${change}`]),
        requestBodies(
          { type: 'string', not: { const: isAdded ? 'a' : 'b' } },
          { type: 'string', not: { const: isAdded ? 'b' : 'a' } },
          request,
          isAdded ? ['request-property-const-changed'] : [],
          [`excluded-value-${isAdded ? 'removed' : 'added'}`],
        ),
      ],
      silent: [requestBodies(without('a', 'b'), without('b', 'a'))],
    }),
  });
}

/** What `not` refuses by name, where it says nothing else; null where it does. */
function excluded(schema: SchemaNode): readonly unknown[] | null {
  const [only, ...others] = schema.values('not');
  const refused = schema.child('not');
  if (only === undefined || others.length > 0 || refused === null) return null;
  const [keyword, ...more] = refused.keywords;
  if (more.length > 0) return null;
  if (keyword === 'const') return [refused.keyword('const')];
  return keyword === 'enum' ? refused.enumValues : null;
}

export const excludedValueRules: readonly Rule[] = [excludedValueRule('added'), excludedValueRule('removed')];
