// Changes that are easily passed over, since they stand beside, behind or around what is looked at first.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

type Json = Readonly<Record<string, unknown>>;

const done = { '204': { description: 'Done.' } };
const api = (operation: Json, more: Json = {}) => ({
  paths: { '/a': { post: { responses: done, ...operation } } },
  ...more,
});
const content = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const body = (schema: unknown) => ({ requestBody: content(schema) });
const answer = (status: string, schema: unknown) => ({
  responses: { [status]: { description: 'x', ...content(schema) } },
});
const told = async (before: object, after: object) =>
  (await compare(before, after)).findings.map(({ rule, severity, subject }) => `${severity} ${rule} ${subject}`.trim());

test('a callback that is new or gone', async () => {
  const calling = api({ callbacks: { done: { '{$request.body#/url}': { post: { responses: done } } } } });
  expect(await told(api({}), calling)).toEqual([expect.stringContaining('operation-added')]);
  expect(await told(calling, api({}))).toEqual([expect.stringContaining('operation-removed')]);
});

test('a status by itself that `default` or a range spoke for', async () => {
  const text = { type: 'string' };
  for (const general of ['default', '2XX']) {
    const before = api(answer(general, { type: 'string', maxLength: 3 }));
    const own = { ...answer(general, { type: 'string', maxLength: 3 }).responses, ...answer('200', text).responses };
    expect(await told(before, api({ responses: own }))).toContainEqual(
      expect.stringMatching(/^breaking max-length-\S+ 200.body/),
    );
  }
});

test('another success beside a `default` that describes errors', async () => {
  const done = { '201': answer('201', { type: 'object', properties: { id: {} }, required: ['id'] }).responses['201'] };
  const fault = { type: 'object', properties: { code: {} }, required: ['code'] };
  const errors = answer('default', fault).responses;
  const accepted = { '202': done['201'] };
  expect(
    await told(api({ responses: { ...done, ...errors } }), api({ responses: { ...accepted, ...errors } })),
  ).toEqual([expect.stringMatching(/^breaking status-removed 201/), expect.stringMatching(/^risky status-added 202/)]);
  expect(
    await told(api({ responses: { ...done, ...errors } }), api({ responses: { ...done, ...accepted, ...errors } })),
  ).toEqual([expect.stringMatching(/^risky status-added 202/)]);
});

test('what stands beside a reference', async () => {
  const schemas = { components: { schemas: { Name: { type: 'string' } } } };
  const named = (maxLength: number) => api(body({ $ref: '#/components/schemas/Name', maxLength }), schemas);
  expect(await told(named(9), named(5))).toEqual(['breaking max-length-decreased body']);
});

test('`nullable`, which 3.1 does not know', async () => {
  const nullable = { type: 'string', nullable: true };
  const before = { ...api(body(nullable)), openapi: '3.0.3' };
  expect(await told(before, api(body(nullable)))).toEqual([]);
  expect(await told(before, api(body({ type: 'string' })))).toEqual(['breaking became-not-nullable body']);
  expect(await told(before, api(body({ type: ['string', 'null'] })))).toEqual([]);
});

test('who is spared a property is said by the release of its sender', async () => {
  const owner = (marks: Json, ...kinds: string[]) => ({
    type: 'object',
    properties: { owner: { type: 'object', properties: { kind: { type: 'string', enum: kinds } }, ...marks } },
  });
  const worst = async (before: object, after: object) => (await compare(before, after)).verdict;
  const answered = (marks: Json, ...kinds: string[]) => api(answer('200', owner(marks, ...kinds)));
  expect(await worst(answered({}, 'a'), answered({}, 'a', 'b'))).toBe('breaking');
  expect(await worst(answered({}, 'a'), answered({ writeOnly: true }, 'a', 'b'))).not.toBe('breaking');
  const asked = (marks: Json, ...kinds: string[]) => api(body(owner(marks, ...kinds)));
  expect(await worst(asked({}, 'a', 'b'), asked({}, 'a'))).toBe('breaking');
  expect(await worst(asked({ readOnly: true }, 'a', 'b'), asked({}, 'a'))).not.toBe('breaking');
});

