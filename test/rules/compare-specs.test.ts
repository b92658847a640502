import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type Comparison, catalogue } from '../../src/rules/index.ts';
import { compare } from './compare.ts';

type Json = Record<string, unknown>;

const examples = catalogue.flatMap(({ id, examples }) => {
  const { reports, silent } = examples();
  return [...reports, ...silent].map((example, index) => ({ name: `${id} ${index}`, ...example }));
});

const demo = join(import.meta.dirname, '../../examples/pkgdb2/specs');
const demoDocuments = readdirSync(demo).map((name) => ({
  name,
  document: yaml.load(readFileSync(join(demo, name), 'utf8'), { schema: yaml.CORE_SCHEMA }) as Json,
}));

/** What a comparison says, apart from where in the text it is. */
function essence({ verdict, findings }: Comparison) {
  return {
    verdict,
    findings: findings.map(({ fingerprint, severity, subject, message, peers }) => ({
      fingerprint,
      severity,
      subject,
      message,
      peers,
    })),
  };
}

function document(parts: Json): Json {
  return { paths: {}, ...parts };
}

function withBodies(request: unknown, response: unknown, parts: Json = {}): Json {
  return document({
    ...parts,
    paths: {
      '/things': {
        post: {
          requestBody: { content: { 'application/json': { schema: request } } },
          responses: { '200': { description: 'x', content: { 'application/json': { schema: response } } } },
        },
      },
    },
  });
}

describe('a document compared with itself', () => {
  it.each(examples)('is identical: $name', async ({ before, after }) => {
    for (const each of [before, after]) {
      const result = await compare(each, structuredClone(each));
      expect(result.verdict).toBe('identical');
      expect(result.findings).toEqual([]);
      expect(result.semver.required).toBe('none');
    }
  });

  it.each(demoDocuments)('is identical, with keys shuffled and re-serialised: $name', async ({ document: it }) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const other = yaml.dump(shuffleKeys(it, seed), { noRefs: true });
        const result = await compare(it, other);
        expect(result.findings).toEqual([]);
        expect(result.verdict).toBe('identical');
      }),
      { numRuns: 5 },
    );
  });

  it.each(demoDocuments)('is identical with its references written out: $name', async ({ document: it }) => {
    const inlined = inlineReferences(it, it, 3) as Json;
    const result = await compare(it, inlined);
    expect(result.findings.filter(({ severity }) => severity !== 'safe')).toEqual([]);
    expect(result.verdict).toBe('identical');
  });
});

