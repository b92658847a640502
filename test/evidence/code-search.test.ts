// The search in code: what it asks for, what it believes, and how it lives with GitHub's limits.

import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { readFragment } from '../../src/evidence/code-search/plan-search.ts';
import {
  evidenceOfCode,
  nothingSearched,
  planSearch,
  type SearchProgress,
  searchGithub,
} from '../../src/evidence/index.ts';
import type { OperationRef } from '../../src/rules/index.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const operation = (method: string, path: string, operationId: string | null = null): OperationRef => ({
  kind: 'path',
  method,
  path,
  name: null,
  operationId,
});
const operations = [
  operation('GET', '/packages', 'listPackages'),
  operation('POST', '/packages'),
  operation('GET', '/packages/{name}', 'getPackage'),
  operation('DELETE', '/packages/{name}'),
  operation('GET', '/packages/{name}/acls'),
  operation('GET', '/v', 'v'),
];

test('packages come first, then paths, then operation ids; what is no telling word is not asked for', () => {
  expect(planSearch(operations, ['tarn-pkgdb']).map(({ text }) => text)).toEqual([
    '"tarn-pkgdb"',
    '"/packages"',
    '"listPackages"',
    '"getPackage"',
  ]);
});

describe('a line of code names', () => {
  test.each([
    ['the operation of its path and method', "requests.get(f'{base}/packages/{name}')", ['GET /packages/{name}']],
    [
      'every method where it says none',
      "url = base + '/packages/' + name",
      ['DELETE /packages/{name}', 'GET /packages/{name}'],
    ],
    [
      'the longer of two paths',
      ['http.get(`/packages/$', '{encodeURIComponent(name)}/acls`)'].join(''),
      ['GET /packages/{name}/acls'],
    ],
    ['a template of another language', 'GET "/packages/%s/acls" % name', ['GET /packages/{name}/acls']],
    ['an operation id', 'client.getPackage(name)', ['GET /packages/{name}']],
    ['no operation by a part of a word', 'client.getPackageList(name)', []],
    ['nothing where only its words stand', 'packages = []  # all packages', []],
    ['nothing by a path that goes on as another word', "get('/packages-old')", []],
    ['the whole of it by the package alone', "import pkgdb from 'tarn-pkgdb'", ['*']],
    ['the operation rather than the whole', "import 'tarn-pkgdb'; x.getPackage(1)", ['GET /packages/{name}']],
  ])('%s', (_, line, expected) => {
    expect(readFragment(line, operations, ['tarn-pkgdb'])).toEqual(expected);
  });
});

describe('what was found', () => {
  const catalog = smallCatalog(`
teams: { releng: { email: releng@example.org } }
services: { pkgdb: { owner: releng, sdk: [tarn-pkgdb] } }
consumers:
  bodhi: { team: releng, repository: tarn/bodhi, uses: {} }
  branching: { team: releng, repository: tarn/scripts, path: branch, uses: {} }
  koji-sync: { team: releng, repository: tarn/scripts, uses: { pkgdb: ['GET /packages'] } }
  notes: { team: releng, repository: tarn/scripts, uses: { pkgdb: ['GET /packages/{name}/acls'] } }
`);
  const hit = (repository: string, path: string, ...fragments: string[]) => ({ repository, path, fragments });
  const of = (...hits: ReturnType<typeof hit>[]) => {
    const context = { service: 'pkgdb', catalog, operations, except: ['tarn/pkgdb'], at: '2026-02-20T10:00:00.000Z' };
    const { uses, notes } = evidenceOfCode(hits, context);
    return [uses.map(({ consumer, callerName, operation }) => [consumer ?? callerName, operation].join(': ')), notes];
  };
  const list = "get('/packages')";

  test('belongs to the consumer of the repository, or of the folder in it', () => {
    expect(of(hit('Tarn/Bodhi', 'x.py', list), hit('tarn/scripts', 'branch/x.py', list))).toEqual([
      ['bodhi: GET /packages', 'branching: GET /packages'],
      [],
    ]);
  });

  test('belongs to the one who declares it where several share a place, and else to nobody', () => {
    expect(of(hit('tarn/scripts', 'x.py', list), hit('tarn/scripts', 'y.py', 'client.getPackage(x)'))[0]).toEqual([
      'koji-sync: GET /packages',
      'tarn/scripts: GET /packages/{name}',
    ]);
  });

  test('makes an unknown caller of a repository that nobody has', () => {
    expect(of(hit('eve/script', 'x.py', 'use tarn-pkgdb'))).toEqual([['eve/script: *'], []]);
  });

  test('passes over the service itself, and says how much was only a guess of the search', () => {
    expect(of(hit('tarn/pkgdb', 'x.py', list), hit('eve/other', 'x.py', 'packages'))).toEqual([
      [],
      ['1 places were found that hold no path, operation id or package of pkgdb.'],
    ]);
  });

  test('is said, never seen: no requests and no environment', () => {
    const context = { service: 'pkgdb', catalog, operations, except: [], at: '2026-02-20T10:00:00.000Z' };
    expect(evidenceOfCode([hit('tarn/bodhi', 'x.py', list)], context).uses).toMatchObject([
      { requests: 0, environment: 'any', fields: null, source: 'code search', callerKey: null },
    ]);
  });
});

type Answer = (response: ServerResponse, url: URL) => void;

const found = (count: number, total = count, incomplete = false): Answer => {
  return (response, url) => {
    const page = Number(url.searchParams.get('page'));
    const items = Array.from({ length: count }, (_, index) => ({
      path: `${page}-${index}.py`,
      repository: { full_name: 'eve/script' },
      text_matches: [{ fragment: `get('/packages')` }],
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ total_count: total, incomplete_results: incomplete, items }));
  };
};
const failing = (status: number, headers: Record<string, string> = {}, message = 'no'): Answer => {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ message }));
  };
};
const hangingUp: Answer = (response) => response.destroy();
const silence: Answer = () => {};

