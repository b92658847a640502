import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const content = (...names: readonly string[]) => ({
  content: Object.fromEntries(names.map((name) => [name, { schema: { type: 'object' } }])),
});

function api(operation: object) {
  const done = { '204': { description: 'x' } };
  return { paths: { '/p': { post: { responses: done, ...operation } } } };
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

describe('a name beside a range that takes it in', () => {
  const text = { schema: { type: 'string' } };
  const number = { schema: { type: 'integer' } };
  const request = (described: object) => api({ requestBody: { required: true, content: described } });
  const response = (described: object) => api({ responses: { 200: { description: 'x', content: described } } });
  const beside = (more: object, range = '*/*') => ({ [range]: text, ...more });

  it.each([
    ['in a request', request],
    ['in an answer', response],
  ])('is compared with the range, come or gone: %s', async (_, say) => {
    for (const range of ['*/*', 'application/*']) {
      const [without, holding] = [say(beside({}, range)), say(beside({ 'application/json': number }, range))];
      for (const [before, after] of [
        [without, holding],
        [holding, without],
      ] as const) {
        const broken = (await compare(before, after)).findings.filter(({ severity }) => severity === 'breaking');
        expect(broken.map(({ rule }) => rule)).toEqual(['type-changed']);
      }
      const same = say(beside({ 'application/json': text }, range));
      expect((await compare(without, same)).verdict).toBe('compatible');
    }
  });

  it('is held to the nearest of several ranges', async () => {
    const ranges = { '*/*': number, 'application/*': text };
    const named = { ...ranges, 'application/json': text };
    expect((await compare(request(ranges), request(named))).verdict).toBe('compatible');
    expect((await compare(request(named), request(ranges))).verdict).toBe('compatible');
  });

  it('may go from a request unheard where the range takes the same, and is missed in an answer', async () => {
    const [without, holding] = [beside({}), beside({ 'application/json': text })];
    expect((await compare(request(holding), request(without))).verdict).toBe('compatible');
    expect((await compare(response(holding), response(without))).verdict).toBe('risky');
  });

  it('is none where it only asks for more parameters', async () => {
    const [without, holding] = [
      { 'application/json': text },
      { 'application/json': text, 'application/json;v=2': number },
    ];
    expect((await compare(request(without), request(holding))).verdict).toBe('compatible');
  });
});

describe('a name written twice, once with the charset that goes without saying', () => {
  const [text, number] = [{ schema: { type: 'string' } }, { schema: { type: 'integer' } }];
  const twice = (one: object, other: object) =>
    api({ requestBody: { content: { 'application/json': one, 'application/json; charset=UTF-8': other } } });

  it('is two where its bodies differ, and one where they are alike', async () => {
    expect((await compare(twice(text, number), twice(text, text))).verdict).toBe('breaking');
    expect((await compare(twice(text, number), twice(text, number))).verdict).toBe('identical');
    const once = api({ requestBody: { content: { 'application/json': text } } });
    expect((await compare(twice(text, text), once)).verdict).toBe('identical');
    expect((await compare(once, twice(text, text))).verdict).toBe('identical');
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

  it.each([
    ['application/jsonl', '{"event":"stop","data":"a"}'],
    ['text/event-stream', 'event: stop\ndata: a'],
  ])('are shown as %s writes them', async (name, text) => {
    const stream = (...event: string[]) => {
      const properties = { event: { type: 'string', enum: event }, data: { type: 'string' } };
      const itemSchema = { type: 'object', required: ['event', 'data'], properties };
      return {
        ...api({ responses: { '200': { description: 'x', content: { [name]: { itemSchema } } } } }),
        openapi: '3.2.0',
      };
    };
    const { findings } = await compare(stream('delta'), stream('delta', 'stop'));
    expect(findings.map(({ witness }) => witness?.http)).toEqual([`HTTP/1.1 200 OK\nContent-Type: ${name}\n\n${text}`]);
  });

  it('are told to be described in another way, where the two cannot be compared', async () => {
    const stream = (described: object) => ({
      ...api({ responses: { '200': { description: 'x', content: { 'text/event-stream': described } } } }),
      openapi: '3.2.0',
    });
    const [whole, each] = [stream({ schema: { type: 'string' } }), stream({ itemSchema: { type: 'object' } })];
    const messages = async (before: object, after: object) =>
      (await compare(before, after)).findings.map(({ message }) => message);
    expect(await messages(whole, each)).toEqual([
      'The 200 response body is described item by item now, and was as a whole',
    ]);
    expect(await messages(each, whole)).toEqual([
      'The 200 response body is described as a whole now, and was item by item',
    ]);
  });

  it('are compared with those of a list of all of them, whichever says it', async () => {
    const stream = (described: object) => ({
      ...api({ responses: { '200': { description: 'x', content: { 'application/jsonl': described } } } }),
      openapi: '3.2.0',
    });
    const listed = (type: string) => stream({ schema: { type: 'array', items: { type } } });
    const each = (type: string) => stream({ itemSchema: { type } });
    expect((await compare(listed('string'), each('string'))).verdict).toBe('identical');
    expect((await compare(each('string'), listed('string'))).verdict).toBe('identical');
    expect((await compare(listed('string'), each('integer'))).findings).toMatchObject([
      { rule: 'type-changed', severity: 'breaking', subject: '200.body[]' },
    ]);
    const whole = await compare(stream({ schema: { type: 'string' } }), each('string'));
    expect(whole.summary).toMatchObject({ breaking: 0, risky: 1, safe: 0 });
  });

  it('are a risk where a list of all of them says more than what each is, and that is given up or comes', async () => {
    const message = (described: object) => ({ description: 'x', content: { 'application/jsonl': described } });
    const answered = (described: object) => ({
      ...api({ responses: { '200': message(described) } }),
      openapi: '3.2.0',
    });
    const sent = (described: object) => ({
      ...api({ requestBody: message(described), responses: { '204': { description: 'x' } } }),
      openapi: '3.2.0',
    });
    const few = { schema: { type: 'array', maxItems: 3, items: { type: 'string' } } };
    const each = { itemSchema: { type: 'string' } };
    const verdict = async (before: object, after: object) => (await compare(before, after)).verdict;
    expect(await verdict(answered(few), answered(each))).toBe('risky');
    expect(await verdict(sent(each), sent(few))).toBe('risky');
    expect(await verdict(answered(each), answered(few))).toBe('identical');
    expect(await verdict(sent(few), sent(each))).toBe('identical');
  });
});
