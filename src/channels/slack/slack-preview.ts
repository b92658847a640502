// A message of Slack as simple HTML and as text, for people who look at it on the board or in a terminal before or after
// it is posted.

import { escapeHtml, markdownToText } from '../../announce/index.ts';
import type { RenderedSlack, SlackBlock, SlackPost } from './render-slack.ts';

export function slackPreview({ parent, replies, channel }: RenderedSlack): string {
  const thread = replies.map((reply) => `<article>${postHtml(reply)}</article>`).join('\n');
  return `<article><p><small>${escapeHtml(channel)}</small></p>\n${postHtml(parent)}</article>\n<section><p><small>In its thread</small></p>\n${thread}</section>`;
}

/** The post in the channel repeats the opening of its thread, so that of it only the headline and the buttons are said. */
export function slackText({ parent, markdown }: RenderedSlack): string {
  const said = parent.blocks.flatMap((block) => {
    if (block.type === 'header') return [block.text.text];
    return block.type === 'actions' ? [block.elements.map(({ text }) => `[ ${text.text} ]`).join(' ')] : [];
  });
  return `${said.join('\n')}\n\nIn its thread:\n\n${markdownToText(markdown)}`;
}

const postHtml = (post: SlackPost): string => post.blocks.map(blockHtml).join('\n');

function blockHtml(block: SlackBlock): string {
  switch (block.type) {
    case 'header':
      return `<p><strong>${escapeHtml(block.text.text)}</strong></p>`;
    case 'section':
      return `<p>${mrkdwnHtml(block.text.text)}</p>`;
    case 'context':
      return block.elements.map(({ text }) => `<p><small>${mrkdwnHtml(text)}</small></p>`).join('\n');
    case 'actions':
      // Buttons act in Slack only; here they are words.
      return `<p>${block.elements.map(({ text }) => `<strong>[ ${escapeHtml(text.text)} ]</strong>`).join(' ')}</p>`;
  }
}

/** `<` and `>` are Slack's own here: everything foreign came in as entities, which stay as they are. */
function mrkdwnHtml(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]*`|<[^>]*>)/)
    .map((part, index) => {
      if (index % 2 === 0) return formatted(part);
      if (part.startsWith('```')) return `</p><pre>${safe(part.slice(3, -3).trim())}</pre><p>`;
      if (part.startsWith('`')) return `<code>${safe(part.slice(1, -1))}</code>`;
      const inner = part.slice(1, -1);
      const label = inner.includes('|') ? inner.slice(inner.lastIndexOf('|') + 1) : inner;
      return /^(https?:|mailto:)/.test(inner)
        ? `<a href="${safe(inner.split('|')[0] ?? '')}" rel="noopener noreferrer">${safe(label)}</a>`
        : safe(label);
    })
    .join('');
}

function formatted(text: string): string {
  return safe(text)
    .replace(/\*([^*\u200b\n]+)\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])_([^_\u200b\n]+)_/g, '$1<em>$2</em>')
    .replaceAll('\u200b', '')
    .replaceAll('\n', '<br>');
}

/** Escapes what Slack's own escapes leave: quotes, and any mark that came through. */
function safe(text: string): string {
  return text.replace(/[<>"']/g, (mark) => escapeHtml(mark));
}
