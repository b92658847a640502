// `tocsin impact` in a process of its own: for a terminal, for programs, and for a pull request.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { importedCalls } from '../support/imported-calls.ts';
import { runCli } from '../support/run-cli.ts';
import { sharing, writeSharedSchema } from '../support/shared-schema.ts';
import { by, type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

const contract = (consumer: string, body: object) => ({
  consumer: { name: consumer },
  provider: { name: 'pkgdb' },
  interactions: [
    {
      description: 'a package',
      request: { method: 'GET', path: '/packages/bash' },
      response: { status: 200, headers: { 'Content-Type': 'application/json' }, body },
    },
  ],
  metadata: { pactSpecification: { version: '2.0.0' } },
});

let place: SmallOrganisation;
beforeEach(() => {
  place = smallOrganisation();
});

const impact = (...more: string[]) =>
  runCli(['impact', 'before.yaml', 'after.yaml', '--service', 'pkgdb', ...more], { cwd: place.folder });
const pact = (body: object) => writeFile(join(place.folder, 'fedpkg.json'), JSON.stringify(contract('fedpkg', body)));

describe('with a contract', () => {
  test('whoever reads the field that is gone is hit, in its own words', async () => {
    await pact({ name: 'bash', owner: 'pingou' });
    const { status, stdout } = await impact('--pact', 'fedpkg.json');
    expect(status).toBe(1);
    expect(stdout).toMatch(/✖ fedpkg {2}releng, outside\n +GET \/packages\/\{name\} +1 breaking +uses this field/);
    expect(stdout).toContain('Reads 200.body.owner of GET /packages/{name}');
  });

  test('the worst of an operation comes first, and what else breaks is said', async () => {
    const [first, second] = ['v1.yaml', 'v2.yaml'];
    const api = (body: string, required: string) =>
      `openapi: 3.0.3\ninfo: {title: p, version: '1'}\npaths:\n  /parcels:\n    post:\n      requestBody:\n        content: {application/json: {schema: {type: object, ${required}properties: {sender: {type: string}}}}}\n      responses:\n        '200': {description: ok, content: {application/json: {schema: {type: object, required: [${body}], properties: {${body
        .split(', ')
        .map((name) => `${name}: {type: string}`)
        .join(', ')}}}}}}\n`;
    await writeFile(join(place.folder, first!), api('carrier, label, price, weight', ''));
    await writeFile(join(place.folder, second!), api('id', 'required: [sender], '));
    await writeFile(join(place.folder, 'tocsin.yaml'), place.text().replace('GET /packages/{name}', 'POST /parcels'));
    const run = (...more: string[]) =>
      runCli(['impact', first!, second!, '--service', 'pkgdb', ...more], { cwd: place.folder });
    const { stdout } = await run();
    expect(stdout).toMatch(/POST \/parcels +5 breaking +\S+\n {6}The property `sender`/);
    expect(stdout).toContain('and 2 more: tocsin impact … --all');
    expect((await run('--all')).stdout).toMatch(/also: .*weight/);
  });

  test('whoever does not read it is not affected, because', async () => {
    await pact({ name: 'bash' });
    const { stdout } = await impact('--pact', 'fedpkg.json', '--json');
    const fedpkg = JSON.parse(stdout).consumers.find(({ consumer }: { consumer: string }) => consumer === 'fedpkg');
    expect(fedpkg).toMatchObject({
      hits: [],
      notAffectedBecause: expect.stringMatching(/reads only 200\.body\.name .*and never 200\.body\.owner/),
    });
  });
});

test('what is known of a field is said of the change that it is about, also where another comes first', async () => {
  const api = (query: string, body: string) =>
    `openapi: 3.0.3\ninfo: {title: p, version: '1'}\npaths:\n  /packages/{name}:\n    get:\n      parameters: [{name: name, in: path, required: true, schema: {type: string}}${query}]\n      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [a], properties: {${body}}}}}}}\n`;
  await writeFile(
    join(place.folder, 'before.yaml'),
    api(', {name: owner, in: query, schema: {type: string}}', 'a: {type: string}'),
  );
  await writeFile(join(place.folder, 'after.yaml'), api('', 'a: {type: integer}'));
  const line = '10.0.0.1 - - [10/Feb/2026:09:00:00 +0000] "GET /packages/x?owner=jo HTTP/1.1" 200 5 "-" "fedpkg/1"\n';
  await writeFile(join(place.folder, 'access.log'), line);
  const seen = place
    .text()
    .replace('fedpkg: { team: releng,', "fedpkg: { team: releng, seenAs: [{ agents: ['fedpkg/*'] }],");
  await writeFile(join(place.folder, 'tocsin.yaml'), seen);
  const { stdout } = await impact('--logs', 'access.log', '--environment', 'production');
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /also: The query parameter `owner` is gone\. Sends query\.owner with GET/,
  );
});

