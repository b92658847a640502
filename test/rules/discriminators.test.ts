// A discriminator's values stand for schemas, whatever way the mapping spells them and whether it names them at all.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const form = (own: string) => ({
  type: 'object',
  required: ['kind', own],
  properties: { kind: { type: 'string' }, [own]: { type: 'integer' } },
});
const cat = form('lives');
const dog = form('bark');
const ref = (name: string) => `#/components/schemas/${name}`;

type Sender = 'client' | 'server';

/** A place that refers to the schema with the discriminator, which two others take over. */
function family(sender: Sender, mapping?: Record<string, string>) {
  const heir = (own: string) => ({
    allOf: [{ $ref: ref('Pet') }, { type: 'object', properties: { [own]: { type: 'integer' } } }],
  });
  const Pet = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    discriminator: { propertyName: 'kind', ...(mapping && { mapping }) },
  };
  return apiOf(sender, { $ref: ref('Pet') }, { Pet, Cat: heir('lives'), Dog: heir('bark') });
}

const api = (sender: Sender, schemas: Record<string, object>, mapping?: Record<string, string>) => {
  const discriminator = { propertyName: 'kind', ...(mapping && { mapping }) };
  const oneOf = Object.keys(schemas).map((name) => ({ $ref: ref(name) }));
  return apiOf(sender, { oneOf, discriminator }, schemas);
};

const apiOf = (sender: Sender, schema: object, schemas: Record<string, object>) => {
  const content = { 'application/json': { schema } };
  const done = { description: 'x' };
  const operation =
    sender === 'client'
      ? { requestBody: { content }, responses: { 204: done } }
      : { responses: { 200: { ...done, content } } };
  return { openapi: '3.0.3', paths: { '/pets': { post: operation } }, components: { schemas } };
};
const both = { Cat: cat, Dog: dog };
const byPath = { cat: ref('Cat'), dog: ref('Dog') };

async function told(before: unknown, after: unknown): Promise<string[]> {
  const { findings } = await compare(before, after);
  return findings
    .filter(({ rule }) => rule !== 'schema-removed')
    .map(({ severity, rule, facts }) => `${severity} ${rule} ${String(facts.name ?? '')}`.trim());
}

describe('a mapping that says the same', () => {
  it('names for a form a value that the form cannot have, and nothing comes of it', async () => {
    const of = (mapping: object) => {
      const Base = { ...form('id'), discriminator: { propertyName: 'kind', mapping: { cat: ref('Cat'), ...mapping } } };
      const own = { properties: { kind: { const: 'cat' } } };
      const schemas = { Base, Cat: { allOf: [{ $ref: ref('Base') }, own] }, Dog: dog };
      const document = api('client', { Cat: schemas.Cat, Dog: dog });
      return { ...document, openapi: '3.1.0', components: { schemas } };
    };
    expect(await told(of({}), of({ Cat: ref('Cat') }))).toEqual([]);
    expect(await told(of({ Cat: ref('Cat') }), of({}))).toEqual([]);
  });

  it('leads to a schema that says more beside its reference, and not past it', async () => {
    const of = (Dog: object) => ({ ...api('server', { Cat: cat, Dog, Base: dog }, byPath), openapi: '3.1.0' });
    const beside = of({ $ref: ref('Base'), minProperties: 2 });
    const joined = of({ allOf: [{ $ref: ref('Base') }], minProperties: 2 });
    expect(await told(beside, joined)).toEqual([]);
    expect(await told(joined, beside)).toEqual([]);
  });

  it.each(['client', 'server'] as const)('in other letters is no difference where the %s sends', async (sender) => {
    const byName = { cat: 'Cat', dog: 'Dog' };
    expect(await told(api(sender, both, byName), api(sender, both, byPath))).toEqual([]);
    expect(await told(api(sender, both, byPath), api(sender, both, byName))).toEqual([]);
  });

  it.each(['client', 'server'] as const)(
    'as the names of the schemas may be left out where the %s sends',
    async (sender) => {
      const spelled = api(sender, both, { Cat: ref('Cat'), Dog: 'Dog' });
      expect(await told(spelled, api(sender, both))).toEqual([]);
      expect(await told(api(sender, both), spelled)).toEqual([]);
    },
  );

  it.each(['client', 'server'] as const)(
    'as the names of schemas that take over the one with it may be left out where the %s sends',
    async (sender) => {
      const petOf = (mapping?: Record<string, string>) => ({
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' } },
        discriminator: { propertyName: 'kind', ...(mapping && { mapping }) },
      });
      const heir = (own: string) => ({
        allOf: [{ $ref: ref('Pet') }, { type: 'object', properties: { [own]: { type: 'integer' } } }],
      });
      const spelled = { Pet: petOf({ Cat: ref('Cat'), Dog: 'Dog' }), Cat: heir('lives'), Dog: heir('bark') };
      const left = api(sender, { ...spelled, Pet: petOf() });
      expect(await told(left, api(sender, spelled))).toEqual([]);
      expect(await told(api(sender, spelled), left)).toEqual([]);
      const other = api(sender, { ...spelled, Pet: petOf({ Cat: ref('Cat'), hound: 'Dog' }) });
      expect((await told(left, other)).join()).toContain('discriminator-mapping-added hound');
    },
  );

  it.each(['client', 'server'] as const)(
    'as the name of the schema that has the discriminator itself may be left out where the %s sends',
    async (sender) => {
      const names = { Cat: ref('Cat'), Dog: ref('Dog') };
      expect(await told(family(sender, names), family(sender, { ...names, Pet: ref('Pet') }))).toEqual([]);
      expect(await told(family(sender, { ...names, Pet: ref('Pet') }), family(sender, names))).toEqual([]);
    },
  );

  it('of a schema that was renamed along with it breaks nobody', async () => {
    const renamed = api('client', { Kitty: cat, Dog: dog }, { cat: ref('Kitty'), dog: ref('Dog') });
    expect(await told(api('client', both, byPath), renamed)).toEqual(['safe discriminator-mapping-changed cat']);
  });
});

