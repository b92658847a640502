// What lies in a file of its own, or under a key of the author's own, is looked at like what stands in the root: only the
// reference to it tells what it is.

import { describe, expect, it } from 'vitest';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { loadSpec, specFromText } from '../../src/spec/index.ts';
import { compare, compareOptions } from '../rules/compare.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const head = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n';
const responses = "responses: {'200': {description: x}}";
const operation = (more: string) => `${head}paths: {/a: {get: {${more}}}}\n`;
const answer = (more: string) => operation(`responses: {'200': ${more}}`);

/** The same files in both releases, so that what is not noticed is identical. */
async function compareFiles(files: Record<string, string>, name = 'api.yaml') {
  const cwd = await temporaryFolder(files);
  const load = () => loadSpec(name, { cwd });
  const { verdict, problems } = await compareLoadedSpecs(await load(), await load(), compareOptions);
  return {
    verdict,
    problems: problems.map(({ code, position, meant }) => [code, position?.source, position?.pointer, meant]),
  };
}

describe('a slip in a file that is only referred to', () => {
  const path = `${head}paths: {/a: {$ref: 'parts.yaml#/one'}}\n`;
  const hiding: readonly (readonly [string, string, string, string, string])[] = [
    ['a path item', path, `one: {gte: {${responses}}}`, '/one/gte', 'get'],
    ['a file that is a path item', `${head}paths: {/a: {$ref: parts.yaml}}\n`, `gte: {${responses}}`, '/gte', 'get'],
    ['an operation', path, 'one: {get: {respones: {}}}', '/one/get/respones', 'responses'],
    [
      'an operation of a method of its own',
      `${head}paths: {/a: {$ref: 'parts.yaml#/one'}}\n`,
      'one: {additionalOperations: {COPY: {respones: {}}}}',
      '/one/additionalOperations/COPY/respones',
      'responses',
    ],
    [
      'a webhook',
      `${head}webhooks: {sold: {$ref: 'parts.yaml#/sold'}}\n`,
      `sold: {psot: {${responses}}}`,
      '/sold/psot',
      'post',
    ],
    ['a file of paths', `${head}paths: {$ref: parts.yaml}\n`, `/a: {gte: {${responses}}}`, '/~1a/gte', 'get'],
    [
      'a file of parameters',
      `${operation(`parameters: [{$ref: '#/components/parameters/limit'}], ${responses}`)}components: {parameters: {$ref: parts.yaml}}\n`,
      'limit: {name: limit, in: query, shema: {type: string}}',
      '/limit/shema',
      'schema',
    ],
    [
      'a file of components',
      `${operation(responses)}components: {$ref: parts.yaml}\n`,
      'parameters: {limit: {name: limit, in: query, shema: {type: string}}}',
      '/parameters/limit/shema',
      'schema',
    ],
    [
      'a parameter',
      operation(`parameters: [{$ref: 'parts.yaml#/limit'}], ${responses}`),
      'limit: {name: limit, in: query, shema: {type: string}}',
      '/limit/shema',
      'schema',
    ],
    [
      'a request body',
      operation(`requestBody: {$ref: 'parts.yaml#/pet'}, ${responses}`),
      'pet: {contnet: {}}',
      '/pet/contnet',
      'content',
    ],
    ['a response', answer("{$ref: 'parts.yaml#/pet'}"), 'pet: {header: {}}', '/pet/header', 'headers'],
    [
      'what a response in another file refers to there',
      answer("{$ref: 'parts.yaml#/pet'}"),
      "pet: {$ref: '#/dog'}\ndog: {headres: {}}",
      '/dog/headres',
      'headers',
    ],
    [
      'a callback',
      operation(`callbacks: {done: {$ref: 'parts.yaml#/done'}}, ${responses}`),
      "done: {'{$request.body#/url}': {psot: {responses: {}}}}",
      '/done/{$request.body#~1url}/psot',
      'post',
    ],
    [
      'the media type of a header',
      answer("{headers: {X-A: {$ref: 'parts.yaml#/a'}}}"),
      'a: {content: {application/json: {schmea: {}}}}',
      '/a/content/application~1json/schmea',
      'schema',
    ],
    [
      'a media type',
      answer("{content: {application/json: {$ref: 'parts.yaml#/json'}}}"),
      'json: {schmea: {}}',
      '/json/schmea',
      'schema',
    ],
  ];
  it.each(hiding)('is noticed in %s', async (_, root, parts, pointer, meant) => {
    expect(await compareFiles({ 'api.yaml': root, 'parts.yaml': parts })).toEqual({
      verdict: 'unknown',
      problems: [['key-misspelt', 'parts.yaml', pointer, meant]],
    });
  });

  const schema = (ref: string) => answer(`{content: {application/json: {schema: {$ref: '${ref}'}}}}`);
  const telling: readonly (readonly [string, string, string, string])[] = [
    ['a schema', schema('parts.yaml'), 'propertes: {}', '/propertes'],
    [
      'a schema of another file to which one refers there',
      schema('parts.yaml#/Pet'),
      "Pet: {items: {$ref: '#/Dog'}}\nDog: {propertes: {}}",
      '/Dog/propertes',
    ],
    [
      'a schema in a response of another file',
      answer("{$ref: 'parts.yaml#/pet'}"),
      'pet: {content: {application/json: {schema: {propertes: {}}}}}',
      '/pet/content/application~1json/schema/propertes',
    ],
    [
      'a schema to which only a discriminator leads',
      `${head}components: {schemas: {Pet: {discriminator: {propertyName: kind, mapping: {cat: 'parts.yaml#/Cat'}}}}}\n`,
      'Cat: {propertes: {}}',
      '/Cat/propertes',
    ],
  ];
  it.each(telling)('is told of %s', async (_, root, parts, pointer) => {
    expect((await compareFiles({ 'api.yaml': root, 'parts.yaml': parts })).problems).toEqual([
      ['key-misspelt', 'parts.yaml', pointer, 'properties'],
    ]);
  });

  it('is told once, however many references and documents of a folder lead there', async () => {
    const root = (path: string) =>
      `${head}paths: {/${path}: {$ref: '../parts.yaml#/one'}, /${path}2: {$ref: '../parts.yaml#/one'}}\n`;
    const { problems } = await compareFiles(
      {
        'api/a.yaml': root('a'),
        'api/b.yaml': root('b'),
        'parts.yaml':
          "one: {gte: {responses: {}}, put: {responses: {'200': {$ref: 'parts.yaml#/ok'}}}}\nok: {$ref: '#/ok2'}\nok2: {headres: {}}",
        '.git/HEAD': '',
      },
      'api',
    );
    expect(problems).toEqual([
      ['key-misspelt', 'parts.yaml', '/one/gte', 'get'],
      ['key-misspelt', 'parts.yaml', '/ok2/headres', 'headers'],
    ]);
  });

  it('is none in what is not referred to, nor in what is whole', async () => {
    const parts = `one: {get: {${responses}, parameters: [{$ref: '#/two'}]}}\ntwo: {name: a, in: query, schema: {properties: {gte: {}}}}\nthree: {gte: {}}`;
    expect(await compareFiles({ 'api.yaml': path, 'parts.yaml': parts })).toEqual({
      verdict: 'identical',
      problems: [],
    });
  });

  it('is noticed in a circle of files', async () => {
    const { problems } = await compareFiles({
      'api.yaml': answer("{$ref: 'a.yaml'}"),
      'a.yaml': 'headers: {X-A: {$ref: b.yaml}}\nlinks: {x: {$ref: a.yaml}}',
      'b.yaml': "schema: {properties: {a: {$ref: 'b.yaml#/schema'}}, itmes: {}}\nlinks: {$ref: a.yaml}",
    });
    expect(problems).toEqual([['key-misspelt', 'b.yaml', '/schema/itmes', 'items']]);
  });
});

