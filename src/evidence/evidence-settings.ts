// What `tocsin.yaml` says of evidence: how long it is kept, and what an organisation's own JSON log lines call things.

import { z } from 'zod';
import { addressRangeSetting } from '../catalog/index.ts';

const field = z
  .string()
  .min(1)
  .optional()
  .describe('The name of a member, or the way to it: request.headers.User-Agent');

const repository = z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'must be owner/repository');

/** The value of `evidence:` in `tocsin.yaml`. */
export const evidenceSettings = z
  .strictObject({
    retentionDays: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .default(400)
      .describe('So long after its last call a caller is remembered; the default still knows a yearly job'),
    jsonFields: z
      .strictObject({
        time: field.describe('ISO 8601, or seconds or milliseconds since 1970'),
        method: field,
        target: field.describe('Path with or without a query, or a whole address'),
        query: field.describe('The query, where the target is a path alone'),
        host: field,
        status: field,
        address: field.describe('The address of whoever opened the connection'),
        forwarded: field.describe('The X-Forwarded-For that came with it'),
        user: field,
        agent: field.describe('User agent'),
      })
      .prefault({})
      .describe('Where an access log of JSON lines keeps what; common names are found without'),
    trustedProxies: z
      .array(addressRangeSetting)
      .default([])
      .describe('Addresses and CIDR ranges of your own proxies: only they are believed who it was that called'),
    pathWords: z
      .array(z.string().min(1).max(100))
      .default([])
      .describe('Words of paths that are kept where a request fits no operation; others may be names of people'),
    codeSearch: z
      .strictObject({
        organisations: z.array(z.string().min(1)).default([]).describe('Whose code on GitHub is searched'),
        repositories: z.array(repository).default([]).describe('Repositories besides theirs'),
        except: z.array(repository).default([]).describe("Repositories to pass over: the services' own"),
      })
      .prefault({})
      .describe('Where `tocsin evidence search-code` looks'),
  })
  .prefault({});

export type EvidenceSettings = z.output<typeof evidenceSettings>;
