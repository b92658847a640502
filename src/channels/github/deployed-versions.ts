// What of a repository runs in production, by its deployments (https://docs.github.com/rest/deployments): in each of its
// production environments the newest that still stands. Whether it holds a port is asked of the repository's history and
// not of dates: a hotfix from an older branch is deployed after the merge too, and holds nothing of it.

import type { Octokit } from '@octokit/rest';
import { isNamedProduction } from '../../catalog/index.ts';
import type { DeployedAnswer, DeployedVersion, PortRef } from '../channel.ts';

/** How far back is looked: newest first. Previews of pull requests are deployments too. */
const pagesSearched = 3;
const pageSize = 100;

/** So many that fell or were replaced are asked about in one environment, before an older one is taken to stand no more. */
const attemptsSearched = 20;

/** Empty where nothing stands in production. Throws what Octokit throws. */
export async function findDeployedVersions(
  api: Octokit,
  { repository, pullRequest }: PortRef,
  signal: AbortSignal,
): Promise<DeployedAnswer> {
  const [owner = '', repo = ''] = repository.split('/');
  const where = { owner, repo, request: { signal } };
  const standing = new Map<string, DeployedVersion>();
  const attempts = new Map<string, number>();
  for (let page = 1; page <= pagesSearched; page += 1) {
    const { data } = await api.rest.repos.listDeployments({ ...where, per_page: pageSize, page });
    for (const { id, ref, sha, environment, production_environment } of data) {
      if (production_environment !== true && !isNamedProduction(environment)) continue;
      // One that only its flag says to be production is told apart by its own name.
      const place = isNamedProduction(environment) ? environment : `production (${environment})`;
      const attempt = attempts.get(place) ?? 0;
      if (standing.has(place) || attempt === attemptsSearched) continue;
      attempts.set(place, attempt + 1);
      const { data: statuses } = await api.rest.repos.listDeploymentStatuses({ ...where, deployment_id: id });
      // The latest comes first; what was replaced or torn down is `inactive`.
      const [latest] = statuses;
      if (latest?.state !== 'success') continue;
      standing.set(place, {
        environment: place,
        version: ref !== sha && (await isVersion(api, where, ref)) ? ref : null,
        at: new Date(latest.created_at).toISOString(),
        url: [latest.log_url, latest.environment_url].find((url) => /^https?:\/\//i.test(url ?? '')) ?? null,
        holdsPort: pullRequest === null ? null : await holds(api, where, pullRequest, sha),
      });
    }
    if (data.length < pageSize) return { deployed: [...standing.values()], isAll: true };
  }
  if (standing.size > 0) return { deployed: [...standing.values()], isAll: false };
  return {
    because: `Of its ${pagesSearched * pageSize} newest deployments none stands in production, and older ones are not looked at.`,
  };
}

interface Where {
  readonly owner: string;
  readonly repo: string;
  readonly request: { readonly signal: AbortSignal };
}

/** A tag that names one. Branches are called `2.x` and `1.45` too, and hold whatever is put on them. */
async function isVersion(api: Octokit, where: Where, ref: string): Promise<boolean> {
  if (!/^v?\d+(?:\.\d+)*(?:[-+.][\w.+-]*)?$/i.test(ref)) return false;
  const tag = await unlessAbsent(api.rest.git.getRef({ ...where, ref: `tags/${ref}` }));
  return tag !== null;
}

/** Null where that cannot be told: it is not merged, or a commit is gone. */
async function holds(api: Octokit, where: Where, pullRequest: number, sha: string): Promise<boolean | null> {
  const pull = await unlessAbsent(api.rest.pulls.get({ ...where, pull_number: pullRequest }));
  if (!pull?.data.merged || pull.data.merge_commit_sha === null) return null;
  const basehead = `${pull.data.merge_commit_sha}...${sha}`;
  const compared = await unlessAbsent(api.rest.repos.compareCommitsWithBasehead({ ...where, basehead, per_page: 1 }));
  return compared === null ? null : compared.data.status === 'ahead' || compared.data.status === 'identical';
}

async function unlessAbsent<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  }
}
