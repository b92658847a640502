import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (operation: object, paths: object = {}) => ({
  paths: { '/pets/{id}': { post: { responses: { '204': { description: 'Done.' } }, ...operation } }, ...paths },
});
const json = (schema: unknown) => ({ required: true, content: { 'application/json': { schema } } });
const body = (schema: unknown) => around({ requestBody: json(schema) });
const answer = (schema: unknown) =>
  around({ responses: { '200': { description: 'Fine.', content: json(schema).content } } });
const query = (schema: unknown, more: object = {}) =>
  around({ parameters: [{ name: 'q', in: 'query', schema, ...more }] });
const onlyFinding = async (before: object, after: object) => {
  const { findings } = await compare(before, after);
  expect(findings.map(({ rule }) => rule)).toHaveLength(1);
  return findings[0]!;
};

test('a list of values that is left empty is called so', async () => {
  const finding = await onlyFinding(body({ type: 'string' }), body({ type: 'string', enum: [] }));
  expect(finding).toMatchObject({
    severity: 'breaking',
    message: 'The request body must now be one of an empty list',
    advice: 'Ask what it may be: the list has no values.',
  });
});

describe('an alarm about a format', () => {
  test('is shown where the format is known', async () => {
    const finding = await onlyFinding(body({ type: 'string' }), body({ type: 'string', format: 'date' }));
    expect(finding).toMatchObject({ rule: 'format-changed', severity: 'breaking', proof: 'witness' });
    expect(typeof finding.witness?.value).toBe('string');
    const number = await onlyFinding(
      body({ type: 'integer', format: 'int64' }),
      body({ type: 'integer', format: 'int32' }),
    );
    expect(Math.abs(Number(number.witness?.value))).toBeGreaterThanOrEqual(2 ** 31);
  });

  test('is no news of its own beside another type, which the format goes with', async () => {
    const amount = (schema: object) => answer({ type: 'object', properties: { amount: schema } });
    const cents = amount({ type: 'integer', format: 'int64' });
    const { findings } = await compare(cents, amount({ type: 'number', multipleOf: 0.01 }));
    expect(findings.filter(({ severity }) => severity !== 'safe')).toMatchObject([
      { rule: 'type-changed', subject: '200.body.amount', witness: { value: 0.01 } },
    ]);
  });

  test('is withdrawn where a pattern says the same already', async () => {
    const pattern = '^\\d{4}-01-01$';
    const { verdict, refactors } = await compare(
      body({ type: 'string', pattern }),
      body({ type: 'string', pattern, format: 'date' }),
    );
    expect({ verdict, refactors: refactors.length }).toEqual({ verdict: 'compatible', refactors: 1 });
  });

  test('is withdrawn where the format only says how the text is shown', async () => {
    const [plain, hidden] = [{ type: 'string' }, { type: 'string', format: 'password' }];
    expect((await compare(body(plain), body(hidden))).verdict).toBe('compatible');
    expect((await compare(answer(hidden), answer(plain))).verdict).toBe('compatible');
    const dated = { type: 'string', format: 'date' };
    expect((await compare(body(hidden), body(dated))).verdict).toBe('breaking');
    expect((await compare(body(dated), body(hidden))).verdict).toBe('compatible');
  });

  test.each([
    { type: 'string', const: 'Bello' },
    { type: 'string', enum: ['Bello', 'Mieze'] },
  ])('is withdrawn where the format is not known and the values are listed: %j', async (listed) => {
    const [before, after] = [body(listed), body({ ...listed, format: 'pet-name' })];
    expect((await compare(before, after)).verdict).toBe('compatible');
  });

  test('stands as its rule says where the format is not known, with the reason', async () => {
    const finding = await onlyFinding(body({ type: 'string' }), body({ type: 'string', format: 'pet-name' }));
    expect(finding).toMatchObject({
      severity: 'breaking',
      proof: 'rule',
      undecidedBecause: 'no value can be held to the format pet-name, which is not known here',
    });
  });
});

describe('a change that is harmless by itself', () => {
  test('breaks where what it no longer describes is held to what stands beside it', async () => {
    const list = (more: object) => body({ type: 'array', items: { type: 'string' }, ...more });
    const { verdict, findings } = await compare(list({ prefixItems: [{ type: 'number' }] }), list({}));
    expect(verdict).toBe('breaking');
    expect(findings.find(({ severity }) => severity === 'breaking')?.witness?.value).toEqual([expect.any(Number)]);
  });

  test('breaks where a property that is new falls under what is said of all others', async () => {
    const pet = (more: object) => ({ type: 'object', unevaluatedProperties: { type: 'integer' }, properties: more });
    const { findings } = await compare(answer(pet({})), answer(pet({ name: { type: 'string' } })));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['type-changed', 'breaking'],
      ['property-added', 'safe'],
    ]);
    expect(findings[0]?.witness).toMatchObject({ at: '/name', value: 'a' });
  });
});

