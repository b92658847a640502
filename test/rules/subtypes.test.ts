// A value may be what a discriminator leads to though no `oneOf` lists it: such forms are compared where the schema
// that they take over is used, each once, and what they take over is told of that schema alone.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Json = Record<string, unknown>;
const shared = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const heirOf = (name: string, properties: Json, more: Json = {}) => ({
  allOf: [shared(name), { type: 'object', properties, ...more }],
});
const lives = (type: string) => heirOf('Pet', { lives: { type } });

interface Parts {
  readonly used?: Json;
  readonly place?: 'request' | 'response';
  readonly discriminator?: Json;
  readonly pet?: Json;
  readonly schemas: Json;
}

function document({ used = shared('Pet'), place = 'response', discriminator, pet = {}, schemas }: Parts) {
  const content = { content: { 'application/json': { schema: used } } };
  const operation =
    place === 'request'
      ? { requestBody: content, responses: { '204': { description: 'x' } } }
      : { responses: { '200': { description: 'x', ...content } } };
  const named = { propertyName: 'kind', ...discriminator };
  return {
    openapi: '3.0.3',
    paths: { '/pets': { post: operation } },
    components: {
      schemas: {
        Pet: {
          type: 'object',
          required: ['kind'],
          properties: { kind: { type: 'string' }, ...pet },
          discriminator: named,
        },
        ...schemas,
      },
    },
  };
}

async function told(before: Parts, after: Parts) {
  const { findings, verdict, problems } = await compare(document(before), document(after));
  expect(problems).toEqual([]);
  return { verdict, findings: findings.map(({ rule, severity, subject }) => `${severity} ${rule} ${subject}`) };
}

describe.each([
  ['a mapping', { mapping: { cat: '#/components/schemas/Cat' } }, 'cat'],
  ['its name', {}, 'Cat'],
])('a subtype that is known by %s alone', (_, discriminator, value) => {
  const with_ = (type: string, more: Partial<Parts> = {}): Parts => ({
    discriminator,
    schemas: { Cat: lives(type) },
    ...more,
  });

  it('is compared where its base is used', async () => {
    expect(await told(with_('integer'), with_('string'))).toEqual({
      verdict: 'breaking',
      findings: [`breaking type-changed 200.body.subtype(${value}).lives`],
    });
  });

  it('has no example, and says why', async () => {
    const { findings } = await compare(document(with_('integer')), document(with_('string')));
    expect(findings).toMatchObject([{ proof: 'rule', undecidedBecause: expect.stringContaining('discriminator') }]);
  });

  it('is compared as ever where it is used itself', async () => {
    const used = { used: shared('Cat') };
    expect((await told(with_('integer', used), with_('string', used))).findings).toEqual([
      'breaking type-changed 200.body.lives',
    ]);
  });

  it('says nothing of what it takes over', async () => {
    const after = with_('integer', { pet: { age: { type: 'integer' } } });
    expect(await told(with_('integer'), after)).toEqual({
      verdict: 'compatible',
      findings: ['safe property-added 200.body.age'],
    });
  });

  it('is a refactor where it is written otherwise', async () => {
    const flat = { allOf: [shared('Pet'), { type: 'object' }, { properties: { lives: { type: 'integer' } } }] };
    const { verdict } = await told(with_('integer'), { discriminator, schemas: { Cat: flat } });
    expect(verdict).toBe('identical');
  });

  it('is found behind a wrapper that only describes it', async () => {
    const wrapped = { used: { allOf: [shared('Pet')], description: 'The pet.', nullable: true } };
    expect((await told(with_('integer', wrapped), with_('string', wrapped))).findings).toHaveLength(1);
  });
});

describe('a list of forms with a discriminator', () => {
  const form = (kind: string) => ({ type: 'object', required: ['kind'], properties: { kind: { enum: [kind] } } });
  const schemas = { Cat: form('cat'), Dog: form('dog') };
  const listed = (...names: string[]): Parts => ({
    used: {
      oneOf: names.map(shared),
      discriminator: {
        propertyName: 'kind',
        mapping: Object.fromEntries(names.map((name) => [name.toLowerCase(), `#/components/schemas/${name}`])),
      },
    },
    schemas,
  });

  it('that holds one form only is compared as a list, and not as that form', async () => {
    expect((await told(listed('Cat'), listed('Cat', 'Dog'))).findings).toEqual([
      'breaking alternative-added 200.body',
      'risky discriminator-mapping-added 200.body',
    ]);
  });

  it('that holds one form only says what that form says', async () => {
    expect((await told({ used: shared('Cat'), schemas }, listed('Cat'))).verdict).toBe('identical');
  });
});

