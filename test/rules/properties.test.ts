// Random small documents: what must hold of every comparison, whatever the rules say.

import fc from 'fast-check';
import yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/rules/index.ts';
import { compare } from './compare.ts';

type Json = Record<string, unknown>;

const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'boolean') }),
  fc.record({
    type: fc.constant('integer'),
    minimum: fc.integer({ min: 0, max: 3 }),
    maximum: fc.integer({ min: 4, max: 9 }),
  }),
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 5 }) }),
  fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((values) => ({ type: 'string', enum: values })),
  fc.constant({ $ref: '#/components/schemas/Named' }),
);
const { schema } = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('x', 'y', 'z'), tie('schema'), { maxKeys: 3 }),
        fc.subarray(['x', 'y', 'z']),
        fc.boolean(),
      )
      .map(([properties, wanted, closed]) => ({
        type: 'object',
        properties: { ...properties },
        required: wanted.filter((name) => name in properties),
        ...(closed && { additionalProperties: false }),
      })),
  ),
}));

function document(request: Json, response: Json, named: Json): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/things/{id}': {
        post: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: { content: { 'application/json': { schema: request } } },
          responses: { '200': { description: 'x', content: { 'application/json': { schema: response } } } },
        },
      },
    },
    components: { schemas: { Named: named } },
  };
}

const named = fc.constantFrom<Json[]>(
  { type: 'string' },
  { type: 'integer' },
  { type: 'object', properties: { a: { type: 'string' } } },
);
const documents = fc.tuple(schema, schema, named).map(([request, response, it]) => document(request, response, it));

/** Without positions, which tell where in the text a thing stands. */
function essence({ verdict, findings, refactors }: Comparison) {
  const said = findings.map(({ fingerprint, severity, subject, message, peers }) => [
    fingerprint,
    severity,
    subject,
    message,
    peers,
  ]);
  return { verdict, said, refactors };
}

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, shuffled(each)] as const);
  return Object.fromEntries(entries.reverse());
}

function inlined(value: unknown, root: Json): unknown {
  if (Array.isArray(value)) return value.map((each) => inlined(each, root));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return (root.components as { schemas: Json }).schemas.Named;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inlined(each, root)]));
}

const runs = { numRuns: 60 };

describe('any two small documents', () => {
  it('are identical where they are one', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (it) => {
        const result = await compare(it, structuredClone(it));
        expect(essence(result)).toEqual({ verdict: 'identical', said: [], refactors: [] });
      }),
      runs,
    );
  });

  it('compare the same with keys in another order, and written as YAML', async () => {
    await fc.assert(
      fc.asyncProperty(documents, documents, async (before, after) => {
        const plain = await compare(before, after);
        const other = await compare(yaml.dump(shuffled(before)), yaml.dump(shuffled(after)));
        expect(essence(other)).toEqual(essence(plain));
      }),
      runs,
    );
  });

  it('show the same example with keys in another order', async () => {
    const [x, y, z] = [{ type: 'string', maxLength: 1 }, { type: 'integer' }, { type: 'string' }];
    const open = document({ type: 'object', properties: {}, required: [] }, z, z);
    const orders: Json[] = [
      { x, y, z },
      { z, y, x },
      { y, z, x },
    ];
    const shown = await Promise.all(
      orders.map(async (properties) => {
        const { findings } = await compare(open, document({ type: 'object', properties, required: ['z'] }, z, z));
        return findings.map(({ message, witness }) => ({ message, witness }));
      }),
    );
    expect(shown).toEqual(orders.map(() => shown[0]));
  });

  it('are identical where one only writes its references out', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (it) => {
        expect(essence(await compare(it, inlined(it, it)))).toMatchObject({ verdict: 'identical', said: [] });
      }),
      runs,
    );
  });

  it('break for the client that sends what they break, taken back, for the client that receives', async () => {
    // Of what stays the same text in both directions: alarms about values, which containment judges. Rules on presence
    // are not mirrored: a request property that is gone is ignored, a response property that is new is passed over.
    const values = fc.tuple(leaf, leaf).filter(([left, right]) => !('$ref' in left) && !('$ref' in right));
    await fc.assert(
      fc.asyncProperty(values, async ([left, right]) => {
        const other = { type: 'boolean' };
        const asked = await compare(document(left, other, other), document(right, other, other));
        const answered = await compare(document(other, right, other), document(other, left, other));
        expect(asked.verdict === 'breaking').toBe(answered.verdict === 'breaking');
      }),
      runs,
    );
  });
});
