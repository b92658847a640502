// A second opinion on the operations that changed. It is put to openapi-diff in the one form in which its answers mean
// something, our own engine answers the very same question, and the two are laid side by side. It is shown; it never
// lowers our verdict.

import { isDeepStrictEqual } from 'node:util';
import type { OperationRef, SecondOpinion } from '../rules/index.ts';
import type { LoadedSpec } from '../spec/index.ts';
import { OpenapiDiffProcess } from './openapi-diff-process.ts';
import { NotSliceable, type Slice, sliceOperation } from './slice-operation.ts';

export interface SecondOpinionOptions {
  /** Our own answer to a slice: does anything in it break? */
  readonly breaks: (base: Slice, revision: Slice) => Promise<boolean>;
  /** How long openapi-diff may think about one question, in milliseconds. */
  readonly timeoutMs?: number;
  /** How much memory it may use, in megabytes. */
  readonly memoryMb?: number;
}

type Direction = 'request' | 'response';
type Opinion =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'disagrees'; readonly theirs: string; readonly ours: string }
  | { readonly kind: 'notConsulted' | 'failed'; readonly because: string };

/** Asks openapi-diff about each operation, request and response apart. An operation counts once, by its worst answer. */
export async function consultOpenapiDiff(
  base: LoadedSpec,
  revision: LoadedSpec,
  operations: readonly OperationRef[],
  { breaks, timeoutMs = 10_000, memoryMb = 2_000 }: SecondOpinionOptions,
): Promise<SecondOpinion> {
  const them = new OpenapiDiffProcess({ timeoutMs, memoryMb });

  const consult = async (operation: OperationRef, direction: Direction): Promise<Opinion> => {
    try {
      const cut = (spec: LoadedSpec, closed: boolean) => sliceOperation(spec, operation, direction, closed);
      const before = cut(base, false);
      const after = cut(revision, false);
      if (isDeepStrictEqual(before, after)) {
        return { kind: 'notConsulted', because: 'what changed is nothing that openapi-diff looks at' };
      }
      const theirs = await them.ask(cut(base, direction === 'request'), cut(revision, direction === 'response'));
      if ('failed' in theirs) return { kind: 'failed', because: theirs.failed };
      const ours = await breaks(before, after);
      if (ours === theirs.breaking.length > 0) return { kind: 'agrees' };
      return ours
        ? { kind: 'disagrees', theirs: `no break in the ${direction}`, ours: `the ${direction} breaks` }
        : { kind: 'disagrees', theirs: theirs.breaking.join(', '), ours: `no break in the ${direction}` };
    } catch (error) {
      if (error instanceof NotSliceable) return { kind: 'notConsulted', because: error.message };
      throw error;
    }
  };

  const opinion = {
    agreesOn: [] as OperationRef[],
    disagrees: [] as { operation: OperationRef; theirs: string; ours: string }[],
    notConsulted: [] as { operation: OperationRef; because: string }[],
    failed: [] as { operation: OperationRef; because: string }[],
  };
  try {
    for (const operation of operations) {
      if (operation.kind !== 'path') {
        opinion.notConsulted.push({ operation, because: `openapi-diff does not look at a ${operation.kind}` });
        continue;
      }
      const both = [await consult(operation, 'request'), await consult(operation, 'response')];
      const worst =
        both.find(({ kind }) => kind === 'disagrees') ??
        both.find(({ kind }) => kind === 'failed') ??
        both.find(({ kind }) => kind === 'agrees') ??
        both[0];
      if (worst?.kind === 'agrees') opinion.agreesOn.push(operation);
      else if (worst?.kind === 'disagrees')
        opinion.disagrees.push({ operation, theirs: worst.theirs, ours: worst.ours });
      else if (worst) opinion[worst.kind].push({ operation, because: because(both, worst.kind) });
    }
  } finally {
    them.close();
  }
  return { agrees: opinion.agreesOn.length, ...opinion };
}

function because(both: readonly Opinion[], kind: 'notConsulted' | 'failed'): string {
  return [...new Set(both.flatMap((opinion) => (opinion.kind === kind ? [opinion.because] : [])))].join('; ');
}
