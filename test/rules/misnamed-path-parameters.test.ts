import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const head = { openapi: '3.1.0', info: { title: 'T', version: '1' } };
const old = { swagger: '2.0', info: { title: 'T', version: '1' } };
const get = { responses: { '204': { description: 'Done.' } } };
const string = { schema: { type: 'string' } };
const inPath = (name: string, value: object) => ({ name, in: 'path', required: true, ...value });
const at = (path: string, ...parameters: readonly object[]) => ({ paths: { [path]: { parameters, get, put: get } } });

describe('a variable of a path that was renamed while its parameter was forgotten', () => {
  it.each([
    [head, string],
    [old, { type: 'string' }],
  ])('is told as a slip, once, and is no new parameter', async (version, value) => {
    const document = (path: string) => ({ ...version, ...at(path, inPath('authorId', value)) });
    const { verdict, findings, problems } = await compare(document('/authors/{authorId}'), document('/authors/{id}'));
    expect([verdict, findings]).toEqual(['identical', []]);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      [
        'path-parameter-misnamed',
        'The path /authors/{id} describes no parameter `id`, and its path parameter `authorId` stands nowhere in it.',
      ],
    ]);
  });

  it('is compared as the parameter that was meant', async () => {
    const before = { ...head, ...at('/authors/{authorId}', inPath('authorId', string)) };
    const after = { ...head, ...at('/authors/{id}', inPath('authorId', { schema: { type: 'string', maxLength: 3 } })) };
    const { findings } = await compare(before, after);
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['max-length-set']));
  });

  it('is not guessed where two could be meant', async () => {
    const all = [inPath('a', string), inPath('b', string)];
    const { problems } = await compare(
      { ...head, ...at('/x/{a}/{b}', ...all) },
      { ...head, ...at('/x/{c}/{d}', ...all) },
    );
    expect(problems).toEqual([]);
  });
});
