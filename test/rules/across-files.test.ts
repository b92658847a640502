// What lies in other files is called by the name that it has there.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { loadSpec } from '../../src/spec/index.ts';
import { compareOptions } from './compare.ts';

type Files = Readonly<Record<string, object>>;

let home = '';
let made = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'across-files-'));
});
afterAll(() => rm(home, { recursive: true }));

async function load(files: Files) {
  made += 1;
  const folder = join(home, String(made));
  for (const [name, value] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), JSON.stringify(value, null, 2));
  }
  return loadSpec(join(folder, 'openapi.json'), { cwd: home, root: home });
}

async function compareFiles(before: Files, after: Files) {
  return compareLoadedSpecs(await load(before), await load(after), compareOptions);
}

const root = (schema: object) => ({
  openapi: '3.1.0',
  info: { title: 'Payments', version: '1' },
  paths: { '/x': { get: { responses: { '200': { description: 'x', content: { 'application/json': { schema } } } } } } },
});
const form = (kind: string, more: object = {}) => ({
  type: 'object',
  required: ['kind', 'of'],
  properties: { kind: { const: kind }, of: { type: 'string' } },
  ...more,
});
const methods = (mapping: Readonly<Record<string, string>>, schemas: Readonly<Record<string, object>>): Files => ({
  'openapi.json': root({ $ref: 'parts/pay.json#/Method' }),
  'parts/pay.json': {
    Method: {
      oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
      discriminator: { propertyName: 'kind', mapping },
    },
    ...schemas,
  },
});

