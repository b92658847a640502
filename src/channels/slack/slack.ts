// Slack through Bolt's client. A post cannot be made twice under one id, so where an earlier attempt may have arrived
// the channel's history is read first and what is there already is not posted again.

import type { App } from '@slack/bolt';
import { z } from 'zod';
import { cleanText } from '../../announce/index.ts';
import type { Channel, Connection, DeliveryOutcome, Receipt } from '../channel.ts';
import {
  parentEvent,
  type RenderedSlack,
  renderSlack,
  replyEvent,
  type SlackPost,
  slackLimits,
} from './render-slack.ts';
import { slackPreview, slackText } from './slack-preview.ts';

const settings = z.strictObject({
  /** Bot token, `xoxb-…`; scopes: chat:write, channels:read, channels:history, groups:read, groups:history, im:write. */
  token: z.string().min(1),
  /** Only for a proxy or a test; Slack's own otherwise. */
  apiUrl: z.url().default('https://slack.com/api/'),
  timeoutSeconds: z.number().positive().max(300).default(30),
});

export type SlackSettings = z.infer<typeof settings>;
type Client = App['client'];

export const slack: Channel<SlackSettings, RenderedSlack> = {
  id: 'slack',
  title: 'Slack',
  address: /^(#?[^\s#@,<>:]{1,80}|[CDGUW][A-Z0-9]{2,})$/u,
  settings: settings as z.ZodType<SlackSettings>,
  limits: slackLimits,
  render: renderSlack,
  async artefact({ channel, parent, replies, broadcast, updatesParent }) {
    const calls = [
      { method: updatesParent ? 'chat.update' : 'chat.postMessage', body: { channel, ...parent } },
      ...replies.map((reply, index) => ({
        method: 'chat.postMessage',
        body: { channel, thread: 'of the message above', ...reply, reply_broadcast: broadcast && index === 0 },
      })),
    ];
    return {
      extension: '.slack.json',
      contentType: 'application/json',
      content: `${JSON.stringify({ calls }, null, 2)}\n`,
    };
  },
  preview: slackPreview,
  text: slackText,
  identify: () => null,
  connect,
};

function connect(to: SlackSettings): Connection<RenderedSlack> {
  let opened: Promise<Client> | undefined;
  const client = (): Promise<Client> => {
    opened ??= openClient(to);
    return opened;
  };

  return {
    async deliver(rendered, thread) {
      try {
        const api = await client();
        const { parent, posted } = await putParent(api, rendered, thread.first, thread.mayHaveBeenSent);
        const there = posted ? new Set<string>() : await repliesThere(api, parent, thread.mayHaveBeenSent);
        let last = parent.ts;
        for (const [index, reply] of rendered.replies.entries()) {
          if (there.has(markOf(reply))) continue;
          const answer = await api.chat.postMessage({
            channel: parent.channel,
            thread_ts: parent.ts,
            unfurl_links: false,
            unfurl_media: false,
            ...bodyOf(reply),
            ...(rendered.broadcast && index === 0 ? { reply_broadcast: true } : {}),
          } as Parameters<Client['chat']['postMessage']>[0]);
          last = answer.ts ?? last;
        }
        const url = await api.chat
          .getPermalink({ channel: parent.channel, message_ts: parent.ts })
          .then(({ permalink }) => permalink ?? null)
          .catch(() => null);
        return {
          outcome: 'delivered',
          receipt: { id: last, url, detail: { channel: parent.channel, ts: parent.ts } },
        };
      } catch (error) {
        return explain(error, rendered.channel, to);
      }
    },
    async check() {
      try {
        const { user, team } = await (await client()).auth.test();
        return { ok: true, because: `Slack knows the token as ${user} in ${team}.` };
      } catch (error) {
        const outcome = explain(error, 'auth.test', to);
        return { ok: false, because: outcome.outcome === 'delivered' ? '' : outcome.because };
      }
    },
    async close() {},
  };
}

async function openClient({ token, apiUrl, timeoutSeconds }: SlackSettings): Promise<Client> {
  // Loaded when first spoken to: it brings a web server along that most commands never need.
  const { App: BoltApp, LogLevel } = await import('@slack/bolt');
  const silent = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    setName() {},
    getLevel: () => LogLevel.ERROR,
  };
  const app = new BoltApp({
    token,
    tokenVerificationEnabled: false,
    // It only speaks; what Slack sends to us comes in by the web server's own receiver.
    receiver: { init() {}, start: async () => undefined, stop: async () => undefined },
    logger: silent,
    clientOptions: {
      slackApiUrl: apiUrl,
      allowAbsoluteUrls: false,
      // Waiting and trying again is the outbox's business.
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      timeout: timeoutSeconds * 1000,
      logger: silent,
    },
  });
  return app.client;
}

interface Parent {
  readonly channel: string;
  readonly ts: string;
}

/** Updates the release's message in the channel, or posts it where there is none; `posted` says that it is new. */
async function putParent(
  api: Client,
  { channel, parent }: RenderedSlack,
  first: Receipt | null,
  mayHaveBeenSent: boolean,
): Promise<{ readonly parent: Parent; readonly posted: boolean }> {
  const known =
    first?.detail.ts !== undefined && first.detail.channel !== undefined
      ? { channel: first.detail.channel, ts: first.detail.ts }
      : mayHaveBeenSent
        ? await findParent(api, channel, parent)
        : null;
  if (known !== null) {
    try {
      await api.chat.update({ ...known, ...bodyOf(parent) } as Parameters<Client['chat']['update']>[0]);
      return { parent: known, posted: false };
    } catch (error) {
      // Somebody deleted it, or the token now belongs to another app: the release gets a new one.
      if (!['message_not_found', 'cant_update_message'].includes(slackErrorOf(error) ?? '')) throw error;
    }
  }
  const answer = await api.chat.postMessage({
    channel,
    unfurl_links: false,
    unfurl_media: false,
    ...bodyOf(parent),
  } as Parameters<Client['chat']['postMessage']>[0]);
  return { parent: { channel: answer.channel ?? channel, ts: answer.ts ?? '' }, posted: true };
}

