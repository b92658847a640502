// Where lists travel as text, a list of one value is written as that value: who sent the one is read as having sent the other.

import { describe, expect, it, test } from 'vitest';
import { compare } from './compare.ts';

const around = (operation: object, path = '/things') => ({
  openapi: '3.0.3',
  paths: { [path]: { post: { responses: { 200: { description: 'ok' } }, ...operation } } },
});
const parameter = (more: object) => (schema: object) => around({ parameters: [{ name: 'x', schema, ...more }] });
const inPath = (more: object) => (schema: object) =>
  around({ parameters: [{ name: 'x', in: 'path', required: true, schema, ...more }] }, '/things/{x}');
const form =
  (mediaType: string, encoding: object = {}) =>
  (x: object) => {
    const schema = { type: 'object', properties: { x, other: { type: 'integer' } }, required: ['other'] };
    return around({ requestBody: { required: true, content: { [mediaType]: { schema, encoding } } } });
  };

const letters = { type: 'string', enum: ['a', 'b'] };
const list = (items: object, more: object = {}) => ({ type: 'array', items, ...more });

const written = [
  ['a query, its name repeated', parameter({ in: 'query' })],
  ['a query, joined by commas', parameter({ in: 'query', explode: false })],
  ['a query, joined by pipes', parameter({ in: 'query', explode: false, style: 'pipeDelimited' })],
  ['a header', parameter({ in: 'header' })],
  ['a cookie', parameter({ in: 'cookie', explode: false })],
  ['a path', inPath({})],
  ['a path with dots', inPath({ style: 'label' })],
  ['a form', form('application/x-www-form-urlencoded')],
  ['a form, joined by commas', form('application/x-www-form-urlencoded', { x: { style: 'form', explode: false } })],
  ['the parts of a form', form('multipart/form-data')],
] as const;

/** Where each value stands by itself, a comma in it is nothing. */
const apart = ['a query, its name repeated', 'a form', 'the parts of a form'];

describe.each(written)('in %s', (where, say) => {
  test.each([
    ['a text without commas', { type: 'string', pattern: '^[a-z]*$' }],
    ['one of some words', letters],
    ['an integer', { type: 'integer' }],
  ])('%s may become a list of such', async (_, value) => {
    const found = await compare(say(value), say(list(value)));
    expect([found.verdict, found.findings.map(({ severity }) => severity)]).toEqual([
      'compatible',
      found.findings.map(() => 'safe'),
    ]);
  });

  test('a text may become a list of such, unless a comma in it makes it several', async () => {
    const { findings } = await compare(say({ type: 'string' }), say(list({ type: 'string' })));
    expect(findings.map(({ severity, undecidedBecause }) => [severity, undecidedBecause])).toEqual([
      apart.includes(where) ? ['safe', null] : ['risky', expect.stringContaining('as several where it has a comma')],
    ]);
  });

  test('nor may one of some words, where one of them has a comma', async () => {
    const words = { type: 'string', enum: ['a', 'a,b'] };
    const { verdict } = await compare(say(words), say(list({ type: 'string' })));
    expect(verdict).toBe(apart.includes(where) ? 'compatible' : 'risky');
  });

  test('it does not matter in what words the list is said', async () => {
    const said = list({ type: 'string' });
    const named = { $ref: '#/components/schemas/List' };
    const [first, ...others] = await Promise.all(
      [said, { allOf: [said] }, { anyOf: [said, list({ type: 'string', maxLength: 9 })] }, named].map((each) =>
        compare(say({ type: 'string' }), { ...say(each), components: { schemas: { List: said } } }),
      ),
    );
    for (const { verdict } of others) expect(verdict).toBe(first!.verdict);
  });

  test('a value that the list does not take is refused, and shown', async () => {
    const { findings } = await compare(say({ type: 'string', enum: ['a', 'b', 'c'] }), say(list(letters)));
    expect(findings.map(({ severity, witness }) => [severity, witness?.http])).toEqual([
      ['breaking', expect.stringMatching(/[=./: \n]c\b/)],
    ]);
  });

  test('a list of two or more is asked for, and one value is refused', async () => {
    const { findings } = await compare(say(letters), say(list(letters, { minItems: 2 })));
    expect(findings.map(({ severity, proof }) => [severity, proof])).toEqual([['breaking', 'witness']]);
  });
});

