// Our Markdown subset as Slack's mrkdwn. Slack knows three escapes (&, <, >) and none for its formatting marks, so a
// mark in foreign text is followed by a zero-width space where it could begin or end a span; links, mentions and
// channels can only come from our own link nodes.

import { type Block, type Inline, plainText } from '../../announce/index.ts';

/** Slack's three control characters (Slack, "Formatting text for app surfaces"). */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] as string);
}

/** One piece of mrkdwn a block, in order; a list item is a piece of its own. */
export function blocksToMrkdwn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(pieces);
}

function pieces(block: Block): readonly string[] {
  switch (block.is) {
    case 'heading':
      return [`*${inert(escapeMrkdwn(plainText(block.content)))}*`];
    case 'paragraph':
      return [inlinesToMrkdwn(block.content)];
    case 'list':
      return block.items.map((item, index) => {
        const mark = block.ordered ? `${index + 1}. ` : '• ';
        const inner = item.flatMap(pieces);
        return mark + inner.join('\n').replaceAll('\n', '\n    ');
      });
    case 'code':
      return [`\`\`\`\n${escapeMrkdwn(block.text).replaceAll('```', '`\u200b`\u200b`')}\n\`\`\``];
    case 'quote':
      return block.content.flatMap(pieces).map((piece) => `> ${piece.replaceAll('\n', '\n> ')}`);
    case 'rule':
      return ['———'];
  }
}

export function inlinesToMrkdwn(content: readonly Inline[]): string {
  return content.map(inlineToMrkdwn).join('');
}

function inlineToMrkdwn(part: Inline): string {
  switch (part.is) {
    case 'text':
      return inert(escapeMrkdwn(part.text));
    case 'code':
      return `\`${escapeMrkdwn(part.text).replaceAll('`', 'ˋ')}\``;
    case 'break':
      return '\n';
    case 'strong':
      return `*${inlinesToMrkdwn(part.content)}*`;
    case 'emphasis':
      return `_${inlinesToMrkdwn(part.content)}_`;
    case 'link': {
      const url = escapeMrkdwn(part.url.replaceAll('|', '%7C'));
      return `<${url}|${escapeMrkdwn(plainText(part.content)).replaceAll('|', '¦')}>`;
    }
  }
}

function inert(text: string): string {
  return text.replace(/[*_~`]/g, '$&\u200b');
}