describe('an alarm where the description contradicts itself', () => {
  const kinds = (...values: string[]) => ({ type: 'string', enum: values });

  test('stands, since nothing can be sent there that would prove or refute it', async () => {
    const extended = (kind: object) =>
      body({
        allOf: [
          { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false },
          { type: 'object', required: ['kind'], properties: { kind } },
        ],
      });
    const finding = await onlyFinding(extended(kinds('cat', 'dog')), extended(kinds('cat')));
    expect(finding).toMatchObject({
      rule: 'enum-value-removed',
      severity: 'breaking',
      undecidedBecause: 'by the letter of the description nothing can be sent at this place',
    });
  });

  describe('by forms that each take what another one takes', () => {
    const form = (title: string, name: string) => ({
      title,
      type: 'object',
      properties: { [name]: { type: 'string' } },
    });
    const [cat, dog, cow] = [form('Cat', 'meows'), form('Dog', 'barks'), form('Cow', 'moos')];
    const text = { title: 'Text', type: 'string' };
    const within = (it: object) => answer({ type: 'object', properties: { it } });

    test.each([
      ['a text that becomes one of them', text, { oneOf: [cat, dog] }],
      ['a text that may be one of them, too', text, { oneOf: [text, cat, dog] }],
      [
        'an integer that may be one of them, too',
        { type: 'integer' },
        { anyOf: [{ oneOf: [cat, dog] }, { type: 'integer' }] },
      ],
      ['one form more', { oneOf: [cat, dog] }, { oneOf: [cat, dog, cow] }],
      ['one form more beside a text', { oneOf: [cat, dog, text] }, { oneOf: [cat, dog, cow, text] }],
      [
        'a list of them that may be longer',
        { type: 'array', items: { oneOf: [cat, dog] }, maxItems: 5 },
        { type: 'array', items: { oneOf: [cat, dog] } },
      ],
      [
        'a map of them that is opened',
        { type: 'object', additionalProperties: false },
        { type: 'object', additionalProperties: { oneOf: [cat, dog] } },
      ],
    ])('stands for %s', async (_, before, after) => {
      expect((await compare(answer(before), answer(after))).verdict).toBe('breaking');
      expect((await compare(within(before), within(after))).verdict).toBe('breaking');
      expect((await compare(body(after), body(before))).verdict).toBe('breaking');
    });

    test('is none where all holds by the letter', async () => {
      expect((await compare(body({ oneOf: [cat, dog] }), body({ anyOf: [cat, dog] }))).verdict).toBe('compatible');
      const split = { title: 'Dog', allOf: [{ type: 'object' }, { properties: { barks: { type: 'string' } } }] };
      expect((await compare(body({ oneOf: [cat, dog] }), body({ oneOf: [cat, split] }))).verdict).toBe('identical');
    });
  });

  test('is shown where a name is only required and nowhere described', async () => {
    const asking = (kind: object) => body({ type: 'object', required: ['kind', 'team'], properties: { kind } });
    const finding = await onlyFinding(asking(kinds('cat', 'dog')), asking(kinds('cat')));
    expect(finding.witness?.value).toBe('dog');
  });
});

describe('what only a value shows', () => {
  test('is found under `not`, which no rule reads', async () => {
    const finding = await onlyFinding(
      body({ type: 'string', not: { type: 'number' } }),
      body({ type: 'string', not: { minLength: 1 } }),
    );
    expect(finding).toMatchObject({ rule: 'values-narrowed', severity: 'breaking', proof: 'witness' });
  });

  test('is found beside parts of an allOf that are only named anew', async () => {
    const short = { if: { type: 'string' }, then: { maxLength: 3 } };
    const { findings } = await compare(
      body({ if: { type: 'string' }, then: { maxLength: 5 } }),
      body({ allOf: [short] }),
    );
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['values-narrowed', 'breaking'],
      ['part-added', 'safe'],
    ]);
  });

  test('makes a break of what was only risky', async () => {
    const severities = async (before: object, after: object) =>
      (await compare(body(before), body(after))).findings.map(({ rule, severity }) => [rule, severity]);
    const closed = { additionalProperties: false };
    expect(await severities({ type: 'object' }, { type: 'object', ...closed })).toEqual([
      ['values-narrowed', 'breaking'],
      ['additional-properties-closed', 'risky'],
    ]);
    const named = { type: 'object', properties: { a: { type: 'string' } } };
    expect(await severities(named, { ...named, ...closed })).toEqual([['additional-properties-closed', 'risky']]);
  });

  test('is shown of what takes no value at all by any value', async () => {
    const { findings } = await compare(
      body({ type: 'array', items: { type: 'string' } }),
      body({ type: 'array', prefixItems: [{ type: 'string' }], items: false }),
    );
    expect(findings).toMatchObject([{ rule: 'type-changed', witness: { value: expect.any(String) } }]);
    const parts = [{ type: 'string' }, { type: 'integer' }];
    const apart = await compare(body({ allOf: parts.slice(0, 1) }), body({ allOf: parts }));
    expect(apart.findings[0]).toMatchObject({ rule: 'type-changed', witness: { value: expect.any(String) } });
  });

  test('is looked for behind an alarm that turned out to be none', async () => {
    const listOf = (items: object) => body({ type: 'array', items });
    const { findings } = await compare(
      listOf({ type: 'object', properties: { c: { type: 'string', readOnly: true } } }),
      listOf({ type: 'object', dependentRequired: { a: ['a'] }, required: ['c'] }),
    );
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['values-narrowed', 'breaking'],
      ['property-removed', 'safe'],
    ]);
    const choice = (b: object) =>
      answer({
        oneOf: [
          { type: 'object', additionalProperties: true },
          { type: 'object', properties: { b } },
        ],
      });
    const changed = await compare(choice({ type: 'integer', enum: [2] }), choice({ type: 'array' }));
    expect(changed.findings).toMatchObject([
      { rule: 'values-narrowed', severity: 'breaking', witness: { value: { b: 2 } } },
      { rule: 'type-changed', severity: 'risky' },
    ]);
  });

  test('is looked for behind a lost property of an object that stays open', async () => {
    const open = { type: 'object', additionalProperties: true };
    const { findings } = await compare(answer({ ...open, properties: { a: { type: 'boolean' } } }), answer(open));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['values-narrowed', 'breaking'],
      ['property-removed', 'risky'],
    ]);
  });

  test('is a null that an inferred type leaves out', async () => {
    const { findings } = await compare(body({ type: ['string', 'null'], minLength: 3 }), body({ minLength: 3 }));
    expect(findings.find(({ severity }) => severity === 'breaking')?.witness?.value).toBe(null);
  });

  test('is shown under patternProperties, at the name that matches', async () => {
    const object = (each: object) => ({ type: 'object', patternProperties: { '^x-': each } });
    const finding = await onlyFinding(body(object({ type: 'string' })), body(object({ type: 'string', maxLength: 3 })));
    expect(finding.witness?.at).toMatch(/^\/x-/);
  });

  test('is shown in what a callback sends', async () => {
    const calling = (schema: object) =>
      around({
        callbacks: { done: { '{$request.query.url}': { post: { requestBody: json(schema), responses: {} } } } },
      });
    const finding = await onlyFinding(
      calling({ type: 'integer', maximum: 5 }),
      calling({ type: 'integer', maximum: 9 }),
    );
    expect(finding).toMatchObject({ direction: 'response', severity: 'breaking', proof: 'witness' });
    expect(finding.witness?.http).toMatch(/^POST \/ HTTP\/1\.1\n/);
  });
});

