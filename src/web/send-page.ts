// Puts a page into its frame: who reads it, in which zone, and what the event log held when it was made, so that the
// browser can follow on from there.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../base/index.ts';
import type { Tocsin } from '../bot/index.ts';
import type { RenderPage } from './page-renderer.ts';
import type { Sessions } from './session.ts';
import { isZone, plainZone } from './time-words.ts';

const zoneCookie = 'tocsin_zone';

/** `live` names the release that the page follows, `*` for all; absent where the page stands still. */
export type SendPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  page: Readonly<Record<string, unknown>> & { readonly title: string; readonly live?: string },
) => Promise<FastifyReply>;

export function pageSender(parts: {
  readonly tocsin: Tocsin;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly render: RenderPage;
}): SendPage {
  const { tocsin, clock, sessions, render } = parts;
  return async (request, reply, template, page) => {
    const { catalog } = tocsin;
    const zone = plainZone(readersZone(request, reply, catalog.organisation.zone));
    const zones = new Set(
      ['UTC', catalog.organisation.zone, ...catalog.teams.map((team) => team.zone), zone].map(plainZone),
    );
    const html = await render(template, {
      live: null,
      said: null,
      understoodLamp: { shape: 'yes', word: 'understood' },
      doneLamp: { shape: 'yes', word: 'done' },
      silentLamp: { shape: 'waiting', word: 'not yet understood' },
      remarkLamp: { shape: 'warn', word: 'note' },
      undecidedLamp: { shape: 'unknown', word: 'undecided' },
      ...page,
      now: clock.now(),
      zone,
      zones: [...zones].toSorted(),
      organisation: catalog.organisation.name,
      meetings: catalog.meetings,
      principal: request.principal,
      csrf: request.principal === null ? null : sessions.csrfToken(request),
      cursor: page.live === undefined ? null : await tocsin.cursor(),
      here: request.url,
      query: otherThanZone(request),
      section: `/${(request.url.split(/[/?]/)[1] ?? '').trim()}`,
    });
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  };
}

/** `?zone=` chooses and is remembered in a cookie; an unknown zone is passed over. */
function readersZone(request: FastifyRequest, reply: FastifyReply, fallback: string): string {
  const asked = askedOf(request).get('zone') ?? '';
  if (asked !== '' && isZone(asked)) {
    reply.setCookie(zoneCookie, asked, { path: '/', sameSite: 'lax', maxAge: 365 * 86_400 });
    return asked;
  }
  const remembered = request.cookies[zoneCookie];
  return remembered !== undefined && isZone(remembered) ? remembered : fallback;
}

/** What the zone form must carry along, so that choosing a zone leaves the page as it was. */
function otherThanZone(request: FastifyRequest): readonly { readonly name: string; readonly value: string }[] {
  return [...askedOf(request)].flatMap(([name, value]) => (name === 'zone' ? [] : [{ name, value }]));
}

/** The address as it was asked for: a route's own schema knows nothing of the zone. */
function askedOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://board.invalid').searchParams;
}