test.each([
  ['joined', parameter({ in: 'query', explode: false }), '?x=a,a '],
  ['repeated', parameter({ in: 'query' }), '?x=a&x=a '],
  ['in a form', form('application/x-www-form-urlencoded'), 'x=a&x=a'],
] as const)('a list that becomes one value is shown by a list of two, %s', async (_, say, text) => {
  const { findings } = await compare(say(list(letters)), say(letters));
  expect(findings.map(({ severity, witness }) => [severity, witness?.http])).toEqual([
    ['breaking', expect.stringContaining(text)],
  ]);
});

test('a list of two is no example against a text, where it is joined into one', async () => {
  const shown = async (more: object) => {
    const say = parameter({ in: 'query', ...more });
    const { findings } = await compare(say(list({ type: 'string' }, { minItems: 2 })), say({ type: 'string' }));
    return findings.map(({ severity, witness }) => [severity, witness?.http.split('\n')[0]]);
  };
  expect(await shown({ explode: false })).toEqual([['safe', undefined]]);
  expect(await shown({ explode: true })).toEqual([['breaking', 'POST /things?x=a&x=a HTTP/1.1']]);
});

test('a field is read so as well where several parts make up the form', async () => {
  const parts = (x: object) => ({ allOf: [{ type: 'object', properties: { x } }, { maxProperties: 2 }] });
  const say = (x: object) =>
    around({ requestBody: { required: true, content: { 'multipart/form-data': { schema: parts(x) } } } });
  expect((await compare(say(letters), say(list(letters)))).verdict).toBe('compatible');
});

test('what may be one value or a list may become a list, wherever the name is repeated or the list is joined', async () => {
  const integer = { type: 'integer' };
  const either = { oneOf: [integer, list(integer)] };
  for (const [, say] of written) expect((await compare(say(either), say(list(integer)))).verdict).toBe('compatible');
  for (const [, say] of written) expect((await compare(say(either), say(list(letters)))).verdict).toBe('breaking');
});

test('what may be one of some words or a list takes a value as a list of one, wherever the list is not joined', async () => {
  const [text, integer] = [{ type: 'string', maxLength: 9 }, { type: 'integer' }];
  for (const [where, say] of written.filter(([each]) => apart.includes(each))) {
    const either = { anyOf: [letters, list({ type: 'string' })] };
    expect([where, (await compare(say(text), say(either))).verdict]).toEqual([where, 'compatible']);
    const { findings } = await compare(say(text), say({ anyOf: [letters, list(integer)] }));
    expect(findings.map(({ severity, proof }) => [severity, proof])).toContainEqual(['breaking', 'witness']);
  }
});

test('a field that takes a value alone stays so beside one that takes it in a list', async () => {
  const fields = (x: object, y: object) => {
    const schema = { type: 'object', properties: { x, y } };
    return around({ requestBody: { required: true, content: { 'multipart/form-data': { schema } } } });
  };
  const text = { type: 'string', maxLength: 9 };
  const either = (...forms: readonly object[]) => ({ anyOf: forms });
  const before = fields(text, text);
  const after = fields(either(letters, list({ type: 'string' })), either({ type: 'string' }, list(letters)));
  expect((await compare(before, after)).verdict).toBe('compatible');
});

describe.each([
  ['a query', (x: object) => parameter({ in: 'query' })(x)],
  ['a form', (x: object) => form('application/x-www-form-urlencoded')(x)],
  ['the parts of a form', (x: object) => form('multipart/form-data')(x)],
])('beside a null, for which nothing is written in %s,', (_, say) => {
  const [text, integer] = [{ type: 'string' }, { type: 'integer' }];
  const orNull = (...forms: readonly object[]) => ({ anyOf: [...forms, { type: 'null' }] });
  const verdict = async (before: object, after: object) =>
    (await compare({ ...say(before), openapi: '3.1.0' }, { ...say(after), openapi: '3.1.0' })).verdict;

  test('a value may become a list of such, a number a text, and several forms one that takes them all', async () => {
    expect(await verdict(orNull(text), orNull(list(text)))).toBe('compatible');
    expect(await verdict(orNull(integer), text)).toBe('compatible');
    expect(await verdict(orNull(text, integer), orNull(text))).toBe('compatible');
  });

  test('what refuses a value breaks', async () => {
    expect(await verdict(orNull(text), orNull(list(letters)))).toBe('breaking');
    expect(await verdict(orNull(text), integer)).toBe('breaking');
    expect(await verdict(orNull(text, integer), orNull(integer))).toBe('breaking');
  });
});

