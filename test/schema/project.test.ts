import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Json } from '../../src/schema/index.ts';
import { createProjector, decideContainment, project, validator } from '../../src/schema/index.ts';
import { randomFrom, valuesFor } from './random-values.ts';

// Many compilations by ajv: on a busy machine they may take their time.
vi.setConfig({ testTimeout: 180_000 });

const clientSends = (schema: Json) => project(schema, { sender: 'client', side: 'sender' });
const serverSends = (schema: Json) => project(schema, { sender: 'server', side: 'sender' });
const serverAccepts = (schema: Json) => project(schema, { sender: 'client', side: 'receiver' });
const accepts = (schema: Json, value: Json) => validator(schema, { assertFormats: true })(value);

describe('who sends', () => {
  const account: Json = {
    type: 'object',
    required: ['id', 'password', 'name'],
    properties: {
      id: { type: 'integer', readOnly: true },
      password: { type: 'string', writeOnly: true },
      name: { type: 'string' },
    },
  };

  test('a client sends no readOnly property, and need not', () => {
    expect(accepts(clientSends(account), { password: 'x', name: 'y' })).toBe(true);
    expect(accepts(clientSends(account), { id: 1, password: 'x', name: 'y' })).toBe(false);
  });

  test('a server sends no writeOnly property, and need not', () => {
    expect(accepts(serverSends(account), { id: 1, name: 'y' })).toBe(true);
    expect(accepts(serverSends(account), { id: 1, password: 'x', name: 'y' })).toBe(false);
  });

  test('nor in another form, where further properties are open', () => {
    const open: Json = { ...account, additionalProperties: { type: 'boolean' } };
    expect(accepts(clientSends(open), { other: true, password: 'x', name: 'y' })).toBe(true);
    expect(accepts(clientSends(open), { id: true, password: 'x', name: 'y' })).toBe(false);
    expect(accepts(serverSends(open), { id: 1, password: true, name: 'y' })).toBe(false);
  });

  test('a server does not ask a client for a readOnly property', () => {
    expect(accepts(serverAccepts(account), { password: 'x', name: 'y' })).toBe(true);
    expect(accepts(serverAccepts(account), { name: 'y' })).toBe(false);
  });

  test('who gets what is not for it passes it over, whatever it says of further properties', () => {
    const flags: Json = { ...account, additionalProperties: { type: 'boolean' } };
    expect(accepts(serverAccepts(flags), { id: 'text', password: 'x', name: 'y' })).toBe(true);
    expect(accepts(serverAccepts(flags), { other: 'text', password: 'x', name: 'y' })).toBe(false);
  });

  test('readOnly behind a reference counts', () => {
    const schema: Json = {
      type: 'object',
      required: ['id'],
      properties: { id: { $ref: '#/$defs/Id' } },
      $defs: { Id: { type: 'integer', readOnly: true } },
    };
    expect(accepts(clientSends(schema), {})).toBe(true);
  });

  test('a name that one branch of an allOf requires and another calls readOnly is not required', () => {
    const schema: Json = {
      allOf: [{ $ref: '#/$defs/Named' }, { properties: { id: { readOnly: true } } }],
      $defs: { Named: { type: 'object', required: ['id', 'name'], properties: { id: {}, name: {} } } },
    };
    expect(accepts(clientSends(schema), { name: 'x' })).toBe(true);
    expect(accepts(clientSends(schema), { id: 1, name: 'x' })).toBe(false);
    expect(accepts(serverSends(schema), { name: 'x' })).toBe(false);
  });

  test('nor is it where the forms of the other branch require it', () => {
    const form: Json = { type: 'object', required: ['id', 'name'], properties: { id: {}, name: {} } };
    const schema: Json = {
      allOf: [{ $ref: '#/$defs/Forms' }, { properties: { id: { readOnly: true } } }],
      $defs: { Forms: { anyOf: [{ $ref: '#/$defs/Form' }, { type: 'object', required: ['id', 'tag'] }] }, Form: form },
    };
    expect(accepts(clientSends(schema), { name: 'x' })).toBe(true);
    expect(accepts(serverAccepts(schema), { name: 'x' })).toBe(true);
    expect(accepts(serverSends(schema), { name: 'x' })).toBe(false);
  });
});

