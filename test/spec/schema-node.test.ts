import { describe, expect, it } from 'vitest';
import { validator } from '../../src/schema/index.ts';
import { PlainSchemas, readApi, type SpecDialect } from '../../src/spec/index.ts';
import { specOf } from '../rules/compare.ts';

const versions: Partial<Record<SpecDialect, string>> = { 'openapi-3.0': '3.0.3', 'openapi-3.1': '3.1.0' };

async function nodeOf(schema: unknown, dialect: SpecDialect = 'openapi-3.1', schemas: Record<string, unknown> = {}) {
  const spec = await specOf(
    {
      openapi: versions[dialect],
      paths: {
        '/a': {
          get: { responses: { '200': { description: 'x', content: { 'application/json': { schema } } } } },
        },
      },
      components: { schemas },
    },
    'document',
  );
  const [entry] = readApi(spec).operations.values();
  return entry!.read().responses.get('200')!.content.get('application/json')!.schema!;
}

describe('a schema', () => {
  it.each([
    ['a type', { type: 'string' }, ['string']],
    ['a type list', { type: ['string', 'null'] }, ['null', 'string']],
    ['an intersection', { type: ['number', 'string'], allOf: [{ type: 'integer' }] }, ['integer']],
    ['a null branch', { anyOf: [{ type: 'string' }, { type: 'null' }] }, ['null', 'string']],
    [
      'a null branch with a name to refer to',
      { anyOf: [{ type: 'string' }, { $anchor: 'none', type: 'null' }] },
      ['null', 'string'],
    ],
    [
      'a null branch beside a type that forbids it',
      { type: 'string', anyOf: [{ minLength: 1 }, { type: 'null' }] },
      ['string'],
    ],
    ['nothing', {}, null],
  ])('knows its types from %s', async (_, schema, types) => {
    expect((await nodeOf(schema)).types).toEqual(types);
  });

  it('is one over all branches of its allOf, however deep', async () => {
    const node = await nodeOf({
      properties: { a: { maxLength: 9 } },
      required: ['a'],
      allOf: [{ properties: { a: { maxLength: 5 }, b: {} } }, { allOf: [{ required: ['b'] }] }],
    });
    expect([...node.properties.keys()]).toEqual(['a', 'b']);
    expect([...node.required]).toEqual(['a', 'b']);
    expect(node.properties.get('a')!.schema.bound('maxLength')).toBe(5);
  });

  it.each([
    [undefined, 'absent'],
    [{}, 'allowed'],
    [{ $ref: '#/components/schemas/Anything' }, 'allowed'],
    [{ $ref: '#/components/schemas/Text' }, 'schema'],
    [false, 'refused'],
  ])('with %j for its further properties says that these are %s', async (additionalProperties, stance) => {
    const shared = { Anything: { description: 'As you like.' }, Text: { type: 'string' } };
    expect((await nodeOf({ type: 'object', additionalProperties }, 'openapi-3.1', shared)).additionalProperties).toBe(
      stance,
    );
  });

  it('is called by the name under which it is shared, and stands where that is written', async () => {
    const node = await nodeOf({ $ref: '#/components/schemas/Pet' }, 'openapi-3.1', { Pet: { type: 'object' } });
    expect(node.refName).toBe('Pet');
    expect(node.spot.pointer).toBe('/components/schemas/Pet');
  });

  it('lets null through where an alternative at the end of thousands does, or in a circle of them', async () => {
    const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const length = 3_000;
    const chain = (end: object) =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `S${at}`,
          { anyOf: [{ type: 'integer' }, at + 1 < length ? to(`S${at + 1}`) : end] },
        ]),
      );
    const said = async (end: object) => {
      const nodes = [];
      for (let node = await nodeOf(to('S0'), 'openapi-3.1', chain(end)); nodes.length < length; ) {
        nodes.push(node);
        node = node.branches('anyOf')[1]!.schema;
      }
      return new Set(nodes.map(({ saysNull }) => saysNull));
    };
    expect(await said({ type: 'string' })).toEqual(new Set([false]));
    expect(await said({ type: ['string', 'null'] })).toEqual(new Set([true]));
    expect(await said(to('S0'))).toEqual(new Set([false]));
    expect(await said({})).toEqual(new Set([true]));
  });

  it('lets null in beside what it is composed of in 3.0, but not past a `not` of its own', async () => {
    const wrapped = { type: 'string', nullable: true, allOf: [{ type: 'string' }] };
    expect((await nodeOf(wrapped, 'openapi-3.0')).types).toEqual(['null', 'string']);
    expect((await nodeOf({ ...wrapped, not: { enum: [null] } }, 'openapi-3.0')).types).toEqual(['string']);
  });

  it('heeds keywords beside a reference in 3.1 and not before', async () => {
    const schema = { $ref: '#/components/schemas/Name', maxLength: 3 };
    const schemas = { Name: { type: 'string', maxLength: 9 } };
    expect((await nodeOf(schema, 'openapi-3.1', schemas)).bound('maxLength')).toBe(3);
    expect((await nodeOf(schema, 'openapi-3.0', schemas)).bound('maxLength')).toBe(9);
  });
});

describe('the plain JSON Schema of a schema', () => {
  const tree = {
    Tree: { type: 'object', nullable: true, properties: { next: { $ref: '#/components/schemas/Tree' } }, example: 1 },
  };

  it.each([
    [
      'openapi-3.0' as const,
      { $ref: '#/components/schemas/Tree' },
      tree,
      [{ next: { next: null } }, null],
      [1, { next: 2 }],
    ],
    ['openapi-3.0' as const, { type: 'integer', minimum: 0, exclusiveMinimum: true }, {}, [1], [0, '1']],
    ['openapi-3.0' as const, { allOf: [{ type: 'string' }], nullable: true }, {}, [null, 'a'], [1]],
    ['openapi-3.1' as const, { type: 'array', prefixItems: [{ const: 1 }], items: false }, {}, [[1], []], [[1, 2]]],
  ])('means the same to ajv: %s %j', async (dialect, schema, schemas, accepted, refused) => {
    const schemasInPlain = new PlainSchemas();
    const plain = schemasInPlain.of(await nodeOf(schema, dialect, schemas));
    const whole = { ...(plain as object), $defs: schemasInPlain.definitions };
    const accepts = validator(whole as never, { dialect: '2020-12' });
    expect(accepted.map((value) => accepts(value as never))).toEqual(accepted.map(() => true));
    expect(refused.map((value) => accepts(value as never))).toEqual(refused.map(() => false));
  });
});
