// Callers that nobody knows, over HTTP: the same four decisions as on the command line and on the board.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Tocsin } from '../bot/index.ts';
import { callerReport, claimBody, forwardBody, noiseBody, problemDetails, reopenBody } from './api-schemas.ts';
import { changeByToken } from './change-of.ts';

const failures = { '4xx': problemDetails, '5xx': problemDetails };
const security = [{ token: [] }];
const params = z.object({ key: z.string().meta({ description: 'The caller’s key, or how it begins.' }) });
const tags = ['callers'];

export function callerApi(server: FastifyInstance, tocsin: Tocsin): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const answers = { 200: callerReport, ...failures };

  api.get(
    '/callers',
    {
      schema: {
        operationId: 'listCallers',
        summary: 'Callers that the catalogue does not know, and what was decided of them',
        tags,
        querystring: z.object({ service: z.string().optional() }),
        response: { 200: z.object({ callers: z.array(callerReport) }), ...failures },
      },
    },
    async (request) => ({ callers: [...(await tocsin.callers(request.query.service))] }),
  );
  api.post(
    '/callers/:key/claim',
    {
      schema: {
        operationId: 'claimCaller',
        summary: 'Its calls are those of a consumer, or of a team, from now on',
        tags,
        security,
        params,
        body: claimBody,
        response: answers,
      },
    },
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
    {
      schema: {
        operationId: 'forwardCaller',
        summary: 'Ask a team whether it is theirs; the question stays open',
        tags,
        security,
        params,
        body: forwardBody,
        response: answers,
      },
    },
    (request) =>
      tocsin.forwardCaller(
        request.params.key,
        { team: request.body.team },
        changeByToken(request, 'forward-caller', request.body),
      ),
  );
  api.post(
    '/callers/:key/noise',
    {
      schema: {
        operationId: 'callNoise',
        summary: 'Nobody is hurt when it fails, for the reason given',
        tags,
        security,
        params,
        body: noiseBody,
        response: answers,
      },
    },
    (request) => tocsin.callNoise(request.params.key, changeByToken(request, 'dismiss-caller', request.body)),
  );
  api.post(
    '/callers/:key/reopen',
    {
      schema: {
        operationId: 'reopenCaller',
        summary: 'Take back what was decided of it',
        tags,
        security,
        params,
        body: reopenBody,
        response: answers,
      },
    },
    (request) => tocsin.reopenCaller(request.params.key, changeByToken(request, 'dismiss-caller', request.body)),
  );
}
