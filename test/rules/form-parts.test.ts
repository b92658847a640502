import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const object = (properties: object) => ({ type: 'object', properties });
const counted = (type: string) => object({ count: { type } });

function sent(mediaType: string, schema: object, encoding?: object) {
  const content = { [mediaType]: { schema, ...(encoding && { encoding }) } };
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/p': { post: { requestBody: { content }, responses: { '204': { description: 'x' } } } } },
  };
}

const multipart = 'multipart/form-data';
const form = 'application/x-www-form-urlencoded';
const asJson = { meta: { contentType: 'application/json' } };
const asText = { meta: { contentType: 'text/plain' } };

describe('a number that becomes a text', () => {
  it.each([
    ['an object of a multipart form', multipart, (type: string) => object({ meta: counted(type) }), undefined],
    ['a list of objects of a multipart form', multipart, listed, undefined],
    ['an object that the form calls JSON', form, (type: string) => object({ meta: counted(type) }), asJson],
    ['a field that the form calls JSON', multipart, (type: string) => object({ meta: { type } }), asJson],
    ['a text that holds JSON', 'text/json', counted, undefined],
    ['a text that holds YAML', 'text/yaml', counted, undefined],
    ['a stream of events', 'text/event-stream', counted, undefined],
  ])('breaks callers in %s', async (_, mediaType, schema, encoding) => {
    const [number, text] = [sent(mediaType, schema('integer'), encoding), sent(mediaType, schema('string'), encoding)];
    expect((await compare(number, text)).verdict).toBe('breaking');
    expect((await compare(text, number)).verdict).toBe('breaking');
  });

  it.each([
    ['a field of a multipart form', multipart, (type: string) => object({ meta: { type } }), undefined],
    [
      'a list of them in a multipart form',
      multipart,
      (type: string) => object({ meta: { items: { type } } }),
      undefined,
    ],
    ['a field of a form', form, counted, undefined],
    ['a field that is said to be text', multipart, (type: string) => object({ meta: { type } }), asText],
    ['XML', 'application/xml', counted, undefined],
  ])('breaks nobody in %s', async (_, mediaType, schema, encoding) => {
    const [number, text] = [sent(mediaType, schema('integer'), encoding), sent(mediaType, schema('string'), encoding)];
    expect((await compare(number, text)).summary).toMatchObject({ breaking: 0, risky: 0 });
  });

  it('is shown by a form in which the number is JSON', async () => {
    const { findings } = await compare(
      sent(multipart, object({ meta: counted('integer') })),
      sent(multipart, object({ meta: counted('string') })),
    );
    expect(findings.map(({ subject, witness }) => [subject, witness?.http.includes('"count":')])).toEqual([
      ['body.meta.count', true],
    ]);
  });
});

function listed(type: string) {
  return object({ meta: { type: 'array', items: counted(type) } });
}
