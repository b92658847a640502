import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentKey } from '../../src/catalog/index.ts';
import { readSpec } from '../../src/compare/index.ts';
import { documentedApi, findEvidenceFiles, type KnownMarks, type ReadMark } from '../../src/evidence/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type MadeCall, renderers } from './render-calls.ts';
import { collect, document, sourceOf } from './sample-api.ts';

const start = 1_770_714_000; // 2026-02-10T09:00:00Z

function made(changes: Partial<MadeCall> = {}): MadeCall {
  return {
    seconds: start,
    method: 'GET',
    target: '/api/v1/packages/bash',
    host: 'pkgdb.example.org',
    status: 200,
    address: '10.5.1.2',
    user: null,
    agent: 'bodhi/2.1',
    ...changes,
  };
}

const combined = renderers['Apache and nginx combined']!;
const caddy = renderers['Caddy as JSON']!;
const log = (calls: readonly MadeCall[], render = combined) => calls.map((call) => `${render(call)}\n`).join('');

const anyCall: fc.Arbitrary<MadeCall> = fc.record({
  seconds: fc.integer({ min: start, max: start + 86_400 * 40 }),
  method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'OPTIONS'),
  target: fc.constantFrom(
    '/packages',
    '/api/v1/packages?limit=10&x=1',
    '/api/v2/packages/?filter%5Bowner%5D=me',
    '/packages/a%2Fb?page=2&page=3',
    '/packages/b%C3%A4r',
    '/wp-login.php',
  ),
  host: fc.constant('pkgdb.example.org'),
  status: fc.constantFrom(200, 404, 503),
  address: fc.oneof(fc.ipV4(), fc.constantFrom('10.5.0.9', '2001:db8:5::7')),
  user: fc.constant(null),
  agent: fc.constantFrom(
    'bodhi/2.1',
    'bodhi/2.2 requests/3',
    'curl/8.1',
    'quo"ted\\/1',
    'Mozilla/5.0 (X11) Firefox/140.0',
  ),
});

describe('the same calls are the same evidence', () => {
  test.each(Object.keys(renderers))('as %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 30 }), fc.nat(), async (calls, seed) => {
        const render = renderers[name]!;
        const expected = (await collect([sourceOf('a', log(calls))], { environment: 'production' })).batch;
        const content = log(calls, render);
        const size = 1 + (seed % 300);
        const packed = seed % 2 === 0 ? Buffer.from(content) : gzipSync(content);
        const { batch } = await collect([sourceOf('b', packed, size)], { environment: 'production' });
        // Caddy writes fractions of a second.
        const floor = (uses: typeof batch.uses) =>
          JSON.parse(JSON.stringify(uses).replaceAll(/(T\d\d:\d\d:\d\d)\.\d+Z/g, '$1Z')) as typeof uses;
        expect(floor(batch.uses)).toEqual(floor(expected.uses));
        expect(batch.unmatched).toEqual(expected.unmatched);
        const count = [...batch.uses, ...batch.unmatched].reduce((sum, { requests }) => sum + requests, 0);
        expect(count).toBe(calls.filter(({ method }) => method !== 'OPTIONS').length);
      }),
      { numRuns: 20, seed: 4 },
    );
  });
});

test('nothing personal comes through: no query values, logins, addresses, cookies, tokens or e-mail addresses', async () => {
  const secret = fc.stringMatching(/^[a-z0-9]{14,30}$/).filter((text) => /\d/.test(text) && /[a-z]{4}/.test(text));
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom(...Object.keys(renderers)), fc.ipV4(), async (word, name, address) => {
      const call = made({
        target: `/api/v1/packages/${word}?limit=${word}&${word}&${word}=1&filter[${word}]=2`,
        address,
        user: word,
        agent: `${word}@example.org (${word}) token=${word}`,
        cookie: `session=${word}`,
        authorization: `Bearer ${word}`,
      });
      const lost = made({ ...call, target: `/users/${word}/keys?${word}`, agent: `tool/${word}` });
      const { batch } = await collect([sourceOf('access.log', log([call, lost], renderers[name]))]);
      const kept = JSON.stringify({ ...batch, marks: [], id: '' });
      expect(kept).toContain('GET /packages/{name}');
      expect(kept).toContain('/users/{}/keys');
      expect(kept).not.toContain(word);
      expect(kept).not.toContain(address);
    }),
    { numRuns: 60, seed: 4 },
  );
});

