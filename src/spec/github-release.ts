// `github:owner/repo@v1.2:path`: a document as a tag, release, branch or commit on GitHub has it, without a clone.

import { isAbsolute, posix } from 'node:path';
import { TocsinError } from '../base/index.ts';
import type { LoadLimits } from './load-limits.ts';
import { networkFault } from './network-fault.ts';
import {
  malformedReference,
  notAllowed,
  type Place,
  pathFrom,
  referencePath,
  schemeOf,
  unknownScheme,
} from './place.ts';
import { readStream } from './read-stream.ts';
import type { RemoteAccess } from './remote-access.ts';

export interface GithubAccess {
  /** Null for public repositories, at GitHub's lower rate. */
  readonly token: string | null;
  /** `https://api.github.com` unless an Enterprise Server is meant. */
  readonly baseUrl: string | null;
}

export interface GithubName {
  readonly owner: string;
  readonly repo: string;
  /** Tag, branch or commit; null for the default branch. */
  readonly ref: string | null;
  readonly path: string;
}

/** Null where the text is not of the form `github:owner/repo[@ref]:path`. */
export function parseGithubName(name: string): GithubName | null {
  const match = /^github:([\w.-]+)\/([\w.-]+)(?:@([^:]+))?:\/?(.+)$/.exec(name);
  if (match === null) return null;
  const [, owner = '', repo = '', ref = null, path = ''] = match;
  return { owner, repo, ref, path: posix.normalize(path) };
}

export function githubPlace(name: GithubName, access: GithubAccess, remote: RemoteAccess): Place {
  const { owner, repo, ref, path } = name;
  const label = `github:${owner}/${repo}${ref === null ? '' : `@${ref}`}:${path}`;
  return {
    id: label,
    label,
    read: (limits) => readContent(name, label, access, limits),
    follow(reference) {
      const scheme = schemeOf(reference);
      if (scheme === 'http' || scheme === 'https') return remote.place(reference);
      if (scheme !== null) return unknownScheme(reference);
      const decoded = referencePath(reference);
      if (decoded === null || decoded.includes('\0')) return malformedReference(reference);
      const target = pathFrom(path, decoded);
      if (isAbsolute(decoded) || target.startsWith('../')) {
        return notAllowed(reference, 'it leads out of the repository', 'Keep shared documents inside it.');
      }
      return githubPlace({ ...name, path: target }, access, remote);
    },
  };
}

async function readContent(
  { owner, repo, ref, path }: GithubName,
  label: string,
  { token, baseUrl }: GithubAccess,
  limits: LoadLimits,
): Promise<Uint8Array> {
  const { Octokit } = await import('@octokit/rest');
  const request = { signal: AbortSignal.timeout(limits.timeoutSeconds * 1000), redirect: 'error' } as const;
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const octokit = new Octokit({
    userAgent: 'tocsin',
    log: silent,
    ...(token !== null && { auth: token }),
    ...(baseUrl !== null && { baseUrl }),
  });
  try {
    // The raw media type gives files of up to 100 MB (otherwise 1 MB); the body stays a stream, so that the limit is
    // kept while it is read. A redirect would lead to a host that nobody has named.
    const { data } = await octokit.rest.repos.getContent({
      owner,
      repo,
      path,
      ...(ref !== null && { ref }),
      mediaType: { format: 'raw' },
      request: { ...request, parseSuccessResponseBody: false },
    });
    return await readStream(data as unknown as ReadableStream<Uint8Array>, label, limits);
  } catch (cause) {
    if (cause instanceof TocsinError) throw cause;
    const { status } = cause as { status?: number };
    // GitHub says the same of a file that is not there and of a repository that one may not see.
    const isCommit = () =>
      octokit.rest.repos
        .getCommit({ owner, repo, ref: ref ?? 'HEAD', mediaType: { format: 'sha' }, request })
        .then(() => true)
        .catch(() => false);
    throw status === 404 && (await isCommit()) ? noFile(label, ref) : refused(label, cause, { token, baseUrl }, limits);
  }
}

function noFile(label: string, ref: string | null): TocsinError {
  const sentence = `${label} cannot be read: ${ref ?? 'the default branch'} has no such file.`;
  return new TocsinError('spec-missing', sentence, { hint: 'Check the path.' });
}

function refused(label: string, cause: unknown, { token, baseUrl }: GithubAccess, limits: LoadLimits): TocsinError {
  const { status, message, response } = cause as {
    status?: number;
    message: string;
    response?: { headers?: Record<string, string | undefined> };
  };
  const say = (reason: string, hint?: string) =>
    new TocsinError('spec-unreadable', `${label} cannot be read: ${reason}.`, { hint, cause });
  const exhausted = response?.headers?.['x-ratelimit-remaining'] === '0';
  if (status === 429 || (status === 403 && exhausted)) {
    return say('GitHub’s rate limit is used up', 'Wait, or give a token in GITHUB_TOKEN for a higher limit.');
  }
  if (status === 401) return say('GitHub does not accept the token', 'Check GITHUB_TOKEN.');
  if (status === 403) return say('the token may not read this repository', 'Give it read access to contents.');
  if (status === 404) {
    const hint = 'Check owner, repository and tag.';
    return say(
      'GitHub shows no such commit',
      token === null ? `${hint} A private repository needs GITHUB_TOKEN.` : hint,
    );
  }
  if (message === 'unexpected redirect') return say('GitHub redirects it', 'The repository may have been renamed.');
  const unanswered = networkFault(cause, new URL(baseUrl ?? 'https://api.github.com'));
  if (unanswered !== null) return say(unanswered, 'Check the network, and GITHUB_API_URL where one is set.');
  const isTimeout = [cause, (cause as Error).cause].some(
    (each) => (each as Error | undefined)?.name === 'TimeoutError',
  );
  return say(isTimeout ? `no complete answer within ${limits.timeoutSeconds} s` : message);
}
