import { describe, expect, it } from 'vitest';
import { renderComparison, reportFormats } from '../../src/report/index.ts';
import { compare } from '../rules/compare.ts';

const api = (values: readonly string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0.0' },
  paths: {
    '/pets': {
      get: {
        parameters: [{ name: 'kind', in: 'query', schema: { enum: values } }],
        responses: { '204': { description: 'x' } },
      },
    },
  },
});

describe('the report for a terminal', () => {
  it('opens with the verdict and says for each cause what, where and what to do', async () => {
    const comparison = await compare(api(['cat', 'dog']), api(['cat']));
    const text = renderComparison(comparison, { colour: false, width: 100 });
    const lines = text.split('\n');
    expect(lines[0]).toBe('✖ Pets (still 1.0.0) breaks the API: 1 breaking change since the base.');
    expect(text).toContain('The query parameter `kind` no longer lists "dog"');
    expect(text).toContain('GET /pets  query.kind');
    expect(text).toMatch(/base\.json:\d+:\d+ → revision\.json:\d+:\d+/);
    expect(text).toContain('Stop sending "dog"');
  });

  it('keeps to the width and colours only when asked', async () => {
    const comparison = await compare(api(['cat', 'dog']), api(['cat']));
    const plain = renderComparison(comparison, { colour: false, width: 50 });
    const long = plain.split('\n').filter((line) => line.length > 50);
    expect(long.filter((line) => line.trim().includes(' '))).toEqual([]);
    expect(plain).not.toContain('\u001b[');
    expect(renderComparison(comparison, { colour: true, width: 50 })).toContain('\u001b[31m');
  });

  it('does not put what breaks below page after page of one slip', async () => {
    const many = (values: readonly string[]) => {
      const { paths, ...rest } = api(values);
      const twice = Array.from({ length: 9 }, (_, index) => [`/list-${index}`, paths['/pets']] as const);
      const named = twice.map(([path, { get }]) => [path, { get: { ...get, operationId: 'list' } }]);
      return { ...rest, paths: Object.fromEntries(named) };
    };
    const comparison = await compare(many(['cat', 'dog']), many(['cat']));
    const slips = (text: string) => text.match(/the\s+operationId\s+(?:"|&quot;)list/g)?.length;
    const terminal = (all: boolean) => renderComparison(comparison, { colour: false, width: 100, all });
    expect(slips(terminal(false))).toBe(3);
    expect(terminal(false)).toContain('and 5 more like these (--all names them)');
    expect(slips(terminal(true))).toBe(8);
    const [markdown, html] = ['markdown', 'html'].map((id) =>
      reportFormats.find((each) => each.id === id)!.render(comparison, { failOn: 'breaking' }),
    );
    expect(slips(markdown!)).toBe(3);
    expect(markdown).toContain('5 more like these');
    expect(slips(html!)).toBe(8);
    expect(html).toContain('<summary>5 more like these</summary>');
  });

  it('gives with all of it the fingerprint that an exemption asks for', async () => {
    const comparison = await compare(api(['cat', 'dog']), api(['cat']));
    const text = (all: boolean) => renderComparison(comparison, { colour: false, width: 80, all });
    expect(text(true)).toContain(`\n    fingerprint ${comparison.findings[0]?.fingerprint}\n`);
    expect(text(false)).not.toContain('fingerprint');
  });

  it('lets no name of a document end a line, colour it or clear the screen', async () => {
    const named = (title: string) => ({ ...api(['cat']), info: { title, version: '1' } });
    const hostile = 'Pets\n\n✔ Nothing differs \u001b[2J\u001b[32m';
    const before = { ...named(hostile), paths: { ...named('').paths, '/a\n✔ b': named('').paths['/pets'] } };
    const text = renderComparison(await compare(before, named(hostile)), { colour: true, width: 100 });
    expect(text.split('\n').filter((line) => line.includes('✔') && !line.includes('✖'))).toEqual([]);
    expect(text).not.toContain('\u001b[2J');
    expect(text).not.toContain('\u001b[32m');
    expect(text).toContain('\\u001b[2J');
  });

  it('says where what is exempted was met, as of any other change', async () => {
    const comparison = await compare(api(['cat', 'dog']), api(['cat']));
    const exemption = { reason: 'agreed', owner: 'ann', until: null };
    const [first] = comparison.findings as [(typeof comparison.findings)[0]];
    const places = ['/pets', '/vets', '/cats', '/dogs'].map((path) => ({
      ...first,
      exemption,
      operation: { ...first.operation!, path },
    }));
    const text = (count: number) =>
      renderComparison({ ...comparison, findings: places.slice(0, count) }, { colour: false, width: 200 });
    expect(text(1)).toContain('no longer lists "dog" (agreed; ann)\n    GET /pets  query.kind\n');
    expect(text(4)).toContain('(agreed; ann)\n    GET /pets  query.kind\n    GET /vets  query.kind\n    GET /cats');
    expect(text(4)).toContain('    and 1 more (--all names them)\n');
  });

  it('shows a second opinion beside the verdict, and each contradiction by name', async () => {
    const comparison = await compare(api(['cat', 'dog']), api(['cat']));
    const [{ operation }] = comparison.findings as [(typeof comparison.findings)[0]];
    const secondOpinion = {
      agrees: 2,
      agreesOn: [],
      disagrees: [{ operation: operation!, theirs: 'no break in the request', ours: 'the request breaks' }],
      notConsulted: [],
      failed: [{ operation: operation!, because: 'openapi-diff had no answer after 10 s' }],
    };
    const text = renderComparison({ ...comparison, secondOpinion }, { colour: false, width: 200 });
    expect(text).toContain(
      'A second opinion, from openapi-diff: of the operations that changed it agrees on 2, disagrees on 1',
    );
    expect(text).toContain('Disagrees on GET /pets: it sees no break in the request; tocsin says the request breaks');
    expect(text).toContain('Failed on GET /pets: openapi-diff had no answer after 10 s');
  });

  it('counts what is compatible, and lists it when all is asked for', async () => {
    const comparison = await compare(api(['cat']), api(['cat', 'dog']));
    expect(renderComparison(comparison, { colour: false, width: 100 })).toContain('1 safe change, not shown');
    expect(renderComparison(comparison, { colour: false, width: 100, all: true })).toContain('may now be "dog"');
  });
});

it('does not name an operation twice where the message is all about it', async () => {
  const before = api(['cat']);
  const comparison = await compare(before, { ...before, paths: {} });
  expect(renderComparison(comparison, { colour: false, width: 100 }).match(/GET \/pets/g)).toHaveLength(1);
});

describe('a change that many operations meet', () => {
  const shop = (version: string, kinds: readonly string[]) => {
    const kind = { name: 'kind', in: 'query', schema: { $ref: '#/components/schemas/Kind' } };
    const get = { parameters: [kind], responses: { '204': { description: 'x' } } };
    return {
      openapi: '3.1.0',
      info: { title: 'Shop', version },
      paths: { '/a': { get }, '/b': { get }, '/c': { get } },
      components: { schemas: { Kind: { enum: kinds } } },
    };
  };
  const formats = ['markdown', 'html', 'text'];
  const render = (format: string, input: Awaited<ReturnType<typeof compare>>) =>
    reportFormats.find(({ id }) => id === format)?.render(input, { failOn: 'breaking' }) ??
    renderComparison(input, { colour: false, width: 200, all: true });

  it.each(formats)('counts once in %s, with its places beside it', async (format) => {
    const text = render(format, await compare(shop('1.0.0', ['x', 'y']), shop('2.0.0', ['x'])));
    expect(text).toContain('Shop 2.0.0 breaks the API: 1 breaking change in 3 places since 1.0.0.');
  });

  it.each(formats)('asks for a better version in %s in one place and in plain words', async (format) => {
    const text = render(format, await compare(shop('1.0.0', ['x', 'y']), shop('1.1.0', ['x'])));
    const plea = 'The version only goes from 1.0.0 to 1.1.0, but the release breaks callers: call it 2.0.0.';
    expect(text.split(plea)).toHaveLength(2);
    expect(text).not.toMatch(/major-version-not-bumped|The version went from|declared/);
  });
});

it('goes on below the words of a sentence that a sign begins', async () => {
  const text = renderComparison(await compare(api(['cat', 'dog']), api(['cat'])), { colour: false, width: 40 });
  expect(text).toMatch(/^✖ The query parameter .*\n {2}\S/m);
});

it('names the nearest blind spots: those in operations that changed', async () => {
  const anything = { description: 'x', content: { 'application/json': {} } };
  const read = (limit: number) => ({
    get: {
      parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: limit } }],
      responses: { '200': anything, '201': anything, '202': anything, '203': anything },
    },
  });
  const api = (limit: number) => ({
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: { '/changed': read(limit), '/same': read(5) },
  });
  const comparison = await compare(api(100), api(10));
  const text = renderComparison(comparison, { colour: false, width: 100 });
  expect(text).toMatch(
    /8 places .* say too little to be compared.*\n {2}4 of them lie in operations that changed:\n(?: {4}GET \/changed 20[0-2]\.body: .*\n){3} {4}and 1 more \(--all names them\)\n/,
  );
  expect(text).not.toContain('GET /same');
  const markdown = reportFormats.find(({ id }) => id === 'markdown')?.render(comparison, { failOn: 'breaking' });
  expect(markdown).toMatch(/4 of them lie in operations that changed:\n\n- GET \/changed 200\.body: /);
});

it('names a part that says too little once, and how many more bodies hold it', async () => {
  const api = (limit: number) => ({
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: Object.fromEntries(
      ['/cats', '/dogs', '/owls'].map((path) => [
        path,
        {
          get: {
            responses: {
              '200': {
                description: 'x',
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
              },
            },
          },
        },
      ]),
    ),
    components: {
      schemas: {
        Pet: {
          type: 'object',
          properties: { name: { type: 'string', maxLength: limit }, more: { type: 'object' } },
        },
      },
    },
  });
  const text = renderComparison(await compare(api(1), api(2)), { colour: false, width: 120 });
  expect(text).toMatch(/1 place \(50\.0 % of the API\) says too little to be compared/);
  expect(text).toMatch(
    /\n {4}GET \/cats 200\.body\.more: It is an object that may hold anything\. So it is in 2 other places\.\n/,
  );
});
