// What a generator writes out in each operation is one change for whoever reads of it, in as many places.

import { expect, it } from 'vitest';
import { compare } from './compare.ts';

const operation = (more: object) => ({ responses: { '204': { description: 'Done.' } }, ...more });
const api = (of: (path: string) => object) => ({
  paths: Object.fromEntries(['/a', '/b', '/c'].map((path) => [path, { get: operation(of(path)) }])),
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
});
const query = (schema: object) => ({ parameters: [{ in: 'query', name: 'size', schema }] });

const changes = async (before: object, after: object) => {
  const { causes } = await compare(before, after);
  return causes.map(({ rule, count }) => `${rule} × ${count}`);
};

it('a parameter that changed alike in every operation changed once', async () => {
  const sized = (maximum: number) => api(() => query({ type: 'integer', maximum }));
  expect(await changes(sized(100), sized(50))).toEqual(['maximum-decreased × 3']);
});

it('one that changed otherwise in one of them is a change of its own', async () => {
  const sized = (maximum: number, elsewhere: number) =>
    api((path) => query({ type: 'integer', maximum: path === '/c' ? elsewhere : maximum }));
  expect(await changes(sized(100, 100), sized(50, 20))).toEqual(['maximum-decreased × 2', 'maximum-decreased × 1']);
});

it('a shared parameter to which no operation refers any more is gone once', async () => {
  const paged = (parameters: readonly object[]) => {
    const { components, ...rest } = api(() => ({ parameters }));
    const page = { name: 'page', in: 'query', schema: { type: 'integer' } };
    return { ...rest, components: { ...components, parameters: { Page: page } } };
  };
  expect(await changes(paged([{ $ref: '#/components/parameters/Page' }]), paged([]))).toEqual([
    'parameter-removed × 3',
  ]);
});

it('credentials that are newly asked for by every operation are one demand', async () => {
  const asked = (security: readonly object[]) => api(() => ({ security }));
  expect(await changes(asked([]), asked([{ key: [] }]))).toEqual(['security-required × 3']);
});

it('a failure that every operation may answer now is one change, and a success is one of each', async () => {
  const answering = (status: string) =>
    api(() => ({ responses: { '204': { description: 'Done.' }, [status]: { description: 'x' } } }));
  expect(
    await changes(
      api(() => ({})),
      answering('429'),
    ),
  ).toEqual(['status-added × 3']);
  expect(
    await changes(
      answering('429'),
      api(() => ({})),
    ),
  ).toEqual(['status-removed × 3']);
  expect(
    await changes(
      api(() => ({})),
      answering('202'),
    ),
  ).toHaveLength(3);
});

it('properties of the same name in two bodies are two changes', async () => {
  const answer = (type: string) =>
    api(() => ({
      responses: {
        '200': {
          description: 'x',
          content: { 'application/json': { schema: { type: 'object', properties: { id: { type } } } } },
        },
      },
    }));
  expect(await changes(answer('string'), answer('integer'))).toHaveLength(3);
});
