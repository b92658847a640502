// What else than a break makes the exit status 1 where that is asked for, and that the report then says so.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../support/run-cli.ts';

const named = (operationId: string, version: string) => ({
  openapi: '3.0.3',
  info: { title: 'Pets', version },
  paths: { '/pets': { get: { operationId, responses: { 204: { description: 'Done.' } } } } },
});

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  await writeFile(join(cwd, 'v1.json'), JSON.stringify(named('listPets', '1.0.0')));
  await writeFile(join(cwd, 'v2.json'), JSON.stringify(named('getPets', '1.1.0')));
});
const diff = (...args: string[]) => runCli(['diff', 'v1.json', 'v2.json', ...args], { cwd });

describe('a change that only breaks generated clients', () => {
  it('fails where that is asked for, and then the report says so and names it', async () => {
    const plain = await diff();
    expect(plain.status).toBe(0);
    const asked = await diff('--fail-on-codegen');
    expect(asked.status).toBe(1);
    expect(asked.stdout).toContain('1 change breaks generated clients, for which --fail-on-codegen fails.');
    expect(asked.stdout).toContain('GET /pets is no longer called `listPets` but `getPets`');
  });

  it.each([
    ['github', /^::error .*operation-id-removed/m],
    ['junit', /failures="1"/],
    ['gitlab', /"severity": "blocker"/],
    ['sarif', /"level": "error"/],
    ['markdown', /1 change breaks generated clients/],
    ['html', /1 change breaks generated clients/],
  ])('is a failure in %s then, and only then', async (format, failure) => {
    expect((await diff('--format', format)).stdout).not.toMatch(failure);
    expect((await diff('--format', format, '--fail-on-codegen')).stdout).toMatch(failure);
  });

  it('does not fail where settings turn its rule off', async () => {
    const run = await diff('--fail-on-codegen', '--severity', 'operation-id-removed=off');
    expect(run.status).toBe(0);
  });
});

describe('a change that refuses nothing, and that a generator makes another type of', () => {
  const limit = (schema: object) => ({
    openapi: '3.0.3',
    info: { title: 'Pets', version: '1.0.0' },
    paths: {
      '/pets': {
        get: { parameters: [{ name: 'limit', in: 'query', schema }], responses: { 204: { description: 'Done.' } } },
      },
    },
  });
  const compared = async (...args: string[]) => {
    await writeFile(join(cwd, 'before.json'), JSON.stringify(limit({ type: 'integer' })));
    await writeFile(join(cwd, 'after.json'), JSON.stringify(limit({ type: 'number', multipleOf: 1 })));
    return runCli(['diff', 'before.json', 'after.json', ...args], { cwd });
  };

  it('is a refactor of which the report says so, and fails where that is asked for', async () => {
    const plain = await compared();
    expect(plain.status).toBe(0);
    expect(plain.stdout).toMatch(/proven to change nothing that is sent; 1 breaks generated clients\s+\(--all\)/);
    const asked = await compared('--fail-on-codegen', '--all');
    expect(asked.status).toBe(1);
    expect(asked.stdout).toContain('1 change breaks generated clients, for which --fail-on-codegen fails.');
    expect(asked.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /changed from integer to number; .* It breaks generated clients/,
    );
  });

  it.each([
    [
      'github',
      '::error file=after.json,title=Generated clients::1 refactor breaks generated clients, first: GET /pets: ',
    ],
    ['gitlab', '"severity": "blocker"'],
    ['junit', 'failures="1"'],
    ['sarif', '"level": "error"'],
  ])('is a failure in %s, which would else be red without a word', async (format, failure) => {
    expect((await compared('--fail-on-codegen', '--format', format)).stdout).toContain(failure);
    expect((await compared('--format', format)).stdout).not.toContain(failure);
  });

  it('does not fail where settings turn its rule off', async () => {
    expect((await compared('--fail-on-codegen', '--severity', 'type-changed=off')).status).toBe(0);
  });
});

describe('a version that does not say what changed', () => {
  it('is said to fail where that is asked for', async () => {
    await writeFile(join(cwd, 'v3.json'), JSON.stringify(named('getPets', '1.0.0')));
    const run = await runCli(['diff', 'v1.json', 'v3.json', '--fail-on-semver'], { cwd });
    expect(run.status).toBe(1);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /✖ The version stays at 1\.0\.0, .* For that --fail-on-semver fails\./,
    );
  });
});
