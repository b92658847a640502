import type { Instant } from '../base/index.ts';
import { type Delivery, hasGone, type RepositoryRead } from '../store/index.ts';

/** The issue in a consumer's repository by which it is asked to port. */
export interface PortingIssue {
  readonly consumer: string;
  readonly repository: string;
  /** Null before it was opened. */
  readonly number: number | null;
  readonly url: string | null;
  /** As Tocsin last said; what people close stays closed. `waiting`: not opened yet; `refused`: it cannot be. */
  readonly state: 'open' | 'closed' | 'waiting' | 'refused';
  /** Why it waits or was refused; null where neither. */
  readonly because: string | null;
  /** What is known of pull requests that close it: since when, and why nothing newer is; null before they were asked for. */
  readonly pullRequests: { readonly readAt: Instant | null; readonly unreadBecause: string | null } | null;
}

const onlyHere =
  'This installation of Tocsin opens no issues on GitHub yet: whoever runs it sets delivery.channels.github in its tocsin.yaml.';

/** One for each consumer whose repository was written to, by what was sent there last. */
export function portingIssuesOf(
  deliveries: readonly Delivery[],
  reads: readonly RepositoryRead[],
): readonly PortingIssue[] {
  const own = deliveries.filter(
    ({ message, state }) => message.porting && message.recipient.channel === 'github' && state !== 'withdrawn',
  );
  return [...Map.groupBy(own, ({ message }) => message.porting?.consumer ?? '')].map(([consumer, sent]) => {
    const last = sent.at(-1) as Delivery;
    const { address } = last.message.recipient;
    const opened = sent.findLast(
      ({ receipt, message }) => receipt?.detail.number !== undefined && message.recipient.address === address,
    );
    const read = reads.find((one) => one.consumer === consumer);
    const delivered = hasGone(last.state);
    return {
      consumer,
      repository: address,
      number: opened === undefined ? null : Number(opened.receipt?.detail.number),
      url: opened?.receipt?.url ?? null,
      state:
        last.state === 'refused'
          ? 'refused'
          : opened === undefined
            ? 'waiting'
            : opened.message.porting?.standing === 'open'
              ? 'open'
              : 'closed',
      because: delivered ? (opened === undefined ? onlyHere : null) : last.because,
      pullRequests: read === undefined ? null : { readAt: read.readAt, unreadBecause: read.because },
    };
  });
}
