import { expect, it } from 'vitest';
import { normalisePath } from '../../src/spec/index.ts';

it.each([
  ['a letter that stands encoded', '/caf%c3%a9/{id}', '/café/{}'],
  ['a space', '/a%20b', '/a b'],
  ['what nobody need encode', '/%7Eme', '/~me'],
])('reads a path with %s as written plainly', (_, path, plain) => {
  expect(normalisePath(path)).toBe(plain);
});

it.each([
  ['a slash', '/a%2fb', '/a%2Fb'],
  ['a brace', '/%7Bid%7D', '/%7Bid%7D'],
  ['a percent sign', '/100%2525', '/100%2525'],
  ['what is no text', '/%ff', '/%FF'],
])('leaves %s encoded, which would be something else', (_, path, same) => {
  expect(normalisePath(path)).toBe(same);
});