describe('how calls were answered', () => {
  test.each(Object.keys(renderers))('is kept by status, from %s', async (name) => {
    const calls = [
      made({ status: 200 }),
      made({ status: 404, seconds: start + 60 }),
      made({ status: 404, seconds: start + 120 }),
      made({ status: 304, seconds: start + 30 }),
    ];
    const { batch } = await collect([sourceOf('access.log', log(calls, renderers[name]))]);
    const answers = batch.uses.flatMap(({ answers }) => answers ?? []);
    expect(answers.map(({ status, requests, lastSeen }) => [status, requests, lastSeen.slice(14, 19)])).toEqual([
      [200, 1, '00:00'],
      [304, 1, '00:30'],
      [404, 2, '02:00'],
    ]);
  });

  test('is not made up where a log does not tell, and no answer is none', async () => {
    const quiet = { time: '2026-02-10T09:00:00Z', method: 'GET', path: '/packages', agent: 'bodhi/2.1' };
    const lines = [quiet, { ...quiet, agent: 'sync/1', status: 200 }, { ...quiet, agent: 'sync/1', status: 'fine' }];
    const json = await collect([sourceOf('a.log', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))]);
    const bySync = json.batch.uses.find(({ callerName }) => callerName === 'sync');
    expect(json.batch.uses.find(({ callerName }) => callerName === 'bodhi')?.answers).toBeNull();
    expect(bySync).toMatchObject({ requests: 2, answers: [{ status: 200, requests: 1 }] });
    const gone = combined(made()).replace('" 200 ', '" - ');
    const { batch } = await collect([sourceOf('b.log', `${gone}\n${gone}\n`)]);
    expect(batch.uses).toMatchObject([{ requests: 2, answers: [{ status: 0, requests: 2 }] }]);
  });
});

describe('who called', () => {
  const usesOf = async (calls: readonly MadeCall[], changes = {}) =>
    (await collect([sourceOf('access.log', log(calls, caddy))], changes)).batch.uses;

  test('is told by all that one entry names, and its environment with it', async () => {
    const uses = await usesOf([
      made(),
      made({ address: '192.0.2.1', host: 'pkgdb.stg.example.org:8443' }),
      made({ agent: 'curl/8', user: 'tracker' }),
      made({ address: '2001:db8:5:1::9', agent: 'bodhi/2.2' }),
    ]);
    expect(uses.map((use) => [use.consumer, use.callerEnvironment, use.environment, use.callerVersion])).toEqual([
      ['bodhi', 'production', 'production', '2.1'],
      ['bodhi', 'production', 'production', '2.2'],
      ['bodhi', 'staging', 'staging', '2.1'],
      ['tracker', null, 'production', '8'],
    ]);
    expect(uses.map(({ callerKey }) => callerKey)).toEqual([null, null, null, null]);
  });

  test('or is unknown under a key that stays, changes with the salt, and does not change with the version', async () => {
    const stranger = made({ address: '192.0.2.1', agent: 'sync/1.0' });
    const [first, ...none] = await usesOf([stranger, { ...stranger, agent: 'sync/1.1' }]);
    expect(none).toEqual([]);
    expect(first).toMatchObject({ consumer: null, callerName: 'sync', requests: 2 });
    expect(first?.callerKey).toMatch(/^[0-9a-f]{16}$/);
    const [again] = await usesOf([{ ...stranger, agent: 'sync/3' }]);
    expect(again?.callerKey).toBe(first?.callerKey);
    const [salted] = await usesOf([stranger], { salt: 'other' });
    expect(salted?.callerKey).not.toBe(first?.callerKey);
    const [elsewhere] = await usesOf([{ ...stranger, address: '192.0.2.2' }]);
    expect(elsewhere?.callerKey).not.toBe(first?.callerKey);
  });

  test('an IPv6 host is the same tomorrow, though the last half of its address is not', async () => {
    const from = (address: string) => made({ address, agent: 'sync/1' });
    expect(await usesOf([from('2001:db8:1:2:aaaa::1'), from('2001:db8:1:2::7'), from('2001:db8:1:3::7')])).toHaveLength(
      2,
    );
  });

  test('nobody is forgotten where there are too many to be told apart: the smallest are counted together', async () => {
    const few = Array.from({ length: 12_000 }, (_, index) =>
      made({ address: `172.${16 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`, agent: 'scan/1' }),
    );
    const much = Array.from({ length: 50 }, () => made({ address: '192.0.2.1', agent: 'sync/1' }));
    const { batch } = await collect([sourceOf('access.log', log([...much, ...few], caddy))]);
    expect(batch.uses.length).toBeLessThanOrEqual(10_001);
    expect(batch.uses.reduce((sum, { requests }) => sum + requests, 0)).toBe(12_050);
    expect(batch.uses.find(({ callerName }) => callerName === 'sync')?.requests).toBe(50);
    const folded = batch.uses.find(({ callerKey }) => callerKey === 'folded');
    expect(folded?.callerName).toMatch(/^\d+ more callers$/);
    expect(Number.parseInt(folded?.callerName ?? '', 10)).toBeGreaterThanOrEqual(2_000);
    expect(batch.notes.join()).toMatch(/\d+ unknown callers with few calls were folded into one called "folded"/);
  });
});