describe('what is written is all that is sent', () => {
  const closes = (says: string, schema: Json, sent: Json, notSent: Json) => ({ says, schema, sent, notSent });
  test.each([
    closes('an object that names properties', { type: 'object', properties: { a: {} } }, { a: 1 }, { a: 1, b: 1 }),
    closes(
      'objects inside properties and items',
      { type: 'object', properties: { a: { type: 'array', items: { type: 'object', properties: { b: {} } } } } },
      { a: [{ b: 1 }] },
      { a: [{ c: 1 }] },
    ),
    closes(
      'an allOf over all that its branches name together',
      { allOf: [{ type: 'object', properties: { a: {} } }, { properties: { b: {} } }] },
      { a: 1, b: 1 },
      { a: 1, c: 1 },
    ),
    closes(
      'a definition by itself, and not as a branch',
      {
        type: 'object',
        properties: {
          whole: { $ref: '#/$defs/Base' },
          more: { allOf: [{ $ref: '#/$defs/Base' }, { properties: { b: {} } }] },
        },
        $defs: { Base: { type: 'object', properties: { a: {} } } },
      },
      { whole: { a: 1 }, more: { a: 1, b: 1 } },
      { whole: { a: 1, b: 1 } },
    ),
    closes(
      'each alternative by itself',
      {
        oneOf: [
          { required: ['a'], properties: { a: {} } },
          { required: ['b'], properties: { b: {} } },
        ],
      },
      { a: 1 },
      { a: 1, c: 1 },
    ),
    closes(
      'alternatives together with what stands beside them',
      {
        type: 'object',
        properties: { kind: {} },
        oneOf: [{ required: ['a'], properties: { a: {} } }, { not: { required: ['a'] } }],
      },
      { kind: 1, a: 1 },
      { kind: 1, b: 1 },
    ),
    closes(
      'an object over a name that it requires without a word on it',
      { type: 'object', required: ['a', 'b'], properties: { a: {} } },
      { a: 1, b: 1 },
      { a: 1, b: 1, c: 1 },
    ),
    closes(
      'an allOf over a name that only a list of required ones has',
      { allOf: [{ type: 'object', properties: { a: {} } }, { required: ['b'] }] },
      { a: 1, b: 1 },
      { b: 1, c: 1 },
    ),
    closes(
      'a reference over a name that is required beside it',
      {
        $ref: '#/$defs/Base',
        required: ['b'],
        $defs: { Base: { type: 'object', properties: { a: {} } } },
      },
      { a: 1, b: 1 },
      { b: 1, c: 1 },
    ),
    closes(
      'alternatives over a name that is required of all and described by one',
      {
        type: 'object',
        required: ['kind'],
        oneOf: [
          { required: ['a'], properties: { kind: { type: 'string' }, a: {} } },
          { required: ['b'], properties: { b: {} } },
        ],
      },
      { kind: 1, b: 1 },
      { kind: 1, b: 1, c: 1 },
    ),
    closes(
      'an object over a name that an alternative requires without a word on it',
      { type: 'object', properties: { a: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { b: 1 },
      { b: 1, c: 1 },
    ),
    closes(
      'an object over a name on which another hangs',
      { type: 'object', dependentSchemas: { a: { properties: { b: { type: 'string' } } } } },
      { a: 1, b: 'x' },
      { a: 1, b: 'x', c: 1 },
    ),
    closes(
      'an object over a name that asks for another',
      { type: 'object', properties: { b: {} }, dependentRequired: { a: ['b'] } },
      { a: 1, b: 1 },
      { b: 1, c: 1 },
    ),
    closes(
      'an object over a name that decides',
      { type: 'object', properties: { b: {} }, if: { properties: { kind: { const: 1 } } }, then: { required: ['b'] } },
      { kind: 1, b: 1 },
      { b: 1, c: 1 },
    ),
    closes(
      'a schema that leads back to itself',
      { $ref: '#/$defs/Node', $defs: { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } } } },
      { next: { next: {} } },
      { next: { next: { other: 1 } } },
    ),
  ])('closes $says', ({ schema, sent, notSent }) => {
    expect(accepts(clientSends(schema), sent)).toBe(true);
    expect(accepts(clientSends(schema), notSent)).toBe(false);
    expect(accepts(serverAccepts(schema), notSent)).toBe(true);
  });

  test.each([
    ['an object that names nothing', { type: 'object' }, { x: 1 }],
    [
      'additionalProperties',
      { type: 'object', properties: { a: {} }, additionalProperties: { type: 'integer' } },
      { x: 1 },
    ],
    ['patternProperties', { type: 'object', properties: { a: {} }, patternProperties: { '^x': {} } }, { x: 1 }],
    ['openness in a branch of allOf', { allOf: [{ properties: { a: {} } }, { additionalProperties: true }] }, { x: 1 }],
    [
      'an alternative that names nothing',
      {
        oneOf: [
          { type: 'object', required: ['a'], properties: { a: {} } },
          { type: 'object', not: { required: ['a'] } },
        ],
      },
      { x: 1 },
    ],
    [
      'what stands under not',
      { not: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } },
      { x: 1 },
    ],
    [
      'what stands under if',
      { if: { properties: { kind: { const: 1 } }, required: ['kind'] }, else: { type: 'object' } },
      { x: 1 },
    ],
  ] as [string, Json, Json][])('leaves open %s', (_, schema, value) => {
    expect(accepts(clientSends(schema), value)).toBe(true);
  });

  test('oneOf does not come to accept what two alternatives match as they stand', () => {
    const schema: Json = {
      oneOf: [
        { type: 'object', properties: { a: {} } },
        { type: 'object', properties: { b: {} } },
      ],
    };
    expect(accepts(serverAccepts(schema), { a: 1 })).toBe(false);
    expect(accepts(clientSends(schema), { a: 1 })).toBe(false);
  });

  test('a property that one form of a oneOf hides is read alike by who sends and who gets it', () => {
    const closed = (properties: Json): Json => ({ type: 'object', properties, additionalProperties: false });
    const schema: Json = {
      oneOf: [closed({ key: { type: 'string' }, size: {} }), closed({ key: { writeOnly: true }, name: {} })],
    };
    expect(accepts(serverSends(schema), { size: 1 })).toBe(true);
    const clientAccepts = project(schema, { sender: 'server', side: 'receiver' });
    expect(decideContainment(clientAccepts, serverSends(schema), { assertFormats: true })).toEqual({ answer: 'yes' });
  });
});

