// Integers that JavaScript rounds: two that were read as one are never called the same.

import { expect, test } from 'vitest';
import { compareSpecs } from '../../src/compare/index.ts';

function withMaximum(maximum: string, more: object = {}) {
  const parameter = { name: 'after', in: 'query', schema: { type: 'integer', maximum: 0 } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Ids', version: '1.0.0' },
    paths: { '/ids': { get: { parameters: [parameter], responses: { 200: { description: 'ok', ...more } } } } },
  };
  return JSON.stringify(document, null, 1).replace('"maximum": 0', `"maximum": ${maximum}`);
}

const json = (text: string, source: string) => ({ text, source });
const body = (schema: object) => ({ content: { 'application/json': { schema } } });

test.each([
  ['JSON', withMaximum('9007199254740993'), withMaximum('9007199254740992')],
  ['JSON, the other way', withMaximum('9007199254740992'), withMaximum('9007199254740993')],
  ['negative', withMaximum('-9007199254740993'), withMaximum('-9007199254740992')],
  ['YAML', withMaximum('+9007199254740993').replace('{', '# YAML\n{'), withMaximum('9007199254740992')],
])('two neighbours in %s are not called the same, and the place of the new one is told', async (_, before, after) => {
  const { verdict, problems } = await compareSpecs(json(before, 'old'), json(after, 'new'));
  expect(verdict).toBe('unknown');
  expect(problems).toMatchObject([{ code: 'number-rounded', hides: true, position: { source: 'new' } }]);
  expect(problems[0]!.position!.pointer).toBe('/paths/~1ids/get/parameters/0/schema/maximum');
  for (const last of ['2', '3']) expect(problems[0]!.message).toContain(`900719925474099${last}`);
});

test.each([
  ['the same bound of 64 bits', withMaximum('9223372036854775807'), withMaximum('9223372036854775807')],
  ['one that a program rounded since', withMaximum('9223372036854775807'), withMaximum('9223372036854776000')],
  ['one that a program had rounded', withMaximum('9223372036854776000'), withMaximum('9223372036854775807')],
])('%s is nothing to speak of', async (_, before, after) => {
  const { verdict, problems } = await compareSpecs(json(before, 'old'), json(after, 'new'));
  expect({ verdict, problems }).toEqual({ verdict: 'identical', problems: [] });
});

test('an example is no bound, and a property of that name is one', async () => {
  const older = withMaximum('5', body({ type: 'integer', example: 7 })).replace('7', '9007199254740993');
  const newer = older.replace('9007199254740993', '9007199254740992');
  expect((await compareSpecs(json(older, 'old'), json(newer, 'new'))).verdict).toBe('identical');
  const property = (integer: string) =>
    withMaximum('5', body({ properties: { example: { const: 7 } } })).replace('7', integer);
  const [before, after] = [property('9007199254740993'), property('9007199254740992')];
  expect((await compareSpecs(json(before, 'old'), json(after, 'new'))).verdict).toBe('unknown');
});

test('an integer that only one release has is compared, and told to be rounded', async () => {
  const { verdict, problems } = await compareSpecs(
    json(withMaximum('9007199254740993'), 'old'),
    json(withMaximum('7'), 'new'),
  );
  expect(verdict).toBe('breaking');
  expect(problems).toMatchObject([{ code: 'number-rounded', hides: false, position: { source: 'old' } }]);
  expect(problems[0]!.message).toContain('9007199254740993');
});

test('a schema may be called `example` and is none', async () => {
  const named = (integer: string) => {
    const parameter = { name: 'after', in: 'query', schema: { $ref: '#/components/schemas/example' } };
    const document = {
      openapi: '3.1.0',
      info: { title: 'Ids', version: '1.0.0' },
      paths: { '/ids': { get: { parameters: [parameter], responses: { 200: { description: 'ok' } } } } },
      components: { schemas: { example: { type: 'integer', maximum: 0 } } },
    };
    return JSON.stringify(document).replace('"maximum":0', `"maximum":${integer}`);
  };
  const { verdict } = await compareSpecs(
    json(named('9007199254740993'), 'old'),
    json(named('9007199254740992'), 'new'),
  );
  expect(verdict).toBe('unknown');
});
