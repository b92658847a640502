// What people do, by forms that work without JavaScript: POST, act, and go back to the page (303), so that a reload
// does not act twice. What sends messages is read on the preview page first.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import type { Change } from '../bot/index.ts';
import { rungs } from '../ladder/index.ts';
import { changeByForm } from './change-of.ts';
import type { Action } from './may-do.ts';
import { ownPath } from './own-path.ts';
import { type Faces, utcFromForm } from './page-routes.ts';
import { toProblem } from './problem.ts';

const form = z.object({
  _csrf: z.string().optional(),
  why: z.string().max(2000).optional(),
  stamp: z.coerce.number().int().optional(),
  deployAt: z.string().optional(),
  team: z.string().max(200).optional(),
  note: z.string().max(2000).optional(),
  meeting: z.string().max(200).optional(),
  at: z.string().optional(),
  outcome: z.enum(['agreed', 'objected', 'not-reached']).optional(),
  minutes: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).optional(),
  shift: z.string().max(500).optional(),
  person: z.string().max(200).optional(),
  key: z.string().max(500).optional(),
  next: z.string().max(500).optional(),
});
type Form = z.infer<typeof form>;

export function actionRoutes(scope: FastifyInstance, { tocsin, sessions, send }: Faces): void {
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  // Signing in is what someone would try many times.
  const seldom = { rateLimit: { max: 20, timeWindow: '1 minute' } };

  pages.get(
    '/sign-in',
    { schema: { hide: true, querystring: z.object({ next: z.string().optional() }) } },
    (request, reply) =>
      send(request, reply, 'sign-in', { title: 'Sign in', next: ownPath(request.query.next), refused: null }),
  );
  pages.post(
    '/sign-in',
    {
      config: seldom,
      schema: { hide: true, body: z.object({ token: z.string().min(1), next: z.string().optional() }) },
    },
    async (request, reply) => {
      const next = ownPath(request.body.next);
      const refused = await sessions.signIn(request.body.token, reply).then(
        () => null,
        (error: unknown) => {
          const problem = toProblem(error);
          if (problem.status >= 500) throw error; // not what was typed: told, and written to the log, as any fault
          return problem;
        },
      );
      if (refused === null) return reply.redirect(next, 303);
      return send(request, reply.code(refused.status), 'sign-in', { title: 'Sign in', next, refused });
    },
  );
  pages.post('/sign-out', { schema: { hide: true, body: form } }, async (request, reply) => {
    sessions.demandCsrf(request);
    sessions.signOut(reply);
    return reply.redirect('/', 303);
  });

  const acts: Readonly<Record<string, (release: string, given: Form, change: Change) => Promise<unknown>>> = {
    propose: (release, { deployAt }, change) =>
      tocsin.propose(release, deployAt ? { deployAt: utcFromForm(deployAt) } : {}, change),
    confirm: (release, _given, change) => tocsin.confirmIntended(release, [], change),
    approve: (release, _given, change) => tocsin.approve(release, change),
    announce: (release, _given, change) => tocsin.announce(release, change),
    reschedule: (release, { deployAt }, change) =>
      tocsin.reschedule(release, { deployAt: utcFromForm(needed(deployAt, 'the new date')) }, change),
    discuss: (release, { meeting, at, outcome, minutes }, change) =>
      tocsin.recordDiscussion(
        release,
        {
          meeting: needed(meeting, 'the meeting'),
          at: utcFromForm(needed(at, 'when it was discussed')),
          outcome: needed(outcome, 'the outcome'),
          ...(minutes ? { minutes } : {}),
        },
        change,
      ),
    understand: (release, { team, note }, change) =>
      tocsin.understand(release, { team: needed(team, 'the team'), ...(note ? { note } : {}) }, change),
    'stand-down': (release, { team }, change) =>
      tocsin.releaseShifts(release, { team: needed(team, 'the team') }, change),
    deploy: (release, _given, change) => tocsin.startDeploy(release, change),
    verify: (release, _given, change) => tocsin.startVerifying(release, {}, change),
    complete: (release, _given, change) => tocsin.complete(release, change),
    'roll-back': (release, _given, change) => tocsin.rollBack(release, change),
    cancel: (release, _given, change) => tocsin.cancel(release, change),
  };
  for (const [action, act] of Object.entries(acts)) {
    pages.post(
      `/releases/:release/${action}`,
      { schema: { hide: true, params: z.object({ release: z.string() }), body: form } },
      async (request, reply) => {
        const { release } = request.params;
        await act(release, request.body, change(request, action as Action, request.body.team ?? null));
        const back = ownPath(request.body.next, `/releases/${encodeURIComponent(release)}`);
        return reply.redirect(saying(action, back), 303);
      },
    );
  }

  pages.post(
    '/releases/:release/claim',
    {
      schema: {
        hide: true,
        params: z.object({ release: z.string() }),
        body: form.extend({
          consumer: z.string().max(200),
          rung: z.enum(rungs),
          version: z.string().max(100).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { release } = request.params;
      const { consumer, rung, version, next } = request.body;
      // Whose word it is the ladder says, not the form.
      const { consumers } = (await tocsin.release(release)).ladder;
      const team = consumers.find((one) => one.consumer === consumer)?.team ?? null;
      const given = { consumer, rung, ...(version?.trim() ? { version: version.trim() } : {}) };
      await tocsin.claimRung(release, given, change(request, 'claim', team));
      return reply.redirect(saying('claim', ownPath(next, `/releases/${encodeURIComponent(release)}`)), 303);
    },
  );

  const ofShift: Readonly<Record<string, (shift: string, given: Form, change: Change) => Promise<unknown>>> = {
    acknowledge: (shift, _given, change) => tocsin.acknowledgeShift(shift, change),
    substitute: (shift, { person }, change) =>
      tocsin.substituteShift(shift, { person: needed(person, 'who takes the hours') }, change),
  };
  for (const [action, act] of Object.entries(ofShift)) {
    pages.post(`/shifts/${action}`, { schema: { hide: true, body: form } }, async (request, reply) => {
      const shift = needed(request.body.shift, 'the shift');
      const [release = '', team = null] = shift.split('/');
      await act(shift, request.body, change(request, 'acknowledge', team));
      const back = ownPath(request.body.next, `/roster?release=${encodeURIComponent(release)}`);
      return reply.redirect(saying(action, back), 303);
    });
  }

  pages.post('/messages/retry', { schema: { hide: true, body: form } }, async (request, reply) => {
    const key = needed(request.body.key, 'the message');
    await tocsin.retryDelivery(key, change(request, 'retry', null));
    return reply.redirect(`/messages?key=${encodeURIComponent(key)}&said=retry`, 303);
  });

  function change(request: FastifyRequest, action: Action, team: string | null): Change {
    return changeByForm(request, () => sessions.demandCsrf(request), action, request.body as Form, team);
  }
}

function needed<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined || value === '') {
    throw new TocsinError('usage', `The form lacks ${what}.`, { hint: 'Go back and fill it in.' });
  }
  return value;
}

/** The page that thanks for what was done. */
function saying(said: string, page: string): string {
  return `${page}${page.includes('?') ? '&' : '?'}said=${said}`;
}
