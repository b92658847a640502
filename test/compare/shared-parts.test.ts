// What a revision repeats of its base is read once for both, and compared by looking only at where its references lead.

import { expect, it } from 'vitest';
import { compareReadSpecs, readBoth } from '../../src/compare/index.ts';
import type { LoadedSpec } from '../../src/spec/index.ts';

const api = (type: string) => ({
  text: JSON.stringify(
    {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1.0.0' },
      paths: {
        '/pets': {
          get: {
            responses: {
              '200': {
                description: 'All.',
                content: { 'application/json': { schema: { items: { $ref: '#/components/schemas/Pet' } } } },
              },
            },
          },
        },
        '/health': {
          get: { responses: { '204': { description: 'Nothing is told but that it runs, as a monitor asks.' } } },
        },
      },
      components: { schemas: { Pet: { type: 'object', required: ['name'], properties: { name: { type } } } } },
    },
    null,
    1,
  ),
  source: 'api.json',
});

const pathsOf = (spec: LoadedSpec) => (spec.roots[0]!.document.value as { readonly paths: object }).paths;

it('finds a change behind a reference that both releases share', async () => {
  const [base, revision] = await Promise.all(readBoth(api('string'), api('integer')));
  expect(pathsOf(revision)).toBe(pathsOf(base));
  const { verdict, findings } = await compareReadSpecs(base, revision, { asOf: '2026-11-20' });
  expect(verdict).toBe('breaking');
  expect(findings.map(({ subject }) => subject)).toEqual(['200.body[].name']);
});

it('finds nothing where none of it changed', async () => {
  const [base, revision] = await Promise.all(readBoth(api('string'), api('string')));
  expect((await compareReadSpecs(base, revision, { asOf: '2026-11-20' })).verdict).toBe('identical');
});
