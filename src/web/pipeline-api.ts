// What a pipeline hands over: logs as evidence of use, and the word that the catalogue's files have changed. A log is read
// as it comes in, in bounded memory; where the upload breaks off, nothing of it is kept.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Tocsin } from '../bot/index.ts';
import { evidenceFormats } from '../evidence/index.ts';
import { changing } from './api-call.ts';
import { changeByToken } from './change-of.ts';

const text = z.string();

const importQuery = z.object({
  service: text
    .min(1)
    .max(200)
    .meta({ description: 'As the catalogue calls it; its documents are those named there.' }),
  name: text.min(1).max(200).default('upload').meta({ description: 'What people know the file by.' }),
  environment: text
    .max(100)
    .optional()
    .meta({ description: 'Of the service, where the hosts in the log do not tell.' }),
  format: z.enum(evidenceFormats).optional().meta({ description: 'Told by the content where it is not said.' }),
  why: text.max(2000).optional(),
});

const imported = z
  .object({
    recorded: z.boolean().meta({ description: 'False where nothing was new.' }),
    import: text,
    service: text,
    source: text,
    requests: z.int(),
    files: z.array(z.object({ name: text, format: text.nullable(), newBytes: z.int() })),
    unmatched: z.array(z.object({ method: text, path: text, requests: z.int(), failed: z.int() })),
    notes: z.array(text),
  })
  .meta({ id: 'ImportedEvidence' });

const syncBody = z
  .strictObject({
    files: z
      .record(z.string().max(300), z.string())
      .refine((files) => Object.keys(files).length <= 500, 'are more than 500 files')
      .optional()
      .meta({
        description:
          'Text by name, tocsin.yaml and what it includes and imports; else those that the server runs with.',
      }),
    dryRun: z
      .boolean()
      .default(false)
      .meta({ description: 'Say what would be changed or refused, and change nothing.' }),
    why: text.max(2000).optional(),
  })
  .meta({ id: 'SyncCatalog' });

const named = z.object({ kind: text, name: text });
const synced = z
  .object({
    applied: z
      .boolean()
      .meta({ description: 'False where anything is refused, or by `dryRun`: then nothing is changed.' }),
    changes: z.array(named.extend({ step: text })),
    refusals: z.array(named.extend({ because: text, hint: text })),
  })
  .meta({ id: 'SyncedCatalog' });

export function pipelineApi(server: FastifyInstance, tocsin: Tocsin): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.withTypeProvider<ZodTypeProvider>().post(
      '/evidence',
      {
        bodyLimit: Number.MAX_SAFE_INTEGER,
        ...changing(
          'evidence',
          'importEvidence',
          'Read an access log, an HTTP Archive or OpenTelemetry spans; the body is the file, also packed with gzip',
          { querystring: importQuery },
          imported,
        ),
      },
      async (request) => {
        const { service, name, environment, format, why } = request.query;
        const asked = changeByToken(request, 'import-evidence', { why });
        let body: AsyncIterable<Uint8Array> | null = request.raw;
        const open = () => {
          const now = body;
          body = null;
          return now;
        };
        const { recorded, batch, files } = await tocsin.importEvidence(
          { service, sources: [{ name, open }], environment, format },
          asked,
        );
        return {
          recorded,
          import: batch.id,
          service: batch.service,
          source: batch.source,
          requests: batch.uses.reduce((sum, use) => sum + use.requests, 0),
          files: [...files],
          unmatched: [...batch.unmatched],
          notes: [...batch.notes],
        };
      },
    );
  });

  server.withTypeProvider<ZodTypeProvider>().post(
    '/catalog/sync',
    {
      bodyLimit: 16 * 1024 * 1024,
      ...changing(
        'catalogue',
        'syncCatalog',
        'Bring the catalogue files, sent or those that the server runs with, into the store, all or nothing',
        { body: syncBody },
        synced,
      ),
    },
    async (request) => {
      const { why, dryRun, files = null } = request.body;
      const asked = changeByToken(request, 'sync-catalog', { why });
      const { changes, refusals } = dryRun
        ? await tocsin.compareCatalog(files)
        : await tocsin.syncCatalog(asked, files);
      return {
        applied: refusals.length === 0 && !dryRun,
        changes: changes.map(({ step, kind, name }) => ({ step, kind, name })),
        refusals: [...refusals],
      };
    },
  );
}