test('a property that is described now, of an object that could hold anything', async () => {
  const named = { type: 'object', properties: { a: { type: 'number' } } };
  expect(await told(api(body({ type: 'object' })), api(body(named)))).toContain('breaking open-object-described body');
  expect(await told(api(body(named)), api(body({ ...named, properties: { ...named.properties, b: {} } })))).toEqual([
    'safe property-added body.b',
  ]);
});

test('a property that is described now, of an answer whose other properties were all held to one schema', async () => {
  const texts = { type: 'object', additionalProperties: { type: 'string' } };
  const counted = { ...texts, properties: { a: { type: 'integer' } } };
  expect(await told(api(answer('200', texts)), api(answer('200', counted)))).toContain(
    'breaking type-changed 200.body.a',
  );
});

test('a part of a tuple', async () => {
  const pair = (maxLength: number) => ({
    type: 'array',
    prefixItems: [{ type: 'integer' }, { type: 'string', maxLength }],
  });
  expect(await told(api(body(pair(9))), api(body(pair(5))))).toEqual(['breaking max-length-decreased body[1]']);
});

test('an alternative that is told from the others by its tag alone, in another order', async () => {
  const animal = (kind: string, type: string) => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: kind }, age: { type } },
  });
  const before = { oneOf: [animal('cat', 'string'), animal('dog', 'number')] };
  const after = { oneOf: [animal('dog', 'integer'), animal('cat', 'boolean')] };
  const findings = await told(api(body(before)), api(body(after)));
  expect(findings).toHaveLength(2);
  expect(findings).toContainEqual(expect.stringContaining('body.oneOf(kind=cat).age'));
  expect(findings).toContainEqual(expect.stringContaining('body.oneOf(kind=dog).age'));
});

test('nothing in a document beside itself, though a reference in it leads nowhere', async () => {
  const broken = api(
    body({ oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/Nowhere' }, { $ref: 'x.yaml' }] }),
  );
  expect((await compare(broken, broken)).findings).toEqual([]);
});

test('who sends a schema that calls and answers share', async () => {
  const sharing = (...kinds: string[]) => {
    const components = { schemas: { Kind: { type: 'string', enum: kinds } } };
    const kind = { $ref: '#/components/schemas/Kind' };
    return api({ ...body(kind), ...answer('200', kind) }, { components });
  };
  expect(await told(sharing('a'), sharing('a', 'b'))).toEqual([
    'breaking enum-value-added 200.body',
    'safe enum-value-added body',
  ]);
});

test('what the parts of an allOf say together', async () => {
  const both = (one: Json, other: Json) => api(body({ allOf: [one, other] }));
  const a = (schema: Json) => ({ type: 'object', properties: { a: schema } });
  const text = a({ type: 'string' });
  expect(await told(both(text, a({ maxLength: 9 })), both(text, a({ maxLength: 5 })))).toEqual([
    'breaking max-length-decreased body.a',
  ]);
  const least = (minimum: number) => ({ type: 'integer', minimum });
  expect(await told(both(least(1), least(5)), both(least(1), least(7)))).toEqual(['breaking minimum-increased body']);
  const listed = (...values: string[]) => ({ type: 'string', enum: values });
  expect(await told(both(listed('a', 'b'), listed('b', 'a')), both(listed('a', 'b'), listed('b', 'c')))).toEqual([
    'breaking enum-value-removed body',
  ]);
});

test('the worst of what one body is told in its media types', async () => {
  const schema = (type: string) => ({ type: 'object', properties: { a: { type } } });
  const inBoth = (type: string) => {
    const mediaTypes = ['application/x-www-form-urlencoded', 'application/json'];
    return api({
      requestBody: { content: Object.fromEntries(mediaTypes.map((each) => [each, { schema: schema(type) }])) },
    });
  };
  expect(await told(inBoth('integer'), inBoth('string'))).toEqual(['breaking type-changed body.a']);
});

test('a property that is gone although another asked for it', async () => {
  const names = { a: { type: 'string' }, b: { type: 'string' } };
  const before = { type: 'object', properties: names, dependentRequired: { b: ['a'] } };
  const after = { type: 'object', properties: { b: names.b } };
  expect(await told(api(answer('200', before)), api(answer('200', after)))).toContain(
    'breaking property-removed 200.body.a',
  );
});

test('the same finding under the same fingerprint, whatever a path parameter is called', async () => {
  const fingerprints = async (name: string) => {
    const parameters = [{ name, in: 'path', required: true, schema: { type: 'string' } }];
    const at = (type: string) => ({
      ...api({}),
      paths: { [`/a/{${name}}`]: { post: { parameters, responses: done, ...body({ type }) } } },
    });
    return (await compare(at('string'), at('integer'))).findings.map(({ fingerprint }) => fingerprint);
  };
  expect(await fingerprints('id')).toEqual(await fingerprints('key'));
});

test('lists of anything among the blind spots', async () => {
  const list = api(answer('200', { type: 'array', items: {} }));
  const { blindSpots } = await compare(list, list);
  expect(blindSpots.places).toMatchObject([{ subject: '200.body', reason: 'It is a list of anything.' }]);
});

test('an optional property that an answer no longer has, though every answer is still accepted', async () => {
  const named = (...names: string[]) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  });
  expect(await told(api(answer('200', named('a', 'b'))), api(answer('200', named('b'))))).toEqual([
    'risky property-removed 200.body.a',
  ]);
});