test('the items of a field are read so as well where they are a schema of their own', async () => {
  const components = { schemas: { Id: { type: 'integer' } } };
  const say = form('application/x-www-form-urlencoded');
  const before = { ...say(list({ $ref: '#/components/schemas/Id' })), components };
  expect((await compare(before, { ...say(list({ type: 'string' })), components })).verdict).toBe('compatible');
  expect((await compare(before, { ...say(list({ type: 'boolean' })), components })).verdict).toBe('breaking');
});

test('an object in JSON has no list of one', async () => {
  const json = form('application/json');
  const { findings } = await compare(json(letters), json(list(letters)));
  expect(findings.map(({ severity, proof }) => [severity, proof])).toEqual([['breaking', 'witness']]);
});

test('a path that is written in another style is another path', async () => {
  const { verdict } = await compare(inPath({})(letters), inPath({ style: 'label' })(list(letters)));
  expect(verdict).toBe('breaking');
});

describe('a list that is one text', () => {
  test.each([
    ['a header', parameter({ in: 'header' })],
    ['a query, joined by commas', parameter({ in: 'query', explode: false })],
    ['a path', inPath({})],
  ])('may become a text in %s, which takes any', async (_, say) => {
    expect((await compare(say(list(letters)), say({ type: 'string' }))).verdict).toBe('compatible');
    expect((await compare(say(list({ type: 'integer' })), say({ type: 'string' }))).verdict).toBe('compatible');
    expect((await compare(say(list(letters)), say(letters))).verdict).toBe('breaking');
    const either = { anyOf: [{ type: 'integer' }, list(letters)] };
    expect((await compare(say(either), say({ type: 'string' }))).verdict).toBe('compatible');
    expect((await compare(say(either), say(list(letters)))).verdict).toBe('breaking');
  });

  test('may not where the name is repeated for each', async () => {
    const say = parameter({ in: 'query' });
    expect((await compare(say(list(letters)), say({ type: 'string' }))).verdict).toBe('breaking');
    const either = { anyOf: [{ type: 'integer' }, list(letters)] };
    expect((await compare(say(either), say({ type: 'string' }))).verdict).toBe('breaking');
  });
});

test('the empty text is never sent in a path, and may be refused there', async () => {
  const [any, some] = [{ type: 'string' }, { type: 'string', minLength: 1 }];
  expect((await compare(inPath({})(any), inPath({})(some))).verdict).toBe('compatible');
  expect((await compare(inPath({})(any), inPath({})({ ...some, minLength: 2 }))).verdict).toBe('breaking');
  expect((await compare(parameter({ in: 'query' })(any), parameter({ in: 'query' })(some))).verdict).toBe('breaking');
});

describe('how a list would be written says nothing of a single value', () => {
  const text = { type: 'string' };
  const joined = parameter({ in: 'query', explode: false });
  const repeated = parameter({ in: 'query' });

  test('so that a list joined by commas may become a text, and its name repeated may not', async () => {
    expect((await compare(joined(list(text)), repeated(text))).verdict).toBe('compatible');
    const { findings } = await compare(repeated(list(text)), joined(text));
    expect(findings).toMatchObject([{ rule: 'type-changed', severity: 'breaking', witness: { value: ['a', 'a'] } }]);
  });

  test.each([
    ['in a part', { allOf: [list(text)] }],
    ['as the only type', { ...list(text), type: ['array'] }],
  ])('however the list is said: %s', async (_, said) => {
    const [before, after] = [joined(said), joined(text)].map((each) => ({ ...each, openapi: '3.1.0' }));
    expect((await compare(before, after)).verdict).toBe('compatible');
  });

  test('and a text is read as one of a list whose name is repeated', async () => {
    expect((await compare(joined(text), repeated(list(text)))).verdict).toBe('compatible');
    expect((await compare(repeated(text), joined(list(text)))).verdict).toBe('risky');
  });

  test('and a text that is said as one of several forms, too', async () => {
    const forms = { oneOf: [text, { type: 'integer' }] };
    expect((await compare(joined(forms), repeated(list(text)))).verdict).toBe('compatible');
  });
});

