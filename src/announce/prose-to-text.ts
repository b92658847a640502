// A message as plain text for mail and archives: 72 columns, headings underlined, lists indented, code as it stands.
// A link shows its address behind its text, since plain text cannot hide it. Typographic marks are spelled in ASCII: one
// of them alone would make a mail program encode the whole text, which archives then show as it is.

import { type Block, type Inline, parseProse, plainText } from './prose.ts';

export function markdownToText(markdown: string, columns = 72): string {
  const text = `${blockLines(parseProse(markdown), columns).join('\n')}\n`;
  return text.replace(/[…–—‘’“”]/g, (mark) => plainMarks[mark] ?? mark);
}

const plainMarks: Readonly<Record<string, string>> = {
  '…': '...',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
};

function blockLines(blocks: readonly Block[], columns: number): string[] {
  const lines: string[] = [];
  blocks.forEach((block, index) => {
    if (index > 0) lines.push('');
    lines.push(...linesOf(block, columns));
  });
  return lines;
}

function linesOf(block: Block, columns: number): string[] {
  switch (block.is) {
    case 'heading': {
      const lines = wrap(plainText(block.content), columns);
      const width = Math.max(0, ...lines.map((line) => [...line].length));
      return block.level > 2 ? lines : [...lines, (block.level === 1 ? '=' : '-').repeat(width)];
    }
    case 'paragraph':
      return wrap(inlineText(block.content), columns);
    case 'list': {
      // Items of one paragraph each stand close together; longer ones are set apart.
      const loose = block.items.some((item) => item.length > 1);
      return block.items.flatMap((item, index) => {
        const mark = block.ordered ? `${index + 1}. ` : '* ';
        const lines = blockLines(item, columns - mark.length);
        const set = lines.map((line, row) => (line === '' ? '' : (row === 0 ? mark : ' '.repeat(mark.length)) + line));
        return loose && index > 0 ? ['', ...set] : set;
      });
    }
    case 'code':
      return block.text.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
    case 'quote':
      return blockLines(block.content, columns - 2).map((line) => `> ${line}`.trimEnd());
    case 'rule':
      return ['-'.repeat(Math.min(columns, 24))];
  }
}

function inlineText(content: readonly Inline[]): string {
  return content
    .map((part) => {
      switch (part.is) {
        case 'text':
          return part.text;
        case 'code':
          return codeText(part.text);
        case 'break':
          return '\n';
        case 'link': {
          const text = inlineText(part.content);
          const address = part.url.replace(/^mailto:/, '');
          return withoutSlash(text) === withoutSlash(address) ? text : `${text} <${address}>`;
        }
        default:
          return inlineText(part.content);
      }
    })
    .join('');
}

/** Stands for a space at which a line must not be broken; control characters never come out of a message. */
const glue = '\u0000';

/** Code of several words is quoted, so that a command can be told from the sentence around it, and kept on one line. */
function codeText(code: string): string {
  if (!code.includes(' ')) return code;
  // The name of a claimed caller shows by itself where it ends, as names of consumers do.
  if (/^\S+ \([0-9a-f]{8}\)$/.test(code)) return code.replaceAll(' ', glue);
  return code.length <= 60 ? `\`${code}\``.replaceAll(' ', glue) : `\`${code}\``;
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

/** Greedy filling; a word that is longer than the line keeps a line of its own, so that addresses stay whole. */
function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    let length = 0;
    for (const word of paragraph.split(/ +/).filter((part) => part !== '')) {
      const wordLength = [...word].length;
      if (length > 0 && length + 1 + wordLength > columns) {
        lines.push(line);
        line = word;
        length = wordLength;
      } else {
        line = length === 0 ? word : `${line} ${word}`;
        length += (length === 0 ? 0 : 1) + wordLength;
      }
    }
    return [...lines, line].map((filled) => filled.replaceAll(glue, ' '));
  });
}
