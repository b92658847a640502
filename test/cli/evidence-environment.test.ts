// The environment of evidence is somebody's word where the hosts do not tell, and a wrong one may prove what is not so:
// the example's staging log, imported by a hand that slipped.

import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const example = fileURLToPath(new URL('../../examples/pkgdb2/', import.meta.url));
const log = 'evidence/staging/access.log-20260301';

describe('a staging log that is imported for production', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await emptyFolder();
    await cp(example, cwd, { recursive: true });
  });
  const tocsin = (...args: string[]) => runCli([...args, '--as', 'pauline', '--now', '2026-03-04T09:00Z'], { cwd });
  const load = (...args: string[]) => tocsin('evidence', 'import', log, '--service', 'pkgdb', ...args);

  test('is warned of, proves nothing, and can be put right', async () => {
    await tocsin('release', 'assess', 'pkgdb', '2.0', '--staged-at', '2026-01-19');
    const wrong = await load('--environment', 'production');
    expect(wrong.status).toBe(0);
    expect(wrong.stdout).toContain(
      '! 12 calls come to production from staging identities (bodhi, bugzilla-sync, grant-scripts).',
    );
    expect(wrong.stdout).toContain(
      '! GET /bugzilla/owners succeeded 6 times in production, but only 2.0 has it, and that is not deployed.',
    );
    const rungs = async () => {
      const { ladder } = JSON.parse((await tocsin('ladder', 'pkgdb-2.0', '--json')).stdout);
      const { rungs } = ladder.consumers.find(({ consumer }: { consumer: string }) => consumer === 'bugzilla-sync');
      return Object.fromEntries(rungs.map(({ rung, state }: Record<string, string>) => [rung, state]));
    };
    expect(await rungs()).toMatchObject({ ported: 'not-reached', production: 'not-reached' });

    const refused = await load('--environment', 'staging');
    expect(refused.status).toBe(1);
    const id = /already imported as (\w+) for production, not for staging/.exec(refused.stderr)?.[1] ?? '';
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(`tocsin evidence forget --import ${id}`);
    expect((await load('--environment', 'production')).status).toBe(0);
    const listed = (await tocsin('evidence', 'list', '--service', 'pkgdb')).stdout;
    expect(listed).toMatch(new RegExp(`${id} .*staging/access.log-20260301 +production .*17 calls`));

    expect((await tocsin('evidence', 'forget', '--import', id)).stdout).toMatch(
      /records of use and 1 import forgotten/,
    );
    const right = await load('--environment', 'staging');
    expect(right.stdout).not.toContain('!');
    expect(await rungs()).toMatchObject({ production: 'contradicted' });
  });

  test('is refused as well for the right one where it was imported without any', async () => {
    expect((await load()).stdout).toContain('which environment of pkgdb they were to: give --environment');
    const { status, stderr } = await load('--environment', 'staging');
    expect(status).toBe(1);
    expect(stderr).toMatch(/already imported as \w+ without an environment, not for staging/);
  });

  test('an import that is not there is an error like any other', async () => {
    const { status, stderr } = await tocsin('evidence', 'forget', '--import', 'zzz');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: There is no import zzz\./);
  });
});
