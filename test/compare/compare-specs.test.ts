import { describe, expect, it } from 'vitest';
import { compareSpecs } from '../../src/compare/index.ts';

const pets = (schema: object) => ({
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1.0.0' },
  paths: {
    '/pets': {
      get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } },
    },
  },
});

describe('compareSpecs', () => {
  it('gives one object also where a side cannot be read, and never calls that fine', async () => {
    const comparison = await compareSpecs({ text: 'openapi: [', source: 'broken.yaml' }, { document: pets({}) });
    expect(comparison.verdict).toBe('unknown');
    expect(comparison.problems[0]?.position?.source).toBe('broken.yaml');
    expect(comparison.revision.title).toBe('Pets');
  });

  it.each([
    'http://robot:hunter2@127.0.0.1:1/api.yaml',
    'http://robot:hunter2@[bad/api.yaml',
    'http://robot:hunter/2@[bad/api.yaml',
    'ftp://robot:hunter2@files.example/api.yaml',
  ])('never shows the password in %s, which cannot be read', async (base) => {
    const comparison = await compareSpecs(base, { document: pets({}) });
    expect(comparison.verdict).toBe('unknown');
    expect(JSON.stringify(comparison)).not.toMatch(/hunter|robot/);
  });

  it.each([
    ['YAML', 'openapi: 3.0.3\ninfo: {title: Pets, version: 1.10}\npaths: {/a: {}}\n'],
    ['JSON', '{"openapi": "3.0.3", "info": {"title": "Pets", "version": 1.10}, "paths": {"/a": {}}}'],
  ])('calls a release as it is written where %s takes its version for a number', async (_, text) => {
    const before = { text: text.replace('1.10', '1.9'), source: 'old' };
    const { base, revision, semver } = await compareSpecs(before, { text, source: 'new' });
    expect([base.version, revision.version]).toEqual(['1.9', '1.10']);
    expect(semver.declared).toBe('minor');
  });

  it('calls a release nothing where its version is neither text nor number', async () => {
    const text = 'openapi: 3.0.3\ninfo: {title: [Pets], version: {major: 1}}\npaths: {}\n';
    const { revision } = await compareSpecs({ document: pets({}) }, { text, source: 'new' });
    expect(revision).toMatchObject({ title: null, version: null });
  });

  it('asks for a second opinion only where one is wanted, and shows it beside our verdict', async () => {
    const before = { document: pets({ type: 'string' }) };
    const after = { document: pets({ type: 'integer' }) };
    expect((await compareSpecs(before, after)).secondOpinion).toBeNull();
    const comparison = await compareSpecs(before, after, { secondOpinion: true });
    expect(comparison.verdict).toBe('breaking');
    expect(comparison.secondOpinion).toMatchObject({ agrees: 1, disagrees: [], notConsulted: [], failed: [] });
  });

  it('refuses to read both sides from one standard input', async () => {
    await expect(compareSpecs('-', '-')).rejects.toThrow('Only one of the two documents can come from standard input.');
  });
});

describe('a call of compareSpecs that TypeScript would refuse', () => {
  const good = { document: pets({}) };
  it.each([
    ['nothing', undefined, 'The base of compareSpecs is missing.', '{ text, source } or { document }'],
    ['an empty object', {}, 'The base of compareSpecs is an object with neither `text` nor `document`.', 'as a string'],
    [
      'a description as it is',
      pets({}),
      'The base of compareSpecs is a description as it is.',
      '{ document: description }',
    ],
    ['bytes', Buffer.from('{}'), 'is an object of the class Buffer with neither', 'as a string'],
    ['a text that is none', { text: 1 }, 'a `text` that is the number 1', 'Give a string'],
    ['text and document', { text: '', document: {} }, 'both a `text` and a `document`', 'Give one of the two.'],
  ] as [string, never, string, string][])('is told what is wrong with %s', async (_, base, message, hint) => {
    await expect(compareSpecs(base, good)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it('is told of a document that leads back into itself', async () => {
    const circular: Record<string, unknown> = pets({});
    circular['x-self'] = circular;
    await expect(compareSpecs(good, { document: circular })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('The revision cannot be written as JSON'),
    });
  });

  it.each([
    ['a severity that there is not', { severities: [{ rules: ['*'], severity: 'minor' }] }, 'severities.0.severity'],
    [
      'a rule that there is not',
      { severities: [{ rules: ['operation-removd'], severity: 'off' }] },
      'did you mean operation-removed?',
    ],
    ['severities by name', { severities: { 'operation-removed': 'off' } }, 'severities: '],
    ['a day that is none', { asOf: 'tomorrow' }, 'asOf: must be a day such as 2026-12-24'],
    ['an option of the command', { failOn: 'risky' }, 'failOn: no such option'],
    ['a misspelt option', { excludePath: ['/a'] }, 'excludePath: no such option (did you mean excludePaths?)'],
    ['a word for a list', { excludePaths: '/pets' }, 'excludePaths: '],
    ['null', null, 'they: '],
  ] as [string, never, string][])('is told of %s', async (_, options, message) => {
    await expect(compareSpecs(good, good, options)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    });
  });
});
