// What is read from files of other kinds, as the command tells it: every fact with its source, every broken relation by
// its place.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TocsinError } from '../../src/base/index.ts';
import { deliverySettings, readConfig } from '../../src/bot/index.ts';
import { readCodeOwners, ruleFor } from '../../src/catalog/imports/codeowners.ts';
import { factSources, findCircles } from '../../src/catalog/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function read(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder(files);
  return readConfig({ path: join(folder, 'tocsin.yaml'), source: 'tocsin.yaml', cwd: folder }, deliverySettings);
}

async function faults(files: Readonly<Record<string, string>>): Promise<string[]> {
  const error = await read(files).then(
    () => null,
    (error: TocsinError) => error,
  );
  if (error === null) return [];
  const at = error.position === null ? '' : `${error.position.source}:${error.position.line ?? '?'}: `;
  return `${at}${error.message}`.split('\n').map((line) => line.trim());
}

async function sources(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { gathered } = await read(files);
  return Object.fromEntries(factSources(gathered.layers).map(({ path, source }) => [path.join('.'), source]));
}

const entity = (kind: string, name: string, spec: string, metadata = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name}${metadata} }\nspec: { ${spec} }\n---\n`;

const backstage =
  entity('Group', 'apps', 'type: team, profile: { displayName: Applications, email: apps@example.org }, children: []') +
  entity('Group', 'releng', 'type: team, profile: { email: releng@example.org }, members: [denise]') +
  entity('User', 'pauline', 'memberOf: [apps], profile: { displayName: Pauline Roche, email: pauline@example.org }') +
  entity('User', 'denise', 'memberOf: [], profile: { email: denise@example.org }') +
  entity('User', 'ghost', 'memberOf: [apps]') +
  entity('API', 'pkgdb-v2', 'type: openapi, owner: apps, definition: { $text: ./openapi.yaml }', ', title: Packages') +
  entity('API', 'fas', 'type: openapi, owner: apps, definition: "openapi: 3.0.0"') +
  entity('Component', 'pkgdb', 'owner: group:default/apps, providesApis: [api:pkgdb-v2], consumesApis: [FAS]') +
  entity('Component', 'Fedpkg', 'owner: releng, consumesApis: [pkgdb-v2], dependsOn: [component:fas-server]') +
  entity(
    'Component',
    'fas-server',
    'owner: apps, providesApis: [fas]',
    ', annotations: { github.com/project-slug: tarn/fas }',
  );

const importing = 'imports: [{ backstage: "*/catalog-info.yaml" }]\n';

describe('Backstage', () => {
  test('groups are teams, APIs services, and components that consume APIs consumers', async () => {
    const { catalog, gathered } = await read({ 'tocsin.yaml': importing, 'a/catalog-info.yaml': backstage });
    expect(catalog.teams).toMatchObject([
      { name: 'apps', title: 'Applications', members: [{ name: 'Pauline Roche', email: 'pauline@example.org' }] },
      { name: 'releng', members: [{ name: 'denise' }] },
    ]);
    // An API is called as the component that provides it and nothing else.
    expect(catalog.services).toMatchObject([
      {
        name: 'pkgdb',
        title: 'Packages',
        owner: 'apps',
        dependsOn: ['fas-server'],
        document: { revision: 'a/openapi.yaml' },
      },
      { name: 'fas-server', owner: 'apps', dependsOn: [] },
    ]);
    expect(catalog.consumers).toMatchObject([
      { name: 'pkgdb', uses: [{ service: 'fas-server', operations: [] }] },
      { name: 'fedpkg', team: 'releng', uses: [{ service: 'pkgdb', operations: [] }, { service: 'fas-server' }] },
    ]);
    expect(gathered.notes).toEqual([
      expect.stringMatching(/^a\/catalog-info\.yaml:\d+:\d+: user:default\/ghost has no e-mail address/),
      expect.stringMatching(/:\d+:\d+: services\.pkgdb has its definition in a\/openapi\.yaml, which is not there\.$/),
    ]);
  });

  test('a definition that is there is not said to be missing', async () => {
    const { gathered } = await read({
      'tocsin.yaml': importing,
      'a/catalog-info.yaml': backstage,
      'a/openapi.yaml': 'openapi: 3.0.3',
    });
    expect(gathered.notes.join()).not.toContain('definition');
  });

  test('one file may speak of what another describes, and each fact tells its own', async () => {
    const told = await sources({
      'tocsin.yaml': importing,
      'a/catalog-info.yaml': backstage,
      'b/catalog-info.yaml': entity('Component', 'bodhi', 'owner: releng, consumesApis: [pkgdb-v2]'),
    });
    expect(told['consumers.bodhi.team']).toBe('backstage:b/catalog-info.yaml#component:default/bodhi');
    expect(told['services.pkgdb.owner']).toBe('backstage:a/catalog-info.yaml#api:default/pkgdb-v2');
    expect(told['services.pkgdb.dependsOn']).toBe('backstage:a/catalog-info.yaml#component:default/pkgdb');
  });

  test('what is written in the catalogue stands over it, fact by fact', async () => {
    const files = {
      'tocsin.yaml': `${importing}services: { pkgdb: { tier: critical, title: Package database } }
