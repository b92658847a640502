import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { InvalidArgumentError, Option } from 'commander';
import { counted, fileFault, sayDay, TocsinError } from '../base/index.ts';
import {
  changesOf,
  describeChange,
  describeReuse,
  describeRow,
  drawHistory,
  drawPage,
  type HistoryRow,
  sayLeftOut,
  traceHistory,
} from '../history/index.ts';
import type { CommandModule } from './command-module.ts';
import { addComparisonOptions, type ComparisonFlags, comparisonOptions, configWords } from './comparison-options.ts';
import { addHelpNotes } from './help-notes.ts';
import { printResult, tell } from './print-result.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

interface Options extends ComparisonFlags {
  readonly since?: string;
  readonly limit: number;
  readonly tags?: boolean;
  readonly plot?: string;
  readonly all?: boolean;
}

/** `tocsin history PATH`: a document in git through its revisions, each compared with the one before. */
export const historyCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<path>', 'a document that git keeps; its repository is the one that it lies in')
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
    .option('--all', 'name every change that breaks or may break, not only the first of those that break')
    .option('--plot <file>', 'draw breaks over time into FILE.svg or FILE.html');
  addHelpNotes(
    addComparisonOptions(command, { asOf: 'the day of each revision' }),
    configWords,
    'A name (operationId) that was deleted stays reserved: where a later revision gives it to something else, a line says so.',
    'Exit status 0 also where some revision could not be read: it is a row that says so.',
  )
    .option('--service <name>', 'whose API it is: settings for its owner and itself apply too')
    .addHelpText(
      'before',
      'Examples:\n  tocsin history openapi.yaml\n  tocsin history openapi.yaml --tags --plot breaks.svg\n  tocsin history openapi.yaml --since v1.4.0 --all\n',
    )
    .action(async (path: string, options: Options) => {
      const shell = shellOf();
      if (options.plot !== undefined && !/\.(svg|html)$/i.test(options.plot)) {
        throw new TocsinError('usage', `${options.plot} is neither an SVG nor an HTML file.`, {
          hint: 'Name a file that ends in .svg or .html.',
        });
      }
      const fromHere = relative(shell.cwd, resolve(shell.cwd, path)).split(sep).join('/');
      // Its own folder says which repository is meant, unless that folder is gone.
      const folder = dirname(resolve(shell.cwd, path));
      const isThere = existsSync(folder);
      if (statSync(resolve(shell.cwd, path), { throwIfNoEntry: false })?.isDirectory()) {
        throw new TocsinError('usage', `${path} is a folder.`, { hint: 'Name one document in it.' });
      }
      const comparison = await comparisonOptions(shell, options);
      const query = {
        cwd: isThere ? folder : shell.cwd,
        path: isThere ? basename(path) : fromHere,
        by: options.tags ? 'tags' : 'commits',
        limit: options.limit,
      } as const;
      const traced = await traceHistory(options.since === undefined ? query : { ...query, since: options.since }, {
        ...comparison,
        ...(comparison.root == null ? {} : { root: resolve(shell.cwd, comparison.root) }),
      });
      const history = { ...traced, path: fromHere };
      if (options.plot !== undefined) {
        const isPage = /\.html$/i.test(options.plot);
        const drawing = isPage ? drawPage(history) : drawHistory(history);
        await writeFile(resolve(shell.cwd, options.plot), drawing).catch((cause: NodeJS.ErrnoException) => {
          const because = cause.code === 'ENOENT' ? 'there is no such folder' : fileFault(cause);
          throw new TocsinError('output-unwritten', `${options.plot} could not be written: ${because}.`, { cause });
        });
        tell(shell, `Drawn into ${options.plot}.`);
      }
      if (history.omitted > 0)
        tell(
          shell,
          `${history.omitted} older revisions are left out, and what they named with them; --limit asks for more.`,
        );
      if (history.shallow) {
        tell(
          shell,
          'This clone is shallow, so what came before is not here. Fetch it with: git fetch --unshallow --tags (in GitHub Actions: fetch-depth: 0).',
        );
      }
      printResult(shell, history, () => {
        const { bold, red, yellow, dim, magenta } = paint(shell.out);
        const most = Math.max(1, ...history.rows.map((row) => changesOf(row, 'breaking') + changesOf(row, 'risky')));
        const bar = (row: HistoryRow) => {
          const length = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / most) * 12)));
          return (
            red('█'.repeat(length(changesOf(row, 'breaking')))) + yellow('▒'.repeat(length(changesOf(row, 'risky'))))
          );
        };
        const versioned = history.rows.some(({ name, version }) => version !== name.replace(/^v/, ''));
        const columnsOf = (drawn: boolean) =>
          alignColumns([
            ['date', 'revision', ...(versioned ? ['version'] : []), 'verdict', 'breaks', 'risky', '', ''].map(dim),
            ...history.rows.map((row) => [
              sayDay(row.date),
              row.name,
              ...(versioned ? [row.version ?? '-'] : []),
              row.state === 'compared' ? (row.verdict ?? '') : row.state,
              row.summary === null ? '-' : String(changesOf(row, 'breaking')),
              row.summary === null ? '-' : String(changesOf(row, 'risky')),
              drawn ? bar(row) : '',
              '',
            ]),
          ]);
        const widthOf = (lines: readonly string[]) =>
          Math.max(...lines.map((line) => stripVTControlCharacters(line).length)) + 2;
        // Where there is no room for both, words say more than bars.
        const withBars = columnsOf(true);
        const columns = shell.out.columns - widthOf(withBars) < narrowest ? columnsOf(false) : withBars;
        const taken = widthOf(columns);
        const room = Math.min(60, shell.out.columns - taken);
        const subjects = ['subject', ...history.rows.map(({ subject }) => subject)];
        const table = columns.map((line, index) => {
          if (room < narrowest) return line;
          const gap = ' '.repeat(taken - stripVTControlCharacters(line).length);
          return `${line}${gap}${dim(shorten(subjects[index] ?? '', room))}`;
        });
        const unread = history.rows.filter(({ state }) => state === 'unknown' || state === 'removed');
        const width = Math.max(shell.out.columns, 40);
        const leftOut = sayLeftOut(history);
        const told = history.rows.flatMap((row) => {
          const changes = row.changes.filter(
            ({ severity }) => severity === 'breaking' || (options.all === true && severity === 'risky'),
          );
          if (changes.length === 0) return [];
          const shown = options.all ? changes : changes.slice(0, changesNamed);
          const more = changes.length - shown.length;
          return [
            '',
            bold(`${row.name}, ${sayDay(row.date)}, against ${row.comparedWith}`),
            ...shown.flatMap((change) => {
              const [sign, shade] = change.severity === 'breaking' ? ['✖', red] : ['▲', yellow];
              const [first = '', ...others] = wrapText(`${sign} ${describeChange(change)}`, {
                width: width - 2,
                indent: 2,
              });
              return [`  ${shade(first)}`, ...others.map((line) => `  ${shade(line)}`)];
            }),
            ...(more > 0 ? [dim(`    and ${more} more (--all names them)`)] : []),
          ];
        });
        const reused = history.rows.flatMap(({ reusedNames }) => reusedNames.map(describeReuse));
        return [
          ...table,
          ...told,
          ...(unread.length + reused.length + history.untouched > 0 || leftOut !== null ? [''] : []),
          ...unread.flatMap((row) => wrapText(`? ${describeRow(row)}`, { width, indent: 2 }).map(magenta)),
          ...reused.flatMap((reuse) => wrapText(`▲ ${reuse}.`, { width, indent: 2 }).map(yellow)),
          ...(leftOut === null ? [] : wrapText(leftOut, { width }).map(dim)),
          ...(history.untouched > 0 ? [dim(`${counted(history.untouched, 'tag')} in between left it as it was.`)] : []),
        ];
      });
    });
};

/** Of each revision; --all and --json name the others. */
const changesNamed = 5;

/** A subject of fewer letters says nothing. */
const narrowest = 12;

function shorten(subject: string, width: number): string {
  return subject.length > width ? `${subject.slice(0, width - 1)}…` : subject;
}
