import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Comparison } from '../../src/rules/index.ts';
import { type CliRun, emptyFolder, runCli } from '../support/run-cli.ts';

const specs = fileURLToPath(new URL('../../examples/pkgdb2/specs/', import.meta.url));

const api = (values: string, version = '1.0.0', path = '/pets') => `openapi: 3.1.0
info: { title: Pets, version: ${version} }
paths:
  ${path}:
    get:
      tags: [beta]
      parameters: [{ name: kind, in: query, schema: { enum: [${values}] } }]
      responses: { '204': { description: Done. } }
`;

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await emptyFolder();
  const all = { 'v1.yaml': api('a, b'), 'v2.yaml': api('a'), ...files };
  await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

async function diff(
  files: Record<string, string>,
  ...args: string[]
): Promise<{ run: CliRun; comparison: Comparison }> {
  const run = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--json', ...args], { cwd: await folderWith(files) });
  return { run, comparison: JSON.parse(run.stdout) as Comparison };
}

let fingerprint: string;
beforeAll(async () => {
  fingerprint = (await diff({})).comparison.findings[0]?.fingerprint ?? '';
});

describe('the compare section of tocsin.yaml', () => {
  it('in the working directory decides severities', async () => {
    const config = 'compare: { severities: [{ rules: [enum-value-removed], tags: [beta], severity: risky }] }';
    const { run, comparison } = await diff({ 'tocsin.yaml': config });
    expect({ status: run.status, verdict: comparison.verdict }).toEqual({ status: 0, verdict: 'risky' });
  });

  it('of another file counts with --config', async () => {
    const config = 'compare: { severities: [{ rules: ["*"], severity: safe }] }';
    const { comparison } = await diff({ 'house.yaml': config }, '--config', 'house.yaml');
    expect(comparison.verdict).toBe('compatible');
  });

  it('exempts a finding until its day has passed, and speaks up after it', async () => {
    const config = `compare: { exemptions: [{ fingerprint: '${fingerprint}', reason: agreed, owner: ana, until: 2026-06-30 }] }`;
    const on = await diff({ 'tocsin.yaml': config }, '--as-of', '2026-06-30');
    expect(on.run.status).toBe(0);
    expect(on.comparison.findings[0]?.exemption).toEqual({ reason: 'agreed', owner: 'ana', until: '2026-06-30' });
    const after = await diff({ 'tocsin.yaml': config }, '--as-of', '2026-07-01');
    expect(after.run.status).toBe(1);
    expect(after.comparison.problems).toMatchObject([
      { code: 'exemption-expired', hint: expect.stringContaining('ana') },
    ]);
  });

  it('may speak of one service or its owner, which --service names', async () => {
    const config = `teams: { apps: { email: a@example.org } }
services: { pets: { owner: apps } }
compare: { severities: [{ rules: ["*"], teams: [apps], severity: risky }] }`;
    expect((await diff({ 'tocsin.yaml': config })).comparison.verdict).toBe('breaking');
    expect((await diff({ 'tocsin.yaml': config }, '--service', 'pets')).comparison.verdict).toBe('risky');
  });

  test.each([
    [
      'a rule that is not there',
      'compare: { severities: [{ rules: [enum-value-remved], severity: safe }] }',
      /names the rule "enum-value-remved", which is not in `tocsin rules`; did you mean "enum-value-removed"\?/,
    ],
    ['a misspelt key', 'compare: { severites: [] }', /Unknown key "severites" in compare; did you mean "severities"\?/],
    [
      'a team that is not there',
      'compare: { severities: [{ rules: ["*"], teams: [ops], severity: safe }] }',
      /names the team "ops", which is not under teams/,
    ],
    [
      'an exemption without an owner',
      `compare: { exemptions: [{ fingerprint: '0123456789abcdef', reason: x }] }`,
      /compare\.exemptions\.0\.owner is missing/,
    ],
    [
      'a prefix that is none',
      'compare: { stripPrefix: { base: v1 } }',
      /compare\.stripPrefix\.base must begin with \//,
    ],
  ])('%s is told with its place, and exits with 2', async (_, config, sentence) => {
    const cwd = await folderWith({ 'tocsin.yaml': config });
    const { status, stdout, stderr } = await runCli(['diff', 'v1.yaml', 'v2.yaml'], { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/at: tocsin\.yaml:1:\d+/);
  });

  it('is not looked for in a tocsin.yaml that has none, whatever else is wrong there', async () => {
    expect((await diff({ 'tocsin.yaml': 'polcy: {}\n' })).comparison.verdict).toBe('breaking');
  });
});

describe('flags', () => {
  const settings = {
    'tocsin.yaml': 'compare: { severities: [{ rules: ["*"], severity: safe }], includePaths: [/pets] }',
  };

  it('decide over the configuration', async () => {
    const { comparison } = await diff(settings, '--severity', 'enum-value-removed:request=risky');
    expect(comparison.verdict).toBe('risky');
  });

  it('filter paths', async () => {
    const { run, comparison } = await diff({}, '--exclude-path', '/p*');
    expect(run.status).toBe(3);
    expect(comparison.problems[0]?.message).toMatch(/leave nothing to compare/);
  });

  it('take prefixes off', async () => {
    const files = { 'v1.yaml': api('a, b', '1.0.0', '/v1/pets'), 'v2.yaml': api('a', '2.0.0', '/v2/pets') };
    const { comparison } = await diff(files, '--strip-prefix-base', '/v1', '--strip-prefix-revision', '/v2');
    expect(comparison.findings.map(({ rule, operation }) => [rule, operation?.path])).toEqual([
      ['enum-value-removed', '/v1/pets'],
    ]);
  });

  test.each([
    ['a severity without a level', ['--severity', 'enum-value-removed'], /Write RULE=breaking/],
    ['a severity of no rule', ['--severity', 'enum-value-remved=safe'], /Did you mean "enum-value-removed"/],
    ['a prefix without a slash', ['--strip-prefix-base', 'v1'], /begins with \//],
  ])('%s is wrong usage', async (_, args, sentence) => {
    const { status, stderr } = await runCli(['diff', 'v1.yaml', 'v2.yaml', ...args], { cwd: await folderWith({}) });
    expect(status).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

describe('the version', () => {
  it('that does not say what changed is complained of, and fails where that is asked for', async () => {
    const files = { 'v2.yaml': api('a, b, c', '1.0.0') };
    const { run, comparison } = await diff(files);
    expect(run.status).toBe(0);
    expect(comparison.semver).toMatchObject({ declared: 'none', required: 'minor', next: '1.1.0' });
    expect((await diff(files, '--fail-on-semver')).run.status).toBe(1);
    expect((await diff({ 'v2.yaml': api('a, b, c', '1.1.0') }, '--fail-on-semver')).run.status).toBe(0);
  });

  test.each(['text', 'markdown', 'html', 'sarif', 'junit', 'github', 'gitlab'])(
    'is complained of in %s',
    async (format) => {
      const cwd = await folderWith({});
      const { stdout } = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--format', format], { cwd });
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
        'The version stays at 1.0.0, but something breaks: 2.0.0 would say so.',
      );
    },
  );
});

describe('taking a release back', () => {
  it('asks what breaks for its users, and says so', async () => {
    const cwd = await folderWith({ 'v2.yaml': api('a, b, c', '1.1.0') });
    const { status, stdout } = await runCli(['rollback', 'v1.yaml', 'v2.yaml'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^✖ Taking Pets 1\.1\.0 back to 1\.0\.0 breaks those who use 1\.1\.0 already: 1 breaking\schange\./,
    );
    expect(stdout).toContain('v2.yaml:');
    expect(stdout).not.toMatch(/version needed|asks for/);
    const reversed = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--reverse'], { cwd });
    expect(reversed.stdout).toBe(stdout);
  });

  it('breaks nobody where the release only took something away', async () => {
    const cwd = await folderWith({});
    const { status, stdout } = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--reverse'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✔ Taking Pets 1\.0\.0 back to 1\.0\.0 breaks nobody who uses it already\./);
  });

  it('of the example removes what the new release brought', async () => {
    const { status, stdout } = await runCli([
      'rollback',
      join(specs, 'pkgdb-1.yaml'),
      join(specs, 'pkgdb-2.yaml'),
      '--json',
    ]);
    const comparison = JSON.parse(stdout) as Comparison;
    expect(status).toBe(1);
    expect(comparison).toMatchObject({ reversed: true, base: { version: '2.0.0' }, revision: { version: '1.9.4' } });
  });
});
