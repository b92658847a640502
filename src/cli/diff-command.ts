import { Option } from 'commander';
import { exitStatus } from '../base/index.ts';
import { fails, renderComparison, reportFormats } from '../report/index.ts';
import type { Comparison } from '../rules/index.ts';
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
import { addHelpNotes } from './help-notes.ts';
import { jsonPieces } from './json-pieces.ts';
import type { Shell } from './shell.ts';

interface Options extends ComparisonFlags, MissingFlags {
  readonly format?: string;
  readonly failOn: 'breaking' | 'risky' | 'never';
  readonly failOnSemver?: boolean;
  readonly failOnCodegen?: boolean;
  readonly all?: boolean;
  readonly reverse?: boolean;
  readonly secondOpinion?: boolean;
}

/** `tocsin diff BASE REVISION`: the comparison alone; it needs no configuration, store or network. */
export const diffCommand = commandOf(false);

/** `tocsin rollback BASE REVISION`: the same with --reverse. */
export const rollbackCommand = commandOf(true);

function commandOf(rollback: boolean): CommandModule {
  return (command, shellOf) => {
    command
      .argument(
        '<base>',
        'the older release: file, folder, glob, URL, `-`, REV:PATH in git, or github:owner/repo@tag:path',
      )
      .argument('<revision>', rollback ? 'the newer one, which is taken back' : 'the newer one')
      .addOption(
        new Option('--format <format>', 'how the report is written')
          .choices(['text', 'json', ...reportFormats.map(({ id }) => id)])
          .default('text'),
      )
      .addOption(
        new Option('--fail-on <severity>', 'what makes the exit status 1')
          .choices(['breaking', 'risky', 'never'])
          .default('breaking'),
      );
    addMissingOptions(command, { reverse: rollback });
    if (!rollback) {
      command
        .option('--fail-on-semver', 'exit with 1 also where the version does not say what changed')
        .option('--fail-on-codegen', 'exit with 1 also where code with a generated client no longer compiles')
        .option('--reverse', 'what breaks for users of the newer release when it is taken back');
    }
    addHelpNotes(addComparisonOptions(command), configWords, exitWords)
      .option('--service <name>', 'whose API it is: settings for its owner and itself apply too')
      .option('--all', 'list every change, also safe ones and refactors, every place, and fingerprints for exemptions')
      .option('--second-opinion', 'ask openapi-diff about the operations that changed (a second or more for each)')
      .addHelpText('before', rollback ? rollbackExamples : diffExamples)
      .action(async (base: string, revision: string, options: Options) => {
        const shell = shellOf();
        refuseTwoForms(shell, options.format);
        const reverse = rollback || (options.reverse ?? false);
        const { comparison } = await compareDocuments(shell, base, revision, { ...options, reverse });
        for (const text of write(comparison, shell, options)) shell.out.write(text);
        shell.out.write('\n');
        shell.exit(statusOf(comparison, options));
      });
  };
}

function write(comparison: Comparison, shell: Shell, options: Options): Iterable<string> {
  if (shell.options.json || options.format === 'json') return jsonPieces(comparison);
  const format = reportFormats.find(({ id }) => id === options.format);
  if (format) {
    const failOn = options.failOn === 'risky' ? 'risky' : 'breaking';
    return [format.render(comparison, { ...options, failOn }).trimEnd()];
  }
  const width = Math.min(shell.out.columns, 110);
  const { all = false, failOnCodegen = false, failOnSemver = false } = options;
  return [
    renderComparison(comparison, { colour: shell.out.colour, width, all, failOnCodegen, failOnSemver }).trimEnd(),
  ];
}

/** Unknown is 3 whatever is asked for: what could not be compared is never fine. */
export function statusOf(
  comparison: Comparison,
  options: Pick<Options, 'failOn' | 'failOnSemver' | 'failOnCodegen'>,
): number {
  if (comparison.verdict === 'unknown') return exitStatus.cannotTell;
  const isComplained = options.failOnSemver === true && comparison.semver.complaint !== null;
  const isFine = !isComplained && !fails(comparison, options);
  return isFine ? exitStatus.fine : exitStatus.breakingOrClosed;
}

const exitWords =
  'Exit status: 0 nothing that --fail-on names, 1 found, 2 wrong usage or configuration, 3 something could not be read or compared. GITHUB_TOKEN serves github:owner/repo@tag:path where the repository is private.';

const diffExamples = `Examples:
  tocsin diff v1.yaml v2.yaml
  tocsin diff origin/main:openapi.yaml openapi.yaml --fail-on risky
  curl -s https://api.example/openapi.json | tocsin diff openapi.json - --json
  tocsin diff v1.yaml v2.yaml --severity enum-value-added=off --exclude-path '/internal/*'
`;

const rollbackExamples = `Examples:
  tocsin rollback v1.yaml v2.yaml     v2 is out and has users: whom does it break to go back to v1?
`;