describe('what is compared', () => {
  it('does not depend on the order of keys, nor on JSON or YAML', async () => {
    const [before, after] = [demoDocuments[2]!.document, demoDocuments[3]!.document];
    const expected = essence(await compare(before, after));
    expect(expected.findings.length).toBeGreaterThan(10);
    const other = essence(await compare(yaml.dump(shuffleKeys(before, 7)), yaml.dump(shuffleKeys(after, 8))));
    expect(other).toEqual(expected);
  });

  it('sees a webhook with its direction turned round: the server sends its payload', async () => {
    const hook = (values: string[]) =>
      document({
        webhooks: {
          petSold: {
            post: {
              requestBody: { content: { 'application/json': { schema: { enum: values } } } },
              responses: { '204': { description: 'Thanks.' } },
            },
          },
        },
      });
    const grown = await compare(hook(['a']), hook(['a', 'b']));
    expect(grown.findings).toMatchObject([
      { rule: 'enum-value-added', severity: 'breaking', direction: 'response', operation: { kind: 'webhook' } },
    ]);
    const shrunk = await compare(hook(['a', 'b']), hook(['a']));
    expect(shrunk.findings).toMatchObject([{ rule: 'enum-value-removed', severity: 'safe', direction: 'response' }]);
  });

  it('sees a callback with its direction turned round', async () => {
    const subscribe = (values: string[]) =>
      document({
        paths: {
          '/subscriptions': {
            post: {
              responses: { '201': { description: 'Made.' } },
              callbacks: {
                sold: {
                  '{$request.body#/url}': {
                    post: {
                      requestBody: { content: { 'application/json': { schema: { enum: values } } } },
                      responses: { '204': { description: 'Thanks.' } },
                    },
                  },
                },
              },
            },
          },
        },
      });
    const { findings } = await compare(subscribe(['a']), subscribe(['a', 'b']));
    expect(findings).toMatchObject([
      {
        rule: 'enum-value-added',
        severity: 'breaking',
        direction: 'response',
        operation: { kind: 'callback', name: 'sold' },
      },
    ]);
  });

  it('reads Swagger 2 and its OpenAPI 3.0 twin alike', async () => {
    const result = await compare(swaggerTwin, openApiTwin);
    expect(result.findings).toEqual([]);
    expect(result.verdict).toBe('identical');
    expect((await compare(openApiTwin, swaggerTwin)).verdict).toBe('identical');
  });

  it.each([
    ['nullable and a type list', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      'boolean and numeric exclusive bounds',
      { type: 'number', minimum: 1, exclusiveMinimum: true },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    [
      'a false exclusive bound and none',
      { type: 'number', maximum: 1, exclusiveMaximum: false },
      { type: 'number', maximum: 1 },
    ],
    [
      'nullable and a null branch',
      { type: 'object', nullable: true },
      { anyOf: [{ type: 'object' }, { type: 'null' }] },
    ],
    [
      'nullable around a reference',
      { nullable: true, allOf: [{ $ref: '#/components/schemas/P' }] },
      { oneOf: [{ $ref: '#/components/schemas/P' }, { type: 'null' }] },
    ],
    [
      'nullable around a reference, with the type that a linter asks for',
      { type: 'object', nullable: true, allOf: [{ $ref: '#/components/schemas/P' }] },
      { oneOf: [{ $ref: '#/components/schemas/P' }, { type: 'null' }] },
    ],
    [
      'an alternative that is nothing but nullable, as ASP.NET Core writes it',
      { oneOf: [{ nullable: true }, { $ref: '#/components/schemas/P' }] },
      { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/P' }] },
    ],
    [
      'a part of an allOf that is nothing but nullable, as generators write it beside a reference',
      { allOf: [{ $ref: '#/components/schemas/P' }, { nullable: true, description: 'The last one.' }] },
      { anyOf: [{ $ref: '#/components/schemas/P' }, { type: 'null' }], description: 'The last one.' },
    ],
    [
      'the encoding of a text, also beside other parts of an object',
      { type: 'object', properties: { photo: { type: 'string', format: 'byte' } } },
      { type: 'object', allOf: [{ properties: { photo: { type: 'string', contentEncoding: 'base64' } } }] },
    ],
    ['example and examples', { type: 'string', example: 'a' }, { type: 'string', examples: ['a', 'b'] }],
  ])('sees 3.0 and 3.1 alike in %s', async (_, old, modern) => {
    const components = { schemas: { P: { type: 'object', properties: { a: { type: 'string' } } } } };
    const base = { ...withBodies(old, old, { components }), openapi: '3.0.3' };
    const result = await compare(base, withBodies(modern, modern, { components }));
    expect(result.findings).toEqual([]);
    expect(result.verdict).toBe('identical');
  });

  it.each([
    [
      'an allOf split',
      { type: 'object', properties: { a: {}, b: {} }, required: ['a'] },
      { allOf: [{ type: 'object', properties: { a: {} }, required: ['a'] }, { properties: { b: {} } }] },
    ],
    ['a one-branch wrap', { type: 'string' }, { oneOf: [{ type: 'string' }] }],
    [
      'reordered alternatives',
      { oneOf: [{ type: 'string' }, { type: 'object' }] },
      { oneOf: [{ type: 'object' }, { type: 'string' }] },
    ],
    ['a path parameter with another name', {}, {}],
  ])('finds nothing in %s', async (_, before, after) => {
    const result = await compare(withBodies(before, before), withBodies(after, after));
    expect(result.findings).toEqual([]);
  });

  it('tells of what is behind a reference, and not that it became one part of an allOf', async () => {
    const pet = (owner: object, properties: object) => {
      const components = { schemas: { Pet: { type: 'object', properties } } };
      return { ...withBodies({}, { type: 'object', properties: { owner } }, { components }), openapi: '3.0.3' };
    };
    const reference = { $ref: '#/components/schemas/Pet' };
    const before = pet(reference, { id: {} });
    const after = pet({ allOf: [reference], nullable: true }, { id: {}, name: {} });
    const rules = async (...[one, other]: [object, object]) =>
      (await compare(one, other)).findings.map(({ rule }) => rule).sort();
    expect(await rules(before, after)).toEqual(['became-nullable', 'property-added']);
    expect(await rules(after, before)).toEqual(['became-not-nullable', 'property-removed']);
  });

  it('takes a value that is listed for accepted, whatever a format that nobody knows stands beside the list', async () => {
    const listed = { type: 'string', enum: ['LARGE', 'SMALL'] };
    for (const [before, after] of [
      [listed, { ...listed, format: 'enum' }],
      [{ ...listed, format: 'enum' }, listed],
    ] as const) {
      expect((await compare(withBodies(before, before), withBodies(after, after))).verdict).toBe('compatible');
    }
    const unlisted = await compare(
      withBodies({ type: 'string' }, {}),
      withBodies({ type: 'string', format: 'size' }, {}),
    );
    expect(unlisted.verdict).toBe('breaking');
  });

  it('follows a prefix that moved between the server’s address and the paths', async () => {
    const get = { responses: { '204': { description: 'x' } } };
    const at = (url: string, prefix: string) =>
      document({ servers: [{ url }], paths: { [`${prefix}/pets`]: { get }, [`${prefix}/pets/{id}`]: { get } } });
    const moved = await compare(at('https://example.com/v1', ''), at('https://example.com/', '/v1'));
    const rules = new Set(moved.findings.map(({ rule }) => rule));
    expect(rules.has('operation-removed') || rules.has('operation-added')).toBe(false);
    const kept = await compare(at('https://example.com/v1', ''), at('https://example.com/v2', ''));
    expect(kept.findings.filter(({ rule }) => rule.startsWith('operation-'))).toEqual([]);
  });

  it('ends with recursive schemas', async () => {
    const tree = (type: string) => ({
      schemas: {
        Tree: {
          type: 'object',
          properties: { value: { type }, children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
        },
      },
    });
    const reference = { $ref: '#/components/schemas/Tree' };
    const before = withBodies(reference, reference, { components: tree('string') });
    const after = withBodies(reference, reference, { components: tree('integer') });
    const result = await compare(before, after);
    expect(result.findings.map(({ subject, direction }) => `${direction} ${subject}`)).toEqual([
      'response 200.body.value',
      'request body.value',
    ]);
    expect(result.causes).toMatchObject([{ count: 2 }]);
  });

  it('groups a shared schema used by many operations as one cause', async () => {
    const paths = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `/things/${index}`,
          {
            get: {
              responses: {
                '200': {
                  description: 'x',
                  content: { 'application/json': { schema: { $ref: '#/components/schemas/S' } } },
                },
              },
            },
          },
        ]),
      );
    const api = (type: string) => document({ paths: paths(40), components: { schemas: { S: { type } } } });
    const { causes, findings } = await compare(api('string'), api('integer'));
    expect(findings).toHaveLength(40);
    expect(causes).toMatchObject([
      { rule: 'type-changed', count: 40, base: { pointer: '/components/schemas/S/type' } },
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(40);
  });

  it('leaves what is never sent out of the alarm', async () => {
    const body = (type: string) => ({ type: 'object', properties: { id: { type, readOnly: true } } });
    const { findings } = await compare(withBodies(body('string'), {}), withBodies(body('integer'), {}));
    expect(findings).toMatchObject([{ rule: 'type-changed', direction: 'request', severity: 'safe' }]);
  });
});

describe('positions', () => {
  it('point into the documents as their authors wrote them, also through a reference', async () => {
    const text = (type: string) => `openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a:
    get:
      responses:
        "200":
          description: x
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/A"
components:
  schemas:
    A:
      type: ${type}
`;
    const { findings } = await compare(text('string'), text('integer'));
    expect(findings).toMatchObject([
      {
        base: { source: 'base.yaml', pointer: '/components/schemas/A/type', line: 16, column: 7, exact: true },
        revision: { source: 'revision.yaml', line: 16, exact: true },
      },
    ]);
  });

  it('of something removed are those of what is left around it', async () => {
    const get = { responses: { '204': { description: 'x' } } };
    const { findings } = await compare(
      document({ paths: { '/a': { get, put: get } } }),
      document({ paths: { '/a': { get } } }),
    );
    expect(findings).toMatchObject([
      { base: { pointer: '/paths/~1a/put', exact: true }, revision: { pointer: '/paths/~1a', exact: false } },
    ]);
  });

  it('of what was a reference are where its owner refers to it, and not what that led to', async () => {
    const schema = (properties: object) => ({ type: 'object', properties });
    const ref = (name: string) => ({ $ref: `#/components/${name}` });
    const answer = (headers: object, properties: object) => ({
      description: 'x',
      headers,
      content: { 'application/json': { schema: schema(properties) } },
    });
    const described = (get: object) =>
      document({
        paths: { '/a': { get } },
        components: {
          schemas: { Money: { type: 'object' } },
          parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' } } },
          headers: { Rate: { schema: { type: 'integer' } } },
          responses: { Missing: { description: 'x' } },
        },
      });
    const id = { type: 'string' };
    const whole = described({
      parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }, ref('parameters/Page')],
      responses: {
        '200': answer({ Rate: ref('headers/Rate') }, { id, total: ref('schemas/Money') }),
        '302': ref('responses/Missing'),
      },
    });
    const less = described({
      parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
      responses: { '200': answer({}, { id }) },
    });
    const operation = '/paths/~1a/get';
    const properties = `${operation}/responses/200/content/application~1json/schema/properties`;
    const named = {
      parameter: [`${operation}/parameters/1`, `${operation}/parameters`],
      status: [`${operation}/responses/302`, `${operation}/responses`],
      header: [`${operation}/responses/200/headers/Rate`, `${operation}/responses/200/headers`],
      property: [`${properties}/total`, properties],
    } as const;
    const gone = (await compare(whole, less)).findings;
    const come = (await compare(less, whole)).findings;
    for (const [kind, [there, nearest]] of Object.entries(named)) {
      expect(
        gone.find(({ rule }) => rule === `${kind}-removed`),
        kind,
      ).toMatchObject({
        base: { pointer: there, exact: true },
        revision: { pointer: nearest, exact: false },
      });
      expect(
        come.find(({ rule }) => rule.startsWith(`${kind}-added`)),
        kind,
      ).toMatchObject({
        base: { pointer: nearest, exact: false },
        revision: { pointer: there, exact: true },
      });
    }

    const renamed = (name: string) =>
      document({
        paths: { '/a': { get: { parameters: [ref('parameters/P')], responses: { '204': { description: 'x' } } } } },
        components: { parameters: { P: { name, in: 'query', schema: { type: 'integer' } } } },
      });
    const { findings } = await compare(renamed('page'), renamed('p'));
    expect(findings.find(({ rule }) => rule === 'parameter-removed')?.base?.pointer).toBe('/components/parameters/P');
  });
});

