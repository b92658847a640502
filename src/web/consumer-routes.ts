// A consumer's own page, and the same as an Atom feed (RFC 4287). The feed may be read by whoever may read the board; where that takes
// signing in, which a feed reader cannot do, the page offers a signed link that shows this one consumer's feed.

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import { readLink, signLink } from '../bot/index.ts';
import { isEnded } from '../plan/index.ts';
import { type ConsumerRelease, consumerHeadline, consumerRelease } from './consumer-page.ts';
import { mayDo } from './may-do.ts';
import type { Faces } from './page-routes.ts';
import { byUrgency } from './release-page.ts';
import { wordOf } from './said.ts';
import { dayAndTime, localTime } from './time-words.ts';

const feedLinkDays = 400;
/** Releases that have ended stay in the feed so long: whoever looks seldom learns how it went. */
const endedInFeed = 10;

export function consumerRoutes(scope: FastifyInstance, faces: Faces): void {
  const { tocsin, clock, send, render, secret, publicUrl, reading } = faces;
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  const params = z.object({ consumer: z.string() });

  const consumerOf = (name: string) => {
    const consumer = tocsin.catalog.consumers.find((one) => one.name === name);
    const service = tocsin.catalog.services.find((one) => one.name === name);
    if (consumer !== undefined) return consumer;
    if (service !== undefined) {
      return { name, title: service.title, team: service.owner, repository: null, stagingGap: null };
    }
    throw new TocsinError('not-found', `The catalogue knows no consumer “${name}”.`, {
      hint: 'Consumers are listed in tocsin.yaml.',
    });
  };

  const releasesOf = async (name: string): Promise<readonly ConsumerRelease[]> => {
    const found: ConsumerRelease[] = [];
    for (const { release } of [...(await tocsin.releases())].toSorted(byUrgency)) {
      const own = consumerRelease(await tocsin.release(release.id), name, tocsin.catalog);
      if (own !== null) found.push(own);
    }
    return found;
  };

  pages.get(
    '/consumers/:consumer',
    { schema: { hide: true, params, querystring: z.object({ said: z.string().optional() }) } },
    async (request, reply) => {
      const consumer = consumerOf(request.params.consumer);
      const team = tocsin.catalog.teams.find(({ name }) => name === consumer.team) ?? null;
      const all = await releasesOf(consumer.name);
      const until = DateTime.fromISO(clock.now(), { zone: 'utc' }).plus({ days: feedLinkDays }).toISO() ?? clock.now();
      return send(request, reply, 'consumer', {
        title: consumer.title,
        live: '*',
        said: wordOf(request.query.said),
        consumer,
        team,
        maySay: request.principal !== null && mayDo(request.principal, 'understand', consumer.team),
        releases: all.filter(({ release }) => !isEnded(release.state)),
        ended: all.filter(({ release }) => isEnded(release.state)),
        feed:
          reading === 'public'
            ? `/consumers/${encodeURIComponent(consumer.name)}/feed.atom`
            : `/links/${signLink(secret, { for: 'feed', consumer: consumer.name, until })}/feed.atom`,
      });
    },
  );

  pages.get('/consumers/:consumer/feed.atom', { schema: { hide: true, params } }, (request, reply) =>
    sendFeed(reply, request.params.consumer, `/consumers/${encodeURIComponent(request.params.consumer)}/feed.atom`),
  );

  pages.get(
    '/links/:token/feed.atom',
    { schema: { hide: true, params: z.object({ token: z.string() }) } },
    (request, reply) => {
      const { token } = request.params;
      const { claim } = readLink(secret, token, clock.now());
      if (claim?.for !== 'feed') {
        throw new TocsinError('not-allowed', 'This address of a feed has expired, or was not made by this Tocsin.', {
          hint: 'Take the present one from the consumer’s page.',
        });
      }
      return sendFeed(reply, claim.consumer, `/links/${token}/feed.atom`);
    },
  );

  async function sendFeed(reply: FastifyReply, name: string, path: string): Promise<FastifyReply> {
    const consumer = consumerOf(name);
    const pageUrl = `${publicUrl}/consumers/${encodeURIComponent(name)}`;
    const all = await releasesOf(name);
    const open = all.filter(({ release }) => !isEnded(release.state));
    const ended = all.filter(({ release }) => isEnded(release.state)).slice(-endedInFeed);
    const entries = [...open, ...ended]
      .map((own) => ({
        url: `${pageUrl}#${encodeURIComponent(own.release.id)}`,
        title: legible(consumerHeadline(own, consumer.title)),
        updatedAt: own.updatedAt,
        text: legible(paragraphsOf(own).join('\n\n')),
      }))
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    const feed = await render('feed', {
      title: legible(`What breaks ${consumer.title}`),
      author: legible(tocsin.sender.name),
      selfUrl: `${publicUrl}${path}`,
      pageUrl,
      updatedAt: entries[0]?.updatedAt ?? clock.now(),
      entries,
      now: clock.now(),
      zone: 'UTC',
    });
    return reply.header('cache-control', 'no-store').type('application/atom+xml; charset=utf-8').send(feed);
  }
}

/** As plain text: a feed is read in programs that show nothing else alike. */
function paragraphsOf({ deployAt, zone, entry, operations, ask }: ConsumerRelease): string[] {
  const when =
    deployAt === null
      ? 'It has no date yet.'
      : `It is deployed on ${dayAndTime(deployAt, 'UTC')} UTC${zone === 'UTC' ? '' : ` (${localTime(deployAt, zone)})`}.`;
  const what = operations.flatMap(({ operation, hits }) =>
    hits.slice(0, 20).map(({ finding }) => `${operation}: ${finding.message} To do: ${finding.advice}`),
  );
  const owner = ask.owner === null ? '' : ` or ${ask.owner.title} <${ask.owner.email}>`;
  return [
    when,
    ...(entry.notAffectedBecause === null ? [] : [entry.notAffectedBecause]),
    ...what.slice(0, 50),
    ...(what.length > 50 ? [`And ${what.length - 50} more.`] : []),
    `Ask ${ask.author}${owner}.`,
  ];
}

/** Without the characters that XML 1.0 cannot hold. */
function legible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