describe('a map of named parts that lies in another file', () => {
  const paths = {
    '/pets': {
      get: {
        parameters: [{ $ref: 'openapi.json#/components/parameters/Limit' }],
        security: [{ key: [] }],
        responses: {
          '200': {
            description: 'x',
            content: { 'application/json': { schema: { $ref: 'openapi.json#/components/schemas/Pet' } } },
          },
        },
      },
    },
  };
  const schemas = (name: object = { type: 'string' }) => ({
    Pet: { type: 'object', properties: { name, owner: { $ref: 'openapi.json#/components/schemas/Person' } } },
    Person: { type: 'object', properties: { name: { $ref: 'openapi.json#/components/schemas/Pet/properties/name' } } },
  });
  const parameters = { Limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } };
  const securitySchemes = { key: { type: 'apiKey', in: 'header', name: 'X-Key' } };
  const head = { openapi: '3.1.0', info: { title: 'Pets', version: '1' } };
  const whole = { 'openapi.json': { ...head, paths, components: { schemas: schemas(), parameters, securitySchemes } } };
  const to = (file: string) => ({ $ref: file });
  const split = (name?: object): Files => ({
    'openapi.json': {
      ...head,
      paths: to('paths.json'),
      components: {
        schemas: to('parts/schemas.json'),
        parameters: to('parts/more.json#/parameters'),
        securitySchemes: to('parts/more.json#/schemes'),
      },
    },
    'paths.json': paths,
    'parts/schemas.json': JSON.parse(JSON.stringify(schemas(name)).replaceAll('openapi.json#', '../openapi.json#')),
    'parts/more.json': { parameters, schemes: securitySchemes },
  });

  it('holds the same as one that is written in place', async () => {
    const componentsAside: Files = {
      'openapi.json': { ...head, paths, components: to('components.json') },
      'components.json': { schemas: schemas(), parameters, securitySchemes },
    };
    for (const files of [split(), componentsAside]) {
      for (const [before, after] of [
        [whole, files],
        [files, whole],
      ] as const) {
        const { verdict, problems } = await compareFiles(before, after);
        expect([verdict, problems]).toEqual(['identical', []]);
      }
    }
  });

  it('is compared, and what changed is shown where it stands', async () => {
    const { findings } = await compareFiles(split(), split({ type: 'integer' }));
    expect(findings.map(({ severity, subject }) => `${severity} ${subject}`)).toEqual([
      'breaking 200.body.name',
      'breaking 200.body.owner.name',
    ]);
    expect(findings[0]?.revision?.source).toContain('parts/schemas.json');
    expect(findings[0]?.revision?.pointer).toBe('/Pet/properties/name/type');
  });

  it('leaves the verdict open where the file is not there', async () => {
    const { verdict, problems } = await compareFiles(whole, { ...split(), 'parts/schemas.json': [] });
    expect(verdict).toBe('unknown');
    expect(problems.map(({ code }) => code)).toContain('reference-missing');
    const lost = { ...head, paths: to('lost.json') };
    const without = await compareFiles({ 'openapi.json': lost }, { 'openapi.json': lost });
    expect([without.verdict, without.problems[0]?.code]).toEqual(['unknown', 'reference-unreadable']);
  });

  it('is looked at for slips like one that is written in place', async () => {
    const slipped = JSON.parse(JSON.stringify(schemas()).replace('properties', 'propertys'));
    const componentsAside: Files = {
      'openapi.json': { ...head, paths, components: to('parts/components.json') },
      'parts/components.json': { schemas: slipped, parameters, securitySchemes },
    };
    for (const files of [{ ...split(), 'parts/schemas.json': slipped }, componentsAside]) {
      const { problems } = await compareFiles(whole, files);
      expect(problems.map(({ code, meant }) => [code, meant])).toContainEqual(['key-misspelt', 'properties']);
    }
  });

  it('is not followed where more stands beside the reference, which is told', async () => {
    const more = { '/toys': { get: { responses: { '204': { description: 'x' } } } } };
    const beside: Files = {
      ...split(),
      'openapi.json': { ...split()['openapi.json'], paths: { ...to('paths.json'), ...more } },
    };
    const { verdict, problems } = await compareFiles(beside, beside);
    expect([verdict, problems[0]?.code]).toEqual(['unknown', 'part-misshapen']);
    const { findings } = await compareFiles(beside, {
      ...beside,
      'openapi.json': { ...beside['openapi.json'], paths: to('paths.json') },
    });
    expect(findings.map(({ rule, operation }) => [rule, operation?.path])).toContainEqual([
      'operation-removed',
      '/toys',
    ]);
  });

  it('is nothing where it leads back to itself', async () => {
    const circle = {
      'openapi.json': {
        ...head,
        paths: root({ $ref: '#/components/schemas/A/B' }).paths,
        components: { schemas: to('#/components/schemas/A/B') },
      },
    };
    expect((await compareFiles(circle, circle)).verdict).toBe('unknown');
  });
});

describe('a schema that goes from the components to a file', () => {
  it('is not gone where the file has its name', async () => {
    const pet = { type: 'object', properties: { name: { type: 'string' } } };
    const described = root({ $ref: '#/components/schemas/Pet' });
    const whole = { 'openapi.json': { ...described, components: { schemas: { Pet: pet } } } };
    const to = (file: string): Files => ({ 'openapi.json': root({ $ref: file }), [file]: pet });
    expect((await compareFiles(whole, to('schemas/Pet.json'))).verdict).toBe('identical');
    const { findings } = await compareFiles(whole, to('schemas/Animal.json'));
    expect(findings.map(({ rule, facts }) => [rule, facts.schema])).toEqual([['schema-removed', 'Pet']]);
  });
});

