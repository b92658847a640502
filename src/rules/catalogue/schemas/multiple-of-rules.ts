import type { SchemaNode } from '../../../spec/index.ts';
import { queryParameters, requestBodies, requestProperties, responseBodies } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

type Change = 'set' | 'removed' | 'changed';
type Found = { readonly before: unknown; readonly after: unknown };

const free = { type: 'integer' };
const fives = { type: 'integer', multipleOf: 5 };
const sevens = { type: 'integer', multipleOf: 7 };

function stepsOf(schema: SchemaNode): ReadonlySet<unknown> {
  return new Set(schema.values('multipleOf').map(({ value }) => value));
}

/** Those that multiples of the others are not anyway; the first where they are of all. */
function notImplied(steps: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const own = steps.filter((step) => !others.some((other) => Number(other) % Number(step) === 0));
  return own.length > 0 ? own : steps.slice(0, 1);
}

function multipleOfRule(change: Change): Rule {
  const [before, after] = { set: [free, fives], removed: [fives, free], changed: [fives, sevens] }[change] as [
    never,
    never,
  ];
  const request = change === 'removed' ? 'safe' : 'breaking';
  const response = change === 'set' ? 'safe' : 'breaking';
  return defineRule({
    id: `multiple-of-${change}`,
    on: 'schema',
    keywords: ['multipleOf'],
    purpose: `Reports a step (\`multipleOf\`) that was ${change}.`,
    about: 'values',
    severity: { request, response },
    advice: ({ after: step }: Found, { direction }) => {
      if (direction === 'response')
        return change === 'set' ? 'Nothing to do.' : 'Be ready for values between the old steps.';
      return change === 'removed' ? 'Nothing to do.' : `Send multiples of ${step}.`;
    },
    at: 'multipleOf',
    *find({ before: left, after: right }): Iterable<Found> {
      if (haveNoTypeInCommon(left, right)) return;
      // The branches of an allOf may each ask for a step.
      const [older, newer] = [stepsOf(left), stepsOf(right)];
      const [went, came] = [[...older.difference(newer)], [...newer.difference(older)]];
      if (change === 'changed' && went.length > 0 && came.length > 0) {
        const [before] = notImplied(went, came);
        for (const after of notImplied(came, went)) yield { before, after };
      }
      if (change === 'set' && went.length === 0) for (const after of came) yield { before: null, after };
      if (change === 'removed' && came.length === 0) for (const before of went) yield { before, after: null };
    },
    say: ({ before: from, after: to }, { where }) => {
      if (change === 'set') return `the ${where} must now be a multiple of ${to}`;
      if (change === 'removed') return `the ${where} need no longer be a multiple of ${from}`;
      return `the ${where} had to be a multiple of ${from} and must now be a multiple of ${to}`;
    },
    examples: () => ({
      reports: [
        requestBodies(before, after, request),
        requestProperties(before, after, request),
        queryParameters(before, after, request),
        responseBodies(before, after, response),
      ],
      silent: [requestBodies(fives, { allOf: [fives] })],
    }),
  });
}

export const multipleOfRules: readonly Rule[] = (['set', 'removed', 'changed'] as const).map(multipleOfRule);