describe('without a mapping the name of the schema is the value', () => {
  const kitty = { Kitty: cat, Dog: dog };

  it('so renaming it breaks whoever sends the old name, and may surprise whoever receives the new one', async () => {
    expect(await told(api('client', both), api('client', kitty))).toEqual([
      'breaking discriminator-mapping-deleted Cat',
      'safe discriminator-mapping-added Kitty',
    ]);
    expect(await told(api('server', both), api('server', kitty))).toEqual([
      'risky discriminator-mapping-added Kitty',
      'safe discriminator-mapping-deleted Cat',
    ]);
  });

  it('so a mapping that gives it to another schema breaks', async () => {
    const swapped = api('client', both, { Cat: ref('Dog'), Dog: ref('Cat') });
    expect((await told(api('client', both), swapped)).sort()).toEqual([
      'breaking discriminator-mapping-changed Cat',
      'breaking discriminator-mapping-changed Dog',
    ]);
  });

  it('unless the form says that its property is something else', async () => {
    const tagged = { ...cat, properties: { ...cat.properties, kind: { enum: ['cat'] } } };
    expect(await told(api('client', { ...both, Cat: tagged }), api('client', { Dog: dog, Kitty: tagged }))).toEqual([]);
  });
});

describe('the name of a schema that takes over the one with the discriminator', () => {
  it.each(['client', 'server'] as const)('breaks where it stands for another form and the %s sends', async (sender) => {
    const swapped = family(sender, { Cat: ref('Dog') });
    expect(await told(family(sender), swapped)).toContain('breaking discriminator-mapping-changed Cat');
    expect(await told(swapped, family(sender))).toContain('breaking discriminator-mapping-changed Cat');
  });

  it('stands for no other form once a mapping gave it away', async () => {
    const given = { Cat: ref('Dog') };
    expect(await told(family('server', given), family('server', { ...given, cat: ref('Cat') }))).toEqual([
      'risky discriminator-mapping-added cat',
    ]);
  });

  it('is no better for the one with the discriminator itself', async () => {
    const swapped = family('server', { Pet: ref('Dog') });
    expect(await told(family('server'), swapped)).toContain('breaking discriminator-mapping-changed Pet');
  });
});

