// A form that a person could send: read back by the parser of the platform, which knows nothing of ours.

import { expect, it } from 'vitest';
import { compare } from './compare.ts';

const upload = (media: object) => ({
  paths: {
    '/photos': {
      post: {
        requestBody: { required: true, content: { 'multipart/form-data': media } },
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});

const photo = (title: object, encoding: object = {}) =>
  upload({
    encoding,
    schema: {
      type: 'object',
      required: ['file', 'scan', 'title', 'tags', 'meta'],
      properties: {
        file: { type: 'string', format: 'binary' },
        scan: { type: 'string', contentMediaType: 'application/pdf' },
        title: { type: 'string', ...title },
        tags: { type: 'array', minItems: 2, items: { const: 'x' } },
        meta: { type: 'object', required: ['n'], properties: { n: { const: 7 } } },
      },
    },
  });

async function witness(before: object, after: object): Promise<string | null> {
  const { findings } = await compare(before, after);
  expect(findings).toHaveLength(1);
  return findings[0]?.witness?.http ?? null;
}

async function readBack(http: string | null): Promise<FormData> {
  const [head = '', ...rest] = (http ?? '').split('\n\n');
  const type = /^Content-Type: (.*)$/m.exec(head)?.[1] ?? '';
  const body = rest.join('\n\n').replaceAll('\n', '\r\n');
  return new Response(`${body}\r\n`, { headers: { 'Content-Type': type } }).formData();
}

it('a form has a boundary, files have names and kinds, a list is several fields', async () => {
  const form = await readBack(await witness(photo({}), photo({ maxLength: 3 })));
  expect(String(form.get('title'))).toHaveLength(4);
  expect(form.getAll('tags')).toEqual(['x', 'x']);
  expect(form.get('file')).toMatchObject({ name: 'file.bin', type: 'application/octet-stream' });
  expect(form.get('scan')).toMatchObject({ name: 'scan.pdf', type: 'application/pdf' });
});

it('a part is of the kind that its encoding names, an object is JSON unless it does', async () => {
  const http = await witness(photo({}), photo({ maxLength: 3 }));
  expect(http).toContain('name="meta"\nContent-Type: application/json\n\n{"n":7}');
  const encoding = { file: { contentType: 'image/webp, image/png' }, meta: { contentType: 'application/xml' } };
  const other = await witness(photo({}, encoding), photo({ maxLength: 3 }, encoding));
  expect((await readBack(other)).get('file')).toMatchObject({ name: 'file.webp', type: 'image/webp' });
  expect(other).toContain('name="meta"\nContent-Type: application/xml');
});

it('no value can end its part', async () => {
  const field = (schema: object) =>
    upload({ schema: { type: 'object', required: ['a', 'b'], properties: { a: { const: '--part--' }, b: schema } } });
  const form = await readBack(await witness(field({ type: 'string' }), field({ type: 'string', maxLength: 0 })));
  expect(form.get('a')).toBe('--part--');
  expect(form.get('b')).not.toBe('');
});

it('a part that needs a header of which nothing is known is not made up', async () => {
  const encoding = { file: { headers: { 'X-Key': { required: true, schema: { type: 'string' } } } } };
  expect(await witness(photo({}, encoding), photo({ maxLength: 3 }, encoding))).toBeNull();
});

it('a range of media types is sent as one of them', async () => {
  const any = (schema: object) => {
    const document = upload({});
    return {
      ...document,
      paths: { '/photos': { post: { requestBody: { content: { 'application/*': { schema } } }, responses: {} } } },
    };
  };
  expect(await witness(any({ type: 'integer' }), any({ type: 'integer', minimum: 0 }))).toContain(
    'Content-Type: application/json\n\n-1',
  );
});

it('an answer is of the media type by which the newer release calls it, and a call of the older one', async () => {
  const problem = (name: string, required: readonly string[]) => {
    const content = { [name]: { schema: { type: 'object', required, properties: { code: {}, type: {} } } } };
    const post = { requestBody: { required: true, content }, responses: { 400: { description: 'Wrong.', content } } };
    return { paths: { '/photos': { post } } };
  };
  const { findings } = await compare(
    problem('application/json', ['code']),
    problem('application/problem+json', ['type']),
  );
  const shown = findings.map(({ witness, direction }) => [
    direction,
    /^Content-Type: .*$/m.exec(witness?.http ?? '')?.[0],
  ]);
  expect(shown).toContainEqual(['response', 'Content-Type: application/problem+json']);
  expect(shown).toContainEqual(['request', 'Content-Type: application/json']);
});
