// The ladder's shapes in the HTTP API.

import { z } from 'zod';
import { type BurnDown, harms, type Ladder, rungs } from '../ladder/index.ts';

const instant = z.iso.datetime().meta({ description: 'ISO 8601 in UTC, ending in Z.' });
const text = z.string();

export const rung = z.enum(rungs);

const claim = z.object({
  consumer: text,
  rung,
  by: text,
  at: instant,
  via: text,
  why: text.nullable(),
  version: text.nullable(),
});

export const ladder: z.ZodType<Ladder> = z
  .object({
    consumers: z.array(
      z.object({
        consumer: text,
        team: text,
        rungs: z.array(
          z.object({
            rung,
            state: z.enum(['not-reached', 'claimed', 'proven', 'stale', 'contradicted', 'out-of-reach']).meta({
              description: '`claimed` is a word without evidence; only `proven` counts.',
            }),
            because: text,
            claim: claim.nullable(),
            evidence: z.object({ what: text, at: instant, url: text.nullable() }).nullable(),
          }),
        ),
        standsOn: rung.nullable(),
        climbed: z.boolean(),
        steps: z.object({ done: z.int(), of: z.int() }),
        toClimb: z.array(rung),
        contradictions: z.array(z.object({ rung, harm: z.enum(harms), because: text })),
      }),
    ),
    stagingGaps: z.array(text),
    takenBackAt: instant.nullable(),
  })
  .meta({ id: 'Ladder', description: 'Where each consumer stands, those with a contradiction first.' });

const forecast = z.discriminatedUnion('state', [
  z.object({ state: z.literal('cannot-tell'), because: text }),
  z.object({ state: z.literal('climbed'), because: text }),
  z.object({
    state: z.literal('expected'),
    earliest: instant,
    latest: instant.nullable(),
    inTime: z.enum(['yes', 'no', 'perhaps']).nullable(),
    because: text,
  }),
]);

export const burnDown: z.ZodType<BurnDown> = z
  .object({
    points: z.array(
      z.object({
        at: instant,
        counts: z.object({
          ground: z.int(),
          aware: z.int(),
          ported: z.int(),
          tested: z.int(),
          deployed: z.int(),
          production: z.int(),
        }),
        contradicted: z.int(),
        steps: z.object({ done: z.int(), of: z.int() }),
      }),
    ),
    deployAt: instant.nullable(),
    forecast,
  })
  .meta({ id: 'BurnDown', description: 'How many consumers stood on which rung, as the log knew it then.' });
