// The lines by which a message is known before it is opened: its subject, and its summary.

import { counted, type Instant } from '../base/index.ts';
import { sayDoubtful } from '../catalog/index.ts';
import { tallyOfSeverity, tallyWords } from '../report/index.ts';
import type { Verdict } from '../rules/index.ts';
import type { Hurt } from './hurt.ts';
import { cleanText } from './markdown-text.ts';
import type { MessageKind } from './message.ts';
import type { MessageInput } from './message-input.ts';
import { daysUntil, sayWhen, type When } from './when.ts';

export const tags: Readonly<Record<Verdict, string>> = {
  breaking: '[API BREAK]',
  unknown: '[API BREAK?]',
  risky: '[API RISK]',
  compatible: '[API]',
  identical: '[API]',
};

/** What it is, of what, on which day, and what is asked: the line by which mails are told apart. */
export function writeSubject(input: MessageInput, name: string, when: When | null): string {
  const { kind, now, plan, porting, caller } = input;
  const { verdict } = input.comparison;
  const date = when === null ? ', no date yet' : ` on ${when.short}`;
  const days = plan === null ? 0 : daysUntil(now, plan.deployAt);
  const asks: Readonly<Record<MessageKind, string>> = {
    'break-notice': noticeAsks(input),
    'call-for-testing': ': call for testing',
    agenda: ': agenda item',
    reminder: `: reminder, ${days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`}${input.callsForTesting ? ', and call for testing' : ''}`,
    'roster-call': `: roster${input.shiftOf && input.shiftOf.count > 1 ? `, hours ${input.shiftOf.number} of ${input.shiftOf.count}` : ''}`,
    'handed-over': !input.handedOver?.gone
      ? ': roster, hours that you take over'
      : `: your hours are ${input.handedOver.other === null ? 'given back' : 'taken over'}`,
    'outage-notice': ': outage notice',
    moved: ': moved',
    cancelled: ': CANCELLED',
    done: ': done',
    'rolled-back': ': ROLLED BACK',
    'porting-issue': porting === undefined ? ': port' : `: port ${cleanText(porting.consumer, 60)}`,
    'caller-question': `: is ${cleanText(caller?.name ?? caller?.key ?? 'a caller', 60)} yours?`,
  };
  return `${tags[verdict]} ${name}${date}${asks[kind]}`;
}

function noticeAsks({ comparison: { verdict }, callsForTesting }: MessageInput): string {
  const does = verdict === 'breaking' ? '' : verdict === 'unknown' ? ': notice' : ': no known break';
  return callsForTesting ? `${does || ': notice'} and call for testing` : does;
}

const utcOf = (at: Instant): string => sayWhen({ start: at, end: at }, 'UTC').short;

/** The whole of it in one or two sentences, for a notification or a calendar entry. */
export function writeSummary(input: MessageInput, name: string, when: When | null, hurt: Hurt): string {
  const breaking = tallyOfSeverity(input.comparison, 'breaking');
  const does: Readonly<Record<Verdict, string>> = {
    breaking: `${name} breaks the API`,
    unknown: `It is not known whether ${name} breaks the API`,
    risky: `${name} carries risky changes`,
    compatible: `${name} keeps the API compatible`,
    identical: `${name} leaves the API as it is`,
  };
  const doing: Readonly<Record<Verdict, string>> = {
    breaking: `${name}, which breaks the API,`,
    unknown: `${name}, of which it is not known whether it breaks the API,`,
    risky: `${name}, which carries risky changes,`,
    compatible: name,
    identical: name,
  };
  const date = when === null ? 'no date yet' : when.short;
  const hit =
    breaking.changes === 0
      ? ''
      : [
          `; ${tallyWords(breaking, 'breaking change')}, hitting ${counted(hurt.counts.hit, 'consumer')} of ${counted(hurt.teams, 'team')}`,
          sayDoubtful(hurt.counts),
        ]
          .filter(Boolean)
          .join('; ');
  switch (input.kind) {
    case 'moved': {
      const was = input.previous
        ? sayWhen({ start: input.previous.deployAt, end: input.previous.deployUntil }, 'UTC')
        : null;
      return `MOVED${was ? ` from ${was.short}` : ''} to ${date}. ${does[input.comparison.verdict]}${hit}.`;
    }
    case 'cancelled':
      return `CANCELLED: ${doing[input.comparison.verdict]} is not deployed${when === null ? '' : ` on ${date}`}.`;
    case 'done':
      return `DONE: ${does[input.comparison.verdict]}; it has been in production since ${input.deployedAt ? utcOf(input.deployedAt) : date}.`;
    case 'rolled-back':
      return `ROLLED BACK: ${doing[input.comparison.verdict]} has been out of production again since ${utcOf(input.now)}.`;
    default:
      return `${does[input.comparison.verdict]} on ${date}${hit}.`.replace('on no date yet', '(no date yet)');
  }
}
