// A message as an HTML fragment for mail and board: everything escaped, no attribute but a link's address, nothing
// that would be fetched.

import { type Block, type Inline, parseProse } from './prose.ts';

/** `liveLink` says which addresses become links; the others are shown as text. */
export function markdownToHtml(markdown: string, liveLink: (url: string) => boolean = () => true): string {
  const blocks = (list: readonly Block[]): string => list.map(block).join('\n');
  const inlines = (list: readonly Inline[]): string => list.map(inline).join('');

  function block(node: Block): string {
    switch (node.is) {
      case 'heading': {
        const level = Math.min(node.level, 6);
        return `<h${level}>${inlines(node.content)}</h${level}>`;
      }
      case 'paragraph':
        return `<p>${inlines(node.content)}</p>`;
      case 'list': {
        const tag = node.ordered ? 'ol' : 'ul';
        const items = node.items.map((item) => {
          const [only] = item;
          return `<li>${item.length === 1 && only?.is === 'paragraph' ? inlines(only.content) : blocks(item)}</li>`;
        });
        return `<${tag}>\n${items.join('\n')}\n</${tag}>`;
      }
      case 'code':
        return `<pre><code>${escapeHtml(node.text)}</code></pre>`;
      case 'quote':
        return `<blockquote>${blocks(node.content)}</blockquote>`;
      case 'rule':
        return '<hr>';
    }
  }

  function inline(node: Inline): string {
    switch (node.is) {
      case 'text':
        return escapeHtml(node.text);
      case 'code':
        return `<code>${escapeHtml(node.text)}</code>`;
      case 'break':
        return '<br>';
      case 'strong':
        return `<strong>${inlines(node.content)}</strong>`;
      case 'emphasis':
        return `<em>${inlines(node.content)}</em>`;
      case 'link':
        return liveLink(node.url)
          ? `<a href="${escapeHtml(node.url)}" rel="noopener noreferrer">${inlines(node.content)}</a>`
          : inlines(node.content);
    }
  }

  return blocks(parseProse(markdown));
}

export function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[mark] as string,
  );
}