describe('a slip in one document, where only a reference tells what a part is', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    [
      'a path item',
      { 'x-items': { a: { gte: { responses: {} } } }, paths: { '/a': { $ref: '#/x-items/a' } } },
      '/x-items/a/gte',
    ],
    [
      'a schema',
      {
        paths: {},
        components: { schemas: { A: { $ref: '#/x-schemas/A' } } },
        'x-schemas': { A: { requried: ['a'] } },
      },
      '/x-schemas/A/requried',
    ],
    [
      'a schema under $defs',
      { paths: {}, components: { schemas: { A: { $ref: '#/$defs/A' } } }, $defs: { A: { requried: ['a'] } } },
      '/$defs/A/requried',
    ],
    [
      'a webhook of 3.0',
      { openapi: '3.0.3', paths: {}, 'x-webhooks': { sold: { psot: { responses: {} } } } },
      '/x-webhooks/sold/psot',
    ],
    [
      'a path of x-ms-paths',
      { swagger: '2.0', paths: {}, 'x-ms-paths': { '/disks?comp=list': { gte: { responses: {} } } } },
      '/x-ms-paths/~1disks?comp=list/gte',
    ],
    [
      'a schema in a webhook of 3.0',
      {
        openapi: '3.0.3',
        paths: {},
        'x-webhooks': {
          sold: {
            post: { requestBody: { content: { 'application/json': { schema: { itmes: {} } } } }, responses: {} },
          },
        },
      },
      '/x-webhooks/sold/post/requestBody/content/application~1json/schema/itmes',
    ],
    [
      'a response that several share in Swagger',
      {
        openapi: undefined,
        swagger: '2.0',
        paths: { '/a': { get: { responses: { 200: { $ref: '#/responses/Pet' } } } } },
        responses: { Pet: { description: 'x', shema: { type: 'string' } } },
      },
      '/responses/Pet/shema',
    ],
  ];
  const whole = (more: object) => ({ openapi: '3.1.0', info: { title: 'Pets', version: '1.0.0' }, ...more });

  it.each(cases)('is noticed in %s', async (_, more, pointer) => {
    const { problems } = await compare(whole(more), whole(more));
    expect(problems.map(({ position }) => position?.pointer)).toEqual([pointer, pointer]);
  });

  it('is noticed where the reference itself has not changed since the release before', async () => {
    const item = { get: { responses: {} } };
    const before = whole({ paths: { '/a': { $ref: '#/x-items/a' } }, 'x-items': { a: item } });
    const after = whole({ paths: { '/a': { $ref: '#/x-items/a' } }, 'x-items': { a: { ...item, psot: item.get } } });
    const base = specFromText(JSON.stringify(before, null, 2), 'base.json');
    const revision = await specFromText(JSON.stringify(after, null, 2), 'revision.json', base);
    expect(revision.problems).toMatchObject([{ code: 'key-misspelt', position: { pointer: '/x-items/a/psot' } }]);
  });
});

