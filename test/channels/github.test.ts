import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channelOf, type Receipt } from '../../src/channels/index.ts';
import { comparison, compatible, findings } from '../announce/pkgdb-release.ts';
import { deadPort, json, message, moved, newThread, playServer, repository, sender } from './to-channel.ts';

const github = channelOf('github');
const token = 'ghp_test_token';

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly comments: number;
}

describe('The agenda issue, on an emulated GitHub', () => {
  let hub: Emulator;
  beforeAll(async () => {
    hub = await createEmulator({
      service: 'github',
      port: await deadPort(),
      seed: {
        tokens: { [token]: { login: 'tocsin', scopes: ['repo'] } },
        github: {
          users: [{ login: 'tocsin' }],
          orgs: [{ login: 'example' }],
          repos: ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => ({ owner: 'tocsin', name })),
        },
      },
    });
  });
  afterAll(() => hub.close());

  async function api<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${hub.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  }
  const issues = (repo: string) => api<Issue[]>('GET', `/repos/tocsin/${repo}/issues?state=all`);
  const comments = (repo: string, number: number) =>
    api<{ body: string }[]>('GET', `/repos/tocsin/${repo}/issues/${number}/comments`);

  async function deliver(
    repo: string,
    changes: Parameters<typeof message>[1] = {},
    thread: { first: Receipt | null; mayHaveBeenSent?: boolean } = { first: null },
  ): Promise<Receipt> {
    const context = { ...newThread, latest: thread.first, ...thread };
    const connection = github.connect({ token, apiUrl: hub.url, pace: 'none', timeoutSeconds: 10 });
    const item = message({ ...repository, address: `tocsin/${repo}` }, { kind: 'agenda', ...changes });
    const outcome = await connection.deliver(github.render(item, context, sender), context);
    if (outcome.outcome !== 'delivered') throw new Error(outcome.because);
    return outcome.receipt;
  }

  test('says what breaks and when, and is one issue through a move, which alone is commented on', async () => {
    const first = await deliver('one');
    const [issue, ...others] = await issues('one');
    expect(others).toEqual([]);
    expect(issue!.title).toBe('[API BREAK] pkgdb 2.0 on Thu 12 Mar 2026 14:00 UTC');
    expect(issue!.body).toContain('**breaks the API**');

    await deliver('one', { understood: ['releng'] }, { first });
    expect((await issues('one'))[0]!.body).toContain('1 of 2 said "understood"');
    expect(await comments('one', issue!.number)).toEqual([]);

    await deliver('one', moved, { first });
    const after = await issues('one');
    expect(after.map(({ number }) => number)).toEqual([issue!.number]);
    expect(after[0]!.title).toBe('[API BREAK] pkgdb 2.0 on Thu 19 Mar 2026 14:00 UTC');
    const said = await comments('one', issue!.number);
    expect(said).toHaveLength(1);
    expect(said[0]!.body).toContain('MOVED from Thu 12 Mar 2026 14:00 UTC to Thu 19 Mar 2026 14:00 UTC');
  });

  test('is found again after a lost reply, and not commented on twice', async () => {
    await deliver('two');
    await deliver('two', {}, { first: null, mayHaveBeenSent: true });
    expect(await issues('two')).toHaveLength(1);
    await deliver('two', moved, { first: null, mayHaveBeenSent: true });
    // As if the process had been stopped between its comment and the update of the body.
    const [issue] = await issues('two');
    const before = (await comments('two', issue!.number)).length;
    await api('PATCH', `/repos/tocsin/two/issues/${issue!.number}`, {
      body: issue!.body.replace(/<!-- tocsin-state:\S+ -->/, ''),
    });
    await deliver('two', moved, { first: null, mayHaveBeenSent: true });
    expect(await comments('two', issue!.number)).toHaveLength(before);
    expect(await issues('two')).toHaveLength(1);
  });

  test('keeps what people wrote around our part', async () => {
    const first = await deliver('three');
    const [issue] = await issues('three');
    await api('PATCH', `/repos/tocsin/three/issues/${issue!.number}`, {
      body: `Before.\n\n${issue!.body}\n\n- [ ] ask releng`,
    });
    await deliver('three', moved, { first });
    const [after] = await issues('three');
    expect(after!.body).toMatch(/^Before\./);
    expect(after!.body).toMatch(/- \[ \] ask releng$/);
    expect(after!.body).toContain('Thu 19 Mar 2026 14:00 UTC');
    expect(after!.body).not.toContain('Thursday 12 March 2026, 14:00 UTC');
  });

  test('says when the verdict changed, and is closed with the release', async () => {
    const first = await deliver('four');
    await deliver('four', { comparison: compatible }, { first });
    const [issue] = await issues('four');
    expect(await comments('four', issue!.number)).toHaveLength(1);
    await deliver('four', { kind: 'cancelled', why: 'not ready' }, { first });
    expect((await issues('four'))[0]!.state).toBe('closed');
  });

  const porting = (standing: 'open' | 'climbed', findings: readonly string[]) =>
    ({
      kind: 'porting-issue',
      step: `porting/bodhi/${standing}-${findings.length}`,
      porting: { consumer: 'bodhi', standing, findings },
    }) as const;

  test('a porting issue tells of other findings, is closed when it is climbed, and opened again when it is not', async () => {
    const first = await deliver('five', porting('open', ['f1']));
    await deliver('five', porting('open', ['f1']), { first });
    const [issue] = await issues('five');
    expect(issue!.title).toBe('[API BREAK] pkgdb 2.0 on Thu 12 Mar 2026 14:00 UTC: port bodhi');
    expect(await comments('five', issue!.number)).toEqual([]);
    await deliver('five', porting('open', ['f1', 'f2']), { first });
    expect(await comments('five', issue!.number)).toHaveLength(1);
    await deliver('five', porting('climbed', ['f1', 'f2']), { first });
    expect((await issues('five'))[0]).toMatchObject({ state: 'closed', body: expect.stringContaining('**Done:**') });
    await deliver('five', porting('open', ['f1', 'f2']), { first });
    expect((await issues('five'))[0]!.state).toBe('open');
    expect(await comments('five', issue!.number)).toHaveLength(3);
  });

  test('what people closed stays closed', async () => {
    const first = await deliver('six', porting('open', ['f1']));
    const [issue] = await issues('six');
    await api('PATCH', `/repos/tocsin/six/issues/${issue!.number}`, { state: 'closed' });
    await deliver('six', porting('open', ['f1', 'f2']), { first });
    expect((await issues('six'))[0]!.state).toBe('closed');
  });

  test.each(['someone/else#12', '#12', 'GH-12', '@someone'])('%s in the text of a document pings nothing', (text) => {
    const changed = {
      ...comparison,
      causes: [],
      findings: findings.map((one) => ({ ...one, message: `See ${text}.` })),
    };
    const rendered = github.render(
      message(repository, { kind: 'break-notice', comparison: changed }),
      newThread,
      sender,
    ) as { body: string };
    expect(rendered.body).not.toContain(text);
    expect(rendered.body.replaceAll('\u200b', '')).toContain(text);
  });
});

