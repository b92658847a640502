// Two ways to write the same thing, and what only sounds like more: none of it may be called a break.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const api = (operation: object, version = '3.1.0') => ({
  openapi: version,
  paths: { '/files': { post: { responses: { 204: { description: 'x' } }, ...operation } } },
});
const part = (schema: object) => ({
  requestBody: { content: { 'multipart/form-data': { schema: { type: 'object', properties: { file: schema } } } } },
});
const body = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } });
const answers = (...statuses: string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: 'x' }])),
});

describe('a file in the words of 3.0 and of 3.1', () => {
  const older = api(part({ type: 'string', format: 'binary' }), '3.0.3');
  const newer = api(part({ type: 'string', contentMediaType: 'application/octet-stream' }));

  it.each([
    ['forwards', older, newer],
    ['backwards', newer, older],
  ])('is the same file, %s', async (_, before, after) => {
    expect((await compare(before, after)).findings).toEqual([]);
  });

  it('is another one where it is to be an image', async () => {
    const image = api(part({ type: 'string', contentMediaType: 'image/png' }));
    expect((await compare(older, image)).verdict).toBe('breaking');
  });
});

describe('how a form field is written', () => {
  const form = (encoding?: object) =>
    api({
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              properties: { meta: { type: 'object', properties: { n: { type: 'string' } } }, note: { type: 'string' } },
            },
            ...(encoding && { encoding }),
          },
        },
      },
    });

  it.each([
    ['the media type that it has anyway', form(), form({ meta: { contentType: 'application/json' } })],
    ['an `explode` of one text', form(), form({ note: { explode: false } })],
    [
      'media types in another order',
      form({ note: { contentType: 'text/plain, text/csv' } }),
      form({ note: { contentType: 'text/csv,text/plain' } }),
    ],
  ])('may be spelled out or not: %s', async (_, before, after) => {
    expect((await compare(before, after)).findings).toEqual([]);
    expect((await compare(after, before)).findings).toEqual([]);
  });

  it('breaks nobody where more media types are taken, and somebody where fewer are', async () => {
    const few = form({ note: { contentType: 'text/plain' } });
    const many = form({ note: { contentType: 'text/plain, text/csv' } });
    expect((await compare(few, many)).verdict).toBe('compatible');
    expect((await compare(many, few)).verdict).toBe('breaking');
  });
});

describe('an example of a call', () => {
  const securitySchemes = {
    key: { type: 'apiKey', in: 'query', name: 'api_key' },
    token: { type: 'http', scheme: 'bearer' },
  };
  const limited = (maximum: number, security: readonly object[]) => ({
    ...api({ parameters: [{ name: 'n', in: 'query', schema: { type: 'integer', maximum } }], security }),
    components: { securitySchemes },
  });
  const shown = async (...security: object[]) =>
    (await compare(limited(9, security), limited(5, security))).findings.find(({ witness }) => witness !== null)
      ?.witness?.http;

  it('carries placeholders for the credentials without which it would have been refused before', async () => {
    expect(await shown({ key: [] })).toMatch(/^POST \/files\?n=\d+&api_key=API_KEY HTTP/);
    expect(await shown({ token: [] })).toContain('\nAuthorization: Bearer TOKEN');
    expect(await shown({ token: [], key: [] })).toMatch(/api_key=API_KEY[\s\S]*Bearer TOKEN/);
  });

  it('carries none where anyone may call', async () => {
    expect(await shown({}, { token: [] })).not.toContain('TOKEN');
  });
});

describe('a bound that was made exclusive', () => {
  it('breaks once, and nothing claims that more is accepted', async () => {
    const of = (bound: object) => api(body({ type: 'integer', ...bound }));
    const { findings } = await compare(of({ minimum: 1 }), of({ exclusiveMinimum: 1 }));
    expect(findings.filter(({ severity }) => severity === 'breaking').map(({ rule }) => rule)).toEqual([
      'exclusive-minimum-set',
    ]);
    expect(findings.map(({ advice }) => advice).join()).not.toContain('more is accepted');
    const looser = await compare(of({ minimum: 5 }), of({ exclusiveMinimum: 1 }));
    expect(looser.findings.map(({ advice }) => advice)).toEqual(['Nothing to do; no less is accepted.']);
  });
});

describe('a promise about statuses', () => {
  it('may be narrowed by whoever answers', async () => {
    for (const [before, after] of [
      [['2XX'], ['200']],
      [
        ['200', 'default'],
        ['200', '400'],
      ],
    ] as const) {
      expect((await compare(api(answers(...before)), api(answers(...after)))).verdict).toBe('compatible');
    }
  });

  it('may not be where those who are called answer', async () => {
    const hook = (status: string) => ({
      ...api({}),
      webhooks: { sold: { post: { requestBody: { content: {} }, ...answers(status) } } },
    });
    expect((await compare(hook('2XX'), hook('200'))).verdict).toBe('breaking');
  });
});

describe('a property that is asked for now', () => {
  it('is shown at its name in the list that asks for it', async () => {
    const schemas = { B: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } } };
    const of = (required: object) => ({
      ...api(body({ allOf: [{ $ref: '#/components/schemas/B' }], ...required })),
      components: { schemas },
    });
    const { findings } = await compare(of({}), of({ required: ['b', 'a'] }));
    const schema = '/paths/~1files/post/requestBody/content/application~1json/schema';
    expect(findings.map(({ subject, revision }) => [subject, revision?.pointer])).toEqual([
      ['body.a', `${schema}/required/1`],
      ['body.b', `${schema}/required/0`],
    ]);
  });
});

it('may say of all properties by a pattern for their names what it said of further ones', async () => {
  const text = { type: 'string' };
  const [further, named] = [{ additionalProperties: text }, { patternProperties: { '^.*$': text } }];
  const of = (others: object) => api(body({ type: 'object', properties: { id: text }, ...others }));
  expect((await compare(of(further), of(named))).findings).toEqual([]);
  expect((await compare(of(named), of(further))).findings).toEqual([]);
  const short = { patternProperties: { '^.$': text } };
  expect((await compare(of(short), of(further))).verdict).toBe('breaking');
});

it('is not said by a word that only the older dialect knows', async () => {
  const schema = { type: 'string', 'x-nullable': true };
  const [older, newer] = [api(body(schema), '3.0.3'), api(body(schema))];
  expect((await compare(older, newer)).findings.map(({ rule }) => rule)).toEqual(['became-not-nullable']);
  expect((await compare(newer, older)).findings.map(({ rule }) => rule)).toEqual(['became-nullable']);
});
