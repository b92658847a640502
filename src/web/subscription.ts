// What programs subscribe to, and ask for day and night: a feed, a calendar.

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tocsin } from '../bot/index.ts';

/** Texts that are remembered until the log grows. */
const kept = 1_000;

type SendText = (
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  write: () => Promise<string>,
) => Promise<FastifyReply>;

/**
 * Sends texts of a media type by their names, and nothing to who has the same already. Whatever could change one leaves an
 * event, so it is written anew only when the log has grown.
 */
export function subscription(tocsin: Pick<Tocsin, 'cursor'>, mediaType: string): SendText {
  const texts = { cursor: -1, byName: new Map<string, string>() };
  return async (request, reply, name, write) => {
    const cursor = await tocsin.cursor();
    if (texts.cursor !== cursor) {
      texts.cursor = cursor;
      texts.byName.clear();
    }
    const text = texts.byName.get(name) ?? (await write());
    if (texts.cursor === cursor && texts.byName.size < kept) texts.byName.set(name, text);
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    reply.header('cache-control', 'no-cache').header('etag', etag);
    if (request.headers['if-none-match']?.split(/,\s*/).some((one) => one.replace(/^W\//, '') === etag)) {
      return reply.code(304).send();
    }
    return reply.type(`${mediaType}; charset=utf-8`).send(text);
  };
}
