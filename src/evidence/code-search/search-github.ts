// GitHub's code search through Octokit: ten questions a minute, a thousand answers each, and any of them may be put
// off. How far the search has come is told after every page, so that a search that was cut off goes on where it was;
// waiting is the caller's, who knows how much patience there is.
// https://docs.github.com/en/rest/search/search#search-code

import { Octokit } from '@octokit/rest';
import { TocsinError } from '../../base/index.ts';
import type { SearchQuery } from './plan-search.ts';

export interface CodeHit {
  /** `owner/name` */
  readonly repository: string;
  readonly path: string;
  /** Pieces of the file around what was found. */
  readonly fragments: readonly string[];
}

/** How far a search has come; plain data, to be kept between two runs. */
export interface SearchProgress {
  /** Queries that are done, by their text. */
  readonly done: readonly string[];
  /** The page that comes next of the query that is under way. */
  readonly page: number;
  readonly hits: readonly CodeHit[];
  readonly notes: readonly string[];
}

export const nothingSearched: SearchProgress = { done: [], page: 1, hits: [], notes: [] };

export interface SearchOptions {
  /** `org:tarn repo:other/thing`: where to look. */
  readonly scope: string;
  readonly token: string;
  /** `https://api.github.com` */
  readonly apiUrl: string;
  readonly timeoutSeconds?: number;
  /** Called after each page, before the next one is asked for. */
  keep(progress: SearchProgress): Promise<void>;
  /** False where nobody wants to wait so long: then the search ends there, unfinished. */
  wait(seconds: number, because: string): Promise<boolean>;
}

export interface SearchEnd {
  readonly progress: SearchProgress;
  /** Null where everything was searched; otherwise why not, and it may go on later. */
  readonly unfinishedBecause: string | null;
}

const pageSize = 100;
const pagesAnswered = 10;
const attempts = 4;

/** @throws TocsinError `not-allowed` where GitHub does not accept the token or refuses the search as a whole */
export async function searchGithub(
  queries: readonly SearchQuery[],
  from: SearchProgress,
  options: SearchOptions,
): Promise<SearchEnd> {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const api = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/$/, ''),
    userAgent: 'tocsin',
    log: silent,
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout((options.timeoutSeconds ?? 30) * 1000) }),
    },
  });
  let progress = from;
  let refused = 0;
  for (const query of queries) {
    if (progress.done.includes(query.text)) continue;
    for (let page = progress.page; ; page += 1) {
      const answer = await ask(query, page);
      if ('unfinishedBecause' in answer) return { progress, unfinishedBecause: answer.unfinishedBecause };
      const more = answer.isFull && page < pagesAnswered;
      refused += answer.isRefused ? 1 : 0;
      progress = {
        done: more ? progress.done : [...progress.done, query.text],
        page: more ? page + 1 : 1,
        hits: [...progress.hits, ...answer.hits],
        notes: [...progress.notes, ...answer.notes],
      };
      await options.keep(progress);
      if (!more) break;
    }
  }
  if (refused > 0 && refused === queries.length) {
    throw new TocsinError('not-allowed', `GitHub refused every search in ${options.scope}: ${progress.notes.at(-1)}`, {
      hint: 'Check that the organisation or repository exists and that the token may see it.',
    });
  }
  return { progress, unfinishedBecause: null };

  async function ask(
    { text, what }: SearchQuery,
    page: number,
  ): Promise<Page | { readonly unfinishedBecause: string }> {
    let because = '';
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        const { data } = await api.rest.search.code({
          q: `${text} ${options.scope}`,
          per_page: pageSize,
          page,
          headers: { accept: 'application/vnd.github.text-match+json' },
        });
        const notes = [
          ...(data.incomplete_results ? [`GitHub gave up before it had searched everything for ${what}.`] : []),
          ...(page === pagesAnswered && data.total_count > pageSize * pagesAnswered
            ? [`Of ${data.total_count} places that hold ${what} GitHub shows ${pageSize * pagesAnswered}.`]
            : []),
        ];
        const hits = data.items.map(
          (item): CodeHit => ({
            repository: item.repository.full_name,
            path: item.path,
            fragments: (item.text_matches ?? []).flatMap(({ fragment }) => fragment ?? []),
          }),
        );
        return { hits, notes, isFull: data.items.length === pageSize, isRefused: false };
      } catch (error) {
        const { status, message } = error as { status?: number; message: string };
        if (status === 422) {
          const notes = [`GitHub does not search for ${what}: ${firstLine(message)}`];
          return { hits: [], notes, isFull: false, isRefused: true };
        }
        const patience = patienceFor(error, attempt);
        if (patience === null) throw refusalOf(error, options);
        because = patience.because;
        const isLast = attempt === attempts;
        if (isLast || !(await options.wait(patience.seconds, because))) break;
      }
    }
    return { unfinishedBecause: because };
  }
}

interface Page {
  readonly hits: readonly CodeHit[];
  readonly notes: readonly string[];
  readonly isFull: boolean;
  readonly isRefused: boolean;
}

/**
 * How long to wait before the same question is asked again; null where waiting does not help. A limit says so in
 * `retry-after`, or by `x-ratelimit-remaining: 0` and the moment of its end; otherwise a minute is enough.
 */
function patienceFor(error: unknown, attempt: number): { readonly seconds: number; readonly because: string } | null {
  const { status, message, response } = error as {
    status?: number;
    message: string;
    response?: { headers: Readonly<Record<string, string | number | undefined>> };
  };
  const headers = response?.headers ?? {};
  const isLimit =
    status === 429 ||
    (status === 403 &&
      (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit|abuse/i.test(message)));
  if (isLimit) {
    const seconds = numberIn(headers['retry-after']) ?? untilReset(headers) ?? 60;
    return { seconds, because: `GitHub asks for ${seconds} seconds of patience (rate limit).` };
  }
  // Octokit gives what never reached GitHub, or was cut off, the status 500 without an answer.
  if (response === undefined || status === undefined || status >= 500) {
    const seconds = 2 ** attempt;
    const what = response === undefined ? 'did not answer' : `answered with HTTP ${status}`;
    return { seconds, because: `GitHub ${what}.` };
  }
  return null;
}

function refusalOf(error: unknown, { apiUrl }: SearchOptions): TocsinError {
  const { status, message } = error as { status?: number; message: string };
  const host = URL.parse(apiUrl)?.host ?? apiUrl;
  return new TocsinError('not-allowed', `${host} refused the search with HTTP ${status}: ${firstLine(message)}`, {
    hint: 'Give a token in GITHUB_TOKEN that may read the code of these repositories.',
    cause: error,
  });
}

function untilReset(headers: Readonly<Record<string, string | number | undefined>>): number | null {
  const reset = numberIn(headers['x-ratelimit-reset']);
  const sent = Date.parse(String(headers.date ?? ''));
  return reset === null || Number.isNaN(sent) ? null : Math.max(1, reset - Math.floor(sent / 1000));
}

function numberIn(header: string | number | undefined): number | null {
  const value = Number(header);
  return header !== undefined && Number.isFinite(value) && value >= 0 ? value : null;
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/ - https?:\S+$/, '') ?? message;
}
