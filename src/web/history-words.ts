// The event log in words, for people who ask who did what, when and why.

import type { Instant } from '../base/index.ts';
import type { Event, EventType } from '../bot/index.ts';

const words: Readonly<Record<EventType, string>> = {
  'release.assessed': 'compared the two releases',
  'release.proposed': 'proposed a date',
  'release.approved': 'approved',
  'release.announced': 'announced',
  'release.moved': 'moved the date',
  'release.deploying': 'started the deploy',
  'release.verifying': 'started verifying',
  'release.done': 'declared it done',
  'release.rolled-back': 'rolled back',
  'release.cancelled': 'cancelled',
  'release.intended': 'confirmed breaks as intended',
  'release.discussed': 'recorded a discussion',
  'release.understood': 'said “understood”',
  'shift.planned': 'planned a shift',
  'shift.acknowledged': 'acknowledged a shift',
  'shift.released': 'gave hours back',
  'message.queued': 'queued a message',
  'message.delivered': 'delivered a message',
  'message.deferred': 'could not deliver yet',
  'message.refused': 'had a message refused',
  'message.withdrawn': 'withdrew a message',
  'message.retried': 'asked to try a message again',
  'token.issued': 'issued a token',
  'token.revoked': 'revoked a token',
};

export interface HistoryLine {
  readonly sequence: number;
  readonly at: Instant;
  readonly who: string;
  readonly via: string;
  readonly did: string;
  readonly detail: string | null;
  readonly why: string | null;
}

export function historyLine(event: Event): HistoryLine {
  return {
    sequence: event.sequence,
    at: event.at,
    who: event.actor.name,
    via: event.actor.via,
    did: words[event.type],
    detail: detail(event.data),
    why: event.why,
  };
}

/** The facts of an event that a reader can use: names and dates, not keys. */
function detail(data: Event['data']): string | null {
  const shown = ['team', 'kind', 'to', 'recipient', 'meeting', 'outcome', 'deployAt', 'person', 'because']
    .map((name) => data[name])
    .filter((value) => typeof value === 'string');
  return shown.length === 0 ? null : shown.join(' · ');
}
