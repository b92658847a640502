// What an organisation may say about a comparison: severities, exemptions, paths, prefixes; and what versions declare.

import { describe, expect, it, test } from 'vitest';
import type { CompareOptions, SeveritySetting } from '../../src/rules/index.ts';
import { compare } from './compare.ts';

const listing = (values: readonly string[], more: object = {}) => ({
  parameters: [{ name: 'kind', in: 'query', schema: { enum: values } }],
  responses: { '204': { description: 'Done.' } },
  ...more,
});
const api = (paths: object, version = '1.0.0') => ({ info: { title: 'Pets', version }, paths });
const before = api({
  '/pets': { get: listing(['a', 'b'], { tags: ['beta'] }) },
  '/users': { get: listing(['a', 'b']) },
});
const after = api({ '/pets': { get: listing(['a'], { tags: ['beta'] }) }, '/users': { get: listing(['a']) } });

async function severities(...settings: SeveritySetting[]): Promise<Record<string, string>> {
  const { findings } = await compare(before, after, { severities: settings });
  return Object.fromEntries(findings.map(({ operation, severity }) => [operation?.path, severity]));
}

describe('a severity of one’s own', () => {
  const cases: readonly (readonly [string, SeveritySetting[], Record<string, string>])[] = [
    [
      'holds for a rule',
      [{ rules: ['enum-value-removed'], severity: 'risky' }],
      { '/pets': 'risky', '/users': 'risky' },
    ],
    [
      'holds for rules with a common beginning',
      [{ rules: ['enum-*'], severity: 'safe' }],
      { '/pets': 'safe', '/users': 'safe' },
    ],
    [
      'holds only where who sends is meant',
      [{ rules: ['*'], direction: 'response', severity: 'safe' }],
      { '/pets': 'breaking', '/users': 'breaking' },
    ],
    [
      'holds only on its paths',
      [{ rules: ['*'], paths: ['/p*'], severity: 'risky' }],
      { '/pets': 'risky', '/users': 'breaking' },
    ],
    ['holds only for its tags', [{ rules: ['*'], tags: ['beta'], severity: 'off' }], { '/users': 'breaking' }],
    [
      'gives way to a later one that fits',
      [
        { rules: ['*'], severity: 'safe' },
        { rules: ['*'], paths: ['/users'], severity: 'risky' },
      ],
      { '/pets': 'safe', '/users': 'risky' },
    ],
  ];
  test.each(cases)('%s', async (_, settings, expected) => {
    expect(await severities(...settings)).toEqual(expected);
  });
});

describe('an exemption', () => {
  it('of a risky finding does not cover what has become breaking, and says so', async () => {
    const [finding] = (await compare(before, after)).findings;
    const exemption = {
      fingerprint: finding!.fingerprint,
      severity: 'risky',
      reason: 'x',
      owner: 'ana',
      until: null,
    } as const;
    const { summary, problems } = await compare(before, after, { exemptions: [exemption] });
    expect(summary).toMatchObject({ breaking: 2, exempted: 0 });
    expect(problems).toMatchObject([{ code: 'exemption-exceeded', hint: expect.stringContaining('ana') }]);
  });

  it('of all places covers the same change for the same sender wherever it is met, and no other change', async () => {
    const body = (schema: object) => ({ content: { 'application/json': { schema } } });
    const pets = (kinds: readonly string[], own: readonly string[]) => {
      const saving = (schema: object) => ({
        requestBody: body(schema),
        responses: { 200: { description: 'ok', ...body({ $ref: '#/components/schemas/Kind' }) } },
      });
      const shared = saving({ $ref: '#/components/schemas/Kind' });
      return {
        ...api({ '/cats': { put: shared }, '/dogs': { put: shared }, '/birds': { put: saving({ enum: own }) } }),
        components: { schemas: { Kind: { enum: kinds } } },
      };
    };
    const [older, newer] = [pets(['a', 'b', 'c'], ['a', 'b']), pets(['a', 'b', 'd'], ['a'])];
    const { findings, summary } = await compare(older, newer);
    expect(summary.breaking).toBe(6); // c in two calls, d in three answers, b in the call that has its own values
    const gone = findings.find(({ rule, operation }) => rule === 'enum-value-removed' && operation?.path === '/dogs');
    const exemption = { fingerprint: gone!.fingerprint, reason: 'nobody sends c', owner: 'ana', until: null };
    const exempting = async (more: object, asOf = '2026-03-01') => {
      const compared = await compare(older, newer, { exemptions: [{ ...exemption, ...more }], asOf });
      const exempted = compared.findings.filter((finding) => finding.exemption !== null);
      return { exempted: exempted.map(({ operation }) => operation?.path), problems: compared.problems.length };
    };
    expect(await exempting({})).toEqual({ exempted: ['/dogs'], problems: 0 });
    expect(await exempting({ allPlaces: true })).toEqual({ exempted: ['/cats', '/dogs'], problems: 0 });
    expect(await exempting({ allPlaces: true, until: '2026-02-28' })).toEqual({ exempted: [], problems: 1 });
    const other = findings.find(({ rule, operation }) => rule === 'enum-value-removed' && operation?.path === '/cats');
    const ended = { ...exemption, fingerprint: other!.fingerprint, allPlaces: true, until: '2026-02-28' };
    const both = { exemptions: [ended, { ...exemption, allPlaces: true }], asOf: '2026-03-01' };
    expect((await compare(older, newer, both)).summary).toMatchObject({ breaking: 4, exempted: 2 });
  });

  it('of nothing that was found says so, unless it only does not count', async () => {
    const [finding] = (await compare(before, after)).findings;
    const entry = (fingerprint: string) => ({ fingerprint, reason: 'x', owner: 'ana', until: null });
    const exemptions = [entry(finding!.fingerprint), entry('0123456789abcdef')];
    const { problems, verdict } = await compare(before, after, { exemptions });
    expect(problems).toMatchObject([
      { message: 'One exemption fits nothing that was found: 0123456789abcdef (ana).', hides: false },
    ]);
    expect(verdict).toBe('breaking');
    const silenced = { exemptions: exemptions.slice(0, 1), severities: [{ rules: ['*'], severity: 'off' }] } as const;
    expect((await compare(before, after, silenced)).problems).toEqual([]);
  });
});

