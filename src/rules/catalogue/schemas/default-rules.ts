import type { Context, Place } from '../../../diff/index.ts';
import type { Json } from '../../../schema/index.ts';
import { canonicalText } from '../../../spec/index.ts';
import { writtenAs } from '../../as-text.ts';
import {
  operations,
  parameters,
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseProperties,
} from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly before?: unknown; readonly after?: unknown };
type Change = 'added' | 'removed' | 'changed';

const inPath = (schema: object) => ({ name: 'it', in: 'path', required: true, schema });
const demanded = (schema: object) => ({ name: 'it', in: 'query', required: true, schema });
const requiredBody = (schema: object) => ({
  requestBody: { required: true, content: { 'application/json': { schema } } },
});
/** Whoever sends what is around them sends them, too. */
const heldThere = [
  (it: object) => ({ type: 'object', properties: { it }, required: ['it'] }),
  (items: object) => ({ type: 'array', items }),
  (additionalProperties: object) => ({ type: 'object', additionalProperties }),
  (second: object) => ({ type: 'array', prefixItems: [{}, second], minItems: 2 }),
  (form: object) => ({ type: 'array', items: { oneOf: [form, { type: 'boolean' }] } }),
] as const;
/** A list may end before it. */
const secondOf = (second: object) => ({ type: 'array', prefixItems: [{}, second], minItems: 1 });
const none = { type: 'integer' };
const ten = { type: 'integer', default: 10 };
const saidAlike = {
  added: [
    [
      { ...none, type: ['integer', 'null'] },
      { type: ['integer', 'null'], default: null },
    ],
  ],
  removed: [[{ type: ['integer', 'null'], default: null }, { type: ['integer', 'null'] }]],
  changed: [[ten, { ...ten, default: '10' }]],
} as const;
const fifty = { type: 'integer', default: 50 };

function isDemandedParameter({ parameter, path }: Place): boolean {
  return parameter?.required === true && path.length === 0;
}

/** The number 20 and the text "20" are one in a query, and to name null is to name nothing. */
function saysTheSame({ before, after }: Found, { text }: Context): boolean {
  const said = (value: unknown = null) => canonicalText(text ? writtenAs(value as Json) : value);
  return said(before) === said(after);
}

/** What the server takes where the client leaves a value out: no value shows the change, but a call may mean another thing. */
function defaultRule(change: Change): Rule {
  const [before, after] = { added: [none, ten], removed: [ten, none], changed: [ten, fifty] }[change] as [
    object,
    object,
  ];
  return defineRule({
    id: `default-${change}`,
    on: 'schema',
    keywords: ['default'],
    purpose: `Reports a default value that was ${change}.`,
    about: 'negotiation',
    ofWhole: 'default',
    severity: (facts: Found, context) =>
      context.direction === 'request' && !context.alwaysThere && !saysTheSame(facts, context) ? 'risky' : 'safe',
    leavingOutHurts: true,
    advice: (facts, context) => {
      const { direction, alwaysThere } = context;
      if (alwaysThere) return 'Nothing to do; the value is always sent.';
      if (saysTheSame(facts, context)) return 'Nothing to do; what is left out means the same.';
      if (direction === 'response') return 'Check what your code assumes where the value is missing.';
      const old = change === 'added' ? '' : ` Send ${JSON.stringify(facts.before)} to keep the old meaning.`;
      return `Calls that leave the value out may mean something else now.${old}`;
    },
    at: 'default',
    *find({ before: left, after: right }): Iterable<Found> {
      const [had, has] = [left.has('default'), right.has('default')];
      const [from, to] = [left.keyword('default'), right.keyword('default')];
      if (change === 'added' && !had && has) yield { after: to };
      if (change === 'removed' && had && !has) yield { before: from };
      if (change === 'changed' && had && has && canonicalText(from) !== canonicalText(to)) {
        yield { before: from, after: to };
      }
    },
    say: ({ before: from, after: to }, { where }) => {
      if (change === 'added') return `the ${where} now has the default ${JSON.stringify(to)}`;
      if (change === 'removed') return `the ${where} no longer has the default ${JSON.stringify(from)}`;
      return `the default of the ${where} changed from ${JSON.stringify(from)} to ${JSON.stringify(to)}`;
    },
    // To the leading tool null is no default.
    peers: (query) =>
      isDemandedParameter(query.place) || (query.facts.after ?? query.facts.before ?? null) === null
        ? []
        : schemaPeers(`default-value-${change}`, query),
    examples: () => ({
      reports: [
        requestBodies(before, after, 'risky', [`request-body-default-value-${change}`]),
        requestProperties(before, after, 'risky', [`request-property-default-value-${change}`]),
        queryParameters(before, after, 'risky', [`request-parameter-default-value-${change}`]),
        parameters([inPath(before)], [inPath(after)], 'safe', []),
        parameters([demanded(before)], [demanded(after)], 'safe', []),
        operations(requiredBody(before), requiredBody(after), 'safe'),
        ...heldThere.map((around) => requestBodies(around(before), around(after), 'safe')),
        requestBodies(secondOf(before), secondOf(after), 'risky'),
        ...saidAlike[change].map(([was, is]) => queryParameters(was, is, 'safe')),
        responseBodies(before, after, 'safe', [`response-body-default-value-${change}`]),
        responseProperties(before, after, 'safe', [`response-property-default-value-${change}`]),
      ],
      silent: [requestBodies(ten, { allOf: [ten] })],
    }),
  });
}

export const defaultRules: readonly Rule[] = [defaultRule('added'), defaultRule('changed'), defaultRule('removed')];
