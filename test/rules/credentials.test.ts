import { describe, expect, it } from 'vitest';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { compare, compareOptions, specOf } from './compare.ts';

const basic = { type: 'http', scheme: 'basic' };
const bearer = { type: 'http', scheme: 'bearer' };
const key = { type: 'apiKey', in: 'header', name: 'X-Key' };

type Schemes = Readonly<Record<string, object>>;

function api(securitySchemes: Schemes, security: readonly object[], path = '/a', openapi = '3.1.0') {
  return {
    openapi,
    paths: { [path]: { get: { security, responses: { '204': { description: 'x' } } } } },
    components: { securitySchemes },
  };
}

/** Several documents as one API. */
async function folder(name: string, ...documents: readonly object[]) {
  const specs = await Promise.all(documents.map((document, index) => specOf(document, `${name}/${index}`)));
  return { ...specs[0]!, roots: specs.flatMap(({ roots }) => roots) };
}

const rulesOf = ({ findings }: Awaited<ReturnType<typeof compare>>) =>
  findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe('how a caller proves who it is', () => {
  it('is judged by the document that asks, where two documents of a folder use one name', async () => {
    const one = (scheme: object) => api({ auth: scheme }, [{ auth: [] }]);
    const two = api({ auth: bearer }, [{ auth: [] }], '/b');
    const before = await folder('before', one(bearer), two);
    const after = await folder('after', one(basic), two);
    expect(rulesOf(await compareLoadedSpecs(before, after, compareOptions))).toEqual([
      'breaking security-scheme-http-scheme-changed',
    ]);
    expect((await compareLoadedSpecs(before, before, compareOptions)).verdict).toBe('identical');
  });

  it('is compared with its own document’s where nobody asks for it', async () => {
    const unused = (auth: object, path: string) => api({ auth, key }, [{ key: [] }], path);
    const [one, two] = [unused(bearer, '/a'), unused(bearer, '/b')];
    const before = await folder('before', one, two);
    const after = await folder('after', one, unused(basic, '/b'));
    expect(rulesOf(await compareLoadedSpecs(before, after, compareOptions))).toEqual([
      'safe security-scheme-http-scheme-changed',
    ]);
    const merged = { ...one, paths: { ...one.paths, ...two.paths } };
    expect((await compareLoadedSpecs(before, await folder('after', merged), compareOptions)).verdict).toBe('identical');
  });

  it('is another way where an operation moved to a document that means another scheme by the name', async () => {
    const one = api({ auth: bearer }, [{ auth: [] }]);
    const two = api({ auth: basic }, [{ auth: [] }], '/b');
    const before = await folder('before', one, two);
    const after = await folder('after', { ...one, paths: {} }, { ...two, paths: { ...one.paths, ...two.paths } });
    expect((await compareLoadedSpecs(before, after, compareOptions)).verdict).toBe('breaking');
  });

  it('is asked for where the newer document leaves out the name of the key, or where it goes', async () => {
    const { name, in: place, type } = key;
    for (const [left, words] of [
      [{ type, in: place }, 'from `header x-key` to `header (no name)`'],
      [{ type, name }, 'from `header x-key` to `(no place) X-Key`'],
    ] as const) {
      const { findings } = await compare(api({ auth: key }, [{ auth: [] }]), api({ auth: left }, [{ auth: [] }]));
      expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
      expect(findings[0]?.advice).toMatch(/^Ask how to authenticate from the release on/);
    }
  });

  it('is told with the operations that do without it, and with none where all ask for it', async () => {
    const withHealth = (scheme: object, health: object) => {
      const one = api({ auth: scheme }, [{ auth: [] }]);
      return {
        ...one,
        paths: { ...one.paths, '/health': { get: { ...health, responses: one.paths['/a']!.get.responses } } },
      };
    };
    const factsOf = async (health: object) => {
      const { findings } = await compare(withHealth(key, health), withHealth({ ...key, name: 'X-Token' }, health));
      return findings.map(({ rule, facts }) => [rule, facts.unasked]);
    };
    expect(await factsOf({ security: [] })).toEqual([['security-scheme-key-place-changed', ['GET /health']]]);
    expect(await factsOf({ security: [{ auth: [] }] })).toEqual([['security-scheme-key-place-changed', undefined]]);
  });

  it('is the same where two schemes swapped their names and the operations with them', async () => {
    const before = api({ a: key, b: bearer }, [{ a: [] }]);
    const after = api({ a: bearer, b: key }, [{ b: [] }]);
    expect((await compare(before, after)).verdict).toBe('compatible');
    expect((await compare(before, { ...after, paths: before.paths })).verdict).toBe('breaking');
  });

  it('is the same under another name of the scheme where only the case of a header differs, and not of a query', async () => {
    const named = (scheme: string, place: string, name: string) =>
      api({ [scheme]: { type: 'apiKey', in: place, name } }, [{ [scheme]: [] }]);
    expect((await compare(named('a', 'header', 'X-Key'), named('b', 'header', 'x-key'))).verdict).toBe('compatible');
    expect((await compare(named('a', 'query', 'Key'), named('b', 'query', 'key'))).verdict).toBe('breaking');
  });

  it('is another where the old credential has another name and the old name asks for a further one', async () => {
    const before = api({ a: key }, [{ a: [] }]);
    const schemes = { a: bearer, b: key };
    expect((await compare(before, api(schemes, [{ a: [], b: [] }]))).verdict).toBe('breaking');
    expect((await compare(before, api(schemes, [{ a: [] }, { b: [] }]))).verdict).toBe('compatible');
  });

  it('is no matter of callers where no operation asks for the scheme', async () => {
    const before = api({ a: key, b: bearer }, [{ a: [] }]);
    expect((await compare(before, api({ a: key, b: basic }, [{ a: [] }]))).verdict).toBe('compatible');
    expect((await compare(before, api({ a: basic, b: bearer }, [{ a: [] }]))).verdict).toBe('breaking');
  });

  it('may matter where the document asks for nothing at all and yet defines a scheme', async () => {
    expect((await compare(api({ a: key }, []), api({ a: bearer }, []))).verdict).toBe('risky');
  });

  it('is unknown to them where the scheme that is asked for is no longer defined', async () => {
    expect(rulesOf(await compare(api({ a: key }, [{ a: [] }]), api({}, [{ a: [] }])))).toEqual([
      'risky security-scheme-removed',
    ]);
  });

  it('is the same where a requirement names the scheme by its address', async () => {
    const named = api({ a: key }, [{ a: [] }], '/a', '3.2.0');
    const addressed = api({ a: key }, [{ '#/components/securitySchemes/a': [] }], '/a', '3.2.0');
    expect((await compare(named, addressed)).verdict).toBe('identical');
    const other = api({ a: bearer }, [{ '#/components/securitySchemes/a': [] }], '/a', '3.2.0');
    expect((await compare(named, other)).verdict).toBe('breaking');
  });

  it('begins elsewhere where a device is sent to another address', async () => {
    const device = (deviceAuthorizationUrl: string) => ({
      type: 'oauth2',
      flows: {
        deviceAuthorization: { deviceAuthorizationUrl, tokenUrl: 'https://example.com/token', scopes: {} },
      },
    });
    const [before, after] = ['https://a.example', 'https://b.example'].map((url) =>
      api({ login: device(url) }, [{ login: [] }], '/a', '3.2.0'),
    );
    expect((await compare(before, after)).verdict).toBe('breaking');
  });
});

