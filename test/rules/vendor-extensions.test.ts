// Extensions of vendors that say which values are sent: those of AutoRest, in which Azure's APIs are described, and of Kubernetes.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const swagger = (document: object) => ({ swagger: '2.0', info: { title: 'T', version: '1' }, ...document });
const answer = (schema: object, definitions: object = {}) =>
  swagger({ paths: { '/x': { get: { responses: { 200: { description: 'x', schema } } } } }, definitions });
const call = (schema: object) =>
  swagger({
    paths: {
      '/x': { put: { parameters: [{ in: 'body', name: 'b', schema }], responses: { 204: { description: 'x' } } } },
    },
  });

const severities = async (before: object, after: object) => {
  const { findings } = await compare(before, after);
  return findings.map(({ rule, severity }) => `${rule} ${severity}`);
};

describe('a list that is a string to its author (`x-ms-enum`, `modelAsString`)', () => {
  const state = (values: readonly string[], modelAsString: boolean) => ({
    type: 'string',
    enum: values,
    'x-ms-enum': { name: 'State', modelAsString },
  });

  it('may name more values in an answer', async () => {
    expect(await severities(answer(state(['on'], true)), answer(state(['on', 'off'], true)))).toEqual([
      'extensible-enum-value-added safe',
    ]);
  });

  it('is a list like any other where it is not said to be one', async () => {
    expect(await severities(answer(state(['on'], false)), answer(state(['on', 'off'], false)))).toEqual([
      'enum-value-added breaking',
    ]);
  });

  it('is a risk for whoever sends the value that it names no more', async () => {
    expect(await severities(call(state(['on', 'off'], true)), call(state(['on'], true)))).toEqual([
      'extensible-enum-value-removed risky',
    ]);
  });

  it('breaks who reads it when it is opened, and who writes it when it is closed', async () => {
    const [closed, open] = [state(['on'], false), state(['on'], true)];
    expect(await severities(answer(closed), answer(open))).toContain('stopped-being-enum breaking');
    expect(await severities(call(open), call(closed))).toContain('became-enum breaking');
  });

  it('is the same under another name', async () => {
    const named = { ...state(['on'], true), 'x-ms-enum': { name: 'Status', modelAsString: true } };
    const { verdict, findings } = await compare(answer(state(['on'], true)), answer(named));
    expect([verdict, findings]).toEqual(['identical', []]);
  });
});

describe('a form that goes by a value of its own (`x-ms-discriminator-value`)', () => {
  const pets = (value: string) =>
    answer(
      { $ref: '#/definitions/Pet' },
      {
        Pet: {
          type: 'object',
          discriminator: 'kind',
          required: ['kind'],
          properties: { kind: { type: 'string' } },
        },
        Cat: { allOf: [{ $ref: '#/definitions/Pet' }], 'x-ms-discriminator-value': value },
      },
    );

  it('is another one when the value changes', async () => {
    expect(await severities(pets('#Pets.Cat'), pets('#Pets.Feline'))).toEqual(
      expect.arrayContaining(['subtype-added risky', 'subtype-removed safe']),
    );
  });

  it('is the same when nothing does', async () => {
    expect(await severities(pets('#Pets.Cat'), pets('#Pets.Cat'))).toEqual([]);
  });
});

describe('a host with variables (`x-ms-parameterized-host`)', () => {
  const at = (hostTemplate: string, more: object = {}) => ({
    ...answer({ type: 'string' }),
    host: 'management.example.com',
    schemes: ['https'],
    'x-ms-parameterized-host': {
      hostTemplate,
      parameters: [{ name: 'vault', in: 'path', type: 'string', required: true }],
      ...more,
    },
  });

  it('takes the place of the fixed one', async () => {
    expect(await severities(at('{vault}.example.com'), at('{vault}.example.org'))).toEqual(
      expect.arrayContaining(['server-removed breaking', 'server-added safe']),
    );
    const moved = { ...at('{vault}.example.com'), host: 'elsewhere.example.com' };
    expect(await severities(at('{vault}.example.com'), moved)).toEqual([]);
  });

  it('may hold its scheme itself', async () => {
    const own = at('https://{vault}.example.com', { useSchemePrefix: false });
    expect(await severities(at('{vault}.example.com'), own)).toEqual([]);
  });
});

it('a number or a string of Kubernetes (`int-or-string`) takes the numbers that were taken before', async () => {
  const port = (schema: object) => ({ type: 'object', properties: { port: schema } });
  const either = { type: 'string', format: 'int-or-string' };
  const { verdict } = await compare(call(port({ type: 'integer' })), call(port(either)));
  expect(verdict).toBe('compatible');
  expect((await compare(call(port(either)), call(port({ type: 'string' })))).verdict).toBe('breaking');
  const custom = { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true };
  expect((await compare(call(port(either)), call(port(custom)))).verdict).not.toBe('breaking');
});

it('a number or a string of Kubernetes is no longer null only where that is said of it', async () => {
  const before = { type: 'string', format: 'int-or-string', 'x-nullable': true };
  const after = { type: 'string', format: 'int-or-string' };
  expect(await severities(call(before), call(after))).toEqual(['became-not-nullable breaking']);
  expect(await severities(answer(after), answer(before))).toEqual(['became-nullable breaking']);
});