describe('the subtypes of a schema', () => {
  const Cat = lives('integer');
  const Dog = heirOf('Pet', { barks: { type: 'boolean' } });

  it.each([
    ['request', 'added', 'safe', 'compatible'],
    ['request', 'removed', 'breaking', 'breaking'],
    ['response', 'added', 'risky', 'risky'],
    ['response', 'removed', 'safe', 'compatible'],
  ] as const)('in a %s: one more or less is told as %s and %s', async (place, change, severity, verdict) => {
    const [few, many]: Parts[] = [
      { place, schemas: { Cat } },
      { place, schemas: { Cat, Dog } },
    ];
    const result = change === 'added' ? await told(few!, many!) : await told(many!, few!);
    const subject = place === 'request' ? 'body' : '200.body';
    expect(result.verdict).toBe(verdict);
    expect(result.findings).toContain(`${severity} subtype-${change} ${subject}`);
  });

  it.each([
    ['itself', 'Cat', ['200.body']],
    ['what it takes over', 'Pet', ['200.body']],
    ['a brother', 'Dog', []],
  ])(
    'one more of them is told where the place holds %s, by the mapping that all take over',
    async (_, name, places) => {
      const more = (mapping: Json, schemas: Json): Parts => ({
        used: shared(name),
        discriminator: { mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog', ...mapping } },
        schemas: { Cat, Dog, ...schemas },
      });
      const Siamese = heirOf('Cat', { colour: { type: 'string' } });
      const { findings } = await told(more({}, {}), more({ siamese: '#/components/schemas/Siamese' }, { Siamese }));
      expect(findings).toEqual(places.map((place) => `risky discriminator-mapping-added ${place}`));
    },
  );

  it('may be renamed as long as their value stays', async () => {
    const mapped = (name: string): Parts => ({
      discriminator: { mapping: { cat: `#/components/schemas/${name}` } },
      schemas: { [name]: Cat },
    });
    const { verdict, findings } = await told(mapped('Cat'), mapped('Feline'));
    expect(verdict).toBe('compatible');
    expect(findings.filter((each) => !each.startsWith('safe'))).toEqual([]);
  });

  it('have subtypes of their own, each of which is told once', async () => {
    const family = (colour: string, type = 'integer'): Parts => ({
      schemas: { Cat: lives(type), Siamese: heirOf('Cat', { colour: { type: colour } }) },
    });
    expect((await told(family('string'), family('integer'))).findings).toEqual([
      'breaking type-changed 200.body.subtype(Siamese).colour',
    ]);
    expect((await told(family('string'), family('string', 'string'))).findings).toEqual([
      'breaking type-changed 200.body.subtype(Cat).lives',
    ]);
  });

  it('may hold one another without end', async () => {
    const herd = (type: string): Parts => ({
      pet: { friends: { type: 'array', items: shared('Pet') } },
      schemas: { Cat: lives(type), Dog: heirOf('Pet', { cat: shared('Cat'), pet: shared('Pet') }) },
    });
    const { findings } = await told(herd('integer'), herd('string'));
    expect(findings).toContain('breaking type-changed 200.body.subtype(Cat).lives');
    expect(findings.length).toBeLessThan(30);
  });

  it('of Swagger 2 are compared alike', async () => {
    const swagger = (type: string) => ({
      swagger: '2.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/pets': { get: { responses: { '200': { description: 'x', schema: { $ref: '#/definitions/Pet' } } } } },
      },
      definitions: {
        Pet: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } }, discriminator: 'kind' },
        Cat: { allOf: [{ $ref: '#/definitions/Pet' }, { type: 'object', properties: { lives: { type } } }] },
      },
    });
    const { findings } = await compare(swagger('integer'), swagger('string'));
    expect(findings).toMatchObject([{ rule: 'type-changed', subject: '200.body.subtype(Cat).lives' }]);
  });

  it('cost each pair once, however many there are and however they hold one another', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `Kind${index}`);
    const wide = (type: string): Parts => ({
      schemas: Object.fromEntries(
        names.map((name, index) => [
          name,
          heirOf('Pet', {
            own: { type: index === 7 ? type : 'string' },
            next: shared(names[(index + 1) % names.length]!),
            any: { type: 'array', items: shared('Pet') },
          }),
        ]),
      ),
    });
    const { findings, problems } = await compare(document(wide('string')), document(wide('integer')));
    expect(findings.map(({ subject }) => subject)).toContain('200.body.subtype(Kind7).own');
    expect(findings.length).toBeLessThanOrEqual(names.length);
    expect(problems.filter(({ hides }) => hides)).toEqual([]);
  });
});