describe('two schemes of different names', () => {
  const oauth = (authorizationUrl: string, tokenUrl: string) => ({ authorizationUrl, tokenUrl, scopes: {} });
  const flows = (...all: readonly (readonly [string, object])[]) => ({
    type: 'oauth2',
    flows: Object.fromEntries(all),
  });
  const connect = (openIdConnectUrl: string) => ({ type: 'openIdConnect', openIdConnectUrl });
  const query = (name: string) => ({ type: 'apiKey', in: 'query', name });
  const [login, machine] = [
    oauth('https://a.example', 'https://t.example'),
    { tokenUrl: 'https://m.example', scopes: {} },
  ];
  const ruling = async (before: object, after: object) =>
    rulesOf(await compare(api({ a: before }, [{ a: [] }]), api({ b: after }, [{ b: [] }])));
  const renamed = ['safe security-scheme-removed', 'safe security-scheme-added'];
  const exchanged = ['breaking security-alternative-removed', ...renamed, 'safe security-alternative-added'];

  it.each<[string, object, object]>([
    ['HTTP schemes', bearer, basic],
    ['the case of a query parameter', query('Key'), query('key')],
    ['where one logs in', flows(['implicit', login]), flows(['implicit', oauth('https://b.example', login.tokenUrl)])],
    [
      'where tokens are got',
      flows(['implicit', login]),
      flows(['implicit', oauth(login.authorizationUrl, 'https://u.example')]),
    ],
    ['discovery addresses', connect('https://a.example'), connect('https://b.example')],
  ])('ask for different things: %s', async (_, before, after) => {
    expect(await ruling(before, after)).toEqual(exchanged);
  });

  it('ask for the same with the same flows in any order', async () => {
    const [one, other]: [string, object][] = [
      ['authorizationCode', login],
      ['clientCredentials', machine],
    ];
    expect(await ruling(flows(one!, other!), flows(other!, one!))).toEqual(renamed);
  });
});

