// What became of the pull requests that say they close a porting issue.

import type { IssueRef, LinkedPulls } from '../channels/index.ts';
import type { LinkedPullRequest } from '../ladder/index.ts';
import type { Records } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import { clockActor } from './by-clock.ts';
import { portingIssuesOf } from './porting-issues-of.ts';
import type { RepositoryQuestion } from './repository-question.ts';

interface Linked {
  readonly consumer: string;
  readonly pulls: readonly LinkedPullRequest[];
}

type Told = Exclude<LinkedPulls, { readonly because: string }>;

export const linkedPulls: RepositoryQuestion<IssueRef, Told> = {
  name: 'portings',
  askerOf: (house) => (house.policy.portingIssues && house.media.of('github')?.linkedPulls) || null,
  async whom(_, records, release) {
    return portingIssuesOf(await records.deliveries(release), []).flatMap(({ consumer, repository, number, state }) =>
      state !== 'open' || number === null ? [] : [{ consumer, ref: { repository, number } }],
    );
  },
  reads: (records, release) => records.portingReads(release),
  setRead: (changes, release, read) => changes.setPortingRead(release, read),
  async keep(house, release, told) {
    const read = told.flatMap(({ consumer, answer: { pulls } }) => (pulls.length === 0 ? [] : [{ consumer, pulls }]));
    const changed = await house.store.read((records) => changedSince(records, release, read));
    if (changed.length === 0) return;
    await alterRelease(house, release, { actor: clockActor }, async (work) => {
      for (const { consumer, pulls } of await changedSince(work.changes, release, read)) {
        await work.changes.setPorting(release, { consumer, pullRequests: pulls, readAt: house.now() });
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
  },
};

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
