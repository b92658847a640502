// A schema that is written in another way and says the same is no difference that a caller could meet; whoever rewrote it
// is told that this was proven.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const text = { type: 'string' };
const whole = { type: 'number' };
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: object, ...required: string[]) => ({ type: 'object', properties, required });
const schemas = { Base: object({ id: whole, name: text }, 'id'), Other: object({ code: text }, 'code') };

const api = (schema: object, openapi = '3.1.0') => {
  const content = { 'application/json': { schema } };
  return {
    openapi,
    paths: { '/p': { post: { requestBody: { content }, responses: { 200: { description: 'x', content } } } } },
    components: { schemas },
  };
};

const rewritten: Readonly<Record<string, readonly [before: object, after: object]>> = {
  'an object that is taken apart into an allOf': [
    object({ id: whole, name: text, size: whole }, 'id'),
    { allOf: [named('Base'), object({ size: whole })] },
  ],
  'a schema that is wrapped as the only alternative': [named('Base'), { oneOf: [named('Base')] }],
  'a property that is asked for in another part': [
    { allOf: [named('Base'), object({ size: whole }, 'size')] },
    { allOf: [named('Base'), object({ size: whole })], required: ['size'] },
  ],
  'a list of one value that becomes a const': [object({ kind: { enum: ['a'] } }), object({ kind: { const: 'a' } })],
  'openness that is written down': [{ type: 'object' }, { type: 'object', additionalProperties: true }],
};

describe.each(Object.entries(rewritten))('%s', (_, [before, after]) => {
  test.each([
    ['there', before, after],
    ['and back', after, before],
  ])('is identical, and told of as a refactor of each body: %s', async (__, one, other) => {
    const { verdict, findings, refactors, summary } = await compare(api(one), api(other));
    expect({ verdict, findings }).toEqual({ verdict: 'identical', findings: [] });
    expect(refactors.map(({ subject, message }) => [subject, message])).toEqual([
      ['200.body', 'The 200 response body is described in another way and lets the same values through'],
      ['body', 'The request body is described in another way and lets the same values through'],
    ]);
    expect(summary.refactors).toBe(2);
  });
});

describe('what only sounds like less or more is no change, there and back', () => {
  const integer = { type: 'integer' };
  const list = { type: 'array', items: text };
  test.each([
    ['a step of one', integer, { ...integer, multipleOf: 1 }],
    ['a bound between whole numbers', { ...integer, minimum: 1 }, { ...integer, exclusiveMinimum: 0 }],
    [
      'a bound that another one holds',
      { ...whole, exclusiveMinimum: 1 },
      { ...whole, exclusiveMinimum: 1, minimum: 0 },
    ],
    ['the bounds of a format', { ...integer, format: 'int32' }, { ...integer, format: 'int32', maximum: 2 ** 31 - 1 }],
    ['both truth values', { type: 'boolean' }, { type: 'boolean', enum: [true, false] }],
    ['the type of what is listed', { type: 'string', enum: ['a', 'b'] }, { enum: ['a', 'b'] }],
    ['a pattern that all texts have', text, { ...text, pattern: '.*' }],
    ['what may not be there', object({ a: false }), object({ a: { not: {} } })],
    ['what nothing fits', text, { ...text, not: false }],
    ['items that may be anything', { type: 'array' }, { type: 'array', items: {} }],
    ['an item that need not be there', list, { ...list, contains: integer, minContains: 0 }],
    ['a condition without consequence', text, { ...text, if: { minLength: 3 } }],
    ['the only type of its keywords', object({ a: text }), { properties: { a: text } }],
  ])('%s', async (_, before, after) => {
    expect((await compare(api(before), api(after))).findings).toEqual([]);
    expect((await compare(api(after), api(before))).findings).toEqual([]);
  });
});

describe('nothing is told', () => {
  test.each([
    ['of a reference that is written out', api(named('Base')), api(schemas.Base)],
    ['of a description', api(named('Base')), api({ ...named('Base'), description: 'New.' })],
    [
      'of parts in another order',
      api({ allOf: [named('Base'), object({ size: whole })] }),
      api({ allOf: [object({ size: whole }), named('Base')] }),
    ],
    [
      'of alternatives in another order',
      api({ oneOf: [named('Base'), named('Other'), object({ it: text, n: whole }, 'it', 'n')] }),
      api({ oneOf: [object({ n: whole, it: text }, 'n', 'it'), named('Other'), named('Base')] }),
    ],
    [
      'of values, types and demands in another order',
      api(object({ a: { enum: ['x', 'y', 1] }, b: { type: ['string', 'null'] } }, 'a', 'b')),
      api(object({ b: { type: ['null', 'string'] }, a: { enum: [1, 'y', 'x'] } }, 'b', 'a')),
    ],
    ['of one type that is listed alone', api(object({ a: text })), api(object({ a: { type: ['string'] } }))],
    [
      'of what holds unwritten',
      api(object({ a: text, b: { type: 'array', items: text } })),
      api({
        ...object({
          a: { ...text, minLength: 0, readOnly: false },
          b: { type: 'array', items: text, uniqueItems: false },
        }),
        minProperties: 0,
        deprecated: false,
      }),
    ],
    [
      'of what another version of OpenAPI says in other words',
      api(object({ name: { ...text, nullable: true } }), '3.0.3'),
      api(object({ name: { type: ['string', 'null'] } })),
    ],
  ])('%s', async (_, before, after) => {
    expect(await compare(before, after)).toMatchObject({ verdict: 'identical', findings: [], refactors: [] });
  });

  test('of a rewriting that lets less through: that breaks', async () => {
    const { verdict, refactors } = await compare(
      api(object({ id: whole, name: text, size: whole }, 'id')),
      api({ allOf: [named('Base'), object({ size: whole }, 'size')] }),
    );
    expect({ verdict, refactors }).toEqual({ verdict: 'breaking', refactors: [] });
  });
});

describe('of the values of a parameter in Swagger 2.0 nothing is told', () => {
  const taking = (parameter: object) => ({
    swagger: '2.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/p': {
        get: { parameters: [{ name: 'ids', in: 'query', ...parameter }], responses: { 200: { description: 'x' } } },
      },
    },
  });
  const list = { type: 'array', items: text };
  test.each([
    ['where it is asked for now', text, { ...text, required: true }, ['parameter-became-required']],
    ['where it may be left out, which is written now', text, { ...text, required: false }, []],
    ['where its list is sent otherwise', list, { ...list, collectionFormat: 'multi' }, ['parameter-style-changed']],
  ])('%s', async (_, before, after, rules) => {
    const { findings, refactors } = await compare(taking(before), taking(after));
    expect(findings.map(({ rule }) => rule)).toEqual(rules);
    expect(refactors).toEqual([]);
  });

  test('but where the values are described otherwise', async () => {
    const bounds = [
      { type: 'integer', minimum: 1 },
      { type: 'integer', minimum: 0, exclusiveMinimum: true, required: true },
    ];
    const { refactors } = await compare(taking(bounds[0]!), taking(bounds[1]!));
    expect(refactors).not.toEqual([]);
  });
});
