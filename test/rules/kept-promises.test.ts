// A removal after the day that its deprecation had named keeps a promise; one before it breaks the promise too.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const answer = { responses: { '204': { description: 'Done.' } } };
const api = (paths: object, version: string) => ({ info: { title: 'Pets', version }, paths });
const pets = (marks: object) => api({ '/pets': { get: answer, post: { ...answer, ...marks } } }, '1.0.0');
const gone = api({ '/pets': { get: answer } }, '1.1.0');
const marks = { deprecated: true, 'x-sunset': '2026-06-01' };

describe('the removal of a deprecated operation', () => {
  it('is risky once the day has come, and still asks for a major version', async () => {
    const { verdict, findings, semver } = await compare(pets(marks), gone, { asOf: '2026-06-01' });
    expect(verdict).toBe('risky');
    expect(findings.find(({ rule }) => rule === 'operation-removed')).toMatchObject({
      severity: 'risky',
      ruleSeverity: 'breaking',
      lifecycle: { deprecated: true, sunset: '2026-06-01', kept: true },
      advice: 'Stop calling it before the release.',
    });
    expect(semver).toMatchObject({
      required: 'major',
      next: '2.0.0',
      complaint:
        'The version only goes from 1.0.0 to 1.1.0, but the release takes away what was announced to go: call it 2.0.0.',
    });
    expect(findings.map(({ rule }) => rule)).toContain('major-version-not-bumped');
  });

  it.each([
    ['before its day', marks, '2026-05-31', false],
    ['without a day', { deprecated: true }, '2026-06-01', null],
    ['without a word', {}, '2026-06-01', undefined],
  ])('%s is breaking', async (_, given, asOf, kept) => {
    const { verdict, findings } = await compare(pets(given), gone, { asOf });
    expect(verdict).toBe('breaking');
    expect(findings.find(({ rule }) => rule === 'operation-removed')?.lifecycle?.kept).toBe(kept);
  });

  it('counts as breaking where the settings say so, and where a release is taken back', async () => {
    const asOf = '2026-06-02';
    const severities = [{ rules: ['operation-removed'], severity: 'breaking' as const }];
    expect((await compare(pets(marks), gone, { asOf, severities })).verdict).toBe('breaking');
    expect((await compare(pets(marks), gone, { asOf, reversed: true })).verdict).toBe('breaking');
  });

  it('goes for a required property in the same way', async () => {
    const body = (properties: object, required: string[]) =>
      api(
        {
          '/pets': {
            get: {
              responses: {
                '200': {
                  description: 'Fine.',
                  content: { 'application/json': { schema: { type: 'object', properties, required } } },
                },
              },
            },
          },
        },
        '1.0.0',
      );
    const owner = { type: 'string', ...marks };
    const kept = await compare(body({ owner }, ['owner']), body({}, []), { asOf: '2026-06-01' });
    expect(kept.verdict).toBe('risky');
    const broken = await compare(body({ owner }, ['owner']), body({}, []), { asOf: '2026-05-01' });
    expect(broken.verdict).toBe('breaking');
  });
});

it('a removal after a sunset that nobody can read is told so', async () => {
  const operation = { responses: { '204': { description: 'Done.' } } };
  const api = (paths: object) => ({ paths: { '/kept': { get: operation }, ...paths } });
  const ended = (sunset: object) => api({ '/gone': { get: { ...operation, deprecated: true, ...sunset } } });
  const advice = async (sunset: object) => {
    const { findings } = await compare(ended(sunset), api({}));
    return findings.find(({ rule }) => rule === 'operation-removed')?.advice;
  };
  for (const written of ['01.10.2026', 'soon', '2026-13-45']) {
    expect(await advice({ 'x-sunset': written })).toContain(
      'is not a date, and promises nothing; write it as in 2027-03-01',
    );
  }
  expect(await advice({})).toContain('it was deprecated without a sunset date; name one, remove after it');
});

it('who removes before the day that was named is told to keep it until then', async () => {
  const operation = { responses: { '204': { description: 'Done.' } } };
  const api = (paths: object) => ({ paths });
  const marked = { ...operation, deprecated: true, 'x-sunset': '2099-01-01' };
  const { findings } = await compare(api({ '/gone': { get: marked } }), api({}));
  const [advice] = findings.flatMap((finding) => (finding.rule === 'operation-removed' ? [finding.advice] : []));
  expect(advice).toBe(
    'Stop calling it before the release. Whoever runs the API: keep it until 1 Jan 2099, its sunset date, and remove it then.',
  );
});
