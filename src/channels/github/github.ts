// Agenda and porting issues on GitHub through Octokit: looked for before it is made, so that a lost reply never makes a second
// one, and updated in place. Only reads and updates are tried again by Octokit itself; a creation whose fate is not
// known goes back to the outbox and is looked for first.

import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { cleanText, markdownToHtml, markdownToText } from '../../announce/index.ts';
import type { Channel, Connection, DeliveryOutcome } from '../channel.ts';
import { findDeployedVersions } from './deployed-versions.ts';
import { findLinkedPulls } from './linked-pulls.ts';
import { githubLimits, type RenderedIssue, readState, renderIssue, replaceOurPart } from './render-github.ts';

const settings = z.strictObject({
  /** A token that may read and write issues of the agenda's repository. */
  token: z.string().min(1),
  /** `https://HOST/api/v3` for a server of your own. */
  apiUrl: z.url().default('https://api.github.com'),
  /** `none` for a server of your own that has no rate limits. */
  pace: z.enum(['github', 'none']).default('github'),
  timeoutSeconds: z.number().positive().max(300).default(30),
});

export type GithubSettings = z.infer<typeof settings>;

const Client = Octokit.plugin(retry, throttling);

export const github: Channel<GithubSettings, RenderedIssue> = {
  id: 'github',
  title: 'GitHub agenda issue',
  address: /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/,
  settings: settings as z.ZodType<GithubSettings>,
  limits: githubLimits,
  render: renderIssue,
  async artefact({ title, body }) {
    return {
      extension: '.issue.md',
      contentType: 'text/markdown; charset=utf-8',
      content: `Title: ${title}\n\n${body}\n`,
    };
  },
  preview: ({ title, markdown }) => markdownToHtml(`# ${title.replace(/[\\`*_[\]<>&~|!]/g, '\\$&')}\n\n${markdown}`),
  text: ({ title, markdown }) => `${title}\n\n${markdownToText(markdown)}`,
  identify: () => null,
  connect,
};

/** How far back an issue of ours is looked for: newest first, 100 a page. */
const pagesSearched = 20;

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly open: boolean;
}

function connect(to: GithubSettings): Connection<RenderedIssue> {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const api = new Client({
    auth: to.token,
    baseUrl: to.apiUrl.replace(/\/$/, ''),
    userAgent: 'tocsin',
    log: silent,
    request: {
      retries: 1,
      fetch: (url: string, options: RequestInit) =>
        fetch(url, {
          ...options,
          signal: AbortSignal.any([
            AbortSignal.timeout(to.timeoutSeconds * 1000),
            ...(options.signal ? [options.signal] : []),
          ]),
        }),
    },
    // Waiting is the outbox's business: both handlers let the error through.
    throttle: to.pace === 'none' ? { enabled: false } : { onRateLimit: () => {}, onSecondaryRateLimit: () => {} },
  });

  return {
    async deliver(rendered, thread) {
      const [owner = '', repo = ''] = rendered.repository.split('/');
      const where = { owner, repo };
      try {
        const known = Number(thread.first?.detail.number);
        const issue = (known > 0 ? await getIssue(api, where, known) : null) ?? (await findIssue(api, where, rendered));
        const delivered =
          issue === null
            ? await createIssue(api, where, rendered)
            : await update(issue, where, rendered, thread.mayHaveBeenSent);
        return {
          outcome: 'delivered',
          receipt: { id: String(delivered.number), url: delivered.url, detail: { number: String(delivered.number) } },
        };
      } catch (error) {
        return explain(error, rendered.repository, to);
      }
    },
    async check() {
      try {
        await api.rest.rateLimit.get();
        return { ok: true, because: `${new URL(to.apiUrl).host} knows the token.` };
      } catch (error) {
        const outcome = explain(error, 'rate limit', to);
        return { ok: false, because: outcome.outcome === 'delivered' ? '' : outcome.because };
      }
    },
    linkedPulls: (issues) =>
      askEach(issues, 'pull requests', to, async (issue, signal) => ({
        pulls: await findLinkedPulls(api, issue, signal),
      })),
    deployedVersions: (ports) =>
      askEach(ports, 'deployments', to, (port, signal) => findDeployedVersions(api, port, signal)),
    async close() {},
  };

  async function update(
    issue: Issue,
    where: { owner: string; repo: string },
    rendered: RenderedIssue,
    mayHaveBeenSent: boolean,
  ): Promise<Issue> {
    const before = readState(issue.body);
    const changed =
      before === null ||
      before.verdict !== rendered.state.verdict ||
      before.start !== rendered.state.start ||
      before.standing !== rendered.state.standing ||
      before.findings !== rendered.state.findings;
    // The comment goes first: afterwards the body says the new state, and nobody would know that it is still owed.
    if (changed && !(mayHaveBeenSent && (await hasComment(api, where, issue.number, rendered.comment.marker)))) {
      await api.rest.issues.createComment({
        ...where,
        issue_number: issue.number,
        body: rendered.comment.body,
        request: { retries: 0 },
      });
    }
    const body = replaceOurPart(issue.body, rendered);
    const closes = rendered.close !== null && issue.open;
    // What we closed and what is owed again is opened again; what people closed stays closed.
    const reopens =
      !issue.open && rendered.state.standing === 'planned' && (before?.standing ?? 'planned') !== 'planned';
    if (body === issue.body && rendered.title === issue.title && !closes && !reopens) return issue;
    const { data } = await api.rest.issues.update({
      ...where,
      issue_number: issue.number,
      title: rendered.title,
      body,
      ...(closes ? { state: 'closed', state_reason: rendered.close } : {}),
      ...(reopens ? { state: 'open', state_reason: 'reopened' } : {}),
    });
    return issueOf(data);
  }
}

async function getIssue(api: Octokit, where: { owner: string; repo: string }, number: number): Promise<Issue | null> {
  try {
    return issueOf((await api.rest.issues.get({ ...where, issue_number: number })).data);
  } catch (error) {
    // Deleted or moved away: the release gets a new one.
    if ([404, 410].includes((error as { status?: number }).status ?? 0)) return null;
    throw error;
  }
}

async function findIssue(
  api: Octokit,
  where: { owner: string; repo: string },
  { marker }: RenderedIssue,
): Promise<Issue | null> {
  for (let page = 1; page <= pagesSearched; page += 1) {
    const { data } = await api.rest.issues.listForRepo({
      ...where,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 100,
      page,
    });
    const found = data.find((issue) => issue.pull_request === undefined && issue.body?.includes(marker));
    if (found !== undefined) return issueOf(found);
    if (data.length < 100) return null;
  }
  return null;
}

async function createIssue(
  api: Octokit,
  where: { owner: string; repo: string },
  { title, body }: RenderedIssue,
): Promise<Issue> {
  return issueOf((await api.rest.issues.create({ ...where, title, body, request: { retries: 0 } })).data);
}

async function hasComment(
  api: Octokit,
  where: { owner: string; repo: string },
  number: number,
  marker: string,
): Promise<boolean> {
  const comments = await api.paginate(api.rest.issues.listComments, { ...where, issue_number: number, per_page: 100 });
  return comments.some(({ body }) => body?.includes(marker));
}

function issueOf(data: {
  number: number;
  title: string;
  body?: string | null | undefined;
  html_url: string;
  state: string;
}): Issue {
  return {
    number: data.number,
    title: data.title,
    body: data.body ?? '',
    url: data.html_url,
    open: data.state === 'open',
  };
}

/** So many repositories are asked at the same time. */
const askedAtOnce = 4;

/**
 * Each has `timeoutSeconds` of its own. After so long no further one is begun: its answer is null, and its turn comes
 * another time, when those that hung have had theirs. Where GitHub answered nobody, or asks for patience, that is the
 * answer to the rest.
 */
async function askEach<Ref extends { readonly repository: string }, Answer>(
  refs: readonly Ref[],
  what: Asked,
  to: GithubSettings,
  find: (ref: Ref, signal: AbortSignal) => Promise<Answer>,
): Promise<readonly (Answer | { readonly because: string } | null)[]> {
  const over = AbortSignal.timeout(to.timeoutSeconds * 1000);
  const answers: (Answer | { readonly because: string } | null)[] = refs.map(() => null);
  const left = refs.map((ref, at) => ({ ref, at }));
  const host = new URL(to.apiUrl).host;
  const hung = { because: `GitHub at ${host} did not answer within ${to.timeoutSeconds} seconds.` };
  let patience: string | null = null;
  const ask = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { ref, at } = next;
      if (patience !== null) answers[at] = { because: patience };
      if (patience !== null || over.aborted) continue;
      const signal = AbortSignal.timeout(to.timeoutSeconds * 1000);
      try {
        answers[at] = await find(ref, signal);
      } catch (error) {
        if (signal.aborted) {
          answers[at] = hung;
          continue;
        }
        const outcome = explain(error, ref.repository, to, what);
        if (outcome.outcome === 'delivered') continue;
        answers[at] = { because: outcome.because };
        if (outcome.outcome === 'later' && outcome.retryAfterSeconds !== null) patience = outcome.because;
      }
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, ask));
  const isHanging = answers.every((answer) => answer === null || answer === hung);
  return isHanging ? answers.map(() => hung) : answers;
}

type Asked = 'issue' | 'pull requests' | 'deployments';

function explain(error: unknown, repository: string, to: GithubSettings, what: Asked = 'issue'): DeliveryOutcome {
  const where = cleanText(repository, 140);
  const host = new URL(to.apiUrl).host;
  const { status, message, response } = error as {
    status?: number;
    message?: string;
    response?: { headers?: Record<string, string | number | undefined> };
  };
  const said = cleanText((message ?? '').replaceAll(to.token, '…').replace(/ - https?:\S+/g, ''), 200);
  const headers = response?.headers ?? {};
  const reached = status !== undefined && response !== undefined;
  if (!reached || status >= 500) {
    return {
      outcome: 'later',
      because: reached
        ? `GitHub at ${host} answered with HTTP ${status}.`
        : `GitHub at ${host} cannot be reached: ${said}`,
      retryAfterSeconds: seconds(headers['retry-after']),
      isAway: !reached,
    };
  }
  const exhausted = String(headers['x-ratelimit-remaining'] ?? '') === '0';
  if (
    status === 429 ||
    (status === 403 && (exhausted || headers['retry-after'] !== undefined || /rate limit/i.test(said)))
  ) {
    const untilReset = seconds(headers['x-ratelimit-reset']);
    const wait =
      seconds(headers['retry-after']) ?? (exhausted && untilReset !== null ? resetIn(untilReset, headers.date) : 60);
    return {
      outcome: 'later',
      because: `GitHub asks for ${wait} seconds of patience (rate limit).`,
      retryAfterSeconds: wait,
    };
  }
  if (status === 401) {
    return {
      outcome: 'refused',
      because: `GitHub does not accept the token (${said}).`,
      hint: 'Give a valid token in the settings of the GitHub channel, then run `tocsin doctor`.',
    };
  }
  const hints: Readonly<Record<number, string>> = {
    403:
      what === 'issue' ? `Let the token read and write issues of ${where}.` : `Let the token read ${what} of ${where}.`,
    404: `Check that ${where} exists and that the token may see it.`,
    410: `Turn issues on in ${where}, or name another repository.`,
    422: 'This is a fault of tocsin or of a template: please report it.',
  };
  return {
    outcome: 'refused',
    because: `GitHub refused the ${what} in ${where} with HTTP ${status}: ${said}`,
    hint: hints[status] ?? 'Look the status up in GitHub’s documentation of issues.',
  };
}

function seconds(header: string | number | undefined): number | null {
  const value = Number(header);
  return header !== undefined && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Seconds from the answer's own date to the epoch second at which the limit is lifted; a minute where it says none. */
function resetIn(epochSeconds: number, date: string | number | undefined): number {
  const sent = Date.parse(String(date ?? ''));
  return Number.isNaN(sent) ? 60 : Math.max(1, epochSeconds - Math.floor(sent / 1000));
}
