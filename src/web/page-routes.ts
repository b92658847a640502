// What people look at. A GET never changes anything.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Clock, TocsinError } from '../base/index.ts';
import { type ReleaseSummary, type Tocsin, withoutSignedLinks } from '../bot/index.ts';
import { isEnded } from '../plan/index.ts';
import { tallyFigures, tallyOfSeverity, tallyWords } from '../report/index.ts';
import type { OpenEvents } from './api-routes.ts';
import { instant, messageKind } from './api-schemas.ts';
import { boardTimeline } from './board-timeline.ts';
import { calendarAddress } from './calendar-address.ts';
import { byWhatTheyAsk, consumerRelease, endedHeeded } from './consumer-page.ts';
import { sayEvent } from './history-words.ts';
import { ladderOnPage } from './ladder-on-page.ts';
import { mayDo } from './may-do.ts';
import type { RenderPage } from './page-renderer.ts';
import { byUrgency, deliveryLamp, fewest, kindTitle, releasePage, verdictLamp } from './release-page.ts';
import { rosterOnPage } from './roster-on-page.ts';
import { wordOf } from './said.ts';
import type { SendPage } from './send-page.ts';
import type { Sessions } from './session.ts';
import { plainZone } from './time-words.ts';

export interface Faces {
  readonly tocsin: Tocsin;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly send: SendPage;
  readonly secret: string;
  readonly openEvents: OpenEvents;
  readonly render: RenderPage;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly reading: 'public' | 'signed-in';
}