test('where what somebody uses is too loose for a break to be seen, it is said', async () => {
  const api = (version: number) =>
    `openapi: 3.0.3\ninfo: {title: p, version: '${version}'}\npaths:\n  /packages/{name}:\n    get:\n      parameters: [{name: name, in: path, required: true, schema: {type: string}}]\n      responses: {'200': {description: ok, content: {application/json: {}}}}\n`;
  await writeFile(join(place.folder, 'before.yaml'), api(1));
  await writeFile(join(place.folder, 'after.yaml'), api(2));
  const { stdout } = await impact();
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    '? 1 place says too little to be compared. 1 such place lies in operations that consumers use: GET /packages/{name} 200.body: ',
  );
});

test('those of whom it cannot be told are one line for each reason, with what would tell it, and listed on demand', async () => {
  const whole = place
    .text()
    .replace(
      /consumers:\n[\s\S]*?(?=\n\S|$)/,
      'consumers:\n  one: { team: releng, uses: { pkgdb: [] } }\n  two: { team: releng, uses: { pkgdb: [] } }\n',
    );
  await writeFile(join(place.folder, 'tocsin.yaml'), whole);
  const { stdout } = await impact();
  expect(stdout).toMatch(
    /^\? Cannot tell whether it hits one \(releng, outside\), two \(releng, outside\)\n {4}Only pkgdb as a whole is declared/m,
  );
  expect(stdout.replace(/\s+/g, ' ')).toContain('To tell: name the operations under `uses`, or import logs');
  expect(stdout).not.toContain('GET /packages');
  expect((await impact('--all')).stdout).toMatch(/^\? one {2}releng, outside\n +GET \/lists/m);
});

test('of hundreds the first are told in full and each other one in a line, those that are hit before all others', async () => {
  const many = [...Array(600).keys()].map((at) => {
    const operation = at < 60 ? 'GET /version' : at % 2 === 0 ? 'GET /lists/bugzilla' : 'GET /packages/{name}';
    return `  consumer-with-number-${at}: { team: releng, uses: { pkgdb: ['${operation}'] } }\n`;
  });
  const whole = place.text().replace(/consumers:\n[\s\S]*?(?=\n\S|$)/, `consumers:\n${many.join('')}`);
  await writeFile(join(place.folder, 'tocsin.yaml'), whole);
  const { stdout } = await impact();
  expect(stdout).toContain('\n600 consumers: 540 hit, 60 not hit.\n');
  expect(stdout.match(/^✖ consumer-with-number-\d+ +releng, outside$/gm)).toHaveLength(25);
  expect(stdout.match(/^✖ consumer-with-number-\d+ +releng, outside +1 breaking$/gm)).toHaveLength(515);
  expect(stdout.match(/^✔ consumer-with-number-\d+ +releng, outside +not hit$/gm)).toHaveLength(60);
  expect((await impact('--all')).stdout.match(/^✔ consumer-with-number-\d+ +releng, outside$/gm)).toHaveLength(60);

  const comment = (await impact('--format', 'markdown')).stdout;
  expect(comment).toContain('600 consumers: 540 hit, 60 not hit.');
  expect(comment.match(/^\| \*\*consumer.* hit: 1 breaking .*\|$/gm)?.length).toBeGreaterThan(300);
  expect(comment.length).toBeLessThan(65_536);
  expect(comment).toContain('|\n\n…the rest does not fit into a comment');
});

