// The search in code and the import of contracts through the command: recorded once, all at once, and resumable.

import { describe, expect, test } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const files = {
  'tocsin.yaml': `teams: { apps: { email: apps@example.org } }
services:
  pkgdb: { owner: apps, sdk: [tarn-pkgdb], document: { base: v1.yaml } }
consumers:
  bodhi: { team: apps, repository: tarn/bodhi, uses: {} }
evidence: { codeSearch: { organisations: [tarn], except: [tarn/pkgdb] } }
`,
  'v1.yaml': `openapi: 3.0.3
info: { title: Packages, version: '1' }
paths:
  /packages/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
    get: { operationId: getPackage, responses: { '200': { description: OK } } }
`,
  'bodhi.json': JSON.stringify({
    consumer: { name: 'bodhi' },
    provider: { name: 'pkgdb' },
    interactions: [{ description: 'one', request: { method: 'GET', path: '/packages/x' }, response: { status: 200 } }],
    metadata: { pactSpecification: { version: '3.0.0' } },
  }),
};

const item = (repository: string, fragment: string) => ({
  path: 'main.py',
  repository: { full_name: repository },
  text_matches: [{ fragment }],
});
const code: Record<string, object[]> = {
  '"tarn-pkgdb"': [item('eve/script', 'use tarn-pkgdb'), item('tarn/pkgdb', 'name = "tarn-pkgdb"')],
  '"/packages"': [item('tarn/bodhi', "get(f'/packages/{name}')")],
  '"getPackage"': [],
};

describe('tocsin evidence search-code', () => {
  const command = ['evidence', 'search-code', '--service', 'pkgdb', '--max-wait', '0'];

  test('goes on where a limit cut it off, and records what it found all at once', async () => {
    let limited = true;
    const { origin, asked } = await loopbackServer((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams.get('q') ?? '';
      const text = query.replace(' org:tarn', '');
      response.setHeader('content-type', 'application/json');
      if (limited && text === '"/packages"') {
        response.writeHead(403, { 'retry-after': '60' }).end(JSON.stringify({ message: 'slow down' }));
        return;
      }
      const items = code[text] ?? [];
      response.end(JSON.stringify({ total_count: items.length, incomplete_results: false, items }));
    });
    const cwd = await temporaryFolder(files);
    const env = { GITHUB_TOKEN: 'secret', GITHUB_API_URL: origin };
    const list = async () =>
      JSON.parse((await runCli(['evidence', 'list', '--service', 'pkgdb', '--json'], { cwd, env })).stdout).evidence;

    const first = await runCli(command, { cwd, env });
    expect(first.status).toBe(3);
    expect(first.stdout).toContain('1 of 3 searches are done: GitHub asks for 60 seconds of patience (rate limit).');
    expect(await list()).toEqual([]);

    limited = false;
    const second = await runCli([...command, '--json'], { cwd, env });
    expect([second.status, second.stderr.includes('secret')]).toEqual([0, false]);
    expect(JSON.parse(second.stdout)).toMatchObject({ resumed: true, recorded: true, unfinishedBecause: null });
    expect(asked.filter((url) => url.includes('tarn-pkgdb'))).toHaveLength(1);
    expect(await list()).toMatchObject([
      { consumer: null, callerName: 'eve/script', operation: '*', requests: 0 },
      { consumer: 'bodhi', operation: 'GET /packages/{name}', source: 'code search' },
    ]);

    const again = await runCli(command, { cwd, env });
    expect([again.status, await list()]).toMatchObject([0, { length: 2 }]);
  });

  test.each([
    ['no token', {}, 'GITHUB_TOKEN'],
    ['nowhere to look', { GITHUB_TOKEN: 'x' }, 'Nothing says whose code is to be searched.'],
  ])('%s is wrong usage', async (_, env, words) => {
    const cwd = await temporaryFolder({ ...files, 'tocsin.yaml': files['tocsin.yaml'].replace(/evidence:.*\n/, '') });
    const { status, stderr } = await runCli(command, { cwd, env });
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('tocsin evidence import-pact', () => {
  test('keeps what a contract says, and the same only once', async () => {
    const cwd = await temporaryFolder(files);
    const run = (...more: string[]) => runCli(['evidence', 'import-pact', '--service', 'pkgdb', ...more], { cwd });
    expect((await run('bodhi.json')).stdout).toContain('1 operations');
    expect((await run('bodhi.json')).stdout).toContain('nothing new');
    expect((await run()).stdout).toContain('Those under imports in tocsin.yaml count without');
    const { stdout } = await runCli(['evidence', 'list', '--service', 'pkgdb', '--json'], { cwd });
    expect(JSON.parse(stdout).evidence).toMatchObject([
      { consumer: 'bodhi', operation: 'GET /packages/{name}', source: 'pact', fields: { read: [['200']] } },
    ]);
  });
});
