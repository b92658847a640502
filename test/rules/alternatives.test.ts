// Alternatives are told by what became of them, wherever the list of them stands, and once.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const around = (operation: object) => ({
  paths: { '/pets': { post: { responses: { 204: { description: 'ok' } }, ...operation } } },
});
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const asked = (schema: object) => around({ requestBody: { required: true, ...content(schema) } });
const given = (schema: object) => around({ responses: { 200: { description: 'ok', ...content(schema) } } });

const form = (name: string) => ({
  type: 'object',
  title: name,
  properties: { [name]: { type: 'string' } },
  required: [name],
});
const [cat, dog] = [form('Cat'), form('Dog')];
const open = { type: 'object' };

const found = async (before: object, after: object) =>
  (await compare(before, after)).findings.map(({ severity, message }) => `${severity}: ${message}`);

describe('the first alternatives of a schema that was open', () => {
  test.each(['oneOf', 'anyOf'])('are a demand in a request: %s', async (keyword) => {
    const demand = asked({ ...open, [keyword]: [cat, dog] });
    expect(await found(asked(open), demand)).toEqual(['breaking: The request body must now be `Cat` or `Dog`']);
    expect(await found(demand, asked(open))).toEqual(['safe: The request body need no longer be `Cat` or `Dog`']);
  });

  test('are a promise in a response, and missed when they go', async () => {
    const promise = given({ ...open, anyOf: [cat, dog] });
    expect(await found(given(open), promise)).toEqual(['safe: The 200 response body must now be `Cat` or `Dog`']);
    expect(await found(promise, given(open))).toEqual([
      'breaking: The 200 response body need no longer be `Cat` or `Dog`',
    ]);
  });

  test('say so where they take the place of those of the other keyword', async () => {
    const [one, any] = [{ oneOf: [cat, dog] }, { anyOf: [cat, dog] }];
    expect(await found(asked(one), asked(any))).toEqual([
      'safe: The request body need no longer be `Cat` or `Dog`: `anyOf` takes the place of `oneOf`',
    ]);
    const { findings } = await compare(asked(any), asked(one));
    expect(findings[0]).toMatchObject({
      severity: 'risky',
      message: 'The request body must now be `Cat` or `Dog`: `oneOf` takes the place of `anyOf`',
      undecidedBecause: 'a value of several forms at once fits `anyOf`, and no `oneOf`',
    });
    expect((await compare(given(one), given(any))).verdict).toBe('risky');
    expect((await compare(given(any), given(one))).verdict).toBe('compatible');
  });

  test('are no risk where no value is of two of them', async () => {
    const kinds = ['Cat', 'Dog'].map((kind) => ({
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: kind } },
    }));
    expect((await compare(asked({ anyOf: kinds }), asked({ oneOf: kinds }))).verdict).toBe('compatible');
  });

  test('go by their value where they are one', async () => {
    const values = (...all: readonly string[]) => ({ oneOf: all.map((each) => ({ const: each })) });
    expect(await found(given(values('a', 'b')), given(values('a', 'b', 'c')))).toEqual([
      'breaking: The 200 response body may now be "c"',
    ]);
  });

  test('are numbered where nothing else tells them apart', async () => {
    const both = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } };
    const [few, many] = [{ maxProperties: 1 }, { minProperties: 3 }];
    expect(await found(asked(both), asked({ ...both, anyOf: [few, many] }))).toEqual([
      'breaking: The request body must now be `no. 1` or `no. 2`',
    ]);
  });
});

describe('a list of alternatives that stands in an allOf', () => {
  const within = (...forms: object[]) => ({ allOf: [{ oneOf: forms }] });

  test('says what it says by itself', async () => {
    expect((await compare(asked(within(cat)), asked({ oneOf: [cat] }))).verdict).toBe('identical');
    expect((await compare(asked(within(cat, dog)), asked({ oneOf: [cat, dog] }))).verdict).toBe('identical');
  });

  test('takes up a second form, told once', async () => {
    const one = 'body had one form and may now also be `Dog`';
    expect(await found(asked(within(cat)), asked(within(cat, dog)))).toEqual([`safe: The request ${one}`]);
    expect(await found(given(within(cat)), given(within(cat, dog)))).toEqual([`breaking: The 200 response ${one}`]);
  });

  test('loses all forms but one, told once', async () => {
    expect(await found(asked(within(cat, dog)), asked(within(cat)))).toEqual([
      'breaking: The request body has one form now and may no longer be `Dog`',
    ]);
  });
});

