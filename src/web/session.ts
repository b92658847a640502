// Who is asking. The API takes Bearer tokens only; pages take a signed cookie that a token was exchanged for, together
// with a CSRF token in every form. The cookie holds the token's id and until when, so no session is stored, and each
// request asks whom the token stands for: a revoked token's sessions end with it.

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Clock, TocsinError } from '../base/index.ts';
import { type Speaker, type Tocsin, tokenId } from '../bot/index.ts';
import { NotSignedIn } from './problem.ts';

const cookieName = 'tocsin_session';
const sessionHours = 12;

const sessionShape = z.object({ token: z.string(), until: z.string() });

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the request stands for; null for a reader without a name. */
    principal: Speaker | null;
  }
}

/** Opens, reads and ends sessions, and makes and checks the CSRF tokens that belong to them. */
export interface Sessions {
  /** Reads the cookie of a page's request; null also where its token was revoked since. */
  fromCookie(request: FastifyRequest): Promise<Speaker | null>;
  /** Reads the Authorization header. @throws NotSignedIn where a token is given that stands for nobody. */
  fromHeader(request: FastifyRequest): Promise<Speaker | null>;
  /** Exchanges a token for a cookie. @throws TocsinError `not-allowed` */
  signIn(token: string, reply: FastifyReply): Promise<Speaker>;
  signOut(reply: FastifyReply): void;
  csrfToken(request: FastifyRequest): string;
  /** @throws TocsinError `not-allowed` where a form was not made for this session. */
  demandCsrf(request: FastifyRequest): void;
}

export function openSessions(tocsin: Tocsin, clock: Clock, secret: string, secure: boolean): Sessions {
  const csrfKey = derive(secret, 'tocsin csrf');
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true } as const;

  const read = async (request: FastifyRequest): Promise<Speaker | null> => {
    const cookie = request.unsignCookie(request.cookies[cookieName] ?? '');
    if (!cookie.valid) return null;
    const session = sessionShape.safeParse(JSON.parse(Buffer.from(cookie.value, 'base64url').toString()));
    if (!session.success || session.data.until < clock.now()) return null;
    return tocsin.speakerOf(session.data.token);
  };
  const csrfToken = (request: FastifyRequest): string => hmac(csrfKey, request.cookies[cookieName] ?? '');

  return {
    fromCookie: read,
    async fromHeader(request) {
      const header = request.headers.authorization;
      if (header === undefined) return null;
      const token = /^Bearer (\S+)$/i.exec(header)?.[1];
      const principal = token === undefined ? null : await tocsin.authenticate(token);
      if (principal === null) throw new NotSignedIn('The token given stands for nobody: it is unknown or was revoked.');
      return principal;
    },
    async signIn(token, reply) {
      const principal = await tocsin.authenticate(token.trim());
      if (principal === null) {
        throw new TocsinError('not-allowed', 'That token stands for nobody: it is unknown or was revoked.', {
          hint: 'Copy it again as it was shown, or ask whoever runs this Tocsin for a new one.',
        });
      }
      const until = DateTime.fromISO(clock.now(), { zone: 'utc' }).plus({ hours: sessionHours }).toISO()!;
      const payload = Buffer.from(JSON.stringify({ token: tokenId(token.trim()), until })).toString('base64url');
      reply.setCookie(cookieName, payload, { ...cookieOptions, maxAge: sessionHours * 3600 });
      return principal;
    },
    signOut(reply) {
      reply.clearCookie(cookieName, cookieOptions);
    },
    csrfToken,
    demandCsrf(request) {
      const given = (request.body as { _csrf?: unknown } | undefined)?._csrf;
      if (typeof given === 'string' && sameText(given, csrfToken(request))) return;
      throw new TocsinError('not-allowed', 'This form was not made for your present session.', {
        hint: 'Go back, reload the page and send it again; you may have been signed out meanwhile.',
      });
    },
  };
}

/** The key with which @fastify/cookie signs. */
export function cookieKey(secret: string): string {
  return derive(secret, 'tocsin session').toString('base64');
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
