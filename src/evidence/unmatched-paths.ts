// Requests that fit no operation: by method and by what of their path may be kept, in bounded memory.

import type { UnmatchedRequests } from './evidence-batch.ts';
import { owned } from './owned.ts';
import { plainPathWords } from './plain-path-words.ts';

const mostPaths = 2_000;
export const otherPaths = '* (other paths)';

export interface UnmatchedTally {
  count(method: string, path: string, failed: boolean): void;
  result(): readonly UnmatchedRequests[];
  /** How many paths with few requests were folded together. */
  folded(): number;
}

/** `words` are those of a path that are no secret, besides the plain ones. */
export function tallyUnmatched(words: ReadonlySet<string>): UnmatchedTally {
  const paths = new Map<string, { requests: number; failed: number }>();
  let folded = 0;

  function foldRarePaths(): void {
    const rare = [...paths]
      .filter(([key]) => key !== otherPaths)
      .sort(([, a], [, b]) => a.requests - b.requests)
      .slice(0, mostPaths / 2);
    const rest = paths.get(otherPaths) ?? { requests: 0, failed: 0 };
    for (const [key, { requests, failed }] of rare) {
      rest.requests += requests;
      rest.failed += failed;
      paths.delete(key);
    }
    paths.set(otherPaths, rest);
    folded += rare.length;
  }

  return {
    count(method, path, failed) {
      const key = `${/^[A-Z]{1,20}$/.test(method) ? method : '?'} ${shapeOf(path, words)}`;
      const known = paths.get(key);
      if (known === undefined) paths.set(owned(key), { requests: 1, failed: failed ? 1 : 0 });
      else {
        known.requests += 1;
        known.failed += failed ? 1 : 0;
      }
      if (paths.size > mostPaths) foldRarePaths();
    },
    result: () => [...paths].map(unmatchedOf).sort((a, b) => b.requests - a.requests || (a.path < b.path ? -1 : 1)),
    folded: () => folded,
  };
}

/**
 * The path with only those words that are known to be none of a person and no secret: `/jo/api/users/jo/keys` →
 * `/{}/api/users/{}/keys`. How a word looks does not tell: a login may stand anywhere and be letters only.
 */
function shapeOf(path: string, words: ReadonlySet<string>): string {
  const parts = path
    .split('/')
    .slice(0, 12)
    .map((part) =>
      part === '' || /^v\d{1,2}$/i.test(part) || words.has(part) || plainPathWords.has(part.toLowerCase())
        ? part
        : '{}',
    );
  return parts.join('/').slice(0, 200) || '/';
}

function unmatchedOf([key, { requests, failed }]: readonly [
  string,
  { readonly requests: number; readonly failed: number },
]): UnmatchedRequests {
  const space = key.indexOf(' ');
  return { method: key.slice(0, space), path: key.slice(space + 1), requests, failed };
}
