// A step of a plan in words, for everyone who is to read it. Composing refuses a message that does not say what it
// must, so nothing of a step is queued unless all of it may be.

import {
  type CallerQuestion,
  composeMessage,
  type Message,
  type MessageInput,
  type MessageKind,
  type PortingItem,
  type Recipient,
  recipientKey,
} from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import type { Impact } from '../catalog/index.ts';
import type { Plan } from '../plan/index.ts';
import { overlap, type Shift } from '../roster/index.ts';
import type { House } from './house.ts';
import { signLink } from './link-token.ts';
import { recipientsOf, rosterRecipients } from './recipients.ts';
import { toldAndCalledOff } from './taken-up-again.ts';
import type { ReleaseView } from './tocsin.ts';

export interface Occasion {
  readonly kind: MessageKind;
  /** The plan step's id, or what else tells two messages of one kind and revision apart. */
  readonly step: string;
  readonly why?: string | null;
  /** For `moved`: the window that was announced before. */
  readonly previous?: { readonly deployAt: Instant; readonly deployUntil: Instant } | null;
  /**
   * For `moved` and `cancelled`: those who were asked to keep hours free for the date that no longer holds. For
   * `roster-call`: those who are asked, where that is not the whole roster.
   */
  readonly called?: readonly Shift[];
  /** For `handed-over`: whose hours end, whose begin, which of both are told, and why. */
  readonly handedOver?: Readonly<Record<'gone' | 'come' | 'told', readonly Shift[]>> & { readonly why: string };
  /** For `break-notice` and `reminder`: that it is the call for testing as well. */
  readonly callsForTesting?: boolean;
  /** For `rolled-back`: see `MessageInput`. */
  readonly rollback?: MessageInput['rollback'];
  /** For `porting-issue`. */
  readonly porting?: PortingItem;
  /** For `caller-question`. */
  readonly caller?: CallerQuestion;
  /** Those whom it is for, where it is not for all that the kind has. */
  readonly to?: readonly Recipient[];
}

/** @throws TocsinError `message-refused`, `config-invalid` */
export function writeMessages(house: House, view: ReleaseView, occasion: Occasion): readonly Message[] {
  const { kind } = occasion;
  const recipients = occasion.to ?? recipientsOf(kind, { ...view, catalog: house.catalog });
  const distinct = new Map(recipients.map((recipient) => [recipientKey(recipient), recipient]));
  return [
    ...[...distinct.values()].map((recipient) => compose(house, view, occasion, recipient, null)),
    ...personal(house, view, occasion),
  ];
}

/** What goes to the people of the roster, with the invitation to their shift, or its end. */
function personal(house: House, view: ReleaseView, occasion: Occasion): readonly Message[] {
  const { kind, called = [], handedOver } = occasion;
  if (handedOver !== undefined) {
    return rosterRecipients(handedOver.told).map(({ shift, recipient }) =>
      compose(house, view, occasion, recipient, shift),
    );
  }
  if (kind === 'roster-call') {
    const asked = rosterRecipients(occasion.called ?? view.shifts);
    return asked.map(({ shift, recipient }, index) => {
      const alike = ({ recipient: { address } }: (typeof asked)[number]) => address === recipient.address;
      const number = asked.slice(0, index + 1).filter(alike).length;
      return compose(house, view, occasion, recipient, shift, {
        shiftOf: { number, count: asked.filter(alike).length },
      });
    });
  }
  return rosterRecipients(called).map(({ shift, recipient }) => {
    const next =
      kind === 'moved'
        ? view.shifts.find(({ id, person }) => id === shift.id && person.email === recipient.address)
        : undefined;
    return compose(house, view, occasion, recipient, next ?? shift, { shiftOver: next === undefined });
  });
}

function compose(
  house: House,
  view: ReleaseView,
  occasion: Occasion,
  recipient: Recipient,
  shift: Shift | null,
  hours: Pick<MessageInput, 'shiftOf' | 'shiftOver'> = {},
): Message {
  const { release, comparison, impact, plan, shifts } = view;
  const input: MessageInput = {
    kind: occasion.kind,
    // One person may hold two shifts, and is then asked for each.
    step: shift === null ? occasion.step : `${occasion.step}/${shift.id.slice(release.id.length + 1)}`,
    release,
    comparison,
    impact: occasion.porting === undefined ? impact : ofConsumer(impact, occasion.porting.consumer),
    plan,
    catalog: house.catalog,
    recipient,
    links: linksOf(house, release.id, plan, recipient, shift),
    templates: house.templates,
    now: house.now(),
    shifts,
    shift,
    ...hours,
    handedOver: occasion.handedOver && shift ? sideOf(occasion.handedOver, shift) : undefined,
    previous: occasion.previous ?? null,
    why: occasion.why ?? null,
    deployedAt: view.history.findLast(({ type }) => type === 'release.verifying')?.at ?? null,
    calledOffAt: toldAndCalledOff(view.history)?.at ?? null,
    rollback: occasion.rollback ?? null,
    callsForTesting: occasion.callsForTesting,
    porting: occasion.porting,
    caller: occasion.caller,
    ladder: view.ladder,
    understood: view.understandings.map(({ team }) => team),
  };
  return composeMessage(input);
}

/** Who is named beside one of those between whom hours go: whoever has, or had, most of the same. */
function sideOf(
  { gone, come, why }: NonNullable<Occasion['handedOver']>,
  shift: Shift,
): NonNullable<MessageInput['handedOver']> {
  const isGone = gone.includes(shift);
  const others = (isGone ? come : gone).filter((other) => overlap(shift, other));
  const names = [...new Set(others.map(({ person }) => person.name))];
  return { gone: isGone, other: names.length === 0 ? null : names.join(' and '), why };
}

/** What a repository's own issue may speak of: nobody else's consumers, and not what reaches this one through others. */
function ofConsumer(impact: Impact, name: string): Impact {
  const consumers = impact.consumers.filter(({ consumer, via }) => consumer === name && via.length === 0);
  return { ...impact, consumers, unknownCallers: [] };
}

function linksOf(
  house: House,
  release: string,
  plan: Plan | null,
  recipient: Recipient,
  shift: Shift | null,
): Message['links'] {
  if (house.board === null) return { release: null, team: null, understand: null, acknowledge: null };
  const page = `${house.board}/releases/${encodeURIComponent(release)}`;
  const until = plan?.watchUntil ?? null;
  const signed = (claim: Parameters<typeof signLink>[1]) => `${house.board}/links/${signLink(house.secret, claim)}`;
  const own = (recipient.audience === 'team' || recipient.audience === 'person') && recipient.team !== null;
  return {
    release: page,
    team:
      recipient.audience === 'team' && own ? `${house.board}/teams/${encodeURIComponent(recipient.team ?? '')}` : null,
    understand:
      own && until !== null ? signed({ for: 'understand', release, team: recipient.team ?? '', until }) : page,
    acknowledge:
      recipient.audience === 'person' && shift !== null && until !== null
        ? signed({ for: 'acknowledge', shift: shift.id, until })
        : null,
  };
}
