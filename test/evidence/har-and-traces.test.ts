import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect, sourceOf } from './sample-api.ts';

interface Entry {
  readonly url: string;
  readonly method?: string;
  readonly postData?: unknown;
  readonly agent?: string;
}

function har(entries: readonly Entry[]): string {
  return JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'Firefox', version: '140' },
      entries: entries.map(({ url, method = 'GET', postData, agent = 'bodhi/2.1' }) => ({
        startedDateTime: '2026-02-10T10:00:00.000+01:00',
        request: {
          method,
          url,
          headers: [
            { name: 'User-Agent', value: agent },
            { name: 'Cookie', value: 'hush' },
          ],
          cookies: [{ name: 'hush', value: 'hush' }],
          ...(postData === undefined ? {} : { postData }),
        },
        response: { status: 200, content: { mimeType: 'application/json', text: '{"owner":"hush"}' } },
      })),
    },
  });
}

describe('an HTTP Archive', () => {
  const post = (body: unknown) => ({
    url: 'https://pkgdb.stg.example.org/packages',
    method: 'POST',
    postData: { mimeType: 'application/json', text: JSON.stringify(body) },
  });

  test('shows which documented names were sent, and nothing of what was read', async () => {
    const body = {
      name: 'bash',
      owners: [{ login: 'hush', hush: 1 }],
      labels: { hush: { colour: 1 } },
      git: 1,
      hush: 2,
    };
    const { batch, files } = await collect([
      sourceOf('run.har', har([post(body), { url: 'https://pkgdb.example.org/api/v1/packages?limit=3&hush=1' }])),
    ]);
    expect(files[0]?.format).toBe('har');
    expect(batch.source).toBe('har');
    expect(
      batch.uses.map(({ consumer, environment, operation, fields }) => [
        consumer,
        environment,
        operation,
        fields?.sent,
      ]),
    ).toEqual([
      ['bodhi', 'production', 'GET /packages', [['query', 'limit']]],
      [
        'bodhi',
        'staging',
        'POST /packages',
        [
          ['body', 'git'],
          ['body', 'labels'],
          ['body', 'labels', '{*}'],
          ['body', 'labels', '{*}', 'colour'],
          ['body', 'name'],
          ['body', 'owners'],
          ['body', 'owners', '[]', 'login'],
        ],
      ],
    ]);
    for (const { fields } of batch.uses) {
      expect(fields).toMatchObject({ read: [], complete: { sent: false, query: true, read: false } });
    }
    expect(JSON.stringify(batch)).not.toContain('hush');
  });

  test('calls of a browser to other hosts are no calls of the service, unless its environment is named', async () => {
    const content = har([{ url: 'https://cdn.example.org/packages' }, { url: 'http://localhost:8080/packages' }]);
    const { batch } = await collect([sourceOf('run.har', content)]);
    expect([batch.uses, batch.notes]).toEqual([[], ['2 requests were to other services or hosts.']]);
    const named = await collect([sourceOf('run.har', content)], { environment: 'staging' });
    expect(named.batch.uses.map(({ environment, requests }) => [environment, requests])).toEqual([['staging', 2]]);
  });

  test('keeps how calls were answered, and a request that was cut off is one without an answer', async () => {
    const content = har([{ url: 'https://pkgdb.example.org/packages' }]);
    const cut = await collect([sourceOf('a.har', content.replace('"status":200', '"status":0'))]);
    expect(cut.batch.uses).toMatchObject([{ answers: [{ status: 0, requests: 1 }] }]);
    const refused = await collect([sourceOf('a.har', content.replace('"status":200', '"status":422'))]);
    expect(refused.batch.uses).toMatchObject([
      { answers: [{ status: 422, requests: 1, lastSeen: '2026-02-10T09:00:00.000Z' }] },
    ]);
  });

  test('counts once, and is told from what it is not', async () => {
    const content = har([{ url: 'https://pkgdb.example.org/packages' }]);
    const { batch } = await collect([sourceOf('a.har', content), sourceOf('copy.har', content)]);
    expect(batch.uses[0]?.requests).toBe(1);
    await expect(collect([sourceOf('a.har', '{"log":{}}')], { format: 'har' })).rejects.toThrow(
      'a.har is no HTTP Archive: it has no log.entries.',
    );
    await expect(collect([sourceOf('a.har', content.slice(0, -9))])).rejects.toThrow('it is not JSON');
    const log = '192.0.2.7 - - [10/Feb/2026:09:00:00 +0000] "GET /packages HTTP/1.1" 200 512 "-" "bodhi/2.1"\n';
    await expect(collect([sourceOf('a.har', content), sourceOf('access.log', log)])).rejects.toThrow(
      'access.log is of another kind (access log) than what was named before it (har).',
    );
  });
});

