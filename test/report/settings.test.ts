// What an organisation turned off or called milder stays in sight: counted, listed, with its reason, in every report.

import { describe, expect, it } from 'vitest';
import { compareSpecs } from '../../src/compare/index.ts';
import { renderComparison, reportFormats } from '../../src/report/index.ts';
import type { Comparison, SeveritySetting } from '../../src/rules/index.ts';

const api = (values: readonly string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0.0' },
  paths: {
    '/pets': {
      get: {
        parameters: [{ name: 'sort', in: 'query', schema: { enum: values } }],
        responses: { 204: { description: 'x' } },
      },
    },
  },
});

async function compareWith(...severities: SeveritySetting[]): Promise<Comparison> {
  return compareSpecs({ document: api(['a', 'b']) }, { document: api(['a']) }, { asOf: '2026-11-20', severities });
}

function write(comparison: Comparison, format: string): string {
  return format === 'text'
    ? renderComparison(comparison, { colour: false, width: 400 })
    : (reportFormats.find(({ id }) => id === format)?.render(comparison, { failOn: 'breaking' }) ?? '');
}

const inEvery = ['text', ...reportFormats.map(({ id }) => id)];
const quiet: SeveritySetting = { rules: ['*'], severity: 'off', reason: 'we are in beta' };
const milder: SeveritySetting = { rules: ['enum-*'], severity: 'safe', reason: 'nobody sorts' };

describe('a difference that settings turn off', () => {
  it('counts for nothing and is told, with what it would be and why it is off', async () => {
    const { verdict, summary, findings, silenced } = await compareWith(quiet);
    expect({ verdict, findings }).toEqual({ verdict: 'compatible', findings: [] });
    expect(summary).toMatchObject({ breaking: 0, silenced: 1 });
    expect(silenced).toMatchObject([
      { rule: 'enum-value-removed', severity: 'breaking', reason: 'we are in beta', operation: { path: '/pets' } },
    ]);
  });

  it.each(inEvery)('is listed in %s, which does not claim that nothing differs', async (format) => {
    const text = write(await compareWith(quiet), format);
    expect(text).not.toContain('Nothing that a caller could meet differs');
    expect(text).toContain('we are in beta');
    expect(text).toMatch(/enum-value-removed: breaking → off in 1 place/);
  });

  it('is not invented where a rule that speaks on request was turned off', async () => {
    const same = { document: api(['a']) };
    const { verdict, silenced } = await compareSpecs(same, same, { asOf: '2026-11-20', severities: [quiet] });
    expect({ verdict, silenced }).toEqual({ verdict: 'identical', silenced: [] });
  });
});

it.each(inEvery)('no version is asked for in %s where the rule on it is off', async (format) => {
  const text = write(await compareWith({ rules: ['*version-not-bumped'], severity: 'off' }), format);
  expect(text).not.toMatch(/needs (?:a|version)\b/);
  if (format === 'text') expect(text).toMatch(/1 breaking · 0 risky · 0 safe · as of 20 Nov 2026/);
  if (format === 'html') expect(text).toContain('not judged');
});

it('a first description is called new and not compatible with a base that is not there, and its hints are set as code', async () => {
  const comparison = await compareWith();
  const message = 'HEAD:api.yaml is not there yet.';
  const first: Comparison = {
    ...comparison,
    verdict: 'compatible',
    findings: [],
    problems: [{ code: 'base-missing', message, hint: 'Leave out `--flag`.', position: null, hides: false }],
  };
  for (const format of ['text', 'markdown', 'html', 'junit']) {
    expect(write(first, format)).not.toContain('is compatible with');
  }
  expect(write(first, 'text')).toContain('is new: there is no base yet with which it could be compared.');
  expect(write(first, 'html')).toContain('Leave out <code>--flag</code>.');
  expect(write(first, 'html')).toMatch(/<title>new: /);
  expect(write(first, 'markdown')).toMatch(/^### ✔ This API is new$[\s\S]*^nothing yet /m);
});

it('a page of what could not be read does not say that nothing of it goes unseen', async () => {
  const comparison = await compareWith();
  const unread: Comparison = { ...comparison, verdict: 'unknown', revision: { ...comparison.revision, sources: [] } };
  expect(write(unread, 'html')).toContain('<dt>Cannot be seen</dt><dd>unknown</dd>');
  expect(write(comparison, 'html')).toContain('<dt>Cannot be seen</dt><dd>nothing</dd>');
});

it('counts what settings silence and what they lower in places, each as its list does', async () => {
  const comparison = await compareWith(quiet);
  expect(write(comparison, 'text')).toContain('leaving out 1 place that settings silence (1 of them breaking)');
  for (const format of ['text', 'markdown', 'html', 'github']) {
    expect(write(comparison, format)).toContain('silenced in 1 place');
    expect(write(await compareWith(milder), format)).toContain('lowered in 1 place');
  }
});

describe('what path filters leave out', () => {
  const two = (values: readonly string[]) => {
    const { paths, ...rest } = api(values);
    return { document: { ...rest, paths: { ...paths, '/vets': paths['/pets'], '/vets/{id}': paths['/pets'] } } };
  };
  const compareSome = (newer: readonly string[], filters: object) =>
    compareSpecs(two(['a', 'b']), two(newer), { asOf: '2026-11-20', ...filters });
  const onlyPets = { includePaths: ['/pets', '/vets/*'], excludePaths: ['/vets/*'] };

  it.each(inEvery)('is counted in %s, which claims nothing of it', async (format) => {
    for (const newer of [['a', 'b'], ['a'], ['a', 'b', 'c']]) {
      const text = write(await compareSome(newer, onlyPets), format).replaceAll('\\', '');
      expect(text).toContain('2 of 3 operations');
      expect(text).toContain('only /pets, /vets/*, without /vets/*');
      expect(text).not.toMatch(/no blind spots(?! in what was compared)|differs between the two/);
      expect(text).not.toMatch(/0(?:\.0)? % of the API/);
    }
  });

  it('is counted in the JSON, once where both releases have it', async () => {
    const { pathFilters } = await compareSome(['a'], onlyPets);
    expect(pathFilters).toEqual({ ...onlyPets, operations: 3, leftOut: 2 });
  });

  it.each(inEvery)('is not told in %s where nothing is left out', async (format) => {
    for (const filters of [{}, { includePaths: ['/*'] }]) {
      expect(write(await compareSome(['a'], filters), format)).not.toMatch(/left out|leave/i);
    }
  });
});

describe('a difference that settings call milder', () => {
  it('says what it would be, and why it is not', async () => {
    const { findings } = await compareWith(milder);
    expect(findings).toMatchObject([{ severity: 'safe', setting: { from: 'breaking', reason: 'nobody sorts' } }]);
    expect((await compareWith()).findings).toMatchObject([{ severity: 'breaking', setting: null }]);
  });

  it.each(inEvery)('is listed in %s with the reason', async (format) => {
    expect(write(await compareWith(milder), format)).toMatch(
      /enum-value-removed: breaking → safe in 1 place.*nobody sorts/,
    );
  });
});