describe('properties that were said of all alternatives together, and now of each', () => {
  const text = { type: 'string' };
  const having = (name: string) => ({ properties: { [name]: text }, required: [name] });
  const [meows, barks] = [having('meows'), having('barks')];
  const shared = { properties: { id: text, note: text }, required: ['id'] };
  const withShared = ({ properties, required }: ReturnType<typeof having>, more: object = {}) => ({
    type: 'object',
    properties: { ...shared.properties, ...properties, ...more },
    required: [...shared.required, ...required],
  });
  const forms = [withShared(meows), withShared(barks)];
  const oneOf = ['Cat', 'Dog'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const named = (whole: object, cat: object, dog: object) => ({
    ...given({ ...whole, oneOf }),
    components: { schemas: { Pet: { type: 'object', ...shared }, Cat: cat, Dog: dog } },
  });

  test.each(['oneOf', 'anyOf'])('are still there: %s', async (keyword) => {
    const together = { type: 'object', ...shared, [keyword]: [meows, barks] };
    for (const side of [asked, given]) {
      const [before, after] = [side(together), side({ [keyword]: forms })];
      expect(await found(before, after)).toEqual([]);
      expect(await found(after, before)).toEqual([]);
    }
  });

  test('are still there where the forms have names, and where these extend what they were alternatives of', async () => {
    const together = named({ type: 'object', ...shared }, meows, barks);
    expect(await found(together, named({}, withShared(meows), withShared(barks)))).toEqual([]);
    const extending = (own: object) => ({ allOf: [{ $ref: '#/components/schemas/Pet' }, own] });
    const heirs = named({}, extending(meows), extending(barks));
    expect(await found(together, heirs)).toEqual([]);
  });

  test('are compared in each of them', async () => {
    const together = named({ type: 'object', ...shared }, meows, barks);
    const other = named({}, withShared(meows, { id: { type: 'integer' } }), withShared(barks));
    const { findings } = await compare(together, other);
    expect(findings.map(({ message }) => message)).toEqual([
      'The type of the property `oneOf(Cat).id` of the 200 response body changed from string to integer',
    ]);
    expect(findings[0]!.witness?.value).toBeTypeOf('number');
  });

  test('are gone where one of them has them no longer', async () => {
    const together = named({ type: 'object', ...shared }, meows, barks);
    const { findings } = await compare(together, named({}, withShared(meows), barks));
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: 'breaking',
        message: 'The required property `id` of the 200 response body is gone',
      }),
    );
  });

  test('are still there where only the forms say them no more', async () => {
    const repeating = (own: typeof meows) => ({ ...own, properties: { ...own.properties, id: text } });
    const whole = { type: 'object', ...shared };
    for (const side of [asked, given]) {
      const twice = side({ ...whole, oneOf: [repeating(meows), barks] });
      const once = side({ ...whole, oneOf: [meows, barks] });
      expect(await found(twice, once)).toEqual([]);
      expect(await found(once, twice)).toEqual([]);
    }
  });

  test('are still there where the forms took them over, and the discriminator that tells them apart stays', async () => {
    const toPet = { $ref: '#/components/schemas/Pet' };
    const discriminator = { propertyName: 'id', mapping: { cat: 'Cat', dog: 'Dog' } };
    const pets = (pet: object, cat: object, dog: object) => ({
      ...given(toPet),
      components: { schemas: { Pet: { ...pet, oneOf, discriminator }, Cat: cat, Dog: dog } },
    });
    const heirs = [meows, barks].map((own) => ({ allOf: [toPet, own] })) as [object, object];
    const before = pets({ type: 'object', ...shared }, ...heirs);
    const after = pets({}, withShared(meows), withShared(barks));
    for (const [left, right] of [
      [before, after],
      [after, before],
    ] as const)
      expect((await found(left, right)).filter((message) => !message.startsWith('safe: '))).toEqual([]);
  });

  test('are still there in a union that is one of several alternatives', async () => {
    const together = { type: 'object', ...shared, anyOf: [meows, barks] };
    const cow = { type: 'object', properties: { moos: text } };
    for (const side of [asked, given]) {
      const [before, after] = [side({ anyOf: [together, cow] }), side({ anyOf: [{ anyOf: forms }, cow] })];
      expect(await found(before, after)).toEqual([]);
      expect(await found(after, before)).toEqual([]);
    }
  });

  test.each([
    ['under another keyword', (anyOf: object[], oneOf: object) => ({ anyOf, ...oneOf })],
    ['in a part of its own', (oneOf: object[], other: object) => ({ allOf: [{ oneOf }, other] })],
  ])('are still there where another list of alternatives says nothing of them: %s', async (_, beside) => {
    const others = [having('owner'), having('habitat')];
    for (const side of [asked, given]) {
      const together = side({ type: 'object', ...beside(others, { ...shared, oneOf: [meows, barks] }) });
      const ofEach = side({ type: 'object', ...beside(others, { oneOf: forms }) });
      expect(await found(together, ofEach)).toEqual([]);
      expect(await found(ofEach, together)).toEqual([]);
    }
  });

  test('are told in the form that changed, though no form has a name', async () => {
    const before = asked({ type: 'object', ...shared, oneOf: [meows, barks] });
    const other = { oneOf: [withShared(meows), withShared(barks, { barks: { type: 'integer' } })] };
    const { findings } = await compare(before, asked(other));
    const breaking = findings.filter(({ severity }) => severity === 'breaking');
    expect(breaking.map(({ subject, witness }) => [subject, typeof witness?.value])).toEqual([
      ['body.oneOf(barks).barks', 'string'],
    ]);
  });

  test('are not missed in each form of one list where the other took them over', async () => {
    const [sits, runs] = [having('sits'), having('runs')];
    const taking = (own: typeof meows, name: string) => ({
      properties: { ...own.properties, [name]: text },
      required: [...own.required, name],
    });
    const before = given({
      type: 'object',
      properties: { id: text, note: text },
      required: ['id', 'note'],
      oneOf: [meows, barks],
      anyOf: [sits, runs],
    });
    const after = given({
      type: 'object',
      oneOf: [taking(meows, 'id'), taking(barks, 'id')],
      anyOf: [taking(sits, 'note'), taking(runs, 'note')],
    });
    const { findings } = await compare(before, after);
    const alarms = findings.filter(({ severity }) => severity !== 'safe');
    expect(alarms.map(({ subject }) => subject)).toEqual(['200.body.id', '200.body.note']);
  });

  test('leave what is said of all together told once', async () => {
    const whole = (kept: object, properties: object) => ({ type: 'object', properties: { kept, ...properties } });
    const before = named(whole(text, { id: text }), meows, barks);
    const after = named(whole({ type: 'integer' }, {}), withShared(meows), withShared(barks));
    const messages = (await compare(before, after)).findings.map(({ message }) => message);
    expect(messages.filter((message) => message.includes('kept'))).toEqual([
      'The type of the property `kept` of the 200 response body changed from string to integer',
    ]);
  });
});

