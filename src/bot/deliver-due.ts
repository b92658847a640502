// Empties the outbox: takes what is due, speaks to the medium, writes down what became of it. The attempt is on record
// before the medium is spoken to, so a message whose fate is not known says so to the next who tries: a mail then goes
// again under the same Message-ID, and a medium that can be asked is asked first.

import { type Instant, TocsinError } from '../base/index.ts';
import type { DeliveryOutcome, Receipt } from '../channels/index.ts';
import type { Claim, Settlement } from '../store/index.ts';
import { attemptLimit, backOffSeconds } from './back-off.ts';
import { clockActor } from './by-clock.ts';
import type { House } from './house.ts';

/** Longer than any conversation with a medium may last, so that a claim is not taken over while it is spoken. */
const leaseSeconds = 600;
/** Conversations at a time. */
const width = 8;

export interface DeliveryReport {
  /** Became a file in the local outbox, for want of a channel. */
  readonly written: number;
  readonly delivered: number;
  readonly deferred: number;
  readonly refused: number;
}

/** One going through the outbox, in which each message is tried once and no medium that is away is waited for twice. */
export interface Round {
  readonly begunAt: Instant;
  /** By channel, how it was found to be away. */
  readonly away: Map<string, DeliveryOutcome>;
}

export function beginRound(house: House): Round {
  return { begunAt: house.now(), away: new Map() };
}

/** Until nothing is due any more that this round has not tried. Nothing that a medium or a message does wrong ends it. */
export async function deliverDue(house: House, { begunAt, away }: Round): Promise<DeliveryReport> {
  const report = { written: 0, delivered: 0, deferred: 0, refused: 0 };
  for (;;) {
    const claims = await house.store.claim({ now: house.now(), triedBefore: begunAt, limit: width, leaseSeconds });
    if (claims.length === 0) return report;
    await Promise.all(
      claims.map(async (claim) => {
        const { channel } = claim.delivery.message.recipient;
        const outcome = away.get(channel) ?? (await speak(house, claim));
        if (outcome.outcome === 'later' && outcome.isAway === true) away.set(channel, outcome);
        const state = await settle(house, claim, outcome);
        if (state !== null) report[state] += 1;
      }),
    );
    await house.relay.catchUp();
  }
}

async function speak(house: House, { delivery, mayHaveBeenSent }: Claim): Promise<DeliveryOutcome> {
  const { message } = delivery;
  const medium = house.media.of(message.recipient.channel);
  if (medium === undefined) {
    return {
      outcome: 'refused',
      because: `This version of tocsin has no channel ${message.recipient.channel}.`,
      hint: 'Update tocsin, then have it tried again.',
    };
  }
  try {
    // What was only written to the local outbox is no thread that a medium could go on with.
    const counts = (receipt: Receipt) => medium.local || receipt.detail.local === undefined;
    const { first, latest, uncertain } = await house.store.read((records) =>
      records.threadReceipts(message.thread, counts),
    );
    return await medium.deliver(message, { first, latest, mayHaveBeenSent: mayHaveBeenSent || uncertain });
  } catch (error) {
    // Channels answer with an outcome; one that throws has met what nobody foresaw. It may pass, so it is tried again.
    const because =
      error instanceof TocsinError ? error.message : `${medium.title} failed: ${(error as Error).message}`;
    return { outcome: 'later', because, retryAfterSeconds: null };
  }
}

async function settle(
  house: House,
  { delivery, leasedBy }: Claim,
  outcome: DeliveryOutcome,
): Promise<keyof DeliveryReport | null> {
  const { message, attempts } = delivery;
  const { key, kind, revision, recipient } = message;
  const now = house.now();
  const later = outcome.outcome === 'later' ? outcome : null;
  const wait = later && backOffSeconds(attempts, house.random(), later.retryAfterSeconds);
  const dueAt = wait === null ? now : new Date(Date.parse(now) + Math.ceil(wait * 1000)).toISOString();
  const settlement: Settlement =
    outcome.outcome === 'delivered'
      ? ({
          state: outcome.receipt.detail.local === undefined ? 'delivered' : 'written',
          receipt: outcome.receipt,
        } as const)
      : outcome.outcome === 'refused'
        ? ({ state: 'refused', because: outcome.because, hint: outcome.hint, leasedBy } as const)
        : attempts < attemptLimit
          ? ({ state: 'deferred', because: outcome.because, dueAt, leasedBy } as const)
          : ({
              state: 'refused',
              because: `Tried ${attempts} times. ${outcome.because}`,
              hint: 'Mend the channel (`tocsin doctor`), then have it tried again.',
              leasedBy,
            } as const);
  const settled = await house.store.write(async (changes) => {
    if (!(await changes.settle(key, settlement))) return false;
    const { channel, address, name } = recipient;
    await changes.append({
      at: now,
      type: `message.${settlement.state}`,
      subject: message.release,
      actor: clockActor,
      why: 'receipt' in settlement ? null : settlement.because,
      data: {
        key,
        kind,
        revision,
        channel,
        address,
        name,
        attempts,
        ...('receipt' in settlement ? { id: settlement.receipt.id, url: settlement.receipt.url } : {}),
        ...(settlement.state === 'deferred' ? { dueAt } : {}),
      },
    });
    return true;
  });
  return settled ? settlement.state : null;
}