consumers: { fedpkg: { uses: { pkgdb: ['GET /packages/{name}'] } } }
`,
      'a/catalog-info.yaml': backstage,
    };
    const { catalog } = await read(files);
    expect(catalog.services[0]).toMatchObject({ title: 'Package database', tier: 'critical', owner: 'apps' });
    expect(catalog.consumers.find(({ name }) => name === 'fedpkg')).toMatchObject({
      team: 'releng',
      uses: [
        { service: 'pkgdb', operations: ['GET /packages/{name}'] },
        { service: 'fas-server', operations: [] },
      ],
    });
    const told = await sources(files);
    expect(told['services.pkgdb.title']).toBe('tocsin.yaml:2');
    expect(told['consumers.fedpkg.uses.pkgdb']).toBe('tocsin.yaml:3');
    expect(told['consumers.fedpkg.team']).toMatch(/^backstage:/);
  });

  test('a namespace of its own stands before the name', async () => {
    const { catalog } = await read({
      'tocsin.yaml': importing,
      'a/catalog-info.yaml':
        backstage +
        entity('Group', 'web', 'profile: { email: web@example.org }', ', namespace: outside') +
        entity('Component', 'site', 'owner: web, consumesApis: [default/pkgdb-v2]', ', namespace: outside'),
    });
    expect(catalog.consumers.at(-1)).toMatchObject({ name: 'outside.site', team: 'outside.web' });
  });

  test('every broken relation is named at its place, all at once', async () => {
    const told = await faults({
      'tocsin.yaml': importing,
      'a/catalog-info.yaml':
        backstage +
        entity('Component', 'bodhi', 'owner: nobody, consumesApis: [pkgdb-v3]') +
        entity('Component', 'badges', 'owner: user:pauline, dependsOn: [component:moon]'),
    });
    expect(told[0]).toBe('a/catalog-info.yaml has 4 faults.');
    expect(told.slice(1).map((line) => line.replace(/^\S+ /, '').replace(/; it was read.*/, ''))).toEqual([
      'consumers.bodhi.team names the team "nobody", which is not under teams',
      'consumers.bodhi.uses names the service "pkgdb-v3", which is not under services',
      'consumers.badges.team names the team "user:default/pauline", which is not under teams',
      'consumers.badges.uses names the service "moon", which is not under services',
    ]);
    expect(told[1]).toMatch(/^a\/catalog-info\.yaml:54:/);
  });

  test.each([
    [
      'an API that it provides and nobody describes',
      entity('Component', 'x', 'owner: apps, providesApis: [gone]'),
      'a/catalog-info.yaml:54: component:default/x provides api:default/gone, which is not described here.',
    ],
    [
      'a group that somebody is a member of and nobody describes',
      entity('User', 'x', 'profile: { email: x@example.org }, memberOf: [apps, ghosts]'),
      'a/catalog-info.yaml:54: user:default/x is a member of group:default/ghosts, which is not described here.',
    ],
    [
      'the same entity twice',
      entity('API', 'FAS', 'owner: apps'),
      'a/catalog-info.yaml:51: api:default/fas is described a second time; first in a/catalog-info.yaml:31.',
    ],
    [
      'a reference that is none',
      entity('Component', 'x', 'owner: apps, consumesApis: ["a:b:c"]'),
      'a/catalog-info.yaml:54: component:default/x says "a:b:c" in consumesApis, which is no entity reference.',
    ],
    ['a document that is no entity', 'kind: API\n', 'a/catalog-info.yaml has 2 faults.'],
    [
      'an alias of nothing',
      'kind: API\nmetadata: { name: *nope }\n',
      expect.stringMatching(/^a\/catalog-info\.yaml:52: This YAML cannot be expanded: unresolved alias .*nope/),
    ],
    [
      'a document whose aliases multiply without end',
      [
        'a: &a [x,x,x,x,x,x,x,x,x,x]',
        ...['b', 'c', 'd'].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abc'[at]}`).join(',')}]`),
      ].join('\n'),
      expect.stringMatching(/^a\/catalog-info\.yaml:51: This YAML cannot be expanded: /),
    ],
  ])('%s is refused', async (_, text, expected) => {
    const [first] = await faults({ 'tocsin.yaml': importing, 'a/catalog-info.yaml': backstage + text });
    expect(first).toEqual(expected);
  });

  test('an entity may be passed over, and with it every relation to it', async () => {
    const { catalog } = await read({
      'tocsin.yaml': 'imports: [{ backstage: a/catalog-info.yaml, except: [fas-server, api:fas] }]\n',
      'a/catalog-info.yaml': backstage,
    });
    expect(catalog.services).toMatchObject([{ name: 'pkgdb', dependsOn: [] }]);
    const [fault] = await faults({
      'tocsin.yaml': 'imports: [{ backstage: a/catalog-info.yaml, except: [fsa] }]\n',
      'a/catalog-info.yaml': backstage,
    });
    expect(fault).toContain('except names component:default/fsa, which is not described here.');
  });
});

describe('CODEOWNERS', () => {
  const owners = readCodeOwners(
    `# who looks after what
