// What no keyword by itself refuses is explained by the place in the value, and by the alternatives that it fits at once.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (operation: object) => ({
  paths: { '/pets': { post: { responses: { 204: { description: 'Done.' } }, ...operation } } },
});
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const sent = (schema: object) => around({ requestBody: json(schema) });
const received = (schema: object) => around({ responses: { 200: { description: 'Fine.', ...json(schema) } } });

const animal = (title: string, sound: string, required: string[] = []) => ({
  title,
  type: 'object',
  properties: { [sound]: { type: 'boolean' } },
  required,
});
const [cat, dog, cow] = [animal('Cat', 'meows', ['meows']), animal('Dog', 'barks', ['barks']), animal('Cow', 'moos')];
const oneOf = (...forms: object[]) => ({ oneOf: forms });
const within = (schema: object) => ({
  type: 'object',
  properties: { herd: { type: 'array', items: schema } },
});
const named = (patternProperties: object) => ({
  type: 'object',
  properties: { at: { type: 'object', patternProperties, additionalProperties: false } },
});

test.each([
  [
    'a further form that is not apart from the others',
    sent(oneOf(cat, dog)),
    sent(oneOf(cat, dog, cow)),
    /^The request body no longer accepts what fits `(Cat|Dog)` and `Cow` alike: exactly one must fit$/,
  ],
  [
    'the same deep in the body',
    sent(within(oneOf(cat, dog))),
    sent(within(oneOf(cat, dog, cow))),
    /^The request body, at `herd\[\]`, no longer accepts what fits `(Cat|Dog)` and `Cow` alike: exactly one must fit$/,
  ],
  [
    'a form that is gone from an answer',
    received(oneOf(cat, dog, cow)),
    received(oneOf(cat, dog)),
    /^The 200 response body may now fit `(Cat|Dog)` and `Cow` alike, and exactly one was to fit$/,
  ],
  [
    'forms without names',
    sent(oneOf({ ...cat, title: undefined }, { type: 'string' })),
    sent(oneOf({ ...cat, title: undefined }, { type: 'string' }, { type: 'object' })),
    /^The request body no longer accepts what fits several forms alike: exactly one must fit$/,
  ],
  [
    'a null, where the type that let it in is no longer written',
    sent({ type: 'object', properties: { name: { type: ['string', 'null'], minLength: 1 } } }),
    sent({ type: 'object', properties: { name: { minLength: 1 } } }),
    /^The request body, at `name`, may no longer be null$/,
  ],
  [
    'the same in one of several forms of the body',
    sent(oneOf({ title: 'Farm', ...within(oneOf(cat, dog)), required: ['herd'] }, { type: 'string' })),
    sent(oneOf({ title: 'Farm', ...within(oneOf(cat, dog, cow)), required: ['herd'] }, { type: 'string' })),
    /^The request body, at `oneOf\(Farm\)\.herd\[\]`, no longer accepts what fits `(Cat|Dog)` and `Cow` alike: exactly one must fit$/,
  ],
  [
    'something refused by keywords together',
    sent(named({ '^x': { type: 'string' } })),
    sent(named({ '^x': { type: 'string' }, '^xy': { type: 'number' } })),
    /^The request body, at `at`, no longer accepts all that it accepted$/,
  ],
])('%s', async (_, before, after, said) => {
  const { findings } = await compare(before, after);
  const shown = findings.filter(({ rule }) => rule === 'values-narrowed');
  expect(shown.map(({ message, witness }) => [message, witness !== null])).toEqual([
    [expect.stringMatching(said), true],
  ]);
});

test('the words do not make another finding of it', async () => {
  const before = sent(oneOf(cat, dog));
  const prints = [];
  for (const last of [cow, { ...cow, title: 'Bull' }]) {
    const { findings } = await compare(before, sent(oneOf(cat, dog, last)));
    prints.push(findings.find(({ rule }) => rule === 'values-narrowed')?.fingerprint);
  }
  expect(prints[0]).toEqual(prints[1]);
  expect(prints[0]).toBeDefined();
});

test('forms that a discriminator tells apart are a risk: who goes by it takes what fits several', async () => {
  const kinds = ['Cat', 'Dog'].map((title) => ({
    ...animal(title, `is${title}`, ['kind']),
    properties: { kind: { type: 'string' }, [`is${title}`]: { type: 'boolean' } },
  }));
  const told = (...forms: object[]) => ({ oneOf: forms, discriminator: { propertyName: 'kind' } });
  const [one, two] = [told(kinds[0]!), told(...kinds)];
  for (const [before, after] of [
    [sent(one), sent(two)],
    [received(two), received(one)],
  ]) {
    const { verdict, findings } = await compare(before, after);
    const [narrowed] = findings.filter(({ rule }) => rule === 'values-narrowed');
    expect(verdict).toBe('risky');
    expect(narrowed).toMatchObject({
      severity: 'risky',
      undecidedBecause: '`kind` tells the forms apart: whoever goes by it takes a value that fits several',
    });
  }
});

test('forms that take their discriminator over from one schema are told apart by it, too', async () => {
  const Pet = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    discriminator: { propertyName: 'kind' },
  };
  const heirs = ['Cat', 'Dog'].map((title) => ({
    title,
    allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { [`is${title}`]: { type: 'boolean' } } }],
  }));
  const api = (...forms: object[]) => ({ ...sent(oneOf(...forms)), components: { schemas: { Pet } } });
  const { findings } = await compare(api(heirs[0]!, dog), api(...heirs, dog));
  const [narrowed] = findings.filter(({ rule }) => rule === 'values-narrowed');
  expect(narrowed).toMatchObject({ severity: 'risky', facts: { fits: ['Cat', 'Dog'] } });
});

test.each([
  [
    'is gone from an object that may hold any',
    received({ type: 'object', properties: { a: { type: 'string' } } }),
    received({ type: 'object' }),
    'The 200 response body may now hold anything as `a`, which it no longer describes',
  ],
  [
    'is described in one that took any',
    sent({ type: 'object', additionalProperties: true, properties: { b: {} } }),
    sent({ type: 'object', additionalProperties: true, properties: { b: {}, a: { type: 'string' } } }),
    'The request body no longer accepts anything as `a`, which it did not describe',
  ],
  [
    'comes as any other from now on',
    received({ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'integer' } }),
    received({ type: 'object', additionalProperties: { type: 'integer' } }),
    'The type of the property `a` of the 200 response body changed from string to integer',
  ],
])('a property that %s', async (_, before, after, message) => {
  const { findings } = await compare(before, after);
  expect(findings.map((finding) => finding.message)).toContain(message);
});

test('the example of one change in what a map holds has one entry, and nothing of the other change', async () => {
  const ranges = (bound: object) => ({
    type: 'object',
    additionalProperties: { type: 'object', properties: { from: bound, to: bound } },
  });
  const { findings } = await compare(sent(ranges({})), sent(ranges({ type: 'number' })));
  const entries = findings.map(({ witness }) => Object.values(JSON.parse(witness!.http.split('\n\n')[1]!)));
  expect(entries).toEqual([[{ from: null }], [{ to: null }]]);
});