describe('types and formats', () => {
  test.each([
    [{ minLength: 2 }, 'ab', 1],
    [{ minimum: 2 }, 3, 'x'],
    [{ items: {} }, [], {}],
    [{ properties: { a: {} } }, {}, []],
    [{ anyOf: [{ required: ['a'] }, { required: ['b'] }], properties: { a: {}, b: {} } }, { a: 1 }, 'x'],
  ] as [Json, Json, Json][])('%j has the type of its keywords', (schema, value, other) => {
    expect(accepts(serverAccepts(schema), value)).toBe(true);
    expect(accepts(serverAccepts(schema), other)).toBe(false);
  });

  test.each([
    ['keywords of two types', { minLength: 2, minimum: 3 }, true],
    ['a type that a branch gives', { allOf: [{ type: ['object', 'null'] }], properties: { a: {} } }, null],
    ['null beside a branch', { type: ['object', 'null'], anyOf: [{ required: ['a'] }, { required: ['b'] }] }, null],
    ['a list of values', { enum: ['x', 1], minLength: 1 }, 1],
    ['the inside of not', { not: { required: ['a'] } }, { b: 1 }],
  ] as [string, Json, Json][])('nothing is inferred from %s', (_, schema, value) => {
    expect(accepts(serverAccepts(schema), value)).toBe(true);
  });

  test('float is bounds, and any number is a double', () => {
    const [float, double] = ['float', 'double'].map((format) => serverAccepts({ type: 'number', format }));
    expect([3e38, 4e38].map((value) => accepts(float!, value))).toEqual([true, false]);
    expect(accepts(double!, 4e38)).toBe(true);
  });

  test.each([
    ['uint8', 255, 256],
    ['int16', -32768, -32769],
    ['uint32', 0, -1],
    ['uint64', 2 ** 63, 2 ** 65],
  ])('%s is bounds', (format, fitting, beyond) => {
    const bounded = serverAccepts({ type: 'integer', format });
    expect([fitting, beyond].map((value) => accepts(bounded, value))).toEqual([true, false]);
  });

  test.each([
    ['guid', 'uuid'],
    ['url', 'uri'],
  ])('%s is another name of %s', (other, name) => {
    expect(serverAccepts({ type: 'string', format: other })).toEqual(serverAccepts({ type: 'string', format: name }));
  });

  test('int32 and int64 are bounds', () => {
    const bounded = serverAccepts({ type: 'integer', format: 'int32' });
    expect(accepts(bounded, 2147483647)).toBe(true);
    expect(accepts(bounded, 2147483648)).toBe(false);
    expect(accepts(serverAccepts({ type: 'integer', format: 'int64' }), 2 ** 64)).toBe(false);
  });

  test('a known format is asserted and an unknown one is not', () => {
    expect(accepts(serverAccepts({ type: 'string', format: 'date' }), 'tomorrow')).toBe(false);
    expect(accepts(serverAccepts({ type: 'string', format: 'mood' }), 'tomorrow')).toBe(true);
    const moods: [Json, Json] = [serverAccepts({ type: 'string', format: 'mood' }), serverAccepts({ type: 'string' })];
    expect(decideContainment(...moods, { assertFormats: true })).toEqual({ answer: 'yes' });
  });
});