describe.each([
  ['a JSON body', (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } })],
  [
    'a field of a form',
    (schema: object) => ({
      requestBody: {
        content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { it: schema } } } },
      },
    }),
  ],
  ['a query', (schema: object) => ({ parameters: [{ name: 'it', in: 'query', schema }] })],
  ['a header', (schema: object) => ({ parameters: [{ name: 'It', in: 'header', schema }] })],
])('in %s', (_, around) => {
  const of = (schema: object) => ({
    paths: { '/pets': { post: { responses: { 204: { description: 'Done.' } }, ...around(schema) } } },
  });
  const form = (title: string, sound: string) => ({
    type: 'object',
    title,
    properties: { [sound]: { type: 'boolean' } },
  });
  const [cat, dog, cow] = [form('Cat', 'meows'), form('Dog', 'barks'), form('Cow', 'moos')];

  test.each([
    ['one of three', { anyOf: [cat, dog, cow] }, { anyOf: [cat, dog] }],
    ['one of two', { anyOf: [cat, dog] }, cat],
  ])('%s that is gone is told of, though another lets through what it does not describe', async (_, before, after) => {
    const { verdict, findings } = await compare(of(before), of(after));
    expect([verdict, findings.map(({ severity }) => severity)]).toEqual(['risky', ['risky']]);
  });
});