describe('what travels as text', () => {
  const digits = { type: 'string', enum: ['1', '2'] };

  test('is accepted where its text is read as a value that is', async () => {
    for (const [before, after] of [
      [digits, { type: 'integer' }],
      [
        { type: 'string', pattern: '^[1-9]$' },
        { type: 'integer', minimum: 1 },
      ],
      [{ const: '1' }, { const: 1 }],
      [{ type: 'string', enum: ['true', 'false'] }, { type: 'boolean' }],
    ]) {
      const { verdict, findings, refactors } = await compare(query(before), query(after));
      expect({ before, verdict, told: findings.length + refactors.length }).toEqual({
        before,
        verdict: 'compatible',
        told: 1,
      });
      expect((await compare(body(before), body(after))).verdict).toBe('breaking');
    }
  });

  test('is of another type for generated clients, though the text is the same', async () => {
    for (const [before, after] of [
      [digits, { type: 'integer' }],
      [{ type: 'string', enum: ['true', 'false'] }, { type: 'boolean' }],
    ] as const) {
      const finding = await onlyFinding(query(before), query(after));
      expect(finding).toMatchObject({ rule: 'type-changed', breaks: { wire: 'safe', codegen: 'breaking' } });
    }
  });

  test('is shown by the value of which no reading is accepted, past those that are', async () => {
    const finding = await onlyFinding(query({ ...digits, enum: ['1', '2', 'x'] }), query({ type: 'integer' }));
    expect(finding).toMatchObject({ severity: 'breaking', witness: { value: 'x' } });
    expect(finding.witness?.http).toContain('?q=x ');
  });

  test('is shown by a number whose text is refused, though there are many whose text is not', async () => {
    const short = { type: 'string', maxLength: 2 };
    for (const [before, after] of [
      [{ type: ['integer', 'string'], maxLength: 2 }, short],
      [{ type: 'integer', maxLength: 2 }, short],
      [{ anyOf: [{ type: 'integer' }, { type: 'string' }], maxLength: 2 }, short],
      [{ type: 'integer' }, { type: 'string', not: { const: '1234' } }],
      [
        { type: 'array', items: { type: 'integer' } },
        { type: 'array', items: short },
      ],
    ]) {
      const { findings } = await compare(query(before), query(after));
      const shown = findings.filter(({ severity }) => severity === 'breaking').map(({ proof }) => proof);
      expect({ before, shown }).toEqual({ before, shown: ['witness'] });
    }
  });

  test('stands as its rule says where too many values would have to be read', async () => {
    const finding = await onlyFinding(
      query({ type: 'string', pattern: '^[1-9][0-9]*$' }),
      query({ type: 'integer', minimum: 1 }),
    );
    expect(finding).toMatchObject({
      severity: 'breaking',
      undecidedBecause: 'the value travels as text, and its text is still accepted',
    });
  });
});

