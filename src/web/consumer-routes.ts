// A consumer's own page, and the same as an Atom feed (RFC 4287). The feed may be read by whoever may read the board; where that takes
// signing in, which a feed reader cannot do, the page offers a signed link that shows this one consumer's feed.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { counted, TocsinError } from '../base/index.ts';
import { readLink, signLink } from '../bot/index.ts';
import {
  byWhatTheyAsk,
  type ConsumerRelease,
  consumerHeadline,
  consumerRelease,
  endedHeeded,
} from './consumer-page.ts';
import { mayDo } from './may-do.ts';
import type { Faces } from './page-routes.ts';
import { wordOf } from './said.ts';
import { subscription } from './subscription.ts';
import { dayAndTime, localTime } from './time-words.ts';

const feedLinkDays = 400;

export function consumerRoutes(scope: FastifyInstance, faces: Faces): void {
  const { tocsin, clock, send, render, secret, publicUrl, reading } = faces;
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  const params = z.object({ consumer: z.string() });

  const consumerOf = (name: string, releases: readonly ConsumerRelease[]) => {
    const consumer = tocsin.catalog.consumers.find((one) => one.name === name);
    const service = tocsin.catalog.services.find((one) => one.name === name);
    if (consumer !== undefined) return consumer;
    if (service !== undefined) {
      return { name, title: service.title, team: service.owner, repository: null, stagingGap: null };
    }
    // A caller that a team has claimed is no consumer of the catalogue yet, and has to be ported all the same.
    const [claimed] = releases;
    if (claimed !== undefined)
      return { name, title: name, team: claimed.entry.team, repository: null, stagingGap: null };
    throw new TocsinError('not-found', `The catalogue knows no consumer “${name}”.`, {
      hint: 'Consumers are listed in tocsin.yaml.',
    });
  };

  const releasesOf = async (name: string): Promise<readonly ConsumerRelease[]> =>
    (await tocsin.views({ ended: endedHeeded })).flatMap((view) => consumerRelease(view, name, tocsin.catalog) ?? []);

  pages.get(
    '/consumers/:consumer',
    { schema: { hide: true, params, querystring: z.object({ said: z.string().optional() }) } },
    async (request, reply) => {
      const all = await releasesOf(request.params.consumer);
      const consumer = consumerOf(request.params.consumer, all);
      const team = tocsin.catalog.teams.find(({ name }) => name === consumer.team) ?? null;
      const { open, ended } = byWhatTheyAsk(all);
      const until = DateTime.fromISO(clock.now(), { zone: 'utc' }).plus({ days: feedLinkDays }).toISO() ?? clock.now();
      return send(request, reply, 'consumer', {
        title: consumer.title,
        live: '*',
        said: wordOf(request.query.said),
        consumer,
        team,
        mayClaim: request.principal !== null && mayDo(request.principal, 'claim', consumer.team),
        maySay: request.principal !== null && mayDo(request.principal, 'understand', consumer.team),
        releases: open,
        ended,
        feed:
          reading === 'public'
            ? `/consumers/${encodeURIComponent(consumer.name)}/feed.atom`
            : `/links/${signLink(secret, { for: 'feed', consumer: consumer.name, until })}/feed.atom`,
      });
    },
  );

  const sendFeed = subscription(tocsin, 'application/atom+xml');
  pages.get('/consumers/:consumer/feed.atom', { schema: { hide: true, params } }, (request, reply) => {
    const { consumer } = request.params;
    const path = `/consumers/${encodeURIComponent(consumer)}/feed.atom`;
    return sendFeed(request, reply, path, () => writeFeed(consumer, path));
  });

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
      const path = `/links/${token}/feed.atom`;
      return sendFeed(request, reply, path, () => writeFeed(claim.consumer, path));
    },
  );

  async function writeFeed(name: string, path: string): Promise<string> {
    const all = await releasesOf(name);
    const consumer = consumerOf(name, all);
    const pageUrl = `${publicUrl}/consumers/${encodeURIComponent(name)}`;
    const entries = all
      .map((own) => ({
        url: `${pageUrl}#${encodeURIComponent(own.release.id)}`,
        title: legible(consumerHeadline(own, consumer.title)),
        updatedAt: own.updatedAt,
        text: legible(paragraphsOf(own).join('\n\n')),
      }))
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    return render('feed', {
      title: legible(`What breaks ${consumer.title}`),
      author: legible(tocsin.sender.name),
      selfUrl: `${publicUrl}${path}`,
      pageUrl,
      updatedAt: entries[0]?.updatedAt ?? clock.now(),
      entries,
      now: clock.now(),
      zone: 'UTC',
    });
  }
}

/** As plain text: a feed is read in programs that show nothing else alike. */
function paragraphsOf({ release, deployAt, zone, entry, changes, ask, steps }: ConsumerRelease): string[] {
  const when =
    deployAt === null
      ? 'It has no date yet.'
      : `It ${release.state === 'done' ? 'was' : 'is'} deployed on ${dayAndTime(deployAt)}${zone === 'UTC' ? '' : ` (${localTime(deployAt, zone)})`}.`;
  const what = changes.map(({ met, operations, message, elsewhere, along, advice }) => {
    const where = operations.length > 0 ? operations : met;
    return [
      `${where.length === 0 ? 'The whole API' : firstFew(where)}: ${along === null ? message : `${message}. ${along}`}`,
      ...elsewhere.map((one) => `${one.operations.length > 0 ? firstFew(one.operations) : 'Likewise'}: ${one.message}`),
      ...(advice === '' ? [] : [`To do: ${advice}`]),
    ].join('\n');
  });
  const owner = ask.owner === null ? null : `${ask.owner.title} <${ask.owner.email}>`;
  const whom = [ask.author, owner].filter((one) => one !== null).join(' or ');
  return [
    when,
    ...(steps === null ? [] : [`Done? ${[steps.lamp.word, steps.missing].filter(Boolean).join(': ')}`]),
    ...(entry.notAffectedBecause === null ? [] : [entry.notAffectedBecause]),
    ...what.slice(0, 50),
    ...(what.length > 50 ? [`And ${what.length - 50} more.`] : []),
    ...(whom === '' ? [] : [`Ask ${whom}.`]),
  ];
}

/** As a message names them: a change of a shared schema may be met in hundreds. */
function firstFew(operations: readonly string[]): string {
  const left = operations.length - operationsNamed;
  return `${operations.slice(0, operationsNamed).join(', ')}${left > 0 ? ` and ${counted(left, 'more operation')}` : ''}`;
}

const operationsNamed = 5;

/** Without the characters that XML 1.0 cannot hold. */
function legible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
