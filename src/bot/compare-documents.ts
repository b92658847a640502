// From two names, or uploaded texts, to a comparison, and to the operations by which declared uses are checked.

import { createHash } from 'node:crypto';
import type { IsoDate } from '../base/index.ts';
import { packageVersion } from '../package-version.ts';
import { type Comparison, compareLoadedSpecs, type OperationRef } from '../rules/index.ts';
import { type Api, type LoadedSpec, loadSpec, readApi, specFromText } from '../spec/index.ts';
import type { UploadedSpec } from './tocsin.ts';

export interface CompareInput {
  readonly base: string | UploadedSpec;
  readonly revision: string | UploadedSpec;
  /** The day on which promises such as sunsets are judged. */
  readonly asOf: IsoDate;
}

/** `operations` are those of both documents. */
export type CompareDocuments = (
  input: CompareInput,
) => Promise<{ readonly comparison: Comparison; readonly operations: readonly OperationRef[] }>;

/** @throws TocsinError of exit 3 where a document cannot be read at all */
export function documentComparer(options: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): CompareDocuments {
  const load = (document: string | UploadedSpec): Promise<LoadedSpec> =>
    typeof document === 'string'
      ? loadSpec(document, {
          cwd: options.cwd,
          githubToken: options.env.GITHUB_TOKEN ?? null,
          githubBaseUrl: options.env.GITHUB_API_URL ?? null,
        })
      : specFromText(document.text, document.name);
  return async ({ base, revision, asOf }) => {
    const [before, after] = await Promise.all([load(base), load(revision)]);
    const comparison = compareLoadedSpecs(before, after, {
      asOf,
      engineVersion: packageVersion(),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
    });
    return { comparison, operations: [...operationsOf(readApi(before)), ...operationsOf(readApi(after))] };
  };
}

function operationsOf(api: Api): readonly OperationRef[] {
  return [...api.operations.values()].map((entry) => ({
    kind: entry.kind,
    method: entry.method,
    path: entry.path,
    name: entry.name,
    operationId: entry.read().operationId,
  }));
}