describe('the text of an example', () => {
  test('separates the values of a list as its style says', async () => {
    const listOf = (maxItems: number, more: object) =>
      query({ type: 'array', items: { const: 'a b' }, minItems: 2, maxItems }, more);
    for (const [more, text] of [
      [{}, 'q=a%20b&q=a%20b&q=a%20b'],
      [{ explode: false }, 'q=a%20b,a%20b,a%20b'],
      [{ style: 'pipeDelimited', explode: false }, 'q=a%20b|a%20b|a%20b'],
    ] as const) {
      const finding = await onlyFinding(listOf(3, more), listOf(2, more));
      expect(finding.witness?.http).toContain(`?${text} `);
    }
  });

  test('is not made of a null, which has no agreed form', async () => {
    const asked = { required: true };
    const finding = await onlyFinding(query({ type: ['integer', 'null'] }, asked), query({ type: 'integer' }, asked));
    expect(finding).toMatchObject({ witness: null, undecidedBecause: 'a null has no agreed form as text' });
  });

  const responseHeader = (schema: unknown, more: object = {}) =>
    around({ responses: { '200': { description: 'Fine.', headers: { 'X-H': { schema, ...more } } } } });
  const partHeader = (schema: unknown, more: object = {}) => {
    const encoding = { it: { contentType: 'text/plain', headers: { 'X-H': { schema, ...more } } } };
    const form = { schema: { type: 'object', properties: { it: { type: 'string' } } }, encoding };
    return around({ requestBody: { content: { 'multipart/form-data': form } } });
  };

  test('is none where a parameter or header is left out for a null or an empty list, which then breaks nobody', async () => {
    const list = { type: 'array', items: { type: 'string' } };
    for (const [before, after] of [
      [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string' }],
      [{ type: ['integer', 'null'] }, { type: 'integer' }],
      [list, { ...list, minItems: 1 }],
    ] as const) {
      for (const [older, newer] of [
        [query(before), query(after)],
        [partHeader(before), partHeader(after)],
        [responseHeader(after), responseHeader(before)],
      ] as const) {
        expect(await onlyFinding(older, newer)).toMatchObject({ severity: 'safe', witness: null });
      }
    }
    const [whole, orNull] = [{ type: 'integer' }, { type: ['integer', 'null'] }];
    const asked = { required: true };
    for (const [older, newer] of [
      [partHeader(orNull, asked), partHeader(whole, asked)],
      [responseHeader(whole, asked), responseHeader(orNull, asked)],
    ] as const) {
      expect(await onlyFinding(older, newer)).toMatchObject({ severity: 'breaking', witness: null });
    }
  });

  test('is taken as a string whatever it was, but where a name may be repeated', async () => {
    const string = { type: 'string' };
    const header = (schema: unknown) => around({ parameters: [{ name: 'X-H', in: 'header', schema }] });
    for (const [older, newer] of [
      [header({}), header(string)],
      [query({}, { explode: false }), query(string, { explode: false })],
      [partHeader({}), partHeader(string)],
      [responseHeader(string), responseHeader({})],
    ] as const) {
      expect(await onlyFinding(older, newer)).toMatchObject({ rule: 'type-changed', severity: 'safe' });
    }
    expect(await onlyFinding(query({}), query(string))).toMatchObject({ rule: 'type-changed', severity: 'risky' });
    expect(await onlyFinding(header({}), header({ type: 'integer' }))).toMatchObject({ severity: 'breaking' });
  });

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is none either where a field is left out for one: %s',
    async (mediaType) => {
      const list = { type: 'array', items: { type: 'string' } };
      const form = (field: object, { encoding = {}, required = ['other'] } = {}) => {
        const schema = { type: 'object', properties: { field, other: { type: 'string' } }, required };
        return around({ requestBody: { required: true, content: { [mediaType]: { schema, encoding } } } });
      };
      for (const [before, after] of [
        [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string' }],
        [{ type: ['string', 'null'] }, { type: 'string' }],
        [list, { ...list, minItems: 1 }],
        [
          { ...list, type: ['array', 'null'] },
          { ...list, minItems: 1 },
        ],
        [{ enum: ['a', null] }, { type: 'string', enum: ['a'] }],
      ] as const) {
        const verdict = async (options?: Parameters<typeof form>[1]) =>
          (await compare(form(before, options), form(after, options))).verdict;
        expect(await verdict()).toBe('compatible');
        expect(await verdict({ required: ['field', 'other'] })).toBe('breaking');
        expect(await verdict({ encoding: { field: { contentType: 'application/json' } } })).toBe('breaking');
      }
    },
  );

  test('is routed to the operation: a path parameter is no word of a path beside it', async () => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { enum: ['mine', '.', 'rex'] } }];
    const beside = { '/pets/mine': { get: { responses: { '204': { description: 'Done.' } } } } };
    const calling = (schema: object) => around({ parameters, requestBody: json(schema) }, beside);
    const finding = await onlyFinding(calling({ type: 'integer' }), calling({ type: 'integer', minimum: 1 }));
    expect(finding.witness?.http).toMatch(/^POST \/pets\/rex HTTP/);
  });

  test('has the path of its operation, whatever server stands before it', async () => {
    const calling = (minimum: number) => ({
      ...around({}, { '/pets': { post: { requestBody: json({ type: 'integer', minimum }) } } }),
      servers: [{ url: 'https://pets.example/api/v1/' }, { url: 'https://staging.pets.example' }],
    });
    const finding = await onlyFinding(calling(1), calling(2));
    expect(finding.witness?.http.split('\n')[0]).toBe('POST /pets HTTP/1.1');
  });

  test('holds the body that the call needs besides', async () => {
    const calling = (maximum: number) =>
      around({
        parameters: [{ name: 'q', in: 'query', schema: { type: 'integer', maximum } }],
        requestBody: json({ type: 'object', required: ['name'], properties: { name: { const: 'Rex' } } }),
      });
    const finding = await onlyFinding(calling(9), calling(5));
    expect(JSON.parse(finding.witness!.http.split('\n\n')[1]!)).toEqual({ name: 'Rex' });
  });
});

test('readOnly beside nullable and a reference is read alike in 3.0 and 3.1', async () => {
  const described = (openapi: string, owner: object) => ({
    ...body({
      type: 'object',
      additionalProperties: { type: 'integer' },
      properties: { owner, name: { type: 'string' } },
    }),
    openapi,
    components: { schemas: { Owner: { type: 'object', properties: { id: { type: 'string' } } } } },
  });
  const reference = { $ref: '#/components/schemas/Owner' };
  const { verdict } = await compare(
    described('3.0.3', { nullable: true, readOnly: true, allOf: [reference] }),
    described('3.1.0', { readOnly: true, anyOf: [{ type: 'null' }, reference] }),
  );
  expect(verdict).toBe('identical');
});

describe('what is let through only by an alternative that does not describe it', () => {
  const cat = { type: 'object', title: 'Cat', properties: { meows: { type: 'boolean' } } };
  const dog = (barks: string) => ({ type: 'object', title: 'Dog', properties: { barks: { type: barks } } });
  const findingsOf = async (before: object, after: object) =>
    (await compare(before, after)).findings.map(({ rule, severity }) => [rule, severity]);

  test.each([
    [
      'a form that may no longer be sent',
      body({ anyOf: [cat, dog('boolean')] }),
      body({ anyOf: [cat] }),
      'alternatives-unwrapped',
    ],
    [
      'a form that may now come',
      answer({ anyOf: [cat] }),
      answer({ anyOf: [cat, dog('boolean')] }),
      'alternatives-wrapped',
    ],
    [
      'a property of one form',
      body({ anyOf: [cat, dog('boolean')] }),
      body({ anyOf: [cat, dog('string')] }),
      'type-changed',
    ],
  ])('is risky and no refactor: %s', async (_, before, after, rule) => {
    expect(await findingsOf(before, after)).toEqual([[rule, 'risky']]);
  });

  test('is nothing to speak of where the others describe it', async () => {
    const short = { type: 'string', maxLength: 5, title: 'Short' };
    const { verdict, findings, refactors } = await compare(
      body({ anyOf: [short, { type: 'string', title: 'Any' }] }),
      body({ anyOf: [{ type: 'string', title: 'Any' }] }),
    );
    expect({ verdict, findings }).toEqual({ verdict: 'compatible', findings: [] });
    expect(refactors).not.toEqual([]);
  });
});