interface SpanMade {
  readonly id: string;
  readonly parent?: string;
  readonly kind: 2 | 3 | 'SPAN_KIND_SERVER' | 'SPAN_KIND_CLIENT';
  readonly attributes: Readonly<Record<string, string | number>>;
}

const keyValues = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));

function request(resource: Readonly<Record<string, string>>, spans: readonly SpanMade[]) {
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [
          {
            scope: { name: 'http' },
            spans: spans.map(({ id, parent, kind, attributes }) => ({
              traceId: 'a1',
              spanId: id,
              ...(parent === undefined ? {} : { parentSpanId: parent }),
              name: 'GET',
              kind,
              startTimeUnixNano: '1770714000500000000',
              attributes: keyValues(attributes),
            })),
          },
        ],
      },
    ],
  };
}

const server = (id: string, parent?: string): SpanMade => ({
  id,
  ...(parent === undefined ? {} : { parent }),
  kind: 2,
  attributes: {
    'http.request.method': 'GET',
    'url.path': '/api/v1/packages/bash',
    'url.query': 'page=1&hush=2',
    'http.route': '/packages/:name',
    'user_agent.original': 'python-requests/2.31',
    'client.address': '192.0.2.9',
    'http.response.status_code': 200,
  },
});
const client = (id: string): SpanMade => ({
  id,
  kind: 'SPAN_KIND_CLIENT',
  attributes: {
    'http.method': 'GET',
    'http.url': 'https://user:hush@pkgdb.example.org/api/v1/packages/bash?page=1',
    'http.status_code': 200,
  },
});
const pkgdb = { 'service.name': 'pkgdb', 'deployment.environment.name': 'staging' };
const nightly = { 'service.name': 'nightly-job', 'service.version': '7.1', 'deployment.environment': 'production' };

