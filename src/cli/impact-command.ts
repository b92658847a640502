import { Option } from 'commander';
import { type CallerDecision, findImpact, type UseEvidence } from '../catalog/index.ts';
import { evidenceOfPacts } from '../evidence/index.ts';
import { pathFiltersSentence, verdictSentence } from '../report/index.ts';
import type { CommandModule } from './command-module.ts';
import { compareDocuments } from './compare-documents.ts';
import {
  addComparisonOptions,
  addMissingOptions,
  type ComparisonFlags,
  configWords,
  type MissingFlags,
  refuseTwoForms,
} from './comparison-options.ts';
import { statusOf } from './diff-command.ts';
import { matcherOf } from './evidence/matcher-of.ts';
import { addFileEvidenceOptions, type FileEvidenceFlags, fileEvidence } from './file-evidence.ts';
import { addHelpNotes } from './help-notes.ts';
import { impactMarkdown } from './impact-markdown.ts';
import { namedDocuments } from './named-documents.ts';
import { hasOwnStore } from './own-store.ts';
import { printBlindSpots, printImpact } from './print-impact.ts';
import { printResult, tell } from './print-result.ts';
import { readOrganisation } from './read-organisation.ts';
import type { Shell } from './shell.ts';
import { wrapText } from './terminal/wrap-text.ts';
import { withTocsin } from './with-tocsin.ts';

interface Sources {
  readonly service: string;
  readonly pact?: string[];
  readonly backstage?: string[];
  readonly fromStore?: boolean;
  readonly all?: boolean;
  readonly format?: 'text' | 'markdown';
}

/** `tocsin impact BASE REVISION --service NAME`: the comparison and whom it hurts; no store and no server. */
export const impactCommand: CommandModule = (command, shellOf) => {
  addHelpNotes(addFileEvidenceOptions(addMissingOptions(addComparisonOptions(command))), configWords)
    .argument(
      '[base]',
      'the older release: file, folder, glob, URL, `-`, REV:PATH in git, or github:owner/repo@tag:path (default: document.base of the service)',
    )
    .argument('[revision]', 'the newer one (default: document.revision of the service)')
    .requiredOption('--service <name>', 'whose API it is, as the catalogue calls it')
    .option('--pact <file...>', 'contracts of consumers: what they send and read is evidence')
    .option('--backstage <file...>', 'catalog-info.yaml files, beneath the catalogue')
    .option('--from-store', 'also what was imported (tocsin evidence import) and decided of unknown callers')
    .option('--all', 'every finding of each consumer, not only the worst three of each operation')
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'markdown']).default('text'))
    .addHelpText(
      'before',
      "Examples:\n  tocsin impact v1.yaml v2.yaml --service pkgdb\n  tocsin impact v1.yaml v2.yaml --service pkgdb --pact 'pacts/*.json'\n",
    )
    .action(
      async (
        base: string | undefined,
        revision: string | undefined,
        options: ComparisonFlags & MissingFlags & FileEvidenceFlags & Sources,
      ) => {
        const shell = shellOf();
        refuseTwoForms(shell, options.format);
        const { pact = [], backstage = [] } = options;
        const organisation = await readOrganisation(shell, { pact, backstage });
        const { catalog, gathered } = organisation;
        const documents = namedDocuments(catalog, options.service, { base, revision, place: 'after `tocsin impact`' });
        const { comparison, operations, specs } = await compareDocuments(
          shell,
          documents.base,
          documents.revision,
          options,
        );
        const described = operations();
        const contracts = evidenceOfPacts([...gathered.pacts, ...gathered.extraPacts], {
          service: options.service,
          catalog,
          matchOperation: matcherOf(organisation, options.service, specs ?? []),
          at: shell.clock.now(),
        });
        for (const note of [...gathered.notes, ...contracts.notes]) tell(shell, note);
        const stored = options.fromStore ? await readStored(shell, options.service) : nothingStored;
        if (!options.fromStore && (await hasImports(shell, options.service))) {
          tell(
            shell,
            `Calls of ${options.service} were imported (tocsin evidence import), and are not counted here: --from-store counts them.`,
          );
        }
        const impact = findImpact(comparison, catalog, options.service, {
          operations: described,
          decisions: stored.decisions,
          evidence: [
            ...stored.evidence,
            ...contracts.uses,
            ...(await fileEvidence(shell, options, organisation, specs)),
          ],
        });
        const { consumers, unknownCallers, observed } = impact;
        const filtered = pathFiltersSentence(comparison);
        printResult(shell, { ...comparison, service: options.service, consumers, unknownCallers, observed }, () =>
          options.format === 'markdown'
            ? [impactMarkdown(impact, comparison, catalog).trimEnd()]
            : [
                ...[verdictSentence(comparison), ...(filtered === null ? [] : [`${filtered}.`])].flatMap((sentence) =>
                  wrapText(sentence, { width: Math.min(shell.out.columns, 110) }),
                ),
                // A name that is mistaken must not pass for an API that is new.
                ...(comparison.verdict === 'unknown' ? [] : comparison.problems)
                  .filter(({ code }) => /^(?:base|revision)-(?:missing|moved)$/.test(code))
                  .map(({ message, hint }) => `▲ ${message} ${hint}`),
                '',
                ...(comparison.verdict === 'unknown'
                  ? comparison.problems.map(({ message, hint }) => `? ${message} ${hint}`)
                  : [
                      ...printImpact(impact, comparison, catalog, shell.out, options.all),
                      ...printBlindSpots(comparison, catalog, options.service, shell.out),
                    ]),
              ],
        );
        shell.exit(statusOf(comparison, { failOn: 'breaking' }));
      },
    );
};

interface Stored {
  readonly evidence: readonly UseEvidence[];
  readonly decisions: readonly CallerDecision[];
}

/** A store that cannot be opened is no hindrance to whoever did not ask for it. */
async function hasImports(shell: Shell, service: string): Promise<boolean> {
  if (!(await hasOwnStore(shell))) return false;
  const look = withTocsin(shell, {}, async ({ tocsin }) => (await tocsin.useEvidence(service)).length > 0);
  return look.catch(() => false);
}

const nothingStored: Stored = { evidence: [], decisions: [] };

async function readStored(shell: Shell, service: string): Promise<Stored> {
  return withTocsin(shell, {}, async ({ tocsin }) => ({
    evidence: await tocsin.useEvidence(service),
    decisions: (await tocsin.callers(service)).flatMap(({ decision }) => decision ?? []),
  }));
}
