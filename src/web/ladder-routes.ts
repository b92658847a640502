// The ladder over the HTTP API: what a pipeline reports after its deploy, and what a team says of its consumer.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Change, ReleaseView, Tocsin } from '../bot/index.ts';
import { changing, known, reading } from './api-call.ts';
import { decided, instant, releaseView } from './api-schemas.ts';
import { changeByToken } from './change-of.ts';
import { burnDown, ladder, rung } from './ladder-schemas.ts';
import type { Action } from './may-do.ts';

const params = z.object({ release: z.string(), consumer: z.string() });
const version = z.string().min(1).max(100).optional();
const claimBody = z.strictObject({ rung, version, ...decided }).meta({ id: 'ClaimRung' });
const mergeBody = z
  .strictObject({ url: z.url({ protocol: /^https?$/ }), at: instant.optional(), ...decided })
  .meta({ id: 'ReportMerge' });
const deploymentBody = z
  .strictObject({
    environment: z.string().min(1).max(100).optional(),
    version,
    at: instant.optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
    ...decided,
  })
  .meta({ id: 'ReportDeployment' });

export function ladderRoutes(server: FastifyInstance, tocsin: Tocsin): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const teamOf = async (release: string, consumer: string) =>
    (await tocsin.release(release)).ladder.consumers.find((one) => one.consumer === consumer)?.team ?? null;

  api.get(
    '/releases/:release/ladder',
    reading(
      'ladder',
      'getLadder',
      'Where each consumer stands between aware and done, and how fast they climb',
      { params: z.object({ release: z.string() }) },
      z.object({ ladder, burnDown }),
    ),
    async (request) => {
      const view = await tocsin.release(request.params.release);
      return { ladder: view.ladder, burnDown: view.burnDown };
    },
  );

  /** What is said of one consumer, under the name of whoever speaks for its team. */
  const wordOf = <Body extends z.ZodType>(operationId: string, summary: string, body: Body) =>
    changing('ladder', operationId, summary, { params, body }, releaseView);
  const askedBy = async (
    request: FastifyRequest<{ Params: z.output<typeof params> }>,
    action: Action,
    given: Pick<Change, 'why' | 'stamp'> = {},
  ) => changeByToken(request, action, given, await teamOf(request.params.release, request.params.consumer));
  const at = '/releases/:release/consumers/:consumer';

  api.post(
    `${at}/claims`,
    wordOf('claimRung', 'Say for a team that its consumer stands on a rung; a word, not evidence', claimBody),
    async (request): Promise<ReleaseView> => {
      const { release, consumer } = request.params;
      const { why, stamp, ...given } = request.body;
      const asked = await askedBy(request, 'claim', { why, stamp });
      return tocsin.claimRung(release, { consumer, ...known(given) }, asked);
    },
  );

  api.delete(
    `${at}/claims/:rung`,
    changing('ladder', 'withdrawClaim', 'Take such a word back', { params: params.extend({ rung }) }, releaseView),
    async (request): Promise<ReleaseView> => {
      const { release, consumer, rung } = request.params;
      return tocsin.withdrawClaim(release, { consumer, rung }, await askedBy(request, 'claim'));
    },
  );

  api.post(
    `${at}/merges`,
    wordOf('reportMerge', 'Report that the pull request which ports a consumer was merged', mergeBody),
    async (request): Promise<ReleaseView> => {
      const { release, consumer } = request.params;
      const { why, stamp, ...given } = request.body;
      const asked = await askedBy(request, 'report', { why, stamp });
      return tocsin.recordMerge(release, { consumer, ...known(given) }, asked);
    },
  );

  api.post(
    `${at}/deployments`,
    wordOf(
      'reportDeployment',
      'Report that a version of a consumer was put somewhere: what a pipeline calls after its deploy',
      deploymentBody,
    ),
    async (request): Promise<ReleaseView> => {
      const { release, consumer } = request.params;
      const { why, stamp, ...given } = request.body;
      const asked = await askedBy(request, 'report', { why, stamp });
      return tocsin.recordDeployment(release, { consumer, ...known(given) }, asked);
    },
  );
}
