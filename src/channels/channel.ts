// A channel is one adapter for one medium: `render` is pure and shapes a message, `deliver` is one conversation with
// one server. Retrying, queueing and never sending twice are the outbox's business, not a channel's.
// All but `settings` are methods, so that a registry can hold channels of different settings and forms.

import type { z } from 'zod';
import type { Message } from '../announce/index.ts';
import type { Deployment, LinkedPullRequest } from '../ladder/index.ts';

/** What a medium was given, in its own form: what the local outbox keeps and a person opens to look at it. */
export interface Artefact {
  /** With its dot: `.eml`, `.slack.json`, `.ics`, `.md`. */
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
  | {
      readonly outcome: 'later';
      readonly because: string;
      readonly retryAfterSeconds: number | null;
      /** Whether nobody answered there: then another message would fare the same just now. */
      readonly isAway?: boolean;
    }
  | { readonly outcome: 'refused'; readonly because: string; readonly hint: string };

/** What is known of the thread to which a message belongs. */
export interface ThreadContext {
  /** The receipt of the thread's first message, and of its latest; null before there is one. */
  readonly first: Receipt | null;
  readonly latest: Receipt | null;
  /** True where an earlier attempt may have reached the medium without our having recorded it: look before you send. */
  readonly mayHaveBeenSent: boolean;
}

/** On whose behalf Tocsin speaks: the same for every medium, and no secret. */
export interface Sender {
  /** `Tocsin for Example Project`. */
  readonly name: string;
  /** From-address of mail and organiser of invitations; its domain makes Message-IDs and calendar UIDs unique. */
  readonly email: string;
  /** Where answers to what goes to a list go, and others where nobody is known to answer for the service. */
  readonly replyTo: string | null;
}

export interface Channel<Settings, Rendered> {
  readonly id: string;
  readonly title: string;
  /** What an address of this medium looks like. */
  readonly address: RegExp;
  readonly settings: z.ZodType<Settings>;
  /** How much a message may hold before the medium cuts or refuses it, in the unit that the medium counts. */
  readonly limits: Readonly<Record<string, number>>;
  render(message: Message, thread: ThreadContext, sender: Sender): Rendered;
  /** The rendered message as a file, exactly as the medium would be given it. */
  artefact(rendered: Rendered): Promise<Artefact>;
  /** A safe HTML fragment that shows it about as its reader will see it; signed links in it are dead. */
  preview(rendered: Rendered): string;
  /** The words as its reader reads them, as plain text: nothing of the medium's own form. */
  text(rendered: Rendered): string;
  /**
   * What a receipt says without a server's word: the local outbox keeps it, so that a later message of the thread
   * refers to the first as it would have in the medium. Null where only the server gives names.
   */
  identify(rendered: Rendered): Omit<Receipt, 'url'> | null;
  /** Opens what `settings` describe; `deliver` is one conversation, `check` says whether the medium would take one. */
  connect(settings: Settings): Connection<Rendered>;
}

export interface IssueRef {
  readonly repository: string;
  readonly number: number;
}

/** `because`, a sentence, where that cannot be told now. */
export type LinkedPulls = { readonly pulls: readonly LinkedPullRequest[] } | { readonly because: string };

/** Whose deployments are asked for, and the merged pull request that they have to hold; null where none is known. */
export interface PortRef {
  readonly repository: string;
  readonly pullRequest: number | null;
}

/** What stands in one production environment. */
export type DeployedVersion = Pick<Deployment, 'environment' | 'version' | 'at' | 'url' | 'holdsPort'>;

/**
 * One for each production environment, empty where nothing is; `isAll`: what is not among them stands no more, and was not
 * only deployed too long ago to be found. `because`, a sentence, where that cannot be told now.
 */
export type DeployedAnswer =
  | { readonly deployed: readonly DeployedVersion[]; readonly isAll: boolean }
  | { readonly because: string };

export interface Connection<Rendered> {
  deliver(rendered: Rendered, thread: ThreadContext): Promise<DeliveryOutcome>;
  check(): Promise<{ readonly ok: boolean; readonly because: string }>;
  /**
   * The pull requests that say they close issues of ours, an answer for each issue; null for those whose turn did not
   * come within `timeoutSeconds`. Of GitHub alone.
   */
  linkedPulls?(issues: readonly IssueRef[]): Promise<readonly (LinkedPulls | null)[]>;
  /** What of each repository runs in production, as `linkedPulls`. */
  deployedVersions?(ports: readonly PortRef[]): Promise<readonly (DeployedAnswer | null)[]>;
  close(): Promise<void>;
}
