// From 3.1 on, the keywords beside a `$ref` apply as well: `{ $ref: X, …k }` says what `{ allOf: [{ $ref: X }, k] }`
// says, and compares as that does. Before 3.1 they are ignored.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Json = Record<string, unknown>;

const shared = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** A body in both directions, written as `A`. */
function document(A: unknown, schemas: Json = {}, openapi = '3.1.0'): Json {
  const content = { 'application/json': { schema: shared('A') } };
  return {
    openapi,
    paths: { '/a': { post: { requestBody: { content }, responses: { '200': { description: 'x', content } } } } },
    components: { schemas: { Base: { properties: { b: { type: 'string' } } }, ...schemas, A } },
  };
}

const severe = ({ findings }: Awaited<ReturnType<typeof compare>>) =>
  findings.filter(({ severity }) => severity === 'breaking').map(({ rule, subject }) => `${subject}: ${rule}`);

/** Which messages break, whatever is said of them. */
const broken = (result: Awaited<ReturnType<typeof compare>>) =>
  ['body', '200.body'].filter((message) => severe(result).some((finding) => finding.startsWith(message)));

describe('beside a reference', () => {
  it.each<[string, Json, string]>([
    ['a property', { properties: { x: shared('B') } }, 'body.x'],
    ['the items', { items: shared('B') }, 'body[]'],
    ['the further properties', { additionalProperties: shared('B') }, 'body.{*}'],
    ['a part', { allOf: [shared('B')] }, 'body'],
    ['a part of a part', { allOf: [{ ...shared('Base'), allOf: [shared('B')] }] }, 'body'],
    ['a branch', { anyOf: [{ properties: { x: shared('B') } }, { required: ['b'] }] }, 'body.anyOf(0).x'],
    ['a branch that stands alone', { oneOf: [shared('B')] }, 'body'],
    ['a definition of its own', { $defs: { z: shared('B') }, properties: { x: shared('A/$defs/z') } }, 'body.x'],
  ])('%s that refers to what changed breaks', async (_, beside, subject) => {
    const A = { ...shared('Base'), ...beside };
    const result = await compare(document(A, { B: { type: 'integer' } }), document(A, { B: { type: 'string' } }));
    expect(severe(result)).toContain(`${subject}: type-changed`);
    expect(severe(result)).toContain(`200.${subject}: type-changed`);
  });

  it('a part that asks for more breaks the callers who send less', async () => {
    const after = { ...shared('Base'), allOf: [{ required: ['b'] }] };
    const result = await compare(document(shared('Base')), document(after));
    expect(severe(result)).toEqual(['body.b: property-became-required']);
  });

  it('nothing counts in 3.0, which is told', async () => {
    const [before, after] = ['integer', 'string'].map((type) =>
      document({ ...shared('Base'), allOf: [{ properties: { x: { type } } }] }, {}, '3.0.3'),
    );
    const { verdict, findings, problems } = await compare(before, after);
    expect([verdict, findings]).toEqual(['identical', []]);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['beside-reference-idle']));
  });

  it('keywords may let null in, alone or with others', async () => {
    const orNull = { anyOf: [{ type: 'string' }, { type: 'null' }] };
    const before = { properties: { x: { ...shared('N'), deprecated: true } } };
    const result = await compare(document(before, { N: orNull }), document(before, { N: { type: 'string' } }));
    expect(severe(result)).toEqual([expect.stringMatching(/^body\.x: /)]);
  });
});

describe('a dynamic reference', () => {
  const tree = (type: string) => ({ Node: { $dynamicAnchor: 'node', type } });

  it.each([
    ['alone', { properties: { x: { $dynamicRef: '#node' } } }],
    ['beside other keywords', { properties: { x: { $dynamicRef: '#node', maxLength: 3 } } }],
    ['beside a reference', { properties: { x: { ...shared('Any'), $dynamicRef: '#node' } } }],
  ])('to what changed breaks: %s', async (_, A) => {
    const [before, after] = ['integer', 'string'].map((type) => document(A, { ...tree(type), Any: {} }));
    const result = await compare(before, after);
    expect(severe(result)).toContain('200.body.x: type-changed');
    expect(severe(result)).toContain('body.x: type-changed');
  });

  it('is named where it leads nowhere', async () => {
    const broken = document({ ...shared('Base'), $dynamicRef: '#nowhere' });
    const { verdict, problems } = await compare(broken, broken);
    expect(verdict).toBe('unknown');
    expect(problems[0]).toMatchObject({ code: 'reference-missing', message: expect.stringContaining('#nowhere') });
  });
});

describe('a reference with keywords beside it', () => {
  // Keywords that contradict one another are left out: where nothing can be sent, nothing is proven.
  const leaf = fc.constantFrom<Json[]>(
    { type: 'string' },
    { type: 'integer' },
    { type: 'string', maxLength: 3 },
    shared('B'),
  );
  const object = (name: string) =>
    fc.tuple(fc.option(leaf, { nil: undefined }), fc.subarray(['b', name])).map(([property, required]) => ({
      properties: property === undefined ? {} : { [name]: property },
      required,
    }));
  const beside = fc
    .tuple(object('x'), fc.option(object('y'), { nil: undefined }), fc.boolean())
    .map(([own, part, isHeld]) => ({
      ...own,
      ...(part && { allOf: [part] }),
      ...(isHeld && part === undefined && { additionalProperties: shared('B') }),
    }));
  const B = fc.constantFrom<Json[]>({ type: 'string' }, { type: 'string', maxLength: 2 });
  const side = fc.tuple(beside, B);
  const asSiblings = ([keywords, changing]: readonly [Json, Json]) =>
    document({ ...shared('Base'), ...keywords }, { B: changing });
  const asParts = ([keywords, changing]: readonly [Json, Json]) =>
    document({ allOf: [shared('Base'), keywords] }, { B: changing });

  it('says what an allOf of the two says', async () => {
    await fc.assert(
      fc.asyncProperty(side, async (it) => {
        const result = await compare(asSiblings(it), asParts(it));
        expect(result.findings.filter(({ severity }) => severity !== 'safe')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('breaks where an allOf of the two breaks', async () => {
    await fc.assert(
      fc.asyncProperty(side, fc.oneof(side, B), async (before, other) => {
        const after = Array.isArray(other) ? other : ([before[0], other] as const);
        const siblings = await compare(asSiblings(before), asSiblings(after));
        const parts = await compare(asParts(before), asParts(after));
        expect(siblings.verdict).toBe(parts.verdict);
        expect(broken(siblings)).toEqual(broken(parts));
      }),
      { numRuns: 100 },
    );
  });
});