describe('what is asked for', () => {
  const lastSent = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [sentKey(['query', name]), '2026-02-10T09:00:00.000Z']));

  test('names of documented query parameters are evidence, their values and other names are not', async () => {
    const target = '/packages?limit=3&filter[owner]=x&nothing=1&LIMIT=2&=';
    const { batch } = await collect([sourceOf('access.log', log([made({ target })]))]);
    expect(batch.uses[0]?.fields).toEqual({
      sent: [
        ['query', 'filter[owner]'],
        ['query', 'limit'],
      ],
      lastSent: lastSent('filter[owner]', 'limit'),
      read: [],
      complete: { sent: false, query: true, read: false },
    });
  });

  test('each name is known with when it was sent last', async () => {
    const targets = [
      '/packages?limit=3',
      '/packages?limit=3&filter[owner]=x',
      '/packages?filter[owner]=x',
      '/packages',
    ];
    const calls = targets.map((target, index) => made({ target, seconds: start + index * 60 }));
    const minute = (minutes: number) => new Date((start + minutes * 60) * 1000).toISOString();
    for (const order of [calls, calls.toReversed()]) {
      const { batch } = await collect([sourceOf('access.log', log(order))]);
      expect(batch.uses.map(({ fields, lastSeen }) => [fields?.lastSent, lastSeen])).toEqual([
        [{ [sentKey(['query', 'filter[owner]'])]: minute(2), [sentKey(['query', 'limit'])]: minute(1) }, minute(3)],
      ]);
    }
  });

  const nothingElse = { sent: [], read: [], complete: { sent: false, query: true, read: false } };
  test.each(Object.keys(renderers))('a path without a query shows that none was sent, in %s', async (name) => {
    const calls = [made({ target: '/packages' }), made({ target: '/packages?nothing=1', seconds: start + 9 })];
    const { batch } = await collect([sourceOf('access.log', log(calls, renderers[name]))]);
    expect(batch.uses.map(({ fields }) => fields)).toEqual([nothingElse]);
    expect(batch.notes.join()).not.toContain('query');
  });

  test.each<[string, object, object | null]>([
    ['a path alone tells nothing of it', { path: '/packages' }, null],
    ['nor does the path of the Elastic Common Schema', { 'url.path': '/packages' }, null],
    ['but the whole of its address does', { url: { original: 'https://pkgdb.example.org/packages' } }, nothingElse],
    ['and a path with an empty query beside it', { uri: '/packages', args: '' }, nothingElse],
    ['and nginx’s way of writing none', { uri: '/packages', args: '-' }, nothingElse],
    [
      'a query beside the path is read',
      { uri: '/packages', args: 'limit=3' },
      { ...nothingElse, sent: [['query', 'limit']], lastSent: lastSent('limit') },
    ],
    [
      'also with its question mark',
      { uri: '/packages', args: '?limit=3' },
      { ...nothingElse, sent: [['query', 'limit']], lastSent: lastSent('limit') },
    ],
  ])('of JSON lines: %s', async (_, target, fields) => {
    const line = { time: '2026-02-10T09:00:00Z', method: 'GET', status: 200, agent: 'bodhi/2.1', ...target };
    const { batch } = await collect([sourceOf('access.log', `${JSON.stringify(line)}\n`)]);
    expect(batch.uses.map((use) => use.fields)).toEqual([fields]);
    const untold = '1 call is logged with a path that may lack its query';
    expect(batch.notes.some((note) => note.startsWith(untold))).toBe(fields === null);
  });

  test.each([
    ['2026-02-10T09:00:00', true],
    ['2026-02-10 09:00:00.250', true],
    ['Feb 10 2026 09:00:00 AM', true],
    ['2026-02-10T09:00:00Z', false],
    ['2026-02-10T10:00:00+01:00', false],
    ['Tue, 10 Feb 2026 09:00:00 GMT', false],
  ])('a time without a zone is UTC on any machine, and it is said: %s', async (time, said) => {
    const here = process.env.TZ;
    process.env.TZ = 'Asia/Tokyo';
    try {
      const line = { time, method: 'GET', uri: '/packages', status: 200, agent: 'bodhi/2.1' };
      const { batch } = await collect([sourceOf('access.log', `${JSON.stringify(line)}\n`)]);
      expect(batch.uses[0]?.lastSeen).toMatch(/^2026-02-10T09:00:00/);
      const note = '1 call has a time without a zone, which was read as UTC';
      expect(batch.notes.some((one) => one.startsWith(note))).toBe(said);
    } finally {
      if (here === undefined) delete process.env.TZ;
      else process.env.TZ = here;
    }
  });

  test('where one call hides its query, what none of the others sent is not known', async () => {
    const line = (path: string) =>
      `${JSON.stringify({ time: '2026-02-10T09:00:00Z', method: 'GET', path, agent: 'bodhi/2.1' })}\n`;
    const { batch } = await collect([sourceOf('access.log', line('/packages?limit=1') + line('/packages'))]);
    expect(batch.uses[0]?.fields).toEqual({
      sent: [['query', 'limit']],
      lastSent: lastSent('limit'),
      read: [],
      complete: { sent: false, query: false, read: false },
    });
    const mapped = await collect(
      [sourceOf('access.log', `${JSON.stringify({ time: 1770714000, method: 'GET', path: '/packages', q: '' })}\n`)],
      { jsonFields: { query: 'q' } },
    );
    expect(mapped.batch.uses[0]?.fields).toEqual(nothingElse);
  });

  test('an object that is sent member by member leaves open what was not sent', async () => {
    const exploded = document.replace(
      '{ name: limit, in: query, schema: { type: integer } }',
      '{ name: filter, in: query, schema: { type: object, properties: { owner: {} } } }',
    );
    const spec = await readSpec({ text: exploded, source: 'packages.yaml' }, 'base');
    const { batch } = await collect([sourceOf('access.log', log([made({ target: '/packages?owner=x' })]))], {
      api: documentedApi([spec]),
    });
    expect(batch.uses.map(({ fields }) => fields)).toEqual([null]);
  });

  test('what fits no operation is listed with its counts, and without the names of people', async () => {
    const targets = [
      '/api/v1/users/jo/keys',
      '/api/v1/users/ann/keys',
      '/wp-login.php',
      '/packages/x/y',
      '/jo.smith/a',
    ];
    const calls = targets.map((target, index) => made({ target, status: index === 2 ? 404 : 200 }));
    const { batch } = await collect([sourceOf('access.log', log(calls))]);
    expect(batch.unmatched).toEqual([
      { method: 'GET', path: '/api/v1/users/{}/keys', requests: 2, failed: 0 },
      { method: 'GET', path: '/packages/{}/{}', requests: 1, failed: 0 },
      { method: 'GET', path: '/wp-login.php', requests: 1, failed: 1 },
      { method: 'GET', path: '/{}/{}', requests: 1, failed: 0 },
    ]);
    const named = await collect([sourceOf('access.log', log(calls))], { pathWords: ['y'] });
    expect(named.batch.unmatched.map(({ path }) => path)).toContain('/packages/{}/y');
  });

  test('the host tells the environment, the option does where it does not, and otherwise it is unknown', async () => {
    const hosts = ['pkgdb.example.org', 'PKGDB.stg.example.org:443', '10.0.0.7', 'tracker.example.org'];
    const content = log(
      hosts.map((host) => made({ host })),
      caddy,
    );
    const environments = async (environment: string | null) =>
      (await collect([sourceOf('access.log', content)], { environment })).batch;
    expect((await environments(null)).uses.map(({ environment }) => environment)).toEqual([
      'production',
      'staging',
      'unknown',
    ]);
    const told = await environments('production');
    expect(told.uses.map(({ environment, requests }) => [environment, requests])).toEqual([
      ['production', 2],
      ['staging', 1],
    ]);
    expect(told.notes).toEqual(['1 request was to another service or host.']);
  });

  test('what is older than evidence is kept is left out, and said', async () => {
    const { batch } = await collect([sourceOf('access.log', log([made(), made({ seconds: start - 10 })]))], {
      oldest: start * 1000,
    });
    expect(batch.uses[0]?.requests).toBe(1);
    expect(batch.notes).toContain('1 call was older than evidence is kept.');
  });

  test('own names for things are read by a map', async () => {
    const line = JSON.stringify({ w: start, m: 'get', p: { q: '/packages' }, ua: 'bodhi/2.1', ip: '10.5.0.1' });
    const jsonFields = { time: 'w', method: 'm', target: 'p.q', agent: 'ua', address: 'ip' };
    const { batch } = await collect([sourceOf('access.log', `${line}\n`)], { jsonFields });
    expect(batch.uses[0]).toMatchObject({ consumer: 'bodhi', operation: 'GET /packages', requests: 1 });
    expect(batch.uses[0]?.firstSeen).toBe('2026-02-10T09:00:00.000Z');
  });
});

