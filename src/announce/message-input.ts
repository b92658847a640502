// What a message is composed from.

import type { Instant } from '../base/index.ts';
import type { Catalog, Impact } from '../catalog/index.ts';
import type { Ladder } from '../ladder/index.ts';
import type { Plan, Release } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';
import type { Comparison } from '../rules/index.ts';
import type { CallerQuestion, MessageKind, MessageLinks, PortingItem, Recipient } from './message.ts';
import type { Templates } from './template.ts';

export interface MessageInput {
  readonly kind: MessageKind;
  /** The plan step's id, or what else tells two messages of one kind and revision apart: `reminder-7`, `moved`. */
  readonly step: string;
  readonly release: Release;
  readonly comparison: Comparison;
  readonly impact: Impact;
  /** Null before a date is set. */
  readonly plan: Plan | null;
  readonly catalog: Catalog;
  readonly recipient: Recipient;
  readonly links: MessageLinks;
  readonly templates: Templates;
  readonly now: Instant;
  /** The roster of the release. */
  readonly shifts?: readonly Shift[] | undefined;
  /** The shift that this recipient is asked to keep: the message then carries an invitation to it. */
  readonly shift?: Shift | null | undefined;
  /** Of `moved` and `cancelled`: that the date which no longer holds was all that `shift` was for. */
  readonly shiftOver?: boolean | undefined;
  /** Of `handed-over`: whether the recipient had the hours or has them now, who has or had them else, and why. */
  readonly handedOver?: { readonly gone: boolean; readonly other: string | null; readonly why: string } | undefined;
  /** Of how many that this person is asked for at once it is which: an invitation holds one, so each has its mail. */
  readonly shiftOf?: { readonly number: number; readonly count: number } | undefined;
  /** The window that was announced before; a `moved` message needs it. */
  readonly previous?: { readonly deployAt: Instant; readonly deployUntil: Instant } | null | undefined;
  /** When it came into production, where it has. */
  readonly deployedAt?: Instant | null | undefined;
  /** When people who had been told of an earlier plan of it were told that it was called off; null where none was. */
  readonly calledOffAt?: Instant | null | undefined;
  /** The reason given for moving, cancelling or rolling back. */
  readonly why?: string | null | undefined;
  /** What taking the release back breaks, and for whom; null where that was not kept. Of `rolled-back` alone. */
  readonly rollback?: { readonly comparison: Comparison; readonly impact: Impact } | null | undefined;
  /** Of `break-notice` and `reminder`: that no call for testing of its own follows. */
  readonly callsForTesting?: boolean | undefined;
  /** What a `porting-issue` is about; `impact` then holds that consumer alone. */
  readonly porting?: PortingItem | undefined;
  /** What a `caller-question` is about. */
  readonly caller?: CallerQuestion | undefined;
  /** Where each consumer stands; a reminder tells the recipient's team of its own. */
  readonly ladder?: Ladder | undefined;
  /** Teams that have said that they understood. */
  readonly understood?: readonly string[] | undefined;
}