test('no alarm about an alternative that the others hold already', async () => {
  const wide = [{ type: 'string' }, { type: 'integer' }];
  const { verdict, refactors } = await compare(
    api(body({ anyOf: [...wide, { type: 'string', maxLength: 3, title: 'Short' }] })),
    api(body({ anyOf: wide })),
  );
  expect({ verdict, withdrawn: refactors.length }).toEqual({ verdict: 'compatible', withdrawn: 1 });
});

test('the segment of a path in an example, encoded', async () => {
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { enum: ['a b/c'] } }];
  const calling = (type: string) => ({
    ...api({}),
    paths: { '/a/{id}': { post: { parameters, responses: done, ...body({ type }) } } },
  });
  const { findings } = await compare(calling('string'), calling('integer'));
  expect(findings[0]?.witness?.http).toMatch(/^POST \/a\/a%20b%2Fc HTTP/);
});

test('schemas that all lead to one another are shown where they lie nearest, and the rest is said to be left out', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `Thing${index}`);
  const thicket = (kinds: readonly string[]) => ({
    components: {
      schemas: Object.fromEntries(
        names.map((name, index) => {
          const ways = [1, 2, 3, 5, 8, 13].map((step) => names[(index + step) % names.length]);
          const links = ways.map((to, at) => [
            `link${at}`,
            { anyOf: [{ type: 'string' }, { $ref: `#/components/schemas/${to}` }] },
          ]);
          const own = index === 1 ? { kind: { type: 'string', enum: kinds } } : {};
          return [name, { type: 'object', properties: { ...own, ...Object.fromEntries(links) } }];
        }),
      ),
    },
  });
  const paths = Object.fromEntries(
    names.map((name) => [`/${name}`, { get: answer('200', { $ref: `#/components/schemas/${name}` }) }]),
  );
  const [before, after] = [thicket(['a']), thicket(['a', 'b'])].map((each) => ({ ...api({}, each), paths }));
  const { causes, findings, problems } = await compare(before!, after!);
  expect(causes.map(({ rule }) => rule)).toEqual(['enum-value-added']);
  for (const name of names) {
    const own = findings.filter(({ operation }) => operation?.path === `/${name}`);
    expect(own.length).toBe(1);
  }
  expect(findings.filter(({ proof }) => proof === 'witness').length).toBeGreaterThan(0);
  expect(problems.map(({ code, hides }) => [code, hides])).toEqual([['places-limit', false]]);
});

test('alternatives that lead back to one another', async () => {
  const circle = (maxLength: number) => ({
    components: {
      schemas: {
        A: { oneOf: [{ $ref: '#/components/schemas/B' }, { type: 'string', maxLength }] },
        B: { oneOf: [{ $ref: '#/components/schemas/A' }, { type: 'integer' }] },
      },
    },
  });
  const asking = (maxLength: number) => api(body({ $ref: '#/components/schemas/A' }), circle(maxLength));
  expect(await told(asking(5), asking(4))).toContainEqual(expect.stringContaining('max-length-decreased'));
});

