// The bytes of a mail, made once by nodemailer: what the SMTP server is given and what the local outbox keeps are the
// same. The multipart boundary is made of the Message-ID, so that the same message is the same bytes.

import MailComposer from 'nodemailer/lib/mail-composer';
import type { RenderedMail } from './render-mail.ts';

export async function buildMime(mail: RenderedMail): Promise<Buffer> {
  const composer = new MailComposer({
    from: mail.from,
    to: mail.to,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    messageId: mail.messageId,
    ...(mail.inReplyTo === null ? {} : { inReplyTo: mail.inReplyTo }),
    ...(mail.references.length === 0 ? {} : { references: [...mail.references] }),
    date: new Date(mail.date),
    headers: { ...mail.headers },
    text: mail.text,
    ...(mail.html === null ? {} : { html: mail.html }),
    ...(mail.calendar === null
      ? {}
      : { icalEvent: { method: mail.calendar.method, filename: 'invite.ics', content: mail.calendar.text } }),
    baseBoundary: mail.messageId.replace(/[^A-Za-z0-9]/g, '').slice(-40),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}
