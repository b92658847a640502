// Callers that nobody knows, on the board: whoever recognises one claims it there.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import type { Change, Speaker } from '../bot/index.ts';
import { type CallerReport, livingCatalog, sayClaim } from '../catalog/index.ts';
import { changeByForm } from './change-of.ts';
import { type Action, mayDo } from './may-do.ts';
import type { Faces } from './page-routes.ts';
import { wordOf } from './said.ts';

const form = z.object({
  _csrf: z.string().optional(),
  why: z.string().max(2000).optional(),
  owner: z.string().max(300).optional(),
  team: z.string().max(200).optional(),
});

export function callerRoutes(scope: FastifyInstance, { tocsin, sessions, send }: Faces): void {
  const pages = scope.withTypeProvider<ZodTypeProvider>();

  pages.get(
    '/callers',
    { schema: { hide: true, querystring: z.object({ said: z.string().optional() }) } },
    async (request, reply) => {
      const { principal } = request;
      const ownerOf = (service: string) => tocsin.catalog.services.find(({ name }) => name === service)?.owner ?? '';
      const may = (team: string | null) => principal !== null && mayDo(principal, 'dismiss-caller', team);
      const callers = (await tocsin.callers()).map((caller) => ({
        owner: ownerOf(caller.service),
        mayDismiss: may(ownerOf(caller.service)),
        mayReopen: may(caller.decision?.decision === 'claimed' ? caller.decision.team : null),
        caller,
        claim: sayClaim(caller),
        lamp:
          caller.breaking.length > 0
            ? { shape: 'no', word: 'calls what breaks' }
            : { shape: 'unknown', word: 'calls what stays' },
        rest: caller.operations.filter((operation) => !caller.breaking.includes(operation)),
        claimants: principal === null ? [] : claimants(principal, caller),
      }));
      return send(request, reply, 'callers', {
        title: 'Callers that nobody knows',
        live: '*',
        said: wordOf(request.query.said),
        waitingLamp: { shape: 'waiting', word: 'asked' },
        open: callers.filter(({ caller }) => caller.open),
        settled: callers.filter(({ caller }) => !caller.open),
        teams: livingCatalog(tocsin.catalog).teams,
        mayForward: principal !== null && mayDo(principal, 'forward-caller'),
      });
    },
  );

  const act = (
    name: 'claim' | 'forward' | 'noise' | 'reopen',
    work: (key: string, given: z.infer<typeof form>, request: FastifyRequest) => Promise<CallerReport>,
  ) =>
    pages.post(
      `/callers/:key/${name}`,
      { schema: { hide: true, params: z.object({ key: z.string() }), body: form } },
      async (request, reply) => {
        await work(request.params.key, request.body, request);
        return reply.redirect(`/callers?said=${name}-caller`, 303);
      },
    );
  act('claim', (key, { owner = '', why }, request) => {
    const [kind, name = ''] = owner.split(/:(.*)/s);
    const consumer = kind === 'consumer' ? name : undefined;
    const team = kind === 'team' ? name : tocsin.catalog.consumers.find((one) => one.name === consumer)?.team;
    if (team === undefined) {
      throw new TocsinError('usage', 'The form does not say for whom the caller is claimed.', {
        hint: 'Go back and choose a consumer or a team.',
      });
    }
    const words = change(request, 'claim-caller', why, team);
    return tocsin.claimCaller(key, consumer === undefined ? { team } : { consumer }, words);
  });
  act('forward', (key, { team = '', why }, request) =>
    tocsin.forwardCaller(key, { team }, change(request, 'forward-caller', why)),
  );
  act('noise', (key, { why }, request) => tocsin.callNoise(key, change(request, 'dismiss-caller', why)));
  act('reopen', (key, { why }, request) => tocsin.reopenCaller(key, change(request, 'dismiss-caller', why)));

  /** What someone may claim it for: consumers first, that which is guessed chosen. */
  function claimants(principal: Speaker, { guess }: CallerReport) {
    const mine = (team: string) => mayDo(principal, 'claim-caller', team);
    const { consumers, teams } = livingCatalog(tocsin.catalog);
    return [
      ...consumers
        .filter(({ team }) => mine(team))
        .map(({ name, title }) => ({ value: `consumer:${name}`, words: title, guessed: guess?.consumer === name })),
      ...teams
        .filter(({ name }) => mine(name))
        .map(({ name, title }) => ({
          value: `team:${name}`,
          words: `${title}, something else`,
          guessed: guess !== null && guess.consumer === null && guess.team === name,
        })),
    ];
  }

  function change(
    request: FastifyRequest,
    action: Action,
    why: string | undefined,
    team: string | null = null,
  ): Change {
    return changeByForm(request, () => sessions.demandCsrf(request), action, { why }, team);
  }
}