describe('GitHub', () => {
  const queries = [
    { text: '"/packages"', what: 'the path /packages' },
    { text: '"getPackage"', what: 'the operation id getPackage' },
  ];

  /** A GitHub that answers with what it is given, one after the other, then with nothing found. */
  async function search(answers: readonly Answer[], more: { patience?: number; from?: SearchProgress } = {}) {
    const left = [...answers];
    const tokens = new Set<string>();
    const { origin, asked } = await loopbackServer((request, response) => {
      tokens.add(String(request.headers.authorization));
      (left.shift() ?? found(0))(response, new URL(request.url ?? '', 'http://localhost'));
    });
    const waits: number[] = [];
    const kept: SearchProgress[] = [];
    const end = await searchGithub(queries, more.from ?? nothingSearched, {
      scope: 'org:tarn',
      token: 'secret',
      apiUrl: origin,
      timeoutSeconds: answers.includes(silence) ? 2 : 60,
      wait: async (seconds) => {
        waits.push(seconds);
        return seconds <= (more.patience ?? 100);
      },
      keep: async (progress) => {
        kept.push(progress);
      },
    });
    const questions = asked.map((url) => {
      const { searchParams } = new URL(url, 'http://localhost');
      return `${searchParams.get('q')} ${searchParams.get('page')}`;
    });
    return { ...end, waits, kept, questions, tokens: [...tokens] };
  }

  test('is asked page by page, and progress is kept after each', async () => {
    const { progress, questions, kept, tokens, unfinishedBecause } = await search([found(100, 130), found(30, 130)]);
    expect(questions).toEqual(['"/packages" org:tarn 1', '"/packages" org:tarn 2', '"getPackage" org:tarn 1']);
    expect(progress.hits).toHaveLength(130);
    expect(kept.map(({ done, page }) => [done.length, page])).toEqual([
      [0, 2],
      [1, 1],
      [2, 1],
    ]);
    expect([tokens, unfinishedBecause]).toEqual([['token secret'], null]);
  });

  test('shows a thousand at most, and that is said', async () => {
    const { progress, questions } = await search(Array.from({ length: 10 }, () => found(100, 4000)));
    expect(questions).toHaveLength(11);
    expect(progress.notes).toEqual(['Of 4000 places that hold the path /packages GitHub shows 1000.']);
  });

  test('that gave up early is told', async () => {
    const { progress } = await search([found(1, 1, true)]);
    expect(progress.notes).toEqual(['GitHub gave up before it had searched everything for the path /packages.']);
  });

  test.each<[string, Answer, number]>([
    ['a secondary limit', failing(403, { 'retry-after': '7' }), 7],
    ['a secondary limit without a word of how long', failing(403, {}, 'You have exceeded a secondary rate limit'), 60],
    ['too many requests', failing(429, { 'retry-after': '9' }), 9],
    [
      'the limit of the minute',
      failing(403, {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '1000000030',
        date: 'Sun, 09 Sep 2001 01:46:40 GMT',
      }),
      30,
    ],
    ['a fault of its own', failing(502), 2],
    ['a line that is cut', hangingUp, 2],
    ['no answer in time', silence, 2],
  ])('that is in trouble (%s) is asked the same again after its time', async (_, trouble, seconds) => {
    const { waits, questions, progress, unfinishedBecause } = await search([trouble, found(1)]);
    expect(waits).toEqual([seconds]);
    expect(questions.slice(0, 2)).toEqual(['"/packages" org:tarn 1', '"/packages" org:tarn 1']);
    expect([progress.hits.length, unfinishedBecause]).toEqual([1, null]);
  });

  test('that asks for more patience than there is ends the search, which goes on later without asking twice', async () => {
    const first = await search([found(100, 150), failing(403, { 'retry-after': '3600' })], { patience: 60 });
    expect(first.unfinishedBecause).toBe('GitHub asks for 3600 seconds of patience (rate limit).');
    expect(first.progress).toMatchObject({ done: [], page: 2 });
    const second = await search([found(50, 150)], { from: JSON.parse(JSON.stringify(first.progress)) });
    expect(second.questions).toEqual(['"/packages" org:tarn 2', '"getPackage" org:tarn 1']);
    expect(second.progress.hits).toHaveLength(150);
  });

  test('that is down for good ends the search, unfinished', async () => {
    const { unfinishedBecause, waits } = await search(Array.from({ length: 9 }, () => failing(503)));
    expect(unfinishedBecause).toBe('GitHub answered with HTTP 503.');
    expect(waits).toEqual([2, 4, 8]);
  });

  test('that does not understand one question is told of, and the rest goes on', async () => {
    const { progress, unfinishedBecause } = await search([failing(422, {}, 'Validation Failed'), found(1)]);
    expect([progress.hits.length, unfinishedBecause]).toEqual([1, null]);
    expect(progress.notes).toEqual([
      expect.stringMatching(/^GitHub does not search for the path \/packages: Validation/),
    ]);
  });

  test.each<[string, readonly Answer[], string]>([
    [
      'a token that is none',
      [failing(401, {}, 'Bad credentials')],
      'refused the search with HTTP 401: Bad credentials',
    ],
    ['a token that may not', [failing(403, {}, 'Resource not accessible')], 'refused the search with HTTP 403'],
    ['an organisation that it cannot see', [failing(422), failing(422)], 'GitHub refused every search in org:tarn'],
  ])('refuses %s', async (_, answers, words) => {
    await expect(search(answers)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining(words),
    });
  });
});