test('an operation that the document does not have is noticed with its place, and the one that may be meant', async () => {
  const text = place
    .text()
    .replace(
      '{ tier: critical, owner: apps, audience',
      '{ document: { base: before.yaml }, tier: critical, owner: apps, audience',
    )
    .replace("'GET /packages/{name}'", "'GTE /packages/{name}'");
  await writeFile(join(place.folder, 'tocsin.yaml'), text);
  const { status, stdout } = await runCli(['config', 'check'], { cwd: place.folder });
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^Mind: tocsin\.yaml:\d+:\d+: fedpkg is said to use "GTE \/packages\/\{name\}" of pkgdb, which before\.yaml does not describe\. Did you mean "GET \/packages\/\{name\}"\?$/m,
  );
  const told = /^Mind: .*GTE.*/gm;
  expect(stdout.match(told)).toHaveLength(1);
  for (const command of ['check', 'sync']) {
    const again = await runCli(['catalog', command], { cwd: place.folder });
    expect(again.stdout.match(told)).toEqual(stdout.match(told));
  }
});

describe('from the store', () => {
  beforeEach(async () => {
    const tocsin = await place.open();
    const uses = [{ consumer: 'fedpkg', callerKey: null, environment: 'staging' }, { callerName: 'nightly-qa' }];
    await tocsin.recordEvidence(importedCalls('log', uses), by('Pauline'));
    await tocsin.close();
  });

  test('what was seen is said, where, and who is unknown', async () => {
    const { stdout } = await impact('--from-store');
    expect(stdout).toMatch(/GET \/packages\/\{name\} +1 breaking +calls it/);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/[A-Z]+ \S+ was seen only in staging\. 900 requests in staging\./);
    expect(stdout).toMatch(/Callers that nobody has claimed\n✖ nightly-qa \(k1a2b3c4d5e6f708\)/);
  });

  test('what was imported is not counted unasked, and that there is something is said', async () => {
    const { stdout, stderr } = await impact();
    expect(stdout).not.toContain('nightly-qa');
    expect(stderr).toContain('Calls of pkgdb were imported (tocsin evidence import), and are not counted here');
    expect((await impact('--from-store')).stderr).not.toContain('were imported');
  });

  test('a claim counts', async () => {
    const tocsin = await place.open();
    await tocsin.claimCaller('k1a2', { team: 'qa' }, by('Kavita'));
    await tocsin.close();
    expect((await impact('--from-store')).stdout).toMatch(/✖ nightly-qa \(k1a2b3c4\) {2}qa/);
  });

  test('Markdown holds a row for each consumer, and text stays text', async () => {
    const { status, stdout } = await impact('--from-store', '--format', 'markdown');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^<!-- tocsin:impact -->\n### Whom this release of pkgdb hurts\n/);
    expect(stdout).toMatch(/^\| \*\*fedpkg\*\* \| Release engineering \(outside\) \| ✖ hit: 1 breaking \|/m);
    expect(stdout).toMatch(/^\| \*\*beats\*\* \| Documentation \| ✔ not hit \|/m);
    expect(stdout).toContain('<summary>What it means for fedpkg</summary>');
    expect(stdout).toContain('`nightly-qa (k1a2b3c4d5e6f708)`');
  });
});

