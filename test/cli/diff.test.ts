import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/rules/index.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { emptyRepository, type Files } from '../support/repository.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const specs = fileURLToPath(new URL('../../examples/pkgdb2/specs/', import.meta.url));
const before = join(specs, 'pkgdb-1.yaml');
const after = join(specs, 'pkgdb-2.yaml');

async function diffJson(...args: string[]): Promise<{ status: number | null; comparison: Comparison }> {
  const { status, stdout } = await runCli(['diff', ...args, '--json']);
  return { status, comparison: JSON.parse(stdout) as Comparison };
}

describe('tocsin diff', () => {
  it('says what breaks, where, and exits with 1', async () => {
    const { status, stdout, stderr } = await runCli(['diff', before, after]);
    expect(status).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^✖ Package database 2\.0\.0 breaks the API: \d+ breaking changes in \d+ places since\s+1\.9\.4\./,
    );
    expect(stdout).toMatch(/POST \/collections\/\{branch\}\/mass-branch is gone\n.*\n\s+\S*pkgdb-1\.yaml:422:5/);
  });

  it.each(['text', 'markdown', 'github', 'html'])(
    'lets no document steer a terminal or turn text round: %s',
    async (format) => {
      const folder = await temporaryFolder();
      const steering = '\u001b[2J \u202e \u009b2J';
      const api = (paths: object) => ({ openapi: '3.1.0', info: { title: steering, version: steering }, paths });
      const get = { get: { responses: { 204: { description: 'x' } } } };
      await writeFile(join(folder, 'a.json'), JSON.stringify(api({ [`/${steering}`]: get, '/b': get })));
      await writeFile(join(folder, 'b.json'), JSON.stringify(api({ '/b': get })));
      const { status, stdout } = await runCli(['diff', 'a.json', 'b.json', '--format', format, '--color'], {
        cwd: folder,
      });
      expect(status).toBe(1);
      expect(stdout).toContain('\\u001b[2J \\u202e \\u009b2J');
      for (const raw of ['\u001b[2J', '\u202e', '\u009b']) expect(stdout).not.toContain(raw);
    },
  );

  it('finds each kind of break that was written into the example', async () => {
    const { status, comparison } = await diffJson(before, after);
    expect(status).toBe(1);
    const breaking = comparison.findings
      .filter(({ severity }) => severity === 'breaking')
      .map(({ operation, subject }) => `${operation?.method} ${operation?.path} ${subject}`.trimEnd());
    for (const expected of [
      'GET /lists/bugzilla',
      'POST /collections/{branch}/mass-branch',
      'GET /packages query.status',
      'GET /packages query.limit',
      'GET /packages 200.header.X-Total-Count',
      'GET /packages 200.body.packages',
      'GET /packages/{name} 200.body.shouldopen',
      'GET /packages/{name} 200.body.listings[].owner',
      'GET /collections 200.body.collections[].version',
      'POST /collections 201',
      'POST /packages body.review_url',
      'POST /packages body',
      'GET /lists/vcs 200.body',
      'GET /lists/notify security',
    ])
      expect(breaking).toContain(expected);
  });

  it('finds the one break of the account system that nobody meant', async () => {
    const { comparison } = await diffJson(join(specs, 'fas-before.yaml'), join(specs, 'fas-after.yaml'));
    expect(comparison.causes.filter(({ severity }) => severity === 'breaking')).toHaveLength(1);
    expect(comparison.findings.filter(({ severity }) => severity === 'breaking').map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['200.body.members[].sponsor']),
    );
  });

  it('fails on risky changes only where that is asked for', async () => {
    const folder = await emptyFolder();
    const document = (answers: string) => `openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /items:
    get:
      responses: { ${answers} }
`;
    await writeFile(join(folder, 'a.yaml'), document("'204': { description: None }"));
    await writeFile(join(folder, 'b.yaml'), document("'204': { description: None }, '202': { description: Later }"));
    expect((await runCli(['diff', 'a.yaml', 'b.yaml'], { cwd: folder })).status).toBe(0);
    expect((await runCli(['diff', 'a.yaml', 'b.yaml', '--fail-on', 'risky'], { cwd: folder })).status).toBe(1);
    expect((await runCli(['diff', before, after, '--fail-on', 'never'])).status).toBe(0);
  });

  it('calls a document identical to itself, and exits with 0', async () => {
    const { status, comparison } = await diffJson(before, before);
    expect({ status, verdict: comparison.verdict }).toEqual({ status: 0, verdict: 'identical' });
  });

  it('reads one side from standard input', async () => {
    const { status, stdout } = await runCli(['diff', before, '-', '--json'], { stdin: await readFile(after, 'utf8') });
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as Comparison).revision.source).toBe('-');
  });

  it('reads one side from git', async () => {
    const { folder, commit, write } = await emptyRepository();
    await commit('one', { 'api.yaml': await readFile(before, 'utf8') });
    await write({ 'api.yaml': await readFile(after, 'utf8') });
    const { status, stdout } = await runCli(['diff', 'HEAD:api.yaml', 'api.yaml', '--json'], { cwd: folder });
    expect(status).toBe(1);
    const { base, findings } = JSON.parse(stdout) as Comparison;
    expect(base).toMatchObject({ source: 'HEAD:api.yaml', version: '1.9.4' });
    expect(findings.find(({ rule }) => rule === 'operation-removed')?.base).toMatchObject({ source: 'HEAD:api.yaml' });
  });

  it('counts everything as new where the base may lack the document, and says how where it may not', async () => {
    const { folder, git, commit, write } = await emptyRepository();
    await commit('nothing yet');
    await write({ 'api.yaml': await readFile(before, 'utf8') });
    const diff = (...args: string[]) =>
      runCli(['diff', 'HEAD:api.yaml', 'api.yaml', '--json', ...args], { cwd: folder });

    const strict = await diff();
    expect(strict.status).toBe(3);
    expect((JSON.parse(strict.stdout) as Comparison).problems[0]?.hint).toContain('--base-may-be-missing');

    const { status, stdout } = await diff('--base-may-be-missing');
    expect(status).toBe(0);
    const { verdict, summary, problems, semver } = JSON.parse(stdout) as Comparison;
    expect({ verdict, breaking: summary.breaking, complaint: semver.complaint }).toEqual({
      verdict: 'compatible',
      breaking: 0,
      complaint: null,
    });
    expect(problems[0]).toMatchObject({ code: 'base-missing', hides: false });

    git('checkout', '-q', '--orphan', 'other');
    const noCommit = await runCli(['diff', 'nowhere:api.yaml', 'api.yaml', '--base-may-be-missing'], {
      cwd: folder,
    });
    expect(noCommit.status).toBe(3);
  });

  it('counts everything as new where CI gives zeros, since nothing was pushed before', async () => {
    const { diff } = await repositoryWith({ 'api.yaml': await readFile(before, 'utf8') });
    const zeros = `${'0'.repeat(40)}:api.yaml`;
    const strict = await diff(zeros, 'api.yaml');
    expect(strict).toMatchObject({ status: 3, problem: { hint: expect.stringContaining('before a first push') } });
    expect(strict.problem?.hint).toContain('--base-may-be-missing');
    expect(await diff(zeros, 'api.yaml', '--base-may-be-missing')).toMatchObject({
      status: 0,
      problem: { code: 'base-missing' },
    });
  });

  it('judges a removed document as the removal of its operations, where it is said to be meant', async () => {
    const { git, diff } = await repositoryWith({ 'api.yaml': await readFile(before, 'utf8') });
    git('rm', '-q', 'api.yaml');
    const strict = await diff('HEAD:api.yaml', 'api.yaml', '--base-may-be-missing');
    expect(strict.status).toBe(3);
    expect(strict.problem?.hint).toContain('--revision-may-be-missing');
    expect(strict.problem?.hint).not.toContain('--base-may-be-missing');

    const meant = await diff('HEAD:api.yaml', 'api.yaml', '--revision-may-be-missing');
    expect(meant).toMatchObject({ status: 1, problem: { code: 'revision-missing' } });
    const { findings, revision, semver } = meant.comparison;
    const alarms = findings.filter(({ severity }) => severity !== 'safe');
    expect(new Set(alarms.map(({ rule }) => rule))).toEqual(new Set(['operation-removed']));
    expect({ source: revision.source, complaint: semver.complaint }).toEqual({ source: 'api.yaml', complaint: null });

    const accepted = ['--revision-may-be-missing', '--severity', 'operation-removed=risky'];
    expect((await diff('HEAD:api.yaml', 'api.yaml', ...accepted)).comparison.verdict).toBe('risky');
    const sunset = await repositoryWith({ 'api.yaml': deprecated });
    sunset.git('rm', '-q', 'api.yaml');
    const kept = await sunset.diff('HEAD:api.yaml', 'api.yaml', '--revision-may-be-missing', '--as-of', '2026-06-02');
    expect(kept).toMatchObject({ status: 0, comparison: { verdict: 'risky' } });
  });

  it('names the path to which a document was moved, and compares with it where a side may be missing', async () => {
    const { git, diff } = await repositoryWith({ 'old.yaml': deprecated });
    git('mv', 'old.yaml', 'new.yaml');
    const at = await diff('HEAD:old.yaml', 'old.yaml');
    expect(at).toMatchObject({ status: 3, problem: { hint: 'Git says that it was moved: compare with new.yaml.' } });
    const from = await diff('HEAD:new.yaml', 'new.yaml');
    expect(from).toMatchObject({ status: 3, problem: { hint: expect.stringContaining('compare with HEAD:old.yaml') } });

    const never = await diff('HEAD:never.yaml', 'new.yaml');
    expect(never.problem?.hint).toBe('Git says that new.yaml was moved: compare with HEAD:old.yaml.');

    git('commit', '-qm', 'moved');
    for (const [base, revision, flag, code] of [
      ['HEAD~1:new.yaml', 'new.yaml', '--base-may-be-missing', 'base-moved'],
      ['HEAD~1:old.yaml', 'HEAD:old.yaml', '--revision-may-be-missing', 'revision-moved'],
    ] as const) {
      const followed = await diff(base, revision, flag);
      expect(followed).toMatchObject({ status: 0, problem: { code }, comparison: { verdict: 'identical' } });
    }
  });

  it('counts everything as new also beside a file or an address that is not there yet, and only there', async () => {
    const missing = await serve(404);
    const broken = await serve(500);
    try {
      const diff = async (base: string) => {
        const { status, stdout } = await runCli(['diff', base, before, '--json', '--base-may-be-missing']);
        return { status, code: (JSON.parse(stdout) as Comparison).problems[0]?.code };
      };
      expect(await diff('not there/yet.yaml')).toEqual({ status: 0, code: 'base-missing' });
      expect(await diff(missing.url)).toEqual({ status: 0, code: 'base-missing' });
      expect(await diff(broken.url)).toEqual({ status: 3, code: 'spec-unreadable' });
    } finally {
      missing.close();
      broken.close();
    }
  });

  it('records the day as of which it judged', async () => {
    expect((await diffJson(before, after, '--as-of', '2026-01-02')).comparison.asOf).toBe('2026-01-02');
    expect((await diffJson(before, after, '--now', '2026-03-04T05:06Z')).comparison.asOf).toBe('2026-03-04');
  });

  it('writes no colour into a pipe, and colour where it is forced', async () => {
    const colour = '\u001b[';
    expect((await runCli(['diff', before, after])).stdout).not.toContain(colour);
    expect((await runCli(['diff', before, after], { env: { FORCE_COLOR: '1' } })).stdout).toContain(colour);
    expect((await runCli(['diff', before, after], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      colour,
    );
  });

  it('ends quietly when its reader goes away', async () => {
    const entry = fileURLToPath(new URL('../../src/cli/entry.ts', import.meta.url));
    const child = spawn(process.execPath, [entry, 'diff', before, after, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });
});

describe('tocsin diff with a document that cannot be read', () => {
  const cases = [
    ['an empty file', '', /empty/i],
    ['what is not YAML', 'openapi: 3.0.3\ninfo: {title: a\npaths: {}\n', /bad\.yaml/],
    ['what is not OpenAPI', 'name: something\n', /bad\.yaml|OpenAPI|Swagger/i],
    ['JSON that ends too soon', '{"openapi": "3.0.3", ', /bad\.yaml/],
  ] as const;
  for (const [name, text, sentence] of cases) {
    it(`says so of ${name}, prints one object, and exits with 3`, async () => {
      const folder = await emptyFolder();
      await writeFile(join(folder, 'bad.yaml'), text);
      const { status, stdout } = await runCli(['diff', 'bad.yaml', after, '--json'], { cwd: folder });
      const comparison = JSON.parse(stdout) as Comparison;
      expect(status).toBe(3);
      expect(comparison.verdict).toBe('unknown');
      expect(comparison.revision.version).toBe('2.0.0');
      expect(comparison.problems).toHaveLength(1);
      expect(comparison.problems[0]?.message).toMatch(sentence);
      expect(comparison.problems[0]?.hint).not.toBe('');
    });
  }

  it('says in a terminal which file is missing', async () => {
    const { status, stdout } = await runCli(['diff', 'nowhere.yaml', after]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/^\? It cannot be told (.*\n)*\? nowhere\.yaml cannot be read/);
  });

  it('cannot tell where a $ref leads nowhere, and says at which line', async () => {
    const folder = await emptyFolder();
    const text = (await readFile(before, 'utf8')).replace('schemas/BugzillaComponent', 'schemas/BugzilaComponent');
    await writeFile(join(folder, 'bad.yaml'), text);
    const { status, stdout } = await runCli(['diff', 'bad.yaml', 'bad.yaml', '--json'], { cwd: folder });
    expect(status).toBe(3);
    const [problem] = (JSON.parse(stdout) as Comparison).problems;
    expect(problem?.position).toMatchObject({ source: 'bad.yaml' });
    expect(problem?.position?.line).toBeGreaterThan(1);
  });
});

describe('wrong usage', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a command that is not there', ['dif', 'a', 'b'], /^error: Unknown command 'dif'\.\n hint: Did you mean diff\?/],
    [
      'an option that is not there',
      ['diff', 'a', 'b', '--jason'],
      /^error: Unknown option '--jason'\.\n hint: Did you mean --json\?/,
    ],
    ['a missing document', ['diff', 'a'], /^error: Missing required argument 'revision'\./],
    [
      'a moment without a zone',
      ['diff', 'a', 'b', '--now', '2026-03-12T14:00'],
      /^error: .*Write a moment with its zone/,
    ],
    ['a month that does not exist', ['diff', 'a', 'b', '--as-of', '2026-13-01'], /^error: .*Write a day/],
    ['a day that does not exist', ['diff', 'a', 'b', '--as-of', '2026-02-30'], /^error: .*Write a day/],
    ['standard input twice', ['diff', '-', '-'], /^error: Only one of the two documents/],
  ];
  for (const [name, args, sentence] of cases) {
    it(`${name} is told in one sentence with a hint, and exits with 2`, async () => {
      const { status, stdout, stderr } = await runCli(args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(sentence);
      expect(stderr).toMatch(/\n hint: \S/);
      expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    });
  }
});

describe('a $ref to another host', () => {
  const api = (reference: string) =>
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1.0.0' },
      paths: {
        '/pets': {
          get: {
            responses: {
              '200': { description: 'x', content: { 'application/json': { schema: { $ref: reference } } } },
            },
          },
        },
      },
    });

  it('is followed only where --allow-host names it, and never further by a redirect', async () => {
    const hidden = await loopbackServer((_, response) => response.end('type: integer'));
    const { origin, asked } = await loopbackServer((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: `${hidden.origin}/` }).end();
      else response.end(request.url === '/old' ? 'type: string' : 'type: integer');
    });
    const { host } = new URL(origin);
    const cwd = await temporaryFolder({
      'old.json': api(`${origin}/old`),
      'new.json': api(`${origin}/new`),
      'away.json': api(`${origin}/away`),
    });

    const refused = await runCli(['diff', 'old.json', 'new.json'], { cwd });
    expect(refused.status).toBe(3);
    expect(refused.stdout.replace(/\s+/g, ' ')).toContain(
      `The $ref ${origin}/old is not followed: the host ${host} is not allowed. old.json:1:`,
    );
    expect(refused.stdout).toContain(`Allow it with --allow-host ${host}, if you trust it.`);
    expect(asked).toEqual([]);

    const allowed = await runCli(['diff', 'old.json', 'new.json', '--allow-host', host], { cwd });
    expect(allowed.status).toBe(1);
    expect(allowed.stdout).toContain(`${origin}/old:1:1 → ${origin}/new:1:1`);

    const away = await runCli(['diff', 'old.json', 'away.json', '--allow-host', host], { cwd });
    expect(away.status).toBe(3);
    expect(away.stdout.replace(/\s+/g, ' ')).toContain(
      `${origin}/away redirects to ${hidden.origin}/, whose host is not allowed. away.json:1:`,
    );
    expect(hidden.asked).toEqual([]);
  });
});

async function serve(status: number): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/openapi.yaml`, close: () => server.close() };
}

const deprecated = `openapi: 3.0.3
info: { title: Old, version: 1.0.0 }
servers: [{ url: https://old.example }]
paths:
  /pets:
    get:
      deprecated: true
      x-sunset: '2026-06-01'
      responses: { '200': { description: All of them } }
`;

/** One commit that holds the files, and how to compare there. */
async function repositoryWith(files: Files) {
  const { folder: cwd, git, commit } = await emptyRepository();
  await commit('one', files);
  const diff = async (...args: string[]) => {
    const { status, stdout } = await runCli(['diff', ...args, '--json'], { cwd });
    const comparison = JSON.parse(stdout) as Comparison;
    return { status, comparison, problem: comparison.problems[0] };
  };
  return { git, diff };
}
