// What of a repository runs in production, by its deployments (https://docs.github.com/rest/deployments): the newest that
// still stands. Whether it holds a port is asked of the repository's history and not of dates: a hotfix from an older
// branch is deployed after the merge too, and holds nothing of it.

import type { Octokit } from '@octokit/rest';
import { isNamedProduction } from '../../catalog/index.ts';
import type { DeployedVersion, PortRef } from '../channel.ts';

/** How far back is looked: newest first, 100 a page. Previews of pull requests are deployments too. */
const pagesSearched = 3;

/** Null where nothing stands in production. Throws what Octokit throws. */
export async function findDeployedVersion(
  api: Octokit,
  { repository, pullRequest }: PortRef,
  signal: AbortSignal,
): Promise<DeployedVersion | null> {
  const [owner = '', repo = ''] = repository.split('/');
  const where = { owner, repo, request: { signal } };
  for (let page = 1; page <= pagesSearched; page += 1) {
    const { data } = await api.rest.repos.listDeployments({ ...where, per_page: 100, page });
    for (const { id, ref, sha, environment, production_environment } of data) {
      if (production_environment !== true && !isNamedProduction(environment)) continue;
      const { data: statuses } = await api.rest.repos.listDeploymentStatuses({ ...where, deployment_id: id });
      // The latest comes first; what was replaced or torn down is `inactive`.
      const [latest] = statuses;
      if (latest?.state !== 'success') continue;
      return {
        environment: isNamedProduction(environment) ? environment : 'production',
        version: isVersion(ref) && ref !== sha ? ref : null,
        at: new Date(latest.created_at).toISOString(),
        url: [latest.log_url, latest.environment_url].find((url) => /^https?:\/\//i.test(url ?? '')) ?? null,
        holdsPort: pullRequest === null ? null : await holds(api, where, pullRequest, sha),
      };
    }
    if (data.length < 100) break;
  }
  return null;
}

/** A tag that names one, not a branch. */
function isVersion(ref: string): boolean {
  return /^v?\d+(?:\.\d+)*(?:[-+.][\w.+-]*)?$/i.test(ref);
}

/** Null where that cannot be told: it is not merged, or a commit is gone. */
async function holds(
  api: Octokit,
  where: { owner: string; repo: string; request: { signal: AbortSignal } },
  pullRequest: number,
  sha: string,
): Promise<boolean | null> {
  try {
    const { data: pull } = await api.rest.pulls.get({ ...where, pull_number: pullRequest });
    if (!pull.merged || pull.merge_commit_sha === null) return null;
    const basehead = `${pull.merge_commit_sha}...${sha}`;
    const { data } = await api.rest.repos.compareCommitsWithBasehead({ ...where, basehead, per_page: 1 });
    return data.status === 'ahead' || data.status === 'identical';
  } catch (error) {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  }
}
