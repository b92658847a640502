// In a webhook or callback the server sends the request and the client answers. What breaks is therefore the other way
// round, for schemas, parameters, headers, bodies and security alike.

import { describe, expect, it } from 'vitest';
import { exampleTitle } from '../../src/report/report-format.ts';
import { compare } from './compare.ts';

type Json = Readonly<Record<string, unknown>>;

const done = { responses: { '204': { description: 'Done.' } } };
const api = (parts: Json): Json => ({ paths: {}, ...parts });

/** The same operation as a call to the API, as a webhook and as a callback. */
const placings: Readonly<Record<'path' | 'webhook' | 'callback', (operation: Json) => Json>> = {
  path: (operation) => api({ paths: { '/a': { post: { ...done, ...operation } } } }),
  webhook: (operation) => api({ webhooks: { a: { post: { ...done, ...operation } } } }),
  callback: (operation) => {
    const callbacks = { a: { '{$request.body#/url}': { post: { ...done, ...operation } } } };
    return api({ paths: { '/subscribe': { post: { ...done, callbacks } } } });
  },
};

const body = (schema: Json) => ({ requestBody: { content: { 'application/json': { schema } } } });
const answer = (schema: Json) => ({
  responses: { '200': { description: 'x', content: { 'application/json': { schema } } } },
});
const limit = (required: boolean) => ({ name: 'limit', in: 'query', required, schema: { type: 'integer' } });
const pet = (required: readonly string[]) => ({ type: 'object', required, properties: { name: { type: 'string' } } });

/** What happened; whether it breaks where the client sends the request; whether it breaks where the server does. */
const changes: readonly [string, Json, Json, string, string, string][] = [
  [
    'a value added to the sent enum',
    body({ enum: ['a'] }),
    body({ enum: ['a', 'b'] }),
    'enum-value-added',
    'safe',
    'breaking',
  ],
  [
    'a value removed from the sent enum',
    body({ enum: ['a', 'b'] }),
    body({ enum: ['a'] }),
    'enum-value-removed',
    'breaking',
    'safe',
  ],
  [
    'a value added to the answered enum',
    answer({ enum: ['a'] }),
    answer({ enum: ['a', 'b'] }),
    'enum-value-added',
    'breaking',
    'safe',
  ],
  [
    'a sent property that became required',
    body(pet([])),
    body(pet(['name'])),
    'property-became-required',
    'breaking',
    'safe',
  ],
  [
    'a sent property that became optional',
    body(pet(['name'])),
    body(pet([])),
    'property-became-optional',
    'safe',
    'breaking',
  ],
  ['a required parameter that is new', {}, { parameters: [limit(true)] }, 'parameter-added', 'breaking', 'safe'],
  ['a required parameter that is gone', { parameters: [limit(true)] }, {}, 'parameter-removed', 'risky', 'breaking'],
  [
    'a parameter that became required',
    { parameters: [limit(false)] },
    { parameters: [limit(true)] },
    'parameter-became-required',
    'breaking',
    'safe',
  ],
  [
    'a parameter that became optional',
    { parameters: [limit(true)] },
    { parameters: [limit(false)] },
    'parameter-became-optional',
    'safe',
    'breaking',
  ],
  ['credentials asked for', {}, { security: [{ key: [] }] }, 'security-required', 'breaking', 'safe'],
  [
    'credentials no longer asked for',
    { security: [{ key: [] }] },
    { security: [] },
    'security-no-longer-required',
    'safe',
    'breaking',
  ],
];

describe.each(changes)('%s', (_, before, after, rule, asked, called) => {
  it.each(Object.keys(placings) as (keyof typeof placings)[])('as a %s', async (kind) => {
    const place = placings[kind];
    const { findings } = await compare(place(before), place(after));
    const expected = kind === 'path' ? asked : called;
    expect(findings.filter((finding) => finding.operation?.kind === kind)).toMatchObject([
      { rule, severity: expected },
    ]);
  });
});

it('leaves webhooks alone where the document asks its callers for other credentials', async () => {
  const before = placings.webhook({});
  const { findings } = await compare(before, { ...before, security: [{ key: [] }] });
  expect(findings).toEqual([]);
});

it('says of a webhook who is shown what, and what its receiver has to do', async () => {
  const payload = (values: readonly string[]) => ({
    type: 'object',
    required: values.length === 1 ? ['kind'] : [],
    properties: { kind: { enum: values } },
  });
  const hook = (values: readonly string[], required: readonly string[]) =>
    placings.webhook({ ...body(payload(values)), ...answer(pet(required)) });
  const comparison = await compare(hook(['a'], []), hook(['a', 'b'], ['name']));
  const said = (rule: string) => {
    const finding = comparison.findings.find((each) => each.rule === rule)!;
    return [exampleTitle(finding, comparison), finding.advice];
  };
  expect(said('enum-value-added')[0]).toBe('This call could not come before and may come now; look at /kind');
  expect(said('property-became-optional')).toEqual([
    'This call could not come before and may come now',
    'Be ready for calls without the property.',
  ]);
  expect(said('property-became-required')).toEqual([
    'This answer was accepted and is refused now',
    'Send the property with every answer from the release on.',
  ]);
});
