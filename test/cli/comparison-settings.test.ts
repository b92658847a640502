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

  it.each([
    [
      'a slip in its name',
      'comapre: { severities: [] }',
      /Unknown key "comapre" at the top level; did you mean "compare"\?/,
    ],
    ['a list in its place', '- compare: {}', /must be a group of keys, but is a list/],
    ['no keys at all', 'compare', /must be a group of keys, but is "compare"/],
    ['a second document', 'compare: {}\n---\ncompare: {}\n', /^error: A second document begins here/],
    ['a key of nothing', 'compare: {}\nnotes: x\n', /Unknown key "notes" at the top level/],
  ])('of a file that is named says %s', async (_, text, said) => {
    const cwd = await folderWith({ 'house.yaml': text });
    const { status, stderr } = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--config', 'house.yaml'], { cwd });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(said) });
  });

  it('misspelt in the file that is read unasked is told, and a file about other matters is not looked into', async () => {
    const slip = await folderWith({ 'tocsin.yaml': 'compair: { exemptions: [] }\n' });
    expect((await runCli(['diff', 'v1.yaml', 'v2.yaml'], { cwd: slip })).stderr).toContain('did you mean "compare"?');
    const other = await folderWith({ 'tocsin.yaml': 'organisation: [\n' });
    expect((await runCli(['diff', 'v1.yaml', 'v2.yaml'], { cwd: other })).status).toBe(1);
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
      {
        code: 'exemption-expired',
        message: expect.stringContaining(`${fingerprint} in tocsin.yaml:1 (`),
        hint: expect.stringContaining('ana'),
      },
    ]);
  });

  it('may speak of one service or its owner, which --service names', async () => {
    const config = `teams: { apps: { email: a@example.org } }
services: { pets: { owner: apps } }
compare: { severities: [{ rules: ["*"], teams: [apps], severity: risky }] }`;
    expect((await diff({ 'tocsin.yaml': config })).comparison.verdict).toBe('breaking');
    expect((await diff({ 'tocsin.yaml': config }, '--service', 'pets')).comparison.verdict).toBe('risky');
  });

  describe('of a file that describes several services', () => {
    const several = (compare: string) => `teams: { apps: { email: a@example.org } }
services: { pets: { owner: apps }, shop: { owner: apps } }
compare: ${compare}`;
    const files = { 'v1.yaml': api('a, b', '1.0.0', '/v1/pets'), 'v2.yaml': api('a', '1.0.0', '/pets') };
    const paths =
      '{ excludePaths: [/admin], services: { pets: { stripPrefix: { base: /v1 }, excludePaths: [/pets] } } }';

    it('says paths and prefixes of one of them, which hold for that one alone', async () => {
      const tocsin = { ...files, 'tocsin.yaml': several(paths) };
      const pets = await diff(tocsin, '--service', 'pets');
      expect(pets.comparison.problems).toMatchObject([
        { code: 'filter-empty', message: expect.stringContaining('/admin, /pets') },
      ]);
      const shop = await diff(tocsin, '--service', 'shop');
      expect(shop.comparison.findings.map(({ rule }) => rule)).toContain('operation-removed');
      expect(shop.comparison.problems).toEqual([]);
      const stripped = several('{ services: { pets: { stripPrefix: { base: /v1 } } } }');
      const { findings } = (await diff({ ...files, 'tocsin.yaml': stripped }, '--service', 'pets')).comparison;
      expect(findings.map(({ rule }) => rule)).toEqual(['enum-value-removed']);
    });

    it.each(['text', 'markdown'])('has what its filters leave out told with whom it hurts, as %s', async (format) => {
      const config = several('{ services: { pets: { excludePaths: [/v1/*] } } }');
      const cwd = await folderWith({ ...files, 'tocsin.yaml': config });
      const asked = [
        'impact',
        'v1.yaml',
        'v2.yaml',
        '--service',
        'pets',
        ...(format === 'text' ? [] : ['--format', format]),
      ];
      expect((await runCli(asked, { cwd })).stdout).toContain('Path filters leave 1 of 2 operations out');
    });

    it('has its prefix taken off the calls of that one, too', async () => {
      const config = several('{ services: { pets: { stripPrefix: { revision: /gateway } } } }');
      const call = '203.0.113.7 - - [02/Mar/2026:10:00:00 +0000] "GET /gateway/pets HTTP/1.1" 200 12 "-" "crawler"\n';
      const cwd = await folderWith({ 'tocsin.yaml': config, 'access.log': call });
      const callersOf = async (service: string) => {
        const args = ['impact', 'v1.yaml', 'v2.yaml', '--service', service, '--logs', 'access.log', '--json'];
        return (JSON.parse((await runCli(args, { cwd })).stdout) as { unknownCallers: unknown[] }).unknownCallers;
      };
      expect(await callersOf('pets')).toMatchObject([{ operations: ['GET /pets'] }]);
      expect(await callersOf('shop')).toEqual([]);
    });

    it('says how many settings do not count, where no service is named', async () => {
      const severity = '{ rules: ["*"], teams: [apps], severity: risky }';
      const tocsin = { 'tocsin.yaml': several(`{ services: { pets: {} }, severities: [${severity}] }`) };
      expect((await diff(tocsin)).run.stderr).toBe(
        '2 settings are for services or teams, so they do not count here: name the service with --service (pets, shop).\n',
      );
      expect((await diff(tocsin, '--service', 'pets')).run.stderr).toBe('');
    });

    it('tells of what fits nothing only where it is for the service that is compared', async () => {
      const exemption = (forWhom: string) => `{ fingerprint: 0123456789abcdee, reason: agreed, owner: ana${forWhom} }`;
      const severity = (forWhom: string) => `{ rules: ["*"], paths: [/nowhere], severity: risky${forWhom} }`;
      const codes = async (forWhom: string) => {
        const config = several(`{ exemptions: [${exemption(forWhom)}], severities: [${severity(forWhom)}] }`);
        const { comparison } = await diff({ 'tocsin.yaml': config }, '--service', 'pets');
        return comparison.problems.map(({ code }) => code).sort();
      };
      expect(await codes('')).toEqual([]);
      expect(await codes(', services: [shop]')).toEqual([]);
      expect(await codes(', services: [pets]')).toEqual(['exemption-unused', 'setting-unused']);
    });

    it('is asked by config check to say whose a setting is that no comparison tells of', async () => {
      const said = async (forWhom: string) => {
        const exemptions = `[{ fingerprint: 0123456789abcdee, reason: agreed, owner: ana${forWhom} }]`;
        const severities = `[{ rules: ["*"], paths: [/nowhere], severity: risky${forWhom} }, { rules: ["*"], severity: risky }]`;
        const config = several(`{ exemptions: ${exemptions}, severities: ${severities} }`);
        const { status, stdout } = await runCli(['config', 'check'], {
          cwd: await folderWith({ 'tocsin.yaml': config }),
        });
        return { status, mind: stdout.replace(/\s+/g, ' ') };
      };
      const { status, mind } = await said('');
      expect(status).toBe(0);
      expect(mind).toContain(
        'Mind: the exemption of 0123456789abcdee (ana); the severity for /nowhere: no service is named, so no comparison tells where that fits nothing. Name whose it is: services: [pets].',
      );
      expect((await said(', services: [shop]')).mind).not.toContain('fits nothing');
    });
  });

  test.each([
    [
      'a rule that is not there',
      'compare: { severities: [{ rules: [enum-value-remved], severity: safe }] }',
      /names the rule "enum-value-remved", which is not in `tocsin rules`; did you mean "enum-value-removed"\?/,
    ],
    [
      'a service that is not there',
      'compare: { services: { pts: {} } }\nteams: { a: { email: a@b.org } }\nservices: { pets: { owner: a } }',
      /compare\.services names the service "pts", which is not under services; did you mean "pets"\?/,
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

  it('says once of all its paths and tags which ones neither document has', async () => {
    const config = `compare: { severities: [
      { rules: ['*'], paths: [/pets, /beta/*], severity: breaking }, { rules: ['*'], tags: [betta], severity: off },
      { rules: ['*'], paths: [/beta/*], tags: [beta], severity: off }] }`;
    const { comparison } = await diff({ 'tocsin.yaml': config });
    expect(comparison.problems.map(({ message }) => message)).toEqual([
      'Settings of severities name what neither document has: the path /beta/*, the tag betta.',
    ]);
    expect(comparison.verdict).toBe('breaking');
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
    ['a severity of a pattern that fits no rule', ['--severity', 'enums-*=safe'], /no rule "enums-\*"/],
    ['a configuration that is a folder', ['--config', '.'], /\. cannot be read: it is a folder/],
    ['a root that is no folder', ['--root', 'nowhere'], /--root names nowhere, which is no folder/],
    ['a prefix without a slash', ['--strip-prefix-base', 'v1'], /begins with \//],
  ])('%s is wrong usage', async (_, args, sentence) => {
    const { status, stderr } = await runCli(['diff', 'v1.yaml', 'v2.yaml', ...args], { cwd: await folderWith({}) });
    expect(status).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

describe('a shop behind a gateway', () => {
  const gate = (prefix: string, kinds: string, required: string, paths: readonly string[]) =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Shop', version: prefix === '/api/v1' ? '1.0.0' : '2.0.0' },
      paths: Object.fromEntries(
        paths.map((path) => [
          `${prefix}${path}`,
          {
            get: {
              tags: [path.slice(1)],
              parameters: [{ name: 'kind', in: 'query', schema: { enum: kinds.split('') } }],
              responses: {
                200: {
                  description: 'Found.',
                  content: {
                    'application/json': {
                      schema: { type: 'object', properties: { n: { type: 'integer' } }, required: required.split('') },
                    },
                  },
                },
              },
            },
          },
        ]),
      ),
    });
  const files = {
    'v1.yaml': gate('/api/v1', 'ab', 'n', ['/pets', '/orders', '/internal']),
    'v2.yaml': gate('/api/v2', 'a', '', ['/pets', '/orders']),
  };
  const prefixes = ['--strip-prefix-base', '/api/v1', '--strip-prefix-revision', '/api/v2'];
  const listed = ({ findings }: Comparison) =>
    findings.map(({ rule, severity, operation }) => `${severity} ${rule} ${operation?.path}`).sort();

  it('finds the counterparts of its paths once both prefixes are known, on the command line or in tocsin.yaml', async () => {
    const without = await diff(files);
    expect(listed(without.comparison).filter((each) => each.includes('operation-removed'))).toHaveLength(3);
    const told = await diff(files, ...prefixes);
    expect(listed(told.comparison)).toEqual([
      'breaking enum-value-removed /api/v1/orders',
      'breaking enum-value-removed /api/v1/pets',
      'breaking operation-removed /api/v1/internal',
      'breaking property-became-optional /api/v1/orders',
      'breaking property-became-optional /api/v1/pets',
    ]);
    const config = 'compare: { stripPrefix: { base: /api/v1, revision: /api/v2 } }';
    expect((await diff({ ...files, 'tocsin.yaml': config })).comparison.findings).toEqual(told.comparison.findings);
  });

  it('says so where a prefix is nowhere to be found', async () => {
    const { comparison } = await diff(files, '--strip-prefix-base', '/api/v1', '--strip-prefix-revision', '/api/v3');
    expect(comparison.problems).toMatchObject([{ code: 'prefix-unused', hint: expect.stringContaining('/api/v2/') }]);
  });

  test.each([
    ['one path, as it is without the prefix', ['--include-path', '/pets'], ['/api/v1/pets']],
    ['one path, as the newer release writes it', ['--include-path', '/api/v2/orders'], ['/api/v1/orders']],
    ['all but what a glob names', ['--exclude-path', '*/internal', '--exclude-path', '/orders'], ['/api/v1/pets']],
    [
      'what is included, without what is left out',
      ['--include-path', '*', '--exclude-path', '/p*', '/i*'],
      ['/api/v1/orders'],
    ],
  ])('compares %s', async (_, filters, paths) => {
    const { comparison } = await diff(files, ...prefixes, ...filters);
    expect([...new Set(comparison.findings.map(({ operation }) => operation?.path))]).toEqual(paths);
  });

  it('warns of a filter that meets nothing', async () => {
    const { comparison } = await diff(files, ...prefixes, '--include-path', '/pets', '/pet');
    expect(comparison.problems).toMatchObject([{ code: 'filter-unused', message: expect.stringContaining('/pet.') }]);
  });

  const organisation = `teams: { apps: { email: a@example.org }, shops: { email: s@example.org } }
services: { pets: { owner: apps }, shop: { owner: shops } }
`;
  const severities = (...settings: string[]) =>
    `${organisation}compare: { stripPrefix: { base: /api/v1, revision: /api/v2 }, severities: [${settings.join(', ')}] }`;
  const risky = 'severity: risky';

  test.each([
    ['a rule', `{ rules: [operation-removed], ${risky} }`, [], ['operation-removed /api/v1/internal']],
    [
      'a direction',
      `{ rules: ["*"], direction: response, ${risky} }`,
      [],
      ['property-became-optional /api/v1/orders', 'property-became-optional /api/v1/pets'],
    ],
    [
      'a path, with or without its prefix',
      `{ rules: ["enum-*"], paths: [/orders], ${risky} }, { rules: ["prop*"], paths: ["/api/v2/o*"], ${risky} }`,
      [],
      ['enum-value-removed /api/v1/orders', 'property-became-optional /api/v1/orders'],
    ],
    ['a tag', `{ rules: ["enum-*"], tags: [pets], ${risky} }`, [], ['enum-value-removed /api/v1/pets']],
    [
      'a team',
      `{ rules: [operation-removed], teams: [shops], ${risky} }`,
      ['--service', 'shop'],
      ['operation-removed /api/v1/internal'],
    ],
    ['another team', `{ rules: [operation-removed], teams: [shops], ${risky} }`, ['--service', 'pets'], []],
    [
      'what comes last, where two fit',
      `{ rules: ["*"], ${risky} }, { rules: ["*"], paths: [/orders, /pets], severity: breaking }`,
      [],
      ['operation-removed /api/v1/internal'],
    ],
  ] as const)('judges by %s', async (_, setting, args, riskyOnes) => {
    const { comparison } = await diff({ ...files, 'tocsin.yaml': severities(setting) }, ...args);
    expect(comparison.findings).toHaveLength(5);
    expect(listed(comparison).filter((each) => each.startsWith('risky'))).toEqual(
      riskyOnes.map((each) => `risky ${each}`),
    );
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
        'The version stays at 1.0.0, but the release breaks callers: call it 2.0.0.',
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
      /^✖ Taking Pets 1\.1\.0 back to 1\.0\.0 breaks those who use 1\.1\.0 already: 1 breaking\s+change\./,
    );
    expect(stdout).toContain('v2.yaml:');
    expect(stdout).not.toMatch(/version needed|needs (?:a|version)/);
    const reversed = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--reverse'], { cwd });
    expect(reversed.stdout).toBe(stdout);
  });

  it('breaks nobody where the release only took something away', async () => {
    const cwd = await folderWith({});
    const { status, stdout } = await runCli(['diff', 'v1.yaml', 'v2.yaml', '--reverse'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✔ Taking this release of Pets back breaks nobody who uses it already\./);
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
