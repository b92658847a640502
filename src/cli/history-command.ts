import { writeFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { sayDay, TocsinError } from '../base/index.ts';
import { changesOf, describeReuse, describeRow, drawHistory, type HistoryRow, traceHistory } from '../history/index.ts';
import type { CommandModule } from './command-module.ts';
import { addComparisonOptions, type ComparisonFlags, comparisonOptions, configWords } from './comparison-options.ts';
import { printResult, tell } from './print-result.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';

interface Options extends ComparisonFlags {
  readonly since?: string;
  readonly limit: number;
  readonly tags?: boolean;
  readonly plot?: string;
}

/** `tocsin history PATH`: a document in git through its revisions, each compared with the one before. */
export const historyCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<path>', 'a document in a git repository, from the working directory')
    .option('--since <rev>', 'only what came after this revision, which is compared with')
    .addOption(
      new Option('--limit <count>', 'the newest so many revisions').default(50).argParser((text) => {
        const count = Number(text);
        if (Number.isInteger(count) && count > 0) return count;
        throw new InvalidArgumentError('Write a whole number above 0.');
      }),
    )
    .addOption(new Option('--tags', 'tags instead of commits').conflicts('commits'))
    .option('--commits', 'commits of the main line, merges as one step (the default)')
    .option('--plot <file>', 'draw breaks over time into FILE.svg or FILE.html');
  addComparisonOptions(command)
    .addHelpText(
      'before',
      'Examples:\n  tocsin history openapi.yaml\n  tocsin history openapi.yaml --tags --plot breaks.svg\n',
    )
    .addHelpText(
      'after',
      `${configWords}
A name (operationId) that was deleted stays reserved: where a later revision gives it to something else, a line says so.
Exit status 0 also where some revision could not be read: it is a row that says so.`,
    )
    .action(async (path: string, options: Options) => {
      const shell = shellOf();
      if (options.plot !== undefined && !/\.(svg|html)$/i.test(options.plot)) {
        throw new TocsinError('usage', `${options.plot} is neither an SVG nor an HTML file.`, {
          hint: 'Name a file that ends in .svg or .html.',
        });
      }
      const fromHere = relative(shell.cwd, resolve(shell.cwd, path)).split(sep).join('/');
      const query = {
        cwd: shell.cwd,
        path: fromHere,
        by: options.tags ? 'tags' : 'commits',
        limit: options.limit,
      } as const;
      const history = await traceHistory(
        options.since === undefined ? query : { ...query, since: options.since },
        await comparisonOptions(shell, options),
      );
      if (options.plot !== undefined) {
        const svg = drawHistory(history);
        const isPage = /\.html$/i.test(options.plot);
        const page = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Breaks over time</title>\n<body style="margin:1rem;overflow-x:auto">\n${svg}</body></html>\n`;
        await writeFile(resolve(shell.cwd, options.plot), isPage ? page : svg);
        tell(shell, `Drawn into ${options.plot}.`);
      }
      if (history.omitted > 0)
        tell(
          shell,
          `${history.omitted} older revisions are left out, and what they named with them; --limit asks for more.`,
        );
      printResult(shell, history, () => {
        const { red, yellow, dim, magenta } = paint(shell.out);
        const most = Math.max(1, ...history.rows.map((row) => changesOf(row, 'breaking') + changesOf(row, 'risky')));
        const bar = (row: HistoryRow) => {
          const length = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / most) * 12)));
          return (
            red('█'.repeat(length(changesOf(row, 'breaking')))) + yellow('▒'.repeat(length(changesOf(row, 'risky'))))
          );
        };
        const table = alignColumns([
          [
            dim('date'),
            dim('revision'),
            dim('version'),
            dim('verdict'),
            dim('breaking'),
            dim('risky'),
            '',
            dim('what changed there'),
          ],
          ...history.rows.map((row) => [
            sayDay(row.date),
            row.name,
            row.version ?? '-',
            row.state === 'compared' ? (row.verdict ?? '') : row.state,
            row.summary === null ? '-' : String(changesOf(row, 'breaking')),
            row.summary === null ? '-' : String(changesOf(row, 'risky')),
            bar(row),
            dim(shorten(row.subject)),
          ]),
        ]);
        const unread = history.rows.filter(({ state }) => state === 'unknown' || state === 'removed');
        const broken = history.rows.flatMap((row) => {
          const breaking = row.changes.filter(({ severity }) => severity === 'breaking');
          if (breaking.length === 0) return [];
          const more =
            breaking.length > changesNamed
              ? [dim(`    and ${breaking.length - changesNamed} more (--json has all)`)]
              : [];
          return [
            red(`✖ ${row.name}, against ${row.comparedWith}:`),
            ...breaking
              .slice(0, changesNamed)
              .map(
                ({ message, places, rule }) =>
                  `    ${message}${places > 1 ? `, in ${places} places` : ''} ${dim(`(${rule})`)}`,
              ),
            ...more,
          ];
        });
        const reused = history.rows.flatMap(({ reusedNames }) => reusedNames.map(describeReuse));
        return [
          ...table,
          ...broken,
          ...unread.map((row) => magenta(`? ${describeRow(row)}`)),
          ...reused.map((reuse) => yellow(`▲ ${reuse}.`)),
          ...(history.untouched > 0 ? [dim(`${history.untouched} tags in between left it as it was.`)] : []),
        ];
      });
    });
};

/** Of each revision; --json has them all. */
const changesNamed = 5;

function shorten(subject: string): string {
  return subject.length > 36 ? `${subject.slice(0, 35)}…` : subject;
}
