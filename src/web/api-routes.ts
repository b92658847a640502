// The HTTP API: one call for each use case, described by schemas from which /api/openapi.json is made. It takes Bearer
// tokens only, so that no page of another site can act through a reader's cookie. Descriptions come as uploaded text:
// a remote caller never names what the server reads.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Change, type Event, type ReleaseView, type Tocsin, withoutSignedLinks } from '../bot/index.ts';
import type { Artefact } from '../channels/index.ts';
import { changing, known, reading } from './api-call.ts';
import {
  assessBody,
  changeBody,
  confirmBody,
  discussionBody,
  event,
  instant,
  messageKind,
  preview,
  proposeBody,
  recipient,
  releaseSummary,
  releaseView,
  rescheduleBody,
  shift,
  shownMessage,
  standDownBody,
  substituteBody,
  understandBody,
  verifyBody,
} from './api-schemas.ts';
import { changeByToken } from './change-of.ts';
import { ladderRoutes } from './ladder-routes.ts';
import type { Action } from './may-do.ts';

/** Two descriptions of 11 MB each, as JSON strings. */
const uploadLimitBytes = 48 * 1024 * 1024;

const releaseId = z.object({ release: z.string().meta({ description: 'service-version, as in `pkgdb-2.0`.' }) });

export function apiRoutes(server: FastifyInstance, tocsin: Tocsin, openEvents: OpenEvents): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  api.addHook('onSend', async (request, _reply, payload) =>
    typeof payload === 'string' && !isManager(request) ? withoutSignedLinks(payload) : payload,
  );

  api.get(
    '/releases',
    reading(
      'releases',
      'listReleases',
      'All releases, with what stands against each',
      {},
      z.object({ releases: z.array(releaseSummary) }),
    ),
    async () => ({ releases: [...(await tocsin.releases())] }),
  );

  api.get(
    '/releases/:release',
    reading('releases', 'getRelease', 'Everything about one release', { params: releaseId }, releaseView),
    (request) => tocsin.release(request.params.release),
  );

  api.post(
    '/releases',
    {
      bodyLimit: uploadLimitBytes,
      ...changing(
        'releases',
        'assessRelease',
        'Compare two descriptions and find who is hurt; creates the release or assesses it again',
        { body: assessBody },
        releaseView,
      ),
    },
    (request) => {
      const { why, stamp, ...given } = request.body;
      return tocsin.assess(known(given), changeByToken(request, 'assess', { why, stamp }));
    },
  );

  api.post(
    '/releases/:release/proposal',
    changing(
      'plan',
      'proposeRelease',
      'Compute the plan; the earliest lawful date unless one is wished for',
      { params: releaseId, body: proposeBody },
      releaseView,
    ),
    (request) =>
      tocsin.propose(
        request.params.release,
        known({ deployAt: request.body.deployAt }),
        changeByToken(request, 'propose', request.body),
      ),
  );

  api.post(
    '/releases/:release/intended',
    changing(
      'releases',
      'confirmIntended',
      'Say which breaks are intended',
      {
        description: 'Of the findings named, or of all, what breaks; what does not break needs no word.',
        params: releaseId,
        body: confirmBody,
      },
      releaseView,
    ),
    (request) =>
      tocsin.confirmIntended(
        request.params.release,
        request.body.findings,
        changeByToken(request, 'confirm', request.body),
      ),
  );

  api.post(
    '/releases/:release/reschedule',
    changing(
      'plan',
      'rescheduleRelease',
      'Move the date: one action that corrects every message, calendar entry and agenda',
      { params: releaseId, body: rescheduleBody },
      releaseView,
    ),
    (request) =>
      tocsin.reschedule(
        request.params.release,
        { deployAt: request.body.deployAt },
        changeByToken(request, 'reschedule', request.body),
      ),
  );

  api.post(
    '/releases/:release/discussions',
    changing(
      'plan',
      'recordDiscussion',
      'Record that a meeting discussed the release, with its minutes',
      { params: releaseId, body: discussionBody },
      releaseView,
    ),
    (request) => {
      const { why, stamp, ...input } = request.body;
      return tocsin.recordDiscussion(
        request.params.release,
        known(input),
        changeByToken(request, 'discuss', { why, stamp }),
      );
    },
  );

  api.post(
    '/releases/:release/understandings',
    changing(
      'people',
      'understandRelease',
      'Say for a team that it has understood that its consumers break',
      { params: releaseId, body: understandBody },
      releaseView,
    ),
    (request) => {
      const { team, note } = request.body;
      return tocsin.understand(
        request.params.release,
        known({ team, note }),
        changeByToken(request, 'understand', request.body, team),
      );
    },
  );

  api.post(
    '/releases/:release/stand-down',
    changing(
      'people',
      'standDownTeam',
      'Give a team its hours back; needs a reason before the release is out, or while a consumer of its is not right in production',
      { params: releaseId, body: standDownBody },
      releaseView,
    ),
    (request) =>
      tocsin.releaseShifts(
        request.params.release,
        { team: request.body.team },
        changeByToken(request, 'stand-down', request.body),
      ),
  );

  ladderRoutes(server, tocsin);

  type Step = (release: string, change: Change) => Promise<ReleaseView>;
  const steps: readonly [path: string, operationId: string, action: Action, summary: string, step: Step][] = [
    [
      'approve',
      'approveRelease',
      'approve',
      'Approve the plan; its author may not',
      (...given) => tocsin.approve(...given),
    ],
    [
      'announce',
      'announceRelease',
      'announce',
      'Send what is due now and let the clock do the rest',
      (...given) => tocsin.announce(...given),
    ],
    [
      'deploy',
      'startDeploy',
      'deploy',
      'Start the deploy; refused while an enforced gate is closed',
      (...given) => tocsin.startDeploy(...given),
    ],
    [
      'complete',
      'completeRelease',
      'complete',
      'Close the release and tell everyone; needs a reason while a consumer is seen not to be right in production',
      (...given) => tocsin.complete(...given),
    ],
    ['roll-back', 'rollBackRelease', 'roll-back', 'Take the release back', (...given) => tocsin.rollBack(...given)],
    [
      'cancel',
      'cancelRelease',
      'cancel',
      'Call the release off and tell everyone; needs a reason where anybody was told of it',
      (...given) => tocsin.cancel(...given),
    ],
  ];
  api.post(
    '/releases/:release/verify',
    changing(
      'life',
      'startVerifying',
      'The deploy is out: verify it',
      { params: releaseId, body: verifyBody },
      releaseView,
    ),
    (request) => {
      const input = known({ at: request.body.at });
      return tocsin.startVerifying(request.params.release, input, changeByToken(request, 'verify', request.body));
    },
  );
  for (const [path, operationId, action, summary, step] of steps) {
    api.post(
      `/releases/:release/${path}`,
      changing('life', operationId, summary, { params: releaseId, body: changeBody }, releaseView),
      (request) => step(request.params.release, changeByToken(request, action, request.body)),
    );
  }

  api.get(
    '/releases/:release/preview',
    reading(
      'messages',
      'previewMessages',
      'What would be sent, to whom and when, without sending it',
      { params: releaseId, querystring: z.object({ kind: messageKind.optional(), deployAt: instant.optional() }) },
      preview,
    ),
    (request) =>
      tocsin
        .preview(request.params.release, request.query.kind ?? null, known({ deployAt: request.query.deployAt }))
        .then(({ messages, notes }) => ({
          messages: messages.map((message) => forEyesOf(request, message)),
          notes: [...notes],
        })),
  );

  api.get(
    '/releases/:release/recipients',
    reading(
      'messages',
      'listRecipients',
      'Who is told, by which medium',
      { params: releaseId },
      z.object({ recipients: z.array(recipient) }),
    ),
    async (request) => ({ recipients: [...(await tocsin.recipients(request.params.release))] }),
  );

  api.get(
    '/messages/:key',
    reading(
      'messages',
      'getMessage',
      'One message as its medium was, or will be, given it',
      { params: z.object({ key: z.string() }) },
      shownMessage,
    ),
    async (request) => forEyesOf(request, await tocsin.message(request.params.key)),
  );

  api.post(
    '/messages/:key/retry',
    changing(
      'messages',
      'retryMessage',
      'Have a refused message tried again, once what refused it is mended',
      { params: z.object({ key: z.string() }), body: changeBody },
      releaseView,
    ),
    (request) => tocsin.retryDelivery(request.params.key, changeByToken(request, 'retry', request.body)),
  );

  api.get(
    '/roster',
    reading(
      'people',
      'getRoster',
      'Who keeps the day free: of one release, or at a moment (now, unless one is given)',
      { querystring: z.object({ release: z.string().optional(), at: instant.optional() }) },
      z.object({ shifts: z.array(shift) }),
    ),
    async (request) => {
      return { shifts: [...(await tocsin.roster(known(request.query)))] };
    },
  );

  api.post(
    '/shifts/:shift/acknowledge',
    changing(
      'people',
      'acknowledgeShift',
      'Say that a shift is kept',
      {
        params: z.object({ shift: z.string().meta({ description: 'release/team/number, percent-encoded.' }) }),
        body: changeBody,
      },
      releaseView,
    ),
    (request) =>
      tocsin.acknowledgeShift(
        request.params.shift,
        changeByToken(request, 'acknowledge', request.body, request.params.shift.split('/')[1] ?? null),
      ),
  );

  api.post(
    '/shifts/:shift/substitute',
    changing(
      'people',
      'substituteShift',
      'Give a shift to another person of the catalogue; both are told why',
      {
        params: z.object({ shift: z.string().meta({ description: 'release/team/number, percent-encoded.' }) }),
        body: substituteBody,
      },
      releaseView,
    ),
    (request) =>
      tocsin.substituteShift(
        request.params.shift,
        { person: request.body.person },
        changeByToken(request, 'acknowledge', request.body, request.params.shift.split('/')[1] ?? null),
      ),
  );

  api.get(
    '/meetings/:meeting/agenda',
    reading(
      'plan',
      'getAgenda',
      'The agenda of a meeting’s next occurrence',
      {
        params: z.object({ meeting: z.string() }),
        querystring: z.object({ format: z.enum(['markdown', 'meetbot']).default('markdown') }),
      },
      z.object({ meeting: z.string(), format: z.string(), text: z.string() }),
    ),
    async (request) => ({
      meeting: request.params.meeting,
      format: request.query.format,
      text: await tocsin.agenda(request.params.meeting, request.query.format),
    }),
  );

  const cursor = z.coerce.number().int().min(0);
  api.get(
    '/events',
    reading(
      'events',
      'listEvents',
      'Events after a cursor, oldest first',
      {
        querystring: z.object({
          after: cursor.default(0),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
      },
      z.object({ events: z.array(event), next: z.int() }),
    ),
    async (request) => {
      const events = [...(await tocsin.events(request.query.after, request.query.limit))];
      return { events, next: events.at(-1)?.sequence ?? request.query.after };
    },
  );

  api.get(
    '/events/stream',
    reading(
      'events',
      'streamEvents',
      'The same, live, as server-sent events; Last-Event-ID replays from where a reader stopped',
      {
        produces: ['text/event-stream'],
        querystring: z.object({ after: cursor.optional(), release: z.string().optional() }),
      },
      z.string().meta({ description: 'A stream of server-sent events.' }),
    ),
    (request, reply) => openEvents(request, reply, request.query.after, request.query.release ?? null),
  );
}

/** A message's own form holds the signed links of its recipient, encoded in ways that cannot be cut out safely. */
function forEyesOf<Message extends { readonly artefact: Artefact }>(
  request: FastifyRequest,
  message: Message,
): Omit<Message, 'artefact'> & { readonly artefact: Artefact | null } {
  return isManager(request) ? message : { ...message, artefact: null };
}

function isManager({ principal }: FastifyRequest): boolean {
  return principal?.role === 'manager';
}

export type OpenEvents = (
  request: FastifyRequest,
  reply: FastifyReply,
  after: number | undefined,
  release: string | null,
  form?: (event: Event) => object,
) => Promise<void>;
