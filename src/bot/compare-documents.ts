// From two names, or uploaded texts, to a comparison, and to the operations by which declared uses are checked.

import type { IsoDate } from '../base/index.ts';
import { type Catalog, type CompareSettings, compareOptionsOf } from '../catalog/index.ts';
import { compareReadSpecs, listOperations, readBoth, readSpec, type SpecInput } from '../compare/index.ts';
import { serverPaths } from '../evidence/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import type { LoadedSpec } from '../spec/index.ts';
import type { UploadedSpec } from './tocsin.ts';

export interface CompareInput {
  readonly base: string | UploadedSpec;
  readonly revision: string | UploadedSpec;
  /** Whose release it is, as the catalogue calls it. */
  readonly service: string;
  /** The day on which promises such as sunsets are judged. */
  readonly asOf: IsoDate;
}

/** `operations` and `serverPaths` are those of both documents; `rollback` is the comparison the other way round. */
export type CompareDocuments = (input: CompareInput) => Promise<{
  readonly comparison: Comparison;
  readonly operations: readonly OperationRef[];
  readonly serverPaths: readonly string[];
  readonly rollback: Comparison;
}>;

export type ReadDocuments = (documents: readonly (string | UploadedSpec)[]) => Promise<readonly LoadedSpec[]>;

/** From where documents may come. */
interface DocumentAccess {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @throws TocsinError of exit 3 where a document cannot be read at all */
export function documentReader(access: DocumentAccess): ReadDocuments {
  return (documents) =>
    Promise.all(documents.map((document) => readSpec(inputOf(document), 'base', loadOptions(access))));
}

function loadOptions({ cwd, env }: DocumentAccess) {
  return { cwd, githubToken: env.GITHUB_TOKEN ?? null, githubBaseUrl: env.GITHUB_API_URL ?? null };
}

function inputOf(document: string | UploadedSpec): SpecInput {
  return typeof document === 'string' ? document : { text: document.text, source: document.name };
}

/** @throws TocsinError of exit 3 where a document cannot be read at all */
export function documentComparer(
  options: DocumentAccess & {
    /** Ask openapi-diff too. */
    readonly secondOpinion: boolean;
    readonly catalog: () => Catalog;
    /** What `tocsin.yaml` says under `compare`. */
    readonly settings: CompareSettings;
  },
): CompareDocuments {
  const access = loadOptions(options);
  return async ({ base, revision, asOf, service }) => {
    const { services } = options.catalog();
    const compared = services.find(({ name }) => name === service) ?? null;
    const [before, after] = await Promise.all(readBoth(inputOf(base), inputOf(revision), access));
    const settings = { ...compareOptionsOf(options.settings, compared, services.length > 1), asOf };
    return {
      comparison: await compareReadSpecs(before, after, { ...settings, secondOpinion: options.secondOpinion }),
      rollback: await compareReadSpecs(before, after, { ...settings, reverse: true }),
      operations: listOperations([before, after]),
      serverPaths: serverPaths([before, after]),
    };
  };
}
