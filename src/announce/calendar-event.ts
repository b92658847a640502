// The time that a message asks its reader to keep.

import { tags, writeSummary } from './headline.ts';
import type { Hurt } from './hurt.ts';
import { type CalendarEvent, isForOneTeam, type MessageKind } from './message.ts';
import type { MessageInput } from './message-input.ts';
import type { When } from './when.ts';

/** What calendars call the deploy; `over` where it does not come, or was taken back. */
export function deployTitle(
  name: string,
  { breaks, over }: { readonly breaks: boolean; readonly over: 'cancelled' | 'rolled-back' | null },
): string {
  if (over !== null) return `${over.toUpperCase().replace('-', ' ')}: ${name} is not deployed`;
  return `${breaks ? `${tags.breaking} ` : ''}${name} is deployed`;
}

/** The outage for everyone, or the shift for the person who is held. An agenda item or a thank-you holds no time. */
export function eventOf(input: MessageInput, name: string, when: When | null, hurt: Hurt): CalendarEvent | null {
  const { kind, release, plan, shift, links } = input;
  const holdsNoTime: readonly MessageKind[] = ['agenda', 'call-for-testing', 'done'];
  if (plan === null || when === null || holdsNoTime.includes(kind) || isForOneTeam(kind)) return null;
  const breaks = input.comparison.verdict === 'breaking';
  const over = kind === 'cancelled' || kind === 'rolled-back' ? kind : null;
  const cancelled = over !== null;
  const shared = { sequence: release.revision, url: links.release, cancelled };
  if (shift) {
    const isFree = cancelled || input.shiftOver === true || input.handedOver?.gone === true;
    return {
      ...shared,
      sequence: release.revision + (shift.handovers ?? 0) + (input.handedOver?.gone ? 1 : 0),
      cancelled: isFree,
      uid: `shift/${shift.id}`,
      start: shift.start,
      end: shift.end,
      title: isFree
        ? `No longer to be kept free: ${name}`
        : `${breaks ? `${tags.breaking} ` : ''}Keep free: ${name} is deployed`,
      description: `${shift.because}\nThe deploy: ${when.utc}.`,
      attendee: { name: shift.person.name, email: shift.person.email },
    };
  }
  return {
    ...shared,
    uid: `outage/${release.id}`,
    start: plan.deployAt,
    end: plan.deployUntil,
    title: deployTitle(name, { breaks, over }),
    description: writeSummary(input, name, when, hurt),
    attendee: null,
  };
}