describe('a value that the form has by its discriminator already', () => {
  const fixed = (own: string, kind: object) => ({ ...form(own), properties: { ...form(own).properties, kind } });
  const written = (one: string, other: string) => ({
    Cat: fixed('lives', { type: 'string', enum: [one] }),
    Dog: fixed('bark', { type: 'string', enum: [other] }),
  });
  it.each([
    ['as the mapping has it', byPath, 'cat', 'dog'],
    ['as the name of its schema', undefined, 'Cat', 'Dog'],
  ])('may be written down in it: %s', async (_, mapping, one, other) => {
    const [before, after] = [api('client', both, mapping), api('client', written(one, other), mapping)];
    expect((await compare(before, after)).findings).toMatchObject(
      [one, other].map((value) => ({
        severity: 'risky',
        message: expect.stringMatching(`of the request body must now be "${value}"$`),
        undecidedBecause: 'by its discriminator this form has no other value there',
      })),
    );
    const narrower = written(one, other);
    Object.assign(narrower.Cat.properties, { lives: { type: 'integer', maximum: 9 } });
    expect(await told(before, api('client', narrower, mapping))).toContain('breaking maximum-set');
    const back = [api('server', written(one, other), mapping), api('server', both, mapping)] as const;
    expect((await compare(...back)).verdict).toBe('risky');
  });

  it('is no worse where by the letter nothing can be sent, as each value of a form fits the other one, too', async () => {
    const loose = (schemas: Record<string, object>) =>
      Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { ...schema, required: ['kind'] }]));
    const [before, after] = [loose(both), loose(written('cat', 'dog'))];
    expect(await told(api('client', before, byPath), api('client', after, byPath))).toEqual([
      'risky became-enum',
      'risky became-enum',
    ]);
  });

  it('breaks whoever sends an heir of the form, which satisfies it as well', async () => {
    const mapping = { pet: ref('Pet'), cat: ref('Cat'), dog: ref('Dog') };
    const listing = (...values: readonly string[]) => {
      const api = family('client', mapping);
      Object.assign(api.components.schemas.Pet!, { properties: { kind: { type: 'string', enum: values } } });
      return api;
    };
    expect(await told(family('client', mapping), listing('pet', 'cat'))).toContain('breaking became-enum');
    expect(await told(family('client', mapping), listing('pet', 'cat', 'dog'))).toEqual(['risky became-enum']);
  });

  it('breaks whoever sends another one that stands for it, or one that no discriminator speaks of', async () => {
    const twice = { ...byPath, kitten: ref('Cat') };
    expect(await told(api('client', both, twice), api('client', written('cat', 'dog'), twice))).toContain(
      'breaking became-enum',
    );
    expect(await told(api('client', both, byPath), api('client', written('CAT', 'DOG'), byPath))).toEqual([
      'breaking became-enum',
      'breaking became-enum',
    ]);
    const alone = (schemas: Record<string, object>) =>
      apiOf('client', { oneOf: [{ $ref: ref('Cat') }, { $ref: ref('Dog') }] }, schemas);
    expect((await compare(alone(both), alone(written('Cat', 'Dog')))).verdict).toBe('breaking');
  });
});

describe('another value for the same form', () => {
  it('may surprise whoever receives it also where it is the name of its schema', async () => {
    const byName = { Cat: ref('Cat'), Dog: ref('Dog') };
    expect((await told(api('server', both, byPath), api('server', both, byName))).sort()).toEqual([
      'risky discriminator-mapping-added Cat',
      'risky discriminator-mapping-added Dog',
      'safe discriminator-mapping-deleted cat',
      'safe discriminator-mapping-deleted dog',
    ]);
    expect(await told(api('server', both, byPath), api('server', both, { ...byPath, ...byName }))).toEqual([]);
  });

  const kitty = { kitty: ref('Cat'), dog: ref('Dog') };

  it('breaks whoever sends the old one, and whoever receives the new one', async () => {
    expect(await told(api('client', both, byPath), api('client', both, kitty))).toEqual([
      'breaking discriminator-mapping-deleted cat',
      'safe discriminator-mapping-added kitty',
    ]);
    expect(await told(api('server', both, byPath), api('server', both, kitty))).toEqual([
      'breaking discriminator-mapping-added kitty',
      'safe discriminator-mapping-deleted cat',
    ]);
  });

  it('beside the old one may surprise whoever receives it', async () => {
    expect(await told(api('server', both, byPath), api('server', both, { ...byPath, ...kitty }))).toEqual([
      'risky discriminator-mapping-added kitty',
    ]);
  });
});

