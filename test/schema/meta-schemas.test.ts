import Ajv from 'ajv';
import Ajv04 from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { type Dialect, type Json, schemaContains } from '../../src/schema/index.ts';

const referees: Record<string, (schema: object, value: unknown) => boolean> = {
  'draft-04': (schema, value) => new Ajv04.default({ strict: false }).validate(schema, value),
  'draft-07': (schema, value) => new Ajv.default({ strict: false }).validate(schema, value),
};

describe.each(['draft-04', 'draft-06', 'draft-07'] as const)('a reference to the schema of %s', (dialect: Dialect) => {
  const uri = `http://json-schema.org/${dialect}/schema`;
  const anySchema = { $ref: `${uri}#` };
  const count = { $ref: `${uri}#/definitions/${dialect === 'draft-04' ? 'positiveInteger' : 'nonNegativeInteger'}` };
  const ask = (outer: Json, inner: Json) => schemaContains(outer, inner, { dialect });

  test('is decided though no document brings it along', async () => {
    const bounded = { type: 'object', properties: { minimum: { type: 'number' } }, additionalProperties: false };
    expect(await ask(anySchema, bounded)).toEqual({ answer: 'yes' });
    expect(await ask({ type: 'integer', minimum: 0 }, count)).toEqual({ answer: 'yes' });
  });

  test('refuses what is no schema, as ajv says', async () => {
    const unbounded = { type: 'object', properties: { minimum: { type: 'string' } }, required: ['minimum'] };
    const refused = await ask({ properties: { a: anySchema } }, { properties: { a: unbounded }, required: ['a'] });
    expect(refused).toMatchObject({ answer: 'no', witness: { a: { minimum: expect.any(String) } } });
    const isValid = referees[dialect];
    if (isValid && refused.answer === 'no')
      expect(isValid({ properties: { a: anySchema } }, refused.witness)).toBe(false);
  });

  test('stays the own schema of a document that has that name', async () => {
    const named = { id: uri, $id: uri, type: 'string' };
    const own = { properties: { a: anySchema }, definitions: { named } };
    expect(await ask({ properties: { a: { type: 'string' } } }, own)).toEqual({ answer: 'yes' });
  });
});

test('a reference to the schema of another dialect is not decided, and says so', async () => {
  const answer = await schemaContains({ type: 'object' }, { $ref: 'http://json-schema.org/draft-04/schema#' });
  expect(answer).toMatchObject({ answer: 'unknown', because: expect.stringContaining('draft-04/schema') });
});