describe('a log that grows, is rotated and packed', () => {
  const first = log([made(), made({ seconds: start + 1 })]);
  const more = log([made({ seconds: start + 60 })]);
  const marksOf = (...batches: { marks: readonly ReadMark[] }[]): KnownMarks =>
    Map.groupBy(
      batches.flatMap(({ marks }) => marks),
      ({ head }) => head,
    );
  const requests = (batch: { uses: readonly { requests: number }[] }) =>
    batch.uses.reduce((sum, use) => sum + use.requests, 0);

  test('adds only what is new, whatever it is called and however it is cut', async () => {
    for (const size of [1, 7, 100, 1 << 16]) {
      const before = (await collect([sourceOf('access.log', first, size)])).batch;
      expect(requests(before)).toBe(2);
      const known = marksOf(before);
      const same = (await collect([sourceOf('access.log.1', gzipSync(first), size)], { known })).batch;
      expect([requests(same), same.marks]).toEqual([0, []]);
      const grown = (await collect([sourceOf('access.log.1.gz', gzipSync(first + more), size)], { known })).batch;
      expect(requests(grown)).toBe(1);
      expect(grown.marks[0]).toMatchObject({ from: first.length, length: first.length + more.length });
    }
  });

  test('the end of a line that was being written is waited for, a last line without an end is not', async () => {
    const whole = first + more;
    for (let cut = 1; cut < whole.length; cut += 5) {
      const before = (await collect([sourceOf('access.log', whole.slice(0, cut))]).catch(() => null))?.batch;
      if (before === undefined) continue;
      const after = (await collect([sourceOf('access.log', whole)], { known: marksOf(before) })).batch;
      expect(requests(before) + requests(after)).toBe(3);
    }
  });

  test('what a forgotten import had read is read again, and nothing else, wherever its parts begin and end', async () => {
    const lines = Array.from({ length: 4 }, (_, index) => log([made({ seconds: start + index * 60 })]));
    const whole = lines.join('');
    const [line] = lines as [string];
    // A part may end within a line's end, or before it: the line is taken when it can be read.
    for (const [one, two, three] of [
      [1, 2, 3],
      [1.99, 2.99, 3.99],
    ] as const) {
      const parts: { marks: readonly ReadMark[]; uses: readonly { requests: number }[] }[] = [];
      for (const end of [one, two, three]) {
        const known = marksOf(...parts);
        const text = whole.slice(0, Math.floor(end * line.length));
        parts.push((await collect([sourceOf('access.log', text)], { known })).batch);
      }
      const count = parts.map(requests);
      for (const [forgotten] of parts.entries()) {
        for (const size of [1, 50, 1 << 16]) {
          const known = marksOf(...parts.filter((_, index) => index !== forgotten));
          const again = (await collect([sourceOf('access.log', whole, size)], { known })).batch;
          const kept = count.reduce((sum, one, index) => sum + (index === forgotten ? 0 : one), 0);
          expect(requests(again) + kept).toBe(4);
          const last = marksOf(...parts.filter((_, index) => index !== forgotten), again);
          expect((await collect([sourceOf('access.log', whole, size)], { known: last })).batch.marks).toEqual([]);
        }
      }
    }
  });

  test('the same file twice in one import counts once', async () => {
    const sources = [sourceOf('access.log.1.gz', gzipSync(first)), sourceOf('access.log.1', first + more)];
    expect(requests((await collect(sources)).batch)).toBe(3);
  });

  test('a part of it under the same first line is refused, since it would count twice', async () => {
    const known = marksOf((await collect([sourceOf('access.log', first + more)])).batch);
    const [line] = first.split('\n') as [string];
    const part = `${line}\n${'x'.repeat(first.length + more.length)}\n`;
    await expect(collect([sourceOf('part.log', part)], { known })).rejects.toThrow(
      'part.log begins with the same line as a file that was imported before, and then differs from it.',
    );
  });

  test('a rotated set in any order counts each line once, also after one more rotation', async () => {
    const days = [0, 1, 2, 3].map((day) =>
      log([0, 1, 2].map((index) => made({ seconds: start + day * 86_400 + index, target: `/packages/p${index}` }))),
    ) as [string, string, string, string];
    const import_ = async (names: readonly string[], cwd: string, known: KnownMarks) =>
      (await collect(await findEvidenceFiles(names, { cwd, stdin: process.stdin }), { known })).batch;
    const cwd = await temporaryFolder({ 'access.log': days[2].slice(0, -40), 'access.log.1': days[1] });
    await writeFile(join(cwd, 'access.log.2.gz'), gzipSync(days[0]));
    for (const names of [
      ['access.log', 'access.log.1', 'access.log.2.gz'],
      ['access.log.2.gz', 'access.log', 'access.log.1'],
    ]) {
      const before = await import_(names, cwd, new Map());
      expect(requests(before)).toBe(8);
      const rotated = await temporaryFolder({ 'access.log': days[3], 'access.log.1': days[2] });
      await writeFile(join(rotated, 'access.log.2.gz'), gzipSync(days[1]));
      await writeFile(join(rotated, 'access.log.3.gz'), gzipSync(days[0]));
      const after = await import_(['access.log*'], rotated, marksOf(before));
      expect(requests(after)).toBe(4);
      expect(requests(await import_(['access.log*'], rotated, marksOf(before, after)))).toBe(0);
    }
  });

  test('is read oldest first, each file once', async () => {
    const cwd = await temporaryFolder({
      'access.log': '',
      'access.log.1': '',
      'access.log.2.gz': '',
      'access.log.10.gz': '',
      'other.log-20260102': '',
      'other.log-20260101.gz': '',
      'other.log': '',
    });
    const files = await findEvidenceFiles(['*.log*', 'access.log'], { cwd, stdin: process.stdin });
    expect(files.map(({ name }) => name)).toEqual([
      'access.log.10.gz',
      'access.log.2.gz',
      'access.log.1',
      'access.log',
      'other.log-20260101.gz',
      'other.log-20260102',
      'other.log',
    ]);
    await expect(findEvidenceFiles(['no*.log'], { cwd, stdin: process.stdin })).rejects.toThrow(
      'there is no such file',
    );
  });
});

