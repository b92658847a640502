// Mail by SMTP (RFC 5321) through nodemailer. Nobody can ask an SMTP server whether it took a message before, so one
// whose fate is unknown is sent again with the same Message-ID and the same bytes.

import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { cleanText, markdownToHtml } from '../../announce/index.ts';
import type { Channel, Connection, DeliveryOutcome, Receipt } from '../channel.ts';
import { buildMime } from './mime.ts';
import { mailAddress, type RenderedMail, renderMail } from './render-mail.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const settings = z
  .strictObject({
    host: z.string().min(1),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(587)
      .describe('587 for starttls, 465 for implicit, often 25 for a plain relay'),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .default('starttls')
      .describe('starttls refuses a server without it; implicit speaks TLS from the start; none is for a plain relay'),
    user: z.string().min(1).optional(),
    password: z.string().min(1).optional(),
    /** PEM of a certificate authority besides those that Node knows. */
    ca: z.string().min(1).optional(),
    timeoutSeconds: z.number().positive().max(300).default(30),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    message: 'user and password go together: give both or neither',
  })
  .refine(({ host, tls, password }) => password === undefined || tls !== 'none' || loopback.test(host), {
    path: ['tls'],
    message: 'a password is not sent over the network without TLS: use starttls or implicit',
  });

export type MailSettings = z.infer<typeof settings>;

export const mail: Channel<MailSettings, RenderedMail> = {
  id: 'mail',
  title: 'E-mail',
  address: mailAddress,
  settings: settings as z.ZodType<MailSettings>,
  limits: { bytes: 40_000, columns: 72 },
  render: renderMail,
  async artefact(rendered) {
    return { extension: '.eml', contentType: 'message/rfc822', content: (await buildMime(rendered)).toString('utf8') };
  },
  preview(rendered) {
    const dead = new Set(rendered.personalLinks);
    return rendered.html === null
      ? `<pre>${escapeText(rendered.text)}</pre>`
      : markdownToHtml(rendered.markdown, (url) => !dead.has(url));
  },
  text: ({ text }) => text,
  identify,
  connect,
};

function identify({ messageId }: RenderedMail): Omit<Receipt, 'url'> {
  return { id: messageId, detail: {} };
}

function connect(to: MailSettings): Connection<RenderedMail> {
  const timeout = to.timeoutSeconds * 1000;
  const transport = createTransport({
    host: to.host,
    port: to.port,
    secure: to.tls === 'implicit',
    requireTLS: to.tls === 'starttls',
    ignoreTLS: to.tls === 'none',
    ...(to.user === undefined || to.password === undefined ? {} : { auth: { user: to.user, pass: to.password } }),
    ...(to.ca === undefined ? {} : { tls: { ca: to.ca } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const where = `${to.host}:${to.port}`;

  return {
    async deliver(rendered) {
      if (!mailAddress.test(rendered.to.address)) {
        return {
          outcome: 'refused',
          because: `“${cleanText(rendered.to.address, 80)}” is not a mail address.`,
          hint: 'Correct the address in the catalogue.',
        };
      }
      try {
        const sent = await transport.sendMail({
          envelope: { from: rendered.from.address, to: [rendered.to.address] },
          raw: await buildMime(rendered),
        });
        return {
          outcome: 'delivered',
          receipt: {
            ...identify(rendered),
            url: null,
            detail: { ...identify(rendered).detail, response: cleanText(sent.response ?? '', 200) },
          },
        };
      } catch (error) {
        return explain(error, to, where);
      }
    },
    async check() {
      try {
        await transport.verify();
        return { ok: true, because: `${where} answers${to.user === undefined ? '' : ` and knows ${to.user}`}.` };
      } catch (error) {
        return { ok: false, because: explain(error, to, where).because };
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** Certificate faults of Node's TLS that waiting does not mend. */
const certificateFault =
  /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_|ERR_TLS_CERT|DEPTH_ZERO|certificate|wrong version number|EPROTO/i;

/** What OpenSSL and nodemailer say where a server does not speak TLS at all. */
const plainAnswer =
  /wrong version number|packet length too long|http request|STARTTLS.*\b(5\d\d|454)\b|\b(5\d\d|454)\b.*STARTTLS/i;

function explain(
  error: unknown,
  to: MailSettings,
  where: string,
): Exclude<DeliveryOutcome, { readonly outcome: 'delivered' }> {
  const { code, originalCode, responseCode, response, message } = error as {
    code?: string;
    originalCode?: string;
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const said = withoutSecrets(response ?? message ?? 'no reason given', to);
  if (code === 'EAUTH' && (responseCode === undefined || responseCode >= 500)) {
    return {
      outcome: 'refused',
      because: `The mail server ${where} does not accept the user name and password: ${said}`,
      hint: 'Correct the credentials of the mail channel, then run `tocsin doctor`.',
    };
  }
  if (to.tls !== 'none' && (plainAnswer.test(message ?? '') || (code === 'ETLS' && (responseCode ?? 0) >= 500))) {
    return {
      outcome: 'refused',
      because:
        `The mail server ${where} answers in plain text, and \`tls: ${to.tls}\` asks for a safe connection. ` +
        `If it is a plain relay of yours, say \`tls: none\`${to.tls === 'implicit' ? '; if it begins plainly and then changes over, `tls: starttls`' : ''}.`,
      hint: 'Set `delivery.channels.mail.tls` (starttls, implicit or none) and `port` as the server has them.',
    };
  }
  if (responseCode !== undefined) {
    const permanent = responseCode >= 500 && responseCode !== 503;
    return permanent
      ? {
          outcome: 'refused',
          because: `The mail server ${where} refused the message: ${said}`,
          hint: 'Read its reason: often the address is wrong, or the list lets only its members post.',
        }
      : {
          outcome: 'later',
          because: `The mail server ${where} asks to come back later: ${said}`,
          retryAfterSeconds: null,
        };
  }
  if (code === 'ETLS' || certificateFault.test(`${originalCode ?? ''} ${message ?? ''}`)) {
    return {
      outcome: 'refused',
      because: `No safe connection to the mail server ${where} could be made: ${said}`,
      hint: 'Check the `tls` setting against the port, and give the authority of its certificate as `ca` if it is your own.',
    };
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return {
      outcome: 'refused',
      because: `The mail server ${where} was not given the message: ${said}`,
      hint: 'Check the addresses of sender and recipient.',
    };
  }
  const because = `The mail server ${where} cannot be reached: ${said}`;
  return { outcome: 'later', because, retryAfterSeconds: null, isAway: true };
}

function withoutSecrets(text: string, { user, password }: MailSettings): string {
  if (user === undefined || password === undefined) return cleanText(text, 300);
  const secrets = [password, `\u0000${user}\u0000${password}`].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64'),
  ]);
  return cleanText(
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text),
    300,
  );
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] as string);
}