describe('what several schemas take over', () => {
  const used = { type: 'object', properties: { cat: shared('Cat'), dog: shared('Dog') } };
  const herd = (pet: Json): Json =>
    document({
      used,
      place: 'request',
      schemas: {
        Animal: { type: 'object', ...pet },
        Cat: heirOf('Animal', { lives: { type: 'integer' } }, { required: ['lives'] }),
        Dog: heirOf('Animal', { barks: { type: 'boolean' } }),
      },
    });
  const properties = { name: { type: 'string' } };

  it.each([
    ['a property that is gone', { properties }, {}],
    ['a property that is new', {}, { properties }],
    ['a demand', { properties }, { properties, required: ['name'] }],
    ['a keyword', { properties }, { properties, minProperties: 2 }],
  ])('changes once for all of them: %s', async (_, before, after) => {
    const { causes } = await compare(herd(before), herd(after));
    const pointers = [causes[0]?.base?.pointer, causes[0]?.revision?.pointer];
    expect(causes).toMatchObject([{ count: 2 }]);
    for (const pointer of pointers) expect(pointer).toMatch(/^\/components\/schemas\/Animal/);
  });
});

describe('a subtype of a subtype that says nothing but what it takes over and adds', () => {
  const kitten = (type: string): Parts => ({
    used: shared('Cat'),
    schemas: { Cat: heirOf('Pet', { lives: { type: 'integer' } }), Kitten: heirOf('Cat', { weeks: { type } }) },
  });
  const wrapped = (type: string): Parts => ({ ...kitten(type), used: { allOf: [shared('Cat')], description: 'x' } });

  it('is compared where the one in the middle is used', async () => {
    for (const parts of [kitten, wrapped]) {
      expect((await told(parts('integer'), parts('string'))).findings).toEqual([
        'breaking type-changed 200.body.subtype(Kitten).weeks',
      ]);
    }
  });
});

it.each([
  ['Pet', {}, { Cat: lives('integer') }, 'Cat'],
  ['Cat', { Cat: lives('integer') }, { Cat: lives('integer'), Kitten: heirOf('Cat', { weeks: {} }) }, 'Kitten'],
])(
  'the first subtype of %s is told of when it comes, and the last one when it goes',
  async (used, few, many, value) => {
    const parts = (schemas: Json, place: 'request' | 'response'): Parts => ({ used: shared(used), schemas, place });
    expect((await told(parts(few, 'response'), parts(many, 'response'))).findings).toEqual([
      'risky subtype-added 200.body',
    ]);
    const gone = await compare(document(parts(many, 'request')), document(parts(few, 'request')));
    expect(gone.findings.filter(({ rule }) => rule === 'subtype-removed')).toMatchObject([
      { severity: 'breaking', facts: { value } },
    ]);
  },
);

describe('a schema that is extended in the place where it is used', () => {
  const named = { type: 'object', properties: { name: { type: 'string' } } };
  const extended = [
    { allOf: [shared('Pet'), { required: ['name'] }] },
    { allOf: [shared('Named'), shared('Pet')] },
    { allOf: [{ allOf: [shared('Pet'), named] }, named] },
  ];

  it.each(extended)('is compared with its subtypes: %j', async (used) => {
    const parts = (type: string): Parts => ({ used, schemas: { Named: named, Cat: lives(type) } });
    expect((await told(parts('integer'), parts('string'))).findings).toEqual([
      'breaking type-changed 200.body.subtype(Cat).lives',
    ]);
  });

  it('has nothing to do with those that stand beside it', async () => {
    const dog = (type: string) => ({ Cat: lives('integer'), Dog: heirOf('Pet', { bark: { type } }), Named: named });
    for (const used of [shared('Cat'), { allOf: [shared('Named'), shared('Cat'), named] }]) {
      const { findings } = await told({ used, schemas: dog('integer') }, { used, schemas: dog('string') });
      expect(findings).toEqual([]);
    }
  });
});

