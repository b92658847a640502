import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallerQuestion } from '../../src/announce/index.ts';
import { channelOf, type Receipt } from '../../src/channels/index.ts';
import { shift } from '../announce/pkgdb-release.ts';
import { ann, deadPort, json, message, moved, newThread, type Played, playServer, room, sender } from './to-channel.ts';

const slack = channelOf('slack');
const token = 'xoxb-test-token';

const question: CallerQuestion = {
  key: 'f8a7a371',
  askedAt: '2026-02-24T09:00:00.000Z',
  by: 'Ann Example',
  why: null,
  name: 'curl',
  requests: 8,
  lastSeen: '2026-02-23T09:00:00.000Z',
  operations: ['GET /packages'],
  breaking: ['GET /packages'],
  guess: null,
};

interface Post {
  readonly ts: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly reply_broadcast?: boolean;
  readonly blocks: readonly { readonly type: string; readonly text?: { readonly text: string } }[];
  readonly edited?: unknown;
}

describe('Slack, on an emulated workspace', () => {
  let workspace: Emulator;
  beforeAll(async () => {
    workspace = await createEmulator({
      service: 'slack',
      port: await deadPort(),
      seed: {
        slack: {
          channels: [
            { name: 'infra' },
            { name: 'second' },
            { name: 'third' },
            { name: 'fourth' },
            { name: 'fifth' },
            { name: 'sixth' },
          ],
          bots: [{ name: 'tocsin' }],
        },
      },
    });
  });
  afterAll(() => workspace.close());

  async function call(method: string, body: Record<string, unknown>): Promise<Record<string, never>> {
    const answer = await fetch(`${workspace.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, never>;
  }
  async function channelId(name: string): Promise<string> {
    const { channels } = (await call('conversations.list', {})) as unknown as {
      channels: { id: string; name: string }[];
    };
    return channels.find((channel) => channel.name === name)!.id;
  }
  async function posts(name: string): Promise<readonly Post[]> {
    const answer = await call('conversations.history', { channel: await channelId(name) });
    return (answer as unknown as { messages: Post[] }).messages.filter(({ blocks }) => blocks !== undefined);
  }
  async function threadOf(name: string, ts: string): Promise<readonly Post[]> {
    const answer = await call('conversations.replies', { channel: await channelId(name), ts });
    return (answer as unknown as { messages: Post[] }).messages.filter((post) => post.ts !== ts);
  }
  const connect = () => slack.connect({ token, apiUrl: `${workspace.url}/api/`, timeoutSeconds: 10 });

  async function deliver(
    to: string,
    changes: Parameters<typeof message>[1] = {},
    thread: { first: Receipt | null; mayHaveBeenSent?: boolean } = { first: null },
  ): Promise<Receipt> {
    const context = { ...newThread, latest: thread.first, ...thread };
    const connection = connect();
    const rendered = slack.render(message({ ...room, address: await channelId(to) }, changes), context, sender);
    const outcome = await connection.deliver(rendered, context);
    await connection.close();
    if (outcome.outcome !== 'delivered') throw new Error(outcome.because);
    return outcome.receipt;
  }

  test('a channel sees one post for the release, with the wording in its thread, and the post follows a move', async () => {
    const first = await deliver('infra');
    const [parent, ...others] = await posts('infra');
    expect(others).toEqual([]);
    expect(parent!.text).toContain('pkgdb 2.0 breaks the API on Thu 12 Mar 2026 14:00 UTC');
    const said = JSON.stringify(parent!.blocks);
    expect(said).toContain('[API BREAK] pkgdb 2.0');
    expect(said).toContain('<!date^1773324000^{date_long_pretty} at {time}|Thu 12 Mar 2026 14:00 UTC>');
    expect(said).toContain('"action_id":"tocsin_understood"');
    expect(said).toContain('"value":"pkgdb-2.0"');
    expect(JSON.stringify(await threadOf('infra', parent!.ts))).toContain('Read `collaborators` instead');

    await deliver('infra', moved, { first });
    const after = await posts('infra');
    expect(after.map(({ ts }) => ts)).toEqual([parent!.ts]);
    expect(after[0]!.text).toContain('MOVED from Thu 12 Mar 2026 14:00 UTC to Thu 19 Mar 2026 14:00 UTC');
    const thread = await threadOf('infra', parent!.ts);
    expect(thread.at(-1)).toMatchObject({ reply_broadcast: true });
    expect(JSON.stringify(thread.at(-1)!.blocks)).toContain('Thursday 19 March 2026');
  });

  test('a reminder is seen in the channel, and the post that it changes counts no days', async () => {
    const first = await deliver('sixth');
    const notice = JSON.stringify((await posts('sixth'))[0]!.blocks);
    await deliver('sixth', { kind: 'reminder', step: 'reminder-7', now: '2026-03-05T14:00:00.000Z' }, { first });
    const [parent] = await posts('sixth');
    const said = JSON.stringify(parent!.blocks);
    expect(said).toContain('*REMINDER:*');
    for (const lasting of [notice, said]) expect(lasting).not.toMatch(/days (left|from now)|tomorrow/);
    // Who has understood is told under the post as it is, and by a reminder as it was then.
    expect(notice).toContain('Press “Understood”');
    expect(notice).not.toMatch(/\d of \d+ teams/);
    const thread = await threadOf('sixth', parent!.ts);
    expect(thread[0]!.reply_broadcast).not.toBe(true);
    expect(thread.at(-1)).toMatchObject({ reply_broadcast: true });
  });

  test('a post whose fate is not known is found and completed instead of posted again', async () => {
    await deliver('second');
    const before = await posts('second');
    const thread = await threadOf('second', before[0]!.ts);
    await deliver('second', {}, { first: null, mayHaveBeenSent: true });
    expect((await posts('second')).map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts));
    expect((await threadOf('second', before[0]!.ts)).map(({ ts }) => ts)).toEqual(thread.map(({ ts }) => ts));
  });

  test('a post that somebody deleted is made anew', async () => {
    const first = await deliver('third');
    await call('chat.delete', { channel: first.detail.channel, ts: first.detail.ts });
    const second = await deliver('third', moved, { first });
    expect(second.detail.ts).not.toBe(first.detail.ts);
    expect((await posts('third')).at(0)!.text).toContain('MOVED');
  });

  test('a cancelled release asks nobody to understand any more', async () => {
    const first = await deliver('fourth');
    await deliver('fourth', { kind: 'cancelled', why: 'it is not ready' }, { first });
    const [parent] = await posts('fourth');
    expect(JSON.stringify(parent!.blocks)).toContain('CANCELLED: [API BREAK] pkgdb 2.0');
    expect(JSON.stringify(parent!.blocks)).not.toContain('tocsin_understood');
  });

  test('the question whose a caller is leaves the release’s post alone, and is answered by its own button', async () => {
    const first = await deliver('fifth');
    const before = (await posts('fifth'))[0];
    await deliver('fifth', { kind: 'caller-question', caller: question });
    const [after, asked] = (await posts('fifth')).toSorted((a, b) => a.ts.localeCompare(b.ts));
    expect(after).toEqual(before);
    expect(after!.ts).toBe(first.detail.ts);
    const said = JSON.stringify(asked!.blocks);
    expect(said).toContain('is curl yours?');
    expect(said).toContain('Ann Example thinks that');
    expect(said).toContain('"action_id":"tocsin_claim_caller"');
    expect(said).toContain('"value":"f8a7a371"');
    expect(said).not.toContain('tocsin_understood');
    expect(await threadOf('fifth', asked!.ts)).toEqual([]);
  });

  test('a channel that does not exist is refused by name, with what to do', async () => {
    const connection = connect();
    const rendered = slack.render(message({ ...room, address: 'C0NOWHERE' }), newThread, sender);
    expect(await connection.deliver(rendered, newThread)).toMatchObject({
      outcome: 'refused',
      because: expect.stringContaining('C0NOWHERE'),
      hint: expect.stringContaining('catalogue'),
    });
  });

  test('the check says whom Slack takes us for', async () => {
    expect(await connect().check()).toMatchObject({ ok: true });
  });
});

describe('Slack, when it says no', () => {
  let server: Played | undefined;
  const deliverTo = async (apiUrl: string) => {
    const connection = slack.connect({ token, apiUrl, timeoutSeconds: 5 });
    return connection.deliver(slack.render(message(room), newThread, sender), newThread);
  };

  test.each([
    [
      'ratelimited with Retry-After 30',
      429,
      { ok: false, error: 'ratelimited' },
      { outcome: 'later', retryAfterSeconds: 30 },
    ],
    ['a server fault', 503, { ok: false }, { outcome: 'later' }],
    ['internal_error', 200, { ok: false, error: 'internal_error' }, { outcome: 'later' }],
    [
      'a wrong token',
      200,
      { ok: false, error: 'invalid_auth' },
      { outcome: 'refused', hint: expect.stringContaining('token') },
    ],
    [
      'not in the channel',
      200,
      { ok: false, error: 'not_in_channel' },
      { outcome: 'refused', hint: expect.stringContaining('Invite') },
    ],
    [
      'a missing scope',
      200,
      { ok: false, error: 'missing_scope' },
      { outcome: 'refused', hint: expect.stringContaining('scope') },
    ],
  ])('%s', async (_, status, body, expected) => {
    server = await playServer((_request, response) => json(response, status, body, { 'retry-after': '30' }));
    const outcome = await deliverTo(`${server.url}/api/`);
    expect(outcome).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain(token);
    await server.close();
  });

  test('nobody listens', async () => {
    expect(await deliverTo(`http://127.0.0.1:${await deadPort()}/api/`)).toMatchObject({ outcome: 'later' });
  });
});

describe('A hold sent by Slack', () => {
  test('has a button that names the shift', () => {
    const held = message({ ...ann, channel: 'slack', address: 'U0ANN' }, { kind: 'roster-call', shift });
    const { parent } = slack.render(held, newThread, sender) as { parent: object };
    expect(JSON.stringify(parent)).toContain(`"action_id":"tocsin_ack_shift"`);
    expect(JSON.stringify(parent)).toContain('"value":"pkgdb-2.0/releng/1"');
  });
});
