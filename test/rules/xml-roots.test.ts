import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const pet = { type: 'object', properties: { id: { type: 'integer' } } };
const answer = (name: string, mediaType: string) => ({
  swagger: '2.0',
  info: { title: 'Pets', version: '1' },
  produces: [mediaType],
  paths: { '/pet': { get: { responses: { 200: { description: 'x', schema: { $ref: `#/definitions/${name}` } } } } } },
  definitions: { Pet: pet, Animal: pet },
});

test('a body of Swagger 2.0 that goes by another name has another root where it is XML', async () => {
  const xml = await compare(answer('Pet', 'application/xml'), answer('Animal', 'application/xml'));
  expect(xml.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['xml-root-renamed', 'risky']]);
  const json = await compare(answer('Pet', 'application/json'), answer('Animal', 'application/json'));
  expect(json.verdict).toBe('identical');
});