/** Among the channel's last thousand messages, newest first. */
async function findParent(api: Client, address: string, parent: SlackPost): Promise<Parent | null> {
  const channel = await channelId(api, address);
  if (channel === null) return null;
  let cursor: string | undefined;
  for (let page = 0; page < 5; page += 1) {
    const answer = await api.conversations.history({
      channel,
      limit: 200,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = answer.messages?.find((message) => markOfMessage(message) === markOf(parent));
    if (found?.ts !== undefined) return { channel, ts: found.ts };
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return null;
}

async function repliesThere(api: Client, { channel, ts }: Parent, mayHaveBeenSent: boolean): Promise<Set<string>> {
  const marks = new Set<string>();
  if (!mayHaveBeenSent) return marks;
  let cursor: string | undefined;
  do {
    const answer = await api.conversations.replies({
      channel,
      ts,
      limit: 200,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const message of answer.messages ?? []) marks.add(markOfMessage(message));
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return marks;
}

/** History is asked for by id; people write names. Null where no channel of that name can be seen. */
async function channelId(api: Client, address: string): Promise<string | null> {
  if (/^[UW][A-Z0-9]{2,}$/.test(address)) return (await api.conversations.open({ users: address })).channel?.id ?? null;
  if (/^[CDG][A-Z0-9]{2,}$/.test(address)) return address;
  const name = address.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const answer = await api.conversations.list({
      limit: 1000,
      exclude_archived: true,
      types: 'public_channel,private_channel',
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = answer.channels?.find((channel) => channel.name === name);
    if (found?.id !== undefined) return found.id;
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

/** Copies, so that the client may do with them what it likes. */
function bodyOf({ text, blocks, metadata }: SlackPost): object {
  return structuredClone({ text, blocks, metadata });
}

function markOf({ metadata }: SlackPost): string {
  return JSON.stringify([metadata.event_type, Object.entries(metadata.event_payload).toSorted()]);
}

function markOfMessage(message: object): string {
  const { metadata } = message as { metadata?: { event_type?: string; event_payload?: Record<string, unknown> } };
  if (metadata?.event_type !== parentEvent && metadata?.event_type !== replyEvent) return '';
  return JSON.stringify([metadata.event_type, Object.entries(metadata.event_payload ?? {}).toSorted()]);
}

function slackErrorOf(error: unknown): string | null {
  const data = (error as { data?: { error?: unknown } }).data;
  return typeof data?.error === 'string' ? data.error : null;
}

const hints: Readonly<Record<string, string>> = {
  channel_not_found: 'Correct the channel in the catalogue, or invite the app if the channel is private.',
  not_in_channel: 'Invite the app to the channel: /invite, then its name.',
  is_archived: 'Name another channel in the catalogue, or unarchive this one.',
  missing_scope: 'Grant the app the scope that it lacks (see the docs of the Slack channel) and install it again.',
  restricted_action: 'Let the app post in this channel, in the channel’s settings.',
  invalid_blocks: 'This is a fault of tocsin or of a template: please report it.',
  msg_too_long: 'Shorten the template.',
};
const credentials = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'org_login_required',
  'team_access_not_granted',
];
const passing = [
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
];

function explain(error: unknown, channel: string, to: SlackSettings): DeliveryOutcome {
  const where = cleanText(channel, 80);
  const host = new URL(to.apiUrl).host;
  const { retryAfter, statusCode, message } = error as { retryAfter?: number; statusCode?: number; message?: string };
  if (typeof retryAfter === 'number') {
    return {
      outcome: 'later',
      because: `Slack asks for ${retryAfter} seconds of patience.`,
      retryAfterSeconds: retryAfter,
    };
  }
  const code = slackErrorOf(error);
  if (code !== null) {
    const named = cleanText(code, 80);
    if (passing.includes(code)) {
      return { outcome: 'later', because: `Slack cannot take it now (${named}).`, retryAfterSeconds: null };
    }
    return credentials.includes(code)
      ? {
          outcome: 'refused',
          because: `Slack does not accept the token (${named}).`,
          hint: 'Give a valid bot token (xoxb-…) in the settings of the Slack channel, then run `tocsin doctor`.',
        }
      : {
          outcome: 'refused',
          because: `Slack refused the message to ${where} (${named}).`,
          hint: hints[code] ?? 'Look the error up in Slack’s documentation of chat.postMessage.',
        };
  }
  if (statusCode !== undefined && statusCode < 500) {
    return {
      outcome: 'refused',
      because: `${host} answered with HTTP ${statusCode}, as Slack does not.`,
      hint: 'Check `apiUrl` in the settings of the Slack channel.',
    };
  }
  const reason =
    statusCode === undefined ? cleanText((message ?? '').replaceAll(to.token, '…'), 200) : `HTTP ${statusCode}`;
  const because = `Slack at ${host} cannot be reached: ${reason}`;
  return { outcome: 'later', because, retryAfterSeconds: null, isAway: true };
}
