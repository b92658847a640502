// Links by which someone without an account may do one thing: say for one team that a release is understood,
// acknowledge one shift (A30), or read one consumer's feed or a calendar. The token carries its own claim, signed; nothing is stored, so it can be made while a
// message is written. Mail scanners fetch links, so opening one only shows a page: what acts is the form on it
// (the reason behind RFC 8058's POST). Put such a link only into mail to the team or person it speaks for; a public
// list gets the release's plain address.

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../base/index.ts';

export type LinkClaim =
  | { readonly for: 'understand'; readonly release: string; readonly team: string; readonly until: Instant }
  | { readonly for: 'acknowledge'; readonly shift: string; readonly until: Instant }
  | { readonly for: 'feed'; readonly consumer: string; readonly until: Instant }
  | { readonly for: 'calendar'; readonly team: string | null; readonly until: Instant };

/** Signs a claim with the installation's secret; the page is `/links/TOKEN` of the board. */
export function signLink(secret: string, claim: LinkClaim): string {
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${payload}.${mac(secret, payload)}`;
}

/** The claim of a token that we signed and that still holds; otherwise why it does not. */
export function readLink(
  secret: string,
  token: string,
  now: Instant,
): { readonly claim: LinkClaim } | { readonly claim: null; readonly because: 'not-ours' | 'expired' } {
  const [payload = '', signature = '', ...rest] = token.split('.');
  const given = Buffer.from(signature);
  const expected = Buffer.from(mac(secret, payload));
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { claim: null, because: 'not-ours' };
  }
  const claim = JSON.parse(Buffer.from(payload, 'base64url').toString()) as LinkClaim;
  return claim.until < now ? { claim: null, because: 'expired' } : { claim };
}

/** Every `/links/TOKEN` in a text, with its token withheld: a link speaks for its recipient, and a text has other readers. */
export function withoutSignedLinks(text: string): string {
  return text.replace(/\/links\/[\w.-]{20,}/g, '/links/(withheld)');
}

function mac(secret: string, payload: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tocsin link', 32));
  return createHmac('sha256', key).update(payload).digest('base64url');
}