test('numbers and words that a text stands for are not taken for another', async () => {
  const of = (schema: object) => ({
    paths: { '/pets': { get: { parameters: [{ name: 'it', in: 'query', schema }], responses: {} } } },
  });
  const [whole, flag, text] = [{ type: 'integer' }, { type: 'boolean' }, { type: 'string' }];
  for (const after of [text, { anyOf: [whole, { type: 'array', items: text }] }, { anyOf: [text, { type: 'array' }] }])
    expect((await compare(of({ anyOf: [whole, flag] }), of(after))).verdict).toBe('compatible');
});

describe('alternatives of one name, tag or shape', () => {
  const media = (actions: string[], more: object = {}, ...required: string[]) => ({
    type: 'object',
    properties: { type: { const: 'MEDIA' }, target: { type: 'string' }, action: { enum: actions }, ...more },
    required: ['type', 'action', ...required],
  });
  const mute = media(['MUTE', 'UNMUTE']);
  const play = media(['PLAY', 'PAUSE'], {}, 'target');
  const skip = media(['SKIP', 'BACK'], { amount: { type: 'integer' } }, 'amount');

  test('are the same in another order', async () => {
    const { verdict, findings } = await compare(
      given({ oneOf: [mute, play, skip] }),
      given({ oneOf: [skip, media(['PAUSE', 'PLAY'], {}, 'target'), media(['UNMUTE', 'MUTE'])] }),
    );
    expect({ verdict, findings }).toEqual({ verdict: 'identical', findings: [] });
  });

  test('keep their tag, whatever else of them changes places', async () => {
    const tagged = (kind: string, ...names: string[]) => ({
      type: 'object',
      properties: { kind: { const: kind }, ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])) },
      required: ['kind', ...names],
    });
    const before = given({ oneOf: [tagged('cat', 'claws', 'fur'), tagged('dog', 'bark', 'tail')] });
    const after = given({ oneOf: [tagged('dog', 'claws', 'fur'), tagged('cat', 'bark', 'tail')] });
    const told = (await compare(before, after)).findings.map(({ rule, subject }) => `${rule} ${subject}`);
    expect(told).toContain('property-removed 200.body.oneOf(kind=cat).claws');
    expect(told).toContain('property-removed 200.body.oneOf(kind=dog).tail');
  });

  test('are called by the same of two tags, in whichever order these are written', async () => {
    const tagged = (size: object, ...order: readonly string[]) => {
      const tags: Readonly<Record<string, object>> = { kind: { const: 'cat' }, apiVersion: { const: 'v1' } };
      const properties = Object.fromEntries(order.map((name) => [name, tags[name]]));
      return { type: 'object', properties: { ...properties, size }, required: order };
    };
    const [some, other] = [{ type: 'integer' }, { type: 'string' }];
    const subjects = async (...order: readonly string[]) => {
      const form = (size: object) => given({ oneOf: [tagged(size, ...order), { type: 'array', items: some }] });
      return (await compare(form(some), form(other))).findings.map(({ subject }) => subject);
    };
    expect(await subjects('kind', 'apiVersion')).toEqual(['200.body.oneOf(apiVersion=v1).size']);
    expect(await subjects('apiVersion', 'kind')).toEqual(['200.body.oneOf(apiVersion=v1).size']);
  });

  test('are compared with the one that is most alike', async () => {
    const day = { type: 'string', pattern: '^[0-9]+$', maxLength: 20 };
    const word = { type: 'string', enum: ['today', 'now'] };
    expect(
      await found(
        given({ anyOf: [day, word] }),
        given({
          anyOf: [
            { ...word, enum: ['today', 'now', 'soon'] },
            { ...day, maxLength: 10 },
          ],
        }),
      ),
    ).toEqual([
      'breaking: The alternative `anyOf(string)` of the 200 response body may now be "soon"',
      'safe: The maximum length of the alternative `anyOf(string)` of the 200 response body was lowered from 20 to 10',
    ]);
  });
});