export function pageRoutes(scope: FastifyInstance, faces: Faces): void {
  const { tocsin, clock, send } = faces;
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  const hide = true;

  pages.get(
    '/',
    {
      schema: {
        hide,
        querystring: z.object({
          show: z.enum(['upcoming', 'past', 'all']).catch('upcoming'),
          service: z.string().optional(),
        }),
      },
    },
    async (request, reply) => {
      const { show, service } = request.query;
      const all = [...(await tocsin.releases())].toSorted(byUrgency);
      const wanted = all.filter(
        ({ release }) =>
          (show === 'all' || isEnded(release.state) === (show === 'past')) &&
          (service === undefined || service === '' || release.service === service),
      );
      return send(request, reply, 'board', {
        title: 'Breaks',
        live: '*',
        rows: wanted.map((summary) => boardRow(summary, tocsin)),
        timeline: boardTimeline(
          wanted.filter(({ release }) => !isEnded(release.state)),
          tocsin.policy,
          clock.now(),
        ),
        show,
        service: service ?? '',
        services: tocsin.catalog.services,
        none: all.length === 0,
        openQuestions: tocsin.policy.undecided,
        calendar: calendarAddress(faces, null),
      });
    },
  );

  pages.get(
    '/releases/:release',
    {
      schema: {
        hide,
        params: z.object({ release: z.string() }),
        querystring: z.object({ said: z.string().optional() }),
      },
    },
    async (request, reply) => {
      const view = await tocsin.release(request.params.release);
      const page = releasePage(view, tocsin.catalog, clock.now(), request.principal);
      return send(request, reply, 'release', {
        ...page,
        fewest,
        title: `${view.release.service} ${view.release.version}: ${page.lamp.word}`,
        live: view.release.id,
        said: wordOf(request.query.said),
        kinds: messageKind.options.map((kind) => ({ kind, title: kindTitle(kind) })),
      });
    },
  );

  pages.get(
    '/releases/:release/preview',
    {
      schema: {
        hide,
        params: z.object({ release: z.string() }),
        querystring: z.object({
          kind: z.union([messageKind, z.literal('')]).optional(),
          deployAt: z.string().optional(),
          before: z.enum(['announce', 'reschedule', 'cancel', 'roll-back']).optional(),
          why: z.string().max(2000).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { before, why } = request.query;
      const view = await tocsin.release(request.params.release);
      const deployAt = request.query.deployAt ? utcFromForm(request.query.deployAt) : null;
      const kind =
        before === 'reschedule'
          ? 'moved'
          : before === 'cancel'
            ? 'cancelled'
            : before === 'roll-back'
              ? 'rolled-back'
              : before === 'announce'
                ? null
                : request.query.kind || null;
      const { messages, notes } = await tocsin.preview(view.release.id, kind, deployAt === null ? {} : { deployAt });
      return send(request, reply, 'preview', {
        title: `${before === undefined ? 'Preview' : 'Before it is sent'}: ${view.release.service} ${view.release.version}`,
        view,
        kind: kind ?? '',
        kindTitle: kind === null ? 'all messages' : kindTitle(kind),
        kinds: messageKind.options.map((option) => ({ kind: option, title: kindTitle(option) })),
        action: before ?? null,
        why: why ?? '',
        deployAt,
        notes,
        dueNow: messages.filter(({ outlook }) => outlook.state === 'due').length,
        later: messages.filter(({ outlook }) => outlook.state === 'planned').length,
        people: [
          ...new Set(
            messages.flatMap(({ message, outlook }) =>
              outlook.state === 'due' || outlook.state === 'planned' ? [message.recipient.name] : [],
            ),
          ),
        ],
        messages: messages.map(({ message, preview, outlook }) => ({
          message,
          preview: withoutSignedLinks(preview),
          outlook,
          title: kindTitle(message.kind),
        })),
      });
    },
  );

  const messageQuery = z.object({ key: z.string(), said: z.string().optional() });
  pages.get('/messages', { schema: { hide, querystring: messageQuery } }, async (request, reply) => {
    const { delivery, preview } = await tocsin.message(request.query.key);
    const { principal } = request;
    return send(request, reply, 'message', {
      said: wordOf(request.query.said),
      mayRetry: delivery.state === 'refused' && principal !== null && mayDo(principal, 'retry'),
      title: delivery.message.subject,
      live: delivery.message.release,
      delivery,
      lamp: deliveryLamp(delivery),
      kind: kindTitle(delivery.message.kind),
      preview: withoutSignedLinks(preview),
    });
  });

  pages.get(
    '/roster',
    {
      schema: {
        hide,
        querystring: z.object({
          release: z.string().optional(),
          said: z.string().optional(),
          day: z.string().optional(),
        }),
      },
    },
    async (request, reply) => {
      const releases = await tocsin.releases();
      const upcoming = releases
        .filter(({ release, deployAt }) => deployAt !== null && !isEnded(release.state))
        .toSorted(byUrgency);
      const chosen =
        releases.find(({ release }) => release.id === request.query.release) ??
        upcoming.find(({ release }) => ['deploying', 'verifying'].includes(release.state)) ??
        upcoming[0];
      const view = chosen === undefined ? null : await tocsin.release(chosen.release.id);
      const now = clock.now();
      const others = upcoming.filter(({ release }) => release.id !== view?.release.id);
      const elsewhere = await Promise.all(others.map(({ release }) => tocsin.roster({ release: release.id })));
      const roster =
        view === null ? null : rosterOnPage(view, tocsin.catalog, now, request.principal, elsewhere.flat());
      const shifts = view?.shifts ?? [];
      return send(request, reply, 'roster', {
        title: view === null ? 'Roster' : `Roster: ${view.release.service} ${view.release.version}`,
        live: view?.release.id ?? '*',
        said: wordOf(request.query.said),
        view,
        lamp: view === null ? null : verdictLamp(view.comparison.verdict),
        breaks: view === null ? null : tallyFigures(tallyOfSeverity(view.comparison, 'breaking')),
        below: view === null ? [] : ladderOnPage(view, tocsin.catalog).rows.filter(({ ladder }) => !ladder.climbed),
        choices: upcoming,
        rosters: roster?.teams ?? [],
        silent: roster?.silent ?? [],
        doubleBooked: roster?.doubleBooked ?? [],
        done: roster?.done ?? [],
        stagingGaps: roster?.stagingGaps ?? [],
        onNow: (roster?.teams ?? []).flatMap((team) => team.shifts).filter(({ on }) => on).length,
        people: new Set(shifts.map(({ person }) => person.email)).size,
        acknowledged: shifts.filter(({ acknowledged }) => acknowledged !== null).length,
        shiftCount: shifts.length,
      });
    },
  );

  pages.get(
    '/meetings/:meeting',
    {
      schema: {
        hide,
        params: z.object({ meeting: z.string() }),
        querystring: z.object({ format: z.enum(['markdown', 'meetbot']).catch('markdown') }),
      },
    },
    async (request, reply) => {
      const meeting = tocsin.catalog.meetings.find(({ name }) => name === request.params.meeting);
      if (meeting === undefined) {
        throw new TocsinError('not-found', `The catalogue knows no meeting “${request.params.meeting}”.`, {
          hint: `It knows ${tocsin.catalog.meetings.map(({ name }) => name).join(', ') || 'none'}.`,
        });
      }
      const { format } = request.query;
      return send(request, reply, 'meeting', {
        title: meeting.title,
        live: '*',
        meeting,
        format,
        meetingZone: plainZone(meeting.zone),
        agenda: (await tocsin.agenda(meeting.name, format)).trim(),
      });
    },
  );

  pages.get(
    '/teams/:team',
    {
      schema: { hide, params: z.object({ team: z.string() }), querystring: z.object({ said: z.string().optional() }) },
    },
    async (request, reply) => {
      const team = tocsin.catalog.teams.find(({ name }) => name === request.params.team);
      if (team === undefined) {
        throw new TocsinError('not-found', `The catalogue knows no team “${request.params.team}”.`, {
          hint: 'Teams are listed in tocsin.yaml.',
        });
      }
      const views = await tocsin.views({ ended: endedHeeded });
      const own = views.flatMap((view) =>
        view.impact.consumers.flatMap((entry) =>
          entry.team === team.name ? (consumerRelease(view, entry.consumer, tocsin.catalog) ?? []) : [],
        ),
      );
      const asking = [...Map.groupBy(own, ({ entry }) => entry.consumer).values()].flatMap(
        (releases) => byWhatTheyAsk(releases).open,
      );
      const hit = views.flatMap((view) => {
        const impacts = asking.filter(({ release }) => release.id === view.release.id);
        const isOpen = !isEnded(view.release.state);
        const concerned =
          view.affectedTeams.includes(team.name) || view.shifts.some((shift) => shift.team === team.name);
        if (isOpen ? !concerned : impacts.length === 0) return [];
        const page = releasePage(view, tocsin.catalog, clock.now(), request.principal);
        return {
          page,
          impacts,
          mine: page.teams.find(({ name }) => name === team.name) ?? null,
          rosters: isOpen ? page.rosters.filter((roster) => roster.team === team.name) : [],
        };
      });
      const forwarded = await tocsin.callersAskedOf(team.name);
      return send(request, reply, 'team', {
        forwarded,
        calendar: calendarAddress(faces, team.name),
        title: team.title,
        live: '*',
        said: wordOf(request.query.said),
        team,
        hit,
        consumers: tocsin.catalog.consumers.filter((consumer) => consumer.team === team.name),
      });
    },
  );

  pages.get('/teams', { schema: { hide } }, (request, reply) =>
    send(request, reply, 'teams', {
      title: 'Teams',
      teams: tocsin.catalog.teams.map((team) => ({
        team,
        consumers: tocsin.catalog.consumers.filter((consumer) => consumer.team === team.name),
      })),
    }),
  );

  pages.get('/api', { schema: { hide } }, (request, reply) => {
    const document = scope.swagger() as {
      paths: Record<string, Record<string, { summary?: string; security?: unknown }>>;
    };
    const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary, security }]) => ({
        method: method.toUpperCase(),
        path,
        summary: summary ?? '',
        needsToken: security !== undefined,
      })),
    );
    return send(request, reply, 'api', { title: 'HTTP API', calls });
  });

  pages.get(
    '/events',
    {
      schema: {
        hide,
        querystring: z.object({ after: z.coerce.number().int().min(0).optional(), release: z.string().optional() }),
      },
    },
    (request, reply) => {
      const { after, release } = request.query;
      const one = release === undefined || release === '*' ? null : release;
      return faces.openEvents(request, reply, after, one, (event) => ({ ...event, says: sayEvent(event) }));
    },
  );
}

/** A `datetime-local` field holds no zone: ours is labelled UTC. @throws TocsinError `usage` */
export function utcFromForm(value: string): string {
  const moment = DateTime.fromISO(value, { zone: 'utc' });
  const parsed = instant.safeParse(moment.toISO());
  if (!moment.isValid || !parsed.success) {
    throw new TocsinError('usage', `“${value}” is not a date and time.`, {
      hint: 'Write it like 2026-03-12T14:00, in UTC.',
    });
  }
  return parsed.data;
}

function boardRow(summary: ReleaseSummary, tocsin: Tocsin) {
  const service = tocsin.catalog.services.find(({ name }) => name === summary.release.service);
  return {
    summary,
    lamp: verdictLamp(summary.verdict),
    breaks: summary.breaks?.changes ? tallyWords(summary.breaks, 'breaking change') : null,
    serviceTitle: service?.title ?? summary.release.service,
    tier: service?.tier ?? 'not in the catalogue',
  };
}
