// Which pull requests port a consumer: those of its own repository that say, in GitHub's own words, that they close its
// porting issue. One elsewhere is no proof, since anybody may merge what is theirs; nor is a mere mention.

import type { Octokit } from '@octokit/rest';
import type { LinkedPullRequest } from '../../ladder/index.ts';
import type { IssueRef } from '../channel.ts';

/** How far back is looked: by latest change, 100 a page. */
const pagesSearched = 3;

/** Oldest first. Throws what Octokit throws. */
export async function findLinkedPulls(
  api: Octokit,
  { repository, number }: IssueRef,
  signal: AbortSignal,
): Promise<readonly LinkedPullRequest[]> {
  const [owner = '', repo = ''] = repository.split('/');
  const found: LinkedPullRequest[] = [];
  for (let page = 1; page <= pagesSearched; page += 1) {
    const { data } = await api.rest.pulls.list({
      owner,
      repo,
      state: 'all',
      sort: 'updated',
      direction: 'desc',
      per_page: 100,
      page,
      request: { signal },
    });
    for (const pull of data) {
      // As GitHub itself does: what goes to another branch closes nothing.
      const main = pull.base.repo?.default_branch ?? pull.base.ref;
      if (pull.base.ref !== main || !closes(`${pull.title}\n${pull.body ?? ''}`, repository, number)) continue;
      found.push({
        repository,
        number: pull.number,
        url: pull.html_url,
        state: pull.merged_at ? 'merged' : pull.state === 'open' ? 'open' : 'closed',
        mergedAt: pull.merged_at ? new Date(pull.merged_at).toISOString() : null,
      });
    }
    if (data.length < 100) break;
  }
  return found.toSorted((one, other) => one.number - other.number);
}

/** https://docs.github.com/issues/tracking-your-work-with-issues/linking-a-pull-request-to-an-issue */
function closes(text: string, repository: string, issue: number): boolean {
  const words =
    /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+\/[\w.-]+)?#|https?:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)\/issues\/)(\d+)\b/gi;
  return [...text.matchAll(words)].some(
    ([, short, long, number]) =>
      Number(number) === issue && (short ?? long ?? repository).toLowerCase() === repository.toLowerCase(),
  );
}
