import { createHash } from 'node:crypto';
import {
  type CompareOptions,
  type Comparison,
  compareLoadedSpecs,
  type Example,
  type Rule,
} from '../../src/rules/index.ts';
import { specFromText } from '../../src/spec/index.ts';

export const compareOptions: CompareOptions = {
  asOf: '2026-11-20',
  engineVersion: '0.0.0',
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

/** Compares two documents given as values or as texts. */
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
  return specFromText(isText ? document : JSON.stringify(document, null, 2), `${source}.${isText ? 'yaml' : 'json'}`);
}
