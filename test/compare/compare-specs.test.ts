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