describe('projection', () => {
  const leaf = fc.constantFrom<Json>(
    { type: 'string' },
    { type: 'integer', format: 'int32' },
    {},
    { minimum: 1 },
    { type: 'string', readOnly: true },
    { enum: ['a', 1] },
  );
  const { schema } = fc.letrec<{ schema: Json; object: Json }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      leaf,
      fc.constantFrom<Json>({ $ref: '#/$defs/A' }, { $ref: '#/$defs/B' }),
      tie('object'),
    ),
    object: fc
      .record(
        {
          type: fc.constantFrom<Json>('object', ['object', 'null'], 'array'),
          properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'), {
            maxKeys: 2,
            noNullPrototype: true,
          }),
          required: fc.constantFrom<Json>(['a'], ['b'], ['a', 'b']),
          items: tie('schema'),
          additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
          patternProperties: fc.constantFrom<Json>({ '^a': { type: 'string' } }),
          unevaluatedProperties: fc.oneof(fc.boolean(), tie('schema')),
          allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
          anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
          oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
          not: tie('schema'),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .chain((each) =>
        fc
          .subarray(Object.entries(each), { minLength: 1, maxLength: 4 })
          .map((entries) => Object.fromEntries(entries) as Json),
      ),
  }));
  /** The definitions that a schema leads to without going into a property or an item. */
  const inPlace = (each: Json): string[] => {
    if (typeof each !== 'object' || each === null) return [];
    if (Array.isArray(each)) return each.flatMap(inPlace);
    const { $ref, allOf, anyOf, oneOf, not } = each as { [keyword: string]: Json };
    return [
      ...($ref === undefined ? [] : [$ref as string]),
      ...[allOf, anyOf, oneOf, not].flatMap((part) => inPlace(part ?? true)),
    ];
  };
  const document = fc
    .tuple(schema, schema, schema)
    .filter(([, A, B]) => {
      const [a, b] = [inPlace(A), inPlace(B)];
      return !a.includes('#/$defs/A') && !b.includes('#/$defs/B') && (a.length === 0 || b.length === 0);
    })
    .map(([root, A, B]) => JSON.parse(JSON.stringify({ allOf: [root], $defs: { A, B } })) as Json);

  test('what the sender sends is always accepted by the receiver of the same schema, and the input stays as it was', () => {
    let judged = 0;
    fc.assert(
      fc.property(document, fc.constantFrom('client' as const, 'server' as const), fc.nat(), (schema, sender, seed) => {
        const before = JSON.stringify(schema);
        const sent = project(schema, { sender, side: 'sender' });
        const accepted = project(schema, { sender, side: 'receiver' });
        expect(JSON.stringify(schema)).toBe(before);
        const values = valuesFor([sent, accepted], 12, randomFrom(seed));
        for (const value of values) {
          let isSent: boolean;
          try {
            isSent = accepts(sent, value);
          } catch {
            continue;
          }
          judged += isSent ? 1 : 0;
          if (isSent) expect([value, accepts(accepted, value)]).toEqual([value, true]);
        }
        expect(decideContainment(accepted, sent, { assertFormats: true }).answer).not.toBe('no');
      }),
      { numRuns: 120, seed: 20261120 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  test('of many schemas of one document is the same as of each', () => {
    const definitions: Json = {
      A: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'integer', readOnly: true }, b: { $ref: '#/$defs/B' } },
      },
      B: { allOf: [{ $ref: '#/$defs/A' }, { properties: { name: { type: 'string' } } }] },
    };
    const projector = createProjector({ $defs: definitions }, { sender: 'client', side: 'sender' });
    for (const name of ['A', 'B']) {
      const shared = projector({ $ref: `#/$defs/${name}` });
      const alone = clientSends({ $ref: `#/$defs/${name}`, $defs: definitions });
      expect(decideContainment(shared, alone)).toEqual({ answer: 'yes' });
      expect(decideContainment(alone, shared)).toEqual({ answer: 'yes' });
    }
  });

  test('follows chains of references that are longer than a stack is high', () => {
    const of = (number: number): Json => ({
      properties: { id: { readOnly: true }, next: { $ref: `#/$defs/S${number}` } },
    });
    const $defs = Object.fromEntries(Array.from({ length: 20_000 }, (_, number) => [`S${number}`, of(number + 1)]));
    const projected = clientSends({ $ref: '#/$defs/S0', $defs: { ...$defs, S20000: { type: 'string' } } });
    expect(Object.keys((projected as { $defs: object }).$defs)).toHaveLength(20_001);
  });
});
