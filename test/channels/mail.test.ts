import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { type ParsedMail, simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import type { MessageInput, Recipient } from '../../src/announce/index.ts';
import { channelOf, type DeliveryOutcome, type Receipt } from '../../src/channels/index.ts';
import { shift } from '../announce/pkgdb-release.ts';
import { requirement } from '../support/requirement.ts';
import { ann, deadPort, list, message, moved, newThread, sender } from './to-channel.ts';

const mail = channelOf('mail');
const password = 'correct horse battery';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A real SMTP server on loopback; what it took is kept as it came. */
async function smtp(options: SMTPServerOptions = {}): Promise<{ port: number; taken: string[] }> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, taken };
}

async function deliver(
  port: number,
  settings: Record<string, unknown> = {},
  recipient: Recipient = list,
  changes: Partial<MessageInput> = {},
  first: Receipt | null = null,
): Promise<DeliveryOutcome> {
  const thread = { ...newThread, first, latest: first };
  const parsed = mail.settings.parse({ host: '127.0.0.1', port, tls: 'none', timeoutSeconds: 5, ...settings });
  const connection = mail.connect(parsed);
  const outcome = await connection.deliver(mail.render(message(recipient, changes), thread, sender), thread);
  await connection.close();
  return outcome;
}

async function received(recipient: Recipient, changes: Partial<MessageInput> = {}, first: Receipt | null = null) {
  const server = await smtp();
  const outcome = await deliver(server.port, {}, recipient, changes, first);
  const raw = server.taken[0] ?? '';
  return { outcome, raw, mail: await simpleParser(raw), other: await PostalMime.parse(raw) };
}

const smtpError = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

