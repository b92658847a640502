// Alternatives of a oneOf or anyOf: a form that comes or goes, and a single form of which several are made, or the other
// way round. Which alternative became which was decided by the walk.

import type { Composition } from '../../../diff/index.ts';
import type { SchemaBranch } from '../../../spec/index.ts';
import { requestBodies, requestProperties, responseBodies, responseProperties } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Keyword = 'oneOf' | 'anyOf';
type Found = { readonly keyword: Keyword; readonly alternative: string };

const text = { type: 'string', title: 'Text' };
const number = { type: 'number', title: 'Number' };
const flag = { type: 'boolean', title: 'Flag' };

const peerWord: Readonly<Record<Keyword, string>> = { oneOf: 'one-of', anyOf: 'any-of' };

function nameOf({ schema, index }: SchemaBranch): string {
  return schema.refName ?? schema.title ?? schema.types?.join(' or ') ?? `no. ${index + 1}`;
}

function alternativeRule(change: 'added' | 'removed'): Rule {
  const request = change === 'added' ? 'safe' : 'breaking';
  const response = change === 'added' ? 'breaking' : 'safe';
  const [few, many] = [
    [text, flag],
    [text, flag, number],
  ];
  const [before, after] = change === 'added' ? [few, many] : [many, few];
  return defineRule({
    id: `alternative-${change}`,
    on: 'composition',
    purpose: `Reports an alternative of a oneOf or anyOf that ${change === 'added' ? 'was not there before' : 'is no longer there'}.`,
    about: 'values',
    severity: { request, response },
    codegen: { request, response },
    advice: ({ alternative }: Found, { direction }) => {
      if (direction === 'response')
        return change === 'added' ? `Be ready to receive \`${alternative}\`.` : 'Nothing to do.';
      return change === 'removed' ? `Stop sending \`${alternative}\`.` : 'Nothing to do; it may be sent.';
    },
    *find({ before: composition }): Iterable<Found> {
      const { keyword, wrapped } = composition;
      if (keyword === 'allOf' || wrapped !== null) return;
      for (const branch of composition[change]) yield { keyword, alternative: nameOf(branch) };
    },
    say: ({ alternative }, { where }) =>
      change === 'added'
        ? `the ${where} may now also be \`${alternative}\``
        : `the ${where} may no longer be \`${alternative}\``,
    peers: ({ facts, ...query }) => schemaPeers(`${peerWord[facts.keyword]}-${change}`, query),
    examples: {
      reports: (['oneOf', 'anyOf'] as const).flatMap((keyword) => {
        const peer = `${peerWord[keyword]}-${change}`;
        const [left, right] = [{ [keyword]: before }, { [keyword]: after }];
        return [
          requestBodies(left, right, { severity: request, peers: [`request-body-${peer}`] }),
          requestProperties(left, right, { severity: request, peers: [`request-property-${peer}`] }),
          responseBodies(left, right, { severity: response, peers: [`response-body-${peer}`] }),
          responseProperties(left, right, { severity: response, peers: [`response-property-${peer}`] }),
        ];
      }),
      silent: [responseBodies({ oneOf: [text, number] }, { oneOf: [number, text] })],
    },
  });
}

/** One form became one of several, or one of several became the only one. */
function wrapRule(change: 'wrapped' | 'unwrapped'): Rule {
  const request = change === 'wrapped' ? 'safe' : 'breaking';
  const response = change === 'wrapped' ? 'breaking' : 'safe';
  const forms = { oneOf: [text, number] };
  const [before, after] = change === 'wrapped' ? [text, forms] : [forms, text];
  const others = (composition: Composition) => composition[change === 'wrapped' ? 'added' : 'removed'];
  return defineRule({
    id: `alternatives-${change}`,
    on: 'composition',
    purpose:
      change === 'wrapped'
        ? 'Reports a value that had one form and now may have one of several (oneOf or anyOf).'
        : 'Reports a value that could have one of several forms and now has one (oneOf or anyOf).',
    about: 'values',
    severity: { request, response },
    codegen: 'breaking',
    advice: ({ alternative }: Found, { direction }) => {
      if (direction === 'response')
        return change === 'wrapped' ? `Be ready to receive \`${alternative}\`.` : 'Nothing to do.';
      return change === 'unwrapped' ? `Stop sending \`${alternative}\`.` : 'Nothing to do; more may be sent.';
    },
    *find({ before: composition }): Iterable<Found> {
      const { keyword, wrapped } = composition;
      if (keyword === 'allOf' || wrapped !== (change === 'wrapped' ? 'before' : 'after')) return;
      yield { keyword, alternative: others(composition).map(nameOf).join('`, `') };
    },
    say: ({ alternative }, { where }) =>
      change === 'wrapped'
        ? `the ${where} had one form and may now also be \`${alternative}\``
        : `the ${where} has one form now and may no longer be \`${alternative}\``,
    peers: ({ facts, ...query }) => {
      if (change === 'wrapped' && facts.keyword === 'oneOf') {
        const wrapped = schemaPeers('wrapped-in-one-of', query);
        if (wrapped.length > 0) return wrapped;
      }
      return schemaPeers(`${peerWord[facts.keyword]}-${change === 'wrapped' ? 'added' : 'removed'}`, query);
    },
    examples: {
      reports: [
        requestBodies(before, after, {
          severity: request,
          peers: [change === 'wrapped' ? 'request-body-wrapped-in-one-of' : 'request-body-one-of-removed'],
        }),
        responseBodies(before, after, {
          severity: response,
          peers: [change === 'wrapped' ? 'response-body-wrapped-in-one-of' : 'response-body-one-of-removed'],
        }),
        responseProperties(before, after, {
          severity: response,
          peers: [`response-property-one-of-${change === 'wrapped' ? 'added' : 'removed'}`],
        }),
      ],
      silent: [
        responseBodies(text, { oneOf: [text] }),
        responseBodies({ type: ['string', 'null'] }, { oneOf: [{ type: 'string' }, { type: 'null' }] }),
      ],
    },
  });
}

export const alternativeRules: readonly Rule[] = [
  alternativeRule('added'),
  alternativeRule('removed'),
  wrapRule('wrapped'),
  wrapRule('unwrapped'),
];