test('a document that one side lacks counts where that is said to be meant, in impact and rollback as in diff', async () => {
  const run = (command: string, ...more: string[]) => runCli([command, ...more], { cwd: place.folder });
  const sides = ['before.yaml', 'gone.yaml'] as const;
  expect((await run('impact', ...sides, '--service', 'pkgdb')).stdout).toContain('--revision-may-be-missing');
  const gone = await run('impact', ...sides, '--service', 'pkgdb', '--revision-may-be-missing');
  expect(gone.status).toBe(1);
  expect(gone.stdout).toContain('▲ gone.yaml is not there any more, so everything in the base counts as removed.');
  expect(gone.stdout).toMatch(/GET \/packages\/\{name\} is gone/);

  const back = await run('rollback', 'gone.yaml', 'after.yaml', '--base-may-be-missing');
  expect(back.status).toBe(1);
  expect(back.stdout.replace(/\s+/g, ' ')).toContain(
    'everything in the revision counts as what goes when it is taken back',
  );
  expect((await run('rollback', 'before.yaml', 'gone.yaml', '--revision-may-be-missing')).status).toBe(0);
});

test('documents that the catalogue names are compared where the command names none', async () => {
  const bare = () => runCli(['impact', '--service', 'pkgdb'], { cwd: place.folder });
  const refused = await bare();
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('under services.pkgdb.document');
  const misspelt = await runCli(['impact', '--service', 'pkgbd'], { cwd: place.folder });
  expect(misspelt.stderr).toContain('knows no service "pkgbd"');
  const named = place
    .text()
    .replace('pkgdb: { tier: critical,', '$& document: { base: before.yaml, revision: after.yaml },');
  await writeFile(join(place.folder, 'tocsin.yaml'), named);
  const { stdout } = await bare();
  expect(stdout).toBe((await impact()).stdout);
});

test('one change of a shared schema is told once of a consumer, and counted with each operation that it uses', async () => {
  writeSharedSchema(place.folder);
  const uses = sharing.map((operation) => `'${operation}'`).join(', ');
  await writeFile(join(place.folder, 'tocsin.yaml'), place.text().replace("'GET /packages/{name}'", uses));
  const run = (...more: string[]) =>
    runCli(['impact', 'shared-1.json', 'shared-2.json', '--service', 'pkgdb', ...more], { cwd: place.folder });
  const { stdout } = await run();
  expect(stdout.replaceAll(/\s+/g, ' ').match(/changed from string to integer/g)).toHaveLength(1);
  expect(stdout.match(/1 breaking +declared +as told above$/gm)).toHaveLength(6);
  const all = (await run('--all')).stdout.replaceAll(/\s+/g, ' ');
  expect(all.match(/changed from string to integer/g)?.length).toBeGreaterThanOrEqual(7);
  const wide = stdout.split('\n').filter((line) => line.length > 80);
  expect(wide).toEqual([]);
});

test('what comes or goes with another change is told with it, as it is counted', async () => {
  const answering = (owner: object) => {
    const schema = { type: 'object', required: ['owner'], properties: { owner } };
    const answer = { description: 'x', content: { 'application/json': { schema } } };
    const paths = { '/packages/{name}': { get: { responses: { '200': answer } } } };
    return JSON.stringify({ openapi: '3.1.0', info: { title: 'p', version: '1' }, paths });
  };
  const person = { type: 'object', properties: { name: { type: 'string' }, mail: { type: 'string' } } };
  await writeFile(join(place.folder, 'before.yaml'), answering({ ...person, required: ['name', 'mail'] }));
  await writeFile(join(place.folder, 'after.yaml'), answering({ type: 'string' }));
  for (const more of [[], ['--all'], ['--format', 'markdown']]) {
    const words = (await impact(...more)).stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('1 breaking');
    expect(words).toContain('With it go the properties `mail`, `name`.');
    expect(words).not.toMatch(/also:|property `(?:name|mail)`/);
  }
  await pact({ owner: { name: 'x' } });
  const { stdout } = await impact('--pact', 'fedpkg.json');
  expect(stdout).toMatch(/1 breaking +uses this field/);
});
