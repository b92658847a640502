import { describe, expect, it } from 'vitest';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { specFromText } from '../../src/spec/index.ts';
import { compare, compareOptions, specOf } from './compare.ts';

type Server = { readonly url: string; readonly variables?: Readonly<Record<string, object>> };

const api = (...servers: readonly Server[]) => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  servers,
  paths: {},
});
const plain = (...urls: readonly string[]) => api(...urls.map((url) => ({ url })));
const where = (name: string, fields: object = {}) =>
  api({ url: `https://{${name}}.example.com`, variables: { [name]: { default: 'eu', ...fields } } });

const europe = { enum: ['eu'] };
const world = { enum: ['eu', 'us'] };
const apart = api(...['eu', 'us'].flatMap((area) => where('r', { default: area, enum: [area] }).servers));
const both = plain('https://eu.example.com', 'https://us.example.com');

describe('what is said of an address', () => {
  const [production, staging] = ['https://api.example.com', 'https://staging.example.com'];

  it('leads to the one of the same host, and calls the new one no further one', async () => {
    const { findings } = await compare(
      plain(`${production}/v1`, `${staging}/v1`),
      plain(`${production}/v2`, `${staging}/v2`),
    );
    const removed = findings.filter(({ rule }) => rule === 'server-removed').map(({ advice }) => advice);
    expect(removed.sort()).toEqual([
      expect.stringMatching(`^Call ${production}/v2 from the release on`),
      expect.stringMatching(`^Call ${staging}/v2 from the release on`),
    ]);
    expect(findings.map(({ message }) => message)).toContain(`The API is at \`${production}/v2\` now`);
  });

  it('calls one that may be anything by its variable, also where another is written alike', async () => {
    const anywhere = where('r').servers;
    for (const before of [api(...anywhere), api(...anywhere, ...where('r', { enum: ['eu'] }).servers)]) {
      const { findings } = await compare(before, plain(production));
      expect(findings.map(({ message }) => message)).toContain('The API is no longer at `https://{r}.example.com`');
    }
  });

  it('tells that it may be anything no more, where one of two that are written alike is left', async () => {
    const [anywhere, europe] = [where('r').servers, where('r', { enum: ['eu'] }).servers];
    const { findings, verdict } = await compare(api(...anywhere, ...europe), api(...europe));
    expect(verdict).toBe('breaking');
    expect(findings.map(({ message }) => message)).toEqual(['The API is no longer at `https://{r}.example.com`']);
  });

  it('calls it a further one where an older one is left', async () => {
    const { findings } = await compare(plain(production), plain(production, staging));
    expect(findings.map(({ message }) => message)).toEqual([`The API is at \`${staging}\` too`]);
  });
});

describe('an address that leaves the host out', () => {
  const [named, relative] = [plain('https://api.example.com/v1'), plain('/v1')];
  const from = (source: string) => specFromText(JSON.stringify(relative), source);

  it('is a risk where the host was named, since nobody can tell which it is', async () => {
    const { verdict, findings } = await compare(named, relative);
    expect(verdict).toBe('risky');
    expect(findings.map(({ message }) => message)).toEqual([
      'It is no longer said at which host the API is; it was at `https://api.example.com/v1`',
    ]);
  });

  it('is that of the host which the document was fetched from', async () => {
    const base = await specOf(named, 'base');
    const to = async (source: string) =>
      (await compareLoadedSpecs(base, await from(source), compareOptions)).findings.map(({ severity }) => severity);
    expect(await to('https://api.example.com/openapi.json')).toEqual([]);
    expect(await to('https://docs.example.com/openapi.json')).toEqual(['risky']);
  });

  it('may name it later on', async () => {
    expect((await compare(relative, named)).findings).toEqual([]);
  });
});

describe('a host and a port without a scheme', () => {
  it('are an address all the same', async () => {
    const get = { responses: { 204: { description: 'Done.' } } };
    const swagger = { swagger: '2.0', info: { title: 'T', version: '1' }, host: 'localhost:8080', basePath: '/v1' };
    const before = { ...swagger, paths: { '/pets': { get } } };
    const after = { ...plain('localhost:8080/v1'), paths: { '/pets': { get } } };
    expect(await compare(before, after)).toMatchObject({ verdict: 'identical', findings: [] });
    const moved = { ...plain('localhost:8080'), paths: { '/v1/pets': { get } } };
    expect((await compare(after, moved)).findings).toEqual([]);
    const { findings } = await compare(after, { ...after, servers: [{ url: 'localhost:9090/v1' }] });
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'breaking: The API is no longer at `//localhost:8080/v1`',
      'safe: The API is at `//localhost:9090/v1` now',
    ]);
  });
});

describe('an address that is named for the first time', () => {
  const unsaid = plain();

  it.each(['/api', '/api/{version}'])('is another than the one that was meant, on the same host: %s', async (url) => {
    const { findings, verdict } = await compare(unsaid, plain(url));
    expect(verdict).toBe('risky');
    expect(findings.map(({ message }) => message)).toContain(
      'The API is no longer at `/`, as was meant while no address was named',
    );
  });

  it.each([['/'], ['https://example.com/api'], ['//example.com/api'], ['/api', '/']])(
    'takes nothing back: %s',
    async (...urls) => {
      expect((await compare(unsaid, plain(...urls))).verdict).not.toBe('risky');
    },
  );
});

