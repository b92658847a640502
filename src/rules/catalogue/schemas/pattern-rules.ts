// A pattern is judged as the set of strings that it lets through, so that another spelling of the same set is no
// change, and one that lets through more is told from one that lets through something else.

import { decideContainment } from '../../../schema/index.ts';
import type { Api, SchemaNode } from '../../../spec/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseProperties,
} from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

type Change = 'added' | 'removed' | 'generalized' | 'specialized' | 'changed';
type Found = { readonly before: string | null; readonly after: string | null };

const text = (pattern?: string) => ({ type: 'string', ...(pattern !== undefined && { pattern }) });

const purposes: Readonly<Record<Change, string>> = {
  added: 'Reports a pattern that was not there before.',
  removed: 'Reports a pattern that is no longer there.',
  generalized: 'Reports a pattern that lets through all that it did, and more.',
  specialized: 'Reports a pattern that lets through only a part of what it did.',
  changed: 'Reports a pattern of which it is not known, or not so, that one form contains the other.',
};

const pairs: Readonly<Record<Change, readonly [object, object]>> = {
  added: [text(), text('^[a-z]+$')],
  removed: [text('^[a-z]+$'), text()],
  generalized: [text('^[a-z]+$'), text('^[a-z0-9]+$')],
  specialized: [text('^[a-z0-9]+$'), text('^[a-z]+$')],
  changed: [text('^[a-z]+$'), text('^[A-Z]+$')],
};

function patternRule(change: Change): Rule {
  const [before, after] = pairs[change] as [object, object];
  const narrows = change === 'added' || change === 'specialized' || change === 'changed';
  const widens = change === 'removed' || change === 'generalized' || change === 'changed';
  const request = narrows ? 'breaking' : 'safe';
  const response = widens ? 'breaking' : 'safe';
  const ending = change === 'specialized' ? 'changed' : change;
  const peers = (place: string) => [`${place}-pattern-${change === 'generalized' ? 'changed' : ending}`];
  return defineRule({
    id: `pattern-${change}`,
    on: 'schema',
    keywords: ['pattern'],
    purpose: purposes[change],
    about: 'values',
    severity: { request, response },
    advice: ({ after: pattern }: Found, { direction }) => {
      if (direction === 'response')
        return widens ? 'Be ready for values that the old pattern refused.' : 'Nothing to do.';
      return narrows ? `Send only values that match \`${pattern}\`.` : 'Nothing to do.';
    },
    at: 'pattern',
    *find({ before: left, after: right }, { base }): Iterable<Found> {
      if (haveNoTypeInCommon(left, right)) return;
      const facts = { before: patternOf(left), after: patternOf(right) };
      if (changeOf(facts, left, right, base) === change) yield facts;
    },
    say: ({ before: old, after: pattern }, { where }) => {
      if (change === 'added') return `the ${where} must now match \`${pattern}\``;
      if (change === 'removed') return `the ${where} need no longer match \`${old}\``;
      const how = change === 'generalized' ? ', which is wider' : change === 'specialized' ? ', which is narrower' : '';
      return `the pattern of the ${where} changed from \`${old}\` to \`${pattern}\`${how}`;
    },
    // The leading tool only knows `.*` for wider, and only in requests; it calls everything else changed.
    peers: ({ facts, ...query }) =>
      schemaPeers(
        `pattern-${change === 'generalized' && (facts.after !== '.*' || query.direction === 'response') ? 'changed' : ending}`,
        query,
      ),
    examples: () => ({
      reports: [
        requestBodies(before, after, request, []),
        requestProperties(before, after, request, peers('request-property')),
        queryParameters(before, after, request, peers('request-parameter')),
        responseBodies(before, after, response, []),
        responseProperties(before, after, response, peers('response-property')),
        ...(change === 'generalized'
          ? [
              requestProperties(text('^a'), text('.*'), 'safe', ['request-property-pattern-generalized']),
              queryParameters(text('^a'), text('.*'), 'safe', ['request-parameter-pattern-generalized']),
            ]
          : []),
      ],
      silent: [requestBodies(text('^[a-c]$'), text('^(a|b|c)$')), requestBodies(text('^a'), { allOf: [text('^a')] })],
    }),
  });
}

function patternOf(schema: SchemaNode): string | null {
  const patterns = schema.values('pattern').flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return patterns.length === 0 ? null : [...new Set(patterns)].sort().join(' and ');
}

/** What one comparison asked of patterns already, and the steps that are left to it: some patterns take a second each. */
interface Answers {
  readonly known: Map<string, Change | null>;
  stepsLeft: number;
}

const stepsPerComparison = 500_000;
const answersFor = new WeakMap<Api, Answers>();

function changeOf({ before, after }: Found, left: SchemaNode, right: SchemaNode, base: Api): Change | null {
  if (before === after) return null;
  if (before === null) return 'added';
  if (after === null) return 'removed';
  const answers = answersFor.get(base) ?? { known: new Map(), stepsLeft: stepsPerComparison };
  answersFor.set(base, answers);
  const key = JSON.stringify([before, after]);
  const known = answers.known.get(key);
  if (known !== undefined) return known;
  const all = (schema: SchemaNode) => ({
    type: 'string',
    allOf: schema.values('pattern').map(({ value }) => ({ pattern: String(value) })),
  });
  const holds = (outer: SchemaNode, inner: SchemaNode) => {
    const spent = (steps: number) => {
      answers.stepsLeft -= steps;
    };
    const steps = Math.max(0, Math.min(answers.stepsLeft, stepsPerComparison / 5));
    return decideContainment(all(outer), all(inner), { steps, spent }).answer === 'yes';
  };
  const keeps = holds(right, left);
  const loses = holds(left, right);
  const change = keeps ? (loses ? null : 'generalized') : loses ? 'specialized' : 'changed';
  answers.known.set(key, change);
  return change;
}

export const patternRules: readonly Rule[] = (
  ['added', 'removed', 'generalized', 'specialized', 'changed'] as const
).map(patternRule);