describe('path filters', () => {
  it('compare only what they let through', async () => {
    const { findings } = await compare(before, after, { includePaths: ['/p*', '/users'], excludePaths: ['/pets'] });
    expect(findings.map(({ operation }) => operation?.path)).toEqual(['/users']);
  });

  it('that leave nothing make the verdict unknown, for nothing was compared', async () => {
    const { verdict, problems } = await compare(before, after, { includePaths: ['/pest'] });
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([{ code: 'filter-empty', message: expect.stringContaining('/pest') }]);
  });

  it('of which one matches nothing are told, and the rest is compared', async () => {
    const { verdict, problems } = await compare(before, after, { includePaths: ['/pets', '/pest'] });
    expect(verdict).toBe('breaking');
    expect(problems).toMatchObject([{ code: 'filter-unused', message: 'No path matches the filter /pest.' }]);
  });
});

describe('a prefix that is taken off', () => {
  const one = api({ '/v1/pets/{id}': { get: listing(['a', 'b']) }, '/v1/old': { get: listing(['a']) } });
  const two = api({ '/v2/pets/{petId}': { get: listing(['a']) }, '/v2/new': { get: listing(['a']) } });
  const stripPrefix = { base: '/v1', revision: '/v2/' };

  it('lets the operations find their counterparts, and shows each path as its author wrote it', async () => {
    const { findings, problems } = await compare(one, two, { stripPrefix });
    expect(problems).toEqual([]);
    expect(findings.map(({ rule, operation }) => [rule, operation?.path])).toEqual([
      ['operation-removed', '/v1/old'],
      ['enum-value-removed', '/v1/pets/{id}'],
      ['operation-added', '/v2/new'],
    ]);
    expect(findings[0]?.message).toBe('GET /v1/old is gone');
    expect(findings[1]?.witness?.http).toMatch(/^GET \/v1\/pets\/[^/]+\?kind=b/);
  });

  it('finds a path that is left without operations', async () => {
    const { findings } = await compare(one, api({ '/v2/old': {} }), {
      stripPrefix,
    });
    expect(findings.find(({ rule }) => rule === 'operation-removed')).toMatchObject({
      peers: ['api-removed-without-deprecation'],
      revision: { pointer: '/paths/~1v2~1old' },
    });
  });

  it('is part of a path that a filter may name, also where blind spots are counted', async () => {
    const loose = { responses: { 200: { description: 'x', content: { 'application/json': {} } } } };
    const [one, two] = ['/v1', '/v2'].map((prefix) => api({ [`${prefix}/a`]: { get: loose } }));
    const places = async (glob: string) =>
      (await compare(one, two, { stripPrefix: { base: '/v1', revision: '/v2' }, includePaths: [glob] })).blindSpots
        .places.length;
    expect(await places('/a')).toBe(1);
    expect(await places('/v1/a')).toBe(1);
    expect(await places('/v2/a')).toBe(1);
  });

  it('does not change the fingerprint when the prefix does', async () => {
    const later = JSON.parse(JSON.stringify(two).replaceAll('/v2/', '/v3/'));
    const prints = async (revision: unknown, prefix: string) =>
      (await compare(one, revision, { stripPrefix: { base: '/v1', revision: prefix } })).findings.map(
        (each) => each.fingerprint,
      );
    expect(await prints(later, '/v3')).toEqual(await prints(two, '/v2'));
  });

  it('may be named in a path filter or not', async () => {
    for (const includePaths of [['/v1/pets/*'], ['/pets/*']]) {
      const { findings } = await compare(one, two, { stripPrefix, includePaths });
      expect(findings.map(({ rule }) => rule)).toEqual(['enum-value-removed']);
    }
  });

  it('that no path has is told', async () => {
    const { problems } = await compare(one, two, { stripPrefix: { base: '/api' } });
    expect(problems).toMatchObject([{ code: 'prefix-unused', message: expect.stringContaining('begins with /api') }]);
  });
});

