// Our subset of Markdown as a small tree that every medium can shape: headings, paragraphs, lists, code and quotes.
// What lies outside the subset (HTML, images, tables) becomes its own text, so that no medium has to decide whether
// to trust it.

import { Lexer, type Token, type Tokens } from 'marked';
import { safeUrl } from './markdown-text.ts';

export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'break' }
  | { readonly is: 'strong' | 'emphasis'; readonly content: readonly Inline[] }
  /** `url` is http, https or mailto. */
  | { readonly is: 'link'; readonly url: string; readonly content: readonly Inline[] };

export type Block =
  | { readonly is: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly is: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly is: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'quote'; readonly content: readonly Block[] }
  | { readonly is: 'rule' };

export function parseProse(markdown: string): readonly Block[] {
  return blocksOf(new Lexer({ gfm: false }).lex(markdown));
}

/** What the inline content says, without marks; a line break is a space. */
export function plainText(content: readonly Inline[]): string {
  return content
    .map((part) => {
      if (part.is === 'text' || part.is === 'code') return part.text;
      return part.is === 'break' ? ' ' : plainText(part.content);
    })
    .join('');
}

function blocksOf(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token): Block[] => {
    switch (token.type) {
      case 'space':
      case 'def':
        return [];
      case 'heading':
        return [{ is: 'heading', level: (token as Tokens.Heading).depth, content: inlinesOf(token) }];
      case 'list': {
        const list = token as Tokens.List;
        return [{ is: 'list', ordered: list.ordered, items: list.items.map((item) => blocksOf(item.tokens)) }];
      }
      case 'code':
        return [{ is: 'code', text: (token as Tokens.Code).text }];
      case 'blockquote':
        return [{ is: 'quote', content: blocksOf((token as Tokens.Blockquote).tokens) }];
      case 'hr':
        return [{ is: 'rule' }];
      default:
        return [{ is: 'paragraph', content: inlinesOf(token) }];
    }
  });
}

function inlinesOf(token: Token): Inline[] {
  const children = 'tokens' in token && token.tokens !== undefined ? token.tokens : null;
  return joined(children === null ? [textOf(token)] : children.flatMap(inlineOf));
}

function inlineOf(token: Token): Inline[] {
  switch (token.type) {
    case 'strong':
      return [{ is: 'strong', content: inlinesOf(token) }];
    case 'em':
      return [{ is: 'emphasis', content: inlinesOf(token) }];
    case 'codespan':
      return [{ is: 'code', text: (token as Tokens.Codespan).text }];
    case 'br':
      return [{ is: 'break' }];
    case 'link': {
      const url = safeUrl((token as Tokens.Link).href);
      return url === null ? inlinesOf(token) : [{ is: 'link', url, content: inlinesOf(token) }];
    }
    case 'text':
      return 'tokens' in token && token.tokens !== undefined ? inlinesOf(token) : [textOf(token)];
    default:
      return [textOf(token)];
  }
}

function textOf(token: Token): Inline {
  const text = token.type === 'escape' || token.type === 'text' ? (token as Tokens.Text).text : token.raw;
  return { is: 'text', text: text.replace(/\s*\n\s*/g, ' ') };
}

/** Neighbouring texts as one: the lexer cuts at every escape. */
function joined(content: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const part of content) {
    const last = result.at(-1);
    if (part.is === 'text' && last?.is === 'text')
      result[result.length - 1] = { is: 'text', text: last.text + part.text };
    else result.push(part);
  }
  return result;
}