test.each([
  ['default', { default: null }],
  ['deprecated', { deprecated: false }],
  ['const', { const: null }],
  ['enum', { enum: [null] }],
  ['an extension', { 'x-order': 2 }],
])('a null alternative is null whatever stands beside its type: %s', async (_, beside) => {
  const written = { oneOf: [cat, { type: 'null', ...beside }] };
  const plain = { oneOf: [cat, { type: 'null' }] };
  for (const [before, after] of [
    [written, plain],
    [plain, written],
  ])
    expect(await compare(given(before!), given(after!))).toMatchObject({ verdict: 'identical', findings: [] });
});

test('a null alternative that says it is not only read is no more a form than any other', async () => {
  const written = { oneOf: [{ type: 'string' }, { type: 'null', readOnly: false, writeOnly: false }] };
  const { refactors } = await compare(given(written), given({ type: ['string', 'null'] }));
  expect(refactors.map(({ message }) => message)).toEqual([
    expect.stringContaining('is described in another way and lets the same values through'),
  ]);
});

test.each(['3.1.1', '3.2.0'])(
  'a null that a second form lets in is refused, also where the newer release is %s',
  async (openapi) => {
    const orNull = (type: object) => asked({ oneOf: [type, { type: 'null' }] });
    const before = orNull({ type: 'string' });
    const { findings } = await compare(before, { ...orNull({ type: ['string', 'null'] }), openapi });
    expect(findings).toMatchObject([{ severity: 'breaking', witness: { value: null } }]);
  },
);

describe('a list of values that is "or null"', () => {
  const words = { type: 'string', enum: ['cat', 'dog'] };
  const orNull = { anyOf: [words, { type: 'null' }] };
  const withNull = { type: ['string', 'null'], enum: ['cat', 'dog', null] };
  const unlisted = { type: ['string', 'null'], enum: ['cat', 'dog'] };

  test('says what a list says that has null among its values', async () => {
    for (const [before, after] of [
      [orNull, withNull],
      [withNull, orNull],
    ])
      expect(await compare(given(before!), given(after!))).toMatchObject({ verdict: 'identical', findings: [] });
  });

  test('says more than a list without null, whatever type stands beside that', async () => {
    const { findings } = await compare(given(unlisted), given(orNull));
    expect(findings).toMatchObject([{ rule: 'enum-value-added', severity: 'breaking', witness: { value: null } }]);
    expect((await compare(given(orNull), given(words))).findings).toMatchObject([{ rule: 'became-not-nullable' }]);
  });

  test('is told of no null that the type lets in and the list does not', async () => {
    for (const [before, after] of [
      [words, unlisted],
      [unlisted, words],
    ])
      expect((await compare(given(before!), given(after!))).findings).toEqual([]);
  });

  test('is told of a null that it keeps out where it becomes something else', async () => {
    expect(await found(given(unlisted), given({ type: ['object', 'null'] }))).toEqual([
      'breaking: The 200 response body may now be null',
      'breaking: The type of the 200 response body changed from string to object',
    ]);
  });

  test('does so also where the list without null is one of OpenAPI 3.0', async () => {
    const old = { ...given({ type: 'string', nullable: true, enum: ['cat', 'dog'] }), openapi: '3.0.3' };
    const { findings } = await compare(old, given(orNull));
    expect(findings).toMatchObject([{ rule: 'enum-value-added', severity: 'breaking', witness: { value: null } }]);
  });
});

describe('a null beside alternatives of which one alone is left', () => {
  const orNull = (...forms: readonly object[]) => ({ anyOf: [...forms, { type: 'null' }] });

  test('is told where it goes with the others, and where it comes with them', async () => {
    expect(await found(asked(orNull(cat, dog)), asked(cat))).toEqual([
      'breaking: The request body has one form now and may no longer be `Dog`',
      'breaking: The request body may no longer be null',
    ]);
    expect(await found(given(cat), given(orNull(cat, dog)))).toEqual([
      'breaking: The 200 response body had one form and may now also be `Dog`',
      'breaking: The 200 response body may now be null',
    ]);
  });

  test('is not told where it stays', async () => {
    const text = { type: 'string' };
    for (const [one, left] of [
      [cat, orNull(cat)],
      [text, { type: ['string', 'null'] }],
    ]) {
      const { findings, refactors } = await compare(given(orNull(one!, dog)), given(left!));
      expect(findings).toMatchObject([{ rule: 'alternatives-unwrapped' }]);
      expect(refactors).toEqual([]);
    }
  });
});