describe('what is written as one text', () => {
  const text = { type: 'string' };
  const pair = { type: 'object', properties: { a: { type: 'integer' }, b: text } };
  const verdict = async (before: object, after: object) => (await compare(before, after)).verdict;

  test.each(written)('a list of one value at most may become that value, in %s', async (_, say) => {
    const one = (items: object) => say(list(items, { minItems: 1, maxItems: 1 }));
    expect(await verdict(one(text), say(text))).toBe('compatible');
    expect(await verdict(one({ type: 'integer' }), say({ type: 'integer' }))).toBe('compatible');
    expect(await verdict(one(text), say(letters))).toBe('breaking');
    const two = say(list({ type: 'integer' }, { minItems: 1, maxItems: 2 }));
    expect(await verdict(two, say({ type: 'integer' }))).toBe('breaking');
  });

  test.each([
    ['a header', parameter({ in: 'header' })],
    ['a query, joined by commas', parameter({ in: 'query', explode: false })],
  ])('an object in %s may become a text, but not one of some words', async (_, say) => {
    const { findings } = await compare(say(pair), say(text));
    expect(new Set(findings.map(({ rule, severity }) => `${rule} ${severity}`))).toEqual(
      new Set(['type-changed safe', 'property-removed risky']),
    );
    expect(await verdict(say(pair), say(letters))).toBe('breaking');
    expect(await verdict(say({ type: 'object', properties: { a: pair } }), say(text))).toBe('breaking');
  });

  test('an object in a query has a name for each of its properties', async () => {
    const query = parameter({ in: 'query', explode: true });
    expect(await verdict(query(pair), query(text))).toBe('breaking');
  });

  test('of a query that could hold anything only a repeated name is in doubt', async () => {
    const query = parameter({ in: 'query' });
    const { findings } = await compare(query({}), query(text));
    expect(findings.map(({ severity, undecidedBecause }) => [severity, undecidedBecause])).toEqual([
      ['risky', expect.stringContaining('written several times')],
    ]);
    expect(await verdict(query({}), query(letters))).toBe('breaking');
  });
});

describe('a list of one value at most', () => {
  const joined = { in: 'query', explode: false };
  const piped = { ...joined, style: 'pipeDelimited' };
  const verdictOf = async (before: object, after: object, schema: object) =>
    (await compare(parameter(before)(schema), parameter(after)(schema))).verdict;

  it.each([
    ['numbers', { type: 'integer' }],
    ['listed words', letters],
  ])('of %s is written alike however several would be', async (_, items) => {
    const few = list(items, { maxItems: 1 });
    for (const [before, after] of [
      [joined, { in: 'query' }],
      [{ in: 'query' }, piped],
      [piped, joined],
    ] as const) {
      expect(await verdictOf(before, after, few)).toBe('identical');
      expect(await verdictOf(before, after, list(items, { maxItems: 2 }))).toBe('breaking');
    }
  });

  it('is written otherwise where its name tells of what it is in', async () => {
    const deep = { in: 'query', style: 'deepObject' };
    const few = list({ type: 'integer' }, { maxItems: 1 });
    expect(await verdictOf({ in: 'query' }, deep, few)).toBe('breaking');
    expect(await verdictOf(deep, { in: 'query' }, few)).toBe('breaking');
  });

  it('is a risk where a comma may be in it', async () => {
    expect(await verdictOf(joined, { in: 'query' }, list({ type: 'string' }, { maxItems: 1 }))).toBe('risky');
  });

  it('has to be no longer before, when it becomes so with another style', async () => {
    const several = parameter(joined)(list(letters));
    expect((await compare(several, parameter({ in: 'query' })(list(letters, { maxItems: 1 })))).verdict).toBe(
      'breaking',
    );
  });
});

const inText = written.filter(([place]) => !place.includes('form'));

describe.each(inText)('a list in %s, of whose items nothing was said', (_, described) => {
  it('held texts, and breaks nobody where that is said', async () => {
    const texts = described(list({ type: 'string' }));
    expect((await compare(described({ type: 'array' }), texts)).verdict).toBe('compatible');
    expect((await compare(described(list({})), texts)).verdict).toBe('compatible');
  });

  it('is narrowed by more than that', async () => {
    expect((await compare(described({ type: 'array' }), described(list(letters)))).verdict).toBe('breaking');
    expect((await compare(described({ type: 'array' }), described(list({ type: 'integer' })))).verdict).toBe(
      'breaking',
    );
  });
});
