// Callers that nobody knows, over HTTP: the same four decisions as on the command line and on the board.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Tocsin } from '../bot/index.ts';
import { changing, reading } from './api-call.ts';
import { callerReport, claimBody, forwardBody, noiseBody, reopenBody } from './api-schemas.ts';
import { changeByToken } from './change-of.ts';

const params = z.object({ key: z.string().meta({ description: 'The caller’s key, or how it begins.' }) });
const tag = 'callers';

export function callerApi(server: FastifyInstance, tocsin: Tocsin): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/callers',
    reading(
      tag,
      'listCallers',
      'Callers that the catalogue does not know, and what was decided of them',
      { querystring: z.object({ service: z.string().optional() }) },
      z.object({ callers: z.array(callerReport) }),
    ),
    async (request) => ({ callers: [...(await tocsin.callers(request.query.service))] }),
  );
  api.post(
    '/callers/:key/claim',
    changing(
      tag,
      'claimCaller',
      'Its calls are those of a consumer, or of a team, from now on',
      { params, body: claimBody },
      callerReport,
    ),
    (request) => {
      const { consumer, team, why } = request.body;
      const owner = tocsin.catalog.consumers.find(({ name }) => name === consumer)?.team ?? team ?? null;
      return tocsin.claimCaller(
        request.params.key,
        { consumer, team },
        changeByToken(request, 'claim-caller', { why }, owner),
      );
    },
  );
  api.post(
    '/callers/:key/forward',
    changing(
      tag,
      'forwardCaller',
      'Ask a team whether it is theirs; the question stays open',
      { params, body: forwardBody },
      callerReport,
    ),
    (request) =>
      tocsin.forwardCaller(
        request.params.key,
        { team: request.body.team },
        changeByToken(request, 'forward-caller', request.body),
      ),
  );
  api.post(
    '/callers/:key/noise',
    changing(
      tag,
      'callNoise',
      'Nobody is hurt when it fails, for the reason given',
      { params, body: noiseBody },
      callerReport,
    ),
    (request) => tocsin.callNoise(request.params.key, changeByToken(request, 'dismiss-caller', request.body)),
  );
  api.post(
    '/callers/:key/reopen',
    changing(tag, 'reopenCaller', 'Take back what was decided of it', { params, body: reopenBody }, callerReport),
    (request) => tocsin.reopenCaller(request.params.key, changeByToken(request, 'dismiss-caller', request.body)),
  );
}
