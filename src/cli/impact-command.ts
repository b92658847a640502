import { findImpact } from '../catalog/index.ts';
import { verdictSentence } from '../report/index.ts';
import type { CommandModule } from './command-module.ts';
import { compareDocuments } from './compare-documents.ts';
import { addComparisonOptions, type ComparisonFlags, configWords } from './comparison-options.ts';
import { statusOf } from './diff-command.ts';
import { printImpact } from './print-impact.ts';
import { printResult } from './print-result.ts';
import { readOrganisation } from './read-organisation.ts';

/** `tocsin impact BASE REVISION --service NAME`: the comparison and whom it hurts; no store and no server. */
export const impactCommand: CommandModule = (command, shellOf) => {
  addComparisonOptions(command)
    .argument(
      '<base>',
      'the older release: file, folder, glob, URL, `-`, REV:PATH in git, or github:owner/repo@tag:path',
    )
    .argument('<revision>', 'the newer one')
    .requiredOption('--service <name>', 'whose API it is, as the catalogue calls it')
    .addHelpText('before', 'Examples:\n  tocsin impact v1.yaml v2.yaml --service pkgdb\n')
    .addHelpText('after', configWords)
    .action(async (base: string, revision: string, options: ComparisonFlags & { service: string }) => {
      const shell = shellOf();
      const { catalog } = await readOrganisation(shell);
      const { comparison, operations } = await compareDocuments(shell, base, revision, options);
      const { consumers, unknownCallers } = findImpact(comparison, catalog, options.service, {
        operations: operations(),
      });
      printResult(shell, { ...comparison, service: options.service, consumers, unknownCallers }, () => [
        verdictSentence(comparison),
        '',
        ...(comparison.verdict === 'unknown'
          ? comparison.problems.map(({ message, hint }) => `? ${message} ${hint}`)
          : printImpact({ consumers, unknownCallers }, comparison, catalog, shell.out)),
      ]);
      shell.exit(statusOf(comparison, 'breaking'));
    });
};
