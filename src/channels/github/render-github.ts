// A release's agenda item, or a consumer's porting, as one issue. Hidden comments mark our part of the body and hold what it says, so that the
// issue is found again after a lost reply, that people's own words around it stay, and that a comment, which notifies
// everyone, is made only where the date or the verdict changed.

import { createHash } from 'node:crypto';
import { cleanText, type Message } from '../../announce/index.ts';

export interface RenderedIssue {
  /** `owner/repository`. */
  readonly repository: string;
  readonly title: string;
  /** First line of our part, by which the issue is known. */
  readonly marker: string;
  /** Our part of the body, markers included. */
  readonly body: string;
  readonly state: IssueState;
  /** Posted where the date or the verdict differs from what the issue says. */
  readonly comment: { readonly marker: string; readonly body: string };
  /** Closes the issue, and why; null leaves it as people have it. */
  readonly close: 'completed' | 'not_planned' | null;
  readonly markdown: string;
}

/** What a reader must be told of when it changes. */
export interface IssueState {
  readonly verdict: string;
  /** Begin of the outage, or '' where there is no date. */
  readonly start: string;
  readonly standing: 'planned' | 'cancelled' | 'done';
  /** Of a porting issue, which findings it is about: a hash; '' for an agenda issue, which speaks of the verdict alone. */
  readonly findings?: string;
}

export const githubLimits = { bodyCharacters: 65_536, titleCharacters: 256 } as const;

const end = '<!-- /tocsin -->';
const stateComment = /<!-- tocsin-state:([\w-]*={0,2}) -->/;

export function renderIssue(message: Message): RenderedIssue {
  const name = message.release.replace(/[^A-Za-z0-9.]+/g, '-');
  const marker = `<!-- tocsin:${name}:${hash(message.thread)} -->`;
  const state: IssueState = {
    verdict: message.verdict,
    start: message.window?.start ?? '',
    standing: standingOf(message),
    ...(message.porting ? { findings: hash(message.porting.findings.join(' ')) } : {}),
  };
  const title = cleanText(message.subject.replace(/: (agenda item|moved)$/, ''), githubLimits.titleCharacters);
  const commentMarker = `<!-- tocsin-comment:${hash(message.key)} -->`;
  return {
    repository: message.recipient.address,
    title,
    marker,
    body: [
      marker,
      `<!-- tocsin-state:${Buffer.from(JSON.stringify(state)).toString('base64url')} -->`,
      withoutMentions(message.markdown).trim(),
      end,
    ].join('\n\n'),
    state,
    comment: { marker: commentMarker, body: `${commentMarker}\n\n${withoutMentions(opening(message.markdown))}` },
    close: state.standing === 'cancelled' ? 'not_planned' : state.standing === 'done' ? 'completed' : null,
    markdown: message.markdown,
  };
}

/** What the issue's body says now; null where it is not ours or cannot be read. */
export function readState(body: string): IssueState | null {
  const found = stateComment.exec(body)?.[1];
  if (found === undefined) return null;
  try {
    return JSON.parse(Buffer.from(found, 'base64url').toString()) as IssueState;
  } catch {
    return null;
  }
}

/** The body with our part replaced and everything around it kept. */
export function replaceOurPart(body: string, { marker, body: ours }: RenderedIssue): string {
  const from = body.indexOf(marker);
  if (from < 0) return ours;
  const to = body.indexOf(end, from);
  return body.slice(0, from) + ours + (to < 0 ? '' : body.slice(to + end.length));
}

function standingOf({ kind, porting }: Message): IssueState['standing'] {
  if (porting !== undefined) {
    return porting.standing === 'open' ? 'planned' : porting.standing === 'climbed' ? 'done' : 'cancelled';
  }
  return kind === 'cancelled' ? 'cancelled' : kind === 'done' ? 'done' : 'planned';
}

/** First paragraph and facts: what a comment needs to say. */
function opening(markdown: string): string {
  const at = markdown.indexOf('\n## ');
  return (at < 0 ? markdown : markdown.slice(0, at)).trim();
}

/**
 * GitHub would notify whom a name in foreign text happens to fit, and link numbers to issues: neither is meant. Inside
 * code, where it does neither, only what could be taken for one of our own markers is disarmed.
 */
function withoutMentions(markdown: string): string {
  return markdown
    .split(/(```[\s\S]*?```|`[^`]*`|\(<[^>]*>\))/)
    .map((part, index) =>
      index % 2 === 1
        ? part.replaceAll('<!--', '<\u200b!--')
        : part.replace(/(?<![\w/])@(?=[A-Za-z0-9])|#(?=[A-Za-z0-9])|\bGH-(?=\d)/gi, '$&\u200b'),
    )
    .join('');
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
