import { describe, expect, test } from 'vitest';
import { portsOf } from '../../src/ladder/can-run-before.ts';
import { compare } from '../rules/compare.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const answer = (schema: object) => ({
  200: { description: 'OK', content: { 'application/json': { schema } } },
});
const get = (path: string, operation: object = {}) => ({
  [path]: { get: { responses: answer(object({ id: text }, ['id'])), ...operation } },
});
const query = (changes: object) =>
  get('/things', { parameters: [{ name: 'a', in: 'query', schema: text, ...changes }] });
const sent = (schema: object, mediaType = 'application/json') => ({
  '/things': {
    put: {
      requestBody: { required: true, content: { [mediaType]: { schema } } },
      responses: { 204: { description: '' } },
    },
  },
});
const read = (schema: object) => get('/things', { responses: answer(schema) });

async function judge(base: object, revision: object): Promise<boolean> {
  const document = (version: string, paths: object) => ({
    openapi: '3.0.3',
    info: { title: 'Things', version },
    paths,
  });
  const { findings } = await compare(document('1.0.0', base), document('2.0.0', revision));
  const met = findings.filter(({ severity }) => severity !== 'safe');
  expect(met.map(({ rule }) => rule)).not.toEqual([]);
  return portsOf(findings).canRunBefore(met);
}

const array = (style: string, explode: boolean) => query({ schema: { type: 'array', items: text }, style, explode });

describe('a port may run before the release', () => {
  test.each([
    ['it no longer sends a parameter', query({}), get('/things')],
    [
      'it no longer sends a member',
      sent(object({ a: text, b: text })),
      sent({ ...object({ a: text }), additionalProperties: false }),
    ],
    ['it always sends what could be left out', query({}), query({ required: true })],
    [
      'it sends no more than one of the values',
      query({ schema: { enum: ['x', 'y'] } }),
      query({ schema: { enum: ['x'] } }),
    ],
    ['it no longer reads a member', read(object({ a: text, b: text }, ['a', 'b'])), read(object({ a: text }, ['a']))],
    ['it takes whichever name an answer has', read(object({ a: text }, ['a'])), read(object({ b: text }, ['b']))],
    ['it copes with another value', read({ enum: ['x'] }), read({ enum: ['x', 'y'] })],
    ['it no longer calls what goes', { ...get('/things'), ...get('/lists/owners') }, get('/things')],
    [
      'it no longer calls what goes, and what comes is something else',
      { ...get('/api/v2/things'), ...get('/api/v2/lists') },
      { ...get('/api/v2/things'), ...get('/api/v2/health') },
    ],
  ])('where %s', async (_, base, revision) => {
    expect(await judge(base, revision)).toBe(true);
  });
});

describe('a port waits for the release', () => {
  test.each([
    [
      'the body is asked for in another format',
      sent(object({ a: text })),
      sent(object({ a: text }), 'application/xml'),
    ],
    ['an array is written in another way', array('form', false), array('pipeDelimited', false)],
    ['the one value has become another', query({ schema: { enum: ['x'] } }), query({ schema: { enum: ['y'] } })],
    ['something new has to be sent', get('/things'), query({ required: true })],
    ['a parameter has another name', query({}), query({ name: 'b' })],
    ['a type is another', query({}), query({ schema: { type: 'boolean' } })],
    ['what goes comes under another path', get('/lists/owners'), get('/owners/all')],
    [
      'what goes comes under another method',
      { '/x': { get: { responses: answer(text) } } },
      { '/x': { post: { responses: answer(text) } } },
    ],
  ])('where %s', async (_, base, revision) => {
    expect(await judge(base, revision)).toBe(false);
  });
});
