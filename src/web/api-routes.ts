// The HTTP API: one call for each use case, described by schemas from which /api/openapi.json is made. It takes Bearer
// tokens only, so that no page of another site can act through a reader's cookie. Descriptions come as uploaded text:
// a remote caller never names what the server reads.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Change, type ReleaseView, type Tocsin, withoutSignedLinks } from '../bot/index.ts';
import type { Artefact } from '../channels/index.ts';
import {
  assessBody,
  changeBody,
  confirmBody,
  discussionBody,
  event,
  instant,
  messageKind,
  preview,
  problemDetails,
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
const security = [{ token: [] }];
const failures = { '4xx': problemDetails, '5xx': problemDetails };
const answers = { 200: releaseView, ...failures };

export function apiRoutes(server: FastifyInstance, tocsin: Tocsin, openEvents: OpenEvents): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  api.addHook('onSend', async (request, _reply, payload) =>
    typeof payload === 'string' && !isManager(request) ? withoutSignedLinks(payload) : payload,
  );

  api.get(
    '/releases',
    {
      schema: {
        operationId: 'listReleases',
        summary: 'All releases, with what stands against each',
        tags: ['releases'],
        response: { 200: z.object({ releases: z.array(releaseSummary) }), ...failures },
      },
    },
    async () => ({ releases: [...(await tocsin.releases())] }),
  );

  api.get(
    '/releases/:release',
    {
      schema: {
        operationId: 'getRelease',
        summary: 'Everything about one release',
        tags: ['releases'],
        params: releaseId,
        response: answers,
      },
    },
    (request) => tocsin.release(request.params.release),
  );

  api.post(
    '/releases',
    {
      bodyLimit: uploadLimitBytes,
      schema: {
        operationId: 'assessRelease',
        summary: 'Compare two descriptions and find who is hurt; creates the release or assesses it again',
        tags: ['releases'],
        security,
        body: assessBody,
        response: answers,
      },
    },
    (request) => {
      const { why, stamp, declared, minor, stagedAt, dependsOn, asOf, ...needed } = request.body;
      const given = { declared, minor, stagedAt, dependsOn, asOf };
      const optional = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return tocsin.assess({ ...needed, ...optional }, changeByToken(request, 'assess', { why, stamp }));
    },
  );

  api.post(
    '/releases/:release/proposal',
    {
      schema: {
        operationId: 'proposeRelease',
        summary: 'Compute the plan; the earliest lawful date unless one is wished for',
        tags: ['plan'],
        security,
        params: releaseId,
        body: proposeBody,
        response: answers,
      },
    },
    (request) =>
      tocsin.propose(
        request.params.release,
        request.body.deployAt === undefined ? {} : { deployAt: request.body.deployAt },
        changeByToken(request, 'propose', request.body),
      ),
  );

  api.post(
    '/releases/:release/intended',
    {
      schema: {
        operationId: 'confirmIntended',
        summary: 'Say which breaks are intended',
        description: 'Of the findings named, or of all, what breaks; what does not break needs no word.',
        tags: ['releases'],
        security,
        params: releaseId,
        body: confirmBody,
        response: answers,
      },
    },
    (request) =>
      tocsin.confirmIntended(
        request.params.release,
        request.body.findings,
        changeByToken(request, 'confirm', request.body),
      ),
  );

  api.post(
    '/releases/:release/reschedule',
    {
      schema: {
        operationId: 'rescheduleRelease',
        summary: 'Move the date: one action that corrects every message, calendar entry and agenda',
        tags: ['plan'],
        security,
        params: releaseId,
        body: rescheduleBody,
        response: answers,
      },
    },
    (request) =>
      tocsin.reschedule(
        request.params.release,
        { deployAt: request.body.deployAt },
        changeByToken(request, 'reschedule', request.body),
      ),
  );

  api.post(
    '/releases/:release/discussions',
    {
      schema: {
        operationId: 'recordDiscussion',
        summary: 'Record that a meeting discussed the release, with its minutes',
        tags: ['plan'],
        security,
        params: releaseId,
        body: discussionBody,
        response: answers,
      },
    },
    (request) => {
      const { why, stamp, minutes, ...input } = request.body;
      return tocsin.recordDiscussion(
        request.params.release,
        minutes === undefined ? input : { ...input, minutes },
        changeByToken(request, 'discuss', { why, stamp }),
      );
    },
  );

  api.post(
    '/releases/:release/understandings',
    {
      schema: {
        operationId: 'understandRelease',
        summary: 'Say for a team that it has understood that its consumers break',
        tags: ['people'],
        security,
        params: releaseId,
        body: understandBody,
        response: answers,
      },
    },
    (request) => {
      const { team, note } = request.body;
      return tocsin.understand(
        request.params.release,
        note === undefined ? { team } : { team, note },
        changeByToken(request, 'understand', request.body, team),
      );
    },
  );

  api.post(
    '/releases/:release/stand-down',
    {
      schema: {
        operationId: 'standDownTeam',
        summary:
          'Give a team its hours back; needs a reason before the release is out, or while a consumer of its is not right in production',
        tags: ['people'],
        security,
        params: releaseId,
        body: standDownBody,
        response: answers,
      },
    },
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
      'Call the release off and tell everyone',
      (...given) => tocsin.cancel(...given),
    ],
  ];
  api.post(
    '/releases/:release/verify',
    {
      schema: {
        operationId: 'startVerifying',
        summary: 'The deploy is out: verify it',
        tags: ['life'],
        security,
        params: releaseId,
        body: verifyBody,
        response: answers,
      },
    },
    (request) => {
      const { at } = request.body;
      const input = at === undefined ? {} : { at };
      return tocsin.startVerifying(request.params.release, input, changeByToken(request, 'verify', request.body));
    },
  );
  for (const [path, operationId, action, summary, step] of steps) {
    api.post(
      `/releases/:release/${path}`,
      {
        schema: {
          operationId,
          summary,
          tags: ['life'],
          security,
          params: releaseId,
          body: changeBody,
          response: answers,
        },
      },
      (request) => step(request.params.release, changeByToken(request, action, request.body)),
    );
  }

  api.get(
    '/releases/:release/preview',
    {
      schema: {
        operationId: 'previewMessages',
        summary: 'What would be sent, to whom and when, without sending it',
        tags: ['messages'],
        params: releaseId,
        querystring: z.object({ kind: messageKind.optional(), deployAt: instant.optional() }),
        response: { 200: preview, ...failures },
      },
    },
    (request) =>
      tocsin
        .preview(
          request.params.release,
          request.query.kind ?? null,
          request.query.deployAt === undefined ? {} : { deployAt: request.query.deployAt },
        )
        .then(({ messages, notes }) => ({
          messages: messages.map((message) => forEyesOf(request, message)),
          notes: [...notes],
        })),
  );

  api.get(
    '/releases/:release/recipients',
    {
      schema: {
        operationId: 'listRecipients',
        summary: 'Who is told, by which medium',
        tags: ['messages'],
        params: releaseId,
        response: { 200: z.object({ recipients: z.array(recipient) }), ...failures },
      },
    },
    async (request) => ({ recipients: [...(await tocsin.recipients(request.params.release))] }),
  );

  api.get(
    '/messages/:key',
    {
      schema: {
        operationId: 'getMessage',
        summary: 'One message as its medium was, or will be, given it',
        tags: ['messages'],
        params: z.object({ key: z.string() }),
        response: { 200: shownMessage, ...failures },
      },
    },
    async (request) => forEyesOf(request, await tocsin.message(request.params.key)),
  );

  api.post(
    '/messages/:key/retry',
    {
      schema: {
        operationId: 'retryMessage',
        summary: 'Have a refused message tried again, once what refused it is mended',
        tags: ['messages'],
        security,
        params: z.object({ key: z.string() }),
        body: changeBody,
        response: answers,
      },
    },
    (request) => tocsin.retryDelivery(request.params.key, changeByToken(request, 'retry', request.body)),
  );

  api.get(
    '/roster',
    {
      schema: {
        operationId: 'getRoster',
        summary: 'Who keeps the day free: of one release, or at a moment (now, unless one is given)',
        tags: ['people'],
        querystring: z.object({ release: z.string().optional(), at: instant.optional() }),
        response: { 200: z.object({ shifts: z.array(shift) }), ...failures },
      },
    },
    async (request) => {
      const asked = Object.fromEntries(Object.entries(request.query).filter(([, value]) => value !== undefined));
      return { shifts: [...(await tocsin.roster(asked))] };
    },
  );

  api.post(
    '/shifts/:shift/acknowledge',
    {
      schema: {
        operationId: 'acknowledgeShift',
        summary: 'Say that a shift is kept',
        tags: ['people'],
        security,
        params: z.object({ shift: z.string().meta({ description: 'release/team/number, percent-encoded.' }) }),
        body: changeBody,
        response: answers,
      },
    },
    (request) =>
      tocsin.acknowledgeShift(
        request.params.shift,
        changeByToken(request, 'acknowledge', request.body, request.params.shift.split('/')[1] ?? null),
      ),
  );

  api.post(
    '/shifts/:shift/substitute',
    {
      schema: {
        operationId: 'substituteShift',
        summary: 'Give a shift to another person of the catalogue; both are told why',
        tags: ['people'],
        security,
        params: z.object({ shift: z.string().meta({ description: 'release/team/number, percent-encoded.' }) }),
        body: substituteBody,
        response: answers,
      },
    },
    (request) =>
      tocsin.substituteShift(
        request.params.shift,
        { person: request.body.person },
        changeByToken(request, 'acknowledge', request.body, request.params.shift.split('/')[1] ?? null),
      ),
  );

  api.get(
    '/meetings/:meeting/agenda',
    {
      schema: {
        operationId: 'getAgenda',
        summary: 'The agenda of a meeting’s next occurrence',
        tags: ['plan'],
        params: z.object({ meeting: z.string() }),
        querystring: z.object({ format: z.enum(['markdown', 'meetbot']).default('markdown') }),
        response: { 200: z.object({ meeting: z.string(), format: z.string(), text: z.string() }), ...failures },
      },
    },
    async (request) => ({
      meeting: request.params.meeting,
      format: request.query.format,
      text: await tocsin.agenda(request.params.meeting, request.query.format),
    }),
  );

  const cursor = z.coerce.number().int().min(0);
  api.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        summary: 'Events after a cursor, oldest first',
        tags: ['events'],
        querystring: z.object({
          after: cursor.default(0),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
        response: { 200: z.object({ events: z.array(event), next: z.int() }), ...failures },
      },
    },
    async (request) => {
      const events = [...(await tocsin.events(request.query.after, request.query.limit))];
      return { events, next: events.at(-1)?.sequence ?? request.query.after };
    },
  );

  api.get(
    '/events/stream',
    {
      schema: {
        operationId: 'streamEvents',
        summary: 'The same, live, as server-sent events; Last-Event-ID replays from where a reader stopped',
        tags: ['events'],
        produces: ['text/event-stream'],
        querystring: z.object({ after: cursor.optional(), release: z.string().optional() }),
        response: { 200: z.string().meta({ description: 'A stream of server-sent events.' }), ...failures },
      },
    },
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
) => Promise<void>;
