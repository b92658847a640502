import { expect, test } from 'vitest';
import { visibleText } from '../../src/base/index.ts';

test.each([
  ['a sequence that clears the screen', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
  ['its form in one character', 'a\u009b2Jb', 'a\\u009b2Jb'],
  ['the name of a window', '\u001b]0;fine\u0007', '\\u001b]0;fine\\u0007'],
  ['a return to the start of the line', 'breaking\rsafe', 'breaking\\u000dsafe'],
  ['a mark that turns text round', 'safe \u202egnikaerb', 'safe \\u202egnikaerb'],
  ['a mark of order before a text', '\ufeffa', '\\ufeffa'],
  ['tags, which are two units each', 'a\u{e0041}', 'a\\udb40\\udc41'],
])('%s is written out', (_, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('what people write stays: line breaks of both kinds, tabs, joined emoji, letters of any script', () => {
  const text = 'a\tb\nc\r\nd 👩‍💻 é שלום می‌خواهم @\u200bteam';
  expect(visibleText(text, { colours: true })).toBe(text);
});

test('our own colours stay where they are wanted, and what hides text is no colour', () => {
  expect(visibleText('\u001b[1m\u001b[31mbreaking\u001b[39m\u001b[22m', { colours: true })).toBe(
    '\u001b[1m\u001b[31mbreaking\u001b[39m\u001b[22m',
  );
  expect(visibleText('\u001b[8mhidden', { colours: true })).toBe('\\u001b[8mhidden');
  expect(visibleText('\u001b[31mred')).toBe('\\u001b[31mred');
});

test('in JSON the written form is the same text', () => {
  const data = { name: 'a\u202e\u009b\u{e0041}' };
  expect(JSON.parse(visibleText(JSON.stringify(data)))).toEqual(data);
});
