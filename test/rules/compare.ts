import { createHash } from 'node:crypto';
import {
  type CompareOptions,
  type Comparison,
  compareLoadedSpecs,
  type Example,
  type Rule,
} from '../../src/rules/index.ts';
import { isObject, specFromText } from '../../src/spec/index.ts';

export const compareOptions: CompareOptions = {
  asOf: '2026-11-20',
  engineVersion: '0.0.0',
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

/** Compares two documents given as values, of which `openapi` and `info` may be left out, or as texts. */
export async function compare(
  base: unknown,
  revision: unknown,
  options: Partial<CompareOptions> = {},
): Promise<Comparison> {
  return compareLoadedSpecs(await specOf(base, 'base'), await specOf(revision, 'revision'), {
    ...compareOptions,
    ...options,
  });
}

/** Runs an example of a rule; one that speaks on request only is asked to. */
export function compareExample(
  { id, onRequest }: Rule,
  { before, after }: Example,
  options: Partial<CompareOptions> = {},
): Promise<Comparison> {
  const asked: Partial<CompareOptions> = onRequest ? { severities: [{ rules: [id], severity: 'safe' }] } : {};
  return compare(before, after, { ...asked, ...options });
}

export function specOf(document: unknown, source: string) {
  const isText = typeof document === 'string';
  const text = isText ? document : JSON.stringify(isObject(document) ? withHead(document) : document, null, 2);
  return specFromText(text, `${source}.${isText ? 'yaml' : 'json'}`);
}

/** What every description begins with, where a test has nothing to say of it. */
function withHead(document: object): object {
  const version = 'swagger' in document ? {} : { openapi: '3.1.0' };
  return { ...version, info: { title: 'T', version: '1' }, ...document };
}