describe('what a schema stands for by its discriminator, listed as alternatives', () => {
  const mapping = { cat: shared('Cat').$ref, dog: shared('Dog').$ref };
  const extending = (own: string, type: string) => heirOf('Pet', { [own]: { type } }, { required: [own] });
  const api = (used: Json, { sent = false, lives = 'integer', pet = {} } = {}) =>
    document({
      used,
      pet,
      place: sent ? 'request' : 'response',
      discriminator: { mapping },
      schemas: { Cat: extending('lives', lives), Dog: extending('bark', 'string') },
    });
  const listed = (values: object = mapping) => ({
    oneOf: [shared('Cat'), shared('Dog')],
    discriminator: { propertyName: 'kind', mapping: values },
  });

  it('is answered and taken as before', async () => {
    const before = { breaking: 0, risky: 0 };
    expect((await compare(api(shared('Pet')), api(listed()))).summary).toMatchObject(before);
    expect((await compare(api(listed(), { sent: true }), api(shared('Pet'), { sent: true }))).summary).toMatchObject(
      before,
    );
  });

  it('is answered as before also where it gains a property that may be left out', async () => {
    const after = api(listed(), { pet: { name: {}, age: {} } });
    expect((await compare(api(shared('Pet')), after)).summary).toMatchObject({ breaking: 0, risky: 0 });
  });

  it('is answered and taken as before where the list leaves the discriminator to its forms', async () => {
    const bare = { oneOf: [shared('Cat'), shared('Dog')] };
    const told = [
      await compare(api(shared('Pet')), api(bare)),
      await compare(api(bare, { sent: true }), api(shared('Pet'), { sent: true })),
    ];
    for (const { summary } of told) expect(summary.breaking).toBe(0);
    // By the letter the parent alone may come; but nothing of a form is gone.
    const { findings } = await compare(api(bare), api(shared('Pet')));
    expect(findings.map(({ rule }) => rule)).not.toContain('property-removed');
  });

  it('is compared form by form', async () => {
    const { findings } = await compare(api(shared('Pet')), api(listed(), { lives: 'string' }));
    expect(findings.map(({ rule, severity, subject }) => [rule, severity, subject])).toEqual([
      ['type-changed', 'breaking', '200.body.subtype(cat).lives'],
    ]);
  });

  it('no longer takes what is none of the forms, also where another change is told of each', async () => {
    const after = api(listed(), { sent: true });
    Object.assign(after.components.schemas.Pet, { required: [] });
    const { findings } = await compare(api(shared('Pet'), { sent: true }), after);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'values-narrowed', severity: 'breaking' }));
  });

  it('is a risk where another value stands for a form', async () => {
    const { verdict } = await compare(api(shared('Pet')), api(listed({ feline: mapping.cat, dog: mapping.dog })));
    expect(verdict).toBe('risky');
  });

  it('is told of each form that the list leaves out', async () => {
    const cats = { ...listed({ cat: mapping.cat }), oneOf: [shared('Cat')] };
    const lost = await compare(api(shared('Pet'), { sent: true }), api(cats, { sent: true }));
    expect(lost.findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['breaking', 'The request body may no longer be `dog`, as its `kind` said'],
    ]);
    const come = await compare(api(cats), api(shared('Pet')));
    expect(come.findings.map(({ severity, message }) => [severity, message])).toContainEqual([
      'risky',
      'The 200 response body may now be `dog`, as its `kind` says',
    ]);
  });
});

describe('a subtype that nothing maps and that is written out in full', () => {
  const inFull = (type: string) => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' }, lives: { type } },
  });
  const taken: Parts = { schemas: { Cat: lives('integer') } };

  it.each(['request', 'response'] as const)(
    'still goes by its name in a %s, whichever release writes so',
    async (place) => {
      const full = { place, schemas: { Cat: inFull('integer') } };
      expect((await told({ ...taken, place }, full)).verdict).toBe('compatible');
      expect((await told(full, { ...taken, place })).verdict).toBe('compatible');
    },
  );

  it('is compared all the same', async () => {
    const breaks = ['breaking type-changed 200.body.subtype(Cat).lives'];
    const is = expect.arrayContaining(breaks);
    expect((await told(taken, { schemas: { Cat: inFull('string') } })).findings).toEqual(is);
    expect((await told({ schemas: { Cat: inFull('string') } }, taken)).findings).toEqual(is);
  });

  it('is none any more where it does not say which one it is, or a mapping gives it another name', async () => {
    const lost = ['breaking subtype-removed body'];
    const before: Parts = { ...taken, place: 'request' };
    const untold = { place: 'request', schemas: { Cat: { type: 'object', properties: { lives: {} } } } } as const;
    expect((await told(before, untold)).findings).toEqual(expect.arrayContaining(lost));
    const renamed: Parts = { ...before, discriminator: { mapping: { felid: shared('Cat').$ref } } };
    expect((await told(before, renamed)).findings).toEqual(expect.arrayContaining(lost));
  });
});
