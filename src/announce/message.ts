// What is said, before any medium shapes it: Markdown from one template, so that mail, chat, agenda and board tell
// one story.

import type { Instant } from '../base/index.ts';
import type { Verdict } from '../rules/index.ts';

export const messageKinds = [
  'break-notice',
  'call-for-testing',
  'agenda',
  'reminder',
  'roster-call',
  'handed-over',
  'outage-notice',
  'moved',
  'cancelled',
  'done',
  'rolled-back',
  'porting-issue',
  'caller-question',
] as const;

export type MessageKind = (typeof messageKinds)[number];

/** What one team is told or asked of its own: it announces nothing to others and holds no time. */
export function isForOneTeam(kind: MessageKind): boolean {
  return kind === 'porting-issue' || kind === 'caller-question';
}

/** What a porting issue says of its one consumer. */
export interface PortingItem {
  readonly consumer: string;
  /** All but `open` close it: the ladder is climbed, the release is cancelled or was taken back, or no longer hits the consumer. */
  readonly standing: 'open' | 'climbed' | 'cancelled' | 'rolled-back' | 'spared';
  /** Fingerprints, sorted: the breaking findings that meet the consumer, and the risky ones that it is known to use. */
  readonly findings: readonly string[];
}

/** A caller that nobody knows, of which its team is asked whether it is theirs. */
export interface CallerQuestion {
  readonly key: string;
  /** When it was forwarded: asked again later, it is another question. */
  readonly askedAt: Instant;
  readonly by: string;
  readonly why: string | null;
  readonly name: string | null;
  readonly requests: number;
  readonly lastSeen: Instant;
  readonly operations: readonly string[];
  /** Those that the release breaks. */
  readonly breaking: readonly string[];
  readonly guess: string | null;
}

/** Who it is for, and by which medium. */
export interface Recipient {
  /** The channel adapter's id: `mail`, `slack`, `agenda`, `github`, `calendar`. */
  readonly channel: string;
  /** In that adapter's own form: `infrastructure@lists.example`, `#releng`, `owner/repo`. */
  readonly address: string;
  /** The list, chat channel, team, meeting or person as the catalogue calls it. */
  readonly name: string;
  /**
   * Who reads it. A public `list` gets plain text and no personal link; a `team` or `person` is told of its own
   * consumers first and may be given one.
   */
  readonly audience: 'list' | 'room' | 'team' | 'person' | 'meeting';
  readonly team: string | null;
  /** IANA zone in which dates are shown beside UTC. */
  readonly zone: string;
  /** Other teams read at the same address: each is written to of its own part, and speaks for itself alone. */
  readonly shared?: true | undefined;
}

/** What tells recipients apart: medium and address, and the team where several read there. */
export function recipientKey({ channel, address, shared, team }: Recipient): string {
  return `${channel}:${address}${shared ? `#${team}` : ''}`;
}

/** Pages of the board that a message leads to. Opening one never acts; the page has the form that does. */
export interface MessageLinks {
  /** The release's page. */
  readonly release: string | null;
  /** The page of the team that reads it, with what is to be done for each of its consumers; missing in messages of old. */
  readonly team?: string | null;
  /** Where the recipient says "understood"; for a team or person it may be a signed link for that team alone. */
  readonly understand: string | null;
  /** Where the person who is held acknowledges the shift. */
  readonly acknowledge: string | null;
}

export interface Message {
  /** The same message is never delivered twice: release, step, revision and recipient make the key. */
  readonly key: string;
  readonly kind: MessageKind;
  readonly release: string;
  readonly revision: number;
  readonly verdict: Verdict;
  /** Whether teams are asked to say that they understood; missing in messages of old, where a break asked for it. */
  readonly asksWord?: boolean | undefined;
  readonly recipient: Recipient;
  /**
   * All messages of one release on one channel and address are one thread. Those of a consumer's porting issue are
   * one of their own, since an agenda may lie in the same repository; so is each question whose a caller is, since in a
   * chat it would take the place of what the release asks of everyone, or of an earlier question, and notify nobody.
   */
  readonly thread: string;
  /** The outage's begin and end, where it has a date. */
  readonly window: { readonly start: Instant; readonly end: Instant } | null;
  readonly subject: string;
  /** One line for chat and lists, plain text. */
  readonly summary: string;
  /** Sections as CommonMark: no HTML, no images, no tables. */
  readonly markdown: string;
  readonly links: MessageLinks;
  /** The address of those who answer for the service: where a team or a person answers, who may be on no list. */
  readonly answersTo?: string | undefined;
  /** What a calendar needs, where the message holds a time. */
  readonly event: CalendarEvent | null;
  /** Only of a porting issue. */
  readonly porting?: PortingItem | undefined;
  /** Only of a question whose a caller is. */
  readonly caller?: CallerQuestion | undefined;
  readonly writtenAt: Instant;
}

/** One VEVENT (RFC 5545); `sequence` follows the release's revision. */
export interface CalendarEvent {
  /** The same for ever, without a domain: the calendar adds the sender's. */
  readonly uid: string;
  readonly sequence: number;
  readonly start: Instant;
  readonly end: Instant;
  readonly title: string;
  readonly description: string;
  readonly url: string | null;
  readonly cancelled: boolean;
  /** Who is asked to come; with one it is an invitation (METHOD:REQUEST), without it is only published. */
  readonly attendee: { readonly name: string; readonly email: string } | null;
}