*             @tarn/everybody
*.py          python@example.org # the snake
/docs/        @tarn/docs
docs/*        @tarn/shallow
apps/         @tarn/apps
/build/logs/  @tarn/logs
**/secret     @tarn/safe
/apps/github
[Section]     @tarn/gitlab
!/x           @tarn/never
src/lib*/deep @tarn/deep @jane
`,
    'CODEOWNERS',
  );
  test.each([
    ['README', ['@tarn/everybody']],
    ['lib/main.py', ['python@example.org']],
    ['docs/a/b.md', ['@tarn/docs']],
    ['docs/a.md', ['@tarn/shallow']],
    ['x/docs/a.md', ['@tarn/everybody']],
    ['a/apps/b/c.txt', ['@tarn/apps']],
    ['apps/github/x', []],
    ['build/logs/today', ['@tarn/logs']],
    ['deep/down/secret/key', ['@tarn/safe']],
    ['src/library/deep/x', ['@tarn/deep', '@jane']],
    ['src/a/b/deep/x', ['@tarn/everybody']],
  ])('%s is of %j', (path, expected) => {
    expect(ruleFor(owners, path)?.owners).toEqual(expected);
  });

  test('what only GitLab or .gitignore knows is passed over with a word', () => {
    expect(owners.notes).toEqual([
      'CODEOWNERS:10: GitHub\'s CODEOWNERS knows no "[Section]"; the line is passed over.',
      'CODEOWNERS:11: GitHub\'s CODEOWNERS knows no "!/x"; the line is passed over.',
    ]);
  });

  const catalog = (team: string) => `imports: [{ codeowners: CODEOWNERS, repository: tarn/scripts }]
teams: { releng: { email: releng@example.org, handles: ['@tarn/rel-eng'] }, docs: { email: docs@example.org } }
consumers:
  branching: { repository: tarn/scripts, path: branch, uses: {} }
  beats: { repository: tarn/scripts, path: beats/, uses: {} }
  written: { repository: tarn/scripts, path: beats, ${team}, uses: {} }
`;
  test('it says whose a consumer is that names no team', async () => {
    const files = {
      'tocsin.yaml': catalog('team: releng'),
      CODEOWNERS: '* @tarn/rel-eng\n/beats/ @Tarn/Docs\n',
    };
    const { consumers } = (await read(files)).catalog;
    expect(consumers.map(({ name, team }) => [name, team])).toEqual([
      ['branching', 'releng'],
      ['beats', 'docs'],
      ['written', 'releng'],
    ]);
    expect((await sources(files))['consumers.beats.team']).toBe('codeowners:CODEOWNERS:2');
  });

  test('an owner who is no team of the catalogue is named', async () => {
    const [fault] = await faults({
      'tocsin.yaml': catalog('team: releng'),
      CODEOWNERS: '* @tarn/rel-eng\n/beats/ @eve\n',
    });
    expect(fault).toMatch(/^CODEOWNERS:2: consumers\.beats\.team names the team "@eve", which is not under teams/);
  });
});

describe('Pact', () => {
  const pact = (metadata: unknown, more = {}) =>
    JSON.stringify({
      consumer: { name: 'Fed Pkg' },
      provider: { name: 'Package DB' },
      interactions: [],
      metadata,
      ...more,
    });
  const catalog = `imports: [{ pact: 'pacts/*.json' }]