describe('the version', () => {
  const cases: readonly (readonly [from: string, to: string, next: string, complaint: RegExp | null])[] = [
    ['1.4.2', '2.0.0', '2.0.0', null],
    [
      '1.4.2',
      '1.5.0',
      '2.0.0',
      /^The version only goes from 1\.4\.2 to 1\.5\.0, but the release breaks callers: call it 2\.0\.0\.$/,
    ],
    ['1.4.2', '1.4.2', '2.0.0', /^The version stays at 1\.4\.2, but the release breaks callers: call it 2\.0\.0/],
    ['v1.4.2', 'v1.4.3', 'v2.0.0', /call it v2\.0\.0/],
    ['1.4.2', '1.3.0', '2.0.0', /^The version goes back from 1\.4\.2 to 1\.3\.0\.$/],
    ['0.3.1', '0.4.0', '0.4.0', null],
    ['0.3.1', '0.3.2', '0.4.0', /call it 0\.4\.0/],
    ['2.0.0-rc.1', '2.0.0', '2.0.0', null],
    ['2.0.0-rc.1', '2.0.0-rc.2', '2.0.0', null],
    ['2.0.0', '2.0.0-rc.2', '3.0.0', /goes back/],
  ];
  test.each(cases)('from %s to %s with a break', async (from, to, next, complaint) => {
    const { semver } = await compare(versioned(from, ['a', 'b']), versioned(to, ['a']));
    expect(semver).toMatchObject({ required: 'major', next });
    if (complaint === null) expect(semver.complaint).toBeNull();
    else expect(semver.complaint).toMatch(complaint);
  });

  it('that only says "fixes" of a release in which something else is safe is told so, and of no risk', async () => {
    const { verdict, semver } = await compare(versioned('1.4.0', ['a']), versioned('1.4.1', ['a', 'b']));
    expect(verdict).toBe('compatible');
    expect(semver.complaint).toBe(
      'The version only goes from 1.4.0 to 1.4.1, but the release brings more than fixes: call it 1.5.0.',
    );
  });

  it('is no matter where versions are given later, and the rule is off', async () => {
    const off: SeveritySetting[] = [{ rules: ['*version-not-bumped'], severity: 'off' }];
    const stays = await compare(versioned('1.4.2', ['a', 'b']), versioned('1.4.2', ['a']), { severities: off });
    expect(stays.semver).toEqual({ declared: null, required: 'major', next: '2.0.0', complaint: null });
    const back = await compare(versioned('1.4.2', ['a']), versioned('1.3.0', ['a']), { severities: off });
    expect(back.semver.complaint).toBe('The version goes back from 1.4.2 to 1.3.0.');
  });

  it('that goes back where nothing else changed asks for no new one', async () => {
    const { semver } = await compare(versioned('1.4.2', ['a']), versioned('1.3.0', ['a']));
    expect(semver).toMatchObject({ required: 'none', next: null });
  });

  it('that is no version cannot tell of a change, and need not where nothing changed', async () => {
    const changed = await compare(versioned('latest', ['a', 'b']), versioned('latest', ['a']));
    expect(changed.semver).toMatchObject({
      declared: null,
      next: null,
      complaint: expect.stringContaining('"latest"'),
    });
    const same = await compare(versioned('latest', ['a']), versioned('latest', ['a']));
    expect(same.semver).toEqual({ declared: null, required: 'none', next: null, complaint: null });
  });

  it('are none where they are dates', async () => {
    const { semver } = await compare(versioned('2026-01-01', ['a', 'b']), versioned('2026-02-01', ['a']));
    expect(semver).toMatchObject({ declared: null, required: 'major', next: null });
    const { findings } = await compare(versioned('2026-02-01', ['a', 'b']), versioned('2025-02-01', ['a']));
    expect(findings.map(({ rule }) => rule)).toEqual(['enum-value-removed']);
  });

  function versioned(version: string, values: readonly string[]): unknown {
    return api({ '/pets': { get: listing(values) } }, version);
  }
});

it('a comparison that is turned round says so and complains of no version', async () => {
  const options: Partial<CompareOptions> = { reversed: true };
  const { reversed, semver } = await compare(before, after, options);
  expect({ reversed, complaint: semver.complaint }).toEqual({ reversed: true, complaint: null });
});