describe('OpenTelemetry spans', () => {
  const lines = (...requests: readonly unknown[]) => requests.map((one) => `${JSON.stringify(one)}\n`).join('');

  test('the halves of a call count once, whichever comes first: the path from one, the caller from the other', async () => {
    const halves = [request(nightly, [client('c1')]), request(pkgdb, [server('s1', 'c1')])];
    for (const content of [
      lines(...halves),
      lines(...halves.toReversed()),
      JSON.stringify({ resourceSpans: halves.flatMap(({ resourceSpans }) => resourceSpans) }),
      JSON.stringify({ resourceSpans: halves.flatMap(({ resourceSpans }) => resourceSpans) }, null, 2),
    ]) {
      const { batch } = await collect([sourceOf('spans.json', content)]);
      expect(batch.uses).toMatchObject([
        {
          consumer: 'nightly',
          callerName: 'nightly-job',
          callerVersion: '7.1',
          callerEnvironment: 'production',
          environment: 'staging',
          operation: 'GET /packages/{name}',
          fields: { sent: [['query', 'page']] },
          requests: 1,
          lastSeen: '2026-02-10T09:00:00.500Z',
          source: 'trace',
        },
      ]);
      expect(JSON.stringify(batch.uses)).not.toContain('hush');
    }
    const apart = await collect(halves.map((half, index) => sourceOf(`${index}.json`, lines(half))));
    expect(apart.batch.uses.map(({ requests }) => requests)).toEqual([1]);
  });

  test('how a call was answered is what the service’s half says; where none says, it is not known', async () => {
    const failed = {
      ...server('s1', 'c1'),
      attributes: { ...server('s1').attributes, 'http.response.status_code': 410 },
    };
    const both = lines(request(nightly, [client('c1')]), request(pkgdb, [failed]));
    const paired = await collect([sourceOf('spans.json', both)]);
    expect(paired.batch.uses).toMatchObject([{ requests: 1, answers: [{ status: 410, requests: 1 }] }]);
    const { 'http.status_code': _, ...silent } = client('c1').attributes;
    const quiet = await collect([
      sourceOf('spans.json', lines(request(nightly, [{ ...client('c1'), attributes: silent }]))),
    ]);
    expect(quiet.batch.uses).toMatchObject([{ requests: 1, answers: null }]);
  });

  test('a whole target without a query shows that none was sent, a path alone does not', async () => {
    const sentBy = async (attributes: SpanMade['attributes']) => {
      const span: SpanMade = { id: 's5', kind: 2, attributes: { 'http.request.method': 'GET', ...attributes } };
      return (await collect([sourceOf('spans.json', lines(request(pkgdb, [span])))])).batch.uses[0]?.fields;
    };
    const none = { sent: [], read: [], complete: { sent: false, query: true, read: false } };
    expect(await sentBy({ 'http.target': '/packages' })).toEqual(none);
    expect(await sentBy({ 'url.full': 'https://pkgdb.example.org/packages' })).toEqual(none);
    expect(await sentBy({ 'url.path': '/packages', 'url.query': 'hush=1' })).toEqual(none);
    expect(await sentBy({ 'url.path': '/packages' })).toBeNull();
    expect(await sentBy({ 'http.route': '/packages' })).toBeNull();
  });

  test('each half alone is evidence, with the older names and the newer', async () => {
    const alone = async (one: unknown) => (await collect([sourceOf('spans.json', lines(one))])).batch.uses;
    expect(await alone(request(nightly, [client('c1')]))).toMatchObject([
      { consumer: 'nightly', environment: 'production', requests: 1 },
    ]);
    expect(await alone(request(pkgdb, [server('s1'), server('s2', 'elsewhere')]))).toMatchObject([
      { consumer: null, callerName: 'python-requests', environment: 'staging', requests: 2 },
    ]);
    const older: SpanMade = {
      id: 's3',
      kind: 'SPAN_KIND_SERVER',
      attributes: { 'http.method': 'GET', 'http.target': '/packages?limit=1', 'http.host': 'pkgdb.example.org' },
    };
    expect(await alone(request({ 'service.name': 'pkgdb' }, [older]))).toMatchObject([
      { operation: 'GET /packages', environment: 'production' },
    ]);
    const route: SpanMade = {
      id: 's4',
      kind: 2,
      attributes: { 'http.request.method': 'GET', 'http.route': '/packages/:id' },
    };
    expect(await alone(request(pkgdb, [route]))).toMatchObject([{ operation: 'GET /packages/{name}' }]);
  });

  test('what another service answered is not ours, nor is its caller’s half, and its name is said', async () => {
    const content = lines(
      request({ 'service.name': 'pkgdb-api' }, [server('s1', 'c1'), server('s2')]),
      request(nightly, [client('c1')]),
    );
    const { batch } = await collect([sourceOf('spans.json', content)]);
    expect([batch.uses, batch.notes]).toEqual([
      [],
      ['Spans of pkgdb-api were left out: if one of them is pkgdb, name it under services.pkgdb.seenAs.'],
    ]);
  });

  test('in whatever order and pieces the spans come, it is the same evidence', async () => {
    const spans = [
      request(nightly, [client('c1')]),
      request(pkgdb, [server('s1', 'c1')]),
      request(pkgdb, [server('s2', 'c2')]),
      request(nightly, [client('c2'), client('c3')]),
      request(pkgdb, [server('s4')]),
    ];
    const expected = (await collect([sourceOf('a', lines(...spans))])).batch.uses;
    expect(expected.reduce((sum, { requests }) => sum + requests, 0)).toBe(4);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(spans, { minLength: spans.length }),
        fc.integer({ min: 1, max: 5000 }),
        async (order, size) => {
          expect((await collect([sourceOf('b', lines(...order), size)])).batch.uses).toEqual(expected);
        },
      ),
      { numRuns: 25, seed: 4 },
    );
  });

  test('what holds no spans is said', async () => {
    await expect(collect([sourceOf('spans.json', '{"spans":[]}\n')], { format: 'otlp' })).rejects.toThrow(
      'spans.json holds no OpenTelemetry spans as JSON.',
    );
    const { batch } = await collect([sourceOf('spans.json', `${lines(request(pkgdb, [server('s1')]))}{"x":1}\n`)]);
    expect(batch.notes).toContain('spans.json: 1 of 2 lines hold no spans.');
  });
});