describe('A list receives', () => {
  test('plain text alone, whose first screen answers what, when, whom, what to do, by when and whom to ask', async () => {
    const { mail: parsed, other, raw } = await received(list);
    expect(parsed.subject).toBe('[API BREAK] pkgdb 2.0 on Thu 12 Mar 2026 14:00 UTC');
    expect(other.subject).toBe(parsed.subject);
    expect(parsed.html).toBe(false);
    expect(parsed.attachments).toEqual([]);
    const screen = parsed.text!.split('\n').slice(0, 26).join('\n');
    for (const answer of [
      'breaks the API',
      'Thursday 12 March 2026, 14:00 to 22:00 UTC (8 hours)',
      '15:00 to 23:00 in Europe/Paris',
      "date -d '2026-03-12 14:00 UTC'",
      'Release engineering (bodhi, fedpkg-sync)',
      'https://pkgdb.stg.example.org',
      'By when: before Thursday 12 March 2026',
      'pkgdb-team@example.org',
      'Understood? ',
    ]) {
      expect(screen).toContain(answer);
    }
    // On the reader's machine there is no tocsin.yaml that it could be said by.
    expect(parsed.text).not.toContain('tocsin release understood');
    expect(Math.max(...parsed.text!.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(72);
    expect(Buffer.byteLength(raw)).toBeLessThan(40_000);
    // As it goes over the wire: no encoding that an archive would show as it is.
    expect(parsed.headers.get('content-transfer-encoding')).toBe('7bit');
    expect(raw.replaceAll('\r\n', '\n')).toContain(parsed.text!.trimEnd());
  });

  test('who sent it, where answers go, and that a machine wrote it', async () => {
    const { mail: parsed } = await received(list);
    expect(parsed.from?.text).toBe('"Tocsin for Example Linux" <tocsin@example.org>');
    expect(parsed.replyTo?.text).toBe('infrastructure@lists.example.org');
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.headers.get('x-loop')).toBe('tocsin@example.org');
    expect([...parsed.headers.keys()].filter((name) => name === 'list' || name.startsWith('list-'))).toEqual([]);
  });

  test('the same mail when it is sent a second time, so that duplicates can be known', async () => {
    const [one, two] = [await received(list), await received(list)];
    expect(two.raw.replace(/^Received:.*$/m, '')).toBe(one.raw.replace(/^Received:.*$/m, ''));
  });

  test('a move as an answer in the thread that says first what changed', async () => {
    const { outcome } = await received(list);
    const first = outcome.outcome === 'delivered' ? outcome.receipt : null;
    const reminder = await received(list, { kind: 'reminder', step: 'reminder-7' }, first);
    expect(reminder.mail.subject).toBe('Re: [API BREAK] pkgdb 2.0 on Thu 12 Mar 2026 14:00 UTC: reminder, in 14 days');
    const { mail: parsed } = await received(list, moved, first);
    expect(parsed.inReplyTo).toBe(first!.id);
    expect([parsed.references].flat()).toEqual([first!.id]);
    expect(parsed.subject).toMatch(/^Re: \[API BREAK\] pkgdb 2\.0 on Thu 19 Mar 2026 14:00 UTC/);
    expect(parsed.text).toMatch(/^MOVED from Thu 12 Mar 2026 14:00 UTC to Thu 19 Mar 2026 14:00 UTC: /);
    expect(parsed.text).toContain('Because: the mass rebuild takes longer');
  });
});

describe('A person who is held receives', () => {
  const call = (changes: Partial<MessageInput> = {}) => received(ann, { kind: 'roster-call', shift, ...changes });
  const event = (parsed: ParsedMail) => {
    const part = parsed.attachments.find(({ contentType }) => contentType === 'text/calendar')!;
    const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')));
    return { calendar, event: new ICAL.Event(calendar.getFirstSubcomponent('vevent')!), part };
  };

  test('text and HTML without anything fetched, and an invitation to be answered', async () => {
    const { mail: parsed, raw } = await call();
    expect(parsed.text).toContain('10:00 to 14:00 in America/New_York');
    expect(parsed.html).toContain('<strong>breaks the API</strong>');
    expect(parsed.html).not.toMatch(/<(img|script|link|iframe)|src=|url\(/i);
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
    const { calendar, event: held } = event(parsed);
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(held.startDate.toJSDate().toISOString()).toBe('2026-03-12T14:00:00.000Z');
    expect(held.endDate.toJSDate().toISOString()).toBe('2026-03-12T18:00:00.000Z');
    expect(String(held.attendees[0]!.getFirstValue())).toMatch(/^mailto:ann@example\.org$/i);
    expect(held.attendees[0]!.getParameter('rsvp')).toBe('TRUE');
    expect(held.organizer).toMatch(/^mailto:tocsin@example\.org$/i);
  });

  test('a change of the same entry on a move, and its end on a cancellation', async () => {
    const first = event((await call()).mail);
    const later = { ...shift, start: '2026-03-19T14:00:00.000Z', end: '2026-03-19T18:00:00.000Z' };
    const move = event((await received(ann, { ...moved, shift: later })).mail);
    expect(move.event.uid).toBe(first.event.uid);
    expect(move.event.sequence).toBeGreaterThan(first.event.sequence);
    expect(move.event.startDate.toJSDate().toISOString()).toBe('2026-03-19T14:00:00.000Z');
    const end = event((await received(ann, { ...moved, kind: 'cancelled', shift: later })).mail);
    expect(end.calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(end.event.uid).toBe(first.event.uid);
    expect(end.event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(end.event.summary).toBe('No longer to be kept free: pkgdb 2.0');
  });

  test('lines of the calendar folded at 75 octets and ended as RFC 5545 wants', async () => {
    const { part } = event((await call({ shift: { ...shift, because: 'ü'.repeat(200) } })).mail);
    const lines = part.content.toString('utf8').split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  });
});

describe('The artefact', () => {
  test('is byte for byte what the server is given', async () => {
    const server = await smtp();
    await deliver(server.port);
    const { content } = await mail.artefact(mail.render(message(list), newThread, sender));
    expect(server.taken[0]!.trimEnd()).toBe(content.trimEnd());
  });

  test('a mail whose answer goes to those who answer for the service, and not to the list', async () => {
    const { mail: parsed } = await received({ ...ann, audience: 'team' });
    expect(parsed.replyTo?.text).toBe('pkgdb-team@example.org');
  });

  test('shows a signed link as dead in a preview', () => {
    const links = {
      release: 'https://t.example.org/r',
      understand: 'https://t.example.org/links/secret',
      acknowledge: null,
    };
    const html = mail.preview(mail.render(message({ ...ann, audience: 'team' }, { links }), newThread, sender));
    expect(html).toContain('href="https://t.example.org/r"');
    expect(html).not.toContain('href="https://t.example.org/links/secret"');
  });
});

describe('A server that does not take it', () => {
  test.each([
    [450, 'later', 'greylisted'],
    [421, 'later', 'closing'],
    [550, 'refused', 'not a member of this list'],
    [552, 'refused', 'too big'],
  ] as const)('with %i is %s', async (code, outcome, text) => {
    const server = await smtp({ onRcptTo: (_to, _session, done) => done(smtpError(code, text)) });
    expect(await deliver(server.port)).toMatchObject({ outcome, because: expect.stringContaining(text) });
  });

  test('refuses after the data as well', async () => {
    const server = await smtp({
      onData(stream, _session, done) {
        stream.on('end', () => done(smtpError(554, 'no spam')));
        stream.resume();
      },
    });
    expect(await deliver(server.port)).toMatchObject({
      outcome: 'refused',
      because: expect.stringContaining('no spam'),
    });
  });

  test('does not know the password: a person must act, and the password is not repeated', async () => {
    const server = await smtp({
      authOptional: false,
      onAuth: (auth, _session, done) => done(new Error(`wrong ${auth.password}`)),
    });
    const outcome = await deliver(server.port, { user: 'tocsin', password });
    expect(outcome).toMatchObject({ outcome: 'refused', hint: expect.stringContaining('credentials') });
    expect(JSON.stringify(outcome)).not.toContain(password);
  });

  test('is not there: it is tried again', async () => {
    expect(await deliver(await deadPort())).toMatchObject({ outcome: 'later' });
  });

  const openssl = requirement(
    'openssl',
    spawnSync('openssl', ['version']).status === 0
      ? null
      : 'the command openssl, which makes a certificate, is missing',
  );
  test.skipIf(openssl.skip)(
    `has a certificate that nobody vouches for, until its authority is given${openssl.note}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'tocsin-tls-'));
      const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      // biome-ignore format: one command
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
      const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
      rmSync(folder, { recursive: true });
      const server = await smtp({ secure: true, key, cert });
      const settings = { host: 'localhost', tls: 'implicit' };
      expect(await deliver(server.port, settings)).toMatchObject({
        outcome: 'refused',
        because: expect.stringContaining('safe'),
      });
      expect(await deliver(server.port, { ...settings, ca: cert })).toMatchObject({ outcome: 'delivered' });
      const upgraded = await smtp({ disabledCommands: [], key, cert });
      expect(await deliver(upgraded.port, { host: 'localhost', tls: 'starttls', ca: cert })).toMatchObject({
        outcome: 'delivered',
      });
    },
  );
});

describe('A plain relay', () => {
  test.each(['implicit', 'starttls'] as const)(
    'that is spoken to with tls: %s is said to be one, with what to set, and without the words of OpenSSL',
    async (tls) => {
      const server = await smtp();
      const connection = mail.connect(mail.settings.parse({ host: '127.0.0.1', port: server.port, tls }));
      const { ok, because } = await connection.check();
      await connection.close();
      expect(ok).toBe(false);
      expect(because).toContain(`answers in plain text, and \`tls: ${tls}\` asks for a safe connection.`);
      expect(because).toContain('`tls: none`');
      expect(because).not.toMatch(/SSL|routines|version number/);
      expect(await deliver(server.port, { tls })).toMatchObject({ outcome: 'refused', because });
    },
  );
});

describe('The settings', () => {
  test.each([
    ['a password without a user', { host: 'mail.example.org', password }],
    ['a password in the clear over the network', { host: 'mail.example.org', tls: 'none', user: 'x', password }],
    ['an unknown key', { host: 'mail.example.org', pass: 'x' }],
  ])('refuse %s', (_, settings) => {
    expect(mail.settings.safeParse(settings).success).toBe(false);
  });
});

test.each(['a@b.org\r\nBcc: c@d.org', 'a@b.org, c@d.org', 'no address', 'a b@c.org', '"a"@c.org', ''])(
  'an address that is none (%j) is refused before anyone is spoken to',
  async (address) => {
    const server = await smtp();
    expect(await deliver(server.port, {}, { ...list, address })).toMatchObject({ outcome: 'refused' });
    expect(server.taken).toEqual([]);
  },
);
