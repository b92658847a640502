import { expect, it } from 'vitest';
import { compare } from './compare.ts';

const answer = (schema: object) => ({
  paths: {
    '/x': { get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } } },
  },
});

it('tells of a list that becomes a tuple, and back, what is said of its first positions and of the rest', async () => {
  const list = answer({ type: 'array', items: { type: 'string' } });
  const tuple = answer({ type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }] });
  const said = async (before: object, after: object) =>
    (await compare(before, after)).findings.map(({ message }) => message);
  expect(await said(list, tuple)).toEqual([
    'The items beyond the first 2 of the 200 response body may be anything now',
    'The 200 response body now describes its first 2 positions apart',
  ]);
  expect(await said(tuple, list)).toEqual([
    'The 200 response body no longer describes its first 2 positions apart',
    'The items beyond the first 2 of the 200 response body are described now',
  ]);
});

it('calls another position more that may be there, where nothing may stand beyond those that are described', async () => {
  const closed = (length: number) =>
    answer({ type: 'array', prefixItems: Array.from({ length }, () => ({ type: 'number' })), items: false });
  const said = async (before: object, after: object) =>
    (await compare(before, after)).findings.map(({ severity, message, advice }) => [severity, message, advice]);
  expect(await said(closed(2), closed(3))).toEqual([
    [
      'breaking',
      'The 200 response body now describes its first 3 positions instead of 2',
      'Be ready for more items than before.',
    ],
  ]);
  expect(await said(closed(3), closed(2))).toEqual([
    ['safe', 'The 200 response body describes only its first 2 positions instead of 3', 'Nothing to do.'],
  ]);
});
