import { type Compared, type CompareSpecsOptions, compareWithOperations } from '../compare/index.ts';
import { type ComparisonFlags, comparisonOptions } from './comparison-options.ts';
import type { Shell } from './shell.ts';

/** Compares what two arguments of a command name, by its flags and the configuration. */
export async function compareDocuments(
  shell: Shell,
  base: string,
  revision: string,
  flags: ComparisonFlags &
    Pick<CompareSpecsOptions, 'secondOpinion' | 'reverse' | 'baseMayBeMissing' | 'revisionMayBeMissing'>,
): Promise<Compared> {
  const { secondOpinion = false, reverse = false, baseMayBeMissing = false, revisionMayBeMissing = false } = flags;
  return compareWithOperations(base, revision, {
    asOf: shell.clock.now().slice(0, 10),
    ...(await comparisonOptions(shell, flags)),
    secondOpinion,
    reverse,
    baseMayBeMissing,
    revisionMayBeMissing,
    stdin: () => shell.stdin,
  });
}