describe('where an API is', () => {
  it.each([
    ['a list of regions or each of them written out', where('r', world), both],
    ['one variable or another', where('r', world), where('region', world)],
    ['an address that two servers share, each with a region of its own', apart, both],
    ['a variable that can be one thing only or that thing', where('r', europe), plain('https://eu.example.com')],
    [
      'the port that goes without saying or no port',
      plain('https://example.com:443/v1'),
      plain('https://example.com/v1'),
    ],
    ['a port and no scheme, or a scheme that goes by that port', plain('localhost:80'), plain('http://localhost')],
    ['a version in a variable or in the path', versioned('{v}'), plain('https://example.com/v1')],
  ])('is the same whether it is said with %s', async (_, one, other) => {
    expect((await compare(one, other)).verdict).toBe('identical');
    expect((await compare(other, one)).verdict).toBe('identical');
  });

  it.each([
    ['a region is taken away', where('r', world), where('r', europe)],
    ['a region is taken away and the variable renamed', where('r', world), where('region', europe)],
    ['a region is not among those written out', where('r', world), plain('https://eu.example.com')],
    ['any region could be called, and now only one can', where('r'), where('r', europe)],
    ['a region is replaced by those of a variable in capitals', plain('https://us.example.com'), where('R', europe)],
    ['the port is another one', plain('https://example.com'), plain('https://example.com:80')],
  ])('is no longer all that it was where %s', async (_, before, after) => {
    expect((await compare(before, after)).verdict).toBe('breaking');
  });

  it('is still all that it was where any region can be called', async () => {
    expect((await compare(where('r', world), where('r'))).summary).toMatchObject({ breaking: 0, risky: 0 });
    expect((await compare(both, where('r'))).summary).toMatchObject({ breaking: 0, risky: 0 });
  });

  it('is shown where the document says it', async () => {
    const { findings } = await compare(both, plain('https://eu.example.com'));
    expect(findings.map(({ rule, base, revision }) => [rule, base?.pointer, revision?.pointer])).toEqual([
      ['server-removed', '/servers', '/servers'],
    ]);
    const swagger = (basePath: string) => ({ swagger: '2.0', info: { title: 'T', version: '1' }, basePath, paths: {} });
    const moved = await compare(swagger('/v1'), swagger('/v2'));
    expect(moved.findings.map(({ rule, base, revision }) => [rule, base?.pointer, revision?.pointer])).toContainEqual([
      'server-removed',
      '/basePath',
      '/basePath',
    ]);
  });

  it('is told of thousands of operations that each say it for themselves', async () => {
    const served = (url: string) => {
      const operation = { servers: [{ url }], responses: { '204': { description: 'Done.' } } };
      const paths = Array.from({ length: 4000 }, (_, number) => [`/things-${number}/{part}`, { get: operation }]);
      return { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: Object.fromEntries(paths) };
    };
    const moved = await compare(served('https://example.com/v1'), served('https://example.com/v1/2'));
    expect(moved.summary.breaking).toBe(4000);
  }, 20_000);

  it('is told of thousands of addresses, each of which goes to another one', async () => {
    const served = (version: string) =>
      plain(...Array.from({ length: 2_000 }, (_, number) => `https://eu-${number}.example.com/${version}`));
    const { findings, summary } = await compare(served('v1'), served('v2'));
    expect(summary).toMatchObject({ breaking: 2_000, safe: 2_000 });
    const last = findings.findLast(({ rule }) => rule === 'server-removed');
    expect(last?.advice).toMatch(/^Call https:\/\/eu-\d+\.example\.com\/v2 from the release on/);
  }, 10_000);

  it('is told of an address that thousands may take the place of by the first of them', async () => {
    const many = Array.from({ length: 2_000 }, (_, number) => `https://eu-${number}.example.com`);
    const { findings } = await compare(plain('https://example.com/v1'), plain(...many));
    const [removed] = findings.filter(({ rule }) => rule === 'server-removed');
    expect(removed?.advice).toContain('eu-0');
    expect(removed?.advice.length).toBeLessThan(600);
  }, 10_000);
});

function versioned(version: string) {
  return api({ url: `https://example.com/${version}`, variables: { v: { default: 'v1', enum: ['v1'] } } });
}

describe('where an API of Swagger 2.0 is that names no scheme', () => {
  const swagger = (more: object = {}) => ({
    swagger: '2.0',
    info: { title: 'T', version: '1' },
    host: 'example.com',
    basePath: '/v1',
    paths: { '/a': { get: { responses: {} } } },
    ...more,
  });
  const openapi = (url: string, path = '/a') => ({ ...plain(url), paths: { [path]: { get: { responses: {} } } } });

  it('is where any scheme leads', async () => {
    for (const scheme of ['http', 'https']) {
      for (const other of [swagger({ schemes: [scheme] }), openapi(`${scheme}://example.com/v1`)]) {
        expect((await compare(swagger(), other)).verdict).toBe('identical');
        expect((await compare(other, swagger())).verdict).toBe('identical');
      }
    }
    expect((await compare(swagger(), openapi('https://example.org/v1'))).verdict).toBe('breaking');
  });

  it('is the same with the path of the address in the paths', async () => {
    expect((await compare(swagger(), openapi('//example.com', '/v1/a'))).verdict).toBe('identical');
    expect((await compare(openapi('//EXAMPLE.com/v1'), swagger())).verdict).toBe('identical');
  });
});