describe('the judge', () => {
  const before = withBodies({ enum: ['a', 'b'] }, {});
  const after = withBodies({ enum: ['a'] }, {});

  it('counts no exempted finding, and speaks up when the exemption has ended', async () => {
    const [finding] = (await compare(before, after)).findings;
    const exemption = { fingerprint: finding!.fingerprint, reason: 'agreed', owner: 'ana', until: '2026-12-01' };
    const exempted = await compare(before, after, { exemptions: [exemption] });
    expect(exempted).toMatchObject({ verdict: 'compatible', summary: { breaking: 0, exempted: 1 } });
    expect(exempted.findings[0]!.exemption).toEqual({ reason: 'agreed', owner: 'ana', until: '2026-12-01' });
    const late = await compare(before, after, { exemptions: [exemption], asOf: '2026-12-02' });
    expect(late).toMatchObject({ verdict: 'breaking', problems: [{ code: 'exemption-expired' }] });
  });

  it('takes severities from the settings and keeps the rule’s own beside them', async () => {
    const { findings, verdict } = await compare(before, after, {
      severities: [{ rules: ['enum-value-removed'], severity: 'risky' }],
    });
    expect(verdict).toBe('risky');
    expect(findings).toMatchObject([{ severity: 'risky', ruleSeverity: 'breaking' }]);
    const silenced = await compare(before, after, {
      severities: [{ rules: ['enum-value-removed'], direction: 'request', severity: 'off' }],
    });
    expect(silenced.findings).toEqual([]);
  });

  it('takes an alternative with a broken reference in it for what it was', async () => {
    const pet = { type: 'object', required: ['kind'], properties: { kind: { enum: ['cat'] } } };
    const beside = { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Nope' }] };
    const { verdict, findings } = await compare(
      withBodies({ oneOf: [pet, beside] }, {}),
      withBodies({ oneOf: [pet, beside] }, {}),
    );
    expect(findings).toEqual([]);
    expect(verdict).toBe('unknown');
  });

  it('says unknown where a reference in use is broken', async () => {
    const broken = withBodies({ $ref: '#/components/schemas/Nope' }, {});
    const result = await compare(broken, structuredClone(broken));
    expect(result.verdict).toBe('unknown');
    expect(result.problems).toMatchObject([{ hides: true }, { hides: true }]);
  });

  it('says unknown where the work limit ends it', async () => {
    const result = await compare(before, after, { workLimit: 1 });
    expect(result.verdict).toBe('unknown');
    expect(result.problems).toMatchObject([{ code: 'work-limit' }]);
  });

  it('looks only at the paths that are asked for', async () => {
    expect((await compare(before, after, { excludePaths: ['/other'] })).verdict).toBe('breaking');
    expect((await compare(before, after, { includePaths: ['/things'] })).verdict).toBe('breaking');
  });

  it('counts the places that say too little to be compared', async () => {
    const { blindSpots } = await compare(before, withBodies({ type: 'string' }, { type: 'object' }));
    expect(blindSpots.share).toBe(0.5);
    expect(blindSpots.places).toMatchObject([{ subject: '200.body', operation: { path: '/things' } }]);
  });
});

function shuffleKeys(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffleKeys(each, seed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, shuffleKeys(each, seed + 1)] as const);
  const rank = (key: string) => [...key].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0) + seed) % 9973, 7);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b)));
}

