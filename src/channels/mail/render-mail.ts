// A message as a mail (RFC 5322, 2045 to 2049). A list gets plain text alone, as archives and digests want it; a team
// or a person gets text and HTML, and with a hold an invitation. The Message-ID is made of the message's key, so that
// a mail sent a second time after a crash is the same mail to every program that removes duplicates.

import { createHash } from 'node:crypto';
import { cleanText, escapeHtml, type Message, markdownToHtml, markdownToText } from '../../announce/index.ts';
import type { Instant } from '../../base/index.ts';
import { type CalendarObject, invitation } from '../calendar-text.ts';
import type { Sender, ThreadContext } from '../channel.ts';

export interface RenderedMail {
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo: string | null;
  readonly subject: string;
  /** With angle brackets, as the ids below. */
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly date: Instant;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string | null;
  readonly calendar: CalendarObject | null;
  /** What a stranger must not use: addresses that are dead in a preview. */
  readonly personalLinks: readonly string[];
  readonly markdown: string;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** One mailbox, nothing that could end a header or add a recipient (RFC 5321 dot-string and a domain). */
export const mailAddress = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;

export function renderMail(message: Message, thread: ThreadContext, sender: Sender): RenderedMail {
  const { recipient } = message;
  const domain = sender.email.slice(sender.email.lastIndexOf('@') + 1);
  const earlier = [thread.first, thread.latest].flatMap((receipt) =>
    receipt !== null && /^<[^<>\s]+@[^<>\s]+>$/.test(receipt.id) ? [receipt.id] : [],
  );
  const personal = recipient.audience !== 'list';
  // A follow-up is kept in its thread by its references; its subject says its own kind and date, since an inbox of
  // mails that all carry the notice's subject does not tell a reminder from the end.
  const subject = cleanText(`${thread.first === null ? '' : 'Re: '}${message.subject}`, 200);
  return {
    from: { name: cleanText(sender.name, 80), address: sender.email },
    to: { name: personal ? cleanText(recipient.name, 80) : '', address: recipient.address },
    // Whoever is written to alone may be on no list, and their answer is not for everyone.
    replyTo: (personal ? message.answersTo : undefined) ?? sender.replyTo,
    subject,
    messageId: `<${idPart(message.release)}.${message.kind}.${hash(message.key)}@${domain}>`,
    inReplyTo: earlier.at(-1) ?? null,
    references: [...new Set(earlier)],
    date: message.writtenAt,
    headers: {
      // RFC 3834: vacation programs keep quiet, and our own inbox knows its own mail.
      'Auto-Submitted': 'auto-generated',
      'X-Loop': sender.email,
      'X-Tocsin-Release': cleanText(message.release, 120),
      'X-Tocsin-Kind': message.kind,
    },
    text: markdownToText(message.markdown, 72),
    html: personal
      ? page(subject, markdownToHtml(message.markdown).replaceAll('<pre>', '<pre style="white-space:pre-wrap">'))
      : null,
    calendar: personal && message.event !== null ? invitation(message.event, sender, message.writtenAt) : null,
    personalLinks: [message.links.understand, message.links.acknowledge].flatMap((link) =>
      link === null || link === message.links.release ? [] : [link],
    ),
    markdown: message.markdown,
  };
}

function page(title: string, body: string): string {
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`,
    '<body style="font-family:sans-serif;max-width:44em;line-height:1.45;overflow-wrap:anywhere">',
    body,
    '</body></html>',
    '',
  ].join('\n');
}

const idPart = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$|\.(?=\.)/g, '')
    .slice(0, 60);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
