import { expect, it } from 'vitest';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { compareOptions, specOf } from './compare.ts';

type Json = Readonly<Record<string, unknown>>;

/** An operation that answers with a pet, which may be a cat. */
const pets = (path: string, cat: Json) => ({
  paths: {
    [path]: {
      get: {
        responses: {
          '200': {
            description: 'x',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' } },
        discriminator: { propertyName: 'kind', mapping: { cat: 'Cat' } },
      },
      Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: 'object', ...cat }] },
    },
  },
});

async function folder(name: string, ...documents: readonly object[]) {
  const specs = await Promise.all(documents.map((document, index) => specOf(document, `${name}/${index}`)));
  return { ...specs[0]!, roots: specs.flatMap(({ roots }) => roots) };
}

const health = (address: string, status: number) => ({
  servers: [{ url: address }],
  paths: { '/health': { get: { responses: { [status]: { description: 'x' } } } } },
});
const [shop, bank] = ['https://shop.example', 'https://bank.example'];

it('tells operations of one path apart by the address of their document', async () => {
  const { verdict, findings, problems } = await compareLoadedSpecs(
    await folder('before', health(shop, 200)),
    await folder('after', health(bank, 204), health(shop, 200)),
    compareOptions,
  );
  expect({ verdict, problems }).toEqual({ verdict: 'compatible', problems: [] });
  expect(findings.filter(({ operation }) => operation !== null).map(({ message }) => message)).toEqual([
    'GET /health is new',
  ]);
});

it('keeps operations apart that have one path under addresses of two prefixes', async () => {
  const before = [health(`${shop}/v1`, 200), health(`${bank}/v1`, 200)];
  const after = [health(`${shop}/v2`, 200), health(`${bank}/v2`, 204)];
  const { findings } = await compareLoadedSpecs(
    await folder('before', ...before),
    await folder('after', ...after),
    compareOptions,
  );
  expect(findings.map(({ message }) => message)).toContain('Status 200 is no longer answered');
});

it('follows a prefix into a path, and to the servers of a path, at once', async () => {
  const get = { get: { responses: { 204: { description: 'x' } } } };
  const at = (address: string, paths: object) => ({ ...health(address, 204), paths });
  const { verdict } = await compareLoadedSpecs(
    await folder('before', at(`${shop}/v1`, { '/a': get, '/b': get })),
    await folder('after', at(shop, { '/a': { servers: [{ url: `${shop}/v1` }], ...get }, '/v1/b': get })),
    compareOptions,
  );
  expect(verdict).toBe('identical');
});

const lives = (type: string) => ({ properties: { lives: { type } } });

it('a folder of several dialects beside itself has nothing that is written in another way', async () => {
  const nullable = { type: 'object', properties: { name: { type: 'string', nullable: true } } };
  const documents = [
    {
      openapi: '3.0.3',
      paths: {
        '/a': {
          get: { responses: { 200: { description: 'x', content: { 'application/json': { schema: nullable } } } } },
        },
      },
    },
    {
      swagger: '2.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/b': {
          post: {
            consumes: ['multipart/form-data'],
            parameters: [{ in: 'formData', name: 'f', type: 'file' }],
            responses: { 204: { description: 'x' } },
          },
        },
      },
    },
  ];
  const { verdict, refactors } = await compareLoadedSpecs(
    await folder('before', ...documents),
    await folder('after', ...documents),
    compareOptions,
  );
  expect([verdict, refactors]).toEqual(['identical', []]);
});

it.each([0, 1])(
  'a form of a pet is that of its own document, where two of a folder use one name (%i)',
  async (changed) => {
    const before = [pets('/a', lives('integer')), pets('/b', lives('string'))];
    const after = before.with(changed, pets(changed === 0 ? '/a' : '/b', lives('boolean')));
    const { verdict, findings } = await compareLoadedSpecs(
      await folder('before', ...before),
      await folder('after', ...after),
      compareOptions,
    );
    expect(verdict).toBe('breaking');
    expect(findings.map(({ rule, operation }) => `${rule} ${operation?.path}`)).toEqual([
      `type-changed ${changed === 0 ? '/a' : '/b'}`,
    ]);
  },
);