describe('a default beside alternatives of which one alone is left', () => {
  const [text, integer] = [{ type: 'string' }, { type: 'integer' }];
  const property = (it: object) => asked({ type: 'object', properties: { it } });
  const either = (more: object) => property({ anyOf: [text, integer, { type: 'null' }], ...more });

  test.each([null, 'red'])('is not told where it stays: %j', async (value) => {
    const alone = property({ anyOf: [text, { type: 'null' }], default: value });
    expect((await compare(alone, either({ default: value }))).verdict).toBe('compatible');
    expect((await compare(either({ default: value }), alone)).findings).toMatchObject([
      { rule: 'alternatives-unwrapped' },
    ]);
  });

  test('is told of the whole value where it changes', async () => {
    const { findings } = await compare(property({ ...text, default: 'red' }), either({ default: 'blue' }));
    expect(findings.find(({ rule }) => rule.startsWith('default'))).toMatchObject({
      rule: 'default-changed',
      subject: 'body.it',
    });
  });

  test('is no other one where the alternative itself has it', async () => {
    const named = { ...text, default: 'red' };
    expect((await compare(property(named), property({ oneOf: [named, integer] }))).verdict).toBe('compatible');
  });
});

test('what only another open alternative lets through is a risk, however many there are that hold one another', async () => {
  const api = (type: string) => {
    const names = Array.from({ length: 8 }, (_, number) => `F${number}`);
    const to = (number: number) => ({ $ref: `#/components/schemas/${names[number % names.length]}` });
    const schemas = names.map((name, number) => {
      const own = { [`of${name}`]: { type: number === 1 ? type : 'string' } };
      return [name, { type: 'object', properties: { ...own, next: to(number + 1) } }] as const;
    });
    const whole = { anyOf: names.map((_, number) => to(number)) };
    return { ...asked(whole), components: { schemas: Object.fromEntries(schemas) } };
  };
  const { verdict, findings } = await compare(api('string'), api('integer'));
  expect(verdict).toBe('risky');
  expect(findings[0]).toMatchObject({ rule: 'type-changed', severity: 'risky' });
});

describe('an enum that is opened', () => {
  const listed = { type: 'string', enum: ['cat', 'dog'] };
  const answer = (schema: object) => ({
    paths: {
      '/p': { get: { responses: { '200': { description: 'x', content: { 'application/json': { schema } } } } } },
    },
  });
  const said = async (after: object) =>
    (await compare(answer(listed), answer(after))).findings.map(({ message }) => message);

  test('is said to be of its type still, however it is opened', async () => {
    expect(await said({ type: 'string' })).toEqual([
      'The 200 response body may now be any string, not only one of "cat", "dog"',
    ]);
    const longer = { type: 'string', minLength: 9 };
    expect(await said({ anyOf: [listed, longer] })).toEqual([
      'The 200 response body had one form and may now also be `string`',
    ]);
    expect(await said({})).toContain('The 200 response body may now be anything, not only one of "cat", "dog"');
    expect(await said({ type: 'string', pattern: '^[a-z]+$' })).toContain(
      'The 200 response body may now be any string that matches `^[a-z]+$`, not only one of "cat", "dog"',
    );
    expect(await said({ type: 'string', format: 'uuid' })).toContain(
      'The 200 response body may now be any string in the format uuid, not only one of "cat", "dog"',
    );
    expect(await said({ anyOf: [listed, { type: 'string' }] })).toEqual([
      'The 200 response body may now be any `string`, not only one as was described',
    ]);
  });
});

