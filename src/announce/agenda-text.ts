// Agenda items in the two forms that meetings use: Markdown for a page or an issue, and MeetBot's commands to be
// pasted line by line. What the chair writes afterwards (`#agreed`) is only hinted at: minutes are the proof, not us.

import { cleanText } from './markdown-text.ts';
import type { Message } from './message.ts';
import { type Block, type Inline, parseProse, plainText } from './prose.ts';
import { sayWhen } from './when.ts';

export type AgendaFormat = 'markdown' | 'meetbot';

/** Items of one meeting in the order given; MeetBot lines stay under IRC's 400 bytes. */
export function agendaText(items: readonly Message[], format: AgendaFormat): string {
  return items.map((item) => (format === 'markdown' ? markdownItem(item) : meetbotItem(item))).join('\n');
}

function markdownItem(item: Message): string {
  return `## ${titleOf(item).replace(/[\\`*_[\]<>&~|!]/g, '\\$&')}\n\n${item.markdown}`;
}

function meetbotItem(item: Message): string {
  const lines = [`#topic ${titleOf(item)}`];
  const links: string[] = [];
  for (const block of parseProse(item.markdown)) {
    for (const content of flat(block)) {
      lines.push(`#info ${plainText(content)}`);
      links.push(...linksOf(content));
    }
  }
  for (const link of new Set(links)) if (!link.startsWith('mailto:')) lines.push(`#link ${link}`);
  return `${[...lines, hintOf(item)].map(ircLine).join('\n')}\n`;
}

function hintOf({ kind, release, window }: Message): string {
  if (kind === 'cancelled') return `(chair: nothing is to be decided, ${release} was called off)`;
  const date = window === null ? '(date)' : sayWhen(window, 'UTC').short;
  return `(chair, if so decided:) #agreed ${release} may be deployed on ${date}`;
}

const titleOf = (item: Message): string => cleanText(item.subject.replace(/: agenda item$/, ''), 120);

function flat(block: Block): readonly (readonly Inline[])[] {
  switch (block.is) {
    case 'heading':
    case 'paragraph':
      return [block.content];
    case 'list':
      return block.items.flatMap((item) => item.flatMap(flat));
    default:
      return [];
  }
}

function linksOf(content: readonly Inline[]): string[] {
  return content.flatMap((part) => {
    if (part.is === 'link') return [part.url];
    return 'content' in part ? linksOf(part.content) : [];
  });
}

function ircLine(line: string): string {
  const encoder = new TextEncoder();
  const clean = cleanText(line, 2000);
  if (encoder.encode(clean).length <= 400) return clean;
  let cut = '';
  let bytes = 0;
  for (const point of clean) {
    bytes += encoder.encode(point).length;
    if (bytes > 396) break;
    cut += point;
  }
  return `${cut}…`;
}