describe('`nullable`, which OpenAPI 3.1 does not know', () => {
  it('is told once for each file that has it', async () => {
    const { problems } = await compareFiles({
      'api.yaml': answer("{content: {application/json: {schema: {$ref: 'parts.yaml#/Pet'}}}}"),
      'parts.yaml':
        "Pet: {type: string, nullable: true, properties: {a: {$ref: '#/Dog'}}}\nDog: {type: string, nullable: true}",
    });
    expect(problems).toEqual([['nullable-idle', 'parts.yaml', '/Pet/nullable', undefined]]);
  });
});

describe('a document on standard input that refers to files', () => {
  const path = `${head}paths: {/a: {$ref: 'parts.yaml#/one'}}\n`;
  const files = {
    'api.yaml': path,
    'old/api.yaml': path,
    'parts.yaml': `one: {get: {${responses}}}`,
    'old/parts.yaml': 'one: {}',
  };
  const compareWith = async (name: string, isBase: boolean) => {
    const cwd = await temporaryFolder(files);
    const load = (each: string, beside?: ReturnType<typeof loadSpec>) =>
      loadSpec(each, { cwd, root: cwd, stdin: path, ...(beside !== undefined && { beside }) });
    const base = load(isBase ? '-' : name);
    const revision = load(isBase ? name : '-', base);
    const { verdict, problems } = await compareLoadedSpecs(await base, await revision, compareOptions);
    return { verdict, problems: problems.filter(({ code }) => code === 'stdin-refers-to-files') };
  };

  it.each([true, false])(
    'is not compared with a release that reads the same files (as the base: %s)',
    async (isBase) => {
      const { verdict, problems } = await compareWith('api.yaml', isBase);
      expect(verdict).toBe('unknown');
      expect(problems.at(-1)?.message).toBe(
        'Both releases read parts.yaml, since standard input comes without its own: nothing of them was compared.',
      );
    },
  );

  it.each([true, false])('is told of beside another release (as the base: %s)', async (isBase) => {
    const { verdict, problems } = await compareWith('old/api.yaml', isBase);
    expect(verdict).toBe(isBase ? 'breaking' : 'compatible');
    expect(problems).toMatchObject([
      { message: 'Standard input refers to parts.yaml, read from the working folder as it is now.', hides: false },
    ]);
  });
});
