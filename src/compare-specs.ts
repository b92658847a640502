// The comparison as a program calls it: reads both sides, then compares. The pure part is given what it may not reach
// for itself: the day, the version of this package, a hash.

import { createHash } from 'node:crypto';
import { packageVersion } from './package-version.ts';
import { type CompareOptions, type Comparison, compareLoadedSpecs } from './rules/index.ts';
import { type LoadedSpec, type LoadOptions, loadSpec, specFromText } from './spec/index.ts';

/**
 * One side of a comparison: a name as on the command line (file, folder, glob, URL, `-`, `REV:PATH`,
 * `github:owner/repo@tag:path`), the text of a document with the name that positions shall carry, or a parsed
 * document. A text or object stands alone: its `$ref`s cannot lead to other files.
 */
export type SpecInput =
  | string
  | { readonly text: string; readonly source: string }
  | { readonly document: Readonly<Record<string, unknown>>; readonly source?: string };

export interface CompareSpecsOptions
  extends Partial<Omit<CompareOptions, 'engineVersion' | 'sha256'>>,
    Partial<LoadOptions> {}

/**
 * Compares two releases of an API: what `tocsin diff --json` prints. Throws a TocsinError (exit 3) where one side is
 * no description that can be read; everything less than that is a problem in the result.
 */
export async function compareSpecs(
  base: SpecInput,
  revision: SpecInput,
  options: CompareSpecsOptions = {},
): Promise<Comparison> {
  const load = { ...options, cwd: options.cwd ?? process.cwd() };
  const [before, after] = await Promise.all([readInput(base, 'base', load), readInput(revision, 'revision', load)]);
  return compareLoadedSpecs(before, after, {
    ...options,
    asOf: options.asOf ?? new Date().toISOString().slice(0, 10),
    engineVersion: packageVersion(),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

async function readInput(input: SpecInput, side: string, options: LoadOptions): Promise<LoadedSpec> {
  if (typeof input === 'string') return loadSpec(input, options);
  if ('text' in input) return specFromText(input.text, input.source);
  return specFromText(JSON.stringify(input.document, null, 2), input.source ?? side);
}
