// An exploded object in the query and its properties as parameters of their own: the same on the wire.

import { expect, it, test } from 'vitest';
import { compare } from './compare.ts';

const api = (...parameters: readonly object[]) => ({
  paths: { '/pets': { get: { parameters, responses: { 204: { description: 'Done.' } } } } },
});
const query = (name: string, schema: object, more: object = {}) => ({ name, in: 'query', schema, ...more });
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };
const number = { type: 'integer' };
const loose = [query('sort', text), query('limit', number)];

async function told(before: object, after: object): Promise<string[]> {
  const { findings } = await compare(before, after);
  return findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`.trim());
}

it('is told once, as a matter of generated clients, in either direction', async () => {
  const grouped = api(query('filter', object({ sort: text, limit: number })));
  for (const [before, after] of [
    [grouped, api(...loose)],
    [api(...loose), grouped],
  ] as const) {
    const { verdict, findings } = await compare(before, after);
    expect(verdict).toBe('compatible');
    expect(findings).toMatchObject([{ rule: 'parameter-regrouped', breaks: { wire: 'safe', codegen: 'breaking' } }]);
  }
});

it('names the parameters that there were, and none that came with the object', async () => {
  const grouped = api(query('by', object({ sort: text, limit: number }), { style: 'deepObject' }));
  const { findings } = await compare(api(query('by[sort]', text)), grouped);
  expect(findings.map(({ message }) => message)).toEqual([
    'The query parameter `by[sort]` is described as the object `by` now, which is sent in the same way',
    'The query parameter `by[limit]` is new',
  ]);
});

it('is the same for a deepObject and parameters with its brackets in their names', async () => {
  const grouped = api(query('by', object({ sort: text, limit: number }), { style: 'deepObject' }));
  const bracketed = api(query('by[sort]', text), query('by[limit]', number));
  expect(await told(grouped, bracketed)).toEqual(['safe parameter-regrouped']);
  expect(await told(bracketed, grouped)).toEqual(['safe parameter-regrouped']);
});

it('is the same for a whole query that is one form', async () => {
  const whole = (schema: object, mediaType = 'application/x-www-form-urlencoded') => ({
    ...api({ name: 'any', in: 'querystring', content: { [mediaType]: { schema } } }),
    openapi: '3.2.0',
  });
  const form = whole(object({ sort: text, limit: number }));
  expect(await told(form, api(...loose))).toEqual(['safe parameter-regrouped']);
  expect(await told(api(...loose), form)).toEqual(['safe parameter-regrouped']);
  expect(await told(form, api(query('sort', text), query('limit', { ...number, maximum: 9 })))).toEqual([
    'breaking maximum-set query.limit',
    'safe parameter-regrouped',
  ]);
  const json = whole(object({ sort: text, limit: number }), 'application/json');
  expect((await compare(json, api(...loose))).verdict).toBe('risky');
});

it('shows what else changed by the parameter that changed, with a call that can be sent', async () => {
  const before = api(
    query('filter', object({ sort: text, limit: number }, { required: ['sort'] }), { required: true }),
  );
  const after = api(query('sort', { ...text, enum: ['age'] }, { required: true }), query('limit', number));
  const { findings } = await compare(before, after);
  expect(findings).toMatchObject([
    {
      rule: 'became-enum',
      subject: 'query.sort',
      witness: { http: expect.stringMatching(/^GET \/pets\?sort=(?!age)/) },
    },
    { rule: 'parameter-regrouped' },
  ]);
});

test('a property that is no parameter any more is one that is gone', async () => {
  const before = api(query('filter', object({ sort: text, limit: number, old: text })));
  expect(await told(before, api(...loose))).toEqual(['risky parameter-removed query.old', 'safe parameter-regrouped']);
});

test.each([
  [
    'a property is a list, whose form is not defined',
    object({ sort: { type: 'array', items: text }, limit: number }),
    {},
  ],
  [
    'a property is needed only where there is an object',
    object({ sort: text, limit: number }, { required: ['sort'] }),
    {},
  ],
  ['the properties depend on each other', object({ sort: text, limit: number }, { minProperties: 1 }), {}],
  ['the object takes any property', object({ sort: text, limit: number }, { additionalProperties: true }), {}],
  ['the object is written otherwise', object({ sort: text, limit: number }), { style: 'deepObject' }],
  ['the object is not exploded', object({ sort: text, limit: number }), { explode: false }],
])('it is not the same where %s', async (_, schema, more) => {
  expect(await told(api(query('filter', schema, more)), api(...loose))).toContain(
    'risky parameter-removed query.filter',
  );
});
