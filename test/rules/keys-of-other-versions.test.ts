// A key that only another version of OpenAPI knows says nothing here: it is told, and where nothing else says the same,
// no verdict is given.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Json = Readonly<Record<string, unknown>>;

const done = { responses: { 200: { description: 'Done.' } } };
const swagger = (root: Json, operation: Json = {}, item: Json = {}) => ({
  swagger: '2.0',
  info: { title: 'T', version: '1' },
  paths: { '/a': { post: { ...done, ...operation }, ...item } },
  ...root,
});
const openapi = (root: Json, operation: Json = {}) => ({
  openapi: '3.0.3',
  info: { title: 'T', version: '1' },
  paths: { '/a': { post: { ...done, ...operation } } },
  ...root,
});
const query = (more: Json) => ({ parameters: [{ name: 'q', in: 'query', ...more }] });
const list = { type: 'array', items: { type: 'string' } };
const at = (url: string) => ({ servers: [{ url }] });
const ring = { callbacks: { ring: { '{$request.body#/url}': { post: done } } } };

describe('a key of another version', () => {
  it.each<[string, object, object, string]>([
    ['servers in Swagger 2', swagger(at('/a')), swagger(at('/b')), '/servers'],
    [
      'those of a path in Swagger 2',
      swagger({ host: 'a.example' }),
      swagger({ host: 'a.example' }, {}, at('/b')),
      '/paths/~1a/servers',
    ],
    ['those of an operation in Swagger 2', swagger({}), swagger({}, at('/b')), '/paths/~1a/post/servers'],
    ['webhooks in Swagger 2', swagger({}), swagger({ webhooks: { w: { post: done } } }), '/webhooks'],
    ['callbacks in Swagger 2', swagger({}), swagger({}, ring), '/paths/~1a/post/callbacks'],
    ['a host in OpenAPI 3', openapi({ host: 'a.example' }), openapi({ host: 'b.example' }), '/host'],
  ])('leaves the verdict unknown where what it says is lost: %s', async (_, before, after, pointer) => {
    const { verdict, problems } = await compare(before, after);
    expect(verdict).toBe('unknown');
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'part-misshapen', position: expect.objectContaining({ pointer }), hides: true }),
    );
  });

  it('leaves the verdict unknown where it is the place of a parameter', async () => {
    const cookie = swagger({}, { parameters: [{ name: 'c', in: 'cookie', type: 'string' }] });
    expect(await compare(swagger({}), cookie)).toMatchObject({ verdict: 'unknown', problems: [{ hides: true }] });
  });

  it.each<[string, object, object, string]>([
    ['a host beside servers', openapi(at('/')), openapi({ ...at('/'), host: 'b.example' }), '/host'],
    ['servers beside a host', swagger({ host: 'a.example' }), swagger({ host: 'a.example', ...at('/') }), '/servers'],
    ['media types of an operation', openapi({}), openapi({}, { consumes: ['text/csv'] }), '/paths/~1a/post/consumes'],
    [
      'the format of a list',
      openapi({}, query({ schema: list })),
      openapi({}, query({ schema: list, collectionFormat: 'csv' })),
      '/paths/~1a/post/parameters/0/collectionFormat',
    ],
    [
      'its style',
      swagger({}, query(list)),
      swagger({}, query({ ...list, style: 'form' })),
      '/paths/~1a/post/parameters/0/style',
    ],
  ])('is told where something else speaks for it: %s', async (_, before, after, pointer) => {
    const { verdict, problems } = await compare(before, after);
    expect(verdict).toBe('identical');
    expect(problems).toMatchObject([{ code: 'part-misshapen', position: { pointer }, hides: false }]);
  });
});
