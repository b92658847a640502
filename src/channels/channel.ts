// A channel is one adapter for one medium: `render` is pure and shapes a message, `deliver` is one conversation with
// one server. Retrying, queueing and never sending twice are the outbox's business, not a channel's.

import type { z } from 'zod';
import type { Message } from '../announce/index.ts';

/** What a medium was given, in its own form, and what a person would open to look at it. */
export interface Artefact {
  /** File name in the local outbox, without folder: `0007-break-notice-infrastructure.eml`. */
  readonly extension: string;
  readonly contentType: string;
  readonly content: string;
}

/** Proof of delivery, kept with the message and handed back when the same thread is spoken to again. */
export interface Receipt {
  /** The medium's own id of what was sent: Message-ID, Slack `ts`, issue number. */
  readonly id: string;
  /** Where a person can look at it; null where there is no such place. */
  readonly url: string | null;
  readonly detail: Readonly<Record<string, string>>;
}

/** What happened when a medium was spoken to. `later` is tried again, `refused` waits for a person. */
export type DeliveryOutcome =
  | { readonly outcome: 'delivered'; readonly receipt: Receipt }
  | { readonly outcome: 'later'; readonly because: string; readonly retryAfterSeconds: number | null }
  | { readonly outcome: 'refused'; readonly because: string; readonly hint: string };

/** What is known of the thread to which a message belongs. */
export interface ThreadContext {
  /** The receipt of the thread's first message, and of its latest; null before there is one. */
  readonly first: Receipt | null;
  readonly latest: Receipt | null;
  /** True where an earlier attempt may have reached the medium without our having recorded it: look before you send. */
  readonly mayHaveBeenSent: boolean;
}

export interface Channel<Settings, Rendered> {
  readonly id: string;
  readonly title: string;
  /** What an address of this medium looks like. */
  readonly address: RegExp;
  readonly settings: z.ZodType<Settings>;
  /** How much a message may hold before the medium cuts or refuses it, in the unit that the medium counts. */
  readonly limits: Readonly<Record<string, number>>;
  render(message: Message, thread: ThreadContext): Rendered;
  /** The rendered message as a file: what the local outbox keeps and the board shows. */
  artefact(rendered: Rendered): Artefact;
  /** Opens what `settings` describe; `deliver` is one conversation, `check` says whether the medium would take one. */
  connect(settings: Settings): Connection<Rendered>;
}

export interface Connection<Rendered> {
  deliver(rendered: Rendered, thread: ThreadContext): Promise<DeliveryOutcome>;
  check(): Promise<{ readonly ok: boolean; readonly because: string }>;
  close(): Promise<void>;
}
