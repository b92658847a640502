// Two ways to write the same thing, and what only sounds like more: none of it may be called a break.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const api = (operation: object, version = '3.1.0') => ({
  openapi: version,
  info: { title: 'Files', version: '1' },
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

describe('a bound that was made exclusive', () => {
  it('breaks once, and nothing claims that more is accepted', async () => {
    const of = (bound: object) => api(body({ type: 'integer', ...bound }));
    const { findings } = await compare(of({ minimum: 1 }), of({ exclusiveMinimum: 1 }));
    expect(findings.filter(({ severity }) => severity === 'breaking').map(({ rule }) => rule)).toEqual([
      'exclusive-minimum-set',
    ]);
    expect(findings.map(({ advice }) => advice).join()).not.toContain('more is accepted');
    const looser = await compare(of({ minimum: 5 }), of({ exclusiveMinimum: 1 }));
    expect(looser.findings.map(({ advice }) => advice).join()).toContain('more is accepted');
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