describe('one change beside another', () => {
  const text = { type: 'string' };
  const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
  const told = async (before: object, after: object) =>
    (await compare(before, after)).findings.map(({ rule, subject, severity }) => `${subject}: ${rule} is ${severity}`);

  test('an optional property that goes is no worse for one beside it that need not come', async () => {
    const before = object({ id: text, total: text, url: text }, { required: ['id', 'total'] });
    const after = object({ id: text, total: text }, { required: ['id'] });
    expect(await told(answer(before), answer(after))).toEqual([
      '200.body.total: property-became-optional is breaking',
      '200.body.url: property-removed is risky',
    ]);
  });

  test.each([
    ['around it', (pattern: string, of: object) => object({ id: { ...text, pattern }, at: object(of) })],
    [
      'in each item',
      (pattern: string, of: object) =>
        object({ list: { type: 'array', items: object({ id: { ...text, pattern }, at: object(of) }) } }),
    ],
  ])('an optional property that goes is no worse for a break %s', async (_, parcel) => {
    const before = parcel('^[0-9]{4}$', { street: text, house: text });
    const after = parcel('^[0-9]{4,5}$', { street: text });
    const severities = (await compare(answer(before), answer(after))).findings.map(({ rule, severity }) => [
      rule,
      severity,
    ]);
    expect(severities.sort()).toEqual([
      ['pattern-generalized', 'breaking'],
      ['property-removed', 'risky'],
    ]);
  });

  test('an optional property that goes is not said to be accepted where its whole object is not', async () => {
    const reasonOf = async (after: object) =>
      (await compare(answer(object({ id: text, name: text })), answer(after))).findings.find(
        ({ rule }) => rule === 'property-removed',
      )?.undecidedBecause;
    expect(await reasonOf(object({ id: text }))).toMatch(/every one that is sent is still accepted/);
    expect(await reasonOf({ type: 'array', items: text })).toMatch(/none is refused for this alone/);
  });

  test('an optional property that goes is no worse for a number of properties that is not asked for any more', async () => {
    const before = { ...object({ street: text, house: text }), minProperties: 1 };
    const after = object({ town: text });
    const { findings } = await compare(answer(before), answer(after));
    const alarms = findings.filter(({ severity }) => severity !== 'safe');
    expect(alarms.map(({ rule, subject, severity }) => `${severity} ${rule} ${subject}`).sort()).toEqual([
      'breaking min-properties-removed 200.body',
      'risky property-removed 200.body.house',
      'risky property-removed 200.body.street',
    ]);
  });

  test('an optional property that goes breaks where what holds it asks for it', async () => {
    const asking = {
      ...object({ at: object({ house: text }) }),
      anyOf: [{ properties: { at: { required: ['house'] } } }],
    };
    const before = { ...asking, required: ['at'] };
    const after = { ...object({ at: object({}) }), required: ['at'] };
    const { findings } = await compare(answer(before), answer(after));
    expect(findings.find(({ rule }) => rule === 'property-removed')).toMatchObject({
      severity: 'breaking',
      proof: 'witness',
    });
  });

  test('another wording of the same values stays one', async () => {
    const before = object({ mode: { enum: ['low', 'high'] }, size: { type: 'integer' } });
    const after = object({ mode: { anyOf: [{ const: 'low' }, { const: 'high' }] }, size: { type: 'number' } });
    expect(await told(answer(before), answer(after))).toEqual(['200.body.size: type-changed is breaking']);
  });

  test('its example lacks nothing that only the other asks for', async () => {
    const before = object({ name: text, age: text });
    const after = object({ name: { ...text, maxLength: 3 }, age: text }, { required: ['age'] });
    const { findings } = await compare(body(before), body(after));
    const length = findings.find(({ rule }) => rule === 'max-length-set');
    expect(length?.witness?.value).toBe('aaaa');
    expect(length?.witness?.http).toContain('"age"');
  });

  test.each([
    ['a `then`', { if: { minimum: 5 }, then: { maximum: 9 } }, { if: { minimum: 5 }, then: { maximum: 8 } }],
    ['a `not`', { not: { minimum: 9 } }, { not: { minimum: 8 } }],
  ])('a withdrawn alarm does not hide what no rule speaks of: %s', async (_, was, is) => {
    const before = object({ word: { enum: ['a'], maxLength: 9 }, age: { type: 'integer', ...was } });
    const after = object({ word: { enum: ['a'], maxLength: 8 }, age: { type: 'integer', ...is } });
    const { findings, refactors } = await compare(body(before), body(after));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['values-narrowed', 'breaking']]);
    expect(refactors).toHaveLength(1);
  });

  test('a break does not hide another that no rule speaks of', async () => {
    const ages = (minimum: number) => ({
      type: 'integer',
      oneOf: [
        { title: 'young', maximum: 10 },
        { title: 'old', minimum },
      ],
    });
    const before = object({ age: ages(11), name: text });
    const after = object({ age: ages(5), name: { ...text, maxLength: 5 } });
    const { findings } = await compare(body(before), body(after));
    const breaking = findings.filter(({ severity }) => severity === 'breaking').map(({ rule }) => rule);
    expect(breaking.sort()).toEqual(['max-length-set', 'values-narrowed']);
  });
});

