import { Option } from 'commander';
import { exitStatus, type IsoDate } from '../base/index.ts';
import { renderComparison, reportFormats } from '../report/index.ts';
import type { Comparison } from '../rules/index.ts';
import type { CommandModule } from './command-module.ts';
import { compareDocuments } from './compare-documents.ts';
import { parseDay } from './parse-instant.ts';
import type { Shell } from './shell.ts';

interface Options {
  readonly format?: string;
  readonly failOn: 'breaking' | 'risky' | 'never';
  readonly asOf?: IsoDate;
  readonly all?: boolean;
  readonly allowHost?: string[];
  readonly secondOpinion?: boolean;
}

/** `tocsin diff BASE REVISION`: the comparison alone; it needs no configuration, store or network. */
export const diffCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<base>', 'the older release: file, folder, glob, URL, `-`, or REV:PATH in git')
    .argument('<revision>', 'the newer one')
    .addOption(
      new Option('--format <format>', 'how the report is written')
        .choices(['text', 'json', ...reportFormats.map(({ id }) => id)])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'what makes the exit status 1')
        .choices(['breaking', 'risky', 'never'])
        .default('breaking'),
    )
    .addOption(new Option('--as-of <date>', 'judge sunsets as of this day (default: today, UTC)').argParser(parseDay))
    .option('--allow-host <host...>', 'a host to which a $ref may lead')
    .option('--all', 'list safe changes, refactors and every place')
    .option('--second-opinion', 'ask openapi-diff about the operations that changed (a second or more for each)')
    .addHelpText('before', examples)
    .action(async (base: string, revision: string, options: Options) => {
      const shell = shellOf();
      const { comparison } = await compareDocuments(shell, base, revision, options);
      shell.out.write(`${write(comparison, shell, options)}\n`);
      shell.exit(statusOf(comparison, options.failOn));
    });
};

function write(comparison: Comparison, shell: Shell, options: Options): string {
  if (shell.options.json || options.format === 'json') return JSON.stringify(comparison, null, 2);
  const format = reportFormats.find(({ id }) => id === options.format);
  if (format) {
    return format.render(comparison, { failOn: options.failOn === 'risky' ? 'risky' : 'breaking' }).trimEnd();
  }
  const width = Math.min(shell.out.columns, 110);
  return renderComparison(comparison, { colour: shell.out.colour, width, all: options.all ?? false }).trimEnd();
}

/** Unknown is 3 whatever is asked for: what could not be compared is never fine. */
export function statusOf({ verdict, summary }: Comparison, failOn: Options['failOn']): number {
  if (verdict === 'unknown') return exitStatus.cannotTell;
  if (failOn === 'never') return exitStatus.fine;
  return summary.breaking > 0 || (failOn === 'risky' && summary.risky > 0)
    ? exitStatus.breakingOrClosed
    : exitStatus.fine;
}

const examples = `Examples:
  tocsin diff v1.yaml v2.yaml
  tocsin diff origin/main:openapi.yaml openapi.yaml --fail-on risky
  curl -s https://api.example/openapi.json | tocsin diff openapi.json - --json
`;
