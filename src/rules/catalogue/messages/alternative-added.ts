import { requestBodies, responseBodies } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule } from '../../rule.ts';

const text = { type: 'string', title: 'Text' };
const number = { type: 'number', title: 'Number' };

export const alternativeAdded = defineRule({
  id: 'alternative-added',
  on: 'composition',
  purpose: 'Reports a new alternative of a oneOf or anyOf: a form that a receiver has not met before.',
  about: 'values',
  severity: { request: 'safe', response: 'breaking' },
  codegen: { request: 'safe', response: 'breaking' },
  advice: ({ alternative }: Found) => `Be ready to receive \`${alternative}\`, or to pass over what is not known.`,
  *find({ before }): Iterable<Found> {
    const { keyword, added, wrapped } = before;
    if (keyword === 'allOf' || wrapped !== null) return;
    for (const { schema, index } of added) {
      yield {
        keyword,
        alternative: schema.refName ?? schema.title ?? schema.types?.join(' or ') ?? `no. ${index + 1}`,
      };
    }
  },
  say: ({ alternative }, { where }) => `the ${where} may now also be \`${alternative}\``,
  peers: ({ facts, ...query }) => schemaPeers(facts.keyword === 'oneOf' ? 'one-of-added' : 'any-of-added', query),
  examples: {
    reports: [
      responseBodies(
        { oneOf: [text, { type: 'boolean' }] },
        { oneOf: [text, { type: 'boolean' }, number] },
        {
          severity: 'breaking',
          peers: ['response-body-one-of-added'],
        },
      ),
      requestBodies(
        { anyOf: [text, { type: 'boolean' }] },
        { anyOf: [number, { type: 'boolean' }, text] },
        {
          severity: 'safe',
          peers: ['request-body-any-of-added'],
        },
      ),
    ],
    silent: [responseBodies({ oneOf: [text, number] }, { oneOf: [number, text] })],
  },
});

type Found = { readonly keyword: 'oneOf' | 'anyOf'; readonly alternative: string };