test('a null among the forms of a oneOf of which another takes null already', async () => {
  const text = { type: 'string' };
  for (const forms of [[text, { not: text }], [text, { type: ['integer', 'null'] }], [{ type: ['string', 'null'] }]]) {
    const [before, after] = [{ oneOf: forms }, { oneOf: [...forms, { type: 'null' }] }];
    expect(await told(api(body(before)), api(body(after)))).toEqual(['breaking values-narrowed body']);
    expect(await told(api(body(after)), api(body(before)))).toEqual(['safe values-widened body']);
    expect(await told(api(body({ anyOf: forms })), api(body({ anyOf: after.oneOf })))).toEqual([]);
  }
});

test('what a dynamic reference may lead to, of which the way to it decides', async () => {
  const pages = (pet: Json, ref: Json = { $dynamicRef: '#T' }) => ({
    components: {
      schemas: {
        Page: {
          type: 'object',
          properties: { items: { type: 'array', items: ref } },
          $defs: { item: { $dynamicAnchor: 'T', type: ['object', 'string'] } },
        },
        PetPage: { $ref: '#/components/schemas/Page', $defs: { item: { $dynamicAnchor: 'T', ...pet } } },
      },
    },
  });
  const answering = (pet: Json, ref?: Json) =>
    api(answer('200', { $ref: '#/components/schemas/PetPage' }), pages(pet, ref));
  const pet = (type: string) => ({ type: 'object', properties: { name: { type } } });
  expect((await compare(answering(pet('string')), answering(pet('string')))).verdict).toBe('identical');
  const { verdict, problems } = await compare(answering(pet('string')), answering(pet('integer')));
  expect(verdict).toBe('unknown');
  expect(problems.map(({ code, position }) => [code, position?.pointer])).toEqual(
    [0, 1].map(() => ['reference-dynamic', '/components/schemas/Page/properties/items/items/$dynamicRef']),
  );
  expect(problems[0]?.message).toMatch(/^Where the \$dynamicRef #T leads depends on the way to it/);

  const missing = answering(pet('string'), { $dynamicRef: '#nowhere' });
  const { problems: told } = await compare(missing, missing);
  expect(told[0]?.message).toBe('The $dynamicRef #nowhere points to nothing: no schema has this anchor.');
});

describe('a body in other words of which it could not be decided whether they say the same', () => {
  const forms = (own: Json) =>
    Array.from({ length: 40 }, (_, i) => ({
      properties: { ...own, [`k${i}`]: { type: 'integer' }, [`m${i % 3}`]: { minLength: i } },
      required: [`k${i}`],
    }));
  const name = { name: { type: 'string' } };
  const beside = { type: 'object', properties: name, oneOf: forms({}) };
  const inside = { type: 'object', oneOf: forms(name) };

  test('is a risk', async () => {
    const { verdict, findings } = await compare(api(body(beside)), api(body(inside)));
    expect(verdict).toBe('risky');
    expect(findings).toMatchObject([{ rule: 'values-narrowed', undecidedBecause: 'the work limit was reached' }]);
  });

  test('is proven to say the same by the one part that is in other words', async () => {
    const wide = (part: Json) => ({ type: 'object', oneOf: forms({ part }) });
    const either = (own: Json) => ({ oneOf: ['a', 'b'].map((each) => ({ ...own, required: [each] })) });
    const { verdict, refactors } = await compare(
      api(body(wide({ type: 'object', properties: name, ...either({}) }))),
      api(body(wide({ type: 'object', ...either({ properties: name }) }))),
    );
    expect(verdict).toBe('identical');
    expect(refactors).toMatchObject([{ subject: 'body' }]);
  });

  test('leaves the verdict unknown where there are so many that not all were looked at', async () => {
    const many = (schema: Json) => ({
      ...api({}),
      paths: Object.fromEntries(
        Array.from({ length: 20 }, (_, i) => [
          `/a${i}`,
          { post: { responses: done, ...body({ ...schema, maxProperties: 100 + i }) } },
        ]),
      ),
    });
    const { verdict, findings, problems } = await compare(many(beside), many(inside));
    expect(verdict).toBe('unknown');
    expect(problems).toMatchObject([{ code: 'work-limit', hides: true }]);
    expect(findings.length).toBeLessThan(20);
  });
});
