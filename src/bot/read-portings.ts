// What became of the pull requests that say they close a porting issue: asked of GitHub once an hour, kept as evidence
// where it changed. What cannot be asked now keeps what was known; nothing is taken for merged in the meantime.

import type { LinkedPullRequest } from '../ladder/index.ts';
import type { Delivery, Records } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import type { House } from './house.ts';
import { clockActor } from './put-into-outbox.ts';

interface Linked {
  readonly consumer: string;
  readonly pulls: readonly LinkedPullRequest[];
}

export async function readPortings(house: House): Promise<void> {
  const hour = house.now().slice(0, 13);
  if (!house.policy.portingIssues || house.pullsRead.at === hour) return;
  house.pullsRead.at = hour;
  for (const { id, state } of await house.store.read((records) => records.releases())) {
    if (!['announced', 'deploying', 'verifying', 'done'].includes(state)) continue;
    const read: Linked[] = [];
    for (const { consumer, repository, number } of await house.store.read((records) => openIssues(records, id))) {
      const pulls = await house.media.of('github')?.linkedPulls?.(repository, number);
      if (pulls && pulls.length > 0) read.push({ consumer, pulls });
    }
    const changed = await house.store.read((records) => changedSince(records, id, read));
    if (changed.length === 0) continue;
    await alterRelease(house, id, { actor: clockActor }, async (work) => {
      for (const { consumer, pulls } of await changedSince(work.changes, id, read)) {
        await work.changes.setPorting(id, { consumer, pullRequests: pulls, readAt: house.now() });
        const latest = pulls.findLast(({ state }) => state === 'merged') ?? pulls.at(-1);
        await work.record('ladder.pull-request', {
          consumer,
          team: house.catalog.consumers.find(({ name }) => name === consumer)?.team ?? null,
          pullRequest: `${latest?.repository}#${latest?.number}`,
          state: latest?.state,
          mergedAt: latest?.mergedAt ?? null,
        });
      }
    });
  }
}

/** One for each consumer whose issue is on GitHub and not over. */
async function openIssues(
  records: Records,
  release: string,
): Promise<readonly { consumer: string; repository: string; number: number }[]> {
  const latest = new Map<string, Delivery>();
  for (const delivery of await records.deliveries(release)) {
    const { porting, recipient } = delivery.message;
    if (porting && recipient.channel === 'github' && delivery.receipt?.detail.number) {
      latest.set(porting.consumer, delivery);
    }
  }
  return [...latest].flatMap(([consumer, { message, receipt }]) =>
    message.porting?.standing === 'open'
      ? [{ consumer, repository: message.recipient.address, number: Number(receipt?.detail.number) }]
      : [],
  );
}

/** GitHub's word goes before what was reported of the same request; others that were reported stay. */
async function changedSince(records: Records, release: string, read: readonly Linked[]): Promise<readonly Linked[]> {
  const known = await records.portings(release);
  return read.flatMap(({ consumer, pulls }) => {
    const before = known.find((one) => one.consumer === consumer)?.pullRequests ?? [];
    const next = [...before.filter(({ url }) => !pulls.some((pull) => pull.url === url)), ...pulls];
    const order = (list: readonly LinkedPullRequest[]) =>
      JSON.stringify(list.toSorted((a, b) => (a.url < b.url ? -1 : 1)));
    return order(next) === order(before) ? [] : [{ consumer, pulls: next }];
  });
}
