// A release that was called off may be planned again under its old name. What was said, sent and asked before stays on
// record; it binds nobody any more: people are told of the new plan as of any other, and give their word for it anew.

import type { Event } from '../store/index.ts';
import type { ReleaseView } from './tocsin.ts';

/** The assessment by which it began again, the last one; null where it was never called off, or is still. */
export function takenUpAgain(history: readonly Event[]): Event | null {
  return history.findLast(({ type, data }) => type === 'release.assessed' && data.from === 'cancelled') ?? null;
}

/** What happened in its present life. */
export function historyOfNow(history: readonly Event[]): readonly Event[] {
  const begun = takenUpAgain(history);
  return begun === null ? history : history.slice(history.indexOf(begun));
}

/** How its life before this one ended, where people had been told of that one; null where they had not. */
export function toldAndCalledOff(history: readonly Event[]): Event | null {
  const begun = takenUpAgain(history);
  const before = begun === null ? [] : history.slice(0, history.indexOf(begun));
  const wasTold = before.some(({ type }) => type === 'release.announced');
  return wasTold ? (before.findLast(({ type }) => type === 'release.cancelled') ?? null) : null;
}

/** What went, or is to go, in its present life. */
export function deliveriesOfNow({
  deliveries,
  history,
}: Pick<ReleaseView, 'deliveries' | 'history'>): ReleaseView['deliveries'] {
  const since = Number(takenUpAgain(history)?.data.revision ?? 1);
  return deliveries.filter(({ message }) => message.revision >= since);
}