describe('lines as servers really write them', () => {
  const head = '10.5.0.1 - - [10/Feb/2026:09:00:00 +0000]';
  const first = '2026-02-10T09:00:00.000Z';
  test.each<readonly [name: string, line: string, expected: Record<string, unknown> | null]>([
    ['nothing but dashes', `- - - [10/Feb/2026:09:00:00 +0000] "GET /packages HTTP/1.1" - - "-" "-"`, {}],
    ['the common format, which ends early', `${head} "GET /packages HTTP/1.1" 200 12`, { callerName: null }],
    ['an IPv6 address', `2001:db8:5::7 - - ${head.slice(13)} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1"`, bodhi()],
    [
      'an IPv6 address in brackets',
      `[2001:db8:5::7]:443 - - ${head.slice(13)} "GET /packages" 200 1 "-" "bodhi/2"`,
      bodhi(),
    ],
    [
      'a login with spaces and brackets',
      `10.5.0.1 - a [b] c] ${head.slice(13)} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2"`,
      null,
    ],
    [
      'a login of several words',
      `10.5.0.1 - a b c ${head.slice(13)} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2"`,
      bodhi(),
    ],
    [
      'escaped quotation marks',
      String.raw`${head} "GET /packages HTTP/1.1" 200 1 "\"x\" \\" "bodhi/2.1 (\"quoted\" \\)"`,
      bodhi(),
    ],
    ['nginx’s escapes', String.raw`${head} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1 (\x22x\x22)"`, bodhi()],
    ['NUL bytes', `${head} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1 \0\0"`, bodhi()],
    ['no protocol', `${head} "GET /packages" 200 1 "-" "bodhi/2.1"`, bodhi()],
    ['a target with a space', `${head} "GET /packages?limit=1 2 HTTP/1.1" 200 1 "-" "bodhi/2.1"`, bodhi()],
    ['a whole address as target', `${head} "GET http://x.example/packages HTTP/1.1" 200 1 "-" "bodhi/2.1"`, bodhi()],
    ['letters beyond ASCII', `${head} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1 häßlich ☃"`, bodhi()],
    ['a quotation without an end', `${head} "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1`, null],
  ])('%s', async (_, line, expected) => {
    const lines = [line, line, line].map((one) => `${one}\r\n`).join('');
    const good = combined(made({ target: '/packages/x' }));
    const { batch } = await collect([sourceOf('access.log', `${good}\n${good}\n${good}\n${lines}`)]);
    const use = batch.uses.find(({ operation }) => operation === 'GET /packages');
    if (expected === null) {
      expect(use).toBeUndefined();
      expect(batch.notes.join()).toContain('3 of 6 lines could not be read');
    } else expect(use).toMatchObject({ requests: 3, firstSeen: first, lastSeen: first, ...expected });
  });

  function bodhi(): Record<string, unknown> {
    return { consumer: 'bodhi' };
  }

  test('a clock that goes back, and the hour that a change of the clocks repeats', async () => {
    const at = (text: string) => `10.5.0.1 - - [${text}] "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1"\n`;
    const log = [
      '25/Oct/2026:02:59:59 +0200',
      '25/Oct/2026:02:00:00 +0100',
      '25/Oct/2026:02:30:00 +0200',
      '25/Oct/2026:02:30:00 +0100',
    ];
    const { batch } = await collect([sourceOf('access.log', log.map(at).join(''))]);
    expect(batch.uses).toMatchObject([
      { requests: 4, firstSeen: '2026-10-25T00:30:00.000Z', lastSeen: '2026-10-25T01:30:00.000Z' },
    ]);
  });

  test('a gzip of several members, as logrotate and cat make them', async () => {
    const [one, two] = [log([made()]), log([made({ seconds: start + 5 }), made({ seconds: start + 9 })])];
    for (const size of [1, 50, 1 << 16]) {
      const packed = Buffer.concat([gzipSync(one), gzipSync(two)]);
      const { batch } = await collect([sourceOf('access.log.gz', packed, size)]);
      expect(batch.uses.map(({ requests }) => requests)).toEqual([3]);
    }
  });

  test('a line made to be slow to read takes no longer than another', async () => {
    const evil = ['"'.repeat(100_000), '\\"'.repeat(100_000), ' ['.repeat(100_000), ' "'.repeat(100_000)];
    const lines = evil.flatMap((text) => [
      text,
      `${head} "GET /packages HTTP/1.1" 200 1 "-" "${text}`,
      `10.5.0.1 - ${text}`,
      `${head} "${text}`,
    ]);
    const { batch } = await collect([
      sourceOf('access.log', log(Array.from({ length: 99 }, () => made())) + lines.map((line) => `${line}\n`).join('')),
    ]);
    expect(batch.uses[0]?.requests).toBe(99);
  });
});

