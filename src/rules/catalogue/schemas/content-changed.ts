import { requestBodies, requestProperties, responseBodies, responseProperties } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly before: string | null; readonly after: string | null };

/** `contentMediaType` and `contentEncoding` say how to read a string; both sides must read it alike. */
function contentRule(keyword: 'contentMediaType' | 'contentEncoding', ending: string, words: string): Rule {
  const schema = (value: string) => ({ type: 'string', [keyword]: value });
  const [one, other] = keyword === 'contentMediaType' ? ['text/csv', 'application/json'] : ['base64', 'base32'];
  const risky = { severity: 'risky' } as const;
  return defineRule({
    id: `${ending}-changed`,
    on: 'schema',
    keywords: [keyword],
    purpose: `Reports a string whose ${words} (\`${keyword}\`) changed: no validator refuses it, but it is read differently.`,
    about: 'negotiation',
    severity: 'risky',
    advice: (_: Found, { direction }) =>
      direction === 'request' ? 'Write the text in the new form.' : 'Read the text in the new form.',
    at: keyword,
    *find({ before, after }): Iterable<Found> {
      const facts = { before: spell(before.keyword(keyword)), after: spell(after.keyword(keyword)) };
      if (facts.before !== facts.after) yield facts;
    },
    say: ({ before, after }, { where }) =>
      `the ${words} of the ${where} was ${before ?? 'not said'} and is ${after ?? 'not said'}`,
    peers: (query) => schemaPeers(`${ending}-changed`, query),
    examples: () => ({
      reports: [
        requestBodies(schema(one), schema(other), risky),
        requestProperties(schema(one), schema(other), risky),
        responseBodies(schema(one), schema(other), risky),
        responseProperties(schema(one), schema(other), risky),
      ],
      silent: [requestBodies(schema(one), { allOf: [schema(one)] })],
    }),
  });
}

function spell(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}

export const contentMediaTypeChanged = contentRule('contentMediaType', 'content-media-type', 'media type of the text');
export const contentEncodingChanged = contentRule('contentEncoding', 'content-encoding', 'encoding of the text');
