// A message as Slack posts it: one parent for the release in each channel, which always says how things stand and is
// updated in place, and the whole wording in its thread, since an edit notifies nobody. Each post carries metadata by
// which it is found again when it is not known whether it arrived.

import { createHash } from 'node:crypto';
import { type Block, cleanText, type Message, type MessageKind, parseProse, sayWhen } from '../../announce/index.ts';
import type { ThreadContext } from '../channel.ts';
import { blocksToMrkdwn, escapeMrkdwn, inlinesToMrkdwn } from './mrkdwn.ts';

export const slackLimits = {
  blocks: 50,
  sectionCharacters: 3000,
  headerCharacters: 150,
  textCharacters: 3500,
} as const;

/** What buttons are called in the interactions that Slack sends back; `value` is the release's or the shift's id. */
export const understoodAction = 'tocsin_understood';
export const acknowledgeShiftAction = 'tocsin_ack_shift';
export const claimCallerAction = 'tocsin_claim_caller';

/** The `value` of a claiming button: the caller's key, and after a space the team that is asked, where one is. */
export function claimValue(key: string, team: string | null): string {
  return team === null ? key : `${key} ${team}`;
}

export function readClaim(value: string): { readonly key: string; readonly team: string | null } {
  const [key = '', team = null] = value.split(' ');
  return { key, team };
}

type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
type Mrkdwn = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };
type Button = {
  readonly type: 'button';
  readonly text: PlainText;
  readonly action_id: string;
  readonly value?: string;
  readonly url?: string;
  readonly style?: 'primary';
};

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] };

export interface SlackPost {
  /** The fallback that notifications and screen readers use; never empty. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly metadata: { readonly event_type: string; readonly event_payload: Readonly<Record<string, string>> };
}

export interface RenderedSlack {
  /** Channel id or name, or a member's id for a direct message. */
  readonly channel: string;
  readonly parent: SlackPost;
  /** In the parent's thread, in order. */
  readonly replies: readonly SlackPost[];
  /** Shown in the channel too, where its post is there already: an edit notifies nobody, and few follow a thread. */
  readonly broadcast: boolean;
  readonly updatesParent: boolean;
  readonly markdown: string;
}

/** What nobody in the channel may overlook. */
const toldAnew: readonly MessageKind[] = [
  'break-notice',
  'reminder',
  'outage-notice',
  'moved',
  'cancelled',
  'done',
  'rolled-back',
];

export const parentEvent = 'tocsin_release';
export const replyEvent = 'tocsin_message';

export function renderSlack(message: Message, thread: ThreadContext): RenderedSlack {
  const blocks = parseProse(message.markdown);
  return {
    channel: message.recipient.address,
    parent: {
      text: cut(escapeMrkdwn(message.summary), slackLimits.textCharacters),
      blocks: message.caller === undefined ? parentBlocks(message, blocks) : questionBlocks(message, blocks),
      metadata: { event_type: parentEvent, event_payload: { release: message.release, thread: hash(message.thread) } },
    },
    // A question stands whole in its post: it is short, and the button that answers it belongs beside its words.
    replies: message.caller === undefined ? replyPosts(message, blocks) : [],
    broadcast: toldAnew.includes(message.kind) && (thread.first !== null || thread.mayHaveBeenSent),
    updatesParent: thread.first !== null,
    markdown: message.markdown,
  };
}

function parentBlocks(message: Message, blocks: readonly Block[]): readonly SlackBlock[] {
  const over = message.kind === 'cancelled' || message.kind === 'done' || message.kind === 'rolled-back';
  const state = over ? `${message.kind.toUpperCase().replace('-', ' ')}: ` : '';
  const opening = blocks.find((block) => block.is === 'paragraph');
  const facts = blocks.find((block) => block.is === 'list');
  const subject = message.subject.replace(/: [^:\d][^:]*$/, '');
  const buttons: Button[] = [];
  const shift = message.event?.uid.startsWith('shift/') ? message.event.uid.slice('shift/'.length) : null;
  if (!over && (message.asksWord ?? message.verdict === 'breaking')) {
    buttons.push({ ...button(understoodAction, 'Understood'), value: message.release, style: 'primary' });
  }
  if (!over && shift !== null)
    buttons.push({ ...button(acknowledgeShiftAction, 'I keep these hours free'), value: shift });
  if (message.links.release !== null) {
    buttons.push({ ...button('tocsin_open', 'Open the release'), url: message.links.release });
  }
  const parts: readonly SlackBlock[] = [
    { type: 'header', text: plain(cut(cleanText(state + subject), slackLimits.headerCharacters)) },
    ...(opening === undefined ? [] : sections([inlinesToMrkdwn(opening.content)])),
    ...dateLine(message),
    ...(facts === undefined ? [] : sections(blocksToMrkdwn([facts]))),
    ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons } as const]),
  ];
  return parts.slice(0, slackLimits.blocks);
}

