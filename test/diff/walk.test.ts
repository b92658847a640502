import { describe, expect, it } from 'vitest';
import { type Visitor, walk } from '../../src/diff/index.ts';
import { readApi } from '../../src/spec/index.ts';
import { specOf } from '../rules/compare.ts';

type Json = Record<string, unknown>;

const operation = (type: string) => ({
  parameters: [{ name: 'limit', in: 'query', schema: { type } }],
  responses: {
    '200': { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
  },
});

const api = (types: readonly string[], thing: Json = { type: 'object' }) => ({
  paths: Object.fromEntries(types.map((type, index) => [`/things/${index}`, { get: operation(type) }])),
  components: { schemas: { Thing: thing } },
});

async function walkThrough(before: Json, after: Json) {
  const seen: string[] = [];
  const roots: string[] = [];
  const properties: string[] = [];
  const visitor: Visitor = {
    pair: (kind, { before: left, after: right }, { operation: at }) => {
      const change = left === null ? 'added' : right === null ? 'removed' : 'kept';
      if (kind !== 'api' && kind !== 'servers' && kind !== 'security') seen.push(`${change} ${kind} ${at?.path}`);
    },
    schemas: (root, { subjectPath, direction }) => {
      roots.push(`${direction} ${subjectPath.join('.')}`);
      properties.push(...root.properties.map(({ before: left, after: right }) => (left ?? right).name));
    },
  };
  const cost = walk(readApi(await specOf(before, 'base')), readApi(await specOf(after, 'revision')), visitor);
  return { seen, roots, properties, cost };
}

describe('the walk through two releases', () => {
  it('reads only the operations that differ', async () => {
    const types = Array.from({ length: 500 }, () => 'integer');
    const { cost, roots } = await walkThrough(api(types), api(types.with(250, 'string')));
    expect(cost).toEqual({ operations: 500, operationsLeftOut: 0, operationsRead: 1, schemaPairs: 1 });
    expect(roots).toEqual(['request query.limit']);
  });

  it('makes one pair of a schema that five hundred operations share', async () => {
    const types = Array.from({ length: 500 }, () => 'integer');
    const { cost, roots } = await walkThrough(api(types), api(types, { type: 'array' }));
    expect(cost).toMatchObject({ operationsRead: 500, schemaPairs: 1 });
    expect(new Set(roots)).toEqual(new Set(['response 200.body']));
    expect(roots).toHaveLength(500);
  });

  it('reads nothing where only the words differ', async () => {
    const before = api(['integer']);
    const after = { ...api(['integer'], { type: 'object', description: 'A thing.', title: 'Thing' }), tags: [] };
    const { cost, seen } = await walkThrough(before, after);
    expect(cost.operationsRead).toBe(0);
    expect(seen).toEqual([]);
  });

  it('takes a path parameter under another name for the same one', async () => {
    const at = (name: string) => ({
      ...api([]),
      paths: {
        [`/things/{${name}}`]: {
          get: { ...operation('integer'), parameters: [{ name, in: 'path', required: true, schema: {} }] },
        },
      },
    });
    const { seen } = await walkThrough(at('id'), at('thingId'));
    expect(seen).toContain('kept parameter /things/{id}');
    expect(seen.filter((each) => !each.startsWith('kept'))).toEqual([]);
  });

  it('hands out each of two paths that differ only in a parameter’s name', async () => {
    const paths = (...names: string[]) => ({
      ...api([]),
      paths: Object.fromEntries(
        names.map((name) => [`/a/{${name}}`, { get: { ...operation('integer'), tags: [name] } }]),
      ),
    });
    const swapped = await walkThrough(paths('x', 'y'), paths('y', 'x'));
    expect(swapped.seen).toEqual([]);
    const one = await walkThrough(paths('x', 'y'), paths('x'));
    expect(one.seen).toEqual(['removed operation /a/{y}']);
  });

  it('lets a value that a property named like a documentation keyword holds count', async () => {
    const thing = (type: string) => ({ type: 'object', properties: { description: { type }, example: { type } } });
    const { properties } = await walkThrough(api(['integer'], thing('string')), api(['integer'], thing('integer')));
    expect(properties).toEqual(['description', 'example']);
  });
});