describe('what cannot be read is said', () => {
  const problem = async (content: string | Uint8Array, changes = {}) =>
    collect([sourceOf('access.log', content)], changes).then(
      () => 'no problem',
      (error: Error) => error.message,
    );

  test('a gzip that ends too early, and one that is damaged', async () => {
    const packed = gzipSync(log(Array.from({ length: 500 }, (_, index) => made({ seconds: start + index * 7 }))));
    expect(await problem(packed.subarray(0, packed.length - 20))).toBe(
      'access.log ends in the middle of its gzip data.',
    );
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 100, 140);
    expect(await problem(damaged)).toMatch(/^access\.log cannot be read: its gzip data is damaged/);
    expect(await problem(Buffer.from('BZh91AY'))).toContain('is packed with bzip2');
  });

  test('a log of no known format, with what is known and an example of each', async () => {
    const said = await problem('Feb 10 09:00:00 host sshd[1]: session opened\n'.repeat(30));
    expect(said).toMatch(/^access\.log is an access log of no known format: of its first 30 lines none fits any/);
    for (const id of ['combined', 'envoy', 'caddy', 'traefik', 'json']) expect(said).toContain(`  ${id}: `);
    expect(said).toContain('"GET /packages HTTP/1.1" 200 512 "-" "bodhi/2.1"');
  });

  test('a contract, with the command that takes it', async () => {
    const pact = '{"consumer":{"name":"a"},\n"provider":{"name":"b"},"interactions":[]}\n';
    await expect(collect([sourceOf('pact.json', pact)])).rejects.toMatchObject({
      hint: expect.stringContaining('tocsin evidence import-pact'),
    });
  });

  test('a log in another format than was said, with the expected one', async () => {
    const said = await problem(log([made()]), { format: 'caddy' });
    expect(said).toContain('access.log is no log of the format caddy');
    expect(said).toContain('"logger":"http.log.access"');
    expect(said).not.toContain('envoy');
  });

  test('single lines are passed over and counted', async () => {
    const { batch } = await collect([
      sourceOf(
        'access.log',
        `${log([made()])}rubbish\n\n${log([made()])}${combined(made()).replace('GET /', '\\x16\\x03 /')}\n`,
      ),
    ]);
    expect(batch.uses[0]?.requests).toBe(2);
    expect(batch.notes.slice(0, 2)).toEqual([
      expect.stringMatching(/^access\.log: 1 of 4 lines could not be read as nginx or Apache combined/),
      '1 request was none that HTTP knows.',
    ]);
  });

  test('a line without an end', async () => {
    const said = 'has a line of more than 1 MiB';
    for (const start of ['', log([made()])]) expect(await problem(start + 'x'.repeat(1 << 21))).toContain(said);
    let given = 0;
    const endless = async function* () {
      for (; given < 100; given++) yield Buffer.alloc(1 << 20, 'x');
    };
    await expect(collect([{ name: 'access.log', open: endless }])).rejects.toThrow(said);
    expect(given).toBeLessThan(5);
  });

  test('an empty file holds nothing', async () => {
    const { batch, files } = await collect([sourceOf('access.log', '')]);
    expect([batch.uses, batch.marks]).toEqual([[], []]);
    expect(files).toEqual([{ name: 'access.log', format: null, newBytes: 0, empty: true, importedAs: [] }]);
  });
});

