// What a program may hand to `compareSpecs`. TypeScript says it to its callers; a program in JavaScript, or with values
// that it read from somewhere, hears it here, before a wrong option is heeded in part or not at all.

import { z } from 'zod';
import { nearest, sayValue, TocsinError } from '../base/index.ts';
import { catalogue, globPattern } from '../rules/index.ts';
import type { CompareSpecsOptions } from './compare-options.ts';

const texts = z.array(z.string());
const prefix = z.string().regex(/^\/[^{}*]*$/, 'must begin with / and hold no {…}, such as /api/v1');
const rule = z.string().superRefine((glob, { addIssue }) => {
  const ids = catalogue.map(({ id }) => id);
  if (ids.some((id) => globPattern(glob).test(id))) return;
  addIssue(`no rule is called ${glob}${didYouMean(glob, ids)}`);
});

const optionSchemas: Record<keyof CompareSpecsOptions, z.ZodType> = {
  asOf: z.iso.date('must be a day such as 2026-12-24'),
  severities: z.array(
    z.strictObject({
      rules: z.array(rule).min(1),
      direction: z.enum(['request', 'response']).optional(),
      paths: texts.optional(),
      tags: texts.optional(),
      severity: z.enum(['breaking', 'risky', 'safe', 'off']),
      reason: z.string().optional(),
      shared: z.boolean().optional(),
    }),
  ),
  exemptions: z.array(
    z.strictObject({
      fingerprint: z.string(),
      severity: z.enum(['breaking', 'risky', 'safe']).optional(),
      allPlaces: z.boolean().optional(),
      shared: z.boolean().optional(),
      reason: z.string(),
      owner: z.string(),
      until: z.iso.date('must be a day such as 2026-12-24').nullable(),
    }),
  ),
  includePaths: texts,
  excludePaths: texts,
  stripPrefix: z.strictObject({ base: prefix.optional(), revision: prefix.optional() }),
  secondOpinion: z.boolean(),
  reverse: z.boolean(),
  baseMayBeMissing: z.boolean(),
  revisionMayBeMissing: z.boolean(),
  workLimit: z.number().positive(),
  placesLimit: z.number().positive(),
  cwd: z.string(),
  allowHosts: texts,
  root: z.string().nullable(),
  stdin: z.union([z.string(), z.instanceof(Uint8Array), z.custom((value) => typeof value === 'function')]),
  githubToken: z.string().nullable(),
  githubBaseUrl: z.string().nullable(),
  limits: z.record(z.string(), z.number().positive()),
  beside: z.instanceof(Promise),
};
const optionsSchema = z.strictObject(optionSchemas).partial();

/** @throws TocsinError `usage`, with every fault. */
export function checkOptions(options: unknown): void {
  const { error } = optionsSchema.safeParse(options);
  if (error === undefined) return;
  const faults = error.issues.flatMap((issue) => {
    const place = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return `${place === '' ? 'they' : place}: ${issue.message}`;
    const known = issue.path.length === 0 ? Object.keys(optionSchemas) : [];
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: no such option${didYouMean(key, known)}`);
  });
  throw new TocsinError('usage', `The options of compareSpecs are not what it takes: ${faults.join('; ')}.`, {
    hint: 'The type CompareSpecsOptions says what may stand there.',
  });
}

/** @throws TocsinError `usage` */
export function checkInput(input: unknown, side: 'base' | 'revision'): void {
  if (typeof input === 'string') return;
  const refusal = (what: string, hint: string) =>
    new TocsinError('usage', `The ${side} of compareSpecs is ${what}.`, { hint });
  const ways = 'Give the name of a file or an address as a string, { text, source } or { document }.';
  if (typeof input !== 'object' || input === null)
    throw refusal(input === undefined ? 'missing' : sayValue(input), ways);
  const { text, document, source } = input as Readonly<Record<string, unknown>>;
  if (text !== undefined && document !== undefined)
    throw refusal('given both a `text` and a `document`', 'Give one of the two.');
  if ('openapi' in input || 'swagger' in input)
    throw refusal('a description as it is', 'Give it as { document: description }.');
  if (text === undefined && document === undefined) {
    throw refusal(`${sayValue(input)} with neither \`text\` nor \`document\``, ways);
  }
  if (text !== undefined && typeof text !== 'string') {
    throw refusal(`given a \`text\` that is ${sayValue(text)}`, 'Give a string; bytes are decoded first.');
  }
  if (source !== undefined && typeof source !== 'string') {
    throw refusal(`given a \`source\` that is ${sayValue(source)}`, 'Give the name that positions in it shall carry.');
  }
}

function didYouMean(given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  return near === null ? '' : ` (did you mean ${near}?)`;
}