teams: { apps: { email: apps@example.org } }
services: { pkgdb: { owner: apps, alsoKnownAs: [package-db] } }
consumers: { fed-pkg: { team: apps, uses: {} } }
`;
  test('a contract says that its consumer calls its provider', async () => {
    const files = { 'tocsin.yaml': catalog, 'pacts/a.json': pact({ pactSpecification: { version: '4.0' } }) };
    expect((await read(files)).catalog.consumers).toMatchObject([{ uses: [{ service: 'pkgdb', operations: [] }] }]);
    expect((await sources(files))['consumers.fed-pkg.uses.pkgdb']).toBe('pact:pacts/a.json');
  });

  test.each([
    [
      'a version that is not known',
      pact({ pactSpecification: { version: '5.0' } }),
      'pacts/a.json:?: pacts/a.json follows the Pact specification 5.0, which is not known here.',
    ],
    ['something else', '{"interactions": []}', 'pacts/a.json:?: pacts/a.json is no Pact: consumer is missing.'],
    ['no JSON', 'consumer:', 'pacts/a.json:?: pacts/a.json is no Pact: it is not JSON'],
  ])('%s is refused', async (_, text, expected) => {
    const [fault] = await faults({ 'tocsin.yaml': catalog, 'pacts/a.json': text });
    expect(fault).toContain(expected);
  });
});

describe('a catalogue of several files', () => {
  const teams = 'teams: { apps: { email: apps@example.org } }\n';
  test('is one catalogue, and a fault tells its own file', async () => {
    const files = {
      'tocsin.yaml': 'include: [catalog/*.yaml]\n',
      'catalog/teams.yaml': teams,
      'catalog/services.yaml': 'services:\n  pkgdb: { owner: apps }\n',
    };
    expect((await read(files)).catalog.services).toMatchObject([{ name: 'pkgdb', owner: 'apps' }]);
    expect(await faults({ ...files, 'catalog/services.yaml': 'services:\n  pkgdb: { owner: aps }\n' })).toEqual([
      'catalog/services.yaml:2: services.pkgdb.owner names the team "aps", which is not under teams; did you mean "apps"?',
    ]);
  });

  test.each([
    [
      'a circle of includes',
      { 'a.yaml': 'include: [b.yaml]', 'b.yaml': 'include: [a.yaml]' },
      'b.yaml:1: tocsin.yaml includes a.yaml includes b.yaml includes a.yaml: a circle of includes.',
    ],
    [
      'a name that two files describe',
      { 'a.yaml': teams, 'b.yaml': teams, 'tocsin.yaml': 'include: [a.yaml, b.yaml]' },
      'b.yaml:1: teams.apps is described a second time; first in a.yaml:1.',
    ],
    [
      'a policy in an included file',
      { 'a.yaml': 'policy: {}' },
      'a.yaml:1: An included file holds no "policy"; it may hold include, imports, lists, chat, teams, services, consumers, meetings.',
    ],
    [
      'a file that is not there',
      { 'a.yaml': 'include: [moon.yaml]' },
      'a.yaml:1: moon.yaml names a file that is not there.',
    ],
    [
      'a pattern without a file',
      { 'a.yaml': 'imports: [{ pact: "pacts/*.json" }]' },
      'a.yaml:1: pacts/*.json names no file.',
    ],
    [
      'an import of nothing',
      { 'a.yaml': 'imports: [{ except: [x] }]' },
      'a.yaml:1: imports.0 must name one of backstage, pact or codeowners.',
    ],
  ])('%s is refused', async (_, files, expected) => {
    expect(await faults({ 'tocsin.yaml': 'include: [a.yaml]', ...files })).toEqual([expected]);
  });

  test('nothing that lives may name what is deleted', async () => {
    const text = (more: string) => `teams:
  apps: { email: apps@example.org, deleted: true }
services:
  pkgdb: { owner: apps${more} }
`;
    expect(await faults({ 'tocsin.yaml': text(', deleted: true') })).toEqual([]);
    expect(await faults({ 'tocsin.yaml': text('') })).toEqual([
      'tocsin.yaml:4: services.pkgdb.owner names the team "apps", which is deleted.',
    ]);
  });

  test('a team that is left out while others name it is told how a team goes', async () => {
    await expect(read({ 'tocsin.yaml': 'services: { pkgdb: { owner: apps } }' })).rejects.toMatchObject({
      message: expect.stringContaining('names the team "apps", which is not under teams.'),
      hint: expect.stringContaining(
        'Was the team apps left out because it is to go? Then write it with deleted: true for one sync first.',
      ),
    });
    const compare = "compare: { severities: [{ rules: ['*'], teams: [docs], severity: safe }] }";
    await expect(read({ 'tocsin.yaml': compare })).rejects.toMatchObject({
      message: expect.stringContaining('names the team "docs", which is not under teams.'),
      hint: expect.not.stringContaining('deleted'),
    });
  });

  test('included once by two files is included once', async () => {
    const files = {
      'tocsin.yaml': 'include: [a.yaml, b.yaml]',
      'a.yaml': 'include: [teams.yaml]',
      'b.yaml': 'include: [teams.yaml]',
      'teams.yaml': teams,
    };
    expect((await read(files)).catalog.teams).toHaveLength(1);
  });
});

test('services that depend on each other in a circle are told, each circle once', () => {
  const services = (dependsOn: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(dependsOn).map(([name, list]) => [name, { dependsOn: list }]));
  expect(findCircles(services({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['d'] }))).toEqual([['a', 'b', 'c'], ['d']]);
  expect(findCircles(services({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
});