/** Replaces references by what they point to, down to a depth: below it, as in cycles, they stay. */
function inlineReferences(value: unknown, root: Json, depth: number): unknown {
  if (Array.isArray(value)) return value.map((each) => inlineReferences(each, root, depth));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string' && depth > 0) {
    const tokens = $ref
      .split('/')
      .slice(1)
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const target = tokens.reduce<unknown>((at, token) => (at as Json)[token], root);
    return inlineReferences(target, root, depth - 1);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inlineReferences(each, root, depth)]));
}

const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string' }, age: { type: 'integer' } } };
const swaggerTwin = {
  swagger: '2.0',
  info: { title: 'T', version: '1' },
  host: 'example.com',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
  securityDefinitions: { key: { type: 'apiKey', name: 'X-Key', in: 'header' }, user: { type: 'basic' } },
  security: [{ key: [] }],
  definitions: { Pet: pet },
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
      get: {
        parameters: [
          { name: 'tags', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
          { name: 'ids', in: 'query', type: 'array', items: { type: 'integer' } },
          { name: 'limit', in: 'query', type: 'integer', minimum: 0, exclusiveMinimum: true },
        ],
        responses: {
          200: { description: 'x', schema: { $ref: '#/definitions/Pet' }, headers: { 'X-Total': { type: 'integer' } } },
        },
      },
      put: {
        parameters: [{ name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } }],
        responses: { 204: { description: 'x' } },
      },
      post: {
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'photo', in: 'formData', type: 'file', required: true },
          { name: 'title', in: 'formData', type: 'string' },
        ],
        responses: { 204: { description: 'x' } },
      },
    },
  },
};
const openApiTwin = {
  openapi: '3.0.3',
  servers: [{ url: 'https://example.com/v1' }],
  security: [{ key: [] }],
  components: {
    schemas: { Pet: pet },
    securitySchemes: {
      key: { type: 'apiKey', name: 'X-Key', in: 'header' },
      user: { type: 'http', scheme: 'basic' },
    },
  },
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        parameters: [
          { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'ids', in: 'query', explode: false, schema: { type: 'array', items: { type: 'integer' } } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
        ],
        responses: {
          200: {
            description: 'x',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
            headers: { 'X-Total': { schema: { type: 'integer' } } },
          },
        },
      },
      put: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
        },
        responses: { 204: { description: 'x' } },
      },
      post: {
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['photo'],
                properties: { photo: { type: 'string', format: 'binary' }, title: { type: 'string' } },
              },
            },
          },
        },
        responses: { 204: { description: 'x' } },
      },
    },
  },
};