describe('a value that leads to a schema which is not there', () => {
  const broken = api('server', both, { ...byPath, dog: ref('Dogg') });
  const whole = api('server', both, byPath);

  it('is said to lead nowhere, by the finding and as a problem of the document', async () => {
    const { findings, problems } = await compare(whole, broken);
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'breaking',
        'The value "dog" stood for `Dog` and now leads to `Dogg`, which is not there, in the 200 response body',
      ],
    ]);
    expect(problems).toMatchObject([{ code: 'mapping-broken', position: { source: 'revision.json' } }]);
  });

  it('breaks nobody where it is mended', async () => {
    expect(await told(broken, whole)).toEqual(['safe discriminator-mapping-changed dog']);
  });
});

describe('a mapping that is gone', () => {
  it('for one of the forms leaves the name of its schema to be sent', async () => {
    const { dog: _, ...rest } = byPath;
    expect(await told(api('server', both, byPath), api('server', both, rest))).toEqual([
      'risky discriminator-mapping-added Dog',
      'safe discriminator-mapping-deleted dog',
    ]);
  });

  it('leaves the name of the schema that has the discriminator to be sent', async () => {
    expect(await told(family('server', { pet: ref('Pet') }), family('server'))).toEqual([
      'risky discriminator-mapping-added Pet',
      'safe discriminator-mapping-deleted pet',
    ]);
  });

  it('leaves the names of the schemas to be sent, of which whoever went by the mapping has to know', async () => {
    expect((await told(api('server', both, byPath), api('server', both))).sort()).toEqual([
      'risky discriminator-mapping-added Cat',
      'risky discriminator-mapping-added Dog',
      'safe discriminator-mapping-deleted cat',
      'safe discriminator-mapping-deleted dog',
    ]);
    const { findings } = await compare(api('server', both, byPath), api('server', both));
    expect(findings.map(({ message }) => message)).toContain(
      'The value "Cat" now stands for `Cat` in the 200 response body, in place of "cat"',
    );
  });
});

it('shows a value that came or went at its own line of the mapping', async () => {
  const one = { cat: ref('Cat') };
  const two = { ...one, 'a/dog': ref('Dog') };
  const placesOf = async (before: Record<string, string>, after: Record<string, string>) => {
    const { findings } = await compare(api('server', both, before), api('server', both, after));
    return findings
      .filter(({ rule }) => rule.startsWith('discriminator-mapping'))
      .map(({ rule, base, revision }) => [rule, base?.pointer, revision?.pointer]);
  };
  const at = '/paths/~1pets/post/responses/200/content/application~1json/schema/discriminator/mapping';
  expect(await placesOf(one, two)).toContainEqual(['discriminator-mapping-added', at, `${at}/a~1dog`]);
  expect(await placesOf(two, one)).toContainEqual(['discriminator-mapping-deleted', `${at}/a~1dog`, at]);
});

describe('a form that took the discriminator over from the schema that it extends', () => {
  const pet = { type: 'object', properties: { kind: { type: 'string' } }, discriminator: { propertyName: 'kind' } };
  const extending = (own: object) => ({ allOf: [{ $ref: ref('Pet') }, own] });
  const forms = (wrap: (own: object) => object, head: object = pet) => {
    const base = api('server', { Cat: wrap(cat), Dog: wrap(dog) }, byPath);
    return { ...base, components: { schemas: { ...base.components.schemas, Pet: head } } };
  };
  const flat = (own: object) => own;

  it('is told apart no less where it is written out in full', async () => {
    expect((await compare(forms(extending), forms(flat))).summary).toMatchObject({ breaking: 0, risky: 0 });
    expect((await compare(forms(flat), forms(extending))).summary).toMatchObject({ breaking: 0, risky: 0 });
  });

  it('is told apart less where that schema has it no more', async () => {
    const { discriminator: _, ...plain } = pet;
    expect(await told(forms(extending), forms(extending, plain))).toContain('risky discriminator-removed');
  });
});
