import {
  bodiesAndProperties,
  operations,
  requestBodies,
  requestProperties,
  responseProperties,
} from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

type Found = { readonly before: string | null; readonly after: string | null };

const upload = (it: object) => ({
  requestBody: { content: { 'multipart/form-data': { schema: { type: 'object', properties: { it } } } } },
});

/** `contentMediaType` and `contentEncoding` say how to read a string; both sides must read it alike. */
function contentRule(keyword: 'contentMediaType' | 'contentEncoding', ending: string, words: string): Rule {
  const schema = (value: string) => ({ type: 'string', [keyword]: value });
  const [one, other] = keyword === 'contentMediaType' ? ['text/csv', 'application/json'] : ['base64', 'base32'];
  const text = { type: 'string' };
  return defineRule({
    id: `${ending}-changed`,
    on: 'schema',
    keywords: [keyword],
    purpose: `Reports a string whose ${words} (\`${keyword}\`) changed: no validator refuses it, but it is read differently.`,
    about: 'negotiation',
    // Who reads in one form what was written in another fails. Where a form is only said or no longer said, it is the
    // receiver who knows less than he needs.
    severity: ({ before, after }: Found, { direction }) => {
      if (before !== null && after !== null) return 'breaking';
      return (before === null) === (direction === 'request') ? 'breaking' : 'risky';
    },
    advice: (_, { direction }) =>
      direction === 'request' ? 'Write the text in the new form.' : 'Read the text in the new form.',
    at: keyword,
    *find({ before, after }): Iterable<Found> {
      if (!before.has(keyword) && !after.has(keyword)) return;
      // What 3.1 says with contentEncoding, 3.0 said with a format.
      const isUntypedBinary = [before, after].some((schema) => schema.format === 'binary' && !schema.has(keyword));
      const read = (schema: typeof before) =>
        spell(schema.keyword(keyword)) ?? (keyword === 'contentEncoding' && schema.format === 'byte' ? 'base64' : null);
      // One text, or a list of such: of a list by itself it says nothing.
      const isOneOfList = haveNoTypeInCommon(before, after);
      const holder = (schema: typeof before) => (isOneOfList && schema.child('items')) || schema;
      const facts = { before: read(holder(before)), after: read(holder(after)) };
      if (facts.before === facts.after) return;
      // As 3.1 says with contentMediaType what 3.0 said with a format.
      const isSaid = [facts.before, facts.after].includes('application/octet-stream');
      if (keyword === 'contentMediaType' && isUntypedBinary && isSaid) return;
      yield facts;
    },
    say: ({ before, after }, { where }) =>
      `the ${words} of the ${where} changed from ${before ?? 'unspecified'} to ${after ?? 'unspecified'}`,
    peers: (query) => schemaPeers(`${ending}-changed`, query),
    examples: () => ({
      reports: [
        ...bodiesAndProperties(schema(one), schema(other), 'breaking', 'breaking'),
        requestProperties(text, schema(one), 'breaking'),
        requestProperties(schema(one), text, 'risky'),
        responseProperties(text, schema(one), 'risky'),
        responseProperties(schema(one), text, 'breaking'),
      ],
      silent: [
        requestBodies(schema(one), { allOf: [schema(one)] }),
        operations(upload(schema(one)), upload({ type: 'array', items: schema(one) })),
        ...(keyword === 'contentEncoding'
          ? [requestBodies({ ...text, format: 'byte' }, schema('base64')), requestBodies(text, schema('8bit'))]
          : []),
      ],
    }),
  });
}

/** Null also for the encodings that leave a text as it is (RFC 2045, section 6.2; JSON Schema 2020-12, 8.3). */
function spell(value: unknown): string | null {
  const name = typeof value === 'string' ? value.toLowerCase() : null;
  return name === null || ['identity', '7bit', '8bit', 'binary'].includes(name) ? null : name;
}

export const contentMediaTypeChanged = contentRule('contentMediaType', 'content-media-type', 'media type of the text');
export const contentEncodingChanged = contentRule('contentEncoding', 'content-encoding', 'encoding of the text');