describe('a scheme of another kind', () => {
  const inAuthorization = { type: 'apiKey', in: 'header', name: 'authorization' };
  const tokenUrl = 'https://example.com/token';
  const oauth = { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: { read: 'r' } } } };
  const openId = { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/.well-known/openid-configuration' };
  const asking = (it: object, name = 'it') => api({ [name]: it }, [{ [name]: it === oauth ? ['read'] : [] }]);

  it.each([
    [inAuthorization, bearer],
    [bearer, inAuthorization],
    [inAuthorization, basic],
    [basic, inAuthorization],
    [inAuthorization, oauth],
    [bearer, oauth],
    [oauth, bearer],
    [oauth, openId],
    [openId, bearer],
  ])('is a risk where what was sent may do all the same: %o to %o', async (before, after) => {
    expect(rulesOf(await compare(asking(before), asking(after))).filter((each) => !each.startsWith('safe'))).toEqual([
      'risky security-scheme-type-changed',
    ]);
    const renamed = rulesOf(await compare(asking(before), asking(after, 'other')));
    expect(renamed.filter((each) => !each.startsWith('safe'))).toEqual(['risky security-alternative-removed']);
  });

  it.each([
    [key, bearer],
    [bearer, key],
    [basic, oauth],
    [oauth, basic],
    [openId, basic],
    [{ ...inAuthorization, in: 'query' }, bearer],
  ])('breaks where nothing that was sent could do: %o to %o', async (before, after) => {
    expect((await compare(asking(before), asking(after))).verdict).toBe('breaking');
    expect((await compare(asking(before), asking(after, 'other'))).verdict).toBe('breaking');
  });

  it('breaks where a scope is asked for that a token had no need of', async () => {
    expect(rulesOf(await compare(asking(openId), asking(oauth)))).toContain('breaking security-scope-added');
    expect((await compare(asking(openId), asking(oauth, 'other'))).verdict).toBe('breaking');
  });

  it('breaks where both were ways in, which are then two', async () => {
    const before = api({ key: inAuthorization, token: bearer }, [{ key: [] }, { token: [] }]);
    const after = api({ token: bearer }, [{ token: [] }]);
    expect(rulesOf(await compare(before, after))).toContain('breaking security-alternative-removed');
  });

  it('breaks where two things are asked for at once that one header cannot hold', async () => {
    const before = api({ key: inAuthorization }, [{ key: [] }]);
    const askingAll = (...names: readonly string[]) =>
      api({ basic, token: bearer, login: openId }, [Object.fromEntries(names.map((name) => [name, []]))]);
    expect(rulesOf(await compare(before, askingAll('basic', 'token')))).toContain(
      'breaking security-alternative-removed',
    );
    expect(rulesOf(await compare(before, askingAll('token', 'login')))).toContain('risky security-alternative-removed');
  });

  it('breaks where something else is asked for beside it', async () => {
    const before = api({ token: bearer }, [{ token: [] }]);
    const after = api({ login: oauth, key }, [{ login: ['read'], key: [] }]);
    expect(rulesOf(await compare(before, after))).toContain('breaking security-alternative-removed');
  });
});

describe('an exception from what the document asks for', () => {
  it('is shown at its operation where it goes, and where it comes', async () => {
    const plain = { ...api({ key }, []), security: [{ key: [] }] };
    const { security, ...get } = plain.paths['/a']!.get;
    const without = { ...plain, paths: { '/a': { get } } };
    const places = async (before: object, after: object) =>
      (await compare(before, after)).findings.map(({ base, revision }) => [base?.pointer, revision?.pointer]);
    const [own, operation] = ['/paths/~1a/get/security', '/paths/~1a/get'];
    expect(await places(plain, without)).toEqual([[own, operation]]);
    expect(await places(without, plain)).toEqual([[operation, own]]);
  });
});

