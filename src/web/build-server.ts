// The HTTP face, assembled: pages, forms, API and event streams over the same use cases. It opens no port by itself,
// so that tests speak to it by injection and `tocsin serve` decides where it listens.

import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifySwagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { type Clock, TocsinError } from '../base/index.ts';
import type { Tocsin } from '../bot/index.ts';
import { actionRoutes } from './action-routes.ts';
import { withoutIdleSchemas, zodToJsonConfig } from './api-document.ts';
import { apiRoutes, type OpenEvents } from './api-routes.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { callerApi } from './caller-api.ts';
import { callerRoutes } from './caller-routes.ts';
import { consumerRoutes } from './consumer-routes.ts';
import { eventStreams } from './event-stream.ts';
import { linkRoutes } from './link-routes.ts';
import { ownPath } from './own-path.ts';
import { assets, pageRenderer } from './page-renderer.ts';
import { pageRoutes } from './page-routes.ts';
import { pipelineApi } from './pipeline-api.ts';
import { NotSignedIn, type Problem, toProblem } from './problem.ts';
import { releasePartRoutes } from './release-part-routes.ts';
import { pageSender } from './send-page.ts';
import { cookieKey, openSessions } from './session.ts';

export interface ServerOptions {
  readonly tocsin: Tocsin;
  readonly clock: Clock;
  /** Where people reach the board, without a slash at the end: `https://tocsin.example`. */
  readonly publicUrl: string;
  /** Signs sessions, forms and links: at least 32 characters, the same on every node, kept out of the repository. */
  readonly secret: string;
  /** `public`: anyone may read (A31); `signed-in`: reading needs a token as well. */
  readonly reading?: 'public' | 'signed-in';
  /** The product's version, for the API's own document. */
  readonly version: string;
  /**
   * Addresses, ranges and `loopback` of the proxies that are believed for whom they ask: without them all that come
   * through one count as one address.
   */
  readonly trustedProxies?: readonly string[];
  /** Requests that one address may make in a minute. */
  readonly requestsPerMinute?: number;
  readonly heartbeatSeconds?: number;
  /** Where a fault of ours is told; its words never reach a reader. */
  readonly onFault?: (error: unknown) => void;
  /**
   * Takes raw requests of one path on the same port, body unread: Slack's signature covers the bytes as sent.
   */
  readonly mounts?: readonly Mount[];
}

export interface Mount {
  readonly path: string;
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Ready to `listen` or `inject`; `close` ends the event streams first. @throws TocsinError where the secret is short */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { tocsin, clock, secret } = options;
  if (secret.length < 32) {
    throw new TocsinError('usage', 'The secret that signs sessions and links has fewer than 32 characters.', {
      hint: 'Set TOCSIN_SECRET to a long random text, for example the output of `openssl rand -hex 32`.',
    });
  }
  const secure = options.publicUrl.startsWith('https:');
  const server = fastify({
    bodyLimit: 256 * 1024,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    // What the router itself turns away, such as a malformed address, has met no hook: nobody is known, and no page can
    // be made. It is a problem document all the same.
    frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);

  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
    },
    hsts: secure,
    referrerPolicy: { policy: 'same-origin' },
  });
  await server.register(fastifyRateLimit, { max: options.requestsPerMinute ?? 600, timeWindow: '1 minute' });
  await server.register(fastifyCookie, { secret: cookieKey(secret) });
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tocsin',
        version: options.version,
        description: 'Which release breaks which API, whom it hurts, who was told and who keeps the day.',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      servers: [{ url: options.publicUrl }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: (document) => withoutIdleSchemas(createJsonSchemaTransformObject({ zodToJsonConfig })(document)),
  });

  const sessions = openSessions(tocsin, clock, secret, secure);
  const render = pageRenderer();
  const send = pageSender({ tocsin, clock, sessions, render });
  const streams = eventStreams(tocsin, options.heartbeatSeconds ?? 20);
  const openEvents: OpenEvents = async (request, reply, after, release, form) => {
    const last = Number(request.headers['last-event-id']);
    const start = Number.isInteger(last) && last >= 0 && request.headers['last-event-id'] ? last : after;
    const from = start ?? (await tocsin.cursor());
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    streams.open(reply.raw, from, release, form);
  };

  server.decorateRequest('principal', null);
  server.addHook('onRequest', async (request) => {
    request.principal = await (isApi(request) ? sessions.fromHeader(request) : sessions.fromCookie(request));
    const open = /^\/(assets|healthz|sign-in|links|slack)(\/|$)/.test(routeOf(request));
    if (options.reading === 'signed-in' && request.principal === null && !open) {
      throw new NotSignedIn('This Tocsin is read by its own people only.');
    }
  });
  server.addHook('preClose', async () => streams.close());

  const answerError = async (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = toProblem(error);
    if (problem.status >= 500) options.onFault?.(error);
    if (isApi(request)) {
      if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
      return sendProblem(reply, problem);
    }
    if (problem.status === 401 && request.method === 'GET') {
      return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
    }
    return send(request, reply.code(problem.status), 'problem', {
      title: problem.title,
      problem,
      back: request.method === 'POST' ? cameFrom(request) : null,
    });
  };
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((request, reply) =>
    answerError(
      new TocsinError('not-found', `There is nothing at ${request.url.split('?')[0]}.`, {
        hint: 'The board at / leads to every page, and /api/openapi.json names every address of the API.',
      }),
      request,
      reply,
    ),
  );

  for (const [name, { contentType, content }] of Object.entries(assets)) {
    server.get(`/assets/${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.type(contentType).header('cache-control', 'public, max-age=3600').send(content),
    );
  }
  server.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true, cursor: await tocsin.cursor() }));
  for (const mount of options.mounts ?? []) {
    await server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.post(mount.path, { schema: { hide: true } }, (request, reply) => {
        reply.hijack();
        mount.listener(request.raw, reply.raw);
      });
    });
  }

  const { publicUrl, reading = 'public' } = options;
  const faces = { tocsin, clock, sessions, send, secret, openEvents, render, publicUrl, reading };
  await server.register(async (pages) => {
    await pages.register(fastifyFormbody);
    for (const routes of [
      pageRoutes,
      releasePartRoutes,
      consumerRoutes,
      calendarRoutes,
      callerRoutes,
      actionRoutes,
      linkRoutes,
    ]) {
      await pages.register(async (scope) => routes(scope, faces));
    }
  });
  await server.register(async (scope) => apiRoutes(scope, tocsin, openEvents), { prefix: '/api/v1' });
  await server.register(async (scope) => callerApi(scope, tocsin), { prefix: '/api/v1' });
  await server.register(async (scope) => pipelineApi(scope, tocsin), { prefix: '/api/v1' });
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  await server.ready();
  return server;
}

/** The page of this board on which the form stood that was sent; null where the browser does not say. */
function cameFrom(request: FastifyRequest): string | null {
  const { referer = '' } = request.headers;
  if (!URL.canParse(referer)) return null;
  const { host, pathname, search } = new URL(referer);
  return host === request.host ? ownPath(`${pathname}${search}`) : null;
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}

/**
 * The path of the route that answers, as it is declared, or of the request where none does. The request's own may be
 * written otherwise (`/%61pi`), and would then be judged by one rule and answered by another.
 */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? request.url.split('?')[0] ?? '';
}

function isApi(request: FastifyRequest): boolean {
  return routeOf(request).startsWith('/api/');
}