describe('the server by which a call came', () => {
  const at = (...servers: readonly string[]) =>
    `openapi: 3.1.0\ninfo: { title: Packages, version: '1' }\nservers: [${servers.map((url) => `{ url: '${url}' }`).join(', ')}]\npaths:\n  /packages: { get: { responses: { '200': { description: All } } } }\n`;
  const sentTo = async (...documents: readonly string[]) => {
    const specs = await Promise.all(documents.map((text) => readSpec({ text, source: 'packages.yaml' }, 'base')));
    const calls = [
      made({ target: '/shop/v1/packages' }),
      made({ target: '/shop/v2/packages?x=secret', seconds: start + 60 }),
      made({ target: '/packages', seconds: start + 120 }),
    ];
    const { batch } = await collect([sourceOf('access.log', log(calls))], { api: documentedApi(specs, ['/shop']) });
    return batch.uses.map(({ operation, fields }) => [operation, fields?.sent ?? null, fields?.lastSent]);
  };
  const [v1, v2] = ['https://pkgdb.example.org/shop/v1', 'https://pkgdb.example.org/shop/v2/'];

  test('is kept where the releases have another, with when it was called last', async () => {
    const kept = { 'server\n/shop/v1': '2026-02-10T09:00:00.000Z', 'server\n/shop/v2': '2026-02-10T09:01:00.000Z' };
    const sent = [
      ['server', '/shop/v1'],
      ['server', '/shop/v2'],
    ];
    expect(await sentTo(at(v1), at(v2))).toEqual([['GET /packages', sent, kept]]);
    expect(await sentTo(at(v1), at(v1, v2))).toEqual([['GET /packages', sent, kept]]);
  });

  test('is not kept where it tells no release from another', async () => {
    for (const documents of [[at(v1, v2)], [at(v1, v2), at(v2, v1)]])
      expect(await sentTo(...documents)).toEqual([['GET /packages', [], undefined]]);
  });
});
