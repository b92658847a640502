// Alternatives are told by what became of them, wherever the list of them stands, and once.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (operation: object) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: { '/pets': { post: { responses: { 204: { description: 'ok' } }, ...operation } } },
});
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const asked = (schema: object) => around({ requestBody: { required: true, ...content(schema) } });
const given = (schema: object) => around({ responses: { 200: { description: 'ok', ...content(schema) } } });

const form = (name: string) => ({
  type: 'object',
  title: name,
  properties: { [name]: { type: 'string' } },
  required: [name],
});
const [cat, dog] = [form('Cat'), form('Dog')];
const open = { type: 'object' };

const found = async (before: object, after: object) =>
  (await compare(before, after)).findings.map(({ severity, message }) => `${severity}: ${message}`);

describe('the first alternatives of a schema that was open', () => {
  test.each(['oneOf', 'anyOf'])('are a demand in a request: %s', async (keyword) => {
    const demand = asked({ ...open, [keyword]: [cat, dog] });
    expect(await found(asked(open), demand)).toEqual(['breaking: The request body must now be `Cat` or `Dog`']);
    expect(await found(demand, asked(open))).toEqual(['safe: The request body need no longer be `Cat` or `Dog`']);
  });

  test('are a promise in a response, and missed when they go', async () => {
    const promise = given({ ...open, anyOf: [cat, dog] });
    expect(await found(given(open), promise)).toEqual(['safe: The 200 response body must now be `Cat` or `Dog`']);
    expect(await found(promise, given(open))).toEqual([
      'breaking: The 200 response body need no longer be `Cat` or `Dog`',
    ]);
  });

  test('are numbered where nothing else tells them apart', async () => {
    const needs = (name: string) => ({ required: [name] });
    const both = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } };
    expect(await found(asked(both), asked({ ...both, anyOf: [needs('a'), needs('b')] }))).toEqual([
      'breaking: The request body must now be `no. 1` or `no. 2`',
    ]);
  });
});

describe('a list of alternatives that stands in an allOf', () => {
  const within = (...forms: object[]) => ({ allOf: [{ oneOf: forms }] });

  test('says what it says by itself', async () => {
    expect((await compare(asked(within(cat)), asked({ oneOf: [cat] }))).verdict).toBe('identical');
    expect((await compare(asked(within(cat, dog)), asked({ oneOf: [cat, dog] }))).verdict).toBe('identical');
  });

  test('takes up a second form, told once', async () => {
    const one = 'body had one form and may now also be `Dog`';
    expect(await found(asked(within(cat)), asked(within(cat, dog)))).toEqual([`safe: The request ${one}`]);
    expect(await found(given(within(cat)), given(within(cat, dog)))).toEqual([`breaking: The 200 response ${one}`]);
  });

  test('loses all forms but one, told once', async () => {
    expect(await found(asked(within(cat, dog)), asked(within(cat)))).toEqual([
      'breaking: The request body has one form now and may no longer be `Dog`',
    ]);
  });
});