describe('a break is told once', () => {
  const list = (items: object) => ({ type: 'array', items: { type: 'object', ...items } });

  test('also where a list may hold it in any of its items', async () => {
    const before = list({ properties: { note: { type: 'string' }, size: { type: 'integer', minimum: 1 } } });
    const size = { type: 'integer', exclusiveMinimum: 0 };
    const after = list({ properties: { note: { type: ['string', 'null'] }, size } });
    const { findings } = await compare(answer(before), answer(after));
    const breaking = findings.filter(({ severity }) => severity === 'breaking');
    expect(breaking.map(({ rule, subject }) => `${subject}: ${rule}`)).toEqual(['200.body[].note: became-nullable']);
  });

  const map = (additionalProperties: object) => ({ type: 'object', additionalProperties });
  const text = { type: 'string' };
  const form = (name: string) => ({ type: 'object', properties: { [name]: text }, required: [name] });
  test.each([
    ['a form that goes', { anyOf: [text, { type: 'integer' }] }, { anyOf: [text] }, 'alternatives-unwrapped'],
    [
      'a form of several',
      { oneOf: [form('a'), form('b'), form('c')] },
      { oneOf: [form('a'), form('b')] },
      'alternative-removed',
    ],
    ['a value that is ruled out', text, { ...text, not: { const: 'x' } }, 'not-added'],
  ])('also where an object may hold it under any name: %s', async (_, one, other, rule) => {
    for (const around of [map, (each: object) => ({ ...map(each), properties: { id: { type: 'integer' } } })]) {
      const taken = await onlyFinding(body(around(one)), body(around(other)));
      const given = await onlyFinding(answer(around(other)), answer(around(one)));
      expect(taken).toMatchObject({ rule, severity: 'breaking', proof: 'witness' });
      expect(given).toMatchObject({ severity: 'breaking', proof: 'witness' });
    }
  });

  test.each([
    ['what a list has to contain', (contains: object) => ({ type: 'array', contains })],
    [
      'what a property goes with',
      (p: object) => ({ type: 'object', properties: { k: text }, dependentSchemas: { k: { properties: { p } } } }),
    ],
    ['what nothing else describes', (unevaluatedProperties: object) => ({ type: 'object', unevaluatedProperties })],
  ])('also of a property of %s', async (_, around) => {
    const [both, one] = [{ a: text, b: text }, { a: text }].map((properties) =>
      around({ type: 'object', properties, additionalProperties: false }),
    );
    expect(await onlyFinding(body(both), body(one))).toMatchObject({ rule: 'property-removed', severity: 'breaking' });
    expect(await onlyFinding(answer(one), answer(both))).toMatchObject({
      rule: 'property-added',
      severity: 'breaking',
    });
  });

  test('also where a client has to send what only the server could send before, and a call shows it', async () => {
    const pet = (more: object, required: readonly string[]) =>
      body({ type: 'object', required, properties: { name: { type: 'string' }, age: { type: 'integer', ...more } } });
    const finding = await onlyFinding(pet({ readOnly: true }, ['name']), pet({}, ['name', 'age']));
    expect(finding).toMatchObject({
      rule: 'property-became-not-read-only',
      message: 'The property `age` of the request body is no longer read-only, and required: a client has to send it',
      witness: { value: { name: 'a' } },
    });
    const beside = body({
      type: 'object',
      required: ['name'],
      properties: { name: {}, age: { readOnly: true }, tax: {} },
    });
    const { findings } = await compare(beside, pet({}, ['name', 'age']));
    expect(findings.map(({ rule }) => rule)).not.toContain('values-narrowed');
  });
});

describe('steps of which the parts of a schema ask for several', () => {
  const steps = (...all: number[]) => ({ type: 'integer', allOf: all.map((multipleOf) => ({ multipleOf })) });

  test('are each told, and not only the first of them', async () => {
    const { findings } = await compare(body(steps(2)), body(steps(2, 3, 5)));
    const told = findings.filter(({ rule }) => rule === 'multiple-of-set');
    expect(told.map(({ facts }) => facts.after).sort()).toEqual([3, 5]);
    expect(told).toMatchObject([{ proof: 'witness' }, { proof: 'witness' }]);
    const removed = (await compare(answer(steps(2, 3)), answer(steps(2)))).findings;
    expect(removed).toMatchObject([{ rule: 'multiple-of-removed', severity: 'breaking', facts: { before: 3 } }, {}]);
  });

  test('are no other ones in another order', async () => {
    expect((await compare(body(steps(2, 3)), body(steps(3, 2)))).verdict).toBe('identical');
  });

  test('break where nobody can say which numbers fit them all', async () => {
    const [before, after] = [1000000007, 998244353].map((second) => steps(9007199254740881, second));
    expect(await onlyFinding(body(before), body(after))).toMatchObject({
      rule: 'multiple-of-changed',
      severity: 'breaking',
      proof: 'rule',
      undecidedBecause: expect.stringContaining('exactly'),
    });
  });
});

describe('a number that is written as text', () => {
  test.each([{ format: 'uuid' }, { pattern: '^ord_' }, { enum: ['a'] }, { minLength: 5 }, { format: 'date' }])(
    'is no string with %o',
    async (more) => {
      const { verdict } = await compare(query({ type: 'integer' }), query({ type: 'string', ...more }));
      expect(verdict).toBe('breaking');
    },
  );

  test('is a string like any other', async () => {
    const { verdict, findings } = await compare(query({ type: 'integer' }), query({ type: 'string' }));
    expect(verdict).toBe('compatible');
    expect(findings.map(({ rule }) => rule)).toEqual(['type-changed']);
  });

  test('stands in a plain text as it is written', async () => {
    const plain = (schema: object) => around({ requestBody: { content: { 'text/plain': { schema } } } });
    const { findings } = await compare(plain({ type: 'integer' }), plain({ type: 'string', pattern: '^ord_' }));
    expect(findings.find(({ severity }) => severity === 'breaking')?.witness?.http).toMatch(/\n\n-?\d+$/);
  });

  test('may be one of several forms and become a string', async () => {
    const forms = { oneOf: [{ type: 'integer' }, { type: 'string', enum: ['all'] }] };
    expect((await compare(query(forms), query({ type: 'string' }))).verdict).toBe('compatible');
  });
});

describe('a format that comes with another type', () => {
  test('refuses what was accepted of the old one', async () => {
    const { verdict } = await compare(
      body({ type: 'string' }),
      body({ type: ['string', 'integer'], format: 'date-time' }),
    );
    expect(verdict).toBe('breaking');
  });
});

