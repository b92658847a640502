// What became of the pull requests that say they close a porting issue: asked of GitHub once an hour, kept as evidence
// where it changed. What cannot be asked now keeps what was known and is told with its reason; nothing is taken for merged in
// the meantime.

import type { LinkedPullRequest } from '../ladder/index.ts';
import type { Records } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import { clockActor } from './by-clock.ts';
import type { House } from './house.ts';
import { portingIssuesOf } from './porting-issues-of.ts';

interface Linked {
  readonly consumer: string;
  readonly pulls: readonly LinkedPullRequest[];
}

export async function readPortings(house: House): Promise<void> {
  const github = house.media.of('github');
  if (!house.policy.portingIssues || github?.linkedPulls === undefined) return;
  const hour = house.now().slice(0, 13);
  for (const { id, state } of await house.store.read((records) => records.releases())) {
    if (!['announced', 'deploying', 'verifying', 'done'].includes(state)) continue;
    const [issues, reads] = await house.store.read(async (records) => [
      portingIssuesOf(await records.deliveries(id), []),
      await records.portingReads(id),
    ]);
    const due = issues.flatMap(({ consumer, repository, number, state }) => {
      const last = reads.find((one) => one.consumer === consumer);
      return state !== 'open' || number === null || last?.triedAt.slice(0, 13) === hour
        ? []
        : [{ consumer, repository, number, readAt: last?.readAt ?? null }];
    });
    if (due.length === 0) continue;
    const answers = await github.linkedPulls(due);
    const read: Linked[] = [];
    // No event: what GitHub answers about is told below, and that it did not answer changes nothing of the release.
    await house.store.write(async (changes) => {
      for (const [at, { consumer, readAt }] of due.entries()) {
        const answer = answers[at];
        const pulls = answer !== undefined && 'pulls' in answer ? answer.pulls : null;
        if (pulls !== null && pulls.length > 0) read.push({ consumer, pulls });
        const because = answer !== undefined && 'because' in answer ? answer.because : null;
        const now = house.now();
        await changes.setPortingRead(id, { consumer, triedAt: now, readAt: pulls === null ? readAt : now, because });
      }
    });
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
