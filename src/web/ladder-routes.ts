// The ladder over the HTTP API: what a pipeline reports after its deploy, and what a team says of its consumer.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Change, ReleaseView, Tocsin } from '../bot/index.ts';
import { decided, instant, problemDetails, releaseView } from './api-schemas.ts';
import { burnDown, ladder, rung } from './ladder-schemas.ts';
import type { Action } from './may-do.ts';

const params = z.object({ release: z.string(), consumer: z.string() });
const failures = { '4xx': problemDetails, '5xx': problemDetails };
const security = [{ token: [] }];
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

/** `change` says in whose name, or refuses. */
export function ladderRoutes(
  server: FastifyInstance,
  tocsin: Tocsin,
  change: (
    request: FastifyRequest,
    action: Action,
    given: Pick<Change, 'why' | 'stamp'>,
    team: string | null,
  ) => Change,
): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const answers = { 200: releaseView, ...failures };
  const teamOf = async (release: string, consumer: string) =>
    (await tocsin.release(release)).ladder.consumers.find((one) => one.consumer === consumer)?.team ?? null;

  api.get(
    '/releases/:release/ladder',
    {
      schema: {
        operationId: 'getLadder',
        summary: 'Where each consumer stands between aware and done, and how fast they climb',
        tags: ['ladder'],
        params: z.object({ release: z.string() }),
        response: { 200: z.object({ ladder, burnDown }), ...failures },
      },
    },
    async (request) => {
      const view = await tocsin.release(request.params.release);
      return { ladder: view.ladder, burnDown: view.burnDown };
    },
  );

  api.post(
    '/releases/:release/consumers/:consumer/claims',
    {
      schema: {
        operationId: 'claimRung',
        summary: 'Say for a team that its consumer stands on a rung; a word, not evidence',
        tags: ['ladder'],
        security,
        params,
        body: claimBody,
        response: answers,
      },
    },
    async (request): Promise<ReleaseView> => {
      const { release, consumer } = request.params;
      const { why, stamp, rung, version } = request.body;
      const asked = change(request, 'claim', { why, stamp }, await teamOf(release, consumer));
      return tocsin.claimRung(release, { consumer, rung, ...(version === undefined ? {} : { version }) }, asked);
    },
  );

  api.delete(
    '/releases/:release/consumers/:consumer/claims/:rung',
    {
      schema: {
        operationId: 'withdrawClaim',
        summary: 'Take such a word back',
        tags: ['ladder'],
        security,
        params: params.extend({ rung }),
        response: answers,
      },
    },
    async (request): Promise<ReleaseView> => {
      const { release, consumer, rung } = request.params;
      const asked = change(request, 'claim', {}, await teamOf(release, consumer));
      return tocsin.withdrawClaim(release, { consumer, rung }, asked);
    },
  );

  api.post(
    '/releases/:release/consumers/:consumer/merges',
    {
      schema: {
        operationId: 'reportMerge',
        summary: 'Report that the pull request which ports a consumer was merged',
        tags: ['ladder'],
        security,
        params,
        body: mergeBody,
        response: answers,
      },
    },
    async (request): Promise<ReleaseView> => {
      const { release, consumer } = request.params;
      const { why, stamp, url, at } = request.body;
      const asked = change(request, 'report', { why, stamp }, await teamOf(release, consumer));
      return tocsin.recordMerge(release, { consumer, url, ...(at === undefined ? {} : { at }) }, asked);
    },
  );

  api.post(
    '/releases/:release/consumers/:consumer/deployments',
    {
      schema: {
        operationId: 'reportDeployment',
        summary: 'Report that a version of a consumer was put somewhere: what a pipeline calls after its deploy',
        tags: ['ladder'],
        security,
        params,
        body: deploymentBody,
        response: answers,
      },
    },
    async (request): Promise<ReleaseView> => {
      const { release, consumer } = request.params;
      const { why, stamp, ...given } = request.body;
      const asked = change(request, 'report', { why, stamp }, await teamOf(release, consumer));
      const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return tocsin.recordDeployment(release, { consumer, ...known }, asked);
    },
  );
}
