// Another style changes what is sent only for lists and objects; which a value may be is read from its forms, too.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const text = { type: 'string' };
const list = { type: 'array', items: text };
const around = (operation: object) => ({
  paths: { '/things': { post: { responses: { 204: { description: 'Done.' } }, ...operation } } },
});
const inQuery = (schema: object, style: object) =>
  around({ parameters: [{ name: 'it', in: 'query', schema, ...style }] });
const inForm = (it: object, style: object) => {
  const encoding = Object.keys(style).length > 0 ? { it: style } : {};
  const schema = { type: 'object', properties: { it } };
  return around({ requestBody: { content: { 'application/x-www-form-urlencoded': { schema, encoding } } } });
};

test.each([
  ['values by themselves', { anyOf: [text, { type: 'integer' }] }, 'identical'],
  ['some words without a type', { enum: ['a', 'b'] }, 'identical'],
  ['one value or several', { anyOf: [text, list] }, 'breaking'],
  ['forms of forms', { oneOf: [{ anyOf: [list, { type: 'object' }] }, { type: 'boolean' }] }, 'breaking'],
])('%s, joined by commas from now on', async (_, schema, verdict) => {
  for (const say of [inQuery, inForm])
    expect((await compare(say(schema, {}), say(schema, { style: 'form', explode: false }))).verdict).toBe(verdict);
});

test('where nothing says what a value may be, it is a risk', async () => {
  expect((await compare(inQuery({}, {}), inQuery({}, { explode: false }))).verdict).toBe('risky');
});
