// Whatever people write in names, reasons and findings is shown as that text in every medium and does nothing else.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, escapeMarkdown, markdownToHtml, parseProse, plainText } from '../../src/announce/index.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '*',
        '_',
        '`',
        '```',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '&',
        '#',
        '1.',
        '- ',
        '+ ',
        '\n',
        '\n\n',
        '\r',
        '    ',
        '\\',
        '!',
        '|',
        '~',
        '&lt;',
        '&#60;',
        '<script>',
        '](javascript:x)',
        'http://x.y',
        '@here',
        '\u202e',
        'שלום',
        '🙂',
        '---',
        '===',
        '> ',
        '\u0000',
        '\ud800',
        'a',
        ' ',
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);

describe('Text of others in Markdown', () => {
  test('reads back as itself, wherever it stands', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const clean = cleanText(text);
        fc.pre(clean !== '');
        const at = (markdown: string) =>
          parseProse(markdown).map((block) =>
            'content' in block && block.is !== 'quote' ? plainText(block.content) : block,
          );
        expect(at(escapeMarkdown(text))).toEqual([clean]);
        expect(at(`See ${escapeMarkdown(text)} there.`)).toEqual([`See ${clean} there.`]);
      }),
      { numRuns: 500 },
    );
  });

  test('never becomes a tag in HTML', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const html = markdownToHtml(escapeMarkdown(text));
        expect(html.replaceAll('<p>', '').replaceAll('</p>', '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 500 },
    );
  });

  test('loses line breaks, controls and marks that turn the direction of what follows', () => {
    expect(cleanText('a\r\nBcc: x\u202egnp.exe\u0000')).toBe('a Bcc: x gnp.exe');
    expect(cleanText('x'.repeat(1_000_000))).toHaveLength(400);
  });
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' javascript:x', '//evil.example'])(
  'A link to %s is only text',
  (url) => {
    expect(markdownToHtml(`[x](<${url}>)`)).toBe('<p>x</p>');
  },
);

test('HTML and images in a template are text', () => {
  expect(markdownToHtml('a <b>c</b> ![x](http://y.z/p.png)\n\n<script>1</script>')).not.toMatch(/<(b|img|script)/);
});
