// How a form of Swagger 2.0 is written: collectionFormat says what OpenAPI 3 says in `encoding`.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const type = 'application/x-www-form-urlencoded';
const info = { title: 'Files', version: '1' };
const responses = { 204: { description: 'Done.' } };
const tags = { in: 'formData', name: 'tags', type: 'array', items: { type: 'string' } };
const swagger = (...parameters: readonly object[]) => ({
  swagger: '2.0',
  info,
  paths: { '/files': { post: { consumes: [type], parameters, responses } } },
});
const openapi = (encoding: object) => {
  const properties = { tags: { type: 'array', items: { type: 'string' } } };
  const requestBody = { content: { [type]: { schema: { type: 'object', properties }, encoding } } };
  return { openapi: '3.0.3', info, paths: { '/files': { post: { requestBody, responses } } } };
};
const told = async (before: object, after: object) =>
  (await compare(before, after)).findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);

describe('a list in a form', () => {
  it('breaks when it is no longer joined by commas', async () => {
    expect(await told(swagger(tags), swagger({ ...tags, collectionFormat: 'multi' }))).toEqual([
      'breaking encoding-changed: The field `tags` of the request body must be sent once for each value (`explode: true`); it was sent once with all its values (`explode: false`)',
    ]);
  });

  it('means the same in both versions, written in the usual way or as said', async () => {
    expect(await told(swagger(tags), openapi({ tags: { style: 'form', explode: false } }))).toEqual([]);
    expect(await told(swagger({ ...tags, collectionFormat: 'multi' }), openapi({}))).toEqual([]);
    expect(
      await told(swagger({ ...tags, collectionFormat: 'pipes' }), openapi({ tags: { style: 'pipeDelimited' } })),
    ).toEqual([]);
  });

  it('is only new where the field is', async () => {
    const title = { in: 'formData', name: 'title', type: 'string' };
    expect(await told(swagger(title), swagger(title, tags))).toEqual([
      'safe property-added: The property `tags` of the request body is new',
    ]);
  });
});

it('a file is bytes of any kind where Swagger 2.0 does not say which', async () => {
  const schema = { type: 'file' };
  const file = {
    swagger: '2.0',
    info,
    paths: { '/files': { get: { responses: { 200: { description: 'x', schema } } } } },
  };
  const bytes = { content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } };
  const openapi = {
    openapi: '3.0.3',
    info,
    paths: { '/files': { get: { responses: { 200: { description: 'x', ...bytes } } } } },
  };
  expect((await compare(file, openapi)).verdict).toBe('compatible');
});

it('is not told as written anew where something else changes', async () => {
  const before = swagger(tags);
  const { findings, refactors } = await compare(before, { ...before, schemes: ['https'], consumes: [type] });
  expect({ findings, refactors }).toEqual({ findings: [], refactors: [] });
});

it('a list in a header is shown as it is sent', async () => {
  const of = (collectionFormat: string) => {
    const ids = { type: 'array', items: { type: 'string' }, collectionFormat };
    return {
      swagger: '2.0',
      info,
      paths: { '/files': { get: { responses: { 200: { description: 'x', headers: { 'X-Ids': ids } } } } } },
    };
  };
  expect(await told(of('csv'), of('pipes'))).toEqual([
    'breaking header-style-changed: The header `X-Ids` of the 200 response is written as `X-Ids: a|b` instead of `X-Ids: a,b`',
  ]);
});

it.each(['csv', 'pipes'])(
  'a list of lists in a query is one text, whatever stands between its values: %s',
  async (inner) => {
    const items = { type: 'array', collectionFormat: inner, items: { type: 'string' } };
    const query = (more: object) => ({
      swagger: '2.0',
      info,
      paths: { '/files': { get: { parameters: [{ in: 'query', name: 'tags', ...more }], responses } } },
    });
    const lists = query({ type: 'array', items });
    expect((await compare(lists, query({ type: 'string' }))).verdict).toBe('compatible');
    expect((await compare(lists, query({ type: 'integer' }))).verdict).toBe('breaking');
    const repeated = query({ type: 'array', collectionFormat: 'multi', items });
    expect((await compare(repeated, query({ type: 'string' }))).verdict).toBe('breaking');
  },
);
