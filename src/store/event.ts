// The one log. Every change of state writes its rows and one event in the same transaction; history, live pages,
// webhooks and feeds are readers of it (E5).

import type { Instant } from '../base/index.ts';

export interface Actor {
  readonly name: string;
  readonly via: 'cli' | 'web' | 'api' | 'slack' | 'mail' | 'clock';
}

export type EventType =
  | 'release.assessed'
  | 'release.proposed'
  | 'release.approved'
  | 'release.announced'
  | 'release.moved'
  | 'release.deploying'
  | 'release.verifying'
  | 'release.done'
  | 'release.rolled-back'
  | 'release.cancelled'
  | 'release.author'
  | 'release.intended'
  | 'release.discussed'
  | 'release.understood'
  | 'ladder.claimed'
  | 'ladder.withdrawn'
  | 'ladder.deployed'
  | 'ladder.undeployed'
  | 'ladder.pull-request'
  | 'ladder.moved'
  | 'shift.planned'
  | 'shift.acknowledged'
  | 'shift.handed-over'
  | 'shift.released'
  | 'message.queued'
  | 'message.written'
  | 'message.delivered'
  | 'message.deferred'
  | 'message.refused'
  | 'message.withdrawn'
  | 'message.retried'
  | 'evidence.recorded'
  | 'evidence.forgotten'
  | 'caller.claimed'
  | 'caller.forwarded'
  | 'caller.noise'
  | 'caller.reopened'
  | 'token.issued'
  | 'token.revoked'
  | 'catalog.synced';

export interface Event {
  /** Grows by one, without gaps as a reader sees it: the cursor for replay. */
  readonly sequence: number;
  readonly at: Instant;
  readonly type: EventType;
  /** The release's id; for a token its name, for evidence the service, for an unknown caller its key, for the catalogue `catalog`. */
  readonly subject: string;
  readonly actor: Actor;
  readonly why: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}
