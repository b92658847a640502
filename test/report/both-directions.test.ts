// A schema that callers send and get back changes in one place, and asks something different of each side.

import { describe, expect, it } from 'vitest';
import { compareSpecs } from '../../src/compare/index.ts';
import { renderComparison, reportFormats } from '../../src/report/index.ts';

const content = { 'application/json': { schema: { $ref: '#/components/schemas/Payment' } } };
const api = (amount: object) => ({
  openapi: '3.1.0',
  info: { title: 'Payments', version: '1.0.0' },
  paths: {
    '/a': {
      get: { responses: { 200: { description: 'x', content } } },
      post: { requestBody: { content }, responses: { 204: { description: 'x' } } },
    },
    '/b': { get: { responses: { 200: { description: 'x', content } } } },
  },
  components: { schemas: { Payment: { type: 'object', properties: { amount } } } },
});

const inEvery = ['text', ...reportFormats.map(({ id }) => id)];

async function report(format: string, before: object, after: object): Promise<string> {
  const comparison = await compareSpecs({ document: api(before) }, { document: api(after) }, { asOf: '2026-11-20' });
  expect(comparison.causes).toHaveLength(1);
  const text =
    format === 'text'
      ? renderComparison(comparison, { colour: false, width: 400, all: true })
      : (reportFormats.find(({ id }) => id === format)?.render(comparison, { failOn: 'breaking' }) ?? '');
  return text.replaceAll(/`|<\/?code>/g, '');
}

describe('a comparison in a terminal', () => {
  const paths = (type: string) => ({
    ...api({ type }),
    paths: Object.fromEntries(
      ['/a', '/b', '/c', '/d', '/e'].map((path) => [
        path,
        { get: { responses: { 200: { description: 'x', content } } } },
      ]),
    ),
  });
  const write = async (before: Record<string, unknown>, after: Record<string, unknown>, all: boolean) =>
    renderComparison(await compareSpecs({ document: before }, { document: after }, { asOf: '2026-11-20' }), {
      colour: false,
      width: 400,
      all,
    });

  it('names every place with --all, and says otherwise how to', async () => {
    const all = await write(paths('number'), paths('string'), true);
    expect(all.match(/^ +GET \/\w/gm)).toHaveLength(5);
    expect(all).not.toMatch(/and \d+ more/);
    expect(await write(paths('number'), paths('string'), false)).toContain('and 2 more (--all names them)');
  });

  it('cuts a very long text in its middle', async () => {
    const long = (maxLength: number) => api({ type: 'string', maxLength });
    const text = await write(long(500), long(1000), false);
    expect(text).toMatch(/… \d+ characters more …/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(320);
  });
});

describe('a shared schema that changed', () => {
  it.each(inEvery)('tells in %s those who send it what to send, and those who get it what comes', async (format) => {
    const text = await report(format, { type: 'number' }, { type: 'string' });
    expect(text).toContain('of the request body changed');
    expect(text).toContain('of the 200 response body changed');
    expect(text).toContain('Send values of type string');
    expect(text).toContain('Be ready to receive values of type string');
  });

  // An annotation says nothing of what is safe.
  it.each(inEvery.filter((format) => format !== 'github'))(
    'says in %s of a response no word that holds for the request alone',
    async (format) => {
      const text = await report(format, { type: 'number' }, { type: 'number', minimum: 1 });
      expect(text).toContain('of the request body now has a minimum');
      expect(text).toContain('of the 200 response body now has a minimum');
    },
  );
});
