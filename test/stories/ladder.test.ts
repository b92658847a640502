// What surprised people on the day of the pkgdb2 deployment, each seen weeks before through the commands: a script that
// nobody had declared, a consumer that points at staging, a port that was merged and never deployed, one that staging
// cannot replicate, and a team outside.

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));
const log = `192.0.2.10 - - [05/Mar/2026:08:00:01 +0000] "GET /api/packages/guake HTTP/1.1" 200 512 "-" "bodhi/2.1"
198.51.100.7 - - [06/Mar/2026:09:00:01 +0000] "GET /api/lists/bugzilla HTTP/1.1" 404 52 "-" "owner-report/0.3"
`;

it('shows each surprise of the deploy day before the day', { timeout: 120_000 }, async () => {
  const cwd = await emptyFolder();
  await cp(example, cwd, { recursive: true });
  const settings = join(cwd, 'tocsin.yaml');
  const seenAs = "seenAs: [{ environment: production, agents: ['bodhi/*'], addresses: [192.0.2.0/24] }]";
  const text = await readFile(settings, 'utf8');
  await writeFile(settings, text.replace('repository: tarn/bodhi\n', `repository: tarn/bodhi\n    ${seenAs}\n`));
  await writeFile(join(cwd, 'staging.log'), log);
  const run = async (now: string, as: string, ...args: string[]) => {
    const ran = await runCli([...args, '--now', now, '--as', as], { cwd });
    expect(ran.status, ran.stderr).toBe(0);
    return ran.stdout;
  };
  const documents = ['specs/pkgdb-1.yaml', 'specs/pkgdb-2.yaml'];
  const assess = ['release', 'assess', 'pkgdb', '2.0', ...documents, '--declared', 'breaks'];
  await runCli(
    [...assess, '--staged-at', '2026-01-19T10:00:00Z', '--now', '2026-02-17T09:00:00Z', '--as', 'Pauline Roche'],
    { cwd },
  );
  const pull = 'https://github.example.org/tarn/fedpkg/pull/7';
  await run('2026-02-20T09:00:00Z', 'Denise Gilmour', 'ladder', 'merged', 'pkgdb-2.0', 'fedpkg', pull);
  const source = ['--service', 'pkgdb', '--environment', 'staging', '--spec', ...documents];
  await run('2026-03-06T10:00:00Z', 'Pauline Roche', 'evidence', 'import', 'staging.log', ...source);

  const shown = await run('2026-03-06T11:00:00Z', 'Pauline Roche', 'ladder', 'pkgdb-2.0', '--json');
  const { ladder } = JSON.parse(shown) as {
    ladder: { consumers: { consumer: string; rungs: { state: string }[]; contradictions: { because: string }[] }[] };
  };
  const of = (name: string) => ladder.consumers.find(({ consumer }) => consumer === name);
  expect(of('fedpkg')?.contradictions.map(({ because }) => because)).toEqual([
    'It was merged on 2026-02-20, 14 days ago, and no deployed version has been seen since.',
  ]);
  expect(of('bodhi')?.contradictions[0]?.because).toMatch(/^Its production identity calls staging: GET \/packages/);
  expect(of('vcs-access')?.rungs[2]?.state).toBe('out-of-reach');
  expect(of('grant-scripts')?.rungs[0]?.state).toBe('not-reached');
  const { stdout: callers } = await runCli(['callers', 'list', '--now', '2026-03-06T11:00:00Z'], { cwd });
  expect(callers).toContain('owner-report');
});
