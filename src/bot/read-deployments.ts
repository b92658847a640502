// What of the consumers' repositories runs in production: asked of GitHub once an hour, kept as evidence where it
// changed. What cannot be asked now keeps what was known and is told with its reason.

import { channelOf } from '../channels/index.ts';
import type { Deployment } from '../ladder/index.ts';
import type { Records } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import { clockActor } from './by-clock.ts';
import type { House } from './house.ts';
import { readRelease } from './read-release.ts';
import { watchedReleases } from './watch-ladder.ts';

export async function readDeployments(house: House): Promise<void> {
  const github = house.media.of('github');
  if (!house.policy.ladder.githubDeployments || github?.deployedVersions === undefined) return;
  const hour = house.now().slice(0, 13);
  if (house.looksTaken.get('deployments') === hour) return;
  for (const id of await house.store.read((records) => watchedReleases(house, records))) {
    const due = await house.store.read((records) => consumersToAsk(house, records, id, hour));
    if (due.length === 0) continue;
    const answers = await github.deployedVersions(due);
    const read: Deployment[] = [];
    // No event: what GitHub answers about is told below, and that it did not answer changes nothing of the release.
    await house.store.write(async (changes) => {
      for (const [at, { consumer, readAt }] of due.entries()) {
        const answer = answers[at];
        const isRead = answer !== undefined && 'deployed' in answer;
        if (isRead && answer.deployed !== null) {
          read.push({ consumer, ...answer.deployed, by: 'GitHub', source: 'github' });
        }
        const because = answer !== undefined && 'because' in answer ? answer.because : null;
        const now = house.now();
        await changes.setDeploymentRead(id, { consumer, triedAt: now, readAt: isRead ? now : readAt, because });
      }
    });
    const known = await house.store.read((records) => records.deployments(id));
    if (read.every((one) => known.some((before) => isSame(before, one)))) continue;
    await alterRelease(house, id, { actor: clockActor }, async (work) => {
      for (const deployment of read) {
        if (!(await work.changes.setDeployment(id, deployment))) continue;
        const team = house.catalog.consumers.find(({ name }) => name === deployment.consumer)?.team ?? null;
        await work.record('ladder.deployed', { ...deployment, team });
      }
    });
  }
  house.looksTaken.set('deployments', hour);
}

/** Those on the ladder that are not up yet, with a repository on GitHub, and the latest pull request of it that ports them. */
async function consumersToAsk(house: House, records: Records, id: string, hour: string) {
  const { ladder } = await readRelease(house, records, id);
  const [reads, portings] = [await records.deploymentReads(id), await records.portings(id)];
  return ladder.consumers.flatMap(({ consumer, climbed }) => {
    const repository = house.catalog.consumers.find(({ name }) => name === consumer)?.repository ?? null;
    const last = reads.find((one) => one.consumer === consumer);
    if (climbed || repository === null || !channelOf('github').address.test(repository)) return [];
    if (last?.triedAt.slice(0, 13) === hour) return [];
    const merged = (portings.find((one) => one.consumer === consumer)?.pullRequests ?? [])
      .filter((pull) => pull.mergedAt !== null && pull.repository.toLowerCase() === repository.toLowerCase())
      .toSorted((a, b) => ((a.mergedAt ?? '') < (b.mergedAt ?? '') ? -1 : 1));
    return [{ consumer, repository, pullRequest: merged.at(-1)?.number ?? null, readAt: last?.readAt ?? null }];
  });
}

function isSame(one: Deployment, other: Deployment): boolean {
  const keys = ['consumer', 'environment', 'version', 'at', 'holdsPort'] as const;
  return keys.every((key) => one[key] === other[key]);
}