describe('a schema whose type nobody wrote', () => {
  test('may be split into parts', async () => {
    const properties = { name: { type: 'string' } };
    const split = { allOf: [{ properties }, { required: ['name'] }] };
    for (const about of [body, answer]) {
      expect((await compare(about({ properties, required: ['name'] }), about(split))).verdict).toBe('identical');
    }
  });
});

describe('a form of which each value fits another one too', () => {
  const bird = (name: string) => ({
    type: 'object',
    required: ['action', 'wing'],
    properties: { action: { type: 'string' }, wing: { type: 'object', properties: { span: { type: name } } } },
  });
  const choice = (keyword: string, ...forms: readonly object[]) => answer({ [keyword]: forms });
  const anything = { type: 'object', properties: {} };
  const acting = { type: 'object', required: ['action'], properties: { action: { type: 'string' } } };

  test('proves nothing in a oneOf, where it can be nobody’s', async () => {
    const { verdict, findings } = await compare(
      choice('oneOf', bird('integer'), anything, acting),
      choice('oneOf', bird('string'), anything, acting),
    );
    expect(verdict).toBe('breaking');
    expect(findings[0]?.undecidedBecause).toMatch(/^by the letter .* each value of it fits another one too$/);
  });

  test('is let through in an anyOf', async () => {
    const changed = await compare(
      choice('anyOf', bird('integer'), anything, acting),
      choice('anyOf', bird('string'), anything, acting),
    );
    expect(changed.verdict).toBe('compatible');
  });
});

describe('a list of a fixed length', () => {
  const text = { type: 'string' };
  const list = { type: 'array', items: text, minItems: 2, maxItems: 2 };
  const tuple = { type: 'array', prefixItems: [text, text], items: false, minItems: 2 };

  test.each([
    ['in a request', body],
    ['in an answer', answer],
    ['in a property', (schema: object) => answer({ type: 'object', properties: { pair: schema } })],
  ])('may be written as a tuple that ends, and back: %s', async (_, say) => {
    for (const [before, after] of [
      [list, tuple],
      [list, { ...tuple, maxItems: 2 }],
      [
        { ...list, minItems: 0 },
        { ...tuple, minItems: 0 },
      ],
    ] as const) {
      expect((await compare(say(before), say(after))).verdict).toBe('compatible');
      expect((await compare(say(after), say(before))).verdict).toBe('compatible');
    }
  });

  test('is another where the tuple holds something else, or one more', async () => {
    for (const prefixItems of [
      [text, { type: 'integer' }],
      [text, text, text],
    ]) {
      expect((await compare(answer(list), answer({ ...tuple, prefixItems }))).verdict).toBe('breaking');
    }
    expect((await compare(answer(tuple), answer({ ...list, maxItems: 3 }))).verdict).toBe('breaking');
  });

  test('whose items can be nothing at all by mistake proves nothing', async () => {
    const never = (value: string) => ({
      type: 'array',
      prefixItems: [text],
      items: { type: 'integer', enum: [value] },
    });
    expect((await compare(body(never('a')), body(never('b')))).verdict).toBe('breaking');
  });
});

describe('what all others are held to', () => {
  const list = (items: object) => body({ type: 'array', prefixItems: [{ const: 0 }], items });
  const map = (more: object) => (additionalProperties: object) =>
    body({ type: 'object', additionalProperties, ...more });

  test.each([
    ['the items after those of a tuple', list, [0, 0.1]],
    ['properties where the first name to come to mind is taken', map({ properties: { anything: {} } }), { a: 0.1 }],
    ['properties where a pattern takes it', map({ patternProperties: { '^a': {} } }), { b: 0.1 }],
    ['properties whose names are bound', map({ propertyNames: { pattern: '^x$' } }), { x: 0.1 }],
  ])('is shown by one of these: %s', async (_, say, value) => {
    const finding = await onlyFinding(say({ type: 'number' }), say({ type: 'integer' }));
    expect(finding).toMatchObject({ rule: 'type-changed', severity: 'breaking' });
    expect(JSON.parse(finding.witness!.http.split('\n\n')[1]!)).toEqual(value);
    expect(finding.witness!.value).toBe(0.1);
  });

  test('is shown by one of these also where those that a pattern takes break as well', async () => {
    const say = (type: string) =>
      body({ type: 'object', patternProperties: { '^a': { type } }, additionalProperties: { type } });
    const { findings } = await compare(say('number'), say('integer'));
    const shown = findings.map(({ subject, witness }) => [
      subject,
      Object.keys(JSON.parse(witness!.http.split('\n\n')[1]!)),
    ]);
    expect(shown).toEqual([
      ['body.{*}', [expect.not.stringMatching(/^a/)]],
      ['body.{/^a/}', [expect.stringMatching(/^a/)]],
    ]);
  });
});

describe('several values in one header or cookie', () => {
  const api = (place: object, items: object, bounds: object) => ({
    paths: {
      '/things/{id}': {
        get: {
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { const: 'one' } },
            { name: 'x', ...place, schema: { type: 'array', items, ...bounds } },
          ],
          responses: { '204': { description: 'x' } },
        },
      },
    },
  });
  const call = async (place: object, items: object) => {
    const [before, after] = [api(place, items, { maxItems: 3 }), api(place, items, { maxItems: 1 })];
    const { findings } = await compare(before, after);
    return findings.map(({ severity, witness }) => [severity, witness?.http.split('\n').at(-1) ?? null]);
  };

  test('are shown as texts that a receiver counts', async () => {
    expect(await call({ in: 'header' }, { type: 'string' })).toEqual([['breaking', 'x: a,a']]);
    expect(await call({ in: 'cookie', explode: false }, { type: 'string' })).toEqual([['breaking', 'Cookie: x=a,a']]);
  });

  test('are not shown where empty ones do not count, or where it is open how they share a cookie', async () => {
    expect(await call({ in: 'header' }, { const: '' })).toEqual([['breaking', null]]);
    expect(await call({ in: 'cookie' }, { type: 'string' })).toEqual([['breaking', null]]);
  });
});

