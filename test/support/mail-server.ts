// An SMTP server on loopback that keeps what it was given, and answers as a test wants it to.

import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
}

export interface MailServer {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** From now on the recipient gets this answer instead of being accepted; null accepts again. */
  answer(refusal: { readonly code: number; readonly text: string } | null): void;
  close(): Promise<void>;
}

/** `accepted` is called after a message was taken and before the client has heard so. */
export async function startMailServer(
  options: { accepted?: (mail: ReceivedMail) => void; port?: number } = {},
): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let refusal: { code: number; text: string } | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, callback) {
      if (refusal === null) return callback();
      callback(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const mail = {
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw,
          parsed: await simpleParser(raw),
        };
        received.push(mail);
        options.accepted?.(mail);
        callback();
      });
    },
  });
  server.on('error', () => {}); // a client that is killed in the middle of a conversation is what some tests want
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    port,
    received,
    answer: (next) => {
      refusal = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