function questionBlocks(message: Message, blocks: readonly Block[]): readonly SlackBlock[] {
  const buttons: Button[] = [
    {
      ...button(claimCallerAction, 'It is ours'),
      value: claimValue(message.caller?.key ?? '', message.recipient.team),
      style: 'primary',
    },
  ];
  if (message.links.release !== null) {
    buttons.push({ ...button('tocsin_open', 'Open the release'), url: message.links.release });
  }
  return [
    { type: 'header', text: plain(cut(cleanText(message.subject), slackLimits.headerCharacters)) },
    ...sections(blocksToMrkdwn(blocks)).slice(0, slackLimits.blocks - 2),
    { type: 'actions', elements: buttons },
  ];
}

function replyPosts(message: Message, blocks: readonly Block[]): readonly SlackPost[] {
  const all = [...sections(blocksToMrkdwn(blocks))];
  const posts: SlackPost[] = [];
  // A post's blocks together stay well under what Slack takes in one message.
  while (all.length > 0) {
    const taken: SlackBlock[] = posts.length === 0 ? [...dateLine(message)] : [];
    let characters = 0;
    while (all[0] !== undefined && taken.length < slackLimits.blocks) {
      const length = JSON.stringify(all[0]).length;
      if (taken.length > 1 && characters + length > 12_000) break;
      characters += length;
      taken.push(all.shift()!);
    }
    const part = posts.length + 1;
    posts.push({
      text: cut(
        escapeMrkdwn(part === 1 ? message.summary : `${message.subject} (${part})`),
        slackLimits.textCharacters,
      ),
      blocks: taken,
      metadata: { event_type: replyEvent, event_payload: { key: hash(message.key), part: String(part) } },
    });
  }
  return posts;
}

/** Slack shows the date in each reader's own zone; UTC stands beside it. */
function dateLine({ window }: Message): readonly SlackBlock[] {
  if (window === null) return [];
  const when = sayWhen(window, 'UTC');
  const epoch = Math.floor(Date.parse(window.start) / 1000);
  const local = `<!date^${epoch}^{date_long_pretty} at {time}|${when.short}>`;
  return [
    { type: 'context', elements: [mrkdwn(`${local} where you are, ${escapeMrkdwn(when.short)}, ${when.duration}`)] },
  ];
}

/** Pieces filled into sections, as few as hold them; a piece that is too long for one is cut at a line or a space. */
function sections(pieces: readonly string[]): readonly SlackBlock[] {
  const texts: string[] = [];
  for (const piece of pieces.flatMap(splitLong)) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 2 + piece.length <= slackLimits.sectionCharacters) {
      texts[texts.length - 1] =
        `${last}${piece.startsWith('• ') && /(^|\n)• [^\n]*$/.test(last) ? '\n' : '\n\n'}${piece}`;
    } else texts.push(piece);
  }
  return texts.map((text) => ({ type: 'section', text: mrkdwn(text) }));
}

function splitLong(piece: string): readonly string[] {
  const parts: string[] = [];
  let rest = piece;
  // A block of code that is cut is closed and opened again; 10 characters are kept for that.
  const room = slackLimits.sectionCharacters - 10;
  while (rest.length > room) {
    const window = rest.slice(0, room);
    const at = Math.max(window.lastIndexOf('\n'), window.lastIndexOf(' '));
    // Never inside an escape or a link.
    const open = Math.max(window.lastIndexOf('&'), window.lastIndexOf('<'));
    let end = at > room / 2 ? at : open > room - 12 ? open : room;
    if (/[\ud800-\udbff]/.test(rest[end - 1] ?? '')) end -= 1;
    let part = rest.slice(0, end);
    rest = rest.slice(end).replace(/^[ \n]/, '');
    if ((part.match(/```/g)?.length ?? 0) % 2 === 1) {
      part = `${part}\n\`\`\``;
      rest = `\`\`\`\n${rest}`;
    }
    parts.push(part);
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

const button = (action: string, text: string): Button => ({ type: 'button', action_id: action, text: plain(text) });
const plain = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true });
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

function cut(text: string, longest: number): string {
  const points = [...text];
  return text.length <= longest ? text : `${points.slice(0, Math.floor(longest / 2)).join('')}…`;
}