test.each(['application/xml', 'application/atom+xml', 'application/x-ndjson', 'text/event-stream', 'image/png'])(
  'a bare text is no message of %s, and not shown as one',
  async (mediaType) => {
    const described = (maxLength: number) =>
      around({ requestBody: { content: { [mediaType]: { schema: { type: 'string', maxLength } } } } });
    const { findings } = await compare(described(9), described(5));
    expect(findings.map(({ severity, witness }) => [severity, witness])).toEqual([['breaking', null]]);
  },
);

test('a header shows no object within a list, and none that is empty', async () => {
  const described = (schema: object) =>
    around({ responses: { '200': { description: 'Fine.', headers: { 'X-H': { required: true, schema } } } } });
  const list = (maxItems: number) => ({
    type: 'array',
    items: { type: 'object', required: ['a'] },
    minItems: 1,
    maxItems,
  });
  const object = (required: string[]) => ({ type: 'object', properties: { a: { type: 'string' } }, required });
  for (const [before, after] of [
    [list(1), list(2)],
    [object(['a']), object([])],
  ]) {
    const { findings } = await compare(described(before!), described(after!));
    expect(findings.map(({ severity, witness }) => [severity, witness])).toEqual([['breaking', null]]);
  }
});

test('a path in which dots stand between values shows no value with a dot', async () => {
  const described = (values: string[]) => ({
    paths: {
      '/pets/{ids}': {
        get: {
          parameters: [
            {
              name: 'ids',
              in: 'path',
              required: true,
              style: 'label',
              explode: true,
              schema: { type: 'array', items: { enum: values } },
            },
          ],
          responses: { '204': { description: 'x' } },
        },
      },
    },
  });
  const { findings } = await compare(described(['a', 'b', 'v1.2']), described(['a']));
  expect(findings.map(({ facts, witness }) => [facts.value, witness?.http ?? null])).toEqual([
    ['b', 'GET /pets/.b HTTP/1.1'],
    ['v1.2', null],
  ]);
});

test('an object that took anything is told as such also where alternatives say which of its properties go together', async () => {
  const anything = { type: 'object', anyOf: [{ required: ['a'] }, { required: ['c'] }] };
  const { findings } = await compare(body(anything), body({ ...anything, properties: { b: { type: 'integer' } } }));
  expect(findings.map(({ rule }) => rule).sort()).toEqual(['open-object-described', 'property-added']);
});

test('one of several forms that is gone is told once, though the other has properties of the same name', async () => {
  const form = (own: string) => ({
    type: 'object',
    required: ['kind', own],
    properties: { kind: { type: 'string' }, [own]: { type: 'string' } },
    additionalProperties: false,
  });
  const { findings } = await compare(body({ oneOf: [form('a'), form('b')] }), body(form('a')));
  expect(findings.map(({ rule }) => rule)).toEqual(['alternatives-unwrapped']);
});

describe('a property that is new where no other is taken', () => {
  const closed = (properties: object) => ({ type: 'object', additionalProperties: false, properties });
  const text = { type: 'string' };
  const either = (more: object) => ({ anyOf: [closed({ text, ...more }), { type: 'integer' }] });
  const message = (more: object) => {
    const list = { type: 'array', items: { anyOf: [{ $ref: '#/components/schemas/Message' }, { type: 'integer' }] } };
    return { components: { schemas: { Message: closed({ text, replies: list, ...more }) } } };
  };
  const messages = (more: object) => ({ ...answer({ $ref: '#/components/schemas/Message' }), ...message(more) });

  test.each([
    ['in one of several forms', answer(either({})), answer(either({ extra: text }))],
    ['in what holds itself', messages({}), messages({ extra: text })],
  ])('is told once %s', async (_, before, after) => {
    const finding = await onlyFinding(before, after);
    expect(finding).toMatchObject({ rule: 'property-added', severity: 'breaking', proof: 'witness' });
  });
});

describe('a parameter that is asked for now', () => {
  const integer = { type: 'integer', minimum: 3 };
  const kind = { name: 'kind', in: 'query', required: true, schema: { enum: ['cat'] } };
  const limit = (more: object) => ({ name: 'limit', in: 'query', schema: integer, ...more });
  const api = (paths: readonly string[], ...parameters: object[]) => ({
    paths: Object.fromEntries(
      paths.map((path) => [path, { get: { parameters, responses: { '204': { description: 'Done.' } } } }]),
    ),
  });

  test.each([
    ['is new', [kind]],
    ['could be left out', [kind, limit({})]],
  ])('is shown by the call that leaves it out, where it %s', async (_, before) => {
    const { findings } = await compare(api(['/pets'], ...before), api(['/pets'], kind, limit({ required: true })));
    expect(findings).toMatchObject([
      { severity: 'breaking', proof: 'witness', witness: { kind: 'request', http: 'GET /pets?kind=cat HTTP/1.1' } },
    ]);
  });

  test('is shown once where many operations ask for the same', async () => {
    const paths = ['/a', '/b', '/c'];
    const { findings } = await compare(api(paths), api(paths, limit({ required: true })));
    expect(findings).toHaveLength(3);
    expect(findings.flatMap(({ witness }) => witness?.http ?? [])).toEqual(['GET /a HTTP/1.1']);
  });

  test('is shown by no call where it may still be left out, or stands in the path that the call had', async () => {
    expect((await compare(api(['/pets']), api(['/pets'], limit({})))).findings[0]?.witness).toBeNull();
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
    const { findings } = await compare(api(['/pets/{id}']), api(['/pets/{id}'], id));
    expect(findings.map(({ severity, witness }) => [severity, witness])).toEqual([['risky', null]]);
  });
});
