// What is said, before any medium shapes it: Markdown from one template, so that mail, chat, agenda and board tell
// one story.

import type { Instant } from '../base/index.ts';

export type MessageKind =
  | 'break-notice'
  | 'call-for-testing'
  | 'agenda'
  | 'reminder'
  | 'roster-call'
  | 'outage-notice'
  | 'moved'
  | 'cancelled'
  | 'done';

/** Who it is for, and by which medium. */
export interface Recipient {
  /** The channel adapter's id: `mail`, `slack`, `agenda`, `github`, `calendar`. */
  readonly channel: string;
  /** In that adapter's own form: `infrastructure@lists.example`, `#releng`, `owner/repo`. */
  readonly address: string;
  /** The list, chat channel, team or person as the catalogue calls it. */
  readonly name: string;
  readonly team: string | null;
  /** IANA zone in which dates are shown beside UTC. */
  readonly zone: string;
}

export interface Message {
  /** The same message is never delivered twice: release, step, revision and recipient make the key. */
  readonly key: string;
  readonly kind: MessageKind;
  readonly release: string;
  readonly revision: number;
  readonly recipient: Recipient;
  /** All messages of one release on one channel and address are one thread. */
  readonly thread: string;
  readonly subject: string;
  /** One line for chat and lists. */
  readonly summary: string;
  /** Sections as CommonMark: no HTML, no images. */
  readonly markdown: string;
  /** What a calendar needs, where the message holds a time. */
  readonly event: CalendarEvent | null;
  readonly writtenAt: Instant;
}

/** One VEVENT (RFC 5545); `sequence` follows the release's revision. */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly start: Instant;
  readonly end: Instant;
  readonly title: string;
  readonly description: string;
  readonly cancelled: boolean;
}