describe('a value of a discriminator', () => {
  const before = methods({ card: '#/Card', sepa: '#/Sepa' }, { Card: form('card'), Sepa: form('sepa') });

  it('stands in the place of the one that stood for the same schema, and of no other', async () => {
    const after = methods(
      { card: '#/Card', sepa_debit: '#/Sepa', paypal: '#/Paypal' },
      { Card: form('card'), Sepa: form('sepa_debit'), Paypal: form('paypal', { required: ['kind'] }) },
    );
    const { findings } = await compareFiles(before, after);
    const added = findings.filter(({ rule }) => rule === 'discriminator-mapping-added');
    expect(added.map(({ severity, message }) => `${severity}: ${message}`).sort()).toEqual([
      'breaking: The value "sepa_debit" now stands for `Sepa` in the 200 response body, in place of "sepa"',
      'risky: The value "paypal" now stands for `Paypal` in the 200 response body',
    ]);
  });

  it('stands for the same where the mapping still leads there from the root only, and the report says so', async () => {
    const schemas = (place: (name: string) => string) => ({
      Method: {
        oneOf: [{ $ref: place('Card') }, { $ref: place('Sepa') }],
        discriminator: {
          propertyName: 'kind',
          mapping: { card: '#/components/schemas/Card', sepa: '#/components/schemas/Sepa' },
        },
      },
      Card: form('card'),
      Sepa: form('sepa'),
    });
    const described = root({ $ref: '#/components/schemas/Method' });
    const whole = {
      'openapi.json': { ...described, components: { schemas: schemas((n) => `#/components/schemas/${n}`) } },
    };
    const parts = schemas((name) => `./${name}.json`);
    const names = Object.keys(parts) as (keyof typeof parts)[];
    const split: Files = {
      'openapi.json': {
        ...described,
        components: { schemas: Object.fromEntries(names.map((name) => [name, { $ref: `schemas/${name}.json` }])) },
      },
      ...Object.fromEntries(names.map((name) => [`schemas/${name}.json`, parts[name]])),
    };
    for (const [before, after] of [
      [whole, split],
      [split, whole],
    ] as const) {
      const { verdict, problems } = await compareFiles(before, after);
      expect([verdict, [...new Set(problems.map(({ code }) => code))]]).toEqual(['identical', ['mapping-broken']]);
    }
  });

  it('stands for the same where its schema goes from the components to a file, whatever it refers to', async () => {
    const held = (place: string): Files => {
      const schemas = {
        Money: { type: 'integer' },
        Card: form('card', { properties: { kind: { const: 'card' }, sum: { $ref: `#${place}/Money` } } }),
        Sepa: form('sepa'),
      };
      const refs = [
        `${place === '' ? 'parts.json' : ''}#${place}/Card`,
        `${place === '' ? 'parts.json' : ''}#${place}/Sepa`,
      ];
      const discriminator = { propertyName: 'kind', mapping: { card: refs[0], sepa: refs[1] } };
      const document = root({ oneOf: refs.map(($ref) => ({ $ref })), discriminator });
      return place === ''
        ? { 'openapi.json': document, 'parts.json': schemas }
        : { 'openapi.json': { ...document, components: { schemas } } };
    };
    const [together, apart] = [held('/components/schemas'), held('')];
    const { findings } = await compareFiles(together, apart);
    expect(findings.filter(({ rule }) => rule !== 'schema-removed')).toEqual([]);
    expect((await compareFiles(apart, together)).verdict).toBe('identical');
  });

  it('stands for what its schema is called now', async () => {
    const after = methods({ card: '#/Card', sepa: '#/Debit' }, { Card: form('card'), Debit: form('sepa') });
    const { findings } = await compareFiles(before, after);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['discriminator-mapping-changed', 'safe']]);
  });
});

