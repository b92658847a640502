// What is too much for a release's own page, each on pages of its own: all changes, all places of one, all consumers, the
// whole ladder and the whole history.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import { historyLines } from './history-words.ts';
import { ladderOnPage } from './ladder-on-page.ts';
import type { Faces } from './page-routes.ts';
import { causeKey, causeOnPage, causesOf, consumerOnPage, consumersOf } from './release-details.ts';
import { fewest, severityOrder } from './release-page.ts';

/** How much one page holds. */
const most = { changes: 50, places: 100, consumers: 100, rungs: 100, history: 200 };

export function releasePartRoutes(scope: FastifyInstance, faces: Faces): void {
  const { tocsin, send } = faces;
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  const params = z.object({ release: z.string() });
  const page = z.coerce.number().int().min(1).catch(1);

  const frameOf = async (id: string, name: string) => {
    const view = await tocsin.release(id);
    const { release } = view;
    const base = `/releases/${encodeURIComponent(release.id)}`;
    return {
      view,
      frame: { title: `${name}: ${release.service} ${release.version}`, live: release.id, release, base },
    };
  };

  pages.get(
    '/releases/:release/changes',
    {
      schema: {
        hide: true,
        params,
        querystring: z.object({ page, severity: z.enum(severityOrder).catch('breaking') }),
      },
    },
    async (request, reply) => {
      const { severity } = request.query;
      const { view, frame } = await frameOf(request.params.release, 'What breaks');
      const cut = pieceOf(causesOf(view, severity), most.changes, request);
      return send(request, reply, 'changes', {
        ...frame,
        ...cut,
        fewest,
        severity,
        severities: severityOrder.filter((one) => causesOf(view, one).length > 0),
        causes: cut.shown.map((group) => causeOnPage(view, group, 0, fewest.places)),
      });
    },
  );

  pages.get(
    '/releases/:release/changes/:change',
    { schema: { hide: true, params: params.extend({ change: z.string() }), querystring: z.object({ page }) } },
    async (request, reply) => {
      const { view, frame } = await frameOf(request.params.release, 'One change');
      const group = severityOrder
        .flatMap((severity) => causesOf(view, severity))
        .find((one) => causeKey(one) === request.params.change);
      if (group === undefined) {
        throw new TocsinError('not-found', 'The comparison that counts now holds no such change.', {
          hint: 'Open the release: it may have been assessed anew.',
        });
      }
      const cut = pieceOf(group.findings, most.places, request);
      const entry = causeOnPage(view, group, cut.pager.from, most.places);
      return send(request, reply, 'change', { ...frame, ...cut, severity: group.severity, entry });
    },
  );

  pages.get(
    '/releases/:release/consumers',
    { schema: { hide: true, params, querystring: z.object({ page, team: z.string().optional() }) } },
    async (request, reply) => {
      const { team } = request.query;
      const { view, frame } = await frameOf(request.params.release, 'Who is hit');
      const all = consumersOf(view, tocsin.catalog).filter((entry) => team === undefined || entry.team === team);
      const cut = pieceOf(all, most.consumers, request);
      return send(request, reply, 'consumers', {
        ...frame,
        ...cut,
        team: tocsin.catalog.teams.find(({ name }) => name === team) ?? null,
        consumers: cut.shown.map((entry) => consumerOnPage(view, tocsin.catalog, entry)),
      });
    },
  );

  pages.get(
    '/releases/:release/ladder',
    { schema: { hide: true, params, querystring: z.object({ page }) } },
    async (request, reply) => {
      const { view, frame } = await frameOf(request.params.release, 'Ladder');
      const ladder = ladderOnPage(view, tocsin.catalog);
      const cut = pieceOf(ladder.rows, most.rungs, request);
      return send(request, reply, 'climb', { ...frame, ...cut, ladder, rows: cut.shown });
    },
  );

  pages.get(
    '/releases/:release/history',
    { schema: { hide: true, params, querystring: z.object({ page }) } },
    async (request, reply) => {
      const { view, frame } = await frameOf(request.params.release, 'History');
      const cut = pieceOf(historyLines(view.history), most.history, request);
      return send(request, reply, 'history', { ...frame, ...cut, history: cut.shown });
    },
  );
}

/** The piece that a page holds, and where the others are. A page past the end is the last. */
function pieceOf<One>(
  all: readonly One[],
  size: number,
  { url, query }: { readonly url: string; readonly query: { readonly page: number } },
) {
  const last = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(query.page, last);
  const from = (page - 1) * size;
  const shown = all.slice(from, from + size);
  const at = (other: number) => {
    const { pathname, searchParams } = new URL(url, 'http://board.invalid');
    searchParams.set('page', String(other));
    return `${pathname}?${searchParams}`;
  };
  return {
    shown,
    pager: {
      from,
      to: from + shown.length,
      of: all.length,
      size,
      before: page > 1 ? at(page - 1) : null,
      after: page < last ? at(page + 1) : null,
    },
  };
}
