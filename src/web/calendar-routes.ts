// The deploys as a calendar to subscribe to: all that are announced, or those of one team with the hours that its people
// keep free. An entry has the name that it has in the mails, so that it moves with them, and one that was called off says
// so until the release is forgotten.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type CalendarEvent, deployTitle } from '../announce/index.ts';
import { TocsinError } from '../base/index.ts';
import { type ReleaseView, readLink, wasAnnounced } from '../bot/index.ts';
import { calendarFeed } from '../channels/index.ts';
import { tallyOfSeverity, tallyWords } from '../report/index.ts';
import { endedHeeded } from './consumer-page.ts';
import type { Faces } from './page-routes.ts';
import { subscription } from './subscription.ts';

export function calendarRoutes(scope: FastifyInstance, { tocsin, clock, secret, publicUrl }: Faces): void {
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  const sendText = subscription(tocsin, 'text/calendar');

  pages.get('/calendar.ics', { schema: { hide: true } }, (request, reply) => sendCalendar(request, reply, null));
  pages.get(
    '/teams/:team/calendar.ics',
    { schema: { hide: true, params: z.object({ team: z.string() }) } },
    (request, reply) => sendCalendar(request, reply, request.params.team),
  );
  pages.get(
    '/links/:token/calendar.ics',
    { schema: { hide: true, params: z.object({ token: z.string() }) } },
    (request, reply) => {
      const { claim } = readLink(secret, request.params.token, clock.now());
      if (claim?.for === 'calendar') return sendCalendar(request, reply, claim.team);
      throw new TocsinError('not-allowed', 'This address of a calendar has expired, or was not made by this Tocsin.', {
        hint: 'Take the present one from the board, or from the page of the team.',
      });
    },
  );

  function sendCalendar(request: FastifyRequest, reply: FastifyReply, team: string | null): Promise<FastifyReply> {
    return sendText(request, reply, team === null ? 'all' : `team ${team}`, () => writeCalendar(team));
  }

  async function writeCalendar(team: string | null): Promise<string> {
    const known = tocsin.catalog.teams.find(({ name }) => name === team);
    if (team !== null && known === undefined) {
      throw new TocsinError('not-found', `The catalogue knows no team “${team}”.`, {
        hint: 'Teams are listed in tocsin.yaml.',
      });
    }
    const views = (await tocsin.views({ ended: endedHeeded })).filter(wasAnnounced);
    const own = team === null ? views : views.filter((view) => concerns(view, team));
    const stamp =
      own
        .flatMap(({ history }) => history.at(-1)?.at ?? [])
        .toSorted()
        .at(-1) ?? clock.now();
    const { text } = calendarFeed(
      own.flatMap((view) => eventsOf(view, team)),
      { ...tocsin.sender, name: [tocsin.sender.name, ...(known ? [known.title] : [])].join(': ') },
      stamp,
    );
    return text;
  }

  function eventsOf({ release, comparison, plan, impact, shifts }: ReleaseView, team: string | null): CalendarEvent[] {
    if (plan === null) return [];
    const breaking = tallyOfSeverity(comparison, 'breaking');
    const name = `${release.service} ${release.version}`;
    const over = release.state === 'cancelled' || release.state === 'rolled-back' ? release.state : null;
    const cancelled = over !== null;
    const shared = {
      sequence: release.revision,
      url: `${publicUrl}/releases/${encodeURIComponent(release.id)}`,
      cancelled,
      attendee: null,
    };
    const yours = impact.consumers.filter((one) => one.team === team && one.hits.length > 0).map((one) => one.consumer);
    const deploy = {
      ...shared,
      uid: `outage/${release.id}`,
      start: plan.deployAt,
      end: plan.deployUntil,
      title: deployTitle(name, { breaks: breaking.changes > 0, over }),
      description: (cancelled
        ? [`It was ${release.state === 'cancelled' ? 'called off' : 'rolled back'}.`]
        : [
            ...(breaking.changes > 0 ? [`It breaks the API: ${tallyWords(breaking, 'breaking change')}.`] : []),
            ...(yours.length > 0 ? [`It hits yours: ${yours.join(', ')}.`] : []),
          ]
      ).join('\n'),
    };
    const held = shifts.filter((shift) => shift.team === team);
    return [
      deploy,
      ...held.map((shift) => ({
        ...shared,
        uid: `shift/${shift.id}`,
        sequence: release.revision + (shift.handovers ?? 0),
        cancelled: cancelled || shift.releasedAt !== null,
        start: shift.start,
        end: shift.end,
        title: `${shift.person.name} ${cancelled || shift.releasedAt !== null ? 'need not keep free' : 'keeps free'}: ${name} is deployed`,
        description: shift.because,
      })),
    ];
  }
}

function concerns({ affectedTeams, shifts }: ReleaseView, team: string): boolean {
  return affectedTeams.includes(team) || shifts.some((shift) => shift.team === team);
}
