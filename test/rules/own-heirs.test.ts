// A schema that lists as its alternatives the schemas which take it over by `allOf`, as springdoc writes Java's subclasses.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Schema = Record<string, unknown>;
const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string' };

interface Family {
  Pet: { properties: Schema; required: string[]; oneOf: object[]; discriminator?: { mapping: Record<string, string> } };
  Cat: { allOf: [object, { properties: Schema; required?: string[] }] };
  [name: string]: unknown;
}

const heir = (parent: string, properties: Schema, required: string[] = []) => ({
  allOf: [to(parent), { type: 'object', properties, required }],
});

const written: Record<string, (family: Family) => void> = {
  'with a discriminator': (family) => {
    const mapping = { cat: to('Cat').$ref, dog: to('Dog').$ref };
    family.Pet = { ...family.Pet, discriminator: { propertyName: 'kind', mapping } as never };
  },
  'without one': () => {},
  'as anyOf': ({ Pet }) => {
    Object.assign(Pet, { anyOf: Pet.oneOf, oneOf: undefined });
  },
  'with a single heir': ({ Pet }) => {
    Pet.oneOf = [to('Cat')];
  },
  'with one more between': (family) => {
    family.Cat = heir('Feline', { lives: { type: 'integer' } }) as never;
    family.Feline = heir('Pet', { fur: text });
  },
};

const api = (version: string, change: (family: Family) => void): unknown => {
  const schemas: Family = {
    Pet: {
      type: 'object',
      required: ['kind', 'id'],
      properties: { kind: text, id: { type: 'integer' }, tag: text },
      oneOf: [to('Cat'), to('Dog')],
    } as never,
    Cat: heir('Pet', { lives: { type: 'integer' } }) as never,
    Dog: heir('Pet', { bark: { type: 'boolean' } }, ['bark']),
  };
  change(schemas);
  const content = (name: string) => ({ content: { 'application/json': { schema: to(name) } } });
  const answers = { 200: { description: 'Fine.', ...content('Pet') } };
  return {
    openapi: version,
    paths: {
      '/pets': {
        get: { responses: answers },
        post: { requestBody: content('Pet'), responses: { 204: { description: 'Done.' } } },
      },
      '/cats': { get: { responses: { 200: { description: 'Fine.', ...content('Cat') } } } },
    },
    components: { schemas },
  };
};

describe.each(Object.entries(written))('heirs that their parent lists, %s', (_, write) => {
  const pets = (change: (family: Family) => void = () => {}, version = '3.0.3') =>
    api(version, (family) => {
      write(family);
      change(family);
    });

  it.each<[string, (family: Family) => void]>([
    ['the parent', ({ Pet }) => Object.assign(Pet.properties, { name: text })],
    ['an heir', ({ Cat }) => Object.assign(Cat.allOf[1].properties, { name: text })],
  ])('may get another property in %s, which breaks nobody', async (__, change) => {
    const { verdict, findings } = await compare(pets(), pets(change));
    expect(verdict).toBe('compatible');
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(['property-added']);
    expect(findings.map(({ subject }) => subject).join(' ')).not.toMatch(/Of\([^)]*\)[^ ]*Of\(/);
  });

  it('are shown to break where an answer lacks what it held, and where a request has to hold more', async () => {
    const without = pets(({ Pet }) => {
      delete Pet.properties.id;
      Pet.required = ['kind'];
    });
    const asking = pets(({ Cat }) => Object.assign(Cat.allOf[1], { required: ['lives'] }));
    const lost = await compare(pets(), without);
    const asked = await compare(pets(), asking);
    const breaks = [...lost.findings, ...asked.findings].filter(({ severity }) => severity === 'breaking');
    expect(breaks.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['property-removed', 'property-became-required']),
    );
    const [answer] = breaks.filter(({ witness }) => witness?.kind === 'response');
    expect(answer?.witness?.value).not.toHaveProperty('id');
    expect(breaks.some(({ witness }) => witness?.kind === 'request')).toBe(true);
  });

  it('say the same in 3.1', async () => {
    expect(await compare(pets(), pets(undefined, '3.1.0'))).toMatchObject({ findings: [], problems: [] });
  });
});

describe('an heir that its parent lists, used by itself', () => {
  const withMapping = (family: Family) => written['with a discriminator']!(family);

  it('loses no value that stands for another heir', async () => {
    const { findings } = await compare(
      api('3.0.3', withMapping),
      api('3.0.3', (family) => {
        withMapping(family);
        delete family.Pet.discriminator!.mapping.dog;
      }),
    );
    const told = findings.filter(({ rule }) => rule === 'discriminator-mapping-deleted');
    expect([...new Set(told.map(({ operation }) => operation?.path))]).toEqual(['/pets']);
  });

  it('says the same written out in full', async () => {
    const properties = { kind: text, id: { type: 'integer' }, tag: text, lives: { type: 'integer' } };
    const inFull = api('3.0.3', (family) => {
      withMapping(family);
      family.Cat = { type: 'object', required: ['kind', 'id'], properties } as never;
    });
    expect((await compare(api('3.0.3', withMapping), inFull)).verdict).toBe('compatible');
  });
});
