import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const content = (...names: readonly string[]) => ({
  content: Object.fromEntries(names.map((name) => [name, { schema: { type: 'object' } }])),
});

function api(operation: object) {
  const done = { '204': { description: 'x' } };
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/p': { post: { responses: done, ...operation } } },
  };
}

const sent = (names: readonly string[]) => api({ requestBody: content(...names) });
const answered = (names: readonly string[]) =>
  api({ responses: { '200': { description: 'x', ...content(...names) } } });

describe('a media type that is no longer named', () => {
  it.each([
    [['image/png', 'image/jpeg'], ['image/*']],
    [['application/json', 'application/*'], ['application/*']],
    [['application/json', 'application/json;v=1'], ['application/json']],
  ])('may still be sent where a name that is left takes it in: %j, then %j', async (before, after) => {
    expect((await compare(sent(before), sent(after))).summary).toMatchObject({ breaking: 0, risky: 0 });
  });

  it.each([
    [['image/png', 'text/csv'], ['image/*']],
    [['application/json', 'application/merge-patch+json'], ['application/json']],
    [['image/*'], ['image/png', 'image/jpeg']],
  ])('may no longer be sent where none does: %j, then %j', async (before, after) => {
    expect((await compare(sent(before), sent(after))).verdict).toBe('breaking');
  });

  it('is still promised where all that may be answered lies in the range that was', async () => {
    const after = answered(['image/png', 'image/jpeg']);
    expect((await compare(answered(['image/*']), after)).summary).toMatchObject({ breaking: 0, risky: 0 });
    expect((await compare(after, answered(['image/*']))).verdict).toBe('breaking');
  });

  it('is compared with the one that takes it in', async () => {
    const after = api({ requestBody: { content: { 'image/*': { schema: { type: 'string' } } } } });
    const { findings } = await compare(sent(['image/png', 'image/jpeg']), after);
    expect(findings.map(({ rule }) => rule)).toContain('type-changed');
  });
});

describe('items that a stream is made of', () => {
  it.each(['application/jsonl', 'text/event-stream'])(
    'are told when nothing describes them any more, in %s',
    async (name) => {
      const stream = (described: object) => ({
        ...api({ responses: { '200': { description: 'x', content: { [name]: described } } } }),
        openapi: '3.2.0',
      });
      const items = stream({ itemSchema: { type: 'object' } });
      expect((await compare(items, stream({}))).verdict).toBe('risky');
      expect((await compare(items, stream({ schema: { type: 'array' } }))).verdict).toBe('risky');
      expect((await compare(stream({}), items)).summary).toMatchObject({ breaking: 0, risky: 0, safe: 1 });
    },
  );
});
