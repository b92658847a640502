// What the leading tool calls a change of type where null is one of a list of types, and where a list takes the place of a
// value. Each expectation was read off that tool (oasdiff 1.33).

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (schema: object) => {
  const content = { 'application/json': { schema: { type: 'object', properties: { it: schema } } } };
  const operation = {
    parameters: [{ name: 'q', in: 'query', schema }],
    requestBody: { content },
    responses: { 200: { description: 'Fine.', content } },
  };
  return { paths: { '/things': { post: operation } } };
};
const text = (format?: string) => ({ type: 'string', ...(format && { format }) });
const orNull = ({ type, ...more }: { type: string; format?: string }) => ({ type: [type, 'null'], ...more });

test.each([
  ['text', 'a date or null', text(), orNull(text('date')), 'changed', 'changed', 'generalized'],
  ['a date or null', 'text', orNull(text('date')), text(), 'generalized', 'changed', 'changed'],
  ['a date or null', 'an instant', orNull(text('date')), text('date-time'), 'changed', 'changed', 'changed'],
  ['an instant or null', 'a date', orNull(text('date-time')), text('date'), 'changed', 'changed', 'changed'],
  ['a date', 'text or null', text('date'), orNull(text()), 'changed', 'generalized', 'generalized'],
  ['a number', 'an integer or null', { type: 'number' }, orNull({ type: 'integer' }), 'changed', 'changed', 'changed'],
  ['an integer or null', 'a number', orNull({ type: 'integer' }), { type: 'number' }, 'changed', 'changed', 'changed'],
] as const)('%s that becomes %s', async (_, _then, before, after, parameter, sent, received) => {
  const { findings, refactors } = await compare(around(before), around(after));
  const ids = [...findings, ...refactors].flatMap(({ peers }) => peers ?? []).filter((id) => id.includes('-type-'));
  const expected = [
    `request-parameter-type-${parameter}`,
    `request-property-type-${sent}`,
    `response-property-type-${received}`,
  ];
  expect(ids.sort()).toEqual(expected);
});

test.each([
  ['of the same format', text('date'), text('date'), 'generalized'],
  ['of any text', text('date'), text(), 'changed'],
  ['of a format that there was none of', text(), text('date'), 'changed'],
])('a value that becomes a list %s', async (_, before, items, ending) => {
  const query = (schema: object) => ({
    ...around(text()),
    paths: { '/things': { get: { parameters: [{ name: 'q', in: 'query', schema }], responses: {} } } },
  });
  const { findings } = await compare(query(before), query({ type: 'array', items }));
  expect(findings.flatMap(({ peers }) => peers)).toEqual([`request-parameter-type-${ending}`]);
});

test('a list of types that becomes one form each names only what is new', async () => {
  const query = (schema: object) => ({
    ...around(text()),
    paths: { '/things': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } } },
  });
  const before = query({ type: ['integer', 'string'] });
  const wider = await compare(before, query({ anyOf: [{ type: 'integer' }, text(), { type: 'boolean' }] }));
  expect(wider.findings.map(({ message }) => message)).toContain(
    'The request body had one form and may now also be `boolean`',
  );
  const narrower = await compare(before, query({ oneOf: [{ type: 'integer' }, { ...text(), maxLength: 5 }] }));
  expect(narrower.findings.filter(({ severity }) => severity === 'breaking').map(({ advice }) => advice)).toEqual([
    'Send only what one of the forms describes from the release on.',
  ]);
});
