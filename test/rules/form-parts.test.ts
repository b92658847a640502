import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const object = (properties: object) => ({ type: 'object', properties });
const counted = (type: string) => object({ count: { type } });

function sent(mediaType: string, schema: object, encoding?: object) {
  const content = { [mediaType]: { schema, ...(encoding && { encoding }) } };
  return { paths: { '/p': { post: { requestBody: { content }, responses: { '204': { description: 'x' } } } } } };
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

describe.each([form, multipart])('a field of %s', (mediaType) => {
  const text = { type: 'string' };
  const integer = { type: 'integer' };
  const shared = { $ref: '#/components/schemas/Field' };
  const of = (schema: object, Field: object = integer) => ({
    ...sent(mediaType, schema),
    components: { schemas: { Field, Counted: { ...counted('integer'), properties: { count: shared } } } },
  });

  it.each([
    ['null', { type: 'null' }],
    ['the one value null', { enum: [null] }],
    ['the constant null', { const: null }],
  ])('that could only be %s was never written, and may become anything', async (_, nothing) => {
    for (const field of [text, integer, { type: 'array', items: text }]) {
      const { summary } = await compare(of(object({ count: nothing })), of(object({ count: field })));
      expect(summary).toMatchObject({ breaking: 0, risky: 0 });
    }
  });

  it.each([text, integer])('with a list in which null was no text need not take it there any more: %o', async (one) => {
    const listing = (items: object) => of(object({ count: { type: 'array', items } }));
    const orNull = listing({ ...one, type: [one.type, 'null'] });
    expect((await compare(orNull, listing(one))).summary).toMatchObject({ breaking: 0, risky: 0 });
    expect((await compare(orNull, listing({ type: 'boolean' }))).verdict).toBe('breaking');
  });

  it.each([text, integer])('that goes by any name need not take a null any more: %o', async (one) => {
    const others = (additionalProperties: object, more: object = {}) =>
      of({ type: 'object', properties: { name: text }, additionalProperties, ...more });
    const orNull = { ...one, type: [one.type, 'null'] };
    expect((await compare(others(orNull), others(one))).summary).toMatchObject({ breaking: 0, risky: 0 });
    expect((await compare(others(orNull), others({ type: 'boolean' }))).verdict).toBe('breaking');
    const asked = { required: ['other'] };
    expect((await compare(others(orNull, asked), others(one, asked))).verdict).toBe('breaking');
  });

  it('with objects of any names may hold a null in each, as JSON does', async () => {
    const holding = (additionalProperties: object) => of(object({ count: { type: 'object', additionalProperties } }));
    const orNull = { type: ['integer', 'null'] };
    expect((await compare(holding(orNull), holding(integer))).verdict).toBe('breaking');
  });

  it('that has to be there and could only be null may not', async () => {
    const asked = (count: object) => of({ ...object({ count }), required: ['count'] });
    const inSome = (count: object) =>
      of({ ...object({ count, name: text }), anyOf: [{ required: ['count'] }, { required: ['name'] }] });
    for (const write of [asked, inSome])
      expect((await compare(write({ type: 'null' }), write(text))).verdict).toBe('breaking');
  });

  const other = { type: 'object', required: ['name'], properties: { name: text } };
  it.each<[string, (field: object) => object]>([
    [
      'in one of several forms',
      (field) => of({ oneOf: [{ ...object({ count: field }), required: ['count'] }, other] }),
    ],
    [
      'in a form that is referred to',
      (field) => of({ anyOf: [{ $ref: '#/components/schemas/Counted' }, other] }, field),
    ],
    [
      'beside others that are called as keywords are',
      (field) => of(object({ count: shared, enum: shared, $defs: shared }), field),
    ],
    ['that is referred to, or null', (field) => of(object({ count: { anyOf: [shared, { type: 'null' }] } }), field)],
    [
      'in a form that extends another',
      (field) => of({ allOf: [{ $ref: '#/components/schemas/Counted' }, other] }, field),
    ],
  ])('%s may become a text, and not a number', async (_, write) => {
    expect((await compare(write(integer), write(text))).summary).toMatchObject({ breaking: 0, risky: 0 });
    expect((await compare(write(text), write(integer))).verdict).toBe('breaking');
  });

  it('in one of several forms may become a list', async () => {
    const write = (field: object) => of({ oneOf: [{ ...object({ count: field }), required: ['count'] }, other] });
    expect((await compare(write(text), write({ type: 'array', items: text }))).summary.breaking).toBe(0);
  });
});

describe('a list that a form writes as one text', () => {
  const list = object({ tags: { type: 'array', items: { type: 'string' } } });
  const text = (more: object = {}) => object({ tags: { type: 'string', ...more } });
  const joined = { tags: { style: 'form', explode: false } };

  it('may become that text', async () => {
    const { verdict, findings } = await compare(sent(form, list, joined), sent(form, text()));
    expect(verdict).toBe('compatible');
    expect(findings.map(({ advice }) => advice)).toEqual([
      'Nothing to do for calls; as text, what is sent is still accepted. Code that uses a generated client has to follow.',
    ]);
    expect((await compare(sent(form, list, joined), sent(form, text(), joined))).verdict).toBe('compatible');
    expect((await compare(sent(form, list), sent(form, text()))).verdict).toBe('breaking');
  });

  it('is refused, and shown, where the text may not be all that it was', async () => {
    const { findings } = await compare(sent(form, list, joined), sent(form, text({ enum: ['a', 'b'] }), joined));
    const shown = findings.filter(({ severity }) => severity === 'breaking').map(({ witness }) => witness?.http);
    expect(shown.length).toBeGreaterThan(0);
    for (const http of shown) expect(http?.split('\n\n')[1]?.match(/tags=/g)).toHaveLength(1);
  });
});

it('a part of any multipart body is a text where it is a single value', async () => {
  const mixed = (type: string) => sent('multipart/mixed', object({ meta: { type } }));
  expect((await compare(mixed('integer'), mixed('string'))).verdict).toBe('compatible');
  expect((await compare(mixed('string'), mixed('integer'))).verdict).toBe('breaking');
});

describe('how a part of a form is written', () => {
  const in30 = (document: object) => ({ ...document, openapi: '3.0.3' });
  const tags = object({ tags: { type: 'array', items: { type: 'string' } } });
  const joined = sent(multipart, tags, { tags: { explode: false } });

  it('is not said by `style` and `explode` in OpenAPI 3.0, which heeds them in an urlencoded form alone', async () => {
    expect((await compare(in30(sent(multipart, tags)), in30(joined))).verdict).toBe('identical');
    expect((await compare(sent(multipart, tags), joined)).verdict).toBe('breaking');
    const urlencoded = sent(form, tags, { tags: { explode: false } });
    expect((await compare(in30(sent(form, tags)), in30(urlencoded))).verdict).toBe('breaking');
  });

  it('did not change where a later version heeds what stood there before', async () => {
    expect((await compare(in30(joined), joined)).verdict).toBe('identical');
  });

  it('changes where a file becomes a text, or a text a file', async () => {
    const file = sent(multipart, object({ photo: { type: 'string', format: 'binary' } }));
    const text = sent(multipart, object({ photo: { type: 'string' } }));
    const told = async (one: object, other: object) =>
      (await compare(one, other)).findings.flatMap(({ rule, message }) => (rule === 'encoding-changed' ? message : []));
    expect(await told(file, text)).toEqual([
      'The field `photo` of the request body must be sent as text/plain; it was sent as application/octet-stream',
    ]);
    expect(await told(text, file)).toHaveLength(1);
    expect(await told(file, sent(multipart, object({ photo: {} })))).toEqual([]);
  });
});

describe('the header of a part', () => {
  const withHeader = (schema: object, required: boolean) => {
    const encoding = { photo: { headers: { 'X-Size': { schema, required } } } };
    const photo = { ...object({ photo: { type: 'string' } }), required: ['photo'] };
    const document = sent(multipart, photo, encoding);
    return {
      ...document,
      paths: {
        '/p': {
          post: {
            ...document.paths['/p'].post,
            requestBody: { ...document.paths['/p'].post.requestBody, required: true },
          },
        },
      },
    };
  };

  it.each([
    ['is a risk where it may be left out, though the body may not', false, 'risky'],
    ['is none where it has to be sent', true, 'compatible'],
  ])('that gets another default %s', async (_, required, verdict) => {
    const of = (size: number) => withHeader({ type: 'integer', default: size }, required);
    expect((await compare(of(1), of(2))).verdict).toBe(verdict);
  });
});
