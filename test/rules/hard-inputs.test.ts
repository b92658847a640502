// Documents that are hard by their shape: the comparison ends with a clear word on each, and says what it left out.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const schema = (value: unknown, schemas: Record<string, unknown> = {}) => ({
  paths: {
    '/things': {
      post: {
        requestBody: { content: { 'application/json': { schema: value } } },
        responses: { '204': { description: 'x' } },
      },
    },
  },
  components: { schemas },
});
const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const chain = (length: number, end: unknown) =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `S${index}`,
      index === length - 1 ? end : { type: 'object', properties: { next: to(`S${index + 1}`) } },
    ]),
  );

const alternatives = (count: number, changed: number) => ({
  oneOf: Array.from({ length: count }, (_, index) => ({
    type: 'object',
    required: [`p${index}`],
    properties: { [`p${index}`]: { type: index === changed ? 'integer' : 'string' }, shared: { type: 'string' } },
  })),
});

describe('a comparison of hard documents', () => {
  it('shows each change once before the work on examples ends, and not the first of them everywhere', async () => {
    const words = (at: number) => Array.from({ length: 1_000 }, (_, index) => `value ${at}.${index}`);
    const answer = (properties: object) => ({
      get: {
        responses: {
          200: { description: 'x', content: { 'application/json': { schema: { type: 'object', properties } } } },
        },
      },
    });
    const api = (kinds: readonly string[], last: readonly string[]) => ({
      paths: Object.fromEntries([
        ...Array.from({ length: 80 }, (_, at) => [
          `/p${at + 10}`,
          answer({ own: { enum: words(at) }, pet: to('Pet') }),
        ]),
        ['/z', answer({ last: { enum: last } })],
      ]),
      components: { schemas: { Pet: { type: 'object', properties: { kind: { enum: kinds } } } } },
    });
    const { findings } = await compare(api(['cat'], ['a']), api(['cat', 'dog'], ['a', 'b']));
    const shown = findings.map(({ operation, witness }) => [operation?.path, witness !== null] as const);
    expect(shown.filter(([, isShown]) => !isShown).length).toBeGreaterThan(0); // the work did end
    expect(shown.find(([path]) => path === '/z')).toEqual(['/z', true]);
    expect(shown[0]).toEqual(['/p10', true]);
  });

  it('finds what changed at the end of a long chain of references', async () => {
    for (const length of [50, 1_000]) {
      const before = schema(to('S0'), chain(length, { type: 'string' }));
      const after = schema(to('S0'), chain(length, { type: 'integer' }));
      const { findings } = await compare(before, after);
      expect(findings.map(({ rule, subjectPath }) => [rule, subjectPath.length])).toEqual([['type-changed', length]]);
    }
  });

  it.each(['parameters', 'responses'])('finds it too at the end of a chain through %s', async (kind) => {
    const api = (type: string) => {
      const last =
        kind === 'parameters'
          ? { name: 'q', in: 'query', schema: { type } }
          : { description: 'Fine.', content: { 'application/json': { schema: { type } } } };
      const links = Array.from({ length: 1000 }, (_, index) => [
        `P${index}`,
        { $ref: `#/components/${kind}/P${index + 1}` },
      ]);
      const first = { $ref: `#/components/${kind}/P0` };
      const get = kind === 'parameters' ? { parameters: [first], responses: {} } : { responses: { '200': first } };
      return { paths: { '/a': { get } }, components: { [kind]: { ...Object.fromEntries(links), P1000: last } } };
    };
    const { findings, problems } = await compare(api('string'), api('boolean'));
    expect(problems).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toContain('type-changed');
  });

  it('says so where a change lies deeper than is followed', async () => {
    const before = schema(to('S0'), chain(2_500, { type: 'string' }));
    const after = schema(to('S0'), chain(2_500, { type: 'integer' }));
    expect(await compare(before, after)).toMatchObject({ verdict: 'unknown', problems: [{ code: 'depth-limit' }] });
  });

  it('takes the one branch of fifty that changed, whatever their order', async () => {
    const { oneOf } = alternatives(50, 49);
    const { findings } = await compare(schema(alternatives(50, -1)), schema({ oneOf: oneOf.toReversed() }));
    expect(findings).toMatchObject([{ rule: 'type-changed', severity: 'breaking' }]);
  });

  it.each([
    ['references that lead only to each other', { A: to('B'), B: to('A') }],
    ['an allOf that leads back to itself', { A: { allOf: [to('B')] }, B: { allOf: [to('A'), { type: 'object' }] } }],
  ])('cannot tell in %s, and says where', async (_, schemas) => {
    const before = schema(to('A'), schemas);
    const after = schema({ ...to('A'), maxProperties: 3 }, schemas);
    const { problems } = await compare(before, after);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toMatchObject({ hides: true, position: { line: expect.any(Number) } });
      expect(problem.message).toMatch(/itself/);
    }
  });

  it('judges a schema that uses itself in several ways once, and lists its places up to a limit', async () => {
    const tangle = (type: string) => {
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const properties = Object.fromEntries(names.map((name) => [name, to(name.toUpperCase())]));
      return Object.fromEntries(
        names.map((name) => [name.toUpperCase(), { type: 'object', properties: { ...properties, own: { type } } }]),
      );
    };
    const result = await compare(schema(to('A'), tangle('string')), schema(to('A'), tangle('integer')));
    expect(result.verdict).toBe('breaking');
    expect(result.causes).toHaveLength(6);
    expect(result.findings.length).toBeLessThanOrEqual(6 * 25);
    expect(result.problems).toMatchObject([{ code: 'places-limit', hides: false }]);
  });

  it('judges a schema that a thousand operations share once', async () => {
    const api = (type: string) => ({
      ...schema({}, { S: { type: 'object', properties: { id: { type } } } }),
      paths: Object.fromEntries(
        Array.from({ length: 1_000 }, (_, index) => [
          `/things/${index}`,
          {
            get: {
              responses: { '200': { description: 'x', content: { 'application/json': { schema: to('S') } } } },
            },
          },
        ]),
      ),
    });
    const { causes, findings } = await compare(api('string'), api('integer'));
    expect(causes).toMatchObject([{ count: 1_000 }]);
    expect(findings.every(({ proof }) => proof === 'witness')).toBe(true);
  });

  it('tells what changed in each part of an allOf of thousands', async () => {
    const parts = (maxLength: number) => ({
      allOf: Array.from({ length: 1_200 }, (_, index) => ({
        type: 'object',
        properties: { [`name${index}`]: { type: 'string', maxLength } },
      })),
    });
    const { findings, verdict } = await compare(schema(parts(20)), schema(parts(10)));
    expect(findings).toHaveLength(1_200);
    expect(verdict).toBe('breaking');
  }, 60_000);

  it('tells what changed in each of a thousand heirs that their parent lists', async () => {
    const heirs = (maxLength: number) => {
      const names = Array.from({ length: 1_200 }, (_, index) => `Heir${index}`);
      const own = { type: 'object', properties: { name: { type: 'string', maxLength } } };
      const parent = {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' } },
        discriminator: {
          propertyName: 'kind',
          mapping: Object.fromEntries(names.map((name) => [name, to(name).$ref])),
        },
        oneOf: names.map(to),
      };
      const children = names.map((name) => [name, { allOf: [to('Parent'), own] }]);
      return schema(to('Parent'), { Parent: parent, ...Object.fromEntries(children) });
    };
    const { findings } = await compare(heirs(20), heirs(10));
    expect(findings).toHaveLength(1_200);
  }, 60_000);

  it('tells that each of thousands of media types got another name', async () => {
    const api = (version: number) => {
      const names = Array.from({ length: 3_000 }, (_, index) => `application/vnd.thing${index}.v${version}+json`);
      const content = Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }]));
      return { ...schema({}), paths: { '/things': { post: { requestBody: { content } } } } };
    };
    const { summary } = await compare(api(1), api(2));
    expect(summary).toMatchObject({ breaking: 3_000, safe: 3_000 });
  });

  it('shows an example for each of three hundred bodies that changed apart', async () => {
    const api = (maxLength: number) => ({
      ...schema({}),
      paths: Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => {
          const body = { type: 'object', properties: { [`name${index}`]: { type: 'string', maxLength } } };
          return [`/things/${index}`, schema(body).paths['/things']];
        }),
      ),
    });
    const { findings } = await compare(api(9), api(5));
    expect(findings.filter(({ proof }) => proof === 'witness')).toHaveLength(300);
  });

  it('reads a parameter that refers to a response as what it is not, and goes on', async () => {
    const wrong = {
      ...schema({ type: 'string' }),
      paths: {
        '/things': {
          parameters: [{ $ref: '#/components/responses/Refused' }],
          get: { responses: { '400': { $ref: '#/components/responses/Refused' } } },
        },
      },
      components: { responses: { Refused: { description: 'x', content: { 'application/json': {} } } } },
    };
    expect((await compare(wrong, wrong)).findings).toEqual([]);
  });

  // No address and no text in UTF-8 can hold half of a surrogate pair, so that no call with it can be shown.
  it.each(['query', 'path', 'cookie', 'header'])('ends on half a surrogate pair in a %s parameter', async (place) => {
    const path = place === 'path' ? '/things/{name}' : '/things';
    const api = (values: readonly string[]) => ({
      ...schema({}),
      paths: {
        [path]: {
          get: {
            parameters: [
              { name: place === 'path' ? 'name' : 'a\ud800', in: place, required: true, schema: { enum: values } },
            ],
            responses: { '204': { description: 'x' } },
          },
        },
      },
    });
    const { verdict, findings } = await compare(api(['\udc00b', '\udc00']), api(['\udc00b']));
    expect(verdict).toBe('breaking');
    expect(findings.map(({ rule, witness }) => ({ rule, witness }))).toEqual([
      { rule: 'enum-value-removed', witness: null },
    ]);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])(
    'ends on half a surrogate pair in %s',
    async (mediaType) => {
      const api = (values: readonly string[]) => {
        const field = { enum: values };
        const value =
          mediaType === 'text/plain' ? field : { type: 'object', properties: { a: field }, required: ['a'] };
        const { requestBody } = schema({}).paths['/things'].post;
        return {
          ...schema({}),
          paths: {
            '/things': {
              post: { requestBody: { ...requestBody, content: { [mediaType]: { schema: value } } }, responses: {} },
            },
          },
        };
      };
      const { findings } = await compare(api(['\udc00b', '\udc00']), api(['\udc00b']));
      expect(findings.map(({ rule, witness }) => ({ rule, witness }))).toEqual([
        { rule: 'enum-value-removed', witness: null },
      ]);
    },
  );

  it('follows a reference to a schema whose name has half a surrogate pair', async () => {
    const named = (type: string) => schema(to('N\ud800'), { 'N\ud800': { type } });
    expect((await compare(named('string'), named('integer'))).verdict).toBe('breaking');
  });
});

