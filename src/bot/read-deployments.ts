// What of the consumers' repositories runs in production, by their deployments on GitHub.

import { channelOf, type DeployedAnswer, type PortRef } from '../channels/index.ts';
import type { Deployment } from '../ladder/index.ts';
import { alterRelease } from './alter-release.ts';
import { clockActor } from './by-clock.ts';
import { readRelease } from './read-release.ts';
import type { RepositoryQuestion } from './repository-question.ts';

type Told = Exclude<DeployedAnswer, { readonly because: string }>;

export const deployedVersions: RepositoryQuestion<PortRef, Told> = {
  name: 'deployments',
  askerOf: (house) => (house.policy.ladder.githubDeployments && house.media.of('github')?.deployedVersions) || null,
  /** Those on the ladder that are not up yet, and the latest pull request of their repository that ports them. */
  async whom(house, records, release) {
    const { ladder } = await readRelease(house, records, release);
    const portings = await records.portings(release);
    return ladder.consumers.flatMap(({ consumer, climbed }) => {
      const repository = house.catalog.consumers.find(({ name }) => name === consumer)?.repository ?? null;
      if (climbed || repository === null || !channelOf('github').address.test(repository)) return [];
      const merged = (portings.find((one) => one.consumer === consumer)?.pullRequests ?? [])
        .filter((pull) => pull.mergedAt !== null && pull.repository.toLowerCase() === repository.toLowerCase())
        .toSorted((a, b) => ((a.mergedAt ?? '') < (b.mergedAt ?? '') ? -1 : 1));
      return [{ consumer, ref: { repository, pullRequest: merged.at(-1)?.number ?? null } }];
    });
  },
  reads: (records, release) => records.deploymentReads(release),
  setRead: (changes, release, read) => changes.setDeploymentRead(release, read),
  async keep(house, release, told) {
    const known = await house.store.read((records) => records.deployments(release));
    const fromGithub = known.filter(({ source }) => source === 'github');
    const read = told.flatMap(({ consumer, answer }) =>
      answer.deployed.map((one): Deployment => ({ consumer, ...one, by: 'GitHub', source: 'github' })),
    );
    // A place that was torn down is none where the port is missing.
    const gone = fromGithub.filter(({ consumer, environment }) =>
      told.some(
        ({ consumer: name, answer }) =>
          name === consumer && answer.isAll && !answer.deployed.some((one) => one.environment === environment),
      ),
    );
    const fresh = read.filter((one) => !known.some((before) => isSame(before, one)));
    if (fresh.length === 0 && gone.length === 0) return;
    await alterRelease(house, release, { actor: clockActor }, async (work) => {
      const teamOf = (consumer: string) => house.catalog.consumers.find(({ name }) => name === consumer)?.team ?? null;
      for (const deployment of fresh) {
        if (!(await work.changes.setDeployment(release, deployment))) continue;
        await work.record('ladder.deployed', { ...deployment, team: teamOf(deployment.consumer) });
      }
      for (const { consumer, environment } of gone) {
        if (!(await work.changes.dropDeployments(release, consumer, environment))) continue;
        await work.record('ladder.undeployed', { consumer, environment, team: teamOf(consumer) });
      }
    });
  },
};

function isSame(one: Deployment, other: Deployment): boolean {
  const keys = ['consumer', 'environment', 'version', 'at', 'holdsPort'] as const;
  return keys.every((key) => one[key] === other[key]);
}