describe('alternatives that are nothing but values', () => {
  const described = (...values: readonly string[]) => ({
    oneOf: values.map((value) => ({ type: 'string', enum: [value], description: `Is ${value}.` })),
  });
  const of = (state: object, openapi = '3.0.3') => {
    const content = { 'application/json': { schema: { type: 'object', properties: { state } } } };
    const operation = { requestBody: { content }, responses: { 200: { description: 'x', content } } };
    return { openapi, paths: { '/parcels': { post: operation } } };
  };
  const told = async (before: object, after: object) =>
    (await compare(of(before), of(after))).findings.map(({ rule, severity, subject }) => [severity, rule, subject]);

  test('are a list of these, however it is written', async () => {
    const listed = { type: 'string', enum: ['new', 'old'] };
    expect(await told(described('old', 'new'), listed)).toEqual([]);
    expect(await told(listed, described('old', 'new'))).toEqual([]);
    expect(await told(listed, described('old', 'new', 'lost'))).toEqual([
      ['breaking', 'enum-value-added', '200.body.state'],
      ['safe', 'enum-value-added', 'body.state'],
    ]);
  });

  test('are none where a value is listed twice, or something else is said of one', async () => {
    const listed = { type: 'string', enum: ['new', 'old'] };
    const twice = { oneOf: [{ enum: ['new', 'old'] }, { enum: ['old'] }] };
    expect((await compare(of(listed), of(twice))).verdict).toBe('breaking');
    const short = { oneOf: [{ enum: ['new'], maxLength: 2 }, { enum: ['old'] }] };
    expect((await compare(of(listed), of(short))).verdict).toBe('breaking');
    const open = { oneOf: [{ enum: ['new'], 'x-ms-enum': { modelAsString: true } }, { enum: ['old'] }] };
    expect((await compare(of(listed), of(open))).verdict).toBe('breaking');
  });
});

test('an alternative that came or went is shown where its list has it, not at the list', async () => {
  const shared = (names: readonly string[]) => ({
    ...given({ oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) }),
    components: { schemas: { Cat: cat, Dog: dog, Cow: form('Cow') } },
  });
  const at = '/paths/~1pets/post/responses/200/content/application~1json/schema/oneOf';
  const placesOf = async (before: readonly string[], after: readonly string[]) => {
    const { findings } = await compare(shared(before), shared(after));
    return findings.map(({ rule, base, revision }) => [rule, base?.pointer, revision?.pointer]);
  };
  const [two, three] = [
    ['Cat', 'Dog'],
    ['Cat', 'Cow', 'Dog'],
  ];
  expect(await placesOf(two, three)).toEqual([['alternative-added', at, `${at}/1`]]);
  expect(await placesOf(three, two)).toEqual([['alternative-removed', `${at}/1`, at]]);
});

test('forms without a name are called by the value that tells them apart, or else by what they must hold', async () => {
  const event = (kind: string) => ({ type: 'object', properties: { event: { const: kind } }, required: ['event'] });
  const [delta, stop, done] = [event('delta'), event('stop'), event('done')];
  expect(await found(given({ oneOf: [delta, stop] }), given({ oneOf: [delta, stop, done] }))).toEqual([
    'breaking: The 200 response body may now also be `{ event: "done" }`',
  ]);
  const message = { type: 'object', properties: { text: { type: 'string' }, template: { type: 'string' } } };
  const either = { ...message, anyOf: [{ required: ['text'] }, { required: ['template'] }] };
  expect(await found(asked(message), asked(either))).toEqual([
    'breaking: The request body must now be `{ text }` or `{ template }`',
  ]);
});

describe('one value split into several forms', () => {
  const type = (...types: string[]) => ({ type: 'string', enum: types });
  const [adult, age] = [
    { type: 'object', required: ['type'], properties: { type: type('adult') } },
    { type: 'integer' },
  ];
  const whole = { ...adult, properties: { type: type('adult', 'child'), age } };
  const split = { oneOf: [adult, { ...adult, required: ['type', 'age'], properties: { type: type('child'), age } }] };

  test.each([
    ['by itself', (schema: object) => schema],
    ['in a list', (items: object) => ({ type: 'array', items })],
    ['in a map', (additionalProperties: object) => ({ type: 'object', additionalProperties })],
    [
      'in a list of one form',
      (items: object) => ({
        oneOf: [{ type: 'object', properties: { all: { type: 'array', items } } }, { type: 'string' }],
      }),
    ],
  ])('breaks for what one of them asks, and not for what another takes as before: %s', async (_, held) => {
    const told = await found(asked(held(whole)), asked(held(split)));
    const breaks = told.filter((each) => each.startsWith('breaking'));
    expect(breaks).toEqual([expect.stringMatching(/type=child\)\.age` of the request body is now required$/)]);
    expect(told).toContainEqual(expect.stringMatching(/^risky: .*type` of the request body no longer lists "adult"$/));
    const { findings } = await compare(asked(held(whole)), asked(held(split)));
    const advice = findings.map((finding) => finding.advice);
    expect(advice).toContainEqual(expect.stringMatching(/^Stop sending "adult" in this form before the release\./));
    expect(advice).toContain('Send the property wherever you send this form from the release on.');
  });
});