describe('schemas that are a file each, and take one over that has the discriminator', () => {
  /** Each schema in a file of its own, or all of them in the components, as a bundler writes them. */
  const parcels = (kinds: readonly string[], bundled: boolean, called = (kind: string) => kind): Files => {
    const refTo = (name: string) => (bundled ? `#/components/schemas/${called(name)}` : `${name}.json`);
    const inFile = (name: string) => (bundled ? refTo(name) : `schemas/${name}.json`);
    const discriminator = {
      propertyName: 'kind',
      mapping: Object.fromEntries(kinds.map((kind) => [kind.toLowerCase(), refTo(kind)])),
    };
    const schemas: Record<string, object> = {
      Parcel: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } }, discriminator },
      AnyParcel: { oneOf: kinds.map((kind) => ({ $ref: refTo(kind) })), discriminator },
    };
    for (const kind of kinds) {
      const own = { type: 'object', properties: { kind: { const: kind.toLowerCase() } } };
      schemas[kind] = { allOf: [{ $ref: refTo('Parcel') }, own] };
    }
    const document = root({ $ref: inFile('AnyParcel') });
    if (!bundled) {
      const files = Object.entries(schemas).map(([name, schema]) => [`schemas/${name}.json`, schema]);
      return { 'openapi.json': document, ...Object.fromEntries(files) };
    }
    const named = Object.entries(schemas).map(([name, schema]) => [called(name), schema]);
    return { 'openapi.json': { ...document, components: { schemas: Object.fromEntries(named) } } };
  };
  const kinds = ['Cooled', 'Standard'];

  it('are the same once they are bundled', async () => {
    const { verdict, findings } = await compareFiles(parcels(kinds, false), parcels(kinds, true));
    expect([verdict, findings.map(({ message }) => message)]).toEqual(['identical', []]);
    const back = await compareFiles(parcels(kinds, true), parcels(kinds, false));
    expect(back.findings).toEqual([]);
  });

  it('break nothing where the bundler renames them, unless a value stands for another one', async () => {
    const renamed = parcels(kinds, true, (kind) => `${kind}-2`);
    expect((await compareFiles(parcels(kinds, false), renamed)).verdict).toBe('compatible');
    const otherWay = (kind: string) => ({ Cooled: 'Standard', Standard: 'Cooled' })[kind] ?? kind;
    // Names that are exchanged together with what they say are new names, and no more.
    expect((await compareFiles(parcels(kinds, false), parcels(kinds, true, otherWay))).verdict).toBe('compatible');
    const exchanged = JSON.parse(
      JSON.stringify(parcels(kinds, true)).replaceAll(/"(cooled|standard)":"/g, (_, kind: string) =>
        kind === 'cooled' ? '"standard":"' : '"cooled":"',
      ),
    ) as Files;
    const { findings } = await compareFiles(parcels(kinds, false), exchanged);
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain(
      'breaking discriminator-mapping-changed',
    );
  });

  it('tell a new one where it may come, and not in each form beside it', async () => {
    const { findings } = await compareFiles(parcels(kinds, false), parcels([...kinds, 'Oversize'], false));
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`).sort()).toEqual([
      'breaking: The 200 response body may now also be `Oversize`',
      'risky: The value "oversize" now stands for `Oversize` in the 200 response body',
    ]);
  });
});

describe('an alternative', () => {
  const of = (...refs: readonly string[]) => root({ oneOf: refs.map(($ref) => ({ $ref })) });
  const open = (name: string, least: number) => ({
    type: 'object',
    required: [name],
    properties: { [name]: { type: 'string', minLength: least } },
  });
  const files = (least: number, ...more: readonly string[]): Files => ({
    'openapi.json': of('a.json#/Invoice', 'lib.json#/types/Payment', ...more),
    'a.json': { Invoice: open('no', 5) },
    'lib.json': { types: { Payment: open('sum', least), Refund: open('back', 1) } },
  });

  it('goes by its name in the file where it lies', async () => {
    const { findings } = await compareFiles(files(2), files(1, 'lib.json#/types/Refund'));
    expect(findings.map(({ message }) => message).sort()).toEqual([
      'The 200 response body may now also be `Refund`',
      'The minimum length of the property `oneOf(Payment).sum` of the 200 response body was lowered from 2 to 1',
    ]);
  });

  it('has none where it is written in place', async () => {
    const inPlace = (least: number): Files => ({
      'openapi.json': root({ $ref: 'either.json#/anyOf/0' }),
      'either.json': { anyOf: [{ oneOf: [open('no', 5), open('sum', least)] }] },
    });
    const { findings } = await compareFiles(inPlace(2), inPlace(1));
    expect(findings.map(({ subject }) => subject)).toEqual(['200.body.oneOf(object).sum']);
  });
});
