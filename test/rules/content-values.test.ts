// Parameters and headers whose value has a media type of its own, beside those that are written by a style.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const api = (operation: object) => ({
  paths: { '/p': { get: { responses: { 204: { description: 'x' } }, ...operation } } },
});
const query = (fields: object) => api({ parameters: [{ name: 'it', in: 'query', ...fields }] });
const header = (fields: object) =>
  api({ responses: { 204: { description: 'x', headers: { 'X-It': { required: true, ...fields } } } } });
const inside = (mediaType: string, schema: object) => ({ content: { [mediaType]: { schema } } });
const upTo = (maximum: number) => ({ type: 'integer', maximum });
const holding = (type: string) => ({ type: 'object', properties: { a: { type } }, required: ['a'] });

describe('a value with a media type of its own', () => {
  it.each(['application/json', 'text/plain'])('is compared with one by a style: %s', async (mediaType) => {
    const [plain, content] = [{ schema: upTo(10) }, inside(mediaType, upTo(5))];
    expect((await compare(query(plain), query(content))).verdict).toBe('breaking');
    expect((await compare(query(content), query(plain))).verdict).toBe('compatible');
    expect((await compare(header(content), header(plain))).verdict).toBe('breaking');
    expect((await compare(header(plain), header(inside(mediaType, upTo(10))))).verdict).toBe('identical');
  });

  it('is text where its media type is, and a number is one too', async () => {
    const [number, text] = ['integer', 'string'].map((type) => query(inside('text/plain', { type })));
    expect((await compare(number!, text!)).verdict).toBe('compatible');
    expect((await compare(text!, number!)).verdict).toBe('breaking');
    expect((await compare(text!, query({ schema: { type: 'string' } }))).verdict).toBe('identical');
  });

  it('is shown in an answer as it is written there', async () => {
    const shown = async (before: object, after: object) =>
      (await compare(header(before), header(after))).findings[0]?.witness?.http.split('\n').at(-1);
    expect(
      await shown(inside('application/json', holding('integer')), inside('application/json', holding('string'))),
    ).toBe('X-It: {"a":"a"}');
    const exploded = (type: string) => ({ schema: holding(type), explode: true });
    expect(await shown(exploded('boolean'), exploded('integer'))).toBe('X-It: a=0');
    const bare = (type: string) => ({ schema: holding(type) });
    expect(await shown(bare('boolean'), bare('integer'))).toBe('X-It: a,0');
  });

  it('is shown in a call as it is written there', async () => {
    const { findings } = await compare(
      query(inside('text/plain', { type: 'string' })),
      query(inside('text/plain', { type: 'string', maxLength: 0 })),
    );
    expect(findings.map(({ witness }) => witness?.http)).toEqual(['GET /p?it=a HTTP/1.1']);
  });
});

it('a header of a part of a form is shown nowhere but in the form', async () => {
  const form = (type: string) => {
    const schema = { type: 'object', properties: { file: { type: 'string' } } };
    const encoding = { file: { headers: { 'X-Size': { schema: { type } } } } };
    return api({ requestBody: { content: { 'multipart/form-data': { schema, encoding } } } });
  };
  const { verdict, findings } = await compare(form('string'), form('integer'));
  expect(verdict).toBe('breaking');
  expect(findings.map(({ witness }) => witness)).toEqual([null]);
});