describe('an object that became one of several forms', () => {
  const text = { type: 'string' };
  const account = (names: string[], more: object = {}) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, text])),
    ...more,
  });
  const whole = account(['iban', 'bban', 'pan']);
  const forms = (more: object = {}) => ({
    oneOf: [account(['iban'], { required: ['iban'], ...more }), account(['bban'], { required: ['bban'], ...more })],
  });
  const closed = forms({ additionalProperties: false });

  test('keeps in a request what a form describes, and refuses what none does where all are closed', async () => {
    expect(await found(asked(whole), asked(closed))).toEqual([
      'breaking: The request body must now be `{ iban }` or `{ bban }`',
      'breaking: The property `pan` of the request body is gone',
      'safe: The property `bban` of the request body is now described only in the form `{ bban }`',
      'safe: The property `iban` of the request body is now described only in the form `{ iban }`',
    ]);
    expect(await found(asked(whole), asked(forms()))).toContain(
      'risky: The property `pan` of the request body is gone',
    );
  });

  test('is still of type object, and what its forms described is not new where it is an object again', async () => {
    expect(await found(asked(closed), asked(whole))).toEqual([
      'safe: The request body need no longer be `{ iban }` or `{ bban }`',
      'safe: The property `bban` of the request body is now described whatever the form, and not only in the form `{ bban }`',
      'safe: The property `iban` of the request body is now described whatever the form, and not only in the form `{ iban }`',
      'safe: The property `pan` of the request body is new',
    ]);
  });

  test('breaks in an answer for what was always there and is now in some forms alone', async () => {
    const always = (name: string) => given(account(['iban', 'bban', 'pan', 'bic', 'id'], { required: [name] }));
    const oneOf = ['iban', 'bban', 'pan', 'bic'].map((name) => account([name, 'id'], { required: ['id', name] }));
    const split = given({ type: 'object', oneOf });
    expect(await found(always('bban'), split)).toContain(
      'breaking: The property `bban` of the 200 response body is now described only in the form `{ id, bban }`',
    );
    expect((await compare(always('id'), split)).verdict).toBe('compatible');
  });

  test('closes nothing where each form is as closed as the object', async () => {
    const names = ['iban', 'bban', 'pan'];
    const each = { oneOf: names.map((name) => account([name], { required: [name], additionalProperties: false })) };
    const bag = account(names, { additionalProperties: false, minProperties: 1, maxProperties: 1 });
    expect(await found(asked(each), asked(bag))).toEqual([]);
    expect((await compare(asked(bag), asked(each))).verdict).toBe('compatible');
  });
});

test.each([
  ['an alternative', { oneOf: [{ $ref: '#/components/schemas/Seat' }, { type: 'null' }] }, '/oneOf'],
  ['a word beside a reference', { allOf: [{ $ref: '#/components/schemas/Seat' }], nullable: true }, '/nullable'],
])('a null that came is shown where it is written, and not in the schema that is shared: %s', async (_, seat, word) => {
  const api = (openapi: string, schema: object) => ({
    ...given({ type: 'object', properties: { seat: schema } }),
    openapi,
    components: { schemas: { Seat: { type: 'object', properties: { row: { type: 'integer' } } } } },
  });
  const openapi = 'nullable' in seat ? '3.0.3' : '3.1.0';
  const [before, after] = [api(openapi, { $ref: '#/components/schemas/Seat' }), api(openapi, seat)];
  const at = `/paths/~1pets/post/responses/200/content/application~1json/schema/properties/seat${word}`;
  expect((await compare(before, after)).findings.map(({ rule, revision }) => [rule, revision?.pointer])).toEqual([
    ['became-nullable', at],
  ]);
  expect((await compare(after, before)).findings.map(({ rule, base }) => [rule, base?.pointer])).toEqual([
    ['became-not-nullable', at],
  ]);
});