it('tells of what stands behind hundreds of answers that all lead to all schemas', async () => {
  const schemas = (kind: string) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `S${index}`,
        {
          properties: {
            own: index % 20 === 0 ? { type: kind } : { type: 'boolean' },
            next: to(`S${(index + 1) % 60}`),
            far: { anyOf: [{ type: 'string' }, to(`S${(index * 7 + 3) % 60}`)] },
          },
        },
      ]),
    );
  const api = (kind: string, last: object) => ({
    paths: Object.fromEntries([
      ...Array.from({ length: 300 }, (_, index) => [
        `/p${index}`,
        {
          get: {
            responses: {
              200: { description: 'x', content: { 'application/json': { schema: to(`S${index % 60}`) } } },
            },
          },
        },
      ]),
      ['/z', last],
    ]),
    components: { schemas: schemas(kind) },
  });
  const last = { get: { responses: { 204: { description: 'x' } } } };
  const { findings, problems } = await compare(api('integer', last), api('string', {}), { workLimit: 20_000 });
  expect(findings.filter(({ rule }) => rule === 'operation-removed')).toHaveLength(1);
  expect(findings.filter(({ rule }) => rule === 'type-changed')).toHaveLength(900);
  expect(problems.filter(({ hides }) => hides)).toEqual([]);
});

