// The event log in words, for people who ask who did what, when and why.

import type { Instant } from '../base/index.ts';
import type { Event, EventType } from '../bot/index.ts';
import { dayAndTime } from './time-words.ts';

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
  'release.author': 'put right whose release it is',
  'release.intended': 'confirmed breaks as intended',
  'release.discussed': 'recorded a discussion',
  'release.understood': 'said “understood”',
  'ladder.claimed': 'claimed a rung',
  'ladder.withdrawn': 'withdrew a claim',
  'ladder.deployed': 'reported a deployment',
  'ladder.undeployed': 'found an environment gone',
  'ladder.pull-request': 'reported a merged pull request',
  'ladder.moved': 'saw a consumer move',
  'shift.planned': 'planned a shift',
  'shift.acknowledged': 'acknowledged a shift',
  'shift.handed-over': 'handed a shift over',
  'shift.released': 'gave hours back',
  'message.queued': 'queued a message',
  'message.written': 'wrote a message to the outbox',
  'message.delivered': 'delivered a message',
  'message.deferred': 'could not deliver yet',
  'message.refused': 'had a message refused',
  'message.withdrawn': 'withdrew a message',
  'message.retried': 'asked to try a message again',
  'evidence.recorded': 'imported evidence of use',
  'evidence.forgotten': 'had evidence of use forgotten',
  'caller.claimed': 'claimed a caller',
  'caller.forwarded': 'forwarded a caller',
  'caller.noise': 'called a caller noise',
  'caller.reopened': 'asked again about a caller',
  'token.issued': 'issued a token',
  'token.revoked': 'revoked a token',
  'catalog.synced': 'synced the catalogue',
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

/** Newest first; what the clock does to many messages at one moment is one line. */
export function historyLines(events: readonly Event[]): readonly HistoryLine[] {
  const runs: { readonly event: Event; count: number }[] = [];
  for (const event of events) {
    const before = runs.at(-1);
    if (event.type.startsWith('message.') && before !== undefined && isSameDeed(before.event, event)) before.count += 1;
    else runs.push({ event, count: 1 });
  }
  return runs.map(({ event, count }) => historyLine(event, count)).toReversed();
}

function isSameDeed(a: Event, b: Event): boolean {
  return (
    a.type === b.type &&
    a.actor.name === b.actor.name &&
    a.why === b.why &&
    a.data.kind === b.data.kind &&
    a.at.slice(0, 16) === b.at.slice(0, 16)
  );
}

function historyLine(event: Event, count: number): HistoryLine {
  return {
    sequence: event.sequence,
    at: event.at,
    who: event.actor.name,
    via: event.actor.via,
    did: count === 1 ? words[event.type] : words[event.type].replace('a message', `${count} messages`),
    detail: detail(event),
    why: event.why,
  };
}

/** `releng-bot saw a consumer move`: the news of a page that lies open. */
export function sayEvent({ actor, type }: Event): string {
  return `${actor.name} ${words[type]}`;
}

/** Facts of which the words are ours; all others are names, which stay as they are. */
const ourWords: ReadonlySet<string> = new Set(['rung', 'standsOn', 'kind', 'outcome']);

/** The facts of an event that a reader can use: names and dates, not keys. */
function detail({ data }: Event): string | null {
  const named = [
    'consumer',
    'rung',
    'standsOn',
    'version',
    'environment',
    'pullRequest',
    'team',
    'kind',
    'recipient',
    'meeting',
    'outcome',
    'person',
    'author',
    'because',
  ].flatMap((name) => {
    const value = data[name];
    if (typeof value !== 'string') return [];
    return ourWords.has(name) ? [value.replaceAll('-', ' ')] : [value];
  });
  const date = typeof data.deployAt === 'string' ? [dayAndTime(data.deployAt)] : [];
  const facts = [...named, ...date];
  return facts.length === 0 ? null : facts.join(' · ');
}
