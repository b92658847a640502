// A path item may refer to another and have fields of its own beside the reference: both count. Where both have the same
// field, OpenAPI leaves open which one holds, and that is said.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Json = Record<string, unknown>;

const operation = (parts: Json = {}) => ({ responses: { '200': { description: 'x' } }, ...parts });
const query = (required: boolean) => [{ name: 'q', in: 'query', required, schema: { type: 'string' } }];

/** A path whose item has `beside` next to the reference to an item with a `get`. */
function document(beside: Json, shared: Json = { get: operation() }, openapi = '3.1.0'): Json {
  const item = { $ref: '#/x-items/P', ...beside };
  return { openapi, paths: { '/a': item }, 'x-items': { P: shared } };
}

const said = async (before: Json, after: Json) => {
  const { verdict, findings } = await compare(before, after);
  return [verdict, ...findings.map(({ rule, operation: of }) => `${of?.method} ${rule}`)];
};

describe.each(['3.0.3', '3.1.0'])('beside the reference of a path item in %s', (openapi) => {
  it('an operation that goes is gone', async () => {
    const before = document({ post: operation() }, undefined, openapi);
    expect(await said(before, document({}, undefined, openapi))).toEqual(['breaking', 'POST operation-removed']);
  });

  it('an operation is compared', async () => {
    const [before, after] = [false, true].map((required) =>
      document({ post: operation({ parameters: query(required) }) }, undefined, openapi),
    );
    expect(await said(before!, after!)).toEqual(['breaking', 'POST parameter-became-required']);
  });

  it('parameters hold for the operations of both', async () => {
    const [before, after] = [false, true].map((required) =>
      document({ parameters: query(required), post: operation() }, undefined, openapi),
    );
    expect(await said(before!, after!)).toEqual([
      'breaking',
      'GET parameter-became-required',
      'POST parameter-became-required',
    ]);
  });
});

it('what the referenced path item says holds for the operations beside the reference, too', async () => {
  const [before, after] = [false, true].map((required) =>
    document({ post: operation() }, { get: operation(), parameters: query(required) }),
  );
  expect(await said(before!, after!)).toContain('POST parameter-became-required');
});

it('an operation may move from beside a reference to behind it, unnoticed', async () => {
  const after = document({}, { get: operation(), post: operation() });
  expect(await said(document({ post: operation() }), after)).toEqual(['identical']);
});

it('a field that stands on both sides of a reference leaves the verdict open', async () => {
  const it = document({ get: operation({ parameters: query(false) }) });
  const { verdict, problems } = await compare(it, structuredClone(it));
  expect(verdict).toBe('unknown');
  expect(problems).toHaveLength(2); // one of each release
  expect(problems[0]).toMatchObject({ code: 'path-item-conflict', position: { pointer: '/paths/~1a/get' } });
});

it('a reference that leads nowhere is told, and does not hide what stands beside it', async () => {
  const broken = (required: boolean) => ({
    ...document({ post: operation({ parameters: query(required) }) }),
    'x-items': {},
  });
  const { verdict, problems, findings } = await compare(broken(false), broken(true));
  expect(problems.map(({ code }) => code)).toEqual(['reference-missing', 'reference-missing']);
  expect([verdict, findings[0]?.rule]).toEqual(['breaking', 'parameter-became-required']);
});

it('what stood beside a reference that leads nowhere may stand behind it now', async () => {
  const broken = { ...document({ post: operation() }), 'x-items': {} };
  const { verdict, findings } = await compare(broken, { ...document({}), 'x-items': {} });
  expect([verdict, findings]).toEqual(['unknown', []]);
});
