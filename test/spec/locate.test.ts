// Where things stand in the author's text. The referee for YAML is another parser (`yaml`), which reports ranges of
// its own; for JSON it is JSON.parse on the text from the place that was found.

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import { loadSpec, type SourceDocument } from '../../src/spec/index.ts';

async function open(text: string): Promise<SourceDocument> {
  return (await loadSpec('-', { cwd: '/', stdin: text, root: null })).roots[0]!.document;
}

/** The text from the position of a pointer on. */
function textAt(text: string, document: SourceDocument, pointer: string): string {
  const { line, column, exact } = document.locate(pointer);
  expect(exact, pointer).toBe(true);
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return lines
    .slice(line! - 1)
    .join('')
    .slice(column! - 1);
}

function* pointersInto(value: unknown, pointer = ''): Generator<[pointer: string, key: string | null, value: unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const inner = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    yield [inner, Array.isArray(value) ? null : key, child];
    yield* pointersInto(child, inner);
  }
}

const strings = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    '~',
    'a/b',
    '~1',
    '- x',
    '# no comment',
    'a: b',
    'two\nlines',
    'end\n',
    '\n\n x',
    '\ttab',
    '2024-02-30',
    '2001-12-14',
    'null',
    'yes',
    '<<',
    '*a',
    '&a',
    '!t',
    '"q"',
    "it's",
    '{',
    '[',
    '%',
    '@',
    '`',
    '|',
    '>',
    '200',
    '1e3',
    '0x1f',
    '{"a": 1, "b": [2]}',
    '\\',
    '\\"',
    'é',
    '😀',
  ),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'value' },
    strings,
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4, depthIdentifier: 'value' }),
    fc.dictionary(strings, tie('value'), { maxKeys: 5, depthIdentifier: 'value' }),
  ),
}));