describe('schemes for which not every operation asks', () => {
  it('are told with the calls of clients that do without them, by the alphabet', async () => {
    const open = { get: { security: [], responses: {} } };
    const described = (scheme: object) => ({
      ...api({ auth: scheme }, [{ auth: [] }]),
      security: [{ auth: [] }],
      paths: { '/z': open, '/b': open, '/a': { get: { responses: {} } } },
      webhooks: { sent: { post: { responses: {} } } },
    });
    const { findings } = await compare(described(key), described(bearer));
    expect(findings.map(({ facts }) => facts.unasked)).toEqual([['GET /b', 'GET /z']]);
  });

  it('are not asked for by what the server sends, where the document asks for them', async () => {
    const described = (scheme: object) => ({
      ...api({ auth: scheme }, []),
      security: [{ auth: [] }],
      paths: {},
      webhooks: { sent: { post: { responses: {} } } },
    });
    expect(rulesOf(await compare(described(key), described(bearer)))).toEqual(['risky security-scheme-type-changed']);
  });

  it('matter to nobody where another operation is new', async () => {
    const before = api({ a: key, b: bearer }, [{ a: [] }]);
    const after = api({ a: key, b: basic }, [{ a: [] }]);
    const news = { ...after, paths: { ...after.paths, '/new': after.paths['/a']! } };
    expect((await compare(before, news)).verdict).toBe('compatible');
  });

  it('come into being where they were only named', async () => {
    expect(rulesOf(await compare(api({}, [{ a: [] }]), api({ a: key }, [{ a: [] }])))).toEqual([
      'safe security-scheme-added',
    ]);
  });

  it('are nobody’s concern where the name stands for what was asked for under another one', async () => {
    const before = api({ a: key, b: bearer }, [{ a: [] }, { b: [] }]);
    const { findings } = await compare(before, api({ a: bearer }, [{ a: [] }]));
    expect(findings.filter(({ severity }) => severity === 'breaking').map(({ rule }) => rule)).toEqual([
      'security-alternative-removed',
    ]);
  });
});

it('takes the alternatives of one scheme that stay for what they were before it compares the others', async () => {
  const login = { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: {} } } };
  const asking = (...scopes: readonly string[]) =>
    api(
      { login },
      scopes.map((scope) => ({ login: [scope] })),
    );
  const { findings } = await compare(asking('read', 'write'), asking('write', 'list'));
  expect(findings.map(({ message }) => message)).toEqual([
    'The operation now requires the scope `list` of `login`',
    'The operation no longer requires the scope `read` of `login`',
  ]);
});

describe('what replaces a way to prove who one is', () => {
  const schemes = { key, bearer };
  const gained = async (before: readonly object[], after: readonly object[]) =>
    (await compare(api(schemes, before), api(schemes, after))).findings.find(
      ({ rule }) => rule === 'security-alternative-added',
    );

  it('is told to come instead of it, and to be used', async () => {
    expect(await gained([{ key: [] }], [{ bearer: [] }])).toMatchObject({
      message: 'The operation now accepts `bearer` instead',
      advice: 'Use it from the release on, in place of what is no longer accepted.',
    });
  });

  it('is told to come beside what stays', async () => {
    expect(await gained([{ key: [] }], [{ key: [] }, { bearer: [] }])).toMatchObject({
      message: 'The operation now accepts `bearer` too',
      advice: 'Nothing to do; it may be used.',
    });
  });
});

describe('a security scheme that is asked for and not defined', () => {
  const problemsIn = async (document: object) =>
    (await compare(document, document)).problems
      .filter(({ position }) => position?.source === 'revision.json')
      .map(({ code, message, hint, position, hides }) => ({ code, message, hint, pointer: position?.pointer, hides }));

  it('is told once, with what was probably meant', async () => {
    const { verdict } = await compare(api({ basic }, [{ basci: [] }]), api({ basic }, [{ basci: [] }]));
    expect(verdict).toBe('identical');
    expect(await problemsIn(api({ basic }, [{ basci: [] }, { basic: [], basci: [] }]))).toEqual([
      {
        code: 'security-scheme-undefined',
        message:
          'The security scheme "basci" is asked for at /paths/~1a/get/security/0/basci and in 1 other place, and revision.json does not define it.',
        hint: 'Did you mean "basic"? What it asks of a caller is not compared.',
        pointer: '/paths/~1a/get/security/0/basci',
        hides: false,
      },
    ]);
  });

  it('is told of what operations take over from the document, at its place there', async () => {
    const document = { ...api({}, []), security: [{ key: [] }] };
    expect(
      await problemsIn({ ...document, paths: { '/a': { get: { responses: {} }, put: { responses: {} } } } }),
    ).toMatchObject([{ pointer: '/security/0/key', hint: expect.stringMatching(/^Define it/) }]);
  });

  it('is told of Swagger too', async () => {
    const { components: _, openapi: __, ...rest } = api({}, [{ key: [] }]);
    const swagger = { ...rest, swagger: '2.0' };
    expect(await problemsIn(swagger)).toHaveLength(1);
    expect(await problemsIn({ ...swagger, securityDefinitions: { key } })).toEqual([]);
  });

  it('is no word about what is defined, where no credentials are asked for, or about a URI of 3.2', async () => {
    const uri = '#/components/securitySchemes/basic';
    for (const security of [[{ basic: [] }], [{}], []]) expect(await problemsIn(api({ basic }, security))).toEqual([]);
    expect(await problemsIn(api({ basic }, [{ [uri]: [] }], '/a', '3.2.0'))).toEqual([]);
  });
});