describe('GitHub, when it says no', () => {
  const deliverTo = async (apiUrl: string) => {
    const connection = github.connect({ token, apiUrl, pace: 'none', timeoutSeconds: 5 });
    const item = message(repository, { kind: 'agenda' });
    return connection.deliver(github.render(item, newThread, sender), newThread);
  };

  test.each([
    ['a wrong token', 401, {}, { outcome: 'refused', hint: expect.stringContaining('token') }],
    ['no permission', 403, {}, { outcome: 'refused', hint: expect.stringContaining('example/agenda') }],
    ['no such repository', 404, {}, { outcome: 'refused', hint: expect.stringContaining('example/agenda') }],
    ['a secondary rate limit', 403, { 'retry-after': '90' }, { outcome: 'later', retryAfterSeconds: 90 }],
    [
      'an exhausted rate limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1773324120', date: 'Thu, 12 Mar 2026 14:00:00 GMT' },
      { outcome: 'later', retryAfterSeconds: 120 },
    ],
    ['a server fault', 502, {}, { outcome: 'later' }],
  ])('%s', async (_, status, headers, expected) => {
    const server = await playServer((_request, response) =>
      json(response, status, { message: `no ${token}` }, headers as Record<string, string>),
    );
    const outcome = await deliverTo(server.url);
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain(token);
    await server.close();
  });

  test('a creation that failed is not tried again before it was looked for', async () => {
    const server = await playServer(({ method }, response) =>
      method === 'GET' ? json(response, 200, []) : json(response, 502, { message: 'bad gateway' }),
    );
    expect(await deliverTo(server.url)).toMatchObject({ outcome: 'later' });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    await server.close();
  });

  test('nobody listens', async () => {
    expect(await deliverTo(`http://127.0.0.1:${await deadPort()}`)).toMatchObject({ outcome: 'later' });
  });
});
