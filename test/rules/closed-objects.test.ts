// An object of whose further properties nothing was said may be closed in several spellings, which are one risk.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const opened = (more: object) => answerOf({ type: 'object', properties: { name: { type: 'string' } }, ...more });
const answerOf = (schema: object) => ({
  paths: { '/x': { get: { responses: { '200': { description: 'x', content: { 'application/json': { schema } } } } } } },
});
const body = (more: object) => ({
  paths: {
    '/x': {
      post: {
        requestBody: {
          content: {
            'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } }, ...more } },
          },
        },
        responses: { '204': { description: 'Done.' } },
      },
    },
  },
});

describe('an object in a request that is closed', () => {
  it.each([
    { additionalProperties: false },
    { additionalProperties: { type: 'string' } },
    { unevaluatedProperties: false },
    { propertyNames: { enum: ['name'] } },
    { patternProperties: { '^x-': false } },
    { maxProperties: 1 },
    { not: { required: ['age'] } },
    { dependentRequired: { age: ['name'] } },
    { dependentSchemas: { age: { required: ['name'] } } },
    { if: { required: ['age'] }, then: { required: ['name'] } },
  ])('by %j is a risk for who sends what was never described', async (closing) => {
    expect((await compare(body({}), body(closing))).verdict).toBe('risky');
  });

  it('was closed before is no more closed in another spelling', async () => {
    const closed = { additionalProperties: false };
    expect((await compare(body(closed), body({ ...closed, unevaluatedProperties: false }))).verdict).toBe('compatible');
    expect((await compare(body(closed), body({ ...closed, propertyNames: { enum: ['name'] } }))).verdict).toBe(
      'compatible',
    );
    expect((await compare(body({ unevaluatedProperties: false }), body(closed))).verdict).toBe('compatible');
  });

  it('breaks where the other spelling refuses what a part describes', async () => {
    const inParts = { allOf: [{ type: 'object', properties: { age: { type: 'integer' } } }] };
    const [before, after] = [{ unevaluatedProperties: false }, { additionalProperties: false }];
    const { findings } = await compare(body({ ...inParts, ...before }), body({ ...inParts, ...after }));
    expect(findings.filter(({ severity }) => severity !== 'safe')).toMatchObject([
      { severity: 'breaking', witness: { value: { age: expect.anything() } } },
    ]);
  });
});

// As TypeSpec writes it for OpenAPI 3.0, which has no schema `false`.
describe('a schema that forbids everything', () => {
  const never = { not: {} };
  const holding = (schema: unknown) => ({ properties: { name: { type: 'string' }, gone: schema } });

  it.each([
    [{ additionalProperties: false }, { additionalProperties: never }],
    [{ unevaluatedProperties: false }, { unevaluatedProperties: never }],
    [holding(false), holding(never)],
  ])('is the same as `false`: %j, then %j', async (before, after) => {
    for (const api of [body, opened]) {
      expect((await compare(api(before), api(after))).verdict).toBe('identical');
      expect((await compare(api(after), api(before))).verdict).toBe('identical');
    }
  });

  it('is no break of an answer in which more was let through', async () => {
    const before = { additionalProperties: { type: 'string' } };
    expect((await compare(opened(before), opened({ additionalProperties: never }))).verdict).toBe('compatible');
    expect((await compare(opened(holding({ type: 'string' })), opened(holding(never)))).verdict).toBe('compatible');
  });

  it('closes an object no more that was closed by it', async () => {
    const closed = { additionalProperties: false };
    expect((await compare(body({ unevaluatedProperties: never }), body(closed))).verdict).toBe('compatible');
  });
});

describe('a closed object in an answer that is opened', () => {
  it.each([
    { additionalProperties: false },
    { unevaluatedProperties: false },
    { propertyNames: { enum: ['name'] } },
    { maxProperties: 1 },
  ])('from %j is a risk for who refuses what was never described', async (closing) => {
    const { verdict, findings } = await compare(opened(closing), opened({}));
    expect([verdict, findings.map(({ undecidedBecause }) => undecidedBecause)]).toEqual([
      'risky',
      ['what may come now is only what the newer description does not name'],
    ]);
  });

  it('breaks where it is said that more may come', async () => {
    const { verdict } = await compare(opened({ additionalProperties: false }), opened({ additionalProperties: true }));
    expect(verdict).toBe('breaking');
  });

  it('is no more open in another spelling', async () => {
    const closed = { additionalProperties: false };
    expect((await compare(opened({ ...closed, unevaluatedProperties: false }), opened(closed))).verdict).toBe(
      'compatible',
    );
  });
});