describe('a change of each of many schemas that hold one another', () => {
  /** So many schemas, each of which may hold others in place of their names, and as many answers, one with each. */
  const payments = (size: number, maxLength: number) => {
    const link = (name: string) => ({ anyOf: [{ type: 'string' }, to(name)] });
    const schemas = Array.from({ length: size }, (_, number) => {
      const held = [1, 5, 11].map((step) => [`link${step}`, link(`Thing${(number * 2 + step) % size}`)]);
      const properties = { id: { type: 'string', maxLength }, ...Object.fromEntries(held) };
      return [`Thing${number}`, { type: 'object', properties }] as const;
    });
    const paths = schemas.map(([name]) => {
      const content = { 'application/json': { schema: to(name) } };
      return [`/${name}`, { get: { responses: { 200: { description: 'x', content } } } }];
    });
    return { ...schema({}, Object.fromEntries(schemas)), paths: Object.fromEntries(paths) };
  };

  it('has a place in each answer and for each schema, though not all of them', async () => {
    const { findings, causes, problems, verdict } = await compare(payments(31, 9), payments(31, 8), {
      placesLimit: 300,
    });
    expect(problems).toMatchObject([{ code: 'places-limit' }, { code: 'places-limit', hides: false }]);
    expect(causes).toHaveLength(31);
    expect(new Set(findings.map(({ operation }) => operation?.path)).size).toBe(31);
    expect(findings.length).toBeLessThanOrEqual(300 + 31);
    expect(verdict).toBe('compatible');
  });

  it('tells what breaks once, also of the answers in which it has no place of its own', async () => {
    const [before, after] = [payments(31, 8), payments(31, 8)];
    const last = after.components.schemas.Thing30 as { properties: Record<string, object> };
    last.properties.id = { type: 'string', maxLength: 9 };
    for (const thing of Object.values(after.components.schemas)) delete (thing as typeof last).properties.link11;
    const { causes } = await compare(before, after, { placesLimit: 300 });
    expect(causes.filter(({ severity }) => severity === 'breaking')).toMatchObject([{ rule: 'max-length-increased' }]);
  });
});