describe('JSON', () => {
  test('every place that is found holds the value, however the text is laid out', async () => {
    const layouts = fc.constantFrom<string | number>(0, 1, 2, '\t', '\r\n');
    await fc.assert(
      fc.asyncProperty(values, layouts, async (value, layout) => {
        // What is large is passed over in another way than what is small.
        const large = [{ text: 'é'.repeat(600), value }, value];
        const whole = { openapi: '3.0.0', 'x-large': large, 'x-value': value };
        const pretty = JSON.stringify(whole, null, layout === '\r\n' ? 1 : layout);
        const text = layout === '\r\n' ? pretty.replaceAll('\n', '\r\n') : pretty;
        const document = await open(text);
        const read = JSON.parse(text);
        expect(document.value).toEqual(read);
        for (const [pointer, key, expected] of pointersInto(read)) {
          const found = textAt(text, document, pointer);
          const member = key === null ? found : found.slice(JSON.stringify(key).length).replace(/^\s*:\s*/, '');
          if (key !== null) expect(found.startsWith(JSON.stringify(key)), pointer).toBe(true);
          expect(JSON.parse(member.slice(0, jsonEnd(member)))).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('of duplicate keys the last is the place, as it is the value', async () => {
    const text = '{"openapi": "3.0.0",\n "paths": {"/a": 1},\n "paths": {"/b": 2}}';
    const document = await open(text);
    expect(document.locate('/paths')).toMatchObject({ line: 3, column: 2, exact: true });
    expect(document.locate('/paths/~1b')).toMatchObject({ line: 3, column: 12, exact: true });
    expect(document.locate('/paths/~1a')).toMatchObject({ pointer: '/paths', line: 3, exact: false });
  });
});

/** Where the JSON value that a text begins with ends: tried by JSON.parse, longest first would be wrong, so by length. */
function jsonEnd(text: string): number {
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if ('{['.includes(character)) depth++;
    else if (']}'.includes(character) && depth > 0) depth--;
    else if (depth === 0 && ',]}'.includes(character)) return at;
    if (!quoted && depth === 0 && '"]}'.includes(character)) return at + 1;
  }
  return text.length;
}

/** The value as YAML text in a random mixture of styles, with comments, blank lines, anchors and aliases. */
function writeYaml(value: unknown, dice: readonly number[]): string {
  let thrown = 0;
  const roll = (sides: number) => dice[thrown++ % dice.length]! % sides;
  const document = new Document(value, { aliasDuplicateObjects: true });
  visit(document, {
    Collection(_, node) {
      if (roll(4) === 0) node.flow = true;
      if (roll(5) === 0) node.commentBefore = ' a: comment, with "quotes" and [brackets]';
    },
    Scalar(key, node) {
      const styles = ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
      if (typeof node.value === 'string') node.type = styles[roll(key === 'key' ? 3 : 5)];
      if (key !== 'key' && roll(6) === 0) node.comment = ' - not: an item';
      if (key === 'key' && roll(8) === 0) node.spaceBefore = true;
    },
  });
  return document.toString({ indent: 1 + roll(4), indentSeq: roll(2) === 0, lineWidth: roll(2) === 0 ? 20 : 0 });
}

/** Offset of a pointer by the other parser: of the key in a mapping, of the item in a list. */
function refereeOffset(document: Document.Parsed, tokens: readonly string[]): number | null {
  let node: unknown = document.contents;
  let place: Node | null = null;
  for (const token of tokens) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
      if (pair === undefined || !isNode(pair.key)) return null;
      place = pair.key;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(token)];
      place = isNode(node) ? node : null;
    } else {
      return null;
    }
  }
  return place?.range?.[0] ?? null;
}

describe('YAML', () => {
  test('every place that is found is where another parser finds it, in all styles', async () => {
    let places = 0;
    const dice = fc.array(fc.nat(), { minLength: 7, maxLength: 61 });
    const shared = fc.record({ again: values, value: values });
    await fc.assert(
      fc.asyncProperty(shared, dice, async ({ again, value }, rolls) => {
        const whole = { openapi: '3.0.0', 'x-first': again, 'x-value': value, 'x-again': [again, { again }] };
        const text = writeYaml(whole, rolls);
        const referee = parseDocument(text, { uniqueKeys: false });
        const document = await open(text).catch(() => null);
        // Where the two parsers read the text differently, the writer has met an odd corner of YAML.
        fc.pre(document !== null && isDeepStrictEqual(document.value, referee.toJS()));
        for (const [pointer] of pointersInto(whole)) {
          const tokens = pointer
            .slice(1)
            .split('/')
            .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
          const expected = refereeOffset(referee, tokens);
          if (expected === null) continue;
          const found = textAt(text, document, pointer).replace(/^(?:[&!]\S*[ \t\n]+(?:#.*\n\s*)*)+/, '');
          expect(text.length - found.length, `${pointer} in\n${text}`).toBe(expected);
          places++;
        }
      }),
      { numRuns: 400 },
    );
    expect(places).toBeGreaterThan(1000);
  });

  const cases: [what: string, text: string, pointer: string, line: number, column: number][] = [
    ['a member of a block mapping at its key', 'paths:\n  /pets:\n    get: {}', '/paths/~1pets/get', 4, 5],
    ['a quoted key', 'paths:\n  "/p\\u0065ts": {}', '/paths/~1pets', 3, 3],
    ['a numeric key', 'responses:\n  200:\n    description: ok', '/responses/200/description', 4, 5],
    ['an item of a list below its key', 'x-list:\n- a\n- b', '/x-list/1', 4, 3],
    ['an item that is a mapping', 'x-list:\n  - a: 1\n    b: 2', '/x-list/0/b', 4, 5],
    ['an empty item', 'x-list:\n  -\n  - # none\n  - c', '/x-list/1', 4, 3],
    ['an item after empty ones', 'x-list:\n  -\n  - # none\n  - c', '/x-list/2', 5, 5],
    ['lists inside lists', 'x-list:\n- - a\n  - b\n- - c', '/x-list/0/1', 4, 5],
    ['a member in flow style', 'info: {title: a, "version": b}', '/info/version', 2, 18],
    ['flow style without spaces', '"x-a": {"b":[1,{"c":2}]}', '/x-a/b/1/c', 2, 17],
    ['a pair in a flow list', 'x-a: [b, c: d]', '/x-a/1/c', 2, 10],
    ['a flow key without a value', 'x-a: {b, c: d}', '/x-a/c', 2, 10],
    [
      'a member after a multi-line string',
      'info:\n  description: |\n    title: no\n\n    paths: no\n  title: yes',
      '/info/title',
      7,
      3,
    ],
    ['a member after folded plain text', 'info:\n  description: one\n    two # not\n  title: t', '/info/title', 5, 3],
    ['what an alias stands for', 'x-a: &a\n  b: {c: 1}\nx-d: *a', '/x-d/b/c', 3, 7],
    ['an alias itself at its key', 'x-a: &a {b: 1}\nx-d: *a', '/x-d', 3, 1],
    ['an anchor before a block mapping', 'x-a: &a\n  # note\n  b: 1', '/x-a/b', 4, 3],
    ['a tag before a value', 'x-a: !!map\n  b: !!str 1', '/x-a/b', 3, 3],
    ['a member that was merged in', 'x-a: &a {b: 1}\nx-d:\n  <<: *a\n  c: 2', '/x-d/b', 2, 10],
    ['the member that wins over a merged one', 'x-a: &a {b: 1}\nx-d:\n  <<: *a\n  b: 2', '/x-d/b', 5, 3],
    ['the first of several merges', 'x-a: &a {b: 1}\nx-b: &b {b: 2, c: 3}\nx-d:\n  <<: [*a, *b]', '/x-d/b', 2, 10],
    ['the second of several merges', 'x-a: &a {b: 1}\nx-b: &b {b: 2, c: 3}\nx-d:\n  <<: [*a, *b]', '/x-d/c', 3, 16],
    ['a merge of a merge', 'x-a: &a {b: 1}\nx-b: &b\n  <<: *a\nx-d:\n  <<: *b', '/x-d/b', 2, 10],
    ['an explicit key', 'x-a:\n  ? b\n  : c: 1\n  ? d', '/x-a/b/c', 4, 5],
    ['an explicit key without a value', 'x-a:\n  ? b\n  : c: 1\n  ? d', '/x-a/d', 5, 5],
    ['a member behind a tab', 'x-a:\t{b:\t1}', '/x-a/b', 2, 7],
    ['Windows line ends', 'info:\r\n  title: a\r\n  version: b', '/info/version', 4, 3],
    ['astral characters before it', 'x-a: {"😀": 1, b: 2}', '/x-a/b', 2, 16],
    ['a key that an object inherits', 'x-a:\n  __proto__:\n    b: 1', '/x-a/__proto__/b', 4, 5],
  ];
  test.each(cases)('%s', async (_, rest, pointer, line, column) => {
    const text = rest.includes('\r') ? `openapi: 3.0.0\r\n${rest}` : `openapi: 3.0.0\n${rest}`;
    const document = await open(text);
    expect(document.locate(pointer)).toEqual({ source: '-', pointer, line, column, exact: true });
  });

  test('a document start, directives and comments before the first key are passed over', async () => {
    const document = await open('%YAML 1.2\n--- # here\n# there\nopenapi: 3.1.0\ninfo: {}\n...\n');
    expect(document.locate('/info')).toMatchObject({ line: 5, column: 1 });
    expect(document.locate('')).toMatchObject({ line: 4, column: 1 });
  });
});

test('what is not there is shown at its nearest surviving parent, in both formats', async () => {
  for (const text of [
    'openapi: 3.0.0\npaths:\n  /a:\n    get: {}',
    '{"openapi":"3.0.0",\n"paths":\n {"/a":{\n  "get":{}}}}',
  ]) {
    const document = await open(text);
    const place = document.locate('/paths/~1a');
    expect(document.locate('/paths/~1a/put/responses/200')).toEqual({ ...place, exact: false });
    expect(document.locate('/paths/~1a/get/0')).toMatchObject({ pointer: '/paths/~1a/get', line: 4, exact: false });
    expect(document.locate('/components')).toMatchObject({ pointer: '', line: 1, exact: false });
  }
});
