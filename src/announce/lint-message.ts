// The word is compulsory: a message about a release that breaks its API says so in the subject and in the first
// paragraph, and one about a release that does not break must not cry wolf. Templates may be overridden, so this is
// checked on what they made, not on what they promise.

import { sayInstant } from '../base/index.ts';
import type { Message } from './message.ts';
import { parseProse, plainText } from './prose.ts';

export interface LintProblem {
  readonly rule: 'says-break' | 'says-unknown' | 'cries-wolf' | 'says-when' | 'too-long';
  readonly message: string;
  readonly hint: string;
}

/** Bytes of Markdown: text, HTML and MIME of a mail made of more would pass what list servers let through (40 kB). */
export const longestMarkdown = 12_000;

type Draft = Pick<Message, 'kind' | 'verdict' | 'subject' | 'markdown' | 'window'>;

/** `names` are words of the organisation (service, version, reasons) that must not count as ours. */
export function lintMessage(draft: Draft, names: readonly string[]): readonly LintProblem[] {
  const problems: LintProblem[] = [];
  const first = parseProse(draft.markdown).find((block) => block.is === 'paragraph' || block.is === 'heading');
  const opening = blank(first !== undefined && 'content' in first ? plainText(first.content) : '', names);
  const subject = blank(draft.subject, names);
  const kind = draft.kind.replaceAll('-', ' ');
  const add = (rule: LintProblem['rule'], message: string, hint: string): void => {
    problems.push({ rule, message, hint });
  };

  switch (draft.verdict) {
    case 'breaking':
      if (!affirmsBreak(subject)) {
        add('says-break', `The subject of the ${kind} does not say that the API breaks.`, 'Begin it with [API BREAK].');
      }
      if (!affirmsBreak(opening)) {
        add(
          'says-break',
          `The ${kind} does not say in its first paragraph that the API breaks.`,
          'Let the template begin with {% include "_verdict" %}, or say “breaks the API” in its first paragraph.',
        );
      }
      break;
    case 'unknown':
      if (!/\b(not|un)\s?known\b/i.test(opening)) {
        add(
          'says-unknown',
          `The ${kind} does not say in its first paragraph that it is not known whether the API breaks.`,
          'Let the template begin with {% include "_verdict" %}.',
        );
      }
      if (/\[API BREAK\]/i.test(subject)) {
        add('cries-wolf', `The subject of the ${kind} says [API BREAK], which is not known.`, 'Use [API BREAK?].');
      }
      break;
    default:
      if (/\[API BREAK\??\]/i.test(subject) || affirmsBreak(opening)) {
        add('cries-wolf', `The ${kind} says that the API breaks, but it does not.`, 'Take the statement out.');
      }
  }
  if (draft.window !== null) {
    const date = sayInstant(draft.window.start);
    const command = `${draft.window.start.slice(0, 10)} ${draft.window.start.slice(11, 16)} UTC`;
    if (!draft.markdown.includes(date) && !draft.markdown.includes(command)) {
      add(
        'says-when',
        `The ${kind} does not say when: ${date} is missing.`,
        'Print {{ when.short }} or {{ when.command }}.',
      );
    }
  }
  const bytes = new TextEncoder().encode(draft.markdown).length;
  if (bytes > longestMarkdown) {
    add(
      'too-long',
      `The ${kind} has ${bytes} bytes of Markdown; ${longestMarkdown} is the most.`,
      'Shorten the template and link to the board.',
    );
  }
  return problems;
}

/** Some clause says that the API breaks, and that clause does not deny it. */
function affirmsBreak(text: string): boolean {
  return text
    .split(/[.:;!?](?:\s|$)|,\s|\s[–—]\s/)
    .some(
      (clause) =>
        /\bbreak(s|ing)?\b/i.test(clause) &&
        /\bAPI\b/.test(clause) &&
        !/\b(not|no|never|without|whether|neither|nor)\b|n['’]t\b/i.test(clause),
    );
}

function blank(text: string, names: readonly string[]): string {
  return names
    .filter((name) => name.trim() !== '' && !/^(the )?api$/i.test(name.trim()))
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, name) => {
      const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return rest.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu'), '□');
    }, text);
}
